/* Who wants to hear of changes to which group, in one store: a table from the group's name to its watches.
 * The table owns the watches; whoever began a watch ends it. One thread. */
#ifndef DG_STORE_WATCH_H
#define DG_STORE_WATCH_H

#include "server/store.h"

enum { DG_WATCH_BUCKETS = 1024 };

struct dg_watches {
    struct dg_store_watch *buckets[DG_WATCH_BUCKETS];
    size_t count;
    unsigned telling; /* depth: a watch that ends meanwhile is kept until nobody walks the table */
    bool dirty;
};

/* A watch on `group`. NULL: out of memory. */
struct dg_store_watch *dg_watches_add(
        struct dg_watches *table, struct dg_str group, void (*changed)(void *owner), void *owner);
/* Also from within `changed`. NULL is harmless. */
void dg_watches_remove(struct dg_watches *table, struct dg_store_watch *watch);
/* Ends all of them. */
void dg_watches_finish(struct dg_watches *table);

/* Borrowed from the watch. */
struct dg_str dg_watch_group(const struct dg_store_watch *watch);
/* How many watch the group. */
size_t dg_watches_of(const struct dg_watches *table, struct dg_str group);

/* Calls `changed` of everyone who watches the group, or of everyone. */
void dg_watches_tell(struct dg_watches *table, struct dg_str group);
void dg_watches_tell_all(struct dg_watches *table);
/* The watches one by one, to walk them where nothing else happens to the table: NULL begins and ends. */
struct dg_store_watch *dg_watches_next(const struct dg_watches *table, const struct dg_store_watch *before);

#endif
