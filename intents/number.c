/* Numbers of any form: signs, scales, fractions and percentages around what the readers of each language find. */
#include "intents/number.h"

#include "intents/recogniser.h"
#include "intents/utf8.h"

#include <math.h>

enum { MATCHES_MAX = 32 };

struct reader {
    const struct dg_lexicon *lex;
    struct dg_str text;
};

static size_t skip_blanks(struct dg_str s, size_t at)
{
    while (at < s.len && s.at[at] == ' ')
        at++;
    return at;
}

static bool is_digit(struct dg_str s, size_t at)
{
    return at < s.len && s.at[at] >= '0' && s.at[at] <= '9';
}

static bool is_letter(struct dg_str s, size_t at)
{
    return at < s.len && s.at[at] >= 'a' && s.at[at] <= 'z';
}

/* A word of `class` at `at`, also right after figures (10k). */
static bool word_at(const struct reader *r, enum dg_word_class class, size_t at, struct dg_word *w)
{
    bool touching = at > 0 && is_digit(r->text, at - 1) && is_letter(r->text, at);
    struct dg_str text = touching ? dg_str_cut(r->text, at, r->text.len) : r->text;
    return at < r->text.len && dg_lexicon_longest(r->lex, DG_IN_ANY, class, text, touching ? 0 : at, w);
}

/* Column 0 with as many zeros behind it as column `zeros` says. */
static double big_value(const struct dg_word *w, unsigned zeros)
{
    double value = (double)dg_word_number(w, 0, 0);
    for (long n = dg_word_number(w, zeros, 0); n > 0; n--)
        value *= 10;
    return value;
}

/* ---- figures -------------------------------------------------------------------------------------------------------- */

/* e+14, x10^6, ^23: what multiplies or raises the number before it. */
static size_t read_power(const struct reader *r, size_t at, double *value)
{
    struct dg_str s = r->text;
    bool raise = at < s.len && s.at[at] == '^';
    size_t i = raise ? at + 1 : at, sign = 1;
    if (!raise && at < s.len && s.at[at] == 'e')
        i = at + 1;
    else if (!raise && s.len - at > 4 && memcmp(s.at + at, "x10^", 4) == 0)
        i = at + 4;
    if (i == at)
        return at;
    bool minus = false;
    while (i < s.len && (s.at[i] == '-' || s.at[i] == '+') && sign++ < 3)
        minus |= s.at[i++] == '-'; /* --23 is written for -23 with its sign doubled by mistake: it raises by 23 */
    if (sign == 3)
        minus = false;
    double exponent = 0;
    size_t start = i;
    for (; is_digit(s, i) && i - start < 4; i++)
        exponent = exponent * 10 + (s.at[i] - '0');
    if (i == start || is_letter(s, i))
        return at;
    exponent = minus ? -exponent : exponent;
    *value = raise ? pow(*value, exponent) : *value * pow(10, exponent);
    return i;
}

/* 5,00 and 1,3 where a comma stands before no group of three */
static void read_comma_decimals(const struct reader *r, size_t at, struct dg_number *n)
{
    struct dg_str s = r->text;
    size_t i = at + n->len;
    if (n->decimal || i >= s.len || s.at[i] != ',' || !is_digit(s, i + 1))
        return;
    size_t end = i + 1;
    double value = 0, scale = 1;
    for (; is_digit(s, end) && end - i <= 2; end++) {
        value = value * 10 + (s.at[end] - '0');
        scale *= 10;
    }
    if (is_digit(s, end) || (end < s.len && s.at[end] == ',') || (at > 0 && s.at[at - 1] == ','))
        return;
    n->value += value / scale;
    n->decimal = true;
    n->len = end - at;
}

/* 1 234 567 */
static void read_blank_groups(const struct reader *r, size_t at, struct dg_number *n)
{
    struct dg_str s = r->text;
    size_t i = at + n->len;
    double value = n->value;
    int groups = 0;
    if (n->decimal || n->digits == 0 || n->digits > 3)
        return;
    while (i + 3 < s.len && s.at[i] == ' ' && is_digit(s, i + 1) && is_digit(s, i + 2) && is_digit(s, i + 3) &&
            !is_digit(s, i + 4)) {
        value = value * 1000 + (s.at[i + 1] - '0') * 100 + (s.at[i + 2] - '0') * 10 + (s.at[i + 3] - '0');
        i += 4;
        groups++;
    }
    if (groups < 2)
        return;
    n->value = value;
    n->len = i - at;
}

/* 4/3, and 1 4/3 */
static void read_slash(const struct reader *r, size_t at, struct dg_number *n)
{
    struct dg_number top, bottom;
    size_t i = at + n->len;
    if (i < r->text.len && r->text.at[i] == ' ' && dg_number_figures(&top, r->text, i + 1) &&
            i + 1 + top.len < r->text.len && r->text.at[i + 1 + top.len] == '/') {
        size_t below = i + 2 + top.len;
        if (dg_number_figures(&bottom, r->text, below) && bottom.value > 0) {
            n->value += top.value / bottom.value;
            n->len = below + bottom.len - at;
        }
        return;
    }
    struct dg_str s = r->text;
    bool slash = i < s.len && s.at[i] == '/', fraction = i + 2 < s.len && memcmp(s.at + i, "\xE2\x81\x84", 3) == 0;
    size_t below = i + (slash ? 1 : 3);
    if ((!slash && !fraction) || !dg_number_figures(&bottom, s, below) || bottom.value <= 0 ||
            (at > 0 && s.at[at - 1] == '/') || n->digits == 0)
        return;
    if (below + bottom.len < s.len && s.at[below + bottom.len] == '/')
        return;
    n->value /= bottom.value;
    n->len = below + bottom.len - at;
    n->decimal = true;
}

static bool read_figures(struct dg_number *n, const struct reader *r, size_t at)
{
    if (!dg_number_figures(n, r->text, at))
        return false;
    read_comma_decimals(r, at, n);
    read_blank_groups(r, at, n);
    read_slash(r, at, n);
    return true;
}

static void read_powers(struct dg_number *n, const struct reader *r, size_t at, bool minus)
{
    double value = minus ? -n->value : n->value;
    size_t end = read_power(r, at + n->len, &value);
    if (end == at + n->len)
        return;
    n->value = minus ? -value : value;
    n->len = end - at;
}

/* 10k, 2 million, half a dozen's dozen: suffixes multiply; letters alone only right behind figures or in capitals of money. */
static void read_suffixes(struct dg_number *n, const struct reader *r, size_t at)
{
    struct dg_word w;
    for (int i = 0; i < 3; i++) {
        size_t next = skip_blanks(r->text, at + n->len);
        if (!word_at(r, DG_W_NUMBER_SUFFIX, next, &w))
            return;
        size_t end = next + w.len;
        if (w.len == 1 && r->text.at[next] == 'm' && end < r->text.len && n->digits > 0)
            return; /* 1m is a metre as well */
        n->value *= big_value(&w, 1);
        n->len = end - at;
        n->scaled = true;
    }
}

/* ---- English fractions ------------------------------------------------------------------------------------------------ */

static size_t skip_joint(struct dg_str s, size_t at)
{
    at = skip_blanks(s, at);
    return at < s.len && s.at[at] == '-' ? skip_blanks(s, at + 1) : at;
}

static bool article_at(const struct reader *r, size_t at, size_t *len)
{
    struct dg_word w;
    if (!dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_AN, r->text, at, &w))
        return false;
    *len = w.len;
    return true;
}

/* thirds, twenty-first, hundred thousandths: the denominator at `at`. */
static bool read_denominator(struct dg_number *out, const struct reader *r, size_t at)
{
    struct dg_word w;
    struct dg_number n;
    if (dg_number_en(&n, r->lex, r->text, at) && n.ordinal && n.value > 2 && !is_letter(r->text, at + n.len)) {
        *out = n;
        return true;
    }
    size_t next = at;
    double tens = 0;
    if (dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_NUMBER_TENS, r->text, at, &w)) {
        tens = (double)dg_word_number(&w, 0, 0);
        next = skip_joint(r->text, at + w.len);
    }
    if (!word_at(r, DG_W_NUMBER_PART, next, &w))
        return false;
    *out = (struct dg_number){ .len = next + w.len - at, .value = tens + big_value(&w, 1) };
    return tens == 0 || out->value < tens + 10;
}

/* "two million and one half": the one belongs to the half. */
static bool read_whole_en(struct dg_number *whole, const struct reader *r, size_t at)
{
    struct dg_number part;
    if (!dg_number_en(whole, r->lex, r->text, at))
        return false;
    size_t end = at + whole->len;
    if (whole->ordinal || !read_denominator(&part, r, skip_joint(r->text, end)))
        return true;
    for (size_t i = end; i > at + 4; i--) {
        if (memcmp(r->text.at + i - 4, " and", 4) == 0) {
            if (i >= at + 11 && memcmp(r->text.at + i - 11, "hundred", 7) == 0)
                return true; /* one hundred and thirty-two fifths */
            struct dg_str before = dg_str_cut(r->text, 0, i - 4);
            return dg_number_en(whole, r->lex, before, at);
        }
    }
    return true;
}

/* A numerator and its denominator: two thirds, a fifth, half. */
static bool read_fraction(struct dg_number *out, const struct reader *r, size_t at)
{
    struct dg_number top = { .len = 0, .value = 1 }, bottom;
    struct dg_word w;
    size_t article = 0;
    if (word_at(r, DG_W_NUMBER_PART, at, &w) && dg_word_number(&w, 0, 0) == 2) {
        *out = (struct dg_number){ .len = w.len, .value = 0.5, .decimal = true };
        return true;
    }
    if (read_whole_en(&top, r, at) && !top.ordinal)
        article = top.len;
    else if (!article_at(r, at, &article))
        return false;
    else
        top = (struct dg_number){ .len = article, .value = 1 };
    size_t next = skip_joint(r->text, at + article);
    if (top.len == article && top.value == 1)
        read_suffixes(&top, r, at);
    next = skip_joint(r->text, at + top.len);
    if (!read_denominator(&bottom, r, next))
        return false;
    double tens = fmod(top.value, 100);
    if (top.value > 100 && tens >= 20 && fmod(tens, 10) == 0 && bottom.value < 10) { /* one hundred thirty-fifths */
        top.value -= tens;
        bottom.value += tens;
    }
    *out = (struct dg_number){ .len = next + bottom.len - at, .value = top.value / bottom.value, .decimal = true };
    return true;
}

/* "and two thirds", "and a half" behind a whole; behind a million it is a part of the million */
static void read_and_fraction(struct dg_number *n, const struct reader *r, size_t at, double unit)
{
    struct dg_word w;
    struct dg_number part;
    size_t next = skip_blanks(r->text, at + n->len), len = 0;
    if (!dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_NUMBER_AND, r->text, next, &w))
        return;
    next = skip_blanks(r->text, next + w.len);
    if (!read_fraction(&part, r, next)) {
        if (!article_at(r, next, &len) || !read_fraction(&part, r, skip_blanks(r->text, next + len)) ||
                part.value != 0.5)
            return;
        part.len += skip_blanks(r->text, next + len) - next;
    }
    struct dg_number scaled = part;
    read_suffixes(&scaled, r, next);
    n->value += scaled.len > part.len ? scaled.value : part.value * unit;
    n->len = next + scaled.len - at;
    n->decimal = true;
}

/* "point seventy-one": the digits said after it stand behind the point */
static void read_point(struct dg_number *n, const struct reader *r, size_t at)
{
    struct dg_word w;
    struct dg_number d;
    size_t next = skip_blanks(r->text, at + n->len);
    if (!dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_NUMBER_POINT, r->text, next, &w))
        return;
    next = skip_blanks(r->text, next + w.len);
    double scale = 1;
    while (dg_number_en(&d, r->lex, r->text, next) && !d.ordinal && scale < 1e12) {
        scale *= d.value >= 10 ? 100 : 10;
        n->value += d.value / scale;
        n->decimal = true;
        n->len = next + d.len - at;
        next = skip_blanks(r->text, next + d.len);
    }
}

/* one over twenty, two out of five hundred: only of a lesser and a greater number */
static void read_over(struct dg_number *n, const struct reader *r, size_t at)
{
    struct dg_word w;
    struct dg_number below;
    size_t next = skip_blanks(r->text, at + n->len);
    if (!word_at(r, DG_W_NUMBER_OVER, next, &w))
        return;
    next = skip_blanks(r->text, next + w.len);
    if (!dg_number_en(&below, r->lex, r->text, next) && !dg_number_figures(&below, r->text, next))
        return;
    struct dg_number scaled = below;
    read_suffixes(&scaled, r, next);
    if (scaled.value <= n->value || scaled.value == 0)
        return;
    n->value /= scaled.value;
    n->decimal = true;
    n->len = next + scaled.len - at;
}

static double unit_of(const struct dg_number *n)
{
    double unit = 1;
    while (n->scaled && unit < 1e12 && n->value >= unit * 1000 && fmod(n->value, unit * 1000) == 0)
        unit *= 1000;
    return unit;
}

static bool read_en(struct dg_number *n, const struct reader *r, size_t at)
{
    struct dg_number fraction, whole;
    size_t article = 0;
    bool has_fraction = read_fraction(&fraction, r, at), has_whole = read_whole_en(&whole, r, at);
    if (has_whole && !whole.ordinal) {
        read_point(&whole, r, at);
        read_suffixes(&whole, r, at);
        if (!has_fraction || fraction.len <= whole.len) {
            read_and_fraction(&whole, r, at, unit_of(&whole));
            read_over(&whole, r, at);
        }
    }
    if (has_fraction && (!has_whole || fraction.len > whole.len)) {
        *n = fraction;
        size_t next = skip_blanks(r->text, at + n->len);
        struct dg_word w;
        if (word_at(r, DG_W_OF, next, &w) ||
                article_at(r, next, &article)) { /* two thirds of a million, half a dozen */
            struct dg_number scaled = *n;
            size_t skip = article ? article : w.len;
            size_t after = skip_blanks(r->text, next + skip);
            if (!article && article_at(r, after, &article))
                after = skip_blanks(r->text, after + article);
            scaled.len = after - at;
            size_t before = scaled.len;
            read_suffixes(&scaled, r, at);
            if (scaled.len > before)
                *n = scaled;
        } else {
            read_suffixes(n, r, at);
        }
        return true;
    }
    *n = whole;
    return has_whole;
}

/* a hundred, a dozen */
static bool read_article_scale(struct dg_number *n, const struct reader *r, size_t at)
{
    size_t len;
    if (!article_at(r, at, &len))
        return false;
    *n = (struct dg_number){ .len = len, .value = 1 };
    read_suffixes(n, r, at);
    return n->len > len;
}

/* ---- Chinese fractions ---------------------------------------------------------------------------------------------------- */

static bool minus_at(const struct reader *r, size_t at, size_t *len)
{
    struct dg_word w;
    if (at < r->text.len && r->text.at[at] == '-') {
        *len = 1;
        return true;
    }
    if (!word_at(r, DG_W_NUMBER_MINUS, at, &w))
        return false;
    *len = w.len;
    return true;
}

static bool read_zh_signed(struct dg_number *n, const struct reader *r, size_t at)
{
    size_t len = 0;
    bool minus = minus_at(r, at, &len);
    size_t from = skip_blanks(r->text, at + len);
    if (!dg_number_zh_loose(n, r->lex, r->text, from))
        return false;
    read_suffixes(n, r, from);
    n->len += from - at;
    n->value = minus ? -n->value : n->value;
    return true;
}

/* 百分之五: a bare scale before 分之 makes a percentage; 三分之一 is a fraction */
static bool read_zh_of(struct dg_number *n, const struct reader *r, size_t at, const struct dg_number *below, bool bare)
{
    struct dg_word w;
    struct dg_number top;
    size_t next = skip_blanks(r->text, at + below->len);
    if (!word_at(r, DG_W_NUMBER_OF, next, &w) || below->value == 0)
        return false;
    next = skip_blanks(r->text, next + w.len);
    bool hundred = dg_lexicon_longest(r->lex, DG_IN_ZH, DG_W_NUMBER_SCALE, r->text, next, &w) &&
            dg_word_number(&w, 0, 0) == 100;
    if (read_zh_signed(&top, r, next))
        hundred = false;
    else if (hundred)
        top = (struct dg_number){ .len = w.len, .value = 100 };
    else
        return false;
    *n = (struct dg_number){
        .len = next + top.len - at, .value = top.value / below->value, .decimal = true, .percent = bare
    };
    if (bare)
        n->value *= 100;
    return true;
}

/* 百, 千, 万, 百万 with no digit before them */
static bool read_bare_scale(struct dg_number *n, const struct reader *r, size_t at)
{
    struct dg_word w;
    *n = (struct dg_number){ .value = 1 };
    while (dg_lexicon_longest(r->lex, DG_IN_ZH, DG_W_NUMBER_SCALE, r->text, at + n->len, &w) && n->value < 1e12) {
        n->value *= big_value(&w, 1);
        n->len += w.len;
    }
    return n->len > 0 && n->value >= 100;
}

/* 七成六, 三成半, 八五折 */
static bool read_tenths(struct dg_number *n, const struct reader *r, size_t at)
{
    struct dg_word w;
    struct dg_number rest;
    size_t next = skip_blanks(r->text, at + n->len);
    if (n->digits == 1 && n->value > 0 && dg_number_figures(&rest, r->text, next) && rest.digits == 1) { /* 7 2 折 */
        size_t after = skip_blanks(r->text, next + rest.len);
        if (word_at(r, DG_W_NUMBER_TENTH, after, &w) && dg_word_number(&w, 1, 0) == 1) {
            n->value = n->value * 10 + rest.value;
            n->len = next + rest.len - at;
            next = after;
        }
    }
    if (!word_at(r, DG_W_NUMBER_TENTH, next, &w) || n->value < 0 || n->value > 100)
        return false;
    bool discount = dg_word_number(&w, 1, 0) == 1;
    if (!(discount && n->value > 10))
        n->value *= (double)dg_word_number(&w, 0, 10);
    if (discount && n->value >= 100)
        return false;
    n->len = next + w.len - at;
    n->percent = true;
    next = skip_blanks(r->text, at + n->len);
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

static bool read_zh(struct dg_number *n, const struct reader *r, size_t at)
{
    struct dg_number whole, part;
    struct dg_word w;
    if (read_bare_scale(&whole, r, at) && read_zh_of(n, r, at, &whole, true))
        return true;
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
    size_t next = skip_blanks(r->text, at + n->len);
    if (word_at(r, DG_W_NUMBER_MIXED, next, &w)) {
        struct dg_number below;
        next = skip_blanks(r->text, next + w.len);
        if (dg_number_zh_loose(&below, r->lex, r->text, next) && read_zh_of(&part, r, next, &below, false)) {
            n->value += part.value;
            n->len = next + part.len - at;
            n->decimal = true;
            return true;
        }
    }
    read_suffixes(n, r, at);
    read_tenths(n, r, at);
    return true;
}

/* ---- together --------------------------------------------------------------------------------------------------------------- */

static bool read_unsigned(struct dg_number *out, const struct reader *r, size_t at, bool minus)
{
    struct dg_number best = { .len = 0 }, n;
    if (is_digit(r->text, at)) {
        if (read_figures(&n, r, at)) {
            read_powers(&n, r, at, minus);
            read_suffixes(&n, r, at);
            read_and_fraction(&n, r, at, unit_of(&n));
            if (n.len > best.len)
                best = n;
            struct dg_number more; /* 3 hundred and 21 */
            struct dg_word w;
            size_t next = skip_blanks(r->text, at + n.len);
            if (n.scaled && dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_NUMBER_AND, r->text, next, &w)) {
                next = skip_blanks(r->text, next + w.len);
                if ((dg_number_figures(&more, r->text, next) || dg_number_en(&more, r->lex, r->text, next)) &&
                        more.value < unit_of(&n) + 99 && !more.ordinal) {
                    best.value = n.value + more.value;
                    best.len = next + more.len - at;
                }
            }
            if (!n.scaled)
                read_over(&best, r, at);
        }
    }
    if (read_zh(&n, r, at) && n.len > best.len)
        best = n;
    if (read_en(&n, r, at) && n.len > best.len)
        best = n;
    if (read_article_scale(&n, r, at) && n.len > best.len)
        best = n;
    *out = best;
    return best.len > 0;
}

static bool touches_word(struct dg_str s, size_t at)
{
    return at > 0 && (is_letter(s, at - 1) || is_digit(s, at - 1));
}

static void read_percent(struct dg_number *n, const struct reader *r, size_t at)
{
    struct dg_word w;
    size_t next = skip_blanks(r->text, at + n->len);
    if (n->percent || !word_at(r, DG_W_NUMBER_PERCENT, next, &w))
        return;
    n->percent = true;
    n->len = next + w.len - at;
}

static bool begins_number(const struct dg_word *w)
{
    return (w->class >= DG_W_NUMBER_DIGIT && w->class <= DG_W_NUMBER_NONE) || w->class == DG_W_AN ||
            w->class == DG_W_HALF || w->class == DG_W_DI;
}

bool dg_number_may_begin(const struct dg_lexicon *lex, struct dg_str folded, size_t at)
{
    struct dg_word found[MATCHES_MAX];
    if (at >= folded.len)
        return false;
    if (is_digit(folded, at) || folded.at[at] == '-')
        return true;
    size_t n = dg_lexicon_match(lex, DG_IN_ANY, folded, at, found, MATCHES_MAX);
    for (size_t i = 0; i < n; i++) {
        if (begins_number(&found[i]))
            return true;
    }
    return false;
}

bool dg_number_read(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at)
{
    struct reader r = { lex, folded };
    struct dg_word w;
    size_t len = 0, from = at;
    if (!dg_number_may_begin(lex, folded, at))
        return false;
    if (word_at(&r, DG_W_NUMBER_PERCENT_OF, at, &w)) {
        from = skip_blanks(folded, at + w.len);
        if (!read_unsigned(out, &r, from, false))
            return false;
        out->len += from - at;
        out->percent = true;
        return true;
    }
    bool minus = minus_at(&r, at, &len) && !touches_word(folded, at);
    if (len && !minus)
        return false;
    from = minus ? skip_blanks(folded, at + len) : at;
    if (touches_word(folded, from) && from == at && is_digit(folded, at))
        return false;
    if (!read_unsigned(out, &r, from, minus))
        return false;
    read_percent(out, &r, from);
    out->len += from - at;
    out->value = minus ? -out->value : out->value;
    return true;
}

/* ---- the recogniser ---------------------------------------------------------------------------------------------------------- */

static size_t next_start(struct dg_str s, size_t at)
{
    size_t len;
    if (is_letter(s, at)) {
        while (is_letter(s, at))
            at++;
        return at;
    }
    dg_utf8_at(s, at, &len);
    return at + len;
}

/* Ordinals: 3rd, twenty-fifth, 第三. */
static bool read_ordinal(struct dg_number *n, const struct reader *r, size_t at)
{
    struct dg_word w;
    if (dg_number_en(n, r->lex, r->text, at) && n->ordinal)
        return true;
    if (dg_lexicon_longest(r->lex, DG_IN_ZH, DG_W_DI, r->text, at, &w)) {
        size_t from = skip_blanks(r->text, at + w.len);
        if (!dg_number_zh_loose(n, r->lex, r->text, from))
            return false;
        n->len += from - at;
        n->ordinal = true;
        return true;
    }
    if (!is_digit(r->text, at) || touches_word(r->text, at) || !dg_number_figures(n, r->text, at) || n->decimal)
        return false;
    static const char *const endings[] = { "st", "nd", "rd", "th" };
    size_t end = at + n->len;
    for (size_t i = 0; i < 4; i++) {
        if (r->text.len - end >= 2 && memcmp(r->text.at + end, endings[i], 2) == 0 && !is_letter(r->text, end + 2)) {
            n->len += 2;
            n->ordinal = true;
            return true;
        }
    }
    return false;
}

static void scan_numbers(const struct dg_scan *scan, struct dg_sink *sink)
{
    struct reader r = { scan->lexicon, scan->text->folded };
    for (size_t at = 0; at < r.text.len;) {
        struct dg_number n, ordinal;
        struct dg_word none;
        if (!dg_number_may_begin(r.lex, r.text, at)) {
            at = next_start(r.text, at);
            continue;
        }
        if (word_at(&r, DG_W_NUMBER_NONE, at, &none)) {
            at += none.len;
            continue;
        }
        bool found = dg_number_read(&n, r.lex, r.text, at);
        if (read_ordinal(&ordinal, &r, at) && (!found || ordinal.len >= n.len)) {
            n = ordinal;
            found = true;
        }
        if (!found) {
            at = next_start(r.text, at);
            continue;
        }
        struct dg_mention m = { .type = DG_M_NUMBER,
            .message = scan->message,
            .start = (uint32_t)at,
            .end = (uint32_t)(at + n.len),
            .score = 0.5,
            .unit = n.percent   ? "percent"
                    : n.ordinal ? "ordinal"
                                : NULL };
        m.value.kind = DG_COUNT;
        m.value.count = n.value;
        dg_sink_add(sink, &m);
        at += n.len;
    }
}

const struct dg_recogniser dg_recogniser_number = { "number", scan_numbers };
