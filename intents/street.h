/* Streets, for those who read numbers: a number before a street is a house's, no hour and no code.
 * Nothing is owned. Pure; any thread. */
#ifndef DG_STREET_H
#define DG_STREET_H

#include "intents/lexicon.h"

/* Whether up to four words that begin with the blank at byte `at` of the folded text, and a noun for streets, name one. */
bool dg_street_follows(const struct dg_lexicon *lexicon, struct dg_str folded, size_t at);

#endif
