/* Learns what names look like: talks on standard input (see talks.h), weights into a file.
 * usage: dragoman-train [--folds N] [--epochs N] [--bits N] [--about TEXT] FILE < TALKS
 * Prints the figures of the cross-validation. The same talks give the same file. */
#include "learn/model_write.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { TOKENS_MAX = 400 };

struct options {
    unsigned long folds, epochs, bits;
    const char *about, *path;
};

/* What names were found, by kind, and how sure each was. */
struct score {
    size_t right[DG_NL_COUNT], found[DG_NL_COUNT], there[DG_NL_COUNT];
    float *odds; /* of the names found */
    bool *held;
    size_t count, room;
};

/* ---- learning ---------------------------------------------------------------------------------------------- */

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void shuffle(uint32_t *order, size_t count, uint32_t *state)
{
    for (size_t i = count; i > 1; i--) {
        size_t k = next_random(state) % i;
        uint32_t kept = order[i - 1];
        order[i - 1] = order[k];
        order[k] = kept;
    }
}

static bool is_held(const struct dg_sample *s, unsigned long fold, unsigned long folds)
{
    return folds && s->talk % folds == fold;
}

/* Learns from all but the talks of the fold (`folds` 0: from all). */
static void learn(struct dg_field *field, const struct dg_samples *all, const struct options *o, unsigned long fold,
        unsigned long folds)
{
    uint32_t *order = calloc(all->count + 1, sizeof *order), state = 20240229;
    size_t count = 0;
    for (size_t i = 0; order && i < all->count; i++) {
        if (all->at[i].marked && !is_held(&all->at[i], fold, folds))
            order[count++] = (uint32_t)i;
    }
    for (unsigned long epoch = 0; epoch < o->epochs; epoch++) {
        shuffle(order, count, &state);
        for (size_t i = 0; i < count; i++)
            dg_field_step(field, &all->at[order[i]], 0.1f / (1.0f + 0.5f * (float)epoch));
    }
    free(order);
}

/* ---- scoring ----------------------------------------------------------------------------------------------- */

static bool begins(uint8_t label)
{
    return label != DG_NL_OUT && (label - DG_NL_TITLE) % 2 == 0;
}

static size_t name_end(const uint8_t *labels, size_t count, size_t i)
{
    size_t k = i + 1;
    while (k < count && labels[k] == labels[i] + 1)
        k++;
    return k;
}

static void note_odds(struct score *score, float chance, bool held)
{
    if (score->count == score->room) {
        score->room = score->room ? score->room * 2 : 4096;
        score->odds = realloc(score->odds, score->room * sizeof *score->odds);
        score->held = realloc(score->held, score->room * sizeof *score->held);
        if (!score->odds || !score->held)
            exit(1);
    }
    float p = fminf(fmaxf(chance, 1e-6f), 1 - 1e-6f);
    score->odds[score->count] = logf(p / (1 - p));
    score->held[score->count++] = held;
}

/* As dg_name_next sees it. */
static float chance_of(float (*chance)[DG_NL_COUNT], const uint8_t *labels, size_t first, size_t last, size_t count)
{
    float least = 1;
    for (size_t i = first; i < last; i++)
        least = fminf(least, chance[i][labels[i]]);
    return last < count ? fminf(least, 1 - chance[last][labels[first] + 1]) : least;
}

static void score_sample(struct score *score, const struct dg_field *field, const struct dg_sample *s)
{
    static float chance[TOKENS_MAX][DG_NL_COUNT];
    uint8_t labels[TOKENS_MAX];
    if (s->count > TOKENS_MAX)
        return;
    dg_field_chances(field, s, chance);
    for (size_t i = 0; i < s->count; i++) {
        labels[i] = DG_NL_OUT;
        for (uint8_t k = 0; k < DG_NL_COUNT; k++)
            labels[i] = chance[i][k] > chance[i][labels[i]] ? k : labels[i];
    }
    for (size_t i = 0; i < s->count; i++) {
        score->there[s->gold[i]] += begins(s->gold[i]);
        if (!begins(labels[i]))
            continue;
        size_t end = name_end(labels, s->count, i);
        bool right = s->gold[i] == labels[i] && name_end(s->gold, s->count, i) == end;
        score->found[labels[i]]++;
        score->right[labels[i]] += right;
        note_odds(score, chance_of(chance, labels, i, end, s->count), right);
    }
}

static void print_scores(const struct score *s)
{
    static const char *const names[] = {
        [DG_NL_TITLE] = "title", [DG_NL_VENUE] = "venue", [DG_NL_ADDRESS] = "address", [DG_NL_AREA] = "area"
    };
    for (size_t k = DG_NL_TITLE; k < DG_NL_COUNT; k += 2) {
        double precision = (double)s->right[k] / (double)(s->found[k] ? s->found[k] : 1);
        double recall = (double)s->right[k] / (double)(s->there[k] ? s->there[k] : 1);
        double sum = precision + recall;
        printf("%-8s %6zu names  precision %.3f  recall %.3f  F1 %.3f\n", names[k], s->there[k], precision, recall,
                sum > 0 ? 2 * precision * recall / sum : 0);
    }
}

/* Platt 1999: the sigmoid that makes the log-odds of the field's chances true, by gradient. */
static struct dg_platt fit_platt(const struct score *s)
{
    enum { ROUNDS = 400 };
    double a = 0, b = 1;
    for (int round = 0; s->count && round < ROUNDS; round++) {
        double da = 0, db = 0;
        for (size_t i = 0; i < s->count; i++) {
            double x = (double)s->odds[i], off = (double)s->held[i] - 1 / (1 + exp(-(a + b * x)));
            da += off;
            db += off * x;
        }
        a += da / (double)s->count;
        b += db / (double)s->count / 10;
    }
    return (struct dg_platt){ (float)a, (float)(b < 0.05 ? 0.05 : b) };
}

/* Of the names given with about this chance, how many were names. */
static void print_reliability(const struct score *s, struct dg_platt platt)
{
    enum { BINS = 10 };
    size_t given[BINS] = { 0 }, right[BINS] = { 0 };
    for (size_t i = 0; i < s->count; i++) {
        double p = 1 / (1 + exp(-((double)platt.a + (double)platt.b * (double)s->odds[i])));
        size_t bin = p >= 1 ? BINS - 1 : (size_t)(p * BINS);
        given[bin]++;
        right[bin] += s->held[i];
    }
    for (size_t i = 0; i < BINS; i++) {
        if (given[i])
            printf("sure %.1f to %.1f: %6zu given, %.3f right\n", (double)i / BINS, (double)(i + 1) / BINS, given[i],
                    (double)right[i] / (double)given[i]);
    }
}

static struct dg_platt cross_validate(const struct dg_samples *all, const struct options *o)
{
    struct score score = { 0 };
    for (unsigned long fold = 0; fold < o->folds; fold++) {
        struct dg_field field;
        dg_field_init(&field, all->rows);
        learn(&field, all, o, fold, o->folds);
        for (size_t i = 0; i < all->count; i++) {
            if (all->at[i].marked && is_held(&all->at[i], fold, o->folds))
                score_sample(&score, &field, &all->at[i]);
        }
        dg_field_finish(&field);
    }
    struct dg_platt platt = o->folds ? fit_platt(&score) : (struct dg_platt){ 0, 1 };
    if (o->folds) {
        print_scores(&score);
        print_reliability(&score, platt);
    }
    free(score.odds);
    free(score.held);
    return platt;
}

/* ---- the command ------------------------------------------------------------------------------------------- */

static bool read_options(struct options *o, int argc, char **argv)
{
    static const struct option names[] = { { "folds", required_argument, NULL, 'f' },
        { "epochs", required_argument, NULL, 'e' }, { "bits", required_argument, NULL, 'b' },
        { "about", required_argument, NULL, 'a' }, { 0 } };
    *o = (struct options){ .folds = 5, .epochs = 4, .bits = 14, .about = "" };
    for (int c; (c = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        if (c == 'f')
            o->folds = strtoul(optarg, NULL, 10);
        else if (c == 'e')
            o->epochs = strtoul(optarg, NULL, 10);
        else if (c == 'b')
            o->bits = strtoul(optarg, NULL, 10);
        else if (c == 'a')
            o->about = optarg;
        else
            return false;
    }
    o->path = optind + 1 == argc ? argv[optind] : NULL;
    return o->path && o->bits >= 1 && o->bits <= 20 && o->folds != 1;
}

int main(int argc, char **argv)
{
    struct options o;
    if (!read_options(&o, argc, argv)) {
        fputs("usage: dragoman-train [--folds N] [--epochs N] [--bits N] [--about TEXT] FILE < TALKS\n", stderr);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    struct dg_examples examples = dg_talks_read();
    struct dg_samples all = dg_samples_make(&examples);
    printf("%zu messages, %zu talks, %zu features\n", all.count, all.talks, all.rows);
    struct dg_platt platt = cross_validate(&all, &o);
    struct dg_field field;
    dg_field_init(&field, all.rows);
    learn(&field, &all, &o, 0, 0);
    dg_model_write(o.path, o.about, &field, all.features, platt, (unsigned)o.bits);
    dg_field_finish(&field);
    return 0;
}
