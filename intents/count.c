/* Counts of people, tickets, rooms, nights: a number and what it counts, or words that are both. */
#include "intents/count_list.h"
#include "intents/letters.h"
#include "intents/number.h"
#include "intents/recogniser.h"
#include "intents/token.h"
#include "intents/when.h"

enum { COUNT_MAX = 1000, PARTS_MAX = 6 };

struct count {
    size_t len;
    double number;
    struct dg_str unit;
    bool adds; /* is a part of a sum: two adults, one child */
    size_t past; /* how far nothing else is counted, where that is further than `len` */
};

static size_t skip_joint(struct dg_str s, size_t at)
{
    while (at < s.len && (s.at[at] == ' ' || s.at[at] == '-'))
        at++;
    return at;
}

static bool word_at(const struct dg_scan *scan, enum dg_word_class class, size_t at, struct dg_word *w)
{
    struct dg_str s = scan->text->folded;
    bool touching = at > 0 && dg_is_digit(s, at - 1) && dg_is_letter(s, at);
    struct dg_str text = touching ? dg_str_cut(s, at, s.len) : s;
    return at < s.len && dg_lexicon_longest(scan->lexicon, DG_IN_ANY, class, text, touching ? 0 : at, w);
}

/* 六七个人, 三五个人: from six to seven; a table must hold the larger. */
static void take_larger(struct dg_number *n)
{
    double tens = (double)(long)(n->value / 10), ones = n->value - tens * 10;
    if (n->digits == 2 && (ones == tens + 1 || (tens == 3 && ones == 5)))
        n->value = ones;
}

/* A number in words; "a couple of", "half a dozen" and the article among them. */
static bool written_number(const struct dg_scan *scan, size_t at, struct dg_number *n)
{
    struct dg_str s = scan->text->folded;
    struct dg_word word;
    if (dg_number_zh(n, scan->lexicon, s, at)) {
        take_larger(n);
        return true;
    }
    bool quantity = word_at(scan, DG_W_QUANTITY, at, &word);
    if (quantity && ((word.languages & DG_IN_EN) || dg_word_number(&word, 1, 0) == 1)) { /* 俩 */
        *n = (struct dg_number){ .len = word.len, .value = (double)dg_word_number(&word, 0, 0) };
        return true;
    }
    if (dg_is_letter(s, at) && dg_number_read(n, scan->lexicon, s, at))
        return true;
    if (!word_at(scan, DG_W_AN, at, &word))
        return false;
    *n = (struct dg_number){ .len = word.len, .value = 1 };
    return true;
}

static bool number_at(const struct dg_scan *scan, size_t at, struct dg_number *n)
{
    struct dg_str s = scan->text->folded;
    if (dg_is_digit(s, at)) {
        if (at > 0 && (dg_is_digit(s, at - 1) || dg_is_letter(s, at - 1) || s.at[at - 1] == '.' || s.at[at - 1] == ':'))
            return false;
        if (!dg_number_figures(n, s, at) || (at + n->len < s.len && s.at[at + n->len] == ':')) /* "book it for 4:45" */
            return false;
    } else if (!written_number(scan, at, n)) {
        return false;
    }
    return !n->ordinal && n->value >= 1 && n->value <= COUNT_MAX && n->value == (double)(long)n->value;
}

/* An article counts only people of whom more may follow (two adults and a child), and nobody's night. */
static bool article_counts(const struct dg_scan *scan, size_t at, size_t len, const struct dg_word *unit)
{
    struct dg_word article;
    bool alone = word_at(scan, DG_W_AN, at, &article) && article.len == len && len < strlen("one");
    return !alone || dg_str_is(dg_word_column(unit, 1), "1");
}

/* 十来个人, 二十多位, ten or so people: no more are meant than the number says. */
static size_t skip_vague(const struct dg_scan *scan, size_t at, const struct dg_number *n)
{
    enum { TEN = 10 };
    struct dg_word vague;
    bool found = word_at(scan, DG_W_NUMBER_VAGUE, at, &vague);
    return found && ((vague.languages & DG_IN_EN) || n->value >= TEN) ? skip_joint(scan->text->folded, at + vague.len)
                                                                      : at;
}

static bool numbered(const struct dg_scan *scan, size_t at, struct count *out)
{
    struct dg_number n;
    struct dg_word unit;
    if (!number_at(scan, at, &n))
        return false;
    size_t next = skip_vague(scan, skip_joint(scan->text->folded, at + n.len), &n);
    if (!word_at(scan, DG_W_COUNT_UNIT, next, &unit) || !article_counts(scan, at, n.len, &unit))
        return false;
    *out = (struct count){ next + unit.len - at, n.value, dg_word_column(&unit, 0), dg_word_number(&unit, 1, 0) == 1,
        0 };
    return true;
}

/* "for 2 at 7", "for 5 fri 7.30": the hour is said behind the number. */
static bool clock_follows(const struct dg_scan *scan, size_t at)
{
    for (size_t i = 0; i < scan->before_count; i++) {
        const struct dg_mention *m = &scan->before[i];
        bool behind =
                m->start == at || (m->start > at && dg_str_is(dg_str_cut(scan->text->folded, at, m->start), "on "));
        if (m->type == DG_M_TIME && m->when && behind)
            return (dg_when_says(m->when) & DG_SAYS_CLOCK) != 0;
    }
    return false;
}

static bool led(const struct dg_scan *scan, size_t at, struct count *out)
{
    struct dg_word lead;
    struct dg_number n;
    if (!word_at(scan, DG_W_COUNT_LEAD, at, &lead))
        return false;
    size_t next = skip_joint(scan->text->folded, at + lead.len);
    if (!number_at(scan, next, &n))
        return false;
    *out = (struct count){ next + n.len - at, n.value, dg_word_column(&lead, 0), false, 0 };
    struct dg_word unit, measure; /* table for 3 people, but room for 3 nights */
    next = skip_joint(scan->text->folded, at + out->len);
    if (lead.languages == DG_IN_ZH) { /* 连我五个, but 连我五点走 */
        size_t end = word_at(scan, DG_W_GE, next, &measure) ? next + measure.len : next;
        out->len = end - at;
        if (!word_at(scan, DG_W_COUNT_UNIT, next, &unit))
            return end > next && !word_at(scan, DG_W_UNIT, end, &unit);
    }
    if (word_at(scan, DG_W_UNIT, next, &unit))
        return false;
    if (dg_str_is(dg_word_column(&lead, 1), "clock"))
        return n.value > 1 && clock_follows(scan, next);
    if (!word_at(scan, DG_W_COUNT_UNIT, next, &unit))
        return true;
    out->len = next + unit.len - at;
    return dg_str_eq(dg_word_column(&unit, 0), out->unit);
}

/* "me and the three kids", "me + 2": who speaks is one more. */
static bool with_self(const struct dg_scan *scan, size_t at, struct count *out)
{
    struct dg_word self;
    struct dg_number n;
    if (!word_at(scan, DG_W_COUNT_SELF, at, &self))
        return false;
    struct dg_str s = scan->text->folded;
    size_t next = skip_joint(s, at + self.len);
    bool adds = self.len && (s.at[at + self.len - 1] == '+' || dg_str_starts(dg_str_cut(s, next, s.len), "+"));
    if (!numbered(scan, next, out)) {
        if (!adds || !number_at(scan, next, &n))
            return false;
        *out = (struct count){ n.len, n.value, dg_str_of("person"), false, 0 };
    }
    out->len += next - at;
    out->number++;
    return dg_str_is(out->unit, "person");
}

static bool whole(const struct dg_scan *scan, size_t at, struct count *out)
{
    struct dg_word w, unit;
    if (!word_at(scan, DG_W_COUNT_WHOLE, at, &w) || word_at(scan, DG_W_UNIT, at + w.len, &unit)) /* 我们两个小时 */
        return false;
    *out = (struct count){ w.len, (double)dg_word_number(&w, 0, 1), dg_word_column(&w, 1), false, 0 };
    return true;
}

/* Further parts of a sum: 两大一小, two adults and a child. */
static void add_parts(const struct dg_scan *scan, size_t at, struct count *c)
{
    for (int i = 0; i < PARTS_MAX && c->adds; i++) {
        struct dg_word join;
        struct count more;
        size_t next = skip_joint(scan->text->folded, at + c->len);
        if (word_at(scan, DG_W_COUNT_JOIN, next, &join))
            next = skip_joint(scan->text->folded, next + join.len);
        if (!numbered(scan, next, &more) || !more.adds)
            return;
        c->number += more.number;
        c->len = next + more.len - at;
    }
}

/* 两大 alone is no count: the short words want a sum. */
static bool is_short_part(struct dg_str text, size_t at, const struct count *c)
{
    struct dg_str last = dg_str_cut(text, at, at + c->len);
    return last.len <= 6 && c->adds && !dg_is_letter(text, at + c->len - 1);
}

/* One look into the word table, so that most places cost no more. */
static bool may_begin(const struct dg_scan *scan, size_t at)
{
#define BEGINS(n) \
    DG_CLASS_RANGE(n, DG_W_NUMBER_DIGIT, DG_W_NUMBER_UNIT) \
    DG_CLASS(n, DG_W_COUNT_WHOLE) \
    DG_CLASS(n, DG_W_COUNT_SELF) \
    DG_CLASS(n, DG_W_COUNT_LISTED) \
    DG_CLASS(n, DG_W_COUNT_LEAD) DG_CLASS(n, DG_W_AN) DG_CLASS(n, DG_W_QUANTITY) DG_CLASS(n, DG_W_HALF)
    static const struct dg_classes begins = DG_CLASSES(BEGINS);
#undef BEGINS
    struct dg_word first;
    struct dg_str s = scan->text->folded;
    return dg_is_digit(s, at) || dg_lexicon_match_in(scan->lexicon, DG_IN_ANY, &begins, s, at, &first, 1) > 0;
}

/* "us two plus the three kids", 咱俩加三个娃: more people beside those that a word counts. */
static void add_people(const struct dg_scan *scan, size_t at, struct count *c)
{
    struct dg_word join;
    struct count more;
    size_t next = skip_joint(scan->text->folded, at + c->len);
    if (!dg_str_is(c->unit, "person") || !word_at(scan, DG_W_COUNT_JOIN, next, &join) ||
            scan->text->folded.at[next] == ',') /* 咱俩，五个人: the second is the whole */
        return;
    next = skip_joint(scan->text->folded, next + join.len);
    if (!numbered(scan, next, &more) || !dg_str_is(more.unit, "person"))
        return;
    c->number += more.number;
    c->len = next + more.len - at;
}

static bool count_at(const struct dg_scan *scan, size_t at, struct count *out)
{
    struct count c;
    if (!may_begin(scan, at))
        return false;
    struct dg_count_list list;
    if (dg_count_list(&list, scan, at)) {
        *out = (struct count){ list.first, list.heads, dg_str_of("person"), false, list.len };
        return true;
    }
    if (with_self(scan, at, out))
        return true;
    bool any = whole(scan, at, out), more = numbered(scan, at, &c);
    if (any && (!more || c.len <= out->len)) { /* 俩大人一个娃 is more than 俩 */
        add_people(scan, at, out);
        return true;
    }
    if (led(scan, at, out))
        return true;
    if (!more)
        return false;
    *out = c;
    add_parts(scan, at, out);
    return out->len > c.len || !is_short_part(scan->text->folded, at, &c);
}

static const char *unit_name(struct dg_str unit)
{
    static const char *const names[] = { "person", "ticket", "room", "night", "table", "seat", "star" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (dg_str_is(unit, names[i]))
            return names[i];
    }
    return NULL;
}

/* Where a time that was found before ends, if `at` lies inside it: the 四 of 周四两个人 counts nobody. */
static size_t past_time(struct dg_known *times, size_t at)
{
    const struct dg_mention *m = dg_known_at(times, at);
    return m && m->start < at ? m->end : at;
}

static void scan_counts(const struct dg_scan *scan, struct dg_sink *sink)
{
    struct dg_str s = scan->text->folded;
    struct dg_known times = dg_known_of(scan, 1u << DG_M_TIME);
    for (size_t at = 0; at < s.len;) {
        struct count c;
        at = past_time(&times, at);
        if (!count_at(scan, at, &c)) {
            at = dg_next_word(s, at);
            continue;
        }
        struct dg_mention m = { .type = DG_M_COUNT,
            .message = scan->message,
            .start = (uint32_t)at,
            .end = (uint32_t)(at + c.len),
            .unit = unit_name(c.unit),
            .score = 0.8 };
        m.value.kind = DG_COUNT;
        m.value.count = c.number;
        dg_sink_add(sink, &m);
        at += c.past > c.len ? c.past : c.len;
    }
}

const struct dg_recogniser dg_recogniser_count = { "count", scan_counts };
