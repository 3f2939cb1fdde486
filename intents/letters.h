/* Letters, digits and blanks of a folded text, and where its next word can begin.
 * Nothing is owned. Pure; any thread. `at` may be the end of the text. */
#ifndef DG_LETTERS_H
#define DG_LETTERS_H

#include "intents/utf8.h"

static inline bool dg_is_digit(struct dg_str text, size_t at)
{
    return at < text.len && text.at[at] >= '0' && text.at[at] <= '9';
}

static inline bool dg_is_letter(struct dg_str text, size_t at)
{
    return at < text.len && text.at[at] >= 'a' && text.at[at] <= 'z';
}

/* A letter or digit stands right before `at`, so that a number there is a part of something. */
static inline bool dg_touches_word(struct dg_str text, size_t at)
{
    return at > 0 && (dg_is_letter(text, at - 1) || dg_is_digit(text, at - 1));
}

static inline size_t dg_skip_blanks(struct dg_str text, size_t at)
{
    while (at < text.len && text.at[at] == ' ')
        at++;
    return at;
}

/* Behind the run of letters, the run of digits or the one other character at `at` (which is not the end). */
static inline size_t dg_next_word(struct dg_str text, size_t at)
{
    size_t end = at, len;
    while (dg_is_letter(text, end))
        end++;
    if (end > at)
        return end;
    while (dg_is_digit(text, end))
        end++;
    if (end > at)
        return end;
    dg_utf8_at(text, at, &len);
    return at + len;
}

#endif
