/* A copy of an intent that outlives the reading it came from: what a background task works on.
 * The copy lives in the arena and borrows nothing but the catalogue. Pure; any thread. */
#ifndef DG_INTENT_COPY_H
#define DG_INTENT_COPY_H

#include "intents/arena.h"
#include "intents/types.h"

/* The intent with its slots; spans, questions and warnings are left behind. NULL when the arena is full. */
const struct dg_intent *dg_intent_copy(const struct dg_intent *intent, struct dg_arena *arena);
/* The context with its texts copied; the zone stays borrowed. */
struct dg_context dg_context_copy(const struct dg_context *ctx, struct dg_arena *arena);

#endif
