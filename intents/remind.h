/* How long before something one wants to be reminded: "remind me an hour before", 提前半小时提醒我, 开会前十分钟提醒. Pure; any thread. */
#ifndef DG_REMIND_H
#define DG_REMIND_H

#include "intents/lexicon.h"
#include "intents/normalise.h"
#include "intents/recogniser.h"

/* Whether the mention is a length of time with a word beside it, or at its edge, that counts it back from something. */
bool dg_remind_is_ahead(const struct dg_text *text, const struct dg_lexicon *lexicon, const struct dg_mention *m);
/* Whether a word for reminding stands near the mention, in bytes [start, end) of the folded text. */
bool dg_remind_is_said(const struct dg_text *text, const struct dg_lexicon *lexicon, const struct dg_mention *m,
        size_t start, size_t end);
/* ISO 8601: how long before it is, for a mention that is ahead; empty where it cannot be said. */
struct dg_str dg_remind_duration(const struct dg_when *when, struct dg_arena *arena);

#endif
