/* An action as JSON: the sole owner of its field names. One thread at a time. */
#ifndef DG_WIRE_ACTION_H
#define DG_WIRE_ACTION_H

#include "server/action.h"

#include <jansson.h>

/* New; NULL: out of memory. Times have the offset of the action's zone. */
json_t *dg_wire_action(const struct dg_action *action, struct dg_zones *zones, struct dg_arena *arena);

#endif
