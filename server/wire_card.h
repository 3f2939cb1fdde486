/* Cards and who gave none as JSON: the sole owner of their field names. Each function gives a new json_t (NULL: out of
 * memory); the arena holds printed times meanwhile. One thread at a time. */
#ifndef DG_WIRE_CARD_H
#define DG_WIRE_CARD_H

#include "server/cards.h"

#include <jansson.h>

json_t *dg_wire_card(const struct dg_card *card, struct dg_arena *arena);
/* Sets what a card says of its offer. */
void dg_wire_set_offer(json_t *out, const struct dg_offer *offer, struct dg_arena *arena);
json_t *dg_wire_cards(const struct dg_cards *cards, struct dg_arena *arena);
json_t *dg_wire_silence(const struct dg_silence *silence);
json_t *dg_wire_silences(const struct dg_silences *silences);
/* NULL where the price is not known. */
json_t *dg_wire_price(const struct dg_offer_price *price);

#endif
