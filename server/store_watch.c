#include "server/store_watch.h"

#include <assert.h>
#include <stdlib.h>

struct dg_store_watch {
    struct dg_store_watch *next; /* in its bucket */
    void (*changed)(void *owner); /* NULL: ended */
    void *owner;
    size_t bucket, len;
    char group[];
};

/* FNV-1a: names are of our own making, so nobody can aim at a bucket. */
static size_t bucket_of(struct dg_str group)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < group.len; i++)
        hash = (hash ^ (unsigned char)group.at[i]) * UINT64_C(1099511628211);
    return (size_t)((hash ^ hash >> 32) % DG_WATCH_BUCKETS);
}

struct dg_str dg_watch_group(const struct dg_store_watch *watch)
{
    return (struct dg_str){ watch->group, watch->len };
}

struct dg_store_watch *dg_watches_add(
        struct dg_watches *table, struct dg_str group, void (*changed)(void *owner), void *owner)
{
    struct dg_store_watch *watch = malloc(sizeof *watch + group.len);
    if (!watch)
        return NULL;
    size_t bucket = bucket_of(group);
    *watch = (struct dg_store_watch){ table->buckets[bucket], changed, owner, bucket, group.len };
    if (group.len)
        memcpy(watch->group, group.at, group.len);
    table->buckets[bucket] = watch;
    table->count++;
    return watch;
}

static void sweep_bucket(struct dg_store_watch **at)
{
    while (*at) {
        struct dg_store_watch *watch = *at;
        if (watch->changed) {
            at = &watch->next;
            continue;
        }
        *at = watch->next;
        free(watch);
    }
}

void dg_watches_remove(struct dg_watches *table, struct dg_store_watch *watch)
{
    if (!watch)
        return;
    size_t bucket = watch->bucket;
    watch->changed = NULL;
    table->count--;
    if (table->telling)
        table->dirty = true;
    else
        sweep_bucket(&table->buckets[bucket]);
}

static void sweep_all(struct dg_watches *table)
{
    for (size_t i = 0; i < DG_WATCH_BUCKETS; i++)
        sweep_bucket(&table->buckets[i]);
    table->dirty = false;
}

void dg_watches_finish(struct dg_watches *table)
{
    assert(!table->telling);
    for (size_t i = 0; i < DG_WATCH_BUCKETS; i++)
        for (struct dg_store_watch *w = table->buckets[i]; w; w = w->next)
            w->changed = NULL;
    sweep_all(table);
    table->count = 0;
}

size_t dg_watches_of(const struct dg_watches *table, struct dg_str group)
{
    size_t count = 0;
    for (const struct dg_store_watch *w = table->buckets[bucket_of(group)]; w; w = w->next)
        count += w->changed && dg_str_eq(dg_watch_group(w), group);
    return count;
}

static void end_telling(struct dg_watches *table)
{
    if (--table->telling == 0 && table->dirty)
        sweep_all(table);
}

void dg_watches_tell(struct dg_watches *table, struct dg_str group)
{
    table->telling++;
    for (struct dg_store_watch *w = table->buckets[bucket_of(group)]; w; w = w->next)
        if (w->changed && dg_str_eq(dg_watch_group(w), group))
            w->changed(w->owner);
    end_telling(table);
}

void dg_watches_tell_all(struct dg_watches *table)
{
    table->telling++;
    for (size_t i = 0; i < DG_WATCH_BUCKETS; i++)
        for (struct dg_store_watch *w = table->buckets[i]; w; w = w->next)
            if (w->changed)
                w->changed(w->owner);
    end_telling(table);
}

struct dg_store_watch *dg_watches_next(const struct dg_watches *table, const struct dg_store_watch *before)
{
    struct dg_store_watch *at = before ? before->next : NULL;
    for (size_t i = before ? before->bucket + 1 : 0;; i++) {
        while (at && !at->changed)
            at = at->next;
        if (at || i >= DG_WATCH_BUCKETS)
            return at;
        at = table->buckets[i];
    }
}
