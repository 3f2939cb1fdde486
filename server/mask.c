#include "server/mask.h"

static const char mask[] = "***";

static struct dg_str replace(struct dg_str text, struct dg_str secret, struct dg_arena *arena)
{
    ptrdiff_t found;
    for (size_t from = 0; (found = dg_str_find(text, secret, from)) >= 0; from = (size_t)found + strlen(mask)) {
        struct dg_str rest = dg_str_cut(text, (size_t)found + secret.len, text.len);
        text = dg_arena_print(arena, "%.*s%s%.*s", (int)found, text.at, mask, (int)rest.len, rest.at);
        if (!text.len)
            return text;
    }
    return text;
}

static struct dg_str mask_from(const struct dg_plug *plug, size_t bytes_min, struct dg_str text, struct dg_arena *arena)
{
    const struct dg_adapter_option *option = plug->adapter->options;
    for (size_t i = 0; text.len && option && i < DG_OPTIONS_MAX && option[i].key; i++) {
        struct dg_str value = plug->settings.values[i];
        if (!option[i].secret || value.len < bytes_min)
            continue;
        text = replace(text, value, arena);
        text = replace(text, dg_percent_encode(arena, value), arena);
    }
    return text;
}

struct dg_str dg_mask(const struct dg_plug *plug, struct dg_str text, struct dg_arena *arena)
{
    return mask_from(plug, 1, text, arena);
}

void dg_mask_task(const struct dg_plug *plug, struct dg_task *task)
{
    for (size_t i = 0; i < task->offer_count; i++) {
        struct dg_offer *o = &task->offers[i];
        struct dg_str *const said[] = { &o->title, &o->subtitle, &o->provider, &o->terms };
        for (size_t k = 0; k < sizeof said / sizeof said[0]; k++)
            *said[k] = mask_from(plug, DG_MASK_BYTES_MIN, *said[k], task->arena);
    }
    struct dg_receipt *receipt = &task->receipt;
    receipt->reference = mask_from(plug, DG_MASK_BYTES_MIN, receipt->reference, task->arena);
    receipt->detail = mask_from(plug, DG_MASK_BYTES_MIN, receipt->detail, task->arena);
}
