/* Time in figures, and what every language has: words of one day or part, joined days and clocks, ranges, zones. */
#include "intents/calendar.h"
#include "intents/time_build.h"
#include "intents/time_rules.h"

static bool give_date(struct dg_chart *chart, const struct dg_item *y, int month, int day, struct dg_item *out)
{
    int year = y ? dg_full_year(y->a, y->b) : 0;
    if (!dg_is_date(2000, month, day) || (y && y->b != 4 && y->b != 2))
        return false;
    return dg_give(out, dg_make_date(chart, year, month, day, 0));
}

/* Of the month and the day in figures the one above 12 is the day; else the region says. */
static bool give_month_day(struct dg_chart *chart, const struct dg_item *a, const struct dg_item *b,
        const struct dg_item *year, bool day_first, struct dg_item *out)
{
    if (a->b > 2 || b->b > 2 || !a->b || !b->b)
        return false;
    if (a->a > 12 || (day_first && b->a <= 12))
        return give_date(chart, year, b->a, a->a, out);
    return give_date(chart, year, a->a, b->a, out);
}

/* 2024-02-21, 21/2/2024 */
static bool three_numbers(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->symbol != p[3]->symbol || !p[0]->b || !p[2]->b || !p[4]->b ||
            (p[3]->symbol == DG_T_DOT && p[3]->end != p[4]->start)) /* 03.03. 18:00 */
        return false;
    bool short_year = p[0]->b == 2 && p[0]->a > 12 && p[1]->symbol == DG_T_DOT && !chart->day_first &&
            chart->year_last_day_first; /* 24.5.1 */
    if (short_year)
        out->weak = p[2]->b == 1 || p[4]->b == 1; /* a version, too */
    if (p[0]->b == 4 || short_year)
        return p[2]->b <= 2 && p[4]->b <= 2 && give_date(chart, p[0], p[2]->a, p[4]->a, out);
    return give_month_day(chart, p[0], p[2], p[4], chart->year_last_day_first || p[1]->symbol == DG_T_DOT, out);
}

/* 2/21, 2/2024, 2024/2 */
static bool two_numbers(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->b > 2 || p[1]->a == 1 || dg_counts_things(chart, p[2])) /* ½ comes as 1⁄2; 4/5 stars */
        return false;
    out->weak = p[0]->b == 1 && p[2]->b == 1 && p[0]->a < p[2]->a && p[2]->a <= 4; /* 1/2, 3/4: fractions */
    return give_month_day(chart, p[0], p[2], NULL, chart->day_first, out);
}

static bool month_and_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *year = p[0]->b == 4 ? p[0] : p[2], *month = year == p[0] ? p[2] : p[0];
    if (year->b != 4 || !dg_can_be_year(year) || month->b > 2 || !month->b || month->a < 1 || month->a > 12)
        return false;
    return dg_give(out, dg_make_date(chart, year->a, month->a, 0, 0));
}

/* 09-01, 12-01, with a zero: else a dash is a range */
static bool dashed_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->b != 2 || p[2]->b != 2 || (p[0]->a > 9 && p[2]->a > 9))
        return false;
    return give_month_day(chart, p[0], p[2], NULL, chart->day_first, out);
}

/* 19:30, 19:30:05 */
static bool digital_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool fraction = p[4] && p[4]->symbol == DG_T_DEC; /* 10:00:05.25 */
    if (!dg_can_be_hour(p[0]) || p[2]->b != 2 || !dg_can_be_minute(p[2]) ||
            (fraction ? p[4]->number >= 60 || p[4]->end - p[4]->start < 4 : p[4] && p[4]->b != 2))
        return false;
    if ((p[3] != NULL) != (p[4] != NULL))
        return false;
    bool sure = p[0]->b == 2 && p[0]->a < 10; /* 07:30 is written on a clock of 24 hours */
    return dg_give(
            out, dg_make_clock(chart, p[0]->a, p[2]->a, p[4] ? p[4]->a : -1, sure ? DG_HALF_SURE : DG_HALF_OPEN));
}

/* 3pm, 3:30 p.m. */
static bool hour_ampm(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]) || p[0]->a > 12 || p[0]->a == 0 || dg_half_stands_apart(p[0], p[1]))
        return false;
    out->weak = p[1]->b == 2; /* 9a-5p; but seat 9a */
    return dg_give(out, dg_make_clock(chart, p[0]->a, -1, -1, p[1]->a));
}

static bool clock_ampm(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[0]->when;
    if (p[1]->b == 2 && (p[0]->c || dg_half_stands_apart(p[0], p[1])))
        return false;
    if (w->kind != DG_WHEN_CLOCK || (w->half != DG_HALF_OPEN && (w->half != DG_HALF_SURE || w->hour > 12)))
        return w->hour > 12 && dg_give(out, w);
    if (w->hour > 12) /* 15:00pm */
        return dg_give(out, w);
    return dg_give(out, dg_make_clock(chart, w->hour, w->minute, w->second, p[1]->a));
}

/* 330 p.m., 1140 a.m. */
static bool joined_ampm(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int hour = p[0]->a / 100, minute = p[0]->a % 100;
    if (p[0]->b < 3 || p[0]->b > 4 || hour > 12 || hour < 1 || p[1]->b == 2 ||
            dg_half_stands_apart(p[0], p[1])) /* house 328a */
        return false;
    return dg_give(out, dg_make_clock(chart, hour, minute, -1, p[1]->a));
}

/* 20240221 */
static bool compact_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int year = p[0]->a / 10000, month = p[0]->a / 100 % 100, day = p[0]->a % 100;
    if (p[0]->b != 8 || year < 1900 || year > 2100 || !dg_is_date(year, month, day))
        return false;
    return dg_give(out, dg_make_date(chart, year, month, day, 0));
}

static bool bare_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_year(p[0]) || !p[0]->b)
        return false;
    out->a = p[0]->a;
    out->weak = true;
    return dg_give(out, dg_make_date(chart, p[0]->a, 0, 0, 0));
}

static bool year_alone(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    out->rank = p[0]->rank;
    out->weak = p[0]->weak;
    return dg_give(out, p[0]->when);
}

/* 18q4, 2018q4 */
static bool year_quarter(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->end != p[1]->start || (p[0]->b != 2 && p[0]->b != 4))
        return false;
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_QUARTER, .n = p[1]->a, .year = dg_full_year(p[0]->a, p[0]->b) }));
}

/* today in one hour: the day adds nothing */
static bool today_counted(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    const struct dg_when *day = p[0]->when;
    return day->kind == DG_WHEN_DAY && day->n == 0 && dg_when_says(p[1]->when) & DG_SAYS_NOW &&
            dg_give(out, p[1]->when);
}

/* Who says two years after one another means the years, not a number less another. */
static bool years_range(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[2]->a > p[0]->a && dg_build_range(chart, p, out);
}

static bool number_range_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]))
        return false;
    const struct dg_when *first = dg_make_clock(chart, p[0]->a, -1, -1, DG_HALF_OPEN);
    if (p[2]->when->kind != DG_WHEN_CLOCK)
        return false;
    return first && dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, first, p[2]->when));
}

static bool lasting(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->symbol == DG_T_HOUR && dg_duration_finest(p[3]->when) >= DG_UNIT_DAY) /* 1 for 4 nights: a person */
        return false;
    return dg_give(out, dg_make_both(chart, DG_WHEN_FOR, p[1]->when, p[3]->when));
}

/* 1990s */
static bool decade(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_year(p[0]) || p[0]->a % 10 || p[1]->a != DG_UNIT_SECOND || p[1]->c != 1)
        return false;
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_YEARS, .year = p[0]->a, .n = 10 }));
}

static bool day_ampm(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool am = p[1]->a == DG_HALF_AM;
    return !p[1]->b &&
            dg_give(out,
                    dg_make_at(chart, p[0]->when,
                            dg_make_part(chart, am ? 6 * 60 : 12 * 60, am ? 12 * 60 : 18 * 60, p[1]->a)));
}

/* 1/2 hour */
static bool fraction(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    double n = p[0]->a, of = p[2]->a;
    if (of < 2 || n < 1 || n >= of || p[3]->c == 2)
        return false;
    if (p[3]->a == DG_UNIT_HOUR)
        return dg_give(out, dg_make_duration(chart, DG_UNIT_MINUTE, n / of * 60));
    return dg_give(out, dg_make_duration(chart, p[3]->a, n / of * p[3]->b));
}

/* every Monday and Thursday, 每周二和周四 */
static bool another_weekday(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when copy = *p[0]->when;
    if (copy.unit != DG_UNIT_WEEK || !copy.weekdays || (copy.a && copy.a->kind == DG_WHEN_AT))
        return false;
    copy.weekdays |= (uint8_t)(1u << p[2]->a);
    return dg_give(out, dg_chart_node(chart, copy));
}

/* A weekday said beside the date: which year it is follows from both. */
static bool weekday_and_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *a = p[0]->when, *b = p[2]->when;
    if (a->kind == DG_WHEN_DATE && a->day)
        return p[0]->symbol == DG_T_D && b->kind == DG_WHEN_DATE && b->weekday && !b->day && !a->weekday &&
                dg_give(out, dg_make_date(chart, a->year, a->month, a->day, b->weekday));
    if (b->kind != DG_WHEN_DATE || !b->day || b->weekday || !b->month)
        return false;
    if (a->kind == DG_WHEN_NTH && a->a->kind == DG_WHEN_DATE && a->a->weekday) /* next Friday, 5/12: the date counts */
        return dg_give(out, b);
    return a->kind == DG_WHEN_DATE && a->weekday && !a->day &&
            dg_give(out, dg_make_date(chart, b->year, b->month, b->day, a->weekday));
}

/* Monday after 3pm (but 周一三点后 is after Monday at 3, as b tells); "the day" and "after tomorrow" are no such thing */
static bool at_open(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[0]->when, *open = p[2]->when;
    unsigned says = dg_when_says(open);
    bool bare = open->kind == DG_WHEN_BEFORE && open->a->kind == DG_WHEN_CLOCK && open->a->minute < 0 &&
            open->a->half == DG_HALF_OPEN;
    if (bare && day->kind == DG_WHEN_DATE && day->day) /* July 13 till 15 are days */
        return false;
    return says & (DG_SAYS_CLOCK | DG_SAYS_PART) && !(says & DG_SAYS_DAY) && !p[2]->b && dg_build_at(chart, p, out);
}

static bool open_at(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    unsigned says = dg_when_says(p[0]->when);
    return says & (DG_SAYS_CLOCK | DG_SAYS_PART) && !(says & DG_SAYS_DAY) && dg_build_at_swapped(chart, p, out);
}

/* July 13 to 15, 3月5号到8号 */
static bool date_to_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *a = p[1]->when;
    bool next = a->month && p[4]->a == a->day + 1 && (p[4]->symbol == DG_T_ORD || dg_counts_nothing(chart, p[4]));
    if (p[2]->symbol == DG_T_AND && !p[0] && !next) /* June 5 or 6 */
        return false;
    if (a->kind != DG_WHEN_DATE || !a->day || p[4]->a < 1 || p[4]->b > 2 ||
            !dg_is_date(2000, a->month ? a->month : 1, p[4]->a))
        return false;
    int month = p[4]->a > a->day && !a->year ? a->month : 0; /* so that a year behind both is of both */
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, a, dg_make_date(chart, 0, month, p[4]->a, 0)));
}

static bool day_to_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *b = p[4]->when;
    if (p[3]->symbol == DG_T_AND && !p[0] &&
            (p[2]->symbol != DG_T_ORD || b->day != p[2]->a + 1)) /* 5th or 6th of June */
        return false;
    if (b->kind != DG_WHEN_DATE || !b->day || !b->month || p[2]->a < 1 || p[2]->a > 31 || p[2]->b > 2)
        return false;
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, dg_make_date(chart, 0, 0, p[2]->a, 0), b));
}

/* 平安夜七点, Christmas Eve at 8: of the evening */
static bool evening_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { IS_EVENING = 11 }; /* its column */
    const struct dg_word word = { .value = p[0]->value };
    struct dg_item day = { 0 };
    if (dg_word_number(&word, IS_EVENING, 0) != 1 || p[2]->when->kind != DG_WHEN_CLOCK ||
            !dg_build_holiday(chart, p, &day))
        return false;
    return dg_give(out, dg_make_at(chart, day.when, dg_in_half(chart, p[2]->when, DG_HALF_EVENING)));
}

#define JOINT M(S(COMMA) | S(ON) | S(AT) | S(OF) | S(FOR) | S(IN))
#define ANY_DAY (S(D) | S(A) | S(S))
#define ENDS (S(D) | S(W) | S(C) | S(A) | S(P) | S(S))

static const struct dg_rule rules[] = {
    { DG_T_D, 70, dg_build_day, { S(DAY) } },
    { DG_T_A, 70, dg_build_daypart, { S(DAYPART) } },
    { DG_T_P, 50, dg_build_part, { S(PART) } },
    { DG_T_D, 50, dg_build_weekday, { S(WEEKDAY) } },
    { DG_T_S, 50, dg_build_now, { S(NOW) } },
    { DG_T_V, 56, dg_build_vague, { S(VAGUE) } },
    { DG_T_D, 70, dg_build_holiday, { S(HOLIDAY) } },
    { DG_T_W, 50, dg_build_season, { S(SEASON) } },
    { DG_T_W, 50, dg_build_quarters, { S(QUARTERS) } },
    { DG_T_W, 65, dg_build_halfyear, { S(HALFYEAR) } },
    { DG_T_W, 60, year_quarter, { S(NUM), S(QUARTERS) } },
    { DG_T_S, 62, today_counted, { S(D), S(S) } },
    { DG_T_C, 70, dg_build_clockword, { S(CLOCKWORD) } },
    { DG_T_W, 59, dg_build_rel_unit, { S(REL), S(UNIT) } },
    { DG_T_D, 50, dg_build_rel_weekday, { S(REL), S(WEEKDAY) } },

    { DG_T_D, 60, three_numbers, { S(NUM), S(DASH) | S(SLASH) | S(DOT), S(NUM), S(DASH) | S(SLASH) | S(DOT), S(NUM) } },
    { DG_T_D, 50, two_numbers, { S(NUM), S(SLASH), S(NUM) } },
    { DG_T_D, 50, dashed_date, { S(NUM), S(DASH), S(NUM) } },
    { DG_T_D, 50, compact_date, { S(NUM) } },
    { DG_T_W, 55, month_and_year, { S(NUM), S(SLASH) | S(DASH) | S(DOT), S(NUM) } },
    { DG_T_YEAR, 40, bare_year, { S(NUM) } },
    { DG_T_W, 40, year_alone, { S(YEAR) } },
    { DG_T_W, 50, decade, { S(NUM), S(UNIT) } },
    { DG_T_A, 55, day_ampm, { S(D), S(AMPM) } },
    { DG_T_U, 56, fraction, { S(NUM), S(SLASH), S(NUM), S(UNIT) } },
    { DG_T_R, 45, years_range, { S(YEAR), S(DASH) | S(TO), S(YEAR) } },
    { DG_T_C, 50, digital_clock, { S(NUM), S(COLON), S(NUM), M(S(COLON)), M(S(NUM) | S(DEC)) } },
    { DG_T_C, 55, hour_ampm, { S(NUM), S(AMPM) } },
    { DG_T_C, 56, clock_ampm, { S(C), S(AMPM) } },
    { DG_T_C, 55, joined_ampm, { S(NUM), S(AMPM) } },

    { DG_T_A, 60, dg_build_at, { S(D), JOINT, S(P) } },
    { DG_T_A, 61, dg_build_at, { ANY_DAY, JOINT, M(S(AROUND)), S(C) } },
    { DG_T_A, 60, dg_build_at_swapped, { S(P), JOINT, S(D) } },
    { DG_T_A, 61, dg_build_at_swapped, { S(C), JOINT, ANY_DAY } },
    { DG_T_C, 60, dg_build_part_clock, { S(C), JOINT, S(P) } },
    { DG_T_C, 60, dg_build_part_clock, { S(P), JOINT, S(C) } },
    { DG_T_R, 60, dg_build_part_clock, { S(R), JOINT, S(P) } },
    { DG_T_R, 60, dg_build_part_clock, { S(P), JOINT, S(R) } },
    { DG_T_A, 62, dg_build_at, { ANY_DAY, JOINT, S(R) } },
    { DG_T_A, 62, dg_build_at_swapped, { S(R), JOINT, ANY_DAY } },
    { DG_T_A, 62, at_open, { ANY_DAY, JOINT, S(O) } },
    { DG_T_A, 62, open_at, { S(O), JOINT, S(D) } },
    { DG_T_A, 63, dg_build_in_year, { S(A), M(S(COMMA)), S(YEAR) } },
    { DG_T_A, 64, evening_clock, { S(HOLIDAY), JOINT, S(C) } },
    { DG_T_D, 62, dg_build_strong_1, { S(V), S(D) } },
    { DG_T_A, 62, dg_build_strong_1, { S(V), S(A) } },
    { DG_T_W, 62, dg_build_strong_1, { S(V), S(W) } },
    { DG_T_D, 62, weekday_and_date, { S(D), M(S(COMMA) | S(ON)), S(D) } },
    { DG_T_D, 62, weekday_and_date, { S(D), S(COMMA), S(D), S(COMMA) } },

    { DG_T_R, 40, dg_build_range, { ENDS, S(DASH) | S(TO), ENDS } },
    { DG_T_R, 40, dg_build_range, { S(A), S(SLASH), S(A) } }, /* ISO 8601 */
    { DG_T_R, 50, dg_build_range, { S(FROM), ENDS, S(DASH) | S(TO), ENDS } },
    { DG_T_R, 50, dg_build_range, { S(FROM) | S(BETWEEN), ENDS, S(AND), ENDS } },
    { DG_T_R, 50, dg_build_range, { S(BETWEEN), ENDS, S(DASH) | S(TO), ENDS } },
    { DG_T_R, 52, date_to_day,
            { M(S(FROM) | S(BETWEEN)), S(D), S(DASH) | S(TO) | S(AND), M(S(THE)), S(NUM) | S(ORD) } },
    { DG_T_R, 52, day_to_date,
            { M(S(FROM) | S(BETWEEN)), M(S(THE)), S(NUM) | S(ORD), S(DASH) | S(TO) | S(AND), S(D) } },
    { DG_T_R, 63, dg_build_in_year, { S(R), M(S(COMMA) | S(OF) | S(IN)), S(YEAR) } },
    { DG_T_ZONE, 50, dg_build_zone_offset, { S(ZONE), S(PLUS) | S(DASH), S(NUM), M(S(COLON)), M(S(NUM)) } },
    { DG_T_R, 45, number_range_clock, { S(NUM), S(DASH) | S(TO), S(C) } },
    { DG_T_A, 57, lasting, { M(S(FROM)), S(D) | S(C) | S(A) | S(HOUR), S(FOR), S(U) } },

    { DG_T_C, 60, dg_build_zoned, { S(C), M(S(COMMA)), S(ZONE) } },
    { DG_T_A, 63, dg_build_zoned, { S(A), M(S(COMMA)), S(ZONE) } }, /* the zone moves the day too */
    { DG_T_A, 64, dg_build_offset, { S(A), S(PLUS) | S(DASH), S(NUM), M(S(COLON)), M(S(NUM)) } },
    { DG_T_C, 64, dg_build_offset, { S(C), S(PLUS), S(NUM), M(S(COLON)), M(S(NUM)) } },
    { DG_T_A, 65, dg_build_named_zone, { S(A), S(COMMA), S(ZONE), S(COMMA) } },
    { DG_T_C, 65, dg_build_named_zone, { S(C), S(COMMA), S(ZONE), S(COMMA) } },
    { DG_T_E, 58, another_weekday, { S(E), M(S(AND) | S(COMMA)), S(WEEKDAY) } },
    { DG_T_R, 60, dg_build_zoned, { S(R), S(ZONE) } },
    { DG_T_C, 60, dg_build_zoned, { S(ZONE), M(S(OF)), S(C) } },
    { DG_T_A, 60, dg_build_zoned, { S(ZONE), M(S(OF)), S(A) } },

    { DG_T_C, 55, dg_build_around, { S(AROUND), S(C) } },
    { DG_T_A, 55, dg_build_around, { S(AROUND), S(A) } },
    { DG_T_D, 55, dg_build_around, { S(AROUND), S(D) } },
    { DG_T_W, 55, dg_build_around, { S(AROUND), S(W) } },
    { DG_T_C, 55, dg_build_around, { S(C), S(ZHENG) } },
    { DG_T_A, 55, dg_build_around, { S(A), S(ZHENG) } },
    { DG_T_D, 55, dg_build_around, { S(D), S(ZHENG) } },
    { DG_T_W, 55, dg_build_around, { S(W), S(ZHENG) } },
    { DG_T_U, 50, dg_build_0, { S(U), S(ZHENG) } },
    { DG_T_U, 50, dg_build_1, { S(AROUND), S(U) } },
    { DG_T_V, 60, dg_build_move, { S(MOVE), M(S(BY) | S(BEFORE)), S(U) } },
};

struct dg_rules dg_time_rules_any(void)
{
    return (struct dg_rules){ DG_IN_ANY, rules, sizeof rules / sizeof rules[0] };
}
