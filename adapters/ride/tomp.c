/* TOMP-API 1.6.1. A ride is asked for with POST /planning/offers, held with POST /bookings and made firm with the event
 * COMMIT; the event CANCEL ends it. A booking carries the id of its offer, so one offer can become one booking at most,
 * and GET /bookings/{id} tells what became of it. */
#include "adapters/adapter.h"
#include "adapters/body.h"
#include "adapters/link/note.h"
#include "adapters/manifest.h"
#include "adapters/ride/ride.h"
#include "adapters/ride/tomp_offer.h"

enum stage {
    PLANNING, /* offers asked for */
    HOLDING, /* POST /bookings */
    COMMITTING,
    WITHDRAWING, /* CANCEL of a held booking whose price is not the one agreed to */
    LOOKING, /* GET /bookings/{id}: an outcome is unknown */
    CANCELLING,
    LOOKING_CANCELLED, /* GET after a CANCEL without an answer */
};

struct tomp_task {
    enum stage stage;
    struct dg_str id; /* of offer and booking */
    struct dg_offer_price agreed; /* what the person confirmed; only its upper end is kept */
    bool looked;
};

/* ---- requests ------------------------------------------------------------------------------------------------ */

static void add_headers(struct dg_task *task, struct dg_request *next)
{
    struct dg_str maas_id = dg_setting(task, "maas_id"), addressee = dg_setting(task, "addressed_to");
    struct dg_str token = dg_setting(task, "token"), api_key = dg_setting(task, "api_key");
    dg_request_header(next, "Accept", dg_str_of("application/json"), false);
    dg_request_header(next, "Accept-Language", dg_str_of(dg_task_words(task, "en", "zh")), false);
    dg_request_header(next, "Api", dg_str_of("TOMP"), false);
    dg_request_header(next, "Api-Version", dg_str_of("1.6.1"), false);
    dg_request_header(next, "maas-id", maas_id.len > 0 ? maas_id : dg_str_of("dragoman"), false);
    if (addressee.len > 0)
        dg_request_header(next, "addressed-to", addressee, false);
    if (token.len > 0)
        dg_request_header(
                next, "Authorization", dg_arena_print(task->arena, "Bearer %.*s", (int)token.len, token.at), true);
    if (api_key.len > 0)
        dg_request_header(next, "X-API-Key", api_key, true);
}

/* Steals `body`; a look has none. Only a planning and a GET may be repeated: nothing in TOMP-API says that a
 * second booking or event with the same id is harmless. */
static enum dg_turn send(
        struct dg_task *task, struct dg_request *next, enum stage stage, struct dg_str path, json_t *body)
{
    struct tomp_task *state = task->state;
    bool look = stage == LOOKING || stage == LOOKING_CANCELLED;
    state->stage = stage;
    *next = (struct dg_request){ .method = dg_str_of(look ? "GET" : "POST") };
    next->safety = look || stage == PLANNING ? DG_SAFE : DG_ONCE_ONLY;
    next->url = dg_task_url(task, path);
    add_headers(task, next);
    if (!look)
        dg_request_header(next, "Content-Type", dg_str_of("application/json"), false);
    next->body = dg_body_write(task->arena, body);
    if (dg_arena_overflowed(task->arena) || (!look && next->body.len == 0))
        return dg_task_fail(task, DG_TOO_BIG, "the request does not fit");
    return DG_TURN_SEND;
}

static struct dg_str booking_path(struct dg_task *task, const char *rest)
{
    struct tomp_task *state = task->state;
    struct dg_str id = dg_percent_encode(task->arena, state->id);
    return dg_arena_print(task->arena, "/bookings/%.*s%s", (int)id.len, id.at, rest);
}

static enum dg_turn send_event(struct dg_task *task, struct dg_request *next, enum stage stage, const char *operation)
{
    json_t *body = json_pack("{s:s,s:s}", "operation", operation, "origin", "END_USER");
    return send(task, next, stage, booking_path(task, "/events"), body);
}

static enum dg_turn send_look(struct dg_task *task, struct dg_request *next, enum stage stage)
{
    struct tomp_task *state = task->state;
    state->looked = true;
    return send(task, next, stage, booking_path(task, ""), NULL);
}

/* ---- offers -------------------------------------------------------------------------------------------------- */

static json_t *place_json(const struct dg_ride_end *end)
{
    json_t *place = json_pack("{s:{s:f,s:f}}", "coordinates", "lat", end->lat, "lng", end->lon);
    if (end->name.len > 0)
        json_object_set_new(place, "name", dg_body_string(end->name));
    return place;
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    struct dg_ride ride;
    if (dg_ride_read(&ride, task, intent) == DG_TURN_FAIL)
        return DG_TURN_FAIL;
    dg_note_unsent(task, intent, dg_ride_unsent);
    json_t *body = json_pack("{s:o,s:o,s:i}", "from", place_json(&ride.from), "to", place_json(&ride.to),
            "nrOfTravelers", ride.passengers);
    if (ride.has_time)
        json_object_set_new(body, "departureTime", dg_body_string(dg_instant_print(task->arena, ride.time)));
    enum dg_turn turn = send(task, next, PLANNING, dg_str_of("/planning/offers"), body);
    next->fields =
            dg_arena_print(task->arena, "%s,dropoff%s,passengers", ride.from_field, ride.has_time ? ",time" : "");
    return turn;
}

static enum dg_turn hear_planning(struct dg_task *task, const struct dg_reply *reply)
{
    if (reply->end != DG_SENT_OK || (reply->status != 201 && reply->status != 200))
        return dg_task_fail_reply(task, reply);
    json_t *planning = dg_body_read(reply->body);
    const json_t *options = json_object_get(planning, "options");
    struct dg_instant valid_until;
    bool whole = json_is_array(options) && dg_body_instant(planning, "validUntil", task->ctx->zone, &valid_until);
    for (size_t i = 0; whole && i < json_array_size(options); i++)
        dg_tomp_offer(task, json_array_get(options, i), &valid_until);
    dg_note_offers(task);
    json_decref(planning);
    return whole ? DG_TURN_DONE : dg_task_fail(task, DG_BAD_GATEWAY, "the answer is no planning of TOMP-API");
}

/* ---- booking ------------------------------------------------------------------------------------------------- */

static enum dg_turn end(struct dg_task *task, enum dg_receipt_end how, const char *en, const char *zh)
{
    struct tomp_task *state = task->state;
    task->receipt.end = how;
    task->receipt.reference = state->id;
    task->receipt.detail = dg_str_of(dg_task_words(task, en, zh));
    task->receipt.state = dg_body_write(task->arena, json_pack("{s:o}", "id", dg_body_string(state->id)));
    return DG_TURN_DONE;
}

static enum dg_turn end_unknown(struct dg_task *task)
{
    return end(task, DG_RECEIPT_PENDING, "The operator has not said yet whether the ride is booked.",
            "运营方尚未告知是否预订成功。");
}

/* Ours or the receipt's own state: {"id", "amount"?, "currency"?}. */
static bool read_state(struct dg_task *task, struct dg_str text)
{
    struct tomp_task *state = task->state;
    json_t *json = dg_body_read(text);
    state->id = dg_body_id(task->arena, json, "id");
    state->agreed.known = dg_body_number(json, "amount", &state->agreed.amount_max);
    state->agreed.currency = dg_body_currency(task->arena, json, "currency");
    json_decref(json);
    return state->id.len > 0;
}

static enum dg_turn book(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    struct tomp_task *state = task->state;
    if (!read_state(task, offer_state))
        return dg_task_fail(task, DG_INTERNAL, "the offer's state cannot be read");
    json_t *body = json_pack(
            "{s:o,s:{s:o}}", "id", dg_body_string(state->id), "extraInfo", "reference", dg_body_string(task->key));
    return send(task, next, HOLDING, dg_str_of("/bookings"), body);
}

/* The states in which the operator has accepted a booking for good, or ended it (schema bookingState). */
static const struct {
    const char *name;
    enum dg_receipt_end end;
    const char *en, *zh;
} states[] = {
    { "CONFIRMED", DG_RECEIPT_BOOKED, "The ride is booked.", "已预订用车。" },
    { "STARTED", DG_RECEIPT_BOOKED, "The ride is under way.", "行程已开始。" },
    { "FINISHED", DG_RECEIPT_BOOKED, "The ride is over.", "行程已结束。" },
    { "CONDITIONAL_CONFIRMED", DG_RECEIPT_PENDING, "The operator will still confirm the ride.", "等待运营方确认。" },
    { "NEW", DG_RECEIPT_NONE, "Nothing was booked.", "没有预订。" },
    { "REJECTED", DG_RECEIPT_REFUSED, "The operator has no ride for this.", "运营方无法提供此行程。" },
    { "RELEASED", DG_RECEIPT_REFUSED, "The operator let the booking go.", "运营方已释放此预订。" },
    { "EXPIRED", DG_RECEIPT_REFUSED, "The offer has expired; nothing was booked.", "报价已过期，没有预订。" },
    { "CANCELLED", DG_RECEIPT_CANCELLED, "The ride is cancelled.", "行程已取消。" },
};

static enum dg_turn end_by_state(struct dg_task *task, const json_t *booking)
{
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (!dg_body_is(booking, "state", states[i].name))
            continue;
        if (states[i].end == DG_RECEIPT_BOOKED || states[i].end == DG_RECEIPT_CANCELLED)
            task->receipt.price = dg_tomp_price(task->arena, booking);
        return end(task, states[i].end, states[i].en, states[i].zh);
    }
    return end_unknown(task);
}

static enum dg_turn end_refused(struct dg_task *task, int status)
{
    if (status == 404 || status == 410)
        return end(task, DG_RECEIPT_REFUSED, "The offer has expired; nothing was booked.", "报价已过期，没有预订。");
    return end(task, DG_RECEIPT_REFUSED, "The operator refused the booking.", "运营方拒绝了预订。");
}

/* What comes next by the booking's state: a held one is made firm, unless its price is another than the person agreed to. */
static enum dg_turn hear_booking(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct tomp_task *state = task->state;
    json_t *booking = reply->end == DG_SENT_OK ? dg_body_read(reply->body) : NULL;
    struct dg_offer_price now = dg_tomp_price(task->arena, booking);
    bool held = dg_body_is(booking, "state", "PENDING") && state->stage != COMMITTING;
    enum dg_turn turn;
    if (held && dg_price_holds(&state->agreed, &now)) {
        turn = send_event(task, next, COMMITTING, "COMMIT");
    } else if (held) {
        task->receipt.price = now;
        turn = send_event(task, next, WITHDRAWING, "CANCEL");
    } else {
        turn = end_by_state(task, booking);
    }
    json_decref(booking);
    return turn;
}

static enum dg_turn hear_holding(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    if (reply->end == DG_SENT_NOT)
        return dg_task_fail_reply(task, reply);
    return dg_reply_refused(reply) ? end_refused(task, reply->status) : hear_booking(task, reply, next);
}

/* 403 is also the answer to a COMMIT of what is committed already, so the booking itself is looked at; once, for a check
 * that came here from a look must end. */
static enum dg_turn hear_committing(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct tomp_task *state = task->state;
    if (reply->end == DG_SENT_OK && reply->status == 403)
        return state->looked ? end_unknown(task) : send_look(task, next, LOOKING);
    return dg_reply_refused(reply) ? end_refused(task, reply->status) : hear_booking(task, reply, next);
}

/* Whether or not the CANCEL arrived: what was never committed runs out by itself. */
static enum dg_turn end_withdrawn(struct dg_task *task)
{
    return end(task, DG_RECEIPT_REFUSED, "The price has changed; nothing was booked.", "价格已变动，没有预订。");
}

static enum dg_turn check(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    if (!read_state(task, offer_state))
        return dg_task_fail(task, DG_INTERNAL, "the offer's state cannot be read");
    return send_look(task, next, LOOKING);
}

static enum dg_turn hear_looking(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    if (reply->end == DG_SENT_OK && reply->status == 404)
        return end(task, DG_RECEIPT_NONE, "Nothing was booked.", "没有预订。");
    if (reply->end == DG_SENT_OK && reply->status == 410)
        return end_refused(task, reply->status);
    return reply->end == DG_SENT_OK && reply->status == 200 ? hear_booking(task, reply, next) : end_unknown(task);
}

/* ---- cancelling ---------------------------------------------------------------------------------------------- */

static enum dg_turn undo(struct dg_task *task, struct dg_str receipt_state, struct dg_request *next)
{
    if (!read_state(task, receipt_state))
        return dg_task_fail(task, DG_INTERNAL, "the receipt's state cannot be read");
    return send_event(task, next, CANCELLING, "CANCEL");
}

static enum dg_turn end_not_cancelled(struct dg_task *task)
{
    return end(task, DG_RECEIPT_REFUSED, "The ride could not be cancelled.", "无法取消行程。");
}

static enum dg_turn hear_cancelling(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct tomp_task *state = task->state;
    if (reply->end == DG_SENT_NOT && state->stage == CANCELLING)
        return dg_task_fail_reply(task, reply);
    if (dg_reply_refused(reply))
        return end_not_cancelled(task);
    json_t *booking = reply->end == DG_SENT_OK && reply->status == 200 ? dg_body_read(reply->body) : NULL;
    enum dg_turn turn;
    if (dg_body_is(booking, "state", "CANCELLED"))
        turn = end_by_state(task, booking);
    else if (booking && json_object_get(booking, "state"))
        turn = end_not_cancelled(task);
    else if (state->stage == CANCELLING)
        turn = send_look(task, next, LOOKING_CANCELLED);
    else
        turn = end(task, DG_RECEIPT_PENDING, "The operator has not said yet whether the ride is cancelled.",
                "运营方尚未告知是否取消成功。");
    json_decref(booking);
    return turn;
}

/* ---- the adapter --------------------------------------------------------------------------------------------- */

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct tomp_task *state = task->state;
    switch (state->stage) {
    case PLANNING:
        return hear_planning(task, reply);
    case HOLDING:
        return hear_holding(task, reply, next);
    case COMMITTING:
        return hear_committing(task, reply, next);
    case WITHDRAWING:
        return end_withdrawn(task);
    case LOOKING:
        return hear_looking(task, reply, next);
    case CANCELLING:
    case LOOKING_CANCELLED:
        return hear_cancelling(task, reply, next);
    }
    return dg_task_fail(task, DG_INTERNAL, "no request was under way");
}

static const char *const intents[] = { "ride.request", NULL };

static const struct dg_adapter_option options[] = {
    { "url", "base URL of the operator's TOMP-API, without /planning", true, false },
    { "maas_id", "our id with the operator (header maas-id); dragoman when not given", false, false },
    { "addressed_to", "the operator's id (header addressed-to), where one address serves several", false, false },
    { "token", "bearer token", false, true },
    { "api_key", "API key (header X-API-Key)", false, true },
    { NULL, NULL, false, false },
};

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Please get me a taxi from Paddington Station to Heathrow Airport at 7pm", "Europe/London" },
    { "帮我叫辆车，晚上九点从北京南站去首都机场", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Remind me to call mum tomorrow at nine", "Europe/London" },
    { "帮我订明天从北京到上海的高铁票", "Asia/Shanghai" },
    { "今天天气真不错", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_step exchange[] = {
    { "POST /planning/offers", 201,
            "{\"validUntil\":\"2024-02-20T12:10:00Z\",\"options\":[{\"id\":\"1\",\"mainAssetType\":{\"assetClass\":"
            "\"TAXI\"}}]}" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { leads, others, exchange, "Taxi" };

extern const struct dg_adapter dg_ride_tomp;
const struct dg_adapter dg_ride_tomp = {
    .name = "tomp",
    .title = "TOMP ride operators",
    .base_option = "url",
    .intents = intents,
    .options = options,
    .task_size = sizeof(struct tomp_task),
    .deadline_ms = 8000,
    .ask = ask,
    .hear = hear,
    .book = book,
    .check = check,
    .undo = undo,
    .manifest = &manifest,
};
