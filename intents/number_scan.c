/* The recogniser of numbers, ordinals and percentages. */
#include "intents/number_reader.h"
#include "intents/recogniser.h"

/* Ordinals: 3rd, twenty-fifth, 第三. */
static bool read_ordinal(struct dg_number *n, const struct dg_reader *r, size_t at)
{
    struct dg_word w;
    if (dg_number_en(n, r->lex, r->text, at) && n->ordinal)
        return true;
    if (dg_lexicon_longest(r->lex, DG_IN_ZH, DG_W_DI, r->text, at, &w)) {
        size_t from = dg_skip_blanks(r->text, at + w.len);
        if (!dg_number_zh_loose(n, r->lex, r->text, from))
            return false;
        n->len += from - at;
        n->ordinal = true;
        return true;
    }
    if (!dg_is_digit(r->text, at) || dg_touches_word(r->text, at) || !dg_number_figures(n, r->text, at) || n->decimal)
        return false;
    static const char *const endings[] = { "st", "nd", "rd", "th" };
    size_t end = at + n->len;
    for (size_t i = 0; i < 4; i++) {
        if (r->text.len - end >= 2 && memcmp(r->text.at + end, endings[i], 2) == 0 && !dg_is_letter(r->text, end + 2)) {
            n->len += 2;
            n->ordinal = true;
            return true;
        }
    }
    return false;
}

static void scan_numbers(const struct dg_scan *scan, struct dg_sink *sink)
{
    struct dg_reader r = { scan->lexicon, scan->text->folded };
    for (size_t at = 0; at < r.text.len;) {
        struct dg_number n, ordinal;
        struct dg_word none;
        if (!dg_number_may_begin(r.lex, r.text, at)) {
            at = dg_next_word(r.text, at);
            continue;
        }
        if (dg_reader_word(&r, DG_W_NUMBER_NONE, at, &none)) {
            at += none.len;
            continue;
        }
        bool found = dg_number_read(&n, r.lex, r.text, at);
        if (read_ordinal(&ordinal, &r, at) && (!found || ordinal.len >= n.len)) {
            n = ordinal;
            found = true;
        }
        if (!found) {
            at = dg_next_word(r.text, at);
            continue;
        }
        struct dg_mention m = { .type = DG_M_NUMBER,
            .message = scan->message,
            .start = (uint32_t)at,
            .end = (uint32_t)(at + n.len),
            .score = 0.5,
            .unit = n.percent   ? "percent"
                    : n.ordinal ? "ordinal"
                                : NULL };
        m.value.kind = DG_COUNT;
        m.value.count = n.value;
        dg_sink_add(sink, &m);
        at += n.len;
    }
}

const struct dg_recogniser dg_recogniser_number = { "number", scan_numbers };
