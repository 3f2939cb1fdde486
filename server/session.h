/* A session: what one person's drags have in common, as the record that leads its group in the store.
 * A dg_session lives in an arena. No I/O here: whoever loads or stores it does so beside the records that change with it. */
#ifndef DG_SESSION_H
#define DG_SESSION_H

#include "server/correction.h"
#include "server/ids.h"
#include "server/store.h"

enum { DG_SESSION_RULES_MAX = 32 };

struct dg_session {
    struct dg_str caller;
    int64_t created_s, expires_s; /* UTC */
    unsigned drags, messages; /* begun in it; said in them */
    size_t bytes; /* of their text */
    struct dg_str last_drag; /* the id of the newest; empty: there was none */
    struct dg_fix *rules; /* what the person asked to be remembered */
    size_t rule_count;
    uint64_t version;
};

/* How what concerns a session ends; `why` lives until it returns. */
typedef void dg_session_then(void *owner, enum dg_status status, const struct dg_problem *why);

#define DG_SESSION_FIELD "session"

struct dg_str dg_session_record(const struct dg_session *session, struct dg_arena *arena);
/* DG_OK | DG_NOT_FOUND: there is none, or it is not `caller`'s | DG_INTERNAL: no such record. */
DG_MUST_USE enum dg_status dg_session_read(struct dg_session *out, const struct dg_record *record, struct dg_str caller,
        struct dg_arena *arena, struct dg_problem *why);
/* Remembers the fix as a rule: what was said with the same words means this. An older rule for the words is replaced.
 * False: there are too many. */
bool dg_session_remember(struct dg_session *session, const struct dg_fix *fix, struct dg_str from);

/* The problem for a failed call of the store; `what` names what is missing ("drag"). */
enum dg_status dg_store_problem(struct dg_problem *why, enum dg_status status, const char *what);

#endif
