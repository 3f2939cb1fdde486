/* JSON bodies of providers' requests and replies, over Jansson. What a provider sends is as little trusted as dragged text:
 * everything read here is bounded, and text loses what could disturb the page or the line that it is shown on.
 * Results live in the arena given; a json_t is owned as each function says. Pure; any thread. */
#ifndef DG_BODY_H
#define DG_BODY_H

#include "adapters/request.h"
#include "intents/types.h"
#include "intents/zone.h"

#include <jansson.h>

enum {
    DG_BODY_BYTES_MAX = 1 << 20, /* a reply longer than this is not read */
    DG_BODY_TEXT_BYTES = 300, /* a shown text is cut there, between code points */
    DG_BODY_ID_BYTES = 4096, /* an id longer than this is none */
};

/* New reference to the object or array in `text`; NULL where it is too long, no JSON, or neither of the two. */
json_t *dg_body_read(struct dg_str text);
/* `value` as compact JSON text; steals the reference (which may be NULL). Empty when out of memory. */
struct dg_str dg_body_write(struct dg_arena *arena, json_t *value);

/* Any text of the provider's made fit for people, as dg_body_text does; empty where it is not UTF-8. */
struct dg_str dg_body_plain(struct dg_arena *arena, struct dg_str text);
/* A text for people: blanks for control characters and line ends, no bidirectional overrides. Empty where it is no text. */
struct dg_str dg_body_text(struct dg_arena *arena, const json_t *object, const char *key);
/* A name of the provider's that will be sent back, byte for byte. Empty where there is none, and for what could not stand
 * in a path: blanks, controls, "." and "..". */
struct dg_str dg_body_id(struct dg_arena *arena, const json_t *object, const char *key);
/* Whether the text under `key` is `literal`. */
bool dg_body_is(const json_t *object, const char *key, const char *literal);
/* A finite number, also one written as a text ("12.50"). */
bool dg_body_number(const json_t *object, const char *key, double *out);
/* RFC 3339, given back with the zone's offset; where the text has none, it is the zone's. */
bool dg_body_instant(const json_t *object, const char *key, const struct dg_zone *zone, struct dg_instant *out);
/* Three capital letters; else empty. */
struct dg_str dg_body_currency(struct dg_arena *arena, const json_t *object, const char *key);

/* New reference to a JSON string, or NULL when out of memory or not UTF-8. */
json_t *dg_body_string(struct dg_str text);

#endif
