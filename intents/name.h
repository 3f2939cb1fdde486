/* What the learned model makes of the names in a message: takes back what the rules took for one, adds what they missed.
 * Mentions live in the arena of the scan. Pure but for `talk`, which is the caller's; one thread a talk. */
#ifndef DG_NAME_H
#define DG_NAME_H

#include "intents/name_tag.h"

/* Replaces `mentions` (of the message of the scan) by what stands after the second look.
 * False only when the arena is full. */
bool dg_name_review(struct dg_mentions *mentions, const struct dg_scan *scan, const struct dg_name_model *model,
        struct dg_name_talk *talk);

#endif
