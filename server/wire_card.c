#include "server/wire_card.h"

#include "server/wire.h"

#include <math.h>

/* Money as people write it: to the hundredth. */
static json_t *amount_json(double amount)
{
    double hundredths = round(amount * 100);
    if (fmod(hundredths, 100) == 0 && fabs(hundredths) < 1e15)
        return json_integer((json_int_t)(hundredths / 100));
    return json_real(hundredths / 100);
}

json_t *dg_wire_price(const struct dg_offer_price *price)
{
    if (!price->known || price->currency.len != 3)
        return NULL;
    json_t *out = json_object();
    dg_wire_set(out, "amount", amount_json(price->amount));
    if (price->amount_max > price->amount)
        dg_wire_set(out, "amount_max", amount_json(price->amount_max));
    dg_wire_set_text(out, "currency", price->currency);
    return out;
}

static json_t *action_json(const struct dg_card *card, struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set(out, "action_id", json_string(card->action.text));
    dg_wire_set(out, "confirm_token", json_string(card->token.text));
    dg_wire_set_text(out, "confirm", dg_arena_print(arena, "/v1/actions/%s/confirm", card->action.text));
    return out;
}

/* By who opens it. */
static json_t *links_json(const struct dg_offer *offer)
{
    if (!offer->web_link.len && !offer->android_link.len && !offer->ios_link.len)
        return NULL;
    json_t *out = json_object();
    dg_wire_set_text(out, "web", offer->web_link);
    dg_wire_set_text(out, "android", offer->android_link);
    dg_wire_set_text(out, "ios", offer->ios_link);
    return out;
}

void dg_wire_set_offer(json_t *out, const struct dg_offer *offer, struct dg_arena *arena)
{
    dg_wire_set(out, "provider", dg_wire_string(offer->provider));
    dg_wire_set(out, "kind", json_string(offer->kind == DG_OFFER_BOOK ? "offer" : "link"));
    dg_wire_set(out, "title", dg_wire_string(offer->title));
    dg_wire_set_text(out, "subtitle", offer->subtitle);
    dg_wire_set(out, "sandbox", json_boolean(offer->sandbox));
    dg_wire_set(out, "price", dg_wire_price(&offer->price));
    dg_wire_set_instant(out, "starts", offer->has_starts, offer->starts, arena);
    dg_wire_set_instant(out, "ends", offer->has_ends, offer->ends, arena);
    dg_wire_set_instant(out, "expires_at", offer->has_expires, offer->expires, arena);
    dg_wire_set_text(out, "link", offer->link);
    dg_wire_set_text(out, "app_link", offer->app_link);
    dg_wire_set(out, "links", links_json(offer));
    dg_wire_set_text(out, "terms", offer->terms);
}

json_t *dg_wire_card(const struct dg_card *card, struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set(out, "card_id", json_string(card->id));
    dg_wire_set(out, "intent", json_string(card->intent));
    dg_wire_set(out, "adapter", json_string(card->plug->adapter->name));
    dg_wire_set_offer(out, card->offer, arena);
    if (card->can_run)
        dg_wire_set(out, "action", action_json(card, arena));
    return out;
}

json_t *dg_wire_cards(const struct dg_cards *cards, struct dg_arena *arena)
{
    json_t *out = json_array();
    for (size_t i = 0; i < cards->count; i++)
        json_array_append_new(out, dg_wire_card(&cards->at[i], arena));
    return out;
}

json_t *dg_wire_silence(const struct dg_silence *silence)
{
    json_t *out = json_object();
    dg_wire_set(out, "adapter", json_string(silence->plug->adapter->name));
    dg_wire_set(out, "reason", dg_wire_string(silence->reason));
    dg_wire_set(out, "detail", dg_wire_string(silence->detail));
    return out;
}

json_t *dg_wire_silences(const struct dg_silences *silences)
{
    json_t *out = json_array();
    for (size_t i = 0; i < silences->count; i++)
        json_array_append_new(out, dg_wire_silence(&silences->at[i]));
    return out;
}
