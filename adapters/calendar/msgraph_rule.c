#include "adapters/calendar/msgraph_rule.h"

#include "adapters/body.h"
#include "intents/calendar.h"

enum { NUMBER_MAX = 999, SHORTEST_MONTH = 28, LEAP_YEAR = 2024, DAY_S = 86400 };

/* Weekdays by number: 1 is Monday. */
static const struct {
    const char *rule, *graph;
} weekdays[] = { { "", "" }, { "MO", "monday" }, { "TU", "tuesday" }, { "WE", "wednesday" }, { "TH", "thursday" },
    { "FR", "friday" }, { "SA", "saturday" }, { "SU", "sunday" } };

struct rule {
    struct dg_str frequency, until;
    int interval, count, month, day;
    unsigned days; /* bit n: weekday n */
    int day_count, nth; /* of the weekday in its month; 0: every one, -1: the last */
    int week_start;
};

/* ---- the rule ----------------------------------------------------------------------------------------------------- */

/* From 1 to NUMBER_MAX. */
static bool read_number(int *out, struct dg_str text)
{
    *out = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || *out > NUMBER_MAX / 10)
            return false;
        *out = *out * 10 + (text.at[i] - '0');
    }
    return *out > 0 && *out <= NUMBER_MAX;
}

/* "MO"; 0: none. */
static int read_weekday(struct dg_str text)
{
    for (int d = 1; d <= 7; d++) {
        if (dg_str_is(text, weekdays[d].rule))
            return d;
    }
    return 0;
}

/* "TH", "1MO", "-1FR"; those of one rule have one number. */
static bool read_day(struct rule *r, struct dg_str text)
{
    bool last = dg_str_starts(text, "-");
    size_t name = text.len < 2 ? 0 : text.len - 2;
    int nth = 0, day = read_weekday(dg_str_cut(text, name, text.len));
    if (name && !read_number(&nth, dg_str_cut(text, last ? 1 : 0, name)))
        return false;
    if (!day || (last ? nth != 1 : nth > 4) || (r->day_count && nth != (r->nth < 0 ? 1 : r->nth)))
        return false;
    r->nth = last ? -1 : nth;
    r->days |= 1u << day;
    r->day_count++;
    return true;
}

static bool read_days(struct rule *r, struct dg_str text)
{
    for (size_t start = 0; start < text.len;) {
        ptrdiff_t comma = dg_str_find(text, dg_str_of(","), start);
        size_t end = comma < 0 ? text.len : (size_t)comma;
        if (!read_day(r, dg_str_cut(text, start, end)))
            return false;
        start = end + 1;
    }
    return r->day_count > 0;
}

/* A part that is not known may change which days are meant. */
static bool read_part(struct rule *r, struct dg_str key, struct dg_str value)
{
    if (dg_str_is(key, "FREQ"))
        return (r->frequency = value).len > 0;
    if (dg_str_is(key, "INTERVAL"))
        return read_number(&r->interval, value);
    if (dg_str_is(key, "COUNT"))
        return read_number(&r->count, value);
    if (dg_str_is(key, "UNTIL"))
        return (r->until = value).len >= 8;
    if (dg_str_is(key, "BYMONTH"))
        return read_number(&r->month, value);
    if (dg_str_is(key, "BYMONTHDAY"))
        return read_number(&r->day, value);
    if (dg_str_is(key, "WKST"))
        return (r->week_start = read_weekday(value)) > 0;
    return dg_str_is(key, "BYDAY") && read_days(r, value);
}

static bool read_rule(struct rule *r, struct dg_str text)
{
    *r = (struct rule){ .interval = 1, .week_start = 1 };
    for (size_t start = 0; start < text.len;) {
        ptrdiff_t semicolon = dg_str_find(text, dg_str_of(";"), start),
                  equals = dg_str_find(text, dg_str_of("="), start);
        size_t end = semicolon < 0 ? text.len : (size_t)semicolon;
        if (equals < 0 || (size_t)equals > end ||
                !read_part(r, dg_str_cut(text, start, (size_t)equals), dg_str_cut(text, (size_t)equals + 1, end)))
            return false;
        start = end + 1;
    }
    return true;
}

/* ---- the pattern -------------------------------------------------------------------------------------------------- */

static json_t *day_names(unsigned days)
{
    json_t *names = json_array();
    for (int d = 1; d <= 7; d++) {
        if (days & 1u << d)
            json_array_append_new(names, json_string(weekdays[d].graph));
    }
    return names;
}

/* Every so many days, or days of the week. */
static json_t *plain_pattern(const struct rule *r, bool weekly, int weekday)
{
    if (r->nth || r->day || r->month || (r->days && !weekly && r->interval > 1))
        return NULL;
    if (!weekly && !r->days)
        return json_pack("{s:s,s:i}", "type", "daily", "interval", r->interval);
    return json_pack("{s:s,s:i,s:o,s:s}", "type", "weekly", "interval", r->interval, "daysOfWeek",
            day_names(r->days ? r->days : 1u << weekday), "firstDayOfWeek", weekdays[r->week_start].graph);
}

/* A day of the month by its date, or as the first Monday. */
static json_t *dated_pattern(const struct rule *r, bool yearly, struct dg_civil first)
{
    static const char *const index[] = { "last", "", "first", "second", "third", "fourth" };
    int month = r->month ? r->month : first.month, day = r->day ? r->day : first.day;
    json_t *pattern = NULL;
    if (month > 12 || (r->month && !yearly))
        return NULL;
    int days = yearly && month != 2 ? dg_month_days(LEAP_YEAR, month) : SHORTEST_MONTH;
    if (r->days && r->nth && r->day_count == 1 && !r->day)
        pattern = json_pack("{s:s,s:i,s:o,s:s}", "type", yearly ? "relativeYearly" : "relativeMonthly", "interval",
                r->interval, "daysOfWeek", day_names(r->days), "index", index[r->nth + 1]);
    else if (!r->days && day <= days)
        pattern = json_pack("{s:s,s:i,s:i}", "type", yearly ? "absoluteYearly" : "absoluteMonthly", "interval",
                r->interval, "dayOfMonth", day);
    if (pattern && yearly)
        json_object_set_new(pattern, "month", json_integer(month));
    return pattern;
}

static json_t *pattern_of(const struct rule *r, struct dg_civil first, int weekday)
{
    bool weekly = dg_str_is(r->frequency, "WEEKLY"), yearly = dg_str_is(r->frequency, "YEARLY");
    if (weekly || dg_str_is(r->frequency, "DAILY"))
        return plain_pattern(r, weekly, weekday);
    return yearly || dg_str_is(r->frequency, "MONTHLY") ? dated_pattern(r, yearly, first) : NULL;
}

static json_t *range_of(struct dg_arena *arena, const struct rule *r, struct dg_str start)
{
    json_t *range = json_pack("{s:s,s:o}", "type",
            r->until.len       ? "endDate"
                    : r->count ? "numbered"
                               : "noEnd",
            "startDate", dg_body_string(start));
    if (r->until.len)
        json_object_set_new(range, "endDate",
                dg_body_string(dg_arena_print(arena, "%.4s-%.2s-%.2s", r->until.at, r->until.at + 4, r->until.at + 6)));
    else if (r->count)
        json_object_set_new(range, "numberOfOccurrences", json_integer(r->count));
    return range;
}

json_t *msgraph_recurrence(struct dg_arena *arena, const struct dg_event *event)
{
    struct rule rule;
    struct dg_str start = dg_instant_print(arena, event->start);
    int64_t wall_s = event->start.utc_s + event->start.offset_s,
            days = (wall_s - (wall_s % DAY_S + DAY_S) % DAY_S) / DAY_S;
    if (!read_rule(&rule, event->recurrence) || start.len < 10)
        return NULL;
    json_t *pattern = pattern_of(&rule, dg_civil_of(days), dg_weekday(days));
    return pattern
            ? json_pack("{s:o,s:o}", "pattern", pattern, "range", range_of(arena, &rule, dg_str_cut(start, 0, 10)))
            : NULL;
}
