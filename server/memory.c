#include "server/memory.h"

/* The message as it can be read at another time: what "tomorrow" means is the day it was said. */
static bool keep(
        struct dg_message *out, const struct dg_message *m, const struct dg_context *ctx, struct dg_arena *arena)
{
    *out = *m;
    out->from = dg_arena_copy(arena, m->from);
    out->text = dg_arena_copy(
            arena, dg_str_cut(m->text, m->own, m->text.len)); /* what it quotes is kept where it was said */
    out->own = 0;
    if (!m->has_at)
        out->at = ctx->now;
    out->has_at = true;
    return out->text.len == m->text.len - m->own;
}

static bool is_kept(const struct dg_message *m)
{
    return m->kind == DG_MESSAGE_SAID && m->text.len > 0;
}

/* Drops the oldest until the bounds hold. */
static void trim(struct dg_talk *talk)
{
    size_t bytes = 0, from = talk->count;
    while (from > 0 && talk->count - from < DG_MEMORY_MESSAGES_MAX &&
            bytes + talk->messages[from - 1].text.len <= DG_MEMORY_BYTES_MAX)
        bytes += talk->messages[--from].text.len;
    talk->messages += from;
    talk->count -= from;
}

bool dg_memory_take(struct dg_drag *next, const struct dg_drag *last, struct dg_arena *arena)
{
    const struct dg_talk *old = &last->memory, *said = &last->ask.talk;
    next->memory = (struct dg_talk){ 0 };
    if (last->ask.local_only && !next->ask.local_only)
        return true;
    struct dg_message *all = dg_arena_array(arena, old->count + said->count, sizeof *all);
    if (!all)
        return false;
    size_t count = 0;
    for (size_t i = 0; i < old->count; i++)
        all[count++] = old->messages[i];
    for (size_t i = 0; i < said->count; i++) {
        if (is_kept(&said->messages[i]) && !keep(&all[count++], &said->messages[i], &last->ask.ctx, arena))
            return false;
    }
    next->memory = (struct dg_talk){ .messages = all, .count = count };
    trim(&next->memory);
    return true;
}

bool dg_memory_talk(struct dg_talk *out, const struct dg_drag *drag, struct dg_arena *arena)
{
    const struct dg_talk *old = &drag->memory, *said = &drag->ask.talk;
    *out = *said;
    if (!old->count || old->count + said->count > DG_MESSAGES_MAX)
        return true;
    struct dg_message *all = dg_arena_array(arena, old->count + said->count, sizeof *all);
    if (!all)
        return false;
    memcpy(all, old->messages, old->count * sizeof *all);
    if (said->count)
        memcpy(all + old->count, said->messages, said->count * sizeof *all);
    *out = (struct dg_talk){ .messages = all, .count = old->count + said->count, .remembered = old->count };
    return true;
}
