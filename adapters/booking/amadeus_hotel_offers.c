#include "adapters/body.h"
#include "adapters/booking/amadeus_hotel.h"

static const struct {
    const char *board, *en, *zh;
} boards[] = {
    { "ROOM_ONLY", "room only", "不含早餐" },
    { "BREAKFAST", "with breakfast", "含早餐" },
    { "BUFFET_BREAKFAST", "with breakfast", "含早餐" },
    { "CONTINENTAL_BREAKFAST", "with breakfast", "含早餐" },
    { "ENGLISH_BREAKFAST", "with breakfast", "含早餐" },
    { "FULL_BREAKFAST", "with breakfast", "含早餐" },
    { "HALF_BOARD", "half board", "含早晚餐" },
    { "FULL_BOARD", "full board", "含三餐" },
    { "ALL_INCLUSIVE", "all inclusive", "全包" },
};

/* We keep no payment cards, so what a card must guarantee, or a deposit or prepayment secure, is not for us to book. */
static bool wants_card(const json_t *offer)
{
    const json_t *policies = json_object_get(offer, "policies");
    return json_object_get(policies, "guarantee") || json_object_get(policies, "deposit") ||
            json_object_get(policies, "prepay");
}

static struct dg_str subtitle(const struct dg_task *task, const json_t *offer)
{
    const struct amadeus_task *state = task->state;
    const char *board = "";
    for (size_t i = 0; i < sizeof boards / sizeof boards[0]; i++) {
        if (dg_body_is(offer, "boardType", boards[i].board))
            board = dg_task_words(task, boards[i].en, boards[i].zh);
    }
    const char *form =
            dg_task_words(task, state->nights == 1 ? "%.*s · %d night%s%s" : "%.*s · %d nights%s%s", "%.*s · %d晚%s%s");
    return dg_arena_print(task->arena, form, (int)state->check_in.len, state->check_in.at, state->nights,
            board[0] ? " · " : "", board);
}

static struct dg_str deadline_text(const struct dg_task *task, struct dg_instant deadline)
{
    struct dg_str text = dg_instant_print(task->arena, deadline);
    return dg_arena_print(task->arena, "%.*s %.*s", 10, text.at, 5, text.at + 11);
}

/* The contract has no call that cancels, so the terms say whom to ask. */
static struct dg_str terms(const struct dg_task *task, const json_t *offer)
{
    const json_t *policies = json_object_get(offer, "policies");
    const json_t *policy = json_array_get(json_object_get(policies, "cancellations"), 0);
    struct dg_instant deadline;
    if (!dg_body_instant(policy, "deadline", task->ctx->zone, &deadline))
        return dg_str_of(dg_task_words(task, "To cancel, call the hotel.", "取消请联系酒店。"));
    struct dg_str until = deadline_text(task, deadline);
    return dg_arena_print(task->arena,
            dg_task_words(task, "Free cancellation until %.*s; to cancel, call the hotel.",
                    "%.*s前可免费取消，取消请联系酒店。"),
            (int)until.len, until.at);
}

static struct dg_str offer_state(const struct dg_task *task, struct dg_str id, const struct dg_offer_price *price)
{
    const struct amadeus_task *state = task->state;
    return dg_body_write(task->arena,
            json_pack("{s:o,s:i,s:f,s:o}", "offer", dg_body_string(id), "rooms", state->rooms, "amount",
                    price->amount_max, "currency", dg_body_string(price->currency)));
}

static void add_offer(struct dg_task *task, struct dg_str hotel, const json_t *offer)
{
    struct dg_str id = dg_body_id(task->arena, offer, "id");
    struct dg_offer_price price = amadeus_price(task->arena, json_object_get(offer, "price"), "total");
    if (id.len == 0 || !price.known || wants_card(offer))
        return;
    struct dg_offer *out = dg_task_offer(task, DG_OFFER_BOOK);
    if (!out)
        return;
    out->title = hotel;
    out->subtitle = subtitle(task, offer);
    out->price = price;
    out->terms = terms(task, offer);
    out->state = offer_state(task, id, &price);
}

void amadeus_hotel_offers(struct dg_task *task, const json_t *hotel_offers)
{
    struct dg_str name = dg_body_text(task->arena, json_object_get(hotel_offers, "hotel"), "name");
    size_t i;
    const json_t *offer;
    if (json_is_false(json_object_get(hotel_offers, "available")) || name.len == 0)
        return;
    json_array_foreach(json_object_get(hotel_offers, "offers"), i, offer)
    {
        if (task->offer_count < DG_OFFERS_MAX)
            add_offer(task, name, offer);
    }
}
