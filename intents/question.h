/* One short question for each slot that is needed and not said, in the talk's language. Pure; any thread. */
#ifndef DG_QUESTION_H
#define DG_QUESTION_H

#include "intents/arena.h"
#include "intents/catalogue.h"

/* Writes `questions` of the intent from its `missing`. False only when the arena is full. */
bool dg_question_ask(struct dg_intent *intent, enum dg_language language, struct dg_arena *arena);

#endif
