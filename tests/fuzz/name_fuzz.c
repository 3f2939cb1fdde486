/* Weights of any bytes: refused, or used without harm. */
#include "intents/name.h"
#include "intents/zone.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void tag(const struct dg_name_model *model)
{
    enum { ROOM = 1 << 20 };
    struct dg_arena *arena = dg_arena_create(ROOM);
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_zone *zone = dg_zone_create(dg_str_of("UTC"));
    struct dg_context ctx = { .zone = zone };
    struct dg_name_talk talk = { 0 };
    struct dg_text text;
    if (arena && dg_text_fold(&text, dg_str_of("Dinner at The Red Fox tonight? 看漫长的夜航"), &lexicon, arena)) {
        struct dg_scan scan = { .text = &text, .ctx = &ctx, .lexicon = &lexicon, .arena = arena };
        struct dg_mentions found = dg_recognise(&scan);
        scan.before = found.at;
        scan.before_count = found.count;
        if (!dg_name_review(&found, &scan, model, &talk))
            abort();
    }
    dg_zone_destroy(zone);
    dg_arena_destroy(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dg_name_model model;
    void *copy = malloc(size ? size : 1); /* aligned */
    if (!copy)
        abort();
    memcpy(copy, data, size);
    if (dg_name_model_open(&model, copy, size))
        tag(&model);
    free(copy);
    return 0;
}
