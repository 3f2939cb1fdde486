/* Puts to one Redis server that count only when replicas have them (WAIT). They go over a connection of their own, since Redis answers
 * nothing else on one that waits; what comes while it waits is written together after that, and waits together. Belongs to its
 * loop's thread. Only store_redis*.c includes this. */
#ifndef DG_STORE_REDIS_SAFE_H
#define DG_STORE_REDIS_SAFE_H

#include "server/store_redis_node.h"

struct dg_redis_safe;

/* As dg_redis_node_create, which it makes one of. Of the events it tells `took`, `back` and `send_on`. */
struct dg_redis_safe *dg_redis_safe_create(const struct dg_redis_address *address, const struct dg_redis_peer *where,
        struct dg_calls *calls, const struct dg_redis_node_events *events, void *owner);
/* Ends its calls with DG_UNAVAILABLE; not from within a reply. NULL is harmless. */
void dg_redis_safe_destroy(struct dg_redis_safe *safe);

/* Takes a put, which ends as a put does, or with DG_TIMEOUT (see store.h). False: the server is away, and the call is as it was. */
DG_MUST_USE bool dg_redis_safe_take(struct dg_redis_safe *safe, struct dg_call *call);
/* As dg_redis_node_overdue; a server that is silent about its replicas too. */
void dg_redis_safe_overdue(struct dg_redis_safe *safe, uint64_t silent_ms);
/* Whether it has calls now. */
bool dg_redis_safe_is_busy(const struct dg_redis_safe *safe);

#endif
