/* Numbers of any form: signs, scales, fractions and percentages around what the readers of each language find. */
#include "intents/number_reader.h"

static bool read_unsigned(struct dg_number *out, const struct dg_reader *r, size_t at, bool minus)
{
    struct dg_number best = { .len = 0 }, n;
    if (dg_is_digit(r->text, at)) {
        if (dg_reader_figures(&n, r, at)) {
            dg_reader_power(&n, r, at, minus);
            dg_reader_suffixes(&n, r, at);
            dg_reader_and(&n, r, at, dg_reader_unit(&n));
            if (n.len > best.len)
                best = n;
            struct dg_number more; /* 3 hundred and 21 */
            struct dg_word w;
            size_t next = dg_skip_blanks(r->text, at + n.len);
            if (n.scaled && dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_NUMBER_AND, r->text, next, &w)) {
                next = dg_skip_blanks(r->text, next + w.len);
                if ((dg_number_figures(&more, r->text, next) || dg_number_en(&more, r->lex, r->text, next)) &&
                        more.value < dg_reader_unit(&n) + 99 && !more.ordinal) {
                    best.value = n.value + more.value;
                    best.len = next + more.len - at;
                }
            }
            if (!n.scaled)
                dg_reader_over(&best, r, at);
        }
    }
    if (dg_reader_zh(&n, r, at) && n.len > best.len)
        best = n;
    if (dg_reader_en(&n, r, at) && n.len > best.len)
        best = n;
    if (dg_reader_article(&n, r, at) && n.len > best.len)
        best = n;
    *out = best;
    return best.len > 0;
}

static void read_percent(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    struct dg_word w;
    size_t next = dg_skip_blanks(r->text, at + n->len);
    if (n->percent || !dg_reader_word(r, DG_W_NUMBER_PERCENT, next, &w))
        return;
    n->percent = true;
    n->len = next + w.len - at;
}

bool dg_number_may_begin(const struct dg_lexicon *lex, struct dg_str folded, size_t at)
{
#define BEGINS(n) \
    DG_CLASS_RANGE(n, DG_W_NUMBER_DIGIT, DG_W_NUMBER_NONE) \
    DG_CLASS(n, DG_W_AN) DG_CLASS(n, DG_W_HALF) DG_CLASS(n, DG_W_DI)
    static const struct dg_classes begins = DG_CLASSES(BEGINS);
#undef BEGINS
    struct dg_word first;
    if (at >= folded.len)
        return false;
    if (dg_is_digit(folded, at) || folded.at[at] == '-')
        return true;
    return dg_lexicon_match_in(lex, DG_IN_ANY, &begins, folded, at, &first, 1) > 0;
}

bool dg_number_read(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at)
{
    struct dg_reader r = { lex, folded };
    struct dg_word w;
    size_t len = 0, from = at;
    if (!dg_number_may_begin(lex, folded, at))
        return false;
    if (dg_reader_word(&r, DG_W_NUMBER_PERCENT_OF, at, &w)) {
        from = dg_skip_blanks(folded, at + w.len);
        if (!read_unsigned(out, &r, from, false))
            return false;
        out->len += from - at;
        out->percent = true;
        return true;
    }
    bool minus = dg_reader_minus(&r, at, &len) && !dg_touches_word(folded, at);
    if (len && !minus)
        return false;
    from = minus ? dg_skip_blanks(folded, at + len) : at;
    if (dg_touches_word(folded, from) && from == at && dg_is_digit(folded, at))
        return false;
    if (!read_unsigned(out, &r, from, minus))
        return false;
    read_percent(out, &r, from);
    out->len += from - at;
    out->value = minus ? -out->value : out->value;
    return true;
}
