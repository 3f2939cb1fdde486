#include "server/cards.h"

#include "intents/catalogue.h"

/* ---- one adapter's cards ---------------------------------------------------------------------------------------- */

/* The same offer gives the same card, whichever server shows it. */
static void name_card(
        struct dg_card *card, const struct dg_drag *drag, size_t n, struct dg_str print, struct dg_arena *arena)
{
    struct dg_str of = dg_arena_print(arena, "%s %s %s %zu %.*s", drag->id.text, card->intent,
            card->plug->adapter->name, n, (int)print.len, print.at);
    dg_card_id_make(card->id, of);
}

static bool bind_card(struct dg_card *card, const struct dg_lane *lane, const struct dg_drag *drag,
        const struct dg_drag_task *task, size_t n, struct dg_arena *arena)
{
    card->action = dg_action_id_make(&drag->id, task->number, (unsigned)n);
    struct dg_confirm_bond bond = { drag->caller, card->action, task->fingerprint, card->offer };
    return dg_confirm_token_make(&card->token, lane, &bond, arena);
}

bool dg_card_of_offer(struct dg_card *out, const struct dg_lane *lane, const struct dg_drag *drag,
        const struct dg_intent_schema *schema, const struct dg_route *route, size_t n, struct dg_str print,
        struct dg_arena *arena)
{
    const struct dg_offer *offer = &route->answer.offers[n];
    *out = (struct dg_card){ .intent = schema->name, .plug = route->plug, .offer = offer };
    const struct dg_drag_task *task = route->task;
    name_card(out, drag, n, print, arena);
    out->can_run = task && offer->kind == DG_OFFER_BOOK && route->plug->adapter->book;
    if (task && out->can_run && !bind_card(out, lane, drag, task, n, arena))
        return false;
    return !dg_arena_overflowed(arena);
}

static bool cards_of_route(struct dg_cards *out, const struct dg_lane *lane, const struct dg_drag *drag,
        const struct dg_target *target, const struct dg_route *route, int64_t now_s, struct dg_arena *arena)
{
    const struct dg_offers *answer = &route->answer;
    *out = (struct dg_cards){ dg_arena_array(arena, answer->offer_count + 1, sizeof *out->at), 0 };
    struct dg_str print = route->task ? route->task->fingerprint : dg_drag_fingerprint(target->intent, arena);
    for (size_t i = 0; out->at && i < answer->offer_count; i++) {
        if (!dg_offer_holds(&answer->offers[i], now_s))
            continue;
        if (!dg_card_of_offer(&out->at[out->count++], lane, drag, target->intent->schema, route, i, print, arena))
            return false;
    }
    return !dg_arena_overflowed(arena);
}

/* ---- the order --------------------------------------------------------------------------------------------------- */

static int compare_prices(const struct dg_offer_price *a, const struct dg_offer_price *b)
{
    if (a->known != b->known)
        return a->known ? -1 : 1;
    if (!a->known || !dg_str_eq(a->currency, b->currency))
        return 0;
    return (a->amount_max > b->amount_max) - (a->amount_max < b->amount_max);
}

static int compare_starts(const struct dg_offer *a, const struct dg_offer *b)
{
    if (!a->has_starts || !b->has_starts)
        return 0;
    return (a->starts.utc_s > b->starts.utc_s) - (a->starts.utc_s < b->starts.utc_s);
}

static bool comes_before(const struct dg_card *a, const struct dg_card *b)
{
    if (a->can_run != b->can_run)
        return a->can_run;
    if (!a->can_run)
        return false;
    int order = compare_prices(&a->offer->price, &b->offer->price);
    return order ? order < 0 : compare_starts(a->offer, b->offer) < 0;
}

/* Insertion keeps the adapters' order among equals; cards are few (DG_OFFERS_MAX an adapter). */
static void insert(struct dg_cards *cards, const struct dg_card *card)
{
    size_t at = cards->count++;
    for (; at > 0 && comes_before(card, &cards->at[at - 1]); at--)
        cards->at[at] = cards->at[at - 1];
    cards->at[at] = *card;
}

bool dg_cards_of_target(struct dg_cards *out, const struct dg_lane *lane, const struct dg_drag *drag,
        const struct dg_target *target, int64_t now_s, struct dg_arena *arena)
{
    size_t most = 0;
    for (size_t i = 0; i < target->route_count; i++)
        most += target->routes[i].answer.offer_count;
    *out = (struct dg_cards){ dg_arena_array(arena, most + 1, sizeof *out->at), 0 };
    for (size_t i = 0; out->at && i < target->route_count; i++) {
        struct dg_cards some;
        if (!cards_of_route(&some, lane, drag, target, &target->routes[i], now_s, arena))
            return false;
        for (size_t k = 0; k < some.count; k++)
            insert(out, &some.at[k]);
    }
    return !dg_arena_overflowed(arena);
}

/* ---- who said nothing --------------------------------------------------------------------------------------------- */

static bool silence_of(struct dg_silence *out, const struct dg_route *route, int64_t now_s)
{
    const struct dg_offers *answer = &route->answer;
    *out = (struct dg_silence){ route->plug, answer->reason, answer->detail };
    if (answer->state == DG_OFFERS_PENDING) {
        out->reason = dg_str_of("pending");
        out->detail = dg_str_of("it has not answered yet");
    } else if (answer->state == DG_OFFERS_DONE && answer->offer_count == 0) {
        out->reason = dg_str_of("no-offers");
        out->detail = dg_str_of("it has nothing to offer for this");
    } else if (answer->state == DG_OFFERS_DONE && dg_offers_held(answer, now_s) == 0) {
        out->reason = dg_str_of("expired");
        out->detail = dg_str_of("its offers have expired");
    }
    return answer->state != DG_OFFERS_DONE || dg_offers_held(answer, now_s) == 0;
}

bool dg_silences_of_target(
        struct dg_silences *out, const struct dg_target *target, int64_t now_s, struct dg_arena *arena)
{
    *out = (struct dg_silences){ dg_arena_array(arena, target->route_count + 1, sizeof *out->at), 0 };
    for (size_t i = 0; out->at && i < target->route_count; i++)
        out->count += silence_of(&out->at[out->count], &target->routes[i], now_s);
    return out->at != NULL;
}

bool dg_target_complete(const struct dg_target *target)
{
    for (size_t i = 0; i < target->route_count; i++) {
        if (target->routes[i].answer.state == DG_OFFERS_PENDING)
            return false;
    }
    return true;
}
