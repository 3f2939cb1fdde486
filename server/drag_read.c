/* Reading a drag: what was said, with what was corrected, noted and found since, and the targets that follow from it. */
#include "intents/recheck.h"
#include "server/drag.h"
#include "server/locate.h"
#include "server/long_read.h"
#include "server/memory.h"
#include "server/secrets.h"

/* While it is read nothing but `read` touches it, nor the drag and the arena. */
struct work {
    struct dg_drag *drag;
    struct dg_arena *arena;
    const struct dg_app *app;
    struct dg_talk talk;
    enum dg_status status;
    dg_drag_then *then;
    void *owner;
    struct dg_long_read read;
};

static const struct dg_reading *put_in(
        const struct dg_reading *read, const struct dg_drag *drag, struct dg_arena *arena)
{
    read = dg_fixes_apply(read, drag->fixes, drag->fix_count, arena);
    if (read)
        read = dg_noted_apply(read, drag->noted, drag->noted_count, drag->fixes, drag->fix_count, arena);
    if (read)
        read = dg_found_apply(read, drag->found, drag->found_count, arena);
    if (read && (drag->fix_count || drag->found_count || drag->noted_count))
        read = dg_recheck(read, &drag->ask.ctx, arena);
    return read;
}

static void read(void *owner)
{
    struct work *w = owner;
    struct dg_drag *drag = w->drag;
    const struct dg_reading *said;
    w->status = dg_read(&said, &w->talk, &drag->ask.ctx, &w->app->lexicon, w->arena, NULL);
    if (w->status != DG_OK)
        return;
    dg_secrets_strike(&drag->ask, said);
    drag->reading = put_in(said, drag, w->arena);
    if (!drag->reading || !dg_targets_route(&drag->targets, w->app, drag->reading, &drag->ask.ctx, w->arena))
        w->status = DG_TOO_BIG;
}

static void done(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct work *w = owner;
    struct dg_problem mine;
    if (status == DG_OK && w->status != DG_OK) {
        status = dg_problem_set(&mine, w->status, "", "needs more memory than a request may have");
        why = &mine;
    }
    w->then(w->owner, status, why);
}

static void count(const struct dg_lane *lane, struct dg_str caller, const struct dg_talk *talk)
{
    size_t bytes = 0;
    for (size_t i = 0; i < talk->count; i++)
        bytes += talk->messages[i].text.len;
    dg_metrics_add(lane->metrics, DG_METRIC_READS, 1);
    dg_metrics_add(lane->metrics, DG_METRIC_READ_BYTES, (int64_t)bytes);
    dg_limits_charge_reading(&lane->app->limits, caller, bytes);
}

void dg_drag_read(struct dg_drag *drag, struct dg_lane *lane, struct dg_arena *arena, dg_drag_then *then, void *owner)
{
    struct work *w = dg_arena_alloc(arena, sizeof *w);
    struct dg_problem why;
    struct dg_talk talk;
    if (!w || !dg_memory_talk(&talk, drag, arena)) {
        then(owner, dg_problem_no_memory(&why), &why);
        return;
    }
    *w = (struct work){ .drag = drag, .arena = arena, .app = lane->app, .talk = talk, .then = then, .owner = owner };
    w->read = (struct dg_long_read){ .read = read, .done = done, .owner = w };
    count(lane, drag->caller, &talk);
    dg_long_read(lane, &talk, drag->caller, &w->read);
}

/* ---- what follows a reading -------------------------------------------------------------------------------------------- */

struct settling {
    struct dg_drag *drag;
    struct dg_lane *lane;
    struct dg_arena *arena;
    size_t *kept;
    dg_drag_then *then;
    void *owner;
};

static void plan(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct settling *s = owner;
    struct dg_problem mine;
    if (status == DG_OK && !dg_drag_plan(s->drag, s->arena, s->kept)) {
        status = dg_problem_no_memory(&mine);
        why = &mine;
    }
    s->then(s->owner, status, why);
}

static void located(void *owner, bool any)
{
    struct settling *s = owner;
    if (any)
        dg_drag_read(s->drag, s->lane, s->arena, plan, s);
    else
        plan(s, DG_OK, NULL);
}

void dg_drag_settle(struct dg_drag *drag, struct dg_lane *lane, struct dg_arena *arena, size_t *kept,
        dg_drag_then *then, void *owner)
{
    struct settling *s = dg_arena_alloc(arena, sizeof *s);
    struct dg_problem why;
    if (!s) {
        then(owner, dg_problem_no_memory(&why), &why);
        return;
    }
    *s = (struct settling){ drag, lane, arena, kept, then, owner };
    dg_locate(lane, arena, drag, located, s);
}
