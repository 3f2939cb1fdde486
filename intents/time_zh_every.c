/* Chinese repetitions. */
#include "intents/time_zh.h"

enum { MONDAY_TO_FRIDAY = 0x3E };

/* 每两周; 每隔一天 leaves one out, while 每隔一小时 is hourly */
bool dg_zh_every(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *each = p[0], *number = p[1], *unit = p[3];
    if (each->a > 1 && number) /* 隔三天 */
        return false;
    if (!dg_build_every(chart, p, out))
        return false;
    struct dg_when copy = *out->when;
    if (each->b && number && number->a == 1 && unit->a >= DG_UNIT_DAY && unit->a < DG_UNIT_AMOUNTS)
        copy.n = 2;
    return dg_give(out, dg_chart_node(chart, copy));
}

bool dg_zh_every_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[2]->when;
    struct dg_when every = *p[0]->when;
    if (every.a || !dg_cycle_named(w))
        return false;
    if (w->kind == DG_WHEN_DATE && w->weekday) {
        if (every.unit != DG_UNIT_WEEK)
            return false;
        every.weekdays = (uint8_t)(1u << w->weekday);
    } else if (every.unit == DG_UNIT_WEEK) { /* 每周六日 */
        return false;
    }
    every.a = w;
    return dg_give(out, dg_chart_node(chart, every));
}

bool dg_zh_every_half(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *unit = p[3];
    static const struct {
        uint8_t whole, part, count;
    } halves[] = { { DG_UNIT_MINUTE, DG_UNIT_SECOND, 30 }, { DG_UNIT_HOUR, DG_UNIT_MINUTE, 30 },
        { DG_UNIT_DAY, DG_UNIT_HOUR, 12 }, { DG_UNIT_MONTH, DG_UNIT_DAY, 15 }, { DG_UNIT_YEAR, DG_UNIT_MONTH, 6 } };
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        if (halves[i].whole == unit->a && !unit->c)
            return dg_give(out,
                    dg_chart_node(chart,
                            (struct dg_when){ .kind = DG_WHEN_EVERY, .n = halves[i].count, .unit = halves[i].part }));
    }
    return false;
}

/* 每周二四六, 每周三、五: the weekdays behind the first one, digit by digit */
bool dg_zh_more_weekdays(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when copy = *p[0]->when;
    const struct dg_item *more = p[2];
    if (copy.unit != DG_UNIT_WEEK || !copy.weekdays || copy.weekdays & 1 || more->languages != DG_IN_ZH || !more->b)
        return false;
    if (dg_zh_counts_on(chart, more))
        return false;
    for (int rest = more->a; rest > 0; rest /= 10) {
        int day = rest % 10;
        if (day < 1 || day > 6)
            return false;
        copy.weekdays |= (uint8_t)(1u << day);
    }
    return dg_give(out, dg_chart_node(chart, copy));
}

/* Whether a comma joins: 、 does, while what stands behind ，may be another matter. */
static bool joins(const struct dg_item *between)
{
    return !between || between->symbol == DG_T_AND || between->a == 1;
}

static bool give_month_days(
        struct dg_chart *chart, const struct dg_when *every, uint32_t days, int first, struct dg_item *out)
{
    struct dg_when copy = *every;
    if (!copy.a)
        copy.a = dg_make_date(chart, 0, 0, first, 0);
    copy.month_days |= days;
    return copy.a && dg_give(out, dg_chart_node(chart, copy));
}

static bool is_month_day(const struct dg_item *number)
{
    return number->a >= 1 && number->a <= 31 && number->b <= 2;
}

/* 每月1号和15号 */
bool dg_zh_more_month_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *every = p[0]->when, *first = every->a;
    if (every->unit != DG_UNIT_MONTH || !first || first->kind != DG_WHEN_DATE || !first->day || first->month ||
            !joins(p[1]) || !is_month_day(p[2]))
        return false;
    return give_month_days(chart, every, 1u << first->day | 1u << p[2]->a, first->day, out);
}

/* 每月5、15、25号 */
bool dg_zh_month_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *every = p[0]->when;
    uint32_t days = 0;
    int first = 0;
    for (int i = 1; i < DG_RULE_PARTS; i++) {
        if (p[i] && p[i]->symbol != DG_T_NUM && p[i]->symbol != DG_T_OF && p[i]->symbol != DG_T_HAO && !joins(p[i]))
            return false;
        if (!p[i] || p[i]->symbol != DG_T_NUM)
            continue;
        if (!is_month_day(p[i]))
            return false;
        first = first ? first : p[i]->a;
        days |= 1u << p[i]->a;
    }
    return every->unit == DG_UNIT_MONTH && !every->a && give_month_days(chart, every, days, first, out);
}

/* The weekdays of a row of digits, each later than the last; 0: they are something else. */
static unsigned weekdays_of(const struct dg_item *digits, int after)
{
    unsigned set = 0;
    int last = 7;
    if (digits->languages != DG_IN_ZH || !digits->b)
        return 0;
    for (int rest = digits->a; rest > 0; rest /= 10) {
        int day = rest % 10;
        if (day >= last || day <= after)
            return 0;
        set |= 1u << day;
        last = day;
    }
    return set;
}

/* 周一三五, 周二、四: of two that follow each other only those are meant, once (周三四) */
bool dg_zh_weekday_list(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *second = p[1]->symbol == DG_T_NUM ? p[1] : p[2], *last = p[4] ? p[4] : second;
    unsigned set = weekdays_of(second, p[0]->a), more = p[4] ? weekdays_of(last, second->a) : 0;
    bool pair = !p[4] && second->b == 1;
    if (!set || (p[4] && (!more || second->b != 1)) || dg_zh_counts_on(chart, last) || (second != p[1] && !joins(p[1])))
        return false;
    if (pair && second->a == p[0]->a + 1)
        return false;
    bool ends = last->to >= chart->positions ? chart->closed : dg_followed_by(chart, last, S(PART) | S(END) | S(COMMA));
    if (pair && second == p[1] && !ends)
        return false;
    struct dg_when every = { .kind = DG_WHEN_EVERY, .unit = DG_UNIT_WEEK, .n = 1 };
    every.weekdays = (uint8_t)(set | more | 1u << p[0]->a);
    every.a = dg_make_date(chart, 0, 0, 0, p[0]->a);
    return every.a && dg_give(out, dg_chart_node(chart, every));
}

/* 下周一三五: those of one week, told as a rule that ends with it */
bool dg_zh_weekdays_of_week(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *rel = p[0];
    if (rel->b || rel->a < -2 || !dg_zh_weekday_list(chart, p + 1, out))
        return false;
    struct dg_when copy = *out->when;
    copy.a = dg_make_nth(chart, 1, copy.a, dg_make_unit(chart, DG_UNIT_WEEK, rel->a));
    for (unsigned rest = copy.weekdays; rest; rest &= rest - 1)
        copy.times++;
    return copy.a && dg_give(out, dg_chart_node(chart, copy));
}

/* 接下来两个周五 */
bool dg_zh_next_weekdays(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->a == 1 && p[0]->b == 2 && dg_give_next_weekdays(chart, p[3]->a, p[1]->a, out);
}

/* 每月最后一天 */
bool dg_zh_every_last_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *every = p[0]->when;
    return every->unit == DG_UNIT_MONTH && !every->a && p[2]->a == -9 && p[4]->a == DG_UNIT_DAY && !p[4]->c &&
            dg_give(out, dg_make_last_days(chart, every));
}

/* 两周一次 */
bool dg_zh_once_in(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *amount = p[0]->when;
    enum dg_unit unit = dg_duration_finest(amount);
    int n = (int)amount->amounts[unit];
    if ((p[1]->symbol == DG_T_ONCE && p[1]->a) || p[0]->weak || p[0]->c || n < 1 || (float)n < amount->amounts[unit] ||
            unit < DG_UNIT_MINUTE)
        return false;
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = (uint8_t)unit, .n = n }));
}

/* 天天 */
bool dg_zh_frequency(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = true; /* 你天天迟到 */
    return dg_give(out,
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = (uint8_t)p[0]->a, .n = p[0]->b }));
}

/* 每晚, 每早 */
bool dg_zh_every_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(out,
            dg_chart_node(
                    chart, (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = DG_UNIT_DAY, .n = 1, .a = p[1]->when }));
}

/* 每月第一个周一, 每个月最后一个周五 */
bool dg_zh_every_nth(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when copy = *p[0]->when;
    bool last = p[2]->symbol == DG_T_REL;
    int n = last ? -1 : p[2]->a;
    if (copy.unit != DG_UNIT_MONTH || copy.a || n > 5 || n == 0 || (last && p[2]->a != -9))
        return false;
    copy.weekdays = (uint8_t)(1u << p[5]->a);
    copy.span = (int16_t)n;
    copy.a = dg_make_nth(chart, n, dg_make_date(chart, 0, 0, 0, p[5]->a), dg_make_each(chart, DG_UNIT_MONTH));
    return copy.a && dg_give(out, dg_chart_node(chart, copy));
}

/* 每月底, 每年年底 */
bool dg_zh_every_edge(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *edge = dg_part_of(p, S(EDGE)), *every = dg_part_of(p, S(E));
    struct dg_when copy = every ? *every->when : (struct dg_when){ .kind = DG_WHEN_EVERY, .n = 1 };
    if (!edge->c || copy.a || (every && copy.unit != edge->c))
        return false;
    copy.unit = (uint8_t)edge->c;
    copy.a = dg_chart_node(chart,
            (struct dg_when){ .kind = DG_WHEN_EDGE,
                    .from_min = (int16_t)edge->a,
                    .to_min = (int16_t)edge->b,
                    .a = dg_make_each(chart, edge->c) });
    return copy.a && copy.a->a && dg_give(out, dg_chart_node(chart, copy));
}

/* 每周一到周五: with 每, or with a clock behind (周一至周五9点到11点), they come again */
bool dg_zh_every_weekdays(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *first = p[2], *last = p[4], *clock = p[6];
    if (last->symbol == DG_T_NUM &&
            (last->a < 1 || last->a > 6 || last->b > 1 || (!clock && dg_zh_counts_on(chart, last))))
        return false;
    if ((!p[0] && !clock) || (clock && !dg_is_on_a_clock(clock->when)) || first->a == last->a)
        return false;
    return dg_give_weekdays(chart, dg_weekdays_between(first->a, last->a), clock ? clock->when : NULL, out);
}

/* 周一到周五每天9点 */
bool dg_zh_weekdays_each(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *first = p[1], *last = p[3];
    const struct dg_when *daily = p[5]->when;
    if (daily->unit != DG_UNIT_DAY || daily->n != 1 || first->a == last->a || (daily->a && !dg_is_on_a_clock(daily->a)))
        return false;
    return dg_give_weekdays(chart, dg_weekdays_between(first->a, last->a), daily->a, out);
}

/* 工作日晚上 */
bool dg_zh_on_workdays(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->a == DG_UNIT_WORKDAY && dg_is_on_a_clock(p[2]->when) &&
            dg_give_weekdays(chart, MONDAY_TO_FRIDAY, p[2]->when, out);
}

/* 每周一次; but not 每周三次, whose number counts */
bool dg_zh_once_each(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a == 0 && dg_build_strong_0(chart, p, out);
}

/* 一周三次, 每天两次: how many times is not kept */
bool dg_zh_times_in(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { COUNTED = 3 };
    bool weekly = p[0]->symbol == DG_T_E && p[0]->when->unit == DG_UNIT_WEEK;
    if (p[2]->a < COUNTED || p[1]->a < 1 || (weekly && p[2]->a > COUNTED))
        return false;
    return p[0]->symbol == DG_T_E ? dg_give(out, p[0]->when) : dg_zh_once_in(chart, p, out);
}

/* 一月一次, 两月三次: how many times is not kept */
bool dg_zh_once_in_months(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool once = !p[2] && !p[3]->a, often = p[2] && p[3]->a;
    return (once || often) && p[0]->languages == DG_IN_ZH && p[0]->a >= 1 && p[0]->a <= 12 &&
            dg_give(out,
                    dg_chart_node(
                            chart, (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = DG_UNIT_MONTH, .n = p[0]->a }));
}

/* 每月15, where nothing follows that it could count */
bool dg_zh_day_of_each_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when copy = *p[0]->when;
    enum { TWENTY = 20 };
    bool written = p[1]->symbol == DG_T_LDAY ? p[1]->a > TWENTY /* 廿五 is a number, 初五 a day of the moon */
                                             : p[1]->b && dg_counts_nothing(chart, p[1]);
    if (copy.unit != DG_UNIT_MONTH || copy.a || !written || p[1]->a < 1 || p[1]->a > 31)
        return false;
    copy.a = dg_make_date(chart, 0, 0, p[1]->a, 0);
    return copy.a && dg_give(out, dg_chart_node(chart, copy));
}
