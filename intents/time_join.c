/* Builders that put times together: a clock on a day, two ends of a range, open ends, zones. */
#include "intents/time_build.h"

static bool is_dayish(const struct dg_when *day)
{
    return dg_when_says(day) & DG_SAYS_DAY;
}

static bool is_time_of_day(const struct dg_when *w)
{
    return w->kind == DG_WHEN_CLOCK || w->kind == DG_WHEN_PART;
}

/* 今晚凌晨一点: the small hours of an evening come after it */
static const struct dg_when *into_the_night(
        struct dg_chart *chart, const struct dg_when *clock, const struct dg_when *part)
{
    enum { LAST_SMALL_HOUR = 4 };
    bool small = clock->kind == DG_WHEN_CLOCK && clock->half == DG_HALF_AM && clock->hour <= LAST_SMALL_HOUR;
    struct dg_when open = *clock;
    open.half = DG_HALF_OPEN;
    const struct dg_when *moved = small && part->half == DG_HALF_EVENING ? dg_chart_node(chart, open) : NULL;
    return moved ? moved : clock;
}

static bool join_at(struct dg_chart *chart, const struct dg_item *day, const struct dg_item *clock, struct dg_item *out)
{
    const struct dg_when *c = clock->when;
    if (c->kind == DG_WHEN_RANGE && (!is_time_of_day(c->a) || !is_time_of_day(c->b)))
        return false; /* 今晚十点到明早六点 is a range of two times */
    if (day->when->kind == DG_WHEN_AT) { /* tonight, and then the clock in it */
        if (day->when->b->kind != DG_WHEN_PART)
            return false;
        c = dg_in_half(chart, into_the_night(chart, c, day->when->b), day->when->b->half);
        return c && dg_give(out, dg_make_at(chart, day->when->a, c));
    }
    if (day->when->kind == DG_WHEN_ZONED || (!is_dayish(day->when) && day->when->kind != DG_WHEN_HOLIDAY))
        return false;
    if (c->kind == DG_WHEN_ZONED &&
            (is_time_of_day(c->a) || c->a->kind == DG_WHEN_RANGE)) { /* 5pm PT tomorrow: their tomorrow */
        struct dg_when zoned = *c;
        zoned.a = dg_make_at(chart, day->when, c->a);
        return zoned.a && dg_give(out, dg_chart_node(chart, zoned));
    }
    if (day->symbol == DG_T_S && dg_when_says(day->when) & DG_SAYS_CLOCK)
        return false;
    if (c->kind == DG_WHEN_AFTER && c->calendar) { /* since 3pm today: the day says which */
        struct dg_when named = *c;
        named.calendar = false;
        c = dg_chart_node(chart, named);
    }
    return c && dg_give(out, dg_make_at(chart, day->when, c));
}

bool dg_build_at(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return join_at(chart, dg_when_part(p, false), dg_when_part(p, true), out);
}

bool dg_build_at_swapped(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *day = dg_when_part(p, true);
    return !day->d && join_at(chart, day, dg_when_part(p, false), out);
}

bool dg_build_part_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *part = dg_part_of(p, S(P)),
                         *clock = dg_when_part(p, false) == part ? dg_when_part(p, true) : dg_when_part(p, false);
    if (part->when->kind != DG_WHEN_PART)
        return false;
    return dg_give(out, dg_in_half(chart, into_the_night(chart, clock->when, part->when), part->when->half));
}

static bool pure_clock(const struct dg_when *w)
{
    return !(dg_when_says(w) & (DG_SAYS_DAY | DG_SAYS_WIDE));
}

/* 15:00 GMT - 18:00 GMT: a range on the clocks of that zone */
static bool range_in_zone(struct dg_chart *chart, const struct dg_when *a, const struct dg_when *b, struct dg_item *out)
{
    struct dg_when zoned = *a;
    zoned.a = dg_make_both(chart, DG_WHEN_RANGE, a->a, b->a);
    return zoned.a && dg_give(out, dg_chart_node(chart, zoned));
}

bool dg_build_range(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *a = dg_when_part(p, false), *b = dg_when_part(p, true);
    if (a != b && pure_clock(a->when) != pure_clock(b->when) && !(dg_when_says(b->when) & DG_SAYS_CLOCK) &&
            !(dg_when_says(a->when) & DG_SAYS_CLOCK && dg_when_says(a->when) & DG_SAYS_DAY))
        return false; /* 3pm - this week are two times */
    bool zoned = a->when->kind == DG_WHEN_ZONED && b->when->kind == DG_WHEN_ZONED;
    if (zoned && a != b && a->when->n == b->when->n && a->when->unit == b->when->unit)
        return range_in_zone(chart, a->when, b->when, out);
    return a != b && dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, a->when, b->when));
}

static bool give_open(
        struct dg_chart *chart, const struct dg_item *const *p, int kind, bool included, struct dg_item *out)
{
    const struct dg_when *w = dg_when_part(p, false)->when;
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = (uint8_t)kind, .a = w, .included = included }));
}

bool dg_build_before(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = dg_when_part(p, false)->when;
    bool at_end = w->kind == DG_WHEN_EDGE && w->from_min > 500 &&
            w->to_min == 1000; /* before the end of the month: before that is over */
    return give_open(chart, p, DG_WHEN_BEFORE, at_end, out);
}

bool dg_build_after(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_open(chart, p, DG_WHEN_AFTER, false, out);
}

/* since March, 十二月以来: the one that is over or runs */
bool dg_build_since(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *since = dg_part_of(p, S(SINCE));
    const struct dg_when *w = dg_when_part(p, false)->when;
    bool over = since && since->b == 1;
    return dg_give(out,
            dg_chart_node(
                    chart, (struct dg_when){ .kind = DG_WHEN_AFTER, .a = w, .included = true, .calendar = over }));
}

bool dg_build_by(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { THROUGH = 2 };
    const struct dg_item *by = dg_part_of(p, S(BY));
    if (by && by->a == THROUGH) /* through Friday: the day with it */
        return dg_give(out,
                dg_chart_node(chart,
                        (struct dg_when){ .kind = DG_WHEN_BEFORE,
                                .a = dg_when_part(p, false)->when,
                                .included = true,
                                .calendar = true }));
    return give_open(chart, p, DG_WHEN_BEFORE, true, out);
}

bool dg_build_around(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *what = dg_when_part(p, false);
    struct dg_when copy = *what->when;
    copy.around = true;
    out->weak = what->weak;
    return dg_give(out, dg_chart_node(chart, copy));
}

bool dg_build_zoned(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *zone = dg_part_of(p, S(ZONE));
    if (dg_when_says(dg_when_part(p, false)->when) & DG_SAYS_ZONE)
        return false;
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_ZONED,
                            .a = dg_when_part(p, false)->when,
                            .n = zone->a,
                            .unit = (uint8_t)zone->b }));
}

bool dg_build_named_zone(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    return dg_when_says(p[0]->when) & DG_SAYS_ZONE && dg_give(out, p[0]->when);
}

/* 2014 BC, the 5th century BC, 公元前200年: the year before 1 is 0 on the calendar (ISO 8601), so no instant can be written */
bool dg_build_before_era(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *number = dg_part_of(p, S(NUM) | S(ORD)), *unit = dg_part_of(p, S(UNIT));
    int length = 1;
    if (dg_part_of(p, S(ERA))->a >= 0 || number->a < 1)
        return false;
    if (unit) {
        length = 100;
        if (unit->a != DG_UNIT_CENTURY || number->a > 100)
            return false;
    } else if (number->languages != DG_IN_ZH && number->b < 3 && !dg_part_of(p, S(NIAN))) {
        return false; /* at 10 bc of work */
    }
    return dg_give(out,
            dg_chart_node(
                    chart, (struct dg_when){ .kind = DG_WHEN_YEARS, .year = 1 - length * number->a, .n = length }));
}
