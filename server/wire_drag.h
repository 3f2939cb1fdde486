/* Drags, drops and hovers as JSON: the sole owner of their field names. Each function gives a new json_t (NULL: out of
 * memory); the arena holds printed texts meanwhile. One thread at a time. */
#ifndef DG_WIRE_DRAG_H
#define DG_WIRE_DRAG_H

#include "server/cards.h"
#include "server/hover.h"

#include <jansson.h>

/* A loaded or stored drag; `now_s` decides which offers count. */
json_t *dg_wire_drag(const struct dg_drag *drag, int64_t now_s, struct dg_arena *arena);
/* The rule that a correction offers, or (remembered) has become. */
json_t *dg_wire_rule(const struct dg_fix *fix, struct dg_str from, enum dg_language language, bool remembered,
        struct dg_arena *arena);
json_t *dg_wire_drop(const struct dg_drag *drag, const struct dg_target *target, const struct dg_cards *cards,
        const struct dg_silences *silences, struct dg_arena *arena);
/* What one route would send, or the link it would open; secrets masked. */
json_t *dg_wire_hover(const struct dg_drag *drag, const struct dg_target *target, struct dg_arena *arena);

#endif
