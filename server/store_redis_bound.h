/* How much one reply may hold, whoever it is that answers at Redis's address. hiredis makes room for as many elements as an array
 * says it has before the first of them is there (0.14 for up to 2^31, later ones for 2^32), and keeps a text of any length while it
 * comes; this stands before both. Part of its connection, on the loop's thread. Only store_redis*.c and their tests include this. */
#ifndef DG_STORE_REDIS_BOUND_H
#define DG_STORE_REDIS_BOUND_H

#include <hiredis/hiredis.h>
#include <stdbool.h>

enum {
    DG_REDIS_ELEMENTS_MAX = 1 << 20, /* a cluster of 16384 single slots has less, and so has the largest session */
    DG_REDIS_REPLY_BYTES_MAX = 128 << 20, /* of text */
};

struct dg_redis_bound {
    redisReplyObjectFunctions functions; /* the reader's own, with ours before them */
    const redisReplyObjectFunctions *usual;
    size_t elements, bytes; /* of the reply that is coming */
};

/* From now on the reader fails (as where memory is out) at a reply that goes beyond; the connection then ends. `bound` must outlive
 * the reader, whose privdata it becomes. */
void dg_redis_bound_begin(struct dg_redis_bound *bound, redisReader *reader);

/* Whether what has come and cannot be read yet, a text without its end, is within the bound: asked after each read. */
bool dg_redis_bound_holds(const redisReader *reader);

#endif
