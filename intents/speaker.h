/* Who speaks in a talk is a person there: "sorry Hugo!" names no place, whatever it looks like.
 * Borrows the talk; a changed row of mentions lives in the arena. Looks at the messages near by only, so that a talk costs its length. Pure. */
#ifndef DG_SPEAKER_H
#define DG_SPEAKER_H

#include "intents/recogniser.h"

/* Places and titles of message `i` that are a speaker's name, or its first word, become persons that are spoken to. False only when the
 * arena is full. */
bool dg_speaker_name(struct dg_mentions *mentions, const struct dg_talk *talk, size_t i, struct dg_arena *arena);

#endif
