#include "intents/link.h"

#include "intents/catalogue.h"
#include "intents/reach.h"

enum {
    USUAL_RIDE_MIN = 30, /* where nothing is known of the way */
    LONGEST_RIDE_MIN = 4 * 60, /* who is further away than this does not come by car */
    MINUTE_S = 60
};

static bool is_ride(const struct dg_intent *it)
{
    return strcmp(it->schema->name, "ride.request") == 0;
}

/* Where and when another part of the plan takes place; NULL where it does not say. */
static const struct dg_slot *place_of(const struct dg_intent *it)
{
    const struct dg_slot *venue = dg_intent_slot(it, "venue");
    return venue ? venue : dg_intent_slot(it, "place");
}

static bool same_place(const struct dg_slot *a, const struct dg_slot *b)
{
    return a && b && a->value.kind == DG_PLACE && b->value.kind == DG_PLACE &&
            dg_str_eq(a->value.place.name, b->value.place.name);
}

/* What the ride goes to: another part at the ride's end whose hour is known. */
static const struct dg_slot *hour_to_make(const struct dg_intent *ride, const struct dg_intent *intents, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct dg_intent *it = &intents[i];
        const struct dg_slot *time = dg_intent_slot(it, "time");
        bool known = time && time->value.kind == DG_TIME && time->value.time.has_start &&
                time->value.time.grain != DG_GRAIN_NONE && time->value.time.grain <= DG_GRAIN_HOUR;
        if (it != ride && !is_ride(it) && known && same_place(dg_intent_slot(ride, "dropoff"), place_of(it)))
            return time;
    }
    return NULL;
}

static bool point_of(struct dg_point *out, const struct dg_slot *slot)
{
    if (!slot || slot->value.kind != DG_PLACE || !slot->value.place.has_point)
        return false;
    *out = (struct dg_point){ slot->value.place.lat, slot->value.place.lon };
    return true;
}

static int ride_min(const struct dg_intent *ride, const struct dg_context *ctx)
{
    const struct dg_slot *pickup = dg_intent_slot(ride, "pickup");
    struct dg_point from = { ctx->lat, ctx->lon }, to;
    if (!point_of(&to, dg_intent_slot(ride, "dropoff")) || !(pickup ? point_of(&from, pickup) : ctx->has_location))
        return USUAL_RIDE_MIN;
    int minutes = dg_reach_ride_min(from, to);
    return minutes <= LONGEST_RIDE_MIN ? minutes : USUAL_RIDE_MIN;
}

/* The ride's time was made here, or is the other part's own: nobody said it for the ride. */
static bool is_free(const struct dg_intent *ride, const struct dg_slot *hour)
{
    const struct dg_slot *time = dg_intent_slot(ride, "time");
    if (!time || time->status == DG_INFERRED)
        return true;
    return time->value.kind == DG_TIME && time->value.time.start.utc_s == hour->value.time.start.utc_s;
}

static bool set_time(struct dg_intent *ride, const struct dg_slot *hour, int minutes, struct dg_arena *arena)
{
    struct dg_slot *slots = dg_arena_array(arena, ride->slot_count + 1, sizeof *slots);
    size_t at = 0;
    if (!slots)
        return false;
    if (ride->slot_count)
        memcpy(slots, ride->slots, ride->slot_count * sizeof *slots);
    while (at < ride->slot_count && strcmp(slots[at].name, "time") != 0)
        at++;
    ride->slot_count += at == ride->slot_count;
    slots[at] = *hour;
    slots[at].name = "time";
    slots[at].status = DG_INFERRED;
    struct dg_time *time = &slots[at].value.time;
    time->end = time->start;
    time->has_end = true;
    time->start.utc_s -= (int64_t)minutes * MINUTE_S;
    time->recurrence = time->duration = (struct dg_str){ "", 0 };
    ride->slots = slots;
    return true;
}

bool dg_link(struct dg_intent *intents, size_t count, const struct dg_context *ctx, struct dg_arena *arena)
{
    for (size_t i = 0; i < count; i++) {
        const struct dg_slot *hour = is_ride(&intents[i]) ? hour_to_make(&intents[i], intents, count) : NULL;
        if (hour && is_free(&intents[i], hour) && !set_time(&intents[i], hour, ride_min(&intents[i], ctx), arena))
            return false;
    }
    return true;
}
