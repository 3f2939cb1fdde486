/* Each message of a talk by itself: its folded words, what they name, what they do, and who said them.
 * Everything lives in the arena and borrows the talk. Pure; any thread. */
#ifndef DG_HEAR_H
#define DG_HEAR_H

#include "intents/agree.h"

struct dg_hearing {
    const struct dg_text *texts; /* one a message */
    const struct dg_mentions *mentions; /* one a message */
    struct dg_heard heard;
};

/* False only when the arena is full. */
bool dg_hear(struct dg_hearing *out, const struct dg_talk *talk, const struct dg_context *ctx,
        enum dg_language language, const struct dg_lexicon *lexicon, struct dg_arena *arena);

#endif
