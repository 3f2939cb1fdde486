/* A linear-chain conditional random field while it is learned: weights, their squared gradients, one step at a time.
 * AdaGrad (Duchi, Hazan, Singer 2011) on the log-likelihood; the order of the examples and of the sums is fixed, so that the
 * same data give the same weights. The field owns its rows; one thread. */
#ifndef DG_LEARN_FIELD_H
#define DG_LEARN_FIELD_H

#include "intents/name_feature.h"
#include "intents/name_model.h"

enum { DG_NEAR_BAGS = 3 };

/* One message as numbers of rows. */
struct dg_sample {
    uint32_t talk, count; /* tokens */
    float weight;
    bool marked;
    uint8_t *gold; /* label a token */
    uint32_t *features; /* of token i: [starts[i], starts[i + 1]) */
    uint32_t *starts;
    uint32_t own[DG_NAME_BAG_MAX], near[DG_NAME_BAG_MAX];
    uint32_t own_count, near_count;
    const struct dg_sample *before[DG_NEAR_BAGS]; /* messages of the same talk, NULL where there is none */
};

struct dg_field_row {
    float weight[DG_NAME_WEIGHTS], square[DG_NAME_WEIGHTS];
};

struct dg_field {
    struct dg_field_row *rows;
    size_t count;
    float next[DG_NL_COUNT + 1][DG_NL_COUNT], next_square[DG_NL_COUNT + 1][DG_NL_COUNT];
};

void dg_field_init(struct dg_field *field, size_t rows);
void dg_field_finish(struct dg_field *field);
/* One step up the likelihood of the sample. */
void dg_field_step(struct dg_field *field, const struct dg_sample *sample, float rate);
/* The chance of each label of each token; chance has room for all. */
void dg_field_chances(const struct dg_field *field, const struct dg_sample *sample, float (*chance)[DG_NL_COUNT]);
/* Whether `to` may stand after `from` (DG_NL_COUNT: the begin). */
bool dg_field_allows(size_t from, size_t to);

#endif
