/* English fractions and what stands around whole numbers: two thirds, five and a half, nine point four, one over twenty. */
#include "intents/number_reader.h"

#include <math.h>

static size_t skip_joint(struct dg_str s, size_t at)
{
    at = dg_skip_blanks(s, at);
    return at < s.len && s.at[at] == '-' ? dg_skip_blanks(s, at + 1) : at;
}

static bool article_at(const struct dg_reader *r, size_t at, size_t *len)
{
    struct dg_word w;
    if (!dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_AN, r->text, at, &w))
        return false;
    *len = w.len;
    return true;
}

/* thirds, twenty-first, hundred thousandths: the denominator at `at`. */
static bool read_denominator(struct dg_number *out, const struct dg_reader *r, size_t at)
{
    struct dg_word w;
    struct dg_number n;
    if (dg_number_en(&n, r->lex, r->text, at) && n.ordinal && n.value > 2 && !dg_is_letter(r->text, at + n.len)) {
        *out = n;
        return true;
    }
    size_t next = at;
    double tens = 0;
    if (dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_NUMBER_TENS, r->text, at, &w)) {
        tens = (double)dg_word_number(&w, 0, 0);
        next = skip_joint(r->text, at + w.len);
    }
    if (!dg_reader_word(r, DG_W_NUMBER_PART, next, &w))
        return false;
    *out = (struct dg_number){ .len = next + w.len - at, .value = tens + dg_reader_value(&w, 1) };
    return tens == 0 || out->value < tens + 10;
}

/* "two million and one half": the one belongs to the half. */
static bool read_whole_en(struct dg_number *whole, const struct dg_reader *r, size_t at)
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
static bool read_fraction(struct dg_number *out, const struct dg_reader *r, size_t at)
{
    struct dg_number top = { .len = 0, .value = 1 }, bottom;
    struct dg_word w;
    size_t article = 0;
    if (dg_reader_word(r, DG_W_NUMBER_PART, at, &w) && dg_word_number(&w, 0, 0) == 2) {
        *out = (struct dg_number){ .len = w.len, .value = 0.5, .decimal = true };
        return true;
    }
    if (read_whole_en(&top, r, at) && !top.ordinal)
        article = top.len;
    else if (!article_at(r, at, &article))
        return false;
    else
        top = (struct dg_number){ .len = article, .value = 1 };
    if (top.len == article && top.value == 1)
        dg_reader_suffixes(&top, r, at);
    size_t next = skip_joint(r->text, at + top.len);
    if (!read_denominator(&bottom, r, next))
        return false;
    if (bottom.ordinal && top.scaled && dg_is_letter(r->text, at)) /* a hundred trillionth stands in a row */
        return false;
    double tens = fmod(top.value, 100);
    if (top.value > 100 && tens >= 20 && fmod(tens, 10) == 0 && bottom.value < 10) { /* one hundred thirty-fifths */
        top.value -= tens;
        bottom.value += tens;
    }
    *out = (struct dg_number){ .len = next + bottom.len - at, .value = top.value / bottom.value, .decimal = true };
    return true;
}

/* twenty and three and three fifths: the ones, said for themselves before the fraction */
static void read_unit_before(struct dg_number *n, const struct dg_reader *r, size_t at, size_t *next)
{
    struct dg_word w;
    struct dg_number ones, part;
    if (n->value < 20 || fmod(n->value, 10) != 0 || !dg_number_en(&ones, r->lex, r->text, *next) || ones.value >= 10 ||
            ones.ordinal || read_fraction(&part, r, *next))
        return;
    size_t after = dg_skip_blanks(r->text, *next + ones.len);
    if (!dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_NUMBER_AND, r->text, after, &w))
        return;
    after = dg_skip_blanks(r->text, after + w.len);
    if (!read_fraction(&part, r, after))
        return;
    n->value += ones.value;
    n->len = *next + ones.len - at;
    *next = after;
}

/* "and two thirds", "and a half" behind a whole; behind a million it is a part of the million */
void dg_reader_and(struct dg_number *n, const struct dg_reader *r, size_t at, double unit)
{
    struct dg_word w;
    struct dg_number part;
    size_t next = dg_skip_blanks(r->text, at + n->len), len = 0;
    if (!dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_NUMBER_AND, r->text, next, &w))
        return;
    next = dg_skip_blanks(r->text, next + w.len);
    read_unit_before(n, r, at, &next);
    if (!read_fraction(&part, r, next)) {
        if (!article_at(r, next, &len) || !read_fraction(&part, r, dg_skip_blanks(r->text, next + len)) ||
                part.value != 0.5)
            return;
        part.len += dg_skip_blanks(r->text, next + len) - next;
    }
    struct dg_number scaled = part;
    dg_reader_suffixes(&scaled, r, next);
    bool shared = scaled.len > part.len && !n->scaled && n->value < 1000; /* three and a half million */
    if (shared)
        n->value = (n->value + part.value) * (scaled.value / part.value);
    else
        n->value += scaled.len > part.len ? scaled.value : part.value * unit;
    n->scaled = n->scaled || shared;
    n->len = next + scaled.len - at;
    n->decimal = true;
}

/* "point seventy-one": the digits said after it stand behind the point */
static void read_point(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    struct dg_word w;
    struct dg_number d;
    size_t next = dg_skip_blanks(r->text, at + n->len);
    if (!dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_NUMBER_POINT, r->text, next, &w))
        return;
    next = dg_skip_blanks(r->text, next + w.len);
    double scale = 1;
    while (dg_number_en(&d, r->lex, r->text, next) && !d.ordinal && scale < 1e12) {
        scale *= d.value >= 10 ? 100 : 10;
        n->value += d.value / scale;
        n->decimal = true;
        n->len = next + d.len - at;
        next = dg_skip_blanks(r->text, next + d.len);
    }
}

/* one over twenty, two out of five hundred: only of a lesser and a greater number */
void dg_reader_over(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    struct dg_word w;
    struct dg_number below;
    size_t next = dg_skip_blanks(r->text, at + n->len);
    if (!dg_reader_word(r, DG_W_NUMBER_OVER, next, &w))
        return;
    next = dg_skip_blanks(r->text, next + w.len);
    if (!dg_number_en(&below, r->lex, r->text, next) && !dg_number_figures(&below, r->text, next))
        return;
    struct dg_number scaled = below;
    dg_reader_suffixes(&scaled, r, next);
    if (scaled.value <= n->value || scaled.value == 0)
        return;
    n->value /= scaled.value;
    n->decimal = true;
    n->len = next + scaled.len - at;
}

double dg_reader_unit(const struct dg_number *n)
{
    double unit = 1;
    while (n->scaled && unit < 1e12 && n->value >= unit * 1000 && fmod(n->value, unit * 1000) == 0)
        unit *= 1000;
    return unit;
}

bool dg_reader_en(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    struct dg_number fraction, whole;
    size_t article = 0;
    bool has_fraction = read_fraction(&fraction, r, at), has_whole = read_whole_en(&whole, r, at);
    if (has_whole && !whole.ordinal) {
        read_point(&whole, r, at);
        dg_reader_suffixes(&whole, r, at);
        if (!has_fraction || fraction.len <= whole.len) {
            dg_reader_and(&whole, r, at, dg_reader_unit(&whole));
            dg_reader_over(&whole, r, at);
        }
    }
    if (has_fraction && (!has_whole || fraction.len > whole.len)) {
        *n = fraction;
        size_t next = dg_skip_blanks(r->text, at + n->len);
        struct dg_word w;
        if (dg_reader_word(r, DG_W_OF, next, &w) ||
                article_at(r, next, &article)) { /* two thirds of a million, half a dozen */
            struct dg_number scaled = *n;
            size_t skip = article ? article : w.len;
            size_t after = dg_skip_blanks(r->text, next + skip);
            if (!article && article_at(r, after, &article))
                after = dg_skip_blanks(r->text, after + article);
            scaled.len = after - at;
            size_t before = scaled.len;
            dg_reader_suffixes(&scaled, r, at);
            if (scaled.len > before)
                *n = scaled;
        } else {
            dg_reader_suffixes(n, r, at);
        }
        return true;
    }
    *n = whole;
    return has_whole;
}

/* a hundred, a dozen, a hundred and one; a hundred trillionth */
bool dg_reader_article(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    struct dg_word w;
    struct dg_number rest;
    size_t len;
    if (!article_at(r, at, &len))
        return false;
    *n = (struct dg_number){ .len = len, .value = 1 };
    dg_reader_suffixes(n, r, at);
    if (n->len == len)
        return false;
    size_t next = dg_skip_blanks(r->text, at + n->len);
    if (dg_number_en(&rest, r->lex, r->text, next) && rest.ordinal && rest.value >= 1000) {
        *n = (struct dg_number){ .len = next + rest.len - at, .value = n->value * rest.value, .ordinal = true };
        return true;
    }
    if (!dg_lexicon_longest(r->lex, DG_IN_EN, DG_W_NUMBER_AND, r->text, next, &w))
        return true;
    next = dg_skip_blanks(r->text, next + w.len);
    if (n->value >= 100 && dg_number_en(&rest, r->lex, r->text, next) && rest.value < 100 && !rest.ordinal) {
        n->value += rest.value;
        n->len = next + rest.len - at;
    }
    return true;
}
