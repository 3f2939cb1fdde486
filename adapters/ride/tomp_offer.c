#include "adapters/ride/tomp_offer.h"

#include "adapters/body.h"

/* The asset classes in which a person is driven, with a name for operators that give none. */
static const struct {
    const char *asset_class, *en, *zh;
} classes[] = {
    { "TAXI", "Taxi", "出租车" },
    { "SHUTTLE", "Shuttle", "接驳车" },
    { "BUS", "Bus", "公交车" },
    { "COACH", "Coach", "大巴" },
    { "FERRY", "Ferry", "渡轮" },
    { "OTHER", "Ride", "用车" },
};

enum { PARTS_MAX = 32 };

/* Adds one part of a fare (schema farePart); false where the sum cannot be told any more. */
static bool add_part(struct dg_offer_price *sum, double *cap, const json_t *part, struct dg_arena *arena)
{
    double amount, least, most;
    struct dg_str currency = dg_body_currency(arena, part, "currencyCode");
    if (dg_body_is(part, "type", "FLEX") || !dg_body_number(part, "amount", &amount) || currency.len == 0)
        return false;
    if (sum->currency.len > 0 && !dg_str_eq(sum->currency, currency))
        return false;
    sum->currency = currency;
    if (dg_body_is(part, "type", "MAX")) {
        *cap = amount;
        return true;
    }
    sum->known = true;
    sum->amount += dg_body_number(part, "minimumAmount", &least) ? least : amount;
    sum->amount_max += dg_body_number(part, "maximumAmount", &most) ? most : amount;
    return true;
}

static struct dg_offer_price fare_price(struct dg_arena *arena, const json_t *fare)
{
    struct dg_offer_price price = { .known = false };
    const json_t *parts = json_object_get(fare, "parts");
    size_t count = json_array_size(parts);
    double cap = -1;
    if (count == 0 || count > PARTS_MAX)
        return price;
    for (size_t i = 0; i < count; i++) {
        if (!add_part(&price, &cap, json_array_get(parts, i), arena))
            return (struct dg_offer_price){ .known = false };
    }
    if (cap >= 0 && price.amount_max > cap)
        price.amount_max = cap;
    price.known = price.known && price.amount >= 0 && price.amount_max >= price.amount;
    return price;
}

/* The only leg, or NULL: booking.legs may be missing, and then the booking itself stands for it. */
static const json_t *first_leg(const json_t *booking)
{
    return json_array_get(json_object_get(booking, "legs"), 0);
}

struct dg_offer_price dg_tomp_price(struct dg_arena *arena, const json_t *booking)
{
    const json_t *fare = json_object_get(booking, "pricing");
    bool one_leg = json_array_size(json_object_get(booking, "legs")) == 1;
    if (!json_is_object(fare) && one_leg)
        fare = json_object_get(first_leg(booking), "pricing");
    return fare_price(arena, fare);
}

static const json_t *asset_type(const json_t *booking)
{
    const json_t *type = json_object_get(booking, "mainAssetType");
    return json_is_object(type) ? type : json_object_get(first_leg(booking), "assetType");
}

static const char *class_name(const struct dg_task *task, const json_t *type)
{
    if (!json_object_get(type, "assetClass"))
        return dg_task_words(task, "Ride", "用车");
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (dg_body_is(type, "assetClass", classes[i].asset_class))
            return dg_task_words(task, classes[i].en, classes[i].zh);
    }
    return NULL;
}

static bool asks_for_data(const json_t *holder)
{
    const json_t *conditions = json_object_get(holder, "conditions");
    size_t i;
    const json_t *condition;
    json_array_foreach(conditions, i, condition)
    {
        if (dg_body_is(condition, "conditionType", "conditionRequireBookingData"))
            return true;
    }
    return false;
}

/* The plain text that an operator wants read for one goal (schema information), or the empty slice. */
static struct dg_str told(struct dg_arena *arena, const json_t *booking, const char *goal)
{
    size_t i;
    const json_t *information;
    json_array_foreach(json_object_get(booking, "userCommunication"), i, information)
    {
        if (dg_body_is(information, "type", "PLAIN_TEXT") && dg_body_is(information, "goal", goal))
            return dg_body_text(arena, information, "text");
    }
    return (struct dg_str){ "", 0 };
}

static struct dg_str offer_state(struct dg_arena *arena, struct dg_str id, const struct dg_offer_price *price)
{
    json_t *state = json_pack("{s:o}", "id", dg_body_string(id));
    if (state && price->known) {
        json_object_set_new(state, "amount", json_real(price->amount_max));
        json_object_set_new(state, "currency", dg_body_string(price->currency));
    }
    return dg_body_write(arena, state);
}

static void fill_times(struct dg_offer *offer, const struct dg_zone *zone, const json_t *option)
{
    const json_t *leg = first_leg(option);
    offer->has_starts = dg_body_instant(option, "departureTime", zone, &offer->starts) ||
            dg_body_instant(leg, "departureTime", zone, &offer->starts);
    offer->has_ends = dg_body_instant(option, "arrivalTime", zone, &offer->ends) ||
            dg_body_instant(leg, "arrivalTime", zone, &offer->ends);
}

void dg_tomp_offer(struct dg_task *task, const json_t *option, const struct dg_instant *valid_until)
{
    const json_t *type = asset_type(option);
    const char *fallback = class_name(task, type);
    struct dg_str id = dg_body_id(task->arena, option, "id");
    if (id.len == 0 || !fallback || asks_for_data(type) || asks_for_data(first_leg(option)))
        return;
    struct dg_offer *offer = dg_task_offer(task, DG_OFFER_BOOK);
    if (!offer)
        return;
    struct dg_str name = dg_body_text(task->arena, json_object_get(type, "sharedProperties"), "name");
    struct dg_str operator_name = dg_body_text(task->arena, json_object_get(first_leg(option), "suboperator"), "name");
    offer->title = name.len > 0 ? name : dg_str_of(fallback);
    if (operator_name.len > 0)
        offer->provider = operator_name;
    offer->subtitle = told(task->arena, option, "SALES");
    offer->terms = told(task->arena, option, "TERMS_CONDITIONS");
    offer->price = dg_tomp_price(task->arena, option);
    fill_times(offer, task->ctx->zone, option);
    offer->has_expires = true;
    offer->expires = *valid_until;
    offer->state = offer_state(task->arena, id, &offer->price);
}
