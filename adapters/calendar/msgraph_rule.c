#include "adapters/calendar/msgraph_rule.h"

#include "adapters/body.h"
#include "adapters/calendar/ical_rule.h"

enum { SHORTEST_MONTH = 28, LEAP_YEAR = 2024, DAY_S = 86400, NTH_MAX = 4 };

static const char *const weekdays[] = { "", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday" };

static json_t *day_names(unsigned days)
{
    json_t *names = json_array();
    for (int d = 1; d <= 7; d++) {
        if (days & 1u << d)
            json_array_append_new(names, json_string(weekdays[d]));
    }
    return names;
}

/* Every so many days, or days of the week. */
static json_t *plain_pattern(const struct dg_rule *r, bool weekly, int weekday)
{
    if (r->nth || r->day || r->month || (r->days && !weekly && r->interval > 1))
        return NULL;
    if (!weekly && !r->days)
        return json_pack("{s:s,s:i}", "type", "daily", "interval", r->interval);
    return json_pack("{s:s,s:i,s:o,s:s}", "type", "weekly", "interval", r->interval, "daysOfWeek",
            day_names(r->days ? r->days : 1u << weekday), "firstDayOfWeek", weekdays[r->week_start]);
}

/* A day of the month by its date, or as the first Monday. Without a month a rule's days are those of every month, or of the year. */
static json_t *dated_pattern(const struct dg_rule *r, bool yearly, struct dg_civil first)
{
    static const char *const index[] = { "last", "", "first", "second", "third", "fourth" };
    int month = r->month ? r->month : first.month, day = r->day ? r->day : first.day;
    bool open = yearly && !r->month && (r->day || r->days);
    json_t *pattern = NULL;
    if (open || r->day < 0 || r->nth < -1 || r->nth > NTH_MAX || (r->month && !yearly))
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

static json_t *pattern_of(const struct dg_rule *r, struct dg_civil first, int weekday)
{
    bool dated = r->frequency == DG_MONTHLY || r->frequency == DG_YEARLY;
    return dated ? dated_pattern(r, r->frequency == DG_YEARLY, first)
                 : plain_pattern(r, r->frequency == DG_WEEKLY, weekday);
}

static json_t *range_of(struct dg_arena *arena, const struct dg_rule *r, struct dg_str start)
{
    const char *type = r->has_until ? "endDate" : r->count ? "numbered" : "noEnd";
    json_t *range = json_pack("{s:s,s:o}", "type", type, "startDate", dg_body_string(start));
    if (r->has_until)
        json_object_set_new(range, "endDate",
                dg_body_string(dg_arena_print(arena, "%04d-%02d-%02d", r->until.year, r->until.month, r->until.day)));
    else if (r->count)
        json_object_set_new(range, "numberOfOccurrences", json_integer(r->count));
    return range;
}

json_t *msgraph_recurrence(struct dg_arena *arena, const struct dg_event *event)
{
    struct dg_rule rule;
    struct dg_str start = dg_instant_print(arena, event->start);
    int64_t wall_s = event->start.utc_s + event->start.offset_s,
            days = (wall_s - (wall_s % DAY_S + DAY_S) % DAY_S) / DAY_S;
    if (!dg_rule_read(&rule, event->recurrence, arena) || start.len < 10)
        return NULL;
    json_t *pattern = pattern_of(&rule, dg_civil_of(days), dg_weekday(days));
    return pattern
            ? json_pack("{s:o,s:o}", "pattern", pattern, "range", range_of(arena, &rule, dg_str_cut(start, 0, 10)))
            : NULL;
}
