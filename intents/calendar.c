#include "intents/calendar.h"

#include "intents/zone.h"

int64_t dg_days_from_civil(int year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void dg_civil_from_days(int64_t days, int *year, int *month, int *day)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    uint32_t doe = (uint32_t)(z - era * 146097);
    uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    uint32_t shifted_month = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * shifted_month + 2) / 5 + 1);
    *month = (int)shifted_month + (shifted_month < 10 ? 3 : -9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

int dg_weekday(int64_t days)
{
    return (int)(((days + 3) % 7 + 7) % 7 + 1); /* 1970-01-01 was a Thursday */
}

struct dg_civil dg_civil_of(int64_t days)
{
    struct dg_civil c;
    dg_civil_from_days(days, &c.year, &c.month, &c.day);
    return c;
}

bool dg_is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int dg_month_days(int year, int month)
{
    static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return days[month - 1] + (month == 2 && dg_is_leap(year));
}

bool dg_is_date(int year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= dg_month_days(year, month);
}

int64_t dg_add_months(int64_t days, int months)
{
    struct dg_civil c = dg_civil_of(days);
    int total = c.year * 12 + c.month - 1 + months;
    int year = total >= 0 ? total / 12 : (total - 11) / 12, month = total - year * 12 + 1;
    int last = dg_month_days(year, month);
    return dg_days_from_civil(year, month, c.day < last ? c.day : last);
}

int64_t dg_month_start(int year, int month)
{
    int total = year * 12 + month - 1;
    int y = total >= 0 ? total / 12 : (total - 11) / 12;
    return dg_days_from_civil(y, total - y * 12 + 1, 1);
}

int64_t dg_week_start(int64_t days)
{
    return days - (dg_weekday(days) - 1);
}

int64_t dg_iso_week(int year, int week)
{
    return dg_week_start(dg_days_from_civil(year, 1, 4)) + 7 * (int64_t)(week - 1);
}

int64_t dg_nth_weekday(int year, int month, int weekday, int n)
{
    if (n > 0) {
        int64_t first = dg_month_start(year, month);
        return first + (weekday - dg_weekday(first) + 7) % 7 + 7 * (int64_t)(n - 1);
    }
    int64_t last = dg_month_start(year, month + 1) - 1;
    return last - (dg_weekday(last) - weekday + 7) % 7 + 7 * (int64_t)(n + 1);
}

/* The Gregorian computus of Meeus, Jones and Butcher. */
int64_t dg_easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return dg_days_from_civil(year, n / 31, n % 31 + 1);
}
