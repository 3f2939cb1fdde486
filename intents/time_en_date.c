/* English dates, weeks, months, years and what is counted among them. */
#include "intents/time_en.h"

bool dg_en_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = p[0]->b == 1;
    return dg_give(out, dg_make_date(chart, 0, p[0]->a, 0, 0));
}

bool dg_en_rel_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *date = dg_make_date(chart, 0, p[1]->a, 0, 0);
    if (!date || p[0]->a < -3 || p[0]->c == 1)
        return false;
    if (p[0]->a == 0)
        return dg_give(out, dg_make_nth(chart, 1, date, dg_make_unit(chart, DG_UNIT_YEAR, 0)));
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = p[0]->a, .a = date }));
}

/* March 3, March the third, 3 March, the 3rd of March; with a year behind */
bool dg_en_month_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
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
    return dg_give(out, dg_make_date(chart, y ? dg_full_year(y->a, y->symbol == DG_T_NUM ? 2 : 4) : 0, m->a, d->a, 0));
}

bool dg_en_month_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(out, dg_make_date(chart, p[2]->a, p[0]->a, 0, 0));
}

bool dg_en_day_of_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (dg_counts_things(chart, p[1])) /* the 5th floor */
        return false;
    enum { FEW = 12 };
    out->weak = p[1]->b == 0 && p[1]->a <= FEW; /* the first word, on second thought, the steakhouse on fifth */
    return p[1]->a >= 1 && dg_give(out, dg_make_date(chart, 0, 0, p[1]->a, 0));
}

bool dg_en_weekday_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool sure = p[2]->symbol == DG_T_ORD || p[1] || (p[2]->b == 2 && p[2]->a > 12);
    return sure && p[2]->a >= 1 && p[2]->a <= 31 && dg_give(out, dg_make_date(chart, 0, 0, p[2]->a, p[0]->a));
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
bool dg_en_nth_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int n = p[1]->a, span = p[3] && p[3]->symbol == DG_T_NUM ? p[3]->a : 1;
    enum { LAST = -1, LAST_BUT_ONE = -2, TO_LAST = -9 };
    if (p[2] && p[2]->a != LAST && p[2]->a != TO_LAST)
        return false;
    if (p[1]->symbol == DG_T_REL && ((n != LAST && n != LAST_BUT_ONE) || p[2]))
        return false;
    if (p[2])
        n = -n;
    const struct dg_when *what = countable(chart, p[4]), *in = p[6]->when;
    bool joined = p[5] || in->kind == DG_WHEN_UNIT; /* the third Thursday this month */
    if (!what || !is_wide(in) || !joined || (!p[5] && p[1]->symbol == DG_T_REL))
        return false;
    if (p[6]->weak && what->kind == DG_WHEN_EACH && what->unit == DG_UNIT_DAY && n > 0 && span == 1) {
        const struct dg_item *day_in[DG_RULE_PARTS] = { p[1], p[6] };
        return dg_build_nth_day_in(chart, day_in, out);
    }
    const struct dg_when *w = dg_make_nth(chart, n, what, in);
    if (!w)
        return false;
    struct dg_when copy = *w;
    copy.span = (int16_t)span;
    return dg_give(out, dg_chart_node(chart, copy));
}

/* third Tuesday after Christmas; two Fridays from now */
bool dg_en_counted(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int n = p[0]->a;
    if (p[2]->symbol == DG_T_AGO || p[2]->symbol == DG_T_BEFORE)
        n = -n;
    const struct dg_when *what = dg_make_date(chart, 0, 0, 0, p[1]->a);
    if (!what || n == 0)
        return false;
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_COUNT, .n = n, .a = what, .b = p[3] ? p[3]->when : NULL }));
}

bool dg_en_after_next(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *what = countable(chart, p[0]);
    if (!what)
        return false;
    if (p[0]->symbol == DG_T_UNIT)
        return dg_give(out, dg_make_unit(chart, p[0]->a, 2));
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = 2, .a = what }));
}

bool dg_en_closest(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *what = p[3]->when;
    if (!dg_cycle_named(what))
        return false;
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_NEAREST, .n = p[1] ? p[1]->a : 1, .a = what, .b = p[5]->when }));
}

bool dg_en_rel_holiday(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *what = p[1]->when;
    bool dated = what && what->kind == DG_WHEN_DATE && what->month && what->day && p[0]->a == 1;
    if (!what || p[0]->a < -3 || (what->kind != DG_WHEN_HOLIDAY && what->kind != DG_WHEN_SEASON && !dated) ||
            what->year)
        return false;
    out->symbol = p[1]->symbol;
    if (p[0]->a == 0)
        return dg_give(out, what);
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = p[0]->a, .a = what }));
}

/* thanksgiving in nine months: the first one from then on */
bool dg_en_named_in(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *what = p[0]->when, *from = p[1]->when;
    if (p[0]->end == p[1]->start) /* 4月10日前 */
        return false;
    if (what->kind == DG_WHEN_DATE && what->weekday && !what->day && p[0]->symbol == DG_T_D) { /* Friday in two weeks */
        struct dg_item weekday = { .symbol = DG_T_WEEKDAY, .a = what->weekday };
        const struct dg_item *parts[DG_RULE_PARTS] = { p[1], NULL, &weekday };
        return dg_en_shifted_weekday(chart, parts, out);
    }
    if (!dg_cycle_named(what) || from->kind != DG_WHEN_SHIFT || (what->kind == DG_WHEN_DATE && !what->month))
        return false;
    out->symbol = p[0]->symbol;
    if (dg_duration_finest(from->b) == DG_UNIT_YEAR) { /* Easter in two years: that of the year */
        const struct dg_when *year =
                dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_UNIT, .unit = DG_UNIT_YEAR, .a = from });
        return dg_give(out, dg_make_nth(chart, 1, what, year));
    }
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = 1, .a = what, .b = from }));
}

static bool give_weekend_near(struct dg_chart *chart, const struct dg_when *day, struct dg_item *out)
{
    const struct dg_when *w = dg_make_both(chart, DG_WHEN_NEAREST, dg_make_each(chart, DG_UNIT_WEEKEND), day);
    struct dg_when copy = w ? *w : (struct dg_when){ 0 };
    copy.n = 1;
    return w && dg_give(out, dg_chart_node(chart, copy));
}

/* Christmas week: the one it lies in. */
bool dg_en_holiday_week(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[0]->when;
    return p[1]->a == DG_UNIT_WEEK && p[1]->b == 1 && day->kind == DG_WHEN_HOLIDAY && p[0]->a == 0 &&
            dg_give(out,
                    dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_UNIT, .unit = DG_UNIT_WEEK, .a = day }));
}

/* The weekend on, or nearest to, a holiday. */
bool dg_en_holiday_weekend(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[0]->when;
    if (p[1]->a != DG_UNIT_WEEKEND || (day->kind != DG_WHEN_HOLIDAY && day->kind != DG_WHEN_NTH))
        return false;
    return give_weekend_near(chart, day, out);
}

/* the weekend of Easter, of the 15th */
bool dg_en_weekend_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[2], p[0] };
    if (p[0]->a == DG_UNIT_WEEKEND && p[2]->when->kind == DG_WHEN_DATE && p[2]->when->day)
        return give_weekend_near(chart, p[2]->when, out);
    return dg_en_holiday_weekend(chart, parts, out);
}

bool dg_en_on_the_number(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->from = p[1]->start;
    if (dg_followed_by(chart, p[2], S(COLON))) /* the 6:40pm */
        return false;
    return p[2]->b > 0 && p[2]->a >= 1 && p[2]->a <= 31 && dg_give(out, dg_make_date(chart, 0, 0, p[2]->a, 0));
}

bool dg_en_dotted_date(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool day_first = p[1]->a > 12 || (chart->day_first && p[3]->a <= 12);
    const struct dg_item *day = day_first ? p[1] : p[3], *month = day_first ? p[3] : p[1];
    if (p[1]->b > 2 || p[3]->b > 2 || month->a > 12 || month->a < 1 || day->a > 31 || day->a < 1)
        return false;
    return dg_give(out, dg_make_date(chart, 0, month->a, day->a, 0));
}

/* EOD Friday, the end of Friday; but "start Friday" is no piece of it */
bool dg_en_edge_of_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return ((p[1] && p[1]->symbol == DG_T_OF) || p[0]->c) && dg_build_edge(chart, p, out);
}

/* Friday EOD */
bool dg_en_edge_behind_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[1], NULL, p[0] };
    return dg_en_edge_of_day(chart, parts, out);
}

bool dg_en_week_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(
            out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_UNIT, .unit = DG_UNIT_WEEK, .a = p[2]->when }));
}

bool dg_en_all_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a >= DG_UNIT_DAY && !p[1]->c && dg_give(out, dg_make_unit(chart, p[1]->a, 0));
}

/* in the week: this one */
bool dg_en_the_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->from = p[1]->start;
    return p[2]->a >= DG_UNIT_DAY && !p[2]->c && dg_give(out, dg_make_unit(chart, p[2]->a, 0));
}

bool dg_en_the_unit_alone(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = true;
    return p[1]->a >= DG_UNIT_DAY && !p[1]->c && dg_give(out, dg_make_unit(chart, p[1]->a, 0));
}

bool dg_en_in_the_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->from = p[2]->start;
    return dg_give(out, dg_make_date(chart, 0, p[2]->a, 0, 0));
}

bool dg_en_numbered_week(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a != DG_UNIT_WEEK || p[2]->a < 1 || p[2]->a > 53)
        return false;
    return dg_give(out, dg_make_nth(chart, p[2]->a, dg_make_each(chart, DG_UNIT_WEEK), p[4]->when));
}

/* the 21st this month */
bool dg_en_day_of_that_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *d = p[0]->when, *w = p[2]->when;
    if (d->kind != DG_WHEN_DATE || d->month || d->weekday || !d->day || w->kind != DG_WHEN_UNIT ||
            w->unit != DG_UNIT_MONTH)
        return false;
    return dg_give(out, dg_make_nth(chart, d->day, dg_make_each(chart, DG_UNIT_DAY), w));
}

bool dg_en_weekend(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->a == DG_UNIT_WEEKEND && dg_give(out, dg_make_unit(chart, DG_UNIT_WEEKEND, 0));
}

/* "15th?": a day only when nothing else is said, since most that is numbered is no day */
bool dg_en_ordinal_alone(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { NO_CHOICE = 4 }; /* "2nd works" may choose one of several things */
    bool alone = p[0]->start == 0 && p[0]->to == chart->positions && chart->closed;
    bool settled = p[0]->start == 0 && p[0]->a >= NO_CHOICE && p[0]->to < chart->positions &&
            chart->present[p[0]->to] & S(CLOSES); /* 22nd works */
    out->weak = !settled;
    bool parted = p[0]->to < chart->positions && (chart->present[p[0]->to] & S(P)); /* the "17th night" */
    return (alone || settled || parted) && p[0]->b > 0 && p[0]->a >= 1 &&
            dg_give(out, dg_make_date(chart, 0, 0, p[0]->a, 0));
}

/* the month of May */
bool dg_en_month_named(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->a == DG_UNIT_MONTH && p[1]->b == 1 && !p[1]->c && dg_give(out, dg_make_date(chart, 0, p[3]->a, 0, 0));
}

/* back on 15: nothing follows that it could count */
bool dg_en_number_of_month(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->from = p[1]->start;
    return p[1]->b > 0 && p[1]->b <= 2 && p[1]->a >= 1 && p[1]->a <= 31 && dg_counts_nothing(chart, p[1]) &&
            dg_give(out, dg_make_date(chart, 0, 0, p[1]->a, 0));
}

/* 16. Nov 2016; but "there are 10. May I" */
bool dg_en_dotted_month_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return (p[2]->b == 0 || p[4]) && dg_en_month_day(chart, p, out);
}

/* mid to late March, early-mid next week */
bool dg_en_pieces_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when piece = { .kind = DG_WHEN_EDGE, .a = p[5]->when };
    piece.from_min = (int16_t)p[0]->a;
    piece.to_min = (int16_t)p[2]->b;
    return !p[0]->d && !p[2]->d && p[2]->a > p[0]->a && dg_give(out, dg_chart_node(chart, piece));
}
