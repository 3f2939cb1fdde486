#include "server/config.h"

#include "server/config_row.h"

#include <stdlib.h>

/* ---- adapters: adapter.<name>.<key> ------------------------------------------------------------------------ */

static enum dg_status set_switch(bool *out, struct dg_str key, struct dg_str value, struct dg_problem *why)
{
    *out = dg_str_is(value, "on");
    if (!*out && !dg_str_is(value, "off"))
        return dg_problem_set(why, DG_BAD_INPUT, "", "%.*s: must be on or off", (int)key.len, key.at);
    return DG_OK;
}

static enum dg_status set_option(struct dg_config *config, struct dg_adapter_config *a, struct dg_str name,
        struct dg_str key, struct dg_str value, struct dg_problem *why)
{
    if (dg_str_is(name, "enabled"))
        return set_switch(&a->enabled, key, value, why);
    if (dg_str_is(name, "sandbox"))
        return set_switch(&a->settings.sandbox, key, value, why);
    const struct dg_adapter_option *option = a->adapter->options;
    for (size_t i = 0; option && option[i].key && i < DG_OPTIONS_MAX; i++) {
        if (dg_str_is(name, option[i].key)) {
            a->settings.values[i] = dg_arena_copy(config->texts, value);
            return DG_OK;
        }
    }
    return dg_problem_set(why, DG_NOT_FOUND, "", "the adapter has no such setting");
}

static enum dg_status set_adapter(
        struct dg_config *config, struct dg_str key, struct dg_str value, struct dg_problem *why)
{
    for (size_t i = 0; i < config->adapter_count; i++) {
        struct dg_str rest = dg_str_cut(key, strlen("adapter."), key.len);
        const char *name = config->adapters[i].adapter->name;
        size_t len = strlen(name);
        if (dg_str_starts(rest, name) && rest.len > len && rest.at[len] == '.')
            return set_option(config, &config->adapters[i], dg_str_cut(rest, len + 1, rest.len), key, value, why);
    }
    return dg_problem_set(why, DG_NOT_FOUND, "", "there is no such adapter");
}

enum { COMMON_OPTIONS = 2 };

static struct dg_str adapter_key(const struct dg_config *config, size_t i, struct dg_arena *arena)
{
    static const char *const common[COMMON_OPTIONS] = { "enabled", "sandbox" };
    for (size_t a = 0; a < config->adapter_count; a++) {
        const struct dg_adapter *adapter = config->adapters[a].adapter;
        if (i < COMMON_OPTIONS)
            return dg_arena_print(arena, "adapter.%s.%s", adapter->name, common[i]);
        i -= COMMON_OPTIONS;
        for (const struct dg_adapter_option *o = adapter->options; o && o->key; o++) {
            if (i-- == 0)
                return dg_arena_print(arena, "adapter.%s.%s", adapter->name, o->key);
        }
    }
    return (struct dg_str){ "", 0 };
}

/* ---- the whole --------------------------------------------------------------------------------------------- */

enum { TEXTS_BYTES = 4 * 1024 * 1024 };

static bool set_defaults(struct dg_config *config)
{
    for (const struct dg_adapter *const *a = dg_adapters; *a && config->adapter_count < DG_ADAPTERS_MAX; a++)
        config->adapters[config->adapter_count++] = (struct dg_adapter_config){ .adapter = *a, .enabled = true };
    const struct dg_config_row *row;
    for (size_t i = 0; (row = dg_config_row_at(i)); i++) {
        if (dg_config_row_set(config, row, dg_str_of(row->standard), NULL) != DG_OK)
            return false;
    }
    return true;
}

struct dg_config *dg_config_create(void)
{
    struct dg_config *config = calloc(1, sizeof *config);
    if (!config)
        return NULL;
    config->texts = dg_arena_create(TEXTS_BYTES);
    if (config->texts && set_defaults(config))
        return config;
    dg_config_destroy(config);
    return NULL;
}

void dg_config_destroy(struct dg_config *config)
{
    if (!config)
        return;
    dg_own_words_destroy(config->own_words);
    dg_arena_destroy(config->texts);
    free(config);
}

enum dg_status dg_config_set(struct dg_config *config, struct dg_str key, struct dg_str value, struct dg_problem *why)
{
    if (dg_str_starts(key, "adapter."))
        return set_adapter(config, key, value, why);
    const struct dg_config_row *row;
    for (size_t i = 0; (row = dg_config_row_at(i)); i++) {
        if (dg_str_is(key, row->key))
            return dg_config_row_set(config, row, value, why);
    }
    return dg_problem_set(why, DG_NOT_FOUND, "", "there is no such setting");
}

struct dg_str dg_config_key(const struct dg_config *config, size_t i, struct dg_arena *arena)
{
    size_t rows = 0;
    for (const struct dg_config_row *row; (row = dg_config_row_at(rows)); rows++) {
        if (rows == i)
            return dg_str_of(row->key);
    }
    return adapter_key(config, i - rows, arena);
}

/* ---- the commented file ------------------------------------------------------------------------------------ */

static void print_help(FILE *out, const char *help)
{
    for (const char *line = help; line;) {
        const char *end = strchr(line, '\n');
        fprintf(out, "# %.*s\n", end ? (int)(end - line) : (int)strlen(line), line);
        line = end ? end + 1 : NULL;
    }
}

static void print_adapter(FILE *out, const struct dg_adapter *adapter)
{
    fprintf(out, "\n# %s\n# adapter.%s.enabled = on\n# adapter.%s.sandbox = off\n", adapter->title, adapter->name,
            adapter->name);
    for (const struct dg_adapter_option *o = adapter->options; o && o->key; o++) {
        fprintf(out, "#   %s%s\n# adapter.%s.%s =\n", o->help, o->required ? " (the adapter is off without it)" : "",
                adapter->name, o->key);
    }
}

void dg_config_print_defaults(FILE *out)
{
    fprintf(out,
            "# Dragoman's settings. Each may also come from the environment: DRAGOMAN_ and the key in capitals,\n"
            "# dots as underscores (DRAGOMAN_LISTEN, DRAGOMAN_ADAPTER_CALDAV_URL). What is not set has the value "
            "shown.\n");
    const struct dg_config_row *row;
    for (size_t i = 0; (row = dg_config_row_at(i)); i++) {
        fputc('\n', out);
        print_help(out, row->help);
        fprintf(out, "%s%s = %s\n", row->standard[0] ? "" : "# ", row->key, row->standard);
    }
    fprintf(out, "\n# Adapters: each may be switched off, and marked as a sandbox so that every card of it says so.\n");
    for (const struct dg_adapter *const *a = dg_adapters; *a; a++)
        print_adapter(out, *a);
}
