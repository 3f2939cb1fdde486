/* What the files that read numbers share: each reads one form of number at one place of the text.
 * `at` is where the number begins; a number that has grown has a longer `len`. Nothing is owned. Pure; any thread. */
#ifndef DG_NUMBER_READER_H
#define DG_NUMBER_READER_H

#include "intents/letters.h"
#include "intents/number.h"

struct dg_reader {
    const struct dg_lexicon *lex;
    struct dg_str text;
};

/* A word of `class` at `at`, also right after figures (10k). */
bool dg_reader_word(const struct dg_reader *r, enum dg_word_class class, size_t at, struct dg_word *w);
/* Column 0 of a word with as many zeros behind it as column `zeros` says. */
double dg_reader_value(const struct dg_word *w, unsigned zeros);

/* 1,234.5, 1 234 567, 4/3 (number_forms.c) */
bool dg_reader_figures(struct dg_number *n, const struct dg_reader *r, size_t at);
/* e+14, x10^6, ^23 behind a number; `minus` stands before it. */
void dg_reader_power(struct dg_number *n, const struct dg_reader *r, size_t at, bool minus);
/* k, million, dozen behind a number. */
void dg_reader_suffixes(struct dg_number *n, const struct dg_reader *r, size_t at);

/* An English number in words, whole or not; a dozen; "and a half", "over twenty" behind one (number_parts_en.c). */
bool dg_reader_en(struct dg_number *n, const struct dg_reader *r, size_t at);
bool dg_reader_article(struct dg_number *n, const struct dg_reader *r, size_t at);
void dg_reader_and(struct dg_number *n, const struct dg_reader *r, size_t at, double unit);
void dg_reader_over(struct dg_number *n, const struct dg_reader *r, size_t at);
/* The last scale of a number, a million of two million. */
double dg_reader_unit(const struct dg_number *n);

/* A Chinese number, whole or not, or a percentage; a minus sign in either language (number_parts_zh.c). */
bool dg_reader_zh(struct dg_number *n, const struct dg_reader *r, size_t at);
bool dg_reader_minus(const struct dg_reader *r, size_t at, size_t *len);

#endif
