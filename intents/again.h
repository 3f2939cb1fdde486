/* Names that come again: what was called 《深海回声》, or is a restaurant's name in one message, is so in the next, also where
 * nothing around it says so ("深海回声吧", "就小放牛"). One list a reading; it borrows the texts. Pure; any thread. */
#ifndef DG_AGAIN_H
#define DG_AGAIN_H

#include "intents/recogniser.h"

enum { DG_AGAIN_MAX = 8 };

struct dg_again {
    struct dg_str name[DG_AGAIN_MAX]; /* as folded */
    struct dg_mention mention[DG_AGAIN_MAX]; /* where it was found first */
    size_t count;
};

/* Finds the known names in the message, and takes note of those that it names itself. Arena: of the mentions. False only when
 * it is full. */
bool dg_again_find(struct dg_again *known, struct dg_mentions *mentions, const struct dg_text *text, uint32_t message,
        struct dg_arena *arena);

#endif
