/* The store for several servers: Redis 6 or later. A group is one hash under a key whose {hash tag} is the group, so that it
 * stays on one shard; each record is two fields of it, "v" + name (the version) and "d" + name (the value).
 * store_redis.c speaks the commands, store_redis_link.c keeps a connection, store_redis_reply.c reads replies, and
 * store_redis_url.c addresses. What Redis keeps when it is killed is up to its own configuration. */
#ifndef DG_STORE_REDIS_H
#define DG_STORE_REDIS_H

#include "server/store_call.h"

struct dg_redis_address {
    char host[256];
    char user[128], password[256]; /* empty: none */
    uint16_t port;
    uint32_t database;
};

/* Reads "redis://[user:password@]host[:port][/database]", with %-escapes in user and password and IPv6 in brackets.
 * DG_OK | DG_BAD_INPUT. */
DG_MUST_USE enum dg_status dg_redis_address_read(
        struct dg_redis_address *out, struct dg_str url, struct dg_problem *why);

/* NULL: `why` says what is wrong with the address, or that memory is out. */
struct dg_store *dg_store_redis_open(struct dg_str url, struct dg_loop *loop, struct dg_problem *why);

#endif
