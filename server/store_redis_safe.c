#include "server/store_redis_safe.h"

#include <stdlib.h>

enum { COPY_MS = 500 }; /* so a put waits twice as long at the most: for those before it, then for its own copies */

struct dg_redis_safe {
    const struct dg_redis_address *address;
    struct dg_calls *calls;
    const struct dg_redis_node_events *events;
    void *owner;
    struct dg_redis_node *node;
    struct dg_queue waiting; /* not yet written, while copies are waited for; lent */
    struct dg_queue written; /* with their answers; lent */
    bool copying; /* a WAIT is under way, for all that is written */
    uint64_t copying_at_ms;
};

static void send(struct dg_redis_safe *safe, struct dg_call *call)
{
    if (dg_call_return(safe->calls, call) && !dg_redis_node_take(safe->node, call))
        dg_call_end(safe->calls, call, DG_UNAVAILABLE);
}

/* Puts were written that it has; whether copies of them are made is not known where the connection is lost meanwhile. */
static void settle(struct dg_redis_safe *safe, enum dg_status status)
{
    for (struct dg_call *call = dg_queue_take(&safe->written, SIZE_MAX), *next; call; call = next) {
        next = call->next;
        if (!dg_call_return(safe->calls, call))
            continue;
        call->answer.status = status;
        if (status == DG_UNAVAILABLE)
            dg_call_end(safe->calls, call, status);
        else
            dg_call_tell(safe->calls, call, &call->answer);
    }
}

static void on_copied(redisAsyncContext *ac, void *data, void *owner)
{
    struct dg_redis_safe *safe = owner;
    const redisReply *reply = data;
    (void)ac;
    safe->copying = false;
    bool enough = reply && reply->type == REDIS_REPLY_INTEGER && reply->integer >= safe->address->copies;
    settle(safe, !reply ? DG_UNAVAILABLE : enough ? DG_OK : DG_TIMEOUT);
    for (struct dg_call *call = dg_queue_take(&safe->waiting, SIZE_MAX), *next; call; call = next) {
        next = call->next;
        send(safe, call);
    }
}

/* On the connection that has written them: WAIT counts what its own connection wrote. */
static void ask_for_copies(struct dg_redis_safe *safe)
{
    redisAsyncContext *ac = dg_redis_node_context(safe->node);
    safe->copying_at_ms = dg_loop_now_ms(safe->calls->loop);
    safe->copying = ac &&
            redisAsyncCommand(ac, on_copied, safe, "WAIT %u %d", (unsigned)safe->address->copies, COPY_MS) == REDIS_OK;
    if (!safe->copying)
        settle(safe, DG_UNAVAILABLE);
}

/* ---- what its node tells ----------------------------------------------------------------------------------- */

static bool on_answered(void *owner, struct dg_call *call, const struct dg_answer *answer)
{
    struct dg_redis_safe *safe = owner;
    if (answer->status != DG_OK)
        return false; /* nothing was written */
    call->answer = *answer;
    dg_call_lend(call);
    dg_queue_push(&safe->written, call);
    if (!safe->copying)
        ask_for_copies(safe);
    return true;
}

static void on_took(void *owner, const struct dg_call *call)
{
    const struct dg_redis_safe *safe = owner;
    if (safe->events->took)
        safe->events->took(safe->owner, call);
}

static void on_back(void *owner, const struct dg_call *call)
{
    const struct dg_redis_safe *safe = owner;
    if (safe->events->back)
        safe->events->back(safe->owner, call);
}

static bool on_elsewhere(void *owner, struct dg_redis_node *node, struct dg_call *call, const redisReply *reply)
{
    const struct dg_redis_safe *safe = owner;
    return safe->events->send_on && safe->events->send_on(safe->owner, node, call, reply);
}

static const struct dg_redis_node_events node_events = {
    .took = on_took, .back = on_back, .send_on = on_elsewhere, .answered = on_answered
};

/* ---- one server -------------------------------------------------------------------------------------------- */

bool dg_redis_safe_take(struct dg_redis_safe *safe, struct dg_call *call)
{
    if (!safe->copying)
        return dg_redis_node_take(safe->node, call);
    dg_call_lend(call);
    dg_queue_push(&safe->waiting, call);
    return true;
}

void dg_redis_safe_overdue(struct dg_redis_safe *safe, uint64_t silent_ms)
{
    if (safe->copying && dg_loop_now_ms(safe->calls->loop) - safe->copying_at_ms >= silent_ms)
        dg_redis_node_drop(safe->node);
    dg_redis_node_overdue(safe->node, silent_ms);
}

bool dg_redis_safe_is_busy(const struct dg_redis_safe *safe)
{
    return safe->copying || dg_redis_node_taken(safe->node);
}

struct dg_redis_safe *dg_redis_safe_create(const struct dg_redis_address *address, const struct dg_redis_peer *where,
        struct dg_calls *calls, const struct dg_redis_node_events *events, void *owner)
{
    struct dg_redis_safe *safe = calloc(1, sizeof *safe);
    if (!safe)
        return NULL;
    *safe = (struct dg_redis_safe){ .address = address, .calls = calls, .events = events, .owner = owner };
    dg_queue_init(&safe->waiting);
    dg_queue_init(&safe->written);
    safe->node = dg_redis_node_create(address, where, calls, &node_events, safe);
    if (safe->node)
        return safe;
    free(safe);
    return NULL;
}

void dg_redis_safe_destroy(struct dg_redis_safe *safe)
{
    if (!safe)
        return;
    dg_redis_node_destroy(safe->node);
    free(safe);
}
