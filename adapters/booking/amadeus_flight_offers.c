#include "adapters/body.h"
#include "adapters/booking/amadeus_flight.h"

static const struct {
    const char *cabin, *en, *zh;
} cabins[] = {
    { "ECONOMY", "economy", "经济舱" },
    { "PREMIUM_ECONOMY", "premium economy", "超级经济舱" },
    { "BUSINESS", "business", "商务舱" },
    { "FIRST", "first", "头等舱" },
};

/* The first and the last flight of one way. */
struct way {
    const json_t *first, *last;
    size_t flights;
};

static struct way way_of(const json_t *offer, size_t which)
{
    const json_t *itinerary = json_array_get(json_object_get(offer, "itineraries"), which);
    const json_t *segments = json_object_get(itinerary, "segments");
    size_t count = json_array_size(segments);
    return (struct way){ json_array_get(segments, 0), json_array_get(segments, count ? count - 1 : 0), count };
}

/* "CA981 PEK 13:00 – JFK 14:20 (+1)": local times, as the airports' clocks show them. */
static struct dg_str way_text(const struct dg_task *task, const struct way *way)
{
    const json_t *from = json_object_get(way->first, "departure"), *to = json_object_get(way->last, "arrival");
    struct dg_str carrier = dg_body_text(task->arena, way->first, "carrierCode");
    struct dg_str number = dg_body_text(task->arena, way->first, "number");
    struct dg_str origin = dg_body_text(task->arena, from, "iataCode"), left = dg_body_text(task->arena, from, "at");
    struct dg_str goal = dg_body_text(task->arena, to, "iataCode"), there = dg_body_text(task->arena, to, "at");
    struct dg_str none = { "", 0 };
    if (left.len < 16 || there.len < 16)
        return none;
    return dg_arena_print(task->arena, "%.*s%.*s %.*s %.*s – %.*s %.*s%s", (int)carrier.len, carrier.at,
            (int)number.len, number.at, (int)origin.len, origin.at, 5, left.at + 11, (int)goal.len, goal.at, 5,
            there.at + 11,
            memcmp(left.at, there.at, 10) == 0 ? "" : dg_task_words(task, " (next day or later)", "（次日或更晚）"));
}

static const char *cabin_text(const struct dg_task *task, const json_t *offer)
{
    const json_t *traveler = json_array_get(json_object_get(offer, "travelerPricings"), 0);
    const json_t *fare = json_array_get(json_object_get(traveler, "fareDetailsBySegment"), 0);
    for (size_t i = 0; i < sizeof cabins / sizeof cabins[0]; i++) {
        if (dg_body_is(fare, "cabin", cabins[i].cabin))
            return dg_task_words(task, cabins[i].en, cabins[i].zh);
    }
    return "";
}

static struct dg_str subtitle(const struct dg_task *task, const json_t *offer, const struct way *out)
{
    struct way back = way_of(offer, 1);
    const char *cabin = cabin_text(task, offer);
    struct dg_str return_text = back.flights ? way_text(task, &back) : dg_str_of("");
    struct dg_str day = dg_body_text(task->arena, json_object_get(out->first, "departure"), "at");
    struct dg_str stops = out->flights == 1
            ? dg_str_of(dg_task_words(task, "direct", "直飞"))
            : dg_arena_print(task->arena, dg_task_words(task, "%zu flights", "%zu段航程"), out->flights);
    return dg_arena_print(task->arena, "%.*s · %.*s%s%s%s%.*s", (int)(day.len < 10 ? day.len : 10), day.at,
            (int)stops.len, stops.at, cabin[0] ? " · " : "", cabin, return_text.len ? " · " : "", (int)return_text.len,
            return_text.at);
}

/* Of the origin's clock; the arrival's zone is not known, so only its text is shown. */
static void fill_start(struct dg_offer *offer, const struct flight_task *state, const json_t *first)
{
    struct dg_zone *zone = state->has_zone ? dg_zone_create(dg_str_of("+08:00")) : NULL;
    offer->has_starts = zone && dg_body_instant(json_object_get(first, "departure"), "at", zone, &offer->starts);
    dg_zone_destroy(zone);
}

static struct dg_str offer_state(const struct dg_task *task, const json_t *flight, const struct dg_offer_price *price)
{
    json_t *copy = json_deep_copy(flight);
    return dg_body_write(task->arena,
            json_pack("{s:o,s:f,s:o}", "offer", copy, "amount", price->amount_max, "currency",
                    dg_body_string(price->currency)));
}

static void add_offer(struct dg_task *task, const json_t *flight)
{
    struct way out = way_of(flight, 0);
    struct dg_offer_price price = amadeus_price(task->arena, json_object_get(flight, "price"), "grandTotal");
    struct dg_str title = out.flights ? way_text(task, &out) : dg_str_of("");
    if (!price.known || title.len == 0 || json_is_true(json_object_get(flight, "paymentCardRequired")))
        return;
    struct dg_offer *offer = dg_task_offer(task, DG_OFFER_BOOK);
    if (!offer)
        return;
    offer->title = title;
    offer->subtitle = subtitle(task, flight, &out);
    offer->price = price;
    offer->terms = dg_str_of(dg_task_words(task,
            "Reserved through the account's travel agency, which issues the ticket; can be cancelled until then.",
            "通过账户所属旅行社预订并出票，出票前可取消。"));
    fill_start(offer, task->state, out.first);
    offer->state = offer_state(task, flight, &price);
}

void flight_offers(struct dg_task *task, const json_t *found)
{
    size_t i;
    const json_t *flight;
    json_array_foreach(json_object_get(found, "data"), i, flight) add_offer(task, flight);
}
