#include "intents/calendar.h"
#include "intents/normalise.h"
#include "intents/recogniser.h"
#include "intents/when.h"
#include "intents/zone.h"
#include "tests/support/check.h"

#include <stdio.h>

enum { ARENA_BYTES = 1 << 22, LINE_BYTES = 1024 };

/* What was found in a message, as text = start end grain …; times without seconds and offset. */
static struct dg_str print_instant(struct dg_arena *a, struct dg_instant t)
{
    struct dg_str s = dg_instant_print(a, t);
    return dg_str_cut(s, 0, memcmp(s.at + 17, "00", 2) == 0 ? 16 : 19);
}

static struct dg_str print_time(struct dg_arena *a, struct dg_str words, const struct dg_time *t)
{
    struct dg_str s = dg_arena_print(a, "%.*s =", (int)words.len, words.at);
    struct dg_str start = t->has_start ? print_instant(a, t->start) : dg_str_of("-");
    s = dg_arena_print(a, "%.*s %.*s", (int)s.len, s.at, (int)start.len, start.at);
    if (t->has_end) {
        struct dg_str end = print_instant(a, t->end);
        s = dg_arena_print(a, "%.*s %.*s", (int)s.len, s.at, (int)end.len, end.at);
    }
    s = dg_arena_print(a, "%.*s %s", (int)s.len, s.at, t->grain ? dg_grain_name(t->grain) : "none");
    if (t->duration.len)
        s = dg_arena_print(a, "%.*s %.*s", (int)s.len, s.at, (int)t->duration.len, t->duration.at);
    if (t->recurrence.len)
        s = dg_arena_print(a, "%.*s %.*s", (int)s.len, s.at, (int)t->recurrence.len, t->recurrence.at);
    return s;
}

static struct dg_mentions recognise(struct dg_arena *a, struct dg_text *text, const struct dg_lexicon *lex,
        const struct dg_context *ctx, struct dg_str message)
{
    if (!dg_text_fold(text, message, lex, a))
        return (struct dg_mentions){ 0 };
    struct dg_scan *scan = dg_arena_alloc(a, sizeof *scan);
    *scan = (struct dg_scan){ .text = text, .ctx = ctx, .reference = ctx->now, .lexicon = lex, .arena = a };
    return dg_recognise(scan);
}

static struct dg_str found_in(
        struct dg_arena *a, const struct dg_lexicon *lex, struct dg_str reference, struct dg_str message)
{
    struct dg_instant now;
    struct dg_str all = { "-", 1 };
    if (!DG_CHECK(dg_instant_parse(&now, reference, NULL), "%.*s", (int)reference.len, reference.at))
        return all;
    struct dg_zone *zone = dg_zone_create(dg_str_cut(reference, 19, reference.len));
    struct dg_context ctx = { .zone = zone, .now = now };
    struct dg_text text;
    struct dg_mentions m = recognise(a, &text, lex, &ctx, message);
    for (size_t i = 0, n = 0; i < m.count; i++) {
        if (m.at[i].type != DG_M_TIME)
            continue;
        struct dg_str one = print_time(a, dg_text_words(&text, m.at[i].start, m.at[i].end), &m.at[i].value.time);
        all = n++ ? dg_arena_print(a, "%.*s; %.*s", (int)all.len, all.at, (int)one.len, one.at) : one;
    }
    dg_zone_destroy(zone);
    return all;
}

static struct dg_str field(const char **line)
{
    const char *bar = strchr(*line, '|');
    size_t len = bar ? (size_t)(bar - *line) : strlen(*line);
    struct dg_str f = dg_str_trim((struct dg_str){ *line, len });
    *line += bar ? len + 1 : len;
    return f;
}

static void check_file(const char *path)
{
    FILE *file = fopen(path, "r");
    struct dg_lexicon lex = dg_lexicon_builtin();
    char line[LINE_BYTES], want[LINE_BYTES];
    int cases = 0;
    if (!DG_CHECK(file != NULL, "%s", path))
        return;
    while (fgets(line, sizeof line, file)) {
        const char *at = line;
        if (line[0] == '#' || line[0] == '\n')
            continue;
        struct dg_arena *a = dg_arena_create(ARENA_BYTES);
        struct dg_str reference = field(&at), text = field(&at), expected = field(&at);
        snprintf(want, sizeof want, "%.*s", (int)expected.len, expected.at);
        DG_CHECK_STR(found_in(a, &lex, reference, text), want, dg_arena_print(a, "%.*s", (int)text.len, text.at).at);
        dg_arena_destroy(a);
        cases++;
    }
    fclose(file);
    DG_CHECK(cases > 0, "%s has cases", path);
}

static void times_are_read_as_people_write_them(void)
{
    check_file("tests/intents/time.cases");
}

int main(void)
{
    dg_run("times are read as people write them", times_are_read_as_people_write_them);
    return dg_done();
}
