/* Uber Guest Rides, which request a car for somebody who needs no account: estimates, trips and their cancellation, with a
 * token of the application. A trip carries our key as its expense memo, by which it is found again in the list of trips when
 * the answer to its request was lost; the API has no idempotency key. The fare of an estimate is locked by its fare_id. */
#include "adapters/ride/uber.h"

#include "adapters/body.h"
#include "adapters/link/note.h"
#include "adapters/manifest.h"
#include "adapters/oauth2.h"
#include "adapters/region.h"

enum { PAGES_MAX = 5 };

static const char trips[] = "/v1/guests/trips";

/* ---- requests ---------------------------------------------------------------------------------------------------- */

static void add_headers(struct dg_task *task, struct dg_request *next)
{
    const struct uber_task *state = task->state;
    struct dg_str organization = dg_setting(task, "organization"), run = dg_setting(task, "sandbox_run");
    dg_request_header(next, "Accept", dg_str_of("application/json"), false);
    dg_request_header(next, "Accept-Language", dg_str_of(dg_task_words(task, "en", "zh")), false);
    dg_request_header(next, "Authorization", state->authorization, true);
    if (organization.len > 0)
        dg_request_header(next, "x-uber-organizationuuid", organization, false);
    if (run.len > 0)
        dg_request_header(next, "x-uber-sandbox-runuuid", run, false);
}

/* Steals `body`. Only a request for a trip must never go out twice: a second cancellation changes nothing. */
static enum dg_turn send(struct dg_task *task, struct dg_request *next, enum uber_stage stage, const char *method,
        struct dg_str path, json_t *body)
{
    struct uber_task *state = task->state;
    state->stage = stage;
    *next = (struct dg_request){ .method = dg_str_of(method) };
    next->safety = stage == UBER_REQUESTING ? DG_ONCE_ONLY : DG_SAFE;
    next->url = dg_task_url(task, path);
    add_headers(task, next);
    if (body)
        dg_request_header(next, "Content-Type", dg_str_of("application/json"), false);
    next->body = dg_body_write(task->arena, body);
    if (dg_arena_overflowed(task->arena) || (body && next->body.len == 0))
        return dg_task_fail(task, DG_TOO_BIG, "the request does not fit");
    return DG_TURN_SEND;
}

static enum dg_turn send_token(struct dg_task *task, struct dg_request *next, enum uber_stage then)
{
    struct uber_task *state = task->state;
    state->stage = UBER_TOKEN;
    state->after_token = then;
    return dg_oauth2_ask(task, next, "/oauth/v2/token", "guests.trips");
}

static struct dg_str trip_path(struct dg_task *task)
{
    const struct uber_task *state = task->state;
    struct dg_str id = dg_percent_encode(task->arena, state->trip_id);
    return dg_arena_print(task->arena, "%s/%.*s", trips, (int)id.len, id.at);
}

/* ---- offers ------------------------------------------------------------------------------------------------------ */

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    struct uber_task *state = task->state;
    if (dg_ride_read(&state->ride, task, intent) == DG_TURN_FAIL)
        return DG_TURN_FAIL;
    dg_note_unsent(task, intent, dg_ride_unsent);
    return send_token(task, next, UBER_ESTIMATES);
}

static enum dg_turn send_estimates(struct dg_task *task, struct dg_request *next)
{
    struct uber_task *state = task->state;
    struct dg_str path = dg_arena_print(task->arena, "%s/estimates", trips);
    enum dg_turn turn = send(task, next, UBER_ESTIMATES, "POST", path, uber_estimates_json(&state->ride));
    next->fields =
            dg_arena_print(task->arena, "%s,dropoff%s", state->ride.from_field, state->ride.has_time ? ",time" : "");
    return turn;
}

static enum dg_turn hear_estimates(struct dg_task *task, const struct dg_reply *reply)
{
    if (reply->end != DG_SENT_OK || reply->status != 200)
        return dg_task_fail_reply(task, reply);
    json_t *estimates = dg_body_read(reply->body);
    bool whole = uber_offers(task, estimates);
    dg_note_offers(task);
    json_decref(estimates);
    return whole ? DG_TURN_DONE : dg_task_fail(task, DG_BAD_GATEWAY, "the answer holds no estimates");
}

/* ---- how a trip stands ------------------------------------------------------------------------------------------- */

static enum dg_turn end(struct dg_task *task, enum dg_receipt_end how, const char *en, const char *zh)
{
    task->receipt.end = how;
    task->receipt.detail = dg_str_of(dg_task_words(task, en, zh));
    return DG_TURN_DONE;
}

static enum dg_turn end_unknown(struct dg_task *task)
{
    return end(task, DG_RECEIPT_PENDING, "Uber has not said yet whether the ride is requested.",
            "Uber 尚未告知是否叫车成功。");
}

static enum dg_turn end_unreached(struct dg_task *task)
{
    return end(
            task, DG_RECEIPT_REFUSED, "Uber could not be asked; no ride was requested.", "无法连接 Uber，没有叫车。");
}

static const struct {
    const char *status;
    enum dg_receipt_end end;
    const char *en, *zh;
} statuses[] = {
    { "processing", DG_RECEIPT_BOOKED, "Uber is looking for a driver.", "正在为您寻找司机。" },
    { "scheduled", DG_RECEIPT_BOOKED, "The ride is scheduled.", "已预约用车。" },
    { "driver_redispatched", DG_RECEIPT_BOOKED, "Uber is looking for another driver.", "正在更换司机。" },
    { "accepted", DG_RECEIPT_BOOKED, "A driver is on the way.", "司机已接单。" },
    { "arriving", DG_RECEIPT_BOOKED, "The driver is arriving.", "司机即将到达。" },
    { "in_progress", DG_RECEIPT_BOOKED, "The ride is under way.", "行程已开始。" },
    { "completed", DG_RECEIPT_BOOKED, "The ride is over.", "行程已结束。" },
    { "no_drivers_available", DG_RECEIPT_REFUSED, "No driver is free.", "附近没有可用司机。" },
    { "failed", DG_RECEIPT_REFUSED, "Uber could not provide the ride.", "Uber 无法提供此行程。" },
    { "expired", DG_RECEIPT_REFUSED, "The request has expired.", "叫车请求已过期。" },
    { "driver_canceled", DG_RECEIPT_CANCELLED, "The driver cancelled.", "司机已取消。" },
    { "rider_canceled", DG_RECEIPT_CANCELLED, "The ride is cancelled.", "行程已取消。" },
    { "coordinator_canceled", DG_RECEIPT_CANCELLED, "The ride is cancelled.", "行程已取消。" },
};

/* The trip's number is the receipt's reference, and all that a cancellation needs. */
static enum dg_turn end_by_trip(struct dg_task *task, const json_t *trip)
{
    struct dg_str id = dg_body_id(task->arena, trip, "request_id");
    task->receipt.reference = id;
    if (id.len > 0)
        task->receipt.state = dg_body_write(task->arena, json_pack("{s:o}", "trip", dg_body_string(id)));
    for (size_t i = 0; id.len > 0 && i < sizeof statuses / sizeof statuses[0]; i++) {
        if (dg_body_is(trip, "status", statuses[i].status))
            return end(task, statuses[i].end, statuses[i].en, statuses[i].zh);
    }
    return end_unknown(task);
}

/* ---- requesting a trip ------------------------------------------------------------------------------------------- */

static enum dg_turn book(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    if (!uber_read_offer(task, offer_state))
        return dg_task_fail(task, DG_INTERNAL, "the offer's state cannot be read");
    return send_token(task, next, UBER_REQUESTING);
}

static enum dg_turn send_trip(struct dg_task *task, struct dg_request *next)
{
    struct uber_task *state = task->state;
    json_t *guest = json_pack("{s:o,s:o,s:o,s:s}", "first_name", dg_body_string(dg_setting(task, "guest_first_name")),
            "last_name", dg_body_string(dg_setting(task, "guest_last_name")), "phone_number",
            dg_body_string(dg_setting(task, "guest_phone")), "locale", dg_task_words(task, "en", "zh"));
    json_t *trip = json_pack("{s:o,s:o,s:o,s:o,s:o}", "guest", guest, "pickup", uber_end_json(&state->ride.from),
            "dropoff", uber_end_json(&state->ride.to), "product_id", dg_body_string(state->product_id), "expense_memo",
            dg_body_string(task->key));
    if (state->fare_id.len > 0)
        json_object_set_new(trip, "fare_id", dg_body_string(state->fare_id));
    if (state->ride.has_time)
        json_object_set_new(trip, "scheduling", uber_scheduling_json(state->ride.time));
    enum dg_turn turn = send(task, next, UBER_REQUESTING, "POST", dg_str_of(trips), trip);
    next->fields = dg_arena_print(task->arena, "%s,dropoff%s,guest_first_name,guest_last_name,guest_phone",
            state->ride.from_field, state->ride.has_time ? ",time" : "");
    return turn;
}

/* The code of an error says whether it was the fare that no longer held. */
static enum dg_turn end_refused(struct dg_task *task, const struct dg_reply *reply)
{
    json_t *error = dg_body_read(reply->body);
    struct dg_str code = dg_body_text(task->arena, error, "code");
    json_decref(error);
    if (dg_str_find(code, dg_str_of("fare"), 0) >= 0)
        return end(task, DG_RECEIPT_REFUSED, "The price has changed or expired; no ride was requested.",
                "价格已变动或过期，没有叫车。");
    return end(task, DG_RECEIPT_REFUSED, "Uber refused the ride; none was requested.", "Uber 拒绝了此行程，没有叫车。");
}

static enum dg_turn hear_trip(struct dg_task *task, const struct dg_reply *reply)
{
    if (reply->end == DG_SENT_NOT)
        return end_unreached(task);
    if (dg_reply_refused(reply))
        return end_refused(task, reply);
    json_t *trip = reply->end == DG_SENT_OK && reply->status < 300 ? dg_body_read(reply->body) : NULL;
    enum dg_turn turn = end_by_trip(task, trip);
    json_decref(trip);
    return turn;
}

/* ---- finding a trip by our key ----------------------------------------------------------------------------------- */

static enum dg_turn check(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    (void)offer_state;
    return send_token(task, next, UBER_LISTING);
}

/* Trips under way first, then those that are over: a trip moves from the one list to the other, never back. */
static enum dg_turn send_list(struct dg_task *task, struct dg_request *next, struct dg_str start_key)
{
    const struct uber_task *state = task->state;
    struct dg_str from = dg_percent_encode(task->arena, start_key);
    struct dg_str path = dg_arena_print(task->arena, "%s?trip_status=%s&limit=50%s%.*s", trips,
            state->past ? "PAST" : "ACTIVE", from.len > 0 ? "&start_key=" : "", (int)from.len, from.at);
    return send(task, next, UBER_LISTING, "GET", path, NULL);
}

static const json_t *find_trip(const json_t *list, struct dg_str key)
{
    size_t i;
    const json_t *trip;
    json_array_foreach(json_object_get(list, "trips"), i, trip)
    {
        const char *memo = json_string_value(json_object_get(trip, "expense_memo"));
        if (memo && dg_str_is(key, memo))
            return trip;
    }
    return NULL;
}

static enum dg_turn look_further(struct dg_task *task, const json_t *list, struct dg_request *next)
{
    struct uber_task *state = task->state;
    struct dg_str start_key = dg_body_id(task->arena, list, "next_key");
    if (++state->pages == PAGES_MAX)
        return end_unknown(task);
    if (start_key.len > 0)
        return send_list(task, next, start_key);
    if (state->past)
        return end(task, DG_RECEIPT_NONE, "No ride was requested.", "没有叫车。");
    state->past = true;
    return send_list(task, next, dg_str_of(""));
}

static enum dg_turn hear_list(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    json_t *list = reply->end == DG_SENT_OK && reply->status == 200 ? dg_body_read(reply->body) : NULL;
    const json_t *trip = find_trip(list, task->key);
    enum dg_turn turn;
    if (trip)
        turn = end_by_trip(task, trip);
    else if (json_is_array(json_object_get(list, "trips")))
        turn = look_further(task, list, next);
    else
        turn = end_unknown(task);
    json_decref(list);
    return turn;
}

/* ---- cancelling -------------------------------------------------------------------------------------------------- */

static enum dg_turn undo(struct dg_task *task, struct dg_str receipt_state, struct dg_request *next)
{
    struct uber_task *state = task->state;
    json_t *json = dg_body_read(receipt_state);
    state->trip_id = dg_body_id(task->arena, json, "trip");
    json_decref(json);
    if (state->trip_id.len == 0)
        return dg_task_fail(task, DG_INTERNAL, "the receipt's state cannot be read");
    return send_token(task, next, UBER_CANCELLING);
}

/* What is over cannot be cancelled; what was cancelled before is answered like what was never there. */
static enum dg_turn hear_cancelling(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    if (reply->end == DG_SENT_OK && (reply->status == 204 || reply->status == 200))
        return end(task, DG_RECEIPT_CANCELLED, "The ride is cancelled.", "行程已取消。");
    if (reply->end == DG_SENT_NOT)
        return dg_task_fail_reply(task, reply);
    return send(task, next, UBER_LOOKING, "GET", trip_path(task), NULL);
}

static enum dg_turn hear_looking(struct dg_task *task, const struct dg_reply *reply)
{
    json_t *trip = reply->end == DG_SENT_OK && reply->status == 200 ? dg_body_read(reply->body) : NULL;
    enum dg_turn turn = end_by_trip(task, trip);
    json_decref(trip);
    if (task->receipt.end == DG_RECEIPT_BOOKED)
        return end(task, DG_RECEIPT_REFUSED, "The ride could not be cancelled.", "无法取消行程。");
    if (task->receipt.end == DG_RECEIPT_PENDING)
        return end(task, DG_RECEIPT_PENDING, "Uber has not said yet whether the ride is cancelled.",
                "Uber 尚未告知是否取消成功。");
    return turn;
}

/* ---- the adapter ------------------------------------------------------------------------------------------------- */

/* Without a token nothing is asked for, so nothing can have been requested. */
static enum dg_turn hear_token(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct uber_task *state = task->state;
    state->authorization = dg_oauth2_hear(task, reply);
    if (state->authorization.len == 0)
        return state->after_token == UBER_REQUESTING ? end_unreached(task) : dg_task_fail_reply(task, reply);
    switch (state->after_token) {
    case UBER_ESTIMATES:
        return send_estimates(task, next);
    case UBER_REQUESTING:
        return send_trip(task, next);
    case UBER_LISTING:
        return send_list(task, next, dg_str_of(""));
    default:
        return send(task, next, UBER_CANCELLING, "DELETE", trip_path(task), NULL);
    }
}

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    const struct uber_task *state = task->state;
    switch (state->stage) {
    case UBER_TOKEN:
        return hear_token(task, reply, next);
    case UBER_ESTIMATES:
        return hear_estimates(task, reply);
    case UBER_REQUESTING:
        return hear_trip(task, reply);
    case UBER_LISTING:
        return hear_list(task, reply, next);
    case UBER_CANCELLING:
        return hear_cancelling(task, reply, next);
    case UBER_LOOKING:
        return hear_looking(task, reply);
    }
    return dg_task_fail(task, DG_INTERNAL, "no request was under way");
}

static const char *const intents[] = { "ride.request", NULL };

static const struct dg_adapter_option options[] = {
    { "url", "base URL, without /v1: https://api.uber.com or https://sandbox-api.uber.com", true, false },
    { "token_url", "base URL of the authorization server: https://auth.uber.com; as url when not given", false, false },
    { "client_id", "of the application, which must have the scope guests.trips", true, true },
    { "client_secret", "of the application", true, true },
    { "organization", "UUID of the organization that pays (header x-uber-organizationuuid)", false, false },
    { "sandbox_run", "id of a run in Uber's sandbox (header x-uber-sandbox-runuuid)", false, false },
    { "guest_first_name", "who rides", true, true },
    { "guest_last_name", "who rides", true, true },
    { "guest_phone", "where the driver calls, with the country's code: +44…", true, true },
    { NULL, NULL, false, false },
};

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Please get me a taxi from Paddington Station to Heathrow Airport at 7pm", "Europe/London" },
    { "Get me a ride to JFK Airport", "America/New_York" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "帮我叫辆车，晚上九点从北京南站去首都机场", "Asia/Shanghai" },
    { "Remind me to call mum tomorrow at nine", "Europe/London" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_step exchange[] = {
    { "POST /oauth/v2/token", 200, "{\"access_token\":\"t\"}" },
    { "POST /v1/guests/trips/estimates", 200,
            "{\"product_estimates\":[{\"product\":{\"product_id\":\"1\",\"display_name\":\"UberX\"},\"estimate_info\":{"
            "\"fare_id\":\"2\"}}]}" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { leads, others, exchange, "UberX" };

extern const struct dg_adapter dg_ride_uber;
const struct dg_adapter dg_ride_uber = {
    .name = "uber-rides",
    .title = "Uber",
    .base_option = "url",
    .token_base_option = "token_url",
    .intents = intents,
    .serves = dg_region_elsewhere,
    .options = options,
    .task_size = sizeof(struct uber_task),
    .deadline_ms = 8000,
    .ask = ask,
    .hear = hear,
    .book = book,
    .check = check,
    .undo = undo,
    .manifest = &manifest,
};
