/* Chinese words that count on from something: working days, halves, what is left, the day beside a day. */
#include "intents/time_zh.h"

/* 十多天, 三个多月: at least so many */
bool dg_zh_amount_more(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *more = p[1]->symbol == DG_T_GE ? p[2] : p[1];
    const struct dg_item *plain[DG_RULE_PARTS] = { p[0], p[1] == more ? p[2] : p[1], p[3], NULL, more };
    return more->a == 1 && dg_zh_amount(chart, plain, out);
}

/* 5到7天, 10~15分钟: the greater one, and in c the smaller */
bool dg_zh_to_amount(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    const struct dg_when *last = p[2]->when;
    enum dg_unit unit = dg_duration_finest(last);
    if (p[2]->weak || p[2]->c || p[0]->a < 1 || (float)p[0]->a >= last->amounts[unit] || p[0]->b == 4)
        return false;
    for (int u = 0; u < DG_UNIT_AMOUNTS; u++) {
        if (u != (int)unit && last->amounts[u] > 0)
            return false;
    }
    out->c = p[0]->a;
    out->d = (int32_t)unit;
    return dg_give(out, last);
}

/* 三天两晚, 两晚三天: the days */
bool dg_zh_nights_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool nights_first = p[1]->c == 2;
    const struct dg_item *days = nights_first ? p[3] : p[1], *nights = nights_first ? p[1] : p[3];
    int n = nights_first ? p[2]->a : p[0]->a, n_nights = nights_first ? p[0]->a : p[2]->a;
    if (nights->c != 2 || days->c || days->a != DG_UNIT_DAY || days->b != 1 || n < 1 || n - n_nights > 1 ||
            n < n_nights)
        return false;
    return dg_give(out, dg_make_duration(chart, DG_UNIT_DAY, n));
}

/* 三年半以来: that long, up to now */
bool dg_zh_up_to_now(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!p[1]->a || p[0]->weak)
        return false;
    const struct dg_when *from =
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .b = p[0]->when, .n = -1 });
    return dg_give(out,
            dg_make_both(chart, DG_WHEN_RANGE, from, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_NOW })));
}

/* Working days are counted on the calendar: no number of hours makes them up. */
static const struct dg_when *workdays_on(struct dg_chart *chart, const struct dg_item *amount, int sign)
{
    if (amount->a != DG_UNIT_WORKDAY)
        return NULL;
    return dg_make_unit(chart, DG_UNIT_WORKDAY, sign * amount->b);
}

/* 几分钟 are no length alone, but 几分钟后 is soon. */
static bool can_be_counted(const struct dg_item *amount)
{
    return !amount->weak || amount->b == DG_ZH_SOME || amount->when->amounts[DG_UNIT_DAY] > 0;
}

static bool give_counted(struct dg_chart *chart, const struct dg_item *amount, int sign, struct dg_item *out)
{
    const struct dg_when *day = workdays_on(chart, amount, sign);
    if (day)
        return dg_give(out, day);
    if (!can_be_counted(amount))
        return false;
    if (amount->c)
        return dg_give(out, dg_zh_about_shift(chart, amount, sign));
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .b = amount->when, .n = sign }));
}

/* 三天后, 十五个工作日后 */
bool dg_zh_after_now(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_counted(chart, p[0], 1, out);
}

bool dg_zh_ago(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_counted(chart, p[0], -1, out);
}

bool dg_zh_within(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *last = workdays_on(chart, p[0], 1);
    if (last)
        return dg_give(out,
                dg_make_both(
                        chart, DG_WHEN_RANGE, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_NOW }), last));
    return can_be_counted(p[0]) &&
            dg_give(out,
                    dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_REST, .a = p[0]->when, .calendar = true }));
}

/* 这周内: what is left of it; 三月内 is all of it */
bool dg_zh_inside(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[0]->when;
    if (w->kind != DG_WHEN_UNIT || w->n != 0)
        return dg_give(out, w);
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_REST, .a = w }));
}

/* 月内, 年内 */
bool dg_zh_inside_this(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *unit = p[0];
    if (unit->c || (unit->a != DG_UNIT_MONTH && unit->a != DG_UNIT_YEAR) || unit->end - unit->start > 3)
        return false;
    const struct dg_when *whole = dg_make_unit(chart, unit->a, 0);
    return whole && dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_REST, .a = whole }));
}

/* 年前, 年后: the Chinese new year is meant */
bool dg_zh_around_new_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool before = p[1]->symbol == DG_T_BEFORE;
    const struct dg_when *feast = dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_LUNAR, .month = 1, .day = 1 });
    if (!feast || p[1]->end - p[1]->start > 3) /* 年之前 */
        return false;
    return dg_give(
            out, dg_chart_node(chart, (struct dg_when){ .kind = before ? DG_WHEN_BEFORE : DG_WHEN_AFTER, .a = feast }));
}

/* 两周后的周三 */
bool dg_zh_weekday_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[0]->when;
    if (day->kind != DG_WHEN_SHIFT || day->a || dg_duration_finest(day->b) != DG_UNIT_WEEK)
        return false;
    const struct dg_when *week =
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_UNIT, .unit = DG_UNIT_WEEK, .a = day });
    return dg_give(out, dg_make_nth(chart, 1, dg_make_date(chart, 0, 0, 0, p[2]->a), week));
}

/* 去年今天, 两个月前的今天, 去年这个时候: the same day of another year, month or week */
bool dg_zh_same_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *away = p[0]->when, *amount = away->b;
    int sign = away->n < 0 ? -1 : 1;
    if (away->kind == DG_WHEN_UNIT && away->n && !away->a && away->unit < DG_UNIT_AMOUNTS)
        amount = dg_make_duration(chart, away->unit, sign * away->n);
    else if (away->kind != DG_WHEN_SHIFT || away->a)
        return false;
    if (!amount || dg_duration_finest(amount) < DG_UNIT_DAY)
        return false;
    const struct dg_when *day = dg_make_unit(chart, DG_UNIT_DAY, p[2]->symbol == DG_T_DAY ? p[2]->a : 0);
    return day &&
            dg_give(out,
                    dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .a = day, .b = amount, .n = sign }));
}

/* 明天这个时候 */
bool dg_zh_this_time(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[0]->when;
    if (day->kind != DG_WHEN_DAY || day->n == 0)
        return false;
    const struct dg_when *hours = dg_make_duration(chart, DG_UNIT_HOUR, 24.0 * (day->n < 0 ? -day->n : day->n));
    return hours &&
            dg_give(out,
                    dg_chart_node(
                            chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .b = hours, .n = day->n < 0 ? -1 : 1 }));
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

/* The holiday that is named, with its year or without; NULL: none. */
static const struct dg_when *holiday_in(const struct dg_when *w)
{
    const struct dg_when *named = w->kind == DG_WHEN_NTH ? w->a : w;
    return named->kind == DG_WHEN_HOLIDAY ? named : NULL;
}

/* 国庆期间, 明年春节假期 are the days off around it; 周三那天 says no more than 周三 */
bool dg_zh_during(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *holiday = holiday_in(p[0]->when);
    if (!holiday || !p[2]->a)
        return dg_give(out, p[0]->when);
    struct dg_when off = *holiday, named = *p[0]->when;
    off.holiday.off = true;
    if (named.kind == DG_WHEN_HOLIDAY)
        return dg_give(out, dg_chart_node(chart, off));
    named.a = dg_chart_node(chart, off);
    return named.a && dg_give(out, dg_chart_node(chart, named));
}

static bool is_off(const struct dg_when *w)
{
    const struct dg_when *holiday = holiday_in(w);
    return holiday && holiday->holiday.off;
}

/* 国庆假期第一天 */
bool dg_zh_day_off(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return is_off(p[0]->when) && p[4]->a == DG_UNIT_DAY && dg_zh_nth_in(chart, p, out);
}

/* 国庆假期前三天, 国庆假期最后一天 */
bool dg_zh_days_off(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return is_off(p[0]->when) && p[5]->a == DG_UNIT_DAY && dg_zh_some_of(chart, p, out);
}

/* The day before the days off, or one of them. */
static bool give_beside_off(struct dg_chart *chart, const struct dg_when *off, int days, struct dg_item *out)
{
    const struct dg_when *day = dg_make_each(chart, DG_UNIT_DAY);
    struct dg_when before = { .kind = DG_WHEN_COUNT, .n = days, .a = day, .b = off };
    return day && dg_give(out, days < 0 ? dg_chart_node(chart, before) : dg_make_nth(chart, days + 1, day, off));
}

/* 清明节前一天, 国庆第二天 */
bool dg_zh_beside(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[0]->when;
    int days = p[2]->a;
    if (is_off(w))
        return give_beside_off(chart, w, days, out);
    if (w->kind != DG_WHEN_HOLIDAY && w->kind != DG_WHEN_DATE && w->kind != DG_WHEN_LUNAR)
        return false;
    const struct dg_when *amount = dg_make_duration(chart, DG_UNIT_DAY, days < 0 ? -days : days);
    return amount &&
            dg_give(out,
                    dg_chart_node(chart,
                            (struct dg_when){ .kind = DG_WHEN_SHIFT, .a = w, .b = amount, .n = days < 0 ? -1 : 1 }));
}

/* 春节前一周: that long, up to the day */
bool dg_zh_time_beside(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int sign = p[1]->symbol == DG_T_BEFORE ? -1 : 1;
    const struct dg_when *day = p[0]->when, *one = dg_make_duration(chart, DG_UNIT_DAY, 1);
    if (p[2]->weak || is_off(day) || dg_duration_finest(p[2]->when) < DG_UNIT_DAY || p[1]->end - p[1]->start > 3 ||
            !one)
        return false;
    const struct dg_when *near =
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .a = day, .b = one, .n = sign });
    const struct dg_when *far =
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .a = day, .b = p[2]->when, .n = sign });
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, sign < 0 ? far : near, sign < 0 ? near : far));
}

/* 国庆后第一个周末 */
bool dg_zh_count_after(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *what = p[5];
    const struct dg_when *each = what->symbol == DG_T_WEEKDAY ? dg_make_date(chart, 0, 0, 0, what->a)
            : what->c                                         ? NULL
                                                              : dg_make_each(chart, what->a);
    int sign = p[1]->symbol == DG_T_BEFORE ? -1 : 1;
    if (!each || (what->symbol == DG_T_UNIT && what->a < DG_UNIT_DAY) || p[3]->a < 1 || p[3]->a > 100)
        return false;
    if (each->kind == DG_WHEN_EACH && each->unit != DG_UNIT_DAY)
        out->symbol = DG_T_W;
    return dg_give(out,
            dg_chart_node(
                    chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = sign * p[3]->a, .a = each, .b = p[0]->when }));
}

/* 清明前的周六 */
bool dg_zh_weekday_beside(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *what = dg_make_date(chart, 0, 0, 0, p[3]->a);
    int n = p[1]->symbol == DG_T_BEFORE ? -1 : 1;
    return what &&
            dg_give(out,
                    dg_chart_node(
                            chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = n, .a = what, .b = p[0]->when }));
}

/* 从周五开始三天 */
bool dg_zh_since_for(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return !p[2]->a && !p[3]->weak && dg_give(out, dg_make_both(chart, DG_WHEN_FOR, p[1]->when, p[3]->when));
}

/* 12号那周 */
bool dg_zh_week_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(
            out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_UNIT, .unit = DG_UNIT_WEEK, .a = p[0]->when }));
}

/* 即日起至月底 */
bool dg_zh_since_to(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *ends[DG_RULE_PARTS] = { p[0], p[2], p[3] };
    if (dg_followed_by(chart, p[3], S(BEFORE) | S(NUM))) /* 起到9月14日之前 are two open ends */
        return false;
    return dg_build_range(chart, ends, out);
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

static bool counts_days(const struct dg_item *number, const struct dg_item *unit)
{
    return unit->a == DG_UNIT_DAY && unit->b == 1 && !unit->c && number->a > 1;
}

/* 国庆七天: the days off */
bool dg_zh_holiday_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { MOST = 9 };
    struct dg_when copy = *p[0]->when;
    if (copy.kind != DG_WHEN_HOLIDAY || !counts_days(p[2], p[3]) || p[2]->a > MOST)
        return false;
    copy.holiday.off = true;
    return dg_give(out, dg_chart_node(chart, copy));
}

/* 周末两天 */
bool dg_zh_weekend_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    const struct dg_when *w = p[0]->when;
    return w->kind == DG_WHEN_UNIT && w->unit == DG_UNIT_WEEKEND && counts_days(p[2], p[3]) && p[2]->a == 2 &&
            dg_give(out, w);
}

/* 直到周五, 最晚八点; 最早七点 is from then on */
bool dg_zh_by(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { NOT_BEFORE = 3 };
    return p[0]->a == NOT_BEFORE ? dg_build_since(chart, p, out) : dg_build_before(chart, p, out);
}
