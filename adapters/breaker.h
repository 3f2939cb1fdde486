/* A circuit breaker: stops asking a provider that fails, and tries it again after a while with one request.
 * Closed until at least half of the last ten outcomes were failures; then open for two seconds, doubling up to one minute;
 * then half-open: one request is let through and decides. All zeroes is a closed breaker. Time comes from the caller, in
 * milliseconds of a clock that never goes back. Belongs to the thread of its transport. */
#ifndef DG_BREAKER_H
#define DG_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

enum dg_breaker_state { DG_BREAKER_CLOSED, DG_BREAKER_OPEN, DG_BREAKER_HALF_OPEN, DG_BREAKER_STATES };

enum { DG_BREAKER_WINDOW = 10, DG_BREAKER_FAILURES = 5, DG_BREAKER_FIRST_MS = 2000, DG_BREAKER_LONGEST_MS = 60000 };

struct dg_breaker {
    enum dg_breaker_state state;
    uint32_t outcomes; /* the last ones, newest in the lowest bit; 1: failed */
    uint32_t open_ms; /* how long it was opened the last time; 0: not since it last closed */
    uint64_t until_ms; /* when an open one may be tried */
    bool probing; /* the one request of a half-open breaker is under way */
    uint64_t moved[DG_BREAKER_STATES]; /* how often it came to each state since it was born */
};

const char *dg_breaker_state_name(enum dg_breaker_state state); /* "half-open" */

/* Whether a request may go out now. A yes must be followed by exactly one of the three below. */
bool dg_breaker_allows(struct dg_breaker *b, uint64_t now_ms);
void dg_breaker_succeeded(struct dg_breaker *b);
void dg_breaker_failed(struct dg_breaker *b, uint64_t now_ms);
/* The request was given up by us and says nothing about the provider. */
void dg_breaker_abandoned(struct dg_breaker *b);

#endif
