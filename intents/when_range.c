/* Stretches with two ends, or with one. */
#include "intents/when_stretch.h"

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

/* From March to May, said in April, is the one that runs; so are the 3rd to the 5th on the 4th. Weekdays and clocks look
 * ahead all the same. */
static bool runs_now(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *a, struct dg_stretch *b)
{
    const struct dg_when *first = w->a, *last = w->b;
    if (f->past || !dg_cycle_is(first) || !dg_cycle_is(last) || cycle_length(first) < 7 * DG_DAY_S ||
            cycle_length(first) < cycle_length(last))
        return false;
    enum { A_YEAR_DAYS = 366 };
    return dg_cycle_before(first, f, f->ref + 1, a) &&
            dg_cycle_from(last, f, a->from + (a->grain >= DG_GRAIN_DAY && last->kind != DG_WHEN_AT), b) &&
            b->to > f->ref && b->from - a->from <= A_YEAR_DAYS * DG_DAY_S;
}

static bool both_ends(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *a, struct dg_stretch *b)
{
    const struct dg_when *first = w->a, *last = w->b;
    if (runs_now(w, f, a, b))
        return true;
    /* 下午两点到明天三点 begins today, if it still can */
    bool named_day = last->kind == DG_WHEN_AT && !dg_cycle_is(last);
    if (named_day && is_clock(first) && dg_stretch_of(first, f, a) && dg_stretch_of(last, f, b) && a->from < b->from)
        return true;
    if (dg_cycle_is(first) && cycle_length(first) < cycle_length(last)) {
        if (!dg_stretch_of(last, f, b))
            return false;
        return dg_cycle_before(first, f, b->from, a);
    }
    if (!dg_stretch_of(first, f, a))
        return false;
    if (last->kind == DG_WHEN_CLOCK && is_clock(first)) {
        *b = dg_stretch_point(end_after(last, f, dg_day_start(a->from), a->from), DG_GRAIN_MINUTE);
        return true;
    }
    if (!dg_cycle_is(last))
        return dg_stretch_of(last, f, b);
    return dg_cycle_from(last, f, a->from + (a->grain >= DG_GRAIN_DAY && last->kind != DG_WHEN_AT), b);
}

static bool is_today(const struct dg_when *w)
{
    return w->kind == DG_WHEN_DAY && w->n == 0;
}

bool dg_stretch_range(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
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
    bool without_last = is_point || (w->n & DG_LEFT_OUT_LAST);
    out->to = without_last ? b.from : b.to; /* "from Monday to Wednesday" has the Wednesday */
    if (w->n & DG_LEFT_OUT_FIRST && a.grain > DG_GRAIN_DAY)
        out->from = a.to;
    if (is_today(w->b) && a.from < dg_day_start(f->ref)) /* 从上个月到今天: until now */
        out->to = f->ref;
    out->no_to = b.no_to;
    out->elapsed = false;
    if (is_point && a.grain > b.grain)
        out->grain = b.grain;
    else if (b.grain < out->grain)
        out->grain = b.grain;
    if (out->to <= out->from && is_clock(w->b) && out->from - out->to < DG_DAY_S) /* tomorrow from 10am to 12am */
        out->to += DG_DAY_S;
    return out->to > out->from;
}

bool dg_stretch_open_end(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    struct dg_stretch a;
    struct dg_frame frame = *f;
    frame.past |= w->kind == DG_WHEN_AFTER && w->calendar;
    if (!dg_stretch_of(w->a, &frame, &a))
        return false;
    bool wide = a.grain > DG_GRAIN_DAY || a.grain == DG_GRAIN_PART_OF_DAY || a.to - a.from > DG_DAY_S ||
            w->a->kind == DG_WHEN_EDGE;
    *out = a;
    if (w->kind == DG_WHEN_BEFORE) {
        out->to = (w->included && wide) || (w->calendar && a.grain >= DG_GRAIN_DAY) ? a.to : a.from;
        out->no_from = out->to <= f->ref;
        out->from = f->ref;
    } else {
        out->no_to = true;
        out->from = wide && !w->included ? a.to : a.from;
        if (w->included && a.to < f->ref) { /* since last September: until now */
            out->no_to = false;
            out->to = f->ref;
        }
    }
    return true;
}

bool dg_stretch_rest(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    if (w->a->kind == DG_WHEN_DURATION) { /* within two hours */
        *out = dg_stretch_point(f->ref, DG_GRAIN_SECOND);
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

bool dg_stretch_lasting(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    enum { LATEST_HOUR = 23 };
    if (!dg_stretch_of(w->a, f, out))
        return false;
    out->to = dg_duration_add(out->from, w->b, 1);
    /* from 9 for three hours, said in the afternoon: not into the night but in the morning */
    bool open = w->a->kind == DG_WHEN_CLOCK && w->a->half == DG_HALF_OPEN && w->a->hour <= 12 && f->typical_hour < 0;
    int64_t latest = dg_day_start(out->from) + LATEST_HOUR * 3600;
    if (open && out->from < latest && out->to > latest && out->to - out->from < DG_DAY_S / 2) {
        out->from += DG_DAY_S / 2;
        out->to += DG_DAY_S / 2;
    }
    return true;
}
