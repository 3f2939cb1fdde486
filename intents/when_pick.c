/* One of several: pieces of a whole, the n-th of its kind, counted from somewhere, the nearest. */
#include "intents/calendar.h"
#include "intents/when_stretch.h"
#include "intents/zone.h"

#include <stdlib.h>

/* Where a piece of a whole ends: weeks are cut at days (the first three, the last three), months at their tens, years at
 * months, all else at the fraction. */
static int64_t cut(const struct dg_stretch *whole, int thousandths)
{
    int64_t length = whole->to - whole->from, days = length / DG_DAY_S;
    if (thousandths == 0 || thousandths == 1000)
        return whole->from + length * thousandths / 1000;
    enum { FIRST_DAYS = 150, LAST_DAYS = 850, FIRST_DAY_COUNT = 5, DAYS_BEFORE_LAST = 24 };
    enum { MIDDLE_FROM = 334, MIDDLE_TO = 666 }; /* mid: the third of a year, Tuesday to Thursday */
    enum { MIDYEAR_FROM = 417, MIDYEAR_TO = 583 }; /* June and July */
    enum { EARLY = 490, LATE = 510 }; /* early and late are thirds of a month, halves of all else */
    int third = thousandths < 400 ? 0 : thousandths < 600 ? 1 : 2;
    static const int8_t week_days[] = { 3, 3, 4 }, month_days[] = { 10, 15, 20 }, year_months[] = { 3, 6, 8 };
    struct dg_civil c = dg_civil_of(dg_day_index(whole->from));
    if (days == 7)
        return whole->from + week_days[third] * DG_DAY_S;
    if (days >= 28 && days <= 31 && (thousandths == EARLY || thousandths == LATE))
        third = thousandths == EARLY ? 0 : 2;
    if (days >= 28 && days <= 31 && (thousandths == FIRST_DAYS || thousandths == LAST_DAYS))
        return whole->from + (thousandths == FIRST_DAYS ? FIRST_DAY_COUNT : DAYS_BEFORE_LAST) * DG_DAY_S;
    if (days >= 28 && days <= 31)
        return whole->from + month_days[third] * DG_DAY_S;
    if (days >= 365 && days <= 366 && (thousandths == FIRST_DAYS || thousandths == LAST_DAYS))
        return dg_month_start(c.year, thousandths == FIRST_DAYS ? 3 : 11) * DG_DAY_S;
    if (days >= 365 && days <= 366 && (thousandths == MIDDLE_FROM || thousandths == MIDDLE_TO)) /* mid 1989 */
        return dg_month_start(c.year, thousandths == MIDDLE_FROM ? 5 : 9) * DG_DAY_S;
    if (days >= 365 && days <= 366 && (thousandths == MIDYEAR_FROM || thousandths == MIDYEAR_TO)) /* 年中 */
        return dg_month_start(c.year, thousandths == MIDYEAR_FROM ? 6 : 8) * DG_DAY_S;
    if (days >= 365 && days <= 366)
        return dg_month_start(c.year, c.month + year_months[third]) * DG_DAY_S;
    if (days > 3000) { /* decades and centuries at years */
        int years = (int)((days + 183) / 365);
        int tenths = thousandths == 500 ? 5 : thousandths < 500 ? 4 : 7, at = years * tenths / 10;
        return dg_month_start(c.year + at, 1) * DG_DAY_S;
    }
    if (days >= 90 && days <= 92 && third != 1)
        return dg_month_start(c.year, c.month + (third ? 2 : 1)) * DG_DAY_S;
    int64_t at = whole->from + length * thousandths / 1000;
    enum { QUARTER_HOUR_S = 15 * 60 };
    if (length == DG_DAY_S) /* the end of the day is a round hour */
        return whole->from + (at - whole->from + QUARTER_HOUR_S / 2) / QUARTER_HOUR_S * QUARTER_HOUR_S;
    return length > DG_DAY_S ? dg_day_start(at + DG_DAY_S / 2) : at;
}

bool dg_edge_of(const struct dg_when *edge, struct dg_stretch *inout)
{
    struct dg_stretch whole = *inout;
    enum { MIDDLE_FROM = 334, MIDDLE_TO = 666, TUESDAY = 1, FRIDAY = 4 };
    if (whole.to - whole.from == 7 * DG_DAY_S && edge->from_min >= MIDDLE_FROM - 1 && edge->from_min <= MIDDLE_FROM &&
            edge->to_min >= MIDDLE_TO && edge->to_min <= MIDDLE_TO + 1) {
        *inout = (struct dg_stretch){ whole.from + TUESDAY * DG_DAY_S, whole.from + FRIDAY * DG_DAY_S, DG_GRAIN_DAY,
            false, false, false }; /* mid-week */
        return true;
    }
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

bool dg_stretch_count(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    enum { COUNT_MAX = 1000 };
    struct dg_stretch base;
    if (abs(w->n) > COUNT_MAX || !dg_stretch_base(w->b, f, &base) || !dg_cycle_is(w->a))
        return false;
    bool from_now = !w->b || w->b->kind == DG_WHEN_NOW;
    int64_t t = w->n > 0 ? (from_now ? dg_day_start(base.from) + DG_DAY_S : base.to)
                         : (from_now ? dg_day_start(base.from) : base.from);
    bool last = from_now && w->n < 0; /* last summer, said in summer, is the one before it */
    for (int i = abs(w->n); i > 0; i -= !last || out->to <= base.from) {
        if (!(w->n > 0 ? dg_cycle_from(w->a, f, t, out) : dg_cycle_before(w->a, f, t, out)))
            return false;
        t = w->n > 0 ? out->from + 1 : out->from;
    }
    return w->n != 0;
}

bool dg_stretch_nearest(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out)
{
    enum { NEAREST_MAX = 100 };
    struct dg_stretch base, before, after;
    if (w->n > NEAREST_MAX || !dg_stretch_base(w->b, f, &base) || !dg_cycle_is(w->a))
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
