/* What the learned models of talks share (intents/aim.h, intents/act_review.h): how text becomes numbers, and sums chances.
 * Weights are found by these numbers: whoever changes them learns anew (docs/learning.md). Pure; any thread. */
#ifndef DG_LEARNED_H
#define DG_LEARNED_H

#include "intents/recogniser.h"

/* What stands for a word that is none. */
enum { DG_SYMBOL_EDGE = 1, DG_SYMBOL_NUMBER, DG_SYMBOL_QUESTION, DG_SYMBOL_SHOUT, DG_SYMBOL_MENTION = 64 };

/* The byte after the word, number or character at `at` (below `end`) of a folded text, and what stands for it; 0: a blank. */
size_t dg_learned_word(struct dg_str folded, size_t at, size_t end, uint32_t *word);

/* What stands for something that was found: its type and kind. */
uint32_t dg_learned_kind(const struct dg_mention *m);

/* What a file of weights begins with, after a head of text that says what it is and where it is from, padded with blanks:
 * `kinds` + 1 numbers (little-endian floats), the scale and the bias of each kind; then come `rows` rows of `kinds` weights
 * (int8). Whether the bytes are such a file, all of it, with numbers that can be. */
struct dg_learned_form {
    const char *magic; /* the head begins with it */
    size_t head_bytes, kinds, rows;
};
bool dg_learned_is_file(const struct dg_learned_form *form, const void *bytes, size_t len);

/* Turns what speaks for each of `count` things into how likely each is; they add up to 1. */
void dg_learned_chances(float *sums, size_t count);

#endif
