/* What looks wrong about an intent, each with a stable type: past-date, dst-gap, too-far-to-make-it, bad-check-digit,
 * look-alike-link, hidden-text. Pure; any thread. */
#ifndef DG_WARNING_H
#define DG_WARNING_H

#include "intents/recogniser.h"

/* What is looked at besides the intent itself; all borrowed. */
struct dg_warning_view {
    const struct dg_context *ctx;
    enum dg_language language; /* of the sentences */
    const struct dg_lexicon *lexicon;
    const struct dg_text *texts; /* one a message */
    const struct dg_mentions *mentions; /* likewise */
    size_t message_count;
};

/* Whether any message holds a link that looks like another: it concerns every intent of the talk. */
bool dg_warning_false_link(const struct dg_warning_view *view);

/* Writes `warnings` of the intent. False only when the arena is full. */
bool dg_warning_check(
        struct dg_intent *intent, const struct dg_warning_view *view, bool false_link, struct dg_arena *arena);

#endif
