/* What a plan's time comes to for what it is: a room is taken by the day, who travels comes back, a car is there at a moment.
 * Pure; any thread. */
#ifndef DG_PLAN_DAYS_H
#define DG_PLAN_DAYS_H

#include "intents/plan.h"

/* Sets when the settled plan begins and ends (DG_F_TIME, DG_F_UNTIL); a stay that says neither where nor when is at the end of
 * the journey of the same talk. Its fields are settled before. False only when the arena is full. */
bool dg_plan_settle_days(struct dg_settled *out, const struct dg_planner *p);

#endif
