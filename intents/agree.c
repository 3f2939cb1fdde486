#include "intents/agree.h"

#include "intents/assign.h"

enum { LAST_SPEAKER_BIT = 63, NO_TOPIC = -1, PENDING_MAX = 4, PENDING_MESSAGES = 2 };

/* The talk as it is followed, clause by clause. */
struct tracker {
    struct dg_topics *topics;
    const struct dg_heard *heard;
    int32_t focus; /* the topic that is talked of, or NO_TOPIC */
    enum dg_about asked, asked_now; /* what the message before asked about, what this one does */
    struct dg_turn_of turn;
    bool unreal; /* the message is a joke or a dream: nothing of it counts */
    bool booked; /* the message tells of something that is done already */
    bool timed; /* it has a time that is no hindrance */
    const struct dg_clause *pending[PENDING_MAX]; /* said just before there was a topic to put it in */
    size_t pending_count;
};

uint64_t dg_agree_bit(uint32_t speaker)
{
    return 1ull << (speaker < LAST_SPEAKER_BIT ? speaker : LAST_SPEAKER_BIT);
}

uint32_t *dg_agree_speakers(const struct dg_talk *talk, struct dg_arena *arena)
{
    uint32_t *numbers = dg_arena_array(arena, talk->count, sizeof *numbers), next = 0;
    size_t *firsts = dg_arena_array(arena, talk->count, sizeof *firsts); /* the first message of each speaker */
    for (size_t i = 0; numbers && firsts && i < talk->count; i++) {
        uint32_t n = 0;
        while (n < next && !dg_str_eq(talk->messages[firsts[n]].from, talk->messages[i].from))
            n++;
        if (n == next)
            firsts[next++] = i;
        numbers[i] = n;
    }
    return firsts ? numbers : NULL;
}

static struct dg_topic *focus_of(const struct tracker *t)
{
    return t->focus == NO_TOPIC ? NULL : &t->topics->at[t->focus];
}

/* ---- which topic a clause belongs to ------------------------------------------------------------------------ */

static bool open_to_all(const struct dg_topic *topic)
{
    return topic->activity->family == DG_FAMILY_NONE || topic->activity->family == DG_FAMILY_TRIP;
}

/* Tickets alone say no more than that somebody goes somewhere; they belong to whatever is for sale. */
static bool sells_tickets(enum dg_family f)
{
    return f == DG_FAMILY_SHOW || f == DG_FAMILY_FLIGHT || f == DG_FAMILY_TRAIN || f == DG_FAMILY_BUS;
}

static struct dg_topic *topic_for(const struct tracker *t, const struct dg_activity *activity)
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

static bool has_time(const struct dg_clause *c)
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
    return marked && (has_time(c) || (c->activity && has_place(c)));
}

static struct dg_topic *open_topic(struct tracker *t, const struct dg_activity *activity)
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
    return topic->accepted && c->activity != topic->activity && c->activity_strength >= 2 && has_time(c) &&
            !open_to_all(topic) && strcmp(c->activity->name, "meal") != 0 &&
            (c->signals & (DG_SIGNAL(CHANGE) | DG_SIGNAL(REJECT))) == 0;
}

static struct dg_topic *choose_topic(struct tracker *t, const struct dg_clause *c)
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

/* ---- what the acts do --------------------------------------------------------------------------------------- */

static bool put_values(struct tracker *t, struct dg_topic *topic, const struct dg_clause *c, enum dg_slot_status status)
{
    bool moved = topic->moved;
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        enum dg_field field = dg_assign_field(t->topics, topic, &t->turn, m);
        if (field == DG_F_COUNT || m->role == DG_ROLE_NOT)
            continue;
        if (moved && field == DG_F_TIME && c->change_end && m->value.time.has_end &&
                (dg_when_says(m->when) & DG_SAYS_END)) {
            if (!dg_assign_move(t->topics, topic, &t->turn, m))
                return false;
            continue;
        }
        bool stays = moved && field == DG_F_TIME && c->change_end && m->start < c->change_end;
        if (!dg_assign_put(t->topics, topic, &t->turn, stays ? DG_F_OLD_TIME : field, m, status))
            return false;
    }
    return true;
}

static void reject_mention(struct tracker *t, struct dg_topic *topic, const struct dg_mention *m)
{
    uint32_t by = t->turn.message;
    if (m->type == DG_M_TIME)
        dg_topic_reject(t->topics, topic, DG_F_TIME, NULL, by);
    else if (m->type == DG_M_TITLE)
        dg_topic_reject(t->topics, topic, DG_F_TITLE, m, by);
    else if (m->type == DG_M_PLACE && !dg_topic_reject(t->topics, topic, DG_F_VENUE, m, by))
        dg_topic_reject(t->topics, topic, DG_F_AREA, m, by);
}

/* What a bare "no" turns down: what was put forward last by somebody else. */
static enum dg_field last_said(const struct tracker *t, const struct dg_topic *topic)
{
    static const enum dg_field fields[] = { DG_F_TIME, DG_F_VENUE, DG_F_TITLE, DG_F_AREA };
    enum dg_field found = DG_F_COUNT;
    int32_t newest = DG_NO_STANCE;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        int32_t at = topic->newest[fields[i]];
        if (at > newest && t->topics->stances[at].speaker != t->turn.speaker &&
                t->topics->stances[at].message + 1 >= t->turn.message) {
            newest = at;
            found = fields[i];
        }
    }
    return found;
}

static void reject_about(struct tracker *t, struct dg_topic *topic, enum dg_about about)
{
    enum dg_field field = last_said(t, topic);
    if (about == DG_ABOUT_TIME)
        field = DG_F_TIME;
    else if (about == DG_ABOUT_PLACE || about == DG_ABOUT_PRICE)
        field = dg_topic_current(t->topics, topic, DG_F_VENUE) ? DG_F_VENUE : DG_F_AREA;
    if (field != DG_F_COUNT)
        dg_topic_reject(t->topics, topic, field, NULL, t->turn.message);
}

static void reject(struct tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    bool any = false;
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        bool time_of_other =
                m->type == DG_M_TIME && (c->reject_about == DG_ABOUT_PLACE || c->reject_about == DG_ABOUT_PRICE);
        if (time_of_other || (m->type != DG_M_TIME && m->type != DG_M_PLACE && m->type != DG_M_TITLE))
            continue;
        reject_mention(t, topic, m);
        any = true;
    }
    if (!any && c->bare_reject && (c->signals & DG_SIGNAL(REJECT)))
        reject_about(t, topic, c->reject_about);
    if (c->reject_about == DG_ABOUT_ACTIVITY)
        topic->against |= dg_agree_bit(t->turn.speaker);
}

/* "We went there last week" turns down what somebody else has just put forward, and nothing otherwise. */
static void recall(struct tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        if (m->type == DG_M_PLACE || m->type == DG_M_TITLE)
            reject_mention(t, topic, m);
    }
}

static void retract(struct tracker *t, struct dg_topic *topic)
{
    if (topic->opened == t->turn.message || topic->booked)
        topic->removed = true;
    else
        topic->called_off = true;
}

static void note_signals(struct tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    if (c->signals & DG_SIGNAL(REQUEST))
        topic->requested = true;
    if (t->booked && topic->opened == t->turn.message) /* else it is what the talk itself has brought about */
        topic->booked = true;
    if ((c->signals & DG_SIGNAL(CHANGE)) && topic->opened == t->turn.message && has_time(c) && topic->named)
        topic->moved = true;
    if (c->act == DG_ACT_PROPOSE)
        topic->proposed = true;
}

/* "the first one": the place before the last stands again. */
static void go_back(struct tracker *t, struct dg_topic *topic)
{
    struct dg_stance *now = dg_topic_newest(t->topics, topic, DG_F_VENUE);
    if (now && now->older != DG_NO_STANCE)
        dg_topic_reject(t->topics, topic, DG_F_VENUE, NULL, t->turn.message);
}

static bool follow_there(struct tracker *t, struct dg_topic *topic)
{
    if (topic->before < 0 || topic->newest[DG_F_VENUE] != DG_NO_STANCE)
        return true;
    const struct dg_topic *before = &t->topics->at[topic->before];
    const struct dg_stance *venue = dg_topic_current(t->topics, before, DG_F_VENUE);
    struct dg_stance copy;
    if (!venue || (topic->activity->family != DG_FAMILY_RIDE && topic->activity->family != DG_FAMILY_ROUTE))
        return true;
    copy = *venue;
    return dg_topic_put(t->topics, topic, &copy, false) != NULL;
}

static bool take(struct tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    enum dg_slot_status status = topic->booked || c->act == DG_ACT_ACCEPT ? DG_AGREED : DG_PROPOSED;
    note_signals(t, topic, c);
    if (c->act != DG_ACT_ASK && (c->act == DG_ACT_ACCEPT || c->mention_count))
        dg_topic_agree(t->topics, topic, t->turn.speaker);
    if (topic->moved && c->change_end) {
        struct dg_stance *old = dg_topic_newest(t->topics, topic, DG_F_TIME);
        if (old && topic->newest[DG_F_OLD_TIME] == DG_NO_STANCE) {
            struct dg_stance copy = *old;
            copy.field = DG_F_OLD_TIME;
            if (!dg_topic_put(t->topics, topic, &copy, false))
                return false;
        }
    }
    if (c->mention_count || c->act != DG_ACT_INFORM)
        topic->speakers |= dg_agree_bit(t->turn.speaker);
    if (c->same_about == DG_ABOUT_FORMER)
        go_back(t, topic);
    if (c->same_about == DG_ABOUT_PLACE && !follow_there(t, topic))
        return false;
    if (c->mention_count && c->act == DG_ACT_PROPOSE && has_time(c))
        topic->called_off = false;
    return put_values(t, topic, c, status);
}

/* What was said before there was a topic: the last few clauses of the last few messages. */
static void hold(struct tracker *t, const struct dg_clause *c)
{
    if (c->act != DG_ACT_INFORM && c->act != DG_ACT_PROPOSE && c->act != DG_ACT_ACCEPT)
        return;
    if (!c->mention_count)
        return;
    if (t->pending_count == PENDING_MAX) {
        memmove(t->pending, t->pending + 1, (PENDING_MAX - 1) * sizeof t->pending[0]);
        t->pending_count--;
    }
    t->pending[t->pending_count++] = c;
}

static bool put_pending(struct tracker *t, struct dg_topic *topic)
{
    struct dg_turn_of now = t->turn;
    bool fits = true;
    for (size_t i = 0; fits && i < t->pending_count; i++) {
        const struct dg_clause *c = t->pending[i];
        const struct dg_message *m = &t->heard->talk->messages[c->message];
        if (c->message + PENDING_MESSAGES < now.message)
            continue;
        t->turn = (struct dg_turn_of){ .clause = c,
            .message = c->message,
            .speaker = t->heard->speakers[c->message],
            .reference = m->has_at ? m->at : t->heard->ctx->now };
        fits = put_values(t, topic, c, DG_PROPOSED);
    }
    t->pending_count = 0;
    t->turn = now;
    return fits;
}

static bool hear_clause(struct tracker *t, const struct dg_clause *c)
{
    size_t topics = t->topics->count;
    t->turn.clause = c;
    if (c->act == DG_ACT_UNREAL || t->unreal || (c->signals & DG_SIGNAL(POLITE)))
        return true;
    struct dg_topic *topic = choose_topic(t, c);
    if (c->act == DG_ACT_ASK || (c->signals & DG_SIGNAL(ASK)))
        t->asked_now = c->ask_about;
    if (!topic) {
        hold(t, c);
        return true;
    }
    if (t->topics->count > topics && !put_pending(t, topic))
        return false;
    t->focus = (int32_t)(topic - t->topics->at);
    topic->last = c->message;
    if (c->act == DG_ACT_REJECT)
        reject(t, topic, c);
    else if (c->act == DG_ACT_PAST)
        recall(t, topic, c);
    else if (c->act == DG_ACT_RETRACT && !topic->booked)
        retract(t, topic);
    if (c->act == DG_ACT_REJECT || c->act == DG_ACT_PAST)
        return true;
    bool aside = topic->removed && c->act != DG_ACT_RETRACT && c->act != DG_ACT_PROPOSE;
    if (aside && c->act == DG_ACT_ACCEPT)
        dg_topic_agree(t->topics, topic, t->turn.speaker);
    if (aside || (c->act == DG_ACT_RETRACT && !topic->removed))
        return true;
    return take(t, topic, c);
}

static bool is_unreal(const struct dg_clauses *clauses)
{
    for (size_t i = 0; i < clauses->count; i++) {
        if (clauses->at[i].act == DG_ACT_UNREAL)
            return true;
    }
    return false;
}

static bool hear_message(struct tracker *t, uint32_t i)
{
    const struct dg_message *m = &t->heard->talk->messages[i];
    const struct dg_clauses *clauses = &t->heard->clauses[i];
    t->turn = (struct dg_turn_of){ .message = i,
        .speaker = t->heard->speakers[i],
        .asked = t->asked,
        .reference = m->has_at ? m->at : t->heard->ctx->now };
    t->asked_now = DG_ABOUT_ANY;
    t->unreal = is_unreal(clauses);
    t->timed = false;
    for (size_t k = 0; k < clauses->count; k++) {
        enum dg_act act = clauses->at[k].act;
        t->turn.signals |= clauses->at[k].signals;
        t->timed = t->timed || (act != DG_ACT_REJECT && act != DG_ACT_PAST && has_time(&clauses->at[k]));
    }
    t->booked = t->turn.signals & DG_SIGNAL(BOOKED);
    for (size_t k = 0; k < clauses->count; k++) {
        if (!hear_clause(t, &clauses->at[k]))
            return false;
    }
    t->asked = t->asked_now;
    return true;
}

bool dg_agree(struct dg_topics *out, const struct dg_heard *heard, struct dg_arena *arena)
{
    *out = (struct dg_topics){
        .zone = heard->ctx->zone, .texts = heard->texts, .lexicon = heard->lexicon, .arena = arena
    };
    struct tracker t = { .topics = out, .heard = heard, .focus = NO_TOPIC };
    for (size_t i = 0; i < heard->talk->count; i++) {
        if (heard->talk->messages[i].kind == DG_MESSAGE_SAID && !hear_message(&t, (uint32_t)i))
            return false;
    }
    return true;
}
