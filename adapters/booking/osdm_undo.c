/* Giving a ticket back: what was only held is deleted, what was sold is refunded on the terms of a refund offer. */
#include "adapters/body.h"
#include "adapters/booking/osdm.h"

static enum dg_turn end_stands(struct dg_task *task)
{
    return osdm_end(task, DG_RECEIPT_REFUSED, "The ticket cannot be given back.", "此票不可退。");
}

static enum dg_turn end_cancelled(struct dg_task *task)
{
    return osdm_end(task, DG_RECEIPT_CANCELLED, "The ticket is cancelled.", "车票已退。");
}

static enum dg_turn end_unknown(struct dg_task *task)
{
    return osdm_end(task, DG_RECEIPT_PENDING, "The distributor has not said yet whether the ticket is cancelled.",
            "售票方尚未告知是否退票成功。");
}

enum dg_turn osdm_undo(struct dg_task *task, struct dg_str receipt_state, struct dg_request *next)
{
    struct osdm_task *state = task->state;
    json_t *json = dg_body_read(receipt_state);
    state->booking_id = dg_body_id(task->arena, json, "id");
    json_decref(json);
    if (state->booking_id.len == 0)
        return dg_task_fail(task, DG_INTERNAL, "the receipt's state cannot be read");
    return osdm_look(task, next, OSDM_UNDO_LOOKING);
}

/* The ids of all tickets, whatever their status: the distributor says which can be refunded. New reference. */
static json_t *ticket_ids(const json_t *booking)
{
    json_t *ids = json_array();
    size_t i;
    const json_t *ticket;
    json_array_foreach(json_object_get(booking, "fulfillments"), i, ticket)
    {
        if (json_is_string(json_object_get(ticket, "id")))
            json_array_append(ids, json_object_get(ticket, "id"));
    }
    return ids;
}

static enum dg_turn refund(struct dg_task *task, const json_t *booking, struct dg_request *next)
{
    json_t *ids = ticket_ids(booking);
    if (json_array_size(ids) == 0) {
        json_decref(ids);
        return end_unknown(task);
    }
    json_t *body = json_pack("{s:o}", "fulfillmentIds", ids);
    return osdm_send(task, next, OSDM_REFUNDING, "POST", osdm_booking_path(task, "/refund-offers"), body);
}

static enum dg_turn hear_looking(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    if (dg_reply_refused(reply))
        return end_stands(task);
    json_t *body = osdm_read(reply);
    const json_t *booking = json_object_get(body, "booking");
    enum dg_turn turn;
    switch (osdm_booking_is(booking)) {
    case OSDM_IS_HELD:
        turn = osdm_send(task, next, OSDM_UNDO_DROPPING, "DELETE", osdm_booking_path(task, ""), NULL);
        break;
    case OSDM_IS_SOLD:
        turn = refund(task, booking, next);
        break;
    case OSDM_IS_OVER:
        turn = end_cancelled(task);
        break;
    default:
        turn = dg_task_fail_reply(task, reply); /* nothing was asked for yet */
        break;
    }
    json_decref(body);
    return turn;
}

static enum dg_turn hear_refunding(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    json_t *body = osdm_read(reply);
    const json_t *offer = json_array_get(json_object_get(body, "refundOffers"), 0);
    struct dg_str id = dg_percent_encode(task->arena, dg_body_id(task->arena, offer, "id"));
    task->receipt.price = osdm_price(task->arena, json_object_get(offer, "refundFee"));
    bool answered = body || dg_reply_refused(reply);
    json_decref(body);
    if (id.len == 0)
        return answered ? end_stands(task) : dg_task_fail_reply(task, reply);
    struct dg_str path =
            osdm_booking_path(task, dg_arena_print(task->arena, "/refund-offers/%.*s", (int)id.len, id.at).at);
    return osdm_send(task, next, OSDM_REFUND_CONFIRMING, "PATCH", path, json_pack("{s:s}", "status", "CONFIRMED"));
}

static enum dg_turn hear_confirming(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    json_t *body = osdm_read(reply);
    bool confirmed = dg_body_is(json_object_get(body, "refundOffer"), "status", "CONFIRMED");
    json_decref(body);
    return confirmed ? end_cancelled(task) : osdm_look(task, next, OSDM_UNDO_CHECKING);
}

static enum dg_turn hear_checking(struct dg_task *task, const struct dg_reply *reply)
{
    json_t *body = osdm_read(reply);
    enum osdm_booking_is is = osdm_booking_is(json_object_get(body, "booking"));
    json_decref(body);
    if (is == OSDM_IS_OVER)
        return end_cancelled(task);
    task->receipt.price.known = false;
    return is == OSDM_IS_SOLD ? end_stands(task) : end_unknown(task);
}

enum dg_turn osdm_hear_undo(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct osdm_task *state = task->state;
    switch (state->stage) {
    case OSDM_UNDO_LOOKING:
        return hear_looking(task, reply, next);
    case OSDM_UNDO_DROPPING:
        if (reply->end == DG_SENT_OK && (reply->status == 204 || reply->status == 404))
            return end_cancelled(task);
        return dg_reply_refused(reply) ? end_stands(task) : end_unknown(task);
    case OSDM_REFUNDING:
        return hear_refunding(task, reply, next);
    case OSDM_REFUND_CONFIRMING:
        return hear_confirming(task, reply, next);
    case OSDM_UNDO_CHECKING:
        return hear_checking(task, reply);
    default:
        return dg_task_fail(task, DG_INTERNAL, "no request was under way");
    }
}
