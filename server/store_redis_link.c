#include "server/store_redis_link.h"

#include "server/store_redis_reply.h"
#include "server/store_redis_sentinel.h"
#include "server/store_redis_wire.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/random.h>

enum {
    CONNECT_MS = 2000, /* looking up; connecting to one address and logging in */
    PAUSE_MS = 50, /* the first; each failure doubles it */
    PAUSE_DOUBLINGS = 7, /* so at most 6.4 s */
    STEADY_MS = 1000, /* up for that long: the trouble is over */
};

#define BIT(state) (1u << (state))

enum state { LINK_PAUSING, LINK_ASKING, LINK_LOOKING_UP, LINK_CONNECTING, LINK_UP, LINK_CLOSING };

static const unsigned link_next[] = {
    [LINK_PAUSING] = BIT(LINK_ASKING) | BIT(LINK_LOOKING_UP) | BIT(LINK_CONNECTING) | BIT(LINK_CLOSING),
    [LINK_ASKING] = BIT(LINK_PAUSING) | BIT(LINK_LOOKING_UP) | BIT(LINK_CLOSING),
    [LINK_LOOKING_UP] = BIT(LINK_PAUSING) | BIT(LINK_CONNECTING) | BIT(LINK_CLOSING),
    [LINK_CONNECTING] = BIT(LINK_PAUSING) | BIT(LINK_UP) | BIT(LINK_CLOSING),
    [LINK_UP] = BIT(LINK_PAUSING) | BIT(LINK_CLOSING),
    [LINK_CLOSING] = 0,
};

struct dg_redis_link {
    const struct dg_redis_address *address;
    const struct dg_redis_peer *where;
    struct dg_loop *loop;
    const struct dg_redis_link_events *events;
    void *owner;
    enum state state;
    unsigned failures; /* in a row */
    uint64_t up_at_ms;
    struct dg_timer *timer; /* the pause, or the limit to looking up, then to connecting */
    struct dg_sentinel_inquiry *inquiry;
    struct dg_redis_peer peer; /* whom it leads to, or should */
    struct dg_lookup *lookup;
    const char *other; /* the lookup's next address, to be tried in the next turn; NULL: none */
    struct dg_redis_wire wire;
};

static void move(struct dg_redis_link *link, enum state next)
{
    assert(link_next[link->state] & BIT(next));
    link->state = next;
}

/* ---- losing it --------------------------------------------------------------------------------------------- */

static unsigned pause_ms(unsigned failures)
{
    unsigned most = (unsigned)PAUSE_MS << (failures < PAUSE_DOUBLINGS ? failures : PAUSE_DOUBLINGS), noise = 0;
    if (getrandom(&noise, sizeof noise, GRND_NONBLOCK) < 0)
        noise = 0;
    return most / 2 + noise % (most / 2 + 1);
}

/* A host may have several addresses, of which some lead nowhere. */
static bool try_next(struct dg_redis_link *link)
{
    const char *address = link->state == LINK_CONNECTING ? dg_lookup_next(link->lookup) : "";
    if (!address[0])
        return false;
    link->other = address;
    move(link, LINK_PAUSING);
    dg_timer_start(link->timer, 0, 0);
    return true;
}

static void lose(struct dg_redis_link *link)
{
    if (try_next(link))
        return;
    dg_lookup_destroy(link->lookup);
    link->lookup = NULL;
    dg_sentinel_inquiry_destroy(link->inquiry);
    link->inquiry = NULL;
    bool steady = link->state == LINK_UP && dg_loop_now_ms(link->loop) - link->up_at_ms >= STEADY_MS;
    move(link, LINK_PAUSING);
    dg_timer_start(link->timer, pause_ms(steady ? 0 : link->failures), 0);
    link->failures = steady ? 0 : link->failures + 1;
    link->events->away(link->owner);
}

static void on_gone(void *owner)
{
    struct dg_redis_link *link = owner;
    if (link->state != LINK_CLOSING)
        lose(link);
}

void dg_redis_link_drop(struct dg_redis_link *link)
{
    dg_redis_wire_close(&link->wire);
}

/* ---- getting it -------------------------------------------------------------------------------------------- */

/* The data of a context is the link's owner, that of its events the wire, whose owner is the link. */
static struct dg_redis_link *link_of(const redisAsyncContext *ac)
{
    const struct dg_redis_wire *wire = ac->ev.data;
    return wire->owner;
}

static void on_greeted(redisAsyncContext *ac, void *reply, void *owner)
{
    struct dg_redis_link *link = link_of(ac);
    const redisReply *r = reply;
    (void)owner;
    if (!r) /* it is going away */
        return;
    if (r->type == REDIS_REPLY_ERROR) { /* a wrong password, or the server is still loading */
        dg_redis_link_drop(link);
        return;
    }
    if (link->state != LINK_CONNECTING || r->type != REDIS_REPLY_STATUS || strcmp(r->str, "PONG") != 0)
        return;
    dg_timer_stop(link->timer);
    link->up_at_ms = dg_loop_now_ms(link->loop);
    move(link, LINK_UP);
    link->events->up(link->owner);
}

/* A Sentinel may not have heard of the last failover, or the server not of its own. */
static void on_role(redisAsyncContext *ac, void *reply, void *owner)
{
    (void)owner;
    if (reply && !dg_redis_reply_is_master(reply))
        dg_redis_link_drop(link_of(ac));
}

/* Written ahead of everything else, so that they are first on the wire as soon as there is one. */
static void greet(struct dg_redis_link *link)
{
    redisAsyncContext *ac = link->wire.ac;
    dg_redis_wire_login(&link->wire, link->address, on_greeted);
    if (link->address->kind == DG_REDIS_SENTINEL)
        redisAsyncCommand(ac, on_role, NULL, "ROLE");
    if (link->address->database)
        redisAsyncCommand(ac, on_greeted, NULL, "SELECT %u", link->address->database);
    redisAsyncCommand(ac, on_greeted, NULL, "PING");
}

static void connect_to(struct dg_redis_link *link, const char *address)
{
    move(link, LINK_CONNECTING);
    dg_timer_start(link->timer, CONNECT_MS, 0);
    if (!dg_redis_wire_open(&link->wire, link->loop, address, link->peer.port, on_gone, link)) {
        lose(link);
        return;
    }
    link->wire.ac->data = link->owner;
    if (dg_redis_wire_secure(&link->wire, link->address, link->peer.host))
        greet(link);
    else
        dg_redis_link_drop(link);
}

static void on_found(void *owner, const char *address)
{
    struct dg_redis_link *link = owner;
    if (address[0])
        connect_to(link, address);
    else
        lose(link);
}

/* Given a name, hiredis would look it up itself and keep the loop waiting, for seconds where the name server is away. */
static void look_up(struct dg_redis_link *link)
{
    move(link, LINK_LOOKING_UP);
    dg_timer_start(link->timer, CONNECT_MS, 0);
    dg_lookup_destroy(link->lookup);
    link->lookup = dg_lookup_create(link->loop, link->peer.host, on_found, link);
    if (!link->lookup)
        lose(link);
}

static void on_master(void *owner, const struct dg_redis_peer *master)
{
    struct dg_redis_link *link = owner;
    if (!master) {
        lose(link);
        return;
    }
    link->peer = *master;
    dg_sentinel_inquiry_destroy(link->inquiry);
    link->inquiry = NULL;
    look_up(link);
}

/* Who is master is asked before each connection, so that a failover is followed wherever it leads. */
static void connect_anew(struct dg_redis_link *link)
{
    if (link->address->kind != DG_REDIS_SENTINEL) {
        link->peer = *link->where;
        look_up(link);
        return;
    }
    move(link, LINK_ASKING);
    link->inquiry = dg_sentinel_inquiry_create(link->address, link->loop, on_master, link);
    if (!link->inquiry)
        lose(link);
}

static void on_timer(void *owner)
{
    struct dg_redis_link *link = owner;
    const char *other = link->other;
    link->other = NULL;
    if (link->state == LINK_PAUSING && other)
        connect_to(link, other);
    else if (link->state == LINK_PAUSING)
        connect_anew(link);
    else if (link->state == LINK_LOOKING_UP)
        lose(link);
    else if (link->state == LINK_CONNECTING)
        dg_redis_link_drop(link);
}

struct dg_redis_link *dg_redis_link_create(const struct dg_redis_address *address, const struct dg_redis_peer *where,
        struct dg_loop *loop, const struct dg_redis_link_events *events, void *owner)
{
    struct dg_redis_link *link = calloc(1, sizeof *link);
    if (!link)
        return NULL;
    *link = (struct dg_redis_link){
        .address = address, .where = where, .loop = loop, .events = events, .owner = owner
    };
    link->timer = dg_timer_create(loop, on_timer, link);
    if (!link->timer) {
        free(link);
        return NULL;
    }
    dg_timer_start(link->timer, 0, 0);
    return link;
}

void dg_redis_link_destroy(struct dg_redis_link *link)
{
    if (!link)
        return;
    move(link, LINK_CLOSING);
    dg_redis_link_drop(link);
    dg_sentinel_inquiry_destroy(link->inquiry);
    dg_lookup_destroy(link->lookup);
    dg_timer_destroy(link->timer);
    free(link);
}

redisAsyncContext *dg_redis_link_context(struct dg_redis_link *link)
{
    return link && link->state == LINK_UP ? link->wire.ac : NULL;
}

const struct dg_redis_peer *dg_redis_link_peer(const struct dg_redis_link *link)
{
    return &link->peer;
}

bool dg_redis_link_is_near(const struct dg_redis_link *link)
{
    return link->state != LINK_UP && link->failures == 0;
}
