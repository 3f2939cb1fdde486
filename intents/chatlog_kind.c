#include "intents/chatlog_kind.h"

#include "intents/chatlog.h"
#include "intents/utf8.h"

/* An app's line is shorter than this. */
enum { SHORT_BYTES = 240 };

/* The beginning of a text in small letters and half width: what folding does, as far as apps' words need it. */
struct folded {
    char bytes[SHORT_BYTES];
    uint16_t origin[SHORT_BYTES + 1];
    size_t len;
};

static uint32_t plain(const struct dg_lexicon *lexicon, uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E) /* full width */
        cp -= 0xFF01 - '!';
    if (cp >= 'A' && cp <= 'Z')
        return cp + ('a' - 'A');
    if (cp == 0x2019)
        return '\'';
    return cp >= 0x3400 && cp <= 0x9FFF ? dg_lexicon_simplified(lexicon, cp) : cp;
}

static bool is_invisible(uint32_t cp)
{
    return cp == 0x200E || cp == 0x200F || cp == 0x200B || cp == 0xFEFF || (cp >= 0x202A && cp <= 0x202E) ||
            (cp >= 0x2066 && cp <= 0x2069);
}

static void fold(struct folded *out, const struct dg_lexicon *lexicon, struct dg_str text)
{
    out->len = 0;
    size_t i = 0;
    for (size_t len; i < text.len && out->len + 4 < SHORT_BYTES; i += len) {
        uint32_t cp = dg_utf8_at(text, i, &len);
        if (is_invisible(cp))
            continue;
        size_t put = dg_utf8_put(out->bytes + out->len, plain(lexicon, cp));
        for (size_t k = 0; k < put; k++)
            out->origin[out->len++] = (uint16_t)i;
    }
    out->origin[out->len] = (uint16_t)i;
}

bool dg_chatlog_word(
        struct dg_word *out, const struct dg_lexicon *lexicon, enum dg_word_class class, struct dg_str words)
{
    struct folded f;
    struct dg_word w;
    if (words.len == 0 || words.len > SHORT_BYTES - 8)
        return false;
    fold(&f, lexicon, words);
    if (!dg_lexicon_is(lexicon, DG_IN_ANY, class, (struct dg_str){ f.bytes, f.len }, &w))
        return false;
    if (out)
        *out = w;
    return true;
}

size_t dg_chatlog_begins(
        struct dg_word *out, const struct dg_lexicon *lexicon, enum dg_word_class class, struct dg_str words)
{
    struct folded f;
    struct dg_word w;
    fold(&f, lexicon, words);
    if (!dg_lexicon_longest(lexicon, DG_IN_ANY, class, (struct dg_str){ f.bytes, f.len }, 0, &w))
        return 0;
    if (out)
        *out = w;
    return f.origin[w.len];
}

/* "3 " of "3 replies". */
static bool is_count(struct dg_str before)
{
    before = dg_str_trim(before);
    for (size_t i = 0; i < before.len; i++) {
        if (before.at[i] < '0' || before.at[i] > '9')
            return false;
    }
    return before.len > 0;
}

/* Whether a word of the app stands where its column says that it must. */
static bool stands_right(const struct dg_word *w, size_t at, struct dg_str text)
{
    struct dg_str where = dg_word_column(w, 0);
    bool ends = at + w->len == text.len;
    if (dg_str_is(where, "any"))
        return true;
    if (dg_str_is(where, "start"))
        return at == 0;
    if (dg_str_is(where, "end"))
        return ends;
    if (dg_str_is(where, "count"))
        return ends && is_count(dg_str_cut(text, 0, at));
    return at == 0 && ends;
}

static unsigned bit_of(enum dg_word_class class)
{
    switch (class) {
    case DG_W_CHAT_SYSTEM:
        return DG_WORDS_SYSTEM;
    case DG_W_CHAT_MEDIA:
        return DG_WORDS_MEDIA;
    case DG_W_CHAT_HEADING:
        return DG_WORDS_HEADING;
    default:
        return 0;
    }
}

unsigned dg_chatlog_words(struct dg_str line, const struct dg_lexicon *lexicon)
{
    enum { MATCHES_MAX = 16 };
    struct dg_word found[MATCHES_MAX];
    struct folded f;
    unsigned bits = 0;
    if (line.len == 0 || line.len > SHORT_BYTES - 8)
        return 0;
    fold(&f, lexicon, line);
    struct dg_str text = { f.bytes, f.len };
    for (size_t at = 0, len; at < f.len; at += len) {
        (void)dg_utf8_at(text, at, &len);
        size_t n = dg_lexicon_match(lexicon, DG_IN_ANY, text, at, found, MATCHES_MAX);
        for (size_t i = 0; i < n; i++) {
            unsigned bit = bit_of(found[i].class);
            if (bit && stands_right(&found[i], at, text))
                bits |= bit;
        }
    }
    return bits;
}

/* The line that starts at `at`: its end goes to *end, the start of the next is returned. */
static size_t line_end(struct dg_str text, size_t at, size_t *end)
{
    const char *n = at < text.len ? memchr(text.at + at, '\n', text.len - at) : NULL;
    *end = n ? (size_t)(n - text.at) : text.len;
    return n ? *end + 1 : text.len;
}

/* The longest word at `at` that is not how people are called; 0 when there is none. */
static size_t spoken_word(const struct dg_lexicon *lexicon, struct dg_str text, size_t at)
{
    enum { MATCHES_MAX = 16 };
    struct dg_word found[MATCHES_MAX];
    size_t longest = 0, n = dg_lexicon_match(lexicon, DG_IN_ANY, text, at, found, MATCHES_MAX);
    for (size_t i = 0; i < n; i++) {
        bool person = found[i].class >= DG_W_PERSON_SURNAME && found[i].class <= DG_W_PERSON_PREFIX;
        if (!person && found[i].len > longest)
            longest = found[i].len;
    }
    return longest;
}

bool dg_chatlog_is_ordinary(struct dg_str line, const struct dg_lexicon *lexicon)
{
    struct folded f;
    fold(&f, lexicon, line);
    struct dg_str text = { f.bytes, f.len };
    for (size_t at = 0, len; at < f.len; at += len) {
        len = text.at[at] == ' ' ? 1 : spoken_word(lexicon, text, at);
        if (len == 0)
            return false;
    }
    return true;
}

bool dg_chatlog_is_blank(struct dg_str line)
{
    for (size_t i = 0, len; i < line.len; i += len) {
        uint32_t cp = dg_utf8_at(line, i, &len);
        bool blank = cp <= ' ' || cp == 0xA0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F;
        if (!blank && !is_invisible(cp))
            return false;
    }
    return true;
}

static bool is_stroke(uint32_t cp)
{
    return cp == '-' || cp == '=' || cp == '_' || cp == 0x2014 || cp == 0x2500;
}

bool dg_chatlog_is_rule(struct dg_str line)
{
    enum { STROKES_MIN = 3 };
    size_t strokes = 0;
    for (size_t i = 0, len; i < line.len; i += len) {
        uint32_t cp = dg_utf8_at(line, i, &len);
        if (is_stroke(cp))
            strokes++;
        else if (cp != ' ' && cp != '\r')
            return false;
    }
    return strokes >= STROKES_MIN;
}

struct dg_str dg_chatlog_unruled(struct dg_str line)
{
    size_t len;
    for (line = dg_str_trim(line); line.len && is_stroke(dg_utf8_at(line, 0, &len)); line = dg_str_trim(line))
        line = dg_str_cut(line, len, line.len);
    for (; line.len && is_stroke(dg_utf8_at(line, dg_utf8_before(line, line.len), &len)); line = dg_str_trim(line))
        line = dg_str_cut(line, 0, line.len - len);
    return line;
}

/* Without blanks and marks of direction at the end. */
static struct dg_str visible_part(struct dg_str text)
{
    for (text = dg_str_trim(text); text.len; text = dg_str_trim(text)) {
        size_t len, last = dg_utf8_before(text, text.len);
        if (!is_invisible(dg_utf8_at(text, last, &len)))
            break;
        text.len = last;
    }
    return text;
}

struct dg_str dg_chatlog_unedited(struct dg_str text, const struct dg_lexicon *lexicon)
{
    enum { NOTE_BYTES = 48 };
    static const char *const opens[] = { "(", "<", "[", "（" };
    size_t from = text.len > NOTE_BYTES ? text.len - NOTE_BYTES : 0;
    for (size_t at = text.len; at-- > from;) {
        for (size_t i = 0; i < sizeof opens / sizeof opens[0]; i++) {
            struct dg_str note = dg_str_cut(text, at, text.len);
            if (dg_str_starts(note, opens[i]) && dg_chatlog_word(NULL, lexicon, DG_W_CHAT_EDITED, note))
                return visible_part(dg_str_cut(text, 0, at));
        }
    }
    return text;
}

/* 「name：words」, a rule, then the answer: where the answer begins, or 0. */
static size_t past_bracket_quote(struct dg_str text)
{
    size_t end;
    if (!dg_str_starts(text, "「") && !dg_str_starts(text, "“") && !dg_str_starts(text, "\""))
        return 0;
    for (size_t at = 0; at < text.len;) {
        size_t next = line_end(text, at, &end);
        if (dg_chatlog_is_rule(dg_str_cut(text, at, end)))
            return next;
        at = next;
    }
    return 0;
}

/* "> words" lines before the answer. */
static size_t past_marked_quote(struct dg_str text)
{
    size_t at = 0, end;
    while (at < text.len && text.at[at] == '>')
        at = line_end(text, at, &end);
    return at < text.len ? at : 0;
}

/* "[In reply to Ann]" or "回复 小王: words" on a line above the answer. */
static size_t past_named_quote(struct dg_str text, const struct dg_lexicon *lexicon)
{
    size_t end, next = line_end(text, 0, &end);
    struct dg_str line = dg_str_cut(text, 0, end);
    if (next >= text.len || !dg_chatlog_begins(NULL, lexicon, DG_W_CHAT_REPLY, line))
        return 0;
    bool closes = line.len && line.at[line.len - 1] == ']';
    return closes || dg_str_find(line, dg_str_of(":"), 0) > 0 || dg_str_find(line, dg_str_of("："), 0) > 0 ? next : 0;
}

/* Byte at which the speaker's own words begin. */
static size_t own_words(struct dg_str text, const struct dg_lexicon *lexicon)
{
    size_t own = past_bracket_quote(text);
    if (own == 0)
        own = past_marked_quote(text);
    return own ? own : past_named_quote(text, lexicon);
}

enum dg_message_kind dg_chatlog_kind(struct dg_str text, const struct dg_lexicon *lexicon, size_t *own)
{
    if (own)
        *own = own_words(text, lexicon);
    unsigned words = dg_chatlog_words(text, lexicon);
    if (words & DG_WORDS_SYSTEM)
        return DG_MESSAGE_SYSTEM;
    return words & DG_WORDS_MEDIA ? DG_MESSAGE_MEDIA : DG_MESSAGE_SAID;
}
