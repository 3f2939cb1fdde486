/* Multinomial logistic regression by AdaGrad (Duchi, Hazan, Singer 2011) over cases whose features are places, each once.
 * A model has a row of `kinds` weights for each of `rows` places. The same cases in the same order give the same bytes. */
#ifndef DG_LEARN_REGRESS_H
#define DG_LEARN_REGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { DG_REGRESS_KINDS_MAX = 32 };

struct dg_regress_case {
    float weight;
    int fold; /* below 0: never held out */
    uint32_t right; /* a bit for each kind that is right */
    uint16_t *features; /* each place once */
    size_t count;
};

struct dg_regress_cases {
    struct dg_regress_case *at;
    size_t count, room;
};

/* Takes a copy of the features. */
void dg_regress_add(struct dg_regress_cases *all, struct dg_regress_case one);

struct dg_regress {
    size_t kinds, rows;
    float bias[DG_REGRESS_KINDS_MAX], bias_sum[DG_REGRESS_KINDS_MAX];
    float *row, *sum; /* weights, and what AdaGrad adds up */
};

struct dg_regress_options {
    long folds, epochs;
    const char *about, *path, *guesses;
};

/* Reads the command line that the learning programs share; ends the program when it is wrong. */
struct dg_regress_options dg_regress_options_read(int count, char **words);

/* Learns from all but the cases of the fold (-1: from all). Ends the program when there is no memory. */
struct dg_regress dg_regress_learn(
        const struct dg_regress_cases *all, size_t kinds, size_t rows, const struct dg_regress_options *o, int fold);
void dg_regress_finish(struct dg_regress *m);

/* How likely each kind is; they add up to 1. */
void dg_regress_weigh(const struct dg_regress *m, const struct dg_regress_case *c, float chances[DG_REGRESS_KINDS_MAX]);
size_t dg_regress_likeliest(const float *chances, size_t kinds);

/* Each case that is ever held out, guessed by what was learned from the other folds. With o->guesses the chances go to that
 * file, a line a case after its number. */
void dg_regress_cross_validate(const struct dg_regress_cases *all, size_t kinds, size_t rows,
        const struct dg_regress_options *o,
        void (*each)(void *owner, const struct dg_regress_case *c, const float *chances), void *owner);

/* Head, bias and rows as the reader's views open them (intents/aim_model.h, intents/act_model.h). Ends the program when it
 * cannot. */
void dg_regress_write(
        const struct dg_regress *m, const struct dg_regress_options *o, const char *magic, size_t head_bytes);

#endif
