#include "intents/recheck.h"

#include "intents/link.h"
#include "intents/warning.h"

const struct dg_reading *dg_recheck(
        const struct dg_reading *reading, const struct dg_context *ctx, struct dg_arena *arena)
{
    struct dg_reading *out = dg_arena_alloc(arena, sizeof *out);
    struct dg_intent *intents = dg_arena_array(arena, reading->intent_count, sizeof *intents);
    if (!out || !intents)
        return NULL;
    *out = *reading;
    out->intents = intents;
    if (reading->intent_count)
        memcpy(intents, reading->intents, reading->intent_count * sizeof *intents);
    if (!dg_link(intents, out->intent_count, ctx, arena))
        return NULL;
    for (size_t i = 0; i < out->intent_count; i++) {
        if (!dg_warning_renew(&intents[i], ctx, reading->language, arena))
            return NULL;
    }
    return out;
}
