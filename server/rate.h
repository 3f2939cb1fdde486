/* How often somebody may do something: the generic cell rate algorithm (ITU-T I.371), a token bucket whose whole state is
 * one point in time, so that all lanes share it without a lock. Memory is fixed: a state that has run full again is the same
 * as none, and gives its place to others; where more are active at once than there are places, the least active is forgotten.
 * Any thread. */
#ifndef DG_RATE_H
#define DG_RATE_H

#include "intents/str.h"

#include <stdbool.h>
#include <stdint.h>

struct dg_rate;

struct dg_rate_verdict {
    bool granted;
    uint32_t quota, window_s; /* `quota` at most at once, and as many again after `window_s` */
    uint32_t remaining; /* could be taken now */
    uint32_t wait_s; /* granted: until all of it is there again; refused: until one is; rounded up */
};

/* `per_minute` in the long run (1 to 1000000), `burst` of them at once. NULL: out of memory. */
struct dg_rate *dg_rate_create(uint32_t per_minute, uint32_t burst);
void dg_rate_destroy(struct dg_rate *rate); /* NULL is harmless */

/* Takes one for `who` (any bytes); `now_us` is of a clock that never goes back. */
struct dg_rate_verdict dg_rate_take(struct dg_rate *rate, struct dg_str who, uint64_t now_us);

/* Whether there is no debt, taking nothing. */
struct dg_rate_verdict dg_rate_ask(struct dg_rate *rate, struct dg_str who, uint64_t now_us);
/* Takes `count` without asking, for what something granted has come to cost. What is not there is owed, up to a bucket full. */
void dg_rate_charge(struct dg_rate *rate, struct dg_str who, uint32_t count, uint64_t now_us);

/* A bucket in numbers, for who keeps it elsewhere: one more every `interval_us`, `depth_us` for all of it. */
struct dg_rate_shape {
    uint64_t interval_us, depth_us;
};
struct dg_rate_shape dg_rate_shape_of(const struct dg_rate *rate);
/* The same verdict on a bucket that will be full in `full_in_us`, of which one was just taken (`granted`) or could not be. */
struct dg_rate_verdict dg_rate_judge(const struct dg_rate *rate, bool granted, uint64_t full_in_us);

#endif
