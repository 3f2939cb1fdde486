/* Full addresses: 成都市武侯区天府三街288号…B1栋, and 2217 E Osborn Rd Apt 4, Phoenix. Digits decide: a street without a
 * number is left to place_zh.c and place_en.c. */
#include "intents/place.h"

enum { NAME_TOKENS_MAX = 14, STREET_WORDS_MAX = 4, NUMBER_DIGITS_MAX = 6, UNIT_LETTERS_MAX = 2 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct dg_str text_at(const struct dg_walk *w, size_t i)
{
    return i < w->tokens.count ? dg_token_text(w->scan, &w->tokens.at[i]) : (struct dg_str){ "", 0 };
}

/* A noun for streets, or a listed street that ends in one (愚园路, Oxford Street). */
static bool is_street(const struct dg_walk *w, size_t i)
{
    enum { NOUN_BYTES = 3 };
    struct dg_word noun;
    if (!(dg_walk_is(w, i) & DG_T_AREA))
        return dg_str_is(dg_place_noun_column(w, i, 2), "street");
    struct dg_str name = dg_token_text(w->scan, &w->tokens.at[i]);
    size_t tail = name.len > NOUN_BYTES ? name.len - NOUN_BYTES : 0;
    for (size_t at = 0; at < name.len && (dg_walk_is(w, i) & DG_T_LATIN); at++)
        tail = name.at[at] == ' ' ? at + 1 : tail;
    return dg_lexicon_is(w->scan->lexicon, DG_IN_ANY, DG_W_PLACE_NOUN, dg_str_cut(name, tail, name.len), &noun) &&
            dg_str_is(dg_word_column(&noun, 2), "street");
}

static bool same_clause(const struct dg_walk *w, size_t i)
{
    return i < w->tokens.count && !(dg_walk_is(w, i) & (DG_T_FIRST | DG_T_MARK));
}

static size_t leading_digits(struct dg_str s)
{
    size_t n = 0;
    while (n < s.len && is_digit(s.at[n]))
        n++;
    return n;
}

static void set_find(struct dg_find *out, const struct dg_walk *w, size_t first, size_t last)
{
    *out = (struct dg_find){ .first = first,
        .last = last,
        .name_start = w->tokens.at[first].start,
        .name_end = w->tokens.at[last - 1].end,
        .kind = DG_PLACE_ADDRESS,
        .score = DG_SURE_ADDRESS,
        .role = dg_place_role_after(w, last, dg_place_cue_before(w, first).role) };
}

/* ---- Chinese ----------------------------------------------------------------------------------------------- */

/* "288号", "B1栋", "1203室", also where the time recogniser took 18号 for a day; returns the token after it, or `i`. */
static size_t past_number(const struct dg_walk *w, size_t i)
{
    struct dg_str t = text_at(w, i);
    size_t digits = leading_digits(t);
    if (!same_clause(w, i))
        return i;
    if (dg_walk_is(w, i) & DG_T_KNOWN)
        return digits && dg_str_is(dg_str_cut(t, digits, t.len), "号") ? i + 1 : i;
    bool numbered = (dg_walk_is(w, i) & (DG_T_NUMBER | DG_T_LATIN)) && t.len <= NUMBER_DIGITS_MAX;
    if (!numbered || !same_clause(w, i + 1) || !(dg_walk_is(w, i + 1) & DG_T_PART))
        return i;
    return i + 2;
}

static size_t past_numbers(const struct dg_walk *w, size_t i)
{
    for (size_t next; (next = past_number(w, i)) > i;)
        i = next;
    return i;
}

/* Tokens that the districts and streets of an address are written with. */
static bool is_address_word(const struct dg_walk *w, size_t i)
{
    uint32_t is = dg_walk_is(w, i);
    if (!(is & DG_T_HAN) || !same_clause(w, i))
        return false;
    return !(is &
            (DG_T_FUNCTION | DG_T_PARTICLE | DG_T_CUE | DG_T_LINK | DG_T_TAIL | DG_T_AFTER | DG_T_OWN | DG_T_KNOWN));
}

/* The token after the last street noun that a number follows, within the words that start at i; 0 when there is none. */
static size_t street_end(const struct dg_walk *w, size_t i)
{
    size_t end = 0;
    for (size_t k = i; k < i + NAME_TOKENS_MAX && k < w->tokens.count; k++) {
        if (k > i && !is_address_word(w, k))
            break;
        if (is_street(w, k) && past_number(w, k + 1) > k + 1)
            end = k + 1;
    }
    return end;
}

/* The building behind the number: 大源国际中心B1栋. */
static size_t past_building(const struct dg_walk *w, size_t i)
{
    size_t k = i;
    while (k < i + NAME_TOKENS_MAX && is_address_word(w, k) && !(dg_walk_is(w, k) & DG_T_SPACED))
        k++;
    size_t numbers = past_numbers(w, k);
    bool noun = k > i && (dg_walk_is(w, k - 1) & DG_T_NOUN);
    return noun || (k > i && numbers > k) ? numbers : i;
}

bool dg_place_find_address_zh(struct dg_find *out, const struct dg_walk *w, size_t i)
{
    uint32_t is = dg_walk_is(w, i);
    if (!(is & DG_T_HAN) || (is & (DG_T_FUNCTION | DG_T_CUE | DG_T_LINK | DG_T_OWN)))
        return false;
    size_t street = street_end(w, i);
    if (street == 0)
        return false;
    set_find(out, w, i, past_building(w, past_numbers(w, street)));
    return true;
}

/* ---- Western ----------------------------------------------------------------------------------------------- */

static bool is_ordinal(struct dg_str t)
{
    size_t n = leading_digits(t);
    return n && t.len == n + 2 && t.at[n] >= 'a' && t.at[n] <= 'z';
}

/* "N", "sw", "East" before or after a street's name. */
static bool is_direction(const struct dg_walk *w, size_t i)
{
    struct dg_word part;
    return same_clause(w, i) && (dg_walk_is(w, i) & DG_T_PART) &&
            dg_token_word(&part, w->scan, &w->tokens.at[i], DG_W_ADDRESS_PART) &&
            dg_str_is(dg_word_column(&part, 0), "direction");
}

/* Whether the token can be a word of a street's name, and whether it makes the name credible. */
static bool is_street_word(const struct dg_walk *w, size_t i, bool *credible)
{
    uint32_t is = dg_walk_is(w, i);
    struct dg_str t = text_at(w, i);
    if (!same_clause(w, i))
        return false;
    if (is_ordinal(t)) {
        *credible = true;
        return true;
    }
    if (!(is & DG_T_LATIN) || (is & (DG_T_KNOWN | DG_T_CUE | DG_T_LINK)))
        return false;
    bool capital = (is & DG_T_CAPITAL) != 0;
    if (!capital && (is & (DG_T_FUNCTION | DG_T_TAIL)))
        return false;
    *credible = *credible || capital || !(is & (DG_T_ORDINARY | DG_T_NOUN | DG_T_TOPIC));
    return true;
}

/* "Apt 4", "#12", "unit 5b"; returns the token after it, or `i`. */
static size_t past_unit(const struct dg_walk *w, size_t i)
{
    struct dg_word part;
    size_t k = dg_str_is(text_at(w, i), ",") ? i + 1 : i;
    bool hash = dg_str_is(text_at(w, k), "#");
    bool unit = hash ||
            ((dg_walk_is(w, k) & DG_T_PART) && dg_token_word(&part, w->scan, &w->tokens.at[k], DG_W_ADDRESS_PART) &&
                    dg_str_is(dg_word_column(&part, 0), "unit"));
    struct dg_str value = text_at(w, k + 1);
    bool digits = value.len && (leading_digits(value) || is_digit(value.at[value.len - 1]));
    bool number = (dg_walk_is(w, k + 1) & (DG_T_NUMBER | DG_T_LATIN)) && value.len &&
            value.len <= (digits ? NUMBER_DIGITS_MAX : UNIT_LETTERS_MAX); /* gate B, but no "gate code" */
    return unit && number ? k + 2 : i;
}

/* ", Rathgar", ", Phoenix, AZ 85018"; returns the token after it, or `i`. */
static size_t past_town(const struct dg_walk *w, size_t i)
{
    enum { TOWN_WORDS_MAX = 3 };
    size_t k = i;
    if (!dg_str_is(text_at(w, k), ","))
        return i;
    k++;
    size_t first = k;
    while (k < first + TOWN_WORDS_MAX && k < w->tokens.count && (k == first || same_clause(w, k)) &&
            !(dg_walk_is(w, k) & (DG_T_ORDINARY | DG_T_KNOWN | DG_T_CUE | DG_T_TAIL | DG_T_MARK)) &&
            (dg_walk_is(w, k) & DG_T_LATIN))
        k++;
    if (k == first || !(dg_walk_is(w, first) & (DG_T_CAPITAL | DG_T_GAZETTEER)))
        return i;
    if (same_clause(w, k) && (dg_walk_is(w, k) & DG_T_NUMBER) && text_at(w, k).len == 5)
        k++; /* a ZIP code */
    return k;
}

/* "5th Ave", "W 42nd", "Broadway": one of two streets that cross. Returns the token after it, or `i`. */
static size_t past_crossing(const struct dg_walk *w, size_t i, bool first, int *streets, int *numbered)
{
    bool credible = false;
    size_t k = !first && is_direction(w, i) ? i + 1 : i;
    bool ordinal = k < w->tokens.count && is_ordinal(text_at(w, k));
    bool name =
            (dg_walk_is(w, k) & DG_T_CAPITAL) && (first || same_clause(w, k)) && !(dg_walk_is(w, k) & DG_T_FUNCTION);
    if (k >= w->tokens.count || (dg_walk_is(w, k) & (DG_T_KNOWN | DG_T_MARK)) || (!ordinal && !name))
        return i;
    if (!first && !is_street_word(w, k, &credible))
        return i;
    *numbered += ordinal;
    k++;
    if (same_clause(w, k) && is_street(w, k)) {
        ++*streets;
        k++;
    }
    return k;
}

bool dg_place_find_crossing_en(struct dg_find *out, const struct dg_walk *w, size_t i)
{
    int streets = 0, numbered = 0;
    if (!(dg_walk_is(w, i) & (DG_T_LATIN | DG_T_NUMBER)))
        return false;
    size_t joint = past_crossing(w, i, true, &streets, &numbered);
    bool joined = joint > i && (dg_str_is(text_at(w, joint), "and") || dg_str_is(text_at(w, joint), "&"));
    size_t last = joined ? past_crossing(w, joint + 1, false, &streets, &numbered) : joint + 1;
    if (!joined || last == joint + 1 || !numbered || !streets) /* "the 5th and 6th" are days */
        return false;
    set_find(out, w, i, last);
    return true;
}

bool dg_place_find_address_en(struct dg_find *out, const struct dg_walk *w, size_t i)
{
    struct dg_str number = text_at(w, i);
    size_t digits = leading_digits(number);
    if (digits == 0 || digits > NUMBER_DIGITS_MAX || number.len > digits + 1 || (dg_walk_is(w, i) & DG_T_KNOWN))
        return false;
    bool credible = false;
    size_t k = i + 1;
    if (is_direction(w, k))
        k++;
    size_t first = k;
    bool listed = same_clause(w, k) && (dg_walk_is(w, k) & DG_T_AREA) && is_street(w, k); /* 20 Oxford Street */
    while (!listed && k < first + STREET_WORDS_MAX && !(k > first && is_street(w, k)) &&
            is_street_word(w, k, &credible))
        k++;
    if (!listed && (k == first || !credible))
        return false;
    if (!same_clause(w, k) || !is_street(w, k))
        return false;
    k++;
    if (is_direction(w, k))
        k++;
    k = past_unit(w, k);
    k = past_town(w, k);
    set_find(out, w, i, past_town(w, k));
    return true;
}
