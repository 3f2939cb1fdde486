/* Who is master now? Asks the Sentinels of an address, one after the other from a random one on, until one knows
 * (SENTINEL get-master-addr-by-name; Redis's guideline for clients, steps 1 and 2). The answer may be old: whoever connects
 * asks the server for its ROLE. Belongs to its loop's thread. Only store_redis*.c includes this. */
#ifndef DG_STORE_REDIS_SENTINEL_H
#define DG_STORE_REDIS_SENTINEL_H

#include "server/store_redis.h"

struct dg_sentinel_inquiry;

/* `found` is called once, in a later turn, with the master, borrowed for the call, or NULL when none of them could say; within
 * half a second for each, and each address that its host has. The login is only shown to a Sentinel that wants one. NULL: out of memory. `address` must outlive it. */
struct dg_sentinel_inquiry *dg_sentinel_inquiry_create(const struct dg_redis_address *address, struct dg_loop *loop,
        void (*found)(void *owner, const struct dg_redis_peer *master), void *owner);
/* Also from within `found`, which is not called any more. NULL is harmless. */
void dg_sentinel_inquiry_destroy(struct dg_sentinel_inquiry *inquiry);

#endif
