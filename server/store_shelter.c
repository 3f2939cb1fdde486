#include "server/store_shelter.h"

#include "server/store_ask.h"
#include "server/store_over.h"

#include <stddef.h>
#include <stdlib.h>

enum {
    CALL_MS = 6000, /* twice what the inner store takes at the most, and some */
    AGAIN_MS = 20, /* what waits for a session on its way */
    RETRY_MS = 500, /* whether the store takes something again */
    PARCELS_MAX = 16, /* sessions on their way at one time */
};

struct sheltering {
    struct dg_store_over over;
    struct dg_asking_store asking; /* whom those are asked that do not go straight on */
    struct dg_shelter *shelter;
    struct dg_loop *loop;
    struct dg_metrics *metrics;
    struct dg_queue waiting; /* calls about what is sheltered, lent to it */
    struct dg_timer *turn, *retry;
    size_t under_way; /* parcels */
    bool pinging, closing;
};

struct shipment {
    struct sheltering *s;
    struct dg_parcel parcel;
};

static struct sheltering *of(struct dg_store *store)
{
    return (struct sheltering *)store; /* its first member's first */
}

/* ---- what the inner store is asked ------------------------------------------------------------------------- */

static struct dg_answer taken_in(struct sheltering *s, struct dg_call *call)
{
    struct dg_record *records = dg_arena_array(call->arena, call->count, sizeof *records);
    for (size_t i = 0; records && i < call->count; i++)
        records[i] = (struct dg_record){ .field = call->puts[i].field, .version = 1 };
    dg_metrics_add(s->metrics, DG_METRIC_SHELTERED, 1);
    dg_timer_start(s->retry, RETRY_MS, RETRY_MS);
    return (struct dg_answer){ DG_OK, records, records ? call->count : 0 };
}

static bool is_birth(const struct dg_call *call)
{
    return call->verb == DG_VERB_PUT && dg_shelter_may_take(call->puts, call->count);
}

static void tell(struct sheltering *s, struct dg_call *call, const struct dg_answer *answer)
{
    if (answer->count)
        dg_call_tell(&s->asking.calls, call, answer);
    else
        dg_call_end(&s->asking.calls, call, answer->status);
}

static void passed(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct dg_call *call = owner;
    struct sheltering *s = call->asker;
    bool missed = status == DG_UNAVAILABLE || status == DG_FULL;
    struct dg_answer answer = { status, (struct dg_record *)records, count };
    if (call->verb == DG_VERB_FORGET && dg_shelter_holds(s->shelter, call->group)) {
        dg_shelter_forgotten(s->shelter, call->group, status == DG_OK);
        dg_metrics_add(s->metrics, DG_METRIC_SHELTERED, status == DG_OK ? -1 : 0);
    }
    if (!dg_call_return(&s->asking.calls, call))
        return;
    if (missed && !s->closing && is_birth(call) &&
            dg_shelter_take(s->shelter, call, status == DG_UNAVAILABLE, dg_loop_now_ms(s->loop)) == DG_OK)
        answer = taken_in(s, call);
    tell(s, call, &answer);
}

static void pass(struct sheltering *s, struct dg_call *call)
{
    const struct dg_store_ops *ops = s->over.inner->ops;
    struct dg_str fields[DG_STORE_BATCH_MAX];
    for (size_t i = 0; i < call->count; i++)
        fields[i] = call->puts[i].field;
    call->asker = s;
    dg_call_lend(call);
    if (call->verb == DG_VERB_GET)
        ops->get(s->over.inner, call->group, fields, call->count, passed, call);
    else if (call->verb == DG_VERB_LIST)
        ops->list(s->over.inner, call->group, call->puts[0].field, passed, call);
    else if (call->verb == DG_VERB_FORGET)
        ops->forget(s->over.inner, call->group, passed, call);
    else if (call->safely)
        dg_store_put_safely(s->over.inner, call->group, call->puts, call->count, call->ttl_s, passed, call);
    else
        ops->put(s->over.inner, call->group, call->puts, call->count, call->ttl_s, passed, call);
}

/* ---- what the shelter is asked ----------------------------------------------------------------------------- */

static void wait(struct sheltering *s, struct dg_call *call, uint64_t ms)
{
    if (!s->waiting.first)
        dg_timer_start(s->turn, ms, 0);
    dg_call_lend(call);
    dg_queue_push(&s->waiting, call);
}

static void ask_shelter(struct sheltering *s, struct dg_call *call)
{
    switch (dg_shelter_ask(s->shelter, call, dg_loop_now_ms(s->loop))) {
    case DG_SHELTER_ANSWERED:
        tell(s, call, &call->answer);
        break;
    case DG_SHELTER_LATER:
        wait(s, call, AGAIN_MS);
        break;
    default: /* the store must do it */
        pass(s, call);
    }
}

/* In the order asked; what must wait longer is behind the rest then. */
static void ask_waiting(void *owner)
{
    struct sheltering *s = owner;
    for (struct dg_call *call = dg_queue_take(&s->waiting, SIZE_MAX), *next; call; call = next) {
        next = call->next;
        if (dg_call_return(&s->asking.calls, call))
            ask_shelter(s, call);
    }
}

static void ask(struct dg_asking_store *asked, struct dg_call *call)
{
    struct sheltering *s = (struct sheltering *)((char *)asked - offsetof(struct sheltering, asking));
    if (s->closing)
        dg_call_end(&s->asking.calls, call, DG_UNAVAILABLE);
    else if (is_birth(call))
        pass(s, call);
    else
        wait(s, call, 0);
}

/* ---- back into the store ----------------------------------------------------------------------------------- */

static void send_next(struct sheltering *s);

static void delivered(void *owner, enum dg_status status, const struct dg_record *records, size_t count);

static void send(struct shipment *shipment)
{
    struct dg_store *inner = shipment->s->over.inner;
    struct dg_parcel *p = &shipment->parcel;
    inner->ops->put(inner, p->group, p->puts, p->count, p->ttl_s, delivered, shipment);
}

static void delivered(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct shipment *shipment = owner;
    struct sheltering *s = shipment->s;
    enum dg_parcel_end end =
            dg_parcel_end(&shipment->parcel, s->shelter, status, records, count, dg_loop_now_ms(s->loop));
    if (end == DG_PARCEL_AGAIN) {
        send(shipment);
        return;
    }
    free(shipment);
    s->under_way--;
    dg_metrics_add(s->metrics, DG_METRIC_SHELTERED, end == DG_PARCEL_KEPT ? 0 : -1);
    dg_metrics_add(s->metrics, DG_METRIC_SHELTERED_LOST, end == DG_PARCEL_LOST);
    if (end != DG_PARCEL_KEPT && !s->closing)
        send_next(s);
}

static void send_next(struct sheltering *s)
{
    struct shipment *shipment = malloc(sizeof *shipment);
    if (!shipment || !dg_parcel_begin(&shipment->parcel, s->shelter, dg_loop_now_ms(s->loop))) {
        free(shipment);
        return;
    }
    shipment->s = s;
    s->under_way++;
    send(shipment);
}

static void pinged(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct sheltering *s = owner;
    (void)records, (void)count;
    s->pinging = false;
    for (size_t i = 0; status == DG_OK && !s->closing && i < PARCELS_MAX; i++)
        send_next(s);
}

/* A ping first: what is on its way cannot be changed meanwhile, and a store that hangs would keep it there. */
static void look_for_store(void *owner)
{
    struct sheltering *s = owner;
    size_t expired = dg_shelter_expire(s->shelter, dg_loop_now_ms(s->loop));
    dg_metrics_add(s->metrics, DG_METRIC_SHELTERED, -(int64_t)expired);
    dg_metrics_add(s->metrics, DG_METRIC_SHELTERED_LOST, (int64_t)expired);
    if (dg_shelter_count(s->shelter) == 0)
        dg_timer_stop(s->retry);
    else if (!s->pinging && !s->under_way) {
        s->pinging = true;
        s->over.inner->ops->ping(s->over.inner, pinged, s);
    }
}

/* ---- the store --------------------------------------------------------------------------------------------- */

static void get(struct dg_store *store, struct dg_str group, const struct dg_str *fields, size_t count,
        dg_store_done *done, void *owner)
{
    struct dg_store *inner = of(store)->over.inner;
    if (dg_shelter_holds(of(store)->shelter, group))
        dg_ask_get(&of(store)->asking.store, group, fields, count, done, owner);
    else
        inner->ops->get(inner, group, fields, count, done, owner);
}

static void list(struct dg_store *store, struct dg_str group, struct dg_str prefix, dg_store_done *done, void *owner)
{
    struct dg_store *inner = of(store)->over.inner;
    if (dg_shelter_holds(of(store)->shelter, group))
        dg_ask_list(&of(store)->asking.store, group, prefix, done, owner);
    else
        inner->ops->list(inner, group, prefix, done, owner);
}

static void put(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    struct dg_store *inner = of(store)->over.inner;
    if (dg_shelter_may_take(puts, count) || dg_shelter_holds(of(store)->shelter, group))
        dg_ask_put(&of(store)->asking.store, group, puts, count, ttl_s, done, owner);
    else
        inner->ops->put(inner, group, puts, count, ttl_s, done, owner);
}

static void put_safely(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    struct dg_store *inner = of(store)->over.inner;
    if (dg_shelter_holds(of(store)->shelter, group))
        dg_ask_put_safely(&of(store)->asking.store, group, puts, count, ttl_s, done, owner);
    else
        dg_store_put_safely(inner, group, puts, count, ttl_s, done, owner);
}

static void forget(struct dg_store *store, struct dg_str group, dg_store_done *done, void *owner)
{
    struct dg_store *inner = of(store)->over.inner;
    if (dg_shelter_holds(of(store)->shelter, group))
        dg_ask_forget(&of(store)->asking.store, group, done, owner);
    else
        inner->ops->forget(inner, group, done, owner);
}

static void take_back_waiting(struct sheltering *s)
{
    for (struct dg_call *call = dg_queue_take(&s->waiting, SIZE_MAX), *next; call; call = next) {
        next = call->next;
        if (dg_call_return(&s->asking.calls, call))
            dg_call_end(&s->asking.calls, call, DG_UNAVAILABLE);
    }
}

/* The inner store first: it answers what it was asked, and that is what our calls and parcels wait for. */
static void destroy(struct dg_store *store)
{
    struct sheltering *s = of(store);
    s->closing = true;
    s->over.inner->ops->destroy(s->over.inner);
    take_back_waiting(s);
    dg_calls_finish(&s->asking.calls);
    dg_timer_destroy(s->turn);
    dg_timer_destroy(s->retry);
    free(s);
}

static const struct dg_store_ops shelter_ops = {
    .name = "shelter",
    .destroy = destroy,
    .get = get,
    .list = list,
    .put = put,
    .put_safely = put_safely,
    .forget = forget,
};

struct dg_store *dg_store_shelter_create(
        struct dg_store *inner, struct dg_shelter *shelter, struct dg_loop *loop, struct dg_metrics *metrics)
{
    struct sheltering *s = dg_store_over_create(sizeof *s, &shelter_ops, inner);
    if (!s)
        return NULL;
    s->asking.ask = ask;
    s->shelter = shelter;
    s->loop = loop;
    s->metrics = metrics;
    dg_queue_init(&s->waiting);
    s->turn = dg_timer_create(loop, ask_waiting, s);
    s->retry = dg_timer_create(loop, look_for_store, s);
    bool fine = dg_calls_init(&s->asking.calls, loop, CALL_MS, NULL, NULL) && s->turn && s->retry;
    if (fine)
        return &s->over.store;
    destroy(&s->over.store);
    return NULL;
}
