/* The Islamic calendar as Umm al-Qura publishes it, the civil calendar of Saudi Arabia. Other countries begin a month by
 * sighting, at most a day or two apart. Pure; any thread. */
#ifndef DG_HIJRI_H
#define DG_HIJRI_H

#include <stdbool.h>
#include <stdint.h>

/* The first day (since 1970-01-01) of the Gregorian `year` that is this day of the Islamic calendar (Muharram is 1); some
 * years have two. False outside 1900 to 2100, or for a year that has none. */
bool dg_hijri_day(int year, int month, int day, int64_t *out);

#endif
