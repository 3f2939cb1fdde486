/* Carries adapters' requests: curl's multi interface on the caller's loop, with deadlines, bounds, allowed hosts, a circuit
 * breaker for each adapter and redaction. libcurl stands behind it and appears nowhere else.
 * A transport belongs to one thread. It knows no loop of its own: it is given one as four functions, so that this room does
 * not depend on the server. */
#ifndef DG_TRANSPORT_H
#define DG_TRANSPORT_H

#include "adapters/request.h"

struct dg_transport;
struct dg_sending;

/* The loop, as far as curl needs it. `watch` returns a handle for fd and events (1 readable, 2 writable); `change` alters
 * it; `unwatch` ends it. `timer` asks for one call of dg_transport_timeout in `ms` (replacing the last; -1: none). */
struct dg_transport_loop {
    void *loop;
    void *(*watch)(
            void *loop, int fd, unsigned events, void (*ready)(void *owner, int fd, unsigned events), void *owner);
    void (*change)(void *watch, unsigned events);
    void (*unwatch)(void *watch);
    void (*timer)(void *loop, long ms, void (*fire)(void *owner), void *owner);
};

struct dg_transport_options {
    size_t reply_bytes_max; /* larger replies end as DG_SENT_TOO_BIG */
    uint32_t connections_per_host;
    const char *ca_file; /* NULL: the system's */
};

struct dg_transport *dg_transport_create(
        const struct dg_transport_loop *loop, const struct dg_transport_options *options);
/* Cancels what is under way (its callbacks come first, with DG_SENT_UNKNOWN) and frees it all. */
void dg_transport_destroy(struct dg_transport *t);

/* Sends `request` for the adapter called `who` (names the breaker and the bulkhead). The URL must begin with scheme and
 * authority of `base`; redirects are not followed. `done` is called exactly once, in a later turn, never from inside this
 * call; the reply it gets lives in `arena`. `request` is copied as needed.
 * `deadline_ms` counts from now and bounds the whole exchange. NULL only when out of memory (done is then not called). */
struct dg_sending *dg_transport_send(struct dg_transport *t, const char *who, struct dg_str base,
        const struct dg_request *request, uint32_t deadline_ms, struct dg_arena *arena,
        void (*done)(void *owner, const struct dg_reply *reply), void *owner);
/* Ends it now; `done` is not called. */
void dg_transport_cancel(struct dg_sending *s);

enum dg_breaker_state { DG_BREAKER_CLOSED, DG_BREAKER_OPEN, DG_BREAKER_HALF_OPEN };

struct dg_transport_figures {
    enum dg_breaker_state breaker;
    uint64_t sent, failed, refused;
    uint32_t in_flight;
};
/* Of one adapter on this transport. */
struct dg_transport_figures dg_transport_figures(const struct dg_transport *t, const char *who);

#endif
