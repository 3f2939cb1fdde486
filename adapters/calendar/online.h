/* Calendars behind a JSON API with OAuth 2.0 refresh tokens: what Google Calendar and Microsoft Graph have in common.
 * online.c looks and offers, online_change.c writes, sees and takes back; a dialect says how one provider wants them written.
 * All lives in the task's arena; any thread. */
#ifndef DG_ONLINE_H
#define DG_ONLINE_H

#include "adapters/calendar/agenda.h"

#include <jansson.h>

enum { ONLINE_ITEMS_MAX = 16 };

/* One entry in the time looked at. */
struct online_item {
    struct dg_busy busy;
    struct dg_str id, etag;
    bool free; /* marked as free time: it clashes with nothing */
    bool removed; /* only its id is left */
};

struct online_dialect {
    const char *token_path, *scope; /* of the authorization server */
    const char *prefer; /* a Prefer header for all requests, or NULL */
    /* path and query of the entries in [from, to), repetitions unfolded */
    struct dg_str (*look)(const struct dg_task *task, struct dg_instant from, struct dg_instant to);
    /* the entries of an answer to that, and an entry; false where it is none */
    const json_t *(*list)(const json_t *answer);
    bool (*read)(struct online_item *out, const struct dg_task *task, const json_t *entry);
    /* the body of a new entry without its key; new reference, NULL: it cannot be written there */
    json_t *(*write)(const struct dg_task *task, const struct dg_event *event);
    /* makes the body's key out of the task's, by which the entry is found again */
    void (*sign)(const struct dg_task *task, json_t *entry);
    /* path of all entries, of one, and the path that finds what was signed with the task's key */
    struct dg_str (*entries)(const struct dg_task *task);
    struct dg_str (*entry)(const struct dg_task *task, struct dg_str id);
    struct dg_str (*find)(const struct dg_task *task);
    /* {"start", "end"} of a move; new reference */
    json_t *(*times)(const struct dg_task *task, const struct dg_busy *at);
};

enum online_stage {
    ONLINE_TOKEN,
    ONLINE_LOOKING,
    ONLINE_CREATING,
    ONLINE_FINDING, /* what was signed with our key */
    ONLINE_CHANGING,
    ONLINE_SEEING, /* the entry after a change without an answer */
    ONLINE_RESTORING,
};

enum online_job { ONLINE_CREATE, ONLINE_QUERY, ONLINE_UPDATE, ONLINE_CANCEL };

struct online {
    const struct online_dialect *dialect;
    enum online_stage stage, after_token;
    enum online_job job;
    struct dg_str authorization;
    struct dg_str link; /* that goes into the entry; may be empty */
    struct dg_str title, fields; /* of the entry to be made or changed */
    struct dg_str entry; /* of create: the body, without a key */
    struct dg_time new_time;
    struct dg_instant from, to;
    struct online_item items[ONLINE_ITEMS_MAX];
    size_t item_count;
    struct dg_str id, etag; /* of the entry at work on */
    struct dg_str was, becomes; /* of a move: {"start", "end"}; becomes empty: it is removed */
    bool checks;
};

enum dg_turn online_ask(
        struct dg_task *task, const struct online_dialect *d, const struct dg_intent *intent, struct dg_request *next);
enum dg_turn online_hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);
enum dg_turn online_book(
        struct dg_task *task, const struct online_dialect *d, struct dg_str offer_state, struct dg_request *next);
enum dg_turn online_check(
        struct dg_task *task, const struct online_dialect *d, struct dg_str offer_state, struct dg_request *next);
enum dg_turn online_undo(
        struct dg_task *task, const struct online_dialect *d, struct dg_str receipt_state, struct dg_request *next);

/* ---- between online.c and online_change.c ----------------------------------------------------------------------- */

/* Steals `body`. */
enum dg_turn online_send(struct dg_task *task, struct dg_request *next, enum online_stage stage, const char *method,
        struct dg_str path, json_t *body);
/* The request for a token, and what comes after it. */
enum dg_turn online_send_token(struct dg_task *task, struct dg_request *next, enum online_stage then);
/* The first request of a change, a check or an undo, once the token is there; `reply` is that to the request for it. */
enum dg_turn online_begin_change(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);
enum dg_turn online_hear_change(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);

/* Who takes part and the address of a page, as the text of an entry: invitations are never sent. Empty where there is none. */
struct dg_str online_notes(const struct dg_task *task, const struct dg_event *event);

#endif
