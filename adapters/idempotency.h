/* Keys that a provider sees, made from the one key of a task, so that a repeated step sends the same key again.
 * Pure; any thread. */
#ifndef DG_IDEMPOTENCY_H
#define DG_IDEMPOTENCY_H

#include "intents/arena.h"

/* A UUID (RFC 9562 version 8) made of `key` and the name of the step; the same two give the same UUID. It is no secret and
 * no safer than `key` is. Empty when the arena is full. */
struct dg_str dg_key_uuid(struct dg_arena *arena, struct dg_str key, const char *step);

#endif
