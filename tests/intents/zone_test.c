#include "intents/calendar.h"
#include "intents/zone.h"
#include "tests/support/check.h"

static struct dg_instant instant(const char *text)
{
    struct dg_instant t = { -1, -1 };
    DG_CHECK(dg_instant_parse(&t, dg_str_of(text), NULL), "%s is a time", text);
    return t;
}

static void days_and_dates_go_both_ways(void)
{
    static const struct {
        int year, month, day, weekday;
        long long days;
    } cases[] = {
        { 1970, 1, 1, 4, 0 },
        { 2000, 2, 29, 2, 11016 },
        { 1900, 3, 1, 4, -25508 },
        { 2024, 12, 31, 2, 20088 },
        { 1, 1, 1, 1, -719162 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t days = dg_days_from_civil(cases[i].year, cases[i].month, cases[i].day);
        struct dg_civil back = dg_civil_of(days);
        DG_CHECK_INT(days, cases[i].days, "days");
        DG_CHECK_INT(dg_weekday(days), cases[i].weekday, "weekday");
        DG_CHECK_INT(back.year * 10000 + back.month * 100 + back.day,
                cases[i].year * 10000 + cases[i].month * 100 + cases[i].day, "date");
    }
}

static void times_are_read_and_printed_in_rfc_3339(void)
{
    static const struct {
        const char *text, *printed; /* NULL: no time */
    } cases[] = {
        { "2024-02-21T19:00:00+08:00", "2024-02-21T19:00:00+08:00" },
        { "2024-02-21 19:00:00+0800", "2024-02-21T19:00:00+08:00" },
        { "2024-02-21t19:00Z", "2024-02-21T19:00:00+00:00" },
        { "1969-12-31T23:59:59.75-05:30", "1969-12-31T23:59:59-05:30" },
        { "2024-02-21T24:00:00Z", "2024-02-22T00:00:00+00:00" },
        { "2024-02-30T19:00:00Z", NULL },
        { "2024-02-21T25:00:00Z", NULL },
        { "2024-02-21T19:00:00", NULL },
        { "2024-02-21", NULL },
        { "2024-02-21T19:00:00Zx", NULL },
        { "", NULL },
    };
    struct dg_arena *a = dg_arena_create(1 << 16);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_instant t;
        bool is_time = dg_instant_parse(&t, dg_str_of(cases[i].text), NULL);
        DG_CHECK(is_time == (cases[i].printed != NULL), "%s", cases[i].text);
        if (is_time && cases[i].printed)
            DG_CHECK_STR(dg_instant_print(a, t), cases[i].printed, cases[i].text);
    }
    dg_arena_destroy(a);
}

static void a_missing_offset_is_the_zones(void)
{
    struct dg_zone *z = dg_zone_create(dg_str_of("America/New_York"));
    struct dg_instant t;
    DG_CHECK(dg_instant_parse(&t, dg_str_of("2024-07-01T12:00:00"), z), "a time");
    DG_CHECK_INT(t.offset_s, -4 * 3600, "summer time");
    dg_zone_destroy(z);
}

static void zones_are_known_by_name_and_by_offset(void)
{
    static const struct {
        const char *given, *name; /* NULL: no such zone */
        int offset_s; /* on 2024-02-21 */
    } cases[] = {
        { "Asia/Shanghai", "Asia/Shanghai", 28800 },
        { "PRC", "PRC", 28800 },
        { "Asia/Kolkata", "Asia/Kolkata", 19800 },
        { "UTC", "UTC", 0 },
        { "Z", "UTC", 0 },
        { "+8", "+08:00", 28800 },
        { "+0530", "+05:30", 19800 },
        { "-05:00", "-05:00", -18000 },
        { "Etc/GMT-8", "Etc/GMT-8", 28800 },
        { "Asia/Peking", NULL, 0 },
        { "+99:00", NULL, 0 },
        { "+8:0", NULL, 0 },
        { "GMT+8", NULL, 0 },
        { "", NULL, 0 },
        { "../etc/passwd", NULL, 0 },
    };
    struct dg_zones *zones = dg_zones_create();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct dg_zone *z = dg_zones_get(zones, dg_str_of(cases[i].given));
        if (!DG_CHECK((z != NULL) == (cases[i].name != NULL), "%s", cases[i].given) || !z)
            continue;
        DG_CHECK_STR(dg_zone_name(z), cases[i].name, cases[i].given);
        DG_CHECK_INT(dg_zone_offset(z, instant("2024-02-21T00:00:00Z").utc_s), cases[i].offset_s, cases[i].given);
        DG_CHECK(dg_zones_get(zones, dg_str_of(cases[i].given)) == z, "%s: the same zone again", cases[i].given);
    }
    dg_zones_destroy(zones);
}

static void gaps_move_on_and_overlaps_take_the_first(void)
{
    static const struct {
        const char *zone, *wall, *instant;
        enum dg_wall kind;
    } cases[] = {
        { "America/New_York", "2024-03-10T02:30:00Z", "2024-03-10T03:30:00-04:00", DG_WALL_NEVER },
        { "America/New_York", "2024-11-03T01:30:00Z", "2024-11-03T01:30:00-04:00", DG_WALL_TWICE },
        { "America/New_York", "2024-11-03T02:00:00Z", "2024-11-03T02:00:00-05:00", DG_WALL_ONCE },
        { "Europe/London", "2024-03-31T01:00:00Z", "2024-03-31T02:00:00+01:00", DG_WALL_NEVER },
        { "Australia/Lord_Howe", "2024-10-06T02:15:00Z", "2024-10-06T02:45:00+11:00", DG_WALL_NEVER },
        { "Asia/Shanghai", "2024-03-10T02:30:00Z", "2024-03-10T02:30:00+08:00", DG_WALL_ONCE },
    };
    struct dg_arena *a = dg_arena_create(1 << 16);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_zone *z = dg_zone_create(dg_str_of(cases[i].zone));
        enum dg_wall kind;
        struct dg_instant t = dg_zone_instant(z, instant(cases[i].wall).utc_s, &kind);
        DG_CHECK_STR(dg_instant_print(a, t), cases[i].instant, cases[i].wall);
        DG_CHECK_INT((int)kind, (int)cases[i].kind, cases[i].wall);
        dg_zone_destroy(z);
    }
    dg_arena_destroy(a);
}

static void months_weeks_and_easter_follow_the_calendar(void)
{
    struct dg_civil c = dg_civil_of(dg_add_months(dg_days_from_civil(2024, 1, 31), 1));
    DG_CHECK_INT(c.month * 100 + c.day, 229, "a month after the 31st of January");
    c = dg_civil_of(dg_iso_week(2021, 1));
    DG_CHECK_INT(c.month * 100 + c.day, 104, "week 1 of 2021");
    c = dg_civil_of(dg_nth_weekday(2024, 11, 4, 4));
    DG_CHECK_INT(c.day, 28, "Thanksgiving 2024");
    c = dg_civil_of(dg_nth_weekday(2024, 5, 1, -1));
    DG_CHECK_INT(c.day, 27, "the last Monday of May 2024");
    c = dg_civil_of(dg_easter(2025));
    DG_CHECK_INT(c.month * 100 + c.day, 420, "Easter 2025");
}

int main(void)
{
    dg_run("days and dates go both ways", days_and_dates_go_both_ways);
    dg_run("times are read and printed in RFC 3339", times_are_read_and_printed_in_rfc_3339);
    dg_run("a missing offset is the zone's", a_missing_offset_is_the_zones);
    dg_run("zones are known by name and by offset", zones_are_known_by_name_and_by_offset);
    dg_run("gaps move on and overlaps take the first", gaps_move_on_and_overlaps_take_the_first);
    dg_run("months, weeks and Easter follow the calendar", months_weeks_and_easter_follow_the_calendar);
    return dg_done();
}
