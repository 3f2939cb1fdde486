#include "server/clock.h"
#include "tests/support/fake_lane.h"

#include <stdlib.h>

enum { BEGIN_S = 1900000000 }; /* 2030-03-17 */

struct dg_timer {
    struct dg_loop *loop;
    struct dg_timer *next;
    void (*fire)(void *owner);
    void *owner;
    bool runs;
    uint64_t at_ms, turn;
};

struct work {
    struct work *next;
    void (*run)(void *owner);
    void *owner;
};

struct dg_loop {
    struct dg_timer *timers;
    struct work *first, **last;
    uint64_t now_ms, turns;
};

static uint64_t clock_ms;

int64_t dg_clock_ms(void)
{
    return INT64_C(1000) * BEGIN_S + (int64_t)clock_ms;
}

int64_t dg_clock_s(void)
{
    return dg_clock_ms() / 1000;
}

uint64_t dg_clock_ticks_us(void)
{
    return clock_ms * 1000;
}

struct dg_loop *dg_loop_create(void)
{
    struct dg_loop *loop = calloc(1, sizeof *loop);
    if (loop)
        loop->last = &loop->first;
    return loop;
}

void dg_loop_destroy(struct dg_loop *loop)
{
    free(loop);
}

uint64_t dg_loop_now_ms(const struct dg_loop *loop)
{
    return loop->now_ms;
}

bool dg_loop_post(struct dg_loop *loop, void (*run)(void *owner), void *owner)
{
    struct work *work = calloc(1, sizeof *work);
    if (!work)
        return false;
    *work = (struct work){ NULL, run, owner };
    *loop->last = work;
    loop->last = &work->next;
    return true;
}

struct dg_timer *dg_timer_create(struct dg_loop *loop, void (*fire)(void *owner), void *owner)
{
    struct dg_timer *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    *t = (struct dg_timer){ .loop = loop, .next = loop->timers, .fire = fire, .owner = owner };
    loop->timers = t;
    return t;
}

void dg_timer_start(struct dg_timer *t, uint64_t in_ms, uint64_t then_every_ms)
{
    (void)then_every_ms;
    t->runs = true;
    t->at_ms = t->loop->now_ms + in_ms;
    t->turn = t->loop->turns++;
}

void dg_timer_stop(struct dg_timer *t)
{
    t->runs = false;
}

void dg_timer_destroy(struct dg_timer *t)
{
    if (!t)
        return;
    struct dg_timer **link = &t->loop->timers;
    while (*link != t)
        link = &(*link)->next;
    *link = t->next;
    free(t);
}

static bool run_work(struct dg_loop *loop)
{
    struct work *work = loop->first;
    if (!work)
        return false;
    loop->first = work->next;
    if (!loop->first)
        loop->last = &loop->first;
    work->run(work->owner);
    free(work);
    return true;
}

/* The next by time, and by the order of their starts where that is the same. */
static struct dg_timer *next_timer(struct dg_loop *loop, uint64_t until_ms)
{
    struct dg_timer *best = NULL;
    for (struct dg_timer *t = loop->timers; t; t = t->next) {
        if (!t->runs || t->at_ms > until_ms)
            continue;
        if (!best || t->at_ms < best->at_ms || (t->at_ms == best->at_ms && t->turn < best->turn))
            best = t;
    }
    return best;
}

void dg_fake_pass(struct dg_loop *loop, uint64_t ms)
{
    uint64_t until_ms = loop->now_ms + ms;
    for (;;) {
        while (run_work(loop))
            ;
        struct dg_timer *t = next_timer(loop, until_ms);
        if (!t)
            break;
        clock_ms += t->at_ms - loop->now_ms;
        loop->now_ms = t->at_ms;
        t->runs = false;
        t->fire(t->owner);
    }
    clock_ms += until_ms - loop->now_ms;
    loop->now_ms = until_ms;
}
