/* From a tree of what was said to stretches of wall time. Shared by the files that resolve; nobody else needs it. */
#ifndef DG_WHEN_STRETCH_H
#define DG_WHEN_STRETCH_H

#include "intents/calendar.h"
#include "intents/when_node.h"

/* [from, to) in seconds on the wall; open ends are told by flags. */
struct dg_stretch {
    int64_t from, to;
    uint8_t grain; /* enum dg_grain */
    bool no_from, no_to;
    bool elapsed; /* counted from the reference in real seconds, not on the wall */
};

/* From where the words are seen. */
struct dg_frame {
    int64_t ref; /* wall seconds of the reference */
    int32_t offset_s; /* of the reference */
    const struct dg_zone *zone;
    bool past;
    int8_t typical_hour;
    bool clock24;
    bool arranged; /* nobody meets before six in the morning */
    bool written; /* a date in figures stands beside the clock: 24 hours are meant */
    uint8_t depth; /* nesting so far; bounded */
};
enum { DG_FRAME_DEPTH_MAX = 24 };

/* The stretch that the words mean; false when there is none (29 February 2019, vague words). */
bool dg_stretch_of(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out);

/* A moment of that grain. */
static inline struct dg_stretch dg_stretch_point(int64_t at, uint8_t grain)
{
    return (struct dg_stretch){ at, at, grain, false, false, false };
}
/* That of `w`, or where `w` is NULL the reference. */
bool dg_stretch_base(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out);
/* What COUNT, NEAREST (when_pick.c), RANGE, BEFORE and AFTER, REST and FOR (when_range.c) mean. */
bool dg_stretch_count(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out);
bool dg_stretch_nearest(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out);
bool dg_stretch_range(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out);
bool dg_stretch_open_end(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out);
bool dg_stretch_rest(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out);
bool dg_stretch_lasting(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out);

/* Whether a node names something that comes again and again, of which one must be chosen. */
bool dg_cycle_is(const struct dg_when *w);
/* The cycle in which `t` falls, and the occurrence in a cycle; false when that cycle has none. */
int64_t dg_cycle_index(const struct dg_when *w, int64_t t);
bool dg_cycle_at(const struct dg_when *w, const struct dg_frame *f, int64_t index, struct dg_stretch *out);
/* The first occurrence that starts at or after `t`, the last that starts before it. Bounded search. */
bool dg_cycle_from(const struct dg_when *w, const struct dg_frame *f, int64_t t, struct dg_stretch *out);
bool dg_cycle_before(const struct dg_when *w, const struct dg_frame *f, int64_t t, struct dg_stretch *out);
/* The one that a speaker means who says no more than the name. */
bool dg_cycle_meant(const struct dg_when *w, const struct dg_frame *f, struct dg_stretch *out);

/* A clock or a part of the day that starts at `day` (wall seconds of midnight). */
struct dg_stretch dg_clock_on(const struct dg_when *clock, const struct dg_frame *f, int64_t day);
/* A range of clocks that starts on `day`; what one end leaves open (am, pm) the other settles. */
bool dg_clock_range_on(const struct dg_when *range, const struct dg_frame *f, int64_t day, struct dg_stretch *out);
/* The piece of `inout` that an EDGE names; the n-th of an NTH inside `inout`. */
bool dg_edge_of(const struct dg_when *edge, struct dg_stretch *inout);
bool dg_nth_in(const struct dg_when *nth, const struct dg_frame *f, struct dg_stretch *inout);
/* The whole unit that contains `t`, moved on by `n`. */
struct dg_stretch dg_unit_around(enum dg_unit unit, int64_t t, int64_t n);
#endif
