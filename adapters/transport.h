/* Carries adapters' requests: curl's multi interface on the caller's loop, with deadlines, bounds, allowed hosts, a circuit
 * breaker for each adapter and redaction. libcurl stands behind it and appears nowhere else.
 * A transport belongs to one thread. It knows no loop of its own: it is given one as five functions, so that this room does
 * not depend on the server. */
#ifndef DG_TRANSPORT_H
#define DG_TRANSPORT_H

#include "adapters/breaker.h"
#include "adapters/request.h"

struct dg_transport;
struct dg_sending;

/* The loop, as far as curl needs it. `watch` returns a handle for fd and events (1 readable, 2 writable); `change` alters
 * it; `unwatch` ends it. `timer` asks for one call of dg_transport_timeout in `ms` (replacing the last; -1: none).
 * `now_ms` is a clock that never goes back; it may stand still within a turn. */
struct dg_transport_loop {
    void *loop;
    void *(*watch)(
            void *loop, int fd, unsigned events, void (*ready)(void *owner, int fd, unsigned events), void *owner);
    void (*change)(void *watch, unsigned events);
    void (*unwatch)(void *watch);
    void (*timer)(void *loop, long ms, void (*fire)(void *owner), void *owner);
    uint64_t (*now_ms)(void *loop);
};

struct dg_transport_options {
    size_t reply_bytes_max; /* larger replies end as DG_SENT_TOO_BIG */
    uint32_t connections_per_host; /* further requests wait for one of these; 0: no limit */
    uint32_t in_flight_max; /* of one adapter (its bulkhead); more are refused. 0: no limit */
    const char *ca_file; /* NULL: the system's; borrowed */
};

/* NULL: out of memory. */
struct dg_transport *dg_transport_create(
        const struct dg_transport_loop *loop, const struct dg_transport_options *options);
/* Cancels what is under way (its callbacks come first, with DG_SENT_UNKNOWN) and frees it all. Not from a callback. */
void dg_transport_destroy(struct dg_transport *t);

/* Sends `request` for the adapter called `who` (names the breaker and the bulkhead). The URL must have scheme, host and
 * port of `base`, and no user; redirects are not followed. A safe request that fails in passing is repeated within the
 * deadline. `done` is called exactly once, in a later turn, never from inside this call; the reply it gets lives in `arena`.
 * `request` is copied as needed. `deadline_ms` counts from now and bounds the whole exchange.
 * NULL only when out of memory (done is then not called). */
struct dg_sending *dg_transport_send(struct dg_transport *t, const char *who, struct dg_str base,
        const struct dg_request *request, uint32_t deadline_ms, struct dg_arena *arena,
        void (*done)(void *owner, const struct dg_reply *reply), void *owner);
/* Ends it now; `done` is not called. */
void dg_transport_cancel(struct dg_sending *s);

struct dg_transport_figures {
    enum dg_breaker_state breaker;
    uint64_t moved[DG_BREAKER_STATES]; /* how often the breaker came to each state */
    uint64_t sent, failed, refused;
    uint32_t in_flight;
};
/* Of one adapter on this transport. */
struct dg_transport_figures dg_transport_figures(const struct dg_transport *t, const char *who);

#endif
