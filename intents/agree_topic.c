/* Which plan a clause speaks of, and when it begins a new one. */
#include "intents/tracker.h"

static struct dg_topic *focus_of(const struct dg_tracker *t)
{
    return t->focus == DG_NO_TOPIC ? NULL : &t->topics->at[t->focus];
}

static bool open_to_all(const struct dg_topic *topic)
{
    return topic->activity->family == DG_FAMILY_NONE || topic->activity->family == DG_FAMILY_TRIP;
}

/* Tickets alone say no more than that somebody goes somewhere; they belong to whatever is for sale. */
static bool sells_tickets(enum dg_family f)
{
    return f == DG_FAMILY_SHOW || f == DG_FAMILY_FLIGHT || f == DG_FAMILY_TRAIN || f == DG_FAMILY_BUS;
}

static struct dg_topic *topic_for(const struct dg_tracker *t, const struct dg_activity *activity)
{
    struct dg_topic *focus = focus_of(t);
    bool about_tickets = focus && activity->family == DG_FAMILY_TRIP && sells_tickets(focus->activity->family);
    bool about_way = focus && activity->family == DG_FAMILY_ROUTE && focus->activity->family == DG_FAMILY_RIDE;
    if (about_tickets || about_way)
        return focus;
    if (focus && (focus->activity->family == activity->family || open_to_all(focus)))
        return focus;
    for (size_t i = t->topics->count; i-- > 0;) {
        if (t->topics->at[i].activity->family == activity->family)
            return &t->topics->at[i];
    }
    return NULL;
}

bool dg_clause_has_time(const struct dg_clause *c)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        if (m->type == DG_M_TIME && m->when && !(dg_when_says(m->when) & (DG_SAYS_PAST | DG_SAYS_VAGUE)))
            return true;
    }
    return false;
}

static bool has_place(const struct dg_clause *c)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        if (c->mentions[i].type == DG_M_PLACE)
            return true;
    }
    return false;
}

static bool may_open(const struct dg_clause *c, bool booked, bool timed)
{
    enum {
        MARKS = DG_SIGNAL(PROPOSE) | DG_SIGNAL(REQUEST) | DG_SIGNAL(SETTLE) | DG_SIGNAL(BOOKED) | DG_SIGNAL(CHANGE) |
                DG_SIGNAL(ASK)
    };
    bool marked =
            booked || c->question || (c->signals & MARKS) || (c->activity && c->activity->family == DG_FAMILY_ROUTE);
    if (c->act == DG_ACT_PAST || c->act == DG_ACT_UNREAL || c->act == DG_ACT_REJECT)
        return false;
    if (c->activity && c->activity_strength >= 2)
        return marked || timed || c->act == DG_ACT_RETRACT;
    return marked && (dg_clause_has_time(c) || (c->activity && has_place(c)));
}

static struct dg_topic *open_topic(struct dg_tracker *t, const struct dg_activity *activity)
{
    struct dg_topics *all = t->topics;
    if (all->count == DG_TOPICS_MAX)
        return &all->at[DG_TOPICS_MAX - 1];
    struct dg_topic *topic = &all->at[all->count];
    *topic = (struct dg_topic){ .activity = activity, .opened = t->turn.message, .before = t->focus };
    for (int f = 0; f < DG_F_COUNT; f++)
        topic->newest[f] = DG_NO_STANCE;
    all->count++;
    return topic;
}

/* The topic takes the clause's word for what it is about when that word says more than the one before. */
static void name_topic(struct dg_topic *topic, const struct dg_clause *c)
{
    if (!c->activity || (topic->named && c->activity_strength < topic->strength))
        return;
    bool vaguer = strcmp(c->activity->name, "meal") == 0 && topic->activity->family == DG_FAMILY_MEAL;
    if (!vaguer)
        topic->activity = c->activity;
    if (topic->named && topic->activity != c->activity)
        return;
    topic->strength = c->activity_strength;
    topic->named = true;
    topic->named_message = c->message;
    topic->named_start = c->activity_start;
    topic->named_end = c->activity_end;
}

/* Two meals of different names on their own days are two plans, not one plan that changed. */
static bool is_another(const struct dg_topic *topic, const struct dg_clause *c)
{
    return topic->accepted && c->activity != topic->activity && c->activity_strength >= 2 && dg_clause_has_time(c) &&
            !open_to_all(topic) && strcmp(c->activity->name, "meal") != 0 &&
            (c->signals & (DG_SIGNAL(CHANGE) | DG_SIGNAL(REJECT))) == 0;
}

struct dg_topic *dg_tracker_topic(struct dg_tracker *t, const struct dg_clause *c)
{
    struct dg_topic *focus = focus_of(t), *topic = focus;
    bool named = c->activity && (c->activity_strength >= 2 || !focus);
    if (named) {
        topic = topic_for(t, c->activity);
        if (!topic || is_another(topic, c))
            topic = may_open(c, t->booked, t->timed) ? open_topic(t, c->activity) : focus;
    } else if (!topic && may_open(c, t->booked, t->timed)) {
        topic = open_topic(t, c->activity ? c->activity : dg_activity_none());
    }
    if (!topic)
        return NULL;
    bool fits = c->activity && (topic->activity->family == c->activity->family || open_to_all(topic));
    if (fits && c->act != DG_ACT_REJECT && c->act != DG_ACT_PAST)
        name_topic(topic, c);
    return topic;
}
