/* The inside of a when: a small tree of what was said. Only the time recogniser builds these nodes; everybody else uses
 * intents/when.h. Nodes are immutable once built and live where their builder put them. */
#ifndef DG_WHEN_NODE_H
#define DG_WHEN_NODE_H

#include "intents/holiday.h"
#include "intents/when.h"

enum dg_unit {
    DG_UNIT_SECOND,
    DG_UNIT_MINUTE,
    DG_UNIT_HOUR,
    DG_UNIT_DAY,
    DG_UNIT_WEEK,
    DG_UNIT_MONTH,
    DG_UNIT_YEAR,
    DG_UNIT_AMOUNTS, /* the units before this one make up a duration */
    DG_UNIT_QUARTER = DG_UNIT_AMOUNTS,
    DG_UNIT_DECADE,
    DG_UNIT_CENTURY,
    DG_UNIT_WEEKEND,
    DG_UNIT_WORKDAY,
    DG_UNIT_SEASON,
    DG_UNIT_HALF_YEAR,
};

/* Which half of the day a clock of twelve hours means. */
enum dg_half {
    DG_HALF_OPEN, /* not said */
    DG_HALF_AM,
    DG_HALF_PM,
    DG_HALF_NOON, /* around noon: 11 is before it, 1 after */
    DG_HALF_EVENING, /* 5 to 11 are pm, 12 is midnight, 1 to 4 belong to the next day */
    DG_HALF_NIGHT, /* as evening, but 1 to 5 belong to the date that is named */
    DG_HALF_SURE, /* a clock of 24 hours */
};

enum dg_when_kind {
    DG_WHEN_NOW, /* the reference itself; n < 0: just before it */
    DG_WHEN_DAY, /* the day `n` from the reference's; `included`: from one that was named before it, if there is one */
    DG_WHEN_UNIT, /* the `unit` that is `n` from the current one (this, next, last week) or from that of `a` (week of 4 May) */
    DG_WHEN_SPAN, /* `n` units after (n > 0) or before (n < 0) the reference; `calendar`: whole ones */
    DG_WHEN_SHIFT, /* `a` (NULL: now; `calendar`: now, but what stands if there is such) moved by the duration `b`, `n` is +1 or -1 */
    DG_WHEN_MOVE, /* what stands moved by the duration `b`, `n` is +1 or -1; alone only how far */
    DG_WHEN_DATE, /* year, month, day, weekday, each 0 where not said; cyclic without a year */
    DG_WHEN_HOLIDAY, /* `holiday`, of `year` or any */
    DG_WHEN_LUNAR, /* year, month, day of the Chinese calendar, 0 where not said; `leap` month */
    DG_WHEN_SEASON, /* 1 spring to 4 winter, of `year` or any */
    DG_WHEN_QUARTER, /* 1 to 4 */
    DG_WHEN_HALF_YEAR, /* 1 or 2 */
    DG_WHEN_YEARS, /* `n` years from `year` on: 1990s, 19th century */
    DG_WHEN_EACH, /* any `unit`, to be counted by NTH and COUNT */
    DG_WHEN_NTH, /* the `n`-th `a` inside `b`; n < 0 counts from its end; `span` > 1 takes so many together */
    DG_WHEN_COUNT, /* the `n`-th `a` after the end (n < 0: before the start) of `b` (NULL: now) */
    DG_WHEN_NEAREST, /* the `n`-th nearest `a` to `b` */
    DG_WHEN_EDGE, /* a piece of `a`: from from_min to to_min, in thousandths of it */
    DG_WHEN_CLOCK, /* hour, minute, second (-1: not said), half; without an hour `n` < 0 counts back from it */
    DG_WHEN_PART, /* part of a day: from_min to to_min, half */
    DG_WHEN_AT, /* the clock, part or range `b` of the day `a` */
    DG_WHEN_RANGE, /* from `a` to `b`; `n`: which of the two is no part of it (enum dg_left_out) */
    DG_WHEN_BEFORE, /* before `a`; `included`: with `a` itself where it is wider than a day, `calendar`: also where it is not */
    DG_WHEN_AFTER, /* after `a`; `included`: from its start on; `calendar`: the last `a` there was */
    DG_WHEN_REST, /* from the reference to the end of `a` */
    DG_WHEN_FOR, /* the duration `b` from `a` on */
    DG_WHEN_DURATION, /* amounts */
    DG_WHEN_EVERY, /* every `n` `unit`, at `a` (may be NULL), on `weekdays` (bit 1 Monday to bit 7) */
    DG_WHEN_ZONED, /* `a` on the clocks of the zone at `n` minutes east, with the summer time rule `unit` */
    DG_WHEN_ANCHORED, /* `a` as seen from `reference` */
    DG_WHEN_VAGUE, /* no instant can be given; any of the EVERY `a`, if there is one */
};

enum dg_left_out { DG_LEFT_OUT_FIRST = 1, DG_LEFT_OUT_LAST = 2 };
enum dg_summer_time { DG_SUMMER_NONE, DG_SUMMER_US, DG_SUMMER_EU };

struct dg_when {
    uint8_t kind; /* enum dg_when_kind */
    uint8_t unit;
    uint8_t half;
    uint8_t weekdays;
    int8_t month, day, weekday;
    int8_t hour, minute, second;
    bool leap, calendar, included, around;
    int16_t from_min, to_min;
    int16_t span;
    uint8_t times; /* EVERY: so often in all; 0: without end */
    int32_t n, year;
    const struct dg_when *a, *b;
    union {
        float amounts[DG_UNIT_AMOUNTS]; /* DURATION: by unit */
        struct dg_instant reference; /* ANCHORED */
        struct dg_holiday holiday; /* HOLIDAY */
        uint32_t
                month_days; /* EVERY month: on these days (bit 1 to bit 31), or with `weekdays` on these of them; or 0 */
    };
};

/* A duration is added to a wall clock (seconds since 1970 on the wall); months keep the day where they can. */
int64_t dg_duration_add(int64_t wall_s, const struct dg_when *duration, int sign);
/* The bytes of the ISO 8601 duration that stands at byte `at` of folded text (p3d, pt2h30m), 0 when there is none; fills
 * the amounts of `out`. */
size_t dg_duration_scan(struct dg_str text, size_t at, struct dg_when *out);
/* ISO 8601: "PT2H", "P1DT5H". */
struct dg_str dg_duration_print(const struct dg_when *duration, struct dg_arena *arena);
/* The finest unit of which there is some. */
enum dg_unit dg_duration_finest(const struct dg_when *duration);

/* RFC 5545 §3.3.10, without "RRULE:". */
struct dg_str dg_recurrence_print(const struct dg_when *every, struct dg_arena *arena);

#endif
