#include "intents/number.h"
#include "intents/utf8.h"

/* Chinese numbers are read from left to right: a digit waits until a scale multiplies it. 万 and above close what stands
 * before them. A digit that ends a number after a scale counts in the next lower one: 三百五 is 350. */
enum { CHARACTERS_MAX = 60, DECIMALS_MAX = 15 };

struct reading {
    double total, section; /* closed by 万 and above; below 万 */
    double digit, string; /* the last digit; the digits read one by one */
    double last_scale; /* the last scale read, or 0 */
    uint8_t digits;
    bool has_digit, after_zero, figures;
};

enum token { NONE, DIGIT, TENS, SCALE, FIGURES, VAGUE };

static size_t skip_blanks(struct dg_str s, size_t at)
{
    while (at < s.len && s.at[at] == ' ')
        at++;
    return at;
}

/* The token at `at`; its value and the bytes it covers go to *value and *len. */
static enum token token_at(
        const struct dg_lexicon *lex, struct dg_str s, size_t at, bool loose, double *value, size_t *len)
{
#define TOKENS(n) \
    DG_CLASS(n, DG_W_NUMBER_DIGIT) \
    DG_CLASS(n, DG_W_NUMBER_TENS) DG_CLASS(n, DG_W_NUMBER_SCALE) DG_CLASS(n, DG_W_NUMBER_VAGUE)
    static const struct dg_classes tokens = DG_CLASSES(TOKENS);
#undef TOKENS
    struct dg_word found[16];
    struct dg_number n;
    if (at >= s.len)
        return NONE;
    if (loose && dg_number_figures(&n, s, at)) {
        *value = n.value;
        *len = n.len;
        return FIGURES;
    }
    if ((unsigned char)s.at[at] < 0x80)
        return NONE;
    size_t count = dg_lexicon_match_in(lex, DG_IN_ZH, &tokens, s, at, found, 16);
    for (size_t i = 0; i < count; i++) {
        enum token t = found[i].class == DG_W_NUMBER_DIGIT     ? DIGIT
                : found[i].class == DG_W_NUMBER_TENS           ? TENS
                : found[i].class == DG_W_NUMBER_SCALE          ? SCALE
                : loose && found[i].class == DG_W_NUMBER_VAGUE ? VAGUE
                                                               : NONE;
        *value = (double)dg_word_number(&found[i], 0, 0);
        *len = found[i].len;
        for (long zeros = dg_word_number(&found[i], 1, 0); zeros > 0; zeros--)
            *value *= 10;
        if (t != NONE)
            return t;
    }
    return NONE;
}

static bool take_digit(struct reading *r, double digit)
{
    if (r->has_digit && !r->after_zero && (r->last_scale > 0 || r->figures))
        return false; /* 二十三四 stops before the second */
    r->string = r->string * 10 + digit;
    r->digit = digit;
    r->after_zero = digit == 0;
    r->has_digit = true;
    r->digits++;
    return true;
}

static bool take_figures(struct reading *r, double value)
{
    if (r->has_digit && !r->after_zero)
        return false;
    r->digit = r->string = value;
    r->has_digit = r->figures = true;
    r->after_zero = false;
    return true;
}

static bool take_great_scale(struct reading *r, double scale)
{
    double before = r->section + (r->has_digit ? r->digit : 0);
    if (before == 0 && r->total == 0)
        return false;
    if (before == 0 || (r->total > 0 && r->last_scale < 10000 && scale > 10000 && r->total < scale))
        r->total = (r->total + before) * scale; /* 万亿, 一万五千亿 */
    else
        r->total += before * scale;
    r->section = 0;
    return true;
}

static bool take_scale(struct reading *r, double scale)
{
    bool pair = r->digits == 2 && (int)r->string / 10 + 1 == (int)r->string % 10; /* 五六百: six at most */
    if (r->digits > 1 && r->last_scale == 0 && r->string >= 10 && !r->figures && !pair)
        return false; /* 二〇二四 is followed by no scale */
    if (scale >= 10000) {
        if (!take_great_scale(r, scale))
            return false;
    } else {
        if (r->section > 0 && r->last_scale <= scale && r->last_scale < 10000)
            return false; /* 百 after 十 */
        r->section += (r->has_digit && r->digit > 0 ? r->digit : 1) * scale;
    }
    r->has_digit = r->after_zero = false;
    r->last_scale = scale;
    r->digits = 0;
    return true;
}

static bool take_tens(struct reading *r, double value)
{
    if (r->has_digit || r->last_scale == 10)
        return false;
    r->section += value;
    r->last_scale = 10;
    return true;
}

static bool take(struct reading *r, enum token t, double value, bool first)
{
    switch (t) {
    case DIGIT:
        return take_digit(r, value);
    case FIGURES:
        return take_figures(r, value);
    case TENS:
        return take_tens(r, value);
    case SCALE:
        return !(first && value >= 10000) && take_scale(r, value);
    case VAGUE: /* 十余万: no more than the words before it say */
        return !first;
    case NONE:
        break;
    }
    return false;
}

static double value_of(const struct reading *r, bool trailing)
{
    if (r->last_scale == 0)
        return r->string;
    double last = r->has_digit ? r->digit : 0;
    return r->total + r->section + (trailing && r->last_scale >= 100 && !r->figures ? last * r->last_scale / 10 : last);
}

static bool read_whole(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str s, size_t at, bool loose)
{
    struct reading r = { 0 };
    size_t i = at, end = at;
    bool trailing = false;
    double value;
    size_t len;
    for (int n = 0; n < CHARACTERS_MAX; n++) {
        enum token t = token_at(lex, s, i, loose, &value, &len);
        bool zero_before = r.after_zero;
        if (t == NONE || !take(&r, t, value, end == at))
            break;
        if (t == DIGIT)
            trailing = r.last_scale > 0 && !zero_before && value > 0;
        if (t != VAGUE)
            end = i + len;
        i = loose ? skip_blanks(s, i + len) : i + len;
    }
    bool bare_scale = r.last_scale >= 100 && r.section == r.last_scale && r.total == 0 && !r.has_digit && end > at;
    if (end == at)
        return false;
    *out = (struct dg_number){ .len = end - at,
        .value = value_of(&r, trailing),
        .digits = r.last_scale == 0 ? r.digits : 0,
        .scaled = r.last_scale > 0 && !r.has_digit,
        .figures = r.figures };
    double first;
    return !bare_scale || token_at(lex, s, at, loose, &first, &len) != SCALE;
}

bool dg_number_zh(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at)
{
    return read_whole(out, lex, folded, at, false);
}

/* 十一点 五个人, 七点 二楼: an hour, and how many there are, or where; 四点 五个百分点 is a number. */
static bool counts(const struct dg_lexicon *lex, struct dg_str s, size_t at)
{
    struct dg_word w;
    double value;
    size_t len;
    return token_at(lex, s, at, false, &value, &len) == DIGIT &&
            (dg_lexicon_longest(lex, DG_IN_ZH, DG_W_COUNT_UNIT, s, at + len, &w) ||
                    dg_lexicon_longest(lex, DG_IN_ANY, DG_W_CODE_TAIL, s, at + len, &w)) &&
            !dg_lexicon_longest(lex, DG_IN_ZH, DG_W_NUMBER_PERCENT, s, at + len, &w);
}

/* The digits after 点 make up a fraction one by one. */
static void read_decimals(struct dg_number *n, const struct dg_lexicon *lex, struct dg_str s, size_t at)
{
    struct dg_word w;
    size_t i = skip_blanks(s, at + n->len), len;
    double scale = 1, digits = 0, value;
    if (i >= s.len || !dg_lexicon_longest(lex, DG_IN_ZH, DG_W_NUMBER_POINT, s, i, &w))
        return;
    bool parted = i == at + n->len && i + w.len < s.len && s.at[i + w.len] == ' ';
    i = skip_blanks(s, i + w.len);
    if (parted && counts(lex, s, i))
        return;
    for (int d = 0; d < DECIMALS_MAX; d++) {
        if (token_at(lex, s, i, false, &value, &len) != DIGIT ||
                dg_lexicon_longest(lex, DG_IN_ZH, DG_W_NUMBER_PAIR, s, i, &w) ||
                dg_lexicon_longest(lex, DG_IN_ZH, DG_W_NUMBER_NONE, s, i, &w)) /* 八点一起 */
            break;
        digits = digits * 10 + value;
        scale *= 10;
        n->decimal = true;
        n->len = i + len - at;
        i = skip_blanks(s, i + len);
    }
    n->value += digits / scale;
}

static void read_trailing_scale(struct dg_number *n, const struct dg_lexicon *lex, struct dg_str s, size_t at)
{
    double value;
    size_t len, i = skip_blanks(s, at + n->len);
    while (n->decimal && token_at(lex, s, i, false, &value, &len) == SCALE && value >= 100) {
        n->value *= value;
        n->len = i + len - at;
        i = skip_blanks(s, i + len);
    }
}

bool dg_number_zh_loose(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at)
{
    if (!read_whole(out, lex, folded, at, true))
        return false;
    read_decimals(out, lex, folded, at);
    read_trailing_scale(out, lex, folded, at);
    return true;
}
