/* Uber Guest Rides: the parts of one adapter.
 * uber.c holds the adapter, its requests and how a trip is requested, looked up and cancelled; uber_offers.c asks for estimates
 * and reads them. Both work on one task and share its state; nothing here is known outside. */
#ifndef DG_UBER_H
#define DG_UBER_H

#include "adapters/ride/ride.h"

#include <jansson.h>

enum uber_stage {
    UBER_TOKEN, /* POST /oauth/v2/token */
    UBER_ESTIMATES, /* POST /v1/guests/trips/estimates */
    UBER_REQUESTING, /* POST /v1/guests/trips */
    UBER_LISTING, /* GET /v1/guests/trips: an outcome is unknown, and the trip's number too */
    UBER_CANCELLING, /* DELETE /v1/guests/trips/{id} */
    UBER_LOOKING, /* GET /v1/guests/trips/{id}: what became of a cancellation */
};

struct uber_task {
    enum uber_stage stage, after_token;
    struct dg_str authorization;
    struct dg_ride ride; /* of ask; of book as far as the offer's state has it */
    struct dg_str product_id, fare_id; /* of book */
    struct dg_str trip_id; /* of undo */
    bool past; /* the list is that of trips that are over */
    unsigned pages; /* of the list, read so far */
};

/* The body of POST /v1/guests/trips/estimates; new reference. */
json_t *uber_estimates_json(const struct dg_ride *ride);
/* {"latitude", "longitude", "address"?}; new reference. */
json_t *uber_end_json(const struct dg_ride_end *end);
/* {"pickup_time"}: milliseconds; new reference. */
json_t *uber_scheduling_json(struct dg_instant time);
/* Adds an offer for each product that can be had. False where `estimates` is no answer of that call. */
bool uber_offers(struct dg_task *task, const json_t *estimates);
/* Reads an offer's state into the task's. */
bool uber_read_offer(struct dg_task *task, struct dg_str offer_state);

#endif
