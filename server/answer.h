/* What one adapter answered for one intent: its offers, or why there are none.
 * Plain data in an arena, borrowed from whoever made it. Any thread. */
#ifndef DG_ANSWER_H
#define DG_ANSWER_H

#include "server/errand.h"

enum dg_answer_state { DG_ANSWER_PENDING, DG_ANSWER_DONE, DG_ANSWER_FAILED, DG_ANSWER_SKIPPED };

struct dg_answer {
    enum dg_answer_state state;
    /* failed and skipped: a stable word and a plain sentence */
    struct dg_str reason, detail;
    const char *const *missing; /* slots that the adapter needs, NULL-ended, or NULL; not kept in the store */
    const struct dg_offer *offers;
    size_t offer_count;
    const struct dg_sent *sent; /* what left for it */
    size_t sent_count;
};

const char *dg_answer_state_name(enum dg_answer_state state); /* "pending", … */

/* What the task of an ended ask brought; lives as long as the task. */
struct dg_answer dg_answer_of(const struct dg_errand_result *result);
/* The same for a task that needed no request. */
struct dg_answer dg_answer_of_task(const struct dg_task *task, bool done);
struct dg_answer dg_answer_failed(const char *reason, const char *detail);
struct dg_answer dg_answer_skipped(const char *reason, const char *detail);

/* Whether the offer can still be had at `now_s` (UTC). */
bool dg_offer_holds(const struct dg_offer *offer, int64_t now_s);
/* How many of the answer's offers still hold. */
size_t dg_answer_offers(const struct dg_answer *answer, int64_t now_s);

#endif
