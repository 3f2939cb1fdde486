/* A request that waits, a bounded time, for something in its group of the store to change: the store's hint, or a second
 * gone by, brings a look. The exchange is kept open meanwhile and no thread waits.
 * Whoever waits owns it, on the lane's thread. `look` is never called from within dg_patience_create, nor between
 * dg_patience_begin_look and dg_patience_end_look. */
#ifndef DG_PATIENCE_H
#define DG_PATIENCE_H

#include "server/app.h"
#include "server/http.h"

struct dg_patience;

/* NULL: out of memory. `look` is also called when the time is over and when the client has gone. It asks the store and does
 * nothing else; the answer is acted upon when it comes. */
struct dg_patience *dg_patience_create(struct dg_lane *lane, struct dg_exchange *ex, struct dg_str group,
        uint32_t wait_ms, void (*look)(void *owner), void *owner);
/* The exchange may be answered afterwards, not before. NULL is harmless. */
void dg_patience_destroy(struct dg_patience *p);
/* Whether it is time to answer with what there is. */
bool dg_patience_is_over(const struct dg_patience *p);
/* While the store is being read: hints that come meanwhile bring one more look afterwards. */
void dg_patience_begin_look(struct dg_patience *p);
void dg_patience_end_look(struct dg_patience *p);

#endif
