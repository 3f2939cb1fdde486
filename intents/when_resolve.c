/* Trees of what was said, resolved: each kind of node by its own small function. */
#include "intents/calendar.h"
#include "intents/lunar.h"
#include "intents/when_stretch.h"
#include "intents/zone.h"

#include <stdlib.h>

static struct dg_stretch point(int64_t at, uint8_t grain)
{
    return (struct dg_stretch){ at, at, grain, false, false, false };
}

/* ---- pieces ------------------------------------------------------------------------------------------------ */

/* Where a piece of a whole ends: weeks are cut at days (the first three, the last three), months at their tens, years at
 * months, all else at the fraction. */
static int64_t cut(const struct dg_stretch *whole, int thousandths)
{
    int64_t length = whole->to - whole->from, days = length / DG_DAY_S;
    if (thousandths == 0 || thousandths == 1000)
        return whole->from + length * thousandths / 1000;
    enum { EARLY = 490, LATE = 510 }; /* early and late are thirds of a month, halves of all else */
    int third = thousandths < 400 ? 0 : thousandths < 600 ? 1 : 2;
    static const int8_t week_days[] = { 3, 3, 4 }, month_days[] = { 10, 15, 20 }, year_months[] = { 3, 6, 8 };
    struct dg_civil c = dg_civil_of(dg_day_index(whole->from));
    if (days == 7)
        return whole->from + week_days[third] * DG_DAY_S;
    if (days >= 28 && days <= 31 && (thousandths == EARLY || thousandths == LATE))
        third = thousandths == EARLY ? 0 : 2;
    if (days >= 28 && days <= 31)
        return whole->from + month_days[third] * DG_DAY_S;
    if (days >= 365 && days <= 366)
        return dg_month_start(c.year, c.month + year_months[third]) * DG_DAY_S;
    if (days >= 90 && days <= 92 && third != 1)
        return dg_month_start(c.year, c.month + (third ? 2 : 1)) * DG_DAY_S;
    int64_t at = whole->from + length * thousandths / 1000;
    return length > DG_DAY_S ? dg_day_start(at + DG_DAY_S / 2) : at;
}

bool dg_edge_of(const struct dg_when *edge, struct dg_stretch *inout)
{
    struct dg_stretch whole = *inout;
    inout->from = cut(&whole, edge->from_min);
    inout->to = cut(&whole, edge->to_min);
    if (whole.to - whole.from > DG_DAY_S)
        inout->grain = whole.to - whole.from > 120 * DG_DAY_S ? DG_GRAIN_MONTH : DG_GRAIN_DAY;
    return inout->to > inout->from;
}

/* Whether `inner` belongs to `outer`: weeks by their Thursday (ISO 8601), or where the language counts those of a month so
 * (本月第二周), by their Monday; all else by its start. */
static bool belongs(const struct dg_stretch *inner, const struct dg_stretch *outer, bool by_monday)
{
    bool by_thursday = inner->grain == DG_GRAIN_WEEK && !(by_monday && outer->grain == DG_GRAIN_MONTH);
    int64_t mark = by_thursday ? inner->from + 3 * DG_DAY_S : inner->from;
    return mark >= outer->from && mark < outer->to;
}

static bool first_in(
        const struct dg_when *nth, const struct dg_frame *f, const struct dg_stretch *outer, struct dg_stretch *out)
{
    int64_t t = outer->from - 4 * DG_DAY_S;
    if (!dg_cycle_from(nth->a, f, t, out))
        return false;
    for (int i = 0; !belongs(out, outer, nth->calendar); i++) {
        if (i == 60 || out->from >= outer->to || !dg_cycle_from(nth->a, f, out->from + 1, out))
            return false;
    }
    return true;
}

static bool last_in(
        const struct dg_when *nth, const struct dg_frame *f, const struct dg_stretch *outer, struct dg_stretch *out)
{
    int64_t t = outer->to + 4 * DG_DAY_S;
    if (!dg_cycle_before(nth->a, f, t, out))
        return false;
    for (int i = 0; !belongs(out, outer, false); i++) {
        if (i == 60 || out->from < outer->from - 7 * DG_DAY_S || !dg_cycle_before(nth->a, f, out->from, out))
            return false;
    }
    return true;
}

bool dg_nth_in(const struct dg_when *nth, const struct dg_frame *f, struct dg_stretch *inout)
{
    enum { NTH_MAX = 400 }; /* a year has 366 days */
    struct dg_stretch outer = *inout, found;
    int span = nth->span > 1 ? nth->span : 1;
    struct dg_frame inner = *f;
    if (++inner.depth > DG_FRAME_DEPTH_MAX || !dg_cycle_is(nth->a) || abs(nth->n) > NTH_MAX || span > NTH_MAX)
        return false;
    if (nth->a->kind == DG_WHEN_LUNAR && outer.grain == DG_GRAIN_YEAR) /* 明年腊月: of the Chinese year */
        return dg_cycle_at(nth->a, &inner, dg_civil_of(dg_day_index(outer.from)).year, inout);
    if (!(nth->n > 0 ? first_in(nth, &inner, &outer, &found) : last_in(nth, &inner, &outer, &found)))
        return false;
    for (int i = abs(nth->n); i > 1; i--) {
        if (!(nth->n > 0 ? dg_cycle_from(nth->a, &inner, found.from + 1, &found)
                         : dg_cycle_before(nth->a, &inner, found.from, &found)))
            return false;
    }
    *inout = found;
    for (int i = 1; i < span; i++) {
        if (nth->n > 0 ? dg_cycle_from(nth->a, &inner, inout->to, &found)
                       : dg_cycle_before(nth->a, &inner, inout->from, &found)) {
            inout->from = found.from < inout->from ? found.from : inout->from;
            inout->to = found.to > inout->to ? found.to : inout->to;
        }
    }
    return belongs(inout, &outer, nth->calendar && nth->n > 0) || span > 1;
}

/* ---- counted from somewhere -------------------------------------------------------------------------------- */

static bool base_of(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (w)
        return dg_stretch_of(w, f, out);
    *out = point(f->ref, DG_GRAIN_SECOND);
    return true;
}

static bool count(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    enum { COUNT_MAX = 1000 };
    struct dg_stretch base;
    if (abs(w->n) > COUNT_MAX || !base_of(w->b, f, &base) || !dg_cycle_is(w->a))
        return false;
    bool from_now = !w->b || w->b->kind == DG_WHEN_NOW;
    int64_t t = w->n > 0 ? (from_now ? dg_day_start(base.from) + DG_DAY_S : base.to)
                         : (from_now ? dg_day_start(base.from) : base.from);
    for (int i = abs(w->n); i > 0; i--) {
        if (!(w->n > 0 ? dg_cycle_from(w->a, f, t, out) : dg_cycle_before(w->a, f, t, out)))
            return false;
        t = w->n > 0 ? out->from + 1 : out->from;
    }
    return w->n != 0;
}

static bool nearest(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    enum { NEAREST_MAX = 100 };
    struct dg_stretch base, before, after;
    if (w->n > NEAREST_MAX || !base_of(w->b, f, &base) || !dg_cycle_is(w->a))
        return false;
    bool has_after = dg_cycle_from(w->a, f, base.from, &after);
    bool has_before = dg_cycle_before(w->a, f, base.from, &before);
    for (int i = w->n;; i--) {
        bool take_after = has_after && (!has_before || after.from - base.from <= base.from - before.from);
        if (!take_after && !has_before)
            return false;
        *out = take_after ? after : before;
        if (i <= 1)
            return true;
        if (take_after)
            has_after = dg_cycle_from(w->a, f, after.from + 1, &after);
        else
            has_before = dg_cycle_before(w->a, f, before.from, &before);
    }
}

static bool shift(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (!base_of(w->a, f, out))
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
    *out = point(from, finest == DG_UNIT_SECOND ? DG_GRAIN_SECOND : DG_GRAIN_MINUTE);
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

/* ---- stretches with two ends --------------------------------------------------------------------------------- */

static bool clock_half_known(const struct dg_when *clock)
{
    return clock->kind == DG_WHEN_PART || clock->half != DG_HALF_OPEN || clock->hour > 12 || clock->hour == 0;
}

/* Where only the later clock says am or pm, the earlier is the last one before it. */
static int64_t start_before(const struct dg_when *clock, int64_t end)
{
    struct dg_when am = *clock;
    am.half = DG_HALF_AM;
    struct dg_frame none = { .typical_hour = -1 };
    int64_t from = dg_clock_on(&am, &none, dg_day_start(end - 1)).from;
    return from + DG_DAY_S / 2 < end ? from + DG_DAY_S / 2 : from < end ? from : from - DG_DAY_S / 2;
}

static int64_t end_after(const struct dg_when *clock, const struct dg_frame *f, int64_t day, int64_t from)
{
    int64_t end = dg_clock_on(clock, f, day).from;
    if (clock_half_known(clock))
        return end > from ? end : end + DG_DAY_S;
    struct dg_when am = *clock;
    am.half = DG_HALF_AM;
    end = dg_clock_on(&am, f, dg_day_start(from)).from;
    while (end <= from)
        end += DG_DAY_S / 2;
    return end;
}

bool dg_clock_range_on(const struct dg_when *range, const struct dg_frame *f, int64_t day, struct dg_stretch *out)
{
    const struct dg_when *a = range->a, *b = range->b;
    if (b->kind != DG_WHEN_CLOCK && b->kind != DG_WHEN_PART)
        return false;
    struct dg_stretch first = dg_clock_on(a, f, day), last = dg_clock_on(b, f, day);
    *out = first;
    if (!clock_half_known(a) && clock_half_known(b) && b->kind == DG_WHEN_CLOCK)
        out->from = start_before(a, last.from);
    out->to = b->kind == DG_WHEN_PART ? last.to : end_after(b, f, day, out->from);
    if (out->to <= out->from)
        out->to += DG_DAY_S;
    out->grain = first.grain < DG_GRAIN_PART_OF_DAY ? first.grain : last.grain;
    return true;
}

static bool is_clock(const struct dg_when *w)
{
    return w->kind == DG_WHEN_CLOCK || (w->kind == DG_WHEN_AT && w->b->kind == DG_WHEN_CLOCK);
}

/* How long the cycle of a node is, so that of two ends the one that says more is settled first. */
static int64_t cycle_length(const struct dg_when *w)
{
    if (!dg_cycle_is(w))
        return INT64_MAX;
    const int64_t t = INT64_C(1700000000);
    int64_t index = dg_cycle_index(w, t), step = 1;
    while (dg_cycle_index(w, t + step) - index < 1 && step < 400 * DG_DAY_S)
        step *= 2;
    return step;
}

static bool both_ends(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *a, struct dg_stretch *b)
{
    const struct dg_when *first = w->a, *last = w->b;
    if (dg_cycle_is(first) && cycle_length(first) < cycle_length(last)) {
        if (!dg_stretch_of(last, f, b))
            return false;
        return dg_cycle_before(first, f, b->from, a);
    }
    if (!dg_stretch_of(first, f, a))
        return false;
    if (last->kind == DG_WHEN_CLOCK && is_clock(first)) {
        *b = point(end_after(last, f, dg_day_start(a->from), a->from), DG_GRAIN_MINUTE);
        return true;
    }
    if (!dg_cycle_is(last))
        return dg_stretch_of(last, f, b);
    return dg_cycle_from(last, f, a->from + (a->grain >= DG_GRAIN_DAY && last->kind != DG_WHEN_AT), b);
}

static bool range(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    struct dg_stretch a, b;
    if (w->a->kind == DG_WHEN_CLOCK && w->b->kind == DG_WHEN_CLOCK) {
        if (!dg_cycle_meant(w->a, f, &a))
            return false;
        int64_t day = dg_day_start(a.from);
        if (!dg_clock_range_on(w, f, day, out))
            return false;
        return out->to > f->ref || f->past || dg_clock_range_on(w, f, day + DG_DAY_S, out);
    }
    if (!both_ends(w, f, &a, &b))
        return false;
    *out = a;
    bool is_point = b.grain <= DG_GRAIN_MINUTE;
    out->to = is_point ? b.from : b.to; /* "from Monday to Wednesday" has the Wednesday */
    out->no_to = b.no_to;
    out->elapsed = false;
    if (is_point && a.grain > b.grain)
        out->grain = b.grain;
    else if (b.grain < out->grain)
        out->grain = b.grain;
    return out->to > out->from;
}

static bool open_end(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    struct dg_stretch a;
    if (!dg_stretch_of(w->a, f, &a))
        return false;
    bool wide = a.grain > DG_GRAIN_DAY || a.grain == DG_GRAIN_PART_OF_DAY || a.to - a.from > DG_DAY_S;
    *out = a;
    if (w->kind == DG_WHEN_BEFORE) {
        out->to = w->included && wide ? a.to : a.from;
        out->no_from = out->to <= f->ref;
        out->from = f->ref;
    } else {
        out->no_to = true;
        out->from = wide && !w->included ? a.to : a.from;
    }
    return true;
}

static bool rest(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (w->a->kind == DG_WHEN_DURATION) { /* within two hours */
        *out = point(f->ref, DG_GRAIN_SECOND);
        out->to = dg_duration_add(f->ref, w->a, 1);
        if (dg_duration_finest(w->a) >= DG_UNIT_DAY)
            out->to = dg_day_start(out->to) + (w->calendar ? DG_DAY_S : 0);
        else
            out->elapsed = true;
        return out->to > out->from;
    }
    if (!dg_stretch_of(w->a, f, out) || out->to <= f->ref)
        return false;
    if (out->from < f->ref)
        out->from = f->ref;
    return true;
}

static bool lasting(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (!dg_stretch_of(w->a, f, out))
        return false;
    out->to = dg_duration_add(out->from, w->b, 1);
    return true;
}

/* ---- the rest -------------------------------------------------------------------------------------------------- */

static bool at_node(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    struct dg_stretch day;
    if (!dg_stretch_of(w->a, f, &day))
        return false;
    struct dg_frame inner = *f;
    inner.ref = day.from;
    inner.past = false;
    inner.written |= w->a->kind == DG_WHEN_DATE && w->a->month;
    if (w->b->kind == DG_WHEN_CLOCK || w->b->kind == DG_WHEN_PART)
        *out = dg_clock_on(w->b, &inner, dg_day_start(day.from));
    else if (w->b->kind == DG_WHEN_RANGE && dg_cycle_is(w->b))
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

static bool every(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    return w->a && dg_stretch_of(w->a, f, out);
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
    struct dg_stretch base = point(f->ref, DG_GRAIN_SECOND);
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
    if (w->a->kind == DG_WHEN_UNIT && w->to_min == 1000 && today > out->from && today < out->to)
        out->from = today; /* later this week, said on Friday */
    return true;
}

static bool one_of_a_kind(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    switch ((enum dg_when_kind)w->kind) {
    case DG_WHEN_NOW:
        *out = point(f->ref, DG_GRAIN_SECOND);
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
        return count(w, f, out);
    case DG_WHEN_NEAREST:
        return nearest(w, f, out);
    case DG_WHEN_EDGE:
        return edge(w, f, out);
    case DG_WHEN_AT:
        return at_node(w, f, out);
    case DG_WHEN_RANGE:
        return range(w, f, out);
    case DG_WHEN_BEFORE:
    case DG_WHEN_AFTER:
        return open_end(w, f, out);
    case DG_WHEN_REST:
        return rest(w, f, out);
    case DG_WHEN_FOR:
        return lasting(w, f, out);
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
    if (f->depth > DG_FRAME_DEPTH_MAX || w->kind == DG_WHEN_VAGUE || w->kind == DG_WHEN_DURATION)
        return false;
    struct dg_frame inner = *f;
    inner.depth++;
    if (w->kind == DG_WHEN_RANGE)
        return range(w, &inner, out);
    return dg_cycle_is(w) ? dg_cycle_meant(w, &inner, out) : one_of_a_kind(w, &inner, out);
}
