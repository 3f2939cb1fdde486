#include "server/prefetch.h"

#include "server/caller.h"
#include "server/record_offer.h"
#include "server/shares.h"
#include "server/wire.h"

#include <stdlib.h>

enum { ARENA_BYTES = 1 << 20 };

/* Where an answer goes. */
struct question {
    struct dg_lane *lane;
    struct dg_drag_id drag;
    unsigned task;
};

static void stored(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct dg_lane *lane = owner;
    (void)records;
    (void)count;
    /* A lost answer shows as a provider that did not answer in time; DG_CONFLICT means that the session was forgotten. */
    if (status != DG_OK && status != DG_CONFLICT)
        dg_metrics_add(lane->metrics, DG_METRIC_STORE_FAILED, 1);
}

static void put_answer(struct question *q, const struct dg_offers *answer)
{
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    if (!arena)
        return;
    struct dg_session_id session = dg_drag_session(&q->drag);
    const struct dg_store_put put = { dg_task_field(&q->drag, q->task, arena),
        dg_wire_print_taken(arena, dg_offers_record(answer, arena)), 1 };
    struct dg_store *store = q->lane->store;
    if (put.value.len)
        store->ops->put(store, dg_str_of(session.text), &put, 1, q->lane->app->config->session_ttl_s, stored, q->lane);
    dg_arena_destroy(arena);
}

static void count_answer(struct dg_metrics *metrics, const struct dg_offers *answer)
{
    dg_metrics_add(metrics, DG_METRIC_OFFERS, (int64_t)answer->offer_count);
    if (answer->state == DG_OFFERS_FAILED)
        dg_metrics_add(metrics, DG_METRIC_PREFETCHES_FAILED, 1);
}

/* A provider that has failed too often is left alone for a while: that is another reason than being out of reach. */
static void name_breaker(struct dg_offers *answer, const struct dg_lane *lane, const struct dg_task *task)
{
    if (answer->state != DG_OFFERS_FAILED || task->problem.status != DG_UNAVAILABLE ||
            dg_transport_figures(lane->transport, task->adapter->name).breaker != DG_BREAKER_OPEN)
        return;
    answer->reason = dg_str_of("breaker-open");
    answer->detail = dg_str_of("it has failed too often and is left alone for a while");
}

static void answered(void *owner, const struct dg_errand_result *result)
{
    struct question *q = owner;
    struct dg_offers answer = dg_offers_of(result);
    name_breaker(&answer, q->lane, result->task);
    count_answer(q->lane->metrics, &answer);
    put_answer(q, &answer);
    free(q);
}

static const struct dg_route *route_of(
        const struct dg_drag *drag, const struct dg_drag_task *task, const struct dg_intent **intent)
{
    for (size_t i = 0; i < drag->targets.count; i++) {
        const struct dg_target *target = &drag->targets.at[i];
        *intent = target->intent;
        for (size_t k = 0; k < target->route_count; k++) {
            if (target->routes[k].task == task)
                return &target->routes[k];
        }
    }
    return NULL;
}

static struct dg_errand *start(struct question *q, const struct dg_drag *drag, const struct dg_drag_task *task)
{
    struct dg_errand_order order = { .kind = DG_ERRAND_ASK };
    const struct dg_route *route = route_of(drag, task, &order.intent);
    if (!route)
        return NULL;
    struct dg_action_id key = dg_action_id_make(&drag->id, task->number, 0);
    order.plug = route->plug;
    order.key = dg_str_of(key.text);
    order.ctx = &drag->ask.ctx;
    order.language = drag->reading->language;
    order.deadline_ms = route->plug->adapter->deadline_ms;
    return dg_errand_start(q->lane->errands, &order, answered, q);
}

static void refuse(struct question *q, const char *reason, const char *detail)
{
    struct dg_offers refused = dg_offers_failed(reason, detail);
    count_answer(q->lane->metrics, &refused);
    put_answer(q, &refused);
    free(q);
}

static void start_task(struct dg_lane *lane, const struct dg_drag *drag, const struct dg_drag_task *task, bool granted)
{
    struct question *q = malloc(sizeof *q);
    if (!q)
        return;
    *q = (struct question){ lane, drag->id, task->number };
    dg_metrics_add(lane->metrics, DG_METRIC_PREFETCHES, 1);
    if (!granted)
        refuse(q, "too-many", "this caller has asked for too many offers in a short time");
    else if (!start(q, drag, task))
        refuse(q, "busy", "too much is being asked at the moment");
}

/* ---- whether the caller may ------------------------------------------------------------------------------------------- */

static void release(struct dg_prefetch *prefetch)
{
    struct dg_drag *drag = prefetch->drag;
    if (--prefetch->awaited)
        return;
    for (size_t i = 0; i < drag->task_count; i++) {
        if (drag->tasks[i].fresh)
            start_task(prefetch->lane, drag, &drag->tasks[i], !prefetch->leaves[i].refused);
        drag->tasks[i].fresh = false;
    }
    prefetch->then(prefetch->owner);
}

static void on_share(void *owner, const struct dg_rate_verdict *verdict)
{
    struct dg_prefetch_leave *leave = owner;
    leave->refused = verdict && !verdict->granted;
    release(leave->of);
}

/* Each question costs its provider something, and most drags are never dropped. The server's own count comes first. */
static void ask_leave(struct dg_prefetch_leave *leave)
{
    const struct dg_lane *lane = leave->of->lane;
    struct dg_rate *rate = lane->app->limits.prefetches;
    struct dg_str caller = leave->of->drag->caller;
    if (!rate || !dg_caller_is_asked(lane->app->config))
        return;
    leave->refused = !dg_limits_take(rate, caller).granted;
    if (!leave->refused && dg_share_take(lane->shares, rate, "prefetches", caller, on_share, leave))
        leave->of->awaited++;
}

void dg_prefetch_start(struct dg_prefetch *prefetch, struct dg_lane *lane, struct dg_drag *drag,
        void (*then)(void *owner), void *owner)
{
    *prefetch = (struct dg_prefetch){ .lane = lane, .drag = drag, .awaited = 1, .then = then, .owner = owner };
    for (size_t i = 0; i < drag->task_count; i++) {
        prefetch->leaves[i].of = prefetch;
        if (drag->tasks[i].fresh)
            ask_leave(&prefetch->leaves[i]);
    }
    release(prefetch);
}
