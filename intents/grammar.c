#include "intents/grammar.h"

#include "intents/time_rules.h"

#include <threads.h>

/* Which rules can begin with a symbol, and from which of their parts (those before it may be left out). For each symbol that
 * may follow, and for none, a set says which of them go on with it: of a hundred rules that begin with a number few are looked
 * at. */
enum { ENTRIES_MAX = 1024, ENTRIES_OF_ONE_MAX = 128, SET_WORDS = ENTRIES_OF_ONE_MAX / 64 };

struct entry {
    const struct dg_rule *rule;
    uint8_t part, languages;
};

struct entry_set {
    uint64_t bits[SET_WORDS];
};

static struct index {
    uint16_t first[DG_T_COUNT + 1];
    struct entry entries[ENTRIES_MAX];
    struct entry_set next[DG_T_COUNT][DG_T_COUNT + 1]; /* the last column: nothing needs to follow */
} rule_index;
static once_flag index_once = ONCE_FLAG_INIT;

/* What may stand in the places from `part` on until one has to be filled; DG_MAY: the rule may end there. */
static dg_symbols following(const struct dg_rule *rule, unsigned part)
{
    dg_symbols next = 0;
    for (; part < DG_RULE_PARTS && rule->parts[part]; part++) {
        next |= rule->parts[part] & ~DG_MAY;
        if (!(rule->parts[part] & DG_MAY))
            return next;
    }
    return next | DG_MAY;
}

static void add_entry(unsigned symbol, struct entry entry, size_t *count)
{
    size_t i = *count - rule_index.first[symbol];
    if (*count == ENTRIES_MAX || i == ENTRIES_OF_ONE_MAX)
        return;
    rule_index.entries[(*count)++] = entry;
    dg_symbols next = following(entry.rule, entry.part + 1u);
    for (unsigned s = 0; s <= DG_T_COUNT; s++) {
        if (next >> s & 1 || (s == DG_T_COUNT && (next & DG_MAY)))
            rule_index.next[symbol][s].bits[i / 64] |= UINT64_C(1) << i % 64;
    }
}

static void index_rule(const struct dg_rule *rule, unsigned languages, unsigned symbol, size_t *count)
{
    for (uint8_t p = 0; p < DG_RULE_PARTS && rule->parts[p]; p++) {
        if (rule->parts[p] >> symbol & 1)
            add_entry(symbol, (struct entry){ rule, p, (uint8_t)languages }, count);
        if (!(rule->parts[p] & DG_MAY))
            return;
    }
}

/* Made once for the whole process from constant tables and never changed after. */
static void make_index(void)
{
    const struct dg_rules tables[] = { dg_time_rules_any(), dg_time_rules_en(), dg_time_rules_zh() };
    size_t count = 0;
    for (unsigned s = 0; s < DG_T_COUNT; s++) {
        rule_index.first[s] = (uint16_t)count;
        for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
            for (size_t r = 0; r < tables[t].count; r++)
                index_rule(&tables[t].at[r], tables[t].languages, s, &count);
        }
    }
    rule_index.first[DG_T_COUNT] = (uint16_t)count;
}

const struct dg_when *dg_chart_node(struct dg_chart *chart, struct dg_when value)
{
    if (chart->node_count == DG_CHART_NODES)
        return NULL;
    struct dg_when *node = &chart->nodes[chart->node_count++];
    *node = value;
    return node;
}

/* Of items with the same symbol over the same words only a better one is worth another place. */
static bool is_news(const struct dg_chart *chart, uint16_t first, const struct dg_item *item)
{
    for (uint16_t i = first; i < chart->item_count; i++) {
        const struct dg_item *old = &chart->items[i];
        if (old->symbol == item->symbol && old->to == item->to && old->end == item->end && old->rank >= item->rank &&
                old->weak <= item->weak)
            return false;
    }
    return true;
}

struct match {
    struct dg_chart *chart;
    const struct dg_rule *rule;
    const struct dg_item *parts[DG_RULE_PARTS];
    uint16_t first; /* of the items of the position that is being filled */
    uint8_t languages;
};

static void finish(struct match *m, const struct dg_item *begin, const struct dg_item *end)
{
    struct dg_chart *chart = m->chart;
    if (chart->item_count == DG_CHART_ITEMS)
        return;
    uint16_t nodes = chart->node_count;
    struct dg_item item = { .symbol = m->rule->result,
        .to = end->to,
        .start = begin->start,
        .from = begin->from,
        .end = end->end,
        .rank = m->rule->rank,
        .languages = DG_IN_ANY };
    if (!m->rule->build(chart, m->parts, &item) || !is_news(chart, m->first, &item)) {
        chart->node_count = nodes;
        return;
    }
    chart->items[chart->item_count++] = item;
}

static uint32_t budget(const struct dg_chart *chart)
{
    return (uint32_t)chart->positions * DG_CHART_STEPS;
}

/* Extends a half-matched rule over the items that follow; depth is bounded by DG_RULE_PARTS. */
static void extend(struct match *m, uint8_t part, const struct dg_item *begin, const struct dg_item *end)
{
    dg_symbols wanted = part < DG_RULE_PARTS ? m->rule->parts[part] : 0;
    if (!wanted) {
        finish(m, begin, end);
        return;
    }
    m->parts[part] = NULL;
    if (wanted & DG_MAY)
        extend(m, (uint8_t)(part + 1), begin, end);
    if (!(wanted & m->chart->present[end->to]))
        return;
    for (uint16_t i = m->chart->first[end->to]; i < m->chart->last[end->to]; i++) {
        if (++m->chart->steps > budget(m->chart))
            return;
        const struct dg_item *next = &m->chart->items[i];
        if (!(wanted >> next->symbol & 1) || !(next->languages & m->languages))
            continue;
        m->parts[part] = next;
        extend(m, (uint8_t)(part + 1), begin, next);
    }
    m->parts[part] = NULL;
}

static void start_rule(struct dg_chart *chart, uint16_t first, const struct dg_item *begin, const struct entry *entry)
{
    struct match m = { chart, entry->rule, { NULL }, first, entry->languages };
    chart->steps++;
    if (!(begin->languages & m.languages))
        return;
    m.parts[entry->part] = begin;
    extend(&m, (uint8_t)(entry->part + 1), begin, begin);
}

/* The rules that begin with the symbol and can go on with what is there, in the order of their tables. */
static struct entry_set fitting(unsigned symbol, dg_symbols present)
{
    struct entry_set set = rule_index.next[symbol][DG_T_COUNT];
    for (unsigned s = 0; present; s++, present >>= 1) {
        unsigned skip = (uint64_t)present ? (unsigned)__builtin_ctzll((uint64_t)present) : 64;
        s += skip;
        present >>= skip;
        if (!(present & 1))
            continue;
        for (unsigned w = 0; w < SET_WORDS; w++)
            set.bits[w] |= rule_index.next[symbol][s].bits[w];
    }
    return set;
}

static void start_rules(struct dg_chart *chart, uint16_t first, const struct dg_item *begin)
{
    const struct entry *entries = &rule_index.entries[rule_index.first[begin->symbol]];
    struct entry_set set = fitting(begin->symbol, chart->present[begin->to]);
    for (unsigned w = 0; w < SET_WORDS; w++) {
        for (uint64_t left = set.bits[w]; left && chart->steps < budget(chart); left &= left - 1)
            start_rule(chart, first, begin, &entries[w * 64 + (unsigned)__builtin_ctzll(left)]);
    }
}

/* The symbols of the items from `first` on. */
static dg_symbols symbols_of(const struct dg_chart *chart, uint16_t first)
{
    dg_symbols set = 0;
    for (uint16_t i = first; i < chart->item_count; i++)
        set |= (dg_symbols)1 << chart->items[i].symbol;
    return set;
}

void dg_chart_parse(struct dg_chart *chart, const struct dg_item *words, const uint8_t *word_positions, size_t count)
{
    call_once(&index_once, make_index);
    chart->item_count = chart->node_count = 0;
    chart->steps = 0;
    chart->present[chart->positions] = 0;
    for (int p = chart->positions - 1; p >= 0; p--) {
        uint16_t first = chart->item_count;
        chart->first[p] = first;
        for (; count > 0 && word_positions[count - 1] == p; count--) {
            if (chart->item_count < DG_CHART_ITEMS)
                chart->items[chart->item_count++] = words[count - 1];
        }
        for (uint16_t i = first; i < chart->item_count; i++)
            start_rules(chart, first, &chart->items[i]);
        chart->last[p] = chart->item_count;
        chart->present[p] = symbols_of(chart, first);
    }
}
