/* When a request that is safe to repeat is sent again: which ends are worth it, and after how long.
 * Back-off doubles from 100 ms, with jitter so that many servers do not return together. Pure; any thread. */
#ifndef DG_RETRY_H
#define DG_RETRY_H

#include "adapters/request.h"

enum { DG_ATTEMPTS_MAX = 3, DG_RETRY_FIRST_MS = 100 };

/* Milliseconds to wait after the `attempts`-th attempt ended with `reply`, or -1: that is the answer. `left_ms` is what
 * remains of the deadline, `random` any number. A provider's Retry-After in seconds (RFC 9110 §10.2.3) is heeded. */
int64_t dg_retry_delay_ms(const struct dg_reply *reply, unsigned attempts, uint64_t left_ms, uint32_t random);

#endif
