#include "intents/calendar.h"
#include "intents/lunar.h"
#include "intents/zone.h"
#include "tests/support/check.h"

#include <unicode/ucal.h>

enum { FIRST_YEAR = DG_LUNAR_FIRST_YEAR, LAST_YEAR = DG_LUNAR_LAST_YEAR, NOON_IN_CHINA_H = 4 };

static UCalendar *open_chinese(void)
{
    UErrorCode error = U_ZERO_ERROR;
    UCalendar *cal = ucal_open(u"Asia/Shanghai", -1, "zh@calendar=chinese", UCAL_DEFAULT, &error);
    DG_CHECK(U_SUCCESS(error), "ICU has a Chinese calendar: %s", u_errorName(error));
    return cal;
}

static void move_to(UCalendar *cal, int64_t day)
{
    UErrorCode error = U_ZERO_ERROR;
    ucal_setMillis(cal, (double)day * 86400000.0 + NOON_IN_CHINA_H * 3600000.0, &error);
}

static int field(UCalendar *cal, UCalendarDateFields which)
{
    UErrorCode error = U_ZERO_ERROR;
    return ucal_get(cal, which, &error);
}

static void every_day_of_the_chinese_calendar_is_icus(void)
{
    UCalendar *cal = open_chinese();
    int64_t begin = 0, last = 0;
    int days = 0;
    DG_CHECK(dg_lunar_month(FIRST_YEAR, 1, false, &begin, &days), "the first month of %d", FIRST_YEAR);
    DG_CHECK(dg_lunar_month(LAST_YEAR, 12, false, &last, &days), "the last month of %d", LAST_YEAR);
    for (int64_t day = begin; day < last + days; day++) {
        move_to(cal, day);
        int month = field(cal, UCAL_MONTH) + 1, date = field(cal, UCAL_DATE);
        bool leap = field(cal, UCAL_IS_LEAP_MONTH) != 0;
        int64_t first = 0;
        int length = 0, year = dg_lunar_year_of(day);
        bool known = dg_lunar_month(year, month, leap, &first, &length);
        if (!DG_CHECK(known && first + date - 1 == day && date <= length, "lunar %d-%d%s-%d", year, month,
                    leap ? "+" : "", date))
            break;
    }
    ucal_close(cal);
}

static void solar_terms_stand_where_almanacs_print_them(void)
{
    static const struct {
        int year, term, month, day;
    } cases[] = {
        { 2000, 6, 4, 4 },
        { 2008, 6, 4, 4 },
        { 2017, 6, 4, 4 },
        { 2018, 6, 4, 5 },
        { 2023, 6, 4, 5 },
        { 2024, 6, 4, 4 },
        { 2020, 23, 12, 21 },
        { 2021, 23, 12, 21 },
        { 2023, 23, 12, 22 },
        { 2024, 2, 2, 4 },
        { 2021, 2, 2, 3 },
        { 2024, 11, 6, 21 },
        { 2025, 5, 3, 20 },
        { 2026, 17, 9, 23 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t day = 0;
        DG_CHECK(dg_solar_term(cases[i].year, cases[i].term, &day), "%d", cases[i].year);
        struct dg_civil c = dg_civil_of(day);
        DG_CHECK_INT(c.month * 100 + c.day, cases[i].month * 100 + cases[i].day, "solar term");
    }
}

/* GB/T 33661-2017: the month that has the winter solstice is the eleventh. */
static void the_winter_solstice_falls_into_the_eleventh_month(void)
{
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        int64_t solstice = 0, first = 0;
        int length = 0;
        bool known = dg_solar_term(year, 23, &solstice) && dg_lunar_month(year, 11, false, &first, &length);
        DG_CHECK(known && solstice >= first && solstice < first + length, "winter solstice of %d", year);
    }
}

/* ICU has no solar terms, but months that follow from them: the major term k (大寒 is 12) falls into the month k, except
 * where a month holds two of them, as in the winter of 2033. */
static void major_terms_fall_into_icus_months(void)
{
    enum { FIRST = 2000, LAST = 2050, MAJOR_TERMS = 12, OUT_OF_PLACE = 4 };
    UCalendar *cal = open_chinese();
    int moved = 0;
    for (int year = FIRST; year <= LAST; year++) {
        for (int k = 0; k < MAJOR_TERMS; k++) {
            int64_t day = 0;
            DG_CHECK(dg_solar_term(year, 2 * k + 1, &day), "term %d of %d", 2 * k + 1, year);
            move_to(cal, day);
            int want = k == 0 ? 12 : k, month = field(cal, UCAL_MONTH) + 1;
            bool leap = field(cal, UCAL_IS_LEAP_MONTH) != 0;
            DG_CHECK(!leap && (month == want || (year >= 2033 && year <= 2034)), "term %d of %d", 2 * k + 1, year);
            moved += month != want;
        }
    }
    DG_CHECK(moved <= OUT_OF_PLACE, "%d terms are out of their months", moved);
    ucal_close(cal);
}

static void years_outside_the_table_are_refused(void)
{
    int64_t day;
    int length;
    DG_CHECK(!dg_lunar_month(1899, 1, false, &day, &length), "1899");
    DG_CHECK(!dg_lunar_month(2101, 1, false, &day, &length), "2101");
    DG_CHECK(!dg_lunar_month(2024, 4, true, &day, &length), "2024 has no leap month");
    DG_CHECK(!dg_solar_term(2101, 0, &day), "terms of 2101");
}

int main(void)
{
    dg_run("every day of the Chinese calendar is ICU's", every_day_of_the_chinese_calendar_is_icus);
    dg_run("solar terms stand where almanacs print them", solar_terms_stand_where_almanacs_print_them);
    dg_run("the winter solstice falls into the eleventh month", the_winter_solstice_falls_into_the_eleventh_month);
    dg_run("major solar terms fall into ICU's months", major_terms_fall_into_icus_months);
    dg_run("years outside the table are refused", years_outside_the_table_are_refused);
    return dg_done();
}
