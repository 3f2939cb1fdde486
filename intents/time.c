/* The recogniser of time: cuts a message into stretches of words that can belong together, lets the grammar read each, and
 * reports the best readings that do not overlap. */
#include "intents/grammar.h"
#include "intents/number.h"
#include "intents/recogniser.h"
#include "intents/utf8.h"
#include "intents/zone.h"

enum { WORDS_MAX = 400, MATCHES_MAX = 48 };

/* The words of one stretch while they are gathered. */
struct stretch {
    struct dg_str text; /* the whole message, folded */
    size_t start, end; /* bytes of the message */
    const struct dg_lexicon *lexicon;
    size_t word_count;
    bool strong; /* has more than small words */
    uint8_t positions;
    uint8_t position_at[DG_CHART_BYTES + 1]; /* by byte from the start: the position there, or NONE */
    uint8_t word_positions[WORDS_MAX];
    struct dg_item words[WORDS_MAX];
};
enum { NONE = 255 };

static bool is_time_class(enum dg_word_class class)
{
    return (unsigned)class < DG_T_NUM;
}

/* Small words that begin no time of their own. */
static bool is_small(uint8_t symbol)
{
    switch (symbol) {
    case DG_T_REL:
    case DG_T_EDGE:
    case DG_T_LATE:
    case DG_T_QUARTER:
    case DG_T_HALF:
    case DG_T_PAST:
    case DG_T_TILL:
    case DG_T_GE:
    case DG_T_DI:
    case DG_T_IN:
    case DG_T_ON:
    case DG_T_AT:
    case DG_T_OF:
    case DG_T_FOR:
    case DG_T_FROM:
    case DG_T_TO:
    case DG_T_BETWEEN:
    case DG_T_AND:
    case DG_T_BEFORE:
    case DG_T_AFTER:
    case DG_T_SINCE:
    case DG_T_BY:
    case DG_T_AGO:
    case DG_T_HENCE:
    case DG_T_THE:
    case DG_T_AN:
    case DG_T_COMMA:
    case DG_T_AROUND:
    case DG_T_COLON:
    case DG_T_SLASH:
    case DG_T_DOT:
    case DG_T_DASH:
    case DG_T_ZHENG:
    case DG_T_ALL:
    case DG_T_ONCE:
    case DG_T_QUANTITY:
    case DG_T_WITHIN:
    case DG_T_ORSO:
    case DG_T_ZONE:
    case DG_T_AMPM:
    case DG_T_NOT:
    case DG_T_END:
        return true;
    default:
        return false;
    }
}

static size_t skip_blanks(struct dg_str text, size_t at)
{
    while (at < text.len && text.at[at] == ' ')
        at++;
    return at;
}

static void add_word(struct stretch *s, struct dg_item word, size_t at, size_t len)
{
    size_t from = at - s->start, to = from + len;
    if (s->word_count == WORDS_MAX || to > DG_CHART_BYTES)
        return;
    word.start = word.from = (uint16_t)from;
    word.end = (uint16_t)to;
    s->words[s->word_count] = word;
    s->word_positions[s->word_count++] = s->positions;
    s->strong |= !is_small(word.symbol) || (word.symbol == DG_T_EDGE && word.c);
    size_t end = skip_blanks(s->text, at + len);
    if (end > s->end)
        s->end = end;
}

static void add_number(
        struct stretch *s, const struct dg_number *n, size_t at, unsigned languages, bool ordinal, size_t extra)
{
    struct dg_item item = { .symbol = DG_T_NUM, .number = n->value, .b = n->digits, .languages = (uint8_t)languages };
    if (n->value > 1e8)
        return;
    item.a = (int32_t)n->value;
    if (n->decimal)
        item.symbol = DG_T_DEC;
    else if (n->ordinal || ordinal)
        item.symbol = DG_T_ORD;
    add_word(s, item, at, n->len + extra);
}

static bool starts(struct dg_str text, size_t at, const char *word)
{
    size_t n = strlen(word);
    return text.len - at >= n && memcmp(text.at + at, word, n) == 0;
}

static bool is_letter(struct dg_str text, size_t at)
{
    return at < text.len && text.at[at] >= 'a' && text.at[at] <= 'z';
}

static bool is_digit(struct dg_str text, size_t at)
{
    return at < text.len && text.at[at] >= '0' && text.at[at] <= '9';
}

/* 1st, 2nd, 3rd, 21th */
static size_t ordinal_ending(struct dg_str text, size_t at)
{
    static const char *const endings[] = { "st", "nd", "rd", "th" };
    for (size_t i = 0; i < 4; i++) {
        if (starts(text, at, endings[i]) && !is_letter(text, at + 2) && !is_digit(text, at + 2))
            return 2;
    }
    return 0;
}

/* Figures: 12, and 2.5 beside the 2 of it. A number with a letter right before it is none (a4). */
static void add_figures(struct stretch *s, size_t at)
{
    struct dg_number n;
    if (at > 0 && (is_letter(s->text, at - 1) || is_digit(s->text, at - 1)) && s->position_at[at - s->start] == NONE)
        return;
    if (!dg_number_figures(&n, s->text, at))
        return;
    if (n.decimal || n.digits == 0)
        add_number(s, &n, at, DG_IN_ANY, false, 0);
    struct dg_number whole = { .figures = true };
    while (is_digit(s->text, at + whole.len) && whole.len < 9) {
        whole.value = whole.value * 10 + (s->text.at[at + whole.len] - '0');
        whole.len++;
    }
    if (is_digit(s->text, at + whole.len))
        return;
    whole.digits = (uint8_t)whole.len;
    size_t ending = ordinal_ending(s->text, at + whole.len);
    if (ending)
        whole.digits = whole.digits > 2 ? 0 : whole.digits;
    add_number(s, &whole, at, DG_IN_ANY, ending > 0, ending);
}

/* 第三, 首: the number is an ordinal */
static void add_ordinal_zh(struct stretch *s, size_t at, size_t prefix)
{
    struct dg_number n;
    size_t from = skip_blanks(s->text, at + prefix);
    if (from >= s->text.len)
        return;
    if (!dg_number_figures(&n, s->text, from) && !dg_number_zh(&n, s->lexicon, s->text, from))
        return;
    add_number(s, &n, at, DG_IN_ZH, true, from - at);
}

static struct dg_item item_of(const struct dg_word *w)
{
    struct dg_item item = { .symbol = (uint8_t)w->class, .value = w->value, .languages = (uint8_t)w->languages };
    if (w->value.len) {
        item.a = (int32_t)dg_word_number(w, 0, 0);
        item.b = (int32_t)dg_word_number(w, 1, 0);
        item.c = (int32_t)dg_word_number(w, 2, 0);
        item.d = (int32_t)dg_word_number(w, 3, 0);
    }
    return item;
}

/* Letters that touch figures (7pm, dec31, 15h30) are words all the same: they are cut out of the text. */
static size_t match_words(struct stretch *s, size_t at, struct dg_word *found)
{
    size_t end = at;
    while (is_letter(s->text, end))
        end++;
    bool after = end > at && at > 0 && is_digit(s->text, at - 1);
    struct dg_str text = after ? dg_str_cut(s->text, at, s->text.len) : s->text;
    size_t from = after ? 0 : at;
    size_t n = dg_lexicon_match(s->lexicon, DG_IN_ANY, text, from, found, MATCHES_MAX);
    if (n == 0 && end > at && is_digit(s->text, end))
        n = dg_lexicon_match(s->lexicon, DG_IN_ANY, dg_str_cut(text, 0, from + (end - at)), from, found, MATCHES_MAX);
    return n;
}

/* All words and numbers that begin at `at`; false when there are none. */
static bool gather_at(struct stretch *s, size_t at)
{
    struct dg_word found[MATCHES_MAX];
    size_t before = s->word_count;
    size_t n = match_words(s, at, found);
    bool zh_number = false, en_number = false;
    for (size_t i = 0; i < n; i++) {
        enum dg_word_class c = found[i].class;
        if (is_time_class(c))
            add_word(s, item_of(&found[i]), at, found[i].len);
        if (c == DG_W_DI)
            add_ordinal_zh(s, at, found[i].len);
        zh_number |= c == DG_W_NUMBER_DIGIT || c == DG_W_NUMBER_TENS || c == DG_W_NUMBER_SCALE;
        en_number |= c == DG_W_NUMBER_UNIT || c == DG_W_NUMBER_TENS || c == DG_W_NUMBER_ORDINAL;
    }
    struct dg_number number;
    if (is_digit(s->text, at))
        add_figures(s, at);
    else if (zh_number && dg_number_zh(&number, s->lexicon, s->text, at))
        add_number(s, &number, at, DG_IN_ZH, false, 0);
    else if (en_number && dg_number_en(&number, s->lexicon, s->text, at))
        add_number(s, &number, at, DG_IN_EN, false, 0);
    return s->word_count > before;
}

/* Where the next word can begin after `at`: the next character, or in a run of letters and digits its end. */
static size_t next_start(struct dg_str text, size_t at)
{
    size_t len;
    if (is_letter(text, at)) {
        while (is_letter(text, at))
            at++;
        return at;
    }
    if (is_digit(text, at)) {
        while (is_digit(text, at))
            at++;
        return at;
    }
    dg_utf8_at(text, at, &len);
    return at + len;
}

/* Gathers a stretch that begins at or after `from`; false at the end of the text. */
static bool gather(struct stretch *s, size_t from)
{
    size_t at = skip_blanks(s->text, from);
    s->start = s->end = at;
    s->word_count = 0;
    s->positions = 0;
    s->strong = false;
    memset(s->position_at, NONE, sizeof s->position_at);
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
            at = skip_blanks(s->text, next_start(s->text, at));
            s->start = s->end = at;
            continue;
        }
        at = skip_blanks(s->text, next_start(s->text, at));
    }
    return s->word_count > 0;
}

/* Settles at which position each word ends; words that end where none begins end the reading there. */
static void settle_ends(struct stretch *s)
{
    for (size_t i = 0; i < s->word_count; i++) {
        size_t end = skip_blanks(s->text, s->start + s->words[i].end) - s->start;
        s->words[i].to = end <= DG_CHART_BYTES && s->position_at[end] != NONE ? s->position_at[end] : s->positions;
    }
}

static bool is_time(uint8_t symbol)
{
    return symbol >= DG_T_D && symbol <= DG_T_V;
}

/* The best readings (`whole`: the stretch is all that the message says, so that "sat" is the day): most bytes covered, then fewer and better ones. Filled from the right. */
struct choice {
    int32_t score;
    int16_t item; /* or -1: nothing begins here */
    uint8_t next;
};

static int32_t worth(const struct dg_item *item)
{
    return (item->end - item->start) * 1000 - 600 + item->rank;
}

static void choose(const struct dg_chart *chart, bool whole, struct choice *best)
{
    best[chart->positions] = (struct choice){ 0, -1, chart->positions };
    for (int p = chart->positions - 1; p >= 0; p--) {
        best[p] = (struct choice){ best[p + 1].score, -1, (uint8_t)(p + 1) };
        for (uint16_t i = chart->first[p]; i < chart->last[p]; i++) {
            const struct dg_item *item = &chart->items[i];
            bool block = item->symbol == DG_T_BLOCK; /* good morning: nothing in it is a time */
            bool alone = whole && p == 0 && item->to == chart->positions &&
                    (item->symbol == DG_T_D || item->symbol == DG_T_W || item->b == 1);
            if (!block && (!is_time(item->symbol) || (item->weak && !alone) || !item->when))
                continue;
            int32_t score = worth(item) + best[item->to].score;
            if (score > best[p].score)
                best[p] = (struct choice){ score, (int16_t)i, item->to };
        }
    }
}

static const struct dg_when *keep(const struct dg_when *w, struct dg_arena *arena)
{
    if (!w)
        return NULL;
    struct dg_when *copy = dg_arena_alloc(arena, sizeof *copy);
    if (!copy)
        return NULL;
    *copy = *w;
    copy->a = keep(w->a, arena);
    copy->b = keep(w->b, arena);
    return (w->a && !copy->a) || (w->b && !copy->b) ? NULL : copy;
}

/* 29 February 2019 is a time that was said, though there is no such day. */
static bool is_impossible_date(const struct dg_when *w)
{
    return w->kind == DG_WHEN_DATE && w->month && w->day > 28;
}

static void report(
        const struct dg_scan *scan, struct dg_sink *sink, const struct stretch *s, const struct dg_item *item)
{
    struct dg_mark mark = dg_arena_mark(scan->arena);
    const struct dg_when *when = keep(item->when, scan->arena);
    if (!when)
        return;
    struct dg_when_hints hints = { .reference = scan->reference, .zone = scan->ctx->zone, .typical_hour = -1 };
    struct dg_mention m = { .type = DG_M_TIME,
        .message = scan->message,
        .start = (uint32_t)(s->start + item->from),
        .end = (uint32_t)(s->start + item->end),
        .when = when,
        .score = 0.9 };
    m.value.kind = DG_TIME;
    m.value.time = dg_when_resolve(when, &hints, scan->arena);
    unsigned says = dg_when_says(when);
    if (!is_impossible_date(when) && !m.value.time.has_start && !m.value.time.has_end &&
            !(says & (DG_SAYS_DURATION | DG_SAYS_RECURRENCE | DG_SAYS_VAGUE))) {
        dg_arena_undo(scan->arena, mark);
        return;
    }
    dg_sink_add(sink, &m);
}

static void read_stretch(const struct dg_scan *scan, struct dg_sink *sink, struct stretch *s, struct dg_chart *chart)
{
    struct choice best[DG_CHART_POSITIONS + 1];
    settle_ends(s);
    chart->positions = s->positions;
    dg_chart_parse(chart, s->words, s->word_positions, s->word_count);
    bool whole = s->start == 0 && s->end == s->text.len;
    choose(chart, whole, best);
    for (uint8_t p = 0; p < chart->positions; p = best[p].next) {
        if (best[p].item >= 0 && chart->items[best[p].item].when)
            report(scan, sink, s, &chart->items[best[p].item]);
    }
}

/* Where 03/04 is the 3rd of April: not in America, and in the far east only when the year comes last. */
static bool day_first(const struct dg_scan *scan, bool with_year)
{
    static const char *const month_first[] = { "US", "PH", "", "CN", "TW", "HK", "MO", "JP", "KR" };
    size_t count = with_year ? 3 : sizeof month_first / sizeof month_first[0];
    for (size_t i = 0; i < count; i++) {
        if (strcmp(scan->ctx->region, month_first[i]) == 0)
            return false;
    }
    return true;
}

static void scan_time(const struct dg_scan *scan, struct dg_sink *sink)
{
    struct stretch s = { .text = scan->text->folded, .lexicon = scan->lexicon };
    struct dg_chart chart;
    chart.day_first = day_first(scan, false);
    chart.year_last_day_first = day_first(scan, true);
    for (size_t at = 0; gather(&s, at); at = s.end > at ? s.end : at + 1) {
        if (s.strong)
            read_stretch(scan, sink, &s, &chart);
    }
}

const struct dg_recogniser dg_recogniser_time = { "time", scan_time };
