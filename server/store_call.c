#include "server/store_call.h"

#include <assert.h>
#include <stdlib.h>

enum { ANSWER_BYTES_MAX = 64 * 1024 * 1024, BATCH_BYTES_MAX = 2 * DG_RECORD_BYTES_MAX, CALL_COST = 512 };

/* ---- the book ---------------------------------------------------------------------------------------------- */

static void link_call(struct dg_calls *calls, struct dg_call *call)
{
    call->older = calls->newest;
    if (calls->newest)
        calls->newest->newer = call;
    else
        calls->oldest = call;
    calls->newest = call;
    calls->count++;
    calls->bytes += call->bytes;
}

static void unlink_call(struct dg_calls *calls, struct dg_call *call)
{
    if (call->older)
        call->older->newer = call->newer;
    else
        calls->oldest = call->newer;
    if (call->newer)
        call->newer->older = call->older;
    else
        calls->newest = call->older;
    call->older = call->newer = NULL;
}

/* A call counts until it is freed: one that was given up still holds its memory while a worker has it. */
static void free_call(struct dg_calls *calls, struct dg_call *call)
{
    calls->count--;
    calls->bytes -= call->bytes;
    dg_arena_destroy(call->arena);
    free(call);
}

/* Frees it first where nobody holds it, so that whoever is told finds room for the next call. */
static void tell_end(struct dg_calls *calls, struct dg_call *call)
{
    dg_store_done *done = call->done;
    void *owner = call->owner;
    enum dg_status status = call->end;
    call->told = true;
    if (!call->lent)
        free_call(calls, call);
    done(owner, status, NULL, 0);
}

static void tell_ended(void *owner)
{
    struct dg_calls *calls = owner;
    struct dg_call *first = calls->ended;
    calls->ended = NULL;
    calls->last_ended = &calls->ended;
    for (struct dg_call *call = first, *next; call; call = next) {
        next = call->newer;
        tell_end(calls, call);
    }
}

/* The clock need not be exact: one timer for all calls, which were made in the order of their deadlines. */
static void check_deadlines(void *owner)
{
    struct dg_calls *calls = owner;
    uint64_t now_ms = dg_loop_now_ms(calls->loop);
    bool any = false;
    while (calls->oldest && calls->oldest->deadline_ms <= now_ms) {
        any = true;
        dg_call_end(calls, calls->oldest, DG_UNAVAILABLE);
    }
    if (!calls->oldest)
        dg_timer_stop(calls->clock);
    if (any && calls->overdue)
        calls->overdue(calls->owner);
}

bool dg_calls_init(
        struct dg_calls *calls, struct dg_loop *loop, uint32_t limit_ms, void (*overdue)(void *owner), void *owner)
{
    *calls = (struct dg_calls){ .loop = loop, .limit_ms = limit_ms, .overdue = overdue, .owner = owner };
    calls->last_ended = &calls->ended;
    calls->turn = dg_timer_create(loop, tell_ended, calls);
    calls->clock = dg_timer_create(loop, check_deadlines, calls);
    return calls->turn && calls->clock;
}

void dg_calls_finish(struct dg_calls *calls)
{
    calls->overdue = NULL;
    while (calls->oldest || calls->ended) {
        while (calls->oldest)
            dg_call_end(calls, calls->oldest, DG_UNAVAILABLE);
        tell_ended(calls);
    }
    dg_timer_destroy(calls->turn);
    dg_timer_destroy(calls->clock);
    calls->turn = calls->clock = NULL;
}

/* ---- taking a call ----------------------------------------------------------------------------------------- */

static bool is_prefix(struct dg_str name)
{
    return name.len <= DG_STORE_NAME_MAX && (name.len == 0 || !memchr(name.at, '\0', name.len));
}

static bool is_name(struct dg_str name)
{
    return name.len > 0 && is_prefix(name);
}

static enum dg_status check_put(const struct dg_question *q)
{
    size_t bytes = 0;
    for (size_t i = 0; i < q->count; i++) {
        if (!is_name(q->puts[i].field) || q->puts[i].value.len > DG_RECORD_BYTES_MAX + DG_SEAL_BYTES)
            return DG_TOO_BIG;
        bytes += q->puts[i].value.len;
    }
    return q->count == 0 || bytes > BATCH_BYTES_MAX ? DG_TOO_BIG : DG_OK;
}

static enum dg_status check(const struct dg_question *q)
{
    if (q->count > DG_STORE_BATCH_MAX || (q->verb != DG_VERB_PING && !is_name(q->group)))
        return DG_TOO_BIG;
    if (q->puts)
        return check_put(q);
    for (size_t i = 0; i < q->count; i++)
        if (!is_prefix(q->fields[i]) || (q->verb == DG_VERB_GET && !is_name(q->fields[i])))
            return DG_TOO_BIG;
    return DG_OK;
}

static size_t bytes_of(const struct dg_question *q)
{
    size_t bytes = CALL_COST + q->group.len;
    for (size_t i = 0; i < q->count; i++)
        bytes += q->puts ? q->puts[i].field.len + q->puts[i].value.len : q->fields[i].len;
    return bytes;
}

static bool copy(struct dg_call *call, const struct dg_question *q)
{
    struct dg_arena *arena = call->arena;
    call->group = dg_arena_copy(arena, q->group);
    call->puts = dg_arena_array(arena, q->count, sizeof *call->puts);
    if (!call->puts)
        return false;
    for (size_t i = 0; i < q->count; i++) {
        struct dg_store_put *to = &call->puts[i];
        to->field = dg_arena_copy(arena, q->puts ? q->puts[i].field : q->fields[i]);
        to->value = q->puts ? dg_arena_copy(arena, q->puts[i].value) : (struct dg_str){ "", 0 };
        to->expected = q->puts ? q->puts[i].expected : DG_VERSION_ANY;
    }
    return !dg_arena_overflowed(arena);
}

/* What was asked stays with the caller when the question is refused: there is only the answer to keep. */
static enum dg_status fill(struct dg_calls *calls, struct dg_call *call, const struct dg_question *q)
{
    enum dg_status status = check(q);
    if (status != DG_OK)
        return status;
    size_t bytes = bytes_of(q);
    if (calls->count > DG_STORE_CALLS_MAX || calls->bytes + bytes > DG_STORE_BYTES_MAX)
        return DG_UNAVAILABLE;
    call->arena = dg_arena_create(bytes * 2 + (size_t)DG_STORE_BATCH_MAX * 128 + ANSWER_BYTES_MAX);
    if (!call->arena || !copy(call, q))
        return DG_UNAVAILABLE;
    calls->bytes += bytes - call->bytes;
    call->bytes = bytes;
    return DG_OK;
}

struct dg_call *dg_calls_take(
        struct dg_calls *calls, const struct dg_question *question, dg_store_done *done, void *owner)
{
    struct dg_call *call = calloc(1, sizeof *call);
    if (!call) { /* not even the refusal can be kept for later */
        done(owner, DG_UNAVAILABLE, NULL, 0);
        return NULL;
    }
    *call = (struct dg_call){ .verb = question->verb,
        .count = question->count,
        .ttl_s = question->ttl_s,
        .safely = question->safely,
        .deadline_ms = dg_loop_now_ms(calls->loop) + calls->limit_ms,
        .done = done,
        .owner = owner };
    if (!calls->oldest)
        dg_timer_start(calls->clock, calls->limit_ms, calls->limit_ms / 10);
    link_call(calls, call);
    enum dg_status status = fill(calls, call, question);
    if (status == DG_OK)
        return call;
    dg_call_end(calls, call, status);
    return NULL;
}

/* ---- ending a call ----------------------------------------------------------------------------------------- */

void dg_call_end(struct dg_calls *calls, struct dg_call *call, enum dg_status status)
{
    if (atomic_exchange(&call->given_up, true))
        return;
    unlink_call(calls, call);
    call->end = status;
    if (!calls->ended)
        dg_timer_start(calls->turn, 0, 0);
    *calls->last_ended = call;
    calls->last_ended = &call->newer;
}

void dg_call_tell(struct dg_calls *calls, struct dg_call *call, const struct dg_answer *answer)
{
    assert(!call->lent && !atomic_load(&call->given_up));
    unlink_call(calls, call);
    call->done(call->owner, answer->status, answer->records, answer->count);
    free_call(calls, call);
}

void dg_call_lend(struct dg_call *call)
{
    call->lent = true;
}

bool dg_call_return(struct dg_calls *calls, struct dg_call *call)
{
    call->lent = false;
    if (!atomic_load(&call->given_up))
        return true;
    if (call->told)
        free_call(calls, call);
    return false;
}

/* ---- queues ------------------------------------------------------------------------------------------------ */

void dg_queue_init(struct dg_queue *q)
{
    *q = (struct dg_queue){ NULL, &q->first };
}

void dg_queue_push(struct dg_queue *q, struct dg_call *call)
{
    call->next = NULL;
    *q->last = call;
    q->last = &call->next;
}

/* The first `most` calls as a list of their own. */
struct dg_call *dg_queue_take(struct dg_queue *q, size_t most)
{
    struct dg_call *first = q->first, **end = &q->first;
    for (size_t i = 0; i < most && *end; i++)
        end = &(*end)->next;
    q->first = *end;
    *end = NULL;
    if (!q->first)
        q->last = &q->first;
    return end == &q->first ? NULL : first;
}
