/* Offers, answers and receipts as records of the store: written by whichever server asked, read by whichever is asked.
 * A json_t given out is new (NULL: out of memory); what is read lives in the arena. One thread at a time. */
#ifndef DG_RECORD_OFFER_H
#define DG_RECORD_OFFER_H

#include "server/offers.h"

#include <jansson.h>

json_t *dg_offer_record(const struct dg_offer *offer, struct dg_arena *arena);
/* A field that is missing or of another type counts as empty: the record is ours. */
void dg_offer_read(struct dg_offer *out, const json_t *record, struct dg_arena *arena);

json_t *dg_price_record(const struct dg_offer_price *price);
struct dg_offer_price dg_price_read(const json_t *record, struct dg_arena *arena);

json_t *dg_sent_record(const struct dg_sent *sent, size_t count);
const struct dg_sent *dg_sent_read(const json_t *list, size_t *count, struct dg_arena *arena);

json_t *dg_offers_record(const struct dg_offers *answer, struct dg_arena *arena);
/* `text` is the record's value. False where it is no such record, or the arena is full. */
bool dg_offers_read(struct dg_offers *out, struct dg_str text, struct dg_arena *arena);

#endif
