/* The drop: what came back for a target, waiting for the rest no longer than asked.
 * A drop lives with its exchange, on the lane's thread; it needs nothing of the server that began the drag. */
#ifndef DG_DROP_H
#define DG_DROP_H

#include "server/drag.h"
#include "server/http.h"

/* Answers the exchange, at once or later. `target` lives as long as the exchange. */
void dg_drop(struct dg_lane *lane, struct dg_exchange *ex, const struct dg_drag_id *id, struct dg_str target);

#endif
