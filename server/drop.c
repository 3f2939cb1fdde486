#include "server/drop.h"

#include "server/clock.h"
#include "server/events.h"
#include "server/patience.h"
#include "server/prefer.h"
#include "server/reply.h"
#include "server/wire_drag.h"

enum { TRIES = 3 }; /* to ask anew while others change the drag */

struct drop {
    struct dg_lane *lane;
    struct dg_exchange *ex;
    struct dg_arena *arena;
    struct dg_drag drag;
    struct dg_str target_name;
    struct dg_target *target; /* NULL until the drag is loaded */
    uint32_t wait_s;
    unsigned tries;
    bool streams;
    struct dg_events events;
    struct dg_patience *patience; /* NULL: not waiting */
};

/* ---- answering ---------------------------------------------------------------------------------------------------------- */

static void fail(struct drop *d, const struct dg_problem *why)
{
    dg_patience_destroy(d->patience);
    if (d->streams && d->target)
        dg_exchange_end(d->ex);
    else
        dg_exchange_problem(d->ex, why);
}

static void fail_with(struct drop *d, enum dg_status status, const char *detail)
{
    struct dg_problem why;
    dg_problem_set(&why, status, "", "%s", detail);
    fail(d, &why);
}

static void answer_json(struct drop *d, const struct dg_silences *silences)
{
    struct dg_cards cards;
    if (!dg_cards_of_target(&cards, d->lane, &d->drag, d->target, dg_clock_s(), d->arena)) {
        fail_with(d, DG_TOO_BIG, "needs more memory than a request may have");
        return;
    }
    dg_exchange_set(d->ex, "Preference-Applied", dg_arena_print(d->arena, "wait=%u", d->wait_s));
    dg_reply_json(d->ex, 200, dg_wire_drop(&d->drag, d->target, &cards, silences, d->arena));
}

static void answer(struct drop *d)
{
    struct dg_silences silences;
    dg_metrics_add(d->lane->metrics, DG_METRIC_DROPS, 1);
    if (!dg_silences_of_target(&silences, d->target, dg_clock_s(), d->arena))
        fail_with(d, DG_TOO_BIG, "needs more memory than a request may have");
    else if (d->streams)
        dg_events_end(&d->events, &silences, dg_target_complete(d->target), d->arena);
    else
        answer_json(d, &silences);
}

/* ---- streaming ---------------------------------------------------------------------------------------------------------- */

/* Sends the cards of `count` routes as one part, in order. */
static void stream_part(struct drop *d, unsigned part, struct dg_route *routes, size_t count)
{
    struct dg_cards cards;
    const struct dg_target some = { d->target->intent, routes, count };
    if (dg_events_has(&d->events, part))
        return;
    if (dg_cards_of_target(&cards, d->lane, &d->drag, &some, dg_clock_s(), d->arena))
        dg_events_cards(&d->events, part, &cards, d->arena);
}

/* The links of all adapters are one part: they are there from the start. */
static void stream_links(struct drop *d)
{
    struct dg_route *links = dg_arena_array(d->arena, d->target->route_count + 1, sizeof *links);
    size_t count = 0;
    for (size_t i = 0; links && i < d->target->route_count; i++) {
        if (!d->target->routes[i].task)
            links[count++] = d->target->routes[i];
    }
    stream_part(d, DG_EVENTS_LINKS, links, count);
}

static void stream_new(struct drop *d)
{
    stream_links(d);
    for (size_t i = 0; i < d->target->route_count; i++) {
        struct dg_route *route = &d->target->routes[i];
        if (route->task && route->answer.state != DG_OFFERS_PENDING)
            stream_part(d, route->task->number, route, 1);
    }
}

/* ---- waiting ------------------------------------------------------------------------------------------------------------- */

static void refreshed(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct drop *d = owner;
    dg_patience_end_look(d->patience);
    if (status == DG_NOT_FOUND) { /* forgotten meanwhile: not even its links are told any more */
        fail(d, why);
        return;
    }
    if (status == DG_OK && d->streams)
        stream_new(d);
    if (!dg_target_complete(d->target) && !dg_patience_is_over(d->patience))
        return; /* also when the store is away for a moment */
    dg_patience_destroy(d->patience);
    answer(d);
}

static void look(void *owner)
{
    struct drop *d = owner;
    dg_patience_begin_look(d->patience);
    dg_drag_refresh(d->lane, d->arena, &d->drag, refreshed, d);
}

static void wait_or_answer(struct drop *d)
{
    if (d->streams) {
        dg_events_begin(&d->events, d->ex, dg_exchange_header(d->ex, "Last-Event-ID"));
        stream_new(d);
    }
    if (dg_target_complete(d->target) || d->wait_s == 0) {
        answer(d);
        return;
    }
    struct dg_session_id session = dg_drag_session(&d->drag.id);
    d->patience = dg_patience_create(d->lane, d->ex, dg_str_of(session.text), d->wait_s * 1000, look, d);
    if (d->patience)
        look(d); /* something may have come between the load and the watch */
    else
        answer(d);
}

/* ---- beginning ----------------------------------------------------------------------------------------------------------- */

static void loaded(void *owner, enum dg_status status, const struct dg_problem *why);

static void asked_again(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct drop *d = owner;
    if (status == DG_CONFLICT && ++d->tries < TRIES)
        dg_drag_load(d->lane, d->arena, &d->drag, loaded, d);
    else if (status != DG_OK)
        fail(d, why);
    else
        wait_or_answer(d);
}

/* Offers that have all expired, or that a server which is no more was to bring, are asked for anew. */
static bool needs_asking(const struct dg_target *target)
{
    for (size_t i = 0; i < target->route_count; i++) {
        const struct dg_route *route = &target->routes[i];
        if (route->task && !dg_drag_task_holds(route->task) && route->task->answer.state != DG_OFFERS_FAILED)
            return true;
    }
    return false;
}

static void loaded(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct drop *d = owner;
    size_t kept;
    if (status != DG_OK) {
        fail(d, why);
        return;
    }
    struct dg_target *target = dg_targets_find(&d->drag.targets, d->target_name);
    if (!target) {
        fail_with(d, DG_NOT_FOUND, "this drag has no such target");
        return;
    }
    d->target = target;
    if (!needs_asking(target))
        wait_or_answer(d);
    else if (dg_drag_plan(&d->drag, d->arena, &kept))
        dg_drag_save(d->lane, d->arena, &d->drag, NULL, asked_again, d);
    else
        fail_with(d, DG_TOO_BIG, "needs more memory than a request may have");
}

static void key_known(void *owner, enum dg_status status)
{
    struct drop *d = owner;
    if (status == DG_OK)
        dg_drag_load(d->lane, d->arena, &d->drag, loaded, d);
    else
        fail_with(d, status, "the store does not answer");
}

void dg_drop(struct dg_lane *lane, struct dg_exchange *ex, const struct dg_drag_id *id, struct dg_str target)
{
    struct drop *d = dg_arena_alloc(dg_exchange_arena(ex), sizeof *d);
    const struct dg_config *config = lane->app->config;
    if (!d) {
        dg_reply_problem(ex, DG_TOO_BIG, "needs more memory than a request may have");
        return;
    }
    *d = (struct drop){ .lane = lane, .ex = ex, .arena = dg_exchange_arena(ex), .target_name = target };
    d->drag.id = *id;
    d->drag.caller = dg_exchange_caller(ex);
    d->streams = dg_accepts_events(dg_exchange_header(ex, "Accept"));
    d->wait_s = dg_prefer_wait(dg_exchange_header(ex, "Prefer"), d->streams ? config->wait_max_s : config->drop_wait_s,
            config->wait_max_s);
    dg_confirm_key_need(lane, key_known, d);
}
