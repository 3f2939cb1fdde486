/* One adapter at work outside: its requests are sent, its replies heard, until it is done, has failed or its time is up.
 * A lane has one dg_errands, which owns every errand under way; an errand owns its arena and all that its adapter makes.
 * Everything here belongs to the lane's thread. */
#ifndef DG_ERRAND_H
#define DG_ERRAND_H

#include "server/app.h"

struct dg_errands;
struct dg_errand;

enum dg_errand_kind { DG_ERRAND_ASK, DG_ERRAND_BOOK, DG_ERRAND_CHECK, DG_ERRAND_UNDO };

enum dg_errand_end {
    DG_ERRAND_DONE, /* the task's offers or receipt are complete */
    DG_ERRAND_FAILED, /* it did not happen; task->problem says why */
    DG_ERRAND_UNKNOWN, /* book and undo only: it may have happened */
};

enum { DG_ERRAND_SENDS_MAX = 8, DG_ERRANDS_MAX = 8192 };

/* What to do. All of it is copied by dg_errand_start but `plug`, `schema` data and the zone. */
struct dg_errand_order {
    enum dg_errand_kind kind;
    const struct dg_plug *plug;
    const struct dg_intent *intent; /* ask */
    struct dg_str state; /* book, check: the offer's; undo: the receipt's */
    struct dg_str key; /* becomes task->key */
    const struct dg_context *ctx;
    enum dg_language language;
    uint32_t deadline_ms; /* of all of it, from now */
};

/* One request that left, as a receipt lists it. */
struct dg_sent {
    struct dg_str host, method, path; /* the path without its query */
    struct dg_str fields; /* slots whose values left, comma-separated */
    int64_t at_s; /* UTC */
    int status; /* 0: no answer came */
};

/* Both lists, the second copied into the arena; NULL: it is full. */
struct dg_sent *dg_sent_join(const struct dg_sent *first, size_t first_count, const struct dg_sent *second,
        size_t second_count, struct dg_arena *arena);

struct dg_errand_result {
    enum dg_errand_end end;
    const struct dg_task *task;
    const struct dg_sent *sent;
    size_t sent_count;
};

/* The result lives until the callback returns. */
typedef void dg_errand_done(void *owner, const struct dg_errand_result *result);

/* NULL: out of memory. Loop and transport are borrowed. */
struct dg_errands *dg_errands_create(struct dg_lane *lane);
/* Ends every errand under way, each calling back first (a booking as unknown), and lets no other begin. Before the transport
 * and the store are destroyed; what they still call back may look at the set. NULL is harmless. */
void dg_errands_close(struct dg_errands *errands);
/* After them. NULL is harmless. */
void dg_errands_destroy(struct dg_errands *errands);
/* How many are under way, whatever their kind. */
size_t dg_errands_count(const struct dg_errands *errands);

/* What must not be cut short by a stop (an action between its first and its last record) holds the set meanwhile. */
void dg_errands_hold(struct dg_errands *errands);
void dg_errands_release(struct dg_errands *errands);
/* Ends all asks and refuses new ones; calls `idle` once, in a later turn, when nothing holds the set any more. */
void dg_errands_drain(struct dg_errands *errands, void (*idle)(void *owner), void *owner);

/* Starts it; `done` is called exactly once, in a later turn. NULL (and no call) when too many are under way, the set is
 * draining (asks only) or memory is out: then nothing was sent. */
struct dg_errand *dg_errand_start(
        struct dg_errands *errands, const struct dg_errand_order *order, dg_errand_done *done, void *owner);

/* A rest between errands: `over` is called once, after `ms`, or before that when the set is closed. NULL (and no call): memory
 * is out, or the set is closed. */
struct dg_errand *dg_errand_pause(struct dg_errands *errands, uint32_t ms, void (*over)(void *owner), void *owner);

/* The base URL that the adapter of `plug` may send `request` to; empty where it may call nobody. */
struct dg_str dg_plug_base(const struct dg_plug *plug, const struct dg_request *request);
/* A task for one turn of the plug's adapter, in the arena; NULL when that is full. */
struct dg_task *dg_task_make(const struct dg_plug *plug, const struct dg_context *ctx, enum dg_language language,
        struct dg_str key, struct dg_arena *arena);

#endif
