#include "intents/token.h"

#include "intents/utf8.h"

#include <stdlib.h>

enum { MATCHES_MAX = 48 };

struct cutter {
    const struct dg_scan *scan;
    struct dg_str text;
    struct dg_token *out;
    size_t count;
    struct dg_known known;
    size_t letters, capitals; /* words that begin with a letter; those with a capital */
};

/* What a word of the tables makes of a token. */
static uint32_t bit_of(enum dg_word_class class)
{
    switch ((int)class) {
    case DG_W_PLACE_CITY:
        return DG_T_CITY;
    case DG_W_PLACE_AIRPORT:
        return DG_T_AIRPORT;
    case DG_W_PLACE_STATION:
        return DG_T_STATION;
    case DG_W_PLACE_AREA:
        return DG_T_AREA;
    case DG_W_PLACE_BRAND:
        return DG_T_BRAND;
    case DG_W_PLACE_NOUN:
        return DG_T_NOUN;
    case DG_W_PLACE_OWN:
        return DG_T_OWN;
    case DG_W_PLACE_CUE:
        return DG_T_CUE;
    case DG_W_PLACE_LINK:
        return DG_T_LINK;
    case DG_W_PLACE_TAIL:
        return DG_T_TAIL;
    case DG_W_PLACE_AFTER:
        return DG_T_AFTER;
    case DG_W_ADDRESS_PART:
        return DG_T_PART;
    case DG_W_WORD_FUNCTION:
        return DG_T_FUNCTION;
    case DG_W_WORD_PARTICLE:
        return DG_T_PARTICLE;
    case DG_W_WORD_COMMON:
        return DG_T_COMMON;
    case DG_W_PERSON_GIVEN:
    case DG_W_PERSON_KIN:
    case DG_W_PERSON_TITLE:
        return DG_T_PERSON;
    case DG_W_PERSON_CUE:
        return DG_T_WITH;
    case DG_W_TOPIC_WATCH:
        return DG_T_WATCH;
    case DG_W_TOPIC_CUISINE:
    case DG_W_TOPIC_RIDE:
    case DG_W_TOPIC_SEAT:
    case DG_W_TOPIC_MODE:
        return DG_T_TOPIC;
    default:
        return 0;
    }
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_han(uint32_t cp)
{
    return (cp >= 0x3400 && cp <= 0x4DBF) || (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x20000 && cp <= 0x3134F);
}

/* Letters beyond ASCII: Latin with marks, Greek, Cyrillic, kana; not punctuation or pictures. */
static bool is_foreign_letter(uint32_t cp)
{
    return (cp >= 0xC0 && cp <= 0x24F && cp != 0xD7 && cp != 0xF7) || (cp >= 0x370 && cp <= 0x52F) ||
            (cp >= 0x1E00 && cp <= 0x1FFF) || (cp >= 0x3040 && cp <= 0x30FF) || (cp >= 0xAC00 && cp <= 0xD7AF);
}

/* An apostrophe-s after a name is no part of it. */
static bool is_possessive(struct dg_str text, size_t at)
{
    return at + 1 < text.len && text.at[at] == '\'' && text.at[at + 1] == 's' &&
            (at + 2 == text.len || !is_letter(text.at[at + 2]));
}

/* Signs that stand inside a word: don't, AT&T, 7-Eleven, p.f. */
static bool joins(struct dg_str text, size_t at)
{
    char c = text.at[at];
    bool after = at + 1 < text.len && (is_letter(text.at[at + 1]) || is_digit(text.at[at + 1]));
    if (c == '\'')
        return after && !is_possessive(text, at);
    if (c == '&' || c == '-' || c == '_')
        return after;
    return c == '.' && after && is_letter(text.at[at + 1]) && (at < 2 || !is_letter(text.at[at - 2]));
}

/* The end of a run of letters and digits that starts at `at`. */
static size_t run_end(struct dg_str text, size_t at)
{
    size_t i = at;
    while (i < text.len) {
        if ((unsigned char)text.at[i] < 0x80) {
            if (!is_letter(text.at[i]) && !is_digit(text.at[i]) && !(i > at && joins(text, i)))
                break;
            i++;
            continue;
        }
        size_t len;
        if (!is_foreign_letter(dg_utf8_at(text, i, &len)))
            break;
        i += len;
    }
    return i;
}

static bool is_capital_at(const struct cutter *c, size_t at)
{
    const struct dg_text *t = c->scan->text;
    char ch = t->origin[at] < t->original.len ? t->original.at[t->origin[at]] : 0;
    return ch >= 'A' && ch <= 'Z';
}

/* Names that are also ordinary words (Bath, Reading) end their line with a column "c": only with a capital. */
static bool wants_capital(const struct dg_word *w)
{
    return w->value.len >= 2 && memcmp(w->value.at + w->value.len - 2, "\tc", 2) == 0;
}

/* The longest word of the tables at `at`; its length, and its bits in *is. */
static size_t table_word(const struct cutter *c, size_t at, uint32_t *is)
{
#define CUT(n) \
    DG_CLASS_RANGE(n, DG_W_PLACE_CITY, DG_W_ADDRESS_PART) \
    DG_CLASS_RANGE(n, DG_W_WORD_FUNCTION, DG_W_WORD_COMMON) \
    DG_CLASS_RANGE(n, DG_W_PERSON_SURNAME, DG_W_TOPIC_WATCH)
    static const struct dg_classes cut = DG_CLASSES(CUT);
#undef CUT
    struct dg_word found[MATCHES_MAX];
    size_t n = dg_lexicon_match_in(c->scan->lexicon, DG_IN_ANY, &cut, c->text, at, found, MATCHES_MAX), len = 0;
    *is = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t bit = bit_of(found[i].class);
        if (!bit || ((bit & DG_T_GAZETTEER) && wants_capital(&found[i]) && !is_capital_at(c, at)))
            continue;
        if (found[i].len > len)
            *is = 0;
        len = found[i].len;
        *is |= bit;
    }
    return len;
}

static bool line_ends(const struct cutter *c, size_t at)
{
    const struct dg_text *t = c->scan->text;
    for (uint32_t o = t->origin[at]; o < t->original.len; o++) {
        char ch = t->original.at[o];
        if (ch == '\n')
            return true;
        if (ch != ' ' && ch != '\r' && ch != '\t')
            return false;
    }
    return false;
}

/* Counts the case of a word's first letter. */
static uint32_t original_case(struct cutter *c, size_t at)
{
    c->letters++;
    c->capitals += is_capital_at(c, at);
    return is_capital_at(c, at) ? DG_T_CAPITAL : 0;
}

static bool is_all_digits(struct dg_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!is_digit(s.at[i]))
            return false;
    }
    return true;
}

static bool ends_in_han(struct dg_str text, size_t end)
{
    size_t len;
    return is_han(dg_utf8_at(text, dg_utf8_before(text, end), &len));
}

/* A sticker as chats write it, "[捂脸]": its end, or `at`. */
static size_t sticker_end(struct dg_str text, size_t at)
{
    enum { STICKER_BYTES_MAX = 24 };
    if (text.at[at] != '[')
        return at;
    for (size_t i = at + 1; i < text.len && i - at <= STICKER_BYTES_MAX; i++) {
        if (text.at[i] == ']')
            return i + 1;
    }
    return at;
}

/* The token at `at` when no earlier mention covers it; returns its end. */
static size_t cut_one(const struct cutter *c, size_t at, uint32_t *is)
{
    size_t sticker = sticker_end(c->text, at);
    if (sticker > at) {
        *is = DG_T_MARK;
        return sticker;
    }
    size_t len, table = table_word(c, at, is);
    uint32_t cp = dg_utf8_at(c->text, at, &len);
    /* %Arabica, @home: a sign that belongs to the name after it */
    size_t sign = cp == '%' && at + 1 < c->text.len && is_letter(c->text.at[at + 1]);
    size_t end = run_end(c->text, at + sign);
    if (end == at + sign) {
        if (is_han(cp))
            *is |= DG_T_HAN;
        else if (!(*is & (DG_T_CUE | DG_T_PART))) /* "@" and "#" lead on, a comma does not */
            *is |= DG_T_MARK;
        return at + (table ? table : len);
    }
    uint32_t han = table && ends_in_han(c->text, at + table) ? DG_T_HAN : 0; /* CGV影城 */
    bool digits = is_all_digits(dg_str_cut(c->text, at, end));
    if (at + table < end)
        *is = han = 0; /* a table's word inside a longer one ("the-art") is not that word */
    else
        end = at + table;
    *is |= (digits ? DG_T_NUMBER : DG_T_LATIN) | han;
    return end;
}

/* cut_one asks only the text and the tables, so what it said once holds whenever the message is cut again. */
static size_t cut_once(const struct cutter *c, size_t at, uint32_t *is)
{
    struct dg_cut anew = { 0 }, *cut = c->scan->cuts ? &c->scan->cuts[at] : &anew;
    if (!cut->end)
        cut->end = (uint32_t)cut_one(c, at, &cut->is);
    *is = cut->is;
    return cut->end;
}

static void cut_all(struct cutter *c)
{
    uint32_t carry = DG_T_FIRST;
    for (size_t at = 0; at < c->text.len;) {
        if (c->text.at[at] == ' ') {
            carry |= DG_T_SPACED | (line_ends(c, at) ? DG_T_FIRST : 0);
            at++;
            continue;
        }
        uint32_t is = 0;
        const struct dg_mention *m = dg_known_at(&c->known, at);
        size_t end = m ? m->end : cut_once(c, at, &is);
        if (m)
            is = DG_T_KNOWN;
        if (!m && (is & DG_T_LATIN))
            is |= original_case(c, at);
        c->out[c->count++] = (struct dg_token){ (uint32_t)at, (uint32_t)end, is | carry };
        carry = is & DG_T_MARK ? DG_T_FIRST : 0;
        at = is_possessive(c->text, end) ? end + 2 : end;
    }
}

static int by_start(const void *a, const void *b)
{
    const struct dg_mention *x = *(const struct dg_mention *const *)a, *y = *(const struct dg_mention *const *)b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end > y->end ? -1 : x->end < y->end;
}

struct dg_known dg_known_of(const struct dg_scan *scan, uint32_t types)
{
    struct dg_known known = { dg_arena_array(dg_scan_scratch(scan), scan->before_count, sizeof *known.at), 0, 0 };
    for (size_t i = 0; known.at && i < scan->before_count; i++) {
        if (types & (1u << scan->before[i].type))
            known.at[known.count++] = &scan->before[i];
    }
    if (known.count > 1)
        qsort(known.at, known.count, sizeof known.at[0], by_start);
    return known;
}

const struct dg_mention *dg_known_at(struct dg_known *known, size_t at)
{
    while (known->next < known->count && known->at[known->next]->end <= at)
        known->next++;
    const struct dg_mention *m = known->next < known->count ? known->at[known->next] : NULL;
    return m && m->start <= at ? m : NULL;
}

struct dg_tokens dg_tokens_of(const struct dg_scan *scan)
{
    return dg_tokens_but(scan, 0);
}

struct dg_tokens dg_tokens_but(const struct dg_scan *scan, uint32_t open)
{
    struct cutter c = { .scan = scan, .text = scan->text->folded };
    c.out = dg_arena_array(dg_scan_scratch(scan), c.text.len + 1, sizeof *c.out);
    if (!c.out)
        return (struct dg_tokens){ .count = 0 };
    /* a bare number or a cuisine may be part of a name */
    uint32_t loose = 1u << DG_M_NUMBER | 1u << DG_M_CUISINE | 1u << DG_M_MODE | 1u << DG_M_RIDE_TYPE | 1u << DG_M_SEAT;
    c.known = dg_known_of(scan, ~(loose | open));
    cut_all(&c);
    bool shouting = c.letters > 4 && c.capitals * 5 >= c.letters * 4;
    return (struct dg_tokens){ c.out, c.count, shouting };
}

bool dg_token_word(
        struct dg_word *out, const struct dg_scan *scan, const struct dg_token *token, enum dg_word_class class)
{
    return dg_lexicon_is(scan->lexicon, DG_IN_ANY, class, dg_token_text(scan, token), out);
}

struct dg_str dg_token_text(const struct dg_scan *scan, const struct dg_token *token)
{
    return dg_str_cut(scan->text->folded, token->start, token->end);
}
