#include "server/caller.h"

#include <sodium.h>
#include <strings.h>

static const char scheme[] = "Bearer ";

static struct dg_str bearer(struct dg_str authorization)
{
    size_t len = sizeof scheme - 1;
    if (authorization.len <= len || strncasecmp(authorization.at, scheme, len) != 0)
        return (struct dg_str){ "", 0 };
    return dg_str_trim(dg_str_cut(authorization, len, authorization.len));
}

/* ---- API keys ---------------------------------------------------------------------------------------------- */

static struct dg_str caller_of_key(const struct dg_config *config, struct dg_str key)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    struct dg_str caller = { "", 0 };
    crypto_hash_sha256(hash, (const unsigned char *)(key.at ? key.at : ""), key.len);
    for (size_t i = 0; i < config->key_count; i++) {
        if (sodium_memcmp(hash, config->keys[i].hash, sizeof hash) == 0)
            caller = config->keys[i].caller;
    }
    return key.len ? caller : (struct dg_str){ "", 0 };
}

/* ---- tokens ------------------------------------------------------------------------------------------------ */

/* Three parts between dots (RFC 7515 §3.1), which an API key may look like too: that is asked first. */
static bool may_be_token(struct dg_str text)
{
    size_t dots = 0;
    for (size_t i = 0; i < text.len; i++)
        dots += text.at[i] == '.';
    return dots == 2;
}

static enum dg_caller_end caller_of_token(struct dg_str *caller, const struct dg_config *config,
        const struct dg_jwt_keys *keys, int64_t now_s, struct dg_str token, struct dg_arena *arena,
        struct dg_problem *why)
{
    if (!keys) {
        dg_problem_set(why, DG_UNAVAILABLE, "", "the keys that tokens are checked with cannot be had at the moment");
        return DG_CALLER_NOT_NOW;
    }
    struct dg_jwt_expect expect = { config->jwt_issuer, config->jwt_audience, now_s };
    struct dg_str subject;
    enum dg_jwt_end end = dg_jwt_check(&subject, keys, &expect, token, arena, why);
    if (end != DG_JWT_GOOD)
        return end == DG_JWT_NO_KEY ? DG_CALLER_NEW_KEY : DG_CALLER_UNKNOWN;
    *caller = dg_arena_print(arena, "jwt:%.*s", (int)subject.len, subject.at);
    return DG_CALLER_KNOWN;
}

/* ---- both -------------------------------------------------------------------------------------------------- */

static enum dg_caller_end unknown(const struct dg_config *config, struct dg_problem *why)
{
    if (config->jwt_keys.len)
        dg_problem_set(why, DG_UNAUTHORISED, "", "send a token or an API key as Authorization: Bearer TOKEN");
    else
        dg_problem_set(why, DG_UNAUTHORISED, "", "send an API key as Authorization: Bearer KEY or as X-Api-Key: KEY");
    return DG_CALLER_UNKNOWN;
}

bool dg_caller_is_asked(const struct dg_config *config)
{
    return config->key_count > 0 || config->jwt_keys.len > 0;
}

enum dg_caller_end dg_caller_of(struct dg_str *caller, const struct dg_config *config, const struct dg_jwt_keys *keys,
        int64_t now_s, const struct dg_credentials *sent, struct dg_arena *arena, struct dg_problem *why)
{
    if (!dg_caller_is_asked(config)) {
        *caller = dg_str_of("dev");
        return DG_CALLER_KNOWN;
    }
    struct dg_str word = sent->authorization.len ? bearer(sent->authorization) : sent->api_key;
    *caller = caller_of_key(config, word);
    if (caller->len)
        return DG_CALLER_KNOWN;
    if (config->jwt_keys.len && sent->authorization.len && may_be_token(word))
        return caller_of_token(caller, config, keys, now_s, word, arena, why);
    return unknown(config, why);
}
