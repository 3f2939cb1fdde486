/* The features of a talk: its words by ones, twos and threes, what was found in it, what its clauses do. */
#include "intents/aim.h"
#include "intents/calendar.h"
#include "intents/feature_hash.h"
#include "intents/learned.h"

/* Sets features apart that are made of the same numbers. */
enum feature_kind { F_ONE = 1, F_TWO, F_THREE, F_LAST, F_INNER, F_HOUR, F_ACT, F_ACTIVITY, F_TASK, F_SIGNAL, F_TALK };

struct bag {
    uint16_t *out;
    size_t count;
    uint8_t *seen; /* a bit a place */
    uint32_t last[2]; /* the words before this one */
    bool at_end; /* in the last message */
};

static void put(struct bag *b, enum feature_kind kind, uint32_t what)
{
    uint32_t place = (dg_feature_mix(what, kind) * 0x9E3779B1u) >> (32 - DG_AIM_BITS);
    uint8_t bit = (uint8_t)(1u << (place & 7));
    if (b->count == DG_AIM_FEATURES_MAX || (b->seen[place >> 3] & bit))
        return;
    b->seen[place >> 3] |= bit;
    b->out[b->count++] = (uint16_t)place;
}

/* The next word, or what stands for it, with those before it. */
static void put_word(struct bag *b, uint32_t word)
{
    uint32_t two = dg_feature_mix(b->last[0], word);
    put(b, F_ONE, word);
    put(b, F_TWO, two);
    put(b, F_THREE, dg_feature_mix(b->last[1], two));
    if (b->at_end)
        put(b, F_LAST, word);
    b->last[1] = b->last[0];
    b->last[0] = word;
}

/* ---- words -------------------------------------------------------------------------------------------------- */

static void put_mention(struct bag *b, struct dg_str text, const struct dg_mention *m)
{
    enum { THREE_HOURS_S = 3 * 60 * 60 };
    bool names = m->type == DG_M_PLACE || m->type == DG_M_TITLE || m->type == DG_M_CUISINE;
    uint32_t before = 0, word;
    put_word(b, dg_learned_kind(m));
    for (size_t at = m->start; names && at < m->end;) {
        at = dg_learned_word(text, at, m->end, &word);
        put(b, F_INNER, word);
        if (before)
            put(b, F_INNER, dg_feature_mix(before, word));
        before = word;
    }
    if (m->type == DG_M_TIME && m->when && (dg_when_says(m->when) & DG_SAYS_CLOCK) && m->value.time.has_start) {
        int64_t wall = m->value.time.start.utc_s + m->value.time.start.offset_s;
        put(b, F_HOUR, (uint32_t)((wall - dg_day_start(wall)) / THREE_HOURS_S));
    }
}

static void put_message(struct bag *b, struct dg_str text, struct dg_mentions mentions)
{
    size_t next = 0;
    uint32_t word;
    b->last[0] = b->last[1] = DG_SYMBOL_EDGE;
    for (size_t at = 0; at < text.len;) {
        while (next < mentions.count && mentions.at[next].start < at)
            next++;
        if (next < mentions.count && mentions.at[next].start == at && mentions.at[next].end > at) {
            put_mention(b, text, &mentions.at[next]);
            at = mentions.at[next++].end;
            continue;
        }
        size_t end = next < mentions.count ? mentions.at[next].start : text.len;
        at = dg_learned_word(text, at, end, &word);
        if (word)
            put_word(b, word);
    }
    put_word(b, DG_SYMBOL_EDGE);
}

/* ---- what it does ------------------------------------------------------------------------------------------- */

static void put_clause(struct bag *b, const struct dg_clause *c)
{
    uint32_t act = (uint32_t)c->act << 1 | c->question;
    put(b, F_ACT, act << 1 | b->at_end);
    if (c->activity && c->activity->name) {
        put(b, F_ACTIVITY, dg_feature_hash(dg_str_of(c->activity->name)));
        put(b, F_ACTIVITY, dg_feature_mix(dg_feature_hash(dg_str_of(c->activity->name)), act + 1));
    }
    if (c->task.len)
        put(b, F_TASK, dg_feature_hash(c->task));
    for (unsigned bit = 0; bit < 32; bit++) {
        if (c->signals >> bit & 1)
            put(b, F_SIGNAL, bit);
    }
}

size_t dg_aim_features(uint16_t out[DG_AIM_FEATURES_MAX], const struct dg_hearing *hearing, struct dg_arena *arena)
{
    const struct dg_heard *heard = &hearing->heard;
    size_t count = heard->talk->count, from = dg_agree_from(heard->talk);
    struct bag b = { .out = out, .seen = dg_arena_array(arena, DG_AIM_ROWS / 8, 1) };
    if (!b.seen)
        return 0;
    from = count - from > DG_AIM_MESSAGES_MAX ? count - DG_AIM_MESSAGES_MAX : from;
    for (size_t i = from; i < count; i++) {
        if (heard->talk->messages[i].kind != DG_MESSAGE_SAID)
            continue;
        b.at_end = i + 1 == count;
        put_message(&b, hearing->texts[i].folded, hearing->mentions[i]);
        for (size_t k = 0; k < heard->clauses[i].count; k++)
            put_clause(&b, &heard->clauses[i].at[k]);
    }
    put(&b, F_TALK, heard->speaker_count < 4 ? heard->speaker_count : 4);
    put(&b, F_TALK, 8 + (uint32_t)(count - from < 4 ? count - from : 4));
    return b.count;
}
