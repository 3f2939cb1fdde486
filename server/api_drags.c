#include "server/action.h"
#include "server/api.h"
#include "server/clock.h"
#include "server/reply.h"
#include "server/room.h"
#include "server/wire.h"
#include "server/wire_drag.h"

enum { TRIES = 3 }; /* while somebody else changes the same drag */

/* One request about one drag. */
struct visit {
    struct dg_lane *lane;
    struct dg_exchange *ex;
    struct dg_arena *arena;
    struct dg_drag drag;
    struct dg_session session;
    struct dg_correction correction;
    struct dg_str from; /* the words corrected */
    size_t kept;
    unsigned tries;
    struct dg_drag_turn turn; /* while it changes the drag */
    struct dg_load growth; /* of the drag, by more text */
    uint64_t begun; /* actions of the session */
    struct dg_session *saved_session; /* stored with the drag, or NULL */
    dg_drag_then *saved; /* what comes after that */
};

static struct visit *visit_make(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct dg_arena *arena = dg_exchange_arena(ex);
    struct visit *v = dg_arena_alloc(arena, sizeof *v);
    if (!v) {
        dg_reply_problem(ex, DG_TOO_BIG, "needs more memory than a request may have");
        return NULL;
    }
    *v = (struct visit){ .lane = lane, .ex = ex, .arena = arena };
    v->drag.caller = dg_exchange_caller(ex);
    return v;
}

/* A visit to the drag of the path; NULL when it was answered already. */
static struct visit *visit_drag(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct visit *v = visit_make(lane, ex);
    if (v && !dg_drag_id_read(&v->drag.id, dg_exchange_param(ex, "id"))) {
        dg_reply_problem(ex, DG_NOT_FOUND, "no such drag");
        return NULL;
    }
    return v;
}

static bool failed(struct visit *v, enum dg_status status, const struct dg_problem *why)
{
    if (status != DG_OK) {
        dg_drag_turn_give(&v->lane->turns, &v->turn);
        dg_correction_finish(&v->correction);
        dg_exchange_problem(v->ex, why);
    }
    return status != DG_OK;
}

/* ---- starting one ------------------------------------------------------------------------------------------------------- */

static void log_start(const struct visit *v)
{
    const struct dg_log_field fields[] = { DG_LOG_TEXT("drag", v->drag.id.text),
        DG_LOG_NUMBER("messages", v->drag.ask.talk.count), DG_LOG_NUMBER("targets", v->drag.targets.count),
        DG_LOG_NUMBER("asked", v->drag.task_count) };
    dg_log_event(&v->lane->app->log, DG_LOG_DRAG, "started", dg_exchange_request_id(v->ex), fields,
            sizeof fields / sizeof *fields);
}

static void started(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct visit *v = owner;
    if (failed(v, status, why))
        return;
    dg_metrics_add(v->lane->metrics, DG_METRIC_DRAGS, 1);
    log_start(v);
    dg_exchange_set(v->ex, "Location", dg_arena_print(v->arena, "/v1/drags/%s", v->drag.id.text));
    dg_reply_json(v->ex, 201, dg_wire_drag(&v->drag, dg_clock_s(), v->arena));
}

void dg_api_drag_start(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct visit *v = visit_make(lane, ex);
    if (!v)
        return;
    struct dg_problem why;
    struct dg_ask_means means = dg_lane_means(lane, v->arena);
    if (!failed(v, dg_ask_read_drag(&v->drag.ask, dg_exchange_body(ex), &means, &why), &why))
        dg_drag_start(lane, v->arena, &v->drag, started, v);
}

/* ---- reading one --------------------------------------------------------------------------------------------------------- */

static void read(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct visit *v = owner;
    if (!failed(v, status, why))
        dg_reply_json(v->ex, 200, dg_wire_drag(&v->drag, dg_clock_s(), v->arena));
}

void dg_api_drag_read(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct visit *v = visit_drag(lane, ex);
    if (v)
        dg_drag_load(lane, v->arena, &v->drag, read, v);
}

/* ---- the session of a drag ------------------------------------------------------------------------------------------------ */

enum { SESSION, BEGUN, SESSION_RECORDS };

static void get_session(struct visit *v, dg_store_done *then)
{
    const struct dg_str fields[SESSION_RECORDS] = { dg_str_of(DG_SESSION_FIELD), dg_str_of(DG_ACTIONS_FIELD) };
    struct dg_session_id id = dg_drag_session(&v->drag.id);
    v->lane->store->ops->get(v->lane->store, dg_str_of(id.text), fields, SESSION_RECORDS, then, v);
}

static enum dg_status read_session(
        struct visit *v, enum dg_status status, const struct dg_record *records, size_t count, struct dg_problem *why)
{
    if (status != DG_OK || count != SESSION_RECORDS)
        return dg_store_problem(why, status, "session");
    v->begun = records[BEGUN].version;
    return dg_session_read(&v->session, &records[SESSION], v->drag.caller, v->arena, why);
}

/* ---- a turn to change it -------------------------------------------------------------------------------------------------- */

/* Calls `mine` when whoever came before for the same drag has been answered, or has failed. */
static void take_turn(struct visit *v, void (*mine)(void *owner, bool yours))
{
    struct dg_problem why;
    if (!dg_drag_turn_take(&v->lane->turns, &v->turn, &v->drag.id, mine, v))
        failed(v, dg_problem_set(&why, DG_CONFLICT, "", "too many others are changing this drag"), &why);
}

static bool no_turn(struct visit *v, bool yours)
{
    struct dg_problem why;
    return !yours && failed(v, dg_problem_set(&why, DG_UNAVAILABLE, "", "stopping"), &why);
}

/* ---- more text ------------------------------------------------------------------------------------------------------------ */

static void load_to_extend(struct visit *v);

static void extended(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct visit *v = owner;
    if (status == DG_CONFLICT && ++v->tries < TRIES) {
        load_to_extend(v);
        return;
    }
    if (failed(v, status, why))
        return;
    dg_drag_turn_give(&v->lane->turns, &v->turn);
    json_t *body = dg_wire_drag(&v->drag, dg_clock_s(), v->arena);
    dg_wire_set(body, "kept", json_integer((json_int_t)v->kept));
    dg_reply_json(v->ex, 200, body);
}

/* A text that takes the place of another may be shorter: nothing is given back for that. */
static unsigned grown(size_t from, size_t to)
{
    return to > from ? (unsigned)(to - from) : 0;
}

static enum dg_status extend(struct visit *v, struct dg_problem *why)
{
    unsigned max_kib = v->lane->app->config->drag_kib;
    struct dg_ask_means means = dg_lane_means(v->lane, v->arena);
    struct dg_load before = dg_load_of(&v->drag.ask.talk);
    enum dg_status status = dg_ask_extend(&v->drag.ask, dg_exchange_body(v->ex), &means, why);
    struct dg_load after = dg_load_of(&v->drag.ask.talk);
    if (status == DG_OK && after.bytes > (size_t)max_kib * 1024)
        status = dg_problem_set(why, DG_TOO_BIG, "", "a drag holds %u KiB of text at most: begin another", max_kib);
    v->growth = (struct dg_load){ .messages = grown(before.messages, after.messages),
        .bytes = grown(before.bytes, after.bytes) };
    return status;
}

static void settled(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct visit *v = owner;
    if (status == DG_OK)
        dg_drag_save(v->lane, v->arena, &v->drag, v->saved_session, v->saved, v);
    else
        v->saved(v, status, why);
}

static void settle(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct visit *v = owner;
    if (status == DG_OK)
        dg_drag_settle(&v->drag, v->lane, v->arena, &v->kept, settled, v);
    else
        v->saved(v, status, why);
}

static void reread(struct visit *v)
{
    dg_drag_read(&v->drag, v->lane, v->arena, settle, v);
}

static void actions_came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct visit *v = owner;
    struct dg_drag *drag = &v->drag;
    if (status == DG_OK)
        drag->noted_count = dg_noted_take(drag->noted, records, count, v->lane->app, drag->caller, v->arena);
    reread(v);
}

/* Calendar entries that were confirmed meanwhile: of the drag, and of the plan that it goes on with. */
static void look_for_entries(struct visit *v)
{
    struct dg_session_id id = dg_drag_session(&v->drag.id);
    struct dg_str prefix = v->drag.memory.count ? dg_str_of("action/") : dg_actions_prefix(&v->drag.id, v->arena);
    v->lane->store->ops->list(v->lane->store, dg_str_of(id.text), prefix, actions_came, v);
}

/* Reads the changed drag again, finds its new places on the map, and stores it; `then` gets any failure too. */
static void replan(
        struct visit *v, enum dg_status status, struct dg_problem *why, struct dg_session *session, dg_drag_then *then)
{
    v->saved_session = session;
    v->saved = then;
    if (status != DG_OK)
        then(v, status, why);
    else if (v->begun)
        look_for_entries(v);
    else
        reread(v);
}

static void session_to_extend(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct visit *v = owner;
    struct dg_problem why;
    status = read_session(v, status, records, count, &why);
    if (status == DG_OK)
        status = dg_room_in_session(&v->session, &v->growth, v->lane->app->config, &why);
    replan(v, status, &why, &v->session, extended);
}

static void room_taken(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct visit *v = owner;
    if (!failed(v, status, why))
        get_session(v, session_to_extend);
}

/* The caller's room is taken once, however often the drag must be stored. */
static void loaded_to_extend(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct visit *v = owner;
    struct dg_problem mine;
    if (failed(v, status, why) || failed(v, extend(v, &mine), &mine))
        return;
    if (v->tries == 0)
        dg_room_take(v->lane, v->arena, v->drag.caller, &v->growth, room_taken, v);
    else
        get_session(v, session_to_extend);
}

static void load_to_extend(struct visit *v)
{
    dg_drag_load_unread(v->lane, v->arena, &v->drag, loaded_to_extend, v);
}

static void turn_to_extend(void *owner, bool yours)
{
    struct visit *v = owner;
    if (!no_turn(v, yours))
        load_to_extend(v);
}

void dg_api_drag_extend(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct visit *v = visit_drag(lane, ex);
    if (v)
        take_turn(v, turn_to_extend);
}

/* ---- hovering ------------------------------------------------------------------------------------------------------------ */

static void hovered(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct visit *v = owner;
    if (failed(v, status, why))
        return;
    const struct dg_target *target = dg_targets_find(&v->drag.targets, dg_exchange_param(v->ex, "target"));
    if (target)
        dg_reply_json(v->ex, 200, dg_wire_hover(&v->drag, target, v->arena));
    else
        dg_reply_problem(v->ex, DG_NOT_FOUND, "this drag has no such target");
}

void dg_api_drag_hover(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct visit *v = visit_drag(lane, ex);
    if (v)
        dg_drag_load(lane, v->arena, &v->drag, hovered, v);
}

/* ---- correcting ------------------------------------------------------------------------------------------------------------ */

static void load_to_correct(struct visit *v);

static void corrected(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct visit *v = owner;
    if (status == DG_CONFLICT && ++v->tries < TRIES) {
        load_to_correct(v);
        return;
    }
    if (failed(v, status, why))
        return;
    dg_drag_turn_give(&v->lane->turns, &v->turn);
    const struct dg_fix *fix = &v->correction.fix;
    json_t *body = dg_wire_drag(&v->drag, dg_clock_s(), v->arena);
    if (v->from.len)
        dg_wire_set(
                body, "rule", dg_wire_rule(fix, v->from, v->drag.reading->language, v->correction.remember, v->arena));
    dg_correction_finish(&v->correction);
    dg_reply_json(v->ex, 200, body);
}

static enum dg_status add_fix(struct visit *v, struct dg_problem *why)
{
    struct dg_drag *drag = &v->drag;
    enum dg_status status =
            dg_correction_aim(&v->correction, drag->reading, &drag->ask.ctx, &v->lane->app->lexicon, v->arena, why);
    if (status != DG_OK)
        return status;
    if (drag->fix_count == DG_FIXES_MAX)
        return dg_problem_set(why, DG_TOO_BIG, "", "this drag was corrected %d times already", DG_FIXES_MAX);
    drag->fixes[drag->fix_count++] = v->correction.fix;
    v->from = v->correction.old ? v->correction.old->text : (struct dg_str){ "", 0 };
    return DG_OK;
}

static void session_to_correct(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct visit *v = owner;
    struct dg_problem why;
    bool remembers = v->correction.remember && v->from.len;
    status = read_session(v, status, records, count, &why);
    if (status == DG_OK && remembers && !dg_session_remember(&v->session, &v->correction.fix, v->from))
        status = dg_problem_set(
                &why, DG_TOO_BIG, "/remember", "this session remembers %d rules already", DG_SESSION_RULES_MAX);
    replan(v, status, &why, remembers ? &v->session : NULL, corrected);
}

static void loaded_to_correct(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct visit *v = owner;
    struct dg_problem mine;
    if (failed(v, status, why))
        return;
    status = add_fix(v, &mine);
    if (status == DG_OK)
        get_session(v, session_to_correct);
    else
        corrected(v, status, &mine);
}

static void load_to_correct(struct visit *v)
{
    dg_drag_load(v->lane, v->arena, &v->drag, loaded_to_correct, v);
}

static void turn_to_correct(void *owner, bool yours)
{
    struct visit *v = owner;
    if (!no_turn(v, yours))
        load_to_correct(v);
}

void dg_api_drag_correct(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct visit *v = visit_drag(lane, ex);
    struct dg_problem why;
    if (v && !failed(v, dg_correction_read(&v->correction, dg_exchange_body(ex), v->arena, &why), &why))
        take_turn(v, turn_to_correct);
}
