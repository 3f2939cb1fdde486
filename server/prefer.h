/* What a client says about how it wants its answer: `Prefer: wait=N` (RFC 7240) and `Accept`. Pure; any thread. */
#ifndef DG_PREFER_H
#define DG_PREFER_H

#include "intents/str.h"

#include <stdint.h>

/* Seconds of the header's `wait`, at most `max_s`; `otherwise_s` where it names none. */
uint32_t dg_prefer_wait(struct dg_str header, uint32_t otherwise_s, uint32_t max_s);
/* Whether the header names text/event-stream with a weight above nothing. */
bool dg_accepts_events(struct dg_str header);

#endif
