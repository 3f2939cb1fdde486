/* People: @names, names with a title (王总, Dr. Okafor), given names, kin, and unknown names after 和, 叫上, with, call. */
#include "intents/token.h"
#include "intents/utf8.h"

enum { AT_NAME_BYTES_MAX = 60, HAN_NAME_MAX = 4 };

struct walk {
    const struct dg_scan *scan;
    struct dg_sink *sink;
    struct dg_tokens tokens;
};

static uint32_t is_at(const struct walk *w, size_t i)
{
    return i < w->tokens.count ? w->tokens.at[i].is : DG_T_MARK | DG_T_FIRST;
}

static struct dg_str text_at(const struct walk *w, size_t i)
{
    return i < w->tokens.count ? dg_token_text(w->scan, &w->tokens.at[i]) : (struct dg_str){ "", 0 };
}

static bool is_word_of(const struct walk *w, size_t i, enum dg_word_class class, struct dg_word *out)
{
    return i < w->tokens.count && dg_token_word(out, w->scan, &w->tokens.at[i], class);
}

static bool goes_on(const struct walk *w, size_t i)
{
    return !(is_at(w, i) & (DG_T_FIRST | DG_T_MARK | DG_T_KNOWN));
}

static bool is_capital(const struct walk *w, size_t i)
{
    return (is_at(w, i) & DG_T_CAPITAL) && !w->tokens.shouting;
}

static bool is_open_han(const struct walk *w, size_t i)
{
    uint32_t not = DG_T_ORDINARY | DG_T_CUE | DG_T_LINK | DG_T_TAIL | DG_T_AFTER | DG_T_OWN | DG_T_NOUN |
            DG_T_GAZETTEER | DG_T_TOPIC | DG_T_NUMBER | DG_T_KNOWN;
    return (is_at(w, i) & DG_T_HAN) && !(is_at(w, i) & not );
}

static void report(const struct walk *w, size_t start, size_t end, enum dg_role role, double score)
{
    dg_sink_add(w->sink,
            &(struct dg_mention){ .type = DG_M_PERSON,
                    .message = w->scan->message,
                    .start = (uint32_t)start,
                    .end = (uint32_t)end,
                    .value = { .kind = DG_PERSON, .text = dg_text_words(w->scan->text, start, end) },
                    .score = score,
                    .role = role });
}

/* ---- @name -------------------------------------------------------------------------------------------------- */

/* "@小王 ", "@后端-老纪": to the next blank or mark, as chat apps write it. */
static size_t find_at_name(const struct walk *w, size_t i)
{
    struct dg_str s = w->scan->text->folded;
    struct dg_word everyone;
    size_t start = w->tokens.at[i].end, end = start;
    bool free = i == 0 || (is_at(w, i) & (DG_T_SPACED | DG_T_FIRST)) || (is_at(w, i - 1) & DG_T_HAN);
    if (!dg_str_is(text_at(w, i), "@") || !free)
        return i;
    while (end < s.len && end - start < AT_NAME_BYTES_MAX && !strchr(" ,.;:!?@()[]\"", s.at[end]))
        end++;
    if (end == start)
        return i;
    if (!dg_lexicon_is(w->scan->lexicon, DG_IN_ANY, DG_W_PERSON_EVERYONE, dg_str_cut(s, start, end), &everyone))
        report(w, start, end, DG_ROLE_WITH, 0.9);
    size_t k = i + 1;
    while (k < w->tokens.count && w->tokens.at[k].start < end)
        k++;
    return k;
}

/* ---- names of known shape ---------------------------------------------------------------------------------- */

/* "小王", "老周", "阿辉": a familiar prefix and one or two characters, the first of them a surname after 小 and 老. */
static size_t find_familiar(const struct walk *w, size_t i, enum dg_role role)
{
    struct dg_word prefix, surname;
    if (!is_word_of(w, i, DG_W_PERSON_PREFIX, &prefix) || !goes_on(w, i + 1) || (is_at(w, i + 1) & DG_T_SPACED))
        return i;
    bool named = is_word_of(w, i + 1, DG_W_PERSON_SURNAME, &surname);
    bool any = dg_str_is(dg_word_column(&prefix, 0), "any") && is_open_han(w, i + 1);
    if (!named && !any)
        return i;
    report(w, w->tokens.at[i].start, w->tokens.at[i + 1].end, role, 0.8);
    return i + 2;
}

/* "王总", "张老师", "孟师傅": a surname, perhaps a given name, and a title. */
static size_t find_titled_zh(const struct walk *w, size_t i, enum dg_role role)
{
    struct dg_word word;
    if (!(is_at(w, i) & DG_T_HAN) || !is_word_of(w, i, DG_W_PERSON_SURNAME, &word))
        return i;
    for (size_t k = i + 1; k <= i + 3 && goes_on(w, k) && !(is_at(w, k) & DG_T_SPACED); k++) {
        if (is_word_of(w, k, DG_W_PERSON_TITLE, &word)) {
            report(w, w->tokens.at[i].start, w->tokens.at[k].end, role, 0.9);
            return k + 1;
        }
        if (!is_open_han(w, k))
            break;
    }
    return i;
}

/* "Dr. Okafor", "Mr Smith". */
static size_t find_titled_en(const struct walk *w, size_t i, enum dg_role role)
{
    struct dg_word title;
    if (!(is_at(w, i) & DG_T_LATIN) || !is_word_of(w, i, DG_W_PERSON_TITLE, &title))
        return i;
    size_t k = i + 1 + dg_str_is(text_at(w, i + 1), ".");
    if (!is_capital(w, k) || (is_at(w, k) & DG_T_KNOWN))
        return i;
    size_t last = goes_on(w, k + 1) && is_capital(w, k + 1) ? k + 2 : k + 1;
    report(w, w->tokens.at[i].start, w->tokens.at[last - 1].end, role, 0.9);
    return last;
}

/* Whether the token before i makes one name with it that is nobody's: "Smokey Joe", "Trader Joe". */
static bool closes_a_name(const struct walk *w, size_t i)
{
    uint32_t not = DG_T_ORDINARY | DG_T_CUE | DG_T_LINK | DG_T_TAIL | DG_T_PERSON | DG_T_WITH | DG_T_MARK | DG_T_KNOWN;
    return i > 0 && goes_on(w, i) && is_capital(w, i) && is_capital(w, i - 1) && !(is_at(w, i - 1) & not );
}

/* "to Austin", "from Charlotte": a town where a town can stand. */
static bool is_town(const struct walk *w, size_t i)
{
    struct dg_word cue;
    return i > 0 && (is_at(w, i) & DG_T_GAZETTEER) && goes_on(w, i) && is_word_of(w, i - 1, DG_W_PLACE_CUE, &cue);
}

/* "Lucy", "lucy" after a cue; "Martin Oyelaran". */
static size_t find_given(const struct walk *w, size_t i, enum dg_role role)
{
    struct dg_word word;
    if (!(is_at(w, i) & DG_T_LATIN) || !is_word_of(w, i, DG_W_PERSON_GIVEN, &word))
        return i;
    bool ordinary = is_at(w, i) & DG_T_ORDINARY; /* Will you, Mark it */
    if (!is_capital(w, i) ? role == DG_ROLE_NONE || ordinary : ordinary && (is_at(w, i) & DG_T_FIRST))
        return i;
    if (role == DG_ROLE_NONE && (closes_a_name(w, i) || is_town(w, i)))
        return i;
    size_t last = i + 1;
    uint32_t not = DG_T_ORDINARY | DG_T_CUE | DG_T_NOUN | DG_T_GAZETTEER | DG_T_LINK | DG_T_TAIL;
    if (goes_on(w, last) && is_capital(w, last) && !(is_at(w, last) & not ))
        last++;
    report(w, w->tokens.at[i].start, w->tokens.at[last - 1].end, role, 0.8);
    return last;
}

static size_t find_kin(const struct walk *w, size_t i, enum dg_role role)
{
    struct dg_word word;
    if (role == DG_ROLE_NONE || !is_word_of(w, i, DG_W_PERSON_KIN, &word))
        return i;
    report(w, w->tokens.at[i].start, w->tokens.at[i].end, role, 0.7);
    return i + 1;
}

/* ---- names that nobody knows, after a cue ------------------------------------------------------------------- */

/* One to three characters after 叫上, or a capital after with. */
static size_t find_unknown(const struct walk *w, size_t i, enum dg_role role)
{
    struct dg_word surname;
    if (role == DG_ROLE_NONE)
        return i;
    uint32_t not = DG_T_ORDINARY | DG_T_CUE | DG_T_NOUN | DG_T_GAZETTEER | DG_T_KNOWN | DG_T_TOPIC;
    if (is_capital(w, i) && !(is_at(w, i) & not )) {
        report(w, w->tokens.at[i].start, w->tokens.at[i].end, role, 0.6);
        return i + 1;
    }
    size_t k = i;
    while (k < i + HAN_NAME_MAX && is_open_han(w, k) && (k == i || goes_on(w, k)))
        k++;
    bool surnamed = is_word_of(w, i, DG_W_PERSON_SURNAME, &surname);
    if (k < i + 2 || (k - i > 3 && !surnamed) || (goes_on(w, k) && is_open_han(w, k)))
        return i;
    report(w, w->tokens.at[i].start, w->tokens.at[k - 1].end, role, surnamed ? 0.7 : 0.5);
    return k;
}

/* "姓孟". */
static size_t find_surname(const struct walk *w, size_t i)
{
    struct dg_word word;
    if (i == 0 || !is_word_of(w, i - 1, DG_W_PERSON_CUE, &word) || !dg_str_is(dg_word_column(&word, 0), "surname"))
        return i;
    if (!is_word_of(w, i, DG_W_PERSON_SURNAME, &word) && !is_open_han(w, i))
        return i;
    report(w, w->tokens.at[i].start, w->tokens.at[i].end, DG_ROLE_NONE, 0.8);
    return i + 1;
}

static size_t find_person(const struct walk *w, size_t i, enum dg_role role)
{
    size_t (*const forms[])(const struct walk *, size_t, enum dg_role) = { find_titled_zh, find_familiar,
        find_titled_en, find_given, find_kin, find_unknown };
    size_t end = find_surname(w, i);
    for (size_t k = 0; end == i && k < sizeof forms / sizeof forms[0]; k++)
        end = forms[k](w, i, role);
    return end;
}

static bool says_with(const struct walk *w, size_t i)
{
    struct dg_word cue;
    return is_word_of(w, i, DG_W_PERSON_CUE, &cue) && dg_str_is(dg_word_column(&cue, 0), "with");
}

/* "and", "、", "和", ",": carries the role of the name before on to the next. */
static bool is_list_link(const struct walk *w, size_t i)
{
    struct dg_word cue;
    return is_word_of(w, i, DG_W_PERSON_CUE, &cue) && dg_str_is(dg_word_column(&cue, 0), "and");
}

/* 和 at the head of a clause joins nobody said before: 和小李一起. */
static bool opens_with_link(const struct walk *w, size_t i)
{
    return (is_at(w, i) & DG_T_FIRST) && (is_at(w, i) & DG_T_HAN) && is_list_link(w, i);
}

static void scan_people(const struct dg_scan *scan, struct dg_sink *sink)
{
    struct walk w = { scan, sink, dg_tokens_of(scan) };
    enum dg_role role = DG_ROLE_NONE;
    for (size_t i = 0; i < w.tokens.count;) {
        size_t end = find_at_name(&w, i);
        if (end == i && !(is_at(&w, i) & DG_T_KNOWN))
            end = find_person(&w, i, role);
        if (end > i) {
            if (!is_list_link(&w, end) && !says_with(&w, end))
                role = DG_ROLE_NONE;
            i = end;
            continue;
        }
        if (says_with(&w, i) || opens_with_link(&w, i))
            role = DG_ROLE_WITH;
        else if (!is_list_link(&w, i))
            role = DG_ROLE_NONE;
        i++;
    }
}

const struct dg_recogniser dg_recogniser_person = { "person", scan_people };
