/* The numbers that stand in other mentions: 20 in twenty dollars, 3 in three days. They are entities of their own, though what
 * they stand in is what was meant. Pure; any thread. */
#ifndef DG_INNER_H
#define DG_INNER_H

#include "intents/recogniser.h"

/* Sets `inner` of `mentions` (sorted, without overlaps) to those of the `numbers` (sorted) that lie in a time, an amount of
 * money or a count and are numbers there: not the 一 of 周一, nor pieces of 19:30 or nineteen eighty-four. In the arena of
 * the scan; none where that is full. */
void dg_inner_numbers(
        struct dg_mentions *mentions, const struct dg_scan *scan, struct dg_mention *numbers, size_t count);

#endif
