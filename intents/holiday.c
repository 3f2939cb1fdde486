#include "intents/holiday.h"

#include "intents/calendar.h"
#include "intents/hindu.h"
#include "intents/lexicon.h"
#include "intents/lunar.h"
#include "intents/zone.h"

struct dg_holiday dg_holiday_of(struct dg_str value)
{
    struct dg_word w = { .value = value };
    return (struct dg_holiday){
        .kind = (uint8_t)dg_word_number(&w, 0, DG_HOLIDAY_COUNT),
        .month = (int8_t)dg_word_number(&w, 1, 0),
        .day = (int8_t)dg_word_number(&w, 2, 0),
        .weekday = (int8_t)dg_word_number(&w, 3, 0),
        .nth = (int8_t)dg_word_number(&w, 4, 0),
        .shift_days = (int16_t)dg_word_number(&w, 5, 0),
        .length_days = (int16_t)dg_word_number(&w, 6, 1),
        .since = (int16_t)dg_word_number(&w, 7, 0),
        .off = dg_word_number(&w, 8, 0) == 1,
    };
}

/* Easter by the Julian calendar (Meeus), moved to the Gregorian one; right from 1900 to 2099. */
static int64_t orthodox_easter(int year)
{
    int a = year % 4, b = year % 7, c = year % 19;
    int d = (19 * c + 15) % 30, e = (2 * a + 4 * b - d + 34) % 7;
    int month = (d + e + 114) / 31, day = (d + e + 114) % 31 + 1;
    return dg_days_from_civil(year, month, day) + 13;
}

/* The eve of a lunar month belongs to the Gregorian year in which the month begins. */
static bool lunar_day(const struct dg_holiday *h, int year, int64_t *day)
{
    int64_t first;
    int length;
    if (!dg_lunar_month(year, h->month, false, &first, &length) || h->day > length)
        return false;
    *day = first + h->day - 1;
    return true;
}

/* The tabular Islamic calendar, civil epoch (leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30). */
static int64_t islamic_day(int year, int month, int day)
{
    return day + (59 * (month - 1) + 1) / 2 + (int64_t)(year - 1) * 354 + (3 + 11 * year) / 30 + 227014 - 719163;
}

static bool islamic(const struct dg_holiday *h, int year, int64_t *day)
{
    int first = (int)((year - 622) * 33 / 32) - 1;
    for (int y = first; y < first + 4; y++) { /* a Gregorian year may hold two: the first counts */
        *day = islamic_day(y, h->month, h->day);
        if (dg_civil_of(*day).year == year)
            return true;
    }
    return false;
}

static bool hebrew_leap(int year)
{
    return (7 * year + 1) % 19 < 7;
}

/* The first of Tishri (Reingold and Dershowitz, "Calendrical Calculations", with the four postponements). */
static int64_t hebrew_elapsed(int year)
{
    int64_t months = (235 * (int64_t)year - 234) / 19, parts = 12084 + 13753 * months;
    int64_t day = 29 * months + parts / 25920;
    return 3 * (day + 1) % 7 < 3 ? day + 1 : day;
}

static int64_t hebrew_new_year(int year)
{
    int64_t before = hebrew_elapsed(year - 1), this = hebrew_elapsed(year), after = hebrew_elapsed(year + 1);
    int64_t delay = after - this == 356 ? 2 : this - before == 382 ? 1 : 0;
    return this + delay - 1373429 - 719163 + 2; /* the epoch, in days before 0001-01-01 */
}

/* Days of the months from Tishri on; the 6th is the Adar of which a leap year has another before it. */
static int64_t hebrew_day(int year, int month, int day)
{
    int64_t start = hebrew_new_year(year), length = hebrew_new_year(year + 1) - start;
    int days[13] = { 30, 29 + (length % 10 == 5), 30 - (length % 10 == 3), 29, 30, 29, 30, 29, 30, 29, 30, 29 };
    for (int m = 1; m < month; m++) {
        start += days[m - 1];
        if (m == 5 && hebrew_leap(year))
            start += 30;
    }
    return start + day - 1;
}

/* Israel's law moves its day so that neither it nor the eve of the day before falls on a sabbath. */
static int64_t off_sabbath(int64_t day)
{
    int weekday = dg_weekday(day);
    return weekday == 5 ? day - 1 : weekday == 6 ? day - 2 : weekday == 1 ? day + 1 : day;
}

static bool hebrew(const struct dg_holiday *h, int year, int64_t *day)
{
    for (int y = year + 3760; y <= year + 3761; y++) {
        *day = hebrew_day(y, h->month, h->day);
        if (h->nth == 1)
            *day = off_sabbath(*day);
        if (dg_civil_of(*day).year == year)
            return true;
    }
    return false;
}

static int64_t on_or_before(int64_t day, int weekday)
{
    return day - (dg_weekday(day) - weekday + 7) % 7;
}

static bool plain_day(const struct dg_holiday *h, int year, int64_t *day)
{
    switch ((enum dg_holiday_kind)h->kind) {
    case DG_HOLIDAY_FIXED:
        *day = dg_days_from_civil(year, h->month, h->day);
        return true;
    case DG_HOLIDAY_NTH:
        *day = dg_nth_weekday(year, h->month, h->weekday, h->nth);
        return true;
    case DG_HOLIDAY_ON_OR_BEFORE:
        *day = on_or_before(dg_days_from_civil(year, h->month, h->day), h->weekday);
        return true;
    case DG_HOLIDAY_EASTER:
        *day = dg_easter(year);
        return true;
    case DG_HOLIDAY_ORTHODOX:
        *day = orthodox_easter(year);
        return true;
    case DG_HOLIDAY_LUNAR:
        return lunar_day(h, year, day);
    case DG_HOLIDAY_TERM:
        return dg_solar_term(year, h->nth, day);
    case DG_HOLIDAY_ISLAMIC:
        return islamic(h, year, day);
    case DG_HOLIDAY_HEBREW:
        return hebrew(h, year, day);
    case DG_HOLIDAY_HINDU:
        return dg_hindu_day(year, h->month, h->day, h->nth, day);
    case DG_HOLIDAY_COUNT:
        break;
    }
    return false;
}

bool dg_holiday_day(const struct dg_holiday *holiday, int year, int64_t *day)
{
    if (year < holiday->since || !plain_day(holiday, year, day))
        return false;
    *day += holiday->shift_days;
    return true;
}
