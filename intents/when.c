#include "intents/when.h"

#include "intents/when_stretch.h"
#include "intents/zone.h"

/* ---- what the words say ------------------------------------------------------------------------------------- */

enum { DEPTH_MAX = DG_FRAME_DEPTH_MAX };

static unsigned says(const struct dg_when *w, int depth);

static unsigned says_clock(const struct dg_when *w)
{
    bool sure = w->half != DG_HALF_OPEN || w->hour > 12 || w->hour == 0;
    return DG_SAYS_CLOCK | (sure ? DG_SAYS_MERIDIEM : 0);
}

static unsigned says_date(const struct dg_when *w)
{
    return w->day || w->weekday ? DG_SAYS_DAY : DG_SAYS_WIDE;
}

static unsigned says_unit(enum dg_unit unit, int n)
{
    unsigned past = n < 0 ? DG_SAYS_PAST : 0;
    if (unit < DG_UNIT_DAY)
        return DG_SAYS_CLOCK | DG_SAYS_MERIDIEM | past;
    return (unit == DG_UNIT_DAY || unit == DG_UNIT_WORKDAY ? DG_SAYS_DAY : DG_SAYS_WIDE) | past;
}

static unsigned says_shift(const struct dg_when *w, int depth)
{
    bool from_now = !w->a || w->a->kind == DG_WHEN_NOW;
    unsigned past = from_now && w->n < 0 ? DG_SAYS_PAST : 0;
    if (w->calendar)
        past |= DG_SAYS_MOVE;
    if (dg_duration_finest(w->b) < DG_UNIT_DAY)
        return DG_SAYS_CLOCK | DG_SAYS_MERIDIEM | past | (from_now ? DG_SAYS_NOW | DG_SAYS_DAY : says(w->a, depth));
    return DG_SAYS_DAY | past;
}

static unsigned says_both(const struct dg_when *w, int depth)
{
    return (w->a ? says(w->a, depth) : 0) | (w->b ? says(w->b, depth) : 0);
}

static unsigned says(const struct dg_when *w, int depth)
{
    if (depth > DEPTH_MAX)
        return 0;
    unsigned around = w->around ? DG_SAYS_AROUND : 0;
    switch ((enum dg_when_kind)w->kind) {
    case DG_WHEN_NOW:
        return DG_SAYS_NOW | DG_SAYS_DAY | DG_SAYS_CLOCK | DG_SAYS_MERIDIEM | (w->n < 0 ? DG_SAYS_PAST : 0);
    case DG_WHEN_DAY:
        return DG_SAYS_DAY | around | (w->n < 0 ? DG_SAYS_PAST : 0);
    case DG_WHEN_UNIT:
        return says_unit(w->unit, w->n) | around;
    case DG_WHEN_SPAN:
        return says_unit(w->unit, w->n) | DG_SAYS_END;
    case DG_WHEN_SHIFT:
        return says_shift(w, depth + 1) | around;
    case DG_WHEN_MOVE:
        return DG_SAYS_MOVE | DG_SAYS_DURATION;
    case DG_WHEN_DATE:
    case DG_WHEN_LUNAR:
        return says_date(w) | around;
    case DG_WHEN_HOLIDAY:
        return (w->holiday.length_days > 1 || w->holiday.off ? DG_SAYS_WIDE : DG_SAYS_DAY) | around;
    case DG_WHEN_SEASON:
    case DG_WHEN_QUARTER:
    case DG_WHEN_HALF_YEAR:
    case DG_WHEN_YEARS:
        return DG_SAYS_WIDE | around;
    case DG_WHEN_EACH:
        return says_unit(w->unit, 0);
    case DG_WHEN_NTH:
    case DG_WHEN_COUNT:
    case DG_WHEN_NEAREST:
        return says(w->a, depth + 1) | (w->span > 1 ? DG_SAYS_END : 0);
    case DG_WHEN_EDGE:
        return DG_SAYS_WIDE;
    case DG_WHEN_CLOCK:
        return says_clock(w) | around;
    case DG_WHEN_PART:
        return DG_SAYS_PART | DG_SAYS_MERIDIEM | around;
    case DG_WHEN_AT:
        return (says(w->a, depth + 1) & ~(unsigned)DG_SAYS_WIDE) | says(w->b, depth + 1) | DG_SAYS_DAY | around;
    case DG_WHEN_RANGE:
    case DG_WHEN_FOR:
        return says_both(w, depth + 1) | DG_SAYS_END;
    case DG_WHEN_BEFORE:
        return says(w->a, depth + 1) | DG_SAYS_BEFORE;
    case DG_WHEN_AFTER:
        return says(w->a, depth + 1) | DG_SAYS_AFTER;
    case DG_WHEN_REST:
        return (says(w->a, depth + 1) & ~(unsigned)DG_SAYS_DURATION) | DG_SAYS_END | DG_SAYS_BEFORE;
    case DG_WHEN_DURATION:
        return DG_SAYS_DURATION;
    case DG_WHEN_EVERY:
        return DG_SAYS_RECURRENCE | (w->a ? says(w->a, depth + 1) : 0);
    case DG_WHEN_ZONED:
        return says(w->a, depth + 1) | DG_SAYS_ZONE;
    case DG_WHEN_ANCHORED:
        return says(w->a, depth + 1);
    case DG_WHEN_VAGUE:
        return DG_SAYS_VAGUE;
    }
    return 0;
}

unsigned dg_when_says(const struct dg_when *when)
{
    return says(when, 0);
}

/* ---- the value ------------------------------------------------------------------------------------------------ */

static struct dg_instant instant_of(
        const struct dg_stretch *s, int64_t wall_s, const struct dg_when_hints *h, int64_t ref)
{
    if (s->elapsed)
        return dg_zone_at(h->zone, h->reference.utc_s + (wall_s - ref));
    return dg_zone_instant(h->zone, wall_s, NULL);
}

/* Whether the end says more than the grain does. */
static bool needs_end(const struct dg_stretch *s)
{
    if (s->no_to || s->to <= s->from)
        return false;
    if (s->grain == DG_GRAIN_DAY)
        return s->to - s->from != DG_DAY_S;
    if (s->grain == DG_GRAIN_HOUR)
        return s->to - s->from != 3600;
    return s->grain > DG_GRAIN_MINUTE || s->to - s->from > (s->grain == DG_GRAIN_MINUTE ? 60 : 1);
}

/* Years that RFC 3339 can write; a duration of a million years leads out of them. */
static bool in_calendar(int64_t wall_s)
{
    const int64_t first_s = INT64_C(-62135596800) + DG_DAY_S, last_s = INT64_C(253402300799) - DG_DAY_S;
    return wall_s >= first_s && wall_s <= last_s;
}

static const struct dg_when *bare(const struct dg_when *w)
{
    while (w->kind == DG_WHEN_ANCHORED || w->kind == DG_WHEN_ZONED)
        w = w->a;
    return w;
}

struct dg_time dg_when_resolve(const struct dg_when *when, const struct dg_when_hints *hints, struct dg_arena *arena)
{
    struct dg_time t = { 0 };
    struct dg_stretch s;
    int32_t offset_s = dg_zone_offset(hints->zone, hints->reference.utc_s);
    struct dg_frame f = { .ref = hints->reference.utc_s + offset_s,
        .offset_s = offset_s,
        .zone = hints->zone,
        .past = hints->past,
        .typical_hour = hints->typical_hour,
        .arranged = hints->arranged,
        .clock24 = hints->clock24 };
    const struct dg_when *inner = bare(when);
    if (inner->kind == DG_WHEN_REST && inner->included)
        t.duration = dg_duration_print(inner->a, arena);
    if (inner->kind == DG_WHEN_MOVE)
        t.duration = dg_duration_print(inner->b, arena);
    if (inner->kind == DG_WHEN_DURATION)
        t.duration = dg_duration_print(inner, arena);
    const struct dg_when *every = inner->kind == DG_WHEN_VAGUE && inner->a ? inner->a : inner; /* any weekend */
    if (every->kind == DG_WHEN_EVERY)
        t.recurrence = dg_recurrence_print(every, arena);
    if (!dg_stretch_of(when, &f, &s))
        return t;
    t.grain = s.grain;
    if (!in_calendar(s.from) || !in_calendar(s.to))
        return t;
    t.has_start = !s.no_from;
    t.has_end = s.no_from || needs_end(&s);
    if (t.has_start)
        t.start = instant_of(&s, s.from, hints, f.ref);
    if (t.has_end)
        t.end = instant_of(&s, s.to, hints, f.ref);
    return t;
}
