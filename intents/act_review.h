/* What a message does, as far as was learned: how likely each act is, by its words, by what its clauses do by rule, and by
 * what was said before it. Where the rules and the model differ and the model is sure, its act holds. Pure; any thread. */
#ifndef DG_ACT_REVIEW_H
#define DG_ACT_REVIEW_H

#include "intents/act_model.h"
#include "intents/hear.h"

enum { DG_ACT_FEATURES_MAX = 512 };

/* Of a message's clauses the act that moves the talk most. */
enum dg_act dg_act_of_message(const struct dg_clauses *clauses);

/* The places (< DG_ACT_ROWS) of the features of message `i`, each once; returns how many. The one place where they are made,
 * for the reader and for learn/ alike: a change here needs weights learned anew. `seen` has room for DG_ACT_ROWS bits, all 0
 * before and after. */
size_t dg_act_features(
        uint16_t out[DG_ACT_FEATURES_MAX], uint64_t seen[DG_ACT_ROWS / 64], const struct dg_hearing *hearing, size_t i);

/* What holds of a message that the model gives such chances. */
enum dg_act dg_act_decide(const float chances[DG_ACT_COUNT], enum dg_act by_rule);

/* Changes the acts of the clauses where the model is sure that the rules mistake an answer or a question; the clauses that it
 * changes become copies. False only when the arena is full. */
bool dg_act_review(struct dg_hearing *hearing, const struct dg_act_model *model, struct dg_arena *arena);

#endif
