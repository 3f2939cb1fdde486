#include "server/caller.h"

#include <sodium.h>
#include <strings.h>

static const char scheme[] = "Bearer ";

/* The key in `Authorization: Bearer KEY`, else the one in X-Api-Key. */
static struct dg_str key_of(struct dg_str authorization, struct dg_str api_key)
{
    size_t len = sizeof scheme - 1;
    if (authorization.len > len && strncasecmp(authorization.at, scheme, len) == 0)
        return dg_str_trim(dg_str_cut(authorization, len, authorization.len));
    return authorization.len ? (struct dg_str){ "", 0 } : api_key;
}

struct dg_str dg_caller_of(const struct dg_config *config, struct dg_str authorization, struct dg_str api_key)
{
    if (config->key_count == 0)
        return dg_str_of("dev");
    struct dg_str key = key_of(authorization, api_key), caller = { "", 0 };
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)(key.at ? key.at : ""), key.len);
    for (size_t i = 0; i < config->key_count; i++) {
        if (sodium_memcmp(hash, config->keys[i].hash, sizeof hash) == 0)
            caller = config->keys[i].caller;
    }
    return key.len ? caller : (struct dg_str){ "", 0 };
}
