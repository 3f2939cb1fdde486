/* Which plan a clause speaks of, and when it begins a new one. */
#include "intents/calendar.h"
#include "intents/tracker.h"

#include <assert.h>

static struct dg_topic *focus_of(const struct dg_tracker *t)
{
    return t->focus == DG_NO_TOPIC ? NULL : &t->topics->at[t->focus];
}

/* What a clause is taken to be about, and how surely (as clause.activity_strength). */
struct named {
    const struct dg_activity *activity;
    int strength;
};

static bool open_to_all(const struct dg_topic *topic)
{
    return topic->activity->family == DG_FAMILY_NONE || topic->activity->family == DG_FAMILY_TRIP;
}

/* Tickets alone say no more than that somebody goes somewhere; they belong to whatever is for sale. */
static bool sells_tickets(enum dg_family f)
{
    return f == DG_FAMILY_SHOW || dg_activity_is_journey(f);
}

static struct dg_topic *topic_for(const struct dg_tracker *t, const struct dg_activity *activity)
{
    assert(t->topics);
    struct dg_topic *focus = focus_of(t);
    bool about_tickets = focus && activity->family == DG_FAMILY_TRIP && sells_tickets(focus->activity->family);
    bool about_way = focus && activity->family == DG_FAMILY_ROUTE && focus->activity->family == DG_FAMILY_RIDE;
    bool about_feast = focus && activity->family == DG_FAMILY_MEAL && focus->activity->name &&
            strcmp(focus->activity->name, "party") == 0;
    if (about_tickets || about_way || about_feast)
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

static bool has(const struct dg_clause *c, enum dg_mention_type type)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        if (c->mentions[i].type == type)
            return true;
    }
    return false;
}

/* Whether the clause has a word or a value that a plan begins with. */
static bool says_anything(const struct dg_clause *c)
{
    return c->activity || dg_clause_has_time(c) || has(c, DG_M_PLACE) || has(c, DG_M_TITLE);
}

/* A room somewhere goes with the journey that is talked of. */
static bool goes_with(const struct dg_tracker *t, const struct dg_clause *c, const struct dg_activity *activity)
{
    const struct dg_topic *focus = focus_of(t);
    return activity->family == DG_FAMILY_STAY && focus && dg_activity_is_journey(focus->activity->family) &&
            has(c, DG_M_PLACE);
}

/* Who is driven to the airport is asked when it flies: nobody is going to book that. */
static bool asks_of_departure(const struct dg_tracker *t, const struct dg_clause *c)
{
    const struct dg_topic *focus = focus_of(t);
    bool departs = c->activity && dg_activity_is_journey(c->activity->family);
    return departs && c->act == DG_ACT_ASK && focus && focus->activity->family == DG_FAMILY_RIDE;
}

static bool may_open(const struct dg_tracker *t, const struct dg_clause *c, const struct named *named)
{
    enum {
        MARKS = DG_SIGNAL(PROPOSE) | DG_SIGNAL(REQUEST) | DG_SIGNAL(SETTLE) | DG_SIGNAL(BOOKED) | DG_SIGNAL(CHANGE) |
                DG_SIGNAL(ASK)
    };
    const struct dg_activity *activity = named->activity;
    bool marked = t->booked || c->question || (c->signals & MARKS) || (activity && activity->family == DG_FAMILY_ROUTE);
    if (c->act == DG_ACT_PAST || c->act == DG_ACT_UNREAL || c->act == DG_ACT_REJECT || asks_of_departure(t, c))
        return false;
    if (t->hint)
        return says_anything(c);
    if (activity && named->strength >= 2) /* in a talk of something else it may be what hinders */
        return t->focus == DG_NO_TOPIC || marked || t->timed || c->act == DG_ACT_RETRACT || goes_with(t, c, activity);
    bool when_and_where = t->focus == DG_NO_TOPIC && t->timed && (has(c, DG_M_PLACE) || has(c, DG_M_TITLE));
    return when_and_where || (marked && (dg_clause_has_time(c) || (activity && has(c, DG_M_PLACE))));
}

static struct dg_topic *open_topic(struct dg_tracker *t, const struct dg_activity *activity)
{
    struct dg_topics *all = t->topics;
    if (all->count == DG_TOPICS_MAX)
        return &all->at[DG_TOPICS_MAX - 1];
    struct dg_topic *topic = &all->at[all->count];
    *topic = (struct dg_topic){
        .activity = activity, .opened = t->turn.message, .before = t->focus, .refused = DG_NO_STANCE
    };
    if (t->hint) {
        topic->hinted = true;
        topic->moved = t->hint->moves;
        topic->removed = t->hint->removes;
    }
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
    if (topic->named && strcmp(c->activity->name, "reminder") == 0 && topic->activity->family == DG_FAMILY_MEET)
        return; /* 三点开会 记一下 */
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

static int64_t day_of(struct dg_instant t)
{
    return dg_day_index(t.utc_s + t.offset_s);
}

/* The start of what stands as the topic's time; false when it has none. */
static bool start_of(const struct dg_tracker *t, const struct dg_topic *topic, struct dg_instant *out)
{
    const struct dg_stance *time = dg_topic_current(t->topics, topic, DG_F_TIME);
    if (!time || !(dg_when_says(time->when) & (DG_SAYS_DAY | DG_SAYS_NOW)))
        return false;
    *out = dg_assign_start(t->topics, time, time->reference);
    return true;
}

/* The day that the clause names; false when it names none. */
static bool names_day(const struct dg_clause *c, const struct dg_mention **out)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        if (m->type == DG_M_TIME && m->value.time.has_start && (dg_when_says(m->when) & DG_SAYS_DAY)) {
            *out = m;
            return true;
        }
    }
    return false;
}

/* Two things of one kind are two plans, not one that changed, when they have their own days and the first is settled or
 * named in the same breath. */
static bool is_another(const struct dg_tracker *t, const struct dg_topic *topic, const struct dg_clause *c)
{
    const struct dg_mention *day;
    struct dg_instant start;
    bool differs = c->activity != topic->activity && strcmp(c->activity->name, "meal") != 0;
    bool one_breath = topic->last == c->message && topic->opened == c->message && !c->question;
    if (open_to_all(topic) || (c->signals & (DG_SIGNAL(CHANGE) | DG_SIGNAL(REJECT))) || !dg_clause_has_time(c))
        return false;
    if (differs && topic->accepted)
        return true;
    bool own_day = names_day(c, &day) && start_of(t, topic, &start) && day_of(start) != day_of(day->value.time.start);
    return own_day && ((differs && one_breath) || (t->aside && topic->accepted));
}

/* ---- going back to a plan by what is known of it --------------------------------------------------------------- */

bool dg_tracker_is_busy_then(const struct dg_tracker *t, const struct dg_topic *focus, const struct dg_clause *c)
{
    const struct dg_mention *day;
    const struct dg_stance *put = dg_topic_current(t->topics, focus, DG_F_TIME);
    struct dg_instant start;
    bool answers = put && put->speaker != t->turn.speaker && put->message + 1 >= t->turn.message;
    return answers && !topic_for(t, c->activity) && names_day(c, &day) && start_of(t, focus, &start) &&
            day_of(start) == day_of(day->value.time.start);
}

/* Whether the clause speaks of the topic's day (and, to propose, of its very hour). */
static bool speaks_of_time(const struct dg_tracker *t, const struct dg_topic *topic, const struct dg_clause *c)
{
    const struct dg_mention *m;
    struct dg_instant start;
    if (!names_day(c, &m) || !start_of(t, topic, &start))
        return false;
    if (c->act == DG_ACT_PROPOSE || c->question)
        return m->value.time.start.utc_s == start.utc_s;
    return day_of(m->value.time.start) == day_of(start);
}

static bool speaks_of_place(const struct dg_tracker *t, const struct dg_topic *topic, const struct dg_clause *c)
{
    const struct dg_stance *venue = dg_topic_current(t->topics, topic, DG_F_VENUE);
    for (size_t i = 0; venue && i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        if (m->type == DG_M_PLACE && dg_same_name(m->value.place.name, venue->value.place.name))
            return true;
    }
    return false;
}

static bool speaks_of(const struct dg_tracker *t, const struct dg_topic *topic, const struct dg_clause *c)
{
    return speaks_of_time(t, topic, c) || speaks_of_place(t, topic, c);
}

/* The plan that the clause's values are of when they are not of the one talked of: "so Thursday 12:45, and Saturday …". */
static struct dg_topic *return_to(const struct dg_tracker *t, struct dg_topic *focus, const struct dg_clause *c)
{
    bool drives = focus->activity->family == DG_FAMILY_RIDE || focus->activity->family == DG_FAMILY_ROUTE;
    if (drives || !c->mention_count || t->topics->count < 2 || speaks_of(t, focus, c))
        return focus;
    for (size_t i = t->topics->count; i-- > 0;) {
        struct dg_topic *topic = &t->topics->at[i];
        if (topic != focus && !topic->called_off && speaks_of(t, topic, c))
            return topic;
    }
    return focus;
}

/* ---- what a clause is about ------------------------------------------------------------------------------------- */

/* "coffee tomorrow? Dark Matter?": nothing but a name, where people eat and drink. */
static bool is_name_alone(const struct dg_tracker *t, const struct dg_clause *c)
{
    enum { BESIDE_BYTES = 2 };
    bool latin = !(t->heard->texts[c->message].folded.at[c->start] & 0x80);
    return latin && c->mention_count == 1 &&
            c->end - c->start <= c->mentions[0].end - c->mentions[0].start + BESIDE_BYTES;
}

/* A film or a band is not for dinner: its title alone speaks of something to see. */
static bool title_speaks(const struct dg_tracker *t, const struct dg_topic *focus, const struct dg_clause *c)
{
    return focus && has(c, DG_M_TITLE) && !is_name_alone(t, c) &&
            (focus->activity->family == DG_FAMILY_MEAL || focus->activity->family == DG_FAMILY_CAFE);
}

/* What a thing that is counted, numbered or ordered is part of. */
static const char *part_of(const struct dg_mention *m)
{
    if (m->type == DG_M_CODE && dg_str_is(m->value.code.scheme, "train"))
        return "train";
    if (m->type == DG_M_CODE && dg_str_is(m->value.code.scheme, "flight"))
        return "flight";
    if (m->type == DG_M_COUNT && m->unit && (strcmp(m->unit, "night") == 0 || strcmp(m->unit, "room") == 0))
        return "hotel";
    return m->type == DG_M_RIDE_TYPE ? "ride" : NULL;
}

/* The number of a train names it as well as the word does, nights and rooms are a hotel's. */
static const struct dg_activity *implied(const struct dg_clause *c, const struct dg_topic *focus)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        const char *whole = part_of(&c->mentions[i]);
        const struct dg_activity *activity = whole ? dg_activity_find(dg_str_of(whole)) : NULL;
        bool rides = focus && (focus->activity->family == DG_FAMILY_TRAIN || focus->activity->family == DG_FAMILY_BUS);
        if (activity && rides && c->mentions[i].type == DG_M_CODE)
            return focus->activity; /* also where an airline's number would look the same */
        bool own = focus && (focus->activity->family == DG_FAMILY_MEET || focus->activity->family == DG_FAMILY_MEAL);
        if (activity &&
                !(own && activity->family == DG_FAMILY_STAY)) /* a room for the meeting, a private room to eat in */
            return activity;
    }
    return NULL;
}

/* A word for an entry in the calendar says more than that there is one. */
static bool fits_hint(const struct dg_hint *hint, const struct dg_clause *c)
{
    bool open = hint->activity->family == DG_FAMILY_NONE && c->activity && c->activity->family == DG_FAMILY_MEET;
    return open || (c->activity && c->activity->family == hint->activity->family);
}

static struct named named_by(const struct dg_tracker *t, const struct dg_topic *focus, const struct dg_clause *c)
{
    enum { SAYS = 2 };
    if (t->hint && t->hint->activity)
        return (struct named){ fits_hint(t->hint, c) ? c->activity : t->hint->activity, SAYS };
    if (c->activity && c->activity_strength >= SAYS)
        return (struct named){ c->activity, c->activity_strength };
    if (t->aside)
        return (struct named){ t->aside, SAYS };
    if (implied(c, focus))
        return (struct named){ implied(c, focus), SAYS };
    if (title_speaks(t, focus, c))
        return (struct named){ dg_activity_find(dg_str_of("show")), SAYS };
    return (struct named){ c->activity, c->activity_strength };
}

void dg_tracker_turn_aside(struct dg_tracker *t, const struct dg_clauses *clauses, size_t k)
{
    const struct dg_topic *focus = focus_of(t);
    const struct dg_clause *best = NULL;
    for (size_t i = k; i < clauses->count && (i == k || !(clauses->at[i].signals & DG_SIGNAL(ASIDE))); i++) {
        const struct dg_clause *c = &clauses->at[i];
        if (c->activity && c->activity_strength >= 2 && !best)
            best = c;
    }
    bool other = best && focus && best->activity->family != focus->activity->family && !open_to_all(focus);
    t->aside = other ? best->activity : NULL;
}

struct dg_topic *dg_tracker_topic(struct dg_tracker *t, const struct dg_clause *c)
{
    struct dg_topic *focus = focus_of(t), *topic = focus;
    struct named named = named_by(t, focus, c);
    if (named.activity && (named.strength >= 2 || !focus)) {
        topic = topic_for(t, named.activity);
        if (!topic || (c->activity == named.activity && is_another(t, topic, c)))
            topic = may_open(t, c, &named) ? open_topic(t, named.activity) : focus;
    } else if (focus) {
        topic = return_to(t, focus, c);
    } else if (may_open(t, c, &named)) {
        topic = open_topic(t, c->activity ? c->activity : dg_activity_none());
    }
    if (!topic)
        return NULL;
    if (topic == focus && open_to_all(topic) && named.activity == implied(c, focus) && named.activity)
        topic->activity = named.activity; /* 送他去车站 … 叫辆商务车 */
    bool feast = c->activity && c->activity->family == DG_FAMILY_MEAL && topic->activity->family == DG_FAMILY_MEET;
    bool fits = c->activity && (topic->activity->family == c->activity->family || open_to_all(topic) || feast);
    if (fits && c->act != DG_ACT_REJECT && c->act != DG_ACT_PAST)
        name_topic(topic, c);
    return topic;
}
