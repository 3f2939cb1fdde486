#include "intents/clause.h"

#include "intents/utf8.h"

static bool is_cjk(uint32_t cp)
{
    return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF);
}

static bool is_mark(uint32_t cp)
{
    return cp == '!' || cp == '?' || cp == ';' || cp == 0x3002 || cp == 0xFF5E || cp == '~' || cp == '\n';
}

/* Marks that also stand inside numbers and names: they cut only before a blank, a Chinese character or the end,
 * a comma behind a Chinese character too (太早了，9:15的). */
static bool is_soft_mark(uint32_t cp)
{
    return cp == '.' || cp == ',' || cp == ':';
}

static bool blank_cuts(struct dg_str folded, size_t at)
{
    size_t len;
    if (at + 1 < folded.len && is_cjk(dg_utf8_at(folded, at + 1, &len)))
        return true;
    return at > 0 && is_cjk(dg_utf8_at(folded, dg_utf8_before(folded, at), &len));
}

static bool soft_cuts(struct dg_str folded, size_t at)
{
    size_t len;
    bool ends = at > 0 && folded.at[at] == ',' && is_cjk(dg_utf8_at(folded, dg_utf8_before(folded, at), &len));
    return at + 1 >= folded.len || folded.at[at + 1] == ' ' || ends || is_cjk(dg_utf8_at(folded, at + 1, &len));
}

static bool is_emoji(uint32_t cp)
{
    return cp >= 0x1F300 && cp <= 0x1FAFF;
}

/* "that morning 😩 15th?": what follows the picture is said anew. */
static bool picture_cuts(struct dg_str folded, size_t at, uint32_t cp)
{
    size_t len;
    return cp == ' ' && at >= 4 && is_emoji(dg_utf8_at(folded, dg_utf8_before(folded, at), &len));
}

static bool cuts(struct dg_str folded, size_t at, uint32_t cp)
{
    if (picture_cuts(folded, at, cp))
        return true;
    if (cp == ' ')
        return blank_cuts(folded, at);
    return is_mark(cp) || (is_soft_mark(cp) && soft_cuts(folded, at));
}

/* The mention that covers byte `at`, walking `next` forward. */
static const struct dg_mention *covering(struct dg_mentions mentions, size_t *next, size_t at)
{
    while (*next < mentions.count && mentions.at[*next].end <= at)
        ++*next;
    return *next < mentions.count && mentions.at[*next].start <= at ? &mentions.at[*next] : NULL;
}

static bool asks(struct dg_str folded, size_t at)
{
    while (at < folded.len && (is_mark((unsigned char)folded.at[at]) || folded.at[at] == ' ')) {
        if (folded.at[at++] == '?')
            return true;
    }
    return false;
}

uint32_t dg_clause_end(const struct dg_text *text, uint32_t start, struct dg_mentions mentions,
        const struct dg_lexicon *lexicon, bool *question)
{
    struct dg_str folded = text->folded;
    size_t at = start, len = 1, next = 0;
    struct dg_word word;
    while (at < folded.len) {
        const struct dg_mention *m = covering(mentions, &next, at);
        uint32_t cp = dg_utf8_at(folded, at, &len);
        if (m) {
            at = m->end;
            continue;
        }
        if (dg_lexicon_longest(
                    lexicon, DG_IN_ANY, DG_W_ACT_EXCEPT, folded, at, &word)) { /* "anything but" is one word */
            at += word.len;
            continue;
        }
        bool word_cuts = dg_lexicon_longest(lexicon, DG_IN_ANY, DG_W_ACT_CUT, folded, at, &word);
        if (at > start && (word_cuts || cuts(folded, at, cp)))
            break;
        at += len;
    }
    *question = asks(folded, at);
    return (uint32_t)at;
}
