/* A drag: one piece of dragged text and all that came of it, as one record in the store.
 * A dg_drag lives in the arena of the exchange that works on it and is not shared; the store's record, with its version, is
 * the only lasting form, so that any server can go on with it. Each call answers through `then`, exactly once, on the lane's
 * loop, perhaps before it returns; the drag, and the arena, must stay until then. */
#ifndef DG_DRAG_H
#define DG_DRAG_H

#include "intents/read.h"
#include "server/correction.h"
#include "server/found.h"
#include "server/ids.h"
#include "server/noted.h"
#include "server/session.h"
#include "server/targets.h"

enum {
    DG_DRAG_TASKS_EVER = DG_ID_DIGITS, /* how often one drag may ask outside in all */
    DG_DRAG_TASKS_MAX = 16, /* how many at one time */
    DG_DRAG_GRACE_MS = 1000, /* a task that is later than this is given up by all servers */
};

/* One adapter asked outside for one intent. Its answer is a record of its own, so that it can come at any time. */
struct dg_drag_task {
    unsigned number; /* less than DG_DRAG_TASKS_EVER; never used twice in a drag */
    struct dg_str intent, adapter; /* names */
    struct dg_str fingerprint; /* of the slots it was asked with; see dg_drag_fingerprint */
    int64_t due_ms; /* wall clock */
    bool fresh; /* planned now: to be started when the drag is stored */
    struct dg_offers answer;
};

struct dg_drag {
    struct dg_drag_id id;
    struct dg_str caller;
    struct dg_ask ask;
    struct dg_talk memory; /* what was said in the session's drags before; may be empty */
    struct dg_fix *fixes; /* corrections and the session's rules, in the order made */
    size_t fix_count;
    struct dg_found found[DG_FOUND_MAX]; /* places that geocoders have found, or not */
    size_t found_count;
    struct dg_noted noted
            [DG_NOTED_MAX]; /* calendar entries that were put down: before the drag began, by its own actions since */
    size_t noted_count;
    const struct dg_sent *sent; /* what left for that: part of every action's receipt */
    size_t sent_count;
    unsigned revision, next_task;
    int64_t created_s, expires_s; /* UTC */
    uint64_t version; /* of the record; 0: not stored yet */
    struct dg_drag_task tasks[DG_DRAG_TASKS_MAX];
    size_t task_count;
    /* made anew each time from what is above */
    const struct dg_reading *reading;
    struct dg_targets targets;
};

typedef void dg_drag_then(void *owner, enum dg_status status, const struct dg_problem *why);

/* ---- drag_plan.c: no I/O ---------------------------------------------------------------------------------------- */

/* Means of reading asks and drags in this lane. */
struct dg_ask_means dg_lane_means(struct dg_lane *lane, struct dg_arena *arena);

/* Puts what left for the drag as a whole behind what did before. */
void dg_drag_add_sent(struct dg_drag *drag, const struct dg_sent *sent, size_t count, struct dg_arena *arena);
/* Gives each route its answer: from the drag's tasks, from links made here, or why there is none. False: arena full. */
bool dg_drag_answer(struct dg_drag *drag, struct dg_arena *arena);
/* The same, and plans fresh tasks for what must be asked outside; tasks that no longer fit are let go. Returns how many
 * prefetched offers were kept in *kept. */
bool dg_drag_plan(struct dg_drag *drag, struct dg_arena *arena, size_t *kept);
/* Whether the task's answer, there or awaited, is worth keeping. */
bool dg_drag_task_holds(const struct dg_drag_task *task);
/* Gives the routes what their tasks have been answered meanwhile. */
void dg_drag_take_answers(struct dg_drag *drag);
/* What an offer was made for, as a short hash: the intent's slots by value. Empty when the arena is full. */
struct dg_str dg_drag_fingerprint(const struct dg_intent *intent, struct dg_arena *arena);
/* The task called by `number`, or NULL when the drag let it go. */
const struct dg_drag_task *dg_drag_task(const struct dg_drag *drag, unsigned number);

/* ---- drag_read.c ---------------------------------------------------------------------------------------------------- */

/* Reads the ask, applies the fixes, routes the intents: fills `reading` and `targets`. Until `then` nothing else touches the
 * drag or the arena. DG_OK | DG_TOO_BIG | DG_TOO_MANY | DG_UNAVAILABLE. */
void dg_drag_read(struct dg_drag *drag, struct dg_lane *lane, struct dg_arena *arena, dg_drag_then *then, void *owner);
/* Finds the new places of a drag that was read on the map, reads it again where one was found, and plans it (dg_drag_plan). The
 * same statuses. */
void dg_drag_settle(struct dg_drag *drag, struct dg_lane *lane, struct dg_arena *arena, size_t *kept,
        dg_drag_then *then, void *owner);

/* ---- record_drag.c ------------------------------------------------------------------------------------------------ */

/* The record's text; empty when there is no room. */
struct dg_str dg_drag_record(const struct dg_drag *drag, struct dg_arena *arena);
/* DG_OK | DG_INTERNAL (no such record) | DG_TOO_BIG | DG_UNAVAILABLE. */
DG_MUST_USE enum dg_status dg_drag_record_read(struct dg_drag *drag, const struct dg_record *record,
        struct dg_lane *lane, struct dg_arena *arena, struct dg_problem *why);
/* The drag's line in its session. */
struct dg_str dg_drag_index(const struct dg_drag *drag, struct dg_arena *arena);

/* ---- drag.c ------------------------------------------------------------------------------------------------------- */

/* Begins `drag` (ask and caller are filled) in a new session, or in that of its ask, and starts the prefetch.
 * DG_NOT_FOUND: no such session of this caller. */
void dg_drag_start(struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, dg_drag_then *then, void *owner);
/* Loads drag->id for drag->caller with all answers there are. DG_NOT_FOUND also where it is somebody else's. */
void dg_drag_load(struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, dg_drag_then *then, void *owner);
/* The same without `reading` and `targets`: for who changes what they are made of and reads it then. */
void dg_drag_load_unread(
        struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, dg_drag_then *then, void *owner);
/* Looks for answers to the tasks of a loaded drag that are still awaited; its routes get them. DG_NOT_FOUND: it was forgotten
 * meanwhile. */
void dg_drag_refresh(
        struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, dg_drag_then *then, void *owner);
/* Stores a loaded and changed drag as its next revision, and with it the session (NULL: unchanged), and starts fresh tasks.
 * DG_CONFLICT: either was changed meanwhile. */
void dg_drag_save(struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, struct dg_session *session,
        dg_drag_then *then, void *owner);

#endif
