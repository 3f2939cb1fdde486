#include "server/store_redis_places.h"

int dg_redis_places_find(const struct dg_redis_places *p, const struct dg_redis_peer *peer)
{
    for (int i = 0; i < DG_REDIS_PLACES_MAX; i++)
        if (p->at[i].node && dg_redis_peer_eq(&p->at[i].peer, peer))
            return i;
    return DG_REDIS_NOWHERE;
}

static int find_free(const struct dg_redis_places *p)
{
    for (int i = 0; i < DG_REDIS_PLACES_MAX; i++)
        if (!p->at[i].node)
            return i;
    return DG_REDIS_NOWHERE;
}

int dg_redis_places_get(struct dg_redis_places *p, const struct dg_redis_peer *peer)
{
    int found = dg_redis_places_find(p, peer), at = found == DG_REDIS_NOWHERE ? find_free(p) : found;
    if (found != DG_REDIS_NOWHERE || at == DG_REDIS_NOWHERE)
        return found;
    struct dg_redis_node *node = dg_redis_node_create(p->address, peer, p->calls, p->events, p->owner);
    if (!node)
        return DG_REDIS_NOWHERE;
    p->at[at] = (struct dg_redis_place){ .node = node, .peer = *peer, .used_at_ms = dg_loop_now_ms(p->calls->loop) };
    return at;
}

void dg_redis_places_get_named(struct dg_redis_places *p)
{
    for (size_t i = 0; i < p->address->peer_count; i++)
        (void)dg_redis_places_get(p, &p->address->peers[i]);
}

struct dg_redis_node *dg_redis_places_next(struct dg_redis_places *p, bool up)
{
    for (unsigned i = 0; i < DG_REDIS_PLACES_MAX; i++) {
        struct dg_redis_node *node = p->at[(p->turn + i) % DG_REDIS_PLACES_MAX].node;
        if (!node || !(up ? dg_redis_node_is_up(node) : dg_redis_node_is_near(node)))
            continue;
        p->turn = (p->turn + i + 1) % DG_REDIS_PLACES_MAX;
        return node;
    }
    return NULL;
}

bool dg_redis_places_take(struct dg_redis_places *p, int place, struct dg_call *call)
{
    struct dg_redis_place *at = &p->at[place];
    at->used_at_ms = dg_loop_now_ms(p->calls->loop);
    if (!call->safely)
        return dg_redis_node_take(at->node, call);
    if (!at->safe)
        at->safe = dg_redis_safe_create(p->address, &at->peer, p->calls, p->events, p->owner);
    return at->safe && dg_redis_safe_take(at->safe, call);
}

void dg_redis_places_remove(struct dg_redis_places *p, int place)
{
    struct dg_redis_node *node = p->at[place].node;
    struct dg_redis_safe *safe = p->at[place].safe;
    p->at[place].node = NULL;
    p->at[place].safe = NULL;
    dg_redis_safe_destroy(safe);
    dg_redis_node_destroy(node);
}
