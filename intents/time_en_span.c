/* English durations, spans, open ends and repetitions. */
#include "intents/time_en.h"

bool dg_en_rel_units(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *rel = p[0]->symbol == DG_T_REL ? p[0] : p[1], *number = rel == p[0] ? p[1] : p[0],
                         *unit = p[2];
    if (rel->a == 0 || rel->a < -3 || unit->c == 1 || unit->b < 1 || number->a < 1 || number->a > 10000)
        return false;
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_SPAN,
                            .unit = (uint8_t)unit->a,
                            .n = rel->a * number->a * unit->b,
                            .calendar = unit->a == DG_UNIT_QUARTER }));
}

bool dg_en_shifted(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->weak || (p[1]->symbol == DG_T_FROM && p[1]->a == 1))
        return false;
    if (p[1]->symbol == DG_T_FROM && p[2]->symbol == DG_T_D && dg_duration_finest(p[0]->when) < DG_UNIT_DAY)
        return false; /* minutes are not counted from a day */
    int sign = p[1]->symbol == DG_T_BEFORE || p[1]->symbol == DG_T_AGO || p[1]->symbol == DG_T_TILL ? -1 : 1;
    return dg_give(out,
            dg_chart_node(
                    chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .a = p[2]->when, .b = p[0]->when, .n = sign }));
}

/* half an hour after 6 */
bool dg_en_shifted_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[2]->when->kind == DG_WHEN_CLOCK && dg_counts_nothing(chart, p[2]) &&
            dg_duration_finest(p[0]->when) < DG_UNIT_DAY && dg_en_shifted(chart, p, out);
}

bool dg_en_in_shifted(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[1], p[2], p[3] };
    return dg_en_shifted(chart, parts, out);
}

bool dg_en_for_from(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!p[0] && p[2]->a == 0 && !p[1]->weak) /* two weeks from tomorrow is a day; three nights from it are a stay */
        return false;
    return dg_give(out, dg_make_both(chart, DG_WHEN_FOR, p[3]->when, p[1]->when));
}

/* mon-fri 9-5, every Monday to Friday: they come again; a single clock behind would end the last day */
bool dg_en_every_weekdays(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *clock = p[5];
    if (p[1]->a == p[3]->a || (!clock && (!p[0] || p[0]->symbol != DG_T_EVERY)))
        return false;
    if (clock && (clock->when->kind != DG_WHEN_RANGE || !dg_is_on_a_clock(clock->when)))
        return false;
    return dg_give_weekdays(chart, dg_weekdays_between(p[1]->a, p[3]->a), clock ? clock->when : NULL, out);
}

/* 9am-5pm mon-fri */
bool dg_en_hours_of_weekdays(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->when->kind != DG_WHEN_RANGE || !dg_is_on_a_clock(p[0]->when) || p[2]->a == p[4]->a)
        return false;
    return dg_give_weekdays(chart, dg_weekdays_between(p[2]->a, p[4]->a), p[0]->when, out);
}

/* mondays and wednesdays */
bool dg_en_weekdays_and(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when copy = *p[0]->when;
    if (copy.unit != DG_UNIT_WEEK || !copy.weekdays || p[2]->a > 7 || (copy.a && copy.a->kind == DG_WHEN_AT))
        return false;
    copy.weekdays |= (uint8_t)(1u << p[2]->a);
    return dg_give(out, dg_chart_node(chart, copy));
}

bool dg_en_frequency(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(out,
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = (uint8_t)p[0]->a, .n = p[0]->b }));
}

bool dg_en_every_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(out,
            dg_chart_node(
                    chart, (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = DG_UNIT_DAY, .n = 1, .a = p[1]->when }));
}

/* tuesday afternoons */
bool dg_en_parts_of_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *part = dg_make_part(chart, p[1]->a, p[1]->b, p[1]->c);
    if (!p[0])
        return dg_give(out,
                       dg_chart_node(chart,
                               (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = DG_UNIT_DAY, .n = 1, .a = part })) &&
                part;
    struct dg_item named = *p[0];
    if (named.symbol == DG_T_WEEKDAYS)
        named.b = 0; /* weekday mornings */
    const struct dg_item *weekday[DG_RULE_PARTS] = { &named };
    if (!dg_build_every_weekday(chart, weekday, out) || !part)
        return false;
    struct dg_when copy = *out->when;
    copy.a = copy.a ? dg_make_at(chart, copy.a, part) : part;
    return copy.a && dg_give(out, dg_chart_node(chart, copy));
}

/* later today; earlier today is what is over of it */
bool dg_en_rest_of_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { OVER = 2 };
    const struct dg_when *day = p[1]->when;
    if (p[0]->d == OVER && day->kind == DG_WHEN_DAY && day->n == 0)
        return dg_give(out,
                dg_make_both(chart, DG_WHEN_RANGE, day, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_NOW })));
    if (p[0]->a < 500 || day->kind != DG_WHEN_DAY || day->n != 0) /* not in the middle of it */
        return false;
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_REST, .a = day }));
}

/* first Monday of every month */
bool dg_en_every_nth(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when copy = *p[4]->when;
    int n = p[1]->symbol == DG_T_REL ? -1 : p[1]->a;
    if (copy.unit != DG_UNIT_MONTH || copy.a || n > 5 || n == 0 || (p[1]->symbol == DG_T_REL && p[1]->a != -1))
        return false;
    if (p[2]->symbol == DG_T_UNIT) { /* the last day of every month */
        return n == -1 && p[2]->a == DG_UNIT_DAY && !p[2]->c && dg_give(out, dg_make_last_days(chart, p[4]->when));
    }
    copy.weekdays = (uint8_t)(1u << p[2]->a);
    copy.span = (int16_t)n;
    copy.a = dg_make_nth(chart, n, dg_make_date(chart, 0, 0, 0, p[2]->a), dg_make_each(chart, DG_UNIT_MONTH));
    return copy.a && dg_give(out, dg_chart_node(chart, copy));
}

/* on the 1st of every month, every 15th */
bool dg_en_every_monthday(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *day = dg_part_of(p, S(ORD)), *every = dg_part_of(p, S(E));
    if (!day->b || day->a < 1 ||
            (every ? every->when->unit != DG_UNIT_MONTH || every->when->a : !dg_counts_nothing(chart, day)))
        return false;
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_EVERY,
                            .unit = DG_UNIT_MONTH,
                            .n = every ? every->when->n : 1,
                            .a = dg_make_date(chart, 0, 0, day->a, 0) }));
}

/* every first Monday of the month */
bool dg_en_every_nth_of_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when monthly = { .kind = DG_WHEN_EVERY, .unit = DG_UNIT_MONTH, .n = 1 };
    const struct dg_item months = { .symbol = DG_T_E, .when = &monthly };
    const struct dg_item *parts[DG_RULE_PARTS] = { NULL, p[1], p[2], NULL, &months };
    return p[5]->a == DG_UNIT_MONTH && p[5]->b == 1 && !p[5]->c && dg_en_every_nth(chart, parts, out);
}

/* every 2nd and 4th Tuesday, the 1st and 3rd Monday of every month */
bool dg_en_every_nths(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *first = p[1], *second = p[3], *weekday = p[4], *whole = p[6];
    bool monthly = !whole || (whole->symbol == DG_T_UNIT && whole->a == DG_UNIT_MONTH && whole->b == 1 && !whole->c) ||
            (whole->symbol == DG_T_W && whole->when->kind == DG_WHEN_UNIT && whole->when->unit == DG_UNIT_MONTH) ||
            (whole->symbol == DG_T_E && whole->when->unit == DG_UNIT_MONTH && !whole->when->a && whole->when->n == 1);
    if (!monthly || first->a < 1 || second->a <= first->a || second->a > 5)
        return false;
    struct dg_when every = { .kind = DG_WHEN_EVERY, .unit = DG_UNIT_MONTH, .n = 1 };
    every.weekdays = (uint8_t)(1u << weekday->a);
    every.month_days = 1u << first->a | 1u << second->a;
    every.a =
            dg_make_nth(chart, first->a, dg_make_date(chart, 0, 0, 0, weekday->a), dg_make_each(chart, DG_UNIT_MONTH));
    return every.a && dg_give(out, dg_chart_node(chart, every));
}

/* 5 times a day, 3x per week */
bool dg_en_times(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[3] };
    return p[1]->a == 2 + !p[2] && p[3]->a >= DG_UNIT_HOUR && dg_build_every(chart, parts, out);
}

/* 5 days a week; which days is not said */
bool dg_en_days_a_week(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[3] };
    return p[1]->a == DG_UNIT_DAY && p[1]->b == 1 && p[3]->a > DG_UNIT_DAY && p[3]->b == 1 && p[0]->a >= 1 &&
            dg_build_every(chart, parts, out);
}

/* weekdays 9-5, Mondays at 7 */
bool dg_en_every_hours(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[0], p[2] };
    return p[2]->when->kind == DG_WHEN_RANGE && !dg_counts_things(chart, p[2]) && dg_build_at_every(chart, parts, out);
}

static unsigned weekdays_of(const struct dg_item *item)
{
    if (item->symbol == DG_T_E)
        return item->when->weekdays;
    return dg_weekdays_named(item);
}

/* weekdays except Wednesday, every day but not on Sundays */
bool dg_en_except(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *every = p[0]->when;
    bool daily = every->unit == DG_UNIT_DAY && every->n == 1 && !every->weekdays;
    unsigned set = daily ? 0xFE : every->weekdays, left = set & ~weekdays_of(p[4]);
    const struct dg_when *clock = every->a && dg_is_on_a_clock(every->a) ? every->a : NULL;
    if ((!daily && every->unit != DG_UNIT_WEEK) || (every->a && !clock) || !left || left == set)
        return false;
    return dg_give_weekdays(chart, left, clock, out);
}

bool dg_en_every_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[1]->when;
    int unit = w->kind == DG_WHEN_DATE && !w->month ? DG_UNIT_MONTH : DG_UNIT_YEAR;
    if (!dg_cycle_named(w) || (w->kind == DG_WHEN_DATE && w->weekday))
        return false;
    return dg_give(out,
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = (uint8_t)unit, .n = 1, .a = w }));
}

/* from 5 onwards */
bool dg_en_or_so_from(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[2]->a > 0 && dg_build_since(chart, p, out);
}

bool dg_en_or_so(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->symbol == DG_T_O) /* by Monday at the latest */
        return dg_give(out, p[0]->when);
    return p[2]->a > 0 ? dg_build_since(chart, p, out) : dg_build_by(chart, p, out);
}

static bool give_mixed(struct dg_chart *chart, const struct dg_item *number, const struct dg_item *piece,
        const struct dg_item *unit, struct dg_item *out)
{
    double n = (!number || number->symbol == DG_T_AN ? 1 : number->a) + (piece->symbol == DG_T_QUARTER ? 0.25 : 0.5);
    if (unit->c == 1)
        return false;
    if (unit->a == DG_UNIT_HOUR)
        return dg_give(out, dg_make_duration(chart, DG_UNIT_MINUTE, n * 60));
    return dg_give(out, dg_make_duration(chart, unit->a, n * unit->b));
}

/* one and a half hours */
bool dg_en_and_fraction_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_mixed(chart, p[0], p[3], p[4], out);
}

/* an hour and a half */
bool dg_en_unit_and_fraction(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_mixed(chart, p[0], p[4], p[1], out);
}

/* two or three days, 2-3 hours: the greater of both */
bool dg_en_several_units(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    bool either = p[1]->symbol != DG_T_AND || p[1]->a == 1;
    out->weak = p[3]->c == 1;
    return either && p[2]->a > p[0]->a && p[2]->a <= 2 * p[0]->a + 1 && !(p[3]->c == 1 && p[3]->a != DG_UNIT_HOUR) &&
            dg_give(out, dg_make_duration(chart, p[3]->a, (double)p[2]->a * p[3]->b));
}

static bool give_hours(struct dg_chart *chart, double hours, struct dg_item *out)
{
    return dg_give(out, dg_make_duration(chart, DG_UNIT_MINUTE, hours * 60));
}

/* 2 1/2 hours */
bool dg_en_mixed_units(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *unit = p[4];
    double n = p[0]->a + (double)p[1]->a / (p[3]->a ? p[3]->a : 1);
    if (!p[0]->b || p[1]->a < 1 || p[1]->a >= p[3]->a || p[3]->a > 8 || unit->c)
        return false;
    return unit->a == DG_UNIT_HOUR ? give_hours(chart, n, out)
                                   : dg_give(out, dg_make_duration(chart, unit->a, n * unit->b));
}

/* 1hr30, for 1h30: hours and minutes, no clock */
bool dg_en_hour_and_minutes(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *hours = p[1], *unit = p[2], *minutes = p[3];
    bool worded =
            !hours->b && !minutes->b && minutes->a % 5 == 0 && dg_counts_nothing(chart, minutes); /* one hour fifteen */
    bool sure = worded && !unit->c ? true
            : p[0]                 ? unit->end == minutes->start
                                   : !unit->c && (unit->end == minutes->start || dg_counts_nothing(chart, minutes));
    if (!sure || unit->a != DG_UNIT_HOUR || unit->c > 1 || (minutes->b != 2 && !worded) || !dg_can_be_minute(minutes) ||
            (!hours->b && !worded))
        return false;
    out->from = hours->start;
    return give_hours(chart, hours->a + minutes->a / 60.0, out);
}

/* in 2h30 */
bool dg_en_in_hour_and_minutes(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_item length = { 0 };
    return dg_en_hour_and_minutes(chart, p, &length) &&
            dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .b = length.when, .n = 1 }));
}

/* an hour or two */
bool dg_en_one_or_two(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[2]->a == 1 && !p[1]->c && p[3]->a == 2 && dg_give(out, dg_make_duration(chart, p[1]->a, 2.0 * p[1]->b));
}

/* three-quarters of an hour, 3/4 of an hour */
bool dg_en_fraction_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *unit = p[5];
    double of = p[2]->symbol == DG_T_NUM ? p[2]->a : 4, n = p[0]->a;
    bool quarters = p[2]->symbol == DG_T_UNIT && p[2]->a == DG_UNIT_QUARTER;
    if ((!quarters && p[2]->symbol != DG_T_NUM) || of < 2 || n < 1 || n >= of || unit->c)
        return false;
    if (unit->a == DG_UNIT_HOUR)
        return dg_give(out, dg_make_duration(chart, DG_UNIT_MINUTE, n / of * 60));
    return dg_give(out, dg_make_duration(chart, unit->a, n / of * unit->b));
}

bool dg_en_half_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *unit = p[3];
    double amount = (p[0]->symbol == DG_T_QUARTER ? 0.25 : 0.5) * unit->b;
    if (unit->c)
        return false;
    if (unit->a == DG_UNIT_HOUR)
        return dg_give(out, dg_make_duration(chart, DG_UNIT_MINUTE, amount * 60));
    return dg_give(out, dg_make_duration(chart, unit->a, amount));
}

/* every half hour */
bool dg_en_every_half(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { HALF_AN_HOUR_MIN = 30 };
    return p[3]->a == DG_UNIT_HOUR && !p[3]->c && p[0]->a <= 1 &&
            dg_give(out,
                    dg_chart_node(chart,
                            (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = DG_UNIT_MINUTE, .n = HALF_AN_HOUR_MIN }));
}

/* the 1st and 15th of each month */
bool dg_en_two_days_of_each_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when copy = *p[6]->when;
    if (copy.unit != DG_UNIT_MONTH || copy.a || p[1]->a < 1 || p[4]->a <= p[1]->a || p[4]->a > 31)
        return false;
    copy.month_days = 1u << p[1]->a | 1u << p[4]->a;
    copy.a = dg_make_date(chart, 0, 0, p[1]->a, 0);
    return copy.a && dg_give(out, dg_chart_node(chart, copy));
}
