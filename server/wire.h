/* JSON texts in and out, strictly: the one door through which foreign JSON comes in, and the shape checks of every body.
 * A json_t given out is a new reference unless it says "borrowed"; slices borrow from the json_t that they came from.
 * Problems name the field by a JSON pointer and never repeat the person's text. No I/O; any thread. */
#ifndef DG_WIRE_H
#define DG_WIRE_H

#include "intents/arena.h"
#include "intents/status.h"
#include "intents/types.h"

#include <jansson.h>

enum { DG_JSON_DEPTH_MAX = 32 };

/* Reads one JSON object: valid UTF-8 without NUL, no field twice, nested at most DG_JSON_DEPTH_MAX deep.
 * DG_OK: *out is new | DG_BAD_INPUT. */
DG_MUST_USE enum dg_status dg_wire_object(json_t **out, struct dg_str body, struct dg_problem *why);

enum dg_wire_type { DG_WIRE_TEXT, DG_WIRE_NUMBER, DG_WIRE_BOOL, DG_WIRE_LIST, DG_WIRE_OBJECT };

struct dg_wire_field {
    const char *name;
    enum dg_wire_type type;
    bool required;
};

/* `value` is an object that has every required field, each of its type, and no other field. `pointer` says where it stands
 * ("" for the whole body). DG_OK | DG_BAD_INPUT. */
DG_MUST_USE enum dg_status dg_wire_check(const json_t *value, const char *pointer, const struct dg_wire_field *fields,
        size_t count, struct dg_problem *why);

/* The text in field `name`; the empty slice when it is absent or no text. Borrowed. */
struct dg_str dg_wire_text(const json_t *object, const char *name);

/* Makes a text value. NULL: out of memory. */
json_t *dg_wire_string(struct dg_str text);
/* Sets `name` to `value`, whose reference it takes; a NULL value (out of memory, or nothing to say) sets nothing. */
void dg_wire_set(json_t *object, const char *name, json_t *value);
/* Sets `name` to the text unless it is empty. */
void dg_wire_set_text(json_t *object, const char *name, struct dg_str text);

/* Sets `name` to the instant where `has` says that there is one. */
void dg_wire_set_instant(json_t *object, const char *name, bool has, struct dg_instant at, struct dg_arena *arena);

/* The JSON text, compact, in the arena; empty when there is no room. */
struct dg_str dg_wire_print(struct dg_arena *arena, const json_t *value);
/* The same, and takes the reference of `value`. */
struct dg_str dg_wire_print_taken(struct dg_arena *arena, json_t *value);
/* The flags that every JSON text of ours is printed with, for json_dumpf. */
size_t dg_wire_flags(void);

#endif
