#include "learn/field.h"

#include <math.h>
#include <stdlib.h>

enum { TOKENS_MAX = 400 /* of one message; the rest is not looked at */ };

typedef float row[DG_NL_COUNT];

/* Scratch of one step; one thread learns. */
struct work {
    size_t count;
    row emission[TOKENS_MAX], ahead[TOKENS_MAX], behind[TOKENS_MAX], chance[TOKENS_MAX];
    float next[DG_NL_COUNT + 1][DG_NL_COUNT]; /* exp */
};

bool dg_field_allows(size_t from, size_t to)
{
    bool inside = to != DG_NL_OUT && (to - DG_NL_TITLE) % 2 == 1;
    return !inside || (from != DG_NL_COUNT && (from == to || from == to - 1));
}

void dg_field_init(struct dg_field *field, size_t rows)
{
    *field = (struct dg_field){ .rows = calloc(rows, sizeof *field->rows), .count = rows };
    if (!field->rows)
        abort();
}

void dg_field_finish(struct dg_field *field)
{
    free(field->rows);
    *field = (struct dg_field){ 0 };
}

/* ---- forward and backward ---------------------------------------------------------------------------------- */

static void add_rows(row sum, const struct dg_field *f, const uint32_t *features, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < DG_NAME_WEIGHTS; k++)
            sum[k + 1] += f->rows[features[i]].weight[k];
    }
}

static void normalise(row r)
{
    float total = 0;
    for (size_t k = 0; k < DG_NL_COUNT; k++)
        total += r[k];
    for (size_t k = 0; k < DG_NL_COUNT; k++)
        r[k] /= total;
}

static void emit(struct work *w, const struct dg_field *f, const struct dg_sample *s)
{
    row around = { 0 };
    add_rows(around, f, s->own, s->own_count);
    for (size_t i = 0; i < DG_NEAR_BAGS; i++) {
        if (s->before[i])
            add_rows(around, f, s->before[i]->near, s->before[i]->near_count);
    }
    w->count = s->count < TOKENS_MAX ? s->count : TOKENS_MAX;
    for (size_t i = 0; i < w->count; i++) {
        row sum;
        memcpy(sum, around, sizeof sum);
        add_rows(sum, f, s->features + s->starts[i], s->starts[i + 1] - s->starts[i]);
        float most = 0;
        for (size_t k = 0; k < DG_NL_COUNT; k++)
            most = sum[k] > most ? sum[k] : most;
        for (size_t k = 0; k < DG_NL_COUNT; k++)
            w->emission[i][k] = expf(sum[k] - most);
    }
    for (size_t j = 0; j <= DG_NL_COUNT; j++) {
        for (size_t k = 0; k < DG_NL_COUNT; k++)
            w->next[j][k] = dg_field_allows(j, k) ? expf(f->next[j][k]) : 0;
    }
}

static void walk_both_ways(struct work *w)
{
    for (size_t i = 0; i < w->count; i++) {
        for (size_t k = 0; k < DG_NL_COUNT; k++) {
            float sum = i ? 0 : w->next[DG_NL_COUNT][k];
            for (size_t j = 0; i && j < DG_NL_COUNT; j++)
                sum += w->ahead[i - 1][j] * w->next[j][k];
            w->ahead[i][k] = w->emission[i][k] * sum;
        }
        normalise(w->ahead[i]);
    }
    for (size_t i = w->count; i-- > 0;) {
        for (size_t j = 0; j < DG_NL_COUNT; j++) {
            float sum = i + 1 < w->count ? 0 : 1;
            for (size_t k = 0; i + 1 < w->count && k < DG_NL_COUNT; k++)
                sum += w->next[j][k] * w->emission[i + 1][k] * w->behind[i + 1][k];
            w->behind[i][j] = sum;
            w->chance[i][j] = w->ahead[i][j] * sum;
        }
        normalise(w->behind[i]);
        normalise(w->chance[i]);
    }
}

static struct work *worked(const struct dg_field *f, const struct dg_sample *s)
{
    static struct work w;
    emit(&w, f, s);
    walk_both_ways(&w);
    return &w;
}

void dg_field_chances(const struct dg_field *field, const struct dg_sample *sample, float (*chance)[DG_NL_COUNT])
{
    const struct work *w = worked(field, sample);
    for (size_t i = 0; i < sample->count; i++) {
        for (size_t k = 0; k < DG_NL_COUNT; k++)
            chance[i][k] = i < w->count ? w->chance[i][k] : k == DG_NL_OUT;
    }
}

/* ---- learning ---------------------------------------------------------------------------------------------- */

static void nudge(float *weight, float *square, float gradient, float rate)
{
    const float calm = 1e-4f; /* keeps the first step from dividing by nothing */
    if (gradient == 0)
        return;
    *square += gradient * gradient;
    *weight += rate * gradient / sqrtf(*square + calm);
}

static void nudge_rows(struct dg_field *f, const uint32_t *features, size_t count, const row gradient, float rate)
{
    for (size_t i = 0; i < count; i++) {
        struct dg_field_row *r = &f->rows[features[i]];
        for (size_t k = 0; k < DG_NAME_WEIGHTS; k++)
            nudge(&r->weight[k], &r->square[k], gradient[k + 1], rate);
    }
}

static void nudge_next(struct dg_field *f, const struct work *w, const struct dg_sample *s, float rate)
{
    float gradient[DG_NL_COUNT + 1][DG_NL_COUNT] = { 0 };
    for (size_t k = 0; k < DG_NL_COUNT; k++)
        gradient[DG_NL_COUNT][k] = (float)(s->gold[0] == k) - w->chance[0][k];
    for (size_t i = 1; i < w->count; i++) {
        row pair[DG_NL_COUNT];
        float total = 0;
        for (size_t j = 0; j < DG_NL_COUNT; j++) {
            for (size_t k = 0; k < DG_NL_COUNT; k++) {
                pair[j][k] = w->ahead[i - 1][j] * w->next[j][k] * w->emission[i][k] * w->behind[i][k];
                total += pair[j][k];
            }
        }
        for (size_t j = 0; j < DG_NL_COUNT; j++) {
            for (size_t k = 0; k < DG_NL_COUNT; k++)
                gradient[j][k] += (float)(s->gold[i - 1] == j && s->gold[i] == k) - pair[j][k] / total;
        }
    }
    for (size_t j = 0; j <= DG_NL_COUNT; j++) {
        for (size_t k = 0; k < DG_NL_COUNT; k++)
            nudge(&f->next[j][k], &f->next_square[j][k], gradient[j][k] * s->weight, rate);
    }
}

void dg_field_step(struct dg_field *field, const struct dg_sample *s, float rate)
{
    const struct work *w = worked(field, s);
    row around = { 0 };
    if (!w->count)
        return;
    for (size_t i = 0; i < w->count; i++) {
        row gradient;
        for (size_t k = 0; k < DG_NL_COUNT; k++) {
            gradient[k] = s->weight * ((float)(s->gold[i] == k) - w->chance[i][k]);
            around[k] += gradient[k];
        }
        nudge_rows(field, s->features + s->starts[i], s->starts[i + 1] - s->starts[i], gradient, rate);
    }
    nudge_rows(field, s->own, s->own_count, around, rate);
    for (size_t i = 0; i < DG_NEAR_BAGS; i++) {
        if (s->before[i])
            nudge_rows(field, s->before[i]->near, s->before[i]->near_count, around, rate);
    }
    nudge_next(field, w, s, rate);
}
