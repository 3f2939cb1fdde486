#include "server/action.h"
#include "server/api.h"
#include "server/clock.h"
#include "server/reply.h"
#include "server/room.h"
#include "server/wire.h"
#include "server/wire_session.h"

/* One request about one session. */
struct visit {
    struct dg_lane *lane;
    struct dg_exchange *ex;
    struct dg_arena *arena;
    struct dg_session_id id;
    struct dg_session session;
    json_t *drags; /* owned until the reply */
    void (*then)(struct visit *v); /* what to do with the session, once it is known to be the caller's */
};

static void list(struct visit *v, const char *prefix, dg_store_done *done)
{
    struct dg_store *store = v->lane->store;
    store->ops->list(store, dg_str_of(v->id.text), dg_str_of(prefix), done, v);
}

static bool failed(struct visit *v, enum dg_status status)
{
    struct dg_problem why;
    if (status == DG_OK)
        return false;
    json_decref(v->drags);
    dg_store_problem(&why, status, "session");
    dg_exchange_problem(v->ex, &why);
    return true;
}

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

static void actions_came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct visit *v = owner;
    if (failed(v, status))
        return;
    json_t *actions = dg_wire_session_actions(&v->id, records, count);
    dg_reply_json(v->ex, 200, dg_wire_session(&v->id, &v->session, v->drags, actions, v->arena));
}

static void drags_came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct visit *v = owner;
    if (failed(v, status))
        return;
    v->drags = dg_wire_session_drags(&v->id, records, count, v->arena);
    list(v, "action/", actions_came);
}

static void read_drags(struct visit *v)
{
    list(v, "index/", drags_came);
}

/* ---- exporting ---------------------------------------------------------------------------------------------------------- */

static void all_came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct visit *v = owner;
    if (failed(v, status))
        return;
    struct dg_str text =
            dg_wire_print_taken(v->arena, dg_wire_session_export(&v->id, dg_clock_s(), records, count, v->arena));
    if (!text.len) {
        dg_reply_problem(v->ex, DG_TOO_BIG, "the session holds more than one answer can");
        return;
    }
    dg_exchange_set(v->ex, "Content-Disposition", dg_str_of("attachment; filename=\"session.json\""));
    dg_exchange_reply(v->ex, 200, "application/json", text);
}

static void read_all(struct visit *v)
{
    list(v, "", all_came);
}

/* ---- forgetting ---------------------------------------------------------------------------------------------------------- */

static void room_given_back(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct visit *v = owner;
    (void)status, (void)why;
    dg_exchange_reply(v->ex, 204, NULL, (struct dg_str){ "", 0 });
}

static void forgotten(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct visit *v = owner;
    (void)records;
    (void)count;
    if (failed(v, status))
        return;
    const struct dg_load load = { .sessions = 1, .bytes = v->session.bytes };
    dg_room_give_back(v->lane, v->arena, v->session.caller, v->session.created_s, &load, room_given_back, v);
}

/* What may have been bought must not be forgotten before it is known. */
static bool is_under_way(const struct visit *v, const struct dg_record *record)
{
    static const struct dg_action_id nobody;
    struct dg_action action;
    return dg_action_read(&action, &nobody, record, v->lane->app, v->arena) && !dg_action_settled(&action);
}

static void actions_to_forget(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct visit *v = owner;
    if (failed(v, status))
        return;
    for (size_t i = 0; i < count; i++) {
        if (is_under_way(v, &records[i])) {
            dg_reply_problem(v->ex, DG_CONFLICT, "an action of this session is still under way");
            return;
        }
    }
    v->lane->store->ops->forget(v->lane->store, dg_str_of(v->id.text), forgotten, v);
}

static void read_actions_to_forget(struct visit *v)
{
    list(v, "action/", actions_to_forget);
}

/* ---- both ----------------------------------------------------------------------------------------------------------------- */

static void session_came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    static const struct dg_record none;
    struct visit *v = owner;
    struct dg_problem why;
    if (failed(v, status))
        return;
    const struct dg_record *record = count ? &records[0] : &none;
    if (dg_session_read(&v->session, record, dg_exchange_caller(v->ex), v->arena, &why) == DG_OK)
        v->then(v);
    else
        dg_exchange_problem(v->ex, &why);
}

static void open_session(struct dg_lane *lane, struct dg_exchange *ex, void (*then)(struct visit *v))
{
    struct visit *v = dg_arena_alloc(dg_exchange_arena(ex), sizeof *v);
    if (!v) {
        dg_reply_problem(ex, DG_TOO_BIG, "needs more memory than a request may have");
        return;
    }
    *v = (struct visit){ .lane = lane, .ex = ex, .arena = dg_exchange_arena(ex), .then = then };
    if (!dg_session_id_read(&v->id, dg_exchange_param(ex, "id"))) {
        dg_reply_problem(ex, DG_NOT_FOUND, "no such session");
        return;
    }
    const struct dg_str field = dg_str_of(DG_SESSION_FIELD);
    lane->store->ops->get(lane->store, dg_str_of(v->id.text), &field, 1, session_came, v);
}

void dg_api_session_read(struct dg_lane *lane, struct dg_exchange *ex)
{
    open_session(lane, ex, read_drags);
}

void dg_api_session_export(struct dg_lane *lane, struct dg_exchange *ex)
{
    open_session(lane, ex, read_all);
}

void dg_api_session_forget(struct dg_lane *lane, struct dg_exchange *ex)
{
    open_session(lane, ex, read_actions_to_forget);
}
