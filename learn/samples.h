/* Talks made into numbers, with the features that the reader itself would make. */
#ifndef DG_LEARN_SAMPLES_H
#define DG_LEARN_SAMPLES_H

#include "learn/field.h"
#include "learn/talks.h"

struct dg_samples {
    struct dg_sample *at;
    size_t count, talks;
    uint32_t *features; /* of row i: the feature that it stands for */
    size_t rows;
};

/* Features that only one message has are left out: they say nothing of others. Never given back. */
struct dg_samples dg_samples_make(const struct dg_examples *examples);

#endif
