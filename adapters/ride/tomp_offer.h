/* What TOMP-API's booking object says about an offer: its price, its times, who drives and on which terms.
 * Reads only; what comes out lives in the task's arena. Pure; any thread. */
#ifndef DG_TOMP_OFFER_H
#define DG_TOMP_OFFER_H

#include "adapters/adapter.h"

#include <jansson.h>

/* Adds an offer for one option of a planning, unless it is of no use here: without an id, a vehicle that the person would
 * have to drive, or data asked for that we do not have (condition conditionRequireBookingData). */
void dg_tomp_offer(struct dg_task *task, const json_t *option, const struct dg_instant *valid_until);

/* The price of the whole booking; `known` is false where it depends on how the ride goes (FLEX parts). */
struct dg_offer_price dg_tomp_price(struct dg_arena *arena, const json_t *booking);

#endif
