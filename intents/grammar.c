#include "intents/grammar.h"

#include "intents/time_rules.h"

#include <assert.h>
#include <threads.h>

/* A place in a rule, as the chart looks at it. */
struct step {
    dg_symbols takes; /* what may stand there, DG_MAY: or nothing; 0: the rule has ended */
    dg_symbols needs; /* one of these has to come next, or the rest cannot be filled; DG_MAY: nothing needs to come */
    dg_symbols second; /* the same of what comes behind that; DG_MAY: no second needs to come */
};

/* A rule with its steps, the last of them its end. All that matching looks at stands close together. */
struct pattern {
    dg_builder *build;
    const struct step *steps;
    uint8_t result, rank, languages;
};

/* Which rules can begin with a symbol, and from which of their parts (those before it may be left out). For each symbol that
 * may follow, and for none, a set says which of them go on with it: of a hundred rules that begin with a number few are looked
 * at. */
enum { PATTERNS_MAX = 640, STEPS_MAX = 3200, ENTRIES_MAX = 1024, ENTRIES_OF_ONE_MAX = 128 };
enum { SET_WORDS = ENTRIES_OF_ONE_MAX / 64 };

struct entry {
    const struct pattern *pattern;
    const struct step *next; /* the place behind the part */
    uint8_t part;
    bool ends; /* the part is the last one */
};

struct entry_set {
    uint64_t bits[SET_WORDS];
};

static struct index {
    size_t pattern_count, step_count;
    uint16_t first[DG_T_COUNT + 1];
    struct entry entries[ENTRIES_MAX];
    struct entry_set next[DG_T_COUNT][DG_T_COUNT + 1]; /* the last column: nothing needs to follow */
    struct entry_set spoken[DG_T_COUNT][DG_IN_ANY + 1]; /* whose rules take a word of these languages */
    struct pattern patterns[PATTERNS_MAX];
    struct step steps[STEPS_MAX];
} rule_index;
static_assert(DG_T_COUNT < 127, "each symbol has its bit beside DG_MAY");
static once_flag index_once = ONCE_FLAG_INIT;

static inline bool has(dg_symbols set, unsigned symbol)
{
    return (symbol < 64 ? (uint64_t)set : (uint64_t)(set >> 64)) >> symbol % 64 & 1;
}

static inline dg_symbols only(unsigned symbol)
{
    return (dg_symbols)1 << symbol;
}

static inline bool may_be_left_out(const struct step *step)
{
    return (uint64_t)(step->takes >> 64) >> 63;
}

/* From the end of the rule back to its begin: what a place needs is what it takes, and where it may be left out what the next
 * one needs. */
static void add_pattern(const struct dg_rule *rule, unsigned languages)
{
    unsigned count = 0;
    while (count < DG_RULE_PARTS && rule->parts[count])
        count++;
    assert(rule_index.pattern_count < PATTERNS_MAX && rule_index.step_count + count < STEPS_MAX);
    struct step *steps = &rule_index.steps[rule_index.step_count];
    rule_index.step_count += count + 1;
    rule_index.patterns[rule_index.pattern_count++] =
            (struct pattern){ rule->build, steps, rule->result, rule->rank, (uint8_t)languages };
    steps[count] = (struct step){ 0, DG_MAY, DG_MAY };
    while (count-- > 0) {
        struct step *step = &steps[count];
        step->takes = rule->parts[count];
        bool may = may_be_left_out(step);
        step->needs = (step->takes & ~DG_MAY) | (may ? step[1].needs : 0);
        step->second = step[1].needs | (may ? step[1].second : 0);
    }
}

static void put(struct entry_set *set, size_t i)
{
    set->bits[i / 64] |= UINT64_C(1) << i % 64;
}

static void add_entry(unsigned symbol, struct entry entry, size_t *count)
{
    size_t i = *count - rule_index.first[symbol];
    assert(*count < ENTRIES_MAX && i < ENTRIES_OF_ONE_MAX);
    rule_index.entries[(*count)++] = entry;
    dg_symbols needs = entry.next->needs;
    for (unsigned s = 0; s < DG_T_COUNT; s++) {
        if (has(needs, s))
            put(&rule_index.next[symbol][s], i);
    }
    if (needs & DG_MAY)
        put(&rule_index.next[symbol][DG_T_COUNT], i);
    for (unsigned l = 0; l <= DG_IN_ANY; l++) {
        if (l & entry.pattern->languages)
            put(&rule_index.spoken[symbol][l], i);
    }
}

static void index_pattern(const struct pattern *pattern, unsigned symbol, size_t *count)
{
    const struct step *step = pattern->steps;
    for (uint8_t part = 0; step->takes; part++, step++) {
        if (has(step->takes, symbol))
            add_entry(symbol, (struct entry){ pattern, step + 1, part, !step[1].takes }, count);
        if (!may_be_left_out(step))
            return;
    }
}

static void add_patterns(struct dg_rules rules)
{
    for (size_t r = 0; r < rules.count; r++)
        add_pattern(&rules.at[r], rules.languages);
}

/* Made once for the whole process from constant tables and never changed after. */
static void make_index(void)
{
    size_t count = 0;
    add_patterns(dg_time_rules_any());
    add_patterns(dg_time_rules_en());
    add_patterns(dg_time_rules_zh());
    for (unsigned s = 0; s < DG_T_COUNT; s++) {
        rule_index.first[s] = (uint16_t)count;
        for (size_t p = 0; p < rule_index.pattern_count; p++)
            index_pattern(&rule_index.patterns[p], s, &count);
    }
    rule_index.first[DG_T_COUNT] = (uint16_t)count;
}

const struct dg_when *dg_chart_node(struct dg_chart *chart, struct dg_when value)
{
    if (chart->node_count == chart->node_room) {
        chart->full = true;
        return NULL;
    }
    struct dg_when *node = &chart->nodes[chart->node_count++];
    *node = value;
    return node;
}

/* A position while it is being filled. */
struct match {
    struct dg_chart *chart;
    uint16_t first; /* of its items */
    dg_symbols symbols; /* of its items */
    /* the rule that is being matched: only parts that something stands in are not NULL */
    const struct pattern *pattern;
    const struct dg_item *begin;
    const struct dg_item *parts[DG_RULE_PARTS];
};

/* Of items with the same symbol over the same words only a better one is worth another place. */
static bool is_news(const struct match *m, const struct dg_item *item)
{
    if (!has(m->symbols, item->symbol))
        return true;
    for (uint16_t i = m->first; i < m->chart->item_count; i++) {
        const struct dg_item *old = &m->chart->items[i];
        if (old->symbol == item->symbol && old->to == item->to && old->end == item->end && old->rank >= item->rank &&
                old->weak <= item->weak)
            return false;
    }
    return true;
}

static void finish(struct match *m, const struct dg_item *end)
{
    struct dg_chart *chart = m->chart;
    if (chart->item_count == chart->item_room) {
        chart->full = true;
        return;
    }
    const struct pattern *rule = m->pattern;
    uint16_t nodes = chart->node_count;
    struct dg_item *item = &chart->items[chart->item_count];
    *item = (struct dg_item){ .symbol = rule->result,
        .to = end->to,
        .start = m->begin->start,
        .from = m->begin->from,
        .end = end->end,
        .rank = rule->rank,
        .languages = DG_IN_ANY };
    if (!rule->build(chart, m->parts, item) || !is_news(m, item)) {
        chart->node_count = nodes;
        return;
    }
    m->symbols |= only(item->symbol);
    chart->item_count++;
}

/* Whether one of `set` stands at a position, or none needs to. */
static inline bool meets(dg_symbols set, dg_symbols present)
{
    return (set & (present | DG_MAY)) != 0;
}

static void extend(struct match *m, unsigned part, const struct dg_item *end);

/* The rule goes on with each item behind `end` that the part takes. */
static void extend_over(struct match *m, unsigned part, const struct dg_item *end)
{
    struct dg_chart *chart = m->chart;
    const struct step *step = &m->pattern->steps[part];
    const struct dg_item *next = &chart->items[chart->first[end->to]], *last = &chart->items[chart->last[end->to]];
    for (; next < last && chart->steps; next++) {
        chart->steps--;
        if (!has(step->takes, next->symbol) || !(next->languages & m->pattern->languages))
            continue;
        m->parts[part] = next;
        if (!step[1].takes)
            finish(m, next);
        else if (meets(step[1].needs, chart->present[next->to]))
            extend(m, part + 1, next);
    }
    m->parts[part] = NULL;
}

/* Extends a half-matched rule that can go on behind `end`; depth is bounded by DG_RULE_PARTS. */
static void extend(struct match *m, unsigned part, const struct dg_item *end)
{
    const struct step *step = &m->pattern->steps[part];
    dg_symbols present = m->chart->present[end->to];
    for (; step->takes; step++, part++) {
        bool here = (step->takes & present) != 0, later = may_be_left_out(step) && meets(step[1].needs, present);
        if (here && later)
            extend(m, part + 1, end);
        if (here)
            extend_over(m, part, end);
        if (here || !later)
            return;
    }
    finish(m, end);
}

static void start_rule(struct match *m, const struct dg_item *begin, const struct entry *entry)
{
    m->chart->steps--;
    m->pattern = entry->pattern;
    m->parts[entry->part] = begin;
    if (entry->ends)
        finish(m, begin);
    else if (meets(entry->next->second, m->chart->beyond[begin->to]))
        extend(m, entry->part + 1u, begin);
    m->parts[entry->part] = NULL;
}

/* The rules that take the item and can go on with what is there, in the order of their tables. */
static struct entry_set fitting(const struct dg_item *begin, dg_symbols present)
{
    struct entry_set set = rule_index.next[begin->symbol][DG_T_COUNT];
    const uint64_t halves[] = { (uint64_t)present, (uint64_t)(present >> 64) };
    for (unsigned h = 0; h < 2; h++) {
        for (uint64_t left = halves[h]; left; left &= left - 1) {
            unsigned s = h * 64 + (unsigned)__builtin_ctzll(left);
            for (unsigned w = 0; w < SET_WORDS; w++)
                set.bits[w] |= rule_index.next[begin->symbol][s].bits[w];
        }
    }
    for (unsigned w = 0; w < SET_WORDS; w++)
        set.bits[w] &= rule_index.spoken[begin->symbol][begin->languages & DG_IN_ANY].bits[w];
    return set;
}

static void start_rules(struct match *m, const struct dg_item *begin)
{
    const struct entry *entries = &rule_index.entries[rule_index.first[begin->symbol]];
    struct entry_set set = fitting(begin, m->chart->present[begin->to]);
    m->begin = begin;
    for (unsigned w = 0; w < SET_WORDS; w++) {
        for (uint64_t left = set.bits[w]; left && m->chart->steps; left &= left - 1)
            start_rule(m, begin, &entries[w * 64 + (unsigned)__builtin_ctzll(left)]);
    }
}

/* The symbols that stand behind the items of the position. */
static dg_symbols beyond(const struct dg_chart *chart, uint16_t first)
{
    dg_symbols set = 0;
    for (uint16_t i = first; i < chart->item_count; i++)
        set |= chart->present[chart->items[i].to];
    return set;
}

static void add_word(struct match *m, const struct dg_item *word)
{
    struct dg_chart *chart = m->chart;
    if (chart->item_count == chart->item_room) {
        chart->full = true;
        return;
    }
    m->symbols |= only(word->symbol);
    chart->items[chart->item_count++] = *word;
}

void dg_chart_parse(struct dg_chart *chart, const struct dg_item *words, const uint8_t *word_positions, size_t count)
{
    call_once(&index_once, make_index);
    struct match m = { .chart = chart };
    chart->item_count = chart->node_count = 0;
    chart->full = false;
    chart->steps = (uint32_t)chart->positions * DG_CHART_STEPS;
    chart->present[chart->positions] = chart->beyond[chart->positions] = 0;
    for (int p = chart->positions - 1; p >= 0; p--) {
        chart->first[p] = m.first = chart->item_count;
        m.symbols = 0;
        for (; count > 0 && word_positions[count - 1] == p; count--)
            add_word(&m, &words[count - 1]);
        for (uint16_t i = m.first; i < chart->item_count; i++)
            start_rules(&m, &chart->items[i]);
        chart->last[p] = chart->item_count;
        chart->present[p] = m.symbols;
        chart->beyond[p] = beyond(chart, m.first);
    }
}
