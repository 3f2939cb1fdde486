/* Stances as slots: words joined, times resolved. */
#include "intents/plan.h"

static struct dg_str join(const struct dg_planner *p, const struct dg_stance *s)
{
    const char *between = p->language == DG_LANG_ZH ? "" : " ";
    struct dg_str text = { "", 0 };
    for (size_t i = 0; i < s->from_count; i++) {
        const struct dg_mention *m = s->from[i];
        struct dg_str words = dg_text_words(&p->texts[m->message], m->start, m->end);
        text = i ? dg_arena_print(p->arena, "%.*s%s%.*s", (int)text.len, text.at, between, (int)words.len, words.at)
                 : words;
    }
    return text;
}

bool dg_plan_span(struct dg_span *out, const struct dg_planner *p, uint32_t message, size_t start_byte, size_t end_byte)
{
    size_t remembered = p->heard->talk->remembered;
    if (message < remembered)
        return false;
    *out = dg_text_span(&p->texts[message], message, start_byte, end_byte);
    out->message -= (uint32_t)remembered;
    return true;
}

static bool list_spans(struct dg_slot *out, const struct dg_planner *p, const struct dg_stance *s)
{
    struct dg_span *spans = dg_arena_array(p->arena, s->from_count, sizeof *spans);
    for (size_t i = 0; spans && i < s->from_count; i++) {
        const struct dg_mention *m = s->from[i];
        out->span_count += dg_plan_span(&spans[out->span_count], p, m->message, m->start, m->end);
    }
    out->spans = spans;
    return spans != NULL;
}

/* A bare 七点 of a meal of no particular name is the evening's. */
static struct dg_time resolve(const struct dg_planner *p, const struct dg_stance *s, const struct dg_activity *activity,
        const struct dg_instant *after)
{
    struct dg_when_hints hints = { .reference = after ? *after : s->reference,
        .zone = p->heard->ctx->zone,
        .typical_hour = activity->typical_hour,
        .arranged = dg_activity_is_arranged(activity),
        .clock24 = p->topics->clock24 };
    return dg_when_resolve(s->when, &hints, p->arena);
}

bool dg_plan_slot(struct dg_slot *out, const struct dg_planner *p, const struct dg_stance *s, const char *name,
        const struct dg_activity *activity, const struct dg_instant *after)
{
    *out = (struct dg_slot){
        .name = name, .value = s->value, .text = join(p, s), .status = s->status, .by_message = s->by_message
    };
    if (s->when) {
        out->value.kind = DG_TIME;
        out->value.time = resolve(p, s, activity, after);
    }
    int32_t by = s->by_message - (int32_t)p->heard->talk->remembered;
    out->by_message = by < 0 ? -1 : by;
    if (!list_spans(out, p, s))
        return false;
    if (!out->span_count && (s->status == DG_AGREED || s->status == DG_PROPOSED))
        out->status = DG_INFERRED; /* remembered, not said here */
    return true;
}
