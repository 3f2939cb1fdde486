/* One Redis server and the calls that it has taken: a link to it, what waits until that is up, and the scripts known there.
 * Belongs to its loop's thread. Only store_redis*.c includes this. */
#ifndef DG_STORE_REDIS_NODE_H
#define DG_STORE_REDIS_NODE_H

#include "server/store_redis_link.h"

struct dg_redis_node;

/* Each may be NULL. None may destroy the node. */
struct dg_redis_node_events {
    void (*up)(void *owner, struct dg_redis_node *node);
    void (*away)(void *owner, struct dg_redis_node *node);
    /* it has taken a call; it has done with it, before anything else happens to the call */
    void (*took)(void *owner, const struct dg_call *call);
    void (*back)(void *owner, const struct dg_call *call);
    /* true: the reply sends the call elsewhere, where the owner has brought it */
    bool (*send_on)(void *owner, struct dg_redis_node *node, struct dg_call *call, const redisReply *reply);
    /* true: the owner keeps the call with its answer, which borrows nothing from the reply where it is a put's, and tells it later */
    bool (*answered)(void *owner, struct dg_call *call, const struct dg_answer *answer);
};

/* NULL: out of memory. `address`, `calls` and `events` must outlive it, `where` is copied. */
struct dg_redis_node *dg_redis_node_create(const struct dg_redis_address *address, const struct dg_redis_peer *where,
        struct dg_calls *calls, const struct dg_redis_node_events *events, void *owner);
/* Ends its calls with DG_UNAVAILABLE; not from within a reply. NULL is harmless. */
void dg_redis_node_destroy(struct dg_redis_node *node);

/* Sends a call, or lets it wait for a link that is near. False: it is away, and the call is as it was. */
DG_MUST_USE bool dg_redis_node_take(struct dg_redis_node *node, struct dg_call *call);
/* Calls are overdue. Replies come in order: where it owes some and nothing else comes either, there is no hope for those behind,
 * and it is given up. */
void dg_redis_node_overdue(struct dg_redis_node *node, uint64_t silent_ms);

/* Gives its connection up and connects anew. */
void dg_redis_node_drop(struct dg_redis_node *node);

bool dg_redis_node_is_up(struct dg_redis_node *node);
bool dg_redis_node_is_near(const struct dg_redis_node *node);
/* How many calls it has now. */
size_t dg_redis_node_taken(const struct dg_redis_node *node);
/* Whom its link leads to. */
const struct dg_redis_peer *dg_redis_node_peer(const struct dg_redis_node *node);
/* For other questions; NULL while it is away. Its `data` is the node. */
redisAsyncContext *dg_redis_node_context(struct dg_redis_node *node);

#endif
