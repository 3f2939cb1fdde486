/* An intent with every slot filled with the same words, for tests that try what any text can do to an adapter.
 * Lives in the arena. */
#ifndef DG_FILLED_H
#define DG_FILLED_H

#include "adapters/adapter.h"

/* `intent` is a name of the catalogue; places have points only where `points` is set. NULL: no such intent, or no room. */
const struct dg_intent *dg_filled_intent(struct dg_arena *arena, const char *intent, struct dg_str words, bool points);

#endif
