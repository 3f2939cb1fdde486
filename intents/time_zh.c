/* The time grammar of Chinese. */
#include "intents/time_build.h"
#include "intents/time_rules.h"

static bool give(struct dg_item *out, const struct dg_when *when)
{
    out->when = when;
    return when != NULL;
}

/* ---- years, months, days ------------------------------------------------------------------------------------------ */

/* 二〇二四年, 2024年, 08年; 十年 is a duration */
static bool year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int y = p[0]->a;
    if (p[0]->b == 2 && y <= 99)
        y = dg_full_year(y, 2);
    else if (p[0]->b < 3 && !(p[0]->b == 0 && y >= 1000))
        return false;
    if (y < 1 || y > 9999)
        return false;
    out->a = y;
    out->b = 1; /* said with 年 */
    return give(out, dg_make_date(chart, y, 0, 0, 0));
}

static bool rel_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->b == 1 && give(out, dg_make_unit(chart, DG_UNIT_YEAR, p[0]->a));
}

static bool month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->a >= 1 && p[0]->a <= 12 && p[0]->b <= 2 && give(out, dg_make_date(chart, 0, p[0]->a, 0, 0));
}

/* 3月5号, 十月31 */
static bool month_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *m = p[0], *d = p[2];
    if (m->a < 1 || m->a > 12 || m->b > 2 || d->a < 1 || d->a > 31 || d->b > 2)
        return false;
    return give(out, dg_make_date(chart, 0, m->a, d->a, 0));
}

static bool day_of_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->a >= 1 && p[0]->a <= 31 && p[0]->b <= 2 && give(out, dg_make_date(chart, 0, 0, p[0]->a, 0));
}

/* 下个月20号: the month is W, the number follows */
static bool day_in(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_build_nth_day_in(chart, p, out);
}

static bool lunar_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_LUNAR, .month = (int8_t)p[0]->a }));
}

/* 闰四月, 农历八月 */
static bool said_lunar_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a < 1 || p[1]->a > 12 || (p[0]->symbol == DG_T_LUNAR && !p[0]->a))
        return false;
    return give(out,
            dg_chart_node(chart,
                    (struct dg_when){
                            .kind = DG_WHEN_LUNAR, .month = (int8_t)p[1]->a, .leap = p[0]->symbol == DG_T_LEAP }));
}

/* 五月初五: with 初 or 廿 the month is one of the Chinese calendar */
static bool lunar_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[0]->when;
    struct dg_when lunar = {
        .kind = DG_WHEN_LUNAR, .year = w->year, .month = w->month, .day = (int8_t)p[1]->a, .leap = w->leap
    };
    if ((w->kind != DG_WHEN_DATE && w->kind != DG_WHEN_LUNAR) || !w->month || w->day)
        return false;
    return give(out, dg_chart_node(chart, lunar));
}

static bool bare_lunar_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_LUNAR, .day = (int8_t)p[0]->a }));
}

/* 农历 before or inside a date turns it into one of the Chinese calendar. */
static bool as_lunar(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *date = p[1];
    const struct dg_when *w = date->when;
    if (!p[0]->a)
        return give(out, w);
    if (w->kind != DG_WHEN_DATE && w->kind != DG_WHEN_LUNAR)
        return w->kind == DG_WHEN_HOLIDAY && give(out, w);
    if (w->weekday)
        return false;
    return give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_LUNAR,
                            .year = w->year,
                            .month = w->month,
                            .day = w->day,
                            .leap = w->leap }));
}

static bool year_then_lunar(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[1]->when;
    return w->kind == DG_WHEN_LUNAR && !w->year && give(out, dg_with_year(chart, w, p[0]->a));
}

/* 去年五月初五: the year is relative */
static bool rel_year_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[0]->when;
    if (w->kind != DG_WHEN_UNIT || w->unit != DG_UNIT_YEAR || !dg_cycle_named(p[2]->when))
        return false;
    if (p[2]->when->kind == DG_WHEN_DATE && !p[2]->when->month)
        return false;
    return give(out, dg_make_nth(chart, 1, p[2]->when, w));
}

static bool year_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_wants_year(p[2]->when) && give(out, dg_with_year(chart, p[2]->when, p[0]->a));
}

/* 本月第二周, 十月第一个星期一, 2021年的第三个月, 最后一个周五 */
static bool nth_in(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *what = p[4]->symbol == DG_T_WEEKDAY ? dg_make_date(chart, 0, 0, 0, p[4]->a)
            : p[4]->c                                         ? NULL
                                                              : dg_make_each(chart, p[4]->a);
    bool last = p[2]->symbol == DG_T_REL;
    if (!what || (last && p[2]->a != -9) || (!last && p[2]->a < 1))
        return false;
    if (p[4]->symbol == DG_T_UNIT && p[4]->a == DG_UNIT_DAY)
        out->symbol = DG_T_D;
    const struct dg_when *w = dg_make_nth(chart, last ? -1 : p[2]->a, what, p[0]->when);
    struct dg_when copy = w ? *w : (struct dg_when){ 0 };
    copy.calendar = true;
    return w && give(out, dg_chart_node(chart, copy));
}

/* 第一季度, 一季度 */
static bool quarter(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[2]->a != DG_UNIT_QUARTER || p[0]->a < 1 || p[0]->a > 4)
        return false;
    return give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_QUARTER, .n = p[0]->a }));
}

/* 这个月前两天, 2021年的最后4个月 */
static bool some_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
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
    return give(out, dg_chart_node(chart, copy));
}

static bool decade(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0] && (p[0]->a < 1 || p[0]->a > 30))
        return false;
    int century = p[0] ? (p[0]->a - 1) * 100 : p[2]->a <= 20 ? 2000 : 1900;
    if (p[3]->a != DG_UNIT_DECADE || p[2]->a % 10 || p[2]->a > 90 || (p[0] && (!p[1] || p[1]->a != DG_UNIT_CENTURY)))
        return false;
    return give(
            out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_YEARS, .year = century + p[2]->a, .n = 10 }));
}

static bool century(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a != DG_UNIT_CENTURY || p[0]->a < 2 || p[0]->a > 30)
        return false;
    return give(out,
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_YEARS, .year = (p[0]->a - 1) * 100, .n = 100 }));
}

/* ---- clocks ----------------------------------------------------------------------------------------------------------- */

/* 七点建议 are points and 七点八 is a decimal, not an hour. */
static bool is_counted_or_decimal(const struct dg_chart *chart, const struct dg_item *dian)
{
    return dg_followed_by(chart, dian, S(NOT)) || dg_followed_by(chart, dian, S(NUM));
}

static bool hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]) || is_counted_or_decimal(chart, p[1]))
        return false;
    bool a_little = p[0]->a == 1 && p[0]->languages == DG_IN_ZH && p[1]->end - p[1]->start <= 3; /* 有一点贵 */
    out->weak = a_little && !dg_followed_by(chart, p[1], S(END) | S(ZHENG));
    out->b = 1;
    return give(out, dg_make_clock(chart, p[0]->a, -1, -1, p[0]->a > 12 || p[0]->a == 0 ? DG_HALF_SURE : DG_HALF_OPEN));
}

static bool hour_minute(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]) || !dg_can_be_minute(p[3]) || (!p[4] && p[3]->a < 10 && p[3]->b != 2 && !p[2]))
        return false;
    if (p[1]->end != (p[2] ? p[2] : p[3])->start)
        return false;
    return give(out, dg_make_clock(chart, p[0]->a, p[3]->a, -1, DG_HALF_OPEN));
}

static bool hour_half(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_can_be_hour(p[0]) && give(out, dg_make_clock(chart, p[0]->a, 30, -1, DG_HALF_OPEN));
}

static bool hour_quarter(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int quarters = p[3]->a;
    if (!dg_can_be_hour(p[0]) || quarters < 1 || quarters > 3)
        return false;
    return give(out, dg_make_clock(chart, p[0]->a, 15 * quarters, -1, DG_HALF_OPEN));
}

static bool with_second(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *c = p[0]->when;
    if (c->kind != DG_WHEN_CLOCK || c->minute < 0 || c->second >= 0 || !dg_can_be_minute(p[1]))
        return false;
    return give(out, dg_make_clock(chart, c->hour, c->minute, p[1]->a, c->half));
}

/* 差五分八点, 八点差五分 */
static bool minutes_to(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *clock = p[0] ? p[0] : p[4], *n = p[2];
    const struct dg_when *c = clock ? clock->when : NULL;
    int minutes = p[3]->symbol == DG_T_KE ? 15 * n->a : n->a;
    if (!c || (p[0] && p[4]) || c->kind != DG_WHEN_CLOCK || c->minute > 0 || minutes < 1 || minutes > 59)
        return false;
    int h = c->hour == 0 ? 23 : c->hour == 1 && c->half == DG_HALF_OPEN ? 12 : c->hour - 1;
    return give(out, dg_make_clock(chart, h, 60 - minutes, -1, c->half));
}

/* 8点到10点, 9~11点: an hour without its 点 before a clock */
static bool open_range(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]) || p[2]->when->kind != DG_WHEN_CLOCK)
        return false;
    const struct dg_when *first = dg_make_clock(chart, p[0]->a, -1, -1, DG_HALF_OPEN);
    return give(out, dg_make_both(chart, DG_WHEN_RANGE, first, p[2]->when));
}

/* 1995-1997年, 2-4月, 3到5号 */
static bool numbers_range(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *last = p[2]->when, *first = NULL;
    if (last->kind != DG_WHEN_DATE || last->weekday)
        return false;
    if (last->day && !last->month)
        first = dg_make_date(chart, 0, 0, p[0]->a, 0);
    else if (last->month && !last->day)
        first = dg_make_date(chart, last->year, p[0]->a, 0, 0);
    else if (last->year && !last->month && p[0]->b && p[2]->b)
        first = dg_make_date(chart, dg_full_year(p[0]->a, p[0]->b), 0, 0, 0);
    return first && give(out, dg_make_both(chart, DG_WHEN_RANGE, first, last));
}

static bool range_in_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *r = p[1]->when;
    if (r->kind != DG_WHEN_RANGE || !dg_wants_year(r->a) || !dg_cycle_named(r->b))
        return false;
    return give(out, dg_make_both(chart, DG_WHEN_RANGE, dg_with_year(chart, r->a, p[0]->a), r->b));
}

/* ---- spans and shifts ----------------------------------------------------------------------------------------------------- */

/* 下三周, 前两个月: whole ones; 未来三天, 最近两周: from now */
static bool rel_units(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *rel = p[0], *unit = p[3];
    int n = p[1]->symbol == DG_T_NUM || p[1]->symbol == DG_T_QUANTITY ? p[1]->a : 0;
    if (rel->a == 0 || rel->a < -3 || n < 1 || n > 10000 || unit->c == 1 || unit->c == 2 ||
            (unit->a == DG_UNIT_YEAR && p[1]->b == 4))
        return false;
    bool calendar = unit->a >= DG_UNIT_HOUR || !rel->b;
    return give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_SPAN,
                            .unit = (uint8_t)unit->a,
                            .n = rel->a * n * unit->b,
                            .calendar = calendar }));
}

static bool amount(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *number = p[0], *unit = p[2];
    double n = number->symbol == DG_T_DEC ? number->number : number->a;
    if (unit->c == 1 || unit->c == 2 || number->symbol == DG_T_QUANTITY || (unit->a == DG_UNIT_QUARTER && !p[1]))
        out->weak = true;
    if (unit->a == DG_UNIT_MONTH && !p[1]) /* 三月 is March, 三个月 a duration */
        return false;
    if (unit->a == DG_UNIT_DAY && unit->value.len && p[1] && unit->c == 0 && number->b == 0 && n == 0)
        return false;
    if (unit->a == DG_UNIT_YEAR && (p[1] || number->b == 4 || (number->b == 2 && number->a < 10))) /* 07年 */
        return false;
    if (p[3])
        n += 0.5;
    return give(out, dg_make_duration(chart, unit->a, n * unit->b));
}

static bool half_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[2]->c || p[2]->a == DG_UNIT_SECOND || p[2]->a >= DG_UNIT_AMOUNTS)
        return false;
    if (p[2]->a == DG_UNIT_HOUR)
        return give(out, dg_make_duration(chart, DG_UNIT_MINUTE, 30));
    return give(out, dg_make_duration(chart, p[2]->a, 0.5));
}

static bool shifted(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int sign = p[3]->symbol == DG_T_AGO ? -1 : 1;
    return give(out,
            dg_chart_node(
                    chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .a = p[0]->when, .b = p[2]->when, .n = sign }));
}

/* 三天后, 之后5分钟 */
static bool after_now(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return !p[0]->weak && dg_build_hence(chart, p, out);
}

static bool every_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_build_every(chart, p, out);
}

static bool every_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[2]->when;
    struct dg_when every = *p[0]->when;
    if (every.a || !dg_cycle_named(w))
        return false;
    if (w->kind == DG_WHEN_DATE && w->weekday) {
        if (every.unit != DG_UNIT_WEEK)
            return false;
        every.weekdays = (uint8_t)(1u << w->weekday);
    }
    every.a = w;
    return give(out, dg_chart_node(chart, every));
}

static bool every_half(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *unit = p[3];
    int minutes = unit->a == DG_UNIT_HOUR ? 30 : 0, months = unit->a == DG_UNIT_YEAR ? 6 : 0;
    if (!minutes && !months)
        return false;
    return give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_EVERY,
                            .n = minutes + months,
                            .unit = minutes ? DG_UNIT_MINUTE : DG_UNIT_MONTH }));
}

static bool all_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a == DG_UNIT_DAY && !p[1]->c)
        return give(out,
                dg_make_at(chart, dg_make_unit(chart, DG_UNIT_DAY, 0), dg_make_part(chart, 0, 24 * 60, DG_HALF_OPEN)));
    return p[1]->a > DG_UNIT_DAY && !p[1]->c && give(out, dg_make_unit(chart, p[1]->a, 0));
}

static bool within(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return !p[0]->weak &&
            give(out,
                    dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_REST, .a = p[0]->when, .calendar = true }));
}

static bool until_or_since(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a > 0 ? dg_build_since(chart, p, out) : dg_build_by(chart, p, out);
}

static bool half_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->c || p[1]->a < DG_UNIT_DAY)
        return false;
    return give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_EDGE,
                            .from_min = (int16_t)p[0]->a,
                            .to_min = (int16_t)p[0]->b,
                            .a = dg_make_unit(chart, p[1]->a, 0) }));
}

static bool wide_edge(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return (dg_when_says(p[0]->when) & DG_SAYS_WIDE) && dg_build_edge(chart, p, out);
}

static bool edge_alone(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->c && dg_build_edge(chart, p, out);
}

#define DE M(S(OF))
#define GE M(S(GE))
#define WHOLE (S(D) | S(W) | S(C) | S(A) | S(P) | S(S))

static const struct dg_rule rules[] = {
    /* dates */
    { DG_T_YEAR, 60, year, { S(NUM), S(NIAN) } },
    { DG_T_W, 55, rel_year, { S(YEARWORD) } },
    { DG_T_W, 55, month, { S(NUM), S(YUE) } },
    { DG_T_D, 58, month_day, { S(NUM), S(YUE), S(NUM), M(S(HAO)) } },
    { DG_T_D, 52, day_of_month, { S(NUM), S(HAO) } },
    { DG_T_D, 57, day_in, { S(W), DE, S(NUM), M(S(HAO)) } },
    { DG_T_W, 55, lunar_month, { S(LMONTH) } },
    { DG_T_W, 57, said_lunar_month, { S(LEAP) | S(LUNAR), S(NUM), S(YUE) } },
    { DG_T_D, 60, lunar_day, { S(W), S(LDAY) } },
    { DG_T_D, 50, bare_lunar_day, { S(LDAY) } },
    { DG_T_D, 61, as_lunar, { S(LUNAR), S(D) } },
    { DG_T_W, 61, as_lunar, { S(LUNAR), S(W) } },
    { DG_T_D, 62, year_then_lunar, { S(YEAR), S(D) } },
    { DG_T_W, 62, year_then_lunar, { S(YEAR), S(W) } },
    { DG_T_D, 60, year_date, { S(YEAR), M(S(OF)), S(D) } },
    { DG_T_W, 60, year_date, { S(YEAR), M(S(OF)), S(W) } },
    { DG_T_D, 60, rel_year_date, { S(W), M(S(OF)), S(D) } },
    { DG_T_W, 60, rel_year_date, { S(W), M(S(OF)), S(W) } },
    { DG_T_D, 57, nth_in, { S(W), DE, S(ORD) | S(REL), GE, S(WEEKDAY) } },
    { DG_T_W, 57, nth_in, { S(W), DE, S(ORD) | S(REL), GE, S(UNIT) } },
    { DG_T_W, 56, quarter, { S(ORD) | S(NUM), GE, S(UNIT) } },
    { DG_T_W, 58, some_of, { S(W), DE, S(REL), S(NUM), GE, S(UNIT) } },
    { DG_T_W, 57, decade, { M(S(NUM)), M(S(UNIT)), S(NUM), S(UNIT) } },
    { DG_T_W, 56, century, { S(NUM), S(UNIT) } },
    { DG_T_W, 58, wide_edge, { S(W), DE, S(EDGE) } },
    { DG_T_W, 52, edge_alone, { S(EDGE) } },
    { DG_T_W, 55, half_of, { S(LATE), S(UNIT) } },
    { DG_T_W, 50, all_unit, { S(ALL), S(UNIT) } },
    { DG_T_D, 55, dg_build_weekday_in, { S(W), DE, S(WEEKDAY) } },
    { DG_T_D, 51, dg_build_1, { S(IN), S(D) } },
    { DG_T_W, 51, dg_build_1, { S(IN), S(W) } },

    /* clocks */
    { DG_T_C, 50, hour, { S(NUM), S(DIAN) } },
    { DG_T_C, 55, hour_minute, { S(NUM), S(DIAN), M(S(AND)), S(NUM), M(S(FEN)) } },
    { DG_T_C, 56, hour_half, { S(NUM), S(DIAN), S(HALF) } },
    { DG_T_C, 57, hour_quarter, { S(NUM), S(DIAN), M(S(PAST) | S(AND)), S(NUM), S(KE) } },
    { DG_T_C, 58, with_second, { S(C), S(NUM), S(MIAO) } },
    { DG_T_C, 58, minutes_to, { M(S(C)), S(TILL), S(NUM), S(FEN) | S(KE), M(S(C)) } },
    { DG_T_R, 56, open_range, { S(NUM), S(DASH) | S(TO), S(C) } },

    /* ranges */
    { DG_T_R, 57, numbers_range, { S(NUM), S(DASH) | S(TO), S(D) | S(W) | S(YEAR) } },
    { DG_T_R, 60, range_in_year, { S(YEAR), S(R) } },
    { DG_T_R, 55, dg_build_range,
            { M(S(FROM)), S(D) | S(W) | S(C) | S(A), S(AND), S(D) | S(W) | S(C) | S(A), S(BETWEEN) } },
    { DG_T_R, 55, dg_build_strong_0, { S(R), S(BETWEEN) | S(ZHENG) } },

    /* durations */
    { DG_T_U, 50, amount, { S(NUM) | S(DEC) | S(QUANTITY), GE, S(UNIT), M(S(HALF)) } },
    { DG_T_U, 52, half_unit, { S(HALF), GE, S(UNIT) } },
    { DG_T_U, 55, dg_build_durations, { S(U), M(S(AND)), S(U) } },
    { DG_T_S, 56, after_now, { S(U), S(HENCE) } },
    { DG_T_S, 56, dg_build_ago, { S(U), S(AGO) } },
    { DG_T_S, 54, dg_build_hence, { S(PAST), S(U) } },
    { DG_T_A, 57, shifted, { S(D) | S(C) | S(A), M(S(OF)), S(U), S(HENCE) | S(AGO) } },
    { DG_T_W, 57, rel_units, { S(REL), S(NUM) | S(QUANTITY), GE, S(UNIT) } },
    { DG_T_R, 57, within, { S(U), S(WITHIN) } },

    /* open ends */
    { DG_T_O, 50, dg_build_before, { WHOLE | S(YEAR), S(BEFORE) } },
    { DG_T_O, 50, dg_build_after, { WHOLE | S(YEAR), S(AFTER) } },
    { DG_T_O, 51, dg_build_since, { M(S(FROM)), WHOLE | S(YEAR), S(SINCE) } },
    { DG_T_O, 52, until_or_since, { WHOLE | S(YEAR), S(ORSO) } },
    { DG_T_O, 52, dg_build_before, { S(BY), WHOLE | S(YEAR) } },

    /* repetitions */
    { DG_T_E, 50, every_unit, { S(EVERY), M(S(NUM)), GE, S(UNIT) } },
    { DG_T_E, 55, dg_build_every_weekday, { S(EVERY), GE, S(WEEKDAY) } },
    { DG_T_E, 52, every_half, { S(EVERY), S(HALF), GE, S(UNIT) } },
    { DG_T_E, 57, every_date, { S(E), DE, S(D) | S(W) } },
};

struct dg_rules dg_time_rules_zh(void)
{
    return (struct dg_rules){ DG_IN_ZH, rules, sizeof rules / sizeof rules[0] };
}
