/* Trees of what was said, resolved: each kind of node by its own small function. */
#include "intents/calendar.h"
#include "intents/lunar.h"
#include "intents/when_stretch.h"
#include "intents/zone.h"

#include <stdlib.h>

bool dg_stretch_base(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (w)
        return dg_stretch_of(w, f, out);
    *out = dg_stretch_point(f->ref, DG_GRAIN_SECOND);
    return true;
}

static bool shift(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (!dg_stretch_base(w->a, f, out))
        return false;
    bool from_now = !w->a || w->a->kind == DG_WHEN_NOW;
    enum dg_unit finest = dg_duration_finest(w->b);
    int64_t from = w->n > 0 && !from_now && out->grain >= DG_GRAIN_DAY && finest < DG_UNIT_DAY ? out->to : out->from;
    int64_t length = out->to - out->from;
    uint8_t grain = out->grain;
    from = dg_duration_add(from, w->b, w->n);
    if (from_now && finest >= DG_UNIT_DAY) {
        *out = dg_unit_around(DG_UNIT_DAY, from, 0);
        return true;
    }
    if (!from_now && finest >= DG_UNIT_DAY) { /* a day stays a day, a month that many days on becomes one too */
        *out = grain > DG_GRAIN_DAY ? dg_unit_around(DG_UNIT_DAY, from, 0)
                                    : (struct dg_stretch){ from, from + length, grain, false, false, false };
        return true;
    }
    *out = dg_stretch_point(from, finest == DG_UNIT_SECOND ? DG_GRAIN_SECOND : DG_GRAIN_MINUTE);
    out->elapsed = from_now;
    return true;
}

static bool workdays_span(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    struct dg_stretch last = dg_unit_around(DG_UNIT_WORKDAY, f->ref, w->n);
    int64_t today = dg_day_start(f->ref);
    *out = w->n > 0 ? (struct dg_stretch){ today + DG_DAY_S, last.to, DG_GRAIN_DAY, false, false, false }
                    : (struct dg_stretch){ last.from, today, DG_GRAIN_DAY, false, false, false };
    return true;
}

/* The next three weeks run from tomorrow, or where the words count whole ones (下三周), from the next Monday. */
static bool span(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (w->unit == DG_UNIT_WORKDAY)
        return workdays_span(w, f, out);
    if (w->calendar || w->unit >= DG_UNIT_AMOUNTS) {
        struct dg_stretch near = dg_unit_around(w->unit, f->ref, w->n > 0 ? 1 : -1);
        struct dg_stretch far = dg_unit_around(w->unit, f->ref, w->n);
        *out = (struct dg_stretch){ w->n > 0 ? near.from : far.from, w->n > 0 ? far.to : near.to, near.grain, false,
            false, false };
        return true;
    }
    struct dg_when amount = { .kind = DG_WHEN_DURATION };
    amount.amounts[w->unit] = (float)abs(w->n);
    int64_t start = f->ref;
    if (w->unit >= DG_UNIT_DAY)
        start = dg_day_start(f->ref) + (w->n > 0 ? DG_DAY_S : 0);
    int64_t end = dg_duration_add(start, &amount, w->n > 0 ? 1 : -1);
    uint8_t grain = dg_unit_around(w->unit, start, 0).grain;
    *out = (struct dg_stretch){ w->n > 0 ? start : end, w->n > 0 ? end : start, grain, false, false,
        w->unit < DG_UNIT_DAY };
    return true;
}

/* tonight at 1, said after midnight: in the night that runs */
static void into_the_running_night(const struct dg_when *day, const struct dg_frame *f, struct dg_stretch *out)
{
    enum { NIGHT_ENDS_S = 5 * 3600 };
    int64_t into_day = f->ref - dg_day_start(f->ref);
    bool today = (day->kind == DG_WHEN_DAY || (day->kind == DG_WHEN_UNIT && day->unit == DG_UNIT_DAY && !day->a)) &&
            day->n == 0;
    if (!today || into_day >= NIGHT_ENDS_S || out->from - DG_DAY_S <= f->ref ||
            out->from < dg_day_start(f->ref) + DG_DAY_S)
        return;
    out->from -= DG_DAY_S;
    out->to -= DG_DAY_S;
}

static bool at_node(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    struct dg_stretch day;
    if (!dg_stretch_of(w->a, f, &day))
        return false;
    struct dg_frame inner = *f;
    inner.ref = day.from;
    inner.past = false;
    inner.written |= w->a->kind == DG_WHEN_DATE && w->a->month;
    if (w->b->kind == DG_WHEN_CLOCK || w->b->kind == DG_WHEN_PART) {
        *out = dg_clock_on(w->b, &inner, dg_day_start(day.from));
        into_the_running_night(w->a, f, out);
    } else if (w->b->kind == DG_WHEN_RANGE && dg_cycle_is(w->b))
        return dg_clock_range_on(w->b, &inner, dg_day_start(day.from), out);
    else
        return dg_stretch_of(w->b, &inner, out);
    return true;
}

/* Months of summer time by the two rules that people name: US since 2007, EU since 1996. */
static bool is_summer(enum dg_summer_time rule, int64_t day)
{
    int year = dg_civil_of(day).year;
    if (rule == DG_SUMMER_US)
        return day >= dg_nth_weekday(year, 3, 7, 2) && day < dg_nth_weekday(year, 11, 7, 1);
    if (rule == DG_SUMMER_EU)
        return day >= dg_nth_weekday(year, 3, 7, -1) && day < dg_nth_weekday(year, 10, 7, -1);
    return false;
}

static bool zoned(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    int32_t there_s = w->n * 60 + (is_summer(w->unit, dg_day_index(f->ref)) ? 3600 : 0);
    struct dg_frame inner = *f;
    inner.ref = f->ref - f->offset_s + there_s;
    inner.offset_s = there_s;
    if (!dg_stretch_of(w->a, &inner, out))
        return false;
    there_s = w->n * 60 + (is_summer(w->unit, dg_day_index(out->from)) ? 3600 : 0);
    int32_t here_s = f->zone ? dg_zone_offset(f->zone, out->from - there_s) : f->offset_s;
    out->from += here_s - there_s;
    out->to += here_s - there_s;
    return true;
}

static bool anchored(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    struct dg_frame inner = *f;
    inner.offset_s = f->zone ? dg_zone_offset(f->zone, w->reference.utc_s) : w->reference.offset_s;
    inner.ref = w->reference.utc_s + inner.offset_s;
    if (!dg_stretch_of(w->a, &inner, out))
        return false;
    out->elapsed = false;
    return true;
}

/* 每周一三五, 每月1号和15号: the next of the days that are named */
static bool next_of_days(
        const struct dg_when *w, const struct dg_when *day, const struct dg_frame *f, struct dg_stretch *out)
{
    bool any = false;
    uint32_t set = w->month_days ? w->month_days : w->weekdays;
    for (int d = 1; d <= 31; d++) {
        struct dg_when one = *day, at = *w->a;
        struct dg_stretch next;
        *(w->month_days ? &one.day : &one.weekday) = (int8_t)d;
        at.a = &one;
        if (!(set >> d & 1) || !dg_stretch_of(w->a == day ? &one : &at, f, &next))
            continue;
        if (!any || next.from < out->from)
            *out = next;
        any = true;
    }
    return any;
}

/* weekdays at 9: the first day of the set on which it is still to come */
static bool next_at_clock(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    int64_t today = dg_day_index(f->ref);
    for (int64_t day = today; day < today + 8; day++) {
        if (w->a->kind != DG_WHEN_RANGE)
            *out = dg_clock_on(w->a, f, day * DG_DAY_S);
        else if (!dg_clock_range_on(w->a, f, day * DG_DAY_S, out))
            return false;
        if (out->from >= f->ref && (!w->weekdays || w->weekdays >> dg_weekday(day) & 1))
            return true;
    }
    return false;
}

/* every 2nd and 4th Tuesday: the next of them */
static bool next_of_nths(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    bool any = false;
    for (int n = 1; n <= 5; n++) {
        struct dg_when one = w->a->kind == DG_WHEN_AT ? *w->a->a : *w->a, at = *w->a;
        struct dg_stretch next;
        one.n = n;
        at.a = &one;
        if (!(w->month_days >> n & 1) || !dg_stretch_of(w->a->kind == DG_WHEN_AT ? &at : &one, f, &next))
            continue;
        if (!any || next.from < out->from)
            *out = next;
        any = true;
    }
    return any;
}

static bool every(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (!w->a)
        return false;
    if (w->month_days && w->weekdays)
        return next_of_nths(w, f, out);
    bool clocks = w->a->kind == DG_WHEN_RANGE && dg_cycle_is(w->a);
    if (w->a->kind == DG_WHEN_CLOCK || w->a->kind == DG_WHEN_PART || clocks)
        return next_at_clock(w, f, out);
    const struct dg_when *day = w->a->kind == DG_WHEN_AT ? w->a->a : w->a;
    bool several = w->month_days || (day->weekday && w->weekdays && w->weekdays != 1u << day->weekday);
    if (day->kind == DG_WHEN_DATE && several)
        return next_of_days(w, day, f, out);
    return dg_stretch_of(w->a, f, out);
}

static bool year_span(const struct dg_when *w, struct dg_stretch *out)
{
    *out = (struct dg_stretch){ dg_month_start(w->year, 1) * DG_DAY_S, dg_month_start(w->year + w->n, 1) * DG_DAY_S,
        DG_GRAIN_YEAR, false, false, false };
    return true;
}

static bool nth(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    return dg_stretch_of(w->b, f, out) && dg_nth_in(w, f, out);
}

static bool unit(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    struct dg_stretch base = dg_stretch_point(f->ref, DG_GRAIN_SECOND);
    if (w->a && !dg_stretch_of(w->a, f, &base))
        return false;
    *out = dg_unit_around(w->unit, base.from, w->n);
    return true;
}

static bool edge(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (!dg_stretch_of(w->a, f, out) || !dg_edge_of(w, out))
        return false;
    int64_t today = dg_day_start(f->ref);
    if (w->a->kind == DG_WHEN_UNIT && w->a->unit == DG_UNIT_DAY && w->from_min == 510 && f->ref > out->from &&
            f->ref < out->to) {
        out->from = f->ref; /* later in the day */
        return true;
    }
    if (w->a->kind == DG_WHEN_UNIT && w->to_min == 1000 && today > out->from && today < out->to)
        out->from = today; /* later this week, said on Friday */
    return true;
}

static bool one_of_a_kind(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    switch ((enum dg_when_kind)w->kind) {
    case DG_WHEN_NOW:
        *out = dg_stretch_point(f->ref, DG_GRAIN_SECOND);
        out->elapsed = true;
        return true;
    case DG_WHEN_DAY:
        *out = dg_unit_around(DG_UNIT_DAY, f->ref, w->n);
        return true;
    case DG_WHEN_UNIT:
        return unit(w, f, out);
    case DG_WHEN_SPAN:
        return span(w, f, out);
    case DG_WHEN_SHIFT:
        return shift(w, f, out);
    case DG_WHEN_YEARS:
        return year_span(w, out);
    case DG_WHEN_NTH:
        return nth(w, f, out);
    case DG_WHEN_COUNT:
        return dg_stretch_count(w, f, out);
    case DG_WHEN_NEAREST:
        return dg_stretch_nearest(w, f, out);
    case DG_WHEN_EDGE:
        return edge(w, f, out);
    case DG_WHEN_AT:
        return at_node(w, f, out);
    case DG_WHEN_RANGE:
        return dg_stretch_range(w, f, out);
    case DG_WHEN_BEFORE:
    case DG_WHEN_AFTER:
        return dg_stretch_open_end(w, f, out);
    case DG_WHEN_REST:
        return dg_stretch_rest(w, f, out);
    case DG_WHEN_FOR:
        return dg_stretch_lasting(w, f, out);
    case DG_WHEN_EVERY:
        return every(w, f, out);
    case DG_WHEN_ZONED:
        return zoned(w, f, out);
    case DG_WHEN_ANCHORED:
        return anchored(w, f, out);
    default: /* dates and holidays of a fixed year */
        return dg_cycle_at(w, f, w->year, out);
    }
}

bool dg_stretch_of(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (f->depth > DG_FRAME_DEPTH_MAX || w->kind == DG_WHEN_VAGUE || w->kind == DG_WHEN_DURATION ||
            w->kind == DG_WHEN_MOVE)
        return false;
    struct dg_frame inner = *f;
    inner.depth++;
    if (w->kind == DG_WHEN_RANGE)
        return dg_stretch_range(w, &inner, out);
    return dg_cycle_is(w) ? dg_cycle_meant(w, &inner, out) : one_of_a_kind(w, &inner, out);
}
