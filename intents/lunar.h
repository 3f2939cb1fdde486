/* The Chinese calendar (GB/T 33661-2017) as a table of facts for 1900 to 2100, in days since 1970-01-01.
 * Nothing is owned. Pure; any thread. */
#ifndef DG_LUNAR_H
#define DG_LUNAR_H

#include <stdbool.h>
#include <stdint.h>

enum { DG_LUNAR_FIRST_YEAR = 1900, DG_LUNAR_LAST_YEAR = 2100 };

/* The first day of a month (1 to 12) of the year whose new year lies in the Gregorian `year`, and the month's length (29
 * or 30). False outside the table, or when the year has no such leap month. */
bool dg_lunar_month(int year, int month, bool leap, int64_t *first_day, int *length);
/* The lunar year in which a day lies; years outside the table count as Gregorian ones. */
int dg_lunar_year_of(int64_t day);

/* The day of a solar term of a Gregorian year: 0 小寒, 1 大寒, … 23 冬至. False outside the table. */
bool dg_solar_term(int year, int term, int64_t *day);

#endif
