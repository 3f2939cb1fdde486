/* The Hindu calendar, as far as festivals need it: lunar months from new moon to new moon, named after the sun's entry into
 * a sign, and their thirty tithis, reckoned for India from short series for sun and moon (right to about half an hour).
 * Pure; any thread. */
#ifndef DG_HINDU_H
#define DG_HINDU_H

#include <stdbool.h>
#include <stdint.h>

/* The first day (since 1970-01-01) of a month (Chaitra is 1) in the Gregorian `year` on which the tithi (1 to 30; 15 is full
 * moon, 30 new moon) has begun by `hour` in India. False for a month or tithi that is none. */
bool dg_hindu_day(int year, int month, int tithi, int hour, int64_t *day);

/* The last day in the solar month (Mesha is 1) of the Gregorian `year` by whose `hour` in India the moon has entered the
 * lunar mansion (nakshatra 1 to 27; by the ayanamsa of Lahiri). False for a month or mansion that is none. */
bool dg_hindu_mansion_day(int year, int month, int mansion, int hour, int64_t *day);

#endif
