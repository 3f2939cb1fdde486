#include "intents/count_list.h"

#include "intents/letters.h"
#include "intents/number.h"

static bool word_at(const struct dg_scan *scan, enum dg_word_class class, size_t at, struct dg_word *w)
{
    struct dg_str s = scan->text->folded;
    return at < s.len && dg_lexicon_longest(scan->lexicon, DG_IN_EN, class, s, at, w);
}

/* A word that can only be a name. */
static size_t unknown_word(const struct dg_scan *scan, size_t at)
{
    static const enum dg_word_class words[] = { DG_W_WORD_FUNCTION, DG_W_WORD_PARTICLE, DG_W_WORD_COMMON };
    struct dg_str s = scan->text->folded;
    struct dg_word word;
    size_t end = dg_is_letter(s, at) ? dg_next_word(s, at) : at;
    if (end < at + 2)
        return 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (dg_lexicon_is(scan->lexicon, DG_IN_EN, words[i], dg_str_cut(s, at, end), &word))
            return 0;
    }
    for (size_t i = 0; i < scan->before_count; i++) {
        if (at >= scan->before[i].start && at < scan->before[i].end)
            return 0;
    }
    return end - at;
}

/* "me", "just me", but not "you". */
static bool names_self(const struct dg_scan *scan, size_t at)
{
    struct dg_word word;
    return word_at(scan, DG_W_COUNT_LISTED, at, &word) && dg_str_is(dg_word_column(&word, 2), "me");
}

/* One of the list, and how many that is; returns its length, or 0. `known`: it needs no "and" before it. */
static size_t listed_one(const struct dg_scan *scan, size_t at, double *number, bool *known)
{
    struct dg_word word;
    struct dg_number n;
    *number = 1;
    *known = true;
    if (word_at(scan, DG_W_COUNT_LISTED, at, &word)) {
        *number = (double)dg_word_number(&word, 0, 1);
        return word.len;
    }
    struct dg_str s = scan->text->folded;
    if (dg_is_digit(s, at) && dg_number_figures(&n, s, at)) {
        size_t unit = dg_skip_blanks(s, at + n.len);
        *number = n.value;
        bool people = word_at(scan, DG_W_COUNT_UNIT, unit, &word) && dg_str_is(dg_word_column(&word, 0), "person");
        return people ? unit + word.len - at : 0;
    }
    if (word_at(scan, DG_W_PERSON_KIN, at, &word) || word_at(scan, DG_W_PERSON_GIVEN, at, &word))
        return word.len;
    *known = false;
    return unknown_word(scan, at);
}

struct joint {
    size_t next; /* where what follows begins */
    bool any, joined;
};

static struct joint joint_at(const struct dg_scan *scan, size_t at)
{
    struct dg_str s = scan->text->folded;
    struct dg_word join;
    struct joint j = { dg_skip_blanks(s, at), false, false };
    if (j.next < s.len && s.at[j.next] == ',') {
        j.any = true;
        j.next = dg_skip_blanks(s, j.next + 1);
    }
    if (word_at(scan, DG_W_COUNT_JOIN, j.next, &join) && !dg_str_is(dg_str_cut(s, j.next, j.next + join.len), "with")) {
        size_t plain = dg_is_letter(s, j.next) ? dg_next_word(s, j.next) : j.next + 1; /* the "and" of "and the" */
        j = (struct joint){ dg_skip_blanks(s, plain), true, true };
    }
    return j;
}

/* Where a list may begin: not "call me and Jo". */
static bool opens_list(const struct dg_scan *scan, size_t at)
{
    struct dg_str s = scan->text->folded;
    size_t before = at;
    struct dg_word lead;
    while (before > 0 && s.at[before - 1] == ' ')
        before--;
    return before == 0 || (!dg_is_letter(s, before - 1) && !dg_is_digit(s, before - 1)) ||
            dg_lexicon_before(scan->lexicon, DG_IN_EN, DG_W_COUNT_LEAD, s, at, &lead);
}

/* Nothing goes on behind the list but another clause. */
static bool closes_list(const struct dg_scan *scan, size_t at)
{
    struct dg_str s = scan->text->folded;
    struct dg_word cut;
    size_t next = dg_skip_blanks(s, at);
    return next >= s.len || (!dg_is_letter(s, next) && !dg_is_digit(s, next)) ||
            word_at(scan, DG_W_ACT_CUT, next, &cut);
}

bool dg_count_list(struct dg_count_list *out, const struct dg_scan *scan, size_t at)
{
    enum { HEADS_MAX = 40, LISTED_MAX = 12 };
    struct dg_word self;
    bool known, me = false, joined = false;
    double number, sum = 0;
    if (!word_at(scan, DG_W_COUNT_LISTED, at, &self) || !dg_str_is(dg_word_column(&self, 1), "self") ||
            !opens_list(scan, at))
        return false;
    size_t end = at, heads = 0;
    for (struct joint j = { at, true, false }; heads < LISTED_MAX; j = joint_at(scan, end)) {
        size_t len = listed_one(scan, j.next, &number, &known);
        if (!len || (!j.any && !known))
            break;
        me = me || names_self(scan, j.next);
        joined = joined || j.joined;
        sum += number;
        heads++;
        end = j.next + len;
    }
    *out = (struct dg_count_list){ self.len, end - at, sum };
    return me && joined && heads > 1 && sum <= HEADS_MAX && closes_list(scan, end);
}
