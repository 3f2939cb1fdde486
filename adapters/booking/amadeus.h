/* What all Amadeus Self-Service adapters share: how a request is written, days, prices.
 * Results live in the task's arena. Pure; any thread. */
#ifndef DG_AMADEUS_H
#define DG_AMADEUS_H

#include "adapters/adapter.h"

#include <jansson.h>

/* The request for a token, POST /v1/security/oauth2/token. */
enum dg_turn amadeus_token(struct dg_task *task, struct dg_request *next);
/* A request below the base URL; steals `body`, which may be NULL. */
enum dg_turn amadeus_send(struct dg_task *task, struct dg_request *next, struct dg_str authorization,
        const char *method, struct dg_str path, json_t *body, enum dg_safety safety);

/* Days since 1970-01-01, on the clock that the instant is written with. */
int64_t amadeus_day(struct dg_instant t);
struct dg_str amadeus_date(struct dg_arena *arena, int64_t day); /* "2024-02-21" */

/* {"currency", `field`: "12.50"} */
struct dg_offer_price amadeus_price(struct dg_arena *arena, const json_t *price, const char *field);

#endif
