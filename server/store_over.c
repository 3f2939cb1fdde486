#include "server/store_over.h"

#include <stdlib.h>

static struct dg_store *inner_of(struct dg_store *store)
{
    return ((struct dg_store_over *)store)->inner; /* its first member's first */
}

static struct dg_store_watch *watch(
        struct dg_store *store, struct dg_str group, void (*changed)(void *owner), void *owner)
{
    struct dg_store *inner = inner_of(store);
    return inner->ops->watch(inner, group, changed, owner);
}

static void unwatch(struct dg_store *store, struct dg_store_watch *w)
{
    struct dg_store *inner = inner_of(store);
    inner->ops->unwatch(inner, w);
}

static void take(struct dg_store *store, struct dg_str bucket, uint64_t interval_us, uint64_t depth_us,
        dg_store_done *done, void *owner)
{
    struct dg_store *inner = inner_of(store);
    inner->ops->take(inner, bucket, interval_us, depth_us, done, owner);
}

static void ping(struct dg_store *store, dg_store_done *done, void *owner)
{
    struct dg_store *inner = inner_of(store);
    inner->ops->ping(inner, done, owner);
}

void *dg_store_over_create(size_t bytes, const struct dg_store_ops *ops, struct dg_store *inner)
{
    struct dg_store_over *over = calloc(1, bytes);
    if (!over) {
        inner->ops->destroy(inner);
        return NULL;
    }
    *over = (struct dg_store_over){ .store = { &over->ops }, .ops = *ops, .inner = inner };
    over->ops.watch = watch;
    over->ops.unwatch = unwatch;
    over->ops.ping = ping;
    over->ops.take = inner->ops->take ? take : NULL;
    over->ops.put_safely = inner->ops->put_safely ? ops->put_safely : NULL;
    return over;
}
