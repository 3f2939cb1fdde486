#include "intents/number.h"

/* English numbers by words: `current` is below a thousand, `total` what thousands and above have closed. */
enum { WORDS_MAX = 24 };

struct reading {
    double total, current, last; /* `last`: the value of the last word, to see what may follow it */
    double floor; /* the scale below which the next word must stay */
    bool any, ordinal, scaled;
};

static size_t skip_joint(struct dg_str s, size_t at)
{
    while (at < s.len && s.at[at] == ' ')
        at++;
    if (at < s.len && s.at[at] == '-')
        at++;
    return at;
}

static bool is_word(
        struct dg_word *w, const struct dg_lexicon *lex, struct dg_str s, size_t at, enum dg_word_class *class)
{
#define PARTS(n) \
    DG_CLASS(n, DG_W_NUMBER_UNIT) \
    DG_CLASS(n, DG_W_NUMBER_TENS) DG_CLASS(n, DG_W_NUMBER_SCALE) DG_CLASS(n, DG_W_NUMBER_ORDINAL)
    static const struct dg_classes parts = DG_CLASSES(PARTS);
#undef PARTS
    struct dg_word found[8];
    size_t n = dg_lexicon_match_in(lex, DG_IN_EN, &parts, s, at, found, 8);
    if (n == 0)
        return false;
    *w = found[n - 1];
    *class = w->class;
    return true;
}

/* The value of a word: great scales say how many zeros follow the number in the table. */
static double value_of(const struct dg_word *w)
{
    double value = (double)dg_word_number(w, 0, 0);
    for (long zeros = dg_word_number(w, w->class == DG_W_NUMBER_ORDINAL ? 2 : 1, 0);
            zeros > 0 && w->class != DG_W_NUMBER_TENS; zeros--)
        value *= 10;
    return value;
}

/* Whether a word of this value can stand after what was read: twenty three, but not three twenty. `alone`: it may also
 * begin a number (hundredth). */
static bool fits(const struct reading *r, enum dg_word_class class, double value, bool alone)
{
    if (!r->any)
        return class != DG_W_NUMBER_SCALE || alone;
    if (class == DG_W_NUMBER_SCALE)
        return value == 100 ? r->current > 0 && r->current < 100
                            : r->current > 0 && (r->total == 0 || r->floor > value);
    double rest = r->last >= 20 && r->last < 100 && !r->scaled ? 10 : 0;
    if (r->scaled)
        rest = r->last; /* after a hundred anything below a hundred */
    return value < rest && value > 0;
}

static void take(struct reading *r, enum dg_word_class class, double value)
{
    if (class == DG_W_NUMBER_SCALE) {
        if (value == 100) {
            r->current *= 100;
        } else {
            r->total += r->current * value;
            r->current = 0;
            r->floor = value;
        }
    } else {
        r->current += value;
    }
    r->scaled = class == DG_W_NUMBER_SCALE;
    r->last = value;
    r->any = true;
}

/* "and" joins only what stands below the scale before it: two hundred and five. */
static size_t skip_and(const struct reading *r, const struct dg_lexicon *lex, struct dg_str s, size_t at)
{
    struct dg_word w;
    if (r->scaled && dg_lexicon_longest(lex, DG_IN_EN, DG_W_NUMBER_AND, s, at, &w))
        return skip_joint(s, at + w.len);
    return at;
}

bool dg_number_en(struct dg_number *out, const struct dg_lexicon *lex, struct dg_str folded, size_t at)
{
    struct reading r = { 0 };
    size_t end = at, next = at;
    for (int i = 0; i < WORDS_MAX && !r.ordinal; i++) {
        struct dg_word w;
        enum dg_word_class class;
        if (r.any)
            next = skip_and(&r, lex, folded, next);
        if (!is_word(&w, lex, folded, next, &class))
            break;
        double value = value_of(&w);
        bool by_scale = class == DG_W_NUMBER_ORDINAL && dg_word_number(&w, 1, 0) == 1; /* hundredth */
        if (!fits(&r, by_scale ? DG_W_NUMBER_SCALE : class, value, by_scale))
            break;
        if (by_scale && !r.any)
            r.current = 1;
        take(&r, by_scale ? DG_W_NUMBER_SCALE : class, value);
        r.ordinal = class == DG_W_NUMBER_ORDINAL;
        end = next + w.len;
        next = skip_joint(folded, end);
    }
    if (end == at)
        return false;
    *out = (struct dg_number){
        .len = end - at, .value = r.total + r.current, .ordinal = r.ordinal, .scaled = r.scaled
    };
    return true;
}
