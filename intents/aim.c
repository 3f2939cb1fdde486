#include "intents/aim.h"

#include "intents/learned.h"

#include <math.h>

void dg_aim_weigh(float chances[DG_AIM_COUNT], const struct dg_aim_model *model, const struct dg_hearing *hearing,
        struct dg_arena *arena)
{
    struct dg_mark mark = dg_arena_mark(arena);
    uint16_t *features = dg_arena_array(arena, DG_AIM_FEATURES_MAX, sizeof *features);
    size_t count = features ? dg_aim_features(features, hearing, arena) : 0;
    int32_t sums[DG_AIM_COUNT] = { 0 };
    for (size_t i = 0; i < count; i++) /* they lie all over the file: fetched side by side */
        __builtin_prefetch(model->rows + (size_t)features[i] * DG_AIM_COUNT);
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = model->rows + (size_t)features[i] * DG_AIM_COUNT;
        for (size_t k = 0; k < DG_AIM_COUNT; k++)
            sums[k] += row[k];
    }
    dg_arena_undo(arena, mark);
    float each = model->numbers->scale / sqrtf((float)count + 1);
    for (size_t k = 0; k < DG_AIM_COUNT; k++)
        chances[k] = model->numbers->bias[k] + (float)sums[k] * each;
    dg_learned_chances(chances, DG_AIM_COUNT);
}
