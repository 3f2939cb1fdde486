#include "server/lane.h"

#include "intents/read.h"
#include "server/confirm_token.h"
#include "server/errand.h"
#include "server/http.h"
#include "server/jwks.h"
#include "server/locate.h"
#include "server/readers.h"
#include "server/shares.h"
#include "server/store_shelter.h"
#include "server/sweep.h"
#include "server/tls.h"
#include "server/transport_loop.h"

#include <pthread.h>
#include <stdlib.h>

struct dg_lane_run {
    struct dg_lane lane;
    struct dg_transport_bridge *bridge;
    struct dg_timer *drain_end; /* when a drain gives up */
    struct dg_sweep *sweep; /* of the first lane only */
    bool started;
    atomic_bool idle; /* drained: nothing in flight */
    atomic_bool ended;
    pthread_t thread;
};

/* ---- making ------------------------------------------------------------------------------------------------ */

static struct dg_transport *create_transport(struct dg_transport_bridge *bridge, const struct dg_config *config)
{
    struct dg_transport_loop loop = dg_transport_bridge_loop(bridge);
    struct dg_transport_options options = {
        .reply_bytes_max = (size_t)config->reply_kib * 1024,
        .connections_per_host = config->host_connections,
        .in_flight_max = config->adapter_in_flight,
        .ca_file = config->ca_file.len ? config->ca_file.at : NULL,
    };
    return dg_transport_create(&loop, &options);
}

static void stop(void *owner)
{
    struct dg_lane_run *run = owner;
    dg_loop_stop(run->lane.loop);
}

/* So that a lane can show cards while the store is away, also one that has shown none before. */
static void key_came(void *owner, enum dg_status status)
{
    (void)owner, (void)status; /* who needs it asks again */
}

/* False: `why` says it. */
static bool make(struct dg_lane_run *run, uint16_t port, struct dg_problem *why)
{
    struct dg_lane *lane = &run->lane;
    const struct dg_config *config = lane->app->config;
    dg_problem_set(why, DG_UNAVAILABLE, "", "out of memory or descriptors");
    lane->loop = dg_loop_create();
    lane->zones = dg_zones_create();
    run->bridge = lane->loop ? dg_transport_bridge_create(lane->loop) : NULL;
    run->drain_end = lane->loop ? dg_timer_create(lane->loop, stop, run) : NULL;
    lane->transport = run->bridge ? create_transport(run->bridge, config) : NULL;
    lane->errands = lane->transport ? dg_errands_create(lane) : NULL;
    lane->located = dg_located_cache_create();
    lane->readers = lane->loop ? dg_readers_join(lane->app->readers, lane->loop) : NULL;
    if (!lane->zones || !lane->errands || !lane->located || !lane->readers || !run->drain_end)
        return false;
    if (config->tls_key.len)
        lane->tls = dg_tls_create(lane->loop, config, &lane->app->log, why);
    if (config->tls_key.len && !lane->tls)
        return false;
    if (config->jwt_keys.len)
        lane->jwks = dg_jwks_create(lane->loop, lane->transport, config, &lane->app->log);
    if (config->jwt_keys.len && !lane->jwks)
        return false;
    struct dg_store_trust trust = config->store_trust;
    if (!trust.ca_file.len)
        trust.ca_file = config->ca_file;
    lane->store = dg_store_open(config->store, &trust, lane->loop, why);
    if (lane->store && lane->store->ops->limit)
        lane->store->ops->limit(lane->store, config->store_mib);
    if (lane->store && lane->store->ops->copies && config->store_copies != DG_STORE_COPIES_USUAL)
        lane->store->ops->copies(lane->store, config->store_copies);
    if (lane->store && lane->app->shelter)
        lane->store = dg_store_shelter_create(lane->store, lane->app->shelter, lane->loop, lane->metrics);
    if (lane->store && config->store_keys.count)
        lane->store = dg_store_sealed_create(lane->store, &config->store_keys);
    if (lane->store && lane->app->shelter)
        dg_confirm_key_need(lane, key_came, NULL);
    lane->shares = lane->store ? dg_shares_create(lane->loop, lane->store) : NULL;
    bool first = lane->metrics == &lane->metrics->board->lane[0];
    run->sweep = lane->shares && first ? dg_sweep_create(lane) : NULL;
    if (lane->shares && (run->sweep || !first))
        lane->http = dg_http_create(lane, lane->loop, config->address.at, port, why);
    return lane->http != NULL;
}

/* Nobody begins to change a drag any more; what is being read has its request's memory in hand, so it ends first. Then from the door inwards: who still waits is answered, what was sent is given up, the store is closed last. The loop stays, for
 * who stops the lane may be speaking to it. */
static void unmake(struct dg_lane_run *run)
{
    struct dg_lane *lane = &run->lane;
    dg_drag_turns_close(&lane->turns);
    dg_readers_close(lane->readers);
    dg_http_destroy(lane->http);
    dg_tls_destroy(lane->tls);
    dg_errands_close(lane->errands);
    dg_jwks_destroy(lane->jwks);
    if (lane->transport)
        dg_transport_destroy(lane->transport);
    if (lane->store)
        lane->store->ops->destroy(lane->store);
    dg_shares_destroy(lane->shares);
    dg_sweep_destroy(run->sweep);
    dg_errands_destroy(lane->errands);
    dg_transport_bridge_destroy(run->bridge);
    dg_timer_destroy(run->drain_end);
    dg_located_cache_destroy(lane->located);
    dg_readers_leave(lane->readers);
    dg_zones_destroy(lane->zones);
}

struct dg_lane_run *dg_lane_create(
        const struct dg_app *app, struct dg_metrics *metrics, uint16_t port, struct dg_problem *why)
{
    struct dg_lane_run *run = calloc(1, sizeof *run);
    if (!run) {
        dg_problem_set(why, DG_UNAVAILABLE, "", "out of memory");
        return NULL;
    }
    run->lane.app = app;
    run->lane.metrics = metrics;
    if (make(run, port, why))
        return run;
    unmake(run);
    dg_loop_destroy(run->lane.loop);
    free(run);
    return NULL;
}

uint16_t dg_lane_port(const struct dg_lane_run *run)
{
    return dg_http_port(run->lane.http);
}

/* ---- running ----------------------------------------------------------------------------------------------- */

static void *run_thread(void *owner)
{
    struct dg_lane_run *run = owner;
    dg_loop_run(run->lane.loop);
    unmake(run);
    atomic_store(&run->ended, true);
    return NULL;
}

/* Independent of `ulimit -s`: what reading takes, and much more than that for the libraries on the way. */
enum { STACK_BYTES = 8 * DG_READ_STACK_BYTES };

bool dg_lane_start(struct dg_lane_run *run)
{
    pthread_attr_t attr;
    if (pthread_attr_init(&attr) != 0)
        return false;
    run->started = pthread_attr_setstacksize(&attr, STACK_BYTES) == 0 &&
            pthread_create(&run->thread, &attr, run_thread, run) == 0;
    pthread_attr_destroy(&attr);
    return run->started;
}

/* ---- draining ---------------------------------------------------------------------------------------------- */

/* The loop goes on: until the others are idle too, who knocks here is refused in words and not by a closed port. */
static void on_idle(void *owner)
{
    struct dg_lane_run *run = owner;
    atomic_store(&run->idle, true);
}

/* Requests first: a drop that waits still gets the cards that its errands bring. */
static void on_http_idle(void *owner)
{
    struct dg_lane_run *run = owner;
    dg_errands_drain(run->lane.errands, on_idle, run);
}

static void begin_drain(void *owner)
{
    struct dg_lane_run *run = owner;
    dg_timer_start(run->drain_end, (uint64_t)run->lane.app->config->drain_s * 1000, 0);
    dg_http_drain(run->lane.http, on_http_idle, run);
}

void dg_lane_drain(struct dg_lane_run *run)
{
    if (!dg_loop_post(run->lane.loop, begin_drain, run))
        dg_loop_stop(run->lane.loop);
}

static void reload(void *owner)
{
    struct dg_lane_run *run = owner;
    if (run->lane.tls)
        dg_tls_reload(run->lane.tls);
    if (run->lane.jwks)
        dg_jwks_reload(run->lane.jwks);
}

void dg_lane_reload(struct dg_lane_run *run)
{
    dg_loop_post(run->lane.loop, reload, run);
}

void dg_lane_halt(struct dg_lane_run *run)
{
    dg_loop_stop(run->lane.loop);
}

bool dg_lane_idle(struct dg_lane_run *run)
{
    return atomic_load(&run->idle) || atomic_load(&run->ended);
}

bool dg_lane_ended(struct dg_lane_run *run)
{
    return atomic_load(&run->ended);
}

void dg_lane_destroy(struct dg_lane_run *run)
{
    if (!run)
        return;
    if (run->started)
        pthread_join(run->thread, NULL);
    else
        unmake(run);
    dg_loop_destroy(run->lane.loop);
    free(run);
}
