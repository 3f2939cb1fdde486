#include "intents/plan_days.h"

#include "intents/assign_put.h"
#include "intents/calendar.h"
#include "intents/zone.h"

static int64_t wall_of(struct dg_instant t)
{
    return t.utc_s + t.offset_s;
}

/* A room is taken by the day, whatever hour was said. */
static void to_day(const struct dg_planner *p, struct dg_slot *slot, int64_t days_on)
{
    struct dg_time *t = &slot->value.time;
    if (slot->value.kind != DG_TIME || !t->has_start || (t->grain > DG_GRAIN_DAY && !days_on))
        return;
    t->start = dg_zone_instant(p->heard->ctx->zone, dg_day_start(wall_of(t->start)) + days_on * DG_DAY_S, NULL);
    t->has_end = false;
    t->grain = DG_GRAIN_DAY;
}

/* The journey of the same talk that a stay is at the end of; NULL: there is none. */
static const struct dg_topic *journey_to(const struct dg_settled *stay, const struct dg_planner *p)
{
    for (size_t i = p->topics->count; i-- > 0;) {
        const struct dg_topic *topic = &p->topics->at[i];
        if (topic != stay->topic && !topic->called_off && dg_activity_is_journey(topic->activity->family))
            return topic;
    }
    return NULL;
}

/* Where the plan has its time from; a stay's may be the journey's. */
static const struct dg_stance *time_said(const struct dg_planner *p, const struct dg_settled *out)
{
    const struct dg_stance *own = dg_topic_current(p->topics, out->topic, DG_F_TIME);
    const struct dg_topic *journey = own ? NULL : journey_to(out, p);
    return journey ? dg_topic_current(p->topics, journey, DG_F_TIME) : own;
}

/* "19 to 22 January": days from one to another, not all days before one. */
static bool is_stretch(const struct dg_planner *p, const struct dg_settled *out)
{
    const struct dg_stance *s = time_said(p, out);
    const struct dg_time *t = &out->fields[DG_F_TIME].value.time;
    bool days = t->has_start && t->has_end && t->grain == DG_GRAIN_DAY;
    bool open = !s || !s->when || (dg_when_says(s->when) & (DG_SAYS_BEFORE | DG_SAYS_AFTER));
    return days && !open && t->end.utc_s - t->start.utc_s > DG_DAY_S + DG_DAY_S / 2;
}

/* Whether what stands in the one field was said before what stands in the other. */
static bool is_older(const struct dg_planner *p, const struct dg_topic *topic, enum dg_field field, enum dg_field than)
{
    const struct dg_stance *a = dg_topic_current(p->topics, topic, field);
    const struct dg_stance *b = dg_topic_current(p->topics, topic, than);
    return a && b && a->message < b->message;
}

/* "10 to 17 April": there on the first of the days, back on the last. */
static void settle_way_back(struct dg_settled *out, const struct dg_planner *p)
{
    struct dg_slot *go = &out->fields[DG_F_TIME], *back = &out->fields[DG_F_UNTIL];
    bool stands = out->has[DG_F_UNTIL] && !is_older(p, out->topic, DG_F_UNTIL, DG_F_TIME);
    if (!out->has[DG_F_TIME] || stands || !is_stretch(p, out))
        return;
    *back = *go;
    back->value.time.start = go->value.time.end;
    to_day(p, back, -1); /* the end is that of the day that was said last */
    to_day(p, go, 0);
    out->has[DG_F_UNTIL] = true;
}

/* "fri + sat night": the last night that is slept there, not the day of leaving. */
static bool is_last_night(const struct dg_planner *p, const struct dg_settled *out)
{
    enum { EVENING_S = 17 * 60 * 60 };
    const struct dg_stance *in = dg_topic_current(p->topics, out->topic, DG_F_TIME);
    const struct dg_stance *last = dg_topic_current(p->topics, out->topic, DG_F_UNTIL);
    const struct dg_time *t = &out->fields[DG_F_UNTIL].value.time;
    struct dg_word word;
    if (!in || !last || in->message != last->message || t->grain != DG_GRAIN_PART_OF_DAY || !t->has_start ||
            !last->from_count)
        return false;
    int64_t wall = wall_of(t->start);
    return wall - dg_day_start(wall) >= EVENING_S &&
            !dg_assign_word_before(&word, p->topics, last->from[last->from_count - 1], DG_W_ACT_OUT);
}

/* "stay till the 16th": the way back is on that day. */
static void to_last_day(const struct dg_planner *p, struct dg_settled *out)
{
    const struct dg_stance *back = dg_topic_current(p->topics, out->topic, DG_F_UNTIL);
    struct dg_time *t = &out->fields[DG_F_UNTIL].value.time;
    if (!out->has[DG_F_UNTIL] || !back || !back->when || !(dg_when_says(back->when) & DG_SAYS_BEFORE) || !t->has_end)
        return;
    t->start = t->end;
    t->has_end = false;
}

/* The leaving of a hotel: said, or so many nights after the arrival, or the end of the stretch that was said. */
static void settle_stay(struct dg_settled *out, const struct dg_planner *p)
{
    struct dg_slot *in = &out->fields[DG_F_TIME], *leave = &out->fields[DG_F_UNTIL];
    if (!out->has[DG_F_TIME])
        return;
    if (out->has[DG_F_NIGHTS] && is_stretch(p, out) && is_older(p, out->topic, DG_F_NIGHTS, DG_F_TIME))
        out->has[DG_F_NIGHTS] = false; /* 多住一晚 … 那就15号到18号 */
    to_last_day(p, out);
    if (!out->has[DG_F_NIGHTS])
        settle_way_back(out, p);
    to_day(p, in, 0);
    if (out->has[DG_F_NIGHTS]) {
        struct dg_slot nights = out->fields[DG_F_NIGHTS];
        *leave = nights;
        leave->value = in->value;
        to_day(p, leave, (int64_t)nights.value.count);
        out->has[DG_F_UNTIL] = true;
    } else if (out->has[DG_F_UNTIL]) {
        to_day(p, leave, is_last_night(p, out) ? 1 : 0);
    }
}

/* "by 9:15" is when a car has to be there: the moment, not all the time until then. */
static void to_moment(struct dg_slot *slot, struct dg_instant now)
{
    struct dg_time *t = &slot->value.time;
    bool open = t->has_start && t->has_end && t->grain <= DG_GRAIN_MINUTE &&
            (t->start.utc_s == now.utc_s || wall_of(t->start) == dg_day_start(wall_of(t->start)));
    if (!open)
        return;
    t->start = t->end;
    t->has_end = false;
}

static bool take_from(
        struct dg_settled *out, const struct dg_planner *p, const struct dg_topic *other, enum dg_field field)
{
    const struct dg_stance *s = dg_topic_current(p->topics, other, field);
    struct dg_slot *slot = &out->fields[field];
    if (!s)
        return true;
    if (!dg_plan_slot(slot, p, s, NULL, other->activity,
                out->has[DG_F_TIME] ? &out->fields[DG_F_TIME].value.time.start : NULL))
        return false;
    slot->status = DG_INFERRED;
    out->has[field] = slot->value.kind != DG_TIME || slot->value.time.has_start;
    return true;
}

/* Who flies somewhere and stays there arrives that day and leaves on the day of the way back, unless they say otherwise. */
static bool take_journey(struct dg_settled *out, const struct dg_planner *p)
{
    const struct dg_topic *journey = journey_to(out, p);
    if (!journey)
        return true;
    if (!out->has[DG_F_VENUE] && !out->has[DG_F_AREA] && !take_from(out, p, journey, DG_F_AREA))
        return false;
    if (out->has[DG_F_TIME])
        return true;
    if (!take_from(out, p, journey, DG_F_TIME))
        return false;
    return out->has[DG_F_NIGHTS] || out->has[DG_F_UNTIL] || take_from(out, p, journey, DG_F_UNTIL);
}

bool dg_plan_settle_days(struct dg_settled *out, const struct dg_planner *p)
{
    enum dg_family family = out->activity->family;
    if (family == DG_FAMILY_STAY) {
        if (!take_journey(out, p))
            return false;
        settle_stay(out, p);
    }
    if (dg_activity_is_journey(family)) {
        settle_way_back(out, p);
        to_last_day(p, out);
    }
    if (family == DG_FAMILY_RIDE && out->has[DG_F_TIME])
        to_moment(&out->fields[DG_F_TIME], dg_topic_current(p->topics, out->topic, DG_F_TIME)->reference);
    return true;
}
