/* What the acts do to a plan: accept, reject, call off, move, go back. */
#include "intents/decline.h"

enum { DAY_S = 24 * 60 * 60, HALF_DAY_S = 12 * 60 * 60, LOOK_BACK = 8 };

static int64_t wall_of(struct dg_instant t)
{
    return t.utc_s + t.offset_s;
}

/* Whether the words name the stance's hour (on a clock of twelve), or its day. */
static bool names_time(const struct dg_tracker *t, const struct dg_stance *s, const struct dg_mention *m)
{
    unsigned says = dg_when_says(m->when);
    struct dg_instant named =
            (says & DG_SAYS_BEFORE) && m->value.time.has_end ? m->value.time.end : m->value.time.start;
    int64_t stands = wall_of(dg_assign_start(t->topics, s, s->reference));
    if (!m->value.time.has_start)
        return false;
    if (says & DG_SAYS_CLOCK)
        return (wall_of(named) - stands) % HALF_DAY_S == 0;
    if (says & DG_SAYS_WIDE)
        return stands >= wall_of(named) && m->value.time.has_end && stands < wall_of(m->value.time.end);
    return (says & DG_SAYS_DAY) && wall_of(named) / DAY_S == stands / DAY_S;
}

/* The times that somebody turns down are those that they name; a hindrance at another hour turns down what was put forward
 * last, one on another day nothing. What is said in the same message is meant. */
static void reject_time(struct dg_tracker *t, struct dg_topic *topic, const struct dg_mention *m)
{
    struct dg_stance *last = NULL;
    int32_t at = topic->newest[DG_F_TIME];
    for (int looked = 0; at != DG_NO_STANCE && looked < LOOK_BACK; looked++, at = t->topics->stances[at].older) {
        struct dg_stance *s = &t->topics->stances[at];
        if (s->message == t->turn.message && s->speaker == t->turn.speaker)
            continue;
        if (names_time(t, s, m)) {
            if (s->status != DG_REJECTED)
                dg_topic_reject_stance(t->topics, topic, s, t->turn.message);
            return;
        }
        if (s->status == DG_REJECTED)
            continue;
        last = last ? last : s;
    }
    if (last && !(dg_when_says(m->when) & (DG_SAYS_DAY | DG_SAYS_WIDE)))
        dg_topic_reject_stance(t->topics, topic, last, t->turn.message);
}

static void reject_mention(struct dg_tracker *t, struct dg_topic *topic, const struct dg_mention *m)
{
    uint32_t by = t->turn.message;
    if (m->type == DG_M_TIME)
        reject_time(t, topic, m);
    else if (m->type == DG_M_TITLE)
        dg_topic_reject(t->topics, topic, DG_F_TITLE, m, by);
    else if (m->type == DG_M_CUISINE)
        dg_topic_reject(t->topics, topic, DG_F_CUISINE, m, by);
    else if (m->type == DG_M_PLACE && m->role == DG_ROLE_ORIGIN)
        dg_topic_reject(t->topics, topic, DG_F_ORIGIN, m, by);
    else if (m->type == DG_M_PLACE && !dg_topic_reject(t->topics, topic, DG_F_VENUE, m, by))
        dg_topic_reject(t->topics, topic, DG_F_AREA, m, by);
}

/* "Anything but sushi": what stands right behind the word. */
static bool is_left_out(const struct dg_clause *c, const struct dg_mention *m)
{
    enum { REACH_BYTES = 8 };
    bool thing = m->type == DG_M_CUISINE || m->type == DG_M_PLACE || m->type == DG_M_TITLE || m->type == DG_M_TIME;
    return thing && c->except_end && m->start >= c->except_end && m->start - c->except_end <= REACH_BYTES;
}

/* Where an entry stood before it is moved; false only when the arena is full. */
static bool keep_old_time(struct dg_tracker *t, struct dg_topic *topic)
{
    const struct dg_stance *old = dg_topic_newest(t->topics, topic, DG_F_TIME);
    if (!old || topic->newest[DG_F_OLD_TIME] != DG_NO_STANCE)
        return true;
    struct dg_stance copy = *old;
    copy.field = DG_F_OLD_TIME;
    return dg_topic_put(t->topics, topic, &copy, false) != NULL;
}

/* An entry that the talk began with. */
static bool may_be_moved(const struct dg_tracker *t, const struct dg_topic *topic)
{
    return topic->activity->family == DG_FAMILY_MEET && topic->named && topic->opened == t->turn.message;
}

/* "moving Thursday's retro to Friday", "move my cleaning from Dec 18": where it stood, said beside the word that moves it. */
static bool is_left_behind(const struct dg_tracker *t, const struct dg_clause *c, const struct dg_mention *m)
{
    struct dg_word word;
    if (!(c->signals & DG_SIGNAL(CHANGE)) || m->type != DG_M_TIME)
        return false;
    if (dg_assign_word_before(&word, t->topics, m, DG_W_FROM))
        return true;
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *other = &c->mentions[i];
        bool hour = other->type == DG_M_TIME || other->type == DG_M_NUMBER;
        if (hour && other->start > m->end && dg_assign_word_before(&word, t->topics, other, DG_W_TO))
            return true;
    }
    return false;
}

bool dg_tracker_put(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c, enum dg_slot_status status)
{
    bool moved = topic->moved;
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = dg_assign_number(t->topics, topic, &t->turn, &c->mentions[i]);
        enum dg_field field = dg_assign_field(t->topics, topic, &t->turn, m);
        if (field == DG_F_COUNT || m->role == DG_ROLE_NOT)
            continue;
        if (is_left_out(c, m)) {
            if (field == DG_F_TIME && may_be_moved(t, topic)) {
                topic->moved = true; /* "on Thursday instead of today" */
                if (!dg_assign_put(t->topics, topic, &t->turn, DG_F_OLD_TIME, m, status))
                    return false;
            } else {
                reject_mention(t, topic, m);
            }
            continue;
        }
        if (moved && field == DG_F_TIME && c->change_end && m->value.time.has_end &&
                (dg_when_says(m->when) & DG_SAYS_END)) {
            if (!dg_assign_move(t->topics, topic, &t->turn, m))
                return false;
            continue;
        }
        bool shifted = m->type == DG_M_TIME && field == DG_F_TIME && m->when &&
                (m != &c->mentions[i] || (dg_when_says(m->when) & DG_SAYS_MOVE));
        if (shifted && may_be_moved(t, topic))
            topic->moved = moved = true; /* 明天三点的评审往后挪一小时 */
        if (moved && (shifted || (field == DG_F_TIME && m != &c->mentions[i])) && !keep_old_time(t, topic))
            return false;
        bool stays =
                moved && field == DG_F_TIME && ((c->change_end && m->start < c->change_end) || is_left_behind(t, c, m));
        if (!dg_assign_put(t->topics, topic, &t->turn, stays ? DG_F_OLD_TIME : field, m, status))
            return false;
    }
    return true;
}

/* "No, from the office": in place of another origin, what is said is meant. */
static bool counters(const struct dg_tracker *t, const struct dg_topic *topic, const struct dg_clause *c)
{
    const struct dg_stance *origin = dg_topic_current(t->topics, topic, DG_F_ORIGIN);
    for (size_t i = 0; origin && i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        if (m->type == DG_M_PLACE && m->role == DG_ROLE_ORIGIN &&
                !dg_same_name(m->value.place.name, origin->value.place.name))
            return true;
    }
    return false;
}

static void reject(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    bool any = false, fare = c->reject_about == DG_ABOUT_PRICE && dg_activity_is_journey(topic->activity->family);
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = dg_assign_number(t->topics, topic, &t->turn, &c->mentions[i]);
        bool time_of_other = m->type == DG_M_TIME && !fare &&
                (c->reject_about == DG_ABOUT_PLACE || c->reject_about == DG_ABOUT_PRICE);
        if (time_of_other || (m->type != DG_M_TIME && m->type != DG_M_PLACE && m->type != DG_M_TITLE))
            continue;
        reject_mention(t, topic, m);
        any = true;
    }
    if (!any && c->bare_reject)
        dg_decline(t, topic, c);
    if (c->reject_about == DG_ABOUT_ACTIVITY)
        topic->against |= dg_agree_bit(t->turn.speaker);
}

/* "We went there last week" turns down what somebody else has just put forward, and nothing otherwise. */
static void recall(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        if (m->type == DG_M_PLACE || m->type == DG_M_TITLE)
            reject_mention(t, topic, m);
    }
}

static void retract(struct dg_tracker *t, struct dg_topic *topic)
{
    bool here =
            topic->opened == t->turn.message || topic->stood; /* else it is what the talk itself has brought about */
    if (topic->stood)
        topic->declined_by = 0; /* "still on? – no, it's been cancelled" */
    if (here || (topic->booked && !topic->moved))
        topic->removed = true;
    else if (!topic->removed)
        topic->called_off = true;
}

/* Who comes and who does not. Among more than two, one who cannot come leaves the plan as it is. */
static void count_in(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    uint64_t bit = dg_agree_bit(t->turn.speaker);
    if ((c->signals & DG_SIGNAL(LEAVE)) && !c->question) {
        topic->left |= bit;
        topic->joined &= ~bit;
    } else if ((c->signals & DG_SIGNAL(JOIN)) && !c->question) {
        topic->joined |= bit;
        topic->left &= ~bit;
    }
}

/* "Book me a flight, and a hotel": what is named beside it in one breath is asked for with it. */
static bool is_asked_with(const struct dg_tracker *t, const struct dg_topic *topic)
{
    const struct dg_topic *before = topic->before >= 0 ? &t->topics->at[topic->before] : NULL;
    return before && (before->requested || before->accepted) && topic->opened == t->turn.message &&
            before->last == t->turn.message && before->activity->family != topic->activity->family;
}

static void note_signals(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    if ((c->signals & DG_SIGNAL(REQUEST)) || is_asked_with(t, topic))
        topic->requested = true;
    if (t->booked && topic->opened == t->turn.message) /* else it is what the talk itself has brought about */
        topic->booked = true;
    if (c->stands && topic->opened == t->turn.message)
        topic->stood = true;
    bool fresh = topic->opened == t->turn.message && dg_clause_has_time(c) && topic->named;
    bool stood = topic->stood && topic->opened != t->turn.message && c->mention_count;
    bool met = topic->activity->family == DG_FAMILY_MEET || topic->activity->family == DG_FAMILY_NONE;
    bool another = stood && met && c->act == DG_ACT_PROPOSE && dg_clause_has_time(c); /* "could we do Friday?" */
    if (((c->signals & DG_SIGNAL(CHANGE)) && (fresh || stood)) || another) {
        topic->moved = true;
        topic->declined_by = 0; /* "still on? – no, moved to 5" */
    }
    if (c->act == DG_ACT_PROPOSE)
        topic->proposed = true;
}

/* "the first one": the place before the last stands again. */
static void go_back(struct dg_tracker *t, struct dg_topic *topic)
{
    struct dg_stance *now = dg_topic_newest(t->topics, topic, DG_F_VENUE);
    if (now && now->older != DG_NO_STANCE)
        dg_topic_reject(t->topics, topic, DG_F_VENUE, NULL, t->turn.message);
}

/* "the later one": of the hours that were put forward in one breath. Returns whether there were such. */
static bool choose_hour(struct dg_tracker *t, struct dg_topic *topic, bool later)
{
    struct dg_stance *chosen = NULL, *newest = dg_topic_newest(t->topics, topic, DG_F_TIME);
    int32_t at = topic->newest[DG_F_TIME];
    int64_t best_s = 0;
    for (int looked = 0; at != DG_NO_STANCE && looked < LOOK_BACK; looked++, at = t->topics->stances[at].older) {
        struct dg_stance *s = &t->topics->stances[at];
        if (s->message != newest->message || !s->when || !(dg_when_says(s->when) & DG_SAYS_CLOCK))
            continue;
        int64_t start_s = dg_assign_start(t->topics, s, s->reference).utc_s;
        if (!chosen || (later ? start_s > best_s : start_s < best_s)) {
            chosen = s;
            best_s = start_s;
        }
    }
    if (!chosen || newest->older == DG_NO_STANCE || newest->message == t->turn.message)
        return false;
    struct dg_stance copy = *chosen;
    copy.message = t->turn.message;
    copy.speaker = t->turn.speaker;
    copy.status = DG_AGREED;
    copy.tentative = false;
    return dg_topic_put(t->topics, topic, &copy, false) != NULL;
}

/* What "that one" of several points back to. */
static void point_back(struct dg_tracker *t, struct dg_topic *topic, enum dg_about about)
{
    if (about == DG_ABOUT_EARLIER || about == DG_ABOUT_LATER) {
        bool chosen = choose_hour(t, topic, about == DG_ABOUT_LATER);
        topic->accepted = topic->accepted || chosen;
        if (chosen || about == DG_ABOUT_LATER)
            return;
    }
    if (about == DG_ABOUT_FORMER || about == DG_ABOUT_EARLIER)
        go_back(t, topic);
}

static bool follow_there(struct dg_tracker *t, struct dg_topic *topic)
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

/* The fields that the clause itself fills: to name another hour is no yes to the one before. */
static uint64_t fields_of(const struct dg_tracker *t, const struct dg_topic *topic, const struct dg_clause *c)
{
    uint64_t set = 0;
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = dg_assign_number(t->topics, topic, &t->turn, &c->mentions[i]);
        set |= DG_FIELD(dg_assign_field(t->topics, topic, &t->turn, m));
    }
    return set;
}

/* A yes settles what the others put forward; to go on with further details does so only where something was proposed. */
static void agree(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    uint64_t but = fields_of(t, topic, c);
    bool any = dg_topic_agree(t->topics, topic, t->turn.speaker, t->turn.message, but);
    bool meant = c->act == DG_ACT_ACCEPT || topic->proposed || topic->requested || topic->booked;
    topic->accepted = topic->accepted || (any && meant);
}

/* When or where: who proposes that takes a plan up again. */
static bool names_what(const struct dg_clause *c)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        if (c->mentions[i].type == DG_M_PLACE)
            return true;
    }
    return dg_clause_has_time(c);
}

static bool take(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    enum dg_slot_status status = topic->booked || c->act == DG_ACT_ACCEPT ? DG_AGREED : DG_PROPOSED;
    note_signals(t, topic, c);
    dg_decline_revise(t, topic, c);
    if (c->act != DG_ACT_ASK && (c->act == DG_ACT_ACCEPT || c->mention_count))
        agree(t, topic, c);
    if (topic->moved && (c->change_end || topic->stood) && !keep_old_time(t, topic))
        return false;
    if (c->mention_count || c->act != DG_ACT_INFORM)
        topic->speakers |= dg_agree_bit(t->turn.speaker);
    point_back(t, topic, c->same_about);
    if (c->same_about == DG_ABOUT_PLACE && !follow_there(t, topic))
        return false;
    if (c->act == DG_ACT_PROPOSE && names_what(c) && !topic->moved)
        topic->called_off = false;
    return dg_tracker_put(t, topic, c, status);
}

/* What is told of a day that has passed is no plan, whatever the words around it do. */
static bool tells_past(const struct dg_tracker *t, const struct dg_clause *c)
{
    bool past = false;
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        if (m->type != DG_M_TIME || !m->when || !(dg_when_says(m->when) & (DG_SAYS_DAY | DG_SAYS_WIDE)))
            continue;
        if (!dg_assign_is_over(m, t->turn.reference))
            return false;
        past = true;
    }
    return past && !c->question && !(c->signals & (DG_SIGNAL(BOOKED) | DG_SIGNAL(CHANGE)));
}

bool dg_tracker_apply(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    t->focus = (int32_t)(topic - t->topics->at);
    topic->last = c->message;
    bool past = tells_past(t, c);
    count_in(t, topic, c);
    if ((c->signals & DG_SIGNAL(LEAVE)) && !c->question && t->heard->speaker_count > 2) {
        topic->against |= dg_agree_bit(t->turn.speaker);
        return true;
    }
    if (c->act == DG_ACT_REJECT && counters(t, topic, c))
        return dg_tracker_put(t, topic, c, DG_PROPOSED);
    if (c->act == DG_ACT_REJECT && topic->stood && (c->signals & DG_SIGNAL(CHANGE)) && dg_clause_has_time(c))
        return take(t, topic, c); /* "still on? – no moved to thurs" */
    if (c->act == DG_ACT_REJECT && topic->stood && (c->signals & DG_SIGNAL(CANCEL)))
        retract(t, topic); /* "still on? – it's been cancelled" is more than a no */
    else if (c->act == DG_ACT_REJECT)
        reject(t, topic, c);
    else if (c->act == DG_ACT_PAST || past)
        recall(t, topic, c);
    else if (c->act == DG_ACT_RETRACT && !topic->booked)
        retract(t, topic);
    if (c->act == DG_ACT_REJECT || c->act == DG_ACT_PAST || past)
        return true;
    bool aside = topic->removed && c->act != DG_ACT_RETRACT && c->act != DG_ACT_PROPOSE;
    if (aside && c->act == DG_ACT_ACCEPT)
        agree(t, topic, c);
    if (aside || (c->act == DG_ACT_RETRACT && !topic->removed))
        return true;
    return take(t, topic, c);
}
