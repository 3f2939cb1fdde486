/* Numbers in figures: commas, groups, fractions, powers, suffixes. */
#include "intents/number_reader.h"

#include <math.h>

/* A word of `class` at `at`, also right after figures (10k). */
bool dg_reader_word(const struct dg_reader *r, enum dg_word_class class, size_t at, struct dg_word *w)
{
    bool touching = at > 0 && dg_is_digit(r->text, at - 1) && dg_is_letter(r->text, at);
    struct dg_str text = touching ? dg_str_cut(r->text, at, r->text.len) : r->text;
    return at < r->text.len && dg_lexicon_longest(r->lex, DG_IN_ANY, class, text, touching ? 0 : at, w);
}

/* Column 0 with as many zeros behind it as column `zeros` says. */
double dg_reader_value(const struct dg_word *w, unsigned zeros)
{
    double value = (double)dg_word_number(w, 0, 0);
    for (long n = dg_word_number(w, zeros, 0); n > 0; n--)
        value *= 10;
    return value;
}

/* e+14, x10^6, ^23: what multiplies or raises the number before it. */
static size_t read_power(const struct dg_reader *r, size_t at, double *value)
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
    for (; dg_is_digit(s, i) && i - start < 4; i++)
        exponent = exponent * 10 + (s.at[i] - '0');
    if (i == start || dg_is_letter(s, i))
        return at;
    exponent = minus ? -exponent : exponent;
    *value = raise ? pow(*value, exponent) : *value * pow(10, exponent);
    return i;
}

/* 5,00 and 1,3 where a comma stands before no group of three */
static void read_comma_decimals(const struct dg_reader *r, size_t at, struct dg_number *n)
{
    struct dg_str s = r->text;
    size_t i = at + n->len;
    if (n->decimal || i >= s.len || s.at[i] != ',' || !dg_is_digit(s, i + 1))
        return;
    size_t end = i + 1;
    double value = 0, scale = 1;
    for (; dg_is_digit(s, end) && end - i <= 2; end++) {
        value = value * 10 + (s.at[end] - '0');
        scale *= 10;
    }
    if (dg_is_digit(s, end) || (end < s.len && s.at[end] == ',') || (at > 0 && s.at[at - 1] == ','))
        return;
    n->value += value / scale;
    n->decimal = true;
    n->len = end - at;
}

/* 1 234 567 */
static void read_blank_groups(const struct dg_reader *r, size_t at, struct dg_number *n)
{
    struct dg_str s = r->text;
    size_t i = at + n->len;
    double value = n->value;
    int groups = 0;
    if (n->decimal || n->digits == 0 || n->digits > 3)
        return;
    while (i + 3 < s.len && s.at[i] == ' ' && dg_is_digit(s, i + 1) && dg_is_digit(s, i + 2) && dg_is_digit(s, i + 3) &&
            !dg_is_digit(s, i + 4)) {
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
static void read_slash(const struct dg_reader *r, size_t at, struct dg_number *n)
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
    double whole = fraction && n->value >= 10 && bottom.value < 10 ? floor(n->value / 10) : 0; /* 2½ comes as 21⁄2 */
    n->value = whole + (n->value - whole * 10) / bottom.value;
    n->len = below + bottom.len - at;
    n->decimal = true;
}

bool dg_reader_figures(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    if (!dg_number_figures(n, r->text, at))
        return false;
    read_comma_decimals(r, at, n);
    read_blank_groups(r, at, n);
    read_slash(r, at, n);
    return true;
}

void dg_reader_power(struct dg_number *n, const struct dg_reader *r, size_t at, bool minus)
{
    double value = minus ? -n->value : n->value;
    size_t end = read_power(r, at + n->len, &value);
    if (end == at + n->len)
        return;
    n->value = minus ? -value : value;
    n->len = end - at;
}

/* 10k, 2 million, half a dozen's dozen: suffixes multiply; letters alone only right behind figures or in capitals of money. */
void dg_reader_suffixes(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    struct dg_word w;
    for (int i = 0; i < 3; i++) {
        size_t next = dg_skip_blanks(r->text, at + n->len);
        if (!dg_reader_word(r, DG_W_NUMBER_SUFFIX, next, &w))
            return;
        size_t end = next + w.len;
        if (dg_word_number(&w, 2, 0) == 1 && (next != at + n->len || !n->figures)) /* 5w, but 5 w */
            return;
        if (w.len == 1 && r->text.at[next] == 'm' && end < r->text.len && n->digits > 0)
            return; /* 1m is a metre as well */
        n->value *= dg_reader_value(&w, 1);
        n->len = end - at;
        n->scaled = true;
    }
}
