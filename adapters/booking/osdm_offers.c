/* From the names of two places to offers: POST /places twice, then POST /offers with a search for trips. */
#include "adapters/body.h"
#include "adapters/booking/osdm.h"
#include "adapters/link/note.h"
#include "adapters/slots.h"

/* ---- asking -------------------------------------------------------------------------------------------------- */

/* Schema PlaceRequest; new reference. Either of name and point may be missing. */
static json_t *place_request(struct dg_str name, bool has_point, double lat, double lon)
{
    json_t *input = json_object();
    if (name.len > 0)
        json_object_set_new(input, "name", dg_body_string(name));
    if (has_point)
        json_object_set_new(input, "geoPosition", json_pack("{s:f,s:f}", "latitude", lat, "longitude", lon));
    return json_pack("{s:o}", "placeInput", input);
}

/* A search from an hour that has passed begins now; one for a whole day begins with it. */
static struct dg_instant search_from(const struct dg_time *depart, const struct dg_context *ctx)
{
    bool passed = depart->start.utc_s < ctx->now.utc_s;
    return passed ? ctx->now : depart->start;
}

static bool is_over(const struct dg_time *depart, const struct dg_context *ctx)
{
    int64_t end_s = depart->has_end ? depart->end.utc_s : depart->start.utc_s + 1;
    return end_s <= ctx->now.utc_s;
}

static const struct dg_term classes[] = {
    { "first", "FIRST" },
    { "一等", "FIRST" },
    { "头等", "FIRST" },
    { "second", "SECOND" },
    { "standard", "SECOND" },
    { "economy", "SECOND" },
    { "二等", "SECOND" },
};

/* The class is told where it is one of the two; the way back, a certain train and a window are not. */
static void read_wishes(struct dg_task *task, const struct dg_intent *intent)
{
    static const char *const unsent[] = { "return", "number", NULL }, *const seat[] = { "seat", NULL };
    struct osdm_task *state = task->state;
    state->travel_class = dg_slot_term(intent, "seat", classes, sizeof classes / sizeof classes[0]);
    dg_note_unsent(task, intent, unsent);
    if (!state->travel_class.len)
        dg_note_unsent(task, intent, seat);
}

enum dg_turn osdm_ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    static const char *const no_origin[] = { "origin", NULL }, *const no_destination[] = { "destination", NULL };
    static const char *const no_depart[] = { "depart", NULL };
    struct osdm_task *state = task->state;
    const struct dg_context *ctx = task->ctx;
    const struct dg_place *origin = dg_slot_place(intent, "origin"),
                          *destination = dg_slot_place(intent, "destination");
    const struct dg_time *depart = dg_slot_time(intent, "depart");
    if (!destination)
        return dg_task_missing(task, no_destination, "a train needs a place to go to");
    if (!origin && !ctx->has_location)
        return dg_task_missing(task, no_origin, "a train needs a place to start from");
    if (!depart || is_over(depart, ctx))
        return dg_task_missing(task, no_depart, "a train needs a day that has not passed");
    state->passengers = dg_slot_count(intent, "passengers", 1, 10000);
    if (state->passengers > OSDM_PASSENGERS_MAX)
        return dg_task_fail(task, DG_UNPROCESSABLE, "at most %d passengers", OSDM_PASSENGERS_MAX);
    state->depart = search_from(depart, ctx);
    read_wishes(task, intent);
    state->destination = dg_arena_copy(task->arena, destination->name);
    state->destination_has_point = destination->has_point;
    state->destination_lat = destination->lat;
    state->destination_lon = destination->lon;
    json_t *body = origin ? place_request(origin->name, origin->has_point, origin->lat, origin->lon)
                          : place_request(dg_str_of(""), true, ctx->lat, ctx->lon);
    enum dg_turn turn = osdm_send(task, next, OSDM_ORIGIN, "POST", dg_str_of("/places"), body);
    next->fields = dg_str_of("origin");
    return turn;
}

static enum dg_turn send_destination(struct dg_task *task, struct dg_request *next)
{
    struct osdm_task *state = task->state;
    json_t *body = place_request(
            state->destination, state->destination_has_point, state->destination_lat, state->destination_lon);
    enum dg_turn turn = osdm_send(task, next, OSDM_DESTINATION, "POST", dg_str_of("/places"), body);
    next->fields = dg_str_of("destination");
    return turn;
}

static json_t *stop(struct dg_str id)
{
    return json_pack("{s:s,s:o}", "objectType", "StopPlaceRef", "stopPlaceRef", dg_body_string(id));
}

static enum dg_turn send_offers(struct dg_task *task, struct dg_request *next)
{
    struct osdm_task *state = task->state;
    struct dg_str depart = dg_instant_print(task->arena, state->depart);
    json_t *search = json_pack("{s:o,s:o,s:o}", "departureTime", dg_body_string(depart), "origin",
            stop(state->origin_id), "destination", stop(state->destination_id));
    json_t *body = json_pack("{s:o,s:o}", "tripSearchCriteria", search, "anonymousPassengerSpecifications",
            osdm_passengers(task, false));
    bool classed = state->travel_class.len > 0;
    if (classed)
        json_object_set_new(body, "offerSearchCriteria",
                json_pack("{s:[o]}", "travelClasses", dg_body_string(state->travel_class)));
    enum dg_turn turn = osdm_send(task, next, OSDM_OFFERS, "POST", dg_str_of("/offers"), body);
    next->fields =
            dg_str_of(classed ? "origin,destination,depart,passengers,seat" : "origin,destination,depart,passengers");
    return turn;
}

/* The first stop among the places found; empty when there is none. */
static struct dg_str first_stop(struct dg_arena *arena, const json_t *found)
{
    size_t i;
    const json_t *place;
    json_array_foreach(json_object_get(found, "places"), i, place)
    {
        if (dg_body_is(place, "objectType", "StopPlace"))
            return dg_body_id(arena, place, "id");
    }
    return dg_str_of("");
}

enum dg_turn osdm_hear_place(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct osdm_task *state = task->state;
    bool origin = state->stage == OSDM_ORIGIN;
    if (reply->end != DG_SENT_OK || (reply->status != 200 && reply->status != 404))
        return dg_task_fail_reply(task, reply);
    json_t *found = osdm_read(reply);
    bool whole = json_is_object(found) || reply->status == 404;
    struct dg_str id = first_stop(task->arena, found);
    json_decref(found);
    if (!whole)
        return dg_task_fail(task, DG_BAD_GATEWAY, "the answer is no collection of places of OSDM");
    if (id.len == 0)
        return dg_task_fail(task, DG_UNPROCESSABLE, "the distributor knows no station for the %s",
                origin ? "origin" : "destination");
    if (!origin) {
        state->destination_id = id;
        return send_offers(task, next);
    }
    state->origin_id = id;
    return send_destination(task, next);
}

/* ---- offers -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *flexibility, *en, *zh;
} terms[] = {
    { "FULL_FLEXIBLE", "Can be given back or exchanged.", "可退改。" },
    { "SEMI_FLEXIBLE", "Can be given back or exchanged for a fee.", "退改需付手续费。" },
    { "NON_FLEXIBLE", "Cannot be given back or exchanged.", "不可退改。" },
};

/* What the product says about refunds, else what the flexibility means. */
static struct dg_str offer_terms(const struct dg_task *task, const json_t *offer)
{
    const json_t *product = json_array_get(json_object_get(offer, "products"), 0), *condition;
    const json_t *summary = json_object_get(offer, "offerSummary");
    size_t i;
    json_array_foreach(json_object_get(product, "conditions"), i, condition)
    {
        if (dg_body_is(condition, "type", "REFUND"))
            return dg_body_text(task->arena, condition, "description");
    }
    for (i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        if (dg_body_is(summary, "overallFlexibility", terms[i].flexibility))
            return dg_str_of(dg_task_words(task, terms[i].en, terms[i].zh));
    }
    return dg_str_of("");
}

static const json_t *trip_of(const json_t *trips, const json_t *offer)
{
    const char *id = json_string_value(json_object_get(json_object_get(offer, "tripCoverage"), "coveredTripId"));
    size_t i;
    const json_t *trip;
    json_array_foreach(trips, i, trip)
    {
        if (id && dg_body_is(trip, "id", id))
            return trip;
    }
    return NULL;
}

/* "ICE 488 · Bern → Basel", as far as the trip says it. */
static struct dg_str trip_title(struct dg_arena *arena, const json_t *trip)
{
    const json_t *leg = json_array_get(json_object_get(trip, "legs"), 0);
    const json_t *service = json_object_get(json_object_get(leg, "timedLeg"), "service");
    struct dg_str train = dg_body_text(arena, service, "publishedServiceName");
    struct dg_str from = dg_body_text(arena, trip, "originName"), to = dg_body_text(arena, trip, "destinationName");
    if (from.len == 0 || to.len == 0)
        return train;
    return dg_arena_print(arena, "%.*s%s%.*s → %.*s", (int)train.len, train.at, train.len > 0 ? " · " : "",
            (int)from.len, from.at, (int)to.len, to.at);
}

static struct dg_str trip_subtitle(const struct dg_task *task, const json_t *trip, const json_t *offer)
{
    const json_t *summary = json_object_get(offer, "offerSummary");
    struct dg_str class = dg_body_text(task->arena, json_object_get(summary, "overallServiceClass"), "name");
    double transfers;
    if (!dg_body_number(trip, "transfers", &transfers) || transfers < 0 || transfers > 20)
        return class;
    const char *sep = class.len > 0 ? " · " : "";
    if (transfers < 1)
        return dg_arena_print(
                task->arena, "%.*s%s%s", (int)class.len, class.at, sep, dg_task_words(task, "direct", "直达"));
    return dg_arena_print(task->arena, dg_task_words(task, "%.*s%schanges: %d", "%.*s%s换乘%d次"), (int)class.len,
            class.at, sep, (int)transfers);
}

static struct dg_str offer_state(const struct dg_task *task, struct dg_str id, const struct dg_offer_price *price)
{
    const struct osdm_task *state = task->state;
    json_t *out = json_pack("{s:o,s:i}", "offer", dg_body_string(id), "passengers", state->passengers);
    if (price->known) {
        json_object_set_new(out, "amount", json_real(price->amount_max));
        json_object_set_new(out, "currency", dg_body_string(price->currency));
    }
    return dg_body_write(task->arena, out);
}

/* An offer for some of the passengers would leave the others behind. */
static bool covers_all(const struct dg_task *task, const json_t *offer)
{
    const struct osdm_task *state = task->state;
    return json_array_size(json_object_get(offer, "passengerRefs")) == (size_t)state->passengers;
}

static void add_offer(struct dg_task *task, const json_t *offer, const json_t *trip)
{
    struct dg_str id = dg_body_id(task->arena, offer, "offerId"), name = dg_setting(task, "name");
    struct dg_instant until;
    if (id.len == 0 || !trip || !covers_all(task, offer) ||
            !dg_body_instant(offer, "preBookableUntil", task->ctx->zone, &until))
        return;
    struct dg_offer *out = dg_task_offer(task, DG_OFFER_BOOK);
    if (!out)
        return;
    if (name.len > 0)
        out->provider = name;
    out->title = trip_title(task->arena, trip);
    if (out->title.len == 0)
        out->title = dg_str_of(dg_task_words(task, "Train", "火车"));
    out->subtitle = trip_subtitle(task, trip, offer);
    out->terms = offer_terms(task, offer);
    out->price = osdm_price(task->arena, json_object_get(json_object_get(offer, "offerSummary"), "minimalPrice"));
    out->has_starts = dg_body_instant(trip, "startTime", task->ctx->zone, &out->starts);
    out->has_ends = dg_body_instant(trip, "endTime", task->ctx->zone, &out->ends);
    out->has_expires = true;
    out->expires = until;
    out->state = offer_state(task, id, &out->price);
}

enum dg_turn osdm_hear_offers(struct dg_task *task, const struct dg_reply *reply)
{
    if (reply->end != DG_SENT_OK || reply->status != 200)
        return dg_task_fail_reply(task, reply);
    json_t *found = osdm_read(reply);
    const json_t *offers = json_object_get(found, "offers"), *trips = json_object_get(found, "trips"), *offer;
    bool whole = json_is_object(found) && (!offers || json_is_array(offers));
    size_t i;
    json_array_foreach(offers, i, offer)
    {
        if (task->offer_count == DG_OFFERS_MAX)
            break;
        add_offer(task, offer, trip_of(trips, offer));
    }
    json_decref(found);
    dg_note_offers(task);
    return whole ? DG_TURN_DONE : dg_task_fail(task, DG_BAD_GATEWAY, "the answer is no collection of offers of OSDM");
}
