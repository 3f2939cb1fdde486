/* What looks wrong about an intent, each with a stable type: past-date, dst-gap, too-far-to-make-it, bad-check-digit,
 * look-alike-link, hidden-text, dst-twice, not-agreed, plan-moved. Pure; any thread. */
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
    size_t remembered; /* so many of the first messages are known from before: spans are counted from the one after */
};

/* Whether any message holds a link that looks like another: it concerns every intent of the talk. */
bool dg_warning_false_link(const struct dg_warning_view *view);

/* Writes `warnings` of the intent, behind those that it has already. False only when the arena is full. */
bool dg_warning_check(
        struct dg_intent *intent, const struct dg_warning_view *view, bool false_link, struct dg_arena *arena);

/* What only the plan knows: something put forward since was not answered; it stood otherwise in an earlier drag. Adds to the
 * intent's; `slot` may be NULL. False only when the arena is full. */
enum dg_warning_of_plan { DG_WARN_NOT_AGREED, DG_WARN_PLAN_MOVED };
bool dg_warning_add(struct dg_intent *intent, enum dg_warning_of_plan which, const char *slot,
        enum dg_language language, struct dg_arena *arena);

/* Makes those anew that hang on times and places, after these were changed. False only when the arena is full. */
bool dg_warning_renew(
        struct dg_intent *intent, const struct dg_context *ctx, enum dg_language language, struct dg_arena *arena);

#endif
