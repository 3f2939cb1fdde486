/* Learns what talks ask for: talks on standard input (see aim_talks.h), weights into a file.
 * usage: dragoman-train-aims [--folds N] [--epochs N] [--guesses FILE] [--about TEXT] FILE < TALKS
 * Multinomial logistic regression by AdaGrad (Duchi, Hazan, Singer 2011). Prints the figures of the cross-validation; with
 * --guesses the chances given to each talk that was held out go to a file. The same talks give the same file. */
#include "learn/aim_talks.h"
#include "learn/needed.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEPS_TO_ONE = 12 /* a weight of 1 is so many steps of a byte */, STEPS_MAX = 127 };

struct options {
    long folds, epochs;
    const char *about, *path, *guesses;
};

struct model {
    float bias[DG_AIM_COUNT], bias_sum[DG_AIM_COUNT];
    float (*row)[DG_AIM_COUNT], (*sum)[DG_AIM_COUNT]; /* weights, and what AdaGrad adds up */
};

static float each_of(const struct dg_aim_talk *t)
{
    return 1 / sqrtf((float)t->count + 1);
}

static void weigh(const struct model *m, const struct dg_aim_talk *t, float chances[DG_AIM_COUNT])
{
    float most = -1e9f, all = 0;
    for (size_t k = 0; k < DG_AIM_COUNT; k++)
        chances[k] = 0;
    for (size_t i = 0; i < t->count; i++) {
        for (size_t k = 0; k < DG_AIM_COUNT; k++)
            chances[k] += m->row[t->features[i]][k];
    }
    for (size_t k = 0; k < DG_AIM_COUNT; k++) {
        chances[k] = m->bias[k] + chances[k] * each_of(t);
        most = fmaxf(most, chances[k]);
    }
    for (size_t k = 0; k < DG_AIM_COUNT; k++)
        all += chances[k] = expf(chances[k] - most);
    for (size_t k = 0; k < DG_AIM_COUNT; k++)
        chances[k] /= all;
}

static void move(float *weight, float *sum, float slope)
{
    static const float rate = 0.3f, shrink = 2e-6f;
    slope += shrink * *weight;
    *sum += slope * slope;
    *weight -= rate * slope / (sqrtf(*sum) + 1e-3f);
}

/* One step towards giving the talk one of its aims. */
static void step(struct model *m, const struct dg_aim_talk *t)
{
    float chances[DG_AIM_COUNT], right = 1e-9f, each = each_of(t);
    weigh(m, t, chances);
    for (size_t k = 0; k < DG_AIM_COUNT; k++)
        right += t->aims >> k & 1 ? chances[k] : 0;
    for (size_t k = 0; k < DG_AIM_COUNT; k++) {
        float slope = t->weight * (chances[k] - (t->aims >> k & 1 ? chances[k] / right : 0));
        if (fabsf(slope) < 1e-4f)
            continue;
        move(&m->bias[k], &m->bias_sum[k], slope);
        for (size_t i = 0; i < t->count; i++)
            move(&m->row[t->features[i]][k], &m->sum[t->features[i]][k], slope * each);
    }
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Learns from all but the talks of the fold. */
static void learn(struct model *m, const struct dg_aim_talks *all, const struct options *o, int fold)
{
    uint32_t *order = dg_needed(all->count, sizeof *order), state = 20240229;
    for (size_t i = 0; i < all->count; i++)
        order[i] = (uint32_t)i;
    for (long epoch = 0; epoch < o->epochs; epoch++) {
        for (size_t i = all->count; i > 1; i--) {
            size_t k = next_random(&state) % i;
            uint32_t kept = order[i - 1];
            order[i - 1] = order[k];
            order[k] = kept;
        }
        for (size_t i = 0; i < all->count; i++) {
            const struct dg_aim_talk *t = &all->at[order[i]];
            if (t->fold < 0 || t->fold % o->folds != fold)
                step(m, t);
        }
    }
    free(order);
}

static struct model model_new(void)
{
    return (struct model){ .row = dg_needed(DG_AIM_ROWS, sizeof(float[DG_AIM_COUNT])),
        .sum = dg_needed(DG_AIM_ROWS, sizeof(float[DG_AIM_COUNT])) };
}

static void model_free(struct model *m)
{
    free(m->row);
    free(m->sum);
}

struct score {
    size_t talks, right, nothing, nothing_right;
};

static void guess(struct score *s, const struct model *m, const struct dg_aim_talk *t, size_t number, FILE *out)
{
    float chances[DG_AIM_COUNT];
    size_t best = 0;
    weigh(m, t, chances);
    for (size_t k = 0; k < DG_AIM_COUNT; k++)
        best = chances[k] > chances[best] ? k : best;
    bool right = t->aims >> best & 1, nothing = t->aims & 1;
    s->talks++;
    s->right += right;
    s->nothing += nothing;
    s->nothing_right += nothing && right;
    if (!out)
        return;
    fprintf(out, "%zu", number);
    for (size_t k = 0; k < DG_AIM_COUNT; k++)
        fprintf(out, "\t%.4f", (double)chances[k]);
    fputc('\n', out);
}

static void cross_validate(const struct dg_aim_talks *all, const struct options *o)
{
    struct score score = { 0 };
    FILE *out = o->guesses ? fopen(o->guesses, "w") : NULL;
    for (int fold = 0; fold < o->folds; fold++) {
        struct model m = model_new();
        learn(&m, all, o, fold);
        for (size_t i = 0; i < all->count; i++) {
            if (all->at[i].fold >= 0 && all->at[i].fold % o->folds == fold)
                guess(&score, &m, &all->at[i], i, out);
        }
        model_free(&m);
    }
    if (out)
        fclose(out);
    printf("held out: %zu talks, first aim right in %.3f; %zu ask for nothing, seen in %.3f\n", score.talks,
            (double)score.right / (double)(score.talks ? score.talks : 1), score.nothing,
            (double)score.nothing_right / (double)(score.nothing ? score.nothing : 1));
}

static int8_t steps(float weight)
{
    float s = roundf(weight * STEPS_TO_ONE);
    return (int8_t)(s > STEPS_MAX ? STEPS_MAX : s < -STEPS_MAX ? -STEPS_MAX : s);
}

static void model_write(const struct model *m, const struct options *o)
{
    char head[DG_AIM_HEAD_BYTES + 1];
    struct dg_aim_numbers n = { .scale = 1.0f / STEPS_TO_ONE };
    FILE *file = fopen(o->path, "wb");
    int said = snprintf(head, sizeof head, "%s%s\n", DG_AIM_MAGIC, o->about);
    for (size_t i = said < 0 ? 0 : (size_t)said; i < DG_AIM_HEAD_BYTES; i++)
        head[i] = ' ';
    memcpy(n.bias, m->bias, sizeof n.bias);
    bool whole = file && fwrite(head, DG_AIM_HEAD_BYTES, 1, file) == 1 && fwrite(&n, sizeof n, 1, file) == 1;
    for (size_t i = 0; whole && i < DG_AIM_ROWS; i++) {
        int8_t row[DG_AIM_COUNT];
        for (size_t k = 0; k < DG_AIM_COUNT; k++)
            row[k] = steps(m->row[i][k]);
        whole = fwrite(row, sizeof row, 1, file) == 1;
    }
    if (!file || fclose(file) != 0 || !whole) {
        fprintf(stderr, "%s: %s\n", o->path, strerror(errno));
        exit(1);
    }
}

static struct options read_options(int count, char **words)
{
    static const struct option known[] = { { "folds", required_argument, NULL, 'f' },
        { "epochs", required_argument, NULL, 'e' }, { "about", required_argument, NULL, 'a' },
        { "guesses", required_argument, NULL, 'g' }, { NULL, 0, NULL, 0 } };
    struct options o = { .folds = 5, .epochs = 6, .about = "" };
    for (int c; (c = getopt_long(count, words, "", known, NULL)) != -1;) {
        if (c == 'f')
            o.folds = strtol(optarg, NULL, 10);
        else if (c == 'e')
            o.epochs = strtol(optarg, NULL, 10);
        else if (c == 'a')
            o.about = optarg;
        else if (c == 'g')
            o.guesses = optarg;
        else
            exit(2);
    }
    o.path = optind < count ? words[optind] : NULL;
    if (!o.path) {
        fputs("usage: dragoman-train-aims [--folds N] [--epochs N] [--guesses FILE] [--about TEXT] FILE < TALKS\n",
                stderr);
        exit(2);
    }
    return o;
}

int main(int count, char **words)
{
    struct options o = read_options(count, words);
    struct dg_aim_talks all = dg_aim_talks_read();
    if (o.folds > 1)
        cross_validate(&all, &o);
    struct model m = model_new();
    learn(&m, &all, &o, -1);
    model_write(&m, &o);
    model_free(&m);
    return 0;
}
