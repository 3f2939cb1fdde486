/* A lane on which nothing is real: time is a number, the store a table, the provider a ledger; so every failure can be made
 * to happen, in no time. It takes the place of loop.c, clock.c, metrics.c, the stores and transport.c in a test that links
 * fake_loop.c, fake_store.c and fake_lane.c before dg_server. One thread; one lane a program at a time. */
#ifndef DG_FAKE_LANE_H
#define DG_FAKE_LANE_H

#include "server/action_load.h"
#include "server/action_run.h"
#include "server/drag.h"

/* ---- time (fake_loop.c) --------------------------------------------------------------------------------------- */

/* Runs what is due within `ms`, as if so much time went by. */
void dg_fake_pass(struct dg_loop *loop, uint64_t ms);

/* ---- the store (fake_store.c) ---------------------------------------------------------------------------------- */

enum dg_fake_fault {
    DG_FAKE_SOUND,
    DG_FAKE_BEFORE, /* the call fails and nothing was done */
    DG_FAKE_AFTER, /* it was done, and the answer is lost */
    DG_FAKE_UNCOPIED, /* a put was done, and no copy made */
};

struct dg_fake_faults {
    enum dg_fake_fault kind;
    unsigned at; /* the n-th call from now, 1 being the next */
    unsigned calls; /* counted since */
    bool all; /* every call fails */
};

struct dg_store *dg_fake_store_create(struct dg_loop *loop);
struct dg_fake_faults *dg_fake_store_faults(struct dg_store *store);
/* The value in the group; empty where there is none. */
struct dg_str dg_fake_store_value(struct dg_store *store, const char *group, const char *field);
size_t dg_fake_store_count(struct dg_store *store);

/* ---- lane and provider (fake_lane.c) --------------------------------------------------------------------------- */

struct dg_fake_provider {
    unsigned asked, booked, cancelled; /* what its ledger says */
    unsigned sent; /* requests that reached it */
    unsigned offers; /* that it makes; 2 */
    bool refuses;
    uint32_t takes_ms; /* for an answer */
    enum dg_breaker_state breaker;
    struct dg_fake_faults faults; /* of requests */
};

struct dg_fake_readers {
    unsigned asked; /* to read a long text */
    enum dg_status refuse; /* DG_OK: no */
};

struct dg_fake_lane {
    struct dg_lane lane;
    struct dg_app app;
    struct dg_config config;
    struct dg_fake_provider provider;
    struct dg_fake_readers readers;
};

/* A lane with one live adapter "fake" (rides) and one of links "fakelink" (rides). */
struct dg_fake_lane *dg_fake_lane_create(void);
void dg_fake_lane_destroy(struct dg_fake_lane *fake);
/* As a crash does: what the server was doing is gone; store and provider stay. */
void dg_fake_lane_crash(struct dg_fake_lane *fake);

#endif
