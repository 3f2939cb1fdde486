/* Amounts of money: $50, 50块, 人均两百, £20 a head, 3 dollars 50 cents, 五毛钱. */
#include "intents/letters.h"
#include "intents/number.h"
#include "intents/recogniser.h"

enum { PARTS_MAX = 2, HUNDREDTHS = 100 };

struct amount {
    size_t len;
    double value;
    struct dg_str currency, per;
};

/* A word of `class`; letters may touch the figures before and behind them (50usd, usd50). */
static bool word_at(const struct dg_scan *scan, enum dg_word_class class, size_t at, struct dg_word *w)
{
    struct dg_str s = scan->text->folded;
    if (at >= s.len)
        return false;
    size_t word_end = dg_next_word(s, at), end = dg_is_digit(s, word_end) ? word_end : s.len;
    bool touching = at > 0 && dg_is_digit(s, at - 1);
    return dg_lexicon_longest(
            scan->lexicon, DG_IN_ANY, class, dg_str_cut(s, touching ? at : 0, end), touching ? 0 : at, w);
}

/* 三块五: the digit behind 块 is tenths */
static void read_tenths(const struct dg_scan *scan, size_t at, struct amount *a, const struct dg_word *unit)
{
    struct dg_word per;
    struct dg_number n;
    struct dg_str s = scan->text->folded;
    size_t next = at + a->len;
    if (dg_word_number(unit, 1, 0) != 1 || next >= s.len)
        return;
    bool found = dg_is_digit(s, next) ? dg_number_figures(&n, s, next) : dg_number_zh(&n, scan->lexicon, s, next);
    if (!found || n.digits != 1 || n.value == 0 || word_at(scan, DG_W_MONEY_PER, next, &per)) /* 300块一晚 */
        return;
    a->value += n.value / 10;
    a->len += n.len;
}

/* 50 cents, 五毛钱: money by itself. */
static bool part_amount(const struct dg_scan *scan, size_t at, size_t next, const struct dg_number *n, struct amount *a)
{
    struct dg_word part;
    if (!word_at(scan, DG_W_MONEY_PART, next, &part) || !dg_str_is(dg_word_column(&part, 2), "alone"))
        return false;
    *a = (struct amount){ .len = next + part.len - at,
        .value = n->value * (double)dg_word_number(&part, 1, 1) / HUNDREDTHS,
        .currency = dg_word_column(&part, 0) };
    return true;
}

/* 3 dollars and 50 cents, 50元6角三分: the parts behind the whole. */
static void read_parts(const struct dg_scan *scan, size_t at, struct amount *a)
{
    struct dg_str s = scan->text->folded;
    for (int i = 0; i < PARTS_MAX; i++) {
        struct dg_number n;
        struct dg_word part, join;
        size_t next = dg_skip_blanks(s, at + a->len);
        if (word_at(scan, DG_W_NUMBER_AND, next, &join))
            next = dg_skip_blanks(s, next + join.len);
        if (next >= s.len || !dg_number_read(&n, scan->lexicon, s, next) || n.value >= HUNDREDTHS)
            return;
        size_t end = dg_skip_blanks(s, next + n.len);
        if (!word_at(scan, DG_W_MONEY_PART, end, &part) || !dg_str_eq(dg_word_column(&part, 0), a->currency))
            return;
        a->value += n.value * (double)dg_word_number(&part, 1, 1) / HUNDREDTHS;
        a->len = end + part.len - at;
    }
}

/* 10 $30: the sign belongs to the figures behind it; but 100美元3个人 */
static bool belongs_behind(const struct dg_scan *scan, size_t at, const struct dg_word *unit)
{
    struct dg_word sign;
    return !(unit->languages & DG_IN_ZH) && dg_is_digit(scan->text->folded, at + unit->len) &&
            word_at(scan, DG_W_MONEY_SIGN, at, &sign);
}

/* $50-80, 人均80-100: up to the larger. */
static void read_upper(const struct dg_scan *scan, size_t at, struct amount *a)
{
    struct dg_word dash, sign;
    struct dg_number n;
    struct dg_str s = scan->text->folded;
    size_t next = at + a->len;
    if (!word_at(scan, DG_W_TO, next, &dash) || dg_is_letter(s, next)) /* not: $5 till 9 */
        return;
    next += dash.len;
    if (word_at(scan, DG_W_MONEY_SIGN, next, &sign))
        next += sign.len;
    if (!dg_is_digit(s, next) || !dg_number_read(&n, scan->lexicon, s, next) || n.percent || n.value <= a->value)
        return;
    a->value = n.value;
    a->len = next + n.len - at;
}

/* "$20" in Singapore: the dollar of the region, where it has one of its own. */
static struct dg_str home_dollar(const struct dg_scan *scan, const struct dg_word *sign)
{
    char region[sizeof scan->ctx->region];
    struct dg_word home;
    size_t len = 0;
    for (; len < sizeof region - 1 && scan->ctx->region[len]; len++)
        region[len] = (char)(scan->ctx->region[len] | 0x20);
    bool own = sign->len == 1 && dg_str_is(dg_word_column(sign, 0), "USD") &&
            dg_lexicon_is(scan->lexicon, DG_IN_ANY, DG_W_MONEY_HOME, (struct dg_str){ region, len }, &home);
    return dg_word_column(own ? &home : sign, 0);
}

static bool signed_amount(const struct dg_scan *scan, size_t at, struct amount *a)
{
    struct dg_word sign;
    struct dg_number n;
    struct dg_str s = scan->text->folded;
    if (!word_at(scan, DG_W_MONEY_SIGN, at, &sign))
        return false;
    size_t next = dg_skip_blanks(s, at + sign.len);
    if (next >= s.len || !dg_is_digit(s, next) || !dg_number_read(&n, scan->lexicon, dg_str_cut(s, next, s.len), 0) ||
            n.percent)
        return false;
    *a = (struct amount){ .len = next + n.len - at, .value = n.value, .currency = home_dollar(scan, &sign) };
    read_upper(scan, at, a);
    struct dg_word unit; /* 人民币50元 */
    size_t end = dg_skip_blanks(s, at + a->len);
    if (word_at(scan, DG_W_MONEY_UNIT, end, &unit) && dg_str_eq(dg_word_column(&unit, 0), a->currency))
        a->len = end + unit.len - at;
    return true;
}

static bool counted_amount(const struct dg_scan *scan, size_t at, struct amount *a)
{
    struct dg_word unit, none, vague;
    struct dg_number n;
    struct dg_str s = scan->text->folded;
    if (dg_lexicon_longest(scan->lexicon, DG_IN_ANY, DG_W_NUMBER_NONE, s, at, &none)) /* 一块去 */
        return false;
    if (!dg_number_read(&n, scan->lexicon, s, at) || n.percent || n.ordinal)
        return false;
    size_t next = dg_skip_blanks(s, at + n.len);
    if (part_amount(scan, at, next, &n, a))
        return true;
    if (word_at(scan, DG_W_NUMBER_VAGUE, next, &vague)) /* 两百多块 */
        next += vague.len;
    if (!word_at(scan, DG_W_MONEY_UNIT, next, &unit) || belongs_behind(scan, next, &unit))
        return false;
    *a = (struct amount){ .len = next + unit.len - at, .value = n.value, .currency = dg_word_column(&unit, 0) };
    read_tenths(scan, at, a, &unit);
    read_parts(scan, at, a);
    /* 一块蛋糕 is a piece of it: one of what may also measure is money only with its tenths */
    return n.value != 1 || a->value != 1 || dg_word_number(&unit, 1, 0) != 1;
}

static void read_per(const struct dg_scan *scan, size_t at, struct amount *a)
{
    struct dg_word per;
    size_t next = dg_skip_blanks(scan->text->folded, at + a->len);
    if (!word_at(scan, DG_W_MONEY_PER, next, &per))
        return;
    a->per = dg_word_column(&per, 0);
    a->len = next + per.len - at;
}

/* 人均两百: with the person named first the currency may go without saying. */
static bool led_amount(const struct dg_scan *scan, size_t at, struct amount *a)
{
    struct dg_word per;
    struct dg_number n;
    struct dg_str s = scan->text->folded;
    if (!word_at(scan, DG_W_MONEY_PER, at, &per) || !(per.languages & DG_IN_ZH))
        return false;
    size_t next = dg_skip_blanks(s, at + per.len);
    if (!signed_amount(scan, next, a) && !counted_amount(scan, next, a)) {
        if (next >= s.len || !dg_number_read(&n, scan->lexicon, s, next) || n.percent || n.ordinal || n.value < 10)
            return false;
        *a = (struct amount){ .len = n.len, .value = n.value, .currency = dg_str_of("CNY") };
        read_upper(scan, next, a);
    }
    a->per = dg_word_column(&per, 0);
    a->len += next - at;
    return true;
}

/* One look into the word table, so that most places cost no more. */
static bool may_begin(const struct dg_scan *scan, size_t at)
{
#define BEGINS(n) \
    DG_CLASS_RANGE(n, DG_W_NUMBER_DIGIT, DG_W_NUMBER_NONE) \
    DG_CLASS(n, DG_W_MONEY_SIGN) DG_CLASS(n, DG_W_MONEY_PER) DG_CLASS(n, DG_W_AN) DG_CLASS(n, DG_W_HALF)
    static const struct dg_classes begins = DG_CLASSES(BEGINS);
#undef BEGINS
    struct dg_word sign;
    struct dg_str s = scan->text->folded;
    if (dg_is_letter(s, at) && dg_is_digit(s, dg_next_word(s, at))) /* usd50 */
        return word_at(scan, DG_W_MONEY_SIGN, at, &sign);
    return dg_is_digit(s, at) || dg_lexicon_match_in(scan->lexicon, DG_IN_ANY, &begins, s, at, &sign, 1) > 0;
}

static bool amount_at(const struct dg_scan *scan, size_t at, struct amount *a)
{
    if (!may_begin(scan, at))
        return false;
    if (led_amount(scan, at, a))
        return true;
    if (!signed_amount(scan, at, a) && !counted_amount(scan, at, a))
        return false;
    read_per(scan, at, a);
    return true;
}

static void scan_money(const struct dg_scan *scan, struct dg_sink *sink)
{
    struct dg_str s = scan->text->folded;
    for (size_t at = 0; at < s.len;) {
        struct amount a;
        if (!amount_at(scan, at, &a)) {
            at = dg_next_word(s, at);
            continue;
        }
        struct dg_mention m = { .type = DG_M_MONEY,
            .message = scan->message,
            .start = (uint32_t)at,
            .end = (uint32_t)(at + a.len),
            .score = 0.9 };
        m.value.kind = DG_MONEY;
        m.value.money = (struct dg_money){ a.value, a.currency, a.per };
        dg_sink_add(sink, &m);
        at += a.len;
    }
}

const struct dg_recogniser dg_recogniser_money = { "money", scan_money };
