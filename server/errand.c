#include "server/errand.h"

#include "server/clock.h"
#include "server/intent_copy.h"
#include "server/mask.h"

#include <stdlib.h>

enum { ARENA_BYTES = 8 << 20 }; /* replies and all that is made of them; grows only as needed */

struct dg_errand {
    struct dg_errands *errands;
    struct dg_errand *after, **link; /* what points to it: the set, or the errand before */
    struct dg_errand_order order;
    struct dg_context ctx;
    struct dg_arena *arena;
    struct dg_task *task;
    struct dg_request next;
    struct dg_sending *sending;
    struct dg_timer *later; /* ends in a later turn what needed no sending */
    uint64_t due_ms; /* of the loop's clock */
    struct dg_sent sent[DG_ERRAND_SENDS_MAX];
    size_t sent_count;
    enum dg_transport_end last_end;
    bool reached; /* an earlier request of this errand reached the provider */
    bool ended; /* `end` is decided; `later` calls back */
    enum dg_errand_end end;
    dg_errand_done *done;
    void (*over)(void *owner); /* a pause */
    void *owner;
};

struct dg_errands {
    struct dg_lane *lane;
    struct dg_errand *first;
    size_t count, holds;
    bool draining; /* no more asks */
    bool closing; /* nothing more at all */
    void (*idle)(void *owner); /* NULL: nobody waits */
    void *idle_owner;
};

/* ---- the set ------------------------------------------------------------------------------------------------- */

struct dg_errands *dg_errands_create(struct dg_lane *lane)
{
    struct dg_errands *errands = calloc(1, sizeof *errands);
    if (errands)
        errands->lane = lane;
    return errands;
}

size_t dg_errands_count(const struct dg_errands *errands)
{
    return errands->count;
}

static void link_in(struct dg_errands *set, struct dg_errand *e)
{
    e->errands = set;
    e->after = set->first;
    e->link = &set->first;
    if (e->after)
        e->after->link = &e->after;
    set->first = e;
    set->count++;
}

static void unlink_from(struct dg_errands *set, struct dg_errand *e)
{
    *e->link = e->after;
    if (e->after)
        e->after->link = e->link;
    set->count--;
}

static void errand_destroy(struct dg_errand *e)
{
    unlink_from(e->errands, e);
    if (e->sending)
        dg_transport_cancel(e->sending);
    dg_timer_destroy(e->later);
    dg_arena_destroy(e->arena);
    free(e);
}

/* ---- the receipt ---------------------------------------------------------------------------------------------- */

static struct dg_str authority_of(struct dg_str url, size_t *path_at)
{
    ptrdiff_t scheme = dg_str_find(url, dg_str_of("://"), 0);
    size_t start = scheme < 0 ? 0 : (size_t)scheme + 3, end = start;
    while (end < url.len && url.at[end] != '/' && url.at[end] != '?')
        end++;
    *path_at = end;
    return dg_str_cut(url, start, end);
}

static struct dg_str host_of(struct dg_str authority)
{
    size_t end = authority.len;
    while (end > 0 && authority.at[end - 1] >= '0' && authority.at[end - 1] <= '9')
        end--;
    return end > 1 && authority.at[end - 1] == ':' ? dg_str_cut(authority, 0, end - 1) : authority;
}

/* The query is left out: it may hold the person's words. */
static struct dg_str path_of(struct dg_str url, size_t from)
{
    size_t end = from;
    while (end < url.len && url.at[end] != '?' && url.at[end] != '#')
        end++;
    return end > from ? dg_str_cut(url, from, end) : dg_str_of("/");
}

static void note_sent(struct dg_errand *e)
{
    size_t path_at;
    struct dg_str url = e->next.url, authority = authority_of(url, &path_at);
    e->sent[e->sent_count++] = (struct dg_sent){
        .host = dg_arena_copy(e->arena, host_of(authority)),
        .method = dg_arena_copy(e->arena, e->next.method),
        .path = dg_arena_copy(e->arena, path_of(url, path_at)),
        .fields = dg_arena_copy(e->arena, e->next.fields),
        .at_s = dg_clock_s(),
    };
}

/* ---- how it ended ---------------------------------------------------------------------------------------------- */

/* A failed booking or cancellation is certainly not done only where nothing ever reached the provider, or where it refused
 * in so many words (4xx, but for the two that say nothing about what was done). All else may have happened. */
static enum dg_errand_end end_of_failure(const struct dg_errand *e)
{
    if (e->order.kind == DG_ERRAND_ASK || e->order.kind == DG_ERRAND_CHECK || e->sent_count == 0)
        return DG_ERRAND_FAILED;
    if (e->last_end == DG_SENT_NOT && !e->reached)
        return DG_ERRAND_FAILED;
    int status = e->sent[e->sent_count - 1].status;
    bool refused = e->last_end == DG_SENT_OK && status >= 400 && status < 500 && status != 408 && status != 429;
    return refused ? DG_ERRAND_FAILED : DG_ERRAND_UNKNOWN;
}

static void finish(void *owner)
{
    struct dg_errand *e = owner;
    struct dg_errand_result result = { e->end, e->task, e->sent, e->sent_count };
    if (e->over)
        e->over(e->owner);
    else
        e->done(e->owner, &result);
    errand_destroy(e);
}

static void end_with(struct dg_errand *e, enum dg_errand_end end)
{
    e->end = end;
    e->ended = true;
    dg_timer_start(e->later, 0, 0);
}

static void fail_with(struct dg_errand *e, enum dg_status status, const char *detail)
{
    dg_problem_set(&e->task->problem, status, "", "%s", detail);
    end_with(e, end_of_failure(e));
}

/* In the provider's words our secrets have no place. */
static void end_done(struct dg_errand *e)
{
    dg_mask_task(e->order.plug, e->task);
    if (dg_arena_overflowed(e->arena))
        fail_with(e, DG_BAD_GATEWAY, "the provider answered too much");
    else
        end_with(e, DG_ERRAND_DONE);
}

/* ---- its turns -------------------------------------------------------------------------------------------------- */

static void take_turn(struct dg_errand *e, enum dg_turn turn);

static void publish_figures(const struct dg_errand *e)
{
    const struct dg_lane *lane = e->errands->lane;
    const struct dg_plug *plug = e->order.plug;
    struct dg_transport_figures figures = dg_transport_figures(lane->transport, plug->adapter->name);
    dg_metrics_adapter(lane->metrics, (size_t)(plug - lane->app->plugs), &figures);
}

static void heard(void *owner, const struct dg_reply *reply)
{
    struct dg_errand *e = owner;
    e->sending = NULL;
    e->last_end = reply->end;
    e->sent[e->sent_count - 1].status = reply->end == DG_SENT_OK ? reply->status : 0;
    if (reply->end != DG_SENT_NOT)
        e->reached = true;
    publish_figures(e);
    e->next = (struct dg_request){ 0 };
    take_turn(e, e->order.plug->adapter->hear(e->task, reply, &e->next));
}

static void send_next(struct dg_errand *e)
{
    uint64_t now = dg_loop_now_ms(e->errands->lane->loop);
    if (now >= e->due_ms) {
        fail_with(e, DG_TIMEOUT, "the provider did not answer in time");
        return;
    }
    if (e->sent_count == DG_ERRAND_SENDS_MAX) {
        fail_with(e, DG_BAD_GATEWAY, "the provider needs too many requests");
        return;
    }
    struct dg_plug const *plug = e->order.plug;
    note_sent(e);
    e->sending = dg_transport_send(e->errands->lane->transport, plug->adapter->name, dg_plug_base(plug, &e->next),
            &e->next, (uint32_t)(e->due_ms - now), e->arena, heard, e);
    publish_figures(e);
    if (!e->sending) {
        e->last_end = DG_SENT_NOT;
        fail_with(e, DG_UNAVAILABLE, "out of memory");
    }
}

static void take_turn(struct dg_errand *e, enum dg_turn turn)
{
    if (dg_arena_overflowed(e->arena))
        fail_with(e, DG_BAD_GATEWAY, "the provider answered too much");
    else if (turn == DG_TURN_SEND)
        send_next(e);
    else if (turn == DG_TURN_DONE)
        end_done(e);
    else
        end_with(e, end_of_failure(e));
}

static enum dg_turn first_turn(struct dg_errand *e)
{
    const struct dg_adapter *adapter = e->order.plug->adapter;
    switch (e->order.kind) {
    case DG_ERRAND_ASK:
        return adapter->ask(e->task, e->order.intent, &e->next);
    case DG_ERRAND_BOOK:
        return adapter->book(e->task, e->order.state, &e->next);
    case DG_ERRAND_CHECK:
        return adapter->check(e->task, e->order.state, &e->next);
    case DG_ERRAND_UNDO:
        return adapter->undo(e->task, e->order.state, &e->next);
    }
    return DG_TURN_FAIL;
}

/* ---- stopping ----------------------------------------------------------------------------------------------------- */

static void cut_short(struct dg_errand *e)
{
    if (!e->ended) {
        if (e->sending)
            dg_transport_cancel(e->sending);
        e->sending = NULL;
        e->last_end = DG_SENT_UNKNOWN;
        dg_problem_set(&e->task->problem, DG_UNAVAILABLE, "", "the server is stopping");
        e->end = end_of_failure(e);
    }
    finish(e);
}

/* What one calls back ends no other, and none begins any more. */
void dg_errands_close(struct dg_errands *errands)
{
    if (!errands)
        return;
    errands->closing = true;
    for (struct dg_errand *e = errands->first, *after; e; e = after) {
        after = e->after;
        cut_short(e);
    }
}

void dg_errands_destroy(struct dg_errands *errands)
{
    free(errands);
}

void dg_errands_hold(struct dg_errands *errands)
{
    errands->holds++;
}

static void tell_idle(void *owner)
{
    struct dg_errands *errands = owner;
    void (*idle)(void *) = errands->idle;
    errands->idle = NULL;
    if (idle)
        idle(errands->idle_owner);
}

void dg_errands_release(struct dg_errands *errands)
{
    if (--errands->holds == 0 && errands->idle)
        dg_loop_post(errands->lane->loop, tell_idle, errands);
}

void dg_errands_drain(struct dg_errands *errands, void (*idle)(void *owner), void *owner)
{
    errands->draining = true;
    errands->idle = idle;
    errands->idle_owner = owner;
    for (struct dg_errand *e = errands->first, *after; e; e = after) {
        after = e->after;
        if (e->order.kind == DG_ERRAND_ASK && !e->over)
            cut_short(e);
    }
    if (errands->holds == 0)
        dg_loop_post(errands->lane->loop, tell_idle, errands);
}

/* ---- its birth --------------------------------------------------------------------------------------------------- */

static bool keep_order(struct dg_errand *e, const struct dg_errand_order *order)
{
    e->order = *order;
    e->ctx = dg_context_copy(order->ctx, e->arena);
    e->order.ctx = &e->ctx;
    e->order.state = dg_arena_copy(e->arena, order->state);
    if (order->intent)
        e->order.intent = dg_intent_copy(order->intent, e->arena);
    e->task = dg_task_make(order->plug, &e->ctx, order->language, order->key, e->arena);
    return e->task && (e->order.intent || !order->intent) && !dg_arena_overflowed(e->arena);
}

struct dg_errand *dg_errand_start(
        struct dg_errands *errands, const struct dg_errand_order *order, dg_errand_done *done, void *owner)
{
    bool refused =
            errands->count >= DG_ERRANDS_MAX || errands->closing || (errands->draining && order->kind == DG_ERRAND_ASK);
    struct dg_errand *e = refused ? NULL : calloc(1, sizeof *e);
    if (!e)
        return NULL;
    link_in(errands, e);
    e->done = done;
    e->owner = owner;
    e->due_ms = dg_loop_now_ms(errands->lane->loop) + order->deadline_ms;
    e->arena = dg_arena_create(ARENA_BYTES);
    e->later = dg_timer_create(errands->lane->loop, finish, e);
    if (!e->arena || !e->later || !keep_order(e, order)) {
        errand_destroy(e);
        return NULL;
    }
    take_turn(e, first_turn(e));
    return e;
}

struct dg_errand *dg_errand_pause(struct dg_errands *errands, uint32_t ms, void (*over)(void *owner), void *owner)
{
    struct dg_errand *e = errands->closing ? NULL : calloc(1, sizeof *e);
    if (!e)
        return NULL;
    link_in(errands, e);
    e->over = over;
    e->owner = owner;
    e->ended = true;
    e->later = dg_timer_create(errands->lane->loop, finish, e);
    if (!e->later) {
        errand_destroy(e);
        return NULL;
    }
    dg_timer_start(e->later, ms, 0);
    return e;
}

struct dg_str dg_plug_base(const struct dg_plug *plug, const struct dg_request *request)
{
    const struct dg_adapter *adapter = plug->adapter;
    const char *key = request->to_token_host ? adapter->token_base_option : adapter->base_option;
    const struct dg_adapter_option *option = key ? adapter->options : NULL;
    for (size_t i = 0; option && option[i].key && i < DG_OPTIONS_MAX; i++) {
        if (strcmp(option[i].key, key) == 0)
            return plug->settings.values[i];
    }
    return (struct dg_str){ "", 0 };
}

struct dg_task *dg_task_make(const struct dg_plug *plug, const struct dg_context *ctx, enum dg_language language,
        struct dg_str key, struct dg_arena *arena)
{
    struct dg_task *task = dg_arena_alloc(arena, sizeof *task);
    size_t size = plug->adapter->task_size;
    void *state = size ? dg_arena_alloc(arena, size) : NULL;
    if (!task || (size && !state))
        return NULL;
    *task = (struct dg_task){
        .adapter = plug->adapter,
        .settings = &plug->settings,
        .ctx = ctx,
        .language = language,
        .arena = arena,
        .key = dg_arena_copy(arena, key),
        .state = state,
    };
    return task;
}
