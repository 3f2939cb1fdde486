/* A loop of one poll() for tests of the transport. Belongs to the thread that runs it. */
#ifndef DG_POLL_LOOP_H
#define DG_POLL_LOOP_H

#include "adapters/transport.h"

struct dg_poll_loop *dg_poll_loop_create(void);
void dg_poll_loop_destroy(struct dg_poll_loop *loop);
/* The functions that the transport wants; they borrow the loop. */
struct dg_transport_loop dg_poll_loop_for_transport(struct dg_poll_loop *loop);
/* Runs until *done is true or `limit_ms` have passed; returns *done. */
bool dg_poll_loop_run(struct dg_poll_loop *loop, const bool *done, long limit_ms);

#endif
