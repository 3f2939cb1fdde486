/* A Redis Cluster as one place to bring calls to: it learns which server has which slots (CLUSTER SLOTS, of any that is up),
 * keeps a node for each master, follows MOVED and ASK, and lets calls wait, within their deadline, while slots change hands.
 * Calls of one group stay in the order made, unless a server refuses one (CLUSTERDOWN) and serves the next, which was on its way too. Belongs to its loop's thread. Only store_redis*.c includes this. */
#ifndef DG_STORE_REDIS_CLUSTER_H
#define DG_STORE_REDIS_CLUSTER_H

#include "server/store_redis.h"

struct dg_redis_cluster;

/* `mapped` is told after each time that the slots were learned. NULL: out of memory. `address` and `calls` must outlive it. */
struct dg_redis_cluster *dg_redis_cluster_create(
        const struct dg_redis_address *address, struct dg_calls *calls, void (*mapped)(void *owner), void *owner);
/* Ends its calls with DG_UNAVAILABLE. NULL is harmless. */
void dg_redis_cluster_destroy(struct dg_redis_cluster *c);

/* Takes a call, and ends it when there is nowhere to bring it. A ping is answered as long as any server answers. */
void dg_redis_cluster_take(struct dg_redis_cluster *c, struct dg_call *call);
/* Calls are overdue: gives up servers that owe replies and have been silent for so long. */
void dg_redis_cluster_overdue(struct dg_redis_cluster *c, uint64_t silent_ms);

/* Whether it is one of the masters. */
bool dg_redis_cluster_has(const struct dg_redis_cluster *c, const struct dg_redis_peer *peer);
/* Any server that is up, another each time; where none is, one of those that the address names. */
void dg_redis_cluster_choose(struct dg_redis_cluster *c, struct dg_redis_peer *out);

#endif
