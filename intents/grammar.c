#include "intents/grammar.h"

#include "intents/time_rules.h"

#include <assert.h>
#include <threads.h>

/* A place in a rule, as the chart looks at it. */
struct step {
    dg_symbols takes; /* what may stand there, DG_MAY: or nothing; 0: the rule has ended */
    dg_symbols needs; /* one of these has to come next, or the rest cannot be filled; DG_MAY: nothing needs to come */
};

/* A rule with its steps, the last of them its end. All that matching looks at stands close together. */
struct pattern {
    dg_builder *build;
    const struct step *steps;
    uint8_t result, rank, languages;
};

/* A way to begin a rule: the parts that its first two items stand in, as parts before and between them may be left out.
 * Ways of one rule are tried in the order in which leaving parts out comes before filling them. */
struct way {
    const struct pattern *pattern;
    uint8_t first, second; /* second: ALONE where the rule ends with the first */
    bool ends; /* the second part is the last one */
};
enum { ALONE = DG_RULE_PARTS };

/* A way in a list, with all that decides whether it is gone: most are not. */
struct opening {
    dg_symbols needs; /* one of these has to come behind the second part */
    uint16_t way;
    uint8_t languages;
};

/* The ways to begin with a symbol, and those of them that go on with another: of a hundred rules that begin with a number,
 * those that a month may follow are found at once. */
enum { PATTERNS_MAX = 640, STEPS_MAX = 3200, WAYS_MAX = 2048, PAIRS_MAX = 4096 };

struct way_list {
    uint16_t first, last; /* of rule_index.lists */
};

static struct index {
    size_t pattern_count, step_count, way_count, listed;
    dg_symbols follows[DG_T_COUNT]; /* what may stand behind a symbol */
    struct way_list lists_of[DG_T_COUNT]
                            [DG_T_COUNT + 1]; /* by both symbols; the last column: nothing needs to follow */
    struct opening lists[PAIRS_MAX]; /* in the order of the ways */
    struct way ways[WAYS_MAX];
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
    steps[count] = (struct step){ 0, DG_MAY };
    while (count-- > 0) {
        steps[count].takes = rule->parts[count];
        steps[count].needs =
                (steps[count].takes & ~DG_MAY) | (may_be_left_out(&steps[count]) ? steps[count + 1].needs : 0);
    }
}

static void add_patterns(struct dg_rules rules)
{
    for (size_t r = 0; r < rules.count; r++)
        add_pattern(&rules.at[r], rules.languages);
}

static void add_way(const struct pattern *pattern, unsigned first, unsigned second)
{
    assert(rule_index.way_count < WAYS_MAX);
    rule_index.ways[rule_index.way_count++] = (struct way){ .pattern = pattern,
        .first = (uint8_t)first,
        .second = (uint8_t)second,
        .ends = second == ALONE || !pattern->steps[second + 1].takes };
}

/* The ways that fill a part first: the second part is one behind it up to the first that may not be left out. */
static void add_ways_from(const struct pattern *pattern, unsigned first)
{
    const struct step *steps = pattern->steps;
    unsigned second = first + 1;
    while (steps[second].takes && may_be_left_out(&steps[second]))
        second++;
    add_way(pattern, first, steps[second].takes ? second : ALONE);
    while (--second > first)
        add_way(pattern, first, second);
}

static void add_ways(unsigned symbol)
{
    for (size_t p = 0; p < rule_index.pattern_count; p++) {
        const struct pattern *pattern = &rule_index.patterns[p];
        const struct step *step = pattern->steps;
        for (unsigned part = 0; step->takes; part++, step++) {
            if (has(step->takes, symbol))
                add_ways_from(pattern, part);
            if (!may_be_left_out(step))
                break;
        }
    }
}

/* Lists of the ways from `from` on those that go on with `symbol`, or with nothing. */
static struct way_list list_ways(size_t from, unsigned symbol)
{
    struct way_list list = { (uint16_t)rule_index.listed, 0 };
    for (size_t w = from; w < rule_index.way_count; w++) {
        const struct way *way = &rule_index.ways[w];
        bool alone = way->second == ALONE;
        if (symbol == DG_T_COUNT ? !alone : alone || !has(way->pattern->steps[way->second].takes, symbol))
            continue;
        assert(rule_index.listed < PAIRS_MAX);
        rule_index.lists[rule_index.listed++] =
                (struct opening){ alone ? DG_MAY : way->pattern->steps[way->second + 1].needs, (uint16_t)w,
                    way->pattern->languages };
    }
    list.last = (uint16_t)rule_index.listed;
    return list;
}

/* Made once for the whole process from constant tables and never changed after. */
static void make_index(void)
{
    add_patterns(dg_time_rules_any());
    add_patterns(dg_time_rules_en());
    add_patterns(dg_time_rules_zh());
    for (unsigned s = 0; s < DG_T_COUNT; s++) {
        size_t from = rule_index.way_count;
        add_ways(s);
        for (unsigned next = 0; next <= DG_T_COUNT; next++) {
            rule_index.lists_of[s][next] = list_ways(from, next);
            bool any = rule_index.lists_of[s][next].first < rule_index.lists_of[s][next].last;
            if (next < DG_T_COUNT && any)
                rule_index.follows[s] |= only(next);
        }
    }
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
    const struct dg_item *parts[DG_RULE_PARTS + 1]; /* and one for what stands ALONE beside */
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

/* A way that can be gone from the item that is looked at. */
struct begun {
    uint16_t way;
    const struct dg_item *next; /* what stands in its second part; NULL: nothing */
};
enum { BEGUN_MAX = 128 }; /* more than any item begins in what people say */

/* Sorts the ways by their order; what was put in first stays first of those of one way. */
static void put_begun(struct begun *begun, size_t k, struct begun new)
{
    for (; k > 0 && begun[k - 1].way > new.way; k--)
        begun[k] = begun[k - 1];
    begun[k] = new;
}

/* The ways of a list that the item can go with `next`, or alone; returns how many there are then. */
static inline size_t begin_with(struct dg_chart *chart, const struct dg_item *begin, const struct dg_item *next,
        struct begun *begun, size_t count)
{
    struct way_list list = rule_index.lists_of[begin->symbol][next ? next->symbol : DG_T_COUNT];
    unsigned languages = begin->languages & (next ? next->languages : DG_IN_ANY), cost = 1u + list.last - list.first;
    dg_symbols present = DG_MAY | (next ? chart->present[next->to] : 0);
    if (cost > chart->steps)
        return count;
    chart->steps -= cost;
    const struct opening *last = rule_index.lists + list.last;
    for (const struct opening *at = rule_index.lists + list.first; at < last; at++) {
        if (at->languages & languages && at->needs & present && count < BEGUN_MAX)
            put_begun(begun, count++, (struct begun){ at->way, next });
    }
    return count;
}

static void go(struct match *m, const struct begun *begun)
{
    const struct way *way = &rule_index.ways[begun->way];
    const struct dg_item *end = begun->next ? begun->next : m->begin;
    m->chart->steps--;
    m->pattern = way->pattern;
    m->parts[way->first] = m->begin;
    m->parts[way->second] = begun->next;
    if (way->ends)
        finish(m, end);
    else
        extend(m, way->second + 1u, end);
    m->parts[way->first] = m->parts[way->second] = NULL;
}

/* Tries the rules that the item begins and that can go on with what is there, in the order of their tables. */
static void start_rules(struct match *m, const struct dg_item *begin)
{
    struct begun begun[BEGUN_MAX];
    struct dg_chart *chart = m->chart;
    dg_symbols follows = rule_index.follows[begin->symbol] & chart->present[begin->to];
    struct way_list alone = rule_index.lists_of[begin->symbol][DG_T_COUNT];
    if (!follows && alone.first == alone.last)
        return;
    size_t count = begin_with(chart, begin, NULL, begun, 0);
    for (uint16_t i = chart->first[begin->to]; follows && i < chart->last[begin->to]; i++) {
        const struct dg_item *next = &chart->items[i];
        if (has(follows, next->symbol))
            count = begin_with(chart, begin, next, begun, count);
    }
    m->begin = begin;
    for (size_t i = 0; i < count && chart->steps; i++)
        go(m, &begun[i]);
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
    chart->present[chart->positions] = 0;
    chart->first[chart->positions] = chart->last[chart->positions] = 0;
    for (int p = chart->positions - 1; p >= 0; p--) {
        chart->first[p] = m.first = chart->item_count;
        m.symbols = 0;
        for (; count > 0 && word_positions[count - 1] == p; count--)
            add_word(&m, &words[count - 1]);
        for (uint16_t i = m.first; i < chart->item_count; i++)
            start_rules(&m, &chart->items[i]);
        chart->last[p] = chart->item_count;
        chart->present[p] = m.symbols;
    }
}
