/* A reading again after its slots were changed: a time corrected, a place found on the map. Pure; any thread. */
#ifndef DG_RECHECK_H
#define DG_RECHECK_H

#include "intents/arena.h"
#include "intents/types.h"

/* The same reading in which parts follow the slots that they hang on, and the warnings of times and places are made anew.
 * Borrows `reading`. NULL: the arena is full. */
const struct dg_reading *dg_recheck(
        const struct dg_reading *reading, const struct dg_context *ctx, struct dg_arena *arena);

#endif
