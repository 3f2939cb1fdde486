#include "intents/name_feature.h"

#include "intents/feature_hash.h"
#include "intents/utf8.h"

enum { AFFIX_BYTES = 3, EDGE = 0x51ED270B /* stands for the token before the first and after the last */ };

/* ---- tokens ------------------------------------------------------------------------------------------------ */

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool has_digit(struct dg_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] >= '0' && s.at[i] <= '9')
            return true;
    }
    return false;
}

/* How the word is written: letters or not, capitals, digits in it. */
static uint32_t shape_of(const struct dg_scan *scan, const struct dg_token *t, bool cased)
{
    enum { KINDS = DG_T_MARK | DG_T_KNOWN | DG_T_NUMBER | DG_T_LATIN | DG_T_HAN | DG_T_CAPITAL };
    const struct dg_text *text = scan->text;
    uint32_t shape = t->is & KINDS;
    if (shape & DG_T_LATIN) {
        uint32_t second = text->origin[t->start] + 1;
        bool shouted = t->end > t->start + 1 && second < text->original.len && is_upper(text->original.at[second]);
        shape |= (shouted ? 1u << 30 : 0) | (has_digit(dg_token_text(scan, t)) ? 1u << 29 : 0);
    }
    if ((shape & DG_T_HAN) && t->end - t->start > 4)
        shape |= 1u << 28; /* a word of the tables, and no single character */
    return shape | (cased ? 1u << 31 : 0);
}

/* What the rules made of it: type, kind, how sure, which role, and whether it begins there. */
static uint32_t rule_of(const struct dg_mention *m, const struct dg_token *t)
{
    enum { STEPS = 5 };
    if (!m)
        return 0;
    uint32_t kind = m->type == DG_M_PLACE ? (uint32_t)m->value.place.kind : 0;
    return 1 +
            ((uint32_t)m->type << 1 | (uint32_t)kind << 8 | (uint32_t)(m->score * STEPS) << 16 |
                    (uint32_t)m->role << 20 | (m->start == t->start ? 1u << 28 : 0));
}

static bool is_ordinary(const struct dg_token *t)
{
    enum {
        NEVER = DG_T_MARK | DG_T_KNOWN | DG_T_NUMBER | DG_T_OWN | DG_T_CUE | DG_T_TAIL | DG_T_AFTER | DG_T_PARTICLE |
                DG_T_WITH | DG_T_WATCH,
        WORDS = DG_T_FUNCTION | DG_T_COMMON | DG_T_LINK
    };
    return (t->is & NEVER) || ((t->is & WORDS) && !(t->is & DG_T_CAPITAL));
}

static struct dg_name_token numbers_of(
        const struct dg_scan *scan, const struct dg_token *t, const struct dg_mention *m, bool cased)
{
    enum { SAYS = ~(uint32_t)(DG_T_CAPITAL | DG_T_SPACED) };
    struct dg_str text = dg_token_text(scan, t);
    size_t affix = text.len < AFFIX_BYTES ? text.len : AFFIX_BYTES;
    struct dg_name_token n = { .class = t->is & SAYS, .rule = rule_of(m, t), .ordinary = is_ordinary(t) };
    n.shape = shape_of(scan, t, cased);
    if (t->is & DG_T_KNOWN)
        n.word = dg_feature_mix(EDGE, m ? (uint32_t)m->type + 1 : 0);
    else
        n.word = dg_feature_hash(text);
    n.prefix = dg_feature_hash(dg_str_cut(text, 0, affix));
    n.suffix = dg_feature_hash(dg_str_cut(text, text.len - affix, text.len));
    return n;
}

/* Tells each token of a row of possible names which words stand around the row. */
static void note_runs(struct dg_name_tokens *out)
{
    size_t count = out->tokens.count;
    uint32_t last = EDGE;
    for (size_t i = 0; i < count; i++) {
        out->at[i].before_run = last;
        last = out->at[i].ordinary ? out->at[i].word : last;
        out->any = out->any || !out->at[i].ordinary;
    }
    last = EDGE;
    for (size_t i = count; i-- > 0;) {
        out->at[i].after_run = last;
        last = out->at[i].ordinary ? out->at[i].word : last;
    }
}

bool dg_name_tokens_of(struct dg_name_tokens *out, const struct dg_scan *scan)
{
    enum { OPEN = 1u << DG_M_PLACE | 1u << DG_M_TITLE | 1u << DG_M_PERSON };
    struct dg_known found = dg_known_of(scan, ~0u & ~(1u << DG_M_NUMBER));
    *out = (struct dg_name_tokens){ .tokens = dg_tokens_but(scan, OPEN) };
    out->at = dg_arena_array(dg_scan_scratch(scan), out->tokens.count, sizeof *out->at);
    if (!out->at)
        return false;
    bool cased = false;
    for (size_t i = 0; i < out->tokens.count && !cased; i++)
        cased = (out->tokens.at[i].is & (DG_T_CAPITAL | DG_T_FIRST)) == DG_T_CAPITAL;
    for (size_t i = 0; i < out->tokens.count; i++) {
        const struct dg_token *t = &out->tokens.at[i];
        out->at[i] = numbers_of(scan, t, dg_known_at(&found, t->start), cased);
    }
    note_runs(out);
    return true;
}

/* ---- features ---------------------------------------------------------------------------------------------- */

static const struct dg_name_token edge = { EDGE, EDGE, EDGE, 0, EDGE, EDGE, EDGE, EDGE, true };

static const struct dg_name_token *token_at(const struct dg_name_tokens *tokens, size_t i, int step)
{
    size_t at = i + (size_t)step; /* wraps below 0 to more than any count */
    return at < tokens->tokens.count ? &tokens->at[at] : &edge;
}

size_t dg_name_features(uint32_t *out, const struct dg_name_tokens *tokens, size_t i)
{
    const struct dg_name_token *t = &tokens->at[i], *p = token_at(tokens, i, -1), *n = token_at(tokens, i, 1),
                               *pp = token_at(tokens, i, -2), *nn = token_at(tokens, i, 2);
    size_t c = 0;
    uint32_t form = dg_feature_mix(t->shape, t->class), first = tokens->tokens.at[i].is & DG_T_FIRST;
    out[c++] = dg_feature_mix(1, t->word);
    out[c++] = dg_feature_mix(2, p->word);
    out[c++] = dg_feature_mix(3, n->word);
    out[c++] = dg_feature_mix(4, pp->word);
    out[c++] = dg_feature_mix(5, nn->word);
    out[c++] = dg_feature_mix(dg_feature_mix(6, p->word), t->word);
    out[c++] = dg_feature_mix(dg_feature_mix(7, t->word), n->word);
    out[c++] = dg_feature_mix(dg_feature_mix(dg_feature_mix(8, p->shape), t->shape), n->shape);
    out[c++] = dg_feature_mix(9, form);
    out[c++] = dg_feature_mix(dg_feature_mix(dg_feature_mix(10, p->class), t->class), n->class);
    out[c++] = dg_feature_mix(dg_feature_mix(11, t->prefix), t->shape);
    out[c++] = dg_feature_mix(dg_feature_mix(12, t->suffix), t->shape);
    out[c++] = dg_feature_mix(dg_feature_mix(13, p->word), form);
    out[c++] = dg_feature_mix(dg_feature_mix(14, n->word), form);
    out[c++] = dg_feature_mix(dg_feature_mix(dg_feature_mix(15, pp->word), p->word), t->shape);
    out[c++] = dg_feature_mix(dg_feature_mix(dg_feature_mix(16, n->word), nn->word), t->shape);
    out[c++] = dg_feature_mix(dg_feature_mix(17, t->rule), t->shape);
    out[c++] = dg_feature_mix(dg_feature_mix(dg_feature_mix(18, p->rule), t->rule), n->rule);
    out[c++] = dg_feature_mix(dg_feature_mix(19, t->rule), t->word);
    out[c++] = dg_feature_mix(dg_feature_mix(dg_feature_mix(20, t->before_run), t->shape), t->ordinary);
    out[c++] = dg_feature_mix(dg_feature_mix(dg_feature_mix(21, t->after_run), t->shape), t->ordinary);
    out[c++] = dg_feature_mix(dg_feature_mix(dg_feature_mix(22, t->before_run), t->after_run), t->ordinary);
    out[c++] = dg_feature_mix(dg_feature_mix(dg_feature_mix(23, p->word), t->word), n->word);
    out[c++] = dg_feature_mix(dg_feature_mix(24, first), form);
    out[c++] = dg_feature_mix(dg_feature_mix(dg_feature_mix(25, dg_feature_mix(pp->shape, p->shape)), t->shape),
            dg_feature_mix(n->shape, nn->shape));
    out[c++] = dg_feature_mix(dg_feature_mix(26, p->word), t->rule);
    return c;
}

size_t dg_name_bag(uint32_t *out, const struct dg_name_tokens *tokens, bool near)
{
    enum { WORDS = DG_T_LATIN | DG_T_HAN };
    size_t count = 0;
    for (size_t i = 0; i < tokens->tokens.count && count < DG_NAME_BAG_MAX; i++) {
        const struct dg_token *t = &tokens->tokens.at[i];
        if (!(t->is & WORDS))
            continue;
        bool pair = (t->is & DG_T_HAN) && i + 1 < tokens->tokens.count && t->end - t->start <= 4;
        uint32_t word = pair ? dg_feature_mix(tokens->at[i].word, tokens->at[i + 1].word) : tokens->at[i].word;
        out[count++] = dg_feature_mix(near ? 41 : 40, word);
    }
    return count;
}
