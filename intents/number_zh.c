#include "intents/number.h"
#include "intents/utf8.h"

/* Chinese numbers are read from left to right: digits wait in `digit` until a scale multiplies them. 万 and 亿 close what
 * stands before them. A digit that ends a number after a scale counts in the next lower one: 三百五 is 350. */
enum { CHARACTERS_MAX = 40 };

struct reading {
    double total, section, digit; /* closed by 万 and above, below 万, last digit */
    double last_scale; /* the last scale read */
    bool has_digit, after_zero, any_scale, digit_by_digit;
    double string; /* the digits read one by one */
    uint8_t digits;
};

static bool word_at(
        struct dg_word *out, const struct dg_lexicon *lex, enum dg_word_class class, struct dg_str s, size_t at)
{
    return at < s.len && (unsigned char)s.at[at] >= 0x80 && dg_lexicon_longest(lex, DG_IN_ZH, class, s, at, out);
}

static bool take_digit(struct reading *r, double digit)
{
    if (r->has_digit && !r->after_zero && r->any_scale)
        return false; /* 二十三四: stop before the second */
    r->digit = digit;
    r->after_zero = digit == 0;
    r->digit_by_digit |= r->has_digit;
    r->has_digit = true;
    r->string = r->string * 10 + digit;
    r->digits++;
    return true;
}

static bool take_scale(struct reading *r, double scale)
{
    if (r->digits > 1 && !r->any_scale && !(r->digits == 2 && r->string < 10))
        return false; /* 二〇二四 is followed by no scale */
    if (scale >= 10000) {
        double before = r->section + (r->has_digit ? r->digit : 0);
        if (before == 0 && r->total == 0)
            return false;
        if (r->total > 0 && scale > r->last_scale && before == 0)
            r->total *= scale; /* 万亿 */
        else if (r->total > 0 && r->total < scale && r->any_scale && before > 0 && r->last_scale < 10000 &&
                scale == 1e8)
            r->total = (r->total + before) * scale;
        else
            r->total += before * scale;
        r->section = 0;
    } else {
        if (r->section > 0 && r->any_scale && r->last_scale <= scale && r->last_scale < 10000)
            return false; /* 十 after 十 */
        r->section += (r->has_digit && r->digit > 0 ? r->digit : 1) * scale;
    }
    r->has_digit = r->after_zero = false;
    r->any_scale = true;
    r->last_scale = scale;
    r->digits = 0;
    return true;
}

static double value_of(const struct reading *r, bool trailing_digit)
{
    if (!r->any_scale)
        return r->string;
    double last = r->has_digit ? r->digit : 0;
    if (trailing_digit && r->last_scale >= 100)
        last *= r->last_scale / 10;
    return r->total + r->section + last;
}

bool dg_number_zh(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at)
{
    struct reading r = { 0 };
    struct dg_word w;
    size_t i = at;
    bool zero_before = false, trailing = false;
    for (int n = 0; n < CHARACTERS_MAX; n++) {
        if (word_at(&w, lex, DG_W_NUMBER_DIGIT, folded, i)) {
            zero_before = r.after_zero;
            if (!take_digit(&r, (double)dg_word_number(&w, 0, 0)))
                break;
            trailing = r.any_scale && !zero_before && !r.after_zero;
        } else if (word_at(&w, lex, DG_W_NUMBER_TENS, folded, i)) {
            if (r.has_digit || r.last_scale == 10)
                break;
            r.section += (double)dg_word_number(&w, 0, 0);
            r.any_scale = true;
            r.last_scale = 10;
        } else if (word_at(&w, lex, DG_W_NUMBER_SCALE, folded, i)) {
            double scale = (double)dg_word_number(&w, 0, 0);
            if ((i == at && scale != 10) || !take_scale(&r, scale))
                break;
            trailing = false;
        } else {
            break;
        }
        i += w.len;
    }
    if (i == at)
        return false;
    *out = (struct dg_number){ .len = i - at,
        .value = value_of(&r, trailing),
        .digits = r.any_scale ? 0 : r.digits,
        .scaled = r.any_scale && !r.has_digit };
    return true;
}
