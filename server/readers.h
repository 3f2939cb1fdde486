/* Threads that read what takes long, so that no loop waits for it meanwhile. They run at a lower priority than the loops, and take
 * turns between callers: who has much to be read waits for himself and not before others.
 * dg_readers is shared by all lanes; serve.c owns it. Each lane has a desk there, which belongs to the lane's thread. A job and
 * all that its `read` uses (an arena, say) belong to the readers from the moment they have taken it until its `done`, also
 * where whoever asked has gone: nobody else may touch it. */
#ifndef DG_READERS_H
#define DG_READERS_H

#include "intents/status.h"
#include "server/loop.h"

struct dg_readers;
struct dg_readers_desk;

struct dg_readers_bounds {
    size_t threads;
    size_t waiting; /* jobs of all callers that have not begun */
    size_t caller_waiting, caller_at_once; /* of one caller: those, and those that have begun */
    uint32_t wait_ms; /* what has not begun by then is given up */
};

struct dg_read_job {
    void (*read)(void *owner); /* on one of the threads */
    void (*done)(void *owner, enum dg_status status); /* on the lane's, in a later turn; DG_OK: it was read */
    void *owner;
    /* for the readers */
    struct dg_read_job *next;
    struct dg_readers_desk *desk;
    uint64_t asked_us;
    enum dg_status end;
};

struct dg_readers *dg_readers_create(const struct dg_readers_bounds *bounds); /* NULL: out of memory or threads */
/* All desks must have been given back. NULL is harmless. */
void dg_readers_destroy(struct dg_readers *r);

struct dg_readers_desk *dg_readers_join(
        struct dg_readers *r, struct dg_loop *loop); /* NULL: out of memory or descriptors */
/* Ends the desk's jobs with DG_UNAVAILABLE before it returns: what waits at once, what has begun when it has been read. No other
 * is taken from now on. NULL is harmless. */
void dg_readers_close(struct dg_readers_desk *desk);
/* Gives a closed desk back; NULL is harmless. */
void dg_readers_leave(struct dg_readers_desk *desk);

/* Takes a job of this caller. DG_OK: its `done` will be called once, with DG_UNAVAILABLE where it was not read: it waited too
 * long, the desk was closed, or all places were taken and others of its caller were before it. Else it was not taken:
 * DG_TOO_MANY (too many of his wait) | DG_UNAVAILABLE (too many wait, of callers who have no more than he). */
DG_MUST_USE enum dg_status dg_readers_ask(struct dg_readers_desk *desk, struct dg_str caller, struct dg_read_job *job);

#endif
