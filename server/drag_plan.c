/* What a drag means and whom it asks: reading, fixes, targets, tasks. No I/O. */
#include "intents/catalogue.h"
#include "server/clock.h"
#include "server/drag.h"
#include "server/hover.h"
#include "server/wire.h"
#include "server/wire_reading.h"

struct dg_ask_means dg_lane_means(struct dg_lane *lane, struct dg_arena *arena)
{
    return (struct dg_ask_means){
        .arena = arena,
        .zones = lane->zones,
        .lexicon = &lane->app->lexicon,
        .zone = lane->app->config->timezone,
        .clock_s = dg_clock_s(),
    };
}

void dg_drag_add_sent(struct dg_drag *drag, const struct dg_sent *sent, size_t count, struct dg_arena *arena)
{
    struct dg_sent *all = dg_sent_join(drag->sent, drag->sent_count, sent, count, arena);
    if (!all)
        return;
    drag->sent = all;
    drag->sent_count += count;
}

/* By value only: other words for the same time are the same request. */
struct dg_str dg_drag_fingerprint(const struct dg_intent *intent, struct dg_arena *arena)
{
    json_t *slots = json_array();
    for (size_t i = 0; i < intent->slot_count; i++) {
        json_array_append_new(slots, json_string(intent->slots[i].name));
        json_array_append_new(slots, dg_wire_value(arena, &intent->slots[i].value));
    }
    char digest[33];
    dg_digest(digest, dg_wire_print_taken(arena, slots));
    return dg_arena_copy(arena, dg_str_of(digest));
}

const struct dg_drag_task *dg_drag_task(const struct dg_drag *drag, unsigned number)
{
    for (size_t i = 0; i < drag->task_count; i++) {
        if (drag->tasks[i].number == number)
            return &drag->tasks[i];
    }
    return NULL;
}

static const struct dg_drag_task *task_for(const struct dg_drag *drag, const struct dg_intent *intent,
        const struct dg_plug *plug, struct dg_str fingerprint)
{
    for (size_t i = 0; i < drag->task_count; i++) {
        const struct dg_drag_task *task = &drag->tasks[i];
        if (dg_str_is(task->intent, intent->schema->name) && dg_str_is(task->adapter, plug->adapter->name) &&
                dg_str_eq(task->fingerprint, fingerprint))
            return task;
    }
    return NULL;
}

/* A pending task that is overdue will not be answered any more: who was to do it is gone. */
static struct dg_offers answer_of_task(const struct dg_drag_task *task, int64_t now_ms)
{
    if (task->answer.state == DG_OFFERS_PENDING && now_ms > task->due_ms + DG_DRAG_GRACE_MS)
        return dg_offers_failed("timeout", "the provider did not answer in time");
    return task->answer;
}

static bool holds(const struct dg_drag_task *task, int64_t now_ms)
{
    struct dg_offers answer = answer_of_task(task, now_ms);
    if (answer.state == DG_OFFERS_DONE)
        return answer.offer_count == 0 || dg_offers_held(&answer, now_ms / 1000) > 0;
    return answer.state == DG_OFFERS_PENDING;
}

bool dg_drag_task_holds(const struct dg_drag_task *task)
{
    return holds(task, dg_clock_ms());
}

void dg_drag_take_answers(struct dg_drag *drag)
{
    int64_t now_ms = dg_clock_ms();
    for (size_t i = 0; i < drag->targets.count; i++) {
        struct dg_target *target = &drag->targets.at[i];
        for (size_t k = 0; k < target->route_count; k++) {
            if (target->routes[k].task)
                target->routes[k].answer = answer_of_task(target->routes[k].task, now_ms);
        }
    }
}

/* ---- answering ----------------------------------------------------------------------------------------------------- */

struct planning {
    struct dg_drag *drag;
    struct dg_arena *arena;
    int64_t now_ms;
    bool may_ask; /* fresh tasks may be planned */
};

static struct dg_drag_task *fresh_task(
        struct planning *p, const struct dg_intent *intent, const struct dg_plug *plug, struct dg_str fingerprint)
{
    struct dg_drag *drag = p->drag;
    if (drag->task_count == DG_DRAG_TASKS_MAX || drag->next_task == DG_DRAG_TASKS_EVER)
        return NULL;
    struct dg_drag_task *task = &drag->tasks[drag->task_count++];
    *task = (struct dg_drag_task){
        .number = drag->next_task++,
        .intent = dg_str_of(intent->schema->name),
        .adapter = dg_str_of(plug->adapter->name),
        .fingerprint = fingerprint,
        .due_ms = p->now_ms + plug->adapter->deadline_ms,
        .fresh = true,
        .answer = { .state = DG_OFFERS_PENDING },
    };
    return task;
}

/* What can be said without asking outside; a request that would have to be sent becomes a task, where that is allowed. */
static bool answer_here(struct planning *p, struct dg_route *route, const struct dg_intent *intent, struct dg_str print)
{
    struct dg_hover hover;
    const struct dg_drag *drag = p->drag;
    if (drag->ask.local_only && dg_plug_is_live(route->plug)) {
        route->answer = dg_offers_skipped("local-only", "nothing may leave this server for this drag");
        return true;
    }
    if (!dg_hover_over(&hover, route->plug, intent, &drag->ask.ctx, drag->reading->language, p->arena))
        return false;
    route->answer = hover.answer;
    if (!dg_plug_is_live(route->plug) || hover.answer.state == DG_OFFERS_SKIPPED)
        return true;
    route->task = p->may_ask ? fresh_task(p, intent, route->plug, print) : NULL;
    route->answer = route->task ? route->task->answer : dg_offers_skipped("limit", "this drag has asked often enough");
    return true;
}

static bool answer_route(
        struct planning *p, struct dg_route *route, const struct dg_intent *intent, struct dg_str print)
{
    const struct dg_drag_task *task = task_for(p->drag, intent, route->plug, print);
    if (!task)
        return answer_here(p, route, intent, print);
    route->task = task;
    route->answer = answer_of_task(task, p->now_ms);
    return true;
}

static bool answer_all(struct planning *p)
{
    const struct dg_targets *targets = &p->drag->targets;
    for (size_t i = 0; i < targets->count; i++) {
        struct dg_target *target = &targets->at[i];
        struct dg_str print = dg_drag_fingerprint(target->intent, p->arena);
        for (size_t k = 0; k < target->route_count; k++) {
            if (!answer_route(p, &target->routes[k], target->intent, print))
                return false;
        }
    }
    return !dg_arena_overflowed(p->arena);
}

bool dg_drag_answer(struct dg_drag *drag, struct dg_arena *arena)
{
    struct planning p = { .drag = drag, .arena = arena, .now_ms = dg_clock_ms(), .may_ask = false };
    return answer_all(&p);
}

/* ---- planning ------------------------------------------------------------------------------------------------------ */

/* Lets go of the tasks that no target of this reading would use again, to make room for fresh ones. */
static void let_go(struct planning *p)
{
    struct dg_drag *drag = p->drag;
    size_t kept = 0;
    for (size_t t = 0; t < drag->task_count; t++) {
        struct dg_drag_task *task = &drag->tasks[t];
        bool wanted = false;
        for (size_t i = 0; i < drag->targets.count && !wanted; i++) {
            const struct dg_intent *intent = drag->targets.at[i].intent;
            wanted = dg_str_is(task->intent, intent->schema->name) &&
                    dg_str_eq(task->fingerprint, dg_drag_fingerprint(intent, p->arena));
        }
        if (wanted && holds(task, p->now_ms))
            drag->tasks[kept++] = *task;
    }
    drag->task_count = kept;
}

bool dg_drag_plan(struct dg_drag *drag, struct dg_arena *arena, size_t *kept)
{
    struct planning p = { .drag = drag, .arena = arena, .now_ms = dg_clock_ms(), .may_ask = true };
    let_go(&p);
    *kept = 0;
    for (size_t i = 0; i < drag->task_count; i++)
        *kept += dg_offers_held(&drag->tasks[i].answer, p.now_ms / 1000);
    return answer_all(&p);
}
