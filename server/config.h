/* The settings: one commented file of `key = value` lines, each of which an environment variable may override (DRAGOMAN_ and
 * the key in capitals, dots as underscores). config.c holds the table of them all; checks, defaults and the commented file
 * are made from it. A config is constant after dg_config_load and may be shared by all threads; its texts live in it. */
#ifndef DG_CONFIG_H
#define DG_CONFIG_H

#include "adapters/adapter.h"
#include "server/address.h"
#include "server/own_words.h"
#include "server/store_sealed.h"

#include <stdint.h>
#include <stdio.h>

enum { DG_ADAPTERS_MAX = 64, DG_KEYS_MAX = 256, DG_KEY_HASH_BYTES = 32, DG_TRUSTED_MAX = 64 };

/* One API key: only its SHA-256 is known. Several keys may belong to one caller (rotation). */
struct dg_api_key {
    struct dg_str caller;
    unsigned char hash[DG_KEY_HASH_BYTES];
};

/* What is said about one adapter, in the order of dg_adapters. */
struct dg_adapter_config {
    const struct dg_adapter *adapter;
    struct dg_adapter_settings settings;
    bool enabled;
};

struct dg_config {
    struct dg_str address; /* of `listen` */
    uint16_t port;
    struct dg_str tls_certificate, tls_key; /* paths; both or neither is empty */
    bool confine; /* see confine.h */
    uint32_t loops; /* 0: one a core */
    struct dg_str store; /* URL, see dg_store_open */
    struct dg_store_trust store_trust;
    uint32_t store_copies; /* see put_safely; DG_STORE_COPIES_USUAL: as many as the store thinks right */
    struct dg_seal_keys store_keys; /* none: what is kept is kept in clear */
    struct dg_str words; /* path of the operator's own; empty: none */
    struct dg_own_words *own_words; /* owned: what that file says, once loaded; or NULL */
    struct dg_str timezone; /* where a request names none */
    struct dg_str log; /* components, see log.h */
    struct dg_network trusted[DG_TRUSTED_MAX]; /* proxies whose Forwarded is believed */
    size_t trusted_count;
    uint32_t rate, prefetch_rate, refusal_rate; /* a minute; 0: no limit; see limits.h */
    uint32_t address_connections; /* of one address on each loop; 0: no limit */
    uint32_t session_ttl_s;
    uint32_t session_drags, session_messages, session_kib, session_actions; /* see room.h */
    uint32_t drag_kib; /* text of one drag */
    uint32_t caller_sessions, caller_mib; /* 0: no limit */
    uint32_t store_mib; /* the file of an embedded store; 0: no limit */
    uint32_t shelter_sessions, shelter_mib, shelter_s; /* see shelter.h; 0 sessions: none */
    uint32_t drop_wait_s; /* of a drop that names no wait */
    uint32_t confirm_wait_s;
    uint32_t wait_max_s; /* a longer Prefer: wait is cut to it */
    uint32_t drain_s; /* how long a stop waits for what is in flight */
    uint32_t receive_s; /* a request must be whole within */
    uint32_t idle_s; /* a connection may wait for the next request */
    uint32_t connections; /* on each loop */
    uint32_t memory_mib; /* one request may use */
    uint32_t reply_kib; /* the largest reply of a provider */
    uint32_t host_connections; /* to one provider, on each loop */
    uint32_t adapter_in_flight; /* requests of one adapter, on each loop */
    struct dg_str ca_file; /* empty: the system's */
    struct dg_api_key keys[DG_KEYS_MAX];
    size_t key_count;
    struct dg_str jwt_keys; /* an absolute path or an https URL; empty: no tokens are taken */
    struct dg_str jwt_issuer, jwt_audience; /* both not empty where jwt_keys is not */
    uint32_t jwt_refresh_s;
    struct dg_adapter_config adapters[DG_ADAPTERS_MAX];
    size_t adapter_count;
    struct dg_arena *texts; /* owned: all slices above live in it */
};

/* Called for each thing that is wrong: the file and its line, or the environment variable and line 0. */
typedef void dg_config_wrong(void *owner, const char *where, unsigned line, const char *detail);

/* ---- one setting (config.c) ---------------------------------------------------------------------------------- */

/* A config with every setting at its default. NULL: out of memory. */
struct dg_config *dg_config_create(void);
/* Gives the setting called `key` its value, which is copied; an empty one means "none" where that is allowed.
 * DG_OK | DG_NOT_FOUND (no such setting) | DG_BAD_INPUT (not such a value). `why` says it in a sentence. */
DG_MUST_USE enum dg_status dg_config_set(
        struct dg_config *config, struct dg_str key, struct dg_str value, struct dg_problem *why);
/* Name number `i` of all settings, adapters' too, printed into `arena`; empty behind the last. */
struct dg_str dg_config_key(const struct dg_config *config, size_t i, struct dg_arena *arena);

/* ---- all of them (config_load.c) ----------------------------------------------------------------------------- */

/* Defaults, then the file (NULL: none), then the environment. NULL when anything was wrong (each said to `wrong`). */
struct dg_config *dg_config_load(const char *path, dg_config_wrong *wrong, void *owner);
void dg_config_destroy(struct dg_config *config); /* NULL is harmless */

/* Says it on standard error; `owner` is not looked at. */
void dg_config_say_wrong(void *owner, const char *where, unsigned line, const char *detail);

/* The same from a text in memory instead of a file and the environment, own words not loaded: for tests and the fuzzer. */
struct dg_config *dg_config_read(struct dg_str text, dg_config_wrong *wrong, void *owner);

/* The commented file with every setting at its default. */
void dg_config_print_defaults(FILE *out);

#endif
