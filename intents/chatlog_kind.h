/* Words of chat apps in a short line, whatever their case or width. Inside of chatlog.c and its parts only.
 * Nothing is owned. Pure; any thread. */
#ifndef DG_CHATLOG_KIND_H
#define DG_CHATLOG_KIND_H

#include "intents/lexicon.h"

/* The whole of `words` as a word of `class`; false for long texts. `out` may be NULL. */
bool dg_chatlog_word(
        struct dg_word *out, const struct dg_lexicon *lexicon, enum dg_word_class class, struct dg_str words);
/* The longest word of `class` that `words` begins with; its bytes in the words as given, or 0.
 * `out` may be NULL. */
size_t dg_chatlog_begins(
        struct dg_word *out, const struct dg_lexicon *lexicon, enum dg_word_class class, struct dg_str words);

/* What an app's own words make of a line, as bits. */
enum dg_line_words {
    DG_WORDS_SYSTEM = 1, /* joined, recalled, encrypted */
    DG_WORDS_MEDIA = 2, /* a picture, a voice note */
    DG_WORDS_HEADING = 4, /* stands above an export or between its messages: no message at all */
};
/* Short lines only: in a long one these words are somebody's. */
unsigned dg_chatlog_words(struct dg_str line, const struct dg_lexicon *lexicon);

/* Whether the line consists of words that people say (好啊, ok): then it is nobody's name. */
bool dg_chatlog_is_ordinary(struct dg_str line, const struct dg_lexicon *lexicon);
/* Nothing of it is seen. */
bool dg_chatlog_is_blank(struct dg_str line);
/* A line of dashes or other strokes, as they stand above quotations and between the messages of exports. */
bool dg_chatlog_is_rule(struct dg_str line);
/* The line without the strokes and blanks at its ends. */
struct dg_str dg_chatlog_unruled(struct dg_str line);
/* The text without what apps write behind it: (edited), <This message was edited>. */
struct dg_str dg_chatlog_unedited(struct dg_str text, const struct dg_lexicon *lexicon);

#endif
