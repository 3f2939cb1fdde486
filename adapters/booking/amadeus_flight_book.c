/* A flight that was confirmed: priced again, ordered at that price or not at all, and cancelled. */
#include "adapters/body.h"
#include "adapters/booking/amadeus_flight.h"

static const char orders[] = "/v1/booking/flight-orders";

static enum dg_turn end(struct dg_task *task, enum dg_receipt_end how, const char *en, const char *zh)
{
    task->receipt.end = how;
    task->receipt.detail = dg_str_of(dg_task_words(task, en, zh));
    return DG_TURN_DONE;
}

enum dg_turn flight_end_unreached(struct dg_task *task)
{
    return end(task, DG_RECEIPT_REFUSED, "Amadeus could not be asked; nothing was booked.",
            "无法连接 Amadeus，没有预订。");
}

/* ---- pricing ----------------------------------------------------------------------------------------------------- */

/* {"offer", "amount", "currency"} */
enum dg_turn flight_book(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    struct flight_task *state = task->state;
    json_t *json = dg_body_read(offer_state);
    state->agreed.known = dg_body_number(json, "amount", &state->agreed.amount_max);
    state->agreed.currency = dg_body_currency(task->arena, json, "currency");
    json_t *offer = json_object_get(json, "offer");
    state->offer = offer ? dg_body_write(task->arena, json_incref(offer)) : dg_str_of("");
    json_decref(json);
    if (state->offer.len == 0 || !state->agreed.known)
        return dg_task_fail(task, DG_INTERNAL, "the offer's state cannot be read");
    return flight_send_token(task, next, FLIGHT_PRICING);
}

/* The contract wants the header, for a POST that only asks. */
enum dg_turn flight_send_pricing(struct dg_task *task, struct dg_request *next)
{
    const struct flight_task *state = task->state;
    json_t *body = json_pack(
            "{s:{s:s,s:[o]}}", "data", "type", "flight-offers-pricing", "flightOffers", dg_body_read(state->offer));
    enum dg_turn turn =
            flight_send(task, next, FLIGHT_PRICING, "POST", dg_str_of("/v1/shopping/flight-offers/pricing"), body);
    dg_request_header(next, "X-HTTP-Method-Override", dg_str_of("GET"), false);
    next->fields = dg_str_of("origin,destination,depart,return,passengers");
    return turn;
}

/* What the airline wants to know and we are not told: passports and addresses. */
static bool wants_more(const json_t *data)
{
    const json_t *wants = json_object_get(data, "bookingRequirements"), *traveler;
    size_t i;
    if (json_is_true(json_object_get(wants, "invoiceAddressRequired")) ||
            json_is_true(json_object_get(wants, "mailingAddressRequired")))
        return true;
    json_array_foreach(json_object_get(wants, "travelerRequirements"), i, traveler)
    {
        if (json_is_true(json_object_get(traveler, "documentRequired")) ||
                json_is_true(json_object_get(traveler, "residenceRequired")))
            return true;
    }
    return false;
}

static json_t *traveler_json(const struct dg_task *task)
{
    json_t *phone = json_pack("{s:s,s:o,s:o}", "deviceType", "MOBILE", "countryCallingCode",
            dg_body_string(dg_setting(task, "traveler_phone_country")), "number",
            dg_body_string(dg_setting(task, "traveler_phone")));
    return json_pack("{s:s,s:o,s:o,s:{s:o,s:o},s:{s:o,s:[o]}}", "id", "1", "dateOfBirth",
            dg_body_string(dg_setting(task, "traveler_birth_date")), "gender",
            dg_body_string(dg_setting(task, "traveler_gender")), "name", "firstName",
            dg_body_string(dg_setting(task, "traveler_first_name")), "lastName",
            dg_body_string(dg_setting(task, "traveler_last_name")), "contact", "emailAddress",
            dg_body_string(dg_setting(task, "traveler_email")), "phones", phone);
}

static json_t *order_json(const struct dg_task *task, json_t *priced)
{
    return json_pack("{s:{s:s,s:[O],s:[o],s:{s:[{s:s,s:o}]},s:{s:s,s:s}}}", "data", "type", "flight-order",
            "flightOffers", priced, "travelers", traveler_json(task), "remarks", "general", "subType",
            "GENERAL_MISCELLANEOUS", "text", dg_body_string(task->key), "ticketingAgreement", "option",
            "DELAY_TO_CANCEL", "delay", "6D");
}

static enum dg_turn send_order(struct dg_task *task, json_t *priced, struct dg_request *next)
{
    enum dg_turn turn = flight_send(task, next, FLIGHT_ORDERING, "POST", dg_str_of(orders), order_json(task, priced));
    next->fields =
            dg_str_of("origin,destination,depart,return,traveler_first_name,traveler_last_name,traveler_birth_date,"
                      "traveler_gender,traveler_email,traveler_phone");
    return turn;
}

static enum dg_turn order(struct dg_task *task, const json_t *data, struct dg_request *next)
{
    struct flight_task *state = task->state;
    json_t *priced = json_array_get(json_object_get(data, "flightOffers"), 0);
    struct dg_offer_price now = amadeus_price(task->arena, json_object_get(priced, "price"), "grandTotal");
    if (wants_more(data))
        return end(task, DG_RECEIPT_REFUSED, "The airline wants a passport or an address; nothing was booked.",
                "航空公司需要证件或地址信息，没有预订。");
    if (now.known && dg_price_holds(&state->agreed, &now))
        return send_order(task, priced, next);
    task->receipt.price = now;
    return end(task, DG_RECEIPT_REFUSED, "The price has changed; nothing was booked.", "价格已变动，没有预订。");
}

enum dg_turn flight_hear_pricing(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    if (dg_reply_refused(reply))
        return end(task, DG_RECEIPT_REFUSED, "The flight is gone; nothing was booked.", "航班已售罄，没有预订。");
    if (reply->end != DG_SENT_OK || reply->status != 200)
        return flight_end_unreached(task);
    json_t *body = dg_body_read(reply->body);
    enum dg_turn turn = order(task, json_object_get(body, "data"), next);
    json_decref(body);
    return turn;
}

/* ---- ordering ---------------------------------------------------------------------------------------------------- */

/* The record locator is what the airline knows; the order's id is what cancels it. */
enum dg_turn flight_hear_order(struct dg_task *task, const struct dg_reply *reply)
{
    if (reply->end == DG_SENT_NOT)
        return flight_end_unreached(task);
    if (dg_reply_refused(reply))
        return end(task, DG_RECEIPT_REFUSED, "The airline refused the booking.", "航空公司拒绝了预订。");
    json_t *body = reply->end == DG_SENT_OK && reply->status < 300 ? dg_body_read(reply->body) : NULL;
    const json_t *data = json_object_get(body, "data");
    struct dg_str id = dg_body_id(task->arena, data, "id");
    struct dg_str locator =
            dg_body_text(task->arena, json_array_get(json_object_get(data, "associatedRecords"), 0), "reference");
    json_decref(body);
    if (id.len == 0)
        return end(task, DG_RECEIPT_PENDING,
                "Whether the seat is booked is not known, and Amadeus cannot be asked from here. Do not book it again: "
                "look for "
                "the airline's confirmation by e-mail, or ask the airline.",
                "不确定是否已出票，也无法在此查询。请勿重复预订：请查看航空公司的确认邮件，或直接询问航空公司。");
    task->receipt.reference = locator.len > 0 ? locator : id;
    task->receipt.state = dg_body_write(task->arena, json_pack("{s:o}", "order", dg_body_string(id)));
    return end(task, DG_RECEIPT_BOOKED, "The flight is reserved.", "航班已预订。");
}

/* ---- cancelling -------------------------------------------------------------------------------------------------- */

enum dg_turn flight_undo(struct dg_task *task, struct dg_str receipt_state, struct dg_request *next)
{
    struct flight_task *state = task->state;
    json_t *json = dg_body_read(receipt_state);
    state->order_id = dg_body_id(task->arena, json, "order");
    json_decref(json);
    if (state->order_id.len == 0)
        return dg_task_fail(task, DG_INTERNAL, "the receipt's state cannot be read");
    return flight_send_token(task, next, FLIGHT_CANCELLING);
}

static struct dg_str order_path(struct dg_task *task)
{
    const struct flight_task *state = task->state;
    struct dg_str id = dg_percent_encode(task->arena, state->order_id);
    return dg_arena_print(task->arena, "%s/%.*s", orders, (int)id.len, id.at);
}

enum dg_turn flight_send_cancelling(struct dg_task *task, struct dg_request *next)
{
    return flight_send(task, next, FLIGHT_CANCELLING, "DELETE", order_path(task), NULL);
}

/* An order that is not there any more was cancelled, by this call or an earlier one. */
enum dg_turn flight_hear_cancelling(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    bool gone = reply->end == DG_SENT_OK && (reply->status == 204 || reply->status == 200 || reply->status == 404);
    if (gone)
        return end(task, DG_RECEIPT_CANCELLED, "The flight is cancelled.", "航班已取消。");
    if (reply->end == DG_SENT_NOT)
        return dg_task_fail_reply(task, reply);
    if (dg_reply_refused(reply))
        return end(task, DG_RECEIPT_REFUSED, "The flight could not be cancelled.", "无法取消航班。");
    return flight_send(task, next, FLIGHT_LOOKING, "GET", order_path(task), NULL);
}

enum dg_turn flight_hear_looking(struct dg_task *task, const struct dg_reply *reply)
{
    if (reply->end == DG_SENT_OK && reply->status == 404)
        return end(task, DG_RECEIPT_CANCELLED, "The flight is cancelled.", "航班已取消。");
    if (reply->end == DG_SENT_OK && reply->status == 200)
        return end(task, DG_RECEIPT_REFUSED, "The flight could not be cancelled.", "无法取消航班。");
    return end(task, DG_RECEIPT_PENDING, "The airline has not said yet whether the flight is cancelled.",
            "航空公司尚未告知是否取消成功。");
}
