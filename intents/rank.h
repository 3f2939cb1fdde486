/* Which intents a plan is worth, how sure they are, and in which order they are told.
 * Pure; any thread. */
#ifndef DG_RANK_H
#define DG_RANK_H

#include "intents/aim_model.h"
#include "intents/fill.h"

enum { DG_INTENTS_OF_PLAN = 4 };

/* Names (NULL-ended, at most DG_INTENTS_OF_PLAN) of the intents that the plan feeds, first the one it is for; none when
 * there is nothing to act on. */
void dg_rank_choose(const char *names[DG_INTENTS_OF_PLAN + 1], const struct dg_settled *plan);

/* The score (0 to 1) of the `step`-th intent of a plan: what they are ordered by, whose first one is `first`; `mine`: the plan is of the person who drags. */
double dg_rank_score(const struct dg_settled *plan, const struct dg_intent *first, size_t step, bool mine);

/* What the talk is for when what was learned of it (the chance of each aim) is weighed against what the rules made of it, best
 * intent first. */
enum dg_aim dg_rank_aim(const float chances[DG_AIM_COUNT], const struct dg_reading *rules);
/* What the tracker is told of an aim; false when a talk is not followed for it (a parcel, a translation). */
bool dg_rank_hint(struct dg_hint *out, enum dg_aim aim);
/* Makes the intent called so the best; false when it is not there. */
bool dg_rank_raise(struct dg_intent *intents, size_t count, const char *name);

/* Makes confidences of the scores (of intents whose plan is below DG_TOPICS_MAX): of so many intents with one of about p, the share of p is right. The order, best first, stands. */
void dg_rank_calibrate(struct dg_intent *intents, size_t count, const float chances[DG_AIM_COUNT]);

/* Best first; equal ones keep their order. */
void dg_rank_sort(struct dg_intent *intents, size_t count);

#endif
