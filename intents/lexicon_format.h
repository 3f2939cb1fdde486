/* The layout of a compiled lexicon, shared by its builder and its reader and by nobody else.
 * All numbers are little-endian at offsets divisible by eight; the machine must be little-endian too. */
#ifndef DG_LEXICON_FORMAT_H
#define DG_LEXICON_FORMAT_H

#include <stdint.h>

#define DG_LEXICON_MAGIC 0x33584c44u /* "DLX3" */

struct dg_lexicon_header {
    uint32_t magic, class_count, total_bytes;
    uint32_t cells_at, cell_count; /* struct dg_lexicon_cell, the root first */
    uint32_t entries_at, entry_count; /* struct dg_lexicon_entry */
    uint32_t numbers_at, number_count; /* rows of DG_LEXICON_NUMBERS int32_t */
    uint32_t folds_at, fold_count; /* uint16_t: DG_FOLD_PAGES numbers of pages, then the pages */
    uint32_t text_at, text_len; /* bytes that entries point into */
    uint32_t reserved[3]; /* the cells begin at a multiple of 64 bytes */
};

/* The words as a double-array trie (Aoe 1989): the child of cell n by byte b is the cell base + b, if it says that n is its
 * parent. Past the last base 256 free cells follow, so that no step needs a bound. */
struct dg_lexicon_cell {
    uint32_t base;
    uint32_t parent; /* its number plus one; 0: a free cell */
    uint32_t first_entry;
    uint16_t entry_count;
    uint16_t kinds; /* dg_kind_of of the classes of all words from here on */
};

/* Sixteen neighbouring classes are of one kind: a bit. What has no bit of what is looked for leads nowhere. */
static inline uint16_t dg_kind_of(unsigned class)
{
    return (uint16_t)(1u << class / 16);
}

enum { DG_LEXICON_NUMBERS = 4 };
#define DG_NUMBER_NONE INT32_MIN /* the column is no number */
#define DG_NUMBER_WIDE (INT32_MIN + 1) /* it is one of more than 31 bits */

struct dg_lexicon_entry {
    uint16_t class_, languages;
    uint32_t value_at, value_len;
    uint32_t numbers; /* row of the first columns as numbers */
};

/* What a code point below U+10000 folds to: itself, another one, or more than one (asked of Unicode's rules). */
enum { DG_FOLD_PAGES = 256, DG_FOLD_PAGE = 256, DG_FOLD_SAME = 0, DG_FOLD_RULE = 0xFFFF };

#endif
