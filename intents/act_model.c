#include "intents/act_model.h"

#include "intents/learned.h"

bool dg_act_model_open(struct dg_act_model *out, const void *bytes, size_t len)
{
    static const struct dg_learned_form form = { DG_ACT_MAGIC, DG_ACT_HEAD_BYTES, DG_ACT_COUNT, DG_ACT_ROWS };
    const char *numbers = (const char *)bytes + DG_ACT_HEAD_BYTES;
    if (!dg_learned_is_file(&form, bytes, len))
        return false;
    *out = (struct dg_act_model){ (const void *)numbers, (const int8_t *)numbers + sizeof *out->numbers };
    return true;
}
