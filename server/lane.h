/* A lane's life: all that belongs to one loop and one thread is made, run, drained and destroyed here.
 * serve.c owns the lanes. dg_lane_drain, dg_lane_reload and dg_lane_halt may be called from any thread, the rest from the owner's while the
 * lane does not run. */
#ifndef DG_LANE_H
#define DG_LANE_H

#include "server/app.h"

struct dg_lane_run;

/* A lane that listens on the config's address and on `port`. NULL and `why` when it cannot. */
struct dg_lane_run *dg_lane_create(
        const struct dg_app *app, struct dg_metrics *metrics, uint16_t port, struct dg_problem *why);
uint16_t dg_lane_port(const struct dg_lane_run *run);
/* Starts the lane's thread; false when there can be none. */
bool dg_lane_start(struct dg_lane_run *run);
/* Reads certificate and token keys again. Any thread. */
void dg_lane_reload(struct dg_lane_run *run);
/* Refuses new requests from now on, and becomes idle when what is in flight has been answered; ends the thread when the
 * config's time is over. */
void dg_lane_drain(struct dg_lane_run *run);
/* Whether a drained lane has nothing left to do; it goes on refusing until it is halted. Any thread. */
bool dg_lane_idle(struct dg_lane_run *run);
/* Ends the thread now. */
void dg_lane_halt(struct dg_lane_run *run);
/* Whether the thread has ended by itself. */
bool dg_lane_ended(struct dg_lane_run *run);
/* Waits for the thread, if it was started, and frees all; NULL is harmless. */
void dg_lane_destroy(struct dg_lane_run *run);

#endif
