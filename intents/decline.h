/* A "no" that does not say to what: it turns down what was put forward last, and among two all of it, as long as nothing else is
 * put forward. Belongs to the thread that reads. */
#ifndef DG_DECLINE_H
#define DG_DECLINE_H

#include "intents/tracker.h"

/* The clause rejects and names nothing. */
void dg_decline(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c);

/* Something is said after it: a plan goes on when something is put forward or who declined says yes after all; what was turned
 * down stands again when that is not what the new is put in place of ("no, let's go to the Crown": the hour stays). */
void dg_decline_revise(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c);

#endif
