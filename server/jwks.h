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
/* A token names a key that is not in the set. True: it is being read again, or will be in the next turn; false: that was
 * done for such a token within the last ten seconds. */
bool dg_jwks_lacks(struct dg_jwks *jwks);

/* Who waits for that; in his memory until he is told. */
struct dg_jwks_wait {
    struct dg_jwks_wait *next;
    void (*told)(void *owner);
    void *owner;
};
/* Tells him once, in a later turn, when the reading that is under way has ended, well or badly, which is after five seconds at
 * the latest; where none is under way, in the next turn. Also told by dg_jwks_destroy. */
void dg_jwks_await(struct dg_jwks *jwks, struct dg_jwks_wait *wait);

#endif
