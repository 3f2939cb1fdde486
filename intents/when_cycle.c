/* What comes again: the occurrence of a date, holiday, clock … in a given year, month, week or day. */
#include "intents/calendar.h"
#include "intents/lunar.h"
#include "intents/when_stretch.h"
#include "intents/zone.h"

#include <stdlib.h>

/* 29 February on a Friday comes every 28 years, at worst every 40; months are asked for Friday the 13th. */
enum { CYCLES_MAX = 42 };

static bool fixed_year(const struct dg_when *w)
{
    return w->year != 0;
}

/* The node whose cycle the whole follows, or NULL when nothing in it comes again. */
static const struct dg_when *driver(const struct dg_when *w)
{
    switch ((enum dg_when_kind)w->kind) {
    case DG_WHEN_DATE:
    case DG_WHEN_HOLIDAY:
    case DG_WHEN_LUNAR:
    case DG_WHEN_SEASON:
    case DG_WHEN_QUARTER:
    case DG_WHEN_HALF_YEAR:
        return fixed_year(w) ? NULL : w;
    case DG_WHEN_EACH:
    case DG_WHEN_CLOCK:
    case DG_WHEN_PART:
        return w;
    case DG_WHEN_AT:
    case DG_WHEN_EDGE:
        return driver(w->a);
    case DG_WHEN_NTH:
        return driver(w->b);
    case DG_WHEN_RANGE: /* a range of clocks repeats with its day; other ranges are settled by their ends */
        return w->a->kind == DG_WHEN_CLOCK || w->a->kind == DG_WHEN_PART ? w->a : NULL;
    default:
        return NULL;
    }
}

bool dg_cycle_is(const struct dg_when *w)
{
    return driver(w) != NULL;
}

static enum dg_unit cycle_unit(const struct dg_when *d)
{
    switch ((enum dg_when_kind)d->kind) {
    case DG_WHEN_CLOCK:
    case DG_WHEN_PART:
        return DG_UNIT_DAY;
    case DG_WHEN_EACH:
        return d->unit;
    case DG_WHEN_DATE:
        return d->month ? DG_UNIT_YEAR : d->day ? DG_UNIT_MONTH : DG_UNIT_WEEK;
    case DG_WHEN_LUNAR:
        return d->month ? DG_UNIT_YEAR : DG_UNIT_MONTH;
    default:
        return DG_UNIT_YEAR;
    }
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a >= 0 ? a / b : (a - b + 1) / b;
}

static int64_t month_index(int64_t day)
{
    struct dg_civil c = dg_civil_of(day);
    return c.year * 12 + c.month - 1;
}

static int64_t index_in(enum dg_unit unit, int64_t t)
{
    int64_t day = dg_day_index(t);
    switch (unit) {
    case DG_UNIT_SECOND:
        return t;
    case DG_UNIT_MINUTE:
        return floor_div(t, 60);
    case DG_UNIT_HOUR:
        return floor_div(t, 3600);
    case DG_UNIT_DAY:
    case DG_UNIT_WORKDAY:
        return day;
    case DG_UNIT_WEEK:
    case DG_UNIT_WEEKEND:
        return floor_div(day + 3, 7);
    case DG_UNIT_MONTH:
        return month_index(day);
    case DG_UNIT_QUARTER:
    case DG_UNIT_SEASON:
        return month_index(day) / 3;
    case DG_UNIT_HALF_YEAR:
        return month_index(day) / 6;
    case DG_UNIT_YEAR:
        return dg_civil_of(day).year;
    case DG_UNIT_DECADE:
        return dg_civil_of(day).year / 10;
    case DG_UNIT_CENTURY:
        return dg_civil_of(day).year / 100;
    }
    return day;
}

/* Some moment of a cycle, from which its unit can be laid around. */
static int64_t moment_of(enum dg_unit unit, int64_t index)
{
    switch (unit) {
    case DG_UNIT_SECOND:
        return index;
    case DG_UNIT_MINUTE:
        return index * 60;
    case DG_UNIT_HOUR:
        return index * 3600;
    case DG_UNIT_DAY:
    case DG_UNIT_WORKDAY:
        return index * DG_DAY_S;
    case DG_UNIT_WEEK:
    case DG_UNIT_WEEKEND:
        return (index * 7 - 3) * DG_DAY_S;
    case DG_UNIT_MONTH:
        return dg_month_start((int)floor_div(index, 12), (int)(index - floor_div(index, 12) * 12) + 1) * DG_DAY_S;
    case DG_UNIT_QUARTER:
    case DG_UNIT_SEASON:
        return dg_month_start(0, (int)index * 3 + 1 + (unit == DG_UNIT_SEASON ? 2 : 0)) * DG_DAY_S;
    case DG_UNIT_HALF_YEAR:
        return dg_month_start(0, (int)index * 6 + 1) * DG_DAY_S;
    case DG_UNIT_YEAR:
        return dg_month_start((int)index, 1) * DG_DAY_S;
    case DG_UNIT_DECADE:
        return dg_month_start((int)index * 10, 1) * DG_DAY_S;
    case DG_UNIT_CENTURY:
        return dg_month_start((int)index * 100, 1) * DG_DAY_S;
    }
    return index * DG_DAY_S;
}

/* A lunar month begins in the Gregorian one after that of its number. */
int64_t dg_cycle_index(const struct dg_when *w, int64_t t)
{
    const struct dg_when *d = driver(w);
    bool lunar_months = d->kind == DG_WHEN_LUNAR && !d->month;
    return index_in(cycle_unit(d), t) - lunar_months;
}

static struct dg_stretch day_stretch(int64_t day, int64_t count, uint8_t grain)
{
    return (struct dg_stretch){ day * DG_DAY_S, (day + count) * DG_DAY_S, grain, false, false, false };
}

/* The date in a year, month or week (whichever it repeats by). */
static bool date_at(const struct dg_when *w, int64_t index, struct dg_stretch *out)
{
    enum dg_unit unit = fixed_year(w) ? DG_UNIT_YEAR : cycle_unit(w);
    if (unit == DG_UNIT_WEEK) {
        *out = day_stretch(index * 7 - 3 + w->weekday - 1, 1, DG_GRAIN_DAY);
        return true;
    }
    int year = (int)(unit == DG_UNIT_MONTH ? floor_div(index, 12) : index);
    int month = unit == DG_UNIT_MONTH ? (int)(index - (int64_t)year * 12) + 1 : w->month;
    if (!month) {
        *out = dg_unit_around(DG_UNIT_YEAR, dg_month_start(year, 1) * DG_DAY_S, 0);
        return true;
    }
    if (!w->day) {
        *out = dg_unit_around(DG_UNIT_MONTH, dg_month_start(year, month) * DG_DAY_S, 0);
        return true;
    }
    if (!dg_is_date(year, month, w->day))
        return false;
    int64_t day = dg_days_from_civil(year, month, w->day);
    *out = day_stretch(day, 1, DG_GRAIN_DAY);
    return !w->weekday || dg_weekday(day) == w->weekday;
}

static bool holiday_at(const struct dg_when *w, int64_t year, struct dg_stretch *out)
{
    int64_t day;
    int days = w->holiday.length_days;
    if (w->holiday.off ? !dg_holiday_off(&w->holiday, (int)year, &day, &days)
                       : !dg_holiday_day(&w->holiday, (int)year, &day))
        return false;
    *out = day_stretch(day, days, DG_GRAIN_DAY);
    return true;
}

static bool lunar_at(const struct dg_when *w, int64_t index, struct dg_stretch *out)
{
    int64_t first;
    int length, year = (int)index, month = w->month;
    if (!month && !fixed_year(w)) { /* 初五: of the lunar month that begins near the Gregorian one */
        year = (int)floor_div(index, 12);
        month = (int)(index - (int64_t)year * 12) + 1;
    }
    if (!month) {
        int64_t next;
        if (!dg_lunar_month(year, 1, false, &first, &length) || !dg_lunar_month(year + 1, 1, false, &next, &length))
            return false;
        *out = day_stretch(first, next - first, DG_GRAIN_YEAR);
        return true;
    }
    if (!dg_lunar_month(year, month, w->leap, &first, &length) || w->day > length)
        return false;
    *out = w->day ? day_stretch(first + w->day - 1, 1, DG_GRAIN_DAY) : day_stretch(first, length, DG_GRAIN_MONTH);
    return true;
}

static bool months_at(int year, int first_month, int length, uint8_t grain, struct dg_stretch *out)
{
    int64_t from = dg_month_start(year, first_month);
    *out = day_stretch(from, dg_month_start(year, first_month + length) - from, grain);
    return true;
}

static bool at_node(const struct dg_when *w, const struct dg_frame *f, int64_t index, struct dg_stretch *out)
{
    struct dg_stretch day;
    if (!dg_cycle_at(w->a, f, index, &day))
        return false;
    struct dg_frame inner = *f;
    inner.ref = day.from;
    inner.written |= w->a->kind == DG_WHEN_DATE && w->a->month;
    if (w->b->kind == DG_WHEN_CLOCK || w->b->kind == DG_WHEN_PART) {
        *out = dg_clock_on(w->b, &inner, day.from);
        return true;
    }
    inner.depth++;
    return dg_stretch_of(w->b, &inner, out);
}

bool dg_cycle_at(const struct dg_when *w, const struct dg_frame *f, int64_t index, struct dg_stretch *out)
{
    int year = w->year ? w->year : (int)index;
    switch ((enum dg_when_kind)w->kind) {
    case DG_WHEN_DATE:
        return date_at(w, fixed_year(w) ? w->year : index, out);
    case DG_WHEN_HOLIDAY:
        return holiday_at(w, year, out);
    case DG_WHEN_LUNAR:
        return lunar_at(w, fixed_year(w) ? w->year : index, out);
    case DG_WHEN_SEASON:
        return months_at(year, w->n * 3, 3, DG_GRAIN_SEASON, out);
    case DG_WHEN_QUARTER:
        return months_at(year, w->n * 3 - 2, 3, DG_GRAIN_QUARTER, out);
    case DG_WHEN_HALF_YEAR:
        return months_at(year, w->n * 6 - 5, 6, DG_GRAIN_SEASON, out);
    case DG_WHEN_EACH:
        *out = dg_unit_around(w->unit, moment_of(w->unit, index), 0);
        return w->unit != DG_UNIT_WORKDAY || dg_weekday(index) <= 5;
    case DG_WHEN_CLOCK:
    case DG_WHEN_PART:
        *out = dg_clock_on(w, f, index * DG_DAY_S);
        return true;
    case DG_WHEN_AT:
        return at_node(w, f, index, out);
    case DG_WHEN_EDGE:
        return dg_cycle_at(w->a, f, index, out) && dg_edge_of(w, out);
    case DG_WHEN_NTH:
        return dg_cycle_at(w->b, f, index, out) && dg_nth_in(w, f, out);
    case DG_WHEN_RANGE:
        return dg_clock_range_on(w, f, index * DG_DAY_S, out);
    default:
        return false;
    }
}

bool dg_cycle_from(const struct dg_when *w, const struct dg_frame *f, int64_t t, struct dg_stretch *out)
{
    int64_t index = dg_cycle_index(w, t) - 1;
    for (int i = 0; i < CYCLES_MAX; i++) {
        if (dg_cycle_at(w, f, index + i, out) && out->from >= t)
            return true;
    }
    return false;
}

bool dg_cycle_before(const struct dg_when *w, const struct dg_frame *f, int64_t t, struct dg_stretch *out)
{
    int64_t index = dg_cycle_index(w, t) + 1;
    for (int i = 0; i < CYCLES_MAX; i++) {
        if (dg_cycle_at(w, f, index - i, out) && out->from < t)
            return true;
    }
    return false;
}

/* A bare clock of twelve hours comes twice a day; nobody means the small hours without saying so. */
enum { WAKING_FROM_H = 7, WAKING_TO_H = 23 };

static bool clock_meant(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    struct dg_when clock = *w;
    int64_t today = dg_day_start(f->ref);
    clock.half = DG_HALF_SURE;
    for (int i = -2; i < 4; i++) {
        int step = f->past ? 1 - i : i; /* half days, nearest first in the direction meant */
        clock.hour = (int8_t)(w->hour % 12 + (step & 1 ? 12 : 0));
        if (clock.hour < WAKING_FROM_H || clock.hour >= WAKING_TO_H)
            continue;
        *out = dg_clock_on(&clock, f, today + floor_div(step, 2) * DG_DAY_S);
        if (f->past ? out->from <= f->ref : out->from >= f->ref)
            return true;
    }
    return false;
}

static bool is_open_clock(const struct dg_when *w, const struct dg_frame *f)
{
    return w->kind == DG_WHEN_CLOCK && w->half == DG_HALF_OPEN && w->hour >= 1 && w->hour <= 12 && f->typical_hour < 0;
}

/* A weekday said beside the date settles the year or the month: the nearest in which they agree. */
static bool names_weekday_and_date(const struct dg_when *w)
{
    while (w->kind == DG_WHEN_AT)
        w = w->a;
    return w->kind == DG_WHEN_DATE && w->weekday && w->day;
}

static bool nearest(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    struct dg_stretch before, after;
    int64_t today = dg_day_start(f->ref);
    bool has_before = dg_cycle_before(w, f, today, &before), has_after = dg_cycle_from(w, f, today, &after);
    if (!has_before && !has_after)
        return false;
    enum { BELIEVABLE_DAYS = 600 }; /* beyond it the weekday was a slip, and the date counts */
    bool take_after = has_after && (!has_before || after.from - today <= today - before.from);
    *out = take_after ? after : before;
    return llabs(out->from - today) < BELIEVABLE_DAYS * DG_DAY_S;
}

/* Saturday the 14th of no certain month is one to come, unless it was only just. */
static bool nearest_or_next(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    enum { JUST_DAYS = 31 };
    const struct dg_when *date = w;
    int64_t today = dg_day_start(f->ref);
    while (date->kind == DG_WHEN_AT)
        date = date->a;
    if (!nearest(w, f, out))
        return false;
    if (date->month || f->past || out->from > today - JUST_DAYS * DG_DAY_S)
        return true;
    return dg_cycle_from(w, f, today, out);
}

static bool is_bare_weekday(const struct dg_when *w)
{
    while (w->kind == DG_WHEN_AT)
        w = w->a;
    return w->kind == DG_WHEN_DATE && w->weekday && !w->day;
}

/* Quarters, halves of the year and 三月第三周 are of this year, though past: who means another one says which. */
static bool is_of_this_year(const struct dg_when *w)
{
    bool counted = w->kind == DG_WHEN_NTH && (w->calendar || w->span > 1);
    const struct dg_when *whole = w->kind == DG_WHEN_EDGE ? w->a : counted ? w->b : w;
    if (whole->kind == DG_WHEN_QUARTER || whole->kind == DG_WHEN_HALF_YEAR)
        return true;
    return counted && whole->kind == DG_WHEN_DATE && whole->month && !whole->day;
}

static bool this_year(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    enum { LONG_PAST_DAYS = 183 };
    int year = dg_civil_of(dg_day_index(f->ref)).year;
    return dg_cycle_at(w, f, year, out) && out->to > f->ref - LONG_PAST_DAYS * DG_DAY_S;
}

bool dg_cycle_meant(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (is_of_this_year(w) && this_year(w, f, out))
        return true;
    if (is_open_clock(w, f))
        return clock_meant(w, f, out);
    int64_t today = dg_day_start(f->ref);
    if (names_weekday_and_date(w) && nearest_or_next(w, f, out))
        return true;
    struct dg_when dated = *w;
    dated.weekday = w->kind == DG_WHEN_DATE && w->day ? 0 : w->weekday;
    w = &dated;
    if (is_bare_weekday(w)) /* who means today says today */
        return f->past ? dg_cycle_before(w, f, today, out) : dg_cycle_from(w, f, today + DG_DAY_S, out);
    if (f->past)
        return dg_cycle_before(w, f, f->ref + 1, out);
    int64_t index = dg_cycle_index(w, f->ref) - 1;
    for (int i = 0; i < CYCLES_MAX; i++) {
        if (dg_cycle_at(w, f, index + i, out) &&
                (out->grain <= DG_GRAIN_MINUTE ? out->from >= f->ref : out->to > f->ref))
            return true;
    }
    return w->kind == DG_WHEN_HOLIDAY && dg_cycle_before(w, f, f->ref, out); /* what never comes again: the last */
}
