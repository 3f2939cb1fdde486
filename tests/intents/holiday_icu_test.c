/* Every row of the tables of holidays, each year from 2000 to 2050, against ICU's calendars. What ICU has no calendar for
 * (Easter, solar terms, the Hindu months) is held to published dates in holiday_test.c and to the months of ICU's Chinese
 * calendar in lunar_test.c. */
#include "intents/calendar.h"
#include "intents/holiday.h"
#include "intents/lexicon.h"
#include "intents/zone.h"
#include "tests/support/check.h"

#include <stdio.h>
#include <unicode/ucal.h>

enum { FIRST_YEAR = 2000, LAST_YEAR = 2050, LINE_BYTES = 512, NOON_IN_CHINA_H = 4 };

static const char *const tables[] = { "intents/data/zh/holiday.tsv", "intents/data/en/holiday.tsv" };

/* ICU's calendar of a kind of holiday. */
static const char *calendar_of(enum dg_holiday_kind kind)
{
    switch (kind) {
    case DG_HOLIDAY_FIXED:
    case DG_HOLIDAY_NTH:
    case DG_HOLIDAY_ON_OR_BEFORE:
        return "en@calendar=gregorian";
    case DG_HOLIDAY_LUNAR:
        return "en@calendar=chinese";
    case DG_HOLIDAY_ISLAMIC:
        return "en@calendar=islamic-umalqura";
    case DG_HOLIDAY_HEBREW:
        return "en@calendar=hebrew";
    case DG_HOLIDAY_PERSIAN:
        return "en@calendar=persian";
    default:
        return NULL;
    }
}

static UCalendar *open_calendar(enum dg_holiday_kind kind)
{
    UErrorCode error = U_ZERO_ERROR;
    UCalendar *cal = ucal_open(u"Asia/Shanghai", -1, calendar_of(kind), UCAL_DEFAULT, &error);
    DG_CHECK(U_SUCCESS(error), "%s: %s", calendar_of(kind), u_errorName(error));
    return cal;
}

static int field(UCalendar *cal, int64_t day, UCalendarDateFields which)
{
    UErrorCode error = U_ZERO_ERROR;
    ucal_setMillis(cal, (double)day * 86400000.0 + NOON_IN_CHINA_H * 3600000.0, &error);
    return ucal_get(cal, which, &error);
}

static bool is_date(UCalendar *cal, int64_t day, int month, int date)
{
    return field(cal, day, UCAL_MONTH) == month && field(cal, day, UCAL_DATE) == date &&
            !field(cal, day, UCAL_IS_LEAP_MONTH);
}

/* ICU has a place for the first Adar in every year, also in those that have only one. */
static int hebrew_month(int month)
{
    return month >= 6 ? month : month - 1;
}

static bool is_nth(UCalendar *cal, int64_t day, const struct dg_holiday *h)
{
    if (field(cal, day, UCAL_MONTH) != h->month - 1 || field(cal, day, UCAL_DAY_OF_WEEK) != h->weekday % 7 + 1)
        return false;
    if (h->nth > 0)
        return field(cal, day, UCAL_DAY_OF_WEEK_IN_MONTH) == h->nth;
    return field(cal, day - 7 * h->nth, UCAL_MONTH) != h->month - 1 &&
            field(cal, day - 7 * (h->nth + 1), UCAL_MONTH) == h->month - 1;
}

static bool is_on_or_before(UCalendar *cal, int64_t day, const struct dg_holiday *h)
{
    if (field(cal, day, UCAL_DAY_OF_WEEK) != h->weekday % 7 + 1)
        return false;
    for (int later = 0; later < 7; later++) {
        if (is_date(cal, day + later, h->month - 1, h->day))
            return true;
    }
    return false;
}

/* Whether ICU says the same of the day; shifts and moves off the sabbath are taken back first. */
static bool agrees(UCalendar *cal, const struct dg_holiday *h, int64_t day)
{
    switch ((enum dg_holiday_kind)h->kind) {
    case DG_HOLIDAY_FIXED:
        return is_date(cal, day, h->month - 1, h->day) ||
                (h->nth &&
                        (is_date(cal, day + 1, h->month - 1, h->day) || is_date(cal, day - 1, h->month - 1, h->day)));
    case DG_HOLIDAY_NTH:
        if (h->day && is_nth(cal, day + 7, h)) /* makes way for the eve of Easter, which holiday_test.c knows */
            return dg_easter(field(cal, day, UCAL_YEAR)) == day + 8;
        return is_nth(cal, day, h) && !(h->day && dg_easter(field(cal, day, UCAL_YEAR)) == day + 1);
    case DG_HOLIDAY_ON_OR_BEFORE:
        return is_on_or_before(cal, day, h);
    case DG_HOLIDAY_LUNAR: /* day 0 is the eve of the month */
        return h->day ? is_date(cal, day, h->month - 1, h->day) : is_date(cal, day + 1, h->month - 1, 1);
    case DG_HOLIDAY_ISLAMIC:
        return is_date(cal, day, h->month - 1, h->day);
    case DG_HOLIDAY_HEBREW:
        if (h->nth == 1) /* at most two days before, or one after */
            return is_date(cal, day, hebrew_month(h->month), h->day) ||
                    is_date(cal, day + 1, hebrew_month(h->month), h->day) ||
                    is_date(cal, day + 2, hebrew_month(h->month), h->day) ||
                    is_date(cal, day - 1, hebrew_month(h->month), h->day);
        if (h->nth == 2) /* or put off by a day */
            return is_date(cal, day, hebrew_month(h->month), h->day) ||
                    is_date(cal, day - 1, hebrew_month(h->month), h->day);
        return is_date(cal, day, hebrew_month(h->month), h->day);
    case DG_HOLIDAY_PERSIAN:
        return is_date(cal, day, 0, 1);
    default:
        return false;
    }
}

/* Some releases of ICU (72 is one) begin the Hebrew year 5807 on Tuesday 2 October 2046. Its molad falls on a Sunday, 17
 * hours and 87 parts, and is put off to the Monday, the 1st, which the published calendars have too. To make up for it that
 * ICU gives Heshvan 5806 a day more and Heshvan 5807 one less: in between it is asked for the day after. */
static int64_t icus_day(const struct dg_holiday *h, UCalendar *cal, int64_t day)
{
    int64_t from = dg_days_from_civil(2045, 11, 10), to = dg_days_from_civil(2046, 11, 30);
    if (h->kind != DG_HOLIDAY_HEBREW || day < from || day >= to)
        return day;
    bool late = field(cal, dg_days_from_civil(2046, 10, 1), UCAL_DATE) != 1;
    return late ? day + 1 : day;
}

static void check_rule(const struct dg_holiday *h, UCalendar *cal, const char *name)
{
    for (int year = FIRST_YEAR > h->since ? FIRST_YEAR : h->since; year <= LAST_YEAR; year++) {
        int64_t day = 0;
        if (!dg_holiday_day(h, year, &day)) { /* a year may have no 30th of the twelfth month */
            DG_CHECK(h->kind == DG_HOLIDAY_LUNAR && h->day == 30, "%s has a day in %d", name, year);
            continue;
        }
        DG_CHECK(dg_civil_of(day - h->shift_days).year == year || h->kind == DG_HOLIDAY_LUNAR, "%s in %d", name, year);
        day -= h->shift_days;
        DG_CHECK(agrees(cal, h, icus_day(h, cal, day)), "%s in %d is ICU's", name, year);
    }
}

static bool is_row(char *line, struct dg_holiday *rule)
{
    char *class = strchr(line, '\t');
    if (line[0] == '#' || !class || strncmp(class + 1, "time.holiday\t", 13) != 0)
        return false;
    *class = '\0';
    char *value = class + 14;
    value[strcspn(value, "\n")] = '\0';
    *rule = dg_holiday_of(dg_str_of(value));
    return true;
}

static int check_table(const char *path, enum dg_holiday_kind kind, UCalendar *cal)
{
    FILE *file = fopen(path, "r");
    char line[LINE_BYTES];
    int rows = 0;
    if (!DG_CHECK(file != NULL, "%s", path))
        return 0;
    while (fgets(line, sizeof line, file)) {
        struct dg_holiday rule;
        if (!is_row(line, &rule) || rule.kind != kind)
            continue;
        check_rule(&rule, cal, line);
        rows++;
    }
    fclose(file);
    return rows;
}

static void check_kind(enum dg_holiday_kind kind)
{
    UCalendar *cal = open_calendar(kind);
    int rows = 0;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        rows += check_table(tables[i], kind, cal);
    DG_CHECK(rows > 0, "the tables have holidays of kind %d", (int)kind);
    ucal_close(cal);
}

static void every_holiday_of_the_gregorian_calendar_is_icus(void)
{
    check_kind(DG_HOLIDAY_FIXED);
    check_kind(DG_HOLIDAY_NTH);
    check_kind(DG_HOLIDAY_ON_OR_BEFORE);
}

static void every_holiday_of_the_chinese_calendar_is_icus(void)
{
    check_kind(DG_HOLIDAY_LUNAR);
}

static void every_holiday_of_the_islamic_calendar_is_icus(void)
{
    check_kind(DG_HOLIDAY_ISLAMIC);
}

static void every_holiday_of_the_hebrew_calendar_is_icus(void)
{
    check_kind(DG_HOLIDAY_HEBREW);
}

static void the_new_year_of_iran_is_icus(void)
{
    check_kind(DG_HOLIDAY_PERSIAN);
}

int main(void)
{
    dg_run("every holiday of the Gregorian calendar is ICU's", every_holiday_of_the_gregorian_calendar_is_icus);
    dg_run("every holiday of the Chinese calendar is ICU's", every_holiday_of_the_chinese_calendar_is_icus);
    dg_run("every holiday of the Islamic calendar is ICU's", every_holiday_of_the_islamic_calendar_is_icus);
    dg_run("every holiday of the Hebrew calendar is ICU's", every_holiday_of_the_hebrew_calendar_is_icus);
    dg_run("the new year of Iran is ICU's", the_new_year_of_iran_is_icus);
    return dg_done();
}
