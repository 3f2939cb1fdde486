/* Words for the time grammar: a stretch of the message in which every place begins a word or number that times are made
 * of. Scratch memory of its caller; borrows the text and the lexicon. One thread. */
#ifndef DG_TIME_WORDS_H
#define DG_TIME_WORDS_H

#include "intents/grammar.h"

enum { DG_WORDS_MAX = 400 };

/* The words of one stretch while they are gathered. */
struct dg_words {
    struct dg_str text; /* the whole message, folded */
    size_t start, end; /* bytes of the message */
    const struct dg_lexicon *lexicon;
    size_t word_count;
    bool half; /* has a half, which a word like past makes strong */
    bool strong; /* has more than small words */
    uint8_t positions;
    uint8_t position_at[DG_CHART_BYTES + 1]; /* by byte from the start: the position there, or NONE */
    uint8_t word_positions[DG_WORDS_MAX];
    struct dg_item words[DG_WORDS_MAX];
};

/* Before the first stretch of a message; what a stretch holds is set by gathering it. */
void dg_words_init(struct dg_words *s, struct dg_str text, const struct dg_lexicon *lexicon);
/* Gathers the first stretch at or after byte `from`; false when none is left. */
bool dg_words_gather(struct dg_words *s, size_t from);
/* Settles at which position each word ends; a word that ends where none begins ends the reading there. */
void dg_words_settle(struct dg_words *s);

#endif
