/* Nodes from their parts. */
#include "intents/time_build.h"

const struct dg_when *dg_make_date(struct dg_chart *chart, int year, int month, int day, int weekday)
{
    if (month < 0 || month > 12 || day < 0 || day > 31 || weekday < 0 || weekday > 7 || year > 9999)
        return NULL;
    return dg_chart_node(chart,
            (struct dg_when){ .kind = DG_WHEN_DATE,
                    .year = year,
                    .month = (int8_t)month,
                    .day = (int8_t)day,
                    .weekday = (int8_t)weekday });
}

const struct dg_when *dg_make_unit(struct dg_chart *chart, int unit, int n)
{
    return dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_UNIT, .unit = (uint8_t)unit, .n = n });
}

const struct dg_when *dg_make_each(struct dg_chart *chart, int unit)
{
    return dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_EACH, .unit = (uint8_t)unit });
}

const struct dg_when *dg_make_nth(struct dg_chart *chart, int n, const struct dg_when *a, const struct dg_when *b)
{
    if (!a || !b || n == 0)
        return NULL;
    return dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_NTH, .n = n, .a = a, .b = b });
}

const struct dg_when *dg_make_last_days(struct dg_chart *chart, const struct dg_when *monthly)
{
    struct dg_when every = *monthly;
    every.span = -1;
    every.a = dg_make_nth(chart, -1, dg_make_each(chart, DG_UNIT_DAY), dg_make_each(chart, DG_UNIT_MONTH));
    return every.a ? dg_chart_node(chart, every) : NULL;
}

const struct dg_when *dg_make_offset(
        struct dg_chart *chart, const struct dg_when *time, const struct dg_item *sign, int minutes)
{
    int east = sign->symbol == DG_T_DASH ? -minutes : minutes;
    return dg_chart_node(
            chart, (struct dg_when){ .kind = DG_WHEN_ZONED, .a = time, .n = east, .unit = DG_SUMMER_NONE });
}

const struct dg_when *dg_make_part(struct dg_chart *chart, int from_min, int to_min, int half)
{
    return dg_chart_node(chart,
            (struct dg_when){ .kind = DG_WHEN_PART,
                    .from_min = (int16_t)from_min,
                    .to_min = (int16_t)to_min,
                    .half = (uint8_t)half });
}

const struct dg_when *dg_make_at(struct dg_chart *chart, const struct dg_when *day, const struct dg_when *clock)
{
    return dg_make_both(chart, DG_WHEN_AT, day, clock);
}

const struct dg_when *dg_make_clock(struct dg_chart *chart, int hour, int minute, int second, int half)
{
    if (hour < 0 || hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute > 0))
        return NULL;
    if ((half == DG_HALF_AM || half == DG_HALF_PM) && hour == 0)
        half = DG_HALF_SURE;
    if (half == DG_HALF_AM && hour > 12)
        return NULL;
    return dg_chart_node(chart,
            (struct dg_when){ .kind = DG_WHEN_CLOCK,
                    .hour = (int8_t)hour,
                    .minute = (int8_t)minute,
                    .second = (int8_t)second,
                    .half = (uint8_t)half });
}

const struct dg_when *dg_make_duration(struct dg_chart *chart, int unit, double amount)
{
    static const struct {
        uint8_t unit;
        float times;
    } plain[] = {
        [DG_UNIT_QUARTER] = { DG_UNIT_MONTH, 3 },
        [DG_UNIT_DECADE] = { DG_UNIT_YEAR, 10 },
        [DG_UNIT_CENTURY] = { DG_UNIT_YEAR, 100 },
        [DG_UNIT_WEEKEND] = { DG_UNIT_DAY, 2 },
        [DG_UNIT_WORKDAY] = { DG_UNIT_DAY, 1 },
        [DG_UNIT_SEASON] = { DG_UNIT_MONTH, 3 },
        [DG_UNIT_HALF_YEAR] = { DG_UNIT_MONTH, 6 },
    };
    struct dg_when d = { .kind = DG_WHEN_DURATION };
    if (amount <= 0 || amount > 1e7)
        return NULL;
    if (unit < DG_UNIT_AMOUNTS)
        d.amounts[unit] = (float)amount;
    else
        d.amounts[plain[unit].unit] = (float)amount * plain[unit].times;
    return dg_chart_node(chart, d);
}

const struct dg_when *dg_make_both(struct dg_chart *chart, int kind, const struct dg_when *a, const struct dg_when *b)
{
    if (!a || !b)
        return NULL;
    return dg_chart_node(chart, (struct dg_when){ .kind = (uint8_t)kind, .a = a, .b = b });
}

bool dg_wants_year(const struct dg_when *w)
{
    switch ((enum dg_when_kind)w->kind) {
    case DG_WHEN_DATE:
        return w->year == 0 && w->month != 0;
    case DG_WHEN_HOLIDAY:
    case DG_WHEN_LUNAR:
    case DG_WHEN_SEASON:
    case DG_WHEN_QUARTER:
    case DG_WHEN_HALF_YEAR:
        return w->year == 0;
    case DG_WHEN_AT:
    case DG_WHEN_EDGE:
        return dg_wants_year(w->a);
    case DG_WHEN_NTH:
    case DG_WHEN_NEAREST:
        return dg_wants_year(w->b);
    case DG_WHEN_RANGE:
        return dg_wants_year(w->a) && dg_wants_year(w->b);
    default:
        return false;
    }
}

const struct dg_when *dg_with_year(struct dg_chart *chart, const struct dg_when *w, int year)
{
    struct dg_when copy = *w;
    if (w->kind == DG_WHEN_NTH || w->kind == DG_WHEN_NEAREST)
        copy.b = dg_with_year(chart, w->b, year);
    else if (w->kind == DG_WHEN_AT || w->kind == DG_WHEN_EDGE)
        copy.a = dg_with_year(chart, w->a, year);
    else if (w->kind == DG_WHEN_RANGE)
        copy.b = dg_with_year(chart, w->b, year);
    else
        copy.year = year;
    if ((w->a && !copy.a) || (w->b && !copy.b))
        return NULL;
    return dg_chart_node(chart, copy);
}

int dg_full_year(int year, int digits)
{
    enum { NEAR_FUTURE = 31 }; /* 31 and below are of this century */
    if (digits != 2 || year > 99)
        return year;
    return year <= NEAR_FUTURE ? 2000 + year : 1900 + year;
}

const struct dg_when *dg_in_half(struct dg_chart *chart, const struct dg_when *clock, int half)
{
    struct dg_when copy = *clock;
    if (clock->kind == DG_WHEN_RANGE) {
        copy.a = dg_in_half(chart, clock->a, half);
        copy.b = clock->b;
        return copy.a ? dg_chart_node(chart, copy) : NULL;
    }
    if (clock->kind == DG_WHEN_BEFORE || clock->kind == DG_WHEN_AFTER) { /* tonight after 8 */
        copy.a = dg_in_half(chart, clock->a, half);
        return copy.a ? dg_chart_node(chart, copy) : NULL;
    }
    if (clock->kind != DG_WHEN_CLOCK)
        return NULL;
    bool midnight = clock->hour == 0 && (half == DG_HALF_EVENING || half == DG_HALF_NIGHT);
    if (midnight) /* 今晚零点 is the end of the evening */
        copy.hour = 12;
    else if (clock->half != DG_HALF_OPEN || clock->hour > 12 || clock->hour == 0)
        return clock;
    copy.half = (uint8_t)half;
    return dg_chart_node(chart, copy);
}

bool dg_can_be_hour(const struct dg_item *number)
{
    return number->a >= 0 && number->a <= 24 && number->b <= 2;
}

bool dg_can_be_minute(const struct dg_item *number)
{
    return number->a >= 0 && number->a <= 59 && number->b <= 2;
}

bool dg_can_be_year(const struct dg_item *number)
{
    return number->a >= 1500 && number->a <= 2200 && (number->b == 4 || number->b == 0);
}

bool dg_cycle_named(const struct dg_when *w)
{
    switch ((enum dg_when_kind)w->kind) {
    case DG_WHEN_DATE:
    case DG_WHEN_HOLIDAY:
    case DG_WHEN_LUNAR:
    case DG_WHEN_SEASON:
    case DG_WHEN_QUARTER:
        return w->year == 0;
    case DG_WHEN_EACH:
        return true;
    default:
        return false;
    }
}

unsigned dg_weekdays_named(const struct dg_item *word)
{
    enum { WORKDAYS = 8, WEEKEND = 9, SETS = 10 };
    if (word->a >= SETS)
        return (unsigned)word->a;
    return word->a == WORKDAYS ? 0x3E : word->a == WEEKEND ? 0xC0 : 1u << word->a;
}

unsigned dg_weekdays_between(int first, int last)
{
    unsigned set = 0;
    for (int day = first;; day = day % 7 + 1) {
        set |= 1u << day;
        if (day == last)
            return set;
    }
}

bool dg_give_weekdays(struct dg_chart *chart, unsigned set, const struct dg_when *clock, struct dg_item *out)
{
    struct dg_when every = {
        .kind = DG_WHEN_EVERY, .unit = DG_UNIT_WEEK, .n = 1, .weekdays = (uint8_t)set, .a = clock
    };
    return dg_give(out, dg_chart_node(chart, every));
}

bool dg_give_next_weekdays(struct dg_chart *chart, int weekday, int n, struct dg_item *out)
{
    enum { MOST = 20 };
    if (weekday < 1 || weekday > 7 || n < 2 || n > MOST)
        return false;
    struct dg_when every = { .kind = DG_WHEN_EVERY, .unit = DG_UNIT_WEEK, .n = 1, .times = (uint8_t)n };
    every.weekdays = (uint8_t)(1u << weekday);
    every.a = dg_make_date(chart, 0, 0, 0, weekday);
    return every.a && dg_give(out, dg_chart_node(chart, every));
}

bool dg_is_on_a_clock(const struct dg_when *w)
{
    return w->kind == DG_WHEN_CLOCK || w->kind == DG_WHEN_PART ||
            (w->kind == DG_WHEN_RANGE && w->a->kind == DG_WHEN_CLOCK && w->b->kind == DG_WHEN_CLOCK);
}

bool dg_counts_nothing(const struct dg_chart *chart, const struct dg_item *item)
{
    dg_symbols closing = S(CLOSES) | S(COMMA);
    return item->to == chart->positions ? chart->closed : (chart->present[item->to] & closing) != 0;
}

bool dg_counts_things(const struct dg_chart *chart, const struct dg_item *number)
{
    return number->to < chart->positions && (chart->present[number->to] & S(NOT)) != 0;
}

bool dg_followed_by(const struct dg_chart *chart, const struct dg_item *item, dg_symbols set)
{
    if (item->to >= chart->positions)
        return false;
    for (uint16_t i = chart->first[item->to]; i < chart->last[item->to]; i++) {
        if (set >> chart->items[i].symbol & 1 && chart->items[i].start == item->end)
            return true;
    }
    return false;
}
