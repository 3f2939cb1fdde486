/* JSON Web Tokens (RFC 7519) as proof of who is calling: signed (RFC 7515) with RS256, ES256 or EdDSA by a key of a set
 * (RFC 7517) that the operator named. Nothing in a token chooses its key but `kid`, among the keys of that set; a key that
 * a token brings along or points at is never looked at, and neither is one of another type than the token's algorithm needs
 * (RFC 8725 §3.1). librhonabwy stands behind it and appears nowhere else. Pure; a set may be read by any thread. */
#ifndef DG_JWT_H
#define DG_JWT_H

#include "intents/arena.h"
#include "intents/status.h"

#include <stdint.h>

struct dg_jwt_keys;

/* Once, before threads begin; false: out of memory. */
bool dg_jwt_init(void);

/* The usable public keys of a JSON Web Key Set: RSA of 2048 bits and more, P-256, Ed25519; others are left out.
 * NULL and `why` where the text is no such set or holds no usable key. */
struct dg_jwt_keys *dg_jwt_keys_create(struct dg_str json, struct dg_problem *why);
void dg_jwt_keys_destroy(struct dg_jwt_keys *keys); /* NULL is harmless */

enum dg_jwt_end {
    DG_JWT_GOOD,
    DG_JWT_BAD, /* not a token, forged, for somebody else, or outside its time */
    DG_JWT_NO_KEY, /* names a key that is not in the set: it may be newer than the set */
};

enum { DG_JWT_BYTES_MAX = 8192, DG_JWT_SUBJECT_MAX = 128, DG_JWT_LEEWAY_S = 60 };

/* What a token has to say. */
struct dg_jwt_expect {
    struct dg_str issuer, audience;
    int64_t now_s;
};

/* Checks signature, iss, aud, exp and nbf (with DG_JWT_LEEWAY_S for clocks that differ). `subject` is copied into `arena`:
 * 1 to DG_JWT_SUBJECT_MAX bytes without control characters. `why`, in words for the one who sent it, says no more than is
 * needed to mend an honest token. */
enum dg_jwt_end dg_jwt_check(struct dg_str *subject, const struct dg_jwt_keys *keys, const struct dg_jwt_expect *expect,
        struct dg_str token, struct dg_arena *arena, struct dg_problem *why);

#endif
