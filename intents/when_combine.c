/* 明天 in one message and 七点 in the next are one time. */
#include "intents/when_stretch.h"

static const struct dg_when *keep(const struct dg_when *w, struct dg_arena *arena)
{
    struct dg_when *copy = dg_arena_alloc(arena, sizeof *copy);
    if (copy)
        *copy = *w;
    return copy;
}

static const struct dg_when *anchor(const struct dg_when *w, struct dg_instant reference, struct dg_arena *arena)
{
    if (w->kind == DG_WHEN_ANCHORED)
        return w;
    return keep(&(struct dg_when){ .kind = DG_WHEN_ANCHORED, .a = w, .reference = reference }, arena);
}

static const struct dg_when *bare(const struct dg_when *w)
{
    while (w->kind == DG_WHEN_ANCHORED || w->kind == DG_WHEN_ZONED)
        w = w->a;
    return w;
}

static bool is_clock_side(const struct dg_when *w)
{
    return w->kind == DG_WHEN_CLOCK || w->kind == DG_WHEN_PART ||
            (w->kind == DG_WHEN_RANGE && (w->a->kind == DG_WHEN_CLOCK || w->a->kind == DG_WHEN_PART)) ||
            ((w->kind == DG_WHEN_BEFORE || w->kind == DG_WHEN_AFTER || w->kind == DG_WHEN_FOR) && is_clock_side(w->a));
}

/* The clock or part of the day that is said, or NULL. */
static const struct dg_when *clock_of(const struct dg_when *w)
{
    w = bare(w);
    if (w->kind == DG_WHEN_AT)
        return w->b;
    return is_clock_side(w) ? w : NULL;
}

/* The day that is said, or NULL. */
static const struct dg_when *day_of(const struct dg_when *w)
{
    w = bare(w);
    if ((w->kind == DG_WHEN_BEFORE || w->kind == DG_WHEN_AFTER) && !is_clock_side(w))
        return day_of(w->a); /* "by 10:30 on Wednesday … the 9:55": Wednesday's */
    if (w->kind == DG_WHEN_AT)
        return w->a;
    return is_clock_side(w) || !(dg_when_says(w) & (DG_SAYS_DAY | DG_SAYS_WIDE)) ? NULL : w;
}

static uint8_t half_of(const struct dg_when *clock)
{
    while (clock->kind == DG_WHEN_RANGE || clock->kind == DG_WHEN_BEFORE || clock->kind == DG_WHEN_AFTER ||
            clock->kind == DG_WHEN_FOR)
        clock = clock->a;
    if (clock->kind == DG_WHEN_PART || clock->half != DG_HALF_OPEN)
        return clock->half;
    return clock->hour > 12 ? DG_HALF_PM : DG_HALF_OPEN;
}

/* The same clock in the half of the day that was said before: 晚上 … 七点. */
static const struct dg_when *in_half(const struct dg_when *clock, uint8_t half, struct dg_arena *arena)
{
    struct dg_when changed = *clock;
    if (clock->kind == DG_WHEN_CLOCK) {
        bool midnight = clock->hour == 0 && (half == DG_HALF_EVENING || half == DG_HALF_NIGHT);
        if (midnight) /* 今晚 … 零点 is the end of the evening */
            changed.hour = 12;
        else if (clock->half != DG_HALF_OPEN || clock->hour > 12 || clock->hour == 0)
            return clock;
        changed.half = half == DG_HALF_AM && clock->hour == 12 ? DG_HALF_NOON : half; /* brunch at 11 … make it 12 */
    } else if (clock->a && clock->kind != DG_WHEN_PART) {
        changed.a = in_half(clock->a, half, arena);
        if (!changed.a)
            return NULL;
    } else {
        return clock;
    }
    return keep(&changed, arena);
}

/* The date's weekday, month or day settled by what was known: "Friday" of the week, "the 3rd" of the month before stay as
 * they are, since the day that is said now replaces the day that was said before. */
static const struct dg_when *day_with_clock(
        const struct dg_when *day, struct dg_instant day_reference, const struct dg_when *clock, struct dg_arena *arena)
{
    const struct dg_when *seen = anchor(day, day_reference, arena);
    if (!seen)
        return NULL;
    return keep(&(struct dg_when){ .kind = DG_WHEN_AT, .a = seen, .b = clock }, arena);
}

/* 下周三 … 周四吧: a bare weekday that answers one of a coming week is of that week; NULL: it is not so. */
static const struct dg_when *in_that_week(
        const struct dg_when *day, const struct dg_when *base_day, struct dg_arena *arena)
{
    const struct dg_when *w = bare(day), *base = bare(base_day);
    if (w->kind != DG_WHEN_DATE || !w->weekday || w->day || base->kind != DG_WHEN_NTH ||
            base->a->kind != DG_WHEN_DATE || !base->a->weekday || base->b->kind != DG_WHEN_UNIT || base->b->n < 1)
        return NULL;
    struct dg_when moved = *base;
    moved.a = w;
    return keep(&moved, arena);
}

/* A holiday is talked of as the days off around it. */
static const struct dg_when *as_stretch(const struct dg_when *base, struct dg_arena *arena)
{
    struct dg_when off = *base;
    if (base->kind != DG_WHEN_HOLIDAY)
        return dg_when_says(base) & DG_SAYS_WIDE ? base : NULL;
    off.holiday.off = true;
    return keep(&off, arena);
}

static int64_t length_s(const struct dg_time *t)
{
    return t->has_start && t->has_end ? t->end.utc_s - t->start.utc_s : 0;
}

/* 国庆期间 … 3号, 下周 … 周四: a day without its month or week, said of a stretch that was named before, is the one inside it,
 * unless that is over; NULL: it is not so. A weekday is sought in no more than about a week. */
static const struct dg_when *inside_that(const struct dg_when *day, const struct dg_when *base_day,
        const struct dg_when_hints *seen, struct dg_instant update_reference, struct dg_arena *arena)
{
    enum { ABOUT_A_WEEK_S = 9 * 24 * 60 * 60, DAY_S = 24 * 60 * 60 };
    const struct dg_when *w = bare(day), *base = as_stretch(bare(base_day), arena);
    bool dated = (w->kind == DG_WHEN_DATE || w->kind == DG_WHEN_LUNAR) && !w->month && !w->year && w->day;
    bool weekday = w->kind == DG_WHEN_DATE && w->weekday && !w->day;
    if (!base || !(dated || weekday))
        return NULL;
    struct dg_time whole = dg_when_resolve(base, seen, arena);
    if (!length_s(&whole) || (weekday && length_s(&whole) > ABOUT_A_WEEK_S))
        return NULL;
    const struct dg_when *one = keep(&(struct dg_when){ .kind = DG_WHEN_NTH, .n = 1, .a = w, .b = base }, arena);
    if (!one)
        return NULL;
    struct dg_time t = dg_when_resolve(one, seen, arena);
    return t.has_start && t.start.utc_s > update_reference.utc_s - DAY_S ? one : NULL;
}

static bool names_zone(const struct dg_when *w)
{
    while (w->kind == DG_WHEN_ANCHORED)
        w = w->a;
    return w->kind == DG_WHEN_ZONED;
}

static const struct dg_when *with_zone(const struct dg_when *w, const struct dg_when *from, struct dg_arena *arena)
{
    while (from->kind == DG_WHEN_ANCHORED)
        from = from->a;
    if (!w || from->kind != DG_WHEN_ZONED)
        return w;
    return keep(&(struct dg_when){ .kind = DG_WHEN_ZONED, .a = w, .n = from->n, .unit = from->unit }, arena);
}

/* at 7 … make it half past, quarter to: the minutes of the hour that was said */
static const struct dg_when *of_that_hour(
        const struct dg_when *clock, const struct dg_when *base_clock, struct dg_arena *arena)
{
    while (base_clock && base_clock->kind != DG_WHEN_CLOCK)
        base_clock = base_clock->kind == DG_WHEN_PART ? NULL : base_clock->a;
    if (!clock || clock->kind != DG_WHEN_CLOCK || clock->hour >= 0 || !base_clock || base_clock->hour < 0)
        return clock;
    struct dg_when changed = *base_clock;
    changed.minute = clock->minute;
    if (clock->n < 0)
        changed.hour = (int8_t)(changed.hour == 0                           ? 23
                        : changed.hour == 1 && changed.half != DG_HALF_SURE ? 12
                                                                            : changed.hour - 1);
    return keep(&changed, arena);
}

/* 每周三九点半 … 十点行吗, 改周四吧: what is repeated stays repeated, at another hour or on another day of the week; NULL: it is not
 * so. */
static const struct dg_when *repeated(
        const struct dg_when *base, const struct dg_when *day, const struct dg_when *clock, struct dg_arena *arena)
{
    const struct dg_when *every = bare(base), *date = day ? bare(day) : NULL;
    bool weekday = date && date->kind == DG_WHEN_DATE && date->weekday && !date->day && !date->year;
    if (every->kind != DG_WHEN_EVERY || every->unit < DG_UNIT_DAY || (day && !(weekday && every->weekdays)))
        return NULL;
    struct dg_when changed = *every;
    if (clock)
        changed.a = every->a && half_of(every->a) != DG_HALF_OPEN ? in_half(clock, half_of(every->a), arena) : clock;
    if (weekday)
        changed.weekdays = (uint8_t)(1u << date->weekday);
    return clock && !changed.a ? NULL : keep(&changed, arena);
}

/* 周四上午 … 周四九点半: the same day named again, with an hour of the part that was said; NULL: it is not so. */
static const struct dg_when *in_that_part(const struct dg_when *day, const struct dg_when *clock,
        const struct dg_when *base_day, const struct dg_when *base_clock, struct dg_arena *arena)
{
    const struct dg_when *a = bare(day), *b = bare(base_day);
    a = a->kind == DG_WHEN_NTH ? bare(a->a) : a; /* of next week */
    b = b->kind == DG_WHEN_NTH ? bare(b->a) : b;
    bool dates = a->kind == DG_WHEN_DATE && b->kind == DG_WHEN_DATE && !a->year && !b->year;
    bool same = dates && a->weekday == b->weekday && a->day == b->day && a->month == b->month;
    if (!same || base_clock->kind != DG_WHEN_PART || base_clock->half == DG_HALF_OPEN)
        return NULL;
    return in_half(clock, base_clock->half, arena);
}

const struct dg_when *dg_when_combine(const struct dg_when *base, struct dg_instant base_reference,
        const struct dg_when *update, struct dg_instant update_reference, const struct dg_zone *zone,
        struct dg_arena *arena)
{
    const struct dg_when *whole = anchor(update, update_reference, arena);
    if (!base || !whole)
        return whole;
    if (bare(base)->kind == DG_WHEN_ANCHORED)
        return whole;
    const struct dg_when *base_day = day_of(base), *base_clock = clock_of(base);
    const struct dg_when *day = day_of(update), *clock = clock_of(update);
    clock = of_that_hour(clock, base_clock, arena);
    if (clock && !day && clock != clock_of(update)) {
        update = clock;
        whole = anchor(clock, update_reference, arena);
    }
    const struct dg_when *still = clock || day ? repeated(base, day, clock, arena) : NULL;
    if (still)
        return anchor(still, base_reference, arena);
    struct dg_instant base_seen = base_day && base_day->kind == DG_WHEN_ANCHORED ? base_day->reference : base_reference;
    struct dg_when_hints hints = { .reference = base_seen, .zone = zone, .typical_hour = -1 };
    const struct dg_when *that = day && base_day ? in_that_week(day, base_day, arena) : NULL;
    if (!that && day && base_day)
        that = inside_that(day, base_day, &hints, update_reference, arena);
    if (that) {
        day = that;
        update_reference = base_seen;
        whole = clock ? day_with_clock(day, update_reference, clock, arena) : anchor(day, update_reference, arena);
        whole = with_zone(whole, update, arena);
    }
    if (clock && day && base_day && base_clock) {
        const struct dg_when *then = in_that_part(day, clock, base_day, base_clock, arena);
        if (then)
            return with_zone(day_with_clock(day, update_reference, then, arena), update, arena);
    }
    if (clock && !day && base_day) {
        if (base_clock && half_of(base_clock) != DG_HALF_OPEN)
            clock = in_half(clock, half_of(base_clock), arena);
        const struct dg_when *zone_from = names_zone(update) ? update : base;
        return clock ? with_zone(day_with_clock(base_day, base_reference, clock, arena), zone_from, arena) : NULL;
    }
    if (clock && !day && base_clock && half_of(base_clock) != DG_HALF_OPEN) {
        clock = in_half(clock, half_of(base_clock), arena);
        return clock ? anchor(clock, update_reference, arena) : NULL;
    }
    if (day && !clock && base_clock && bare(day)->kind != DG_WHEN_NOW)
        return with_zone(day_with_clock(day, update_reference, base_clock, arena), base, arena);
    return whole;
}
