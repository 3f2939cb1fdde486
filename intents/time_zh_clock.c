/* Chinese clocks, ranges, durations and repetitions. */
#include "intents/time_zh.h"

/* 七点建议 are points and 七点八 is a decimal, not an hour. */
static bool is_counted_or_decimal(const struct dg_chart *chart, const struct dg_item *dian)
{
    return dg_followed_by(chart, dian, S(NOT) | S(NUM));
}

bool dg_zh_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool either = p[0]->languages == DG_IN_ZH && p[0]->b == 2 && p[0]->a % 11 == 1; /* 两三点 */
    if (either || !dg_can_be_hour(p[0]) || is_counted_or_decimal(chart, p[1]))
        return false;
    bool a_little = p[0]->a == 1 && p[0]->languages == DG_IN_ZH && p[1]->end - p[1]->start <= 3; /* 有一点贵 */
    out->weak = a_little && !dg_followed_by(chart, p[1], S(END) | S(ZHENG));
    out->b = 1;
    return dg_give(
            out, dg_make_clock(chart, p[0]->a, -1, -1, p[0]->a > 12 || p[0]->a == 0 ? DG_HALF_SURE : DG_HALF_OPEN));
}

bool dg_zh_hour_minute(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]) || !dg_can_be_minute(p[3]) || (!p[4] && p[3]->a < 10 && p[3]->b != 2 && !p[2]))
        return false;
    if (p[1]->end != (p[2] ? p[2] : p[3])->start)
        return false;
    return dg_give(out, dg_make_clock(chart, p[0]->a, p[3]->a, -1, DG_HALF_OPEN));
}

/* 三点三个字, 三点踏三: each figure of the dial is five minutes; 三点踏半 is half past */
bool dg_zh_hour_figure(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int minute = p[3]->symbol == DG_T_HALF ? 30 : 5 * p[3]->a;
    if (!dg_can_be_hour(p[0]) || p[3]->a > 11 || (p[3]->symbol == DG_T_NUM && p[3]->a < 1))
        return false;
    return dg_give(out, dg_make_clock(chart, p[0]->a, minute, -1, DG_HALF_OPEN));
}

/* 下昼三点三: after a part of the day it can be no decimal; 中午十二点 两位 counts heads */
bool dg_zh_part_hour_figure(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_item clock = { 0 };
    if (p[2]->end != (p[3] ? p[3] : p[4])->start || p[4]->b > 1 || p[4]->a > 9 || p[0]->when->kind != DG_WHEN_PART ||
            !dg_zh_hour_figure(chart, p + 1, &clock))
        return false;
    return dg_give(out, dg_in_half(chart, clock.when, p[0]->when->half));
}

bool dg_zh_hour_half(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_can_be_hour(p[0]) && dg_give(out, dg_make_clock(chart, p[0]->a, 30, -1, DG_HALF_OPEN));
}

bool dg_zh_hour_quarter(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int quarters = p[3]->a;
    if (!dg_can_be_hour(p[0]) || quarters < 1 || quarters > 4)
        return false;
    return dg_give(out, dg_make_clock(chart, p[0]->a + quarters / 4, 15 * (quarters % 4), -1, DG_HALF_OPEN));
}

bool dg_zh_with_second(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *c = p[0]->when;
    if (c->kind != DG_WHEN_CLOCK || c->minute < 0 || c->second >= 0 || !dg_can_be_minute(p[1]))
        return false;
    return dg_give(out, dg_make_clock(chart, c->hour, c->minute, p[1]->a, c->half));
}

/* 差五分八点, 八点差五分 */
bool dg_zh_minutes_to(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *clock = p[0] ? p[0] : p[4], *n = p[2];
    const struct dg_when *c = clock ? clock->when : NULL;
    int minutes = p[3]->symbol == DG_T_KE ? 15 * n->a : n->a;
    if (!c || (p[0] && p[4]) || c->kind != DG_WHEN_CLOCK || c->minute > 0 || minutes < 1 || minutes > 59)
        return false;
    int h = c->hour == 0 ? 23 : c->hour == 1 && c->half == DG_HALF_OPEN ? 12 : c->hour - 1;
    return dg_give(out, dg_make_clock(chart, h, 60 - minutes, -1, c->half));
}

/* 8点到10点, 9~11点: an hour without its 点 before a clock */
bool dg_zh_open_range(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]) || p[2]->when->kind != DG_WHEN_CLOCK)
        return false;
    const struct dg_when *first = dg_make_clock(chart, p[0]->a, -1, -1, DG_HALF_OPEN);
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, first, p[2]->when));
}

/* 1995-1997年, 2-4月, 3到5号 */
bool dg_zh_numbers_range(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
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
    return first && dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, first, last));
}

bool dg_zh_range_in_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *r = p[1]->when;
    if (r->kind != DG_WHEN_RANGE || !dg_wants_year(r->a) || !dg_cycle_named(r->b))
        return false;
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, dg_with_year(chart, r->a, p[0]->a), r->b));
}

/* 去年9到12月 */
bool dg_zh_range_in_rel_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *year = p[0]->when, *r = p[1]->when;
    if (year->kind != DG_WHEN_UNIT || year->unit != DG_UNIT_YEAR || year->a || r->kind != DG_WHEN_RANGE ||
            r->a->kind != DG_WHEN_DATE || !r->a->month || !dg_wants_year(r->a) || !dg_cycle_named(r->b))
        return false;
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, dg_make_nth(chart, 1, r->a, year), r->b));
}

/* 近半年, 未来两个半小时: that long up to now, or from now on */
bool dg_zh_rel_amount(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int way = p[0]->a;
    if (p[0]->b != 2 || p[1]->weak || p[1]->a == DG_UNIT_WORKDAY)
        return false;
    const struct dg_when *now = dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_NOW });
    const struct dg_when *far =
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .b = p[1]->when, .n = way < 0 ? -1 : 1 });
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, way < 0 ? far : now, way < 0 ? now : far));
}

/* 下三周, 前两个月: whole ones; 未来三天, 最近两周: from now */
bool dg_zh_rel_units(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *rel = p[0], *unit = p[3];
    int n = p[1]->symbol == DG_T_NUM || p[1]->symbol == DG_T_QUANTITY ? p[1]->a : 0;
    if (rel->a == 0 || rel->a < -3 || n < 1 || n > 10000 || unit->c == 1 || unit->c == 2 || unit->b < 1 ||
            (unit->a == DG_UNIT_YEAR && p[1]->b == 4))
        return false;
    bool calendar = rel->b != 2 && !(rel->b == 1 && rel->a > 0 && unit->a == DG_UNIT_YEAR);
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_SPAN,
                            .unit = (uint8_t)unit->a,
                            .n = rel->a * n * unit->b,
                            .calendar = calendar }));
}

/* 2009年, 07年 are years, but 1000多年 is a time. */
static bool is_year_number(const struct dg_item *number)
{
    return number->b == 4 || (number->b == 2 && number->a < 10);
}

bool dg_zh_amount(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *number = p[0], *unit = p[2];
    double n = number->symbol == DG_T_DEC ? number->number : number->a;
    bool some = number->symbol == DG_T_QUANTITY && !number->b;
    bool counted = number->symbol == DG_T_QUANTITY && number->b == 1; /* 俩月: two, with their measure word */
    if (unit->c == 1 || unit->c == 2 || some || (unit->a == DG_UNIT_QUARTER && !p[1]))
        out->weak = true;
    if (some)
        out->b = DG_ZH_SOME;
    if (number->languages == DG_IN_ZH && number->b >= 2) /* 三五天 are three to five */
        return false;
    if (unit->a == DG_UNIT_MINUTE && number->symbol == DG_T_DEC && unit->end - unit->start <= 3) /* 4.5分 */
        return false;
    if (unit->a == DG_UNIT_MONTH && !p[1] && !counted) /* 三月 is March, 三个月 a duration */
        return false;
    if (unit->a == DG_UNIT_DAY && unit->value.len && p[1] && unit->c == 0 && number->b == 0 && n == 0)
        return false;
    if (unit->a == DG_UNIT_YEAR && (p[1] || (is_year_number(number) && !p[4])))
        return false;
    if (p[3])
        n += 0.5;
    if (unit->a == DG_UNIT_WORKDAY) {
        out->a = DG_UNIT_WORKDAY;
        out->b = (int32_t)n;
    }
    return dg_give(out, dg_make_duration(chart, unit->a, n * dg_times_of(unit)));
}

bool dg_zh_half_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[2]->c || p[2]->a == DG_UNIT_SECOND || p[2]->a >= DG_UNIT_AMOUNTS)
        return false;
    if (p[2]->a == DG_UNIT_HOUR)
        return dg_give(out, dg_make_duration(chart, DG_UNIT_MINUTE, 30));
    out->weak = p[2]->a == DG_UNIT_DAY; /* 等了半天 is a while */
    if (p[2]->a == DG_UNIT_MONTH) /* half a month are fifteen days */
        return dg_give(out, dg_make_duration(chart, DG_UNIT_DAY, 15));
    return dg_give(out, dg_make_duration(chart, p[2]->a, 0.5));
}

/* 三分半钟 */
bool dg_zh_parts_half(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { SECONDS = 60 };
    if (p[1]->a != DG_UNIT_MINUTE || p[1]->b != 1 || p[0]->a < 1 || p[3]->a)
        return false;
    return dg_give(out, dg_make_duration(chart, DG_UNIT_SECOND, (p[0]->a + 0.5) * SECONDS));
}

/* 半个多小时 */
bool dg_zh_half_more(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *plain[DG_RULE_PARTS] = { p[0], p[1], p[3] };
    return p[2]->a == 1 && dg_zh_half_unit(chart, plain, out);
}

bool dg_zh_shifted(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int sign = p[3]->symbol == DG_T_AGO ? -1 : 1;
    return dg_give(out,
            dg_chart_node(
                    chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .a = p[0]->when, .b = p[2]->when, .n = sign }));
}

bool dg_zh_until_or_since(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a > 0 ? dg_build_since(chart, p, out) : dg_build_by(chart, p, out);
}

/* 两个半小时; 个半钟 leaves the one out */
bool dg_zh_amount_half(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *unit = p[3];
    double n = (p[0] ? p[0]->a : 1) + 0.5;
    if (unit->c || n > 1000 || (!p[0] && unit->a == DG_UNIT_DAY))
        return false;
    if (unit->a == DG_UNIT_HOUR)
        return dg_give(out, dg_make_duration(chart, DG_UNIT_MINUTE, n * 60));
    return dg_give(out, dg_make_duration(chart, unit->a, n * unit->b));
}

/* 1900时 */
bool dg_zh_joined_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *n = p[0];
    bool joined = n->b == 4 && n->a / 100 <= 24 && n->a % 100 < 60 && n->end == p[1]->start;
    return joined && !p[1]->a && dg_give(out, dg_make_clock(chart, n->a / 100, n->a % 100, -1, DG_HALF_SURE));
}

/* 8.30点 */
bool dg_zh_dotted_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_can_be_hour(p[0]) && p[2]->b == 2 && dg_can_be_minute(p[2]) && p[0]->end == p[1]->start &&
            p[1]->end == p[2]->start && dg_give(out, dg_make_clock(chart, p[0]->a, p[2]->a, -1, DG_HALF_OPEN));
}

/* 晚8见, 下午3吧: an hour, where nothing follows that it could count */
bool dg_zh_part_number(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *n = p[1];
    bool ends = dg_counts_nothing(chart, n) || dg_followed_by(chart, n, S(END));
    if (!ends || !n->b || n->a < 1 || n->a > 12 || n->start != p[0]->end || p[0]->d > 1)
        return false;
    return dg_give(out, dg_in_half(chart, dg_make_clock(chart, n->a, -1, -1, DG_HALF_OPEN), p[0]->c));
}
