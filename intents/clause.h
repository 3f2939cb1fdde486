/* Where clauses end: sentence marks, blanks between Chinese characters, and words such as "but".
 * Shared by act.c and its tests. Pure. */
#ifndef DG_CLAUSE_H
#define DG_CLAUSE_H

#include "intents/recogniser.h"

/* The end (a byte of the folded text, > start) of the clause that starts at `start`, its closing mark not included;
 * `question` tells whether the mark asks. Never inside a mention. */
uint32_t dg_clause_end(const struct dg_text *text, uint32_t start, struct dg_mentions mentions,
        const struct dg_lexicon *lexicon, bool *question);

#endif
