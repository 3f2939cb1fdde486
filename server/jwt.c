#include "server/jwt.h"

#include <jansson.h>
#include <rhonabwy.h>
#include <stdlib.h>

enum { KEYS_MAX = 64, RSA_BITS_MIN = 2048 };

/* An algorithm and the only type of key that it is used with. */
static const struct algorithm {
    const char *name;
    jwa_alg alg;
    int key_type;
    const char *curve; /* NULL: has none */
} algorithms[] = {
    { "RS256", R_JWA_ALG_RS256, R_KEY_TYPE_RSA, NULL },
    { "ES256", R_JWA_ALG_ES256, R_KEY_TYPE_EC, "P-256" },
    { "EdDSA", R_JWA_ALG_EDDSA, R_KEY_TYPE_EDDSA, "Ed25519" },
};

enum { ALGORITHMS = sizeof algorithms / sizeof algorithms[0] };

struct key {
    jwk_t *jwk; /* owned */
    const struct algorithm *algorithm;
    const char *kid; /* of jwk; NULL: has none */
};

struct dg_jwt_keys {
    struct key keys[KEYS_MAX];
    size_t count;
};

bool dg_jwt_init(void)
{
    return r_global_init() == RHN_OK;
}

/* ---- the set ----------------------------------------------------------------------------------------------- */

static bool is_absent_or(const char *value, const char *wanted)
{
    return !value || strcmp(value, wanted) == 0;
}

/* The algorithm that a key may be used with; NULL: not one of ours. */
static const struct algorithm *algorithm_of(jwk_t *jwk)
{
    unsigned bits = 0;
    int type = r_jwk_key_type(jwk, &bits, R_FLAG_IGNORE_REMOTE);
    if (!is_absent_or(r_jwk_get_property_str(jwk, "use"), "sig"))
        return NULL;
    for (size_t i = 0; i < ALGORITHMS; i++) {
        const struct algorithm *a = &algorithms[i];
        const char *curve = r_jwk_get_property_str(jwk, "crv");
        if ((type & R_KEY_TYPE_PUBLIC) && (type & a->key_type) && (a->curve || bits >= RSA_BITS_MIN) &&
                (!a->curve || (curve && strcmp(curve, a->curve) == 0)) &&
                is_absent_or(r_jwk_get_property_str(jwk, "alg"), a->name))
            return a;
    }
    return NULL;
}

/* Whether a member is `min` to `max` letters of base64url (RFC 4648 §5), which RFC 7518 §6 wants its numbers in. */
static bool is_number(const json_t *key, const char *name, size_t min, size_t max)
{
    const json_t *value = json_object_get(key, name);
    size_t len = json_string_length(value);
    if (!json_is_string(value) || len < min || len > max)
        return false;
    return strspn(json_string_value(value), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == len;
}

static bool is_word(const json_t *key, const char *name, const char *wanted)
{
    const char *value = json_string_value(json_object_get(key, name));
    return value && strcmp(value, wanted) == 0;
}

/* Only a public key that is whole reaches the library: on numbers of a wrong length it writes past its own memory. */
static bool is_whole(const json_t *key)
{
    enum { P256_CHARS = 43, ED25519_CHARS = 43, RSA_CHARS_MIN = 342, RSA_CHARS_MAX = 1366, EXPONENT_CHARS_MAX = 6 };
    if (is_word(key, "kty", "RSA"))
        return is_number(key, "n", RSA_CHARS_MIN, RSA_CHARS_MAX) && is_number(key, "e", 2, EXPONENT_CHARS_MAX);
    if (is_word(key, "kty", "EC"))
        return is_word(key, "crv", "P-256") && is_number(key, "x", P256_CHARS, P256_CHARS) &&
                is_number(key, "y", P256_CHARS, P256_CHARS);
    return is_word(key, "kty", "OKP") && is_word(key, "crv", "Ed25519") &&
            is_number(key, "x", ED25519_CHARS, ED25519_CHARS);
}

/* What of a key is looked at: certificates, private parts and links stay outside. */
static json_t *needed_of(const json_t *key)
{
    static const char *const members[] = { "kty", "kid", "use", "alg", "crv", "x", "y", "n", "e" };
    json_t *out = json_object();
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        json_t *value = json_object_get(key, members[i]);
        if (json_is_string(value))
            json_object_set(out, members[i], value);
    }
    return out;
}

static void add_key(struct dg_jwt_keys *keys, const json_t *key)
{
    jwk_t *jwk = NULL;
    if (keys->count == KEYS_MAX || !is_whole(key) || r_jwk_init(&jwk) != RHN_OK)
        return;
    json_t *needed = needed_of(key);
    const struct algorithm *algorithm = r_jwk_import_from_json_t(jwk, needed) == RHN_OK ? algorithm_of(jwk) : NULL;
    json_decref(needed);
    if (algorithm)
        keys->keys[keys->count++] = (struct key){ jwk, algorithm, r_jwk_get_property_str(jwk, "kid") };
    else
        r_jwk_free(jwk);
}

struct dg_jwt_keys *dg_jwt_keys_create(struct dg_str json, struct dg_problem *why)
{
    struct dg_jwt_keys *keys = calloc(1, sizeof *keys);
    json_t *set = json_loadb(json.at, json.len, JSON_REJECT_DUPLICATES, NULL), *list = json_object_get(set, "keys");
    for (size_t i = 0; keys && i < json_array_size(list); i++)
        add_key(keys, json_array_get(list, i));
    json_decref(set);
    if (keys && keys->count)
        return keys;
    dg_problem_set(why, DG_BAD_INPUT, "", "not a JSON Web Key Set with a public key for RS256, ES256 or EdDSA");
    dg_jwt_keys_destroy(keys);
    return NULL;
}

void dg_jwt_keys_destroy(struct dg_jwt_keys *keys)
{
    for (size_t i = 0; keys && i < keys->count; i++)
        r_jwk_free(keys->keys[i].jwk);
    free(keys);
}

/* ---- a token ----------------------------------------------------------------------------------------------- */

static enum dg_jwt_end bad(struct dg_problem *why, const char *detail)
{
    dg_problem_set(why, DG_UNAUTHORISED, "", "the token %s", detail);
    return DG_JWT_BAD;
}

/* A token without `kid` may be signed with any key of its algorithm. */
static bool may_have_signed(const struct key *key, const struct algorithm *algorithm, const char *kid)
{
    return key->algorithm == algorithm && (!kid || (key->kid && strcmp(key->kid, kid) == 0));
}

static enum dg_jwt_end check_signature(jwt_t *jwt, const struct dg_jwt_keys *keys, struct dg_problem *why)
{
    const struct algorithm *algorithm = NULL;
    for (size_t i = 0; i < ALGORITHMS; i++)
        algorithm = r_jwt_get_sign_alg(jwt) == algorithms[i].alg ? &algorithms[i] : algorithm;
    if (!algorithm)
        return bad(why, "must be signed with RS256, ES256 or EdDSA");
    /* RFC 7515 §4.1.11: what we do not know and must not pass over */
    json_t *critical = r_jwt_get_header_json_t_value(jwt, "crit");
    json_decref(critical);
    if (critical)
        return bad(why, "asks for an extension (crit)");
    const char *kid = r_jwt_get_header_str_value(jwt, "kid");
    bool found = false;
    for (size_t i = 0; i < keys->count; i++) {
        if (!may_have_signed(&keys->keys[i], algorithm, kid))
            continue;
        found = true;
        if (r_jwt_verify_signature(jwt, keys->keys[i].jwk, R_FLAG_IGNORE_REMOTE) == RHN_OK)
            return DG_JWT_GOOD;
    }
    bad(why, found ? "has a wrong signature" : "is signed with a key that is not known");
    return found ? DG_JWT_BAD : DG_JWT_NO_KEY;
}

static bool is_text(const json_t *value, struct dg_str wanted)
{
    return json_is_string(value) &&
            dg_str_eq((struct dg_str){ json_string_value(value), json_string_length(value) }, wanted);
}

/* RFC 7519 §4.1.3: one audience or a list of them. */
static bool has_audience(const json_t *aud, struct dg_str wanted)
{
    for (size_t i = 0; i < json_array_size(aud); i++) {
        if (is_text(json_array_get(aud, i), wanted))
            return true;
    }
    return is_text(aud, wanted);
}

static enum dg_jwt_end check_time(const json_t *claims, int64_t now_s, struct dg_problem *why)
{
    const json_t *exp = json_object_get(claims, "exp"), *nbf = json_object_get(claims, "nbf");
    double now = (double)now_s;
    if (!json_is_number(exp) || (nbf && !json_is_number(nbf)))
        return bad(why, "needs exp (and nbf, where it stands) in seconds");
    if (json_number_value(exp) + DG_JWT_LEEWAY_S <= now)
        return bad(why, "has expired");
    if (nbf && json_number_value(nbf) - DG_JWT_LEEWAY_S > now)
        return bad(why, "is not valid yet");
    return DG_JWT_GOOD;
}

static bool is_subject(const char *at, size_t len)
{
    if (len == 0 || len > DG_JWT_SUBJECT_MAX)
        return false;
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)at[i] < 0x20 || at[i] == 0x7f)
            return false;
    }
    return true;
}

static enum dg_jwt_end check_claims(struct dg_str *subject, const json_t *claims, const struct dg_jwt_expect *expect,
        struct dg_arena *arena, struct dg_problem *why)
{
    const json_t *sub = json_object_get(claims, "sub");
    if (!is_text(json_object_get(claims, "iss"), expect->issuer))
        return bad(why, "is of another issuer (iss)");
    if (!has_audience(json_object_get(claims, "aud"), expect->audience))
        return bad(why, "is for another audience (aud)");
    if (!json_is_string(sub) || !is_subject(json_string_value(sub), json_string_length(sub)))
        return bad(why, "needs a subject (sub) of 1 to 128 bytes");
    *subject = dg_arena_copy(arena, (struct dg_str){ json_string_value(sub), json_string_length(sub) });
    return check_time(claims, expect->now_s, why);
}

static enum dg_jwt_end check(struct dg_str *subject, jwt_t *jwt, const struct dg_jwt_keys *keys,
        const struct dg_jwt_expect *expect, struct dg_arena *arena, struct dg_problem *why)
{
    if (r_jwt_get_type(jwt) != R_JWT_TYPE_SIGN)
        return bad(why, "is not a signed JSON Web Token");
    enum dg_jwt_end end = check_signature(jwt, keys, why);
    if (end != DG_JWT_GOOD)
        return end;
    json_t *claims = r_jwt_get_full_claims_json_t(jwt);
    end = check_claims(subject, claims, expect, arena, why);
    json_decref(claims);
    return end;
}

enum dg_jwt_end dg_jwt_check(struct dg_str *subject, const struct dg_jwt_keys *keys, const struct dg_jwt_expect *expect,
        struct dg_str token, struct dg_arena *arena, struct dg_problem *why)
{
    jwt_t *jwt = NULL;
    enum dg_jwt_end end;
    if (token.len > DG_JWT_BYTES_MAX || r_jwt_init(&jwt) != RHN_OK)
        return bad(why, "is too long");
    /* R_PARSE_NONE: what the header says about keys is not taken */
    if (r_jwt_advanced_parsen(jwt, token.at, token.len, R_PARSE_NONE, R_FLAG_IGNORE_REMOTE) == RHN_OK)
        end = check(subject, jwt, keys, expect, arena, why);
    else
        end = bad(why, "is not a signed JSON Web Token");
    r_jwt_free(jwt);
    return end;
}
