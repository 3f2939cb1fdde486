/* A session as JSON: the sole owner of its field names. Each function gives a new json_t (NULL: out of memory).
 * Times are UTC: a session has no zone of its own. One thread at a time. */
#ifndef DG_WIRE_SESSION_H
#define DG_WIRE_SESSION_H

#include "server/session.h"

#include <jansson.h>

/* From the records "index/…" and "action/…" of the session's group. */
json_t *dg_wire_session_drags(
        const struct dg_session_id *id, const struct dg_record *records, size_t count, struct dg_arena *arena);
json_t *dg_wire_session_actions(const struct dg_session_id *id, const struct dg_record *records, size_t count);
/* Takes the references of `drags` and `actions`. */
json_t *dg_wire_session(const struct dg_session_id *id, const struct dg_session *session, json_t *drags,
        json_t *actions, struct dg_arena *arena);
/* All of a session's records, as they are kept. */
json_t *dg_wire_session_export(const struct dg_session_id *id, int64_t now_s, const struct dg_record *records,
        size_t count, struct dg_arena *arena);

#endif
