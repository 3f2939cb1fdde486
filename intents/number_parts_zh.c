/* Chinese fractions and percentages: 三分之一, 百分之五, 三成半, 八五折. */
#include "intents/number_reader.h"

bool dg_reader_minus(const struct dg_reader *r, size_t at, size_t *len)
{
    struct dg_word w;
    if (at < r->text.len && r->text.at[at] == '-') {
        *len = 1;
        return true;
    }
    if (!dg_reader_word(r, DG_W_NUMBER_MINUS, at, &w))
        return false;
    *len = w.len;
    return true;
}

static bool read_zh_signed(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    size_t len = 0;
    bool minus = dg_reader_minus(r, at, &len);
    size_t from = dg_skip_blanks(r->text, at + len);
    if (!dg_number_zh_loose(n, r->lex, r->text, from))
        return false;
    dg_reader_suffixes(n, r, from);
    n->len += from - at;
    n->value = minus ? -n->value : n->value;
    return true;
}

/* 百分之五: a bare scale before 分之 makes a percentage; 三分之一 is a fraction */
static bool read_zh_of(
        struct dg_number *n, const struct dg_reader *r, size_t at, const struct dg_number *below, bool bare)
{
    struct dg_word w;
    struct dg_number top;
    size_t next = dg_skip_blanks(r->text, at + below->len);
    if (!dg_reader_word(r, DG_W_NUMBER_OF, next, &w) || below->value == 0)
        return false;
    next = dg_skip_blanks(r->text, next + w.len);
    bool hundred = dg_lexicon_longest(r->lex, DG_IN_ZH, DG_W_NUMBER_SCALE, r->text, next, &w) &&
            dg_word_number(&w, 0, 0) == 100;
    if (!read_zh_signed(&top, r, next)) {
        if (!hundred)
            return false;
        top = (struct dg_number){ .len = w.len, .value = 100 };
    }
    *n = (struct dg_number){
        .len = next + top.len - at, .value = top.value / below->value, .decimal = true, .percent = bare
    };
    if (bare)
        n->value *= 100;
    return true;
}

/* 百, 千, 万, 百万 with no digit before them */
static bool read_bare_scale(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    struct dg_word w;
    *n = (struct dg_number){ .value = 1 };
    while (dg_lexicon_longest(r->lex, DG_IN_ZH, DG_W_NUMBER_SCALE, r->text, at + n->len, &w) && n->value < 1e12) {
        n->value *= dg_reader_value(&w, 1);
        n->len += w.len;
    }
    return n->len > 0 && n->value >= 100;
}

/* 七成六, 三成半, 八五折 */
static bool read_tenths(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    struct dg_word w;
    struct dg_number rest;
    size_t next = dg_skip_blanks(r->text, at + n->len);
    if ((n->digits == 1 || n->figures) && n->value > 0 && n->value < 10 && dg_number_figures(&rest, r->text, next) &&
            rest.digits == 1) { /* 7 2 折 */
        size_t after = dg_skip_blanks(r->text, next + rest.len);
        if (dg_reader_word(r, DG_W_NUMBER_TENTH, after, &w) && dg_word_number(&w, 1, 0) == 1) {
            n->value = n->value * 10 + rest.value;
            n->len = next + rest.len - at;
            next = after;
        }
    }
    if (!dg_reader_word(r, DG_W_NUMBER_TENTH, next, &w) || n->value < 0 || n->value > 100)
        return false;
    bool discount = dg_word_number(&w, 1, 0) == 1;
    if (!(discount && n->value > 10))
        n->value *= (double)dg_word_number(&w, 0, 10);
    if (discount && n->value >= 100)
        return false;
    n->len = next + w.len - at;
    n->percent = true;
    next = dg_skip_blanks(r->text, at + n->len);
    if (discount)
        return true;
    if (dg_lexicon_longest(r->lex, DG_IN_ZH, DG_W_HALF, r->text, next, &w)) {
        n->value += 5;
        n->len = next + w.len - at;
    } else if (dg_number_zh(&rest, r->lex, r->text, next) && rest.digits == 1) {
        n->value += rest.value;
        n->len = next + rest.len - at;
    }
    return true;
}

bool dg_reader_zh(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    struct dg_number whole, part;
    struct dg_word w;
    if (read_bare_scale(&whole, r, at) && read_zh_of(n, r, at, &whole, true))
        return true;
    if (dg_lexicon_longest(r->lex, DG_IN_ZH, DG_W_NUMBER_SHARE, r->text, at, &w)) { /* 对折 */
        *n = (struct dg_number){ .len = w.len, .value = dg_reader_value(&w, 50), .percent = true };
        return true;
    }
    if (dg_lexicon_longest(r->lex, DG_IN_ZH, DG_W_HALF, r->text, at, &w)) {
        *n = (struct dg_number){ .len = w.len, .value = 0.5 };
        return read_tenths(n, r, at);
    }
    if (!dg_number_zh_loose(n, r->lex, r->text, at))
        return false;
    if (read_zh_of(&part, r, at, n, false)) {
        *n = part;
        return true;
    }
    size_t next = dg_skip_blanks(r->text, at + n->len);
    if (dg_reader_word(r, DG_W_NUMBER_MIXED, next, &w)) {
        struct dg_number below;
        next = dg_skip_blanks(r->text, next + w.len);
        if (dg_number_zh_loose(&below, r->lex, r->text, next) && read_zh_of(&part, r, next, &below, false)) {
            n->value += part.value;
            n->len = next + part.len - at;
            n->decimal = true;
            return true;
        }
    }
    dg_reader_suffixes(n, r, at);
    read_tenths(n, r, at);
    return true;
}
