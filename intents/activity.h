/* What people do together, as one constant table: family, usual hour, names.
 * Constant data; any thread. */
#ifndef DG_ACTIVITY_H
#define DG_ACTIVITY_H

#include "intents/str.h"

/* Activities of one family fill the same intents. */
enum dg_family {
    DG_FAMILY_NONE, /* to meet: nothing says what for */
    DG_FAMILY_TRIP, /* to go somewhere: becomes a stay or a journey when more is said */
    DG_FAMILY_MEAL,
    DG_FAMILY_CAFE,
    DG_FAMILY_SHOW,
    DG_FAMILY_MEET,
    DG_FAMILY_STAY,
    DG_FAMILY_FLIGHT,
    DG_FAMILY_TRAIN,
    DG_FAMILY_BUS,
    DG_FAMILY_RIDE,
    DG_FAMILY_ROUTE,
    DG_FAMILY_COUNT
};

struct dg_activity {
    const char *name; /* as the word tables and the API call it */
    enum dg_family family;
    signed char typical_hour; /* of the day, or -1 */
    const char *title_en, *title_zh; /* of a calendar entry for which nobody said a title */
};

/* The activity called `name`; the one without a name (family NONE) when there is no such. Never NULL. */
const struct dg_activity *dg_activity_find(struct dg_str name);
/* The one without a name: people meet. */
const struct dg_activity *dg_activity_none(void);
/* A flight, a train, a coach. */
bool dg_activity_is_journey(enum dg_family family);
/* Whether people choose its hour by themselves: no timetable does, and it is no alarm. */
bool dg_activity_is_arranged(const struct dg_activity *activity);

#endif
