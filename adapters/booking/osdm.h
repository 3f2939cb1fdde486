/* Rail tickets from distributors that speak OSDM 3.9 (Open Sales and Distribution Model, UIC): the parts of one adapter.
 * osdm.c holds the adapter and writes requests, osdm_offers.c asks for offers, osdm_book.c books and looks, osdm_undo.c
 * refunds. All work on one task and share its state; nothing here is known outside. */
#ifndef DG_OSDM_H
#define DG_OSDM_H

#include "adapters/adapter.h"

#include <jansson.h>

enum osdm_stage {
    OSDM_ORIGIN, /* POST /places */
    OSDM_DESTINATION, /* POST /places */
    OSDM_OFFERS, /* POST /offers */
    OSDM_BOOKING, /* POST /bookings: holds the offer */
    OSDM_FULFILLING, /* POST /bookings/{id}/fulfillments: makes it firm */
    OSDM_WITHDRAWING, /* DELETE /bookings/{id}: the price is not the one agreed to */
    OSDM_SEARCHING, /* POST /bookings-search: an outcome is unknown */
    OSDM_LOOKING, /* GET /bookings/{id} after that */
    OSDM_UNDO_LOOKING, /* GET /bookings/{id}: what is there to refund */
    OSDM_UNDO_DROPPING, /* DELETE /bookings/{id}: nothing was made firm */
    OSDM_REFUNDING, /* POST /bookings/{id}/refund-offers */
    OSDM_REFUND_CONFIRMING, /* PATCH /bookings/{id}/refund-offers/{refundOfferId} */
    OSDM_UNDO_CHECKING, /* GET /bookings/{id} after a PATCH without an answer */
};

enum { OSDM_PASSENGERS_MAX = 9 };

struct osdm_task {
    enum osdm_stage stage;
    /* while offers are asked for */
    struct dg_str destination, origin_id, destination_id;
    bool destination_has_point;
    double destination_lat, destination_lon;
    struct dg_instant depart;
    struct dg_str travel_class; /* "FIRST", "SECOND", or empty: any */
    /* from the offer's or the receipt's state */
    struct dg_str offer_id, booking_id;
    int passengers;
    struct dg_offer_price agreed; /* what the person confirmed */
    bool looked;
};

/* Writes the request of `stage`; steals `body`, which GET and DELETE have not. */
enum dg_turn osdm_send(struct dg_task *task, struct dg_request *next, enum osdm_stage stage, const char *method,
        struct dg_str path, json_t *body);
/* GET /bookings/{booking_id} for `stage`. */
enum dg_turn osdm_look(struct dg_task *task, struct dg_request *next, enum osdm_stage stage);
/* "/bookings/{booking_id}" and what follows it. */
struct dg_str osdm_booking_path(struct dg_task *task, const char *rest);
/* The passengers, as both OfferCollectionRequest and BookingRequest want them; new reference. */
json_t *osdm_passengers(const struct dg_task *task, bool named);
bool osdm_is_named(const struct dg_task *task); /* whether the first of them can be named */
json_t *osdm_passenger_refs(const struct dg_task *task); /* new reference */
/* Schema Price: an integer and its scale. */
struct dg_offer_price osdm_price(struct dg_arena *arena, const json_t *price);
/* DONE with the task's receipt. */
enum dg_turn osdm_end(struct dg_task *task, enum dg_receipt_end how, const char *en, const char *zh);
/* New reference to the reply's JSON, NULL unless it came whole with a 2xx status. */
json_t *osdm_read(const struct dg_reply *reply);

/* What has become of a booking, by its tickets and parts (schemas FulfillmentStatus, BookingPartStatus). */
enum osdm_booking_is { OSDM_IS_UNCLEAR, OSDM_IS_HELD, OSDM_IS_SOLD, OSDM_IS_OVER };
enum osdm_booking_is osdm_booking_is(const json_t *booking);

enum dg_turn osdm_ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next);
enum dg_turn osdm_hear_place(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);
enum dg_turn osdm_hear_offers(struct dg_task *task, const struct dg_reply *reply);

enum dg_turn osdm_book(struct dg_task *task, struct dg_str offer_state, struct dg_request *next);
enum dg_turn osdm_check(struct dg_task *task, struct dg_str offer_state, struct dg_request *next);
enum dg_turn osdm_hear_booking(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);
enum dg_turn osdm_hear_fulfilling(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);
enum dg_turn osdm_hear_withdrawing(struct dg_task *task);
enum dg_turn osdm_hear_search(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);
enum dg_turn osdm_hear_look(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);

enum dg_turn osdm_undo(struct dg_task *task, struct dg_str receipt_state, struct dg_request *next);
enum dg_turn osdm_hear_undo(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);

#endif
