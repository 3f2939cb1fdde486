#include "server/store_redis_wire.h"

#include "server/store_redis_tls.h"

/* ---- hiredis's hooks on our loop --------------------------------------------------------------------------- */

static void want(struct dg_redis_wire *wire, unsigned wanted)
{
    if (wanted == wire->wanted)
        return;
    wire->wanted = wanted;
    dg_watch_change(wire->watch, wanted);
}

static void add_read(void *owner)
{
    struct dg_redis_wire *wire = owner;
    want(wire, wire->wanted | DG_READABLE);
}

static void del_read(void *owner)
{
    struct dg_redis_wire *wire = owner;
    want(wire, wire->wanted & ~(unsigned)DG_READABLE);
}

static void add_write(void *owner)
{
    struct dg_redis_wire *wire = owner;
    want(wire, wire->wanted | DG_WRITABLE);
}

static void del_write(void *owner)
{
    struct dg_redis_wire *wire = owner;
    want(wire, wire->wanted & ~(unsigned)DG_WRITABLE);
}

/* Either may end the connection, and with it wire->ac. */
static void on_ready(void *owner, unsigned events)
{
    struct dg_redis_wire *wire = owner;
    if ((events & DG_READABLE) && wire->ac)
        redisAsyncHandleRead(wire->ac);
    if (wire->ac && !dg_redis_bound_holds(wire->ac->c.reader))
        redisAsyncFree(wire->ac);
    if ((events & DG_WRITABLE) && wire->ac)
        redisAsyncHandleWrite(wire->ac);
}

/* hiredis calls this last, once for each connection that came into being, however it ends. */
static void on_gone(void *owner)
{
    struct dg_redis_wire *wire = owner;
    dg_watch_destroy(wire->watch);
    wire->watch = NULL;
    wire->ac = NULL;
    wire->gone(wire->owner);
}

static void on_connect(const redisAsyncContext *ac, int status)
{
    const struct dg_redis_wire *wire = ac->ev.data;
    if (status == REDIS_OK)
        redisEnableKeepAlive(&wire->ac->c); /* a peer that vanished is noticed also where nobody asks anything */
}

static void hook(struct dg_redis_wire *wire)
{
    redisAsyncContext *ac = wire->ac;
    ac->data = wire->owner;
    ac->ev.data = wire;
    ac->ev.addRead = add_read;
    ac->ev.delRead = del_read;
    ac->ev.addWrite = add_write;
    ac->ev.delWrite = del_write;
    ac->ev.cleanup = on_gone;
    redisAsyncSetConnectCallback(ac, on_connect);
}

/* ---- one life ---------------------------------------------------------------------------------------------- */

bool dg_redis_wire_open(struct dg_redis_wire *wire, struct dg_loop *loop, const char *address, uint16_t port,
        void (*gone)(void *owner), void *owner)
{
    *wire = (struct dg_redis_wire){ .loop = loop, .gone = gone, .owner = owner };
    redisAsyncContext *ac = redisAsyncConnect(address, port);
    if (!ac)
        return false;
    if (!ac->err)
        wire->watch = dg_watch_create(loop, ac->c.fd, 0, on_ready, wire);
    if (!wire->watch) {
        redisAsyncFree(ac);
        return false;
    }
    wire->ac = ac;
    dg_redis_bound_begin(&wire->bound, ac->c.reader);
    hook(wire);
    return true;
}

void dg_redis_wire_close(struct dg_redis_wire *wire)
{
    if (wire->ac)
        redisAsyncFree(wire->ac);
}

bool dg_redis_wire_secure(struct dg_redis_wire *wire, const struct dg_redis_address *address, const char *host)
{
    return !address->secure || dg_redis_tls_begin(address->tls, &wire->ac->c, host);
}

void dg_redis_wire_login(struct dg_redis_wire *wire, const struct dg_redis_address *address, redisCallbackFn *heard)
{
    if (address->password[0] && address->user[0])
        redisAsyncCommand(wire->ac, heard, NULL, "AUTH %s %s", address->user, address->password);
    else if (address->password[0])
        redisAsyncCommand(wire->ac, heard, NULL, "AUTH %s", address->password);
}
