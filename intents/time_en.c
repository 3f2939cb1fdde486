/* The time grammar of English. */
#include "intents/time_build.h"
#include "intents/time_rules.h"

static bool give(struct dg_item *out, const struct dg_when *when)
{
    out->when = when;
    return when != NULL;
}

static bool month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = p[0]->b == 1;
    return give(out, dg_make_date(chart, 0, p[0]->a, 0, 0));
}

static bool rel_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *date = dg_make_date(chart, 0, p[1]->a, 0, 0);
    if (!date || p[0]->a < -3 || p[0]->c == 1)
        return false;
    if (p[0]->a == 0)
        return give(out, dg_make_nth(chart, 1, date, dg_make_unit(chart, DG_UNIT_YEAR, 0)));
    return give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = p[0]->a, .a = date }));
}

/* March 3, March the third, 3 March, the 3rd of March; with a year behind */
static bool month_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *m = NULL, *d = NULL, *y = NULL;
    for (int i = 0; i < DG_RULE_PARTS; i++) {
        if (!p[i])
            continue;
        if (p[i]->symbol == DG_T_MONTH)
            m = p[i];
        else if ((p[i]->symbol == DG_T_NUM || p[i]->symbol == DG_T_ORD) && !d)
            d = p[i];
        else if (p[i]->symbol == DG_T_YEAR || p[i]->symbol == DG_T_NUM)
            y = p[i];
    }
    if (!m || !d || (m->b == 1 && d->symbol == DG_T_NUM && d->b == 0) || d->b > 2 || d->a < 1 ||
            (y && y->symbol == DG_T_NUM && y->b != 2))
        return false;
    return give(out, dg_make_date(chart, y ? dg_full_year(y->a, y->symbol == DG_T_NUM ? 2 : 4) : 0, m->a, d->a, 0));
}

static bool month_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give(out, dg_make_date(chart, p[2]->a, p[0]->a, 0, 0));
}

/* two thousand and ten, nineteen ninety */
static bool worded_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int year = p[0]->a;
    if (p[1]) {
        if (p[0]->a < 15 || p[0]->a > 21 || p[1]->a < 10 || p[1]->a > 99 || p[0]->b || p[1]->b)
            return false;
        year = p[0]->a * 100 + p[1]->a;
    } else if (p[0]->b || year < 1900 || year > 2100) {
        return false;
    }
    out->a = year;
    out->weak = true;
    return give(out, dg_make_date(chart, year, 0, 0, 0));
}

static bool in_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    out->a = p[2]->a;
    return give(out, p[2]->when);
}

static bool day_of_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = p[1]->b == 0 && (p[0]->symbol == DG_T_THE || p[1]->a < 4); /* the first word, on second thought */
    return p[1]->a >= 1 && give(out, dg_make_date(chart, 0, 0, p[1]->a, 0));
}

static bool weekday_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool sure = p[2]->symbol == DG_T_ORD || (p[2]->b == 2 && p[2]->a > 12);
    return sure && p[2]->a >= 1 && give(out, dg_make_date(chart, 0, 0, p[2]->a, p[0]->a));
}

static const struct dg_when *countable(struct dg_chart *chart, const struct dg_item *what)
{
    if (what->symbol == DG_T_WEEKDAY)
        return dg_make_date(chart, 0, 0, 0, what->a);
    if (what->symbol == DG_T_MONTH)
        return dg_make_date(chart, 0, what->a, 0, 0);
    return what->symbol == DG_T_UNIT && !what->c ? dg_make_each(chart, what->a) : NULL;
}

static bool is_wide(const struct dg_when *w)
{
    return dg_when_says(w) & DG_SAYS_WIDE;
}

/* first Tuesday of October, last week of 2018, the third last day of May */
static bool nth_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int n = p[1]->a, span = p[3] && p[3]->symbol == DG_T_NUM ? p[3]->a : 1;
    if (p[2] && p[2]->a != -1)
        return false;
    if (p[1]->symbol == DG_T_REL && (n != -1 || p[2]))
        return false;
    if (p[2])
        n = -n;
    const struct dg_when *what = countable(chart, p[4]), *in = p[6]->when;
    if (!what || !is_wide(in))
        return false;
    const struct dg_when *w = dg_make_nth(chart, n, what, in);
    if (!w)
        return false;
    struct dg_when copy = *w;
    copy.span = (int16_t)span;
    return give(out, dg_chart_node(chart, copy));
}

/* third quarter (of 2018) */
static bool nth_quarter(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a != DG_UNIT_QUARTER || p[0]->a < 1 || p[0]->a > 4)
        return false;
    return give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_QUARTER, .n = p[0]->a }));
}

/* third Tuesday after Christmas; two Fridays from now */
static bool counted(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int n = p[0]->a;
    if (p[2]->symbol == DG_T_AGO || p[2]->symbol == DG_T_BEFORE)
        n = -n;
    const struct dg_when *what = dg_make_date(chart, 0, 0, 0, p[1]->a);
    if (!what || n == 0)
        return false;
    return give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_COUNT, .n = n, .a = what, .b = p[3] ? p[3]->when : NULL }));
}

static bool after_next(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *what = countable(chart, p[0]);
    if (!what)
        return false;
    if (p[0]->symbol == DG_T_UNIT)
        return give(out, dg_make_unit(chart, p[0]->a, 2));
    return give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = 2, .a = what }));
}

static bool closest(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *what = p[3]->when;
    if (!dg_cycle_named(what))
        return false;
    return give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_NEAREST, .n = p[1] ? p[1]->a : 1, .a = what, .b = p[5]->when }));
}

static bool rel_holiday(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *what = p[1]->when;
    bool dated = what && what->kind == DG_WHEN_DATE && what->month && what->day && p[0]->a == 1;
    if (!what || p[0]->a < -3 || (what->kind != DG_WHEN_HOLIDAY && what->kind != DG_WHEN_SEASON && !dated) ||
            what->year)
        return false;
    out->symbol = p[1]->symbol;
    if (p[0]->a == 0)
        return give(out, what);
    return give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = p[0]->a, .a = what }));
}

/* thanksgiving in a year: the first one from then on */
static bool named_in(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *what = p[0]->when, *from = p[1]->when;
    if (!dg_cycle_named(what) || from->kind != DG_WHEN_SHIFT || (what->kind == DG_WHEN_DATE && !what->month))
        return false;
    out->symbol = p[0]->symbol;
    return give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = 1, .a = what, .b = from }));
}

/* The weekend on, or nearest to, a holiday. */
static bool holiday_weekend(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[0]->when;
    if (p[1]->a != DG_UNIT_WEEKEND || (day->kind != DG_WHEN_HOLIDAY && day->kind != DG_WHEN_NTH))
        return false;
    const struct dg_when *w = dg_make_both(chart, DG_WHEN_NEAREST, dg_make_each(chart, DG_UNIT_WEEKEND), day);
    struct dg_when copy = w ? *w : (struct dg_when){ 0 };
    copy.n = 1;
    return w && give(out, dg_chart_node(chart, copy));
}

static bool weekend_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[2], p[0] };
    return holiday_weekend(chart, parts, out);
}

/* April of 87 */
static bool month_short_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[2]->b == 2 && p[2]->a > 31 && give(out, dg_make_date(chart, dg_full_year(p[2]->a, 2), p[0]->a, 0, 0));
}

static bool on_the_number(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->from = p[1]->start;
    return p[2]->b > 0 && p[2]->a >= 1 && p[2]->a <= 31 && give(out, dg_make_date(chart, 0, 0, p[2]->a, 0));
}

/* ---- clocks ---------------------------------------------------------------------------------------------------------- */

static bool hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *n = p[0]->symbol == DG_T_NUM ? p[0] : p[1] && p[1]->symbol == DG_T_NUM ? p[1] : p[2];
    return dg_can_be_hour(n) && give(out, dg_make_clock(chart, n->a, -1, -1, DG_HALF_OPEN));
}

static bool hour_minute(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *h = p[1], *m = p[3];
    if (!dg_can_be_hour(h) || !dg_can_be_minute(m) || m->a < 10 || h->a > 23 || h->a == 0)
        return false;
    out->weak = !p[0];
    return give(out, dg_make_clock(chart, h->a, m->a, -1, DG_HALF_OPEN));
}

static bool hour_minute_ampm(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]) || !dg_can_be_minute(p[2]) || p[0]->a > 12 || p[0]->a == 0 || (p[1] && p[2]->b != 2))
        return false;
    return give(out, dg_make_clock(chart, p[0]->a, p[2]->a, -1, p[3]->a));
}

/* at 1030, 1900h */
static bool joined_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *n = p[0]->symbol == DG_T_NUM ? p[0] : p[1];
    if (n->b < 3 || n->b > 4 || n->a % 100 > 59 || n->a / 100 > 23)
        return false;
    return give(out,
            dg_make_clock(chart, n->a / 100, n->a % 100, -1, n->b == 4 && p[0] == n ? DG_HALF_SURE : DG_HALF_OPEN));
}

/* at 6.45 */
static bool dotted_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[1]) || p[3]->b != 2 || !dg_can_be_minute(p[3]))
        return false;
    return give(out, dg_make_clock(chart, p[1]->a, p[3]->a, -1, DG_HALF_OPEN));
}

static bool dotted_ampm(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]) || p[2]->b != 2 || !dg_can_be_minute(p[2]) || p[0]->a > 12)
        return false;
    return give(out, dg_make_clock(chart, p[0]->a, p[2]->a, -1, p[3]->a));
}

/* 9.30 between words of time; alone it is a number */
static bool dotted_weak(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { NULL, p[0], p[1], p[2] };
    out->weak = true;
    return dotted_clock(chart, parts, out);
}

static bool dotted_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->b > 2 || p[3]->b > 2 || p[1]->a > 12 || p[1]->a < 1 || p[3]->a > 31 || p[3]->a < 1)
        return false;
    return give(out, dg_make_date(chart, 0, p[1]->a, p[3]->a, 0));
}

static bool joined_weak(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[0] };
    out->weak = true;
    return p[0]->b == 4 && p[0]->a < 1000 && joined_clock(chart, parts, out);
}

/* 15h30, 9h */
static bool h_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a != DG_UNIT_HOUR || p[1]->c != 1 || !dg_can_be_hour(p[0]) ||
            (p[2] && (p[2]->b != 2 || !dg_can_be_minute(p[2]))))
        return false;
    out->weak = !p[2];
    return give(out, dg_make_clock(chart, p[0]->a, p[2] ? p[2]->a : -1, -1, DG_HALF_SURE));
}

/* Minutes before or after an hour: the clock moved by them. */
static bool moved(struct dg_chart *chart, const struct dg_when *c, int minutes, struct dg_item *out)
{
    if (c->kind != DG_WHEN_CLOCK || c->minute > 0)
        return false;
    int h = c->hour, half = c->half;
    if (minutes < 0) {
        h = h == 0 ? 23 : h - 1;
        minutes += 60;
        if (h == 0 && c->half != DG_HALF_SURE)
            h = 12;
        if (c->hour == 12 && c->half == DG_HALF_PM)
            half = DG_HALF_AM;
    }
    if (h == 24)
        h = 0;
    return give(out, dg_make_clock(chart, h, minutes, -1, half));
}

static const struct dg_when *as_clock(struct dg_chart *chart, const struct dg_item *item)
{
    if (item->when)
        return item->when;
    return dg_can_be_hour(item) && item->a >= 1 ? dg_make_clock(chart, item->a, -1, -1, DG_HALF_OPEN) : NULL;
}

static bool past_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *minutes = p[0];
    int n = minutes->symbol == DG_T_HALF ? 30 : minutes->symbol == DG_T_QUARTER ? 15 : minutes->a;
    const struct dg_when *c = as_clock(chart, p[3]);
    if (!c || n < 1 || n > 59 || (p[1] && p[1]->a != DG_UNIT_MINUTE))
        return false;
    if (minutes->symbol == DG_T_NUM && !p[1] && n % 5 && !p[3]->when)
        return false;
    if (minutes->b && n <= 12 && !p[1] && p[2]->symbol == DG_T_TILL) /* 5 to 6 is a range */
        return false;
    return moved(chart, c, p[2]->symbol == DG_T_TILL ? -n : n, out);
}

static bool half_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *c = as_clock(chart, p[1]);
    return c && p[1]->a >= 1 && moved(chart, c, 30, out);
}

static bool ish(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]) || p[0]->a < 1 || p[0]->end != p[1]->start)
        return false;
    const struct dg_when *c = dg_make_clock(chart, p[0]->a, -1, -1, DG_HALF_OPEN);
    struct dg_when copy = c ? *c : (struct dg_when){ 0 };
    copy.around = true;
    return c && give(out, dg_chart_node(chart, copy));
}

static bool late_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int from = p[0]->a ? 333 : 0, to = p[0]->a ? 1000 : 667; /* late: the last two thirds */
    const struct dg_when *w = p[2]->when;
    if (w->kind == DG_WHEN_AT) {
        const struct dg_when *piece = w->b->kind == DG_WHEN_PART ? w->b : NULL;
        if (!piece)
            return false;
        int length = piece->to_min - piece->from_min;
        return give(out,
                dg_make_at(chart, w->a,
                        dg_make_part(chart, piece->from_min + length * from / 1000,
                                piece->from_min + length * to / 1000, piece->half)));
    }
    int length = w->to_min - w->from_min;
    return w->kind == DG_WHEN_PART &&
            give(out,
                    dg_make_part(chart, w->from_min + length * from / 1000, w->from_min + length * to / 1000, w->half));
}

static bool this_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_DAY, .n = p[0]->a });
    out->weak = p[1]->weak;
    if (p[0]->a < -1 || p[0]->a > 1 || p[0]->b)
        return false;
    return give(out, dg_make_at(chart, day, p[1]->when));
}

static bool in_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    out->b = 1;
    out->from = p[2]->start;
    return give(out, p[2]->when);
}

/* 8 in the evening; but "four afternoon classes" */
static bool hour_in_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return (p[1]->b == 1 || p[0]->when->kind == DG_WHEN_RANGE) && dg_build_part_clock(chart, p, out);
}

/* 9 tomorrow; but a date in figures has its own numbers */
static bool hour_of_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[2]->when->kind == DG_WHEN_AT ? p[2]->when->a : p[2]->when;
    return !(day->kind == DG_WHEN_DATE && day->day) && dg_build_at_swapped(chart, p, out);
}

/* A number stands for an hour beside a day, a part of it or between two ends. */
static bool number_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = true;
    if (!dg_can_be_hour(p[0]) || p[0]->a < 1)
        return false;
    return give(out, dg_make_clock(chart, p[0]->a, -1, -1, DG_HALF_OPEN));
}

static bool day_hours(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[2]->when->kind == DG_WHEN_RANGE && dg_build_at(chart, p, out);
}

/* ---- spans and shifts ------------------------------------------------------------------------------------------------- */

static bool rel_units(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *rel = p[0]->symbol == DG_T_REL ? p[0] : p[1], *number = rel == p[0] ? p[1] : p[0],
                         *unit = p[2];
    if (rel->a == 0 || rel->a < -3 || unit->c == 1 || number->a < 1 || number->a > 10000)
        return false;
    return give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_SPAN,
                            .unit = (uint8_t)unit->a,
                            .n = rel->a * number->a * unit->b,
                            .calendar = unit->a == DG_UNIT_QUARTER }));
}

static bool shifted(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->weak || (p[1]->symbol == DG_T_FROM && p[1]->a == 1))
        return false;
    int sign = p[1]->symbol == DG_T_BEFORE || p[1]->symbol == DG_T_AGO || p[1]->symbol == DG_T_TILL ? -1 : 1;
    return give(out,
            dg_chart_node(
                    chart, (struct dg_when){ .kind = DG_WHEN_SHIFT, .a = p[2]->when, .b = p[0]->when, .n = sign }));
}

static bool in_shifted(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[1], p[2], p[3] };
    return shifted(chart, parts, out);
}

static bool for_from(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!p[0] && p[2]->a == 0) /* two weeks from tomorrow is a day */
        return false;
    return give(out, dg_make_both(chart, DG_WHEN_FOR, p[3]->when, p[1]->when));
}

static bool frequency(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give(out,
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = (uint8_t)p[0]->a, .n = p[0]->b }));
}

static bool every_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give(out,
            dg_chart_node(
                    chart, (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = DG_UNIT_DAY, .n = 1, .a = p[1]->when }));
}

/* tuesday afternoons */
static bool parts_of_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *part = dg_make_part(chart, p[1]->a, p[1]->b, p[1]->c);
    if (!p[0])
        return give(out,
                       dg_chart_node(chart,
                               (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = DG_UNIT_DAY, .n = 1, .a = part })) &&
                part;
    const struct dg_item *weekday[DG_RULE_PARTS] = { p[0] };
    if (!dg_build_every_weekday(chart, weekday, out) || !part)
        return false;
    struct dg_when copy = *out->when;
    copy.a = copy.a ? dg_make_at(chart, copy.a, part) : part;
    return copy.a && give(out, dg_chart_node(chart, copy));
}

static bool in_the_parts(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->b = 1;
    return give(out, dg_make_part(chart, p[2]->a, p[2]->b, p[2]->c));
}

static bool week_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give(
            out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_UNIT, .unit = DG_UNIT_WEEK, .a = p[2]->when }));
}

static bool every_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = p[1]->when;
    int unit = w->kind == DG_WHEN_DATE && !w->month ? DG_UNIT_MONTH : DG_UNIT_YEAR;
    if (!dg_cycle_named(w) || (w->kind == DG_WHEN_DATE && w->weekday))
        return false;
    return give(out,
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_EVERY, .unit = (uint8_t)unit, .n = 1, .a = w }));
}

static bool all_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a >= DG_UNIT_DAY && !p[1]->c && give(out, dg_make_unit(chart, p[1]->a, 0));
}

static bool century(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[2]->a != DG_UNIT_CENTURY || p[1]->a < 2 || p[1]->a > 30)
        return false;
    return give(out,
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_YEARS, .year = (p[1]->a - 1) * 100, .n = 100 }));
}

/* in the week: this one */
static bool the_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->from = p[1]->start;
    return p[2]->a >= DG_UNIT_DAY && !p[2]->c && give(out, dg_make_unit(chart, p[2]->a, 0));
}

static bool the_unit_alone(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = true;
    return p[1]->a >= DG_UNIT_DAY && !p[1]->c && give(out, dg_make_unit(chart, p[1]->a, 0));
}

static bool in_the_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->from = p[2]->start;
    return give(out, dg_make_date(chart, 0, p[2]->a, 0, 0));
}

static bool rel_yearword(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->a >= -3 && give(out, dg_make_unit(chart, DG_UNIT_YEAR, p[0]->a));
}

static bool numbered_week(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a != DG_UNIT_WEEK || p[2]->a < 1 || p[2]->a > 53)
        return false;
    return give(out, dg_make_nth(chart, p[2]->a, dg_make_each(chart, DG_UNIT_WEEK), p[4]->when));
}

/* the 21st this month */
static bool day_of_that_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *d = p[0]->when, *w = p[2]->when;
    if (d->kind != DG_WHEN_DATE || d->month || d->weekday || !d->day || w->kind != DG_WHEN_UNIT ||
            w->unit != DG_UNIT_MONTH)
        return false;
    return give(out, dg_make_nth(chart, d->day, dg_make_each(chart, DG_UNIT_DAY), w));
}

static bool weekend(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->a == DG_UNIT_WEEKEND && give(out, dg_make_unit(chart, DG_UNIT_WEEKEND, 0));
}

static bool decade(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int year = p[1]->a <= 20 ? 2000 + p[1]->a : 1900 + p[1]->a;
    return give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_YEARS, .year = year, .n = 10 }));
}

static bool or_so(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a > 0 ? dg_build_since(chart, p, out) : dg_build_by(chart, p, out);
}

static bool by_rest(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give(out,
                   dg_chart_node(
                           chart, (struct dg_when){ .kind = DG_WHEN_BEFORE, .a = p[1]->when, .included = true })) &&
            chart != NULL;
}

static bool give_mixed(struct dg_chart *chart, const struct dg_item *number, const struct dg_item *piece,
        const struct dg_item *unit, struct dg_item *out)
{
    double n = (number->symbol == DG_T_AN ? 1 : number->a) + (piece->symbol == DG_T_QUARTER ? 0.25 : 0.5);
    if (unit->c == 1)
        return false;
    if (unit->a == DG_UNIT_HOUR)
        return give(out, dg_make_duration(chart, DG_UNIT_MINUTE, n * 60));
    return give(out, dg_make_duration(chart, unit->a, n * unit->b));
}

/* one and a half hours */
static bool and_fraction_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_mixed(chart, p[0], p[3], p[4], out);
}

/* an hour and a half */
static bool unit_and_fraction(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_mixed(chart, p[0], p[4], p[1], out);
}

static bool half_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *unit = p[3];
    double amount = (p[0]->symbol == DG_T_QUARTER ? 0.25 : 0.5) * unit->b;
    if (unit->c)
        return false;
    if (unit->a == DG_UNIT_HOUR)
        return give(out, dg_make_duration(chart, DG_UNIT_MINUTE, amount * 60));
    return give(out, dg_make_duration(chart, unit->a, amount));
}

#define THE M(S(THE))
#define WHOLE (S(D) | S(W) | S(C) | S(A) | S(P) | S(S) | S(YEAR))

static const struct dg_rule rules[] = {
    /* dates */
    { DG_T_W, 50, month, { S(MONTH) } },
    { DG_T_W, 55, rel_month, { S(REL), S(MONTH) } },
    { DG_T_D, 55, month_day, { S(MONTH), M(S(THE)), S(NUM) | S(ORD) } },
    { DG_T_D, 56, month_day, { S(MONTH), M(S(THE)), S(NUM) | S(ORD), M(S(COMMA) | S(OF) | S(IN)), S(YEAR) } },
    { DG_T_D, 61, month_day, { S(MONTH), S(ORD), M(S(COMMA)), S(NUM) } },
    { DG_T_D, 55, month_day, { S(MONTH), S(COMMA), S(ORD) } },
    { DG_T_D, 55, month_day, { THE, S(NUM) | S(ORD), M(S(OF) | S(DASH) | S(SLASH) | S(IN)), M(S(OF)), S(MONTH) } },
    { DG_T_D, 56, month_day,
            { THE, S(NUM) | S(ORD), M(S(OF) | S(DASH) | S(SLASH)), S(MONTH),
                    M(S(COMMA) | S(OF) | S(DASH) | S(SLASH) | S(IN)), S(YEAR) } },
    { DG_T_D, 57, month_day, { S(YEAR), M(S(DASH) | S(SLASH)), S(MONTH), M(S(DASH) | S(SLASH)), S(NUM) } },
    { DG_T_D, 57, month_day, { S(YEAR), S(DASH) | S(SLASH), S(NUM), S(DASH) | S(SLASH), S(MONTH) } },
    { DG_T_D, 57, month_day, { S(MONTH), S(DASH) | S(SLASH), S(YEAR), S(DASH) | S(SLASH), S(NUM) } },
    { DG_T_D, 56, month_day, { THE, S(NUM) | S(ORD), M(S(OF) | S(DASH)), S(MONTH), M(S(COMMA) | S(DASH)), S(NUM) } },
    { DG_T_D, 56, month_day, { S(MONTH), S(DASH) | S(SLASH), S(NUM), M(S(DASH) | S(SLASH)), M(S(YEAR)) } },
    { DG_T_W, 56, month_year, { S(MONTH), M(S(COMMA) | S(OF) | S(DASH) | S(SLASH)), S(YEAR) } },
    { DG_T_YEAR, 45, worded_year, { S(NUM), M(S(NUM)) } },
    { DG_T_W, 50, in_year, { S(IN) | S(FROM) | S(OF), M(S(THE) | S(YEARWORD)), S(YEAR) } },
    { DG_T_W, 50, in_year, { M(S(THE)), S(YEARWORD), S(YEAR) } },
    { DG_T_D, 50, day_of_month, { S(THE) | S(ON), S(ORD) } },
    { DG_T_D, 52, dg_build_strong_1, { S(ON) | S(AROUND), S(D) } },
    { DG_T_D, 50, dg_build_1, { S(ON), S(D) } },
    { DG_T_D, 56, weekday_day, { S(WEEKDAY), THE, S(ORD) | S(NUM) } },
    { DG_T_D, 55, dg_build_weekday_in, { S(WEEKDAY), M(S(OF) | S(FROM) | S(ON) | S(IN) | S(COMMA)), S(W) } },
    { DG_T_D, 55, dg_build_weekday_in, { S(W), M(S(OF) | S(ON) | S(COMMA)), S(WEEKDAY) } },
    { DG_T_D, 58, nth_of, { THE, S(ORD) | S(REL), M(S(REL)), M(S(NUM)), S(WEEKDAY), S(OF) | S(IN), S(W) } },
    { DG_T_W, 58, nth_of, { THE, S(ORD) | S(REL), M(S(REL)), M(S(NUM)), S(UNIT), S(OF) | S(IN), S(W) } },
    { DG_T_D, 54, dg_build_nth_day_in, { THE, S(NUM) | S(ORD), M(S(UNIT)), S(OF), S(W) } },
    { DG_T_W, 55, nth_quarter, { S(ORD), S(UNIT) } },
    { DG_T_D, 57, counted, { S(NUM) | S(ORD), S(WEEKDAY) | S(WEEKDAYS), S(AGO) | S(HENCE) } },
    { DG_T_D, 57, counted, { S(NUM) | S(ORD), S(WEEKDAY) | S(WEEKDAYS), S(AFTER) | S(BEFORE) | S(FROM), S(D) } },
    { DG_T_D, 57, after_next, { S(WEEKDAY), S(AFTERNEXT) } },
    { DG_T_W, 57, after_next, { S(MONTH) | S(UNIT), S(AFTERNEXT) } },
    { DG_T_D, 57, closest, { THE, M(S(ORD)), S(NEAREST), S(D), S(TO), S(D) } },
    { DG_T_D, 57, rel_holiday, { S(REL), S(D) | S(W) } },
    { DG_T_D, 64, named_in, { S(D) | S(W), S(S) } },
    { DG_T_W, 45, the_unit_alone, { S(THE), S(UNIT) } },
    { DG_T_D, 58, dg_build_in_year, { S(D), M(S(OF) | S(IN) | S(COMMA)), S(YEAR) | S(W) } },
    { DG_T_W, 58, dg_build_in_year, { S(W), M(S(OF) | S(IN) | S(COMMA) | S(DASH)), S(YEAR) | S(W) } },
    { DG_T_W, 58, dg_build_in_year, { S(YEAR), M(S(DASH) | S(COMMA)), S(W) } },
    { DG_T_W, 57, holiday_weekend, { S(D), S(UNIT) } },
    { DG_T_W, 66, week_of, { THE, S(WEEKOF), S(D) } },
    { DG_T_W, 59, weekend_of, { S(UNIT), S(OF), S(D) } },
    { DG_T_W, 56, month_short_year, { S(MONTH), S(OF), S(NUM) } },
    { DG_T_D, 56, on_the_number, { S(ON), S(THE), S(NUM) } },
    { DG_T_W, 52, dg_build_1, { S(THE) | S(IN) | S(OF), S(W) } },
    { DG_T_W, 52, dg_build_edge, { M(S(AT)), THE, S(EDGE), M(S(OF)), M(S(AROUND) | S(THE)), S(W) | S(UNIT) } },
    { DG_T_W, 52, dg_build_edge, { S(EDGE) } },
    { DG_T_W, 53, dg_build_1, { S(AT) | S(THE), S(W) } },
    { DG_T_W, 64, dg_build_edge, { S(LATE), M(S(IN)), M(S(THE)), S(W) | S(UNIT) } },
    { DG_T_W, 50, decade, { S(THE) | S(IN), S(DECADE) } },
    { DG_T_W, 56, century, { THE, S(ORD), S(UNIT) } },
    { DG_T_W, 53, the_unit, { S(IN) | S(OF) | S(FOR) | S(ON), S(THE), S(UNIT) } },
    { DG_T_W, 55, dg_build_strong_1, { S(IN), S(W) } },
    { DG_T_W, 55, in_the_month, { S(IN), S(THE), S(MONTH) } },
    { DG_T_W, 55, rel_yearword, { S(REL), S(YEARWORD) } },
    { DG_T_W, 58, numbered_week, { THE, S(UNIT), S(NUM), S(OF), S(W) } },
    { DG_T_D, 58, day_of_that_month, { S(D), M(S(OF) | S(ON)), S(W) } },
    { DG_T_W, 40, weekend, { S(UNIT) } },
    { DG_T_W, 50, all_unit, { S(ALL), S(UNIT) } },

    /* clocks */
    { DG_T_C, 50, hour, { S(NUM), S(OCLOCK) } },
    { DG_T_C, 48, hour, { S(AT), M(S(AROUND)), S(NUM) } },
    { DG_T_C, 49, dg_build_1, { S(AT), S(C) } },
    { DG_T_C, 49, dg_build_2, { S(AT), S(AROUND) | S(THE), S(C) } },
    { DG_T_P, 49, dg_build_2, { S(AT), M(S(THE)), S(P) } },
    { DG_T_C, 52, hour_minute, { M(S(AT)), S(NUM), M(S(OCLOCK)), S(NUM) } },
    { DG_T_C, 56, hour_minute_ampm, { S(NUM), M(S(COLON)), S(NUM), S(AMPM) } },
    { DG_T_C, 52, joined_clock, { S(AT), S(NUM) } },
    { DG_T_C, 52, dotted_clock, { S(AT), S(NUM), S(DOT), S(NUM) } },
    { DG_T_C, 45, dotted_weak, { S(NUM), S(DOT), S(NUM) } },
    { DG_T_D, 52, dotted_date, { S(ON), S(NUM), S(DOT), S(NUM) } },
    { DG_T_C, 45, joined_weak, { S(NUM) } },
    { DG_T_C, 57, dotted_ampm, { S(NUM), S(DOT), S(NUM), S(AMPM) } },
    { DG_T_C, 54, h_clock, { S(NUM), S(UNIT), M(S(NUM)) } },
    { DG_T_C, 55, past_hour, { S(NUM) | S(QUARTER) | S(HALF), M(S(UNIT)), S(PAST) | S(TILL), S(NUM) | S(C) } },
    { DG_T_C, 52, half_hour, { S(HALF), S(NUM) } },
    { DG_T_C, 55, ish, { S(NUM), S(ZHENG) } },
    { DG_T_HOUR, 40, number_hour, { S(NUM) } },

    /* parts of the day */
    { DG_T_P, 52, in_part, { S(IN) | S(ON) | S(FOR), M(S(THE)), S(P) } },
    { DG_T_P, 52, dg_build_1, { S(THE), S(P) } },
    { DG_T_P, 55, late_part, { S(LATE), M(S(IN)), S(P) } },
    { DG_T_A, 56, late_part, { S(LATE), M(S(IN)), S(A) } },
    { DG_T_A, 55, this_part, { S(REL), S(P) } },
    { DG_T_A, 58, dg_build_at, { S(D), M(S(COMMA)), S(AT) | S(FOR), S(HOUR) } },
    { DG_T_A, 55, hour_of_day, { S(HOUR), M(S(ON)), S(D) | S(A) } },
    { DG_T_C, 55, hour_in_part, { S(HOUR), S(P) } },
    { DG_T_A, 58, dg_build_at, { S(A), S(AT), S(HOUR) } },
    { DG_T_C, 58, dg_build_part_clock, { S(P), S(AT), S(HOUR) } },

    /* ranges */
    { DG_T_R, 44, dg_build_range, { S(FROM) | S(BETWEEN), S(HOUR), S(DASH) | S(TO) | S(AND), S(HOUR) | S(C) } },
    { DG_T_R, 44, dg_build_range, { S(FROM) | S(BETWEEN), S(C), S(DASH) | S(TO) | S(AND), S(HOUR) } },
    { DG_T_HOUR, 44, dg_build_range, { S(HOUR), S(DASH) | S(TO), S(HOUR) } },
    { DG_T_R, 44, dg_build_range, { S(C), S(DASH) | S(TO), S(HOUR) } },
    { DG_T_R, 58, dg_build_range, { S(HOUR), S(DASH) | S(TO), S(C) } },
    { DG_T_A, 60, day_hours, { S(D) | S(A), M(S(FROM) | S(COMMA)), S(HOUR) } },

    /* durations */
    { DG_T_U, 50, dg_build_number_unit, { S(NUM) | S(DEC) | S(AN) | S(QUANTITY), M(S(DASH) | S(GE)), S(UNIT) } },
    { DG_T_U, 57, and_fraction_unit, { S(NUM) | S(AN), S(AND), M(S(AN)), S(HALF) | S(QUARTER), S(UNIT) } },
    { DG_T_U, 57, unit_and_fraction, { S(NUM) | S(AN), S(UNIT), S(AND), M(S(AN)), S(HALF) | S(QUARTER) } },
    { DG_T_U, 52, half_unit, { S(HALF) | S(QUARTER), M(S(OF)), M(S(AN)), S(UNIT) } },
    { DG_T_U, 55, dg_build_durations, { S(U), M(S(AND) | S(COMMA)), S(U) } },
    { DG_T_U, 51, dg_build_strong_1, { S(FOR), S(U) } },
    { DG_T_S, 55, dg_build_hence, { S(IN) | S(AFTER), M(S(AROUND)), S(U) } },
    { DG_T_S, 55, dg_build_hence, { S(U), S(HENCE) } },
    { DG_T_D, 60, in_shifted, { S(IN), S(U), S(FROM), S(D) } },
    { DG_T_S, 55, dg_build_ago, { S(U), S(AGO) } },
    { DG_T_D, 56, shifted, { S(U), S(FROM) | S(AFTER) | S(BEFORE), S(D) } },
    { DG_T_A, 56, shifted, { S(U), S(FROM) | S(AFTER) | S(BEFORE) | S(PAST), S(C) | S(A) | S(S) } },
    { DG_T_W, 56, rel_units, { S(REL), S(NUM) | S(QUANTITY), S(UNIT) } },
    { DG_T_W, 56, rel_units, { S(NUM), S(REL), S(UNIT) } },
    { DG_T_R, 56, dg_build_within, { S(WITHIN), S(U) } },
    { DG_T_R, 56, for_from, { S(FOR), S(U), S(FROM), S(D) | S(C) | S(A) | S(HOUR) } },
    { DG_T_R, 58, for_from, { M(S(FOR)), S(U), S(FROM), S(D) | S(C) | S(A) } },

    /* open ends */
    { DG_T_O, 50, dg_build_before, { S(BEFORE), M(S(THE)), WHOLE } },
    { DG_T_O, 50, dg_build_after, { S(AFTER), M(S(THE)), WHOLE } },
    { DG_T_O, 50, dg_build_since, { S(SINCE), M(S(THE)), WHOLE } },
    { DG_T_O, 40, dg_build_since, { S(FROM), M(S(THE)), WHOLE } },
    { DG_T_O, 50, by_rest, { S(BY), WHOLE } },
    { DG_T_O, 52, or_so, { S(D) | S(W) | S(C) | S(A), S(ORSO) } },

    /* repetitions */
    { DG_T_E, 50, frequency, { S(FREQUENCY) } },
    { DG_T_E, 55, dg_build_every, { S(EVERY), M(S(NUM) | S(ORD)), S(UNIT) } },
    { DG_T_E, 55, dg_build_every, { S(ONCE), M(S(AN)), S(UNIT) } },
    { DG_T_E, 55, dg_build_every_weekday, { S(EVERY), M(S(NUM) | S(ORD)), S(WEEKDAY) | S(WEEKDAYS) } },
    { DG_T_E, 50, dg_build_every_weekday, { M(S(ON)), S(WEEKDAYS) } },
    { DG_T_E, 55, every_part, { S(EVERY), S(P) | S(C) } },
    { DG_T_E, 50, parts_of_days, { M(S(WEEKDAY) | S(WEEKDAYS)), S(PARTS) } },
    { DG_T_P, 55, in_the_parts, { S(IN), S(THE), S(PARTS) } },
    { DG_T_E, 54, every_date, { S(EVERY), S(D) | S(W) } },
    { DG_T_E, 56, dg_build_at_every, { S(E), M(S(AT) | S(IN) | S(COMMA) | S(ON) | S(FROM)), S(C) | S(P) | S(R) } },
    { DG_T_E, 56, dg_build_at_every, { S(C) | S(P), S(E) } },
};

struct dg_rules dg_time_rules_en(void)
{
    return (struct dg_rules){ DG_IN_EN, rules, sizeof rules / sizeof rules[0] };
}
