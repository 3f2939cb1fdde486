/* Words and what they mean, by language: read-only views over one compiled table, and perhaps a second one.
 * The table is made at build time from intents/data/<zh|en|any>/ *.tsv by intents/data/compile.c and is only viewed here:
 * nothing is copied, nothing is parsed at start. The operator's own words are a second table of the same form
 * (intents/lexicon_build.h) that hangs on the first. A lexicon is immutable and may be shared by all threads; the bytes
 * must stay as long as it does. */
#ifndef DG_LEXICON_H
#define DG_LEXICON_H

#include "intents/arena.h"
#include "intents/lexicon_classes.h"
#include "intents/str.h"
#include "intents/types.h"

#include <assert.h>

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
    const int32_t *numbers; /* the first columns as numbers, made with the table; NULL: not known */
};

/* A set of classes, made by DG_CLASSES. */
enum { DG_CLASS_WORDS = 4 };
struct dg_classes {
    uint64_t bits[DG_CLASS_WORDS];
    uint64_t folded; /* all of them in one word */
    uint16_t kinds; /* a bit for each sixteen of them of which there is some */
};
static_assert(DG_W_COUNT <= DG_CLASS_WORDS * 64, "each class has its bit");

static inline bool dg_classes_has(const struct dg_classes *set, unsigned class)
{
    return set->bits[class / 64] >> class % 64 & 1;
}

/* A constant set: DG_CLASSES(LIST), where LIST(n) is a row of DG_CLASS(n, class) and DG_CLASS_RANGE(n, first, last). */
#define DG_CLASS(n, class) | ((class) / 64 == (n) ? UINT64_C(1) << (class) % 64 : 0)
#define DG_CLASSES_UPTO(n, last) \
    ((last) / 64 > (n) ? UINT64_MAX : (last) / 64 < (n) ? 0 : UINT64_MAX >> (63 - (last) % 64))
#define DG_CLASS_RANGE(n, first, last) | (DG_CLASSES_UPTO(n, last) & ~DG_CLASSES_UPTO(n, (int)(first)-1))
#define DG_CLASS_KIND(word, k) ((word) >> (k) % 4 * 16 & 0xFFFF ? 1u << (k) : 0)
#define DG_CLASS_KINDS(word, n) \
    (DG_CLASS_KIND(word, 4 * (n)) | DG_CLASS_KIND(word, 4 * (n) + 1) | DG_CLASS_KIND(word, 4 * (n) + 2) | \
            DG_CLASS_KIND(word, 4 * (n) + 3))
#define DG_CLASSES(LIST) \
    { \
        { 0 LIST(0), 0 LIST(1), 0 LIST(2), 0 LIST(3) }, (0 LIST(0)) | (0 LIST(1)) | (0 LIST(2)) | (0 LIST(3)), \
                DG_CLASS_KINDS((UINT64_C(0) LIST(0)), 0) | DG_CLASS_KINDS((UINT64_C(0) LIST(1)), 1) | \
                DG_CLASS_KINDS((UINT64_C(0) LIST(2)), 2) | DG_CLASS_KINDS((UINT64_C(0) LIST(3)), 3) \
    }

struct dg_lexicon_index; /* the words of one text, found beforehand */

struct dg_lexicon {
    const unsigned char *bytes;
    size_t len;
    const struct dg_lexicon *more; /* the operator's words, or NULL */
    const struct dg_lexicon_index *index; /* or NULL */
};

/* A view over a compiled table; false when the bytes are not one (or of another version). */
bool dg_lexicon_open(struct dg_lexicon *out, const void *bytes, size_t len);
/* The table that is linked into the program. */
struct dg_lexicon dg_lexicon_builtin(void);

/* The same lexicon, which has looked at every place of `folded` once: whatever is then asked about that text, or a slice of
 * it, is answered without walking the table again. For any other text it answers as before. The index lives in `arena` and
 * borrows `folded`; false when the arena is full. Linear in the text. */
bool dg_lexicon_index(
        struct dg_lexicon *out, const struct dg_lexicon *lex, struct dg_str folded, struct dg_arena *arena);

/* All words of `languages` that start at byte `at` of the folded text, shortest first; at most `max` go to `out`.
 * A word that begins (ends) with an ASCII letter or digit matches only where no ASCII letter or digit stands before
 * (after) it. Returns how many were written. Linear in the length of the longest word. */
size_t dg_lexicon_match(const struct dg_lexicon *lex, unsigned languages, struct dg_str folded, size_t at,
        struct dg_word *out, size_t max);
/* The same of the words in `wanted` alone: what no such word begins with costs next to nothing. */
size_t dg_lexicon_match_in(const struct dg_lexicon *lex, unsigned languages, const struct dg_classes *wanted,
        struct dg_str folded, size_t at, struct dg_word *out, size_t max);
/* The longest word of `class` that starts at `at`; false when there is none. */
bool dg_lexicon_longest(const struct dg_lexicon *lex, unsigned languages, enum dg_word_class class,
        struct dg_str folded, size_t at, struct dg_word *out);
/* The shortest word of `class` that ends right before `at`, or before blanks there; false when there is none. */
bool dg_lexicon_before(const struct dg_lexicon *lex, unsigned languages, enum dg_word_class class, struct dg_str folded,
        size_t at, struct dg_word *out);
/* The whole of `folded` as a word of `class`. */
bool dg_lexicon_is(const struct dg_lexicon *lex, unsigned languages, enum dg_word_class class, struct dg_str folded,
        struct dg_word *out);
/* Column `n` (0 is the first after the class) of a word's value; empty when there are not so many. */
struct dg_str dg_word_column(const struct dg_word *word, unsigned n);
/* The column as a whole number; `otherwise` when it is none. */
long dg_word_number(const struct dg_word *word, unsigned n, long otherwise);
/* The first columns as whole numbers, 0 where they are none. */
enum { DG_WORD_NUMBERS = 4 };
void dg_word_numbers(const struct dg_word *word, int32_t out[DG_WORD_NUMBERS]);

/* What a code point folds to: itself, another one, or 0 where it is more than one and Unicode's rules are to be asked. */
uint32_t dg_lexicon_fold(const struct dg_lexicon *lex, uint32_t cp);
/* The simplified form of a traditional character, or the character itself. */
uint32_t dg_lexicon_simplified(const struct dg_lexicon *lex, uint32_t cp);

#endif
