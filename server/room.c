#include "server/room.h"

#include "server/caller.h"
#include "server/clock.h"
#include "server/ledger.h"

#include <stdlib.h>

/* Of many lanes that write one ledger at once, one gets through each time; who has tried that often is told to come again. */
enum { TRIES_MAX = 100 };

#define LEDGER_FIELD "ledger"

/* ---- one session ------------------------------------------------------------------------------------------- */

struct dg_load dg_load_of(const struct dg_talk *talk)
{
    struct dg_load load = { .drags = 1, .messages = (unsigned)talk->count };
    for (size_t i = 0; i < talk->count; i++)
        load.bytes += talk->messages[i].text.len;
    return load;
}

enum dg_status dg_room_in_session(
        struct dg_session *session, const struct dg_load *load, const struct dg_config *limits, struct dg_problem *why)
{
    const char *full = NULL;
    uint64_t limit = 0;
    if (session->drags + load->drags > (limit = limits->session_drags))
        full = "drags";
    else if (session->messages + load->messages > (limit = limits->session_messages))
        full = "messages";
    else if (session->bytes + load->bytes > (limit = limits->session_kib) * 1024)
        full = "KiB of text";
    if (full)
        return dg_problem_set(why, DG_TOO_BIG, "/session_id", "a session holds %llu %s at most: begin another",
                (unsigned long long)limit, full);
    session->drags += load->drags;
    session->messages += load->messages;
    session->bytes += load->bytes;
    return DG_OK;
}

/* ---- the ledger of one caller ------------------------------------------------------------------------------ */

/* One who takes or gives back; in his request's arena until he is told. */
struct entry {
    struct entry *next;
    struct dg_arena *arena;
    int64_t at_s;
    struct dg_load load;
    bool gives_back;
    enum dg_status status;
    struct dg_problem why;
    dg_session_then *then;
    void *owner;
};

/* What one lane has to write into the ledger of one caller: all that came while it was at work is written together. It writes
 * against the version that it has read, so nobody's figures are lost and no limit is passed, however many begin at once. */
struct dg_ledger_batch {
    struct dg_ledger_batch *next; /* of the lane's */
    struct dg_lane *lane;
    char group[48];
    struct entry *at_work; /* what is being written */
    struct entry *waiting, **last;
    unsigned tries;
};

static bool has_limit(const struct dg_config *config)
{
    return dg_caller_is_asked(config) && (config->caller_sessions || config->caller_mib);
}

enum { AGAIN_S = 60 }; /* who keeps too much may look again: nobody knows when he will forget something */

/* ---- what an entry does to it ------------------------------------------------------------------------------- */

static enum dg_status check(const struct dg_ledger *ledger, struct entry *e, const struct dg_config *config)
{
    int64_t sessions, bytes;
    dg_ledger_sum(ledger, &sessions, &bytes);
    sessions += e->load.sessions;
    bytes += (int64_t)e->load.bytes;
    if (config->caller_sessions && e->load.sessions && sessions > config->caller_sessions)
        dg_problem_set(&e->why, DG_TOO_MANY, "", "you keep %u sessions, the most there may be: forget some",
                (unsigned)config->caller_sessions);
    else if (config->caller_mib && bytes > (int64_t)config->caller_mib * 1024 * 1024)
        dg_problem_set(&e->why, DG_TOO_MANY, "", "you keep %u MiB of text, the most there may be: forget sessions",
                (unsigned)config->caller_mib);
    else
        return DG_OK;
    e->why.again_s = AGAIN_S;
    return DG_TOO_MANY;
}

/* Whether it changed anything. */
static bool enter(struct dg_ledger *ledger, struct entry *e, const struct dg_config *config)
{
    if (e->gives_back) {
        dg_ledger_take_off(ledger, e->at_s, e->load.sessions, (int64_t)e->load.bytes);
        return true;
    }
    e->status = check(ledger, e, config);
    if (e->status == DG_OK)
        dg_ledger_add(ledger, e->at_s, e->load.sessions, (int64_t)e->load.bytes);
    return e->status == DG_OK;
}

/* ---- a batch ------------------------------------------------------------------------------------------------ */

static void work(struct dg_ledger_batch *batch);

static void batch_destroy(struct dg_ledger_batch *batch)
{
    struct dg_ledger_batch **at = &batch->lane->ledgers;
    while (*at != batch)
        at = &(*at)->next;
    *at = batch->next;
    free(batch);
}

/* Whoever is told may have more for it. */
static void tell_all(struct dg_ledger_batch *batch)
{
    struct entry *first = batch->at_work;
    for (struct entry *e = first, *next; e; e = next) {
        next = e->next;
        e->then(e->owner, e->status, &e->why);
    }
    batch->at_work = NULL;
    if (batch->waiting)
        work(batch);
    else
        batch_destroy(batch);
}

/* What is given back cannot fail: it runs out by itself. */
static void fail_all(struct dg_ledger_batch *batch, enum dg_status status)
{
    for (struct entry *e = batch->at_work; e; e = e->next)
        if (!e->gives_back && e->status == DG_OK)
            e->status = dg_store_problem(&e->why, status, "session");
    tell_all(batch);
}

/* While the store takes nothing no ledger is kept: the shelter's bounds hold for all callers, and the rates for each. */
static void go_on_or_fail(struct dg_ledger_batch *batch, enum dg_status status)
{
    bool is_away = status == DG_UNAVAILABLE || status == DG_FULL;
    if (is_away && batch->lane->app->shelter)
        tell_all(batch);
    else
        fail_all(batch, status);
}

static void look_up(struct dg_ledger_batch *batch);

static void written(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct dg_ledger_batch *batch = owner;
    (void)records, (void)count;
    if (status == DG_OK)
        tell_all(batch);
    else if (status == DG_CONFLICT && ++batch->tries < TRIES_MAX)
        look_up(batch); /* somebody else was faster */
    else if (status == DG_CONFLICT)
        fail_all(batch, DG_UNAVAILABLE);
    else
        go_on_or_fail(batch, status);
}

/* Of a caller who keeps nothing any more nothing is kept: his ledger, which says so, goes after a second. */
static void write_ledger(struct dg_ledger_batch *batch, const struct dg_ledger *ledger, uint64_t version)
{
    struct dg_store *store = batch->lane->store;
    struct dg_arena *arena = batch->at_work->arena;
    struct dg_mark mark = dg_arena_mark(arena);
    int64_t sessions, bytes;
    dg_ledger_sum(ledger, &sessions, &bytes);
    bool any = sessions > 0 || bytes > 0;
    const struct dg_store_put put = { dg_str_of(LEDGER_FIELD), dg_ledger_print(ledger, arena), version };
    uint32_t life_s = any ? dg_ledger_life_s(batch->lane->app->config->session_ttl_s) : 1;
    bool printed = put.value.len > 0;
    if (printed)
        store->ops->put(store, dg_str_of(batch->group), &put, 1, life_s, written, batch);
    dg_arena_undo(arena, mark);
    if (!printed)
        fail_all(batch, DG_TOO_BIG);
}

static void came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct dg_ledger_batch *batch = owner;
    const struct dg_config *config = batch->lane->app->config;
    struct dg_ledger ledger;
    bool changed = false;
    if (status != DG_OK || count != 1) {
        go_on_or_fail(batch, status == DG_OK ? DG_UNAVAILABLE : status);
        return;
    }
    dg_ledger_read(&ledger, &records[0], config->session_ttl_s, dg_clock_s());
    for (struct entry *e = batch->at_work; e; e = e->next)
        changed = enter(&ledger, e, config) || changed;
    if (changed && (ledger.count || records[0].version))
        write_ledger(batch, &ledger, records[0].version);
    else
        tell_all(batch);
}

static void look_up(struct dg_ledger_batch *batch)
{
    const struct dg_str field = dg_str_of(LEDGER_FIELD);
    struct dg_store *store = batch->lane->store;
    store->ops->get(store, dg_str_of(batch->group), &field, 1, came, batch);
}

static void work(struct dg_ledger_batch *batch)
{
    batch->at_work = batch->waiting;
    batch->waiting = NULL;
    batch->last = &batch->waiting;
    batch->tries = 0;
    look_up(batch);
}

/* The caller's name is not for the store's keys: it may be longer than they are. */
static struct dg_ledger_batch *batch_of(struct dg_lane *lane, struct dg_str caller)
{
    struct dg_ledger_batch *batch = calloc(1, sizeof *batch);
    char digest[33];
    if (!batch)
        return NULL;
    dg_digest(digest, caller);
    *batch = (struct dg_ledger_batch){ .lane = lane };
    batch->last = &batch->waiting;
    snprintf(batch->group, sizeof batch->group, "caller/%s", digest);
    for (struct dg_ledger_batch *b = lane->ledgers; b; b = b->next) {
        if (strcmp(b->group, batch->group) != 0)
            continue;
        free(batch);
        return b;
    }
    batch->next = lane->ledgers;
    return lane->ledgers = batch;
}

static void wait_in_batch(struct dg_lane *lane, struct dg_str caller, struct entry *e)
{
    struct dg_ledger_batch *batch = batch_of(lane, caller);
    if (!batch) {
        if (!e->gives_back)
            e->status = dg_problem_set(&e->why, DG_UNAVAILABLE, "", "out of memory");
        e->then(e->owner, e->status, &e->why);
        return;
    }
    *batch->last = e;
    batch->last = &e->next;
    if (!batch->at_work)
        work(batch);
}

/* ---- taking and giving back -------------------------------------------------------------------------------- */

void dg_room_take(struct dg_lane *lane, struct dg_arena *arena, struct dg_str caller, const struct dg_load *load,
        dg_session_then *then, void *owner)
{
    struct dg_problem why = { 0 };
    struct entry *e = has_limit(lane->app->config) ? dg_arena_alloc(arena, sizeof *e) : NULL;
    if (e) {
        *e = (struct entry){ .arena = arena, .at_s = dg_clock_s(), .load = *load, .then = then, .owner = owner };
        wait_in_batch(lane, caller, e);
    } else if (has_limit(lane->app->config)) {
        then(owner, dg_problem_no_memory(&why), &why);
    } else {
        then(owner, DG_OK, &why);
    }
}

void dg_room_give_back(struct dg_lane *lane, struct dg_arena *arena, struct dg_str caller, int64_t created_s,
        const struct dg_load *load, dg_session_then *then, void *owner)
{
    const struct dg_problem none = { 0 };
    struct entry *e = has_limit(lane->app->config) ? dg_arena_alloc(arena, sizeof *e) : NULL;
    if (!e) {
        then(owner, DG_OK, &none);
        return;
    }
    *e = (struct entry){
        .arena = arena, .at_s = created_s, .load = *load, .gives_back = true, .then = then, .owner = owner
    };
    wait_in_batch(lane, caller, e);
}
