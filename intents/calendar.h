/* The Gregorian calendar as arithmetic on days (days since 1970-01-01). Conversion to and from civil dates and the weekday
 * are in intents/zone.h. Nothing is owned. Pure; any thread. Years 1 to 9999. */
#ifndef DG_CALENDAR_H
#define DG_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#define DG_DAY_S INT64_C(86400)

/* The day of a moment in wall seconds (since 1970 on the clock of some place), and the midnight that it begins with. */
static inline int64_t dg_day_index(int64_t wall_s)
{
    return wall_s >= 0 ? wall_s / DG_DAY_S : (wall_s - (DG_DAY_S - 1)) / DG_DAY_S;
}

static inline int64_t dg_day_start(int64_t wall_s)
{
    return dg_day_index(wall_s) * DG_DAY_S;
}

struct dg_civil {
    int year, month, day; /* month and day from 1 */
};
struct dg_civil dg_civil_of(int64_t days);

bool dg_is_leap(int year);
int dg_month_days(int year, int month);
bool dg_is_date(int year, int month, int day);

/* The same day some months on; the 31st of a short month is its last day. */
int64_t dg_add_months(int64_t days, int months);
/* The first of a month; months outside 1 to 12 count on into other years. */
int64_t dg_month_start(int year, int month);
/* The Monday of the week. */
int64_t dg_week_start(int64_t days);
/* The Monday of a week by number (ISO 8601 §3.1.1.23: week 1 has the 4th of January). */
int64_t dg_iso_week(int year, int week);
/* The n-th weekday (1 is Monday) of a month; n below zero counts from its end, -1 the last. */
int64_t dg_nth_weekday(int year, int month, int weekday, int n);
/* Easter Sunday of the western churches. */
int64_t dg_easter(int year);

#endif
