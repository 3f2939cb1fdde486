/* Words and what they mean, by language: read-only views over one compiled table.
 * The table is made at build time from intents/data/<zh|en|any>/ *.tsv by intents/data/compile.c and is only viewed here:
 * nothing is copied, nothing is parsed at start. A lexicon is immutable and may be shared by all threads; the bytes must
 * stay as long as it does. */
#ifndef DG_LEXICON_H
#define DG_LEXICON_H

#include "intents/lexicon_classes.h"
#include "intents/str.h"
#include "intents/types.h"

enum dg_word_class {
#define CLASS(name, text) DG_W_##name,
    DG_LEXICON_CLASSES(CLASS)
#undef CLASS
            DG_W_COUNT
};

enum { DG_IN_ZH = 1, DG_IN_EN = 2, DG_IN_ANY = 3 };

struct dg_word {
    size_t len; /* bytes of folded text that it covers */
    enum dg_word_class class;
    unsigned languages; /* DG_IN_… of the table that it came from */
    struct dg_str value; /* the columns after the class, joined by tabs; may be empty */
};

struct dg_lexicon {
    const unsigned char *bytes;
    size_t len;
};

/* A view over a compiled table; false when the bytes are not one (or of another version). */
bool dg_lexicon_open(struct dg_lexicon *out, const void *bytes, size_t len);
/* The table that is linked into the program. */
struct dg_lexicon dg_lexicon_builtin(void);

/* All words of `languages` that start at byte `at` of the folded text, shortest first; at most `max` go to `out`.
 * A word that begins (ends) with an ASCII letter or digit matches only where no ASCII letter or digit stands before
 * (after) it. Returns how many were written. Linear in the length of the longest word. */
size_t dg_lexicon_match(const struct dg_lexicon *lex, unsigned languages, struct dg_str folded, size_t at,
        struct dg_word *out, size_t max);
/* The longest word of `class` that starts at `at`; false when there is none. */
bool dg_lexicon_longest(const struct dg_lexicon *lex, unsigned languages, enum dg_word_class class,
        struct dg_str folded, size_t at, struct dg_word *out);
/* The whole of `folded` as a word of `class`. */
bool dg_lexicon_is(const struct dg_lexicon *lex, unsigned languages, enum dg_word_class class, struct dg_str folded,
        struct dg_word *out);
/* Column `n` (0 is the first after the class) of a word's value; empty when there are not so many. */
struct dg_str dg_word_column(const struct dg_word *word, unsigned n);
/* The column as a whole number; `otherwise` when it is none. */
long dg_word_number(const struct dg_word *word, unsigned n, long otherwise);

/* The simplified form of a traditional character, or the character itself. */
uint32_t dg_lexicon_simplified(const struct dg_lexicon *lex, uint32_t cp);

#endif
