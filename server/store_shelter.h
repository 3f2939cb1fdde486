/* A store that goes on with drags while the shared one below it takes nothing. A session that is begun and that the store does not
 * take (DG_UNAVAILABLE, DG_FULL) is kept in this server's shelter (shelter.h) and answered from there, on every loop of this
 * server, until the store answers again and has it. Everything else is the inner store's: sessions that it has are not copied,
 * since another server may change or forget them; actions, ledgers, keys are never kept here, so that a sheltered drag can be
 * confirmed when the store has it, and not before. Forgetting what is sheltered asks the store as well, which may have got it
 * after all. Another server answers for a sheltered session as for one that it cannot find or reach.
 * Watches on a sheltered session hear nothing until it is in the store. Belongs to one loop, like the store it is laid over. */
#ifndef DG_STORE_SHELTER_H
#define DG_STORE_SHELTER_H

#include "server/metrics.h"
#include "server/shelter.h"

/* Takes `inner`, which is destroyed with it (or here, where memory is out: then NULL); borrows the rest. */
struct dg_store *dg_store_shelter_create(
        struct dg_store *inner, struct dg_shelter *shelter, struct dg_loop *loop, struct dg_metrics *metrics);

#endif
