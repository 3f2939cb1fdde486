/* Any message through all recognisers: every mention lies within the message, on borders of its code points. */
#include "intents/recogniser.h"
#include "intents/utf8.h"
#include "intents/zone.h"

#include <stdlib.h>

enum { ARENA_BYTES = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_mention(const struct dg_text *text, const struct dg_mention *m)
{
    struct dg_str words = dg_text_words(text, m->start, m->end);
    if (m->start >= m->end || m->end > text->folded.len || dg_utf8_check(words) >= 0)
        abort();
    if (m->value.kind == DG_PLACE && (m->value.place.name.len == 0 || dg_utf8_check(m->value.place.name) >= 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dg_str message = { (const char *)data, size };
    if (dg_utf8_check(message) >= 0)
        return 0;
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    struct dg_zone *zone = dg_zone_create(dg_str_of("Asia/Shanghai"));
    struct dg_context ctx = { .zone = zone, .now = { 1716177600, 28800 } };
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_text text;
    if (dg_text_fold(&text, message, &lexicon, arena)) {
        struct dg_mentions found = dg_recognise(&(struct dg_scan){ .text = &text,
                .language = size % 2 ? DG_LANG_ZH : DG_LANG_EN,
                .ctx = &ctx,
                .reference = ctx.now,
                .lexicon = &lexicon,
                .arena = arena });
        for (size_t i = 0; i < found.count; i++)
            check_mention(&text, &found.at[i]);
    }
    dg_zone_destroy(zone);
    dg_arena_destroy(arena);
    return 0;
}
