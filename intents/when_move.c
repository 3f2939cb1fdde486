/* 推迟一小时, push it back an hour: what stands, moved. */
#include "intents/calendar.h"
#include "intents/when_stretch.h"
#include "intents/zone.h"

static const struct dg_when *keep(struct dg_when w, struct dg_arena *arena)
{
    struct dg_when *copy = dg_arena_alloc(arena, sizeof *copy);
    if (copy)
        *copy = w;
    return copy;
}

static const struct dg_when *date_at(int64_t wall_s, struct dg_arena *arena)
{
    struct dg_civil c = dg_civil_of(dg_day_index(wall_s));
    return keep(
            (struct dg_when){ .kind = DG_WHEN_DATE, .year = c.year, .month = (int8_t)c.month, .day = (int8_t)c.day },
            arena);
}

static const struct dg_when *clock_at(int64_t wall_s, struct dg_arena *arena)
{
    enum { NOON = 12 };
    int minute = (int)((wall_s - dg_day_start(wall_s)) / 60), hour = minute / 60;
    uint8_t half = hour == 0 ? DG_HALF_SURE : hour < NOON ? DG_HALF_AM : hour == NOON ? DG_HALF_PM : DG_HALF_OPEN;
    return keep((struct dg_when){ .kind = DG_WHEN_CLOCK,
                        .hour = (int8_t)hour,
                        .minute = (int8_t)(minute % 60),
                        .second = -1,
                        .half = half },
            arena);
}

static const struct dg_when *both(int kind, const struct dg_when *a, const struct dg_when *b, struct dg_arena *arena)
{
    return a && b ? keep((struct dg_when){ .kind = (uint8_t)kind, .a = a, .b = b }, arena) : NULL;
}

static int64_t wall_of(struct dg_instant t, const struct dg_zone *zone)
{
    return t.utc_s + dg_zone_offset(zone, t.utc_s);
}

/* A stretch of wall time as words would say it: a day and its clock, or two of them. */
static const struct dg_when *said_as(int64_t from, int64_t to, bool clocks, struct dg_arena *arena)
{
    const struct dg_when *day = date_at(from, arena);
    if (!clocks)
        return to - from > DG_DAY_S ? both(DG_WHEN_RANGE, day, date_at(to - 1, arena), arena) : day;
    const struct dg_when *clock = clock_at(from, arena);
    if (to <= from)
        return both(DG_WHEN_AT, day, clock, arena);
    const struct dg_when *last = clock_at(to, arena);
    if (dg_day_start(from) == dg_day_start(to))
        return both(DG_WHEN_AT, day, both(DG_WHEN_RANGE, clock, last, arena), arena);
    return both(DG_WHEN_RANGE, both(DG_WHEN_AT, day, clock, arena), both(DG_WHEN_AT, date_at(to, arena), last, arena),
            arena);
}

const struct dg_when *dg_when_move(const struct dg_when *base, const struct dg_when_hints *seen,
        const struct dg_when *move, struct dg_arena *arena)
{
    unsigned says = dg_when_says(base);
    struct dg_time t = dg_when_resolve(base, seen, arena);
    bool by_days = dg_duration_finest(move->b) >= DG_UNIT_DAY;
    if (!t.has_start || (says & DG_SAYS_RECURRENCE) ||
            !(says & (by_days ? DG_SAYS_DAY | DG_SAYS_CLOCK : DG_SAYS_CLOCK)))
        return NULL;
    bool stretch = t.has_end && (says & DG_SAYS_END), clocks = (says & DG_SAYS_CLOCK) != 0;
    int64_t from = dg_duration_add(wall_of(t.start, seen->zone), move->b, move->n);
    int64_t to = stretch ? dg_duration_add(wall_of(t.end, seen->zone), move->b, move->n) : from;
    if (clocks || !(says & DG_SAYS_PART))
        return said_as(from, to, clocks, arena);
    const struct dg_when *day = date_at(from, arena); /* 明晚 a day later: the evening stays */
    return day ? dg_when_combine(base, seen->reference, day, seen->reference, seen->zone, arena) : NULL;
}
