/* Where a talk is read: a short one at once on the lane's loop, a long one by the readers (readers.h), so that the loop goes on
 * serving. On the lane's thread. */
#ifndef DG_LONG_READ_H
#define DG_LONG_READ_H

#include "server/app.h"
#include "server/readers.h"

/* Asked for by who reads; lives, with all that `read` uses, until `done`. */
struct dg_long_read {
    void (*read)(void *owner); /* pure; perhaps on another thread */
    void (*done)(void *owner, enum dg_status status, const struct dg_problem *why); /* on the lane's thread */
    void *owner;
    /* for long_read.c */
    struct dg_lane *lane;
    struct dg_read_job job;
};

/* Whether reading it takes more than a millisecond or two: guessed from what takes time, letters, numbers and messages. */
bool dg_talk_is_long(const struct dg_talk *talk);

/* Calls read->read and then read->done, each once and perhaps before this returns. DG_TOO_MANY: as many long talks of this caller
 * wait as may | DG_UNAVAILABLE: of all callers, or this one waited too long, or the server stops; then `read` was not called. */
void dg_long_read(struct dg_lane *lane, const struct dg_talk *talk, struct dg_str caller, struct dg_long_read *read);

#endif
