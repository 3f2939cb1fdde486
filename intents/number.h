/* Numbers as people write them, read from one place of a folded text.
 * Each reader looks only at `at`; false leaves `out` alone. Pure; any thread. */
#ifndef DG_NUMBER_H
#define DG_NUMBER_H

#include "intents/lexicon.h"

struct dg_number {
    size_t len; /* bytes */
    double value;
    uint8_t digits; /* how many, when written in figures or digit by digit; else 0 */
    bool ordinal, decimal, figures;
    bool percent; /* said as one: 5%, 三成 */
    bool scaled; /* ends in a word of scale: hundred, 万 */
};

/* 12, 007, 2.5; 1,234 as well. */
bool dg_number_figures(struct dg_number *out, struct dg_str folded, size_t at);
/* 二十三, 廿三, 二〇二四, 三百五, 五点二, 3万, also with blanks between. */
bool dg_number_zh(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at);
/* The same with blanks, figures, 余 and decimals between: 7 万5 千4 百, 十余万, 八点五, 4.78万亿. */
bool dg_number_zh_loose(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at);
/* twenty-three, a hundred and five, third, twenty fifth. */
bool dg_number_en(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at);

/* Whether a number can begin at `at`: one look into the word table, so that most places cost no more. */
bool dg_number_may_begin(const struct dg_lexicon *lex, struct dg_str folded, size_t at);
/* The number that is written at `at` in either language, whole or not, with its sign, scale and fraction: -10k, 两百点七,
 * three and a half, 三分之一, 1.3e6. */
bool dg_number_read(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at);

#endif
