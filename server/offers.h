/* What one adapter answered for one intent: its offers, or why there are none.
 * Plain data in an arena, borrowed from whoever made it. Any thread. */
#ifndef DG_OFFERS_H
#define DG_OFFERS_H

#include "server/errand.h"

enum dg_offers_state { DG_OFFERS_PENDING, DG_OFFERS_DONE, DG_OFFERS_FAILED, DG_OFFERS_SKIPPED };

struct dg_offers {
    enum dg_offers_state state;
    /* failed and skipped: a stable word and a plain sentence */
    struct dg_str reason, detail;
    const char *const *missing; /* slots that the adapter needs, NULL-ended, or NULL; not kept in the store */
    const struct dg_offer *offers;
    size_t offer_count;
    const struct dg_sent *sent; /* what left for it */
    size_t sent_count;
};

const char *dg_offers_state_name(enum dg_offers_state state); /* "pending", … */

/* What the task of an ended ask brought; lives as long as the task. */
struct dg_offers dg_offers_of(const struct dg_errand_result *result);
/* The same for a task that needed no request. */
struct dg_offers dg_offers_of_task(const struct dg_task *task, bool done);
struct dg_offers dg_offers_failed(const char *reason, const char *detail);
struct dg_offers dg_offers_skipped(const char *reason, const char *detail);

/* Whether the offer can still be had at `now_s` (UTC). */
bool dg_offer_holds(const struct dg_offer *offer, int64_t now_s);
/* How many of the answer's offers still hold. */
size_t dg_offers_held(const struct dg_offers *answer, int64_t now_s);

#endif
