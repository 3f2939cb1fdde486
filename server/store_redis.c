#include "server/store_ask.h"
#include "server/store_redis_cluster.h"
#include "server/store_redis_ear.h"
#include "server/store_redis_safe.h"
#include "server/store_redis_tls.h"

#include <stdlib.h>

enum { CALL_MS = 2000 };

struct redis_store {
    struct dg_asking_store asking;
    struct dg_redis_address address;
    struct dg_redis_node *node; /* the one server, or NULL */
    struct dg_redis_safe *safe; /* beside it, made with the first put that is to be safe */
    struct dg_redis_cluster *cluster; /* or the cluster */
    struct dg_redis_ear ear;
    bool closing;
};

/* ---- one server -------------------------------------------------------------------------------------------- */

static void on_up(void *owner, struct dg_redis_node *node)
{
    struct redis_store *s = owner;
    dg_redis_ear_follow(&s->ear, dg_redis_node_peer(node));
}

static const struct dg_redis_node_events node_events = { .up = on_up };

/* ---- a cluster --------------------------------------------------------------------------------------------- */

static void choose_ear(void *owner, struct dg_redis_peer *where)
{
    struct redis_store *s = owner;
    dg_redis_cluster_choose(s->cluster, where);
}

/* One that has left the cluster hears nothing of it. */
static void on_map(void *owner)
{
    struct redis_store *s = owner;
    const struct dg_redis_peer *there = dg_redis_ear_peer(&s->ear);
    if (there && !dg_redis_cluster_has(s->cluster, there))
        dg_redis_ear_leave(&s->ear);
}

/* ---- both -------------------------------------------------------------------------------------------------- */

static void on_overdue(void *owner)
{
    struct redis_store *s = owner;
    if (s->node)
        dg_redis_node_overdue(s->node, CALL_MS / 2);
    if (s->safe)
        dg_redis_safe_overdue(s->safe, CALL_MS / 2);
    if (s->cluster)
        dg_redis_cluster_overdue(s->cluster, CALL_MS / 2);
}

static bool open_servers(struct redis_store *s, struct dg_loop *loop)
{
    bool many = s->address.kind == DG_REDIS_CLUSTER;
    dg_redis_ear_init(&s->ear, &s->address, loop, many ? choose_ear : NULL, s);
    if (!dg_calls_init(&s->asking.calls, loop, CALL_MS, on_overdue, s))
        return false;
    if (many)
        s->cluster = dg_redis_cluster_create(&s->address, &s->asking.calls, on_map, s);
    else
        s->node = dg_redis_node_create(&s->address, s->address.peers, &s->asking.calls, &node_events, s);
    return s->node || s->cluster;
}

static struct dg_store_watch *watch(
        struct dg_store *store, struct dg_str group, void (*changed)(void *owner), void *owner)
{
    struct redis_store *s = (struct redis_store *)store;
    return s->closing ? NULL : dg_redis_ear_watch(&s->ear, group, changed, owner);
}

static void unwatch(struct dg_store *store, struct dg_store_watch *w)
{
    struct redis_store *s = (struct redis_store *)store;
    dg_redis_ear_unwatch(&s->ear, w);
}

/* ---- the store --------------------------------------------------------------------------------------------- */

static bool take(struct redis_store *s, struct dg_call *call)
{
    static const struct dg_redis_node_events none;
    if (!call->safely)
        return dg_redis_node_take(s->node, call);
    if (!s->safe)
        s->safe = dg_redis_safe_create(&s->address, s->address.peers, &s->asking.calls, &none, s);
    return s->safe && dg_redis_safe_take(s->safe, call);
}

static void ask(struct dg_asking_store *asked, struct dg_call *call)
{
    struct redis_store *s = (struct redis_store *)asked;
    call->safely = call->safely && s->address.copies;
    if (s->cluster && !s->closing)
        dg_redis_cluster_take(s->cluster, call);
    else if (s->closing || !take(s, call))
        dg_call_end(&s->asking.calls, call, DG_UNAVAILABLE);
}

static void destroy(struct dg_store *store)
{
    struct redis_store *s = (struct redis_store *)store;
    s->closing = true;
    dg_redis_safe_destroy(s->safe);
    dg_redis_node_destroy(s->node);
    dg_redis_cluster_destroy(s->cluster);
    dg_calls_finish(&s->asking.calls);
    dg_redis_ear_finish(&s->ear);
    dg_redis_tls_destroy(s->address.tls);
    free(s);
}

static void copies(struct dg_store *store, uint32_t replicas)
{
    struct redis_store *s = (struct redis_store *)store;
    s->address.copies = replicas;
}

static const struct dg_store_ops ops = {
    .name = "redis",
    .destroy = destroy,
    .get = dg_ask_get,
    .list = dg_ask_list,
    .put = dg_ask_put,
    .put_safely = dg_ask_put_safely,
    .copies = copies,
    .forget = dg_ask_forget,
    .watch = watch,
    .unwatch = unwatch,
    .take = dg_ask_take,
    .ping = dg_ask_ping,
};

/* Reads the address, and what it needs. False: `why` says what is wrong. */
static bool read_address(
        struct dg_redis_address *address, struct dg_str url, const struct dg_store_trust *trust, struct dg_problem *why)
{
    static const struct dg_store_trust usual; /* all of it empty */
    const char *wrong = dg_redis_address_read(address, url);
    if (!wrong && address->secure)
        wrong = dg_redis_tls_lacking();
    if (wrong)
        dg_problem_set(why, DG_BAD_INPUT, "", "%s", wrong);
    else if (address->secure)
        address->tls = dg_redis_tls_create(trust ? trust : &usual, why);
    return !wrong && (!address->secure || address->tls);
}

struct dg_store *dg_store_redis_open(
        struct dg_str url, const struct dg_store_trust *trust, struct dg_loop *loop, struct dg_problem *why)
{
    struct dg_redis_address address;
    if (!read_address(&address, url, trust, why))
        return NULL;
    struct redis_store *s = calloc(1, sizeof *s);
    if (s) {
        s->asking = (struct dg_asking_store){ .store = { &ops }, .ask = ask };
        s->address = address;
        s->address.copies = address.kind != DG_REDIS_ALONE;
        if (open_servers(s, loop))
            return &s->asking.store;
        dg_calls_finish(&s->asking.calls);
        free(s);
    }
    dg_redis_tls_destroy(address.tls);
    dg_problem_set(why, DG_UNAVAILABLE, "", "out of memory");
    return NULL;
}
