#include "intents/normalise.h"

#include "intents/lexicon.h"
#include "intents/utf8.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* One code point may become up to 18 (NFKC of U+FDFA), of at most 4 bytes each. */
enum { FOLDED_UNITS_MAX = 24 };

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xA0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200A) ||
            cp == 0x202F || cp == 0x205F;
}

/* Typographic forms that NFKC leaves alone but people use as the ASCII ones. */
static uint32_t plain_form(uint32_t cp)
{
    switch (cp) {
    case 0x2018:
    case 0x2019:
    case 0x02BC:
    case 0x00B4:
        return '\'';
    case 0x201C:
    case 0x201D:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return '-';
    case 0x301C:
        return '~';
    default:
        return cp;
    }
}

/* Folds a code point beyond ASCII and CJK by NFKC_Casefold; returns the bytes written to `out`. */
static size_t fold_rare(uint32_t cp, char *out)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&error);
    UChar in[2], folded[FOLDED_UNITS_MAX];
    int32_t in_len = cp > 0xFFFF ? 2 : 1, len, written = 0;
    in[0] = (UChar)(cp > 0xFFFF ? 0xD7C0 + (cp >> 10) : cp); /* UTF-16, RFC 2781 §2.1 */
    in[1] = (UChar)(0xDC00 | (cp & 0x3FF));
    len = U_FAILURE(error) ? 0 : unorm2_normalize(nfkc, in, in_len, folded, FOLDED_UNITS_MAX, &error);
    u_strToUTF8(out, DG_FOLDED_BYTES_MAX, &written, folded, len, &error);
    return U_FAILURE(error) ? dg_utf8_put(out, cp) : (size_t)written;
}

size_t dg_fold_by_rule(uint32_t cp, char *out)
{
    cp = plain_form(cp);
    if (cp < 0x80) {
        *out = (char)(cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp);
        return 1;
    }
    return fold_rare(cp, out);
}

static size_t fold_one(const struct dg_lexicon *lexicon, uint32_t cp, char *out)
{
    uint32_t to = dg_lexicon_fold(lexicon, cp);
    return to ? dg_utf8_put(out, to) : dg_fold_by_rule(cp, out);
}

struct folding {
    char *out;
    uint32_t *origin;
    size_t len, room;
};

static bool push(struct folding *f, const char *bytes, size_t len, size_t origin)
{
    if (f->room - f->len < len)
        return false;
    for (size_t i = 0; i < len; i++) {
        f->out[f->len] = bytes[i];
        f->origin[f->len++] = (uint32_t)origin;
    }
    return true;
}

/* The run of ASCII letters, digits and marks at `i`, which fold byte by byte; returns its end. */
static size_t fold_plain(struct folding *f, struct dg_str text, size_t i)
{
    for (; i < text.len && f->len < f->room; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c <= ' ' || c >= 0x80)
            break;
        f->out[f->len] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        f->origin[f->len++] = (uint32_t)i;
    }
    return i;
}

static bool fold_all(struct folding *f, struct dg_str text, const struct dg_lexicon *lexicon)
{
    char bytes[DG_FOLDED_BYTES_MAX];
    for (size_t i = fold_plain(f, text, 0), len; i < text.len; i = fold_plain(f, text, i + len)) {
        uint32_t cp = dg_utf8_at(text, i, &len);
        bool blank = is_blank(cp);
        if (blank && f->len > 0 && f->out[f->len - 1] == ' ')
            continue;
        if (blank ? !push(f, " ", 1, i) : !push(f, bytes, fold_one(lexicon, cp, bytes), i))
            return false;
    }
    return true;
}

/* The folded bytes of a text, counted so that hostile text (one code point to 18) stays within the arena. */
static size_t folded_bytes(struct dg_str text, const struct dg_lexicon *lexicon)
{
    char bytes[DG_FOLDED_BYTES_MAX];
    size_t total = 0;
    for (size_t i = 0, len; i < text.len; i += len) {
        uint32_t cp = dg_utf8_at(text, i, &len);
        total += cp < 0x80 ? 1 : fold_one(lexicon, cp, bytes);
    }
    return total;
}

static bool fold_within(struct folding *f, struct dg_str text, size_t room, const struct dg_lexicon *lexicon,
        struct dg_arena *arena, bool *fits)
{
    *f = (struct folding){ dg_arena_alloc(arena, room + 1), dg_arena_array(arena, room + 1, sizeof(uint32_t)), 0,
        room };
    *fits = f->out && f->origin && fold_all(f, text, lexicon);
    return f->out && f->origin;
}

/* A figure, or the letter that a picture's reader takes it for; 0: neither. */
static char figure_of(char c)
{
    return c >= '0' && c <= '9' ? c : c == 'o' ? '0' : c == 'l' ? '1' : 0;
}

static bool is_plain_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':';
}

/* Whether the figures at `from` up to `to` have a clock's form with a colon at `colon`, most of them real ones. */
static bool is_misread_clock(const struct folding *f, size_t from, size_t colon, size_t to)
{
    int real = 0, value = 0;
    for (size_t i = from; i < to; i++) {
        if (i == colon)
            continue;
        real += f->out[i] >= '0' && f->out[i] <= '9';
        value = value * 10 + (figure_of(f->out[i]) - '0');
    }
    bool ends = to == f->len || !is_plain_letter_or_digit(f->out[to]) || f->out[to] == 'a' || f->out[to] == 'p';
    return real >= 2 && value / 100 < 24 && value % 100 < 60 && ends;
}

/* 7:3O, l0:30: in a clock O and l are the figures that they look like. */
static void mend_clocks(struct folding *f)
{
    enum { FIGURES = 2 };
    const char *mark;
    for (size_t at = 1; at + FIGURES < f->len && (mark = memchr(f->out + at, ':', f->len - FIGURES - at)); at++) {
        size_t colon = at = (size_t)(mark - f->out), from = colon, to = colon + 1 + FIGURES;
        if (!figure_of(f->out[colon + 1]) || !figure_of(f->out[colon + 2]))
            continue;
        while (from > 0 && colon - from < FIGURES && figure_of(f->out[from - 1]))
            from--;
        bool begins = from < colon && (from == 0 || !is_plain_letter_or_digit(f->out[from - 1]));
        if (!begins || !is_misread_clock(f, from, colon, to))
            continue;
        for (size_t i = from; i < to; i++)
            f->out[i] = i == colon ? ':' : figure_of(f->out[i]);
    }
}

bool dg_text_fold(struct dg_text *out, struct dg_str original, const struct dg_lexicon *lexicon, struct dg_arena *arena)
{
    struct dg_mark mark = dg_arena_mark(arena);
    struct folding f;
    bool fits;
    /* hardly any text grows */
    if (!fold_within(&f, original, original.len, lexicon, arena, &fits))
        return false;
    if (!fits) {
        dg_arena_undo(arena, mark);
        if (!fold_within(&f, original, folded_bytes(original, lexicon), lexicon, arena, &fits) || !fits)
            return false;
    }
    mend_clocks(&f);
    f.origin[f.len] = (uint32_t)original.len;
    *out = (struct dg_text){ original, { f.out, f.len }, f.origin };
    return true;
}

struct dg_span dg_text_span(const struct dg_text *text, uint32_t message, size_t start, size_t end)
{
    uint32_t from = text->origin[start];
    /* the end is where the original of the last folded byte ends */
    uint32_t to = from;
    if (end > start) {
        size_t len;
        uint32_t last = text->origin[end - 1];
        dg_utf8_at(text->original, last, &len);
        to = last + (uint32_t)len;
    }
    return (struct dg_span){ message, from, to };
}

struct dg_str dg_text_words(const struct dg_text *text, size_t start, size_t end)
{
    struct dg_span s = dg_text_span(text, 0, start, end);
    return dg_str_cut(text->original, s.start_byte, s.end_byte);
}
