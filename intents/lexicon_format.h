/* The layout of a compiled lexicon, shared by its compiler and its reader and by nobody else.
 * All numbers are little-endian uint32_t at offsets divisible by four; the machine must be little-endian too. */
#ifndef DG_LEXICON_FORMAT_H
#define DG_LEXICON_FORMAT_H

#include <stdint.h>

#define DG_LEXICON_MAGIC 0x31584c44u /* "DLX1" */

struct dg_lexicon_header {
    uint32_t magic, class_count, total_bytes;
    uint32_t nodes_at, node_count; /* struct dg_lexicon_node, the root first */
    uint32_t edges_at, edge_count; /* struct dg_lexicon_edge, sorted by byte within a node */
    uint32_t entries_at, entry_count; /* struct dg_lexicon_entry */
    uint32_t folds_at, fold_count; /* struct dg_lexicon_fold, sorted by `from` */
    uint32_t text_at, text_len; /* bytes that entries point into */
};

struct dg_lexicon_node {
    uint32_t first_edge, first_entry;
    uint16_t edge_count, entry_count;
};

struct dg_lexicon_edge {
    uint32_t byte, node;
};

struct dg_lexicon_entry {
    uint16_t class_, languages;
    uint32_t value_at, value_len;
};

struct dg_lexicon_fold {
    uint32_t from, to;
};

#endif
