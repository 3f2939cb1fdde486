#include "adapters/ride/ride.h"

#include "adapters/slots.h"

const char *const dg_ride_unsent[] = { "ride_type", "stops", NULL };

/* Where the ride begins: the slot's point, or where the person is. */
static bool read_pickup(struct dg_ride_end *out, const struct dg_context *ctx, const struct dg_place *pickup)
{
    if (pickup && pickup->has_point) {
        *out = (struct dg_ride_end){ pickup->lat, pickup->lon, pickup->name };
        return true;
    }
    bool here = !pickup || pickup->kind == DG_PLACE_HERE;
    *out = (struct dg_ride_end){ ctx->lat, ctx->lon, { "", 0 } };
    return here && ctx->has_location;
}

/* A ride needs an hour; "tomorrow" alone is not one. */
static bool has_hour(const struct dg_time *time)
{
    return time->grain >= DG_GRAIN_SECOND && time->grain <= DG_GRAIN_HOUR;
}

/* A city's point is the middle of it, where nobody wants to be dropped. */
enum dg_turn dg_ride_read(struct dg_ride *out, struct dg_task *task, const struct dg_intent *intent)
{
    static const char *const no_dropoff[] = { "dropoff", NULL }, *const no_pickup[] = { "pickup", NULL };
    static const char *const no_time[] = { "time", NULL };
    const struct dg_place *dropoff = dg_slot_place(intent, "dropoff");
    const struct dg_time *time = dg_slot_time(intent, "time");
    if (!dropoff || !dropoff->has_point || dropoff->kind == DG_PLACE_CITY)
        return dg_task_missing(task, no_dropoff, "the place to go to has no known point on the map");
    if (time && !has_hour(time))
        return dg_task_missing(task, no_time, "a ride needs an hour");
    if (time && time->start.utc_s < task->ctx->now.utc_s)
        return dg_task_missing(task, no_time, "the time has passed");
    if (!read_pickup(&out->from, task->ctx, dg_slot_place(intent, "pickup")))
        return dg_task_missing(task, no_pickup, "the place to start from has no known point on the map");
    out->to = (struct dg_ride_end){ dropoff->lat, dropoff->lon, dropoff->name };
    out->has_time = time != NULL;
    out->time = time ? time->start : task->ctx->now;
    out->passengers = dg_slot_count(intent, "passengers", 1, 10000);
    const struct dg_place *pickup = dg_slot_place(intent, "pickup");
    out->from_field = pickup && pickup->has_point ? DG_RIDE_PICKUP : DG_RIDE_HERE;
    return DG_TURN_SEND;
}

bool dg_ride_from_here(const struct dg_ride *ride)
{
    return strcmp(ride->from_field, DG_RIDE_HERE) == 0;
}
