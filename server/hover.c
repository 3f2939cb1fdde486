#include "server/hover.h"

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
