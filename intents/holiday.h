/* Holidays as rules: the words and the rule of each stand in intents/data/<lang>/holiday.tsv.
 * Nothing is owned. Pure; any thread. */
#ifndef DG_HOLIDAY_H
#define DG_HOLIDAY_H

#include "intents/str.h"

#include <stdbool.h>
#include <stdint.h>

/* How a holiday's day follows from the year; the number stands in the tables. */
enum dg_holiday_kind {
    DG_HOLIDAY_FIXED, /* month, day; nth 1: not on a Sunday but before it; 2: off the weekend */
    DG_HOLIDAY_NTH, /* the nth (below zero: from the end) weekday of month; day 1: a week before that on the eve of Easter */
    DG_HOLIDAY_ON_OR_BEFORE, /* the last weekday on or before month, day */
    DG_HOLIDAY_EASTER, /* Easter Sunday */
    DG_HOLIDAY_ORTHODOX, /* Easter Sunday of the eastern churches */
    DG_HOLIDAY_LUNAR, /* month, day of the Chinese calendar; day 0 is the eve of the month */
    DG_HOLIDAY_TERM, /* solar term number `nth` */
    DG_HOLIDAY_ISLAMIC, /* month, day of the Islamic calendar of Umm al-Qura */
    DG_HOLIDAY_HEBREW, /* month, day of the Hebrew calendar, Tishri is 1; nth 1: kept off the sabbath, 2: put off from it */
    DG_HOLIDAY_HINDU, /* month, tithi (as day) of the Hindu calendar, begun by the hour `nth` */
    DG_HOLIDAY_PERSIAN, /* the new year of Iran */
    DG_HOLIDAY_PARSI, /* the new year of the Parsis */
    DG_HOLIDAY_US_TAX, /* when American taxes are due */
    DG_HOLIDAY_LISTED, /* days of list `month`, of some years */
    DG_HOLIDAY_MANSION, /* solar month, lunar mansion (as day) of the Hindu calendar, entered by the hour `nth` */
    DG_HOLIDAY_STEM, /* the `day`-th day of the stem geng on or after solar term number `nth` */
    DG_HOLIDAY_COUNT
};

struct dg_holiday {
    uint8_t kind; /* enum dg_holiday_kind */
    int8_t month, day, weekday, nth;
    int16_t shift_days; /* then so many days on */
    int16_t length_days;
    int16_t since; /* the first year, or 0 */
    int16_t from_min, to_min; /* hours of the day that it lasts, in minutes; else 0 */
    bool off; /* the days off around it are meant, not the day: 国庆期间 */
};

/* The rule that a table gives as the value of a word of class time.holiday. */
struct dg_holiday dg_holiday_of(struct dg_str value);

/* The day of a holiday in a Gregorian year; false when it has none in that year. */
bool dg_holiday_day(const struct dg_holiday *holiday, int year, int64_t *day);

/* The days off work around a holiday of China in a Gregorian year, `days` from `first` on; of any other holiday the holiday
 * itself. False when it has none in that year. */
bool dg_holiday_off(const struct dg_holiday *holiday, int year, int64_t *first, int *days);

#endif
