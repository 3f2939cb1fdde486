/* Which field of a plan a mention fills. */
#include "intents/assign_put.h"
#include "intents/place.h"
#include "intents/refer.h"

#include <stdlib.h>

static bool is_drive(enum dg_family f)
{
    return f == DG_FAMILY_RIDE || f == DG_FAMILY_ROUTE;
}

static bool has_way_back(enum dg_family f)
{
    return dg_activity_is_journey(f) || f == DG_FAMILY_STAY || f == DG_FAMILY_TRIP;
}

/* "Friday, 17:30 or 18:00": two hours of one day. */
static bool same_day(const struct dg_mention *a, const struct dg_mention *b)
{
    enum { DAY_S = 24 * 60 * 60 };
    const struct dg_time *t = &a->value.time, *u = &b->value.time;
    bool hours = (dg_when_says(a->when) & dg_when_says(b->when) & DG_SAYS_CLOCK) && t->has_start && u->has_start;
    return hours && (t->start.utc_s + t->start.offset_s) / DAY_S == (u->start.utc_s + u->start.offset_s) / DAY_S;
}

/* "Thursday or Friday": one of the two. */
static bool is_choice(const struct dg_topics *all, const struct dg_mention *a, const struct dg_mention *b)
{
    static const char either[] = " or ";
    struct dg_str between = dg_str_cut(all->texts[a->message].folded, a->end, b->start);
    return between.len >= sizeof either - 1 && between.len <= sizeof either + sizeof "maybe" &&
            memcmp(between.at, either, sizeof either - 1) == 0;
}

/* Whether a day was said before in the clause: "the 15th to the 23rd", but not "the 6:10 on the 3rd". */
static bool day_before(const struct dg_topics *all, const struct dg_clause *c, const struct dg_mention *m)
{
    for (size_t i = 0; i < c->mention_count && &c->mentions[i] < m; i++) {
        const struct dg_mention *day = &c->mentions[i];
        if (day->type == DG_M_TIME && (dg_when_says(day->when) & (DG_SAYS_DAY | DG_SAYS_WIDE)))
            return !same_day(day, m) && !is_choice(all, day, m);
    }
    return false;
}

bool dg_assign_clock_only(const struct dg_mention *m)
{
    unsigned says = dg_when_says(m->when);
    return (says & DG_SAYS_CLOCK) && !(says & (DG_SAYS_DAY | DG_SAYS_WIDE));
}

/* "back on the 28th? – make it the 29th": a day that is said next to the way back, and nearer to it than to the way there. */
static bool is_nearer_back(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn,
        const struct dg_mention *m)
{
    const struct dg_stance *out = dg_topic_current(all, topic, DG_F_TIME),
                           *back = dg_topic_newest(all, topic, DG_F_UNTIL);
    bool next = topic->touched == DG_F_UNTIL && topic->touched_message + 1 == turn->message;
    if (!next || !out || !back || !m->value.time.has_start || m->value.time.has_end)
        return false;
    int64_t day = m->value.time.start.utc_s, there = dg_assign_start(all, out, out->reference).utc_s,
            home = dg_assign_start(all, back, back->reference).utc_s;
    return llabs(day - home) < llabs(day - there);
}

static enum dg_field time_of_journey(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m)
{
    const struct dg_clause *c = turn->clause;
    bool departs = dg_topic_current(all, topic, DG_F_TIME) != NULL;
    if (!departs)
        return DG_F_TIME;
    bool home_asked = turn->asked == DG_ABOUT_BACK && dg_activity_is_journey(topic->activity->family) &&
            !dg_topic_current(all, topic, DG_F_UNTIL);
    if (dg_assign_clock_only(m) && home_asked) /* "back the same day? – yes, 18:30" */
        return DG_F_UNTIL;
    if (dg_assign_clock_only(m)) /* "back sunday 4ish? – there's a 16:15" */
        return topic->touched_message + 1 >= turn->message ? topic->touched : DG_F_TIME;
    if (day_before(all, c, m))
        return DG_F_UNTIL;
    enum dg_family family = topic->activity->family;
    if (dg_activity_is_journey(family) && is_nearer_back(all, topic, turn, m))
        return DG_F_UNTIL;
    if (home_asked)
        return DG_F_UNTIL;
    bool stays = family == DG_FAMILY_STAY || family == DG_FAMILY_TRIP || family == DG_FAMILY_NONE;
    bool leaves_hotel = stays && (c->signals & DG_SIGNAL(OUT));
    bool goes_home = family != DG_FAMILY_STAY && (c->signals & DG_SIGNAL(BACK));
    return leaves_hotel || goes_home ? DG_F_UNTIL : DG_F_TIME;
}

/* Nights in an ISO 8601 duration of days or weeks; 0 for any other. */
int dg_assign_nights(struct dg_str duration)
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

bool dg_assign_is_over(const struct dg_mention *m, struct dg_instant reference)
{
    enum { DAY_S = 24 * 60 * 60 };
    const struct dg_time *time = &m->value.time;
    if (time->has_end)
        return time->end.utc_s <= reference.utc_s;
    return time->has_start && time->grain == DG_GRAIN_DAY && time->start.utc_s + DAY_S <= reference.utc_s;
}

/* "I arrive on 4 May and leave on Thursday", "Delhi to Goa on 14th, returning 18th", before anybody says for what. */
static bool leaves_again(const struct dg_topic *topic, const struct dg_turn_of *turn, const struct dg_stance *now)
{
    const struct dg_clause *c = turn->clause;
    bool told = c->act == DG_ACT_INFORM && (c->signals & (DG_SIGNAL(OUT) | DG_SIGNAL(BACK)));
    return topic->activity->family == DG_FAMILY_NONE && told && now && now->message == turn->message;
}

/* "in time for lunch": what the journey is in time for. */
static bool is_aim(const struct dg_clause *c, const struct dg_mention *m)
{
    bool behind = c->aim_end && m->start <= c->aim_end + 1 && m->end > c->aim_end;
    return behind && !(dg_when_says(m->when) & (DG_SAYS_CLOCK | DG_SAYS_DAY));
}

static enum dg_field time_field(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m)
{
    unsigned says = dg_when_says(m->when),
             states = DG_SAYS_DAY | DG_SAYS_CLOCK | DG_SAYS_PART | DG_SAYS_WIDE | DG_SAYS_NOW | DG_SAYS_RECURRENCE;
    if (is_aim(turn->clause, m))
        return DG_F_COUNT;
    if (topic->activity->family == DG_FAMILY_STAY && says == DG_SAYS_DURATION &&
            dg_assign_nights(m->value.time.duration) > 0)
        return DG_F_NIGHTS;
    enum { DAYS = DG_SAYS_DAY | DG_SAYS_WIDE | DG_SAYS_NOW };
    if (topic->activity->family == DG_FAMILY_STAY && !(says & DAYS) && !dg_topic_current(all, topic, DG_F_TIME))
        return DG_F_COUNT; /* a room is taken by the day */
    bool once = dg_activity_is_journey(topic->activity->family) || topic->activity->family == DG_FAMILY_STAY;
    if (once && (says & DG_SAYS_RECURRENCE))
        return DG_F_COUNT; /* "trains leave every hour": nobody takes them all; 每晚不超过五百: what a night may cost */
    if ((says & DG_SAYS_MOVE) && dg_topic_newest(all, topic, DG_F_TIME))
        return DG_F_TIME;
    bool over = dg_assign_is_over(m, turn->reference);
    if ((says & (DG_SAYS_PAST | DG_SAYS_VAGUE)) || !(says & states) || (over && !(says & DG_SAYS_RECURRENCE)))
        return DG_F_COUNT;
    const struct dg_stance *now = dg_topic_newest(all, topic, DG_F_TIME);
    if ((says & DG_SAYS_NOW) && m->value.time.grain == DG_GRAIN_SECOND && (now || !is_drive(topic->activity->family)))
        return DG_F_COUNT; /* "that's all for now" */
    bool told = turn->clause->act != DG_ACT_PROPOSE && now && now->when && (dg_when_says(now->when) & DG_SAYS_CLOCK);
    if ((says & DG_SAYS_NOW) && told && !is_drive(topic->activity->family))
        return DG_F_COUNT; /* "there in ten minutes": who comes, not when it is */
    if (topic->booked && now && now->when && (dg_when_says(now->when) & DG_SAYS_CLOCK))
        return DG_F_COUNT;
    if (has_way_back(topic->activity->family) || leaves_again(topic, turn, now))
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

/* Where a name in Latin letters is a house: people eat or drink somewhere, and nobody has said where. */
static bool wants_house(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_mention *m)
{
    bool eats = topic->activity->family == DG_FAMILY_MEAL || topic->activity->family == DG_FAMILY_CAFE;
    bool latin = !(all->texts[m->message].folded.at[m->start] & 0x80); /* 在 leads to quarters as well */
    return eats && latin && !dg_topic_current(all, topic, DG_F_VENUE);
}

/* "dinner at Salt Yard Lane": people eat in a quarter, and at a house that is called like one. */
static bool is_eaten_at(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_mention *m)
{
    bool named = m->value.place.kind == DG_PLACE_AREA && !m->value.place.has_point;
    return named && wants_house(all, topic, m) && m->role == DG_ROLE_AT && m->led;
}

/* "im at 51 Fenwick Ave": where somebody is who wants a ride. */
static bool is_fetched_at(const struct dg_topics *all, const struct dg_mention *m)
{
    struct dg_word word;
    return dg_assign_word_before(&word, all, m, DG_W_ACT_HERE);
}

/* "LGA is closer" after "JFK or LGA?": the place that was named as one to leave from. */
static bool is_named_origin(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_mention *m)
{
    enum { LOOK_BACK = 4 };
    int32_t at = m->role == DG_ROLE_NONE ? topic->newest[DG_F_ORIGIN] : DG_NO_STANCE;
    for (int looked = 0; at != DG_NO_STANCE && looked < LOOK_BACK; looked++, at = all->stances[at].older) {
        if (dg_same_name(all->stances[at].value.place.name, m->value.place.name))
            return true;
    }
    return false;
}

/* "Flying to Denver. JFK or LGA?": two airports or stations beside a goal that stands are where it may begin. */
static bool is_choice_of_origin(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m)
{
    const struct dg_clause *c = turn->clause;
    const struct dg_stance *goal = dg_topic_current(all, topic, DG_F_AREA);
    size_t places = 0;
    for (size_t i = 0; i < c->mention_count; i++)
        places += c->mentions[i].type == DG_M_PLACE && c->mentions[i].value.place.kind == m->value.place.kind &&
                c->mentions[i].role != DG_ROLE_DESTINATION;
    bool port = m->value.place.kind == DG_PLACE_AIRPORT || m->value.place.kind == DG_PLACE_STATION;
    return port && goal && goal->value.place.kind == DG_PLACE_CITY && places == 2 && c->question;
}

/* 公司楼下, after it was said where the ride goes: where it begins. */
static bool is_begun_at(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn,
        const struct dg_mention *m)
{
    const struct dg_stance *goal = dg_topic_current(all, topic, DG_F_VENUE);
    bool own = m->value.place.kind >= DG_PLACE_HOME && (m->role == DG_ROLE_NONE || m->role == DG_ROLE_AT);
    bool begun = dg_topic_current(all, topic, DG_F_ORIGIN) || (turn->clause->signals & DG_SIGNAL(CHANGE));
    return own && !begun && goal && goal->message != turn->message;
}

/* "Red Square in Moscow", "Jumbo at Riverside": where the place right before it lies. `link` has its blanks. */
static bool is_around(
        const struct dg_topics *all, const struct dg_turn_of *turn, const struct dg_mention *m, const char *link)
{
    struct dg_str folded = all->texts[m->message].folded;
    uint32_t len = (uint32_t)strlen(link);
    bool led = m->start >= len && memcmp(folded.at + m->start - len, link, len) == 0;
    for (size_t i = 0; led && i < turn->clause->mention_count; i++) {
        const struct dg_mention *other = &turn->clause->mentions[i];
        if (other->type == DG_M_PLACE && other->end + len == m->start)
            return true;
    }
    return false;
}

/* "Where from?" "The office." */
static bool answers_where_from(const struct dg_topic *topic, const struct dg_turn_of *turn, const struct dg_mention *m)
{
    enum dg_family family = topic->activity->family;
    bool fetched = turn->asked == DG_ABOUT_HERE && family == DG_FAMILY_RIDE;
    bool from = turn->asked == DG_ABOUT_ORIGIN && (is_drive(family) || dg_activity_is_journey(family));
    return (from || fetched) && (m->role == DG_ROLE_NONE || m->role == DG_ROLE_AT);
}

static enum dg_field place_field(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m)
{
    const struct dg_clause *c = turn->clause;
    enum dg_family family = topic->activity->family;
    enum dg_place_kind kind = m->value.place.kind;
    if (is_drive(family) && is_around(all, turn, m, " in "))
        return DG_F_COUNT;
    if (m->role == DG_ROLE_VIA || (family == DG_FAMILY_RIDE && is_detour(all, topic, turn)))
        return DG_F_STOP;
    if (m->role == DG_ROLE_ORIGIN || answers_where_from(topic, turn, m))
        return DG_F_ORIGIN;
    if (dg_activity_is_journey(family) && (is_named_origin(all, topic, m) || is_choice_of_origin(all, topic, turn, m)))
        return DG_F_ORIGIN;
    if (family == DG_FAMILY_RIDE && is_begun_at(all, topic, turn, m))
        return DG_F_ORIGIN;
    if (family == DG_FAMILY_RIDE && is_fetched_at(all, m))
        return dg_topic_current(all, topic, DG_F_STOP) ? DG_F_STOP : DG_F_ORIGIN;
    const struct dg_stance *goal = dg_topic_current(all, topic, DG_F_AREA);
    if (dg_activity_is_journey(family) && goal) {
        bool other = !dg_same_name(goal->value.place.name, m->value.place.name);
        if (m->role == DG_ROLE_AT && other && !dg_topic_current(all, topic, DG_F_ORIGIN))
            return DG_F_ORIGIN; /* "to Leeds, and I'll be at York" */
        if (kind == DG_PLACE_VENUE || kind == DG_PLACE_ADDRESS)
            return DG_F_COUNT; /* no train goes to a door */
    }
    if (dg_activity_is_journey(family))
        return m->role == DG_ROLE_NONE && another_place_follows(c, m) ? DG_F_ORIGIN : DG_F_AREA;
    if (is_drive(family))
        return DG_F_VENUE;
    if (m->role == DG_ROLE_NEAR && kind >= DG_PLACE_HOME)
        return DG_F_COUNT; /* 离公司十分钟: how far it is */
    bool by_name = family == DG_FAMILY_STAY || family == DG_FAMILY_MEAL || family == DG_FAMILY_CAFE;
    if (m->role == DG_ROLE_NEAR && by_name && kind <= DG_PLACE_VENUE && !dg_topic_current(all, topic, DG_F_VENUE))
        return DG_F_AREA; /* "a hotel near the Louvre" */
    if (by_name && is_around(all, turn, m, " at "))
        return DG_F_AREA;
    if (is_eaten_at(all, topic, m))
        return DG_F_VENUE;
    bool wide = kind == DG_PLACE_AREA || kind == DG_PLACE_CITY || kind == DG_PLACE_STATION || kind == DG_PLACE_AIRPORT;
    return wide ? DG_F_AREA : DG_F_VENUE;
}

/* Where a place that has its name already lies: "Royal Spice, 12 Victoria Avenue". Who books goes by the name. Shared in a
 * later drag an address is the new place. */
static bool is_its_address(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_mention *m)
{
    enum dg_family family = topic->activity->family;
    bool booked = family == DG_FAMILY_MEAL || family == DG_FAMILY_CAFE || family == DG_FAMILY_STAY ||
            family == DG_FAMILY_SHOW;
    const struct dg_stance *venue = booked ? dg_topic_current(all, topic, DG_F_VENUE) : NULL;
    bool later = venue && venue->message < all->fresh && m->message >= all->fresh;
    return venue && !later && m->value.place.kind == DG_PLACE_ADDRESS && venue->value.place.kind != DG_PLACE_ADDRESS;
}

/* "Home." tells where to go, or from where, when that was asked, and nothing else. */
static bool is_no_answer(const struct dg_topic *topic, const struct dg_turn_of *turn, const struct dg_mention *m)
{
    bool asked = turn->asked == DG_ABOUT_ORIGIN || turn->asked == DG_ABOUT_PLACE;
    bool alone = m->value.place.kind >= DG_PLACE_HOME && m->role == DG_ROLE_NONE && m->score <= DG_SURE_ALONE;
    return alone && !(asked && is_drive(topic->activity->family));
}

/* 懒猪 那十点: an unknown word that only stands alone takes no house's place, unless something is asked or proposed by it. */
static bool is_weak_guess(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn,
        const struct dg_mention *m)
{
    enum {
        MARKS = DG_SIGNAL(PROPOSE) | DG_SIGNAL(CHANGE) | DG_SIGNAL(REJECT) | DG_SIGNAL(SETTLE) | DG_SIGNAL(REQUEST)
    };
    const struct dg_stance *venue = dg_topic_current(all, topic, DG_F_VENUE);
    bool alone = m->value.place.kind == DG_PLACE_UNKNOWN && m->role == DG_ROLE_NONE && !m->led;
    bool other = venue && venue->speaker == turn->speaker && venue->message != turn->message &&
            !dg_same_name(venue->value.place.name, m->value.place.name);
    bool marked = turn->clause->question || (turn->signals & MARKS) || (turn->clause->signals & MARKS);
    return alone && other && !marked && turn->asked != DG_ABOUT_PLACE;
}

/* A kind of place tells a driver where to go, but no table or room is booked at it, and it replaces no name. */
static bool says_nothing(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn,
        const struct dg_mention *m)
{
    enum dg_family family = topic->activity->family;
    if (is_drive(family) && (m->role == DG_ROLE_ORIGIN || answers_where_from(topic, turn, m)))
        return false;
    bool named = dg_topic_current(all, topic, DG_F_VENUE) || dg_topic_current(all, topic, DG_F_AREA);
    bool booked_by_name = family == DG_FAMILY_MEAL || family == DG_FAMILY_STAY || dg_activity_is_journey(family);
    return (named || booked_by_name) && dg_refer_is_generic(all, m);
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
        if (dg_assign_is_reminder(all, topic, turn, m))
            return DG_F_REMINDER;
        return m->when ? time_field(all, topic, turn, m) : DG_F_COUNT;
    case DG_M_PLACE:
        if (is_no_answer(topic, turn, m) || says_nothing(all, topic, turn, m) || dg_refer_is_carrier(all, m) ||
                is_its_address(all, topic, m) || is_weak_guess(all, topic, turn, m))
            return DG_F_COUNT;
        return place_field(all, topic, turn, m);
    case DG_M_COUNT:
    case DG_M_NUMBER:
        if (dg_assign_is_label(all, m))
            return DG_F_COUNT;
        return dg_assign_count(all, topic, turn, m);
    case DG_M_MONEY:
        return dg_assign_money(topic, turn, m);
    case DG_M_CUISINE:
        return DG_F_CUISINE;
    case DG_M_TITLE:
        return wants_house(all, topic, m) ? DG_F_VENUE : DG_F_TITLE; /* coffee? Dark Matter? */
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
