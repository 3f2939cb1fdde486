/* A settled plan becomes intents with slots and what is missing.
 * Intents live in the arena and borrow the plan. Pure; any thread. */
#ifndef DG_FILL_H
#define DG_FILL_H

#include "intents/plan.h"

/* Fills the intent called `name` of the catalogue from the plan. False only when the arena is full. */
bool dg_fill(struct dg_intent *out, const struct dg_planner *p, const struct dg_settled *plan, const char *name);

/* Names the required slots that are not filled. False only when the arena is full. */
bool dg_fill_missing(struct dg_intent *intent, struct dg_arena *arena);

#endif
