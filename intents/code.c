/* Flights, trains, parcels, orders, and secrets that must not be used. A code is a run of letters and digits; its shape or
 * the words beside it say of what. */
#include "intents/code_cue.h"
#include "intents/parcel.h"
#include "intents/street.h"
#include "intents/token.h"

enum { CODE_BYTES_MAX = 40, LONG_DIGITS = 16, SECRET_BYTES_MAX = 32 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_word(char c)
{
    return is_letter(c) || is_digit(c);
}

/* A run of letters and digits; "7312 8890 1234" and "SF-1234" are one where `code` was read over the gaps. */
struct run {
    size_t start, end;
    char code[CODE_BYTES_MAX + 1]; /* folded, without gaps */
    size_t len, digits;
    bool capitals; /* its letters are capitals in the original */
};

struct walk {
    const struct dg_scan *scan;
    struct dg_sink *sink;
    struct dg_str text;
    struct dg_known known; /* contacts and money: their digits are no codes */
    bool looked; /* for the carrier that the message names */
    struct dg_str carrier;
};

static struct dg_str code_of(const struct run *r)
{
    return (struct dg_str){ r->code, r->len };
}

static bool capitals_in(const struct walk *w, size_t start, size_t end)
{
    struct dg_str words = dg_text_words(w->scan->text, start, end);
    for (size_t i = 0; i < words.len; i++) {
        if (is_letter(words.at[i]))
            return false;
    }
    return true;
}

static void add_run(struct run *r, struct dg_str s, size_t end)
{
    for (size_t i = r->end; i < end && r->len < CODE_BYTES_MAX; i++) {
        if (!is_word(s.at[i]))
            continue;
        r->code[r->len++] = s.at[i];
        r->digits += is_digit(s.at[i]);
    }
    r->end = end;
}

static size_t word_end(struct dg_str s, size_t i)
{
    while (i < s.len && is_word(s.at[i]))
        i++;
    return i;
}

static struct run read_run(const struct walk *w, size_t i)
{
    struct run r = { .start = i, .end = i };
    add_run(&r, w->text, word_end(w->text, i));
    r.capitals = capitals_in(w, r.start, r.end);
    return r;
}

static void report(const struct walk *w, enum dg_mention_type type, const struct run *r, struct dg_str scheme,
        const char *unit, double score)
{
    struct dg_str code = dg_text_words(w->scan->text, r->start, r->end);
    dg_sink_add(w->sink,
            &(struct dg_mention){ .type = type,
                    .message = w->scan->message,
                    .start = (uint32_t)r->start,
                    .end = (uint32_t)r->end,
                    .value = { .kind = DG_CODE, .code = { code, scheme } },
                    .unit = unit,
                    .score = score });
}

/* ---- secrets ----------------------------------------------------------------------------------------------- */

/* 8-2-3011, and 48 29 13 where it is printed in groups of one length. */
static struct run over_groups(const struct walk *w, struct run r)
{
    size_t first = r.end - r.start;
    for (size_t next = r.end + 1; next < w->text.len && is_word(w->text.at[next]); next = r.end + 1) {
        struct run group = read_run(w, next);
        bool even = w->text.at[r.end] == ' ' && first < 4 && group.end - group.start == first;
        if (!(w->text.at[r.end] == '-' || even) || group.digits == 0 || r.len + group.len > SECRET_BYTES_MAX)
            break;
        add_run(&r, w->text, group.end);
    }
    return r;
}

static bool find_secret(const struct walk *w, const struct run *r, enum dg_code_cue before, size_t *end)
{
    struct run whole = over_groups(w, *r);
    bool mixed = whole.digits > 0 && whole.len >= 4, named = before == DG_CUE_SECRET;
    bool code_like = whole.digits == whole.len && whole.len >= 4 && whole.len <= 8;
    if (dg_street_follows(w->scan->lexicon, w->text, whole.end))
        return false; /* the number of the house, said with the code of its gate */
    if (named ? !(mixed || whole.digits >= 3)
              : !(before == DG_CUE_NONE && code_like && dg_code_cue_after(w->scan, whole.end) == DG_CUE_SECRET))
        return false;
    report(w, DG_M_SECRET, &whole, dg_str_of("secret"), NULL, named ? 1 : 0.9);
    *end = whole.end;
    return true;
}

/* ---- what is masked ------------------------------------------------------------------------------------------ */

/* Whether the blank or dash at `i` stands between groups of a masked number. */
static bool joins_groups(struct dg_str s, size_t start, size_t i)
{
    if (i == start || i + 1 >= s.len || (s.at[i] != ' ' && s.at[i] != '-'))
        return false;
    bool beside_star = s.at[i - 1] == '*' || s.at[i + 1] == '*';
    return beside_star && (s.at[i + 1] == '*' || is_digit(s.at[i + 1]));
}

/* 138****0021, SF31xxxx5921, 6222 **** **** 1234: where it ends, or `start` when nothing is masked. Two stars mask only
 * what stands between other characters: **2024** is bold. */
static size_t masked_end(struct dg_str s, size_t start)
{
    enum { INSIDE_MIN = 2, OUTSIDE_MIN = 3, DIGITS_MIN = 2 };
    size_t digits = 0, strokes = 0, i = start;
    bool masked = false;
    size_t most = s.len - start < CODE_BYTES_MAX ? s.len : start + CODE_BYTES_MAX;
    for (; i < most && (is_word(s.at[i]) || s.at[i] == '*' || (digits && joins_groups(s, start, i))); i++) {
        bool star = s.at[i] == '*', cross = s.at[i] == 'x' && digits;
        bool inside = strokes >= INSIDE_MIN && i - strokes > start && s.at[i - 1] == '*' && is_word(s.at[i]);
        masked = masked || inside || strokes >= OUTSIDE_MIN;
        strokes = star || cross ? strokes + 1 : 0;
        digits += is_digit(s.at[i]);
    }
    masked = masked || strokes >= OUTSIDE_MIN;
    return masked && digits >= DIGITS_MIN ? i : start;
}

/* The last digits of a number that is told no further: 尾号3308, card ending 4412. */
static bool is_tail(const struct walk *w, const struct run *r)
{
    enum { REACH_BYTES = 24, GAP_BYTES = 5, DIGITS_MAX = 4 };
    struct dg_word word;
    if (r->digits != r->len || r->len < 3 || r->len > DIGITS_MAX)
        return false;
    for (size_t i = r->start; i-- > 0 && r->start - i <= REACH_BYTES;) {
        if (dg_lexicon_longest(w->scan->lexicon, DG_IN_ANY, DG_W_CODE_LAST, w->text, i, &word) &&
                i + word.len <= r->start && r->start - i - word.len <= GAP_BYTES)
            return true;
    }
    return false;
}

/* Nothing can be done with it, nor is it a count. */
static bool find_masked(const struct walk *w, const struct run *r, size_t *end)
{
    struct run masked = *r;
    masked.end = masked_end(w->text, r->start);
    if (masked.end == r->start && is_tail(w, r))
        masked.end = r->end;
    if (masked.end == r->start)
        return false;
    report(w, DG_M_CODE, &masked, dg_str_of("masked"), NULL, 1);
    *end = masked.end;
    return true;
}

/* ---- flights and trains ------------------------------------------------------------------------------------ */

/* "mu" and "5101"; `gap` where a blank stands between the two. */
static bool is_flight(const struct walk *w, struct dg_str airline, const struct run *number, bool gap, bool capitals,
        enum dg_code_cue cue)
{
    struct dg_word word;
    size_t digits = number->end - number->start;
    if (digits < 2 || digits > 4 || !dg_lexicon_is(w->scan->lexicon, DG_IN_ANY, DG_W_CODE_AIRLINE, airline, &word))
        return false;
    if (cue == DG_CUE_FLIGHT)
        return true;
    if (gap)
        return capitals && digits >= 3;
    return capitals || digits >= 3;
}

static bool find_flight(const struct walk *w, const struct run *r, enum dg_code_cue cue, size_t *end)
{
    struct dg_str code = code_of(r);
    if (r->len > 3 && r->len <= 6) {
        struct run number = { .start = r->start + 2, .end = r->end };
        bool tail = true;
        for (size_t i = 2; i < r->len; i++)
            tail = tail && is_digit(r->code[i]);
        if (tail && is_flight(w, dg_str_cut(code, 0, 2), &number, false, r->capitals, cue)) {
            report(w, DG_M_CODE, r, dg_str_of("flight"), NULL, 1);
            *end = r->end;
            return true;
        }
    }
    if (r->len == 2 && r->end + 1 < w->text.len && w->text.at[r->end] == ' ' && is_digit(w->text.at[r->end + 1])) {
        struct run number = read_run(w, r->end + 1), both = *r;
        if (number.digits == number.len && is_flight(w, code, &number, true, r->capitals, cue)) {
            add_run(&both, w->text, number.end);
            report(w, DG_M_CODE, &both, dg_str_of("flight"), NULL, 0.9);
            *end = both.end;
            return true;
        }
    }
    return false;
}

/* What stands right behind a code: 次 makes it a train; 栋, 口, 座 make it something else; G7吧 may be one. */
enum train_tail { TAIL_NONE, TAIL_TRAIN, TAIL_OFFERED, TAIL_OTHER };

static enum train_tail train_tail(const struct walk *w, size_t end)
{
    struct dg_word word;
    if (!dg_lexicon_longest(w->scan->lexicon, DG_IN_ANY, DG_W_CODE_TAIL, w->text, end, &word))
        return TAIL_NONE;
    if (dg_str_is(dg_word_column(&word, 0), "offered"))
        return TAIL_OFFERED;
    return dg_str_is(dg_word_column(&word, 0), "train") ? TAIL_TRAIN : TAIL_OTHER;
}

static bool find_train(const struct walk *w, const struct run *r, enum dg_code_cue cue, size_t *end)
{
    if (r->len < 2 || r->len > 5 || r->digits != r->len - 1 || !strchr("gdcztksyl", r->code[0]))
        return false;
    enum train_tail tail = train_tail(w, r->end);
    bool sure = strchr("gdcztk", r->code[0]) && r->digits >= 3 && (r->capitals || w->scan->language == DG_LANG_ZH);
    bool offered = tail == TAIL_OFFERED && strchr("gz", r->code[0]) && r->capitals; /* a T2 or a D2 is no train */
    bool by_itself = (sure && r->digits <= 4) || offered;
    if (tail == TAIL_OTHER || !(tail == TAIL_TRAIN || cue == DG_CUE_TRAIN || (by_itself && cue != DG_CUE_ORDER)))
        return false;
    report(w, DG_M_CODE, r, dg_str_of("train"), NULL, 1);
    *end = r->end;
    return true;
}

/* "bus 24", "train 173", "38路": a line's number right behind the word for it, or with its own tail; not "train 9:15". */
static bool find_line(const struct walk *w, const struct run *r, enum dg_code_cue cue, size_t *end)
{
    struct dg_word word;
    struct run whole = *r;
    if (r->digits == 0 || r->len > 4 || r->len - r->digits > 1)
        return false;
    if (dg_lexicon_longest(w->scan->lexicon, DG_IN_ANY, DG_W_CODE_TAIL, w->text, r->end, &word) &&
            dg_str_is(dg_word_column(&word, 0), "bus")) {
        whole.end += word.len;
        report(w, DG_M_CODE, &whole, dg_str_of("bus"), NULL, 0.9);
        *end = whole.end;
        return true;
    }
    char next = r->end < w->text.len ? w->text.at[r->end] : ' ';
    size_t after = r->end + (next == ' ');
    bool ride = cue == DG_CUE_BUS || (cue == DG_CUE_TRAIN && w->scan->language != DG_LANG_ZH);
    if (!ride || !dg_code_cue_touches(w->scan, r->start) || strchr(":.'", next) ||
            dg_lexicon_longest(w->scan->lexicon, DG_IN_ANY, DG_W_UNIT, w->text, after, &word) ||
            dg_lexicon_longest(w->scan->lexicon, DG_IN_ANY, DG_W_AMPM, w->text, after, &word) ||
            dg_lexicon_longest(w->scan->lexicon, DG_IN_ANY, DG_W_COUNT_UNIT, w->text, after, &word))
        return false;
    report(w, DG_M_CODE, r, dg_str_of(cue == DG_CUE_BUS ? "bus" : "train"), NULL, 0.8);
    return true;
}

/* ---- parcels and orders ------------------------------------------------------------------------------------ */

/* Follows "7312 8890 1234" while the groups are digits; only the last of a long number may be short. */
static struct run over_gaps(const struct walk *w, struct run r)
{
    for (;;) {
        size_t next = r.end + 1;
        bool gap = r.end < w->text.len && (w->text.at[r.end] == ' ' || w->text.at[r.end] == '-');
        if (!gap || next >= w->text.len || !is_digit(w->text.at[next]))
            return r;
        struct run group = read_run(w, next);
        size_t least = r.len < LONG_DIGITS ? 3 : 2;
        if (group.digits != group.len || group.len < least || r.len + group.len > CODE_BYTES_MAX)
            return r;
        add_run(&r, w->text, group.end);
    }
}

/* The carrier that the message names, or the empty slice; looked for once. */
static struct dg_str carrier_named(struct walk *w)
{
    struct dg_word word;
    for (size_t i = 0; !w->looked && i < w->text.len; i++) {
        if (dg_lexicon_longest(w->scan->lexicon, DG_IN_ANY, DG_W_CODE_CARRIER_NAME, w->text, i, &word)) {
            w->carrier = dg_word_column(&word, 0);
            break;
        }
    }
    w->looked = true;
    return w->carrier;
}

static void report_parcel(struct walk *w, const struct run *r, const struct dg_parcel *parcel, double score)
{
    bool bad = parcel->check == DG_CHECK_BAD;
    struct dg_str carrier = parcel->carrier;
    if (carrier_named(w).len && (carrier.len == 0 || parcel->check != DG_CHECK_GOOD))
        carrier = carrier_named(w); /* two carriers may write their numbers alike */
    report(w, DG_M_CODE, r, carrier.len ? carrier : dg_str_of("parcel"), bad ? "bad-check-digit" : "parcel", score);
}

static bool find_parcel(struct walk *w, const struct run *r, enum dg_code_cue cue, size_t *end)
{
    struct run whole = over_gaps(w, *r);
    const struct run *tries[] = { &whole, r };
    for (size_t i = 0; i < 2; i++) {
        struct dg_parcel parcel;
        if (tries[i]->len >= 9 && dg_parcel_shape(&parcel, code_of(tries[i]), w->scan->lexicon)) {
            report_parcel(w, tries[i], &parcel, parcel.check == DG_CHECK_BAD ? 0.7 : 1);
            *end = tries[i]->end;
            return true;
        }
    }
    bool long_number = whole.digits == whole.len && whole.len >= 10 && whole.len <= 22;
    long_number = long_number || (r->capitals && r->digits > r->len / 2 && r->len >= 10 && whole.end == r->end);
    if (!long_number || (cue != DG_CUE_PARCEL && (cue != DG_CUE_NONE || carrier_named(w).len == 0)))
        return false;
    struct dg_parcel parcel = { { "", 0 }, DG_CHECK_NONE };
    if (dg_parcel_is_fedex(code_of(&whole)) && carrier_named(w).len == 0)
        parcel = (struct dg_parcel){ dg_str_of("FedEx"), DG_CHECK_GOOD };
    report_parcel(w, &whole, &parcel, 0.9);
    *end = whole.end;
    return true;
}

static bool find_order(const struct walk *w, const struct run *r, enum dg_code_cue cue, size_t *end)
{
    bool record = r->len >= 5 && r->digits > 0 && (r->capitals || r->digits == r->len);
    if (cue != DG_CUE_ORDER && cue != DG_CUE_MEETING)
        return false;
    struct run whole = r->digits == r->len ? over_gaps(w, *r) : *r;
    if (!record && !(whole.len >= 5 && whole.digits > 0 && whole.end > r->end))
        return false;
    report(w, DG_M_CODE, &whole, dg_str_of(cue == DG_CUE_MEETING ? "meeting" : "order"), NULL, 0.9);
    *end = whole.end;
    return true;
}

/* ---- the walk ---------------------------------------------------------------------------------------------- */

static size_t find_code(struct walk *w, size_t i)
{
    struct run r = read_run(w, i);
    size_t end = r.end;
    if (r.end - r.start > CODE_BYTES_MAX || dg_known_at(&w->known, i))
        return end > i ? end : i + 1;
    if (find_masked(w, &r, &end))
        return end;
    bool may_be_airline = r.len == 2 && r.end < w->text.len && w->text.at[r.end] == ' ';
    if (r.digits == 0 && !may_be_airline)
        return end > i ? end : i + 1;
    enum dg_code_cue cue = dg_code_cue_before(w->scan, i);
    if (find_secret(w, &r, cue, &end) || find_parcel(w, &r, cue, &end) || find_flight(w, &r, cue, &end) ||
            find_train(w, &r, cue, &end) || find_line(w, &r, cue, &end))
        return end;
    (void)find_order(w, &r, cue, &end);
    return end;
}

static void scan_codes(const struct dg_scan *scan, struct dg_sink *sink)
{
    uint32_t taken = 1u << DG_M_PHONE | 1u << DG_M_URL | 1u << DG_M_EMAIL | 1u << DG_M_MONEY;
    struct walk w = { .scan = scan, .sink = sink, .text = scan->text->folded, .known = dg_known_of(scan, taken) };
    for (size_t i = 0; i < w.text.len;) {
        if (!is_word(w.text.at[i]) && w.text.at[i] != '*')
            i++;
        else
            i = find_code(&w, i);
    }
}

const struct dg_recogniser dg_recogniser_code = { "code", scan_codes };
