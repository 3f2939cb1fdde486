#include "server/transport_loop.h"

#include <stdlib.h>

struct dg_transport_bridge {
    struct dg_loop *loop;
    struct dg_timer *timer;
    void (*fire)(void *owner);
    void *owner;
};

/* A watch that remembers its descriptor, which curl wants to be told. */
struct watch {
    struct dg_watch *watch;
    int fd;
    void (*ready)(void *owner, int fd, unsigned events);
    void *owner;
};

static void on_ready(void *owner, unsigned events)
{
    struct watch *w = owner;
    w->ready(w->owner, w->fd, events);
}

static void *watch(
        void *loop, int fd, unsigned events, void (*ready)(void *owner, int fd, unsigned events), void *owner)
{
    struct dg_transport_bridge *bridge = loop;
    struct watch *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    *w = (struct watch){ NULL, fd, ready, owner };
    w->watch = dg_watch_create(bridge->loop, fd, events, on_ready, w);
    if (w->watch)
        return w;
    free(w);
    return NULL;
}

static void change(void *handle, unsigned events)
{
    struct watch *w = handle;
    dg_watch_change(w->watch, events);
}

static void unwatch(void *handle)
{
    struct watch *w = handle;
    if (!w)
        return;
    dg_watch_destroy(w->watch);
    free(w);
}

static void on_timer(void *owner)
{
    struct dg_transport_bridge *bridge = owner;
    bridge->fire(bridge->owner);
}

static void timer(void *loop, long ms, void (*fire)(void *owner), void *owner)
{
    struct dg_transport_bridge *bridge = loop;
    bridge->fire = fire;
    bridge->owner = owner;
    if (ms < 0)
        dg_timer_stop(bridge->timer);
    else
        dg_timer_start(bridge->timer, (uint64_t)ms, 0);
}

static uint64_t now_ms(void *loop)
{
    struct dg_transport_bridge *bridge = loop;
    return dg_loop_now_ms(bridge->loop);
}

struct dg_transport_bridge *dg_transport_bridge_create(struct dg_loop *loop)
{
    struct dg_transport_bridge *bridge = calloc(1, sizeof *bridge);
    if (!bridge)
        return NULL;
    bridge->loop = loop;
    bridge->timer = dg_timer_create(loop, on_timer, bridge);
    if (bridge->timer)
        return bridge;
    free(bridge);
    return NULL;
}

void dg_transport_bridge_destroy(struct dg_transport_bridge *bridge)
{
    if (!bridge)
        return;
    dg_timer_destroy(bridge->timer);
    free(bridge);
}

struct dg_transport_loop dg_transport_bridge_loop(struct dg_transport_bridge *bridge)
{
    return (struct dg_transport_loop){ bridge, watch, change, unwatch, timer, now_ms };
}
