/* Amadeus Self-Service: hotel list, hotel search v3, hotel booking v2. Offers are looked for near a point or in a city; an
 * offer is asked for again before it is ordered, so that nothing is bought at another price. The published contracts have
 * no call that cancels an order or finds one by a reference of ours: there is neither undo nor check. */
#include "adapters/booking/amadeus_hotel.h"

#include "adapters/body.h"
#include "adapters/link/note.h"
#include "adapters/manifest.h"
#include "adapters/oauth2.h"
#include "adapters/slots.h"
#include "intents/catalogue.h"

static enum dg_turn send(
        struct dg_task *task, struct dg_request *next, enum amadeus_stage stage, struct dg_str path, json_t *body)
{
    struct amadeus_task *state = task->state;
    bool order = stage == AMADEUS_ORDERING;
    state->stage = stage;
    return amadeus_send(
            task, next, state->authorization, order ? "POST" : "GET", path, body, order ? DG_ONCE_ONLY : DG_SAFE);
}

static enum dg_turn send_token(struct dg_task *task, struct dg_request *next, enum amadeus_stage stage)
{
    struct amadeus_task *state = task->state;
    state->stage = stage;
    return amadeus_token(task, next);
}

/* ---- offers -------------------------------------------------------------------------------------------------- */

/* Where hotels are looked for: near the venue or the area, or in the city that has a code. */
static struct dg_str search_path(struct dg_task *task, const struct dg_intent *intent)
{
    const char *list = "/v1/reference-data/locations/hotels";
    const struct dg_place *venue = dg_slot_place(intent, "venue"), *area = dg_slot_place(intent, "area");
    const struct dg_place *place = venue && venue->has_point ? venue : area;
    if (place && place->has_point)
        return dg_arena_print(task->arena, "%s/by-geocode?latitude=%.5f&longitude=%.5f&radius=%d&radiusUnit=KM", list,
                place->lat, place->lon, place->kind == DG_PLACE_CITY ? 10 : 3);
    if (place && place->kind == DG_PLACE_CITY && place->code.len == 3)
        return dg_arena_print(task->arena, "%s/by-city?cityCode=%.*s", list, (int)place->code.len, place->code.at);
    return dg_str_of("");
}

/* Hotels of those stars only. */
static struct dg_str rated(struct dg_task *task, const struct dg_intent *intent, struct dg_str path)
{
    struct amadeus_task *state = task->state;
    int stars = dg_slot_count(intent, "stars", 0, 5);
    state->rated = stars > 0;
    return path.len && stars ? dg_arena_print(task->arena, "%.*s&ratings=%d", (int)path.len, path.at, stars) : path;
}

/* A budget a night, or for a stay of one; whatever else is meant stands on the card. */
static struct dg_str price_range(struct dg_task *task, const struct dg_intent *intent, int nights)
{
    static const char *const budget[] = { "budget", NULL };
    const struct dg_slot *slot = dg_intent_slot(intent, "budget");
    const struct dg_money *money = slot && slot->value.kind == DG_MONEY ? &slot->value.money : NULL;
    bool nightly = money && (dg_str_is(money->per, "night") || (!money->per.len && nights == 1));
    if (nightly && money->amount >= 1 && money->amount < 1e7 && money->currency.len == 3)
        return dg_arena_print(task->arena, "&priceRange=-%.0f&currency=%.*s", money->amount, 3, money->currency.at);
    dg_note_unsent(task, intent, budget);
    return dg_str_of("");
}

/* The stay in days; one night where no end was said. 0: it ends before it begins, or is longer than a month. */
static int nights_of(const struct dg_time *check_in, const struct dg_time *check_out)
{
    if (!check_out)
        return 1;
    int64_t nights = amadeus_day(check_out->start) - amadeus_day(check_in->start);
    return nights >= 1 && nights <= 31 ? (int)nights : 0;
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    static const char *const no_area[] = { "area", NULL }, *const no_check_in[] = { "check_in", NULL };
    static const char *const no_check_out[] = { "check_out", NULL };
    struct amadeus_task *state = task->state;
    const struct dg_time *check_in = dg_slot_time(intent, "check_in"), *check_out = dg_slot_time(intent, "check_out");
    state->where = rated(task, intent, search_path(task, intent));
    if (state->where.len == 0)
        return dg_task_missing(task, no_area, "no point on the map is known for the place of the hotel");
    if (!check_in || check_in->grain > DG_GRAIN_WEEKEND ||
            amadeus_day(check_in->start) < amadeus_day(dg_zone_at(task->ctx->zone, task->ctx->now.utc_s)))
        return dg_task_missing(task, no_check_in, "a room needs a day that has not passed");
    state->nights = nights_of(check_in, check_out);
    if (state->nights == 0)
        return dg_task_missing(task, no_check_out, "the stay must end after it begins, within a month");
    state->guests = dg_slot_count(intent, "guests", 1, 1000);
    state->rooms = dg_slot_count(intent, "rooms", 1, 1000);
    if (state->guests > 9 || state->rooms > AMADEUS_ROOMS_MAX)
        return dg_task_fail(task, DG_UNPROCESSABLE, "at most 9 guests a room and %d rooms", AMADEUS_ROOMS_MAX);
    state->price_range = price_range(task, intent, state->nights);
    state->check_in = amadeus_date(task->arena, amadeus_day(check_in->start));
    state->check_out = amadeus_date(task->arena, amadeus_day(check_in->start) + state->nights);
    return send_token(task, next, AMADEUS_TOKEN);
}

static enum dg_turn send_hotels(struct dg_task *task, struct dg_request *next)
{
    struct amadeus_task *state = task->state;
    enum dg_turn turn = send(task, next, AMADEUS_HOTELS, state->where, NULL);
    next->fields = dg_str_of(state->rated ? "area,stars" : "area");
    return turn;
}

/* An Amadeus hotelId; nothing else of the list's may go into a query. */
static bool is_hotel_id(struct dg_str id)
{
    return id.len == 8 && strspn(id.at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == 8;
}

/* The nearest hotels, comma-separated. */
static struct dg_str hotel_ids(struct dg_task *task, const json_t *list)
{
    struct dg_str ids = dg_str_of("");
    size_t i, taken = 0;
    const json_t *hotel;
    json_array_foreach(json_object_get(list, "data"), i, hotel)
    {
        struct dg_str id = dg_body_id(task->arena, hotel, "hotelId");
        if (!is_hotel_id(id) || taken++ == AMADEUS_HOTELS_MAX)
            continue;
        ids = dg_arena_print(
                task->arena, "%.*s%s%.*s", (int)ids.len, ids.at, ids.len > 0 ? "," : "", (int)id.len, id.at);
    }
    return ids;
}

static enum dg_turn hear_hotels(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct amadeus_task *state = task->state;
    if (reply->end != DG_SENT_OK || reply->status != 200)
        return dg_task_fail_reply(task, reply);
    json_t *list = dg_body_read(reply->body);
    struct dg_str ids = hotel_ids(task, list);
    json_decref(list);
    if (ids.len == 0)
        return DG_TURN_DONE;
    struct dg_str path = dg_arena_print(task->arena,
            "/v3/shopping/"
            "hotel-offers?hotelIds=%.*s&adults=%d&checkInDate=%s&checkOutDate=%s&roomQuantity=%d&lang=%s%.*s",
            (int)ids.len, ids.at, state->guests, state->check_in.at, state->check_out.at, state->rooms,
            dg_task_words(task, "EN", "ZH"), (int)state->price_range.len, state->price_range.at);
    enum dg_turn turn = send(task, next, AMADEUS_OFFERS, path, NULL);
    next->fields = dg_str_of(state->price_range.len ? "area,check_in,check_out,guests,rooms,budget"
                                                    : "area,check_in,check_out,guests,rooms");
    return turn;
}

/* The description gives one object under `data` where its own example has a list; both are read. */
static enum dg_turn hear_offers(struct dg_task *task, const struct dg_reply *reply)
{
    if (reply->end != DG_SENT_OK || reply->status != 200)
        return dg_task_fail_reply(task, reply);
    json_t *found = dg_body_read(reply->body);
    const json_t *data = json_object_get(found, "data"), *hotel;
    size_t i;
    if (json_is_object(data))
        amadeus_hotel_offers(task, data);
    json_array_foreach(data, i, hotel) amadeus_hotel_offers(task, hotel);
    bool whole = json_is_object(data) || json_is_array(data);
    dg_note_offers(task);
    json_decref(found);
    return whole ? DG_TURN_DONE : dg_task_fail(task, DG_BAD_GATEWAY, "the answer holds no hotel offers");
}

/* ---- booking ------------------------------------------------------------------------------------------------- */

static enum dg_turn end(struct dg_task *task, enum dg_receipt_end how, const char *en, const char *zh)
{
    task->receipt.end = how;
    task->receipt.detail = dg_str_of(dg_task_words(task, en, zh));
    return DG_TURN_DONE;
}

/* Before the order is sent, nothing can have been booked, whatever went wrong. */
static enum dg_turn end_unreached(struct dg_task *task)
{
    return end(task, DG_RECEIPT_REFUSED, "Amadeus could not be asked; nothing was booked.",
            "无法连接 Amadeus，没有预订。");
}

static enum dg_turn end_unknown(struct dg_task *task)
{
    return end(task, DG_RECEIPT_PENDING,
            "Whether the room is booked is not known, and Amadeus cannot be asked from here. Do not book it again: "
            "look for the "
            "hotel's confirmation by e-mail, or ask the hotel.",
            "不确定是否已订到房间，也无法在此查询。请勿重复预订：请查看酒店的确认邮件，或直接询问酒店。");
}

/* {"offer", "rooms", "amount", "currency"} */
static enum dg_turn book(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    struct amadeus_task *state = task->state;
    json_t *json = dg_body_read(offer_state);
    double rooms = 0;
    state->offer_id = dg_body_id(task->arena, json, "offer");
    dg_body_number(json, "rooms", &rooms);
    state->rooms = rooms >= 1 && rooms <= AMADEUS_ROOMS_MAX ? (int)rooms : 0;
    state->agreed.known = dg_body_number(json, "amount", &state->agreed.amount_max);
    state->agreed.currency = dg_body_currency(task->arena, json, "currency");
    json_decref(json);
    if (state->offer_id.len == 0 || state->rooms == 0 || !state->agreed.known)
        return dg_task_fail(task, DG_INTERNAL, "the offer's state cannot be read");
    return send_token(task, next, AMADEUS_BOOK_TOKEN);
}

static enum dg_turn send_pricing(struct dg_task *task, struct dg_request *next)
{
    struct amadeus_task *state = task->state;
    struct dg_str id = dg_percent_encode(task->arena, state->offer_id);
    struct dg_str path = dg_arena_print(task->arena, "/v3/shopping/hotel-offers/%.*s", (int)id.len, id.at);
    return send(task, next, AMADEUS_PRICING, path, NULL);
}

/* The body of POST /booking/hotel-orders: the configured guest in each room; new reference. */
static json_t *order_json(struct dg_task *task)
{
    struct amadeus_task *state = task->state;
    struct dg_str email = dg_setting(task, "guest_email");
    json_t *guest = json_pack("{s:i,s:o,s:o,s:o,s:o}", "tid", 1, "firstName",
            dg_body_string(dg_setting(task, "guest_first_name")), "lastName",
            dg_body_string(dg_setting(task, "guest_last_name")), "phone",
            dg_body_string(dg_setting(task, "guest_phone")), "email", dg_body_string(email));
    json_t *rooms = json_array();
    for (int i = 0; i < state->rooms; i++)
        json_array_append_new(rooms,
                json_pack("{s:[{s:s}],s:o}", "guestReferences", "guestReference", "1", "hotelOfferId",
                        dg_body_string(state->offer_id)));
    return json_pack("{s:{s:s,s:[o],s:{s:{s:o}},s:o}}", "data", "type", "hotel-order", "guests", guest, "travelAgent",
            "contact", "email", dg_body_string(email), "roomAssociations", rooms);
}

static enum dg_turn send_order(struct dg_task *task, struct dg_request *next)
{
    enum dg_turn turn = send(task, next, AMADEUS_ORDERING, dg_str_of("/v2/booking/hotel-orders"), order_json(task));
    next->fields = dg_str_of("guest_first_name,guest_last_name,guest_phone,guest_email");
    return turn;
}

static enum dg_turn hear_pricing(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct amadeus_task *state = task->state;
    if (dg_reply_refused(reply))
        return end(task, DG_RECEIPT_REFUSED, "The room is gone; nothing was booked.", "房间已售出，没有预订。");
    if (reply->end != DG_SENT_OK || reply->status != 200)
        return end_unreached(task);
    json_t *body = dg_body_read(reply->body);
    const json_t *offer = json_array_get(json_object_get(json_object_get(body, "data"), "offers"), 0);
    struct dg_offer_price now = amadeus_price(task->arena, json_object_get(offer, "price"), "total");
    json_decref(body);
    if (now.known && dg_price_holds(&state->agreed, &now))
        return send_order(task, next);
    task->receipt.price = now;
    return end(task, DG_RECEIPT_REFUSED, "The price has changed; nothing was booked.", "价格已变动，没有预订。");
}

static const struct {
    const char *status;
    enum dg_receipt_end end;
    const char *en, *zh;
} statuses[] = {
    { "CONFIRMED", DG_RECEIPT_BOOKED, "The room is booked.", "房间已预订。" },
    { "PENDING", DG_RECEIPT_PENDING, "The hotel will still confirm the room.", "等待酒店确认。" },
    { "ON_HOLD", DG_RECEIPT_PENDING, "The hotel will still confirm the room.", "等待酒店确认。" },
    { "UNCONFIRMED", DG_RECEIPT_PENDING, "The hotel will still confirm the room.", "等待酒店确认。" },
    { "DENIED", DG_RECEIPT_REFUSED, "The hotel refused the booking.", "酒店拒绝了预订。" },
    { "CANCELLED", DG_RECEIPT_REFUSED, "The hotel refused the booking.", "酒店拒绝了预订。" },
};

static enum dg_turn hear_order(struct dg_task *task, const struct dg_reply *reply)
{
    if (reply->end == DG_SENT_NOT)
        return end_unreached(task);
    if (dg_reply_refused(reply))
        return end(task, DG_RECEIPT_REFUSED, "The hotel refused the booking.", "酒店拒绝了预订。");
    json_t *body = reply->end == DG_SENT_OK && reply->status < 300 ? dg_body_read(reply->body) : NULL;
    const json_t *order = json_object_get(body, "data");
    const json_t *booking = json_array_get(json_object_get(order, "hotelBookings"), 0);
    const json_t *hotel = json_array_get(json_object_get(booking, "hotelProviderInformation"), 0);
    struct dg_str number = dg_body_text(task->arena, hotel, "confirmationNumber");
    task->receipt.reference = number.len > 0 ? number : dg_body_text(task->arena, order, "id");
    enum dg_turn turn = end_unknown(task);
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        if (dg_body_is(booking, "bookingStatus", statuses[i].status))
            turn = end(task, statuses[i].end, statuses[i].en, statuses[i].zh);
    }
    json_decref(body);
    return turn;
}

/* ---- the adapter --------------------------------------------------------------------------------------------- */

static enum dg_turn hear_token(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct amadeus_task *state = task->state;
    state->authorization = dg_oauth2_hear(task, reply);
    if (state->stage == AMADEUS_BOOK_TOKEN)
        return state->authorization.len > 0 ? send_pricing(task, next) : end_unreached(task);
    if (state->authorization.len == 0 && reply->end == DG_SENT_OK)
        return dg_task_fail(task, DG_BAD_GATEWAY, "the provider gave no access token");
    if (state->authorization.len == 0)
        return dg_task_fail_reply(task, reply);
    return send_hotels(task, next);
}

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct amadeus_task *state = task->state;
    switch (state->stage) {
    case AMADEUS_TOKEN:
    case AMADEUS_BOOK_TOKEN:
        return hear_token(task, reply, next);
    case AMADEUS_HOTELS:
        return hear_hotels(task, reply, next);
    case AMADEUS_OFFERS:
        return hear_offers(task, reply);
    case AMADEUS_PRICING:
        return hear_pricing(task, reply, next);
    case AMADEUS_ORDERING:
        return hear_order(task, reply);
    }
    return dg_task_fail(task, DG_INTERNAL, "no request was under way");
}

static const char *const intents[] = { "booking.hotel", NULL };

static const struct dg_adapter_option options[] = {
    { "url", "base URL, without /v1; https://test.api.amadeus.com for a try", true, false },
    { "client_id", "API key of the account", true, true },
    { "client_secret", "API secret of the account", true, true },
    { "guest_first_name", "the guest whose name the room is booked in", true, true },
    { "guest_last_name", "the guest's last name", true, true },
    { "guest_email", "where the hotel writes to", true, true },
    { "guest_phone", "with the country's code: +44…", true, true },
    { NULL, NULL, false, false },
};

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Find me a hotel in Paris from Friday to Sunday", "Europe/London" },
    { "帮我订周五到周日上海的酒店，两个人", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Book a flight from London to Paris on Friday", "Europe/London" },
    { "订明天晚上七点国贸附近的火锅店，四个人", "Asia/Shanghai" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_step exchange[] = {
    { "POST /v1/security/oauth2/token", 200, "{\"access_token\":\"t\"}" },
    { "GET /v1/reference-data/locations/hotels/by-geocode?", 200, "{\"data\":[{\"hotelId\":\"SBWREN01\"}]}" },
    { "GET /v3/shopping/hotel-offers?hotelIds=SBWREN01", 200,
            "{\"data\":[{\"hotel\":{\"name\":\"Wren "
            "House\"},\"offers\":[{\"id\":\"1\",\"price\":{\"currency\":\"EUR\",\"total\":\"80.00\"}}]}]}" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { leads, others, exchange, "Wren House" };

extern const struct dg_adapter dg_booking_amadeus_hotel;
const struct dg_adapter dg_booking_amadeus_hotel = {
    .name = "amadeus-hotel",
    .title = "Amadeus hotels",
    .base_option = "url",
    .intents = intents,
    .options = options,
    .task_size = sizeof(struct amadeus_task),
    .deadline_ms = 12000,
    .ask = ask,
    .hear = hear,
    .book = book,
    .manifest = &manifest,
};
