/* Times as standards and machines write them: ISO 8601 weeks, durations, intervals and basic forms; years of an era, years cut to two figures. */
#include "intents/calendar.h"
#include "intents/time_en.h"

static bool touch(const struct dg_item *a, const struct dg_item *b)
{
    return a->end == b->start;
}

static const struct dg_when *week_of_year(struct dg_chart *chart, int week, const struct dg_when *year)
{
    enum { LAST_WEEK = 53 };
    if (week < 1 || week > LAST_WEEK)
        return NULL;
    return dg_make_nth(chart, week, dg_make_each(chart, DG_UNIT_WEEK), year);
}

/* 2024-W12, 2024-W12-3, 2024W123: a week of the year, a day of it */
bool dg_en_iso_week(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *year = p[0], *letter = p[2], *week = p[3], *weekday = p[5];
    bool joined = week->b == 3 && !p[1] && !p[4] && !weekday;
    int number = joined ? week->a / 10 : week->a, day = joined ? week->a % 10 : weekday ? weekday->a : 0;
    if (year->b != 4 || letter->a != DG_UNIT_WEEK || letter->end - letter->start != 1 || !touch(letter, week) ||
            !touch(p[1] ? p[1] : year, letter) || (week->b != 2 && !joined) || (p[4] != NULL) != (weekday != NULL))
        return false;
    if (day > 7 || (weekday && (weekday->b != 1 || day < 1)) || (joined && day < 1))
        return false;
    const struct dg_when *w = week_of_year(chart, number, dg_make_date(chart, year->a, 0, 0, 0));
    if (w && day) {
        out->symbol = DG_T_D;
        w = dg_make_nth(chart, 1, dg_make_date(chart, 0, 0, 0, day), w);
    }
    return dg_give(out, w);
}

/* week 12, CW 33: of this year; but "week 3 of the course" */
bool dg_en_week_number(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *unit = p[1], *number = p[2];
    if (unit->a != DG_UNIT_WEEK || unit->b != 1 || !number->b || number->b > 2 || unit->c > 1 ||
            (unit->c == 1 && unit->end - unit->start == 1 && !touch(unit, number)) ||
            (number->to < chart->positions && chart->present[number->to] & (S(OF) | S(UNIT) | S(NOT))))
        return false;
    return dg_give(out, week_of_year(chart, number->a, dg_make_unit(chart, DG_UNIT_YEAR, 0)));
}

/* P3D, PT2H30M */
bool dg_en_iso_duration(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when d = { .kind = DG_WHEN_DURATION };
    return dg_duration_scan(p[0]->value, 0, &d) > 0 && dg_give(out, dg_chart_node(chart, d));
}

/* 2024-05-03T10:00:00/PT2H */
bool dg_en_iso_lasting(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return touch(p[0], p[1]) && dg_give(out, dg_make_both(chart, DG_WHEN_FOR, p[0]->when, p[2]->when));
}

/* 2024-05-03/2024-05-10 */
bool dg_en_iso_days(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *a = p[0]->when, *b = p[2]->when;
    return a->kind == DG_WHEN_DATE && b->kind == DG_WHEN_DATE && a->year && b->year && a->day && b->day &&
            touch(p[0], p[1]) && dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, a, b));
}

/* 20240503T100000 */
bool dg_en_iso_basic(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *date = p[0], *clock = p[2];
    int year = date->a / 10000, month = date->a / 100 % 100, day = date->a % 100;
    bool seconds = clock->b == 6;
    int hour = clock->a / (seconds ? 10000 : 100), minute = clock->a / (seconds ? 100 : 1) % 100,
        second = seconds ? clock->a % 100 : -1;
    if (date->b != 8 || (clock->b != 4 && !seconds) || !touch(date, p[1]) || !touch(p[1], clock) ||
            !dg_is_date(year, month, day) || hour > 23)
        return false;
    return dg_give(out,
            dg_make_at(chart, dg_make_date(chart, year, month, day, 0),
                    dg_make_clock(chart, hour, minute, second, DG_HALF_SURE)));
}

/* '24, after a month or a season */
bool dg_en_apostrophe_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->c != 1)
        return false;
    out->a = dg_full_year(p[0]->a, 2);
    out->weak = true;
    return dg_give(out, dg_make_date(chart, out->a, 0, 0, 0));
}

/* 2014 AD, AD 79; but "5 ad campaigns" */
bool dg_en_era_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { LAST_YEAR = 2200, LAST_DAY = 31 };
    const struct dg_item *year = dg_part_of(p, S(NUM)), *era = dg_part_of(p, S(ERA));
    bool sure = year->b >= 3 || (p[0] == era && year->b == 2 && year->a > LAST_DAY);
    out->a = year->a;
    return era->a == 0 && sure && year->a <= LAST_YEAR && dg_give(out, dg_make_date(chart, year->a, 0, 0, 0));
}
