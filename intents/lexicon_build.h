/* Makes a lexicon of lines of text: at build time of the project's tables (intents/data/compile.c), at start of the
 * operator's own words. A line is word TAB class TAB value columns; an empty line and one that begins with '#' say nothing.
 * Words are folded exactly as messages are, so that a table may be written as people write.
 * The builder and all that it makes live in its arena, scratch memory included. One thread. */
#ifndef DG_LEXICON_BUILD_H
#define DG_LEXICON_BUILD_H

#include "intents/arena.h"
#include "intents/lexicon.h"

struct dg_lexicon_build;

/* A builder without words; `folds` (what code points fold to) are those of `like`, borrowed until the lexicon is made.
 * NULL: the arena is full. */
struct dg_lexicon_build *dg_lexicon_build_create(struct dg_arena *arena, const struct dg_lexicon *like);
/* Adds a line for DG_IN_…. NULL when it is good, else what is wrong with it: a constant text without the line's words. */
DG_MUST_USE const char *dg_lexicon_build_line(struct dg_lexicon_build *b, unsigned languages, struct dg_str line);
/* How many words there are. */
size_t dg_lexicon_build_count(const struct dg_lexicon_build *b);
/* The lexicon of all lines; false when the arena is full or it grew past 4 GiB. */
DG_MUST_USE bool dg_lexicon_build_make(struct dg_lexicon_build *b, struct dg_lexicon *out);

/* The bytes of a lexicon that holds nothing but `folds` (DG_FOLD_PAGES page numbers and the pages, `count` numbers in all). */
DG_MUST_USE bool dg_lexicon_of_folds(
        struct dg_arena *arena, const uint16_t *folds, size_t count, struct dg_lexicon *out);

#endif
