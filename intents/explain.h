/* The steps of one reading, told line by line for a developer: what was found in each message, what each clause does, what
 * became of each value, how it was decided what the talk is for, and what the plans came to. Borrows everything for the call. Pure; any thread. */
#ifndef DG_EXPLAIN_H
#define DG_EXPLAIN_H

#include "intents/aim_model.h"
#include "intents/plan.h"
#include "intents/read.h"

/* How it was decided what the talk is for. */
struct dg_aim_decision {
    float chances[DG_AIM_COUNT]; /* as far as was learned */
    const char *by_rules; /* the first intent that the rules made of it, or NULL */
    enum dg_aim aim;
};

/* Nothing is told where the arena is full. */
void dg_explain_tell(const struct dg_explain *to, const struct dg_planner *p, const struct dg_mentions *mentions,
        const struct dg_aim_decision *decision, const struct dg_reading *reading);

#endif
