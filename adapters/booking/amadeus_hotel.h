/* Hotel rooms through Amadeus Self-Service: the parts of one adapter.
 * amadeus_hotel.c holds the adapter, asks for hotels near a place and books; amadeus_hotel_offers.c reads what they offer.
 * All work on one task and share its state; nothing here is known outside. */
#ifndef DG_AMADEUS_HOTEL_H
#define DG_AMADEUS_HOTEL_H

#include "adapters/booking/amadeus.h"

enum amadeus_stage {
    AMADEUS_TOKEN, /* for offers */
    AMADEUS_HOTELS, /* GET /v1/reference-data/locations/hotels/by-geocode or by-city */
    AMADEUS_OFFERS, /* GET /v3/shopping/hotel-offers */
    AMADEUS_BOOK_TOKEN,
    AMADEUS_PRICING, /* GET /v3/shopping/hotel-offers/{offerId}: whether it still holds */
    AMADEUS_ORDERING, /* POST /v2/booking/hotel-orders */
};

enum { AMADEUS_HOTELS_MAX = 20, AMADEUS_ROOMS_MAX = 9 };

struct amadeus_task {
    enum amadeus_stage stage;
    struct dg_str authorization;
    /* while offers are asked for */
    struct dg_str where; /* path and query of the search for hotels */
    struct dg_str check_in, check_out; /* "2024-02-21" */
    bool rated; /* by its stars */
    struct dg_str price_range; /* "&priceRange=-200&currency=EUR", or empty */
    int nights, guests;
    /* also from the offer's state */
    int rooms;
    struct dg_str offer_id;
    struct dg_offer_price agreed; /* what the person confirmed */
};

/* Adds the offers of one hotel that can be booked without a payment card. */
void amadeus_hotel_offers(struct dg_task *task, const json_t *hotel_offers);

#endif
