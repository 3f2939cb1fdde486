#include "server/store_redis_link.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

enum {
    CONNECT_MS = 2000, /* connecting and logging in */
    PAUSE_MS = 50, /* the first; each failure doubles it */
    PAUSE_DOUBLINGS = 7, /* so at most 6.4 s */
    STEADY_MS = 1000, /* up for that long: the trouble is over */
};

#define BIT(state) (1u << (state))

enum state { LINK_PAUSING, LINK_LOOKING_UP, LINK_CONNECTING, LINK_UP, LINK_CLOSING };

static const unsigned link_next[] = {
    [LINK_PAUSING] = BIT(LINK_LOOKING_UP) | BIT(LINK_CLOSING),
    [LINK_LOOKING_UP] = BIT(LINK_PAUSING) | BIT(LINK_CONNECTING) | BIT(LINK_CLOSING),
    [LINK_CONNECTING] = BIT(LINK_PAUSING) | BIT(LINK_UP) | BIT(LINK_CLOSING),
    [LINK_UP] = BIT(LINK_PAUSING) | BIT(LINK_CLOSING),
    [LINK_CLOSING] = 0,
};

struct dg_redis_link {
    const struct dg_redis_address *address;
    struct dg_loop *loop;
    const struct dg_redis_link_events *events;
    void *owner;
    enum state state;
    unsigned failures; /* in a row */
    uint64_t up_at_ms;
    struct dg_timer *timer; /* the pause, or the limit to looking up and connecting */
    struct dg_lookup *lookup;
    redisAsyncContext *ac; /* NULL while there is no connection */
    struct dg_watch *watch;
    unsigned wanted; /* the events that hiredis wants */
};

static void move(struct dg_redis_link *link, enum state next)
{
    assert(link_next[link->state] & BIT(next));
    link->state = next;
}

/* ---- hiredis's hooks on our loop --------------------------------------------------------------------------- */

static void want(struct dg_redis_link *link, unsigned wanted)
{
    if (wanted == link->wanted)
        return;
    link->wanted = wanted;
    dg_watch_change(link->watch, wanted);
}

static void add_read(void *owner)
{
    struct dg_redis_link *link = owner;
    want(link, link->wanted | DG_READABLE);
}

static void del_read(void *owner)
{
    struct dg_redis_link *link = owner;
    want(link, link->wanted & ~(unsigned)DG_READABLE);
}

static void add_write(void *owner)
{
    struct dg_redis_link *link = owner;
    want(link, link->wanted | DG_WRITABLE);
}

static void del_write(void *owner)
{
    struct dg_redis_link *link = owner;
    want(link, link->wanted & ~(unsigned)DG_WRITABLE);
}

/* Either may end the connection, and with it link->ac. */
static void on_ready(void *owner, unsigned events)
{
    struct dg_redis_link *link = owner;
    if ((events & DG_READABLE) && link->ac)
        redisAsyncHandleRead(link->ac);
    if ((events & DG_WRITABLE) && link->ac)
        redisAsyncHandleWrite(link->ac);
}

/* ---- losing it --------------------------------------------------------------------------------------------- */

static unsigned pause_ms(unsigned failures)
{
    unsigned most = (unsigned)PAUSE_MS << (failures < PAUSE_DOUBLINGS ? failures : PAUSE_DOUBLINGS), noise = 0;
    if (getrandom(&noise, sizeof noise, GRND_NONBLOCK) < 0)
        noise = 0;
    return most / 2 + noise % (most / 2 + 1);
}

static void lose(struct dg_redis_link *link)
{
    dg_lookup_destroy(link->lookup);
    link->lookup = NULL;
    bool steady = link->state == LINK_UP && dg_loop_now_ms(link->loop) - link->up_at_ms >= STEADY_MS;
    move(link, LINK_PAUSING);
    dg_timer_start(link->timer, pause_ms(steady ? 0 : link->failures), 0);
    link->failures = steady ? 0 : link->failures + 1;
    link->events->away(link->owner);
}

/* hiredis calls this last, once for each connection that came into being, however it ends. */
static void on_gone(void *owner)
{
    struct dg_redis_link *link = owner;
    dg_watch_destroy(link->watch);
    link->watch = NULL;
    link->ac = NULL;
    if (link->state != LINK_CLOSING)
        lose(link);
}

void dg_redis_link_drop(struct dg_redis_link *link)
{
    if (link->ac)
        redisAsyncFree(link->ac);
}

/* ---- getting it -------------------------------------------------------------------------------------------- */

static void on_greeted(redisAsyncContext *ac, void *reply, void *owner)
{
    struct dg_redis_link *link = owner;
    const redisReply *r = reply;
    if (!r) /* it is going away */
        return;
    if (r->type == REDIS_REPLY_ERROR) { /* a wrong password, or the server is still loading */
        redisAsyncFree(ac);
        return;
    }
    if (link->state != LINK_CONNECTING || r->type != REDIS_REPLY_STATUS || strcmp(r->str, "PONG") != 0)
        return;
    dg_timer_stop(link->timer);
    link->up_at_ms = dg_loop_now_ms(link->loop);
    move(link, LINK_UP);
    link->events->up(link->owner);
}

/* Written ahead of everything else, so that they are first on the wire as soon as there is one. */
static void greet(struct dg_redis_link *link)
{
    const struct dg_redis_address *a = link->address;
    if (a->password[0] && a->user[0])
        redisAsyncCommand(link->ac, on_greeted, link, "AUTH %s %s", a->user, a->password);
    else if (a->password[0])
        redisAsyncCommand(link->ac, on_greeted, link, "AUTH %s", a->password);
    if (a->database)
        redisAsyncCommand(link->ac, on_greeted, link, "SELECT %u", a->database);
    redisAsyncCommand(link->ac, on_greeted, link, "PING");
}

static void on_connect(const redisAsyncContext *ac, int status)
{
    const struct dg_redis_link *link = ac->ev.data;
    if (status == REDIS_OK)
        redisEnableKeepAlive(&link->ac->c); /* a peer that vanished is noticed also where nobody asks anything */
}

static void hook(struct dg_redis_link *link)
{
    redisAsyncContext *ac = link->ac;
    ac->data = link->owner;
    ac->ev.data = link;
    ac->ev.addRead = add_read;
    ac->ev.delRead = del_read;
    ac->ev.addWrite = add_write;
    ac->ev.delWrite = del_write;
    ac->ev.cleanup = on_gone;
    redisAsyncSetConnectCallback(ac, on_connect);
}

static void connect_to(struct dg_redis_link *link, const char *address)
{
    redisAsyncContext *ac = redisAsyncConnect(address, link->address->port);
    move(link, LINK_CONNECTING);
    link->wanted = 0;
    if (!ac) {
        lose(link);
        return;
    }
    if (!ac->err)
        link->watch = dg_watch_create(link->loop, ac->c.fd, 0, on_ready, link);
    if (!link->watch) {
        redisAsyncFree(ac);
        lose(link);
        return;
    }
    link->ac = ac;
    hook(link);
    greet(link);
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
static void connect_anew(struct dg_redis_link *link)
{
    move(link, LINK_LOOKING_UP);
    dg_timer_start(link->timer, CONNECT_MS, 0);
    dg_lookup_destroy(link->lookup);
    link->lookup = dg_lookup_create(link->loop, link->address->host, on_found, link);
    if (!link->lookup)
        lose(link);
}

static void on_timer(void *owner)
{
    struct dg_redis_link *link = owner;
    if (link->state == LINK_PAUSING)
        connect_anew(link);
    else if (link->state == LINK_LOOKING_UP)
        lose(link);
    else if (link->state == LINK_CONNECTING)
        dg_redis_link_drop(link);
}

struct dg_redis_link *dg_redis_link_create(const struct dg_redis_address *address, struct dg_loop *loop,
        const struct dg_redis_link_events *events, void *owner)
{
    struct dg_redis_link *link = calloc(1, sizeof *link);
    if (!link)
        return NULL;
    *link = (struct dg_redis_link){ .address = address, .loop = loop, .events = events, .owner = owner };
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
    dg_lookup_destroy(link->lookup);
    dg_timer_destroy(link->timer);
    free(link);
}

redisAsyncContext *dg_redis_link_context(struct dg_redis_link *link)
{
    return link && link->state == LINK_UP ? link->ac : NULL;
}

bool dg_redis_link_is_near(const struct dg_redis_link *link)
{
    return link->state != LINK_UP && link->failures == 0;
}
