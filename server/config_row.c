#include "server/config_row.h"

#include "intents/zone.h"
#include "server/log.h"
#include "server/store_redis.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdlib.h>

/* ---- values ------------------------------------------------------------------------------------------------ */

/* Digits only; false for anything else and above `max`. */
static bool read_number(struct dg_str text, uint32_t max, uint32_t *out)
{
    uint64_t n = 0;
    if (text.len == 0 || text.len > 10)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(text.at[i] - '0');
    }
    *out = (uint32_t)n;
    return n <= max;
}

static bool is_address(struct dg_str text)
{
    char address[INET6_ADDRSTRLEN];
    unsigned char bytes[16];
    if (text.len == 0 || text.len >= sizeof address)
        return false;
    memcpy(address, text.at, text.len);
    address[text.len] = '\0';
    return inet_pton(AF_INET, address, bytes) == 1 || inet_pton(AF_INET6, address, bytes) == 1;
}

static const char *set_listen(struct dg_config *config, struct dg_str value)
{
    size_t colon = value.len;
    while (colon > 0 && value.at[colon - 1] != ':')
        colon--;
    uint32_t port;
    if (colon < 2 || !read_number(dg_str_cut(value, colon, value.len), UINT16_MAX, &port))
        return "must be ADDRESS:PORT, like 127.0.0.1:8080 or [::1]:8080";
    struct dg_str address = dg_str_cut(value, 0, colon - 1);
    if (address.at[0] == '[' && address.at[address.len - 1] == ']')
        address = dg_str_cut(address, 1, address.len - 1);
    if (dg_str_is(address, "localhost"))
        address = dg_str_of("127.0.0.1");
    if (!is_address(address))
        return "the address must be in numbers, like 127.0.0.1, 0.0.0.0 or [::1]";
    config->address = dg_arena_copy(config->texts, address);
    config->port = (uint16_t)port;
    return NULL;
}

static const char *set_store(struct dg_config *config, struct dg_str value)
{
    struct dg_redis_address address = { 0 };
    const char *wrong = NULL;
    if (dg_str_starts(value, "redis"))
        wrong = dg_redis_address_read(&address, value);
    else if (!dg_str_starts(value, "sqlite:"))
        wrong = "must be sqlite:PATH, or begin with redis://, redis+sentinel:// or redis+cluster://";
    if (!wrong && address.secure)
        wrong = dg_redis_tls_lacking();
    if (!wrong)
        config->store = dg_arena_copy(config->texts, value);
    return wrong;
}

static const char *set_store_copies(struct dg_config *config, struct dg_str value)
{
    config->store_copies = DG_STORE_COPIES_USUAL;
    if (dg_str_is(value, "usual") || read_number(value, DG_STORE_COPIES_MAX, &config->store_copies))
        return NULL;
    return "must be usual, or a number from 0 to 16";
}

static const char *set_timezone(struct dg_config *config, struct dg_str value)
{
    struct dg_zone *zone = dg_zone_create(value);
    dg_zone_destroy(zone);
    if (!zone)
        return "there is no such zone";
    config->timezone = dg_arena_copy(config->texts, value);
    return NULL;
}

static const char *set_log(struct dg_config *config, struct dg_str value)
{
    struct dg_log log;
    if (!dg_log_choose(&log, value))
        return "names an unknown component";
    config->log = dg_arena_copy(config->texts, value);
    return NULL;
}

/* In clear only from this very machine: who can change the keys on their way can be anybody. */
static const char *set_jwt_keys(struct dg_config *config, struct dg_str value)
{
    if (value.len && value.at[0] != '/' && !dg_str_starts(value, "https://") &&
            !dg_str_starts(value, "http://127.0.0.1:"))
        return "must be an absolute path or an https URL";
    config->jwt_keys = dg_arena_copy(config->texts, value);
    return NULL;
}

/* Several values may stand in one, blanks between them. NULL, or what is wrong with the first that `take` refuses. */
static const char *each_word(struct dg_config *config, struct dg_str value,
        const char *(*take)(struct dg_config *config, struct dg_str word))
{
    const char *wrong = NULL;
    while (!wrong && value.len) {
        ptrdiff_t blank = dg_str_find(value, dg_str_of(" "), 0);
        size_t end = blank < 0 ? value.len : (size_t)blank;
        wrong = take(config, dg_str_cut(value, 0, end));
        value = dg_str_trim(dg_str_cut(value, end, value.len));
    }
    return wrong;
}

static const char *add_store_key(struct dg_config *config, struct dg_str word)
{
    struct dg_seal_keys *keys = &config->store_keys;
    size_t len;
    if (keys->count == DG_SEAL_KEYS_MAX)
        return "there are too many keys";
    if (word.len != 2 * (size_t)DG_SEAL_KEY_BYTES ||
            sodium_hex2bin(keys->keys[keys->count++], DG_SEAL_KEY_BYTES, word.at, word.len, NULL, &len, NULL) != 0)
        return "must be 64 hexadecimal digits (openssl rand -hex 32)";
    return NULL;
}

static const char *set_store_keys(struct dg_config *config, struct dg_str value)
{
    config->store_keys.count = 0;
    return each_word(config, value, add_store_key);
}

static const char *add_trusted(struct dg_config *config, struct dg_str word)
{
    if (config->trusted_count == DG_TRUSTED_MAX)
        return "there are too many networks";
    if (!dg_network_read(&config->trusted[config->trusted_count++], word))
        return "must be addresses or networks in numbers, like 10.0.0.0/8, with blanks between";
    return NULL;
}

static const char *set_trusted(struct dg_config *config, struct dg_str value)
{
    config->trusted_count = 0;
    return each_word(config, value, add_trusted);
}

static const char *set_confine(struct dg_config *config, struct dg_str value)
{
    config->confine = dg_str_is(value, "on");
    return config->confine || dg_str_is(value, "off") ? NULL : "must be on or off";
}

static const char *set_redis_name(struct dg_config *config, struct dg_str value)
{
    if (value.len > 253)
        return "is too long for a name";
    config->store_trust.name = dg_arena_copy(config->texts, value);
    return NULL;
}

static const char *add_key(struct dg_config *config, struct dg_str word)
{
    ptrdiff_t colon = dg_str_find(word, dg_str_of(":"), 0);
    if (colon < 1 || colon > 64)
        return "must be NAME:HASH, the hash being the SHA-256 of the key in 64 hexadecimal digits";
    struct dg_str name = dg_str_cut(word, 0, (size_t)colon), hex = dg_str_cut(word, (size_t)colon + 1, word.len);
    if (config->key_count == DG_KEYS_MAX)
        return "there are too many keys";
    struct dg_api_key *key = &config->keys[config->key_count];
    size_t len;
    if (hex.len != 2 * (size_t)DG_KEY_HASH_BYTES ||
            sodium_hex2bin(key->hash, sizeof key->hash, hex.at, hex.len, NULL, &len, NULL) != 0 ||
            len != DG_KEY_HASH_BYTES)
        return "the hash must be the SHA-256 of the key in 64 hexadecimal digits";
    key->caller = dg_arena_copy(config->texts, name);
    config->key_count++;
    return NULL;
}

static const char *set_keys(struct dg_config *config, struct dg_str value)
{
    return each_word(config, value, add_key);
}

/* ---- the table --------------------------------------------------------------------------------------------- */

#define NUMBER(field) NULL, DG_CONFIG_NUMBER, offsetof(struct dg_config, field)
#define TEXT(field) NULL, DG_CONFIG_TEXT, offsetof(struct dg_config, field)
#define PATH(field) NULL, DG_CONFIG_PATH, offsetof(struct dg_config, field)
#define BY(function) function, 0, 0

static const struct dg_config_row rows[] = {
    { "listen", "127.0.0.1:8080", BY(set_listen), 0, 0,
            "Address and port. Without an api_key or jwt_keys only the loopback may be listened on. Port 0: any free "
            "one." },
    { "tls_certificate", "", PATH(tls_certificate), 0, 0,
            "HTTPS with this chain (PEM, the server's own first; absolute path) and this key; without both, HTTP.\n"
            "Read again when the files change and at SIGHUP." },
    { "tls_key", "", PATH(tls_key), 0, 0, "The certificate's private key, PEM; absolute path." },
    { "api_key", "", BY(set_keys), 0, 0,
            "Who may call: NAME:HASH, the hash being the SHA-256 of the key in hexadecimal (printf %s KEY | "
            "sha256sum).\n"
            "May stand several times; two keys of one name are both valid, so that keys can be changed without a "
            "gap." },
    { "jwt_keys", "", BY(set_jwt_keys), 0, 0,
            "Who may call besides: the bearer of a JSON Web Token (RS256, ES256 or EdDSA) signed with a key of this "
            "JSON\nWeb Key Set: an https URL or an absolute path." },
    { "jwt_issuer", "", TEXT(jwt_issuer), 0, 0, "The tokens' iss; needed with jwt_keys." },
    { "jwt_audience", "", TEXT(jwt_audience), 0, 0, "What must stand in the tokens' aud; needed with jwt_keys." },
    { "jwt_refresh", "300", NUMBER(jwt_refresh_s), 1, 86400, "Seconds after which the key set is read again." },
    { "trusted_proxies", "", BY(set_trusted), 0, 0,
            "Gateways whose Forwarded and X-Forwarded-For are believed: addresses or networks, blanks between." },
    { "rate", "6000", NUMBER(rate), 0, 1000000,
            "Requests a minute of one caller, a sixth of them at once; more are answered 429. 0: no limit.\n"
            "Also KiB a minute of bodies and of stored conversations read again, a thirtieth at once.\n"
            "The caller \"dev\" of a server without keys has none." },
    { "prefetch_rate", "1200", NUMBER(prefetch_rate), 0, 1000000,
            "Questions a minute to providers ahead of drops, for one caller; likewise." },
    { "refusal_rate", "60", NUMBER(refusal_rate), 0, 1000000,
            "Requests a minute with wrong credentials from one address before 401 becomes 429; likewise." },
    { "address_connections", "1000", NUMBER(address_connections), 0, 1000000,
            "Open connections of one address on each loop, trusted proxies excepted; likewise." },
    { "confine", "on", BY(set_confine), 0, 0,
            "Give up, at start, the files and system calls that are not needed, and core dumps. off: for debuggers." },
    { "loops", "0", NUMBER(loops), 0, 256, "Event loops; 0: one a core." },
    { "store", "sqlite:dragoman.db", BY(set_store), 0, 0,
            "Where sessions live: sqlite:PATH; or for several servers redis://[user:password@]host[:port][/database] "
            "or redis+sentinel://[user:password@]host[:port][,...]/MASTER[/database] or "
            "redis+cluster://[user:password@]host[:port][,...];\nwith rediss in the place of redis over TLS." },
    { "redis_ca_file", "", PATH(store_trust.ca_file), 0, 0,
            "Whose certificates are believed of a rediss store: a PEM file (absolute path), read at start; where not "
            "given,\nthose of ca_file, or the system's." },
    { "redis_certificate", "", PATH(store_trust.certificate), 0, 0,
            "The certificate (PEM, absolute path) to show to a rediss store that wants one; redis_key belongs to it." },
    { "redis_key", "", PATH(store_trust.key), 0, 0, "Its key (PEM, absolute path)." },
    { "redis_server_name", "", BY(set_redis_name), 0, 0,
            "The name that the certificates of a rediss store must bear, and that is asked for (SNI); where not given, "
            "each\nhost's as the address or the cluster names it." },
    { "store_copies", "usual", BY(set_store_copies), 0, 0,
            "How many replicas of Redis must have the record that an action is under way before its provider is "
            "called; "
            "where\nthey have not within half a second the confirmation is answered 503 and nothing is booked. usual: "
            "1 with "
            "Sentinels or\na Cluster, else 0 (none is asked)." },
    { "store_key", "", BY(set_store_keys), 0, 0,
            "Seals all that is kept: 64 hexadecimal digits (openssl rand -hex 32). Several, blanks between: the first "
            "seals,\nall open, so that keys can be changed; a store is sealed from its beginning or not at all." },
    { "words", "", PATH(words), 0, 0,
            "A file of names of your own (absolute path), known like the built-in ones: word TAB class TAB columns, a "
            "line\neach; docs/operating.md says which. Read at start." },
    { "timezone", "UTC", BY(set_timezone), 0, 0, "Zone of requests that name none: an IANA name or an offset." },
    { "log", "all", BY(set_log), 0, 0,
            "Events on standard error: all, none, or names with commas, -name switches off: serve, http, access, "
            "parse,\n"
            "drag, action, session, store, transport. access is a line for every request and not part of all." },
    { "session_ttl", "86400", NUMBER(session_ttl_s), 60, 31536000,
            "Seconds that a session is kept after its last use." },
    { "session_drags", "200", NUMBER(session_drags), 1, 10000, "Drags that one session may hold; past it 413." },
    { "session_messages", "20000", NUMBER(session_messages), 1, 10000000,
            "Messages that the drags of one session may hold; past it 413." },
    { "session_kib", "4096", NUMBER(session_kib), 1, 1048576,
            "KiB of text that the drags of one session may hold; past it 413." },
    { "session_actions", "200", NUMBER(session_actions), 1, 10000,
            "Actions that may be confirmed in one session; past it 413." },
    { "drag_kib", "256", NUMBER(drag_kib), 1, 4096, "KiB of text that one drag may grow to; past it 413." },
    { "caller_sessions", "100000", NUMBER(caller_sessions), 0, 1000000000,
            "Sessions that one caller may begin within session_ttl, those he has forgotten again not counted; past it\n"
            "429. 0: no limit. The caller \"dev\" of a server without keys has none." },
    { "caller_mib", "1024", NUMBER(caller_mib), 0, 1048576, "MiB of text that he may have kept; likewise." },
    { "store_mib", "65536", NUMBER(store_mib), 0, 67108864,
            "MiB that the file of an embedded store may grow to; past it what would be kept is answered 503 \"full\"\n"
            "until something has expired. 0: what the disk holds. (Redis has its own maxmemory; use noeviction.)" },
    { "shelter_sessions", "0", NUMBER(shelter_sessions), 0, 1000000,
            "Sessions begun while Redis takes nothing that a server keeps in its own memory, to be written when Redis\n"
            "takes them; more are answered 503. Other servers do not know them until then, and those of a server that\n"
            "stops meanwhile are lost: for one server, or a gateway that keeps clients on theirs. 0: none is kept." },
    { "shelter_mib", "64", NUMBER(shelter_mib), 1, 65536, "MiB of memory for them; likewise." },
    { "shelter", "3600", NUMBER(shelter_s), 1, 86400,
            "Seconds for which such a session is kept; then it is gone, if Redis has not come back." },
    { "drop_wait", "2", NUMBER(drop_wait_s), 0, 60, "Seconds that a drop waits for services, where it does not say." },
    { "confirm_wait", "10", NUMBER(confirm_wait_s), 0, 60, "Seconds that a confirm waits for its result, likewise." },
    { "wait_max", "30", NUMBER(wait_max_s), 1, 300, "The longest wait that a request may ask for, in seconds." },
    { "drain", "25", NUMBER(drain_s), 0, 3600, "Seconds that a stop gives to what is in flight." },
    { "receive", "10", NUMBER(receive_s), 1, 300, "Seconds within which a request must have come in whole." },
    { "idle", "60", NUMBER(idle_s), 1, 3600, "Seconds that an open connection may wait for its next request." },
    { "connections", "10000", NUMBER(connections), 1, 1000000, "Open connections on each loop." },
    { "memory", "64", NUMBER(memory_mib), 1, 4096, "MiB that one request may use." },
    { "reply", "4096", NUMBER(reply_kib), 1, 1048576, "KiB of the largest reply taken from a provider." },
    { "host_connections", "128", NUMBER(host_connections), 1, 10000,
            "Connections to one provider on each loop; further requests wait for one of them." },
    { "adapter_in_flight", "4096", NUMBER(adapter_in_flight), 1, 100000,
            "Requests of one adapter under way on each loop; more are refused." },
    { "ca_file", "", TEXT(ca_file), 0, 0, "Certificates to trust, PEM; the system's where not given." },
};

const struct dg_config_row *dg_config_row_at(size_t i)
{
    return i < sizeof rows / sizeof rows[0] ? &rows[i] : NULL;
}

static const char *set_text(
        struct dg_config *config, const struct dg_config_row *row, struct dg_str value, struct dg_str *out)
{
    if (row->kind == DG_CONFIG_PATH && value.len && value.at[0] != '/')
        return "must be an absolute path";
    *out = dg_arena_copy(config->texts, value);
    return NULL;
}

enum dg_status dg_config_row_set(
        struct dg_config *config, const struct dg_config_row *row, struct dg_str value, struct dg_problem *why)
{
    void *field = (char *)config + row->offset;
    const char *wrong = NULL;
    uint32_t number;
    if (row->set)
        wrong = row->set(config, value);
    else if (row->kind != DG_CONFIG_NUMBER)
        wrong = set_text(config, row, value, field);
    else if (read_number(value, row->max, &number) && number >= row->min)
        memcpy(field, &number, sizeof number);
    else
        return dg_problem_set(
                why, DG_BAD_INPUT, "", "%s: must be a whole number from %u to %u", row->key, row->min, row->max);
    return wrong ? dg_problem_set(why, DG_BAD_INPUT, "", "%s: %s", row->key, wrong) : DG_OK;
}
