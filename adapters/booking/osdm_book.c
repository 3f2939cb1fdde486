/* Holding an offer, making it firm, and finding out what became of it. */
#include "adapters/body.h"
#include "adapters/booking/osdm.h"

static enum dg_turn end_unknown(struct dg_task *task)
{
    return osdm_end(task, DG_RECEIPT_PENDING, "The distributor has not said yet whether the ticket is booked.",
            "售票方尚未告知是否出票成功。");
}

static enum dg_turn end_refused(struct dg_task *task)
{
    return osdm_end(task, DG_RECEIPT_REFUSED, "The distributor did not sell this ticket; the offer may have expired.",
            "售票方未能出票，报价可能已过期。");
}

/* {"offer", "passengers", "amount"?, "currency"?} */
static bool read_offer_state(struct dg_task *task, struct dg_str text)
{
    struct osdm_task *state = task->state;
    json_t *json = dg_body_read(text);
    double passengers = 0;
    state->offer_id = dg_body_id(task->arena, json, "offer");
    dg_body_number(json, "passengers", &passengers);
    state->passengers = passengers >= 1 && passengers <= OSDM_PASSENGERS_MAX ? (int)passengers : 0;
    state->agreed.known = dg_body_number(json, "amount", &state->agreed.amount_max);
    state->agreed.currency = dg_body_currency(task->arena, json, "currency");
    json_decref(json);
    return state->offer_id.len > 0 && state->passengers > 0;
}

enum dg_turn osdm_book(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    struct osdm_task *state = task->state;
    if (!read_offer_state(task, offer_state))
        return dg_task_fail(task, DG_INTERNAL, "the offer's state cannot be read");
    json_t *selection = json_pack(
            "{s:o,s:o}", "offerId", dg_body_string(state->offer_id), "passengerRefs", osdm_passenger_refs(task));
    json_t *body = json_pack("{s:[o],s:o,s:o}", "offers", selection, "passengerSpecifications",
            osdm_passengers(task, true), "externalRef", dg_body_string(task->key));
    enum dg_turn turn = osdm_send(task, next, OSDM_BOOKING, "POST", dg_str_of("/bookings"), body);
    next->fields = dg_str_of(osdm_is_named(task) ? "passengers,first_name,last_name" : "passengers");
    return turn;
}

/* ---- what has become of a booking ---------------------------------------------------------------------------- */

static const struct {
    const char *status;
    enum osdm_booking_is is;
} statuses[] = {
    { "PREBOOKED", OSDM_IS_HELD },
    { "ON_HOLD", OSDM_IS_HELD },
    { "AVAILABLE", OSDM_IS_SOLD },
    { "CONFIRMED", OSDM_IS_SOLD },
    { "FULFILLED", OSDM_IS_SOLD },
    { "CHECKEDIN", OSDM_IS_SOLD },
    { "CANCELLED", OSDM_IS_OVER },
    { "RELEASED", OSDM_IS_OVER },
    { "REFUNDED", OSDM_IS_OVER },
    { "EXCHANGED", OSDM_IS_OVER },
    { "EXPIRED", OSDM_IS_OVER },
};

/* The most alive of the statuses in a list: something sold counts more than something held, that more than what is over. */
static enum osdm_booking_is livest(const json_t *list, enum osdm_booking_is so_far)
{
    static const int life[] = { [OSDM_IS_UNCLEAR] = 0, [OSDM_IS_OVER] = 1, [OSDM_IS_HELD] = 2, [OSDM_IS_SOLD] = 3 };
    size_t i;
    const json_t *part;
    json_array_foreach(list, i, part)
    {
        for (size_t s = 0; s < sizeof statuses / sizeof statuses[0]; s++) {
            if (dg_body_is(part, "status", statuses[s].status) && life[statuses[s].is] > life[so_far])
                so_far = statuses[s].is;
        }
    }
    return so_far;
}

enum osdm_booking_is osdm_booking_is(const json_t *booking)
{
    static const char *const parts[] = { "admissions", "reservations", "ancillaries" };
    enum osdm_booking_is is = livest(json_object_get(booking, "fulfillments"), OSDM_IS_UNCLEAR);
    if (is != OSDM_IS_UNCLEAR)
        return is;
    size_t i;
    const json_t *offer;
    json_array_foreach(json_object_get(booking, "bookedOffers"), i, offer)
    {
        for (size_t p = 0; p < sizeof parts / sizeof parts[0]; p++)
            is = livest(json_object_get(offer, parts[p]), is);
    }
    return is;
}

static enum dg_turn go_on_from_held(struct dg_task *task, const json_t *booking, struct dg_request *next)
{
    struct osdm_task *state = task->state;
    struct dg_offer_price now = osdm_price(task->arena, json_object_get(booking, "provisionalPrice"));
    if (!dg_price_holds(&state->agreed, &now)) {
        task->receipt.price = now;
        return osdm_send(task, next, OSDM_WITHDRAWING, "DELETE", osdm_booking_path(task, ""), NULL);
    }
    json_t *body = json_pack("{s:s}", "issuingLanguage", dg_task_words(task, "en", "zh"));
    return osdm_send(task, next, OSDM_FULFILLING, "POST", osdm_booking_path(task, "/fulfillments"), body);
}

static enum dg_turn go_on(struct dg_task *task, const json_t *booking, struct dg_request *next)
{
    switch (osdm_booking_is(booking)) {
    case OSDM_IS_HELD:
        return go_on_from_held(task, booking, next);
    case OSDM_IS_SOLD:
        task->receipt.price = osdm_price(task->arena, json_object_get(booking, "confirmedPrice"));
        return osdm_end(task, DG_RECEIPT_BOOKED, "The ticket is booked.", "已出票。");
    case OSDM_IS_OVER:
        return osdm_end(task, DG_RECEIPT_CANCELLED, "The ticket is cancelled.", "车票已退。");
    case OSDM_IS_UNCLEAR:
        break;
    }
    return end_unknown(task);
}

enum dg_turn osdm_hear_booking(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct osdm_task *state = task->state;
    if (reply->end == DG_SENT_NOT)
        return dg_task_fail_reply(task, reply);
    if (dg_reply_refused(reply))
        return end_refused(task);
    json_t *body = osdm_read(reply);
    const json_t *booking = json_object_get(body, "booking");
    state->booking_id = dg_body_id(task->arena, booking, "id");
    enum dg_turn turn = state->booking_id.len > 0 ? go_on(task, booking, next) : end_unknown(task);
    json_decref(body);
    return turn;
}

/* A refusal may come from a ticket that is made already, so the booking itself is looked at; once, for a check that came
 * here from a look must end. */
enum dg_turn osdm_hear_fulfilling(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct osdm_task *state = task->state;
    if (dg_reply_refused(reply) && !state->looked)
        return osdm_look(task, next, OSDM_LOOKING);
    json_t *body = osdm_read(reply);
    enum osdm_booking_is is = livest(json_object_get(body, "fulfillments"), OSDM_IS_UNCLEAR);
    json_decref(body);
    if (is == OSDM_IS_SOLD)
        return osdm_end(task, DG_RECEIPT_BOOKED, "The ticket is booked.", "已出票。");
    return end_unknown(task);
}

/* Whether or not the DELETE arrived: what was never made firm runs out by itself. */
enum dg_turn osdm_hear_withdrawing(struct dg_task *task)
{
    return osdm_end(task, DG_RECEIPT_REFUSED, "The price has changed; nothing was booked.", "价格已变动，没有出票。");
}

/* ---- looking ------------------------------------------------------------------------------------------------- */

enum dg_turn osdm_check(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    if (!read_offer_state(task, offer_state))
        return dg_task_fail(task, DG_INTERNAL, "the offer's state cannot be read");
    json_t *body = json_pack("{s:o}", "externalRef", dg_body_string(task->key));
    return osdm_send(task, next, OSDM_SEARCHING, "POST", dg_str_of("/bookings-search"), body);
}

/* The id of the booking that carries our reference; a distributor that searches loosely may find others too. */
static struct dg_str own_booking(struct dg_task *task, const json_t *results)
{
    size_t i;
    const json_t *result;
    json_array_foreach(results, i, result)
    {
        const char *ref = json_string_value(json_object_get(result, "externalRef"));
        if (ref && dg_str_is(task->key, ref))
            return dg_body_id(task->arena, result, "id");
    }
    return dg_str_of("");
}

enum dg_turn osdm_hear_search(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct osdm_task *state = task->state;
    json_t *body = osdm_read(reply);
    const json_t *results = json_object_get(body, "bookingSearchResults");
    bool whole = body && (!results || json_is_array(results));
    state->booking_id = own_booking(task, results);
    json_decref(body);
    if (!whole)
        return end_unknown(task);
    if (state->booking_id.len == 0)
        return osdm_end(task, DG_RECEIPT_NONE, "Nothing was booked.", "没有出票。");
    return osdm_look(task, next, OSDM_LOOKING);
}

enum dg_turn osdm_hear_look(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    if (reply->end == DG_SENT_OK && (reply->status == 404 || reply->status == 410))
        return end_refused(task);
    json_t *body = osdm_read(reply);
    enum dg_turn turn = go_on(task, json_object_get(body, "booking"), next);
    json_decref(body);
    return turn;
}
