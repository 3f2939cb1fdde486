/* What a Redis Cluster says of its 16384 slots (Redis Cluster Specification, "Key distribution model", "Redirection and
 * resharding"): which one a key is in, which server has which, and where an error sends a call. Any thread; only store_redis*.c
 * and their tests include this. */
#ifndef DG_STORE_REDIS_SLOT_H
#define DG_STORE_REDIS_SLOT_H

#include "server/store_redis.h"

#include <hiredis/hiredis.h>

enum { DG_REDIS_SLOTS = 16384 };

/* The slot of a key: CRC16 (XMODEM) of what stands between its first { and the } after that, or, where that is nothing or there
 * are none, of all of it. */
unsigned dg_redis_slot_of(struct dg_str key);

/* Reads the reply to CLUSTER SLOTS: `each` is called with each range of slots, both ends included, and its master, borrowed for
 * the call. `asked` stands for a server that does not know its own name. False: it is no such reply, and nothing was called. */
DG_MUST_USE bool dg_redis_slots_read(const redisReply *reply, const struct dg_redis_peer *asked,
        void (*each)(void *owner, unsigned first, unsigned last, const struct dg_redis_peer *master), void *owner);

enum dg_redis_way {
    DG_REDIS_HERE, /* an answer, or an error that sends it nowhere */
    DG_REDIS_MOVED, /* for this and later calls: to `peer` */
    DG_REDIS_ASK, /* for this call alone: to `peer`, with ASKING ahead */
    DG_REDIS_LATER, /* the cluster is changing, or cannot serve it now */
};

/* `slot` and `peer` are set for MOVED and ASK. */
enum dg_redis_way dg_redis_way_read(
        const redisReply *reply, const struct dg_redis_peer *asked, unsigned *slot, struct dg_redis_peer *peer);

#endif
