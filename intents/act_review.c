#include "intents/act_review.h"

#include "intents/learned.h"
#include "intents/weights.h"

#include <math.h>

/* What the model looks with. */
struct review {
    const struct dg_act_model *model;
    const struct dg_hearing *hearing;
    uint16_t *features;
    uint64_t *seen;
};

static void weigh(float chances[DG_ACT_COUNT], const struct review *r, size_t i)
{
    size_t count = dg_act_features(r->features, r->seen, r->hearing, i);
    int32_t sums[DG_ACT_COUNT] = { 0 };
    for (size_t f = 0; f < count; f++) {
        const int8_t *row = r->model->rows + (size_t)r->features[f] * DG_ACT_COUNT;
        for (size_t k = 0; k < DG_ACT_COUNT; k++)
            sums[k] += row[k];
    }
    float each = r->model->numbers->scale / sqrtf((float)count + 1);
    for (size_t k = 0; k < DG_ACT_COUNT; k++)
        chances[k] = r->model->numbers->bias[k] + (float)sums[k] * each;
    dg_learned_chances(chances, DG_ACT_COUNT);
}

/* The model decides whether a message answers, yes or no, or asks. What proposes, calls off or is told is left to the rules,
 * and where they hear nothing, only a no is worth hearing. What is called off in so many words is never a yes. */
static bool decides(enum dg_act learned, enum dg_act by_rule)
{
    if (learned == by_rule || (by_rule == DG_ACT_RETRACT && learned == DG_ACT_ACCEPT))
        return false;
    if (by_rule == DG_ACT_INFORM)
        return learned == DG_ACT_REJECT;
    return learned == DG_ACT_ACCEPT || learned == DG_ACT_REJECT || learned == DG_ACT_ASK;
}

enum dg_act dg_act_decide(const float chances[DG_ACT_COUNT], enum dg_act by_rule)
{
    enum dg_act best = DG_ACT_INFORM;
    for (enum dg_act act = DG_ACT_INFORM; act < DG_ACT_COUNT; act++)
        best = chances[act] > chances[best] ? act : best;
    return chances[best] >= DG_ACT_SURE && decides(best, by_rule) ? best : by_rule;
}

/* What was the message's act by rule becomes `act`. A yes has no value of its own: a clause with one stays what it was. */
static void change(struct dg_clauses *clauses, enum dg_act by_rule, enum dg_act act)
{
    for (size_t i = 0; i < clauses->count; i++) {
        struct dg_clause *c = &clauses->at[i];
        if (c->act != by_rule || (act == DG_ACT_ACCEPT && c->mention_count))
            continue;
        c->act = act;
        c->learned = true;
        c->bare_reject = c->bare_reject || act == DG_ACT_REJECT;
        if (by_rule == DG_ACT_INFORM)
            return;
    }
}

static bool copy(struct dg_clauses *clauses, struct dg_arena *arena)
{
    struct dg_clause *own = dg_arena_array(arena, clauses->count, sizeof *own);
    if (own)
        clauses->at = memcpy(own, clauses->at, clauses->count * sizeof *own);
    return own != NULL;
}

bool dg_act_review(struct dg_hearing *hearing, const struct dg_act_model *model, struct dg_arena *arena)
{
    const struct dg_talk *talk = hearing->heard.talk;
    struct review r = { model, hearing, dg_arena_array(arena, DG_ACT_FEATURES_MAX, sizeof *r.features),
        dg_arena_array(arena, DG_ACT_ROWS / 64, sizeof *r.seen) };
    struct dg_clauses *after = dg_arena_array(arena, talk->count, sizeof *after);
    if (!r.features || !r.seen || !after)
        return false;
    for (size_t i = 0; i < talk->count; i++) {
        float chances[DG_ACT_COUNT];
        after[i] = hearing->heard.clauses[i];
        if (!after[i].count || talk->messages[i].kind != DG_MESSAGE_SAID)
            continue;
        weigh(chances, &r, i);
        enum dg_act by_rule = dg_act_of_message(&after[i]), act = dg_act_decide(chances, by_rule);
        if (act == by_rule)
            continue;
        if (!copy(&after[i], arena))
            return false;
        change(&after[i], by_rule, act);
    }
    hearing->heard.clauses = after;
    return true;
}
