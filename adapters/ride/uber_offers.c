#include "adapters/body.h"
#include "adapters/ride/uber.h"

json_t *uber_end_json(const struct dg_ride_end *end)
{
    json_t *json = json_pack("{s:f,s:f}", "latitude", end->lat, "longitude", end->lon);
    if (end->name.len > 0)
        json_object_set_new(json, "address", dg_body_string(end->name));
    return json;
}

json_t *uber_scheduling_json(struct dg_instant time)
{
    return json_pack("{s:I}", "pickup_time", (json_int_t)time.utc_s * 1000);
}

/* Prices hang on the points alone, so the names of the places stay here until somebody confirms. */
json_t *uber_estimates_json(const struct dg_ride *ride)
{
    struct dg_ride_end from = { ride->from.lat, ride->from.lon, { "", 0 } };
    struct dg_ride_end to = { ride->to.lat, ride->to.lon, { "", 0 } };
    json_t *json = json_pack("{s:o,s:o}", "pickup", uber_end_json(&from), "dropoff", uber_end_json(&to));
    if (ride->has_time)
        json_object_set_new(json, "scheduling", uber_scheduling_json(ride->time));
    return json;
}

/* ---- one product ------------------------------------------------------------------------------------------------- */

/* A fare is a price that holds until it expires; an estimate is a range. */
static struct dg_offer_price read_price(struct dg_arena *arena, const json_t *info)
{
    const json_t *fare = json_object_get(info, "fare"), *estimate = json_object_get(info, "estimate");
    struct dg_offer_price price = { .currency = dg_body_currency(arena, fare ? fare : estimate, "currency_code") };
    if (fare) {
        price.known = dg_body_number(fare, "value", &price.amount);
        price.amount_max = price.amount;
    } else {
        price.known = dg_body_number(estimate, "low_estimate", &price.amount) &&
                dg_body_number(estimate, "high_estimate", &price.amount_max);
    }
    price.known = price.known && price.currency.len > 0 && price.amount >= 0 && price.amount_max >= price.amount;
    return price;
}

static bool can_be_had(const struct dg_ride *ride, const json_t *product, const json_t *info)
{
    double capacity;
    if (!json_is_object(info) || json_is_true(json_object_get(info, "no_cars_available")))
        return false;
    if (dg_body_number(product, "capacity", &capacity) && capacity < ride->passengers)
        return false;
    return !ride->has_time || !json_is_false(json_object_get(product, "scheduling_enabled"));
}

static void fill_times(struct dg_offer *offer, const struct dg_ride *ride, const json_t *info)
{
    double minutes, seconds;
    bool near = dg_body_number(info, "pickup_estimate", &minutes) && minutes >= 0 && minutes < 24 * 60;
    offer->has_starts = ride->has_time || near;
    offer->starts = ride->time;
    if (!ride->has_time && near)
        offer->starts.utc_s += (int64_t)(minutes * 60);
    offer->has_ends = offer->has_starts &&
            dg_body_number(json_object_get(info, "trip"), "duration_estimate", &seconds) && seconds > 0 &&
            seconds < 86400;
    offer->ends = offer->starts;
    if (offer->has_ends)
        offer->ends.utc_s += (int64_t)seconds;
}

static void fill_expiry(struct dg_offer *offer, const struct dg_task *task, const json_t *info)
{
    double expires_s;
    offer->has_expires = dg_body_number(json_object_get(info, "fare"), "expires_at", &expires_s) && expires_s > 0 &&
            expires_s < 1e11;
    if (offer->has_expires)
        offer->expires = dg_zone_at(task->ctx->zone, (int64_t)expires_s);
}

static struct dg_str terms(const struct dg_task *task, const json_t *product)
{
    double fee, grace_s;
    const json_t *cancellation = json_object_get(product, "cancellation");
    if (!dg_body_number(cancellation, "min_cancellation_fee", &fee) ||
            !dg_body_number(cancellation, "cancellation_grace_period_threshold_sec", &grace_s))
        return (struct dg_str){ "", 0 };
    const char *form = dg_task_words(task, "Cancelling later than %.0f minutes after the request costs at least %.2f.",
            "下单超过%.0f分钟后取消，最低收费%.2f。");
    return dg_arena_print(task->arena, form, grace_s / 60, fee);
}

static struct dg_str offer_state(struct dg_task *task, struct dg_str product_id, struct dg_str fare_id)
{
    const struct uber_task *state = task->state;
    const struct dg_ride *ride = &state->ride;
    json_t *json = json_pack("{s:o,s:o,s:o}", "product", dg_body_string(product_id), "from", uber_end_json(&ride->from),
            "to", uber_end_json(&ride->to));
    if (fare_id.len > 0)
        json_object_set_new(json, "fare", dg_body_string(fare_id));
    if (dg_ride_from_here(ride))
        json_object_set_new(json, "here", json_true());
    if (ride->has_time)
        json_object_set_new(json, "at_s", json_integer(ride->time.utc_s));
    return dg_body_write(task->arena, json);
}

static void add_offer(struct dg_task *task, const json_t *estimate)
{
    const struct uber_task *state = task->state;
    const json_t *product = json_object_get(estimate, "product"), *info = json_object_get(estimate, "estimate_info");
    struct dg_str id = dg_body_id(task->arena, product, "product_id");
    struct dg_str name = dg_body_text(task->arena, product, "display_name");
    if (id.len == 0 || name.len == 0 || !can_be_had(&state->ride, product, info))
        return;
    struct dg_offer *offer = dg_task_offer(task, DG_OFFER_BOOK);
    if (!offer)
        return;
    offer->title = name;
    offer->subtitle = dg_body_text(task->arena, product, "description");
    offer->price = read_price(task->arena, info);
    offer->terms = terms(task, product);
    fill_times(offer, &state->ride, info);
    fill_expiry(offer, task, info);
    offer->state = offer_state(task, id, dg_body_id(task->arena, info, "fare_id"));
}

bool uber_offers(struct dg_task *task, const json_t *estimates)
{
    const json_t *list = json_object_get(estimates, "product_estimates"), *estimate;
    size_t i;
    json_array_foreach(list, i, estimate) add_offer(task, estimate);
    return json_is_array(list);
}

/* ---- and back ------------------------------------------------------------------------------------------------------ */

static bool read_end(struct dg_ride_end *out, struct dg_arena *arena, const json_t *json)
{
    out->name = dg_body_text(arena, json, "address");
    return dg_body_number(json, "latitude", &out->lat) && dg_body_number(json, "longitude", &out->lon);
}

bool uber_read_offer(struct dg_task *task, struct dg_str offer_state)
{
    struct uber_task *state = task->state;
    json_t *json = dg_body_read(offer_state);
    double at_s = 0;
    state->product_id = dg_body_id(task->arena, json, "product");
    state->fare_id = dg_body_id(task->arena, json, "fare");
    state->ride.has_time = dg_body_number(json, "at_s", &at_s);
    state->ride.time.utc_s = (int64_t)at_s;
    state->ride.from_field = json_is_true(json_object_get(json, "here")) ? DG_RIDE_HERE : DG_RIDE_PICKUP;
    bool whole = read_end(&state->ride.from, task->arena, json_object_get(json, "from")) &&
            read_end(&state->ride.to, task->arena, json_object_get(json, "to"));
    json_decref(json);
    return whole && state->product_id.len > 0;
}
