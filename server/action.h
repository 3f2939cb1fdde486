/* An action: what a card can do, once. It is a small state machine whose every move is written to the store, against the
 * version it was read with, before the provider is called; so of any number of confirmations, on any servers, one sends, and
 * after a crash the record says that something was sent. A dg_action lives in an arena; its lasting form is the record.
 * No I/O here but the record's own. One thread at a time. */
#ifndef DG_ACTION_H
#define DG_ACTION_H

#include "server/cards.h"

enum dg_action_state {
    DG_ACTION_OFFERED, /* not in the store, the card's offer is all there is; or in it again, see action_run.h */
    DG_ACTION_SENDING, /* the provider is being called */
    DG_ACTION_DONE,
    DG_ACTION_FAILED, /* nothing was booked */
    DG_ACTION_UNKNOWN, /* it may have been: the provider is asked what became of it */
    DG_ACTION_CANCELLING,
    DG_ACTION_CANCELLED,
    DG_ACTION_EXPIRED, /* not in the store either */
};

/* A record of the session's group, changed with each action that begins: its version is how many there are. */
#define DG_ACTIONS_FIELD "actions"

enum {
    DG_ACTION_DEADLINE_MS = 10000, /* of a booking or a cancellation, all its requests together */
    DG_ACTION_GRACE_MS = 2000, /* for a server that stalls: nobody else touches the action before */
};

struct dg_action {
    struct dg_action_id id;
    struct dg_str caller;
    enum dg_action_state state;
    const struct dg_plug *plug; /* NULL: the adapter is not there any more */
    struct dg_str intent, adapter;
    struct dg_offer offer;
    struct dg_str entry; /* title of the calendar entry that it makes or moves; empty: none */
    struct dg_str card_id;
    struct dg_str key_digest; /* of the Idempotency-Key that began it */
    struct dg_str token_digest; /* of the confirm token that began it */
    enum dg_language language;
    struct dg_str zone;
    const struct dg_sent *sent; /* the receipt: all that left, also for the offer */
    size_t sent_count;
    struct dg_receipt receipt; /* end NONE: nothing is known yet */
    bool has_problem;
    struct dg_problem problem;
    int64_t created_s, updated_s; /* UTC */
    int64_t sent_ms; /* wall clock: when the provider was first called */
    int64_t due_ms; /* wall clock: until then the server that moved it last is at work on it */
    uint64_t version; /* of the record; 0: not in the store */
};

const char *dg_action_state_name(enum dg_action_state state); /* "offered", … */

/* The action as `card` offers it: not in the store yet. */
void dg_action_offer(struct dg_action *out, const struct dg_drag *drag, const struct dg_drag_task *task,
        const struct dg_card *card, int64_t now_s);
/* Moves it; the move must be one of the allowed. The server that stores the move is at work on it for `work_ms`. */
void dg_action_move(struct dg_action *action, enum dg_action_state to, uint32_t work_ms);
bool dg_action_may(const struct dg_action *action, enum dg_action_state to);
/* Whether nothing more will happen to it by itself. */
bool dg_action_settled(const struct dg_action *action);
/* Whether it waits for somebody to ask the provider: not settled, and nobody is at work on it. */
bool dg_action_is_stale(const struct dg_action *action);

/* Puts what an errand sent behind the receipt. False: the arena is full. */
bool dg_action_add_sent(struct dg_action *action, const struct dg_sent *sent, size_t count, struct dg_arena *arena);
/* Notes why it stands where it stands; NULL: there is no problem any more. */
void dg_action_set_problem(struct dg_action *action, const struct dg_problem *problem);

/* ---- record_action.c --------------------------------------------------------------------------------------------- */

struct dg_str dg_action_record(const struct dg_action *action, struct dg_arena *arena);
/* False where it is no such record, or the arena is full. */
bool dg_action_read(struct dg_action *out, const struct dg_action_id *id, const struct dg_record *record,
        const struct dg_app *app, struct dg_arena *arena);

#endif
