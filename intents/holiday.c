#include "intents/holiday.h"

#include "intents/calendar.h"
#include "intents/hijri.h"
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
        .from_min = (int16_t)dg_word_number(&w, 9, 0),
        .to_min = (int16_t)dg_word_number(&w, 10, 0),
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
        if (h->nth == 2) /* a fast is put off from the sabbath to the day after */
            *day += dg_weekday(*day) == 6;
        if (dg_civil_of(*day).year == year)
            return true;
    }
    return false;
}

/* A fixed date that makes way: for a Sunday by the day before, for a weekend by its nearest weekday. */
static int64_t fixed_day(const struct dg_holiday *h, int year)
{
    enum { OFF_SUNDAY = 1, OFF_WEEKEND = 2 };
    int64_t day = dg_days_from_civil(year, h->month, h->day);
    int weekday = dg_weekday(day);
    if (h->nth == OFF_SUNDAY)
        return day - (weekday == 7);
    if (h->nth == OFF_WEEKEND)
        return weekday == 6 ? day - 1 : weekday == 7 ? day + 1 : day;
    return day;
}

/* American taxes are due on 15 April, or on the next day of work; Emancipation Day, 16 April in Washington, is none. */
static int64_t us_tax_day(int year)
{
    const struct dg_holiday emancipation = { .kind = DG_HOLIDAY_FIXED, .month = 4, .day = 16, .nth = 2 };
    int64_t day = dg_days_from_civil(year, 4, 15), off = fixed_day(&emancipation, year);
    while (dg_weekday(day) > 5 || day == off)
        day++;
    return day;
}

/* Days that no rule gives: those of elections. */
static bool listed_day(int list, int year, int64_t *day)
{
    enum { SUPER_TUESDAY = 1, MINI_TUESDAY = 2 };
    static const struct {
        int16_t year;
        uint8_t list, month, day;
    } days[] = { { 1988, SUPER_TUESDAY, 3, 8 }, { 1992, SUPER_TUESDAY, 3, 10 }, { 1996, SUPER_TUESDAY, 3, 12 },
        { 2000, SUPER_TUESDAY, 3, 7 }, { 2004, MINI_TUESDAY, 2, 3 }, { 2004, SUPER_TUESDAY, 3, 2 },
        { 2008, SUPER_TUESDAY, 2, 5 }, { 2012, SUPER_TUESDAY, 3, 6 }, { 2016, SUPER_TUESDAY, 3, 1 },
        { 2020, SUPER_TUESDAY, 3, 3 }, { 2024, SUPER_TUESDAY, 3, 5 }, { 2028, SUPER_TUESDAY, 3, 7 } };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        if (days[i].list != list || days[i].year != year)
            continue;
        *day = dg_days_from_civil(year, days[i].month, days[i].day);
        return true;
    }
    return false;
}

/* The Persian year begins near the equinox; the cycle of 33 years with eight leap years holds from 1900 to 2087. */
static int64_t persian_new_year(int year)
{
    enum { BEFORE_GREGORIAN = 621, EPOCH = -492268 }; /* the day before the era's first, since 1970-01-01 */
    int y = year - BEFORE_GREGORIAN;
    return 365 * ((int64_t)y - 1) + (8 * (int64_t)y + 21) / 33 + EPOCH;
}

/* The year of the Parsis has 365 days and no leap years. */
static bool parsi_new_year(int year, int64_t *day)
{
    int64_t known = dg_days_from_civil(2018, 8, 17), first = dg_days_from_civil(year, 1, 1);
    *day = first + ((known - first) % 365 + 365) % 365;
    return true;
}

static int64_t on_or_before(int64_t day, int weekday)
{
    return day - (dg_weekday(day) - weekday + 7) % 7;
}

/* The hour of the earth makes way for the eve of Easter. */
static int64_t nth_day(const struct dg_holiday *h, int year)
{
    enum { OFF_EASTER = 1 };
    int64_t day = dg_nth_weekday(year, h->month, h->weekday, h->nth);
    return h->day == OFF_EASTER && day + 1 == dg_easter(year) ? day - 7 : day;
}

/* Days are counted by ten stems; the days of geng, the seventh, begin the hot weeks (三伏). */
static bool stem_day(const struct dg_holiday *h, int year, int64_t *day)
{
    enum { STEMS = 10 };
    int64_t known = dg_days_from_civil(2024, 7, 15);
    if (!dg_solar_term(year, h->nth, day))
        return false;
    *day += ((known - *day) % STEMS + STEMS) % STEMS + STEMS * (h->day - 1);
    return true;
}

static bool plain_day(const struct dg_holiday *h, int year, int64_t *day)
{
    switch ((enum dg_holiday_kind)h->kind) {
    case DG_HOLIDAY_FIXED:
        *day = fixed_day(h, year);
        return true;
    case DG_HOLIDAY_US_TAX:
        *day = us_tax_day(year);
        return true;
    case DG_HOLIDAY_LISTED:
        return listed_day(h->month, year, day);
    case DG_HOLIDAY_PERSIAN:
        *day = persian_new_year(year);
        return true;
    case DG_HOLIDAY_PARSI:
        return parsi_new_year(year, day);
    case DG_HOLIDAY_NTH:
        *day = nth_day(h, year);
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
        return dg_hijri_day(year, h->month, h->day, day);
    case DG_HOLIDAY_HEBREW:
        return hebrew(h, year, day);
    case DG_HOLIDAY_HINDU:
        return dg_hindu_day(year, h->month, h->day, h->nth, day);
    case DG_HOLIDAY_MANSION:
        return dg_hindu_mansion_day(year, h->month, h->day, h->nth, day);
    case DG_HOLIDAY_STEM:
        return stem_day(h, year, day);
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
