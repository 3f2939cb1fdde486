/* OSDM 3.9 online API. A ticket is a booking that is held (POST /bookings), made firm (POST …/fulfillments) and given back
 * through an offer to refund it. The caller's own reference travels as externalRef and finds the booking again; each step
 * carries an Idempotency-Key, so it may be repeated. */
#include "adapters/booking/osdm.h"

#include "adapters/body.h"
#include "adapters/idempotency.h"
#include "adapters/manifest.h"

enum { ADULT_AGE = 30 }; /* a fare needs an age; tickets are asked for at the full fare */

/* What names the step in an Idempotency-Key; NULL: a GET, or of no consequence. */
static const char *const steps[] = {
    [OSDM_BOOKING] = "book",
    [OSDM_FULFILLING] = "fulfil",
    [OSDM_REFUNDING] = "refund",
    [OSDM_REFUND_CONFIRMING] = "refund-confirm",
    [OSDM_UNDO_CHECKING] = NULL,
};

static void add_headers(struct dg_task *task, struct dg_request *next, enum osdm_stage stage)
{
    struct dg_str requestor = dg_setting(task, "requestor"), token = dg_setting(task, "token");
    dg_request_header(next, "Accept", dg_str_of("application/json"), false);
    dg_request_header(next, "Accept-Language", dg_str_of(dg_task_words(task, "en", "zh, en;q=0.5")), false);
    if (requestor.len > 0)
        dg_request_header(next, "Requestor", requestor, true);
    if (token.len > 0)
        dg_request_header(
                next, "Authorization", dg_arena_print(task->arena, "Bearer %.*s", (int)token.len, token.at), true);
    if (steps[stage])
        dg_request_header(next, "Idempotency-Key", dg_key_uuid(task->arena, task->key, steps[stage]), false);
}

enum dg_turn osdm_send(struct dg_task *task, struct dg_request *next, enum osdm_stage stage, const char *method,
        struct dg_str path, json_t *body)
{
    struct osdm_task *state = task->state;
    bool has_body = strcmp(method, "GET") != 0 && strcmp(method, "DELETE") != 0;
    state->stage = stage;
    *next = (struct dg_request){ .method = dg_str_of(method), .safety = DG_SAFE };
    next->url = dg_task_url(task, path);
    add_headers(task, next, stage);
    if (has_body)
        dg_request_header(next, "Content-Type", dg_str_of("application/json"), false);
    next->body = dg_body_write(task->arena, body);
    if (dg_arena_overflowed(task->arena) || (has_body && next->body.len == 0))
        return dg_task_fail(task, DG_TOO_BIG, "the request does not fit");
    return DG_TURN_SEND;
}

struct dg_str osdm_booking_path(struct dg_task *task, const char *rest)
{
    struct osdm_task *state = task->state;
    struct dg_str id = dg_percent_encode(task->arena, state->booking_id);
    return dg_arena_print(task->arena, "/bookings/%.*s%s", (int)id.len, id.at, rest);
}

enum dg_turn osdm_look(struct dg_task *task, struct dg_request *next, enum osdm_stage stage)
{
    struct osdm_task *state = task->state;
    state->looked = true;
    return osdm_send(task, next, stage, "GET", osdm_booking_path(task, ""), NULL);
}

static json_t *passenger_ref(int number)
{
    return json_sprintf("p%d", number);
}

json_t *osdm_passenger_refs(const struct dg_task *task)
{
    const struct osdm_task *state = task->state;
    json_t *refs = json_array();
    for (int i = 1; i <= state->passengers; i++)
        json_array_append_new(refs, passenger_ref(i));
    return refs;
}

bool osdm_is_named(const struct dg_task *task)
{
    return dg_setting(task, "first_name").len > 0 && dg_setting(task, "last_name").len > 0;
}

json_t *osdm_passengers(const struct dg_task *task, bool named)
{
    const struct osdm_task *state = task->state;
    struct dg_str first = dg_setting(task, "first_name"), last = dg_setting(task, "last_name");
    json_t *all = json_array();
    for (int i = 1; i <= state->passengers; i++) {
        json_t *one = json_pack("{s:o,s:s,s:i}", "externalRef", passenger_ref(i), "type", "PERSON", "age", ADULT_AGE);
        if (named && i == 1 && osdm_is_named(task))
            json_object_set_new(one, "detail",
                    json_pack("{s:o,s:o}", "firstName", dg_body_string(first), "lastName", dg_body_string(last)));
        json_array_append_new(all, one);
    }
    return all;
}

struct dg_offer_price osdm_price(struct dg_arena *arena, const json_t *price)
{
    double amount, scale = 2;
    struct dg_offer_price out = { .currency = dg_body_currency(arena, price, "currency") };
    if (out.currency.len == 0 || !dg_body_number(price, "amount", &amount))
        return out;
    if (json_is_integer(json_object_get(price, "scale")))
        dg_body_number(price, "scale", &scale);
    for (int i = 0; i < (int)scale && i < 4; i++)
        amount /= 10;
    out.known = amount >= 0 && scale >= 0 && scale <= 4;
    out.amount = out.amount_max = amount;
    return out;
}

enum dg_turn osdm_end(struct dg_task *task, enum dg_receipt_end how, const char *en, const char *zh)
{
    struct osdm_task *state = task->state;
    task->receipt.end = how;
    task->receipt.reference = state->booking_id;
    task->receipt.detail = dg_str_of(dg_task_words(task, en, zh));
    task->receipt.state = dg_body_write(task->arena, json_pack("{s:o}", "id", dg_body_string(state->booking_id)));
    return DG_TURN_DONE;
}

json_t *osdm_read(const struct dg_reply *reply)
{
    bool whole = reply->end == DG_SENT_OK && reply->status >= 200 && reply->status < 300;
    return whole ? dg_body_read(reply->body) : NULL;
}

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct osdm_task *state = task->state;
    switch (state->stage) {
    case OSDM_ORIGIN:
    case OSDM_DESTINATION:
        return osdm_hear_place(task, reply, next);
    case OSDM_OFFERS:
        return osdm_hear_offers(task, reply);
    case OSDM_BOOKING:
        return osdm_hear_booking(task, reply, next);
    case OSDM_FULFILLING:
        return osdm_hear_fulfilling(task, reply, next);
    case OSDM_WITHDRAWING:
        return osdm_hear_withdrawing(task);
    case OSDM_SEARCHING:
        return osdm_hear_search(task, reply, next);
    case OSDM_LOOKING:
        return osdm_hear_look(task, reply, next);
    default:
        return osdm_hear_undo(task, reply, next);
    }
}

static const char *const intents[] = { "booking.train", NULL };

static const struct dg_adapter_option options[] = {
    { "url", "base URL of the distributor's OSDM API, without /offers", true, false },
    { "token", "bearer token", false, true },
    { "requestor", "header Requestor, as agreed with the distributor", false, true },
    { "name", "shown name of the distributor", false, false },
    { "first_name", "first name on the ticket, where the distributor wants one", false, true },
    { "last_name", "last name on the ticket", false, true },
    { NULL, NULL, false, false },
};

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Book me a train from Bern to Basel tomorrow at 8am", "Europe/London" },
    { "帮我订明天从北京到上海的高铁票", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Book a flight from London to Paris on Friday", "Europe/London" },
    { "帮我叫辆车，晚上九点从北京南站去首都机场", "Asia/Shanghai" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_step exchange[] = {
    { "POST /places", 200, "{\"places\":[{\"objectType\":\"StopPlace\",\"id\":\"urn:uic:stn:8507000\"}]}" },
    { "POST /places", 200, "{\"places\":[{\"objectType\":\"StopPlace\",\"id\":\"urn:uic:stn:8500010\"}]}" },
    { "POST /offers", 200,
            "{\"offers\":[{\"offerId\":\"1\",\"preBookableUntil\":\"2024-02-20T12:10:00Z\",\"passengerRefs\":[\"p1\"],"
            "\"tripCoverage\":{\"coveredTripId\":\"1\"}}],\"trips\":[{\"id\":\"1\",\"legs\":[{\"id\":\"1\","
            "\"timedLeg\":{\"service\":{\"publishedServiceName\":\"IC 1\"}}}]}]}" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { leads, others, exchange, "IC 1" };

extern const struct dg_adapter dg_booking_osdm;
const struct dg_adapter dg_booking_osdm = {
    .name = "osdm",
    .title = "OSDM rail distributors",
    .base_option = "url",
    .intents = intents,
    .options = options,
    .task_size = sizeof(struct osdm_task),
    .deadline_ms = 12000,
    .ask = osdm_ask,
    .hear = hear,
    .book = osdm_book,
    .check = osdm_check,
    .undo = osdm_undo,
    .manifest = &manifest,
};
