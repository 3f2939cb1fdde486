/* The days that are off work in China around a holiday. The regulation (State Council, 2024) gives the holidays and says that
 * weekends beside them are joined; which working days are traded for them is announced year by year, and not known here. */
#include "intents/calendar.h"
#include "intents/holiday.h"
#include "intents/lunar.h"
#include "intents/zone.h"

/* How many days are off, from so many days before the holiday; 0: with the weekend that touches it. */
static const struct {
    uint8_t kind; /* enum dg_holiday_kind */
    int8_t month, day, nth;
    uint8_t before, days;
} rows[] = {
    { DG_HOLIDAY_LUNAR, 1, 1, 0, 1, 8 }, /* from the eve to the seventh */
    { DG_HOLIDAY_FIXED, 5, 1, 0, 0, 5 },
    { DG_HOLIDAY_FIXED, 10, 1, 0, 0, 7 },
    { DG_HOLIDAY_FIXED, 1, 1, 0, 0, 0 },
    { DG_HOLIDAY_TERM, 0, 0, 6, 0, 0 }, /* Qingming */
    { DG_HOLIDAY_LUNAR, 5, 5, 0, 0, 0 },
    { DG_HOLIDAY_LUNAR, 8, 15, 0, 0, 0 },
};

/* The mid-autumn festival inside the first week of October makes it a day longer. */
static bool shares_autumn(int year)
{
    int64_t first, from = dg_days_from_civil(year, 10, 1);
    int length;
    return dg_lunar_month(year, 8, false, &first, &length) && first + 14 >= from && first + 14 < from + 7;
}

static void join_weekend(int64_t *first, int *days)
{
    enum { FRIDAY = 5, SUNDAY = 7 };
    int weekday = dg_weekday(*first);
    *days = weekday >= FRIDAY || weekday == 1 ? 3 : 1; /* a day off on a weekend is made up for on the Monday */
    *first -= weekday == SUNDAY ? 1 : weekday == 1 ? 2 : 0;
}

bool dg_holiday_off(const struct dg_holiday *h, int year, int64_t *first, int *days)
{
    if (!dg_holiday_day(h, year, first))
        return false;
    *days = h->length_days;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool same = rows[i].kind == h->kind && rows[i].month == h->month && rows[i].day == h->day &&
                rows[i].nth == h->nth && !h->shift_days;
        if (!same)
            continue;
        *first -= rows[i].before;
        *days = rows[i].days;
        if (!*days)
            join_weekend(first, days);
        else if (h->kind == DG_HOLIDAY_FIXED && h->month == 10 && shares_autumn(year))
            ++*days;
    }
    return true;
}
