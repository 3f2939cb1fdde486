/* What stands around the words of a time and says that they are none. */
#include "intents/time_beside.h"

#include "intents/street.h"
#include "intents/when.h"

static bool is_upper(struct dg_str s, size_t at)
{
    return at < s.len && s.at[at] >= 'A' && s.at[at] <= 'Z';
}

/* "one of these": the hour only looks like one. */
static bool counts_some(const struct dg_scan *scan, size_t end)
{
    static const char of[] = "one of ";
    struct dg_str s = scan->text->folded;
    size_t one = strlen("one"), len = strlen(of);
    return end >= one && end - one + len <= s.len && memcmp(s.at + end - one, of, len) == 0;
}

/* Morning Glory, The Winter Guest: a part of the day or a season that goes on as a name does. */
static bool begins_a_name(const struct dg_scan *scan, size_t start, size_t end, unsigned says)
{
    struct dg_str folded = scan->text->folded;
    bool word = !(says & (DG_SAYS_DAY | DG_SAYS_CLOCK | DG_SAYS_RECURRENCE | DG_SAYS_END)) && start > 1 &&
            folded.at[start - 1] == ' ' && end + 2 < folded.len && folded.at[end] == ' ' &&
            !memchr(folded.at + start, ' ', end - start);
    if (!word)
        return false;
    struct dg_str both = dg_text_words(scan->text, start, end + 2);
    return is_upper(both, 0) && is_upper(both, both.len - 1);
}

/* "at 14 Rathdowne St": the house's number, not an hour. */
static bool numbers_a_house(const struct dg_scan *scan, size_t end)
{
    struct dg_str folded = scan->text->folded;
    bool digit = end > 0 && folded.at[end - 1] >= '0' && folded.at[end - 1] <= '9';
    bool two = digit && end > 1 && folded.at[end - 2] >= '0' && folded.at[end - 2] <= '9';
    if (!digit || end + 1 >= folded.len || folded.at[end] != ' ')
        return false;
    bool capital = is_upper(dg_text_words(scan->text, end + 1, end + 2), 0);
    bool late = two && (folded.at[end - 2] != '1' || folded.at[end - 1] > '2');
    return (capital || late) && dg_street_follows(scan->lexicon, folded, end);
}

/* "Morning. Could we …": a greeting. */
static bool greets(const struct dg_scan *scan, size_t start, size_t end, unsigned says)
{
    struct dg_str s = scan->text->folded;
    bool first = start == 0 && end + 1 < s.len && (s.at[end] == '.' || s.at[end] == '!');
    return first && (says & DG_SAYS_PART) && !(says & ~(unsigned)(DG_SAYS_PART | DG_SAYS_MERIDIEM));
}

/* [圣诞树]: a sticker's name. */
static bool in_sticker(struct dg_str s, size_t start, size_t end)
{
    enum { NAME_BYTES_MAX = 24 };
    size_t open = start, close = end;
    while (open > 0 && start - open < NAME_BYTES_MAX && s.at[open - 1] != '[' && s.at[open - 1] != ']')
        open--;
    while (close < s.len && close - end < NAME_BYTES_MAX && s.at[close] != '[' && s.at[close] != ']')
        close++;
    bool named = open > 0 && s.at[open - 1] == '[' && close < s.len && s.at[close] == ']';
    for (size_t i = open; named && i < close; i++)
        named = s.at[i] < '0' || s.at[i] > '9';
    return named;
}

bool dg_time_is_another(const struct dg_scan *scan, size_t start, size_t end, unsigned says)
{
    return counts_some(scan, end) || numbers_a_house(scan, end) || begins_a_name(scan, start, end, says) ||
            greets(scan, start, end, says) || in_sticker(scan->text->folded, start, end);
}

bool dg_time_closes_phrase(const struct dg_scan *scan, size_t start, size_t end)
{
    struct dg_str s = scan->text->folded;
    bool closes = end == s.len || s.at[end] == '?' || s.at[end] == ',';
    bool opens = start == 0 || (start >= 2 && s.at[start - 1] == ' ' && strchr(".,!?;", s.at[start - 2]));
    if (closes && opens) /* "no good. sat?", "sat, fri is hopeless" */
        return true;
    if (!closes || start < 2 || s.at[start - 1] != ' ')
        return false;
    size_t before = start - 1, first = before;
    while (first > 0 && s.at[first - 1] >= 'a' && s.at[first - 1] <= 'z')
        first--;
    struct dg_word word;
    return first < before && !is_upper(dg_text_words(scan->text, first, before), 0) &&
            !dg_lexicon_is(scan->lexicon, DG_IN_EN, DG_W_WORD_FUNCTION, dg_str_cut(s, first, before), &word);
}
