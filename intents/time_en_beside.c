/* English times that are said beside others: a week on Tuesday, in two weeks on Friday, every other week from the 14th. */
#include "intents/time_en.h"

static bool is_weekday(const struct dg_when *w)
{
    return w->kind == DG_WHEN_DATE && w->weekday && !w->day;
}

static bool give_shifted(
        struct dg_chart *chart, const struct dg_when *day, const struct dg_when *by, int sign, struct dg_item *out)
{
    return by &&
            dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .a = day, .b = by, .n = sign }));
}

/* Nothing that belongs to a time follows. */
static bool ends(const struct dg_chart *chart, const struct dg_item *item)
{
    return item->to == chart->positions || dg_counts_nothing(chart, item);
}

/* the day before, where nothing follows that it would be before */
bool dg_en_day_beside(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!p[0] || p[1]->a != DG_UNIT_DAY || p[1]->c || p[2]->to != chart->positions || !chart->closed)
        return false;
    int n = p[2]->symbol == DG_T_BEFORE ? -1 : 1;
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_DAY, .n = n, .included = true }));
}

/* Monday week, tomorrow week; but "Monday week 3" is something else */
bool dg_en_week_after(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[0]->when;
    bool counted = day->kind == DG_WHEN_DAY && day->n >= 0;
    bool over = ends(chart, p[1]) || chart->present[p[1]->to] & (S(AT) | S(CLOCKWORD) | S(P)); /* Monday week at 3 */
    if (p[1]->a != DG_UNIT_WEEK || p[1]->c || !over || (!counted && !is_weekday(day)))
        return false;
    return give_shifted(chart, day, dg_make_duration(chart, DG_UNIT_WEEK, p[1]->b), 1, out); /* Monday fortnight */
}

/* a week on Tuesday, week on Tuesday: seven days after it */
bool dg_en_weeks_on(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool from = p[1]->symbol == DG_T_FROM && p[1]->a == 0;
    if (!is_weekday(p[2]->when) || (p[1]->symbol != DG_T_ON && !from))
        return false;
    if (p[0]->symbol == DG_T_UNIT)
        return p[0]->a == DG_UNIT_WEEK && p[0]->b == 1 &&
                give_shifted(chart, p[2]->when, dg_make_duration(chart, DG_UNIT_WEEK, 1), 1, out);
    return dg_duration_finest(p[0]->when) == DG_UNIT_WEEK && give_shifted(chart, p[2]->when, p[0]->when, 1, out);
}

/* in two weeks on Friday: that of the week which is meant */
bool dg_en_shifted_weekday(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *shift = p[0]->when;
    if (shift->kind != DG_WHEN_SHIFT || dg_duration_finest(shift->b) < DG_UNIT_DAY)
        return false;
    const struct dg_when *week =
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_UNIT, .unit = DG_UNIT_WEEK, .a = shift });
    return dg_give(out, dg_make_nth(chart, 1, dg_make_date(chart, 0, 0, 0, p[2]->a), week));
}

/* Sunday three weeks after the 15th: that of the week which is meant */
bool dg_en_weekday_shifted(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[2], NULL, p[0] };
    return p[2]->when->kind == DG_WHEN_SHIFT && p[2]->when->a && dg_duration_finest(p[2]->when->b) >= DG_UNIT_WEEK &&
            dg_en_shifted_weekday(chart, parts, out);
}

/* mid Friday: the hours around noon; early tomorrow, late on Monday */
bool dg_en_piece_of_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    static const struct {
        int from_min, to_min, half;
    } early = { 6 * 60, 10 * 60, DG_HALF_AM }, middle = { 10 * 60, 14 * 60, DG_HALF_NOON },
      late = { 17 * 60, 22 * 60, DG_HALF_EVENING };
    const struct dg_when *day = p[2]->when;
    bool is_middle = p[0]->a > 0 && p[0]->b < 1000, today = day->kind == DG_WHEN_DAY && day->n == 0;
    if (today && !is_middle) /* later today is the rest of it */
        return false;
    if (!(dg_when_says(day) & DG_SAYS_DAY) || day->kind == DG_WHEN_AT)
        return false;
    int from = is_middle ? middle.from_min : p[0]->a ? late.from_min : early.from_min;
    int to = is_middle ? middle.to_min : p[0]->a ? late.to_min : early.to_min;
    int half = is_middle ? middle.half : p[0]->a ? late.half : early.half;
    return dg_give(out, dg_make_at(chart, day, dg_make_part(chart, from, to, half)));
}

/* the week before Christmas, the month after this one, the weekend before Easter */
bool dg_en_unit_beside(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int n = p[2]->symbol == DG_T_BEFORE ? -1 : 1;
    const struct dg_when *from = p[4]->when;
    if (p[1]->c || p[1]->b != 1 || from->kind == DG_WHEN_NOW)
        return false;
    if (p[1]->a == DG_UNIT_WEEK || p[1]->a == DG_UNIT_MONTH || p[1]->a == DG_UNIT_YEAR)
        return dg_give(out,
                dg_chart_node(
                        chart, (struct dg_when){ .kind = DG_WHEN_UNIT, .unit = (uint8_t)p[1]->a, .n = n, .a = from }));
    return p[1]->a == DG_UNIT_WEEKEND &&
            dg_give(out,
                    dg_chart_node(chart,
                            (struct dg_when){ .kind = DG_WHEN_COUNT,
                                    .n = n,
                                    .a = dg_make_each(chart, DG_UNIT_WEEKEND),
                                    .b = from }));
}

/* the day before Christmas, the day after the 5th */
bool dg_en_day_from(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int n = p[2]->symbol == DG_T_BEFORE ? -1 : 1;
    return p[1]->a == DG_UNIT_DAY && p[1]->b == 1 && !p[1]->c && p[4]->when->kind != DG_WHEN_NOW &&
            give_shifted(chart, p[4]->when, dg_make_duration(chart, DG_UNIT_DAY, 1), n, out);
}

/* the week before last */
bool dg_en_before_last(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[2]->a == -1 && !p[2]->b && !p[0]->c && p[0]->b == 1 && p[0]->a >= DG_UNIT_WEEK &&
            dg_give(out, dg_make_unit(chart, p[0]->a, -2));
}

/* Friday before last */
bool dg_en_weekday_before_last(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *what = dg_make_date(chart, 0, 0, 0, p[0]->a);
    return p[2]->a == -1 && !p[2]->b && what &&
            dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = -2, .a = what }));
}

/* the Friday before Christmas, the Monday after next week */
bool dg_en_weekday_beside(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *from = p[3]->when, *what = dg_make_date(chart, 0, 0, 0, p[1]->a);
    if (!(dg_when_says(from) & (DG_SAYS_DAY | DG_SAYS_WIDE)) || from->kind == DG_WHEN_AT || is_weekday(from))
        return false;
    int n = p[2]->symbol == DG_T_BEFORE ? -1 : 1;
    return what &&
            dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = n, .a = what, .b = from }));
}

/* a week today, two weeks tomorrow, a week Friday */
bool dg_en_weeks_from(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[1]->when;
    bool counted = day->kind == DG_WHEN_DAY && day->n >= 0 && day->n <= 1;
    return dg_duration_finest(p[0]->when) == DG_UNIT_WEEK && (counted || is_weekday(day)) &&
            give_shifted(chart, day, p[0]->when, 1, out);
}

/* within the next ten months: from now on */
bool dg_en_within_next(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a != 1 || p[3]->c == 1)
        return false;
    const struct dg_when *length = dg_make_duration(chart, p[3]->a, (double)p[2]->a * p[3]->b);
    return length && dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_REST, .a = length }));
}

bool dg_en_for_comma_from(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(out, dg_make_both(chart, DG_WHEN_FOR, p[4]->when, p[1]->when));
}

/* The first of a weekday's days on or after the one it begins with. */
static const struct dg_when *first_from(
        struct dg_chart *chart, const struct dg_when *weekday, const struct dg_when *from)
{
    const struct dg_when *one = dg_make_duration(chart, DG_UNIT_DAY, 1);
    const struct dg_when *before =
            one ? dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .a = from, .b = one, .n = -1 }) : NULL;
    if (!before)
        return NULL;
    return dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = 1, .a = weekday, .b = before });
}

/* two months from today on Tuesday: the first one from then on */
bool dg_en_weekday_from_shift(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *shift = p[0]->when, *weekday = dg_make_date(chart, 0, 0, 0, p[2]->a);
    if (shift->kind != DG_WHEN_SHIFT || !weekday || dg_duration_finest(shift->b) < DG_UNIT_WEEK)
        return false;
    return dg_give(out, first_from(chart, weekday, shift));
}

/* this time tomorrow, this time next week: whole days from now */
bool dg_en_at_that_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[0]->when ? p[0]->when : p[2]->when;
    bool whole = day->kind == DG_WHEN_UNIT && !day->a, week = whole && day->unit == DG_UNIT_WEEK;
    if (whole && day->n &&
            (day->unit == DG_UNIT_MONTH || day->unit == DG_UNIT_YEAR)) /* this time last year: that day */
        return give_shifted(chart, NULL, dg_make_duration(chart, day->unit, day->n < 0 ? -day->n : day->n),
                day->n < 0 ? -1 : 1, out);
    int days = week ? 7 * day->n : day->kind == DG_WHEN_DAY ? day->n : 0;
    return days != 0 &&
            give_shifted(chart, NULL, dg_make_duration(chart, DG_UNIT_HOUR, 24.0 * (days < 0 ? -days : days)),
                    days < 0 ? -1 : 1, out);
}

/* every other Tuesday starting the 14th */
bool dg_en_every_from(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when copy = *p[0]->when;
    const struct dg_when *day = copy.a && copy.a->kind == DG_WHEN_AT ? copy.a->a : copy.a, *from = p[3]->when;
    if (day && !is_weekday(day)) /* at 7 every day from Monday */
        return day->kind == DG_WHEN_CLOCK && (copy.a = dg_make_at(chart, from, day)) &&
                dg_give(out, dg_chart_node(chart, copy));
    const struct dg_when *first = day ? first_from(chart, day, from) : from;
    copy.a = day && day != copy.a ? first ? dg_make_at(chart, first, copy.a->b) : NULL : first;
    return copy.a && dg_give(out, dg_chart_node(chart, copy));
}

/* a year ago today, a week ago tomorrow: counted from that day */
bool dg_en_ago_from_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[2]->when;
    return day->kind == DG_WHEN_DAY && !p[0]->weak && dg_duration_finest(p[0]->when) >= DG_UNIT_DAY &&
            give_shifted(chart, day, p[0]->when, -1, out);
}

/* today next week, this day last year: as many whole units from that day */
bool dg_en_day_in_other_week(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[0]->when, *other = p[1]->when;
    bool counted = other->kind == DG_WHEN_UNIT && !other->a && other->n != 0 &&
            (other->unit == DG_UNIT_WEEK || other->unit == DG_UNIT_MONTH || other->unit == DG_UNIT_YEAR);
    if (day->kind != DG_WHEN_DAY || !counted)
        return false;
    int n = other->n < 0 ? -other->n : other->n;
    return give_shifted(chart, day, dg_make_duration(chart, other->unit, n), other->n < 0 ? -1 : 1, out);
}

/* now + 40 minutes, next Tuesday + 10 days */
bool dg_en_plus(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *from = p[0]->when->kind == DG_WHEN_NOW ? NULL : p[0]->when;
    if (p[0]->weak || (from && dg_duration_finest(p[2]->when) < DG_UNIT_DAY) || (p[2]->weak && from))
        return false;
    return give_shifted(chart, from, p[2]->when, 1, out);
}

/* Monday first thing, tomorrow early */
bool dg_en_piece_behind_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[2], NULL, p[0] };
    return !p[2]->d && ends(chart, p[2]) && dg_en_piece_of_day(chart, parts, out);
}

/* weekly on Mondays, every two weeks on Tuesday */
bool dg_en_every_week_on(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when copy = *p[0]->when;
    if (copy.unit != DG_UNIT_WEEK || copy.weekdays || copy.a)
        return false;
    copy.weekdays = (uint8_t)dg_weekdays_named(p[2]);
    copy.a = p[2]->a <= 7 ? dg_make_date(chart, 0, 0, 0, p[2]->a) : NULL;
    return dg_give(out, dg_chart_node(chart, copy));
}

/* be there in 10: minutes, where nothing else is counted */
bool dg_en_in_minutes(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { FIVE = 5, MOST = 45 };
    const struct dg_item *n = p[1];
    if (!n->b || n->a < FIVE || n->a > MOST || n->a % FIVE || !chart->closed || n->to != chart->positions)
        return false;
    return give_shifted(chart, NULL, dg_make_duration(chart, DG_UNIT_MINUTE, n->a), 1, out);
}
