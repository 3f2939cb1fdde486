/* What every operator of rides needs of an intent: two points, an hour, how many go.
 * Borrowed from the intent and the context. Pure; any thread. */
#ifndef DG_RIDE_H
#define DG_RIDE_H

#include "adapters/adapter.h"

/* What a ride's start is, for a receipt: a slot, or where the person is. */
#define DG_RIDE_PICKUP "pickup"
#define DG_RIDE_HERE "location"

struct dg_ride_end {
    double lat, lon; /* WGS-84 degrees */
    struct dg_str name; /* empty where only the point is known */
};

struct dg_ride {
    struct dg_ride_end from, to;
    bool has_time;
    struct dg_instant time; /* of the pick-up; now where there is none */
    int passengers;
    const char *from_field; /* one of the two above */
};

bool dg_ride_from_here(const struct dg_ride *ride);

/* Slots that no operator takes a word for: NULL-ended, for dg_note_unsent. */
extern const char *const dg_ride_unsent[];

/* DG_TURN_SEND where the ride can be asked for; DG_TURN_FAIL with task->missing where a slot is not filled well enough. */
enum dg_turn dg_ride_read(struct dg_ride *out, struct dg_task *task, const struct dg_intent *intent);

#endif
