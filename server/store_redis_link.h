/* One connection to Redis that is always there or on its way back: it asks the Sentinels who is master, where there are any,
 * connects (to each address of the host in turn, until one answers), logs in, chooses the database, and after a loss tries again with growing, jittered pauses. Belongs to its loop's thread. Only store_redis*.c includes this. */
#ifndef DG_STORE_REDIS_LINK_H
#define DG_STORE_REDIS_LINK_H

#include "server/store_redis.h"

#include <hiredis/async.h>

struct dg_redis_link;

struct dg_redis_link_events {
    void (*up)(void *owner); /* commands may be sent from now on */
    void (*away)(void *owner); /* it was lost, or could not be had; all that was sent has been answered with NULL */
};

/* Leads to `where`, or, where the address names Sentinels, to the master that they name. NULL: out of memory. `address`, `where`
 * and `events` must outlive it; `where` is read anew at each connection. */
struct dg_redis_link *dg_redis_link_create(const struct dg_redis_address *address, const struct dg_redis_peer *where,
        struct dg_loop *loop, const struct dg_redis_link_events *events, void *owner);
/* Answers what was sent with NULL; not from within a reply. NULL is harmless. */
void dg_redis_link_destroy(struct dg_redis_link *link);

/* To send commands to; NULL while it is away. Its `data` is the owner. Borrowed for the turn. */
redisAsyncContext *dg_redis_link_context(struct dg_redis_link *link);
/* Whom it leads to, or led to last. */
const struct dg_redis_peer *dg_redis_link_peer(const struct dg_redis_link *link);
/* Away, but only just: waiting for it is better than failing. */
bool dg_redis_link_is_near(const struct dg_redis_link *link);
/* It has been silent for too long: gives it up and connects anew. */
void dg_redis_link_drop(struct dg_redis_link *link);

#endif
