/* What a caller asks to have read: the body of /v1/parse and /v1/drags (also one line of `parse --jsonl`) as talk and context.
 * An ask and all it points to live in the arena of its means, its zone in their zones. One thread at a time. */
#ifndef DG_WIRE_ASK_H
#define DG_WIRE_ASK_H

#include "intents/arena.h"
#include "intents/lexicon.h"
#include "intents/status.h"
#include "intents/types.h"
#include "intents/zone.h"

#include <jansson.h>

/* The unit in which the caller counts spans. */
enum dg_unit { DG_UNIT_CODEPOINT, DG_UNIT_UTF16, DG_UNIT_BYTE };

struct dg_ask {
    struct dg_talk talk;
    struct dg_context ctx;
    enum dg_unit unit;
    struct dg_str paste; /* the raw text, where it came as one; else empty */
    struct dg_str locale; /* as given; may be empty */
    struct dg_str session_id; /* drags only; may be empty */
    bool local_only; /* drags only: privacy "local" */
};

/* What reading an ask needs beside the body. */
struct dg_ask_means {
    struct dg_arena *arena;
    struct dg_zones *zones;
    const struct dg_lexicon *lexicon;
    struct dg_str zone; /* where the caller names none; empty: UTC */
    int64_t clock_s; /* the server's clock, UTC */
};

/* The body of /v1/parse. DG_OK | DG_BAD_INPUT | DG_TOO_BIG (a bound, or the arena is full) | DG_UNAVAILABLE (memory). */
DG_MUST_USE enum dg_status dg_ask_read(
        struct dg_ask *out, struct dg_str body, const struct dg_ask_means *means, struct dg_problem *why);
/* The body of /v1/drags: the same, and `session_id` and `privacy`. */
DG_MUST_USE enum dg_status dg_ask_read_drag(
        struct dg_ask *out, struct dg_str body, const struct dg_ask_means *means, struct dg_problem *why);
/* The body of PATCH /v1/drags/{id}: `out`, read before by dg_ask_read_drag, grows by the messages or gets the new paste. */
DG_MUST_USE enum dg_status dg_ask_extend(
        struct dg_ask *out, struct dg_str body, const struct dg_ask_means *means, struct dg_problem *why);
/* A raw paste with a zone (may be empty) and a time (empty: the clock), as the command line gives them. */
DG_MUST_USE enum dg_status dg_ask_paste(struct dg_ask *out, struct dg_str paste, struct dg_str zone, struct dg_str now,
        const struct dg_ask_means *means, struct dg_problem *why);

/* The ask as a body that dg_ask_read_drag reads to the same ask at any later time (`now` and zone written out): what a
 * drag keeps in the store. New; NULL: out of memory. */
json_t *dg_ask_json(const struct dg_ask *ask, struct dg_arena *arena);

#endif
