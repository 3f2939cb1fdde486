#include "server/room.h"

#include "server/caller.h"
#include "server/clock.h"
#include "server/wire.h"

enum {
    SLOTS = 8, /* of one session_ttl: what is given back, or runs out, is known by its slot */
    SLOTS_MAX = 64,
};

#define LEDGER_FIELD "ledger"

/* What began in one part of the time. */
struct slot {
    int64_t from_s;
    int64_t sessions, bytes;
};

struct ledger {
    struct slot slots[SLOTS_MAX];
    size_t count;
};

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

/* His name is not for the store's keys: it may be longer than they are. */
static struct dg_str group_of(struct dg_arena *arena, struct dg_str caller)
{
    char digest[33];
    dg_digest(digest, caller);
    return dg_arena_print(arena, "caller/%s", digest);
}

static int64_t slot_length_s(const struct dg_config *config)
{
    return (config->session_ttl_s + SLOTS - 1) / SLOTS;
}

/* Leaves out what has run out. What cannot be read counts as nothing. */
static void read_ledger(struct ledger *out, const struct dg_record *record, int64_t dead_s)
{
    json_t *json = record->version ? json_loadb(record->value.at, record->value.len, 0, NULL) : NULL;
    out->count = 0;
    for (size_t i = 0; i < json_array_size(json) && out->count < SLOTS_MAX; i++) {
        const json_t *row = json_array_get(json, i);
        struct slot slot = { json_integer_value(json_array_get(row, 0)), json_integer_value(json_array_get(row, 1)),
            json_integer_value(json_array_get(row, 2)) };
        if (slot.from_s > dead_s && (slot.sessions > 0 || slot.bytes > 0))
            out->slots[out->count++] = slot;
    }
    json_decref(json);
}

/* New. */
static json_t *ledger_json(const struct ledger *ledger)
{
    json_t *out = json_array();
    for (size_t i = 0; i < ledger->count; i++) {
        const struct slot *slot = &ledger->slots[i];
        if (slot->sessions > 0 || slot->bytes > 0)
            json_array_append_new(out,
                    json_pack(
                            "[I,I,I]", (json_int_t)slot->from_s, (json_int_t)slot->sessions, (json_int_t)slot->bytes));
    }
    return out;
}

static struct slot *slot_at(struct ledger *ledger, int64_t at_s, int64_t length_s)
{
    int64_t from_s = at_s - at_s % length_s;
    for (size_t i = 0; i < ledger->count; i++) {
        if (ledger->slots[i].from_s == from_s)
            return &ledger->slots[i];
    }
    if (ledger->count == SLOTS_MAX)
        return &ledger->slots[SLOTS_MAX - 1];
    ledger->slots[ledger->count] = (struct slot){ .from_s = from_s };
    return &ledger->slots[ledger->count++];
}

/* ---- taking and giving back -------------------------------------------------------------------------------- */

struct booking {
    struct dg_lane *lane;
    struct dg_arena *arena; /* the request's */
    struct dg_str caller;
    int64_t at_s;
    struct dg_load load;
    dg_session_then *then;
    void *owner;
};

static bool has_limit(const struct dg_config *config)
{
    return dg_caller_is_asked(config) && (config->caller_sessions || config->caller_mib);
}

static void load_ledger(struct booking *b, struct ledger *out, const struct dg_record *record)
{
    const struct dg_config *config = b->lane->app->config;
    read_ledger(out, record, dg_clock_s() - config->session_ttl_s - slot_length_s(config));
}

static void store_ledger(struct booking *b, const struct ledger *ledger, dg_store_done *done, void *owner)
{
    const struct dg_config *config = b->lane->app->config;
    struct dg_store *store = b->lane->store;
    struct dg_str group = group_of(b->arena, b->caller);
    json_t *json = ledger_json(ledger);
    bool any = json_array_size(json) > 0;
    const struct dg_store_put put = { dg_str_of(LEDGER_FIELD), dg_wire_print_taken(b->arena, json), DG_VERSION_ANY };
    if (any && put.value.len)
        store->ops->put(store, group, &put, 1, config->session_ttl_s + (uint32_t)slot_length_s(config), done, owner);
    else
        store->ops->forget(store, group, done, owner);
}

static void look_up(struct booking *b, dg_store_done *done)
{
    const struct dg_str field = dg_str_of(LEDGER_FIELD);
    struct dg_store *store = b->lane->store;
    store->ops->get(store, group_of(b->arena, b->caller), &field, 1, done, b);
}

static enum dg_status check(const struct booking *b, const struct ledger *ledger, struct dg_problem *why)
{
    const struct dg_config *config = b->lane->app->config;
    int64_t sessions = b->load.sessions, bytes = (int64_t)b->load.bytes;
    for (size_t i = 0; i < ledger->count; i++) {
        sessions += ledger->slots[i].sessions;
        bytes += ledger->slots[i].bytes;
    }
    if (config->caller_sessions && b->load.sessions && sessions > config->caller_sessions)
        return dg_problem_set(why, DG_TOO_MANY, "", "you keep %u sessions, the most there may be: forget some",
                (unsigned)config->caller_sessions);
    if (config->caller_mib && bytes > (int64_t)config->caller_mib * 1024 * 1024)
        return dg_problem_set(why, DG_TOO_MANY, "", "you keep %u MiB of text, the most there may be: forget sessions",
                (unsigned)config->caller_mib);
    return DG_OK;
}

/* Nobody waits for the ledger's disk; one that could not be written lets a little more in. */
static void ignore(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    (void)owner, (void)status, (void)records, (void)count;
}

static void came_to_take(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct booking *b = owner;
    struct dg_problem why = { 0 };
    struct ledger ledger;
    if (status != DG_OK || count != 1)
        status = dg_store_problem(&why, status, "session");
    if (status == DG_OK) {
        load_ledger(b, &ledger, &records[0]);
        status = check(b, &ledger, &why);
    }
    if (status == DG_OK) {
        struct slot *slot = slot_at(&ledger, b->at_s, slot_length_s(b->lane->app->config));
        slot->sessions += b->load.sessions;
        slot->bytes += (int64_t)b->load.bytes;
        store_ledger(b, &ledger, ignore, NULL);
    }
    b->then(b->owner, status, &why);
}

void dg_room_take(struct dg_lane *lane, struct dg_arena *arena, struct dg_str caller, const struct dg_load *load,
        dg_session_then *then, void *owner)
{
    struct dg_problem why = { 0 };
    struct booking *b = has_limit(lane->app->config) ? dg_arena_alloc(arena, sizeof *b) : NULL;
    if (b) {
        *b = (struct booking){ lane, arena, caller, dg_clock_s(), *load, then, owner };
        look_up(b, came_to_take);
    } else if (has_limit(lane->app->config)) {
        then(owner, dg_problem_set(&why, DG_TOO_BIG, "", "needs more memory than a request may have"), &why);
    } else {
        then(owner, DG_OK, &why);
    }
}

/* Takes up to `what` off `from` and gives what is still to be taken off. */
static int64_t take_off(int64_t *from, int64_t what)
{
    int64_t taken = *from < what ? *from : what;
    *from -= taken;
    return what - taken;
}

/* What came to a session later stands in later slots. */
static void give_back(struct ledger *ledger, const struct booking *b)
{
    int64_t length_s = slot_length_s(b->lane->app->config);
    int64_t sessions = b->load.sessions, bytes = (int64_t)b->load.bytes;
    for (size_t i = 0; i < ledger->count; i++) {
        struct slot *slot = &ledger->slots[i];
        if (slot->from_s + length_s <= b->at_s)
            continue;
        sessions = take_off(&slot->sessions, sessions);
        bytes = take_off(&slot->bytes, bytes);
    }
}

static void given_back(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct booking *b = owner;
    const struct dg_problem none = { 0 };
    (void)status, (void)records, (void)count;
    b->then(b->owner, DG_OK, &none);
}

static void came_to_give_back(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct booking *b = owner;
    struct ledger ledger;
    if (status != DG_OK || count != 1 || !records[0].version) {
        given_back(b, DG_OK, NULL, 0);
        return;
    }
    load_ledger(b, &ledger, &records[0]);
    give_back(&ledger, b);
    store_ledger(b, &ledger, given_back, b);
}

void dg_room_give_back(struct dg_lane *lane, struct dg_arena *arena, struct dg_str caller, int64_t created_s,
        const struct dg_load *load, dg_session_then *then, void *owner)
{
    const struct dg_problem none = { 0 };
    struct booking *b = has_limit(lane->app->config) ? dg_arena_alloc(arena, sizeof *b) : NULL;
    if (!b) {
        then(owner, DG_OK, &none);
        return;
    }
    *b = (struct booking){ lane, arena, caller, created_s, *load, then, owner };
    look_up(b, came_to_give_back);
}
