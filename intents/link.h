/* The parts of one plan know each other: the ride arrives before the table's time.
 * Works on the intents of a reading; what it writes lives in the arena. Pure; any thread. */
#ifndef DG_LINK_H
#define DG_LINK_H

#include "intents/arena.h"
#include "intents/types.h"

/* Gives each ride to the place of another part its hours: it arrives (`end`) when that begins and leaves (`start`) as much
 * earlier as the way takes. A time that somebody said for the ride stays. The intents' slots are copied, never changed.
 * False only when the arena is full. */
bool dg_link(struct dg_intent *intents, size_t count, const struct dg_context *ctx, struct dg_arena *arena);

#endif
