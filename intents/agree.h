/* The tracker: acts in the order they were said become topics with agreed, rejected and superseded values.
 * The topics live in the arena and borrow the clauses and mentions. Pure; any thread. */
#ifndef DG_AGREE_H
#define DG_AGREE_H

#include "intents/stance.h"

struct dg_heard {
    const struct dg_talk *talk;
    const struct dg_context *ctx;
    const struct dg_clauses *clauses; /* one list a message */
    const uint32_t *speakers; /* the number of each message's speaker */
    uint32_t speaker_count;
    const struct dg_text *texts; /* one a message */
    const struct dg_lexicon *lexicon;
};

/* What the talk is taken to be about where its words leave it open (intents/aim.h): all values go to one plan of it. */
struct dg_hint {
    const struct dg_activity *activity;
    bool moves, removes; /* an entry that stood before the talk */
};

/* Numbers the speakers by first appearance; NULL only when the arena is full. */
uint32_t *dg_agree_speakers(const struct dg_talk *talk, struct dg_arena *arena);
/* The bit of a speaker in a topic's sets. */
uint64_t dg_agree_bit(uint32_t speaker);

/* The message from which the talk is followed: the first, or the first that is not remembered where that is by others. */
size_t dg_agree_from(const struct dg_talk *talk);

/* `hint` may be NULL. False only when the arena is full. */
bool dg_agree(struct dg_topics *out, const struct dg_heard *heard, const struct dg_hint *hint, struct dg_arena *arena);

#endif
