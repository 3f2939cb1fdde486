/* A caller's share of a rate that all servers on one store keep together: the store counts, and where it does not answer in
 * a moment the server's own bucket (rate.h) has decided already. One a lane; belongs to its thread. */
#ifndef DG_SHARES_H
#define DG_SHARES_H

#include "server/loop.h"
#include "server/rate.h"
#include "server/store.h"

struct dg_shares;

/* Borrows both. NULL: out of memory. */
struct dg_shares *dg_shares_create(struct dg_loop *loop, struct dg_store *store);
/* After the store, which answers whoever still waits. NULL is harmless. */
void dg_shares_destroy(struct dg_shares *shares);

/* `verdict` is the store's; NULL: it could not be asked, or did not answer in time. */
typedef void dg_share_done(void *owner, const struct dg_rate_verdict *verdict);

/* Takes one for `who` from the bucket that is called `what` and shaped as `rate`, which must outlive the call. `done` is
 * called once, nearly always in a later turn, a tenth of a second after at the latest.
 * False (and no call): nothing is shared here, the store being one server's own, or memory is out. */
bool dg_share_take(struct dg_shares *shares, const struct dg_rate *rate, const char *what, struct dg_str who,
        dg_share_done *done, void *owner);

#endif
