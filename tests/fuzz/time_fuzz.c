/* Any text as a message: times, numbers, counts and money are found inside it, their spans lie in it, and the time spent
 * grows no faster than its length. */
#include "intents/normalise.h"
#include "intents/recogniser.h"
#include "intents/utf8.h"
#include "intents/when.h"
#include "intents/zone.h"

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

enum { ARENA_BYTES = 64 << 20, TEXT_MAX = 64 << 10 };
/* With sanitizers on; the release build needs a hundredth of it. */
#define SETUP_S 0.2
#define BYTE_S 0.0005

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void check_mention(const struct dg_scan *scan, const struct dg_mention *m)
{
    if (m->start >= m->end || m->end > scan->text->folded.len)
        abort();
    if (m->type == DG_M_TIME && (!m->when || !dg_when_says(m->when)))
        abort();
    if (m->value.kind == DG_TIME && m->value.time.has_start && m->value.time.has_end &&
            m->value.time.end.utc_s < m->value.time.start.utc_s)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct dg_zone *zone;
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_str message = { (const char *)data, size };
    struct dg_text text;
    if (!zone)
        zone = dg_zone_create(dg_str_of("America/New_York"));
    if (size > TEXT_MAX || dg_utf8_check(message) >= 0)
        return 0;
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    struct dg_context ctx = { .zone = zone, .now = { 1710054000, -18000 } };
    double began = cpu_s();
    if (dg_text_fold(&text, message, &lexicon, arena)) {
        struct dg_scan scan = { .text = &text, .ctx = &ctx, .reference = ctx.now, .lexicon = &lexicon, .arena = arena };
        struct dg_mentions found = dg_recognise(&scan);
        for (size_t i = 0; i < found.count; i++)
            check_mention(&scan, &found.at[i]);
    }
    if (cpu_s() - began > SETUP_S + BYTE_S * (double)size)
        abort();
    dg_arena_destroy(arena);
    return 0;
}
