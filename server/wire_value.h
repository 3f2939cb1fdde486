/* A slot's value from its JSON form; the way back from dg_wire_value.
 * What is read lives in the arena. One thread at a time. */
#ifndef DG_WIRE_VALUE_H
#define DG_WIRE_VALUE_H

#include "intents/arena.h"
#include "intents/status.h"
#include "intents/types.h"

#include <jansson.h>

/* A value of `kind` from its JSON form (see dg_wire_value). DG_OK | DG_BAD_INPUT. */
DG_MUST_USE enum dg_status dg_wire_value_read(struct dg_value *out, const json_t *value, enum dg_value_kind kind,
        const struct dg_zone *zone, struct dg_arena *arena, struct dg_problem *why);

#endif
