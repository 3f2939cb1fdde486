/* How much may be kept: of one session by its own record, of one caller by a ledger of what began in the last session_ttl.
 * What a limit refuses is named in the problem: which limit, and what to do about it. Nothing is kept here but in the store.
 * On the lane's thread. */
#ifndef DG_ROOM_H
#define DG_ROOM_H

#include "server/app.h"
#include "server/session.h"

/* What is about to be added to what is kept. */
struct dg_load {
    unsigned sessions, drags, messages;
    size_t bytes; /* of text */
};

/* What a drag with this talk weighs, beside a session that may begin with it. */
struct dg_load dg_load_of(const struct dg_talk *talk);

/* Adds the load to the session's own figures. DG_OK | DG_TOO_BIG: it is full, and its figures are as they were. */
DG_MUST_USE enum dg_status dg_room_in_session(
        struct dg_session *session, const struct dg_load *load, const struct dg_config *limits, struct dg_problem *why);

/* Adds the load to what the caller keeps, in the store. `then` is called once, perhaps before this returns: DG_OK |
 * DG_TOO_MANY (he keeps as much as he may) | DG_UNAVAILABLE (too many servers write his ledger at this moment) | what the store
 * answered; but where that is away and new sessions find shelter (shelter.h) DG_OK, and nothing is counted. Callers that need
 * not say who they are have no such limit. However many begin at once, on however many servers, the limit is not passed; what
 * was taken for a drag that then could not be stored counts until it runs out. */
void dg_room_take(struct dg_lane *lane, struct dg_arena *arena, struct dg_str caller, const struct dg_load *load,
        dg_session_then *then, void *owner);
/* Gives back what a session took that began at `created_s` (UTC), then calls `then` once, perhaps before this returns. It
 * cannot fail: what is not given back runs out by itself. */
void dg_room_give_back(struct dg_lane *lane, struct dg_arena *arena, struct dg_str caller, int64_t created_s,
        const struct dg_load *load, dg_session_then *then, void *owner);

#endif
