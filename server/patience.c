#include "server/patience.h"

#include <stdlib.h>

enum { LOOK_MS = 1000 };

struct dg_patience {
    struct dg_lane *lane;
    struct dg_exchange *ex;
    struct dg_store_watch *watch;
    struct dg_timer *timer;
    uint64_t until_ms; /* of the loop's clock */
    bool looking, hinted, gone;
    void (*look)(void *owner);
    void *owner;
};

static void start_timer(struct dg_patience *p)
{
    uint64_t now = dg_loop_now_ms(p->lane->loop), left = p->until_ms > now ? p->until_ms - now : 0;
    dg_timer_start(p->timer, left < LOOK_MS ? left : LOOK_MS, 0);
}

static void look(struct dg_patience *p)
{
    if (p->looking)
        p->hinted = true;
    else
        p->look(p->owner);
}

static void on_changed(void *owner)
{
    look(owner);
}

static void on_timer(void *owner)
{
    struct dg_patience *p = owner;
    if (!dg_patience_is_over(p))
        start_timer(p);
    look(p);
}

/* A look only asks the store, so that its owner may be in the middle of anything; at a stop the store answers at once. */
static void on_gone(void *owner)
{
    struct dg_patience *p = owner;
    p->gone = true;
    look(p);
}

struct dg_patience *dg_patience_create(struct dg_lane *lane, struct dg_exchange *ex, struct dg_str group,
        uint32_t wait_ms, void (*look_at)(void *owner), void *owner)
{
    struct dg_patience *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    *p = (struct dg_patience){ .lane = lane, .ex = ex, .look = look_at, .owner = owner };
    p->until_ms = dg_loop_now_ms(lane->loop) + wait_ms;
    p->timer = dg_timer_create(lane->loop, on_timer, p);
    p->watch = lane->store->ops->watch(lane->store, group, on_changed, p);
    if (!p->timer) {
        dg_patience_destroy(p);
        return NULL;
    }
    start_timer(p);
    dg_exchange_on_gone(ex, on_gone, p);
    return p;
}

void dg_patience_destroy(struct dg_patience *p)
{
    if (!p)
        return;
    dg_exchange_on_gone(p->ex, NULL, NULL);
    if (p->watch)
        p->lane->store->ops->unwatch(p->lane->store, p->watch);
    dg_timer_destroy(p->timer);
    free(p);
}

bool dg_patience_is_over(const struct dg_patience *p)
{
    return p->gone || dg_loop_now_ms(p->lane->loop) >= p->until_ms;
}

void dg_patience_begin_look(struct dg_patience *p)
{
    p->looking = true;
    p->hinted = false;
}

void dg_patience_end_look(struct dg_patience *p)
{
    p->looking = false;
    if (p->hinted)
        dg_timer_start(p->timer, 0, 0);
    p->hinted = false;
}
