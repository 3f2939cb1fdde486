#include "intents/chatlog_screen.h"

#include "intents/chatlog_build.h"
#include "intents/chatlog_kind.h"
#include "intents/utf8.h"

/* ---- what is no bubble ------------------------------------------------------------------------------------ */

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

static bool is_percent(struct dg_str token)
{
    enum { LONGEST = 4 };
    if (token.len < 2 || token.len > LONGEST || token.at[token.len - 1] != '%')
        return false;
    for (size_t i = 0; i + 1 < token.len; i++) {
        if (!is_digit(token.at[i]))
            return false;
    }
    return true;
}

/* 9:41, 15:48 */
static bool is_clock(struct dg_str token)
{
    size_t hours = token.len < 3 ? 0 : token.len - 3;
    return hours >= 1 && hours <= 2 && token.at[hours] == ':' && is_digit(token.at[0]) &&
            is_digit(token.at[hours - 1]) && is_digit(token.at[hours + 1]) && is_digit(token.at[hours + 2]);
}

/* 上午9:41 */
static bool is_clock_of_half(struct dg_str token, const struct dg_lexicon *lexicon)
{
    size_t half = dg_chatlog_begins(NULL, lexicon, DG_W_CHAT_HALF, token);
    return half && is_clock(dg_str_cut(token, half, token.len));
}

/* Drawn dots, bars and batteries: no letter of any script. */
static bool is_drawn(struct dg_str token)
{
    for (size_t i = 0, len; i < token.len; i += len) {
        uint32_t cp = dg_utf8_at(token, i, &len);
        bool letter = cp < 0x80 ? is_digit((char)cp) || (cp | 0x20u) - 'a' < 26 : cp >= 0x2E80 && cp < 0x1F000;
        if (letter)
            return false;
    }
    return true;
}

/* Clock, carrier, signal and battery on one line, or a row of buttons. */
static bool is_status_bar(struct dg_str line, const struct dg_lexicon *lexicon)
{
    enum { TOKENS_MAX = 10, BUTTONS_MIN = 3 };
    size_t gauges = 0, buttons = 0, tokens = 0, end;
    for (size_t at = 0; at < line.len; at = end) {
        while (at < line.len && line.at[at] == ' ')
            at++;
        for (end = at; end < line.len && line.at[end] != ' '; end++)
            ;
        struct dg_str token = dg_str_cut(line, at, end);
        bool gauge = is_percent(token) || is_clock(token) || is_clock_of_half(token, lexicon);
        bool button = dg_chatlog_word(NULL, lexicon, DG_W_CHAT_NOISE, token);
        if (!gauge && !button && !is_drawn(token) && !dg_chatlog_word(NULL, lexicon, DG_W_CHAT_HALF, token))
            return false;
        gauges += gauge;
        buttons += button;
        if (++tokens > TOKENS_MAX)
            return false;
    }
    return tokens > 1 && (gauges > 0 || buttons >= BUTTONS_MIN);
}

/* "< 小蓝 (3)": an arrow back and whom the chat is with. */
static bool is_title(struct dg_str line)
{
    static const char *const arrows[] = { "<", "‹", "〈", "＜", "←", "❮" };
    size_t len = 0;
    for (size_t i = 0; i < sizeof arrows / sizeof arrows[0] && !len; i++)
        len = dg_str_starts(line, arrows[i]) ? strlen(arrows[i]) : 0;
    struct dg_str rest = dg_str_trim(dg_str_cut(line, len, line.len));
    return len && dg_line_is_name(rest) && dg_str_find(rest, dg_str_of(">"), 0) < 0;
}

bool dg_screen_is_noise(struct dg_str line, const struct dg_lexicon *lexicon)
{
    enum { LONGEST = 96 };
    line = dg_str_trim(line);
    if (line.len == 0 || line.len > LONGEST)
        return false;
    return dg_chatlog_word(NULL, lexicon, DG_W_CHAT_NOISE, line) || is_title(line) || is_status_bar(line, lexicon);
}

/* ---- bubbles ---------------------------------------------------------------------------------------------- */

size_t dg_screen_width(struct dg_str line)
{
    size_t width = 0;
    for (size_t i = 0, len; i < line.len; i += len)
        width += dg_utf8_at(line, i, &len) < 0x1100 ? 1 : 2;
    return width;
}

bool dg_screen_is(const struct dg_split *s)
{
    enum { DAY_S = 86400 };
    const struct dg_census *seen = &s->seen;
    struct dg_instant at;
    if (seen->lines <= 2)
        return false;
    if (seen->noise > 1 || !seen->forms[DG_LINE_STAMP])
        return seen->noise > 1;
    /* a time that is still to come is what a note is about */
    return !dg_stamp_instant(&at, &seen->stamp, s->rule, s->ctx->zone, s->ctx->now) ||
            at.utc_s <= s->ctx->now.utc_s + DAY_S;
}

/* Whether a line fills the width of the bubbles and ends without a mark: the words go on in the next line. */
static bool runs_on(const struct dg_split *s, struct dg_str line)
{
    enum { NARROWEST = 20, RAGGED = 2 };
    static const char *const ends[] = { "。", "！", "？", "～", "…", "!", "?", ".", "~" };
    size_t width = dg_screen_width(line);
    if (width < NARROWEST || width + RAGGED < s->seen.longest)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t len = strlen(ends[i]);
        if (line.len >= len && memcmp(line.at + line.len - len, ends[i], len) == 0)
            return false;
    }
    return true;
}

/* ---- names above bubbles ---------------------------------------------------------------------------------- */

/* Groups print the speaker above each bubble: a short line that comes again, each time above other words. */
enum { LABELS_MAX = 32, LABEL_WIDTH_MAX = 16 };

struct labels {
    struct label {
        struct dg_str name;
        size_t seen;
        bool fails; /* stood somewhere with nothing below it */
    } at[LABELS_MAX];
    size_t count;
};

static struct label *label_of(struct labels *labels, struct dg_str line)
{
    for (size_t i = 0; i < labels->count; i++) {
        if (dg_str_eq(labels->at[i].name, line))
            return &labels->at[i];
    }
    return NULL;
}

static void note_label(struct labels *labels, struct dg_str line, const struct dg_lexicon *lexicon)
{
    struct label *known = label_of(labels, line);
    if (known) {
        known->seen++;
        return;
    }
    bool fits =
            dg_screen_width(line) <= LABEL_WIDTH_MAX && dg_line_is_name(line) && !dg_chatlog_is_ordinary(line, lexicon);
    if (fits && labels->count < LABELS_MAX)
        labels->at[labels->count++] = (struct label){ .name = line, .seen = 1 };
}

static void find_labels(struct labels *out, const struct dg_split *s)
{
    struct dg_str line;
    struct dg_line head;
    struct label *above = NULL;
    out->count = 0;
    for (size_t at = 0; dg_str_line(&line, s->paste, &at);) {
        dg_line_read(&head, line, s->lexicon, s->arena);
        struct dg_str words = dg_str_trim(line);
        bool said = head.form == DG_LINE_WORDS && !dg_screen_is_noise(line, s->lexicon);
        if (above && !said && head.form != DG_LINE_COLON)
            above->fails = true;
        if (said)
            note_label(out, words, s->lexicon);
        above = said ? label_of(out, words) : NULL;
    }
    if (above)
        above->fails = true;
}

static bool is_label(struct labels *labels, struct dg_str words)
{
    const struct label *l = label_of(labels, words);
    return l && l->seen > 1 && !l->fails;
}

/* ---- the whole -------------------------------------------------------------------------------------------- */

static bool take_bubble(struct dg_split *s, struct dg_str words)
{
    if (s->open)
        dg_split_grow(s, words);
    else if (!dg_split_begin(s, words))
        return false;
    if (!runs_on(s, words)) {
        dg_split_close(s);
        s->speaker = (struct dg_str){ "", 0 }; /* one's own bubbles have no name above them */
    }
    return true;
}

static bool take_line(struct dg_split *s, struct labels *labels, const struct dg_line *head, struct dg_str line)
{
    struct dg_str words = dg_str_trim(line);
    bool label = head->form == DG_LINE_WORDS && is_label(labels, words);
    if (head->form != DG_LINE_STAMP && head->form != DG_LINE_DAY && !label && words.len &&
            head->form != DG_LINE_HEADING && !dg_screen_is_noise(line, s->lexicon))
        return take_bubble(s, words);
    dg_split_close(s);
    if (head->form == DG_LINE_STAMP)
        dg_split_stamp(s, &head->stamp);
    if (head->form == DG_LINE_DAY)
        dg_split_day(s, &head->stamp);
    if (label)
        s->speaker = words;
    return true;
}

bool dg_screen_take(struct dg_split *s)
{
    struct dg_str line;
    struct dg_line head;
    struct labels labels;
    find_labels(&labels, s);
    for (size_t at = 0; dg_str_line(&line, s->paste, &at);) {
        dg_line_read(&head, line, s->lexicon, s->arena);
        if (!take_line(s, &labels, &head, line))
            return false;
    }
    dg_split_close(s);
    return true;
}
