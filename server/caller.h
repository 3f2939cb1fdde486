/* Who is calling: an API key, of which only the hash is known, or a JSON Web Token of the issuer that the operator named.
 * Pure; any thread. */
#ifndef DG_CALLER_H
#define DG_CALLER_H

#include "server/config.h"
#include "server/jwt.h"

/* Whether callers must say who they are; else everybody is "dev". */
bool dg_caller_is_asked(const struct dg_config *config);

/* What a request says of its caller; either header may be empty. */
struct dg_credentials {
    struct dg_str authorization, api_key;
};

enum dg_caller_end {
    DG_CALLER_KNOWN,
    DG_CALLER_UNKNOWN, /* `why` says what to send */
    DG_CALLER_NEW_KEY, /* the same, and the token names a key that is not in `keys` */
    DG_CALLER_NOT_NOW, /* a token that cannot be checked, for want of `keys` */
};

/* The caller's name, which borrows from the config or lives in `arena`. A token's caller is its subject behind "jwt:", so
 * that no token can be taken for an API key's caller. Without keys of either kind in the config everybody is "dev". Takes
 * the same time whichever API key fits. `keys` may be NULL: none at the moment. */
enum dg_caller_end dg_caller_of(struct dg_str *caller, const struct dg_config *config, const struct dg_jwt_keys *keys,
        int64_t now_s, const struct dg_credentials *sent, struct dg_arena *arena, struct dg_problem *why);

#endif
