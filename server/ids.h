/* Ids of sessions, drags and actions. Each holds the id it belongs to, so that the store's group (the session) is known
 * from any of them and any server can find it: s + 22 characters, d + the session's 22 + 8, a + the drag's 30 + 2 (task and
 * offer). The characters are base62; the session's 22 carry 131 random bits: an id cannot be guessed. Plain values; any thread. */
#ifndef DG_IDS_H
#define DG_IDS_H

#include "intents/arena.h"

enum { DG_SESSION_ID_LEN = 23, DG_DRAG_ID_LEN = 31, DG_ACTION_ID_LEN = 33, DG_CARD_ID_LEN = 18, DG_ID_DIGITS = 62 };

struct dg_session_id {
    char text[DG_SESSION_ID_LEN + 1];
};

struct dg_drag_id {
    char text[DG_DRAG_ID_LEN + 1];
};

struct dg_action_id {
    char text[DG_ACTION_ID_LEN + 1];
};

struct dg_session_id dg_session_id_make(void);
struct dg_drag_id dg_drag_id_make(const struct dg_session_id *session);
/* `task` and `offer` are less than DG_ID_DIGITS. */
struct dg_action_id dg_action_id_make(const struct dg_drag_id *drag, unsigned task, unsigned offer);

/* False where `text` is no such id. */
bool dg_session_id_read(struct dg_session_id *out, struct dg_str text);
bool dg_drag_id_read(struct dg_drag_id *out, struct dg_str text);
bool dg_action_id_read(struct dg_action_id *out, struct dg_str text);

struct dg_session_id dg_drag_session(const struct dg_drag_id *drag);
struct dg_drag_id dg_action_drag(const struct dg_action_id *action);
unsigned dg_action_task(const struct dg_action_id *action);
unsigned dg_action_offer_number(const struct dg_action_id *action);

/* Names of records in the session's group, in the arena: "drag/…", "drag/…/t" (what task t brought), "index/…" (the drag's
 * line in the session), "action/…". Empty when the arena is full. */
struct dg_str dg_drag_field(const struct dg_drag_id *drag, struct dg_arena *arena);
struct dg_str dg_task_field(const struct dg_drag_id *drag, unsigned task, struct dg_arena *arena);
struct dg_str dg_index_field(const struct dg_drag_id *drag, struct dg_arena *arena);
struct dg_str dg_action_field(const struct dg_action_id *action, struct dg_arena *arena);
/* What the names of all actions of the drag begin with. */
struct dg_str dg_actions_prefix(const struct dg_drag_id *drag, struct dg_arena *arena);
/* The task's number in the name of a record; false where it is another kind of record. */
bool dg_task_of_field(struct dg_str field, unsigned *task);

/* A card's id: the same for the same text, whoever makes it. */
void dg_card_id_make(char out[DG_CARD_ID_LEN + 1], struct dg_str of);
/* Hex of a hash of `text` (BLAKE2b, 128 bits): tells whether two texts are the same without keeping them. */
void dg_digest(char out[33], struct dg_str text);

#endif
