#include "server/store.h"

#include "server/store_redis.h"
#include "server/store_sqlite.h"

void dg_store_put_safely(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    if (store->ops->put_safely)
        store->ops->put_safely(store, group, puts, count, ttl_s, done, owner);
    else
        store->ops->put(store, group, puts, count, ttl_s, done, owner);
}

bool dg_store_is_embedded(struct dg_str url, struct dg_str *path)
{
    static const char scheme[] = "sqlite:";
    if (!dg_str_starts(url, scheme))
        return false;
    *path = dg_str_cut(url, strlen(scheme), url.len);
    return true;
}

struct dg_store *dg_store_open(
        struct dg_str url, const struct dg_store_trust *trust, struct dg_loop *loop, struct dg_problem *why)
{
    struct dg_str path;
    if (dg_store_is_embedded(url, &path) && path.len)
        return dg_store_sqlite_open(path, loop, why);
    if (dg_str_starts(url, "redis"))
        return dg_store_redis_open(url, trust, loop, why);
    dg_problem_set(why, DG_BAD_INPUT, "", "a store is sqlite:PATH, or an address that begins with redis");
    return NULL;
}
