/* English years, decades, centuries, and what is named with a year cut short: fy24, 3q24, August 99, summer of 69. */
#include "intents/time_en.h"

/* two thousand and ten, nineteen ninety */
bool dg_en_worded_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
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
    return dg_give(out, dg_make_date(chart, year, 0, 0, 0));
}

bool dg_en_in_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    out->a = p[2]->a;
    return dg_give(out, p[2]->when);
}

/* third quarter (of 2018) */
bool dg_en_nth_quarter(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[2]->a != DG_UNIT_QUARTER || p[0]->a < 1 || p[0]->a > 4)
        return false;
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_QUARTER, .n = p[0]->a }));
}

/* April of 87 */
bool dg_en_month_short_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[2]->b == 2 && p[2]->a > 31 && dg_give(out, dg_make_date(chart, dg_full_year(p[2]->a, 2), p[0]->a, 0, 0));
}

bool dg_en_century(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[2]->a != DG_UNIT_CENTURY || p[1]->a < 2 || p[1]->a > 30)
        return false;
    return dg_give(out,
            dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_YEARS, .year = (p[1]->a - 1) * 100, .n = 100 }));
}

bool dg_en_rel_yearword(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[0]->a >= -3 && dg_give(out, dg_make_unit(chart, DG_UNIT_YEAR, p[0]->a));
}

static const struct dg_when *ten_years(struct dg_chart *chart, int from)
{
    return dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_YEARS, .year = from, .n = 10 });
}

static const struct dg_when *make_decade(struct dg_chart *chart, int in_century)
{
    return ten_years(chart, in_century <= 20 ? 2000 + in_century : 1900 + in_century);
}

bool dg_en_decade(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(out, make_decade(chart, p[1]->a));
}

/* the 1990's; but 2019's */
bool dg_en_possessive_decade(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { OWNS = 2 };
    if (p[2]->a != OWNS || p[1]->b != 4 || p[1]->a % 10 || p[1]->a > 2000 || !dg_can_be_year(p[1]))
        return false;
    return dg_give(out, ten_years(chart, p[1]->a));
}

/* the nineteen eighties */
bool dg_en_worded_decade(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int century = p[0]->a;
    return !p[0]->b && century >= 15 && century <= 20 && dg_give(out, ten_years(chart, century * 100 + p[1]->a));
}

/* early 90s, the mid-80s */
bool dg_en_late_decade(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item whole = { .symbol = DG_T_W, .when = make_decade(chart, p[2]->a) };
    const struct dg_item *parts[DG_RULE_PARTS] = { p[0], &whole };
    return whole.when && !p[0]->d && dg_build_edge(chart, parts, out);
}

/* fy24, fiscal year 24 */
bool dg_en_short_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool joined = p[0]->end == p[1]->start || p[0]->a == 1;
    out->a = dg_full_year(p[1]->a, 2);
    return joined && p[1]->b == 2 && dg_give(out, dg_make_date(chart, out->a, 0, 0, 0));
}

/* 3q24, 3q 2024 */
bool dg_en_quarter_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool joined = p[0]->end == p[1]->start && (p[2]->symbol == DG_T_YEAR || p[1]->end == p[2]->start);
    if (p[1]->a != DG_UNIT_QUARTER || p[1]->c != 1 || p[0]->a < 1 || p[0]->a > 4 || !joined ||
            (p[2]->symbol == DG_T_NUM && p[2]->b != 2))
        return false;
    int year = dg_full_year(p[2]->a, p[2]->symbol == DG_T_NUM ? 2 : 4);
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_QUARTER, .n = p[0]->a, .year = year }));
}

/* quarter 3 of 2016 */
bool dg_en_numbered_quarter(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->a != DG_UNIT_QUARTER || p[1]->a < 1 || p[1]->a > 4)
        return false;
    return dg_give(
            out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_QUARTER, .n = p[1]->a, .year = p[3]->a }));
}

/* Aug 9, 96; August 99: two figures that can be no day are a year */
bool dg_en_day_short_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *day = p[1], *year = p[3];
    if (year->b != 2 || year->a <= 31 || dg_counts_things(chart, year) ||
            (day && (!day->b || day->b > 2 || day->a < 1 || day->a > 31)))
        return false;
    out->symbol = day ? DG_T_D : DG_T_W;
    return dg_give(out, dg_make_date(chart, dg_full_year(year->a, 2), p[0]->a, day ? day->a : 0, 0));
}

/* summer of 69 */
bool dg_en_season_short_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[2]->b == 2 && p[2]->a > 31 &&
            dg_give(out,
                    dg_chart_node(chart,
                            (struct dg_when){
                                    .kind = DG_WHEN_SEASON, .n = p[0]->a, .year = dg_full_year(p[2]->a, 2) }));
}
