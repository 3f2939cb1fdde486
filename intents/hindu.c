#include "intents/hindu.h"

#include "intents/zone.h"

#include <math.h>

#define DEGREE 0.017453292519943295
#define TITHI 12.0 /* degrees by which the moon gains on the sun */
#define GAIN_A_DAY 12.190749
#define INDIA_DAYS (5.5 / 24)
static const double J2000_DAYS = 10957.5; /* 2000-01-01 at noon, since 1970 */

/* How far the moon is ahead of the sun, in degrees, without end: it grows by 360 from new moon to new moon (the greatest
 * terms of Meeus, "Astronomical Algorithms", chapters 25 and 47). */
static double elongation(double utc_days)
{
    double d = utc_days - J2000_DAYS;
    double mean = 297.8502 + GAIN_A_DAY * d;
    double sun = (357.5291 + 0.98560028 * d) * DEGREE, moon = (134.9634 + 13.06499295 * d) * DEGREE;
    double node = (93.2721 + 13.22935024 * d) * DEGREE, apart = mean * DEGREE;
    double ahead = 6.289 * sin(moon) + 1.274 * sin(2 * apart - moon) + 0.658 * sin(2 * apart) + 0.214 * sin(2 * moon) -
            0.186 * sin(sun) - 0.114 * sin(2 * node) + 0.059 * sin(2 * apart - 2 * moon) +
            0.057 * sin(2 * apart - sun - moon) + 0.053 * sin(2 * apart + moon) + 0.046 * sin(2 * apart - sun);
    double equation = 1.915 * sin(sun) + 0.020 * sin(2 * sun);
    return mean + ahead - equation;
}

/* The day in the middle of the year's decades on which the sun enters the sign of a month; it moves by a day in 70 years. */
static int64_t entry_of_sun(int year, int month)
{
    static const int8_t months[] = { 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3 };
    static const int8_t days[] = { 14, 15, 15, 16, 17, 17, 17, 16, 16, 14, 13, 14 };
    return dg_days_from_civil(year, months[month - 1], days[month - 1]);
}

bool dg_hindu_day(int year, int month, int tithi, int hour, int64_t *day)
{
    if (month < 1 || month > 12 || tithi < 1 || tithi > 30)
        return false;
    int64_t entry = entry_of_sun(year, month);
    double new_moon = floor(elongation((double)entry + 0.5 - INDIA_DAYS) / 360) * 360;
    double wanted = new_moon + (tithi - 1) * TITHI;
    for (*day = entry - 31; *day < entry + 33; (*day)++) {
        if (elongation((double)*day + hour / 24.0 - INDIA_DAYS) >= wanted)
            return true;
    }
    return false;
}

/* The mansion of the moon, from 0: its longitude among the stars in twenty-sevenths of the circle. */
static int mansion_of(double utc_days)
{
    enum { MANSIONS = 27 };
    double d = utc_days - J2000_DAYS, anomaly = (357.5291 + 0.98560028 * d) * DEGREE;
    double sun = 280.4665 + 0.98564736 * d + 1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly);
    double ayanamsa = 23.853 + d * 0.013969 / 365.25;
    double moon = fmod(sun + elongation(utc_days) - ayanamsa, 360);
    return (int)floor((moon < 0 ? moon + 360 : moon) / 360 * MANSIONS);
}

bool dg_hindu_mansion_day(int year, int month, int mansion, int hour, int64_t *day)
{
    enum { MONTH_DAYS = 31 };
    if (month < 1 || month > 12 || mansion < 1 || mansion > 27)
        return false;
    bool found = false;
    int64_t entry = entry_of_sun(year, month);
    for (int64_t d = entry; d < entry + MONTH_DAYS; d++) {
        double at = (double)d + hour / 24.0 - INDIA_DAYS;
        if (mansion_of(at - 1) >= mansion - 1 || mansion_of(at) < mansion - 1)
            continue;
        *day = d;
        found = true;
    }
    return found;
}
