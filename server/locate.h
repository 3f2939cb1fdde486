/* Finding on the map what the gazetteer does not know: a drag's places without a point are looked up in the lane's cache, then
 * asked of the configured geocoders, one after the other, all places at once and within DG_LOCATE_MS together. A local drag
 * asks nobody; neither does one whose places no live adapter would use.
 * The cache belongs to its lane, holds hashes of what was asked, and forgets the oldest first. All on the lane's thread. */
#ifndef DG_LOCATE_H
#define DG_LOCATE_H

#include "server/drag.h"

enum { DG_LOCATE_MS = 800, DG_LOCATE_PLACES_MAX = 3, DG_LOCATE_CACHED = 512, DG_LOCATE_CACHE_S = 86400 };

struct dg_located_cache;
struct dg_located_cache *dg_located_cache_create(void); /* NULL: out of memory */
void dg_located_cache_destroy(struct dg_located_cache *cache); /* NULL is harmless */

/* Adds to drag->found what could be found for the drag's reading, and to its receipt what left for it. `then` is called
 * once, perhaps before this returns; `any` says whether a new point is there, so that the drag must be read again. */
void dg_locate(struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, void (*then)(void *owner, bool any),
        void *owner);

#endif
