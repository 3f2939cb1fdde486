#include "intents/remind.h"

#include "intents/letters.h"
#include "intents/when_node.h"

enum { REACH_BYTES = 256 }; /* so far from the mention a word for reminding is looked for */

/* The length that counts back: 一小时前 is read as counted from now, 提前一天 from what stands; NULL where it is none. */
static const struct dg_when *length_of(const struct dg_when *w)
{
    bool back = w && w->n < 0 && w->b && (w->kind == DG_WHEN_MOVE || (w->kind == DG_WHEN_SHIFT && !w->a));
    const struct dg_when *length = back ? w->b : w;
    return length && length->kind == DG_WHEN_DURATION ? length : NULL;
}

/* 前一小时, where it is read as the last one. */
static bool is_last_unit(const struct dg_when *w)
{
    return w && w->kind == DG_WHEN_SPAN && w->n < 0 && w->unit < DG_UNIT_AMOUNTS;
}

bool dg_remind_is_ahead(const struct dg_text *text, const struct dg_lexicon *lexicon, const struct dg_mention *m)
{
    struct dg_str folded = text->folded;
    struct dg_word word;
    if (m->type != DG_M_TIME || (!length_of(m->when) && !is_last_unit(m->when)))
        return false;
    size_t behind = dg_skip_blanks(folded, m->end);
    return dg_lexicon_longest(lexicon, DG_IN_ANY, DG_W_REMIND_AHEAD, folded, behind, &word) ||
            dg_lexicon_longest(lexicon, DG_IN_ANY, DG_W_REMIND_AHEAD, folded, m->start, &word) ||
            dg_lexicon_before(lexicon, DG_IN_ANY, DG_W_REMIND_AHEAD, folded, m->start, &word) ||
            dg_lexicon_before(lexicon, DG_IN_ANY, DG_W_REMIND_AHEAD, folded, m->end, &word);
}

bool dg_remind_is_said(const struct dg_text *text, const struct dg_lexicon *lexicon, const struct dg_mention *m,
        size_t start, size_t end)
{
    struct dg_word word;
    size_t from = m->start > start + REACH_BYTES ? m->start - REACH_BYTES : start;
    size_t to = m->end + REACH_BYTES < end ? m->end + REACH_BYTES : end;
    for (size_t at = from; at < to; at++) {
        if (dg_lexicon_longest(lexicon, DG_IN_ANY, DG_W_REMIND_WORD, text->folded, at, &word))
            return true;
    }
    return false;
}

struct dg_str dg_remind_duration(const struct dg_when *when, struct dg_arena *arena)
{
    const struct dg_when *said = length_of(when);
    struct dg_when last = { .kind = DG_WHEN_DURATION };
    if (!said && is_last_unit(when))
        last.amounts[when->unit] = (float)-when->n;
    return dg_duration_print(said ? said : &last, arena);
}
