#include "intents/read.h"

#include "intents/act_review.h"
#include "intents/aim.h"
#include "intents/explain.h"
#include "intents/language.h"
#include "intents/link.h"
#include "intents/question.h"
#include "intents/rank.h"
#include "intents/task.h"
#include "intents/warning.h"

enum { INTENTS_MAX = DG_TOPICS_MAX * DG_INTENTS_OF_PLAN + 2 * DG_TASKS_MAX };

/* What the steps hand on to each other; lives in the arena like everything else. */
struct reading {
    const struct dg_talk *talk;
    const struct dg_context *ctx;
    const struct dg_lexicon *lexicon;
    struct dg_arena *arena;
    const struct dg_explain *explain;
    enum dg_language language;
    struct dg_hearing hearing;
    struct dg_topics topics;
    struct dg_plan *plans;
    struct dg_intent *intents;
    struct dg_planner planner;
    struct dg_aim_decision decision;
};

static bool list_entity(const struct reading *r, struct dg_entity *out, const struct dg_mention *m)
{
    const struct dg_text *text = &r->hearing.texts[m->message];
    struct dg_span *span = dg_arena_alloc(r->arena, sizeof *span);
    if (!span)
        return false;
    *span = dg_text_span(text, m->message - (uint32_t)r->talk->remembered, m->start, m->end);
    *out = (struct dg_entity){ .type = dg_mention_type_name(m->type),
        .text = dg_text_words(text, m->start, m->end),
        .value = m->value,
        .spans = span,
        .span_count = 1 };
    if (m->type == DG_M_SECRET) /* whoever strikes it out of the text strikes it out here */
        out->value.code.code = out->text;
    return true;
}

static bool list_all(const struct reading *r, struct dg_entity *out, const struct dg_mention *at, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!list_entity(r, &out[i], &at[i]))
            return false;
    }
    return true;
}

static bool list_entities(const struct reading *r, struct dg_reading *out)
{
    size_t count = 0, n = 0;
    for (size_t i = r->talk->remembered; i < r->talk->count; i++)
        count += r->hearing.mentions[i].count + r->hearing.mentions[i].inner_count;
    struct dg_entity *entities = dg_arena_array(r->arena, count, sizeof *entities);
    for (size_t i = r->talk->remembered; entities && i < r->talk->count; i++) {
        const struct dg_mentions *m = &r->hearing.mentions[i];
        if (!list_all(r, entities + n, m->at, m->count) ||
                !list_all(r, entities + n + m->count, m->inner, m->inner_count))
            return false;
        n += m->count + m->inner_count;
    }
    out->entities = entities;
    out->entity_count = n;
    return entities != NULL;
}

static bool hear(struct reading *r)
{
    struct dg_hearing *h = &r->hearing;
    const struct dg_aim_model aims = dg_aim_model_builtin();
    const struct dg_act_model acts = dg_act_model_builtin();
    if (!dg_hear(h, r->talk, r->ctx, r->language, r->lexicon, r->arena))
        return false;
    r->planner = (struct dg_planner){ &r->topics, &h->heard, h->texts, r->lexicon, r->language, r->arena };
    dg_aim_weigh(r->decision.chances, &aims, h, r->arena);
    return dg_act_review(h, &acts, r->arena);
}

/* The bit of the person who drags, or 0 when it is not known or they said nothing. */
static uint64_t my_bit(const struct reading *r)
{
    for (size_t i = 0; r->ctx->me.len && i < r->talk->count; i++) {
        if (dg_str_eq(r->talk->messages[i].from, r->ctx->me))
            return dg_agree_bit(r->hearing.heard.speakers[i]);
    }
    return 0;
}

static bool is_mine(const struct dg_topic *t, uint64_t me)
{
    return me && (t->speakers & me) && !(t->against & me);
}

/* A plan that the person who drags has no part in is not told beside one in which they have. */
static bool is_others(const struct reading *r, const struct dg_topic *t, uint64_t me)
{
    if (!me || is_mine(t, me))
        return false;
    for (size_t i = 0; i < r->topics.count; i++) {
        if (is_mine(&r->topics.at[i], me) && !r->topics.at[i].called_off)
            return true;
    }
    return false;
}

/* What the plan knows and the slots do not show. */
static bool warn_of_plan(const struct reading *r, struct dg_intent *it, const struct dg_settled *plan)
{
    const char *time = dg_intent_slot(it, "time") ? "time" : NULL;
    const char *open = plan->open == DG_FIELD(DG_F_TIME) ? time : NULL,
               *moved = plan->moved == DG_FIELD(DG_F_TIME) ? time : NULL;
    if (plan->open && !dg_warning_add(it, DG_WARN_NOT_AGREED, open, r->language, r->arena))
        return false;
    return !plan->moved || dg_warning_add(it, DG_WARN_PLAN_MOVED, moved, r->language, r->arena);
}

static bool add_intents(struct reading *r, struct dg_reading *out, struct dg_intent *intents,
        const struct dg_settled *plan, uint64_t me)
{
    const char *names[DG_INTENTS_OF_PLAN + 1];
    dg_rank_choose(names, plan);
    for (size_t i = 0; names[i]; i++) {
        struct dg_intent *it = &intents[out->intent_count++];
        if (!dg_fill(it, &r->planner, plan, names[i]))
            return false;
        const struct dg_intent *first = it - i; /* what the first lacks, the whole plan lacks */
        it->confidence = dg_rank_score(plan, first, i, is_mine(plan->topic, me));
        if (!warn_of_plan(r, it, plan))
            return false;
    }
    return true;
}

/* A remembered plan is told again only where something new was said of it. */
static bool is_old(const struct reading *r, const struct dg_topic *t)
{
    int32_t fresh = (int32_t)r->talk->remembered;
    for (size_t i = 0; fresh && i < r->topics.stance_count; i++) {
        const struct dg_stance *s = &r->topics.stances[i];
        bool touched = (int32_t)s->message >= fresh || s->agreed_message >= fresh || s->by_message >= fresh;
        if (&r->topics.at[s->topic] == t && touched)
            return false;
    }
    return fresh > 0;
}

static bool settle_plans(struct reading *r, struct dg_reading *out, struct dg_plan *plans, struct dg_intent *intents)
{
    uint64_t me = my_bit(r);
    for (size_t i = 0; i < r->topics.count; i++) {
        struct dg_settled settled;
        size_t before = out->intent_count;
        if (is_others(r, &r->topics.at[i], me) || is_old(r, &r->topics.at[i]))
            continue;
        if (!dg_plan_settle(&settled, &r->planner, &r->topics.at[i]))
            return false;
        settled.plan = (uint32_t)out->plan_count;
        if (!add_intents(r, out, intents, &settled, me) ||
                !dg_plan_write(&plans[out->plan_count], &r->planner, &settled))
            return false;
        if (out->intent_count > before)
            out->plan_count++;
    }
    return true;
}

/* The plan of the best intent is the one that the API calls the plan. */
static void put_best_plan_first(struct dg_reading *out, struct dg_plan *plans, struct dg_intent *intents)
{
    uint32_t best = out->intent_count ? intents[0].plan : 0;
    if (best == 0 || best >= out->plan_count)
        return;
    struct dg_plan first = plans[0];
    plans[0] = plans[best];
    plans[best] = first;
    for (size_t i = 0; i < out->intent_count; i++) {
        uint32_t plan = intents[i].plan;
        intents[i].plan = plan == best ? 0 : plan == 0 ? best : plan;
    }
}

static bool ask_and_warn(struct reading *r, const struct dg_reading *out, struct dg_intent *intents)
{
    const struct dg_warning_view view = { r->ctx, r->language, r->lexicon, r->hearing.texts, r->hearing.mentions,
        r->talk->count, r->talk->remembered };
    if (!dg_link(intents, out->intent_count, r->ctx, r->arena))
        return false;
    bool false_link = dg_warning_false_link(&view);
    for (size_t i = 0; i < out->intent_count; i++) {
        if (!dg_question_ask(&intents[i], r->language, r->arena) ||
                !dg_warning_check(&intents[i], &view, false_link, r->arena))
            return false;
    }
    return true;
}

/* The talk followed to its end: plans and intents, the best one first. */
static bool follow(struct reading *r, struct dg_reading *out, const struct dg_hint *hint)
{
    r->plans = dg_arena_array(r->arena, DG_TOPICS_MAX, sizeof *r->plans);
    r->intents = dg_arena_array(r->arena, INTENTS_MAX, sizeof *r->intents);
    if (!r->plans || !r->intents || !dg_agree(&r->topics, &r->hearing.heard, hint, r->arena))
        return false;
    out->plans = r->plans;
    out->plan_count = 0;
    out->intents = r->intents;
    out->intent_count = 0;
    if (!settle_plans(r, out, r->plans, r->intents) || !dg_task_find(out, r->intents, &r->planner, r->hearing.mentions))
        return false;
    dg_rank_sort(r->intents, out->intent_count);
    return true;
}

/* Follows the talk again, told what it is about; what the rules found stays where that leads nowhere. */
static bool follow_hint(struct reading *r, struct dg_reading *out, const struct dg_hint *hint, const char *name)
{
    const struct reading before = *r;
    const struct dg_reading found = *out;
    if (!follow(r, out, hint))
        return false;
    if (!dg_rank_raise(r->intents, out->intent_count, name)) {
        *r = before;
        *out = found;
    }
    return true;
}

/* Where the words leave open what the talk is for, or say it badly, what was learned of such talks decides. */
static bool weigh_aim(struct reading *r, struct dg_reading *out)
{
    struct dg_aim_decision *decision = &r->decision;
    struct dg_hint hint;
    decision->by_rules = out->intent_count ? r->intents[0].schema->name : NULL;
    decision->aim = dg_rank_aim(decision->chances, out);
    const char *name = dg_aim_intent(decision->aim);
    if (!name) {
        out->intent_count = 0;
        out->plan_count = 0;
        return true;
    }
    if (dg_rank_raise(r->intents, out->intent_count, name))
        return true;
    if (dg_rank_hint(&hint, decision->aim))
        return follow_hint(r, out, &hint, name);
    bool fits = dg_task_guess(out, r->intents, &r->planner, r->hearing.mentions, name);
    dg_rank_raise(r->intents, out->intent_count, name);
    return fits;
}

static bool settle(struct reading *r, struct dg_reading *out)
{
    if (!follow(r, out, NULL) || !weigh_aim(r, out) || !dg_plan_superseded(out, &r->planner))
        return false;
    put_best_plan_first(out, r->plans, r->intents);
    dg_rank_calibrate(r->intents, out->intent_count, r->decision.chances);
    return ask_and_warn(r, out, r->intents);
}

static bool run(struct reading *r, struct dg_reading *out)
{
    out->goes_on = dg_agree_from(r->talk) == 0;
    if (!hear(r) || !settle(r, out) || !list_entities(r, out))
        return false;
    if (r->explain)
        dg_explain_tell(r->explain, &r->planner, r->hearing.mentions, &r->decision, out);
    return true;
}

enum dg_status dg_read(const struct dg_reading **out, const struct dg_talk *talk, const struct dg_context *ctx,
        const struct dg_lexicon *lexicon, struct dg_arena *arena, const struct dg_explain *explain)
{
    struct dg_reading *reading = dg_arena_alloc(arena, sizeof *reading);
    struct reading *r = dg_arena_alloc(arena, sizeof *r);
    *out = reading;
    if (!reading || !r)
        return DG_TOO_BIG;
    *r = (struct reading){ .talk = talk, .ctx = ctx, .lexicon = lexicon, .arena = arena, .explain = explain };
    r->language = ctx->language != DG_LANG_UNKNOWN ? ctx->language : dg_language_detect(talk);
    reading->language = r->language;
    if (!run(r, reading))
        return DG_TOO_BIG;
    return dg_arena_overflowed(arena) ? DG_TOO_BIG : DG_OK;
}
