/* The wall clock: the only place that asks the system for the time of day. Any thread. */
#ifndef DG_CLOCK_H
#define DG_CLOCK_H

#include <stdint.h>

int64_t dg_clock_s(void); /* seconds since 1970-01-01T00:00:00Z */
int64_t dg_clock_ms(void);
/* Microseconds of a clock that never goes back: for durations only. */
uint64_t dg_clock_ticks_us(void);

#endif
