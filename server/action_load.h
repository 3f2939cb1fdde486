/* An action as its caller finds it: the record where it was ever confirmed, else what its card still offers.
 * All of it lives in the arena of the exchange; on the lane's thread. */
#ifndef DG_ACTION_LOAD_H
#define DG_ACTION_LOAD_H

#include "server/action.h"
#include "server/patience.h"

/* What is known of an action; filled by the two calls below. */
struct dg_action_view {
    struct dg_lane *lane;
    struct dg_arena *arena;
    struct dg_action_id id;
    struct dg_str caller;
    struct dg_action action;
    struct dg_confirm_token token; /* of its card, while it is only offered */
    uint64_t begun; /* actions of the session so far */
    struct dg_problem why;
    void (*then)(struct dg_action_view *view, enum dg_status status);
    void *owner;
    /* while waiting */
    struct dg_patience *patience;
    struct dg_mark mark;
};

/* Fills view->action; lane, arena, id, caller and owner are set. `then` is called once, in a later turn or at once.
 * DG_NOT_FOUND: no such action of this caller | DG_GONE: its drag has changed since the card was made | DG_UNAVAILABLE. */
void dg_action_load(struct dg_action_view *view, void (*then)(struct dg_action_view *view, enum dg_status status));

/* Loads it again and again until it is settled, or `wait_ms` are over; a stale one is taken care of. The exchange is the
 * one that is answered then. DG_OK: view->action is what it is now. */
void dg_action_wait(struct dg_action_view *view, struct dg_exchange *ex, uint32_t wait_ms,
        void (*then)(struct dg_action_view *view, enum dg_status status));

#endif
