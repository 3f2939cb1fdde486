#include "intents/street.h"

#include "intents/letters.h"

enum { STREET_WORDS_MAX = 4 };

bool dg_street_follows(const struct dg_lexicon *lexicon, struct dg_str folded, size_t at)
{
    for (size_t words = 0; words <= STREET_WORDS_MAX && at + 1 < folded.len && folded.at[at] == ' '; words++) {
        struct dg_word noun;
        size_t end = at + 1;
        while (end < folded.len && (dg_is_letter(folded, end) || dg_is_digit(folded, end) || folded.at[end] == '\''))
            end++;
        bool street = words > 0 &&
                dg_lexicon_is(lexicon, DG_IN_EN, DG_W_PLACE_NOUN, dg_str_cut(folded, at + 1, end), &noun) &&
                dg_str_is(dg_word_column(&noun, 0), "area") && dg_str_is(dg_word_column(&noun, 2), "street");
        if (street)
            return true;
        if (end == at + 1 ||
                dg_lexicon_is(lexicon, DG_IN_EN, DG_W_WORD_FUNCTION, dg_str_cut(folded, at + 1, end), &noun))
            return false;
        at = end;
    }
    return false;
}
