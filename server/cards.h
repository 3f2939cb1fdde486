/* Cards: what came back for a target, as the phone shows it, in order.
 * The order: what can be booked here before what only opens an app; among offers the cheaper first (by the upper end of an
 * estimate; only prices of one currency are compared), an offer without a price after those with one, then the earlier;
 * all else in the order of dg_adapters. Offers that have expired are left out.
 * A card borrows from the drag and lives in the arena. Pure; any thread. */
#ifndef DG_CARDS_H
#define DG_CARDS_H

#include "server/confirm_token.h"
#include "server/drag.h"

struct dg_card {
    char id[DG_CARD_ID_LEN + 1];
    const char *intent;
    const struct dg_plug *plug;
    const struct dg_offer *offer;
    bool can_run; /* the two below */
    struct dg_action_id action;
    struct dg_confirm_token token;
};

struct dg_cards {
    struct dg_card *at;
    size_t count;
};

/* Why an adapter has no card. */
struct dg_silence {
    const struct dg_plug *plug;
    struct dg_str reason, detail;
};

struct dg_silences {
    struct dg_silence *at;
    size_t count;
};

/* The card of offer `n` of the route, made for slots with this fingerprint. The lane's confirm key must be known.
 * False: the arena is full. */
bool dg_card_of_offer(struct dg_card *out, const struct dg_lane *lane, const struct dg_drag *drag,
        const struct dg_intent_schema *schema, const struct dg_route *route, size_t n, struct dg_str print,
        struct dg_arena *arena);
/* All cards of the target, ordered. The lane's confirm key must be known. False: the arena is full. */
bool dg_cards_of_target(struct dg_cards *out, const struct dg_lane *lane, const struct dg_drag *drag,
        const struct dg_target *target, int64_t now_s, struct dg_arena *arena);
/* Everyone of the target who gave no card that holds. */
bool dg_silences_of_target(
        struct dg_silences *out, const struct dg_target *target, int64_t now_s, struct dg_arena *arena);
/* Whether every adapter of the target has answered. */
bool dg_target_complete(const struct dg_target *target);

#endif
