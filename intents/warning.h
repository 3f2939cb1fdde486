/* What looks wrong about an intent: a date that has passed, a clock time that does not exist on that night.
 * Pure; any thread. */
#ifndef DG_WARNING_H
#define DG_WARNING_H

#include "intents/arena.h"
#include "intents/types.h"

/* Writes `warnings` of the intent. False only when the arena is full. */
bool dg_warning_check(
        struct dg_intent *intent, const struct dg_context *ctx, enum dg_language language, struct dg_arena *arena);

#endif
