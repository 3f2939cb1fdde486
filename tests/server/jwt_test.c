/* Tokens made with a real signer: which are taken, and each way in which one must not be. */
#include "server/jwt.h"

#include "tests/support/check.h"

#include <rhonabwy.h>
#include <stdio.h>
#include <stdlib.h>

enum { NOW = 1800000000 };

/* A signer's private keys, and the set of their public halves. */
static jwk_t *rsa, *ec, *ed, *weak, *other_rsa, *withdrawn;
static struct dg_jwt_keys *keys;
static struct dg_arena *arena;

static jwk_t *make_key(jwks_t *set, int type, unsigned bits, const char *kid, const char *use)
{
    jwk_t *secret, *open;
    r_jwk_init(&secret);
    r_jwk_init(&open);
    r_jwk_generate_key_pair(secret, open, type, bits, kid);
    if (use)
        r_jwk_set_property_str(open, "use", use);
    if (set)
        r_jwks_append_jwk(set, open);
    r_jwk_free(open);
    return secret;
}

static void make_keys(void)
{
    jwks_t *set;
    struct dg_problem why = { 0 };
    r_jwks_init(&set);
    rsa = make_key(set, R_KEY_TYPE_RSA, 2048, "rsa", "sig");
    ec = make_key(set, R_KEY_TYPE_EC, 256, "ec", NULL);
    ed = make_key(set, R_KEY_TYPE_EDDSA, 256, "ed", NULL);
    weak = make_key(set, R_KEY_TYPE_RSA, 1024, "weak", NULL);
    withdrawn = make_key(set, R_KEY_TYPE_RSA, 2048, "enc", "enc");
    other_rsa = make_key(NULL, R_KEY_TYPE_RSA, 2048, "rsa", NULL);
    char *json = r_jwks_export_to_json_str(set, 0);
    keys = dg_jwt_keys_create(dg_str_of(json), &why);
    DG_CHECK(keys, "%s", why.detail);
    r_free(json);
    r_jwks_free(set);
}

static void free_keys(void)
{
    jwk_t *all[] = { rsa, ec, ed, weak, other_rsa, withdrawn };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        r_jwk_free(all[i]);
    dg_jwt_keys_destroy(keys);
}

/* ---- making tokens ------------------------------------------------------------------------------------------- */

static const char good[] = "{\"iss\":\"https://id.test\",\"aud\":\"dragoman\",\"sub\":\"ann\",\"exp\":1800000300}";

static char *sign(const char *claims, jwa_alg alg, jwk_t *key, const char *kid, const char *more_header)
{
    jwt_t *jwt;
    r_jwt_init(&jwt);
    r_jwt_set_full_claims_json_str(jwt, claims);
    r_jwt_set_sign_alg(jwt, alg);
    if (kid)
        r_jwt_set_header_str_value(jwt, "kid", kid);
    if (more_header) {
        json_t *value = json_pack("[s]", "b64");
        r_jwt_set_header_json_t_value(jwt, more_header, value);
        json_decref(value);
    }
    char *token = r_jwt_serialize_signed(jwt, key, 0);
    r_jwt_free(jwt);
    DG_CHECK(token, "signs");
    return token;
}

static enum dg_jwt_end check_with(const char *token, struct dg_str *subject, struct dg_problem *why)
{
    struct dg_jwt_expect expect = { dg_str_of("https://id.test"), dg_str_of("dragoman"), NOW };
    return dg_jwt_check(subject, keys, &expect, dg_str_of(token), arena, why);
}

static void check_end(const char *token, enum dg_jwt_end wanted, const char *what)
{
    struct dg_problem why = { 0 };
    struct dg_str subject = { "", 0 };
    DG_CHECK_INT(token ? check_with(token, &subject, &why) : DG_JWT_BAD, wanted, what);
    if (wanted == DG_JWT_GOOD)
        DG_CHECK_STR(subject, "ann", what);
    else
        DG_CHECK(why.detail[0], "%s: says why", what);
}

static void check_signed(const char *claims, jwa_alg alg, jwk_t *key, const char *kid, enum dg_jwt_end wanted)
{
    char *token = sign(claims, alg, key, kid, NULL);
    check_end(token, wanted, claims);
    r_free(token);
}

/* ---- the tests ----------------------------------------------------------------------------------------------- */

static void each_algorithm_is_taken(void)
{
    check_signed(good, R_JWA_ALG_RS256, rsa, "rsa", DG_JWT_GOOD);
    check_signed(good, R_JWA_ALG_ES256, ec, "ec", DG_JWT_GOOD);
    check_signed(good, R_JWA_ALG_EDDSA, ed, "ed", DG_JWT_GOOD);
    check_signed(good, R_JWA_ALG_RS256, rsa, NULL, DG_JWT_GOOD);
}

static void other_keys_and_algorithms_are_not(void)
{
    check_signed(good, R_JWA_ALG_RS384, rsa, "rsa", DG_JWT_BAD);
    check_signed(good, R_JWA_ALG_PS256, rsa, "rsa", DG_JWT_BAD);
    check_signed(good, R_JWA_ALG_RS256, other_rsa, "rsa", DG_JWT_BAD);
    check_signed(good, R_JWA_ALG_RS256, other_rsa, "newer", DG_JWT_NO_KEY);
    check_signed(good, R_JWA_ALG_RS256, weak, "weak", DG_JWT_NO_KEY);
    check_signed(good, R_JWA_ALG_RS256, withdrawn, "enc", DG_JWT_NO_KEY);
    check_signed(good, R_JWA_ALG_ES256, ec, "ed", DG_JWT_NO_KEY);
}

static void a_public_key_is_no_shared_secret(void)
{
    jwk_t *secret;
    r_jwk_init(&secret);
    const char *n = r_jwk_get_property_str(rsa, "n");
    r_jwk_import_from_symmetric_key(secret, (const unsigned char *)n, strlen(n));
    check_signed(good, R_JWA_ALG_HS256, secret, "rsa", DG_JWT_BAD);
    r_jwk_free(secret);
}

static void claims_are_checked(void)
{
    static const struct {
        const char *claims;
        enum dg_jwt_end end;
    } cases[] = {
        { "{\"iss\":\"https://id.test\",\"aud\":[\"x\",\"dragoman\"],\"sub\":\"ann\",\"exp\":1800000000}",
                DG_JWT_GOOD },
        { "{\"iss\":\"https://id.test\",\"aud\":\"dragoman\",\"sub\":\"ann\",\"exp\":1799999941}", DG_JWT_GOOD },
        { "{\"iss\":\"https://id.test\",\"aud\":\"dragoman\",\"sub\":\"ann\",\"exp\":1799999940}", DG_JWT_BAD },
        { "{\"iss\":\"https://id.test\",\"aud\":\"dragoman\",\"sub\":\"ann\"}", DG_JWT_BAD },
        { "{\"iss\":\"https://id.test\",\"aud\":\"dragoman\",\"sub\":\"ann\",\"exp\":\"1800000300\"}", DG_JWT_BAD },
        { "{\"iss\":\"https://id.test\",\"aud\":\"dragoman\",\"sub\":\"ann\",\"exp\":1800000300,\"nbf\":1800000060}",
                DG_JWT_GOOD },
        { "{\"iss\":\"https://id.test\",\"aud\":\"dragoman\",\"sub\":\"ann\",\"exp\":1800000300,\"nbf\":1800000061}",
                DG_JWT_BAD },
        { "{\"iss\":\"https://id.test.evil\",\"aud\":\"dragoman\",\"sub\":\"ann\",\"exp\":1800000300}", DG_JWT_BAD },
        { "{\"aud\":\"dragoman\",\"sub\":\"ann\",\"exp\":1800000300}", DG_JWT_BAD },
        { "{\"iss\":\"https://id.test\",\"aud\":\"dragomans\",\"sub\":\"ann\",\"exp\":1800000300}", DG_JWT_BAD },
        { "{\"iss\":\"https://id.test\",\"aud\":[],\"sub\":\"ann\",\"exp\":1800000300}", DG_JWT_BAD },
        { "{\"iss\":\"https://id.test\",\"sub\":\"ann\",\"exp\":1800000300}", DG_JWT_BAD },
        { "{\"iss\":\"https://id.test\",\"aud\":\"dragoman\",\"sub\":\"\",\"exp\":1800000300}", DG_JWT_BAD },
        { "{\"iss\":\"https://id.test\",\"aud\":\"dragoman\",\"sub\":\"a\\nb\",\"exp\":1800000300}", DG_JWT_BAD },
        { "{\"iss\":\"https://id.test\",\"aud\":\"dragoman\",\"sub\":7,\"exp\":1800000300}", DG_JWT_BAD },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *token = sign(cases[i].claims, R_JWA_ALG_EDDSA, ed, "ed", NULL);
        struct dg_problem why = { 0 };
        struct dg_str subject;
        DG_CHECK_INT(check_with(token, &subject, &why), cases[i].end, cases[i].claims);
        r_free(token);
    }
}

static void an_unknown_extension_is_refused(void)
{
    char *token = sign(good, R_JWA_ALG_EDDSA, ed, "ed", "crit");
    check_end(token, DG_JWT_BAD, "crit");
    r_free(token);
}

/* A key in the token's own header that does fit its signature. */
static void a_key_that_the_token_brings_is_not_looked_at(void)
{
    jwt_t *jwt;
    r_jwt_init(&jwt);
    r_jwt_set_full_claims_json_str(jwt, good);
    r_jwt_set_sign_alg(jwt, R_JWA_ALG_RS256);
    json_t *own = r_jwk_export_to_json_t(other_rsa);
    r_jwt_set_header_json_t_value(jwt, "jwk", own);
    json_decref(own);
    r_jwt_set_header_str_value(jwt, "jku", "http://127.0.0.1:9/keys");
    char *token = r_jwt_serialize_signed(jwt, other_rsa, 0);
    check_end(token, DG_JWT_BAD, "jwk and jku");
    r_free(token);
    r_jwt_free(jwt);
}

static void what_is_no_token_is_refused(void)
{
    static const char *const texts[] = { "", ".", "..", "a.b.c", "e30.e30.", "eyJhbGciOiJub25lIn0.e30.",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA", "....." };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        check_end(texts[i], DG_JWT_BAD, texts[i]);
    char *token = sign(good, R_JWA_ALG_ES256, ec, "ec", NULL);
    size_t len = token ? strlen(token) : 0;
    for (size_t cut = 1; cut < len; cut += 7) {
        char *shorter = strndup(token, len - cut);
        struct dg_problem why = { 0 };
        struct dg_str subject;
        DG_CHECK(check_with(shorter, &subject, &why) != DG_JWT_GOOD, "cut by %zu", cut);
        free(shorter);
    }
    r_free(token);
}

static void a_set_without_a_usable_key_is_refused(void)
{
    static const char *const sets[] = { "", "{}", "[]", "{\"keys\":[]}", "not json",
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"M\"}]}", "{\"keys\":[{\"kty\":\"OKP\",\"x\":\"M\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0\"}]}" };
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        struct dg_problem why = { 0 };
        DG_CHECK(!dg_jwt_keys_create(dg_str_of(sets[i]), &why), "%s", sets[i]);
        DG_CHECK_INT(why.status, DG_BAD_INPUT, sets[i]);
    }
}

int main(void)
{
    DG_CHECK(dg_jwt_init(), "the library starts");
    arena = dg_arena_create(1024 * 1024);
    make_keys();
    dg_run("each algorithm is taken", each_algorithm_is_taken);
    dg_run("other keys and algorithms are not", other_keys_and_algorithms_are_not);
    dg_run("a public key is no shared secret", a_public_key_is_no_shared_secret);
    dg_run("claims are checked", claims_are_checked);
    dg_run("an unknown extension is refused", an_unknown_extension_is_refused);
    dg_run("a key that the token brings is not looked at", a_key_that_the_token_brings_is_not_looked_at);
    dg_run("what is no token is refused", what_is_no_token_is_refused);
    dg_run("a set without a usable key is refused", a_set_without_a_usable_key_is_refused);
    free_keys();
    dg_arena_destroy(arena);
    r_global_close();
    return dg_done();
}
