#include "server/hover.h"

static const char mask[] = "***";

bool dg_hover_over(struct dg_hover *out, const struct dg_plug *plug, const struct dg_intent *intent,
        const struct dg_context *ctx, enum dg_language language, struct dg_arena *arena)
{
    *out = (struct dg_hover){ 0 };
    struct dg_task *task = dg_task_make(plug, ctx, language, dg_str_of("hover"), arena);
    if (!task)
        return false;
    enum dg_turn turn = plug->adapter->ask(task, intent, &out->request);
    out->sends = turn == DG_TURN_SEND;
    out->answer = dg_offers_of_task(task, turn == DG_TURN_DONE);
    return !dg_arena_overflowed(arena);
}

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

struct dg_str dg_hover_mask(const struct dg_plug *plug, struct dg_str text, struct dg_arena *arena)
{
    const struct dg_adapter_option *option = plug->adapter->options;
    for (size_t i = 0; option && i < DG_OPTIONS_MAX && option[i].key; i++) {
        struct dg_str value = plug->settings.values[i];
        if (!option[i].secret || !value.len)
            continue;
        text = replace(text, value, arena);
        text = replace(text, dg_percent_encode(arena, value), arena);
    }
    return text;
}
