/* Messages as they are put together from the lines of a paste. Inside of chatlog.c and its parts only.
 * Texts and names are slices of the paste; the messages live in the arena. Not for two threads at once. */
#ifndef DG_CHATLOG_BUILD_H
#define DG_CHATLOG_BUILD_H

#include "intents/chatlog_census.h"
#include "intents/types.h"

struct dg_split {
    struct dg_str paste;
    const struct dg_context *ctx;
    const struct dg_lexicon *lexicon;
    struct dg_arena *arena;
    struct dg_census seen;
    struct dg_stamp_rule rule;
    struct dg_instant
            today; /* clocks without a date are of its day, or the day before: now, or the end of a day that was named */

    struct dg_message *messages;
    size_t count, room;
    bool open; /* the last message may still grow */
    struct dg_str speaker; /* of the messages that begin from here on, like the time */
    bool has_at;
    struct dg_instant at;
};

/* Begins a message with `text` (may be empty) after the one before was closed. False when there is no room. */
bool dg_split_begin(struct dg_split *s, struct dg_str text);
/* The open message goes on with `line`: all between stays in its text. */
void dg_split_grow(struct dg_split *s, struct dg_str line);
/* Ends the open message, if any: trims it, tells its kind, drops it when nothing is left. */
void dg_split_close(struct dg_split *s);
/* The time of the messages that follow. */
void dg_split_stamp(struct dg_split *s, const struct dg_stamp *stamp);
/* The day of the clocks that follow. */
void dg_split_day(struct dg_split *s, const struct dg_stamp *stamp);

#endif
