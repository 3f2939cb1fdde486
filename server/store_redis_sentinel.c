#include "server/store_redis_sentinel.h"

#include "server/store_redis_reply.h"
#include "server/store_redis_wire.h"

#include <stdlib.h>
#include <sys/random.h>

enum { ASK_MS = 500 }; /* looking up, connecting and asking one of them */

struct dg_sentinel_inquiry {
    const struct dg_redis_address *address;
    struct dg_loop *loop;
    void (*found)(void *owner, const struct dg_redis_peer *master);
    void *owner;
    size_t first, asked; /* the one begun with; how many have been asked to the end */
    struct dg_timer *timer; /* the next one; then its limit */
    struct dg_lookup *lookup;
    const char *next; /* its next address, to be tried in the next turn; empty: none */
    struct dg_redis_wire wire;
    struct dg_redis_peer master; /* host empty: nobody has said yet */
    bool answered, shown_login, closing;
};

static const struct dg_redis_peer *current(const struct dg_sentinel_inquiry *inquiry)
{
    const struct dg_redis_address *a = inquiry->address;
    return &a->peers[(inquiry->first + inquiry->asked) % a->peer_count];
}

/* Done with one of them, whatever it said. On with the next turn: whoever is told may destroy all this. */
static void leave(struct dg_sentinel_inquiry *inquiry)
{
    dg_lookup_destroy(inquiry->lookup);
    inquiry->lookup = NULL;
    inquiry->asked++;
    dg_timer_start(inquiry->timer, 0, 0);
}

/* One that has said nothing may be at another address of its host. */
static void on_gone(void *owner)
{
    struct dg_sentinel_inquiry *inquiry = owner;
    if (inquiry->closing)
        return;
    inquiry->next = inquiry->answered ? "" : dg_lookup_next(inquiry->lookup);
    if (inquiry->next[0])
        dg_timer_start(inquiry->timer, 0, 0);
    else
        leave(inquiry);
}

/* ---- one of them ------------------------------------------------------------------------------------------- */

static void ask_one(struct dg_sentinel_inquiry *inquiry);

static void on_login(redisAsyncContext *ac, void *reply, void *owner)
{
    (void)ac, (void)reply, (void)owner; /* whether it was right shows in the reply to the question */
}

static void on_reply(redisAsyncContext *ac, void *data, void *owner)
{
    struct dg_sentinel_inquiry *inquiry = ac->data;
    const redisReply *reply = data;
    (void)owner;
    if (!reply) /* it is going away */
        return;
    inquiry->answered = true;
    if (!inquiry->shown_login && dg_redis_reply_wants_login(reply)) {
        inquiry->shown_login = true;
        dg_redis_wire_login(&inquiry->wire, inquiry->address, on_login);
        ask_one(inquiry);
        return;
    }
    if (!dg_redis_reply_read_peer(reply, &inquiry->master))
        inquiry->master.host[0] = '\0';
    dg_redis_wire_close(&inquiry->wire);
}

static void ask_one(struct dg_sentinel_inquiry *inquiry)
{
    redisAsyncCommand(
            inquiry->wire.ac, on_reply, NULL, "SENTINEL get-master-addr-by-name %s", inquiry->address->master);
}

static void on_found(void *owner, const char *address)
{
    struct dg_sentinel_inquiry *inquiry = owner;
    const struct dg_redis_peer *peer = current(inquiry);
    inquiry->answered = inquiry->shown_login = false;
    inquiry->next = "";
    dg_timer_start(inquiry->timer, ASK_MS, 0);
    if (!address[0] || !dg_redis_wire_open(&inquiry->wire, inquiry->loop, address, peer->port, on_gone, inquiry))
        leave(inquiry);
    else if (dg_redis_wire_secure(&inquiry->wire, inquiry->address, peer->host))
        ask_one(inquiry);
    else
        dg_redis_wire_close(&inquiry->wire);
}

/* ---- one after the other ----------------------------------------------------------------------------------- */

static void ask_next(struct dg_sentinel_inquiry *inquiry)
{
    bool known = inquiry->master.host[0];
    if (known || inquiry->asked == inquiry->address->peer_count) {
        dg_timer_stop(inquiry->timer);
        inquiry->found(inquiry->owner, known ? &inquiry->master : NULL);
        return;
    }
    dg_timer_start(inquiry->timer, ASK_MS, 0);
    inquiry->lookup = dg_lookup_create(inquiry->loop, current(inquiry)->host, on_found, inquiry);
    if (!inquiry->lookup)
        leave(inquiry);
}

static void on_timer(void *owner)
{
    struct dg_sentinel_inquiry *inquiry = owner;
    if (inquiry->wire.ac)
        dg_redis_wire_close(&inquiry->wire);
    else if (inquiry->lookup && inquiry->next[0])
        on_found(inquiry, inquiry->next);
    else if (inquiry->lookup)
        leave(inquiry);
    else
        ask_next(inquiry);
}

struct dg_sentinel_inquiry *dg_sentinel_inquiry_create(const struct dg_redis_address *address, struct dg_loop *loop,
        void (*found)(void *owner, const struct dg_redis_peer *master), void *owner)
{
    struct dg_sentinel_inquiry *inquiry = calloc(1, sizeof *inquiry);
    if (!inquiry)
        return NULL;
    *inquiry = (struct dg_sentinel_inquiry){
        .address = address, .loop = loop, .found = found, .owner = owner, .next = ""
    };
    if (getrandom(&inquiry->first, sizeof inquiry->first, GRND_NONBLOCK) < 0)
        inquiry->first = 0;
    inquiry->first %= address->peer_count;
    inquiry->timer = dg_timer_create(loop, on_timer, inquiry);
    if (!inquiry->timer) {
        free(inquiry);
        return NULL;
    }
    dg_timer_start(inquiry->timer, 0, 0);
    return inquiry;
}

void dg_sentinel_inquiry_destroy(struct dg_sentinel_inquiry *inquiry)
{
    if (!inquiry)
        return;
    inquiry->closing = true;
    dg_redis_wire_close(&inquiry->wire);
    dg_lookup_destroy(inquiry->lookup);
    dg_timer_destroy(inquiry->timer);
    free(inquiry);
}
