/* The grammar engine: a bottom-up chart over the words of a short stretch of text.
 * Rules are constant tables: a sequence of sets of symbols and a builder. The chart is filled from right to left, so each
 * rule is tried once for each way its parts stand; nothing is tried twice and nothing is taken back. A rule whose next parts
 * are not there is not begun. Words, positions, items and steps are all bounded by the constants below, so a text costs at
 * most a constant times its length.
 * A chart is scratch memory of its caller; items and nodes die with it. One thread. */
#ifndef DG_GRAMMAR_H
#define DG_GRAMMAR_H

#include "intents/lexicon.h"
#include "intents/time_symbols.h"
#include "intents/when_node.h"

enum {
    DG_CHART_POSITIONS = 48, /* words in one stretch; longer ones are cut */
    DG_CHART_BYTES = 400, /* bytes in one stretch */
    DG_CHART_ITEMS = 900, /* the most that a chart needs room for */
    DG_CHART_NODES = 700,
    DG_CHART_STEPS = 3000, /* comparisons for each word: what a stretch may cost follows its length */
    DG_RULE_PARTS = 7,
};

/* A word, or what a rule made of some. */
struct dg_item {
    uint8_t symbol; /* enum dg_time_symbol */
    uint8_t to; /* the position after it */
    uint8_t rank; /* of two that say the same words the higher one is better */
    uint8_t languages; /* DG_IN_…: of words, else all */
    bool weak; /* not a time when it stands alone */
    uint16_t start, end; /* bytes within the stretch */
    uint16_t from; /* where the time itself begins: small words before it (at, on the) are read but not part of it */
    int32_t a, b, c, d; /* what the word's table says */
    double number;
    struct dg_str value; /* words only: the columns of the table */
    const struct dg_when *when;
};

/* A set of symbols: what may stand in one place of a rule. */
__extension__ typedef unsigned __int128 dg_symbols;
#define DG_MAY ((dg_symbols)1 << 127) /* or nothing */

struct dg_chart {
    uint8_t positions;
    bool closed; /* the text ends behind the stretch, or a sentence does */
    bool day_first; /* 03/04 is the 3rd of April */
    bool year_last_day_first; /* 03/04/2024 is it */
    uint16_t first[DG_CHART_POSITIONS + 1]; /* items that start at a position stand together, ... */
    uint16_t last[DG_CHART_POSITIONS + 1]; /* ... from first up to last */
    dg_symbols present[DG_CHART_POSITIONS + 1]; /* the symbols of the items that start at a position */
    uint32_t steps; /* comparisons that are left */
    bool full; /* something found no more room */
    uint16_t item_count, item_room, node_count, node_room;
    struct dg_item *items; /* memory of the caller, as much as the rooms say */
    struct dg_when *nodes;
};

/* A builder gets the parts (NULL where nothing stands) and fills `out`, which comes with symbol, place and rank set.
 * False: the parts do not fit together. */
typedef bool dg_builder(struct dg_chart *chart, const struct dg_item *const *parts, struct dg_item *out);

struct dg_rule {
    uint8_t result;
    uint8_t rank;
    dg_builder *build;
    dg_symbols parts[DG_RULE_PARTS]; /* ended by 0 */
};

struct dg_rules {
    unsigned languages; /* whose words the rules take */
    const struct dg_rule *at;
    size_t count;
};

/* A node of the chart filled with `value`; NULL when there is no more room. */
const struct dg_when *dg_chart_node(struct dg_chart *chart, struct dg_when value);

/* Fills the chart from `words` (sorted by their position, which stands in `rank` until they are taken). */
void dg_chart_parse(struct dg_chart *chart, const struct dg_item *words, const uint8_t *word_positions, size_t count);

#endif
