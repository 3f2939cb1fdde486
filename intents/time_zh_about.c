/* Chinese words that leave the number open between two: 三五天, 4、5点, 周三四; and what they count from. */
#include "intents/time_zh.h"

static bool follow_each_other(int first, int last)
{
    return last == first + 1 || (first == 3 && last == 5);
}

/* 七八点, 4、5点: from the one to the other */
static bool give_hours(struct dg_chart *chart, int first, int last, struct dg_item *out)
{
    return last == first + 1 && last <= 24 &&
            dg_give(out,
                    dg_make_both(chart, DG_WHEN_RANGE, dg_make_clock(chart, first, -1, -1, DG_HALF_OPEN),
                            dg_make_clock(chart, last, -1, -1, DG_HALF_OPEN)));
}

bool dg_zh_about_hours(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->languages == DG_IN_ZH && p[0]->b == 2 && give_hours(chart, p[0]->a / 10, p[0]->a % 10, out);
}

bool dg_zh_listed_hours(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a == 1 && dg_can_be_hour(p[0]) && give_hours(chart, p[0]->a, p[2]->a, out);
}

static const struct dg_when *two_days(struct dg_chart *chart, int month, int first, int last)
{
    if (last != first + 1 || first < 1 || last > 31)
        return NULL;
    return dg_make_both(
            chart, DG_WHEN_RANGE, dg_make_date(chart, 0, month, first, 0), dg_make_date(chart, 0, month, last, 0));
}

/* 三四号 */
bool dg_zh_about_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->languages == DG_IN_ZH && p[0]->b == 2 && dg_give(out, two_days(chart, 0, p[0]->a / 10, p[0]->a % 10));
}

/* 3、4号 */
bool dg_zh_listed_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a == 1 && dg_give(out, two_days(chart, 0, p[0]->a, p[2]->a));
}

/* 5月3、4号 */
bool dg_zh_listed_dates(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[3]->a == 1 && dg_zh_can_be_month(p[0]) && dg_give(out, two_days(chart, p[0]->a, p[2]->a, p[4]->a));
}

bool dg_zh_counts_on(const struct dg_chart *chart, const struct dg_item *number)
{
    return dg_followed_by(chart, number, S(DIAN) | S(GE) | S(HAO) | S(NUM)) ||
            (dg_followed_by(chart, number, S(UNIT)) && !dg_followed_by(chart, number, S(PART))); /* 五晚上 */
}

/* 周三四, 下周三、四: two days that follow each other; 周五六点 is an hour */
bool dg_zh_weekday_pair(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *first = p[0]->when, *date = first->kind == DG_WHEN_NTH ? first->a : first;
    const struct dg_item *more = p[2];
    if (date->kind != DG_WHEN_DATE || !date->weekday || date->day || more->a != date->weekday + 1 || more->b != 1 ||
            more->languages != DG_IN_ZH || (p[1] && !p[1]->a))
        return false;
    bool ends =
            more->to >= chart->positions ? chart->closed : dg_followed_by(chart, more, S(PART) | S(END) | S(BEFORE));
    if (dg_zh_counts_on(chart, more) || (!p[1] && !ends))
        return false;
    const struct dg_when *second = dg_make_date(chart, 0, 0, 0, more->a);
    if (first->kind == DG_WHEN_NTH)
        second = dg_make_nth(chart, first->n, second, first->b);
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, first, second));
}

/* 周一至五, 下周一到五 */
bool dg_zh_weekday_to_number(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *first = p[0]->when, *date = first->kind == DG_WHEN_NTH ? first->a : first;
    const struct dg_item *last = p[2];
    if (date->kind != DG_WHEN_DATE || !date->weekday || date->day || last->a <= date->weekday || last->a > 6 ||
            last->b > 1 || dg_zh_counts_on(chart, last))
        return false;
    const struct dg_when *second = dg_make_date(chart, 0, 0, 0, last->a);
    if (first->kind == DG_WHEN_NTH)
        second = dg_make_nth(chart, first->n, second, first->b);
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, first, second));
}

/* 本月十五到二十 */
bool dg_zh_day_to_number(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *first = p[0]->when;
    if (first->kind != DG_WHEN_NTH || first->a->kind != DG_WHEN_EACH || first->a->unit != DG_UNIT_DAY ||
            p[2]->a <= first->n || p[2]->a > 31 || (!p[3] && dg_zh_counts_on(chart, p[2])))
        return false;
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, first, dg_make_nth(chart, p[2]->a, first->a, first->b)));
}

/* 两三个小时, 三五天: the greater one, and in c the smaller */
bool dg_zh_about_amount(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *number = p[0], *unit = p[2];
    int first = number->a / 10, last = number->a % 10;
    if (number->languages != DG_IN_ZH || number->b != 2 || first < 1 || unit->c ||
            !(follow_each_other(first, last) || (first == 3 && last == 2)) || unit->a >= DG_UNIT_AMOUNTS)
        return false;
    if ((unit->a == DG_UNIT_MONTH && !p[1]) || (unit->a == DG_UNIT_YEAR && p[1]))
        return false;
    out->c = first < last ? first : last;
    out->d = unit->a;
    return dg_give(out, dg_make_duration(chart, unit->a, (first < last ? last : first) * unit->b));
}

/* 三五天后: from the third day to the fifth */
const struct dg_when *dg_zh_about_shift(struct dg_chart *chart, const struct dg_item *amount, int sign)
{
    const struct dg_when *less = dg_make_duration(chart, amount->d, amount->c);
    const struct dg_when *near = dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .b = less, .n = sign });
    const struct dg_when *far =
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .b = amount->when, .n = sign });
    if (!less)
        return NULL;
    return dg_make_both(chart, DG_WHEN_RANGE, sign > 0 ? near : far, sign > 0 ? far : near);
}

/* 十几分钟: at least so many */
bool dg_zh_amount_and_some(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *plain[DG_RULE_PARTS] = { p[0], p[2], p[3] };
    return p[0]->a >= 10 && p[0]->a % 10 == 0 && p[1]->a == 3 && !p[1]->b && dg_zh_amount(chart, plain, out);
}

/* 这两天, 这几天: today and as many more */
bool dg_zh_these_units(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *unit = p[3];
    if (p[0]->a != 0 || p[1]->a < 2 || p[1]->a > 31 || unit->c || (unit->a != DG_UNIT_DAY && unit->a != DG_UNIT_WEEK))
        return false;
    const struct dg_when *first = dg_make_unit(chart, unit->a, 0);
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, first, dg_make_unit(chart, unit->a, p[1]->a * unit->b - 1)));
}
