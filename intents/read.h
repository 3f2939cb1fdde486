/* The reader: a conversation in, what was settled out.
 * The reading borrows from the talk and lives in the arena; the lexicon is borrowed for the call. No I/O, no clock, no
 * globals: any number of threads may read at once, each with its own arena. */
#ifndef DG_READ_H
#define DG_READ_H

#include "intents/arena.h"
#include "intents/status.h"
#include "intents/types.h"

struct dg_lexicon;

/* Limits that the border enforces and the reader relies on. */
enum { DG_MESSAGES_MAX = 2000, DG_TALK_BYTES_MAX = 4 * 1024 * 1024 };

/* What dg_read needs at most of the stack of its thread, whatever the text. */
enum { DG_READ_STACK_BYTES = 256 * 1024 };

/* Reads a conversation and says what was settled.
 * `out` borrows from `talk` and lives in `arena`: keep both as long as the reading.
 * `explain` (may be NULL) receives one line of plain text for each step.
 * DG_OK (even if nothing was found) | DG_TOO_BIG (arena full). */
struct dg_explain {
    void (*line)(void *owner, const char *step, struct dg_str text);
    void *owner;
};
DG_MUST_USE enum dg_status dg_read(const struct dg_reading **out, const struct dg_talk *talk,
        const struct dg_context *ctx, const struct dg_lexicon *lexicon, struct dg_arena *arena,
        const struct dg_explain *explain);

#endif
