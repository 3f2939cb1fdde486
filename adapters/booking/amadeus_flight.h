/* Flights through Amadeus Self-Service: the parts of one adapter.
 * amadeus_flight.c holds the adapter and searches; amadeus_flight_offers.c reads what was found; amadeus_flight_book.c prices, orders,
 * looks at an order and cancels it. All work on one task and share its state; nothing here is known outside. */
#ifndef DG_AMADEUS_FLIGHT_H
#define DG_AMADEUS_FLIGHT_H

#include "adapters/booking/amadeus.h"

enum flight_stage {
    FLIGHT_TOKEN,
    FLIGHT_SEARCH, /* GET /v2/shopping/flight-offers */
    FLIGHT_PRICING, /* POST /v1/shopping/flight-offers/pricing: whether it still holds */
    FLIGHT_ORDERING, /* POST /v1/booking/flight-orders */
    FLIGHT_CANCELLING, /* DELETE /v1/booking/flight-orders/{id} */
    FLIGHT_LOOKING, /* GET of the same: what became of a cancellation */
};

struct flight_task {
    enum flight_stage stage, after_token;
    struct dg_str authorization;
    bool with_class; /* the query says which */
    struct dg_str query; /* of the search */
    bool has_zone; /* the origin's clock is known: offset_s */
    int32_t offset_s;
    struct dg_str offer; /* of book: the flight offer, JSON text */
    struct dg_offer_price agreed; /* what the person confirmed */
    struct dg_str order_id; /* of undo */
};

enum dg_turn flight_send(struct dg_task *task, struct dg_request *next, enum flight_stage stage, const char *method,
        struct dg_str path, json_t *body);
/* The request for a token, and what comes after it. */
enum dg_turn flight_send_token(struct dg_task *task, struct dg_request *next, enum flight_stage then);

/* Adds an offer for each flight offer that can be ordered without a payment card. */
void flight_offers(struct dg_task *task, const json_t *found);

enum dg_turn flight_book(struct dg_task *task, struct dg_str offer_state, struct dg_request *next);
enum dg_turn flight_undo(struct dg_task *task, struct dg_str receipt_state, struct dg_request *next);
/* Nothing was ordered or cancelled: there was no token. */
enum dg_turn flight_end_unreached(struct dg_task *task);
enum dg_turn flight_send_pricing(struct dg_task *task, struct dg_request *next);
enum dg_turn flight_send_cancelling(struct dg_task *task, struct dg_request *next);
enum dg_turn flight_hear_pricing(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);
enum dg_turn flight_hear_order(struct dg_task *task, const struct dg_reply *reply);
enum dg_turn flight_hear_cancelling(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);
enum dg_turn flight_hear_looking(struct dg_task *task, const struct dg_reply *reply);

#endif
