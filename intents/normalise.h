/* The folded form of a message, made once, with the way back to the original.
 * Folding: case and compatibility (Unicode NFKC_Casefold), traditional to simplified characters one by one, typographic
 * quotes and dashes to ASCII, runs of blanks to one space, O and l within a clock to the figures they look like. The folded text lives in the arena and borrows nothing; spans
 * found in it are turned into spans of the original by dg_text_span. No I/O; any thread. */
#ifndef DG_NORMALISE_H
#define DG_NORMALISE_H

#include "intents/arena.h"
#include "intents/types.h"

struct dg_lexicon;

struct dg_text {
    struct dg_str original;
    struct dg_str folded;
    const uint32_t *origin; /* folded.len + 1 entries: byte of the original from which a folded byte comes */
};

/* False only when the arena is full. */
bool dg_text_fold(
        struct dg_text *out, struct dg_str original, const struct dg_lexicon *lexicon, struct dg_arena *arena);

/* The folded form of one code point by Unicode's rules and ours, without the table of a lexicon: from it the table is made.
 * Writes at most DG_FOLDED_BYTES_MAX bytes, returns how many. */
enum { DG_FOLDED_BYTES_MAX = 96 };
size_t dg_fold_by_rule(uint32_t cp, char *out);

/* Bytes [start, end) of the folded text as a span of the original, widened to whole code points. */
struct dg_span dg_text_span(const struct dg_text *text, uint32_t message, size_t start, size_t end);
/* The original words of bytes [start, end) of the folded text. */
struct dg_str dg_text_words(const struct dg_text *text, size_t start, size_t end);

#endif
