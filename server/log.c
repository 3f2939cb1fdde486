#include "server/log.h"

#include "server/clock.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static const char *const component_names[] = {
#define ROW(name, text) [DG_LOG_##name] = text,
    DG_LOG_COMPONENTS(ROW)
#undef ROW
};

enum { LINE_BYTES = 1024, ALL = (1 << DG_LOG_COUNT) - 1, USUAL = ALL & ~(1 << DG_LOG_ACCESS) };

static bool component_called(struct dg_str word, unsigned *bits)
{
    if (dg_str_is(word, "all")) {
        *bits = USUAL;
        return true;
    }
    for (unsigned i = 0; i < DG_LOG_COUNT; i++) {
        if (dg_str_is(word, component_names[i])) {
            *bits = 1u << i;
            return true;
        }
    }
    return false;
}

static bool apply(struct dg_log *log, struct dg_str word)
{
    bool off = dg_str_starts(word, "-");
    unsigned bits;
    if (dg_str_is(word, "none")) {
        log->components = 0;
        return true;
    }
    if (!component_called(off ? dg_str_cut(word, 1, word.len) : word, &bits))
        return false;
    log->components = off ? log->components & ~bits : log->components | bits;
    return true;
}

bool dg_log_choose(struct dg_log *out, struct dg_str words)
{
    out->components = 0;
    for (size_t at = 0; at <= words.len;) {
        ptrdiff_t comma = dg_str_find(words, dg_str_of(","), at);
        size_t end = comma < 0 ? words.len : (size_t)comma;
        if (!apply(out, dg_str_trim(dg_str_cut(words, at, end)))) {
            out->components = USUAL;
            return false;
        }
        at = end + 1;
    }
    return true;
}

/* A line under way; what does not fit is left out, the line stays whole. */
struct line {
    char bytes[LINE_BYTES];
    size_t len;
};

static void add(struct line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct line *line, const char *format, ...)
{
    size_t room = sizeof line->bytes - line->len - 3; /* for `}`, the line end and NUL */
    va_list args;
    va_start(args, format);
    int len = vsnprintf(line->bytes + line->len, room, format, args);
    va_end(args);
    if (len > 0 && (size_t)len < room)
        line->len += (size_t)len;
    else
        line->bytes[line->len] = '\0';
}

/* Ids and names of ours are plain ASCII; anything else becomes `?`. */
static void add_text(struct line *line, const char *key, struct dg_str text)
{
    char plain[160];
    size_t len = text.len < sizeof plain - 1 ? text.len : sizeof plain - 1;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        plain[i] = c >= 0x20 && c < 0x7F && c != '"' && c != '\\' ? (char)c : '?';
    }
    plain[len] = '\0';
    add(line, ",\"%s\":\"%s\"", key, plain);
}

void dg_log_event(const struct dg_log *log, enum dg_log_component component, const char *event,
        struct dg_str request_id, const struct dg_log_field *fields, size_t count)
{
    if (!(log->components & (1u << component)))
        return;
    struct line line = { .len = 0 };
    int64_t now = dg_clock_ms();
    add(&line, "{\"ms\":%lld,\"component\":\"%s\",\"event\":\"%s\"", (long long)now, component_names[component], event);
    if (request_id.len)
        add_text(&line, "request_id", request_id);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].text)
            add_text(&line, fields[i].key, dg_str_of(fields[i].text));
        else
            add(&line, ",\"%s\":%lld", fields[i].key, fields[i].number);
    }
    line.bytes[line.len++] = '}';
    line.bytes[line.len++] = '\n';
    ssize_t written = write(STDERR_FILENO, line.bytes, line.len);
    (void)written; /* nowhere to say that the log is gone */
}
