/* The token that a card carries and a confirmation gives back: proof that this caller was shown this card. It is a keyed
 * hash over caller, action, slots and the whole offer (so also its price and expiry), made with a key that all servers on
 * one store share; nothing is kept for it. The key belongs to the lane. */
#ifndef DG_CONFIRM_TOKEN_H
#define DG_CONFIRM_TOKEN_H

#include "server/app.h"
#include "server/ids.h"

enum { DG_CONFIRM_TOKEN_LEN = 2 + 64 };

struct dg_confirm_token {
    char text[DG_CONFIRM_TOKEN_LEN + 1]; /* "1." and 64 hex digits */
};

/* What a token is bound to. */
struct dg_confirm_bond {
    struct dg_str caller;
    struct dg_action_id action;
    struct dg_str fingerprint; /* of the slots */
    const struct dg_offer *offer;
};

/* The lane's key must be known. False: memory is out, or the arena is full. */
bool dg_confirm_token_make(struct dg_confirm_token *out, const struct dg_lane *lane, const struct dg_confirm_bond *bond,
        struct dg_arena *arena);
/* Takes the same time whether it is or not. */
bool dg_confirm_token_is(const struct dg_confirm_token *token, struct dg_str given);

/* Makes sure that the lane knows the key: from the store, or put there now by whoever comes first. Calls back at once
 * where it was read a moment ago; else it is read again, so that all servers agree soon after a store has come back empty. Where
 * the store does not answer, what the lane knew will do.
 * DG_OK | DG_UNAVAILABLE. */
void dg_confirm_key_need(struct dg_lane *lane, void (*then)(void *owner, enum dg_status status), void *owner);

#endif
