/* What each word of a clause adds to what the clause says. Part of act.c, which finds the words that count. Pure. */
#ifndef DG_ACT_NOTE_H
#define DG_ACT_NOTE_H

#include "intents/act.h"

/* The clause being read, its words from left to right. */
struct dg_act_reader {
    const struct dg_text *text;
    const struct dg_lexicon *lexicon;
    struct dg_clause *clause;
    uint32_t first, last; /* of the clause without marks and blanks at its edges */
    uint32_t beside_end; /* where the last "after the" ended; 0 when there was none */
    uint32_t not_end; /* where the last "not" ended; 0 when there was none */
};

void dg_act_note(struct dg_act_reader *reader, uint32_t at, const struct dg_word *word);

/* Of the `len` bytes at `at`: whether they are a single character. */
bool dg_act_is_one_codepoint(const struct dg_act_reader *reader, uint32_t at, size_t len);
/* Whether they begin with the 的 before an entry's name: 的会. */
bool dg_act_is_led(const struct dg_act_reader *reader, uint32_t at, size_t len);

#endif
