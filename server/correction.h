/* What the person fixed: a slot's value in place of another, in this drag or (a rule) whenever the same is said again.
 * Fixes live in an arena. Pure but for the reading of words, which uses the recognisers; one thread at a time. */
#ifndef DG_CORRECTION_H
#define DG_CORRECTION_H

#include "intents/arena.h"
#include "intents/lexicon.h"
#include "intents/status.h"
#include "intents/types.h"

#include <jansson.h>

enum { DG_FIXES_MAX = 64 };

/* Replaces, wherever it stands, the value `was` (and so also the dropoff that is the venue corrected), or what was said
 * with the words `from`. What later text says differently is left alone. */
struct dg_fix {
    struct dg_str intent; /* only in this one; empty: in all */
    struct dg_str slot;
    struct dg_str from; /* a rule: the words; empty: a correction */
    struct dg_str was; /* JSON text of the value; empty: the slot was not filled */
    struct dg_value value;
    struct dg_str text; /* the words of the correction, or of the value */
};

/* The body of /v1/drags/{id}/corrections. */
struct dg_correction {
    struct dg_fix fix; /* `was` and, for words, `value` are found by dg_correction_aim */
    const struct dg_slot *old; /* the slot corrected; NULL: it was not filled */
    bool by_words, remember;
    const json_t *value; /* borrowed from `body` */
    json_t *body; /* freed by dg_correction_finish */
};

/* DG_OK | DG_BAD_INPUT. Call dg_correction_finish in any case. */
DG_MUST_USE enum dg_status dg_correction_read(
        struct dg_correction *out, struct dg_str body, struct dg_arena *arena, struct dg_problem *why);
void dg_correction_finish(struct dg_correction *correction);

/* Finds the slot meant in the reading and reads the new value for it.
 * DG_OK | DG_BAD_INPUT (no such slot here, or not read as a value of its type) | DG_TOO_BIG. */
DG_MUST_USE enum dg_status dg_correction_aim(struct dg_correction *correction, const struct dg_reading *reading,
        const struct dg_context *ctx, const struct dg_lexicon *lexicon, struct dg_arena *arena, struct dg_problem *why);

/* The reading with all fixes applied, in order. NULL: the arena is full, or memory is out. */
const struct dg_reading *dg_fixes_apply(
        const struct dg_reading *reading, const struct dg_fix *fixes, size_t count, struct dg_arena *arena);

/* Records of the store. New; NULL: out of memory. */
json_t *dg_fixes_record(const struct dg_fix *fixes, size_t count, struct dg_arena *arena);
/* False: the arena is full. What cannot be read is left out. */
bool dg_fixes_read(struct dg_fix **out, size_t *count, const json_t *list, struct dg_arena *arena);

#endif
