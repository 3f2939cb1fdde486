/* Amadeus Self-Service: flight offers search v2, flight offers price v1, flight create orders v1, flight order management v1.
 * An offer is priced again before it is ordered, so that nothing is bought at another price. An order carries our key as a
 * remark; the published contracts have no call that finds an order by it, so there is no check: an order whose answer was
 * lost stays unknown, and the person is told to ask the agency. */
#include "adapters/booking/amadeus_flight.h"

#include "adapters/body.h"
#include "adapters/geo.h"
#include "adapters/link/note.h"
#include "adapters/link/travel_code.h"
#include "adapters/manifest.h"
#include "adapters/oauth2.h"
#include "adapters/slots.h"

enum { CHINA_OFFSET_S = 8 * 3600, OFFERS_ASKED = 10 };

enum dg_turn flight_send(struct dg_task *task, struct dg_request *next, enum flight_stage stage, const char *method,
        struct dg_str path, json_t *body)
{
    struct flight_task *state = task->state;
    state->stage = stage;
    return amadeus_send(
            task, next, state->authorization, method, path, body, stage == FLIGHT_ORDERING ? DG_ONCE_ONLY : DG_SAFE);
}

enum dg_turn flight_send_token(struct dg_task *task, struct dg_request *next, enum flight_stage then)
{
    struct flight_task *state = task->state;
    state->stage = FLIGHT_TOKEN;
    state->after_token = then;
    return amadeus_token(task, next);
}

/* ---- the search -------------------------------------------------------------------------------------------------- */

/* The contract's times are local to the airports and name no zone; mainland China has only one. */
static void learn_zone(struct flight_task *state, const struct dg_place *origin)
{
    state->has_zone = origin->has_point && dg_geo_mainland((struct dg_point){ origin->lat, origin->lon });
    state->offset_s = CHINA_OFFSET_S;
}

static bool is_day(const struct dg_time *time, const struct dg_context *ctx)
{
    return time && time->grain <= DG_GRAIN_DAY &&
            amadeus_day(time->start) >= amadeus_day(dg_zone_at(ctx->zone, ctx->now.utc_s));
}

static const struct dg_term cabins[] = {
    { "economy", "ECONOMY" },
    { "coach", "ECONOMY" },
    { "main cabin", "ECONOMY" },
    { "经济舱", "ECONOMY" },
    { "premium economy", "PREMIUM_ECONOMY" },
    { "超级经济舱", "PREMIUM_ECONOMY" },
    { "高端经济舱", "PREMIUM_ECONOMY" },
    { "business", "BUSINESS" },
    { "商务舱", "BUSINESS" },
    { "公务舱", "BUSINESS" },
    { "first", "FIRST" },
    { "头等舱", "FIRST" },
};

/* "&travelClass=BUSINESS"; what is no class (an aisle seat) stands on the card. */
static struct dg_str travel_class(struct dg_task *task, const struct dg_intent *intent)
{
    static const char *const cabin[] = { "cabin", NULL };
    struct dg_str class = dg_slot_term(intent, "cabin", cabins, sizeof cabins / sizeof cabins[0]);
    if (class.len)
        return dg_arena_print(task->arena, "&travelClass=%.*s", (int)class.len, class.at);
    dg_note_unsent(task, intent, cabin);
    return class;
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    static const char *const no_origin[] = { "origin", NULL }, *const no_destination[] = { "destination", NULL };
    static const char *const no_depart[] = { "depart", NULL }, *const no_return[] = { "return", NULL };
    struct flight_task *state = task->state;
    struct dg_str from = dg_iata_code(intent, "origin"), to = dg_iata_code(intent, "destination");
    const struct dg_time *depart = dg_slot_time(intent, "depart"), *back = dg_slot_time(intent, "return");
    if (from.len == 0)
        return dg_task_missing(task, no_origin, "no airport is known for where the flight begins");
    if (to.len == 0 || dg_str_eq(from, to))
        return dg_task_missing(task, no_destination, "no other airport is known for where the flight goes");
    if (!is_day(depart, task->ctx))
        return dg_task_missing(task, no_depart, "a flight needs a day that has not passed");
    if (back && amadeus_day(back->start) < amadeus_day(depart->start))
        return dg_task_missing(task, no_return, "the way back must not be before the way there");
    if (dg_slot_count(intent, "passengers", 1, 1000) > 1)
        return dg_task_fail(task, DG_UNPROCESSABLE, "the details of one traveller only are configured");
    learn_zone(state, dg_slot_place(intent, "origin"));
    struct dg_str day = amadeus_date(task->arena, amadeus_day(depart->start));
    struct dg_str return_day = amadeus_date(task->arena, amadeus_day(back ? back->start : depart->start));
    static const char *const number[] = { "number", NULL };
    dg_note_unsent(task, intent, number);
    struct dg_str class = travel_class(task, intent);
    state->query = dg_arena_print(task->arena,
            "originLocationCode=%.*s&destinationLocationCode=%.*s&departureDate=%s%s%s&adults=1&max=%d%.*s",
            (int)from.len, from.at, (int)to.len, to.at, day.at, back ? "&returnDate=" : "", back ? return_day.at : "",
            OFFERS_ASKED, (int)class.len, class.at);
    state->with_class = class.len > 0;
    return flight_send_token(task, next, FLIGHT_SEARCH);
}

static enum dg_turn send_search(struct dg_task *task, struct dg_request *next)
{
    struct flight_task *state = task->state;
    struct dg_str path =
            dg_arena_print(task->arena, "/v2/shopping/flight-offers?%.*s", (int)state->query.len, state->query.at);
    enum dg_turn turn = flight_send(task, next, FLIGHT_SEARCH, "GET", path, NULL);
    next->fields = dg_str_of(state->with_class ? "origin,destination,depart,return,passengers,cabin"
                                               : "origin,destination,depart,return,passengers");
    return turn;
}

static enum dg_turn hear_search(struct dg_task *task, const struct dg_reply *reply)
{
    if (reply->end != DG_SENT_OK || reply->status != 200)
        return dg_task_fail_reply(task, reply);
    json_t *found = dg_body_read(reply->body);
    bool whole = json_is_array(json_object_get(found, "data"));
    flight_offers(task, found);
    dg_note_offers(task);
    json_decref(found);
    return whole ? DG_TURN_DONE : dg_task_fail(task, DG_BAD_GATEWAY, "the answer holds no flight offers");
}

/* ---- the adapter ------------------------------------------------------------------------------------------------- */

static enum dg_turn hear_token(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct flight_task *state = task->state;
    state->authorization = dg_oauth2_hear(task, reply);
    if (state->authorization.len == 0)
        return state->after_token == FLIGHT_PRICING ? flight_end_unreached(task) : dg_task_fail_reply(task, reply);
    if (state->after_token == FLIGHT_PRICING)
        return flight_send_pricing(task, next);
    return state->after_token == FLIGHT_SEARCH ? send_search(task, next) : flight_send_cancelling(task, next);
}

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    const struct flight_task *state = task->state;
    switch (state->stage) {
    case FLIGHT_TOKEN:
        return hear_token(task, reply, next);
    case FLIGHT_SEARCH:
        return hear_search(task, reply);
    case FLIGHT_PRICING:
        return flight_hear_pricing(task, reply, next);
    case FLIGHT_ORDERING:
        return flight_hear_order(task, reply);
    case FLIGHT_CANCELLING:
        return flight_hear_cancelling(task, reply, next);
    case FLIGHT_LOOKING:
        return flight_hear_looking(task, reply);
    }
    return dg_task_fail(task, DG_INTERNAL, "no request was under way");
}

static const char *const intents[] = { "booking.flight", NULL };

static const struct dg_adapter_option options[] = {
    { "url", "base URL, without /v1; https://test.api.amadeus.com for a try", true, false },
    { "client_id", "API key of the account", true, true },
    { "client_secret", "API secret of the account", true, true },
    { "traveler_first_name", "who flies, as in the passport", true, true },
    { "traveler_last_name", "who flies, as in the passport", true, true },
    { "traveler_birth_date", "1990-12-31", true, true },
    { "traveler_gender", "MALE or FEMALE", true, true },
    { "traveler_email", "where the airline writes to", true, true },
    { "traveler_phone_country", "the country's code, digits only: 44", true, true },
    { "traveler_phone", "the number behind it, digits only", true, true },
    { NULL, NULL, false, false },
};

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Book a flight from London to Paris on Friday", "Europe/London" },
    { "帮我订周五从北京到上海的机票", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Book me a train from Bern to Basel tomorrow at 8am", "Europe/London" },
    { "帮我订周五到周日上海的酒店，两个人", "Asia/Shanghai" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_step exchange[] = {
    { "POST /v1/security/oauth2/token", 200, "{\"access_token\":\"t\"}" },
    { "GET /v2/shopping/flight-offers?originLocationCode=LON&destinationLocationCode=PAR&departureDate=2024-02-23", 200,
            "{\"data\":[{\"type\":\"flight-offer\",\"id\":\"1\",\"itineraries\":[{\"segments\":[{\"departure\":{"
            "\"iataCode\":\"LHR\",\"at\":\"2024-02-23T13:00:00\"},\"arrival\":{\"iataCode\":\"CDG\",\"at\":\"2024-02-"
            "23T15:20:00\"},\"carrierCode\":\"BA\",\"number\":\"1\"}]}],\"price\":{\"currency\":\"EUR\",\"grandTotal\":"
            "\"100.00\"}}]}" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { leads, others, exchange, "BA1 LHR" };

extern const struct dg_adapter dg_booking_amadeus_flight;
const struct dg_adapter dg_booking_amadeus_flight = {
    .name = "amadeus-flight",
    .title = "Amadeus flights",
    .base_option = "url",
    .intents = intents,
    .options = options,
    .task_size = sizeof(struct flight_task),
    .deadline_ms = 12000,
    .ask = ask,
    .hear = hear,
    .book = flight_book,
    .undo = flight_undo,
    .manifest = &manifest,
};
