#include "intents/read.h"

#include "intents/explain.h"
#include "intents/language.h"
#include "intents/link.h"
#include "intents/name.h"
#include "intents/question.h"
#include "intents/rank.h"
#include "intents/speaker.h"
#include "intents/task.h"
#include "intents/warning.h"

/* What the steps hand on to each other; lives in the arena like everything else. */
struct reading {
    const struct dg_talk *talk;
    const struct dg_context *ctx;
    const struct dg_lexicon *lexicon;
    struct dg_arena *arena, *scratch; /* the second while messages are looked at, one by one */
    const struct dg_explain *explain;
    enum dg_language language;
    struct dg_text *texts; /* one a message */
    struct dg_mentions *mentions; /* one a message */
    struct dg_clauses *clauses; /* one list a message */
    struct dg_topics topics;
    struct dg_heard heard;
    struct dg_planner planner;
};

/* What is quoted was said before by somebody else. */
static void drop_quoted(struct dg_clauses *clauses, const struct dg_text *text, size_t own)
{
    while (own && clauses->count && text->origin[clauses->at->start] < own) {
        clauses->at++;
        clauses->count--;
    }
}

static bool look_at(struct reading *r, size_t i, struct dg_name_talk *heard)
{
    const struct dg_message *m = &r->talk->messages[i];
    struct dg_text *text = &r->texts[i];
    struct dg_name_model names = dg_name_model_builtin();
    struct dg_lexicon words;
    if (!dg_text_fold(text, m->text, r->lexicon, r->arena) ||
            !dg_lexicon_index(&words, r->lexicon, text->folded, r->scratch))
        return false;
    struct dg_scan scan = { .text = text,
        .message = (uint32_t)i,
        .language = r->language,
        .ctx = r->ctx,
        .reference = m->has_at ? m->at : r->ctx->now,
        .lexicon = &words,
        .arena = r->arena,
        .scratch = r->scratch };
    r->mentions[i] = dg_recognise(&scan);
    scan.before = r->mentions[i].at;
    scan.before_count = r->mentions[i].count;
    if (!dg_name_review(&r->mentions[i], &scan, &names, heard) ||
            !dg_speaker_name(&r->mentions[i], r->talk, i, r->arena) ||
            !dg_act_clauses(&r->clauses[i], text, (uint32_t)i, r->mentions[i], &words, r->arena))
        return false;
    drop_quoted(&r->clauses[i], text, m->own);
    return true;
}

/* Each message by itself: its words, what they name, what they do. What only that needs is given back after each. */
static bool look_at_messages(struct reading *r)
{
    struct dg_name_talk heard = { 0 };
    size_t count = r->talk->count;
    r->texts = dg_arena_array(r->arena, count, sizeof *r->texts);
    r->mentions = dg_arena_array(r->arena, count, sizeof *r->mentions);
    r->clauses = dg_arena_array(r->arena, count, sizeof *r->clauses);
    r->scratch = dg_arena_create_like(r->arena);
    bool good = r->texts && r->mentions && r->clauses && r->scratch && dg_arena_alloc(r->scratch, 1);
    for (size_t i = 0; good && i < count; i++) {
        struct dg_mark mark = dg_arena_mark(r->scratch);
        good = look_at(r, i, &heard) && !dg_arena_overflowed(r->scratch);
        dg_arena_undo(r->scratch, mark);
    }
    dg_arena_destroy(r->scratch);
    return good;
}

static bool list_entity(const struct reading *r, struct dg_entity *out, const struct dg_mention *m)
{
    const struct dg_text *text = &r->texts[m->message];
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
        count += r->mentions[i].count + r->mentions[i].inner_count;
    struct dg_entity *entities = dg_arena_array(r->arena, count, sizeof *entities);
    for (size_t i = r->talk->remembered; entities && i < r->talk->count; i++) {
        const struct dg_mentions *m = &r->mentions[i];
        if (!list_all(r, entities + n, m->at, m->count) ||
                !list_all(r, entities + n + m->count, m->inner, m->inner_count))
            return false;
        n += m->count + m->inner_count;
    }
    out->entities = entities;
    out->entity_count = n;
    return entities != NULL;
}

static bool follow_agreement(struct reading *r)
{
    uint32_t *speakers = dg_agree_speakers(r->talk, r->arena);
    uint32_t count = 0;
    for (size_t i = 0; speakers && i < r->talk->count; i++)
        count = speakers[i] >= count ? speakers[i] + 1 : count;
    r->heard = (struct dg_heard){ r->talk, r->ctx, r->clauses, speakers, count, r->texts, r->lexicon };
    r->planner = (struct dg_planner){ &r->topics, &r->heard, r->texts, r->lexicon, r->language, r->arena };
    return speakers && dg_agree(&r->topics, &r->heard, r->arena);
}

/* The bit of the person who drags, or 0 when it is not known or they said nothing. */
static uint64_t my_bit(const struct reading *r)
{
    for (size_t i = 0; r->ctx->me.len && i < r->talk->count; i++) {
        if (dg_str_eq(r->talk->messages[i].from, r->ctx->me))
            return dg_agree_bit(r->heard.speakers[i]);
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
        it->confidence = dg_rank_confidence(plan, first, i, is_mine(plan->topic, me));
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
    const struct dg_warning_view view = { r->ctx, r->language, r->lexicon, r->texts, r->mentions, r->talk->count,
        r->talk->remembered };
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

static bool settle(struct reading *r, struct dg_reading *out)
{
    struct dg_plan *plans = dg_arena_array(r->arena, DG_TOPICS_MAX, sizeof *plans);
    struct dg_intent *intents =
            dg_arena_array(r->arena, DG_TOPICS_MAX * DG_INTENTS_OF_PLAN + DG_TASKS_MAX, sizeof *intents);
    if (!plans || !intents)
        return false;
    out->plans = plans;
    out->intents = intents;
    if (!settle_plans(r, out, plans, intents) || !dg_task_find(out, intents, &r->planner, r->mentions) ||
            !dg_plan_superseded(out, &r->planner))
        return false;
    dg_rank_sort(intents, out->intent_count);
    put_best_plan_first(out, plans, intents);
    return ask_and_warn(r, out, intents);
}

static bool run(struct reading *r, struct dg_reading *out)
{
    out->goes_on = dg_agree_from(r->talk) == 0;
    if (!look_at_messages(r) || !follow_agreement(r))
        return false;
    if (!settle(r, out) || !list_entities(r, out))
        return false;
    if (r->explain)
        dg_explain_tell(r->explain, &r->planner, r->mentions, out);
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
