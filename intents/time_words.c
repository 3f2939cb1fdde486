/* The words and numbers of a message that can belong to a time, stretch by stretch. */
#include "intents/time_words.h"

#include "intents/letters.h"
#include "intents/number.h"
#include "intents/time_build.h"

enum { NONE = 255, MATCHES_MAX = 48 };

static bool is_time_class(enum dg_word_class class)
{
    return (unsigned)class < DG_T_NUM;
}

/* The words of times and the words that numbers begin with. */
#define GATHERED(n) \
    | \
            DG_CLASSES_UPTO(n, DG_T_NUM - 1) DG_CLASS(n, DG_W_NUMBER_DIGIT) DG_CLASS(n, DG_W_NUMBER_UNIT) \
                    DG_CLASS(n, DG_W_NUMBER_TENS) DG_CLASS(n, DG_W_NUMBER_SCALE) DG_CLASS(n, DG_W_NUMBER_ORDINAL) \
                            DG_CLASS(n, DG_W_NUMBER_PAIR)
static const struct dg_classes gathered = DG_CLASSES(GATHERED);
#undef GATHERED

/* Small words that begin no time of their own. */
static bool is_small(uint8_t symbol)
{
    static const dg_symbols small = S(REL) | S(EDGE) | S(LATE) | S(QUARTER) | S(HALF) | S(PAST) | S(TILL) | S(GE) |
            S(DI) | S(IN) | S(ON) | S(AT) | S(OF) | S(FOR) | S(FROM) | S(TO) | S(BETWEEN) | S(AND) | S(BEFORE) |
            S(AFTER) | S(SINCE) | S(BY) | S(AGO) | S(HENCE) | S(THE) | S(AN) | S(COMMA) | S(AROUND) | S(COLON) |
            S(SLASH) | S(DOT) | S(DASH) | S(ZHENG) | S(ALL) | S(ONCE) | S(QUANTITY) | S(WITHIN) | S(ORSO) | S(ZONE) |
            S(AMPM) | S(NOT) | S(DURING) | S(ZI) | S(STREET) | S(HOUSE) | S(END) | S(BLOCK) | S(ERA) | S(OR) | S(ANY) |
            S(PLUS) | S(CLOSES) | S(MOVE) | S(SELF);
    return small >> symbol & 1;
}

/* A new word over `len` bytes, to be filled in and counted by its maker; NULL where there is no more room. */
static struct dg_item *new_word(struct dg_words *s, size_t at, size_t len)
{
    size_t from = at - s->start, to = from + len;
    if (s->word_count == DG_WORDS_MAX || to > DG_CHART_BYTES)
        return NULL;
    struct dg_item *word = &s->words[s->word_count];
    *word = (struct dg_item){ .start = (uint16_t)from, .from = (uint16_t)from, .end = (uint16_t)to };
    return word;
}

static void count_word(struct dg_words *s, const struct dg_item *word)
{
    s->word_positions[s->word_count++] = s->positions;
    s->half = s->half || word->symbol == DG_T_HALF;
    s->strong = s->strong || !is_small(word->symbol) || (word->symbol == DG_T_EDGE && word->c) ||
            (word->symbol == DG_T_PAST && s->half); /* half past */
    size_t end = dg_skip_blanks(s->text, s->start + word->end);
    if (end > s->end)
        s->end = end;
}

static void add_number(
        struct dg_words *s, const struct dg_number *n, size_t at, unsigned languages, bool ordinal, size_t extra)
{
    struct dg_item *item = n->value > 1e8 ? NULL : new_word(s, at, n->len + extra);
    if (!item)
        return;
    item->symbol = n->decimal ? DG_T_DEC : n->ordinal || ordinal ? DG_T_ORD : DG_T_NUM;
    item->number = n->value;
    item->a = (int32_t)n->value;
    item->b = n->digits;
    item->languages = (uint8_t)languages;
    count_word(s, item);
}

/* A number that begins with 两 counts (in c): 两三年 is no year. */
static void add_counting_number(struct dg_words *s, const struct dg_number *n, size_t at, bool counts)
{
    size_t before = s->word_count;
    add_number(s, n, at, DG_IN_ZH, false, 0);
    if (s->word_count > before)
        s->words[before].c = counts;
}

/* 1st, 2nd, 3rd, 21th */
static size_t ordinal_ending(struct dg_str text, size_t at)
{
    static const char endings[] = "stndrdth";
    if (!dg_is_letter(text, at) || !dg_is_letter(text, at + 1) || dg_is_letter(text, at + 2) ||
            dg_is_digit(text, at + 2))
        return 0;
    for (size_t i = 0; endings[i]; i += 2) {
        if (text.at[at] == endings[i] && text.at[at + 1] == endings[i + 1])
            return 2;
    }
    return 0;
}

/* $5, £12, €9: money, no hour */
static bool behind_money(struct dg_str text, size_t at)
{
    static const char *const signs[] = { "$", "£", "€", "¥" };
    if (at == 0 || (text.at[at - 1] != '$' && (unsigned char)text.at[at - 1] < 0x80))
        return false;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t n = strlen(signs[i]);
        if (at >= n && memcmp(text.at + at - n, signs[i], n) == 0)
            return true;
    }
    return false;
}

/* "Changi T3": a terminal's; but "2024-02-20T17:40". */
static bool numbers_terminal(struct dg_str text, size_t at)
{
    return at > 0 && text.at[at - 1] == 't' && !dg_touches_word(text, at - 1) && !dg_is_digit(text, at + 1);
}

/* Figures: 12, and 2.5 beside the 2 of it. A number with a letter right before it is none (a4). */
static void add_figures(struct dg_words *s, size_t at)
{
    struct dg_number n;
    if (at > 0 && (dg_is_letter(s->text, at - 1) || dg_is_digit(s->text, at - 1)) &&
            s->position_at[at - s->start] == NONE)
        return;
    if (numbers_terminal(s->text, at) || behind_money(s->text, at) || !dg_number_figures(&n, s->text, at))
        return;
    if (n.decimal || n.digits == 0)
        add_number(s, &n, at, DG_IN_ANY, false, 0);
    struct dg_number whole = { .figures = true };
    while (dg_is_digit(s->text, at + whole.len) && whole.len < 9) {
        whole.value = whole.value * 10 + (s->text.at[at + whole.len] - '0');
        whole.len++;
    }
    if (dg_is_digit(s->text, at + whole.len))
        return;
    whole.digits = (uint8_t)whole.len;
    size_t ending = ordinal_ending(s->text, at + whole.len);
    if (ending)
        whole.digits = whole.digits > 2 ? 0 : whole.digits;
    add_number(s, &whole, at, DG_IN_ANY, ending > 0, ending);
}

/* 第三, 首: the number is an ordinal */
static void add_ordinal_zh(struct dg_words *s, size_t at, size_t prefix)
{
    struct dg_number n;
    size_t from = dg_skip_blanks(s->text, at + prefix);
    if (from >= s->text.len)
        return;
    if (!dg_number_figures(&n, s->text, from) && !dg_number_zh(&n, s->lexicon, s->text, from))
        return;
    add_number(s, &n, at, DG_IN_ZH, true, from - at);
}

static void add_word(struct dg_words *s, const struct dg_word *w, size_t at)
{
    struct dg_item *item = new_word(s, at, w->len);
    int32_t numbers[DG_WORD_NUMBERS];
    if (!item)
        return;
    dg_word_numbers(w, numbers);
    item->symbol = (uint8_t)w->class;
    item->languages = (uint8_t)w->languages;
    item->value = w->value;
    item->a = numbers[0];
    item->b = numbers[1];
    item->c = numbers[2];
    item->d = numbers[3];
    count_word(s, item);
}

/* Letters that touch figures (7pm, dec31, 15h30) are words all the same: they are cut out of the text. */
static size_t match_words(struct dg_words *s, size_t at, struct dg_word *found)
{
    size_t end = at;
    while (dg_is_letter(s->text, end))
        end++;
    bool after = end > at && at > 0 && dg_is_digit(s->text, at - 1);
    struct dg_str text = after ? dg_str_cut(s->text, at, s->text.len) : s->text;
    size_t from = after ? 0 : at;
    size_t n = dg_lexicon_match_in(s->lexicon, DG_IN_ANY, &gathered, text, from, found, MATCHES_MAX);
    if (n == 0 && end > at && dg_is_digit(s->text, end))
        n = dg_lexicon_match_in(
                s->lexicon, DG_IN_ANY, &gathered, dg_str_cut(text, 0, from + (end - at)), from, found, MATCHES_MAX);
    return n;
}

/* p3d, pt2h30m */
static void add_iso_duration(struct dg_words *s, size_t at)
{
    struct dg_when amounts = { 0 };
    bool inside = at > 0 && (dg_is_letter(s->text, at - 1) || dg_is_digit(s->text, at - 1));
    size_t len = inside ? 0 : dg_duration_scan(s->text, at, &amounts);
    struct dg_item *item = len ? new_word(s, at, len) : NULL;
    if (!item)
        return;
    item->symbol = DG_T_ISO;
    item->languages = DG_IN_ANY;
    item->value = dg_str_cut(s->text, at, at + len);
    count_word(s, item);
}

/* '24: a year, where a month or a season stands before it */
static void add_short_year(struct dg_words *s, size_t at)
{
    bool led = s->word_count > 0 && !dg_is_letter(s->text, at - 1);
    if (!led || !dg_is_digit(s->text, at + 1) || !dg_is_digit(s->text, at + 2) || dg_is_digit(s->text, at + 3) ||
            dg_is_letter(s->text, at + 3))
        return;
    struct dg_item *year = new_word(s, at, 3);
    if (!year)
        return;
    year->symbol = DG_T_NUM;
    year->languages = DG_IN_ANY;
    year->a = (s->text.at[at + 1] - '0') * 10 + (s->text.at[at + 2] - '0');
    year->b = 2;
    year->c = 1;
    year->number = year->a;
    count_word(s, year);
}

/* All words and numbers that begin at `at`; false when there are none. */
static bool gather_at(struct dg_words *s, size_t at)
{
    struct dg_word found[MATCHES_MAX];
    size_t before = s->word_count;
    size_t n = match_words(s, at, found);
    bool zh_number = false, en_number = false, pair = false;
    for (size_t i = 0; i < n; i++) {
        enum dg_word_class c = found[i].class;
        if (is_time_class(c))
            add_word(s, &found[i], at);
        if (c == DG_W_DI)
            add_ordinal_zh(s, at, found[i].len);
        zh_number |= c == DG_W_NUMBER_DIGIT || c == DG_W_NUMBER_TENS || c == DG_W_NUMBER_SCALE;
        pair |= c == DG_W_NUMBER_PAIR;
        en_number |= c == DG_W_NUMBER_UNIT || c == DG_W_NUMBER_TENS || c == DG_W_NUMBER_ORDINAL;
    }
    struct dg_number number;
    if (dg_is_digit(s->text, at))
        add_figures(s, at);
    else if (s->text.at[at] == 'p')
        add_iso_duration(s, at);
    else if (s->text.at[at] == '\'')
        add_short_year(s, at);
    else if (zh_number && dg_number_zh(&number, s->lexicon, s->text, at))
        add_counting_number(s, &number, at, pair);
    else if (en_number && dg_number_en(&number, s->lexicon, s->text, at))
        add_number(s, &number, at, DG_IN_EN, false, 0);
    return s->word_count > before;
}

void dg_words_init(struct dg_words *s, struct dg_str text, const struct dg_lexicon *lexicon)
{
    s->text = text;
    s->lexicon = lexicon;
}

/* Gathers a stretch that begins at or after `from`; false at the end of the text. */
bool dg_words_gather(struct dg_words *s, size_t from)
{
    size_t at = dg_skip_blanks(s->text, from);
    s->start = s->end = at;
    s->word_count = 0;
    s->positions = 0;
    s->half = s->strong = false;
    size_t most = s->text.len - at < DG_CHART_BYTES ? s->text.len - at : DG_CHART_BYTES;
    memset(s->position_at, NONE, most + 1);
    while (at < s->text.len && at - s->start < DG_CHART_BYTES - 64 && s->positions < DG_CHART_POSITIONS) {
        if (s->word_count && at >= s->end)
            s->position_at[at - s->start] = s->positions; /* a number may follow a word without a blank */
        bool any = gather_at(s, at);
        if (any)
            s->position_at[at - s->start] = s->positions++;
        else
            s->position_at[at - s->start] = NONE;
        if (!any && at >= s->end) {
            if (s->word_count)
                break;
            at = dg_skip_blanks(s->text, dg_next_word(s->text, at));
            s->start = s->end = at;
            continue;
        }
        at = dg_skip_blanks(s->text, dg_next_word(s->text, at));
    }
    return s->word_count > 0;
}

/* What the first column of a word that is no time says beside that. */
enum { HIDES = 1, HIDES_WHAT_IS_WITHIN };
/* The symbol of a word that is taken out. */
enum { DROPPED = DG_T_COUNT };

static bool hides_others(const struct dg_item *word)
{
    return word->symbol == DG_T_BLOCK && word->a >= HIDES;
}

/* 从周一起 is since Monday, while 下周一起去 is next week, together */
static bool led_by_from(const struct dg_words *s, const struct dg_item *word)
{
    for (size_t i = 0; i < s->word_count; i++) {
        if (s->words[i].symbol == DG_T_FROM && s->words[i].end <= word->start)
            return true;
    }
    return false;
}

/* 周一 in 周一下雨 begins before 一下, 下午 in 三号一下午 runs on where it ends: that was no word then. */
static bool is_cut_across(const struct dg_words *s, const struct dg_item *hiding)
{
    for (size_t i = 0; hiding->a == HIDES_WHAT_IS_WITHIN && i < s->word_count; i++) {
        const struct dg_item *word = &s->words[i];
        bool before = word->start < hiding->start && word->end > hiding->start;
        bool behind = word->start < hiding->end && word->end > hiding->end;
        bool of_time = word->symbol != DG_T_BLOCK && word->symbol != DROPPED && !is_small(word->symbol);
        if ((before || behind) && of_time)
            return true;
    }
    return false;
}

/* A word that shares letters with a hiding one (周日 in 小周日程) is no word of time. */
static bool is_hidden(const struct dg_words *s, const struct dg_item *word)
{
    if (word->symbol == DG_T_BLOCK || led_by_from(s, word))
        return false;
    for (size_t i = 0; i < s->word_count; i++) {
        const struct dg_item *other = &s->words[i];
        bool same = other->start == word->start && other->end == word->end;
        if (hides_others(other) && !same && other->start < word->end && word->start < other->end)
            return true;
    }
    return false;
}

static void drop_hidden(struct dg_words *s)
{
    size_t kept = 0;
    bool any = false;
    for (size_t i = 0; i < s->word_count; i++)
        any |= hides_others(&s->words[i]);
    for (size_t i = 0; any && i < s->word_count; i++) {
        if (hides_others(&s->words[i]) && is_cut_across(s, &s->words[i]))
            s->words[i].symbol = DROPPED;
    }
    for (size_t i = 0; any && i < s->word_count; i++) {
        if (s->words[i].symbol != DROPPED && is_hidden(s, &s->words[i]))
            s->words[i].symbol = DROPPED;
    }
    for (size_t i = 0; any && i < s->word_count; i++) {
        if (s->words[i].symbol == DROPPED)
            continue;
        s->words[kept] = s->words[i];
        s->word_positions[kept++] = s->word_positions[i];
    }
    s->word_count = any ? kept : s->word_count;
}

/* Settles at which position each word ends; words that end where none begins end the reading there. */
void dg_words_settle(struct dg_words *s)
{
    drop_hidden(s);
    for (size_t i = 0; i < s->word_count; i++) {
        size_t end = dg_skip_blanks(s->text, s->start + s->words[i].end) - s->start;
        s->words[i].to = end <= DG_CHART_BYTES && s->position_at[end] != NONE ? s->position_at[end] : s->positions;
    }
}
