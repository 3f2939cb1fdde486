/* English days and stretches of days of one month or week: from 4 to 22 this month, 18 and 19 June, next week from Tuesday to
 * Thursday, MWF. */
#include "intents/time_en.h"

/* the 10th to the 14th */
bool dg_en_ordinal_range(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *from = p[2], *to = p[5];
    if ((p[3]->symbol == DG_T_AND && !p[0]) || from->b == 0 || to->b == 0 || from->a < 1 || from->a > 31 || to->a < 1 ||
            to->a > 31)
        return false;
    return dg_give(out,
            dg_make_both(
                    chart, DG_WHEN_RANGE, dg_make_date(chart, 0, 0, from->a, 0), dg_make_date(chart, 0, 0, to->a, 0)));
}

/* from 4 to 22 this month */
bool dg_en_days_of_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[2][DG_RULE_PARTS] = { { p[1], p[5] }, { p[3], p[5] } };
    struct dg_item from = *out, to = *out;
    if (p[5]->when->kind != DG_WHEN_UNIT || p[3]->a <= p[1]->a || !dg_build_nth_day_in(chart, parts[0], &from) ||
            !dg_build_nth_day_in(chart, parts[1], &to))
        return false;
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, from.when, to.when));
}

/* 5/6 June, June 5/6: one day or the next */
bool dg_en_slash_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool month_first = p[0]->symbol == DG_T_MONTH;
    const struct dg_item *month = month_first ? p[0] : p[4], *a = month_first ? p[1] : p[0],
                         *b = month_first ? p[3] : p[2];
    if (b->a != a->a + 1 || a->a < 1 || b->a > 31 || a->b == 0 || b->b == 0)
        return false;
    return dg_give(out,
            dg_make_both(chart, DG_WHEN_RANGE, dg_make_date(chart, 0, month->a, a->a, 0),
                    dg_make_date(chart, 0, month->a, b->a, 0)));
}

/* 18 and 19 June, the 18th and 19th of June: a day and the next one */
bool dg_en_two_days_of_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *a = p[1], *b = p[4];
    if (b->a != a->a + 1 || a->a < 1 || b->a > 31 || !a->b || !b->b || a->b > 2 || b->b > 2 || p[2]->a == 1)
        return false;
    return dg_give(out,
            dg_make_both(chart, DG_WHEN_RANGE, dg_make_date(chart, 0, p[6]->a, a->a, 0),
                    dg_make_date(chart, 0, p[6]->a, b->a, 0)));
}

static const struct dg_when *weekday_of(
        struct dg_chart *chart, const struct dg_item *weekday, const struct dg_when *week)
{
    return dg_make_nth(chart, 1, dg_make_date(chart, 0, 0, 0, weekday->a), week);
}

static bool give_days_of_week(struct dg_chart *chart, const struct dg_when *week, const struct dg_item *const *days,
        bool joined_by_and, struct dg_item *out)
{
    int first = days[0]->a, last = days[2]->a;
    if (week->kind != DG_WHEN_UNIT || week->unit != DG_UNIT_WEEK || last <= first ||
            (joined_by_and && (days[1]->a == 1 || last != first + 1)))
        return false;
    return dg_give(out,
            dg_make_both(chart, DG_WHEN_RANGE, weekday_of(chart, days[0], week), weekday_of(chart, days[2], week)));
}

/* last week between Friday and Sunday, next week Mon-Wed, next week Monday and Tuesday */
bool dg_en_week_then_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool between = p[1] && p[1]->symbol == DG_T_BETWEEN;
    return give_days_of_week(chart, p[0]->when, p + 2, p[3]->symbol == DG_T_AND && !between, out);
}

/* between Friday and Sunday of last week, Tue to Thu this week */
bool dg_en_days_then_week(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool between = p[0] && p[0]->symbol == DG_T_BETWEEN;
    return give_days_of_week(chart, p[5]->when, p + 1, p[2]->symbol == DG_T_AND && !between, out);
}

/* the third Tuesday: of this month, unless it is over */
bool dg_en_nth_weekday(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { MOST = 5 };
    if (p[1]->a < 1 || p[1]->a > MOST || (p[2]->to < chart->positions && chart->present[p[2]->to] & (S(OF) | S(IN))))
        return false;
    return dg_give(out,
            dg_make_nth(chart, p[1]->a, dg_make_date(chart, 0, 0, 0, p[2]->a), dg_make_each(chart, DG_UNIT_MONTH)));
}

/* the next two Fridays */
bool dg_en_next_weekdays(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a == 1 && dg_give_next_weekdays(chart, p[3]->a, p[2]->a, out);
}
