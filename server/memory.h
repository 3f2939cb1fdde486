/* What a drag remembers of the ones before it in its session: their talk, so that "make it eight" can refine their plan.
 * The talk lives in the arena given. No I/O; one thread at a time. */
#ifndef DG_MEMORY_H
#define DG_MEMORY_H

#include "server/drag.h"

enum { DG_MEMORY_MESSAGES_MAX = 60, DG_MEMORY_BYTES_MAX = 16 * 1024 };

/* What is remembered of `last`: what it remembered itself and what was said in it, the newest when there is too much.
 * Nothing where it was to stay on this machine and `next` is not. False: the arena is full. */
bool dg_memory_take(struct dg_drag *next, const struct dg_drag *last, struct dg_arena *arena);

/* The drag's talk behind what it remembers, as dg_read takes it. False: the arena is full. */
bool dg_memory_talk(struct dg_talk *out, const struct dg_drag *drag, struct dg_arena *arena);

#endif
