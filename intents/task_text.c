#include "intents/task_text.h"

#include "intents/letters.h"

enum { SAYS_BYTES = 4 /* less is no text */ };

/* A letter, a digit or any character beyond ASCII that is no mark of a sentence. */
static bool speaks_at(struct dg_str s, size_t at, size_t *len)
{
    enum { FULL_STOP = 0x3002, CORNER_FIRST = 0x3008, CORNER_LAST = 0x3011, WIDE_FIRST = 0xFF00, WIDE_LAST = 0xFF20 };
    uint32_t cp = dg_utf8_at(s, at, len);
    bool mark = cp == FULL_STOP || (cp >= CORNER_FIRST && cp <= CORNER_LAST) || (cp >= WIDE_FIRST && cp <= WIDE_LAST);
    return dg_is_letter(s, at) || dg_is_digit(s, at) || (cp >= 0x80 && !mark);
}

/* The text without the marks that it begins with. */
static struct dg_task_text from_first_word(struct dg_task_text t, struct dg_str s)
{
    size_t len;
    while (t.start < t.end && !speaks_at(s, t.start, &len))
        t.start += (uint32_t)len;
    return t;
}

static bool says(const struct dg_task_text *t)
{
    return t->end >= t->start + SAYS_BYTES;
}

/* What stands between the first pair of quotation marks from `at` on. */
static bool quoted(struct dg_task_text *t, struct dg_str s, size_t at)
{
    static const struct {
        const char *open, *close;
    } pairs[] = { { "\"", "\"" }, { "“", "”" }, { "「", "」" }, { "『", "』" }, { "《", "》" } };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        ptrdiff_t open = dg_str_find(s, dg_str_of(pairs[i].open), at);
        size_t inside = open < 0 ? 0 : (size_t)open + strlen(pairs[i].open);
        ptrdiff_t close = open < 0 ? -1 : dg_str_find(s, dg_str_of(pairs[i].close), inside);
        if (close <= (ptrdiff_t)inside)
            continue;
        t->start = (uint32_t)inside;
        t->end = (uint32_t)close;
        return true;
    }
    return false;
}

/* What stands behind a colon that is none of an hour's or a link's. */
static bool behind_colon(struct dg_task_text *t, struct dg_str s, size_t at)
{
    for (; at < s.len; at++) {
        bool joins = at + 1 < s.len && (dg_is_digit(s, at + 1) || s.at[at + 1] == '/');
        if (s.at[at] != ':' || joins)
            continue;
        t->start = (uint32_t)at + 1;
        t->end = (uint32_t)s.len;
        *t = from_first_word(*t, s);
        return says(t);
    }
    return false;
}

static bool marked_out(struct dg_task_text *t, struct dg_str s, size_t at)
{
    return quoted(t, s, 0) || behind_colon(t, s, at);
}

struct dg_task_text dg_task_text_of(const struct dg_clause *c, const struct dg_text *texts, uint32_t first)
{
    struct dg_str s = texts[c->message].folded;
    struct dg_task_text t = { c->message, c->end, (uint32_t)s.len };
    if (marked_out(&t, s, c->start))
        return t;
    t = from_first_word((struct dg_task_text){ c->message, c->end, (uint32_t)s.len }, s);
    if (says(&t))
        return t;
    if (c->message == first)
        return (struct dg_task_text){ c->message, c->start, (uint32_t)s.len };
    s = texts[c->message - 1].folded;
    t = (struct dg_task_text){ c->message - 1, 0, (uint32_t)s.len };
    if (!marked_out(&t, s, 0))
        t = (struct dg_task_text){ c->message - 1, 0, (uint32_t)s.len };
    return t;
}

struct dg_task_text dg_task_query(const struct dg_clause *c, const struct dg_text *texts, uint32_t first)
{
    enum { WORD_BYTES = 2 };
    if (c->end >= c->task_end + WORD_BYTES)
        return (struct dg_task_text){ c->message, c->task_end, (uint32_t)texts[c->message].folded.len };
    return dg_task_text_of(c, texts, first);
}

bool dg_task_word(struct dg_task_text *out, const struct dg_text *text, const struct dg_lexicon *lexicon,
        enum dg_word_class class, const struct dg_task_text *not_in)
{
    struct dg_str s = text->folded;
    for (size_t at = 0; at < s.len; at = dg_next_word(s, at)) {
        struct dg_word word;
        bool inside = not_in && not_in->message == out->message && at >= not_in->start && at < not_in->end;
        if (inside || !dg_lexicon_longest(lexicon, DG_IN_ANY, class, s, at, &word))
            continue;
        out->start = (uint32_t)at;
        out->end = (uint32_t)(at + word.len);
        return true;
    }
    return false;
}
