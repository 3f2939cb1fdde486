/* Words of chat apps in a short line, whatever their case or width. Inside of chatlog.c and its parts only.
 * Nothing is owned. Pure; any thread. */
#ifndef DG_CHATLOG_KIND_H
#define DG_CHATLOG_KIND_H

#include "intents/lexicon.h"

/* The whole of `words` as a word of `class`; false for long texts. `out` may be NULL. */
bool dg_chatlog_word(
        struct dg_word *out, const struct dg_lexicon *lexicon, enum dg_word_class class, struct dg_str words);
/* The longest word of `class` that `words` begins with; its bytes in the words as given, or 0. */
size_t dg_chatlog_begins(
        struct dg_word *out, const struct dg_lexicon *lexicon, enum dg_word_class class, struct dg_str words);

#endif
