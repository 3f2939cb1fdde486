/* What the model of names looks at: each token with its neighbours, and the words that were said around it.
 * The one place where features are made, for the reader and for learn/ alike: a change here needs weights learned anew.
 * Pure; any thread. */
#ifndef DG_NAME_FEATURE_H
#define DG_NAME_FEATURE_H

#include "intents/token.h"

enum { DG_NAME_FEATURES_MAX = 40, DG_NAME_BAG_MAX = 24 };

/* A token in the numbers that features are made of. */
struct dg_name_token {
    uint32_t word, shape, class, rule, prefix, suffix;
    uint32_t before_run, after_run; /* the words around the row of possible names that it stands in */
    bool ordinary; /* cannot be part of a name by itself */
};

struct dg_name_tokens {
    struct dg_tokens tokens;
    struct dg_name_token *at;
    bool any; /* whether a name may be in it at all */
};

/* The message's tokens; `scan->before` holds what the rules found. False only when the arena is full. */
bool dg_name_tokens_of(struct dg_name_tokens *out, const struct dg_scan *scan);

/* The features of token `i`; returns how many (at most DG_NAME_FEATURES_MAX). */
size_t dg_name_features(uint32_t *out, const struct dg_name_tokens *tokens, size_t i);
/* The message's words as features that weigh in every token of it (`near`: of the messages after it); at most
 * DG_NAME_BAG_MAX. */
size_t dg_name_bag(uint32_t *out, const struct dg_name_tokens *tokens, bool near);

#endif
