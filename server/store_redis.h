/* The store for several servers: Redis 6 or later, one of it, one that Sentinels watch, or a Cluster. A group is one hash under
 * a key whose {hash tag} is the group, so that it stays on one shard; each record is two fields of it, "v" + name (the version)
 * and "d" + name (the value). store_redis.c is the store, store_redis_url.c reads addresses, store_redis_wire.c is one
 * connection, store_redis_link.c keeps one up, store_redis_node.c sends calls, store_redis_cluster.c chooses where to. What Redis keeps when it is killed is up to its own configuration. */
#ifndef DG_STORE_REDIS_H
#define DG_STORE_REDIS_H

#include "server/store_call.h"

enum { DG_REDIS_PEERS_MAX = 16 };

struct dg_redis_tls; /* see store_redis_tls.h */

enum dg_redis_kind { DG_REDIS_ALONE, DG_REDIS_SENTINEL, DG_REDIS_CLUSTER };

struct dg_redis_peer {
    char host[256];
    uint16_t port;
};

struct dg_redis_address {
    enum dg_redis_kind kind;
    struct dg_redis_peer peers[DG_REDIS_PEERS_MAX]; /* the server itself; Sentinels; some of a Cluster */
    size_t peer_count;
    char user[128], password[256]; /* empty: none */
    char master[128]; /* the name that Sentinels know it by */
    uint32_t database;
    uint32_t copies; /* how many replicas must have a put that is to be safe: the store has set this too */
    bool secure; /* over TLS, Sentinels too; then the store has set this: */
    struct dg_redis_tls *tls;
};

/* Reads one of these, with %-escapes in user and password and IPv6 in brackets:
 *   redis://[user:password@]host[:port][/database]
 *   redis+sentinel://[user:password@]host[:port][,host[:port]...]/MASTER[/database]
 *   redis+cluster://[user:password@]host[:port][,host[:port]...]
 * and with rediss in the place of redis, what is reached over TLS.
 * NULL, or what is wrong with which part of it: a constant. */
DG_MUST_USE const char *dg_redis_address_read(struct dg_redis_address *out, struct dg_str url);

bool dg_redis_peer_eq(const struct dg_redis_peer *a, const struct dg_redis_peer *b);

/* NULL, or why this program cannot speak TLS to Redis: a constant. */
const char *dg_redis_tls_lacking(void);

/* NULL: `why` says what is wrong with the address or a file of `trust`, or that memory is out. */
struct dg_store *dg_store_redis_open(
        struct dg_str url, const struct dg_store_trust *trust, struct dg_loop *loop, struct dg_problem *why);

#endif
