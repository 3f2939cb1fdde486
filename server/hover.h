/* An adapter's first turn without sending: what a drop would send, or the links that need no sending.
 * All of it lives in the arena; nothing leaves the process. One thread at a time. */
#ifndef DG_HOVER_H
#define DG_HOVER_H

#include "server/offers.h"

struct dg_hover {
    bool sends; /* `request` is what would be sent; else `answer` is complete */
    struct dg_request request;
    struct dg_offers answer;
};

/* False when the arena is full. */
bool dg_hover_over(struct dg_hover *out, const struct dg_plug *plug, const struct dg_intent *intent,
        const struct dg_context *ctx, enum dg_language language, struct dg_arena *arena);

#endif
