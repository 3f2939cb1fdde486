#include "tests/support/scan.h"

#include "intents/language.h"
#include "intents/zone.h"
#include "tests/support/check.h"

enum { ARENA_BYTES = 8 << 20 };

void dg_scan_open(struct dg_test_scan *scan, const char *text)
{
    *scan = (struct dg_test_scan){ .arena = dg_arena_create(ARENA_BYTES), .lexicon = dg_lexicon_builtin() };
    scan->zone = dg_zone_create(dg_str_of("Asia/Shanghai"));
    scan->ctx.zone = scan->zone;
    dg_instant_parse(&scan->ctx.now, dg_str_of("2024-05-20T12:00:00+08:00"), scan->zone);
    struct dg_message message = { .text = dg_str_of(text) };
    struct dg_talk talk = { .messages = &message, .count = 1 };
    if (!dg_text_fold(&scan->text, message.text, &scan->lexicon, scan->arena))
        return;
    scan->found = dg_recognise(&(struct dg_scan){ .text = &scan->text,
            .language = dg_language_detect(&talk),
            .ctx = &scan->ctx,
            .reference = scan->ctx.now,
            .lexicon = &scan->lexicon,
            .arena = scan->arena });
}

void dg_scan_close(struct dg_test_scan *scan)
{
    dg_zone_destroy(scan->zone);
    dg_arena_destroy(scan->arena);
}

struct dg_str dg_scan_words(struct dg_test_scan *scan, const struct dg_mention *m)
{
    return dg_text_words(&scan->text, m->start, m->end);
}

struct dg_str dg_scan_print(struct dg_test_scan *scan, enum dg_mention_type type, double least,
        struct dg_str (*print)(struct dg_test_scan *, const struct dg_mention *))
{
    struct dg_str all = { "", 0 };
    for (size_t i = 0; i < scan->found.count; i++) {
        const struct dg_mention *m = &scan->found.at[i];
        if (m->type != type || m->score < least)
            continue;
        struct dg_str one = print(scan, m);
        all = dg_arena_print(
                scan->arena, "%.*s%s%.*s", (int)all.len, all.at, all.len ? "; " : "", (int)one.len, one.at);
    }
    return all;
}

void dg_scan_check(const struct dg_scan_case *cases, size_t count, enum dg_mention_type type, double least,
        struct dg_str (*print)(struct dg_test_scan *, const struct dg_mention *))
{
    for (size_t i = 0; i < count; i++) {
        struct dg_test_scan scan;
        dg_scan_open(&scan, cases[i].text);
        DG_CHECK_STR(dg_scan_print(&scan, type, least, print), cases[i].expected, cases[i].text);
        dg_scan_close(&scan);
    }
}
