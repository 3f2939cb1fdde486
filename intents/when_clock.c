/* Clocks, parts of the day and whole units on the wall. */
#include "intents/calendar.h"
#include "intents/when_stretch.h"
#include "intents/zone.h"

static int hour_by_speech(int hour)
{
    return hour >= 1 && hour <= 6 ? hour + 12 : hour; /* who says "at 3" without more means the afternoon */
}

static int nearest_hour(int hour, int typical)
{
    enum { LATEST = 22 };
    int am = hour % 12, pm = am + 12;
    if (pm > LATEST && typical < LATEST)
        return am; /* nobody arranges a dinner for 11 at night without saying so */
    int to_am = am > typical ? am - typical : typical - am, to_pm = pm > typical ? pm - typical : typical - pm;
    return to_am < to_pm ? am : pm;
}

/* The hour on a clock of 24; above 23 it belongs to the next day. */
static int full_hour(const struct dg_when *clock, const struct dg_frame *f)
{
    int h = clock->hour;
    if (h < 0) { /* half past, of no hour that was said: the next one */
        int64_t into_day = f->ref - dg_day_start(f->ref);
        return (int)(into_day / 3600) + (into_day / 60 % 60 > clock->minute);
    }
    switch ((enum dg_half)clock->half) {
    case DG_HALF_SURE:
        return h;
    case DG_HALF_AM:
        return h == 12 ? 0 : h;
    case DG_HALF_PM:
        return h < 12 ? h + 12 : h;
    case DG_HALF_NOON:
        return h < 10 ? h + 12 : h;
    case DG_HALF_EVENING:
        return h >= 5 && h < 12 ? h + 12 : h <= 4 || h == 12 ? h % 12 + 24 : h;
    case DG_HALF_NIGHT:
        return h >= 6 && h < 12 ? h + 12 : h == 12 ? 24 : h;
    case DG_HALF_OPEN:
        break;
    }
    if (h > 12 || h == 0 || (f->clock24 && clock->minute >= 0))
        return h;
    if (f->typical_hour >= 0)
        return nearest_hour(h, f->typical_hour);
    return f->written && !(f->arranged && h < 6) ? h : hour_by_speech(h);
}

static struct dg_stretch part_on(const struct dg_when *part, int64_t day)
{
    int64_t from = day + part->from_min * 60, to = day + part->to_min * 60;
    return (struct dg_stretch){ from, to > from ? to : to + DG_DAY_S, DG_GRAIN_PART_OF_DAY, false, false, false };
}

struct dg_stretch dg_clock_on(const struct dg_when *clock, const struct dg_frame *f, int64_t day)
{
    if (clock->kind == DG_WHEN_PART)
        return part_on(clock, day);
    int minute = clock->minute > 0 ? clock->minute : 0, second = clock->second > 0 ? clock->second : 0;
    int64_t from = day + full_hour(clock, f) * 3600 + minute * 60 + second;
    bool by_second = clock->second >= 0;
    return (struct dg_stretch){ from, from + (by_second ? 1 : 60), by_second ? DG_GRAIN_SECOND : DG_GRAIN_MINUTE, false,
        false, false };
}

/* The months of a year are taken `length` at a time. */
static struct dg_stretch months(int64_t day, int length, int64_t n, uint8_t grain)
{
    struct dg_civil c = dg_civil_of(day);
    int first = ((c.month - 1) / length + (int)n) * length + 1;
    return (struct dg_stretch){ dg_month_start(c.year, first) * DG_DAY_S,
        dg_month_start(c.year, first + length) * DG_DAY_S, grain, false, false, false };
}

static struct dg_stretch years(int64_t day, int length, int64_t n)
{
    int year = dg_civil_of(day).year / length * length + (int)n * length;
    return (struct dg_stretch){ dg_month_start(year, 1) * DG_DAY_S, dg_month_start(year + length, 1) * DG_DAY_S,
        DG_GRAIN_YEAR, false, false, false };
}

static struct dg_stretch seconds(int64_t t, int64_t length_s, int64_t n, uint8_t grain)
{
    int64_t index = t >= 0 ? t / length_s : (t - length_s + 1) / length_s;
    return (struct dg_stretch){ (index + n) * length_s, (index + n + 1) * length_s, grain, false, false, false };
}

static struct dg_stretch days(int64_t first, int64_t count, uint8_t grain)
{
    return (struct dg_stretch){ first * DG_DAY_S, (first + count) * DG_DAY_S, grain, false, false, false };
}

/* Spring begins with March (the meteorological seasons). */
static struct dg_stretch season(int64_t day, int64_t n)
{
    struct dg_civil c = dg_civil_of(day);
    int64_t index = (c.year * 12 + c.month - 3) / 3 + n;
    int first = (int)(index * 3) + 3;
    return days(dg_month_start(0, first), dg_month_start(0, first + 3) - dg_month_start(0, first), DG_GRAIN_SEASON);
}

static int64_t workday(int64_t day, int64_t n)
{
    while (n > 0)
        n -= dg_weekday(++day) <= 5;
    while (n < 0)
        n += dg_weekday(--day) <= 5;
    return day;
}

struct dg_stretch dg_unit_around(enum dg_unit unit, int64_t t, int64_t n)
{
    int64_t day = dg_day_index(t);
    switch (unit) {
    case DG_UNIT_SECOND:
        return seconds(t, 1, n, DG_GRAIN_SECOND);
    case DG_UNIT_MINUTE:
        return seconds(t, 60, n, DG_GRAIN_MINUTE);
    case DG_UNIT_HOUR:
        return seconds(t, 3600, n, DG_GRAIN_HOUR);
    case DG_UNIT_DAY:
        return days(day + n, 1, DG_GRAIN_DAY);
    case DG_UNIT_WORKDAY:
        return days(workday(day, n), 1, DG_GRAIN_DAY);
    case DG_UNIT_WEEK:
        return days(dg_week_start(day) + 7 * n, 7, DG_GRAIN_WEEK);
    case DG_UNIT_WEEKEND:
        return days(dg_week_start(day) + 7 * n + 5, 2, DG_GRAIN_WEEKEND);
    case DG_UNIT_MONTH:
        return months(day, 1, n, DG_GRAIN_MONTH);
    case DG_UNIT_QUARTER:
        return months(day, 3, n, DG_GRAIN_QUARTER);
    case DG_UNIT_HALF_YEAR:
        return months(day, 6, n, DG_GRAIN_SEASON);
    case DG_UNIT_SEASON:
        return season(day, n);
    case DG_UNIT_YEAR:
        return years(day, 1, n);
    case DG_UNIT_DECADE:
        return years(day, 10, n);
    case DG_UNIT_CENTURY:
        return years(day, 100, n);
    }
    return days(day, 1, DG_GRAIN_DAY);
}
