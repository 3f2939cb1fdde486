/* Repetitions as RFC 5545 rules. */
#include "intents/when_node.h"

static const char *const day_names[] = { "", "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

static const char *frequency(enum dg_unit unit)
{
    static const char *const names[] = {
        [DG_UNIT_SECOND] = "SECONDLY",
        [DG_UNIT_MINUTE] = "MINUTELY",
        [DG_UNIT_HOUR] = "HOURLY",
        [DG_UNIT_DAY] = "DAILY",
        [DG_UNIT_WEEK] = "WEEKLY",
        [DG_UNIT_MONTH] = "MONTHLY",
        [DG_UNIT_YEAR] = "YEARLY",
    };
    return names[unit];
}

/* Units that RFC 5545 has no frequency for, as multiples of one that it has. */
static enum dg_unit plain_unit(enum dg_unit unit, int *interval)
{
    static const struct {
        uint8_t plain, times;
    } rows[] = {
        [DG_UNIT_QUARTER] = { DG_UNIT_MONTH, 3 },
        [DG_UNIT_DECADE] = { DG_UNIT_YEAR, 10 },
        [DG_UNIT_CENTURY] = { DG_UNIT_YEAR, 100 },
        [DG_UNIT_WEEKEND] = { DG_UNIT_WEEK, 1 },
        [DG_UNIT_WORKDAY] = { DG_UNIT_WEEK, 1 },
        [DG_UNIT_SEASON] = { DG_UNIT_MONTH, 3 },
        [DG_UNIT_HALF_YEAR] = { DG_UNIT_MONTH, 6 },
    };
    if (unit < DG_UNIT_AMOUNTS)
        return unit;
    *interval *= rows[unit].times;
    return rows[unit].plain;
}

static struct dg_str print_weekdays(struct dg_arena *arena, struct dg_str rule, unsigned weekdays, int nth)
{
    const char *before = ";BYDAY=";
    for (int d = 1; d <= 7; d++) {
        if (!(weekdays & 1u << d))
            continue;
        if (nth)
            rule = dg_arena_print(arena, "%.*s%s%d%s", (int)rule.len, rule.at, before, nth, day_names[d]);
        else
            rule = dg_arena_print(arena, "%.*s%s%s", (int)rule.len, rule.at, before, day_names[d]);
        before = ",";
    }
    return rule;
}

/* What the date of the repetition fixes: its month and its day. */
static struct dg_str print_date(struct dg_arena *arena, struct dg_str rule, const struct dg_when *date)
{
    if (date->month)
        rule = dg_arena_print(arena, "%.*s;BYMONTH=%d", (int)rule.len, rule.at, date->month);
    if (date->day)
        rule = dg_arena_print(arena, "%.*s;BYMONTHDAY=%d", (int)rule.len, rule.at, date->day);
    return rule;
}

static struct dg_str print_month_days(struct dg_arena *arena, struct dg_str rule, uint32_t days)
{
    const char *before = ";BYMONTHDAY=";
    for (int d = 1; d <= 31; d++) {
        if (!(days >> d & 1))
            continue;
        rule = dg_arena_print(arena, "%.*s%s%d", (int)rule.len, rule.at, before, d);
        before = ",";
    }
    return rule;
}

static const struct dg_when *date_of(const struct dg_when *w)
{
    while (w && w->kind == DG_WHEN_AT)
        w = w->a;
    return w && w->kind == DG_WHEN_DATE ? w : NULL;
}

/* every 2nd and 4th Tuesday */
static struct dg_str print_nths(struct dg_arena *arena, struct dg_str rule, const struct dg_when *every)
{
    const char *before = ";BYDAY=";
    for (int n = 1; n <= 5; n++) {
        for (int d = 1; d <= 7; d++) {
            if (!(every->month_days >> n & 1) || !(every->weekdays & 1u << d))
                continue;
            rule = dg_arena_print(arena, "%.*s%s%d%s", (int)rule.len, rule.at, before, n, day_names[d]);
            before = ",";
        }
    }
    return rule;
}

struct dg_str dg_recurrence_print(const struct dg_when *every, struct dg_arena *arena)
{
    int interval = every->n;
    enum dg_unit unit = plain_unit(every->unit, &interval);
    const struct dg_when *date = date_of(every->a);
    struct dg_str rule = dg_arena_print(arena, "FREQ=%s", frequency(unit));
    if (interval > 1)
        rule = dg_arena_print(arena, "%.*s;INTERVAL=%d", (int)rule.len, rule.at, interval);
    if (every->times)
        rule = dg_arena_print(arena, "%.*s;COUNT=%d", (int)rule.len, rule.at, every->times);
    if (every->month_days && every->weekdays)
        return print_nths(arena, rule, every);
    if (every->span < 0 && !every->weekdays) /* the last day of every month */
        return dg_arena_print(arena, "%.*s;BYMONTHDAY=%d", (int)rule.len, rule.at, every->span);
    if (every->month_days)
        rule = print_month_days(arena, rule, every->month_days);
    else if (date)
        rule = print_date(arena, rule, date);
    return print_weekdays(arena, rule, every->weekdays, every->span);
}
