#include "server/metrics.h"

#include "adapters/adapter.h"
#include "server/http.h"

#include <stdlib.h>

static const struct {
    const char *name, *type, *help;
} rows[] = {
#define ROW(id, text, type, help) [DG_METRIC_##id] = { text, type, help },
    DG_METRIC_ROWS(ROW)
#undef ROW
};

/* Upper ends in microseconds; the last bucket has none. */
static const uint64_t bucket_us[DG_METRIC_BUCKETS - 1] = { 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000,
    250000, 1000000, 2500000, 10000000 };

struct dg_metrics_board *dg_metrics_create(size_t lanes)
{
    struct dg_metrics_board *board = calloc(1, sizeof *board + lanes * sizeof board->lane[0]);
    if (!board)
        return NULL;
    board->lanes = lanes;
    for (size_t i = 0; i < lanes; i++)
        board->lane[i].board = board;
    return board;
}

void dg_metrics_destroy(struct dg_metrics_board *board)
{
    free(board);
}

/* Only one thread writes, so a plain sum stored whole is enough: no bus lock on the hot path. */
static void bump(atomic_uint_fast64_t *counter, uint64_t n)
{
    uint64_t now = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, now + n, memory_order_relaxed);
}

void dg_metrics_add(struct dg_metrics *m, enum dg_metric which, int64_t n)
{
    int64_t now = atomic_load_explicit(&m->values[which], memory_order_relaxed);
    atomic_store_explicit(&m->values[which], now + n, memory_order_relaxed);
}

void dg_metrics_request(struct dg_metrics *m, size_t endpoint, int status, uint64_t microseconds)
{
    struct dg_endpoint_figures *f = &m->endpoints[endpoint < DG_METRIC_ENDPOINTS ? endpoint : DG_METRIC_ENDPOINTS - 1];
    size_t bucket = 0;
    while (bucket < DG_METRIC_BUCKETS - 1 && microseconds > bucket_us[bucket])
        bucket++;
    bump(&f->by_status[status / 100 % DG_METRIC_STATUSES], 1);
    bump(&f->by_time[bucket], 1);
    bump(&f->microseconds, microseconds);
}

void dg_metrics_handshake(struct dg_metrics *m, enum dg_handshake_end end)
{
    bump(&m->handshakes_failed[end], 1);
}

static void set(atomic_uint_fast64_t *to, uint64_t n)
{
    atomic_store_explicit(to, n, memory_order_relaxed);
}

static uint64_t get(const atomic_uint_fast64_t *from)
{
    return atomic_load_explicit(from, memory_order_relaxed);
}

void dg_metrics_adapter(struct dg_metrics *m, size_t adapter, const struct dg_transport_figures *figures)
{
    if (adapter >= DG_METRIC_ADAPTERS)
        return;
    struct dg_adapter_figures *f = &m->adapters[adapter];
    atomic_store_explicit(&f->breaker, (int)figures->breaker, memory_order_relaxed);
    for (int state = 0; state < DG_BREAKER_STATES; state++)
        set(&f->moved[state], figures->moved[state]);
    set(&f->sent, figures->sent);
    set(&f->failed, figures->failed);
    set(&f->refused, figures->refused);
    set(&f->in_flight, figures->in_flight);
}

/* Open is worse than half-open, which is worse than closed. */
static enum dg_breaker_state worse(enum dg_breaker_state a, enum dg_breaker_state b)
{
    if (a == DG_BREAKER_OPEN || b == DG_BREAKER_OPEN)
        return DG_BREAKER_OPEN;
    return a == DG_BREAKER_HALF_OPEN ? a : b;
}

struct dg_transport_figures dg_metrics_adapter_sum(const struct dg_metrics_board *board, size_t adapter)
{
    struct dg_transport_figures sum = { .breaker = DG_BREAKER_CLOSED };
    for (size_t i = 0; adapter < DG_METRIC_ADAPTERS && i < board->lanes; i++) {
        const struct dg_adapter_figures *f = &board->lane[i].adapters[adapter];
        sum.breaker =
                worse(sum.breaker, (enum dg_breaker_state)atomic_load_explicit(&f->breaker, memory_order_relaxed));
        for (int state = 0; state < DG_BREAKER_STATES; state++)
            sum.moved[state] += get(&f->moved[state]);
        sum.sent += get(&f->sent);
        sum.failed += get(&f->failed);
        sum.refused += get(&f->refused);
        sum.in_flight += (uint32_t)get(&f->in_flight);
    }
    return sum;
}

/* ---- the scrape -------------------------------------------------------------------------------------------- */

/* Text that grows in the arena, doubling. */
struct page {
    struct dg_arena *arena;
    char *at;
    size_t len, room;
};

static void put(struct page *p, struct dg_str text)
{
    if (text.len == 0)
        return;
    if (p->len + text.len > p->room) {
        size_t room = (p->len + text.len) * 2;
        char *at = dg_arena_alloc(p->arena, room);
        if (!at)
            return;
        if (p->len)
            memcpy(at, p->at, p->len);
        p->at = at;
        p->room = room;
    }
    memcpy(p->at + p->len, text.at, text.len);
    p->len += text.len;
}

static void put_head(struct page *p, const char *name, const char *type, const char *help)
{
    put(p, dg_arena_print(p->arena, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type));
}

static void put_plain(struct page *p, const struct dg_metrics_board *board, enum dg_metric which)
{
    int64_t sum = 0;
    for (size_t i = 0; i < board->lanes; i++)
        sum += atomic_load_explicit(&board->lane[i].values[which], memory_order_relaxed);
    put_head(p, rows[which].name, rows[which].type, rows[which].help);
    put(p, dg_arena_print(p->arena, "%s %lld\n", rows[which].name, (long long)sum));
}

/* One endpoint over all lanes. */
struct endpoint_sum {
    unsigned long long by_status[DG_METRIC_STATUSES], by_time[DG_METRIC_BUCKETS], microseconds, count;
};

static struct endpoint_sum sum_endpoint(const struct dg_metrics_board *board, size_t endpoint)
{
    struct endpoint_sum s = { 0 };
    for (size_t i = 0; i < board->lanes; i++) {
        const struct dg_endpoint_figures *f = &board->lane[i].endpoints[endpoint];
        for (size_t k = 0; k < DG_METRIC_STATUSES; k++)
            s.by_status[k] += atomic_load_explicit(&f->by_status[k], memory_order_relaxed);
        for (size_t k = 0; k < DG_METRIC_BUCKETS; k++)
            s.by_time[k] += atomic_load_explicit(&f->by_time[k], memory_order_relaxed);
        s.microseconds += atomic_load_explicit(&f->microseconds, memory_order_relaxed);
    }
    for (size_t k = 0; k < DG_METRIC_BUCKETS; k++)
        s.count += s.by_time[k];
    return s;
}

static struct dg_str labels_of(struct page *p, size_t endpoint)
{
    return dg_arena_print(
            p->arena, "method=\"%s\",path=\"%s\"", dg_endpoints[endpoint].method, dg_endpoints[endpoint].path);
}

static void put_requests(struct page *p, const struct dg_metrics_board *board)
{
    put_head(p, "dragoman_requests_total", "counter", "Requests answered, by endpoint and class of status.");
    for (size_t e = 0; e < dg_endpoint_count && e < DG_METRIC_ENDPOINTS; e++) {
        struct endpoint_sum s = sum_endpoint(board, e);
        struct dg_str labels = labels_of(p, e);
        for (int k = 1; k < DG_METRIC_STATUSES; k++) {
            if (s.by_status[k])
                put(p,
                        dg_arena_print(p->arena, "dragoman_requests_total{%s,status=\"%dxx\"} %llu\n", labels.at, k,
                                s.by_status[k]));
        }
    }
}

static void put_times_of(struct page *p, size_t endpoint, const struct endpoint_sum *s)
{
    struct dg_str labels = labels_of(p, endpoint);
    unsigned long long so_far = 0;
    for (size_t k = 0; k < DG_METRIC_BUCKETS - 1; k++) {
        so_far += s->by_time[k];
        put(p,
                dg_arena_print(p->arena, "dragoman_request_seconds_bucket{%s,le=\"%g\"} %llu\n", labels.at,
                        (double)bucket_us[k] / 1e6, so_far));
    }
    put(p,
            dg_arena_print(p->arena,
                    "dragoman_request_seconds_bucket{%s,le=\"+Inf\"} %llu\ndragoman_request_seconds_sum{%s} %g\n"
                    "dragoman_request_seconds_count{%s} %llu\n",
                    labels.at, s->count, labels.at, (double)s->microseconds / 1e6, labels.at, s->count));
}

static void put_times(struct page *p, const struct dg_metrics_board *board)
{
    put_head(p, "dragoman_request_seconds", "histogram", "Time from the request's first byte to the end of its reply.");
    for (size_t e = 0; e < dg_endpoint_count && e < DG_METRIC_ENDPOINTS; e++) {
        struct endpoint_sum s = sum_endpoint(board, e);
        if (s.count)
            put_times_of(p, e, &s);
    }
}

static void put_moves(struct page *p, const char *name, const uint64_t *moved)
{
    static const char line[] = "dragoman_adapter_breaker_transitions_total{adapter=\"%s\",to=\"%s\"} %llu\n";
    for (int to = 0; to < DG_BREAKER_STATES; to++)
        put(p,
                dg_arena_print(p->arena, line, name, dg_breaker_state_name((enum dg_breaker_state)to),
                        (unsigned long long)moved[to]));
}

/* Of every adapter that was ever asked something. */
static void put_adapters(struct page *p, const struct dg_metrics_board *board)
{
    put_head(p, "dragoman_adapter_breaker", "gauge", "0: closed, 1: open, 2: half-open, in the worst of the loops.");
    for (size_t i = 0; dg_adapters[i]; i++) {
        struct dg_transport_figures f = dg_metrics_adapter_sum(board, i);
        if (f.sent || f.refused)
            put(p,
                    dg_arena_print(p->arena, "dragoman_adapter_breaker{adapter=\"%s\"} %d\n", dg_adapters[i]->name,
                            (int)f.breaker));
    }
    put_head(p, "dragoman_adapter_breaker_transitions_total", "counter",
            "How often the breakers of all loops came to each state.");
    for (size_t i = 0; dg_adapters[i]; i++) {
        struct dg_transport_figures f = dg_metrics_adapter_sum(board, i);
        if (f.sent || f.refused)
            put_moves(p, dg_adapters[i]->name, f.moved);
    }
    put_head(p, "dragoman_adapter_requests_total", "counter",
            "Requests to providers: sent, of those failed, and refused before they were sent.");
    for (size_t i = 0; dg_adapters[i]; i++) {
        struct dg_transport_figures f = dg_metrics_adapter_sum(board, i);
        static const char line[] = "dragoman_adapter_requests_total{adapter=\"%s\",what=\"%s\"} %llu\n";
        const char *name = dg_adapters[i]->name;
        if (!f.sent && !f.refused)
            continue;
        put(p, dg_arena_print(p->arena, line, name, "sent", (unsigned long long)f.sent));
        put(p, dg_arena_print(p->arena, line, name, "failed", (unsigned long long)f.failed));
        put(p, dg_arena_print(p->arena, line, name, "refused", (unsigned long long)f.refused));
    }
}

/* Each kind that ever was. */
static void put_handshakes(struct page *p, const struct dg_metrics_board *board)
{
    static const char name[] = "dragoman_tls_handshakes_failed_total";
    put_head(p, name, "counter", "TLS handshakes that failed, by what they ended in.");
    for (int end = 0; end < DG_HANDSHAKE_END_COUNT; end++) {
        unsigned long long sum = 0;
        for (size_t i = 0; i < board->lanes; i++)
            sum += get(&board->lane[i].handshakes_failed[end]);
        if (sum)
            put(p, dg_arena_print(p->arena, "%s{why=\"%s\"} %llu\n", name, dg_handshake_end_names[end], sum));
    }
}

struct dg_str dg_metrics_print(const struct dg_metrics_board *board, struct dg_arena *arena)
{
    struct page page = { .arena = arena };
    for (int which = 0; which < DG_METRIC_COUNT; which++)
        put_plain(&page, board, (enum dg_metric)which);
    put_adapters(&page, board);
    put_handshakes(&page, board);
    put_requests(&page, board);
    put_times(&page, board);
    return (struct dg_str){ page.at ? page.at : "", page.len };
}
