#include "server/store_redis_cluster.h"

#include "server/store_redis_command.h"
#include "server/store_redis_places.h"
#include "server/store_redis_slot.h"

#include <stdlib.h>

enum {
    MAP_MS = 100, /* the least between two questions for the map */
    MAP_LIMIT_MS = 1000, /* for its answer; then another is asked */
    PAUSE_MS = 25, /* the first, while the cluster cannot serve a call; each doubles it */
    PAUSE_DOUBLINGS = 4,
    HOPS_MAX = 5, /* sent on that often without a pause */
    IDLE_MS = 5000, /* without slots and calls for that long: forgotten */
};

struct slot {
    int16_t node; /* DG_REDIS_NOWHERE: not known */
    uint16_t taken, held; /* its calls at nodes, and those that wait here */
    bool turning; /* it changed hands while calls were under way: later ones wait for these, to stay behind them */
};

struct dg_redis_cluster {
    struct dg_calls *calls;
    void (*mapped)(void *owner);
    void *owner;
    struct dg_redis_places places;
    struct slot slots[DG_REDIS_SLOTS];
    struct dg_queue held; /* lent */
    struct dg_timer *timer;
    uint64_t due_ms; /* of the timer; 0: not running */
    uint64_t resume_at_ms; /* held calls are tried again then */
    unsigned pauses; /* in a row */
    struct dg_redis_node *asked; /* for the map, and has not answered */
    uint64_t asked_at_ms;
    unsigned map; /* how many have been read: the last one's number */
    bool map_wanted, closing;
};

static uint64_t now_ms(const struct dg_redis_cluster *c)
{
    return dg_loop_now_ms(c->calls->loop);
}

/* In a later turn, where nodes may be destroyed and calls told. */
static void schedule(struct dg_redis_cluster *c, uint64_t in_ms)
{
    uint64_t due_ms = now_ms(c) + in_ms;
    if (c->closing || (c->due_ms && c->due_ms <= due_ms))
        return;
    c->due_ms = due_ms;
    dg_timer_start(c->timer, in_ms, 0);
}

static void want_map(struct dg_redis_cluster *c)
{
    c->map_wanted = true;
    schedule(c, 0);
}

/* ---- servers that are no longer of use --------------------------------------------------------------------- */

static bool is_idle(const struct dg_redis_cluster *c, const struct dg_redis_place *place)
{
    return place->node && place->map != c->map && !dg_redis_node_taken(place->node) &&
            !(place->safe && dg_redis_safe_is_busy(place->safe)) && now_ms(c) - place->used_at_ms >= IDLE_MS;
}

/* Not while nothing is known: then those that are named are all there is. */
static void forget_idle(struct dg_redis_cluster *c)
{
    for (int i = 0; c->map && i < DG_REDIS_PLACES_MAX; i++) {
        if (!is_idle(c, &c->places.at[i]))
            continue;
        for (size_t n = 0; n < DG_REDIS_SLOTS; n++)
            if (c->slots[n].node == i)
                c->slots[n].node = DG_REDIS_NOWHERE;
        dg_redis_places_remove(&c->places, i);
    }
}

/* ---- bringing calls ---------------------------------------------------------------------------------------- */

static struct slot *slot_of(struct dg_redis_cluster *c, const struct dg_call *call)
{
    return &c->slots[call->slot];
}

static void on_took(void *owner, const struct dg_call *call)
{
    struct dg_redis_cluster *c = owner;
    if (call->verb != DG_VERB_PING)
        slot_of(c, call)->taken++;
}

static void on_back(void *owner, const struct dg_call *call)
{
    struct dg_redis_cluster *c = owner;
    struct slot *slot = slot_of(c, call);
    if (call->verb == DG_VERB_PING || --slot->taken)
        return;
    slot->turning = false;
    if (slot->held)
        schedule(c, 0);
}

static void hold(struct dg_redis_cluster *c, struct dg_call *call)
{
    if (!dg_redis_places_next(&c->places, true) && !dg_redis_places_next(&c->places, false)) {
        dg_call_end(c->calls, call, DG_UNAVAILABLE);
        return;
    }
    dg_call_lend(call);
    slot_of(c, call)->held++;
    dg_queue_push(&c->held, call);
}

/* The cluster cannot serve it now; maybe it can before the call's deadline. */
static void hold_for_a_while(struct dg_redis_cluster *c, struct dg_call *call)
{
    uint64_t now = now_ms(c);
    if (now >= c->resume_at_ms) {
        bool calm = now - c->resume_at_ms > MAP_LIMIT_MS;
        c->pauses = calm ? 0 : c->pauses + (c->pauses < PAUSE_DOUBLINGS);
        c->resume_at_ms = now + ((uint64_t)PAUSE_MS << c->pauses);
    }
    call->hops = 0;
    want_map(c);
    schedule(c, c->resume_at_ms - now);
    hold(c, call);
}

static void bring(struct dg_redis_cluster *c, struct dg_call *call, int where)
{
    if (dg_redis_places_take(&c->places, where, call))
        return;
    want_map(c); /* it is away: another may have its slots by now */
    dg_call_end(c->calls, call, DG_UNAVAILABLE);
}

static void route(struct dg_redis_cluster *c, struct dg_call *call)
{
    const struct slot *slot = slot_of(c, call);
    if (c->closing)
        dg_call_end(c->calls, call, DG_UNAVAILABLE);
    else if (c->map && (slot->turning || slot->held))
        hold(c, call);
    else if (slot->node == DG_REDIS_NOWHERE)
        hold_for_a_while(c, call);
    else
        bring(c, call, slot->node);
}

static void take_ping(struct dg_redis_cluster *c, struct dg_call *call)
{
    struct dg_redis_node *node = dg_redis_places_next(&c->places, true);
    if (!node)
        node = dg_redis_places_next(&c->places, false);
    if (!node || !dg_redis_node_take(node, call))
        dg_call_end(c->calls, call, DG_UNAVAILABLE);
}

void dg_redis_cluster_take(struct dg_redis_cluster *c, struct dg_call *call)
{
    char key[DG_REDIS_KEY_ROOM];
    if (call->verb == DG_VERB_PING) {
        take_ping(c, call);
        return;
    }
    call->slot = (uint16_t)dg_redis_slot_of(dg_redis_key(key, call->group));
    route(c, call);
}

/* Each is tried again, in the order made; whose slot still turns is held again. */
static void release(struct dg_redis_cluster *c)
{
    struct dg_call *first = dg_queue_take(&c->held, SIZE_MAX);
    for (struct dg_call *call = first; call; call = call->next)
        slot_of(c, call)->held = 0;
    for (struct dg_call *call = first, *next; call; call = next) {
        next = call->next;
        if (dg_call_return(c->calls, call))
            route(c, call);
    }
}

/* ---- the map ----------------------------------------------------------------------------------------------- */

static void set_slot(struct dg_redis_cluster *c, unsigned number, int node)
{
    struct slot *slot = &c->slots[number];
    if (slot->node != node && slot->taken)
        slot->turning = true;
    slot->node = (int16_t)node;
}

static void set_range(void *owner, unsigned first, unsigned last, const struct dg_redis_peer *master)
{
    struct dg_redis_cluster *c = owner;
    int node = dg_redis_places_get(&c->places, master);
    if (node != DG_REDIS_NOWHERE)
        c->places.at[node].map = c->map;
    for (unsigned i = first; i <= last; i++)
        set_slot(c, i, node);
}

/* Slots that the new map leaves out keep their node: it says itself when it cannot serve them. */
static bool read_map(struct dg_redis_cluster *c, const redisReply *reply, const struct dg_redis_peer *asked)
{
    c->map++;
    if (reply && reply->elements && dg_redis_slots_read(reply, asked, set_range, c))
        return true;
    c->map--;
    return false;
}

static void on_map(redisAsyncContext *ac, void *data, void *owner)
{
    struct dg_redis_cluster *c = owner;
    struct dg_redis_node *node = ac->data;
    if (c->asked != node) /* another has been asked since */
        return;
    c->asked = NULL;
    if (!read_map(c, data, dg_redis_node_peer(node))) {
        want_map(c);
        return;
    }
    c->mapped(c->owner);
    c->resume_at_ms = now_ms(c);
    schedule(c, 0);
}

static void ask_map(struct dg_redis_cluster *c)
{
    uint64_t since_ms = now_ms(c) - c->asked_at_ms, pause_ms = c->asked ? MAP_LIMIT_MS : MAP_MS;
    if (since_ms < pause_ms) {
        schedule(c, pause_ms - since_ms);
        return;
    }
    struct dg_redis_node *node = dg_redis_places_next(&c->places, true);
    if (!node) {
        dg_redis_places_get_named(&c->places); /* when one is up, it is asked */
        return;
    }
    c->asked = node;
    c->asked_at_ms = now_ms(c);
    c->map_wanted = redisAsyncCommand(dg_redis_node_context(node), on_map, c, "CLUSTER SLOTS") != REDIS_OK;
    schedule(c, MAP_LIMIT_MS);
}

/* ---- what nodes tell --------------------------------------------------------------------------------------- */

static void on_up(void *owner, struct dg_redis_node *node)
{
    struct dg_redis_cluster *c = owner;
    (void)node;
    if (c->map_wanted)
        schedule(c, 0);
}

static void on_away(void *owner, struct dg_redis_node *node)
{
    (void)node;
    want_map(owner);
}

static bool on_elsewhere(void *owner, struct dg_redis_node *node, struct dg_call *call, const redisReply *reply)
{
    struct dg_redis_cluster *c = owner;
    struct dg_redis_peer peer;
    unsigned slot;
    enum dg_redis_way way = dg_redis_way_read(reply, dg_redis_node_peer(node), &slot, &peer);
    if (way == DG_REDIS_HERE || call->verb == DG_VERB_PING)
        return false;
    int where = way == DG_REDIS_LATER ? DG_REDIS_NOWHERE : dg_redis_places_get(&c->places, &peer);
    if (way == DG_REDIS_MOVED) {
        want_map(c);
        set_slot(c, slot, where);
    }
    call->asking = way == DG_REDIS_ASK;
    if (where != DG_REDIS_NOWHERE && call->hops++ < HOPS_MAX) {
        bring(c, call, where);
    } else {
        call->asking = false;
        hold_for_a_while(c, call);
    }
    return true;
}

static const struct dg_redis_node_events node_events = {
    .up = on_up, .away = on_away, .took = on_took, .back = on_back, .send_on = on_elsewhere
};

/* ---- the cluster ------------------------------------------------------------------------------------------- */

static void on_timer(void *owner)
{
    struct dg_redis_cluster *c = owner;
    c->due_ms = 0;
    forget_idle(c);
    if (c->map_wanted || c->asked)
        ask_map(c);
    if (now_ms(c) >= c->resume_at_ms)
        release(c);
    else if (c->held.first)
        schedule(c, c->resume_at_ms - now_ms(c));
}

struct dg_redis_cluster *dg_redis_cluster_create(
        const struct dg_redis_address *address, struct dg_calls *calls, void (*mapped)(void *owner), void *owner)
{
    struct dg_redis_cluster *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->places = (struct dg_redis_places){ .address = address, .calls = calls, .events = &node_events, .owner = c };
    c->calls = calls;
    c->mapped = mapped;
    c->owner = owner;
    dg_queue_init(&c->held);
    for (size_t i = 0; i < DG_REDIS_SLOTS; i++)
        c->slots[i].node = DG_REDIS_NOWHERE;
    c->timer = dg_timer_create(calls->loop, on_timer, c);
    if (!c->timer) {
        free(c);
        return NULL;
    }
    dg_redis_places_get_named(&c->places);
    want_map(c);
    return c;
}

void dg_redis_cluster_destroy(struct dg_redis_cluster *c)
{
    if (!c)
        return;
    c->closing = true;
    for (int i = 0; i < DG_REDIS_PLACES_MAX; i++)
        dg_redis_places_remove(&c->places, i);
    release(c); /* to nobody */
    dg_timer_destroy(c->timer);
    free(c);
}

void dg_redis_cluster_overdue(struct dg_redis_cluster *c, uint64_t silent_ms)
{
    for (int i = 0; i < DG_REDIS_PLACES_MAX; i++) {
        const struct dg_redis_place *place = &c->places.at[i];
        if (place->node)
            dg_redis_node_overdue(place->node, silent_ms);
        if (place->safe)
            dg_redis_safe_overdue(place->safe, silent_ms);
    }
}

bool dg_redis_cluster_has(const struct dg_redis_cluster *c, const struct dg_redis_peer *peer)
{
    int at = dg_redis_places_find(&c->places, peer);
    return at != DG_REDIS_NOWHERE && c->places.at[at].map == c->map;
}

void dg_redis_cluster_choose(struct dg_redis_cluster *c, struct dg_redis_peer *out)
{
    const struct dg_redis_address *named = c->places.address;
    const struct dg_redis_node *node = dg_redis_places_next(&c->places, true);
    *out = node ? *dg_redis_node_peer(node) : named->peers[c->places.turn++ % named->peer_count];
}
