#include "server/config.h"

#include "intents/utf8.h"
#include "server/file.h"

#include <errno.h>
#include <stdlib.h>

enum { FILE_BYTES_MAX = 1024 * 1024, SEEN_MAX = 512 };

/* A load under way: where it reads and what it has seen. */
struct load {
    struct dg_config *config;
    dg_config_wrong *wrong;
    void *owner;
    const char *where;
    unsigned line;
    bool failed;
    const char *listen_where; /* where the address was last said */
    unsigned listen_line;
    struct dg_str seen[SEEN_MAX]; /* keys of this file */
    size_t seen_count;
};

static void complain(struct load *l, const char *detail)
{
    l->failed = true;
    if (l->wrong)
        l->wrong(l->owner, l->where, l->line, detail);
}

static void set(struct load *l, struct dg_str key, struct dg_str value)
{
    struct dg_problem why;
    if (dg_config_set(l->config, key, value, &why) != DG_OK)
        complain(l, why.detail);
    if (dg_str_is(key, "listen")) {
        l->listen_where = l->where;
        l->listen_line = l->line;
    }
}

/* ---- the file ---------------------------------------------------------------------------------------------- */

/* Whether the key stood in this file before; keys of callers may stand several times. */
static bool is_repeated(struct load *l, struct dg_str key)
{
    if (dg_str_is(key, "api_key"))
        return false;
    for (size_t i = 0; i < l->seen_count; i++) {
        if (dg_str_eq(l->seen[i], key))
            return true;
    }
    if (l->seen_count < SEEN_MAX)
        l->seen[l->seen_count++] = key;
    return false;
}

static void read_line(struct load *l, struct dg_str line)
{
    line = dg_str_trim(line);
    if (line.len == 0 || line.at[0] == '#')
        return;
    ptrdiff_t equals = dg_str_find(line, dg_str_of("="), 0);
    if (dg_utf8_check(line) >= 0)
        complain(l, "not valid UTF-8, or NUL");
    else if (equals < 1)
        complain(l, "must be `key = value` or a `# comment`");
    else {
        struct dg_str key = dg_str_trim(dg_str_cut(line, 0, (size_t)equals));
        if (is_repeated(l, key))
            complain(l, "the setting stands twice");
        else
            set(l, key, dg_str_trim(dg_str_cut(line, (size_t)equals + 1, line.len)));
    }
}

static void read_lines(struct load *l, struct dg_str text)
{
    struct dg_str line;
    for (size_t at = 0; dg_str_line(&line, text, &at);) {
        l->line++;
        read_line(l, line);
    }
}

static void read_file(struct load *l, const char *path)
{
    struct dg_arena *arena = dg_arena_create(2 * FILE_BYTES_MAX);
    struct dg_str text = arena ? dg_file_read(arena, path, FILE_BYTES_MAX) : (struct dg_str){ NULL, 0 };
    l->where = path;
    if (text.at)
        read_lines(l, text);
    else
        complain(l, errno == EFBIG ? "longer than 1 MiB" : strerror(errno));
    l->seen_count = 0; /* they lie in the text */
    dg_arena_destroy(arena);
}

/* ---- the environment --------------------------------------------------------------------------------------- */

/* DRAGOMAN_ADAPTER_CALDAV_URL of adapter.caldav.url. */
static struct dg_str variable_of(struct dg_str key, struct dg_arena *arena)
{
    struct dg_str name = dg_arena_print(arena, "DRAGOMAN_%.*s", (int)key.len, key.at);
    for (char *c = (char *)name.at; *c; c++)
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c == '.' || *c == '-' ? '_' : *c;
    return name;
}

static void read_variable(struct load *l, struct dg_str key)
{
    struct dg_str name = variable_of(key, l->config->texts);
    const char *value = name.len ? getenv(name.at) : NULL;
    if (!value)
        return;
    if (dg_str_is(key, "api_key"))
        l->config->key_count = 0; /* overrides the file's, not adds to them */
    l->where = name.at;
    l->line = 0;
    set(l, key, dg_str_trim(dg_str_of(value)));
}

static void read_environment(struct load *l)
{
    struct dg_str key;
    for (size_t i = 0; (key = dg_config_key(l->config, i, l->config->texts)).len; i++)
        read_variable(l, key);
}

/* ---- the operator's words ---------------------------------------------------------------------------------- */

static void complain_of_words(void *owner, unsigned line, const char *detail)
{
    struct load *l = owner;
    l->line = line;
    complain(l, detail);
}

static void load_words(struct load *l)
{
    if (l->config->words.len == 0)
        return;
    const char *where = l->where;
    l->where = l->config->words.at;
    l->config->own_words = dg_own_words_load(l->config->words.at, complain_of_words, l);
    l->where = where;
}

/* ---- the whole --------------------------------------------------------------------------------------------- */

static bool is_loopback(struct dg_str address)
{
    return dg_str_starts(address, "127.") || dg_str_is(address, "::1");
}

/* Without callers everybody is "dev": never where others can reach it. */
static void check_whole(struct load *l)
{
    l->line = 0;
    if (l->config->jwt_keys.len && (l->config->jwt_issuer.len == 0 || l->config->jwt_audience.len == 0))
        complain(l, "jwt_keys: jwt_issuer and jwt_audience are needed with it");
    if ((l->config->tls_certificate.len == 0) != (l->config->tls_key.len == 0))
        complain(l, "tls_certificate, tls_key: the one is needed with the other");
    if ((l->config->store_trust.certificate.len == 0) != (l->config->store_trust.key.len == 0))
        complain(l, "redis_certificate, redis_key: the one is needed with the other");
    if (l->config->key_count > 0 || l->config->jwt_keys.len || is_loopback(l->config->address))
        return;
    l->where = l->listen_where;
    l->line = l->listen_line;
    complain(l, "listen: without an api_key or jwt_keys only the loopback (127.0.0.1 or [::1]) may be listened on");
}

static struct dg_config *finish(struct load *l)
{
    check_whole(l);
    if (!l->failed)
        return l->config;
    dg_config_destroy(l->config);
    return NULL;
}

static bool begin(struct load *l, const char *where, dg_config_wrong *wrong, void *owner)
{
    *l = (struct load){ .config = dg_config_create(), .wrong = wrong, .owner = owner, .where = where };
    l->listen_where = where;
    if (!l->config)
        complain(l, "out of memory");
    return l->config != NULL;
}

struct dg_config *dg_config_load(const char *path, dg_config_wrong *wrong, void *owner)
{
    struct load l;
    if (!begin(&l, path ? path : "defaults", wrong, owner))
        return NULL;
    if (path)
        read_file(&l, path);
    read_environment(&l);
    load_words(&l);
    return finish(&l);
}

struct dg_config *dg_config_read(struct dg_str text, dg_config_wrong *wrong, void *owner)
{
    struct load l;
    if (!begin(&l, "text", wrong, owner))
        return NULL;
    read_lines(&l, text);
    return finish(&l);
}

void dg_config_say_wrong(void *owner, const char *where, unsigned line, const char *detail)
{
    (void)owner;
    if (line)
        fprintf(stderr, "%s:%u: %s\n", where, line, detail);
    else
        fprintf(stderr, "%s: %s\n", where, detail);
}
