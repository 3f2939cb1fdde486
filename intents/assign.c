#include "intents/assign.h"

static bool is_journey(enum dg_family f)
{
    return f == DG_FAMILY_FLIGHT || f == DG_FAMILY_TRAIN || f == DG_FAMILY_BUS;
}

static bool is_drive(enum dg_family f)
{
    return f == DG_FAMILY_RIDE || f == DG_FAMILY_ROUTE;
}

static bool has_way_back(enum dg_family f)
{
    return is_journey(f) || f == DG_FAMILY_STAY || f == DG_FAMILY_TRIP;
}

/* Whether a day was said before in the clause: "the 15th to the 23rd", but not "the 6:10 on the 3rd". */
static bool day_before(const struct dg_clause *c, const struct dg_mention *m)
{
    for (size_t i = 0; i < c->mention_count && &c->mentions[i] < m; i++) {
        if (c->mentions[i].type == DG_M_TIME && (dg_when_says(c->mentions[i].when) & (DG_SAYS_DAY | DG_SAYS_WIDE)))
            return true;
    }
    return false;
}

static bool clock_only(const struct dg_mention *m)
{
    unsigned says = dg_when_says(m->when);
    return (says & DG_SAYS_CLOCK) && !(says & (DG_SAYS_DAY | DG_SAYS_WIDE));
}

static enum dg_field time_of_journey(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m)
{
    const struct dg_clause *c = turn->clause;
    bool departs = dg_topic_current(all, topic, DG_F_TIME) != NULL;
    if (!departs)
        return DG_F_TIME;
    if (clock_only(m))
        return topic->touched_message == turn->message ? topic->touched : DG_F_TIME;
    if (day_before(c, m))
        return DG_F_UNTIL;
    bool leaves_hotel = topic->activity->family == DG_FAMILY_STAY && (c->signals & DG_SIGNAL(OUT));
    bool goes_home = topic->activity->family != DG_FAMILY_STAY && (c->signals & DG_SIGNAL(BACK));
    return leaves_hotel || goes_home ? DG_F_UNTIL : DG_F_TIME;
}

/* Nights in an ISO 8601 duration of days or weeks; 0 for any other. */
static int nights_in(struct dg_str duration)
{
    enum { NIGHTS_MAX = 90, NIGHTS_A_WEEK = 7 };
    int n = 0;
    if (duration.len < 3 || duration.at[0] != 'P')
        return 0;
    for (size_t i = 1; i + 1 < duration.len; i++) {
        if (duration.at[i] < '0' || duration.at[i] > '9' || n > NIGHTS_MAX)
            return 0;
        n = n * 10 + (duration.at[i] - '0');
    }
    char unit = duration.at[duration.len - 1];
    return unit == 'D' ? n : unit == 'W' ? n * NIGHTS_A_WEEK : 0;
}

static enum dg_field time_field(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m)
{
    unsigned says = dg_when_says(m->when),
             states = DG_SAYS_DAY | DG_SAYS_CLOCK | DG_SAYS_PART | DG_SAYS_WIDE | DG_SAYS_NOW | DG_SAYS_RECURRENCE;
    if (topic->activity->family == DG_FAMILY_STAY && says == DG_SAYS_DURATION && nights_in(m->value.time.duration) > 0)
        return DG_F_NIGHTS;
    bool over = m->value.time.has_end && m->value.time.end.utc_s <= turn->reference.utc_s;
    if ((says & (DG_SAYS_PAST | DG_SAYS_VAGUE)) || !(says & states) || (over && !(says & DG_SAYS_RECURRENCE)))
        return DG_F_COUNT;
    const struct dg_stance *now = dg_topic_newest(all, topic, DG_F_TIME);
    if ((says & DG_SAYS_NOW) && m->value.time.grain == DG_GRAIN_SECOND && (now || !is_drive(topic->activity->family)))
        return DG_F_COUNT; /* "that's all for now" */
    if (topic->booked && now && now->when && (dg_when_says(now->when) & DG_SAYS_CLOCK))
        return DG_F_COUNT;
    if (has_way_back(topic->activity->family))
        return time_of_journey(all, topic, turn, m);
    return DG_F_TIME;
}

static bool another_place_follows(const struct dg_clause *c, const struct dg_mention *m)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        if (&c->mentions[i] > m && c->mentions[i].type == DG_M_PLACE)
            return true;
    }
    return false;
}

/* "and swing by …" after it was said where the ride ends. */
static bool is_detour(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn)
{
    const struct dg_stance *end = dg_topic_current(all, topic, DG_F_VENUE);
    return (turn->signals & DG_SIGNAL(VIA)) && end && end->message != turn->message;
}

static enum dg_field place_field(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m)
{
    const struct dg_clause *c = turn->clause;
    enum dg_family family = topic->activity->family;
    enum dg_place_kind kind = m->value.place.kind;
    if (m->role == DG_ROLE_VIA || (family == DG_FAMILY_RIDE && is_detour(all, topic, turn)))
        return DG_F_STOP;
    if (m->role == DG_ROLE_ORIGIN)
        return DG_F_ORIGIN;
    if (is_journey(family))
        return m->role == DG_ROLE_NONE && another_place_follows(c, m) ? DG_F_ORIGIN : DG_F_AREA;
    if (is_drive(family))
        return DG_F_VENUE;
    bool wide = kind == DG_PLACE_AREA || kind == DG_PLACE_CITY || kind == DG_PLACE_STATION || kind == DG_PLACE_AIRPORT;
    return wide ? DG_F_AREA : DG_F_VENUE;
}

/* "the restaurant", "the bus station": a kind of place and no name. */
static bool is_generic(const struct dg_topics *all, const struct dg_mention *m)
{
    struct dg_str words = dg_str_cut(all->texts[m->message].folded, m->start, m->end);
    struct dg_word word;
    size_t head = 0;
    for (size_t i = 0; i < words.len; i++) {
        bool before_noun = words.at[i] == ' ' &&
                dg_lexicon_is(all->lexicon, DG_IN_ANY, DG_W_ACTIVITY, dg_str_cut(words, 0, i), &word);
        head = before_noun ? i + 1 : head;
    }
    return dg_lexicon_is(all->lexicon, DG_IN_ANY, DG_W_PLACE_NOUN, dg_str_cut(words, head, words.len), &word);
}

/* A kind of place tells a driver where to go, but no table or room is booked at it, and it replaces no name. */
static bool says_nothing(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_mention *m)
{
    enum dg_family family = topic->activity->family;
    bool named = dg_topic_current(all, topic, DG_F_VENUE) || dg_topic_current(all, topic, DG_F_AREA);
    bool booked_by_name = family == DG_FAMILY_MEAL || family == DG_FAMILY_STAY || is_journey(family);
    return (named || booked_by_name) && is_generic(all, m);
}

static enum dg_field count_field(
        const struct dg_topic *topic, const struct dg_turn_of *turn, const struct dg_mention *m)
{
    static const struct {
        const char *unit;
        enum dg_field field;
    } units[] = {
        { "person", DG_F_PEOPLE },
        { "ticket", DG_F_TICKETS },
        { "seat", DG_F_TICKETS },
        { "room", DG_F_ROOMS },
        { "night", DG_F_NIGHTS },
    };
    for (size_t i = 0; m->unit && i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(units[i].unit, m->unit) == 0)
            return units[i].field;
    }
    bool people = turn->asked == DG_ABOUT_PEOPLE || (turn->clause->signals & DG_SIGNAL(PARTY));
    enum { BUYS = DG_SIGNAL(REQUEST) | DG_SIGNAL(SETTLE) };
    bool sold = topic->activity->family == DG_FAMILY_SHOW || is_journey(topic->activity->family);
    if (m->value.kind != DG_COUNT || m->unit)
        return DG_F_COUNT;
    return people ? DG_F_PEOPLE : sold && (turn->clause->signals & BUYS) ? DG_F_TICKETS : DG_F_COUNT;
}

static bool is_trip_number(const struct dg_mention *m)
{
    return dg_str_is(m->value.code.scheme, "flight") || dg_str_is(m->value.code.scheme, "train");
}

enum dg_field dg_assign_field(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn,
        const struct dg_mention *m)
{
    switch (m->type) {
    case DG_M_TIME:
        return m->when ? time_field(all, topic, turn, m) : DG_F_COUNT;
    case DG_M_PLACE:
        return says_nothing(all, topic, m) ? DG_F_COUNT : place_field(all, topic, turn, m);
    case DG_M_COUNT:
    case DG_M_NUMBER:
        return count_field(topic, turn, m);
    case DG_M_MONEY:
        return turn->clause->signals & DG_SIGNAL(LIMIT) ? DG_F_BUDGET : DG_F_COUNT;
    case DG_M_CUISINE:
        return DG_F_CUISINE;
    case DG_M_TITLE:
        return DG_F_TITLE;
    case DG_M_CODE:
        return is_trip_number(m) ? DG_F_NUMBER : DG_F_COUNT;
    case DG_M_RIDE_TYPE:
        return DG_F_RIDE_TYPE;
    case DG_M_SEAT:
        return DG_F_SEAT;
    case DG_M_MODE:
        return DG_F_MODE;
    case DG_M_URL:
        return DG_F_URL;
    case DG_M_PERSON:
        return DG_F_WHO;
    default:
        return DG_F_COUNT;
    }
}

/* Of the base's words those stay that say what the new words do not. */
static void inherit_words(struct dg_stance *s, const struct dg_stance *base, unsigned said)
{
    enum { KINDS = DG_SAYS_DAY | DG_SAYS_CLOCK | DG_SAYS_PART | DG_SAYS_RECURRENCE };
    for (size_t i = 0; base && i < base->from_count && s->from_count + 1 < DG_SPANS_MAX; i++) {
        unsigned says = dg_when_says(base->from[i]->when);
        if ((says & DG_SAYS_CLOCK) && (said & DG_SAYS_CLOCK))
            says &= ~(unsigned)DG_SAYS_PART;
        if (says & KINDS & ~said)
            s->from[s->from_count++] = base->from[i];
    }
}

/* Where a time is completed from: the newest of its field, else the time of the topic before. */
static const struct dg_stance *base_of(const struct dg_topics *all, const struct dg_topic *topic, enum dg_field field)
{
    const struct dg_stance *base = dg_topic_newest(all, topic, field);
    if (!base && field == DG_F_TIME && topic->before >= 0)
        base = dg_topic_newest(all, &all->at[topic->before], field);
    return base;
}

static struct dg_instant start_of(const struct dg_topics *all, const struct dg_stance *s, struct dg_instant otherwise)
{
    struct dg_when_hints hints = {
        .reference = s->reference, .zone = all->zone, .typical_hour = all->at[s->topic].activity->typical_hour
    };
    struct dg_time t = s->when ? dg_when_resolve(s->when, &hints, all->arena) : s->value.time;
    return t.has_start ? t.start : otherwise;
}

/* A moment from which the day of `t` is still to come, so that its weekday means that day and no later one. */
static struct dg_instant before_day(struct dg_instant t)
{
    enum { HALF_DAY_S = 12 * 60 * 60 };
    t.utc_s -= HALF_DAY_S;
    return t;
}

static bool all_said(unsigned said)
{
    return (said & DG_SAYS_NOW) || ((said & DG_SAYS_DAY) && (said & DG_SAYS_CLOCK) && (said & DG_SAYS_MERIDIEM));
}

/* A repetition and the day that it begins on, said in either order: the rule stays, counted from that day. */
static bool begin_repetition(struct dg_topics *all, struct dg_stance *s, const struct dg_stance *base, unsigned said)
{
    unsigned before = dg_when_says(base->when);
    bool one_breath = base->message == s->message || (said & DG_SAYS_AFTER);
    if (!((before ^ said) & DG_SAYS_RECURRENCE) || !one_breath)
        return false;
    if (said & DG_SAYS_RECURRENCE) {
        if (before & DG_SAYS_DAY)
            s->reference = start_of(all, base, s->reference);
        return true;
    }
    if (said & DG_SAYS_CLOCK)
        return false;
    s->reference = start_of(all, s, s->reference);
    s->when = base->when;
    return true;
}

/* A journey's new day is not bound to the part of the day that was turned down with the old one. */
static bool starts_afresh(const struct dg_topic *topic, const struct dg_stance *base, unsigned said)
{
    return is_journey(topic->activity->family) && base->status == DG_REJECTED && (said & DG_SAYS_DAY);
}

/* Sets what the stance says of time, completed from `base`. */
static bool compose(struct dg_topics *all, const struct dg_topic *topic, struct dg_stance *s,
        const struct dg_stance *base, const struct dg_mention *m)
{
    unsigned said = dg_when_says(m->when);
    s->when = m->when;
    s->from_count = 0;
    if (!base || !base->when || starts_afresh(topic, base, said) || (said & DG_SAYS_NOW))
        base = NULL;
    else if (begin_repetition(all, s, base, said))
        said = 0;
    else if (all_said(said) || (said & DG_SAYS_RECURRENCE)) {
        if (base->message == s->message && base->field == s->field && (dg_when_says(base->when) & DG_SAYS_DAY))
            s->reference = before_day(start_of(all, base, s->reference));
        base = NULL;
    } else {
        s->when = dg_when_combine(base->when, base->reference, m->when, s->reference, all->zone, all->arena);
    }
    inherit_words(s, base, said);
    s->from[s->from_count++] = m;
    return s->when != NULL;
}

/* "Tues is fine" after a full time says nothing new. */
static bool repeats_day(const struct dg_topics *all, const struct dg_stance *now, const struct dg_mention *m)
{
    enum { DAY_S = 24 * 60 * 60 };
    if (!now || now->when || (dg_when_says(m->when) & (DG_SAYS_CLOCK | DG_SAYS_PART)) || !m->value.time.has_start)
        return false;
    int64_t off = start_of(all, now, m->value.time.start).utc_s - m->value.time.start.utc_s;
    return off >= 0 && off < DAY_S;
}

static bool same_value(const struct dg_topics *all, const struct dg_stance *now, const struct dg_stance *s)
{
    if (now->value.kind != s->value.kind)
        return false;
    switch (s->value.kind) {
    case DG_TIME:
        return start_of(all, now, now->reference).utc_s == start_of(all, s, s->reference).utc_s;
    case DG_PLACE:
        return dg_same_name(now->value.place.name, s->value.place.name);
    case DG_COUNT:
        return now->value.count == s->value.count;
    case DG_TEXT:
        return dg_same_name(now->value.text, s->value.text);
    default:
        return false;
    }
}

/* A value that is said again: by another speaker it is settled thereby; in either case nothing was given up. */
static void note_repetition(const struct dg_topics *all, struct dg_stance *now, struct dg_stance *s)
{
    if (!now || now->status == DG_REJECTED || !same_value(all, now, s))
        return;
    if (now->speaker != s->speaker || now->status == DG_AGREED)
        s->status = DG_AGREED;
    now->merged = true;
}

/* "6am, just you?" after 06:10 says nothing new. */
static bool repeats_hour(const struct dg_topics *all, const struct dg_stance *now, const struct dg_stance *s)
{
    enum { HOUR_S = 60 * 60 };
    if (!now || !now->when || s->status == DG_REJECTED || !(dg_when_says(now->when) & DG_SAYS_CLOCK))
        return false;
    int64_t said = start_of(all, s, s->reference).utc_s, stood = start_of(all, now, now->reference).utc_s;
    return said % HOUR_S == 0 && stood > said && stood - said < HOUR_S;
}

/* The value that stood before this breath began. */
static struct dg_stance *answered(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_stance *s)
{
    enum { LOOK_BACK = 4 };
    int32_t at = topic->newest[s->field];
    for (int looked = 0; at != DG_NO_STANCE && looked < LOOK_BACK; looked++, at = all->stances[at].older) {
        if (all->stances[at].message != s->message)
            return all->stances[at].status == DG_REJECTED ? NULL : &all->stances[at];
    }
    return NULL;
}

static bool put_time(struct dg_topics *all, struct dg_topic *topic, struct dg_stance *s, const struct dg_mention *m)
{
    const struct dg_stance *base = base_of(all, topic, s->field), *departs = dg_topic_current(all, topic, DG_F_TIME);
    if (repeats_day(all, base, m))
        return true;
    if (s->field == DG_F_UNTIL && departs && (dg_when_says(m->when) & (DG_SAYS_DAY | DG_SAYS_WIDE))) {
        s->reference = start_of(all, departs, s->reference);
        base = NULL;
    }
    if (!compose(all, topic, s, base, m))
        return false;
    if (clock_only(m) && base == departs && repeats_hour(all, departs, s))
        return true;
    note_repetition(all, answered(all, topic, s), s);
    struct dg_stance *last = dg_topic_newest(all, topic, s->field);
    if (last && last->message == s->message && last->status != DG_REJECTED)
        last->merged = true;
    topic->touched = s->field;
    topic->touched_message = s->message;
    return dg_topic_put(all, topic, s, false) != NULL;
}

bool dg_assign_move(
        struct dg_topics *all, struct dg_topic *topic, const struct dg_turn_of *turn, const struct dg_mention *m)
{
    struct dg_stance s = { .field = DG_F_OLD_TIME,
        .topic = (uint32_t)(topic - all->at),
        .message = turn->message,
        .speaker = turn->speaker,
        .status = DG_PROPOSED,
        .value = m->value,
        .reference = turn->reference,
        .from = { m },
        .from_count = 1 };
    s.value.time.has_end = false;
    if (!dg_topic_put(all, topic, &s, false))
        return false;
    s.field = DG_F_TIME;
    s.value.time.start = m->value.time.end;
    return dg_topic_put(all, topic, &s, false) != NULL;
}

/* A ride's places in one message line up: the one said before becomes a stop on the way to this one. */
static void line_up(struct dg_topics *all, struct dg_topic *topic, const struct dg_turn_of *turn)
{
    uint32_t message = turn->message;
    struct dg_stance *last = dg_topic_newest(all, topic, DG_F_VENUE);
    if (!last || last->message != message || (turn->clause->signals & DG_SIGNAL(FIRST)))
        return;
    struct dg_stance stop = *last;
    stop.field = DG_F_STOP;
    last->status = DG_SUPERSEDED;
    last->by_message = (int32_t)message;
    struct dg_stance *stops = dg_topic_newest(all, topic, DG_F_STOP);
    bool same_list = stops && stops->message == message;
    (void)dg_topic_put(all, topic, &stop, same_list);
}

bool dg_assign_put(struct dg_topics *all, struct dg_topic *topic, const struct dg_turn_of *turn, enum dg_field field,
        const struct dg_mention *m, enum dg_slot_status status)
{
    struct dg_stance s = { .field = field,
        .topic = (uint32_t)(topic - all->at),
        .message = turn->message,
        .speaker = turn->speaker,
        .status = status,
        .value = m->value,
        .reference = turn->reference,
        .from = { m },
        .from_count = 1,
        .asked = turn->clause->question };
    if (field == DG_F_NIGHTS && m->type == DG_M_TIME)
        s.value = (struct dg_value){ .kind = DG_COUNT, .count = nights_in(m->value.time.duration) };
    else if (m->type == DG_M_TIME)
        return put_time(all, topic, &s, m);
    note_repetition(all, dg_topic_newest(all, topic, field), &s);
    if (field == DG_F_VENUE && topic->activity->family == DG_FAMILY_RIDE)
        line_up(all, topic, turn);
    return dg_topic_put(all, topic, &s, field == DG_F_WHO || field == DG_F_STOP) != NULL;
}
