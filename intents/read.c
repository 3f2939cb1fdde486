#include "intents/read.h"

#include "intents/recogniser.h"

/* What the steps hand on to each other; lives in the arena like everything else. */
struct reading {
    const struct dg_talk *talk;
    const struct dg_context *ctx;
    const struct dg_lexicon *lexicon;
    struct dg_arena *arena;
    const struct dg_explain *explain;
    enum dg_language language;
    struct dg_text *texts; /* one a message */
    struct dg_mentions *mentions; /* one a message */
};

static void say(const struct reading *r, const char *step, struct dg_str text)
{
    if (r->explain)
        r->explain->line(r->explain->owner, step, text);
}

static bool fold_messages(struct reading *r)
{
    r->texts = dg_arena_array(r->arena, r->talk->count, sizeof *r->texts);
    for (size_t i = 0; r->texts && i < r->talk->count; i++) {
        if (!dg_text_fold(&r->texts[i], r->talk->messages[i].text, r->lexicon, r->arena))
            return false;
    }
    return r->texts != NULL;
}

static bool recognise_messages(struct reading *r)
{
    r->mentions = dg_arena_array(r->arena, r->talk->count, sizeof *r->mentions);
    for (size_t i = 0; r->mentions && i < r->talk->count; i++) {
        const struct dg_message *m = &r->talk->messages[i];
        struct dg_scan scan = { .text = &r->texts[i],
            .message = (uint32_t)i,
            .language = r->language,
            .ctx = r->ctx,
            .reference = m->has_at ? m->at : r->ctx->now,
            .lexicon = r->lexicon,
            .arena = r->arena };
        r->mentions[i] = dg_recognise(&scan);
    }
    return r->mentions != NULL;
}

static bool list_entity(const struct reading *r, struct dg_entity *out, const struct dg_mention *m)
{
    const struct dg_text *text = &r->texts[m->message];
    struct dg_span *span = dg_arena_alloc(r->arena, sizeof *span);
    if (!span)
        return false;
    *span = dg_text_span(text, m->message, m->start, m->end);
    *out = (struct dg_entity){ .type = dg_mention_type_name(m->type),
        .text = dg_text_words(text, m->start, m->end),
        .value = m->value,
        .spans = span,
        .span_count = 1 };
    return true;
}

static bool list_entities(const struct reading *r, struct dg_reading *out)
{
    size_t count = 0, n = 0;
    for (size_t i = 0; i < r->talk->count; i++)
        count += r->mentions[i].count;
    struct dg_entity *entities = dg_arena_array(r->arena, count, sizeof *entities);
    for (size_t i = 0; entities && i < r->talk->count; i++) {
        for (size_t k = 0; k < r->mentions[i].count; k++) {
            if (!list_entity(r, &entities[n++], &r->mentions[i].at[k]))
                return false;
        }
    }
    out->entities = entities;
    out->entity_count = n;
    return entities != NULL;
}

enum dg_status dg_read(const struct dg_reading **out, const struct dg_talk *talk, const struct dg_context *ctx,
        const struct dg_lexicon *lexicon, struct dg_arena *arena, const struct dg_explain *explain)
{
    struct reading r = {
        .talk = talk, .ctx = ctx, .lexicon = lexicon, .arena = arena, .explain = explain, .language = ctx->language
    };
    struct dg_reading *reading = dg_arena_alloc(arena, sizeof *reading);
    *out = reading;
    if (!reading || !fold_messages(&r) || !recognise_messages(&r) || !list_entities(&r, reading))
        return DG_TOO_BIG;
    reading->language = r.language;
    say(&r, "language", dg_str_of(dg_language_tag(r.language)));
    return dg_arena_overflowed(arena) ? DG_TOO_BIG : DG_OK;
}
