/* Events on standard error, one JSON line each: time, component, event, request_id and fields. Never a word of the person's
 * text: ids, counts, names of ours only. A dg_log is constant; any thread, each line is written whole. */
#ifndef DG_LOG_H
#define DG_LOG_H

#include "intents/str.h"

#include <stdint.h>

/* name, text: what `log` in the configuration switches. `access` is a line for every request and off unless named. */
#define DG_LOG_COMPONENTS(X) \
    X(SERVE, "serve") \
    X(HTTP, "http") \
    X(ACCESS, "access") \
    X(PARSE, "parse") \
    X(DRAG, "drag") \
    X(ACTION, "action") \
    X(SESSION, "session") \
    X(STORE, "store") \
    X(TRANSPORT, "transport")

enum dg_log_component {
#define ROW(name, text) DG_LOG_##name,
    DG_LOG_COMPONENTS(ROW)
#undef ROW
            DG_LOG_COUNT
};

struct dg_log {
    unsigned components; /* a bit each */
};

/* "all,-http", "drag,action", "all,access": false when a word is not known; *out is then everything but access. */
bool dg_log_choose(struct dg_log *out, struct dg_str words);

struct dg_log_field {
    const char *key;
    const char *text; /* NULL: the number */
    long long number;
};
#define DG_LOG_NUMBER(key, value) ((struct dg_log_field){ (key), NULL, (long long)(value) })
#define DG_LOG_TEXT(key, value) ((struct dg_log_field){ (key), (value), 0 })

/* `request_id` may be empty; `fields` may be NULL. */
void dg_log_event(const struct dg_log *log, enum dg_log_component component, const char *event,
        struct dg_str request_id, const struct dg_log_field *fields, size_t count);

#endif
