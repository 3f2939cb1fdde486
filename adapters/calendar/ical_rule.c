#include "adapters/calendar/ical_rule.h"

#include <libical/ical.h>

enum { MONTHS = 12 }; /* libical knows other calendars too */

static bool is_set(short part)
{
    return part != ICAL_RECURRENCE_ARRAY_MAX;
}

static bool read_frequency(enum dg_frequency *out, icalrecurrencetype_frequency frequency)
{
    static const icalrecurrencetype_frequency known[] = { [DG_DAILY] = ICAL_DAILY_RECURRENCE,
        [DG_WEEKLY] = ICAL_WEEKLY_RECURRENCE,
        [DG_MONTHLY] = ICAL_MONTHLY_RECURRENCE,
        [DG_YEARLY] = ICAL_YEARLY_RECURRENCE };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i] == frequency) {
            *out = (enum dg_frequency)i;
            return true;
        }
    }
    return false;
}

static bool read_one(int *out, const short *list)
{
    *out = is_set(list[0]) ? list[0] : 0;
    return !is_set(list[0]) || !is_set(list[1]);
}

/* libical counts from Sunday, which is 1. */
static int weekday_of(icalrecurrencetype_weekday day)
{
    return day == ICAL_SUNDAY_WEEKDAY ? 7 : (int)day - 1;
}

static bool read_days(struct dg_rule *out, const short *list)
{
    for (size_t i = 0; i < ICAL_BY_DAY_SIZE && is_set(list[i]); i++) {
        int nth = icalrecurrencetype_day_position(list[i]);
        if (i > 0 && nth != out->nth)
            return false;
        out->nth = nth;
        out->days |= 1u << weekday_of(icalrecurrencetype_day_day_of_week(list[i]));
        out->day_count++;
    }
    return true;
}

static bool says_more(const struct icalrecurrencetype *r)
{
    return is_set(r->by_second[0]) || is_set(r->by_minute[0]) || is_set(r->by_hour[0]) || is_set(r->by_year_day[0]) ||
            is_set(r->by_week_no[0]) || is_set(r->by_set_pos[0]) || r->rscale;
}

static bool read_rule(struct dg_rule *out, const struct icalrecurrencetype *r)
{
    *out = (struct dg_rule){ .interval = r->interval, .count = r->count, .week_start = weekday_of(r->week_start) };
    out->has_until = !icaltime_is_null_time(r->until);
    out->until = (struct dg_civil){ r->until.year, r->until.month, r->until.day };
    return !says_more(r) && read_frequency(&out->frequency, r->freq) && read_one(&out->month, r->by_month) &&
            out->month <= MONTHS && read_one(&out->day, r->by_month_day) && read_days(out, r->by_day);
}

bool dg_rule_read(struct dg_rule *out, struct dg_str text, struct dg_arena *arena)
{
    struct dg_str copy = dg_arena_copy(arena, text);
    if (dg_arena_overflowed(arena))
        return false;
    struct icalrecurrencetype rule = icalrecurrencetype_from_string(copy.at);
    bool read = read_rule(out, &rule);
    icalmemory_free_buffer(rule.rscale);
    return read;
}
