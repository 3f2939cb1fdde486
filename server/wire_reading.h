/* A reading as JSON: the sole owner of the field names of plan, intents, slots, values and entities.
 * Each function gives a new json_t, or NULL when memory is out. The desk is borrowed; its arena holds printed times and the
 * tables that turn bytes into the caller's unit. One thread at a time. */
#ifndef DG_WIRE_READING_H
#define DG_WIRE_READING_H

#include "intents/arena.h"
#include "intents/types.h"
#include "server/wire_ask.h"

#include <jansson.h>

/* How to write: where the spans point to and how they are counted. */
struct dg_desk {
    struct dg_arena *arena;
    const struct dg_talk *talk;
    enum dg_unit unit;
    uint32_t **counts; /* of each message; made by wire_reading.c when first needed */
};

/* A desk for the spans of `talk`. */
struct dg_desk dg_desk_of(const struct dg_talk *talk, enum dg_unit unit, struct dg_arena *arena);

json_t *dg_wire_reading(struct dg_desk *desk, const struct dg_reading *reading);

/* Its parts, for bodies that hold more than a reading. */
json_t *dg_wire_plan(struct dg_desk *desk, const struct dg_reading *reading);
json_t *dg_wire_intents(struct dg_desk *desk, const struct dg_reading *reading);
json_t *dg_wire_superseded(struct dg_desk *desk, const struct dg_reading *reading);
json_t *dg_wire_slots(struct dg_desk *desk, const struct dg_slot *slots, size_t count);
json_t *dg_wire_value(struct dg_arena *arena, const struct dg_value *value);
json_t *dg_wire_missing(const struct dg_intent *intent);

#endif
