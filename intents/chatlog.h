/* A raw paste or an exported chat becomes messages with speaker and time.
 * The talk borrows from the paste (texts and names are slices of it where they stand in one piece, arena copies where
 * lines had to be joined) and lives in the arena. No I/O; any thread. */
#ifndef DG_CHATLOG_H
#define DG_CHATLOG_H

#include "intents/arena.h"
#include "intents/status.h"
#include "intents/types.h"

struct dg_lexicon;

/* Splits `paste` (valid UTF-8, no NUL). A text that is no chat comes out as one message. `ctx` gives the zone in which
 * printed times are read and the date where only a clock time is printed.
 * DG_OK | DG_TOO_BIG (arena full, or more than DG_MESSAGES_MAX messages). */
DG_MUST_USE enum dg_status dg_chatlog_split(struct dg_talk *out, struct dg_str paste, const struct dg_context *ctx,
        const struct dg_lexicon *lexicon, struct dg_arena *arena);

/* What a message is, by its text alone. `own` (may be NULL) receives the byte at which the speaker's own words begin: past
 * the quotation of an earlier message that some apps put before an answer, else 0. */
enum dg_message_kind dg_chatlog_kind(struct dg_str text, const struct dg_lexicon *lexicon, size_t *own);

#endif
