#include "learn/regress.h"

#include "learn/needed.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_TO_ONE = 12 /* a weight of 1 is so many steps of a byte */, STEPS_MAX = 127 };

void dg_regress_add(struct dg_regress_cases *all, struct dg_regress_case one)
{
    uint16_t *features = dg_needed(one.count + 1, sizeof *features);
    if (one.count)
        memcpy(features, one.features, one.count * sizeof *features);
    one.features = features;
    if (all->count == all->room) {
        all->room = all->room ? all->room * 2 : 1024;
        all->at = realloc(all->at, all->room * sizeof *all->at);
        if (!all->at)
            exit(1);
    }
    all->at[all->count++] = one;
}

static float each_of(const struct dg_regress_case *c)
{
    return 1 / sqrtf((float)c->count + 1);
}

void dg_regress_weigh(const struct dg_regress *m, const struct dg_regress_case *c, float chances[DG_REGRESS_KINDS_MAX])
{
    float most = -1e9f, all = 0;
    for (size_t k = 0; k < m->kinds; k++)
        chances[k] = 0;
    for (size_t i = 0; i < c->count; i++) {
        for (size_t k = 0; k < m->kinds; k++)
            chances[k] += m->row[c->features[i] * m->kinds + k];
    }
    for (size_t k = 0; k < m->kinds; k++) {
        chances[k] = m->bias[k] + chances[k] * each_of(c);
        most = fmaxf(most, chances[k]);
    }
    for (size_t k = 0; k < m->kinds; k++)
        all += chances[k] = expf(chances[k] - most);
    for (size_t k = 0; k < m->kinds; k++)
        chances[k] /= all;
}

size_t dg_regress_likeliest(const float *chances, size_t kinds)
{
    size_t best = 0;
    for (size_t k = 0; k < kinds; k++)
        best = chances[k] > chances[best] ? k : best;
    return best;
}

static void move(float *weight, float *sum, float slope)
{
    static const float rate = 0.3f, shrink = 2e-6f;
    slope += shrink * *weight;
    *sum += slope * slope;
    *weight -= rate * slope / (sqrtf(*sum) + 1e-3f);
}

/* One step towards giving the case one of its kinds. */
static void step(struct dg_regress *m, const struct dg_regress_case *c)
{
    float chances[DG_REGRESS_KINDS_MAX], right = 1e-9f, each = each_of(c);
    dg_regress_weigh(m, c, chances);
    for (size_t k = 0; k < m->kinds; k++)
        right += c->right >> k & 1 ? chances[k] : 0;
    for (size_t k = 0; k < m->kinds; k++) {
        float slope = c->weight * (chances[k] - (c->right >> k & 1 ? chances[k] / right : 0));
        if (fabsf(slope) < 1e-4f)
            continue;
        move(&m->bias[k], &m->bias_sum[k], slope);
        for (size_t i = 0; i < c->count; i++) {
            size_t at = c->features[i] * m->kinds + k;
            move(&m->row[at], &m->sum[at], slope * each);
        }
    }
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

struct dg_regress dg_regress_learn(
        const struct dg_regress_cases *all, size_t kinds, size_t rows, const struct dg_regress_options *o, int fold)
{
    uint32_t *order = dg_needed(all->count, sizeof *order), state = 20240229;
    struct dg_regress m = { .kinds = kinds,
        .rows = rows,
        .row = dg_needed(rows * kinds, sizeof *m.row),
        .sum = dg_needed(rows * kinds, sizeof *m.sum) };
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
            const struct dg_regress_case *c = &all->at[order[i]];
            if (fold < 0 || c->fold < 0 || c->fold % o->folds != fold)
                step(&m, c);
        }
    }
    free(order);
    return m;
}

void dg_regress_finish(struct dg_regress *m)
{
    free(m->row);
    free(m->sum);
}

static void print_chances(FILE *out, size_t number, const float *chances, size_t kinds)
{
    fprintf(out, "%zu", number);
    for (size_t k = 0; k < kinds; k++)
        fprintf(out, "\t%.4f", (double)chances[k]);
    fputc('\n', out);
}

void dg_regress_cross_validate(const struct dg_regress_cases *all, size_t kinds, size_t rows,
        const struct dg_regress_options *o,
        void (*each)(void *owner, const struct dg_regress_case *c, const float *chances), void *owner)
{
    FILE *out = o->guesses ? fopen(o->guesses, "w") : NULL;
    for (int fold = 0; fold < o->folds; fold++) {
        struct dg_regress m = dg_regress_learn(all, kinds, rows, o, fold);
        for (size_t i = 0; i < all->count; i++) {
            float chances[DG_REGRESS_KINDS_MAX];
            if (all->at[i].fold < 0 || all->at[i].fold % o->folds != fold)
                continue;
            dg_regress_weigh(&m, &all->at[i], chances);
            each(owner, &all->at[i], chances);
            if (out)
                print_chances(out, i, chances, kinds);
        }
        dg_regress_finish(&m);
    }
    if (out)
        fclose(out);
}

static int8_t steps(float weight)
{
    float s = roundf(weight * STEPS_TO_ONE);
    return (int8_t)(s > STEPS_MAX ? STEPS_MAX : s < -STEPS_MAX ? -STEPS_MAX : s);
}

static bool write_head(FILE *file, const char *magic, const char *about, size_t bytes)
{
    char *head = dg_needed(bytes + 1, 1);
    int said = snprintf(head, bytes + 1, "%s%s\n", magic, about);
    for (size_t i = said < 0 ? 0 : (size_t)said; i < bytes; i++)
        head[i] = ' ';
    bool whole = fwrite(head, bytes, 1, file) == 1;
    free(head);
    return whole;
}

void dg_regress_write(
        const struct dg_regress *m, const struct dg_regress_options *o, const char *magic, size_t head_bytes)
{
    const float scale = 1.0f / STEPS_TO_ONE;
    FILE *file = fopen(o->path, "wb");
    bool whole = file && write_head(file, magic, o->about, head_bytes) && fwrite(&scale, sizeof scale, 1, file) == 1 &&
            fwrite(m->bias, sizeof m->bias[0], m->kinds, file) == m->kinds;
    for (size_t i = 0; whole && i < m->rows * m->kinds; i++) {
        int8_t weight = steps(m->row[i]);
        whole = fwrite(&weight, 1, 1, file) == 1;
    }
    if (!file || fclose(file) != 0 || !whole) {
        fprintf(stderr, "%s: %s\n", o->path, strerror(errno));
        exit(1);
    }
}

struct dg_regress_options dg_regress_options_read(int count, char **words)
{
    static const struct option known[] = { { "folds", required_argument, NULL, 'f' },
        { "epochs", required_argument, NULL, 'e' }, { "about", required_argument, NULL, 'a' },
        { "guesses", required_argument, NULL, 'g' }, { NULL, 0, NULL, 0 } };
    struct dg_regress_options o = { .folds = 5, .epochs = 6, .about = "" };
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
        fprintf(stderr, "usage: %s [--folds N] [--epochs N] [--guesses FILE] [--about TEXT] FILE < TALKS\n", words[0]);
        exit(2);
    }
    return o;
}
