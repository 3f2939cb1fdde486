/* The thread that works on one SQLite file for all lanes of this process: what they ask while it flushes the disk is written
 * together at its next flush, and no lane waits for another's lock. The first lane to join opens the file and starts the
 * thread, the last to leave ends both. A worker belongs to its lanes; its functions may be called from any of their threads,
 * each with its own lane. Only store_sqlite*.c includes this. */
#ifndef DG_STORE_SQLITE_WORKER_H
#define DG_STORE_SQLITE_WORKER_H

#include "server/store_sqlite.h"

struct dg_sqlite_worker;

/* Groups that changed: names with their NUL, one after the other. Whoever takes them frees `names`. */
struct dg_news {
    char *names;
    size_t len, room;
    bool all; /* more than could be kept: everyone shall look */
};

/* What a worker knows of one store. Zeroes and a bell make one; it is the worker's until it leaves. */
struct dg_sqlite_lane {
    struct dg_sqlite_lane *next;
    int bell; /* an eventfd that is rung when there is something to take */
    struct dg_queue answered;
    size_t at_work; /* calls that the worker is busy with */
    struct dg_news news;
    bool watching;
};

/* NULL: `why` says what is wrong with the file. */
struct dg_sqlite_worker *dg_sqlite_worker_join(struct dg_str path, struct dg_sqlite_lane *lane, struct dg_problem *why);
/* Waits until the worker has nothing of the lane's in hand; then what it has done is in `answered`. Gives the calls that it
 * had not begun. */
struct dg_call *dg_sqlite_worker_leave(struct dg_sqlite_worker *w, struct dg_sqlite_lane *lane);

/* The call's `asker` is set. */
void dg_sqlite_worker_ask(struct dg_sqlite_worker *w, struct dg_sqlite_lane *lane, struct dg_call *call);
/* See dg_sqlite_limit. */
void dg_sqlite_worker_limit(struct dg_sqlite_worker *w, uint32_t mib);
/* What has come since the bell rang: the answered calls, and the news. */
struct dg_call *dg_sqlite_worker_take(struct dg_sqlite_worker *w, struct dg_sqlite_lane *lane, struct dg_news *news);
/* The lane watches `group`, which it is told of once at least, and is from now on told of what changes. */
void dg_sqlite_worker_watch(struct dg_sqlite_worker *w, struct dg_sqlite_lane *lane, struct dg_str group);
/* It watches nothing any more. */
void dg_sqlite_worker_unwatch(struct dg_sqlite_worker *w, struct dg_sqlite_lane *lane);

#endif
