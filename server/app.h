/* What a handler can reach: the app (shared by all loops and constant while they run) and its lane (all that belongs to one
 * loop and one thread). serve.c builds and destroys both; everyone else borrows. */
#ifndef DG_APP_H
#define DG_APP_H

#include "adapters/adapter.h"
#include "adapters/transport.h"
#include "intents/lexicon.h"
#include "intents/zone.h"
#include "server/config.h"
#include "server/drag_turns.h"
#include "server/limits.h"
#include "server/log.h"
#include "server/loop.h"
#include "server/metrics.h"
#include "server/shelter.h"
#include "server/store.h"

#include <stdatomic.h>

/* One adapter as configured: on, or off with the reason. */
struct dg_plug {
    const struct dg_adapter *adapter;
    struct dg_adapter_settings settings;
    bool on;
    char why_off[240];
};

struct dg_app {
    const struct dg_config *config;
    struct dg_log log;
    struct dg_lexicon lexicon;
    struct dg_plug plugs[DG_ADAPTERS_MAX];
    size_t plug_count;
    struct dg_limits limits;
    struct dg_shelter *shelter; /* NULL: none */
    struct dg_readers *readers; /* of long talks */
    atomic_bool draining;
};

struct dg_errands; /* server/errand.h */
struct dg_located_cache; /* server/locate.h */
struct dg_jwks; /* server/jwks.h */
struct dg_ledger_batch; /* server/room.c */
struct dg_readers; /* server/readers.h */
struct dg_readers_desk;
struct dg_shares; /* server/shares.h */
struct dg_tls; /* server/tls.h */

struct dg_lane {
    const struct dg_app *app;
    struct dg_loop *loop;
    struct dg_http *http;
    struct dg_store *store;
    struct dg_shares *shares; /* of rates that the store counts */
    struct dg_transport *transport;
    struct dg_errands *errands; /* what adapters are doing */
    struct dg_readers_desk *readers; /* NULL: all is read on the loop */
    struct dg_located_cache *located; /* where places are; NULL: nobody is asked */
    struct dg_tls *tls; /* NULL: HTTP in clear */
    struct dg_jwks *jwks; /* NULL: no tokens are taken */
    struct dg_drag_turns turns; /* to change a drag */
    struct dg_zones *zones;
    struct dg_metrics *metrics;
    struct dg_ledger_batch *ledgers; /* of callers, being written; gone when they are */
    uint64_t ready_until_ms; /* of the loop's clock: the store has just taken something; server/api_ops.c */
    unsigned char confirm_key[32]; /* shared by all servers on one store; server/confirm_token.c */
    bool confirm_key_known;
    uint64_t confirm_key_read_ms; /* of the loop's clock */
};

#endif
