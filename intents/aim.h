/* What a talk is for, as far as was learned: how likely each intent is to be the one that is asked for first, or none.
 * A linear model over the words (names and times by their kind), and over what the clauses do. It decides where the rules are
 * silent, and where the two differ by much (intents/rank.h). Pure; any thread. */
#ifndef DG_AIM_H
#define DG_AIM_H

#include "intents/aim_model.h"
#include "intents/hear.h"

enum {
    DG_AIM_FEATURES_MAX = 2048,
    DG_AIM_MESSAGES_MAX = 48 /* of a longer talk the last ones are looked at */
};

/* The places (< DG_AIM_ROWS) of the features of the talk, each once; returns how many. The one place where they are made, for
 * the reader and for learn/ alike: a change here needs weights learned anew. 0 when the arena is full or nothing was said. */
size_t dg_aim_features(uint16_t out[DG_AIM_FEATURES_MAX], const struct dg_hearing *hearing, struct dg_arena *arena);

/* How likely each aim is; they add up to 1. */
void dg_aim_weigh(float chances[DG_AIM_COUNT], const struct dg_aim_model *model, const struct dg_hearing *hearing,
        struct dg_arena *arena);

#endif
