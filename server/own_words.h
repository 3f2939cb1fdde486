/* The operator's own gazetteer: a file of names that the built-in tables lack (venues of the town, its quarters, brands).
 * Read once, at start, into memory of its own; constant after that, for all threads. */
#ifndef DG_OWN_WORDS_H
#define DG_OWN_WORDS_H

#include "intents/lexicon.h"

struct dg_own_words;

/* Called for each thing that is wrong with the file: its line, or 0 for the whole. */
typedef void dg_own_words_wrong(void *owner, unsigned line, const char *detail);

/* The words of the file at `path`, a line each: word TAB class TAB columns, as in intents/data/any; only classes that name
 * places, people and kinds of food are taken. NULL after `wrong` has been told why, at least once. */
struct dg_own_words *dg_own_words_load(const char *path, dg_own_words_wrong *wrong, void *owner);
void dg_own_words_destroy(struct dg_own_words *words);

/* The built-in lexicon, and behind it these words (NULL: none). Borrows them. */
struct dg_lexicon dg_own_words_beside(const struct dg_own_words *words);

#endif
