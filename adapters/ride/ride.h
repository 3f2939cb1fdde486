/* What every operator of rides needs of an intent: two points, an hour, how many go.
 * Borrowed from the intent and the context. Pure; any thread. */
#ifndef DG_RIDE_H
#define DG_RIDE_H

#include "adapters/adapter.h"

struct dg_ride_end {
    double lat, lon; /* WGS-84 degrees */
    struct dg_str name; /* empty where only the point is known */
};

struct dg_ride {
    struct dg_ride_end from, to;
    bool has_time;
    struct dg_instant time; /* of the pick-up; now where there is none */
    int passengers;
    const char *from_field; /* what `from` is, for a receipt: the slot "pickup", or the person's "location" */
};

/* Slots that no operator takes a word for: NULL-ended, for dg_note_unsent. */
extern const char *const dg_ride_unsent[];

/* DG_TURN_SEND where the ride can be asked for; DG_TURN_FAIL with task->missing where a slot is not filled well enough. */
enum dg_turn dg_ride_read(struct dg_ride *out, struct dg_task *task, const struct dg_intent *intent);

#endif
