/* What was said about time, before it is resolved, so that 明天 in one message and 七点 in the next can become one time.
 * A when is immutable, lives in the arena of the scan that found it and may be combined and resolved any number of times.
 * Pure; any thread. */
#ifndef DG_WHEN_H
#define DG_WHEN_H

#include "intents/arena.h"
#include "intents/types.h"

struct dg_when;

/* What the words say; a bit each. */
enum {
    DG_SAYS_DAY = 1 << 0, /* a date, a weekday, 明天 */
    DG_SAYS_CLOCK = 1 << 1, /* 七点半, 8pm */
    DG_SAYS_PART = 1 << 2, /* 晚上, in the morning */
    DG_SAYS_END = 1 << 3, /* a stretch with two ends */
    DG_SAYS_DURATION = 1 << 4, /* only how long */
    DG_SAYS_RECURRENCE = 1 << 5, /* every Monday */
    DG_SAYS_WIDE = 1 << 6, /* a week, month, season, year, weekend: a stretch wider than a day */
    DG_SAYS_VAGUE = 1 << 7, /* 改天, sometime: no instant can be given */
    DG_SAYS_PAST = 1 << 8, /* yesterday, three days ago, 上周 */
    DG_SAYS_BEFORE = 1 << 9, /* by, until, 之前 */
    DG_SAYS_AFTER = 1 << 10, /* since, after, 之后 */
    DG_SAYS_AROUND = 1 << 11, /* 左右, 7ish */
    DG_SAYS_ZONE = 1 << 12, /* names its own zone */
    DG_SAYS_MERIDIEM = 1 << 13, /* the clock's half of the day is certain (am, pm, 晚上, 19:00) */
    DG_SAYS_NOW = 1 << 14, /* an instant counted from now: in half an hour, 现在 */
    DG_SAYS_MOVE = 1 << 15, /* counted from what stands, if anything does: 推迟一小时, an hour later */
};
unsigned dg_when_says(const struct dg_when *when);

/* How to choose where the words leave a choice. */
struct dg_when_hints {
    struct dg_instant reference;
    const struct dg_zone *zone;
    bool past; /* a report: roll back, not forward */
    int8_t typical_hour; /* of the activity (dinner 19, lunch 12, …), or -1: a bare 七点 becomes the nearest to it */
    bool arranged; /* what people meet for: 2:20 is the afternoon's, also beside a written date */
    bool clock24; /* who speaks writes 19:30 for the evening: 7:30 is the morning's */
};

/* The value; times already past roll forward for plans. grain NONE and no start when nothing can be said (vague). */
struct dg_time dg_when_resolve(const struct dg_when *when, const struct dg_when_hints *hints, struct dg_arena *arena);

/* What stands, `base`, moved as `move` says (推迟一小时, "an hour later"; it says DG_SAYS_MOVE): clocks, a day or a stretch of them.
 * `seen` is as when `base` is resolved. NULL when there is nothing that can be moved so: no clock by hours, a repetition; or the arena is
 * full. */
const struct dg_when *dg_when_move(const struct dg_when *base, const struct dg_when_hints *seen,
        const struct dg_when *move, struct dg_arena *arena);

/* `update` completed from `base` by what it does not say itself: the day, the part of the day, am or pm, the zone. A clock
 * keeps the base's day; a day keeps the base's clock or part; a full time replaces it all. `base` may be NULL.
 * `base_reference` is the message time of `base`, so that its 明天 stays the day it was said for.
 * NULL only when the arena is full. */
const struct dg_when *dg_when_combine(const struct dg_when *base, struct dg_instant base_reference,
        const struct dg_when *update, struct dg_instant update_reference, const struct dg_zone *zone,
        struct dg_arena *arena);

#endif
