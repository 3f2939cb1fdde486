/* The map pages that stand in for apps without a page of their own: a browser, or a phone without the app, still gets there.
 * The result lives in the arena; empty where the trip does not fit into a link. Any thread. */
#ifndef DG_WAY_H
#define DG_WAY_H

#include "adapters/link/trip.h"

/* Amap's page of the route (amap.c); the search for its name where the destination has no point. */
struct dg_str dg_way_amap(struct dg_arena *arena, const struct dg_trip *trip);
/* Amap's page of places that answer to the words. */
struct dg_str dg_way_amap_search(struct dg_arena *arena, struct dg_str words);
/* Google's page of the route (google_maps.c). */
struct dg_str dg_way_google(struct dg_arena *arena, const struct dg_trip *trip);

#endif
