/* The key set that callers' tokens are checked with, as one lane has it: read from a file or fetched over HTTPS, kept, and
 * read again every `jwt_refresh` seconds, or sooner when a token names a key that is not in it. A set that cannot be read
 * anew stays in use for a day, no longer: a key that its issuer has withdrawn must not live on because nobody can be asked.
 * Belongs to the lane's thread. */
#ifndef DG_JWKS_H
#define DG_JWKS_H

#include "adapters/transport.h"
#include "server/config.h"
#include "server/jwt.h"
#include "server/log.h"
#include "server/loop.h"

struct dg_jwks;

/* Borrows all three until dg_jwks_destroy, which comes before the transport's end. A file is read at once, a URL asked for
 * in the loop's first turn. NULL: out of memory. */
struct dg_jwks *dg_jwks_create(
        struct dg_loop *loop, struct dg_transport *transport, const struct dg_config *config, const struct dg_log *log);
void dg_jwks_destroy(struct dg_jwks *jwks); /* NULL is harmless */

/* NULL while there are none. Borrowed until the next turn. */
const struct dg_jwt_keys *dg_jwks_keys(const struct dg_jwks *jwks);
/* Reads it again in the next turn. */
void dg_jwks_reload(struct dg_jwks *jwks);
/* A token names a key that is not in the set: it is read again, at most every ten seconds. */
void dg_jwks_lacks(struct dg_jwks *jwks);

#endif
