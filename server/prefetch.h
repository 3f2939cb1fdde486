/* Asking the services while the finger still moves: each fresh task of a stored drag runs in the background, with its own
 * deadline, and its answer becomes a record of the drag's group, for whichever server the drop comes to.
 * Belongs to the lane's thread; what is under way is owned by the lane's errands. */
#ifndef DG_PREFETCH_H
#define DG_PREFETCH_H

#include "server/drag.h"

/* Starts every fresh task of the drag and marks it as started. Nothing of the drag is borrowed. */
void dg_prefetch_start(struct dg_lane *lane, struct dg_drag *drag);

#endif
