/* Services that need no plan: a parcel to track, a number to call, a text to translate, a question for the web.
 * Pure; any thread. */
#ifndef DG_TASK_H
#define DG_TASK_H

#include "intents/plan.h"

enum { DG_TASKS_MAX = 4 };

/* Adds such intents (at most DG_TASKS_MAX) to `intents` and counts them in `out`. `mentions`: one list a message.
 * False only when the arena is full. */
bool dg_task_find(struct dg_reading *out, struct dg_intent *intents, const struct dg_planner *p,
        const struct dg_mentions *mentions);

/* Adds the intent called `name` where the words do not ask for it by name, from what the talk holds for it: a number, a day, the
 * words before the last ones. Nothing is added where that is not there. False only when the arena is full. */
bool dg_task_guess(struct dg_reading *out, struct dg_intent *intents, const struct dg_planner *p,
        const struct dg_mentions *mentions, const char *name);

#endif
