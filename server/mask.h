/* Secrets of the configuration, kept out of what people are shown: a provider may say ours back to us.
 * Results live in the arena. One thread at a time. */
#ifndef DG_MASK_H
#define DG_MASK_H

#include "server/app.h"

/* A provider's words are only looked through for secrets of at least so many bytes: shorter ones stand in any text. */
enum { DG_MASK_BYTES_MIN = 8 };

/* `text` with every secret setting of the plug masked, as it is and percent-encoded. */
struct dg_str dg_mask(const struct dg_plug *plug, struct dg_str text, struct dg_arena *arena);
/* The same for all that the provider said and people will read: offers and the receipt. */
void dg_mask_task(const struct dg_plug *plug, struct dg_task *task);

#endif
