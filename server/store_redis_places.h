/* The servers of a Redis Cluster that a store has links to, found by their address or by number. Part of its cluster, on the loop's
 * thread. Only store_redis*.c includes this. */
#ifndef DG_STORE_REDIS_PLACES_H
#define DG_STORE_REDIS_PLACES_H

#include "server/store_redis_safe.h"

enum { DG_REDIS_PLACES_MAX = 256, DG_REDIS_NOWHERE = -1 };

struct dg_redis_place {
    struct dg_redis_node *node; /* NULL: free */
    struct dg_redis_safe *safe; /* made with the first put that is to be safe */
    struct dg_redis_peer peer;
    unsigned map; /* the number of the last map that had it as a master */
    uint64_t used_at_ms;
};

struct dg_redis_places {
    const struct dg_redis_address *address;
    struct dg_calls *calls;
    const struct dg_redis_node_events *events;
    void *owner; /* of the events */
    struct dg_redis_place at[DG_REDIS_PLACES_MAX];
    unsigned turn; /* whose turn it is to be chosen */
};

/* DG_REDIS_NOWHERE: there is none. */
int dg_redis_places_find(const struct dg_redis_places *p, const struct dg_redis_peer *peer);
/* As above, but makes a node where there is none. DG_REDIS_NOWHERE: out of memory or room. */
int dg_redis_places_get(struct dg_redis_places *p, const struct dg_redis_peer *peer);
/* Makes nodes for the servers that the address names: where to begin, and to begin again when all that was known is away. */
void dg_redis_places_get_named(struct dg_redis_places *p);
/* Another each time: one that is up, or near. NULL: none is. */
struct dg_redis_node *dg_redis_places_next(struct dg_redis_places *p, bool up);
/* Brings a call to the server. False: it is away, and the call is as it was. */
DG_MUST_USE bool dg_redis_places_take(struct dg_redis_places *p, int place, struct dg_call *call);
/* Frees the place; not from within a reply. */
void dg_redis_places_remove(struct dg_redis_places *p, int place);

#endif
