/* The features of a talk or a message, as the learned models of talks take them: places in a table of weights, each once.
 * Weights are found by these places: whoever changes them learns anew (docs/learning.md). Pure; any thread. */
#ifndef DG_FEATURE_BAG_H
#define DG_FEATURE_BAG_H

#include "intents/recogniser.h"

/* Sets features apart that are made of the same numbers; a model's own kinds come after these. */
enum { DG_FEATURE_ONE = 1, DG_FEATURE_TWO, DG_FEATURE_THREE, DG_FEATURE_KINDS };

struct dg_feature_bag {
    uint16_t *out; /* the places, room for `room` */
    uint64_t *seen; /* a bit for each of the 2^`bits` places (at most 16); all 0 at the beginning */
    size_t room, count;
    unsigned bits;
    uint32_t last[2]; /* the words before the next one */
};

/* Once; nothing more when it is full. */
void dg_feature_put(struct dg_feature_bag *bag, unsigned kind, uint32_t what);

/* The next word, or what stands for it (intents/learned.h): alone and with the one and the two before it. */
void dg_feature_put_word(struct dg_feature_bag *bag, uint32_t word);

/* Goes over a folded text, by words and by what was found in it. */
struct dg_feature_walk {
    struct dg_str folded;
    struct dg_mentions mentions; /* in order */
    size_t at, next;
};

/* What stands for the next word, and the mention that it is (NULL: none). False at the end. */
bool dg_feature_step(struct dg_feature_walk *walk, uint32_t *word, const struct dg_mention **mention);

#endif
