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
    bool scaled; /* ends in a word of scale: hundred, 万 */
};

/* 12, 007, 2.5; 1,234 as well. */
bool dg_number_figures(struct dg_number *out, struct dg_str folded, size_t at);
/* 二十三, 廿三, 二〇二四, 三百五, 五点二, 3万, also with blanks between. */
bool dg_number_zh(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at);
/* twenty-three, a hundred and five, third, twenty fifth. */
bool dg_number_en(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at);

#endif
