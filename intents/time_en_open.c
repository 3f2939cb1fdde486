/* English stretches that one word opens or limits: more than two days ago, after nine but before eleven, any weekend. */
#include "intents/time_en.h"

enum { MORE = 1, LESS = -1 }; /* what a word of class time.around says of an amount */

static bool give_open(struct dg_chart *chart, int kind, const struct dg_when *w, struct dg_item *out)
{
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = (uint8_t)kind, .a = w }));
}

/* more than 2 days ago: before that day; less than 3 days ago: from then until now */
bool dg_en_beyond(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[1]->when;
    if ((p[0]->a != MORE && p[0]->a != LESS) || w->kind != DG_WHEN_SHIFT)
        return false;
    if (p[0]->a == MORE)
        return give_open(chart, w->n < 0 ? DG_WHEN_BEFORE : DG_WHEN_AFTER, w, out);
    const struct dg_when *from = w->a ? w->a : dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_NOW });
    if (w->a && w->n > 0) /* less than 3 days after tomorrow: the third no more */
        return dg_give(out, dg_make_both(chart, DG_WHEN_FOR, w->a, w->b));
    return dg_give(
            out, w->n < 0 ? dg_make_both(chart, DG_WHEN_RANGE, w, from) : dg_make_both(chart, DG_WHEN_RANGE, from, w));
}

static const struct dg_when *clock_of(const struct dg_when *w)
{
    return w->kind == DG_WHEN_AT ? w->b : w;
}

/* after 9:30 but before 11:00 on Thursday: between the two */
bool dg_en_after_and_before(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *first = p[0]->when, *last = p[2]->when;
    const struct dg_when *day = last->kind == DG_WHEN_AT ? last->a : NULL;
    if (day) /* on Thursday, before 11:00 */
        last = last->b;
    if (first->kind == DG_WHEN_AT) {
        day = day ? day : first->a;
        first = first->b;
    }
    bool either = p[1] && p[1]->a == 1;
    if (either || first->kind != DG_WHEN_AFTER || last->kind != DG_WHEN_BEFORE)
        return false;
    const struct dg_when *from = first->a, *to = last->a;
    if (!day && to->kind == DG_WHEN_AT && from->kind == DG_WHEN_CLOCK) { /* before 11:00 on Thursday */
        day = to->a;
        to = to->b;
    }
    const struct dg_when *range = dg_chart_node(chart,
            (struct dg_when){ .kind = DG_WHEN_RANGE,
                    .a = from,
                    .b = day ? clock_of(to) : to,
                    .n = (first->included ? 0 : DG_LEFT_OUT_FIRST) |
                            (last->included || last->calendar ? 0 : DG_LEFT_OUT_LAST) });
    return dg_give(out, day && range ? dg_make_at(chart, day, range) : range);
}

/* start within the next two weeks */
bool dg_en_begun_within(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    return p[1]->when->kind == DG_WHEN_REST && dg_give(out, p[1]->when);
}

static bool give_rest(struct dg_chart *chart, const struct dg_when *whole, struct dg_item *out)
{
    return whole && dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_REST, .a = whole }));
}

/* the rest of the week, of the afternoon: from now on */
bool dg_en_rest_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *whole = p[3];
    if (p[1]->d != 1)
        return false;
    if (whole->symbol == DG_T_UNIT)
        return whole->a >= DG_UNIT_DAY && !whole->c && give_rest(chart, dg_make_unit(chart, whole->a, 0), out);
    if (whole->symbol != DG_T_P)
        return give_rest(chart, whole->when, out);
    const struct dg_when *today = dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_DAY });
    return today && give_rest(chart, dg_make_at(chart, today, whole->when), out);
}

/* within the next day and 5 hours; within the week is within this one */
bool dg_en_within_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if ((p[1] && p[1]->a != 1) || p[2]->c)
        return false;
    if (!p[1] && p[2]->a >= DG_UNIT_DAY)
        return !p[4] && give_rest(chart, dg_make_unit(chart, p[2]->a, 0), out);
    const struct dg_when *length = dg_make_duration(chart, p[2]->a, p[2]->b);
    struct dg_when sum = length ? *length : (struct dg_when){ 0 };
    for (int u = 0; p[4] && u < DG_UNIT_AMOUNTS; u++)
        sum.amounts[u] += p[4]->when->amounts[u];
    const struct dg_when *whole = length ? dg_chart_node(chart, sum) : NULL;
    return give_rest(chart, whole, out);
}

/* any weekend, any Tuesday: one of those that come again, and no certain one */
bool dg_en_any(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[1] };
    bool unit = p[1]->symbol == DG_T_UNIT;
    if (unit && p[1]->a < DG_UNIT_DAY)
        return false;
    if (!(unit ? dg_build_every(chart, parts, out) : dg_build_every_weekday(chart, parts, out)))
        return false;
    return give_open(chart, DG_WHEN_VAGUE, out->when, out);
}

/* all day tomorrow, Friday all day */
bool dg_en_all_of_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    const struct dg_item *day = dg_part_of(p, S(D)), *unit = dg_part_of(p, S(UNIT));
    out->weak = day->weak;
    return unit->a == DG_UNIT_DAY && !unit->c && dg_give(out, day->when);
}

/* all of June, the whole month of June, all night */
bool dg_en_all_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    const struct dg_item *whole = dg_part_of(p, S(W) | S(P)), *unit = dg_part_of(p, S(UNIT));
    out->from = whole->from;
    bool named = whole->when->kind != DG_WHEN_UNIT && whole->when->kind != DG_WHEN_EDGE;
    return named && (!unit || (unit->a >= DG_UNIT_WEEK && !unit->c)) && dg_give(out, whole->when);
}

static const struct dg_when *workday(
        struct dg_chart *chart, const struct dg_item *number, const struct dg_item *unit, int sign)
{
    enum { WORKDAYS_MAX = 300 };
    if (unit->a != DG_UNIT_WORKDAY || number->a < 1 || number->a > WORKDAYS_MAX)
        return NULL;
    return dg_make_unit(chart, DG_UNIT_WORKDAY, sign * number->a);
}

/* in three business days, two working days ago: weekends are not counted */
bool dg_en_workdays(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if ((p[0] != NULL) == (p[3] != NULL))
        return false;
    return dg_give(out, workday(chart, p[1], p[2], p[3] && p[3]->symbol == DG_T_AGO ? -1 : 1));
}

bool dg_en_within_workdays(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *now = dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_NOW });
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, now, workday(chart, p[1], p[2], 1)));
}

/* this work week: its five days */
bool dg_en_workweek(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { WORK_WEEK = 3, DAYS = 5 };
    if (p[1]->c != WORK_WEEK || (p[0]->symbol == DG_T_REL && p[0]->a < -3))
        return false;
    int n = p[0]->symbol == DG_T_REL ? p[0]->a : 0;
    const struct dg_when *w =
            dg_make_nth(chart, 1, dg_make_each(chart, DG_UNIT_WORKDAY), dg_make_unit(chart, DG_UNIT_WEEK, n));
    struct dg_when copy = w ? *w : (struct dg_when){ 0 };
    copy.span = DAYS;
    return w && dg_give(out, dg_chart_node(chart, copy));
}

/* the first half of March, of next week */
bool dg_en_half_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *whole = p[4]->when;
    bool month = whole->kind == DG_WHEN_DATE && whole->month && !whole->day;
    bool unit = whole->kind == DG_WHEN_UNIT &&
            (whole->unit == DG_UNIT_MONTH || whole->unit == DG_UNIT_WEEK || whole->unit == DG_UNIT_QUARTER ||
                    whole->unit == DG_UNIT_DECADE);
    if (!month && !unit)
        return false;
    struct dg_when w = { .kind = DG_WHEN_EDGE, .a = whole };
    w.from_min = p[1]->a == 1 ? 0 : 500;
    w.to_min = p[1]->a == 1 ? 500 : 1000;
    return dg_give(out, dg_chart_node(chart, w));
}

/* for all day, for a full month: how long */
bool dg_en_for_all_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[3]->a >= DG_UNIT_DAY && p[3]->a < DG_UNIT_AMOUNTS && !p[3]->c && !p[3]->d &&
            dg_give(out, dg_make_duration(chart, p[3]->a, p[3]->b));
}

/* within the next 2 days 1 hour */
bool dg_en_within_amount(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a == 1 && !p[2]->weak && give_rest(chart, p[2]->when, out);
}

/* within 2 weeks after Friday, within an hour of noon */
bool dg_en_within_amount_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return (!p[1] || p[1]->a == 1) && !p[2]->weak && !p[4]->weak &&
            dg_give(out, dg_make_both(chart, DG_WHEN_FOR, p[4]->when, p[2]->when));
}
