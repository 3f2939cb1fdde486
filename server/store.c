#include "server/store.h"

#include "server/store_redis.h"
#include "server/store_sqlite.h"

static struct dg_str after(struct dg_str url, const char *scheme)
{
    return dg_str_cut(url, strlen(scheme), url.len);
}

struct dg_store *dg_store_open(struct dg_str url, struct dg_loop *loop, struct dg_problem *why)
{
    static const char sqlite[] = "sqlite:";
    if (dg_str_starts(url, sqlite) && url.len > strlen(sqlite))
        return dg_store_sqlite_open(after(url, sqlite), loop, why);
    if (dg_str_starts(url, "redis"))
        return dg_store_redis_open(url, loop, why);
    dg_problem_set(why, DG_BAD_INPUT, "", "a store is sqlite:PATH, or an address that begins with redis");
    return NULL;
}
