#include "learn/samples.h"

#include "intents/zone.h"
#include "learn/needed.h"

#include <stdio.h>
#include <stdlib.h>

enum { TABLE_BITS = 24, NONE = UINT32_MAX };

/* Which row a feature has, and in how many messages it was seen; open addressing. */
struct table {
    uint32_t *feature, *seen, *last;
};

static size_t find(const struct table *t, uint32_t feature)
{
    size_t mask = ((size_t)1 << TABLE_BITS) - 1, at = (feature * 0x9E3779B1u) >> (32 - TABLE_BITS);
    while (t->seen[at] && t->feature[at] != feature)
        at = (at + 1) & mask;
    return at;
}

static void note(struct table *t, const uint32_t *features, size_t count, uint32_t message)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = find(t, features[i]);
        t->feature[at] = features[i];
        if (t->last[at] != message + 1)
            t->seen[at]++;
        t->last[at] = message + 1;
    }
}

/* ---- one message ------------------------------------------------------------------------------------------- */

static void mark_gold(struct dg_sample *s, const struct dg_example *e, const struct dg_name_tokens *tokens,
        const struct dg_text *text)
{
    for (size_t i = 0; i < s->count; i++) {
        uint32_t start = text->origin[tokens->tokens.at[i].start];
        s->gold[i] = DG_NL_OUT;
        for (size_t k = 0; k < e->mark_count; k++) {
            const struct dg_mark_span *m = &e->marks[k];
            if (start < m->start || start >= m->end)
                continue;
            uint8_t begin = (uint8_t)m->label;
            bool inside = i > 0 && (s->gold[i - 1] == begin || s->gold[i - 1] == begin + 1) &&
                    text->origin[tokens->tokens.at[i - 1].start] >= m->start;
            s->gold[i] = (uint8_t)(begin + inside);
        }
    }
}

static void take_features(struct dg_sample *s, const struct dg_name_tokens *tokens)
{
    s->features = dg_needed(s->count * DG_NAME_FEATURES_MAX, sizeof *s->features);
    s->starts = dg_needed(s->count + 1, sizeof *s->starts);
    for (size_t i = 0; i < s->count; i++)
        s->starts[i + 1] = s->starts[i] + (uint32_t)dg_name_features(s->features + s->starts[i], tokens, i);
    s->features = realloc(s->features, (s->starts[s->count] + 1) * sizeof *s->features);
    s->own_count = (uint32_t)dg_name_bag(s->own, tokens, false);
    s->near_count = (uint32_t)dg_name_bag(s->near, tokens, true);
}

static struct dg_sample make(const struct dg_example *e, const struct dg_lexicon *lexicon, const struct dg_context *ctx)
{
    enum { ROOM = 64 << 20 };
    struct dg_arena *arena = dg_arena_create(ROOM);
    struct dg_text text;
    struct dg_name_tokens tokens;
    struct dg_sample s = { .talk = e->talk, .weight = (float)e->weight, .marked = e->marked };
    if (!arena || !dg_text_fold(&text, e->text, lexicon, arena))
        exit(1);
    struct dg_scan scan = {
        .text = &text, .language = e->language, .ctx = ctx, .reference = ctx->now, .lexicon = lexicon, .arena = arena
    };
    struct dg_mentions found = dg_recognise(&scan);
    scan.before = found.at;
    scan.before_count = found.count;
    if (!dg_name_tokens_of(&tokens, &scan))
        exit(1);
    s.count = (uint32_t)tokens.tokens.count;
    s.marked = s.marked && tokens.any;
    s.gold = dg_needed(s.count, sizeof *s.gold);
    mark_gold(&s, e, &tokens, &text);
    take_features(&s, &tokens);
    dg_arena_destroy(arena);
    return s;
}

/* ---- all of them ------------------------------------------------------------------------------------------- */

static void link_before(struct dg_samples *all)
{
    for (size_t i = 0; i < all->count; i++) {
        for (size_t back = 1; back <= DG_NEAR_BAGS && back <= i; back++) {
            if (all->at[i - back].talk == all->at[i].talk)
                all->at[i].before[back - 1] = &all->at[i - back];
        }
    }
}

/* Features become numbers of rows; those without one fall away. */
static uint32_t renumber(uint32_t *features, uint32_t count, const struct table *t, const uint32_t *row)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t r = row[find(t, features[i])];
        if (r != NONE)
            features[kept++] = r;
    }
    return kept;
}

static void renumber_all(struct dg_samples *all, const struct table *t, const uint32_t *row)
{
    for (size_t i = 0; i < all->count; i++) {
        struct dg_sample *s = &all->at[i];
        uint32_t kept = 0;
        for (uint32_t k = 0, next = 0; k < s->count; k++) {
            uint32_t start = next, count = s->starts[k + 1] - start;
            next = s->starts[k + 1];
            uint32_t left = renumber(s->features + start, count, t, row);
            memmove(s->features + kept, s->features + start, left * sizeof *s->features);
            s->starts[k] = kept;
            kept += left;
        }
        s->starts[s->count] = kept;
        s->own_count = renumber(s->own, s->own_count, t, row);
        s->near_count = renumber(s->near, s->near_count, t, row);
    }
}

struct dg_samples dg_samples_make(const struct dg_examples *examples)
{
    enum { SEEN_LEAST = 2 };
    size_t places = (size_t)1 << TABLE_BITS;
    struct table t = { dg_needed(places, 4), dg_needed(places, 4), dg_needed(places, 4) };
    struct dg_samples all = { .count = examples->count, .talks = examples->talks };
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_zone *utc = dg_zone_create(dg_str_of("UTC"));
    struct dg_context ctx = { .zone = utc };
    all.at = dg_needed(all.count, sizeof *all.at);
    for (size_t i = 0; i < all.count; i++) {
        struct dg_sample *s = &all.at[i];
        *s = make(&examples->at[i], &lexicon, &ctx);
        note(&t, s->features, s->starts[s->count], (uint32_t)i);
        note(&t, s->own, s->own_count, (uint32_t)i);
        note(&t, s->near, s->near_count, (uint32_t)i);
    }
    dg_zone_destroy(utc);
    link_before(&all);
    uint32_t *row = dg_needed(places, sizeof *row);
    all.features = dg_needed(places, sizeof *all.features);
    for (size_t i = 0; i < places; i++) {
        row[i] = t.seen[i] >= SEEN_LEAST ? (uint32_t)all.rows++ : NONE;
        if (row[i] != NONE)
            all.features[row[i]] = t.feature[i];
    }
    renumber_all(&all, &t, row);
    return all;
}
