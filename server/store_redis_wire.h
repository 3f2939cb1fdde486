/* One connection of hiredis on our loop, from its first packet to its end; it never comes back by itself. The wire is part of
 * whoever uses it and belongs to the loop's thread. Only store_redis*.c includes this. */
#ifndef DG_STORE_REDIS_WIRE_H
#define DG_STORE_REDIS_WIRE_H

#include "server/store_redis.h"
#include "server/store_redis_bound.h"

#include <hiredis/async.h>

struct dg_redis_wire {
    redisAsyncContext *ac; /* NULL while there is none; commands may be written before it is connected */
    struct dg_loop *loop;
    void (*gone)(void *owner);
    void *owner;
    struct dg_watch *watch;
    unsigned wanted; /* the events that hiredis wants */
    struct dg_redis_bound bound;
};

/* Begins to connect to an address in numbers; `gone` is called once when it has ended, whoever ended it, after all that was sent
 * has been answered with NULL. False: it did not even begin, and `gone` is not called. */
DG_MUST_USE bool dg_redis_wire_open(struct dg_redis_wire *wire, struct dg_loop *loop, const char *address,
        uint16_t port, void (*gone)(void *owner), void *owner);
/* Ends it: at once, or when called from within a reply, just after that. Harmless where there is none. */
void dg_redis_wire_close(struct dg_redis_wire *wire);
/* Just after opening, before anything is sent: where the address asks for TLS, all goes over that, with whoever proves to be
 * `host` (see store_redis_tls.h); one that does not is gone. False: out of memory; close it. */
DG_MUST_USE bool dg_redis_wire_secure(
        struct dg_redis_wire *wire, const struct dg_redis_address *address, const char *host);
/* Shows the login that the address has, if any; replies go to `heard`. */
void dg_redis_wire_login(struct dg_redis_wire *wire, const struct dg_redis_address *address, redisCallbackFn *heard);

#endif
