/* From intents to where they can be dropped: each intent's target with every adapter that can serve it here.
 * A target and its routes live in the arena and borrow from the reading and the app. One thread at a time. */
#ifndef DG_TARGETS_H
#define DG_TARGETS_H

#include "server/offers.h"
#include "server/wire_ask.h"

enum { DG_TARGETS_MAX = 12 };

struct dg_drag_task; /* server/drag.h */

/* One adapter for one intent, and what it answered so far. */
struct dg_route {
    const struct dg_plug *plug;
    const struct dg_drag_task *task; /* what the drag asked outside; NULL: nothing was, the answer was made here */
    struct dg_offers answer;
};

struct dg_target {
    const struct dg_intent *intent;
    struct dg_route *routes; /* in the order of dg_adapters */
    size_t route_count;
};

struct dg_targets {
    struct dg_target *at; /* best first; those that no adapter serves come last */
    size_t count;
};

/* The plug of the adapter called `name`, or NULL where it is not there or off. */
const struct dg_plug *dg_plug_find(const struct dg_app *app, struct dg_str name);
/* Whether the adapter ever sends a request; the others only make links. */
bool dg_plug_is_live(const struct dg_plug *plug);

/* At most DG_TARGETS_MAX targets; of two intents with one target the better stays. False when the arena is full. */
bool dg_targets_route(struct dg_targets *out, const struct dg_app *app, const struct dg_reading *reading,
        const struct dg_context *ctx, struct dg_arena *arena);

/* The target called `name` ("ride"), or NULL. */
struct dg_target *dg_targets_find(const struct dg_targets *targets, struct dg_str name);

/* Whether any intent of the catalogue has a target called `name`. */
bool dg_target_exists(struct dg_str name);

#endif
