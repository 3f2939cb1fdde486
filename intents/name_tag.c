#include "intents/name_tag.h"

#include <assert.h>
#include <math.h>

enum { NEAR = 3 /* messages before that still weigh */ };

typedef float row[DG_NL_COUNT];

/* At most DG_NAME_FEATURES_MAX features. */
static void weigh(int32_t sum[DG_NL_COUNT], const struct dg_name_model *model, const uint32_t *features, size_t count)
{
    const int8_t *rows[DG_NAME_FEATURES_MAX];
    int16_t total[DG_NAME_WEIGHTS] = { 0 }; /* eight lanes of one register */
    static_assert(DG_NAME_FEATURES_MAX <= INT16_MAX / -INT8_MIN, "no sum of rows is too large");
    size_t found = dg_name_model_rows(rows, model, features, count);
    for (size_t i = 0; i < found; i++) {
        for (size_t k = 0; k < DG_NAME_WEIGHTS; k++)
            total[k] = (int16_t)(total[k] + rows[i][k]);
    }
    for (size_t k = 0; k < DG_NAME_WEIGHTS; k++)
        sum[k + 1] += total[k];
}

/* exp of the weight of each label, the largest 1. */
static void emit(row out, const int32_t sum[DG_NL_COUNT], float scale)
{
    int32_t most = 0;
    for (size_t k = 0; k < DG_NL_COUNT; k++)
        most = sum[k] > most ? sum[k] : most;
    for (size_t k = 0; k < DG_NL_COUNT; k++)
        out[k] = expf((float)(sum[k] - most) * scale);
}

static void normalise(row r)
{
    float total = 0;
    for (size_t k = 0; k < DG_NL_COUNT; k++)
        total += r[k];
    if (!(total > 0)) {
        memset(r, 0, sizeof(row));
        r[DG_NL_OUT] = total = 1;
    }
    for (size_t k = 0; k < DG_NL_COUNT; k++)
        r[k] /= total;
}

/* out = from · by, summed row by row: each sum in the order of the rows, several sums side by side. */
static void multiply(row out, const row from, const row *by)
{
    row sum = { 0 };
    for (size_t j = 0; j < DG_NL_COUNT; j++) {
        for (size_t k = 0; k < DG_NL_COUNT; k++)
            sum[k] += from[j] * by[j][k];
    }
    memcpy(out, sum, sizeof sum);
}

/* out[k] = how likely the tokens up to this one are when it has label k; `before` NULL: it is the first. */
static void go_forward(row out, const row emission, const row before, const struct dg_name_numbers *n)
{
    row comes;
    if (before)
        multiply(comes, before, n->next);
    else
        memcpy(comes, n->next[DG_NL_COUNT], sizeof comes);
    for (size_t k = 0; k < DG_NL_COUNT; k++)
        out[k] = emission[k] * comes[k];
    normalise(out);
}

/* out[j] = how likely the tokens after this one are when it has label j; `back[k][j]` is the way from j to k. */
static void go_backward(row out, const row emission_after, const row after, const row *back)
{
    row weighed;
    for (size_t k = 0; k < DG_NL_COUNT; k++)
        weighed[k] = emission_after[k] * after[k];
    multiply(out, weighed, back);
    normalise(out);
}

static void find_chances(row *chance, const row *emission, size_t count, const struct dg_name_numbers *n)
{
    for (size_t i = 0; i < count; i++)
        go_forward(chance[i], emission[i], i ? chance[i - 1] : NULL, n);
    row after, before, back[DG_NL_COUNT];
    for (size_t k = 0; k < DG_NL_COUNT; k++) {
        after[k] = 1;
        for (size_t j = 0; j < DG_NL_COUNT; j++)
            back[k][j] = n->next[j][k];
    }
    for (size_t i = count; i-- > 0;) {
        if (i + 1 < count) {
            go_backward(before, emission[i + 1], after, (const row *)back);
            memcpy(after, before, sizeof after);
        }
        for (size_t k = 0; k < DG_NL_COUNT; k++)
            chance[i][k] *= after[k];
        normalise(chance[i]);
    }
}

/* What the words of the message and of those before weigh in each of its tokens. */
static void weigh_talk(int32_t sum[DG_NL_COUNT], const struct dg_name_tags *tags, const struct dg_name_model *model,
        struct dg_name_talk *talk)
{
    uint32_t bag[DG_NAME_BAG_MAX];
    weigh(sum, model, bag, dg_name_bag(bag, &tags->tokens, false));
    for (size_t i = 0; i < NEAR; i++) {
        for (size_t k = 0; k < DG_NL_COUNT; k++)
            sum[k] += talk->near[i][k];
    }
    int32_t *mine = talk->near[talk->messages++ % NEAR];
    memset(mine, 0, sizeof talk->near[0]);
    weigh(mine, model, bag, dg_name_bag(bag, &tags->tokens, true));
}

bool dg_name_tag(struct dg_name_tags *out, const struct dg_scan *scan, const struct dg_name_model *model,
        struct dg_name_talk *talk)
{
    *out = (struct dg_name_tags){ 0 };
    if (!dg_name_tokens_of(&out->tokens, scan))
        return false;
    size_t count = out->tokens.tokens.count;
    int32_t around[DG_NL_COUNT] = { 0 };
    weigh_talk(around, out, model, talk);
    if (!out->tokens.any)
        return true;
    row *emission = dg_arena_array(dg_scan_scratch(scan), count, sizeof *emission);
    out->chance = dg_arena_array(dg_scan_scratch(scan), count, sizeof *out->chance);
    if (!emission || !out->chance)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t features[DG_NAME_FEATURES_MAX];
        int32_t sum[DG_NL_COUNT];
        memcpy(sum, around, sizeof sum);
        weigh(sum, model, features, dg_name_features(features, &out->tokens, i));
        emit(emission[i], sum, model->numbers->scale);
    }
    find_chances(out->chance, (const row *)emission, count, model->numbers);
    return true;
}

/* ---- names ------------------------------------------------------------------------------------------------- */

static bool begins(enum dg_name_label label)
{
    return label != DG_NL_OUT && (label - DG_NL_TITLE) % 2 == 0;
}

static enum dg_name_label likeliest(const row chance)
{
    enum dg_name_label best = DG_NL_OUT;
    for (enum dg_name_label k = DG_NL_OUT; k < DG_NL_COUNT; k++)
        best = chance[k] > chance[best] ? k : best;
    return best;
}

/* Platt's sigmoid over the log-odds of the chance. */
static double sure_of(float chance, const struct dg_name_numbers *n)
{
    const double edge = 1e-6;
    double p = chance < edge ? edge : chance > 1 - edge ? 1 - edge : (double)chance;
    return 1 / (1 + exp(-((double)n->sure_a + (double)n->sure_b * log(p / (1 - p)))));
}

bool dg_name_next(
        struct dg_name_span *out, const struct dg_name_tags *tags, const struct dg_name_model *model, size_t i)
{
    size_t count = tags->chance ? tags->tokens.tokens.count : 0;
    while (i < count && !begins(likeliest((const float *)tags->chance[i])))
        i++;
    if (i >= count)
        return false;
    enum dg_name_label label = likeliest((const float *)tags->chance[i]);
    float least = tags->chance[i][label];
    size_t last = i + 1;
    while (last < count && likeliest((const float *)tags->chance[last]) == label + 1) {
        float inside = tags->chance[last++][label + 1];
        least = inside < least ? inside : least;
    }
    float goes_on = last < count ? tags->chance[last][label + 1] : 0;
    least = 1 - goes_on < least ? 1 - goes_on : least;
    *out = (struct dg_name_span){ i, last, label, sure_of(least, model->numbers) };
    return true;
}
