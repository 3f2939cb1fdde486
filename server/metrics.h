/* Figures for Prometheus: each loop counts for itself, a scrape adds them up.
 * A board holds one dg_metrics a loop; serve.c owns it. Only the loop's thread counts on its own; any thread may print. */
#ifndef DG_METRICS_H
#define DG_METRICS_H

#include "adapters/transport.h"
#include "intents/arena.h"
#include "server/tls_handshake.h"

#include <stdatomic.h>
#include <stdint.h>

/* name, type, text: plain figures without labels. Gauges may also go down. */
#define DG_METRIC_ROWS(X) \
    X(IN_FLIGHT, "dragoman_requests_in_flight", "gauge", "Requests whose reply is not complete.") \
    X(WAITING, "dragoman_requests_waiting", "gauge", \
            "Requests that wait for something outside; no thread waits with them.") \
    X(REFUSED, "dragoman_requests_refused_total", "counter", "Requests refused before their handler.") \
    X(GONE, "dragoman_clients_gone_total", "counter", "Clients that went away before their reply.") \
    X(CONNECTIONS, "dragoman_connections", "gauge", "Open connections.") \
    X(CONNECTIONS_REFUSED, "dragoman_connections_refused_total", "counter", \
            "Connections refused because their address had too many.") \
    X(READS, "dragoman_reads_total", "counter", "Conversations read.") \
    X(READ_BYTES, "dragoman_read_bytes_total", "counter", "Bytes of conversations read.") \
    X(LONG_READS, "dragoman_long_reads", "gauge", \
            "Long conversations that are read beside the loops, or wait for it.") \
    X(LONG_READS_REFUSED, "dragoman_long_reads_refused_total", "counter", \
            "Long conversations not read because too many waited, or for too long.") \
    X(DRAGS, "dragoman_drags_total", "counter", "Drags begun.") \
    X(DROPS, "dragoman_drops_total", "counter", "Drops answered.") \
    X(OFFERS, "dragoman_offers_total", "counter", "Offers that adapters made.") \
    X(PREFETCHES, "dragoman_prefetches_total", "counter", "Adapter tasks begun for drags.") \
    X(PREFETCHES_FAILED, "dragoman_prefetches_failed_total", "counter", \
            "Adapter tasks that failed or ran out of time.") \
    X(CONFIRMS, "dragoman_confirms_total", "counter", "Confirmed actions that were begun.") \
    X(CONFIRMS_REPLAYED, "dragoman_confirms_replayed_total", "counter", "Repeats answered with the first result.") \
    X(CANCELS, "dragoman_cancels_total", "counter", "Cancellations begun.") \
    X(SWEPT, "dragoman_actions_swept_total", "counter", "Actions left in the middle by a server, taken over.") \
    X(STORE_FAILED, "dragoman_store_failures_total", "counter", "Store calls that failed.") \
    X(SHELTERED, "dragoman_sessions_sheltered", "gauge", \
            "Sessions kept in memory because the store does not take them.") \
    X(SHELTERED_LOST, "dragoman_sessions_sheltered_lost_total", "counter", \
            "Sheltered sessions that the store did not get in time, or had otherwise.")

enum dg_metric {
#define ROW(name, text, type, help) DG_METRIC_##name,
    DG_METRIC_ROWS(ROW)
#undef ROW
            DG_METRIC_COUNT
};

enum { DG_METRIC_ENDPOINTS = 32, DG_METRIC_STATUSES = 6, DG_METRIC_BUCKETS = 14, DG_METRIC_ADAPTERS = 64 };

/* Requests of one endpoint. */
struct dg_endpoint_figures {
    atomic_uint_fast64_t by_status[DG_METRIC_STATUSES]; /* first digit of the status */
    atomic_uint_fast64_t by_time[DG_METRIC_BUCKETS];
    atomic_uint_fast64_t microseconds;
};

/* One adapter's requests, as its transport last told. */
struct dg_adapter_figures {
    atomic_int breaker; /* enum dg_breaker_state */
    atomic_uint_fast64_t moved[DG_BREAKER_STATES];
    atomic_uint_fast64_t sent, failed, refused, in_flight;
};

struct dg_metrics {
    struct dg_metrics_board *board;
    atomic_int_fast64_t values[DG_METRIC_COUNT];
    struct dg_endpoint_figures endpoints[DG_METRIC_ENDPOINTS];
    struct dg_adapter_figures adapters[DG_METRIC_ADAPTERS];
    atomic_uint_fast64_t handshakes_failed[DG_HANDSHAKE_END_COUNT];
};

struct dg_metrics_board {
    size_t lanes;
    struct dg_metrics lane[];
};

struct dg_metrics_board *dg_metrics_create(size_t lanes); /* NULL: out of memory */
void dg_metrics_destroy(struct dg_metrics_board *board);

void dg_metrics_add(struct dg_metrics *m, enum dg_metric which, int64_t n);
/* One finished request of endpoint number `endpoint` (its row in dg_endpoints). */
void dg_metrics_request(struct dg_metrics *m, size_t endpoint, int status, uint64_t microseconds);

/* A TLS handshake that failed. */
void dg_metrics_handshake(struct dg_metrics *m, enum dg_handshake_end end);

/* What the lane's transport says of adapter number `adapter` (its place in dg_adapters). */
void dg_metrics_adapter(struct dg_metrics *m, size_t adapter, const struct dg_transport_figures *figures);
/* Of all lanes: the sums, and the worst state of a breaker. Any thread. */
struct dg_transport_figures dg_metrics_adapter_sum(const struct dg_metrics_board *board, size_t adapter);

/* The sum of all lanes in Prometheus' text format. */
struct dg_str dg_metrics_print(const struct dg_metrics_board *board, struct dg_arena *arena);

#endif
