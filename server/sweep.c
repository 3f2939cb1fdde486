#include "server/sweep.h"

#include "server/action_run.h"
#include "server/clock.h"

#include <stdlib.h>

enum {
    SLOT_S = 600, /* of one group of notes */
    BACK_S = 86400, /* how far a start looks back */
    SETTLING_S = 60, /* a note whose action is not in the store yet may still get it */
    ARENA_BYTES = 32 << 20,
    TENDED_MAX = 100, /* a round; the others have their turn in the next */
};

/* A note is called by a hash of its action's id, and holds the id only while it is open: what is left of it once the session
 * has been forgotten leads nowhere. */
static const char closed_note[] = "closed";

struct dg_sweep {
    struct dg_lane *lane;
    struct dg_timer *timer;
    struct dg_arena *arena; /* of one round; NULL: none is under way */
    int64_t slot, last_slot; /* being looked at; the round's last */
    int64_t first_open; /* the next round's first: none before it has an open note */
    struct dg_action_id *ids; /* open notes of the slot */
    size_t count, at;
    unsigned tended;
};

/* ---- notes ------------------------------------------------------------------------------------------------------- */

static int64_t slot_of(int64_t utc_s)
{
    return utc_s / SLOT_S;
}

static void ignore(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    (void)owner;
    (void)status;
    (void)records;
    (void)count;
}

static void write_note(struct dg_lane *lane, const struct dg_action_id *id, int64_t slot, const char *text)
{
    char group[32], name[33];
    snprintf(group, sizeof group, "begun/%lld", (long long)slot);
    dg_digest(name, dg_str_of(id->text));
    const struct dg_store_put put = { dg_str_of(name), dg_str_of(text), DG_VERSION_ANY };
    struct dg_store *store = lane->store;
    store->ops->put(store, dg_str_of(group), &put, 1, lane->app->config->session_ttl_s, ignore, NULL);
}

int64_t dg_sweep_note(struct dg_lane *lane, const struct dg_action_id *id)
{
    int64_t now_s = dg_clock_s();
    write_note(lane, id, slot_of(now_s), id->text);
    return now_s;
}

void dg_sweep_close_note(struct dg_lane *lane, const struct dg_action_id *id, int64_t noted_s)
{
    write_note(lane, id, slot_of(noted_s), closed_note);
}

/* ---- one action -------------------------------------------------------------------------------------------------- */

static void look_at_slot(struct dg_sweep *s);
static void look_at_next(struct dg_sweep *s);

/* An adapter that cannot ask leaves the action unknown for good: there is nothing more to find out. */
static bool is_over(const struct dg_action *action)
{
    bool can_ask = action->plug && action->plug->adapter->check;
    return dg_action_settled(action) || (action->state == DG_ACTION_UNKNOWN && !can_ask);
}

/* Whether the note may be closed. */
static bool tend(struct dg_sweep *s, const struct dg_action_id *id, const struct dg_record *record)
{
    struct dg_action action;
    if (!record->version)
        return slot_of(dg_clock_s() - SETTLING_S) > s->slot;
    if (!dg_action_read(&action, id, record, s->lane->app, s->arena) || is_over(&action))
        return true;
    if (dg_action_is_stale(&action) && s->tended < TENDED_MAX) {
        s->tended++;
        dg_metrics_add(s->lane->metrics, DG_METRIC_SWEPT, 1);
        dg_action_tend(s->lane, &action);
    }
    return false;
}

static void end_round(struct dg_sweep *s)
{
    dg_arena_destroy(s->arena);
    s->arena = NULL;
}

static void came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct dg_sweep *s = owner;
    const struct dg_action_id *id = &s->ids[s->at++];
    if (status != DG_OK || count != 1) {
        end_round(s); /* the store is away, or the server ends */
        return;
    }
    struct dg_mark mark = dg_arena_mark(s->arena);
    if (tend(s, id, &records[0]))
        write_note(s->lane, id, s->slot, closed_note);
    else if (s->slot < s->first_open)
        s->first_open = s->slot;
    dg_arena_undo(s->arena, mark);
    look_at_next(s);
}

static void look_at_next(struct dg_sweep *s)
{
    if (s->at == s->count) {
        s->slot++;
        look_at_slot(s);
        return;
    }
    const struct dg_action_id *id = &s->ids[s->at];
    struct dg_drag_id drag = dg_action_drag(id);
    struct dg_session_id session = dg_drag_session(&drag);
    const struct dg_str field = dg_action_field(id, s->arena);
    struct dg_store *store = s->lane->store;
    store->ops->get(store, dg_str_of(session.text), &field, 1, came, s);
}

/* ---- one slot ---------------------------------------------------------------------------------------------------- */

static void listed(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct dg_sweep *s = owner;
    s->ids = status == DG_OK ? dg_arena_array(s->arena, count + 1, sizeof *s->ids) : NULL;
    s->count = s->at = 0;
    if (!s->ids) {
        end_round(s);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (dg_action_id_read(&s->ids[s->count], records[i].value))
            s->count++;
    }
    look_at_next(s);
}

static void look_at_slot(struct dg_sweep *s)
{
    if (s->slot > s->last_slot) {
        end_round(s);
        return;
    }
    char group[32];
    snprintf(group, sizeof group, "begun/%lld", (long long)s->slot);
    struct dg_store *store = s->lane->store;
    store->ops->list(store, dg_str_of(group), dg_str_of(""), listed, s);
}

/* ---- rounds ------------------------------------------------------------------------------------------------------ */

static void begin_round(void *owner)
{
    struct dg_sweep *s = owner;
    dg_timer_start(s->timer, DG_SWEEP_EVERY_MS, 0);
    if (s->arena || atomic_load(&s->lane->app->draining))
        return;
    s->arena = dg_arena_create(ARENA_BYTES);
    if (!s->arena)
        return;
    s->slot = s->first_open;
    s->last_slot = slot_of(dg_clock_s());
    s->first_open = s->last_slot - 1; /* unless an older note is still open */
    s->tended = 0;
    look_at_slot(s);
}

struct dg_sweep *dg_sweep_create(struct dg_lane *lane)
{
    struct dg_sweep *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->lane = lane;
    s->first_open = slot_of(dg_clock_s() - BACK_S);
    s->timer = dg_timer_create(lane->loop, begin_round, s);
    if (!s->timer) {
        free(s);
        return NULL;
    }
    dg_timer_start(s->timer, DG_SWEEP_FIRST_MS, 0);
    return s;
}

void dg_sweep_destroy(struct dg_sweep *s)
{
    if (!s)
        return;
    dg_timer_destroy(s->timer);
    dg_arena_destroy(s->arena);
    free(s);
}
