/* Hears of changes: a link that is subscribed to the channels of all groups that are watched. It is made with the first watch and
 * subscribes anew whenever it comes back. Part of its store, on the loop's thread. Only store_redis*.c includes this. */
#ifndef DG_STORE_REDIS_EAR_H
#define DG_STORE_REDIS_EAR_H

#include "server/store_redis_link.h"
#include "server/store_watch.h"

struct dg_redis_ear {
    const struct dg_redis_address *address;
    struct dg_loop *loop;
    /* whom to try next, when the one before could not be had; NULL: always the same */
    void (*choose)(void *owner, struct dg_redis_peer *where);
    void *owner;
    struct dg_redis_peer where;
    struct dg_redis_link *link;
    struct dg_watches watches;
};

/* `address` must outlive it; it begins with the first peer there. */
void dg_redis_ear_init(struct dg_redis_ear *ear, const struct dg_redis_address *address, struct dg_loop *loop,
        void (*choose)(void *owner, struct dg_redis_peer *where), void *owner);
/* Ends all watches. */
void dg_redis_ear_finish(struct dg_redis_ear *ear);

struct dg_store_watch *dg_redis_ear_watch(
        struct dg_redis_ear *ear, struct dg_str group, void (*changed)(void *owner), void *owner);
void dg_redis_ear_unwatch(struct dg_redis_ear *ear, struct dg_store_watch *w);

/* Leaves the one that it listens to, if it is another than `here`: nobody may come to break the link, but what is put is then
 * told elsewhere. */
void dg_redis_ear_follow(struct dg_redis_ear *ear, const struct dg_redis_peer *here);
/* Leaves it, to choose anew. */
void dg_redis_ear_leave(struct dg_redis_ear *ear);
/* Whom it listens to; NULL: nobody, or not yet. */
const struct dg_redis_peer *dg_redis_ear_peer(const struct dg_redis_ear *ear);

#endif
