/* The name of an event: the words that lead up to its activity, or what it is of. */
#include "intents/plan.h"
#include "intents/utf8.h"

enum { TITLE_WORDS_BEFORE = 2, TITLE_CHARACTERS_BEFORE = 6 };

static bool is_cjk_at(struct dg_str s, size_t at, size_t *len)
{
    uint32_t cp = dg_utf8_at(s, at, len);
    return cp >= 0x3400 && cp <= 0x9FFF;
}

static bool in_mention(const struct dg_planner *p, uint32_t message, size_t at)
{
    const struct dg_clauses *clauses = &p->heard->clauses[message];
    for (size_t i = 0; i < clauses->count && clauses->at[i].start <= at; i++) {
        const struct dg_clause *c = &clauses->at[i];
        for (size_t k = 0; k < c->mention_count; k++) {
            if (at >= c->mentions[k].start && at < c->mentions[k].end && c->mentions[k].type != DG_M_TITLE)
                return true;
        }
    }
    return false;
}

/* Whether a word that no title takes ends right before `end`. */
static bool stop_ends(const struct dg_planner *p, struct dg_str s, size_t start, size_t end)
{
    struct dg_word word;
    return dg_lexicon_is(p->lexicon, DG_IN_ANY, DG_W_ACT_STOP, dg_str_cut(s, start, end), &word);
}

static size_t before_zh(const struct dg_planner *p, uint32_t message, struct dg_str s, size_t start)
{
    size_t len, at = start;
    for (int n = 0; at > 0 && n < TITLE_CHARACTERS_BEFORE; n++) {
        size_t back = dg_utf8_before(s, at), back2 = back > 0 ? dg_utf8_before(s, back) : back;
        bool stops = stop_ends(p, s, back, at) || (back2 < back && stop_ends(p, s, back2, at));
        if (!is_cjk_at(s, back, &len) || stops || in_mention(p, message, back))
            break;
        at = back;
    }
    return at;
}

static size_t word_start(struct dg_str s, size_t end)
{
    while (end > 0 &&
            ((s.at[end - 1] >= 'a' && s.at[end - 1] <= 'z') || (s.at[end - 1] >= '0' && s.at[end - 1] <= '9') ||
                    s.at[end - 1] == '\'' || s.at[end - 1] == '-'))
        end--;
    return end;
}

static size_t before_en(const struct dg_planner *p, uint32_t message, struct dg_str s, size_t start)
{
    size_t at = start;
    for (int n = 0; n < TITLE_WORDS_BEFORE && at > 1 && s.at[at - 1] == ' '; n++) {
        size_t back = word_start(s, at - 1);
        if (back == at - 1 || stop_ends(p, s, back, at - 1) || in_mention(p, message, back))
            break;
        at = back;
    }
    return at;
}

/* ---- what it is of ------------------------------------------------------------------------------------------- */

static const struct dg_clause *clause_at(const struct dg_planner *p, uint32_t message, size_t at)
{
    const struct dg_clauses *clauses = &p->heard->clauses[message];
    for (size_t i = 0; i < clauses->count; i++) {
        if (clauses->at[i].start <= at && at < clauses->at[i].end)
            return &clauses->at[i];
    }
    return NULL;
}

/* Whether what the activity is of comes behind its word: "remind me to call her". */
static bool leads(const struct dg_planner *p, struct dg_str words)
{
    struct dg_word word;
    return dg_lexicon_is(p->lexicon, DG_IN_ANY, DG_W_ACTIVITY, words, &word) &&
            dg_str_is(dg_word_column(&word, 2), "of");
}

/* Past the time of it and the small words before it. */
static size_t past_lead(const struct dg_planner *p, const struct dg_clause *c, struct dg_str s, size_t start)
{
    for (size_t before = SIZE_MAX; before != start && start < c->end;) {
        before = start;
        while (start < c->end && (s.at[start] == ' ' || s.at[start] == ':' || s.at[start] == ','))
            start++;
        for (size_t i = 0; i < c->mention_count; i++) {
            if (c->mentions[i].type == DG_M_TIME && c->mentions[i].start <= start && start < c->mentions[i].end)
                start = c->mentions[i].end;
        }
        struct dg_word word;
        if (start < c->end &&
                (dg_lexicon_longest(p->lexicon, DG_IN_ANY, DG_W_TITLE_LEAD, s, start, &word) ||
                        dg_lexicon_longest(p->lexicon, DG_IN_ANY, DG_W_REMIND_AHEAD, s, start, &word)))
            start += word.len;
    }
    return start;
}

/* Short of the time that stands last, and of what leads to it. */
static size_t short_of_time(const struct dg_planner *p, const struct dg_clause *c, struct dg_str s, size_t start)
{
    size_t end = c->end;
    for (size_t i = c->mention_count; i-- > 0;) {
        if (c->mentions[i].type == DG_M_TIME && c->mentions[i].end >= end && c->mentions[i].start > start)
            end = c->mentions[i].start;
    }
    for (size_t before = SIZE_MAX; before != end && end > start;) {
        before = end;
        while (end > start && s.at[end - 1] == ' ')
            end--;
        size_t word = word_start(s, end);
        if (end < c->end && word > start && word < end && stop_ends(p, s, word, end))
            end = word;
    }
    return end;
}

/* "Remind me to pay the rent on the 1st": to pay the rent. Empty when nothing is said. */
static void find_of(const struct dg_planner *p, const struct dg_topic *topic, size_t *start, size_t *end)
{
    struct dg_str s = p->texts[topic->named_message].folded;
    const struct dg_clause *c = clause_at(p, topic->named_message, topic->named_start);
    *start = *end = topic->named_end;
    if (!c || !leads(p, dg_str_cut(s, topic->named_start, topic->named_end)))
        return;
    *start = past_lead(p, c, s, topic->named_end);
    *end = short_of_time(p, c, s, *start);
}

static bool write_title(
        struct dg_slot *out, const struct dg_planner *p, const struct dg_topic *topic, size_t start, size_t end)
{
    struct dg_span *span = dg_arena_alloc(p->arena, sizeof *span);
    if (!span)
        return false;
    bool said = dg_plan_span(span, p, topic->named_message, start, end);
    struct dg_str words = dg_text_words(&p->texts[topic->named_message], start, end);
    *out = (struct dg_slot){ .name = "title",
        .value = { .kind = DG_TEXT, .text = words },
        .text = words,
        .status = !said                            ? DG_INFERRED
                : topic->accepted || topic->booked ? DG_AGREED
                                                   : DG_PROPOSED,
        .spans = span,
        .span_count = said,
        .by_message = -1 };
    return true;
}

bool dg_plan_title(struct dg_slot *out, const struct dg_planner *p, const struct dg_topic *topic)
{
    if (!topic->named)
        return false;
    const struct dg_text *text = &p->texts[topic->named_message];
    size_t start, end, len;
    find_of(p, topic, &start, &end);
    if (start < end)
        return write_title(out, p, topic, start, end);
    start = topic->named_start;
    bool zh = is_cjk_at(
            text->folded, topic->named_end > 2 ? dg_utf8_before(text->folded, topic->named_end) : start, &len);
    start = zh ? before_zh(p, topic->named_message, text->folded, start)
               : before_en(p, topic->named_message, text->folded, start);
    return write_title(out, p, topic, start, topic->named_end);
}
