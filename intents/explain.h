/* The steps of one reading, told line by line for a developer: what was found in each message, what each clause does, what
 * became of each value, and what the plans came to. Borrows everything for the call. Pure; any thread. */
#ifndef DG_EXPLAIN_H
#define DG_EXPLAIN_H

#include "intents/plan.h"
#include "intents/read.h"

/* Nothing is told where the arena is full. */
void dg_explain_tell(const struct dg_explain *to, const struct dg_planner *p, const struct dg_mentions *mentions,
        const struct dg_reading *reading);

#endif
