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

/* Each first with each second and each third is one time: the whole of it. */
struct joined {
    const char *const *parts[3]; /* each ends with NULL */
    const char *between;
};

static void check_joined(
        const struct joined *j, const struct dg_lexicon *lex, const char *first, const char *second, const char *third)
{
    struct dg_arena *a = dg_arena_create(ARENA_BYTES);
    struct dg_str text =
            dg_arena_print(a, "%s%s%s%s%s", first, *second ? j->between : "", second, *third ? j->between : "", third);
    struct dg_str found = found_in(a, lex, dg_str_of("2024-02-20T09:00:00+08:00"), text);
    bool whole = dg_str_starts(found, text.at) && found.at[text.len] == ' ' && !memchr(found.at, ';', found.len);
    DG_CHECK(whole, "%s: got \"%.*s\"", text.at, (int)found.len, found.at);
    dg_arena_destroy(a);
}

static void days_go_with_parts_and_hours(void)
{
    static const char *const days_zh[] = { "周一", "周三", "周日", "星期一", "礼拜天", "下周一", "这周一", "明天",
        "大后天", "1号", "十一号", "三月一号", "3月1日", "下个月一号", NULL };
    static const char *const parts_zh[] = { "", "上午", "下午", "早上", "晚上", "中午", "凌晨", "傍晚", NULL };
    static const char *const hours_zh[] = { "", "一点", "三点半", "三点一刻", "3点", "十一点", "15:00", "八点钟",
        NULL };
    static const char *const days_en[] = { "monday", "tue", "next monday", "this friday", "tomorrow", "march 1",
        "1 march", "the 1st", "the first of march", "this coming tuesday", NULL };
    static const char *const parts_en[] = { "", "morning", "afternoon", "evening", NULL };
    static const char *const hours_en[] = { "", "at 3", "3pm", "3:30pm", "at half past three", "at quarter to four",
        "at 15:00", "around 7", "from 3 to 5", "3-5pm", "after 6pm", NULL };
    static const struct joined all[] = { { { days_zh, parts_zh, hours_zh }, "" },
        { { days_en, parts_en, hours_en }, " " } };
    struct dg_lexicon lex = dg_lexicon_builtin();
    for (size_t l = 0; l < 2; l++) {
        for (size_t i = 0; all[l].parts[0][i]; i++) {
            for (size_t k = 0; all[l].parts[1][k]; k++) {
                for (size_t n = 0; all[l].parts[2][n]; n++)
                    check_joined(&all[l], &lex, all[l].parts[0][i], all[l].parts[1][k], all[l].parts[2][n]);
            }
        }
    }
}

int main(void)
{
    dg_run("days go with parts and hours", days_go_with_parts_and_hours);
    dg_run("times are read as people write them", times_are_read_as_people_write_them);
    return dg_done();
}
