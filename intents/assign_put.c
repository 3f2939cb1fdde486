/* Mentions that become stances. */
#include "intents/assign_put.h"

#include "intents/refer.h"

static bool same_value(const struct dg_topics *all, const struct dg_stance *now, const struct dg_stance *s)
{
    if (now->value.kind != s->value.kind)
        return false;
    switch (s->value.kind) {
    case DG_TIME:
        return dg_assign_start(all, now, now->reference).utc_s == dg_assign_start(all, s, s->reference).utc_s;
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

void dg_assign_note_repetition(const struct dg_topics *all, struct dg_stance *now, struct dg_stance *s)
{
    if (!now || now->status == DG_REJECTED || !same_value(all, now, s))
        return;
    if (now->speaker != s->speaker || now->status == DG_AGREED)
        s->status = DG_AGREED;
    now->merged = true;
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

/* "Want me to swing by yours?": a stop that waits for its address. */
static bool is_open_stop(const struct dg_topics *all, const struct dg_topic *topic)
{
    const struct dg_stance *stop = dg_topic_newest(all, topic, DG_F_STOP);
    const struct dg_mention *m = stop && stop->from_count ? stop->from[0] : NULL;
    struct dg_word word;
    return m &&
            dg_lexicon_is(all->lexicon, DG_IN_ANY, DG_W_PLACE_OWN,
                    dg_str_cut(all->texts[m->message].folded, m->start, m->end), &word);
}

/* "B1栋门口等您": the door of the address that stands, which is told whole. NULL: another place. */
static const struct dg_stance *part_of_address(const struct dg_stance *now, const struct dg_mention *m)
{
    bool stands = now && now->status != DG_REJECTED && now->value.kind == DG_PLACE && m->type == DG_M_PLACE;
    if (!stands || now->value.place.kind != DG_PLACE_ADDRESS)
        return NULL;
    struct dg_str name = m->value.place.name, address = now->value.place.name;
    return name.len && name.len < address.len && dg_str_find(address, name, 0) >= 0 ? now : NULL;
}

/* "tuesday for 5 nights": the day of arrival, and how long. False only when the arena is full. */
static bool put_stretch(
        struct dg_topics *all, struct dg_topic *topic, const struct dg_stance *day, const struct dg_mention *m)
{
    enum { DAY_S = 24 * 60 * 60, STAY_DAYS_MAX = 90 };
    const struct dg_time *t = &m->value.time;
    int64_t length_s = t->has_start && t->has_end ? t->end.utc_s - t->start.utc_s : 0;
    int64_t days = (length_s + DAY_S / 2) / DAY_S; /* a day is an hour longer or shorter twice a year */
    if (!(dg_when_says(m->when) & DG_SAYS_DURATION) || days < 1 || days > STAY_DAYS_MAX)
        return true;
    struct dg_stance nights = *day;
    nights.field = DG_F_NIGHTS;
    nights.value = (struct dg_value){ .kind = DG_COUNT, .count = (double)days };
    dg_assign_note_repetition(all, dg_topic_newest(all, topic, DG_F_NIGHTS), &nights);
    return dg_topic_put(all, topic, &nights, false) != NULL;
}

/* A question or a proposal; not what is told, ordered, moved or summed up. */
static bool is_tentative(const struct dg_turn_of *turn)
{
    enum { FIRM = DG_SIGNAL(SETTLE) | DG_SIGNAL(REQUEST) | DG_SIGNAL(BOOKED) | DG_SIGNAL(CHANGE) };
    const struct dg_clause *c = turn->clause;
    return c->question || (c->act == DG_ACT_PROPOSE && !(c->signals & FIRM) && !turn->nameless);
}

/* "6 pax … actually make it 7": who said what stands says something else, and does not ask. */
static bool revises_own(
        const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn, enum dg_field field)
{
    bool counts = field == DG_F_PEOPLE || field == DG_F_TICKETS || field == DG_F_ROOMS;
    const struct dg_stance *now = counts ? dg_topic_current(all, topic, field) : NULL;
    return now && now->speaker == turn->speaker && now->message != turn->message && !turn->clause->question;
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
        .tentative = is_tentative(turn) && !revises_own(all, topic, turn, field) };
    bool drives = topic->activity->family == DG_FAMILY_RIDE || topic->activity->family == DG_FAMILY_ROUTE;
    const struct dg_stance *meant = drives ? dg_refer_place(all, topic, m) : NULL;
    if (meant) {
        s.value = meant->value;
        s.from[s.from_count++] = meant->from[0];
    }
    if (field == DG_F_VENUE && m->type == DG_M_TITLE) /* "dinner? Blue Nile?": a house */
        s.value = (struct dg_value){ .kind = DG_PLACE, .place = { .name = m->value.text, .kind = DG_PLACE_VENUE } };
    if (field == DG_F_NIGHTS && m->type == DG_M_TIME)
        s.value = (struct dg_value){ .kind = DG_COUNT, .count = dg_assign_nights(m->value.time.duration) };
    else if (m->type == DG_M_TIME && field != DG_F_REMINDER) {
        bool stay = topic->activity->family == DG_FAMILY_STAY && field == DG_F_TIME;
        return (!stay || put_stretch(all, topic, &s, m)) && dg_assign_time(all, topic, &s, m);
    }
    const struct dg_stance *whole = part_of_address(dg_topic_newest(all, topic, field), m);
    if (whole) {
        s.value = whole->value;
        s.from[s.from_count++] = whole->from[0];
    }
    dg_assign_note_repetition(all, dg_topic_newest(all, topic, field), &s);
    if (field == DG_F_VENUE && topic->activity->family == DG_FAMILY_RIDE)
        line_up(all, topic, turn);
    bool beside = field == DG_F_WHO || (field == DG_F_STOP && !is_open_stop(all, topic));
    return dg_topic_put(all, topic, &s, beside) != NULL;
}
