#include "intents/chatlog_line.h"

#include "intents/chatlog_kind.h"
#include "intents/normalise.h"
#include "intents/utf8.h"

/* A head longer than this is none. */
enum { HEAD_BYTES = 240, NAME_CODEPOINTS = 32, NAME_BLANKS = 4, COLON_NAME_CODEPOINTS = 20 };

struct reading {
    struct dg_str raw;
    struct dg_text text;
    const struct dg_lexicon *lexicon;
};

static size_t raw_at(const struct reading *r, size_t folded)
{
    return r->text.origin[folded];
}

static struct dg_str raw_words(const struct reading *r, size_t start, size_t end)
{
    return dg_str_trim(dg_str_cut(r->raw, raw_at(r, start), raw_at(r, end)));
}

static size_t past_blanks(struct dg_str s, size_t at)
{
    while (at < s.len && s.at[at] == ' ')
        at++;
    return at;
}

bool dg_stamp_is_dated(const struct dg_stamp *stamp)
{
    return stamp->order != DG_ORDER_NONE || stamp->has_relative || stamp->weekday;
}

bool dg_stamp_has_year(const struct dg_stamp *stamp)
{
    return stamp->order != DG_ORDER_NONE && stamp->year > 0;
}

bool dg_line_is_name(struct dg_str words)
{
    static const char *const marks[] = { "。", "！", "？", "，", "；", "!", "?", ";", "://", "【" };
    size_t blanks = 0;
    if (words.len == 0 || dg_utf8_codepoints(words, words.len) > NAME_CODEPOINTS)
        return false;
    for (size_t i = 0; i < words.len; i++)
        blanks += words.at[i] == ' ';
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (dg_str_find(words, dg_str_of(marks[i]), 0) >= 0)
            return false;
    }
    return blanks <= NAME_BLANKS;
}

static bool only_digits(struct dg_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    }
    return s.len > 0;
}

/* Where "(12345678)" or "<a@b>" at the end of a name opens; name.len when there is none. */
static size_t tail_opens(struct dg_str name)
{
    char close = name.len ? name.at[name.len - 1] : 0;
    if (close != ')' && close != '>')
        return name.len;
    for (size_t i = name.len - 1; i-- > 1;) {
        if (close == '>' && name.at[i] == '<')
            return i;
        if (close == ')' && name.at[i] == '(')
            return name.len - i > 6 && only_digits(dg_str_cut(name, i + 1, name.len - 1)) ? i : name.len;
    }
    return name.len;
}

/* The name without what some apps add: "(12345678)", "<a@b>", 【群主】 before it, a dash or colon after it. */
static struct dg_str bare_name(struct dg_str name)
{
    static const char *const ends[] = { "—", "–", ":", "：", "•" };
    if (dg_str_starts(name, "【")) {
        ptrdiff_t end = dg_str_find(name, dg_str_of("】"), 0);
        if (end > 0)
            name = dg_str_cut(name, (size_t)end + strlen("】"), name.len);
    }
    name = dg_str_trim(dg_str_cut(name, 0, tail_opens(name)));
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t len = strlen(ends[i]);
        if (name.len > len && memcmp(name.at + name.len - len, ends[i], len) == 0)
            return dg_str_trim(dg_str_cut(name, 0, name.len - len));
    }
    return name;
}

static size_t stamp_at(struct dg_stamp *out, const struct reading *r, size_t at)
{
    size_t end = dg_stamp_read(out, r->text.folded, at, r->lexicon);
    return out->has_clock ? end : at;
}

/* "name: " at folded byte `at`; returns the byte of the words after it, or 0. */
static size_t name_colon(struct dg_str *name, const struct reading *r, size_t at)
{
    struct dg_str f = r->text.folded;
    for (size_t i = at; i < f.len; i++) {
        if (f.at[i] != ':')
            continue;
        bool clock = i > at && i + 1 < f.len && f.at[i - 1] >= '0' && f.at[i - 1] <= '9' && f.at[i + 1] >= '0' &&
                f.at[i + 1] <= '9';
        bool link = i + 1 < f.len && f.at[i + 1] == '/';
        if (clock || link)
            return 0;
        *name = raw_words(r, at, i);
        return name->len ? i + 1 : 0;
    }
    return 0;
}

static bool finish(struct dg_line *out, const struct reading *r, enum dg_line_form form, size_t body)
{
    out->form = form;
    out->body = body >= r->text.folded.len ? r->raw.len : raw_at(r, past_blanks(r->text.folded, body));
    return true;
}

static bool read_bracket(struct dg_line *out, const struct reading *r)
{
    struct dg_str f = r->text.folded;
    size_t open = past_blanks(f, 0);
    if (f.at[open] != '[')
        return false;
    size_t end = stamp_at(&out->stamp, r, open + 1);
    if (end == open + 1 || end >= f.len || f.at[end] != ']')
        return false;
    end = past_blanks(f, end + 1);
    size_t body = name_colon(&out->name, r, end);
    return finish(out, r, body ? DG_LINE_BRACKET : DG_LINE_BRACKET_ONLY, body ? body : end);
}

static bool read_stamp_first(struct dg_line *out, const struct reading *r)
{
    struct dg_str f = r->text.folded;
    size_t end = stamp_at(&out->stamp, r, 0);
    if (end == 0)
        return false;
    size_t after = past_blanks(f, end);
    bool noted = dg_stamp_has_year(&out->stamp) && after < f.len && f.at[after] == '(' && f.at[f.len - 1] == ')';
    if (after >= f.len || noted)
        return finish(out, r, DG_LINE_STAMP, f.len);
    if (f.at[after] == '-' && after + 1 < f.len && f.at[after + 1] == ' ') {
        size_t body = name_colon(&out->name, r, after + 2);
        return finish(out, r, body ? DG_LINE_DASH : DG_LINE_DASH_ONLY, body ? body : after + 2);
    }
    size_t raw_end = raw_at(r, end);
    struct dg_str rest = dg_str_cut(r->raw, raw_end, r->raw.len);
    const char *tab = rest.len && rest.at[0] == '\t' ? memchr(rest.at + 1, '\t', rest.len - 1) : NULL;
    if (tab) {
        out->name = dg_str_trim(dg_str_cut(rest, 1, (size_t)(tab - rest.at)));
        out->form = DG_LINE_TABS;
        out->body = (size_t)(tab + 1 - r->raw.at);
        return true;
    }
    bool dated = out->stamp.order != DG_ORDER_NONE;
    out->name = dg_str_trim(rest);
    if (!dated || end == after || !dg_line_is_name(out->name))
        return false;
    return finish(out, r, DG_LINE_STAMP_NAME, f.len);
}

static bool is_key(const struct reading *r, size_t end)
{
    struct dg_word w;
    struct dg_str key = dg_str_trim(dg_str_cut(r->text.folded, 0, end));
    return dg_lexicon_is(r->lexicon, DG_IN_ANY, DG_W_CHAT_KEY, key, &w);
}

/* Where the words begin behind a stamp in brackets that ends at `end`: past "]" and ":"; 0 where other words follow. */
static size_t past_bracketed(struct dg_str f, size_t end, bool comma)
{
    end = past_blanks(f, end + 1);
    if (comma && end < f.len && f.at[end] == ':')
        return past_blanks(f, end + 1);
    return end < f.len ? 0 : end;
}

/* 【群主】 may stand before a name only where an address stands behind it: else it is a sender of text messages. */
static bool is_name_of_head(struct dg_str name)
{
    return dg_line_is_name(tail_opens(name) < name.len ? bare_name(name) : name);
}

static bool finish_stamp_last(struct dg_line *out, const struct reading *r, size_t at, bool comma, size_t body)
{
    struct dg_str f = r->text.folded, said;
    size_t name_end = at;
    while (name_end > 0 && (f.at[name_end - 1] == ' ' || (comma && f.at[name_end - 1] == ',')))
        name_end--;
    out->name = raw_words(r, 0, name_end);
    size_t colon = name_colon(&said, r, 0);
    bool keyed = colon && colon <= at && (colon < name_end || is_key(r, colon - 1));
    if (keyed || !is_name_of_head(out->name))
        return false;
    return finish(out, r, comma ? DG_LINE_COMMA : DG_LINE_NAME_STAMP, body);
}

/* A stamp that reaches the end of the line, after the name: tried where a word begins. */
static bool read_stamp_last(struct dg_line *out, const struct reading *r)
{
    struct dg_str f = r->text.folded;
    for (size_t i = 1; i < f.len; i++) {
        bool comma = f.at[i - 1] == ',' || (i > 1 && f.at[i - 1] == ' ' && f.at[i - 2] == ',');
        bool bracket = f.at[i] == '[' || f.at[i] == '(';
        if (f.at[i - 1] != ' ' && !(bracket && comma))
            continue;
        size_t end = stamp_at(&out->stamp, r, i + bracket);
        if (end == i + bracket)
            continue;
        size_t body = bracket ? past_bracketed(f, end, comma) : past_blanks(f, end);
        if (body && (bracket || body >= f.len))
            return finish_stamp_last(out, r, i, bracket && comma, body);
    }
    return false;
}

/* A day without a clock, between strokes or so complete that it says nothing else. */
static bool read_day(struct dg_line *out, const struct reading *r)
{
    struct dg_str f = dg_chatlog_unruled(r->text.folded);
    out->ruled = f.len < dg_str_trim(r->text.folded).len;
    size_t end = dg_stamp_read(&out->stamp, f, 0, r->lexicon);
    const struct dg_stamp *stamp = &out->stamp;
    if (end == 0 || end < f.len || stamp->has_clock)
        return false;
    bool whole = stamp->order != DG_ORDER_NONE && (stamp->year || stamp->weekday);
    if (!whole && !(out->ruled && dg_stamp_is_dated(stamp)))
        return false;
    return finish(out, r, DG_LINE_DAY, r->text.folded.len);
}

static bool read_colon(struct dg_line *out, const struct reading *r)
{
    size_t body = name_colon(&out->name, r, 0);
    if (body == 0 || !dg_line_is_name(out->name) || is_key(r, body - 1) || only_digits(out->name))
        return false;
    if (dg_utf8_codepoints(out->name, out->name.len) > COLON_NAME_CODEPOINTS)
        return false;
    return finish(out, r, DG_LINE_COLON, body);
}

static void read_folded(struct dg_line *out, const struct reading *r)
{
    bool (*const forms[])(struct dg_line *, const struct reading *) = { read_day, read_bracket, read_stamp_first,
        read_stamp_last, read_colon };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        *out = (struct dg_line){ .body = 0 };
        if (forms[i](out, r)) {
            if (out->name.len)
                out->name = bare_name(out->name);
            return;
        }
    }
    *out = (struct dg_line){ .form = DG_LINE_WORDS };
}

/* The first bytes of the line, cut between code points. */
static struct dg_str head_of(struct dg_str line)
{
    size_t end = line.len;
    if (end > HEAD_BYTES) {
        for (end = HEAD_BYTES; end > 0 && ((unsigned char)line.at[end] & 0xC0) == 0x80; end--)
            ;
    }
    return dg_str_cut(line, 0, end);
}

/* Heads have a time or a colon in them, days a number or strokes: most lines of words have none of these and need no
 * closer look. */
static bool may_be_head(struct dg_str line)
{
    for (size_t i = 0; i < line.len; i++) {
        char ch = line.at[i];
        bool full_width = ch == '\xEF' && i + 1 < line.len && line.at[i + 1] == '\xBC';
        if ((ch >= '0' && ch <= '9') || ch == ':' || ch == '-' || full_width)
            return true;
    }
    return dg_chatlog_unruled(line).len < line.len;
}

static void read_head(struct dg_line *out, struct reading *r, struct dg_str line, struct dg_arena *arena)
{
    struct dg_mark mark = dg_arena_mark(arena);
    if (dg_text_fold(&r->text, r->raw, r->lexicon, arena)) {
        read_folded(out, r);
        /* a head whose words follow below ends with its line, also where the line is longer than what was read */
        bool below = out->form >= DG_LINE_COMMA && out->body == r->raw.len && out->form != DG_LINE_COLON;
        if (below && r->raw.len < line.len)
            *out = (struct dg_line){ .form = DG_LINE_WORDS };
    }
    dg_arena_undo(arena, mark);
}

void dg_line_read(struct dg_line *out, struct dg_str line, const struct dg_lexicon *lexicon, struct dg_arena *arena)
{
    struct reading r = { .raw = head_of(line), .lexicon = lexicon };
    unsigned by_app = dg_chatlog_words(dg_str_trim(line), lexicon);
    *out = (struct dg_line){ .form = DG_LINE_WORDS };
    if (dg_chatlog_is_blank(line))
        out->form = DG_LINE_BLANK;
    else if (dg_chatlog_is_rule(line))
        out->form = DG_LINE_RULE;
    else if (by_app & DG_WORDS_HEADING)
        out->form = DG_LINE_HEADING;
    else if (may_be_head(r.raw))
        read_head(out, &r, line, arena);
    out->said_by_app = by_app;
}
