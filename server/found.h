/* Places that somebody outside has found on the map: kept with the drag, so that each new reading of it has them at once.
 * Plain values in an arena. One thread at a time. */
#ifndef DG_FOUND_H
#define DG_FOUND_H

#include "intents/arena.h"
#include "intents/types.h"

#include <jansson.h>

enum { DG_FOUND_MAX = 8 };

struct dg_found {
    struct dg_str name, area; /* of the place as it was said */
    bool there; /* false: nobody knows it; it is not asked for again */
    double lat, lon; /* WGS-84 */
};

/* Whether a place of this kind could be on a map and is not yet. */
bool dg_place_is_lost(const struct dg_place *place);
/* What was found for the place, or NULL. */
const struct dg_found *dg_found_for(const struct dg_found *found, size_t count, const struct dg_place *place);
/* The reading with points for what was found. NULL: the arena is full. */
const struct dg_reading *dg_found_apply(
        const struct dg_reading *reading, const struct dg_found *found, size_t count, struct dg_arena *arena);

/* Records of the store. New; NULL: out of memory. */
json_t *dg_found_record(const struct dg_found *found, size_t count);
/* At most DG_FOUND_MAX; returns how many. */
size_t dg_found_read(struct dg_found *out, const json_t *list, struct dg_arena *arena);

#endif
