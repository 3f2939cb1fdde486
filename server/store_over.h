/* What is alike in stores that lie over another: what they do not change goes straight on to it. Such a store begins with a
 * struct dg_store_over. */
#ifndef DG_STORE_OVER_H
#define DG_STORE_OVER_H

#include "server/store.h"

struct dg_store_over {
    struct dg_store store;
    struct dg_store_ops ops; /* has what the inner store has */
    struct dg_store *inner; /* owned */
};

/* A store of `bytes`, all 0 behind its dg_store_over; to be freed. `ops` are the verbs that it changes: all but watch, unwatch, ping
 * and take, which go on. put_safely is left out where the inner store has none. NULL: out of memory, and `inner` is gone. */
void *dg_store_over_create(size_t bytes, const struct dg_store_ops *ops, struct dg_store *inner);

#endif
