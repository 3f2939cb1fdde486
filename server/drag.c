#include "server/drag.h"

#include "server/action.h"
#include "server/clock.h"
#include "server/memory.h"
#include "server/prefetch.h"
#include "server/record_offer.h"
#include "server/room.h"
#include "server/session.h"

enum { TRIES = 5 }; /* two drags begun at once in one session */

struct work {
    struct dg_lane *lane;
    struct dg_arena *arena;
    struct dg_drag *drag;
    struct dg_session session;
    struct dg_session_id session_id;
    unsigned tries;
    bool unread; /* is to stay so */
    size_t kept; /* offers */
    struct dg_problem why;
    struct dg_prefetch prefetch;
    dg_drag_then *then;
    void *owner;
};

static struct work *work_make(
        struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, dg_drag_then *then, void *owner)
{
    struct work *w = dg_arena_alloc(arena, sizeof *w);
    if (!w) {
        struct dg_problem why;
        then(owner, dg_problem_no_memory(&why), &why);
        return NULL;
    }
    *w = (struct work){ .lane = lane, .arena = arena, .drag = drag, .then = then, .owner = owner };
    return w;
}

static void end(struct work *w, enum dg_status status)
{
    w->then(w->owner, status, &w->why);
}

static struct dg_str group_of(const struct work *w)
{
    return dg_str_of(w->session_id.text);
}

/* ---- storing a drag with its tasks ---------------------------------------------------------------------------------- */

static void prefetched(void *owner)
{
    end(owner, DG_OK);
}

static void stored(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct work *w = owner;
    if (status == DG_OK) {
        w->drag->version = count ? records[0].version : w->drag->version + 1;
        dg_prefetch_start(&w->prefetch, w->lane, w->drag, prefetched, w);
    } else {
        end(w, dg_store_problem(&w->why, status, "drag"));
    }
}

/* An empty record waits for each fresh task's answer. The answer only ever replaces that first version: two servers cannot
 * both write it, and what a session has forgotten does not come back. */
static size_t put_tasks(struct work *w, struct dg_store_put *puts, size_t count)
{
    for (size_t i = 0; i < w->drag->task_count; i++) {
        const struct dg_drag_task *task = &w->drag->tasks[i];
        if (!task->fresh)
            continue;
        puts[count++] = (struct dg_store_put){ dg_task_field(&w->drag->id, task->number, w->arena),
            dg_str_of("{\"state\":\"pending\"}"), DG_VERSION_NONE };
    }
    return count;
}

static void put_drag(struct work *w, const struct dg_session *session, dg_store_done *done)
{
    struct dg_store_put puts[DG_DRAG_TASKS_MAX + 3];
    struct dg_drag *drag = w->drag;
    uint32_t ttl_s = w->lane->app->config->session_ttl_s;
    size_t count = 0;
    puts[count++] =
            (struct dg_store_put){ dg_drag_field(&drag->id, w->arena), dg_drag_record(drag, w->arena), drag->version };
    puts[count++] =
            (struct dg_store_put){ dg_index_field(&drag->id, w->arena), dg_drag_index(drag, w->arena), DG_VERSION_ANY };
    if (session)
        puts[count++] = (struct dg_store_put){ dg_str_of(DG_SESSION_FIELD), dg_session_record(session, w->arena),
            session->version };
    count = put_tasks(w, puts, count);
    if (dg_arena_overflowed(w->arena)) {
        end(w, dg_problem_no_memory(&w->why));
        return;
    }
    w->lane->store->ops->put(w->lane->store, group_of(w), puts, count, ttl_s, done, w);
}

/* ---- beginning one --------------------------------------------------------------------------------------------------- */

static void read_session(struct work *w);

static void begun(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct work *w = owner;
    if (status == DG_CONFLICT && w->session.version && ++w->tries < TRIES)
        read_session(w);
    else
        stored(w, status, records, count);
}

static bool went_wrong(struct work *w, enum dg_status status, const struct dg_problem *why)
{
    if (status == DG_OK)
        return false;
    w->why = *why;
    end(w, status);
    return true;
}

static void settled(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct work *w = owner;
    if (!went_wrong(w, status, why))
        put_drag(w, &w->session, begun);
}

static void settle(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct work *w = owner;
    if (!went_wrong(w, status, why))
        dg_drag_settle(w->drag, w->lane, w->arena, &w->kept, settled, w);
}

/* Another plan with the same name has an entry of its own, and nothing to do with what was said before. */
static void talk_read(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct work *w = owner;
    struct dg_drag *drag = w->drag;
    bool alone = status == DG_OK && !drag->reading->goes_on, noted = drag->noted_count > 0;
    if (alone) {
        drag->memory = (struct dg_talk){ 0 };
        drag->noted_count = 0;
    }
    if (alone && noted)
        dg_drag_read(drag, w->lane, w->arena, settle, w);
    else
        settle(w, status, why);
}

static void begin(struct work *w)
{
    struct dg_drag *drag = w->drag;
    drag->id = dg_drag_id_make(&w->session_id);
    drag->revision = 1;
    drag->next_task = 0;
    drag->task_count = 0;
    drag->created_s = dg_clock_s();
    drag->expires_s = drag->created_s + w->lane->app->config->session_ttl_s;
    drag->fixes = w->session.rules;
    drag->fix_count = w->session.rule_count;
    w->session.last_drag = dg_arena_copy(w->arena, dg_str_of(drag->id.text));
    w->session.expires_s = drag->expires_s;
    const struct dg_load load = dg_load_of(&drag->ask.talk);
    enum dg_status status = dg_room_in_session(&w->session, &load, w->lane->app->config, &w->why);
    if (status == DG_OK)
        dg_drag_read(drag, w->lane, w->arena, talk_read, w);
    else
        end(w, status);
}

/* What its confirmed actions have put into a calendar, for a plan that goes on. */
static void actions_came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct work *w = owner;
    struct dg_drag *drag = w->drag;
    drag->noted_count =
            status == DG_OK ? dg_noted_take(drag->noted, records, count, w->lane->app, drag->caller, w->arena) : 0;
    begin(w);
}

enum { LAST, BEGUN, LAST_RECORDS };

/* The session's newest drag: what was said in it is remembered. One that cannot be read any more is forgotten. */
static void last_came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct work *w = owner;
    struct dg_problem why;
    struct dg_drag *last = dg_arena_alloc(w->arena, sizeof *last);
    w->drag->memory = (struct dg_talk){ 0 };
    bool there = last && status == DG_OK && count == LAST_RECORDS && records[LAST].version;
    if (there && dg_drag_record_read(last, &records[LAST], w->lane, w->arena, &why) == DG_OK)
        (void)dg_memory_take(w->drag, last, w->arena);
    if (w->drag->memory.count && records[BEGUN].version)
        w->lane->store->ops->list(w->lane->store, group_of(w), dg_str_of("action/"), actions_came, w);
    else
        begin(w);
}

static void remember(struct work *w)
{
    struct dg_drag_id last;
    if (!dg_drag_id_read(&last, w->session.last_drag)) {
        begin(w);
        return;
    }
    const struct dg_str fields[LAST_RECORDS] = { dg_drag_field(&last, w->arena), dg_str_of(DG_ACTIONS_FIELD) };
    w->lane->store->ops->get(w->lane->store, group_of(w), fields, LAST_RECORDS, last_came, w);
}

static void session_came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct work *w = owner;
    if (status != DG_OK || count != 1)
        status = dg_store_problem(&w->why, status, "session");
    else
        status = dg_session_read(&w->session, &records[0], w->drag->caller, w->arena, &w->why);
    if (status == DG_OK)
        remember(w);
    else
        end(w, status);
}

static void read_session(struct work *w)
{
    const struct dg_str field = dg_str_of(DG_SESSION_FIELD);
    w->lane->store->ops->get(w->lane->store, group_of(w), &field, 1, session_came, w);
}

static void room_taken(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct work *w = owner;
    if (status != DG_OK) {
        w->why = *why;
        end(w, status);
    } else if (w->drag->ask.session_id.len) {
        read_session(w);
    } else {
        w->session_id = dg_session_id_make();
        w->session = (struct dg_session){ .caller = w->drag->caller, .created_s = dg_clock_s() };
        begin(w);
    }
}

void dg_drag_start(struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, dg_drag_then *then, void *owner)
{
    struct work *w = work_make(lane, arena, drag, then, owner);
    if (!w)
        return;
    struct dg_load load = dg_load_of(&drag->ask.talk);
    load.sessions = drag->ask.session_id.len == 0;
    if (load.sessions || dg_session_id_read(&w->session_id, drag->ask.session_id))
        dg_room_take(lane, arena, drag->caller, &load, room_taken, w);
    else
        end(w, dg_store_problem(&w->why, DG_NOT_FOUND, "session"));
}

/* ---- loading one ----------------------------------------------------------------------------------------------------- */

static void read_answer(struct work *w, const struct dg_record *record)
{
    unsigned number;
    for (size_t i = 0; dg_task_of_field(record->field, &number) && i < w->drag->task_count; i++) {
        if (w->drag->tasks[i].number == number && w->drag->tasks[i].answer.state == DG_OFFERS_PENDING &&
                !dg_offers_read(&w->drag->tasks[i].answer, record->value, w->arena))
            w->drag->tasks[i].answer = dg_offers_failed("failed", "the answer cannot be read");
    }
}

static const struct dg_record *drag_record(struct work *w, const struct dg_record *records, size_t count)
{
    struct dg_str field = dg_drag_field(&w->drag->id, w->arena);
    for (size_t i = 0; i < count; i++) {
        if (records[i].version && dg_str_eq(records[i].field, field))
            return &records[i];
    }
    return NULL;
}

static void said_read(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct work *w = owner;
    if (went_wrong(w, status, why))
        return;
    if (!dg_drag_answer(w->drag, w->arena))
        status = dg_problem_no_memory(&w->why);
    end(w, status);
}

static enum dg_status read_records(struct work *w, const struct dg_record *records, size_t count)
{
    struct dg_str caller = w->drag->caller;
    const struct dg_record *record = drag_record(w, records, count);
    if (!record)
        return dg_store_problem(&w->why, DG_NOT_FOUND, "drag");
    enum dg_status status = dg_drag_record_read(w->drag, record, w->lane, w->arena, &w->why);
    if (status != DG_OK)
        return status;
    if (!dg_str_eq(w->drag->caller, caller))
        return dg_store_problem(&w->why, DG_NOT_FOUND, "drag");
    for (size_t i = 0; i < count; i++)
        read_answer(w, &records[i]);
    return DG_OK;
}

static void loaded(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct work *w = owner;
    status = status == DG_OK ? read_records(w, records, count) : dg_store_problem(&w->why, status, "drag");
    if (status == DG_OK && !w->unread)
        dg_drag_read(w->drag, w->lane, w->arena, said_read, w);
    else
        end(w, status);
}

static void load(struct work *w)
{
    w->session_id = dg_drag_session(&w->drag->id);
    w->lane->store->ops->list(w->lane->store, group_of(w), dg_drag_field(&w->drag->id, w->arena), loaded, w);
}

void dg_drag_load(struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, dg_drag_then *then, void *owner)
{
    struct work *w = work_make(lane, arena, drag, then, owner);
    if (w)
        load(w);
}

void dg_drag_load_unread(
        struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, dg_drag_then *then, void *owner)
{
    struct work *w = work_make(lane, arena, drag, then, owner);
    if (!w)
        return;
    w->unread = true;
    load(w);
}

static void refreshed(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct work *w = owner;
    if (status == DG_OK && !drag_record(w, records, count))
        status = DG_NOT_FOUND;
    if (status != DG_OK)
        dg_store_problem(&w->why, status, "drag");
    for (size_t i = 0; status == DG_OK && i < count; i++)
        read_answer(w, &records[i]);
    dg_drag_take_answers(w->drag);
    end(w, status);
}

void dg_drag_refresh(
        struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, dg_drag_then *then, void *owner)
{
    struct work *w = work_make(lane, arena, drag, then, owner);
    if (!w)
        return;
    w->session_id = dg_drag_session(&drag->id);
    lane->store->ops->list(lane->store, group_of(w), dg_drag_field(&drag->id, arena), refreshed, w);
}

/* ---- and storing it again -------------------------------------------------------------------------------------------- */

void dg_drag_save(struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, struct dg_session *session,
        dg_drag_then *then, void *owner)
{
    struct work *w = work_make(lane, arena, drag, then, owner);
    if (!w)
        return;
    w->session_id = dg_drag_session(&drag->id);
    drag->revision++;
    drag->expires_s = dg_clock_s() + lane->app->config->session_ttl_s;
    put_drag(w, session, stored);
}
