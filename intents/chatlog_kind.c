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
    return cp == 0x200E || cp == 0x200F || cp == 0x200B || cp == 0xFEFF || (cp >= 0x202A && cp <= 0x202E);
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
    fold(&f, lexicon, words);
    return dg_lexicon_longest(lexicon, DG_IN_ANY, class, (struct dg_str){ f.bytes, f.len }, 0, out) ? f.origin[out->len]
                                                                                                    : 0;
}

/* Whether a word of the app stands where its column says that it must. */
static bool stands_right(const struct dg_word *w, size_t at, size_t whole)
{
    struct dg_str where = dg_word_column(w, 0);
    if (dg_str_is(where, "any"))
        return true;
    if (dg_str_is(where, "start"))
        return at == 0;
    if (dg_str_is(where, "end"))
        return at + w->len == whole;
    return at == 0 && w->len == whole;
}

static bool has_word(const struct folded *f, const struct dg_lexicon *lexicon, enum dg_word_class class)
{
    enum { MATCHES_MAX = 16 };
    struct dg_word found[MATCHES_MAX];
    struct dg_str text = { f->bytes, f->len };
    for (size_t at = 0; at < f->len; at++) {
        size_t n = dg_lexicon_match(lexicon, DG_IN_ANY, text, at, found, MATCHES_MAX);
        for (size_t i = 0; i < n; i++) {
            if (found[i].class == class && stands_right(&found[i], at, f->len))
                return true;
        }
    }
    return false;
}

/* The line that starts at `at`: its end goes to *end, the start of the next is returned. */
static size_t line_end(struct dg_str text, size_t at, size_t *end)
{
    const char *n = at < text.len ? memchr(text.at + at, '\n', text.len - at) : NULL;
    *end = n ? (size_t)(n - text.at) : text.len;
    return n ? *end + 1 : text.len;
}

/* A line of dashes, as WeChat draws it under a quotation. */
static bool is_rule(struct dg_str line)
{
    size_t dashes = 0;
    for (size_t i = 0, len; i < line.len; i += len) {
        uint32_t cp = dg_utf8_at(line, i, &len);
        if (cp == '-' || cp == 0x2014 || cp == 0x2500)
            dashes++;
        else if (cp != ' ' && cp != '\r')
            return false;
    }
    return dashes >= 3;
}

/* 「name：words」, a rule, then the answer: where the answer begins, or 0. */
static size_t past_bracket_quote(struct dg_str text)
{
    size_t end;
    if (!dg_str_starts(text, "「") && !dg_str_starts(text, "“"))
        return 0;
    for (size_t at = 0; at < text.len;) {
        size_t next = line_end(text, at, &end);
        if (is_rule(dg_str_cut(text, at, end)))
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

enum dg_message_kind dg_chatlog_kind(struct dg_str text, const struct dg_lexicon *lexicon, size_t *own)
{
    if (own) {
        *own = past_bracket_quote(text);
        if (*own == 0)
            *own = past_marked_quote(text);
    }
    if (text.len == 0 || text.len > SHORT_BYTES - 8)
        return DG_MESSAGE_SAID;
    struct folded f;
    fold(&f, lexicon, text);
    if (has_word(&f, lexicon, DG_W_CHAT_SYSTEM))
        return DG_MESSAGE_SYSTEM;
    return has_word(&f, lexicon, DG_W_CHAT_MEDIA) ? DG_MESSAGE_MEDIA : DG_MESSAGE_SAID;
}
