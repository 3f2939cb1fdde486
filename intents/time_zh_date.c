/* Chinese dates, of both calendars, and pieces of them. */
#include "intents/time_zh.h"

/* 二〇二四年, 2024年, 08年; 十年 is a duration */
bool dg_zh_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int y = p[0]->a;
    bool about = p[0]->languages == DG_IN_ZH && (y == 35 || (y >= 34 && y <= 78 && y % 11 == 1)); /* 三四年, 七八年 */
    if (p[0]->b == 2 && (about || p[0]->c))
        return false;
    if (p[0]->b == 2 && y <= 99)
        y = dg_full_year(y, 2);
    else if (p[0]->b < 3 && !(p[0]->b == 0 && y >= 1000))
        return false;
    if (y < 1 || y > 9999)
        return false;
    out->a = y;
    out->b = 1; /* said with 年 */
    return dg_give(out, dg_make_date(chart, y, 0, 0, 0));
}

bool dg_zh_rel_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { OF_THE_CYCLE = 2 }; /* 甲辰年 */
    if (p[0]->b == OF_THE_CYCLE)
        return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_LUNAR, .year = p[0]->a }));
    return p[0]->b == 1 && dg_give(out, dg_make_unit(chart, DG_UNIT_YEAR, p[0]->a));
}

bool dg_zh_can_be_month(const struct dg_item *number)
{
    return number->a >= 1 && number->a <= 12 && number->b <= 2;
}

bool dg_zh_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_zh_can_be_month(p[0]) && dg_give(out, dg_make_date(chart, 0, p[0]->a, 0, 0));
}

/* 元月 */
bool dg_zh_named_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(out, dg_make_date(chart, 0, p[0]->a, 0, 0));
}

/* 前三季度: of this year; 前三个季度 are those before this one */
bool dg_zh_first_quarters(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->a != -1 || p[0]->b != 1 || p[2] || p[3]->a != DG_UNIT_QUARTER || p[1]->a < 2 || p[1]->a > 3)
        return false;
    const struct dg_when *w =
            dg_make_nth(chart, 1, dg_make_each(chart, DG_UNIT_QUARTER), dg_make_unit(chart, DG_UNIT_YEAR, 0));
    struct dg_when copy = w ? *w : (struct dg_when){ 0 };
    copy.span = (int16_t)p[1]->a;
    return w && dg_give(out, dg_chart_node(chart, copy));
}

/* 3月5号, 十月31 */
bool dg_zh_month_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *m = p[0], *d = p[2];
    if (!dg_zh_can_be_month(m) || d->a < 1 || d->a > 31 || d->b > 2)
        return false;
    return dg_give(out, dg_make_date(chart, 0, m->a, d->a, 0));
}

bool dg_zh_day_of_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->d = 1; /* never behind its clock: 10:30 3号 are two things */
    return p[0]->a >= 1 && p[0]->a <= 31 && p[0]->b <= 2 && dg_give(out, dg_make_date(chart, 0, 0, p[0]->a, 0));
}

bool dg_zh_lunar_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_LUNAR, .month = (int8_t)p[0]->a }));
}

/* 闰四月, 农历八月 */
bool dg_zh_said_lunar_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a < 1 || p[1]->a > 12 || (p[0]->symbol == DG_T_LUNAR && !p[0]->a))
        return false;
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){
                            .kind = DG_WHEN_LUNAR, .month = (int8_t)p[1]->a, .leap = p[0]->symbol == DG_T_LEAP }));
}

/* 五月初五: with 初 or 廿 the month is one of the Chinese calendar */
bool dg_zh_lunar_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[0]->when;
    struct dg_when lunar = {
        .kind = DG_WHEN_LUNAR, .year = w->year, .month = w->month, .day = (int8_t)p[1]->a, .leap = w->leap
    };
    if ((w->kind != DG_WHEN_DATE && w->kind != DG_WHEN_LUNAR) || !w->month || w->day)
        return false;
    return dg_give(out, dg_chart_node(chart, lunar));
}

bool dg_zh_bare_lunar_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_LUNAR, .day = (int8_t)p[0]->a }));
}

/* 年廿八: of the twelfth month */
bool dg_zh_day_before_new_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a > 20 &&
            dg_give(out,
                    dg_chart_node(
                            chart, (struct dg_when){ .kind = DG_WHEN_LUNAR, .month = 12, .day = (int8_t)p[1]->a }));
}

/* 农历 before or inside a date turns it into one of the Chinese calendar. */
bool dg_zh_as_lunar(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *date = p[1];
    const struct dg_when *w = date->when;
    if (!p[0]->a)
        return dg_give(out, w);
    if (w->kind != DG_WHEN_DATE && w->kind != DG_WHEN_LUNAR)
        return w->kind == DG_WHEN_HOLIDAY && dg_give(out, w);
    if (w->weekday)
        return false;
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_LUNAR,
                            .year = w->year,
                            .month = w->month,
                            .day = w->day,
                            .leap = w->leap }));
}

bool dg_zh_year_then_lunar(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[1]->when;
    return w->kind == DG_WHEN_LUNAR && !w->year && dg_give(out, dg_with_year(chart, w, p[0]->a));
}

/* 去年五月初五: the year is relative */
bool dg_zh_rel_year_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[0]->when;
    bool year = w->kind == DG_WHEN_UNIT ? w->unit == DG_UNIT_YEAR : w->kind == DG_WHEN_LUNAR && w->year && !w->month;
    if (!year || !dg_cycle_named(p[2]->when))
        return false;
    if (p[2]->when->kind == DG_WHEN_DATE && !p[2]->when->month)
        return false;
    return dg_give(out, dg_make_nth(chart, 1, p[2]->when, w));
}

bool dg_zh_year_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_wants_year(p[2]->when) && dg_give(out, dg_with_year(chart, p[2]->when, p[0]->a));
}

enum { FROM_THE_END = -9 };

/* The n-th weekday or unit of a whole; n < 0 counts from its end. */
static bool give_nth(
        struct dg_chart *chart, const struct dg_item *whole, int n, const struct dg_item *named, struct dg_item *out)
{
    const struct dg_when *what = named->symbol == DG_T_WEEKDAY ? dg_make_date(chart, 0, 0, 0, named->a)
            : named->c                                         ? NULL
                                                               : dg_make_each(chart, named->a);
    if (named->symbol == DG_T_UNIT && named->a == DG_UNIT_DAY)
        out->symbol = DG_T_D;
    const struct dg_when *w = what ? dg_make_nth(chart, n, what, whole->when) : NULL;
    struct dg_when copy = w ? *w : (struct dg_when){ 0 };
    copy.calendar = true;
    return w && dg_give(out, dg_chart_node(chart, copy));
}

/* 本月第二周, 十月第一个星期一, 2021年的第三个月, 最后一个周五 */
bool dg_zh_nth_in(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool last = p[2]->symbol == DG_T_REL;
    if ((last && p[2]->a != FROM_THE_END) || (!last && p[2]->a < 1))
        return false;
    return give_nth(chart, p[0], last ? -1 : p[2]->a, p[4], out);
}

/* 三月倒数第二个周五 */
bool dg_zh_nth_from_end(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[2]->a == FROM_THE_END && p[3]->a >= 1 && give_nth(chart, p[0], -p[3]->a, p[5], out);
}

/* 第一季度, 一季度 */
bool dg_zh_quarter(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[2]->a != DG_UNIT_QUARTER || p[0]->a < 1 || p[0]->a > 4 || (p[1] && p[0]->symbol == DG_T_NUM)) /* 三个季度 */
        return false;
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_QUARTER, .n = p[0]->a }));
}

/* 这个月前两天, 2021年的最后4个月 */
bool dg_zh_some_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *rel = p[2], *unit = p[5];
    const struct dg_when *each = unit->c ? NULL : dg_make_each(chart, unit->a);
    if (!each || p[3]->a < 1 || !(dg_when_says(p[0]->when) & DG_SAYS_WIDE) || p[0]->when->kind == DG_WHEN_SPAN)
        return false;
    const struct dg_when *w = dg_make_nth(chart,
            rel->a == -1                          ? 1
                    : rel->a == -9 || rel->a == 1 ? -1
                                                  : 0,
            each, p[0]->when);
    if (!w)
        return false;
    struct dg_when copy = *w;
    copy.span = (int16_t)p[3]->a;
    return dg_give(out, dg_chart_node(chart, copy));
}

bool dg_zh_decade(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0] && (p[0]->a < 1 || p[0]->a > 30))
        return false;
    int century = p[0] ? (p[0]->a - 1) * 100 : p[2]->a <= 20 ? 2000 : 1900;
    if (!p[0] && !p[1] && p[2]->b == 4 && p[2]->a % 10 == 0 && dg_can_be_year(p[2]) && p[3]->a == DG_UNIT_DECADE)
        return dg_give(/* 2000年代 */
                out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_YEARS, .year = p[2]->a, .n = 10 }));
    if (p[3]->a != DG_UNIT_DECADE || p[2]->a % 10 || p[2]->a > 90 || (p[0] && (!p[1] || p[1]->a != DG_UNIT_CENTURY)))
        return false;
    return dg_give(
            out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_YEARS, .year = century + p[2]->a, .n = 10 }));
}

bool dg_zh_century(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a != DG_UNIT_CENTURY || p[0]->a < 2 || p[0]->a > 30)
        return false;
    return dg_give(out,
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_YEARS, .year = (p[0]->a - 1) * 100, .n = 100 }));
}

bool dg_zh_all_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a == DG_UNIT_DAY && !p[1]->c)
        return dg_give(out,
                dg_make_at(chart, dg_make_unit(chart, DG_UNIT_DAY, 0), dg_make_part(chart, 0, 24 * 60, DG_HALF_OPEN)));
    return p[1]->a > DG_UNIT_DAY && !p[1]->c && dg_give(out, dg_make_unit(chart, p[1]->a, 0));
}

bool dg_zh_half_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->c || p[1]->a < DG_UNIT_DAY)
        return false;
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_EDGE,
                            .from_min = (int16_t)p[0]->a,
                            .to_min = (int16_t)p[0]->b,
                            .a = dg_make_unit(chart, p[1]->a, 0) }));
}

bool dg_zh_wide_edge(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return (dg_when_says(p[0]->when) & DG_SAYS_WIDE) && dg_build_edge(chart, p, out);
}

bool dg_zh_edge_alone(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->c && dg_build_edge(chart, p, out);
}

bool dg_zh_weekend(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->a == DG_UNIT_WEEKEND && dg_give(out, dg_make_unit(chart, DG_UNIT_WEEKEND, 0));
}

static const struct dg_when *dotted(struct dg_chart *chart, const struct dg_item *month, const struct dg_item *day)
{
    if (month->a < 1 || month->a > 12 || day->a < 1 || day->a > 31 || !month->b || !day->b)
        return NULL;
    return dg_make_date(chart, 0, month->a, day->a, 0);
}

/* 5.1-5.5 */
bool dg_zh_dotted_range(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *first = dotted(chart, p[0], p[2]), *last = dotted(chart, p[4], p[6]);
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, first, last));
}

/* 3.8号 */
bool dg_zh_dotted_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(out, dotted(chart, p[0], p[2]));
}

/* 3.8晚上: a part of the day right behind it; 3.8 alone is a number */
bool dg_zh_dotted_day_at(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *clock = p[3]->when;
    if (p[3]->start != p[2]->end || !dg_followed_by(chart, p[2], S(PART)) ||
            (clock->kind != DG_WHEN_PART && clock->kind != DG_WHEN_CLOCK))
        return false;
    return dg_give(out, dg_make_at(chart, dotted(chart, p[0], p[2]), clock));
}

/* 民国113年 */
bool dg_zh_era_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->a = p[0]->a + p[1]->a;
    out->b = 1;
    return p[0]->a >= 0 && p[1]->a >= 1 && out->a <= 2200 && dg_give(out, dg_make_date(chart, out->a, 0, 0, 0));
}

/* 第12周 is that of the year; 第三天 is none that can be told, and no three days either */
bool dg_zh_numbered_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { WEEKS_OF_A_MONTH = 5, WEEKS_OF_A_YEAR = 53 };
    const struct dg_item *number = p[0], *unit = p[2];
    if (unit->c || unit->a < DG_UNIT_DAY || unit->a > DG_UNIT_YEAR || (unit->a == DG_UNIT_DAY && number->a == 2))
        return false;
    if (unit->a != DG_UNIT_WEEK || number->a <= WEEKS_OF_A_MONTH || number->a > WEEKS_OF_A_YEAR) {
        out->symbol = DG_T_BLOCK;
        return true;
    }
    return dg_give(out,
            dg_make_nth(chart, number->a, dg_make_each(chart, DG_UNIT_WEEK), dg_make_unit(chart, DG_UNIT_YEAR, 0)));
}

/* 最后一个周五: of this month */
bool dg_zh_last_weekday(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->a != FROM_THE_END)
        return false;
    const struct dg_when *date = dg_make_date(chart, 0, 0, 0, p[2]->a);
    return dg_give(out, dg_make_nth(chart, -1, date, dg_make_unit(chart, DG_UNIT_MONTH, 0)));
}

/* 本月上半月: the piece of a unit that is named */
bool dg_zh_half_within(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[0]->when;
    bool month = p[3]->a == DG_UNIT_MONTH &&
            ((w->kind == DG_WHEN_UNIT && w->unit == DG_UNIT_MONTH) || (w->kind == DG_WHEN_DATE && w->month && !w->day));
    struct dg_item half = { 0 };
    if (!month || p[3]->c || !dg_zh_half_of(chart, p + 2, &half))
        return false;
    struct dg_when copy = *half.when;
    copy.a = w;
    return dg_give(out, dg_chart_node(chart, copy));
}

/* 明天全天, 明天一整天 */
bool dg_zh_whole_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    return p[3]->a == DG_UNIT_DAY && dg_give(out, p[0]->when);
}
