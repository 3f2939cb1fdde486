/* "Remind me an hour before": a time that is no hour of the plan. */
#include "intents/assign_put.h"
#include "intents/remind.h"
#include "intents/when_node.h"

/* The only time of its clause. */
static bool is_alone(const struct dg_clause *c, const struct dg_mention *m)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        if (c->mentions[i].type == DG_M_TIME && c->mentions[i].start != m->start)
            return false;
    }
    return true;
}

/* Without the word beside it, it is one only where the hour itself was said in the same breath: 提醒我三点开会，提前十分钟. */
bool dg_assign_is_reminder(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn,
        const struct dg_mention *m)
{
    const struct dg_text *text = &all->texts[m->message];
    if (!dg_remind_is_ahead(text, all->lexicon, m))
        return false;
    if (dg_remind_is_said(text, all->lexicon, m, turn->clause->start, turn->clause->end))
        return true;
    const struct dg_stance *now = dg_topic_current(all, topic, DG_F_TIME);
    return is_alone(turn->clause, m) && now && now->message == turn->message &&
            dg_remind_is_said(text, all->lexicon, m, 0, text->folded.len);
}

const struct dg_mention *dg_assign_reminder(const struct dg_topics *all, const struct dg_mention *m)
{
    static const struct dg_when length = { .kind = DG_WHEN_DURATION };
    struct dg_mention *out = dg_arena_alloc(all->arena, sizeof *out);
    if (!out)
        return m;
    *out = *m;
    out->value.time = (struct dg_time){ .duration = dg_remind_duration(m->when, all->arena) };
    out->when = &length;
    return out;
}
