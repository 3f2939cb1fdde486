/* Places that are spoken of by their kind: the hotel, the restaurant, once it is known which.
 * Pure; borrows the topics. */
#ifndef DG_REFER_H
#define DG_REFER_H

#include "intents/stance.h"

/* "the restaurant", "the bus station": a kind of place and no name. */
bool dg_refer_is_generic(const struct dg_topics *all, const struct dg_mention *m);

/* "National Express", "Eurostar": who carries, not from where. */
bool dg_refer_is_carrier(const struct dg_topics *all, const struct dg_mention *m);

/* The place of another plan that a kind of place means: after a room was found, "the hotel" is that hotel. NULL when the
 * mention has a name of its own or no plan has such a place. */
const struct dg_stance *dg_refer_place(
        const struct dg_topics *all, const struct dg_topic *topic, const struct dg_mention *m);

#endif
