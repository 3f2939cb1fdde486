#include "server/store_redis_bound.h"

#if HIREDIS_MAJOR < 1
typedef int array_size;
#else
typedef size_t array_size;
#endif

/* The bound of the reader that has this to do; what stands in no array begins a reply. */
static struct dg_redis_bound *bound_of(const redisReadTask *task)
{
    struct dg_redis_bound *bound = task->privdata;
    if (!task->parent)
        bound->elements = bound->bytes = 0;
    return bound;
}

static void *make_array(const redisReadTask *task, array_size size)
{
    struct dg_redis_bound *bound = bound_of(task);
    size_t left = DG_REDIS_ELEMENTS_MAX - bound->elements;
    if ((size_t)size > left)
        return NULL;
    bound->elements += (size_t)size;
    return bound->usual->createArray(task, size);
}

static void *make_text(const redisReadTask *task, char *at, size_t len)
{
    struct dg_redis_bound *bound = bound_of(task);
    if (len > DG_REDIS_REPLY_BYTES_MAX - bound->bytes)
        return NULL;
    bound->bytes += len;
    return bound->usual->createString(task, at, len);
}

void dg_redis_bound_begin(struct dg_redis_bound *bound, redisReader *reader)
{
    *bound = (struct dg_redis_bound){ .functions = *reader->fn, .usual = reader->fn };
    bound->functions.createArray = make_array;
    bound->functions.createString = make_text;
    reader->fn = &bound->functions;
    reader->privdata = bound;
}

bool dg_redis_bound_holds(const redisReader *reader)
{
    return reader->len <= DG_REDIS_REPLY_BYTES_MAX;
}
