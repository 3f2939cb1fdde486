/* The codes by which tickets are searched: IATA's for cities and airports, telegraph codes for stations of China Railway.
 * Airports and stations bring theirs; a city is told by its point, whatever it was called (city_code.c). Results are
 * borrowed from the intent or constant. Pure; any thread. */
#ifndef DG_TRAVEL_CODE_H
#define DG_TRAVEL_CODE_H

#include "adapters/geo.h"
#include "intents/types.h"

/* Three capital letters; empty where the slot has none. */
struct dg_str dg_iata_code(const struct dg_intent *intent, const char *slot);

struct dg_rail_stop {
    struct dg_str code; /* empty where the slot has none */
    struct dg_str name; /* as 12306 lists it: without 站 at the end */
    bool wider; /* the city of a station that was not called by its Chinese name */
};
struct dg_rail_stop dg_rail_stop(const struct dg_intent *intent, const char *slot);

/* A city that people fly or ride to. */
struct dg_city_code {
    struct dg_point at;
    const char *iata; /* of the city, which stands for all its airports; NULL: none */
    const char *rail, *rail_name; /* of the station called like the city; NULL: none */
};
/* The one whose centre is nearest and within DG_CITY_KM, or NULL. */
enum { DG_CITY_KM = 25 };
const struct dg_city_code *dg_city_code_at(struct dg_point at);

#endif
