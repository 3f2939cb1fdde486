/* The features of a talk: its words by ones, twos and threes, what was found in it, what its clauses do. */
#include "intents/aim.h"
#include "intents/calendar.h"
#include "intents/feature_bag.h"
#include "intents/feature_hash.h"
#include "intents/learned.h"

enum feature_kind { F_LAST = DG_FEATURE_KINDS, F_INNER, F_HOUR, F_ACT, F_ACTIVITY, F_TASK, F_SIGNAL, F_TALK };

struct bag {
    struct dg_feature_bag all;
    bool at_end; /* in the last message */
};

static void put(struct bag *b, enum feature_kind kind, uint32_t what)
{
    dg_feature_put(&b->all, kind, what);
}

static void put_word(struct bag *b, uint32_t word)
{
    dg_feature_put_word(&b->all, word);
    if (b->at_end)
        put(b, F_LAST, word);
}

/* ---- words -------------------------------------------------------------------------------------------------- */

/* What is in a name, and which hours. */
static void put_mention(struct bag *b, struct dg_str text, const struct dg_mention *m)
{
    enum { THREE_HOURS_S = 3 * 60 * 60 };
    bool names = m->type == DG_M_PLACE || m->type == DG_M_TITLE || m->type == DG_M_CUISINE;
    uint32_t before = 0, word;
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
    struct dg_feature_walk walk = { .folded = text, .mentions = mentions };
    const struct dg_mention *mention;
    uint32_t word;
    b->all.last[0] = b->all.last[1] = DG_SYMBOL_EDGE;
    while (dg_feature_step(&walk, &word, &mention)) {
        put_word(b, word);
        if (mention)
            put_mention(b, text, mention);
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
    uint64_t *seen = dg_arena_array(arena, DG_AIM_ROWS / 64, sizeof *seen);
    struct bag b = { .all = { .out = out, .seen = seen, .room = DG_AIM_FEATURES_MAX, .bits = DG_AIM_BITS } };
    if (!seen)
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
    return b.all.count;
}
