/* Chinese words that count on from something: working days, halves, what is left, the day beside a day. */
#include "intents/time_zh.h"

/* 十多天, 三个多月: at least so many */
bool dg_zh_amount_more(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *plain[DG_RULE_PARTS] = { p[0], p[1]->symbol == DG_T_GE ? p[1] : p[2], p[3] };
    const struct dg_item *more = p[1]->symbol == DG_T_GE ? p[2] : p[1];
    return more->a == 1 && dg_zh_amount(chart, plain, out);
}

/* Working days are counted on the calendar: no number of hours makes them up. */
static const struct dg_when *workdays_on(struct dg_chart *chart, const struct dg_item *amount, int sign)
{
    if (amount->a != DG_UNIT_WORKDAY)
        return NULL;
    return dg_make_unit(chart, DG_UNIT_WORKDAY, sign * amount->b);
}

/* 三天后, 十五个工作日后 */
bool dg_zh_after_now(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = workdays_on(chart, p[0], 1);
    if (day)
        return dg_give(out, day);
    return (!p[0]->weak || p[0]->when->amounts[DG_UNIT_DAY] > 0) && dg_build_hence(chart, p, out);
}

bool dg_zh_ago(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = workdays_on(chart, p[0], -1);
    return day ? dg_give(out, day) : dg_build_ago(chart, p, out);
}

bool dg_zh_within(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *last = workdays_on(chart, p[0], 1);
    if (last)
        return dg_give(out,
                dg_make_both(
                        chart, DG_WHEN_RANGE, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_NOW }), last));
    return !p[0]->weak &&
            dg_give(out,
                    dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_REST, .a = p[0]->when, .calendar = true }));
}

/* 还剩五分钟: that long, from now */
bool dg_zh_left(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return !p[1]->weak &&
            dg_give(out,
                    dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_REST, .a = p[1]->when, .included = true }));
}

/* 周末晚上: that of its first day */
bool dg_zh_weekend_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[0]->when;
    bool weekend = (w->kind == DG_WHEN_UNIT || w->kind == DG_WHEN_EACH) && w->unit == DG_UNIT_WEEKEND;
    return weekend && dg_give(out, dg_make_at(chart, w, p[2]->when));
}

/* 清明节前一天, 国庆第二天 */
bool dg_zh_beside(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[0]->when;
    int days = p[2]->a;
    if (w->kind != DG_WHEN_HOLIDAY && w->kind != DG_WHEN_DATE && w->kind != DG_WHEN_LUNAR)
        return false;
    const struct dg_when *amount = dg_make_duration(chart, DG_UNIT_DAY, days < 0 ? -days : days);
    return amount &&
            dg_give(out,
                    dg_chart_node(chart,
                            (struct dg_when){ .kind = DG_WHEN_SHIFT, .a = w, .b = amount, .n = days < 0 ? -1 : 1 }));
}

/* 今明两天, 今明两年: from one unit to another */
bool dg_zh_pair(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *first = dg_make_unit(chart, p[0]->a, p[0]->b);
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, first, dg_make_unit(chart, p[0]->a, p[0]->c)));
}

/* 上世纪九十年代 */
bool dg_zh_decade_in(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[0]->when;
    if (w->kind != DG_WHEN_UNIT || w->unit != DG_UNIT_CENTURY || p[3]->a != DG_UNIT_DECADE || p[2]->a % 10 ||
            p[2]->a > 90)
        return false;
    return dg_give(out, dg_make_nth(chart, p[2]->a / 10 + 1, dg_make_each(chart, DG_UNIT_DECADE), w));
}

/* 下午六点前: the word that follows takes all before it, so that no day outside it is left to add. */
bool dg_zh_before(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->symbol == DG_T_P && p[0]->weak) /* 更早之前 */
        return false;
    out->b = 1;
    if (p[0]->when->kind == DG_WHEN_EDGE) /* 月底前: before it is over */
        return dg_build_by(chart, p, out);
    return dg_build_before(chart, p, out);
}

bool dg_zh_after(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->b = 1;
    return dg_build_after(chart, p, out);
}

/* 长安街1号, 3号楼, 周边: what looks like a time in it is none. */
bool dg_zh_no_time(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    (void)p;
    out->when = NULL;
    return true;
}
