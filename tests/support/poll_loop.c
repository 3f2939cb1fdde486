#include "tests/support/poll_loop.h"

#include <poll.h>
#include <stdlib.h>
#include <time.h>

enum { WATCHES_MAX = 256 };

struct watch {
    bool used;
    int fd;
    unsigned events;
    void (*ready)(void *owner, int fd, unsigned events);
    void *owner;
};

struct dg_poll_loop {
    struct watch watches[WATCHES_MAX];
    long due_ms; /* -1: no timer */
    void (*fire)(void *owner);
    void *owner;
};

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct dg_poll_loop *dg_poll_loop_create(void)
{
    struct dg_poll_loop *loop = calloc(1, sizeof *loop);
    if (loop)
        loop->due_ms = -1;
    return loop;
}

void dg_poll_loop_destroy(struct dg_poll_loop *loop)
{
    free(loop);
}

static void *watch(void *of, int fd, unsigned events, void (*ready)(void *owner, int fd, unsigned events), void *owner)
{
    struct dg_poll_loop *loop = of;
    for (size_t i = 0; i < WATCHES_MAX; i++) {
        struct watch *w = &loop->watches[i];
        if (w->used)
            continue;
        *w = (struct watch){ true, fd, events, ready, owner };
        return w;
    }
    return NULL;
}

static void change(void *watched, unsigned events)
{
    ((struct watch *)watched)->events = events;
}

static void unwatch(void *watched)
{
    ((struct watch *)watched)->used = false;
}

static void timer(void *of, long ms, void (*fire)(void *owner), void *owner)
{
    struct dg_poll_loop *loop = of;
    loop->due_ms = ms < 0 ? -1 : now_ms() + ms;
    loop->fire = fire;
    loop->owner = owner;
}

static uint64_t clock_ms(void *of)
{
    (void)of;
    return (uint64_t)now_ms();
}

struct dg_transport_loop dg_poll_loop_for_transport(struct dg_poll_loop *loop)
{
    return (struct dg_transport_loop){ loop, watch, change, unwatch, timer, clock_ms };
}

static void fire_timer(struct dg_poll_loop *loop)
{
    if (loop->due_ms < 0 || loop->due_ms > now_ms())
        return;
    loop->due_ms = -1;
    loop->fire(loop->owner);
}

static void turn(struct dg_poll_loop *loop, long wait_ms)
{
    struct pollfd fds[WATCHES_MAX];
    for (size_t i = 0; i < WATCHES_MAX; i++) {
        const struct watch *w = &loop->watches[i];
        fds[i] = (struct pollfd){ w->used ? w->fd : -1, 0, 0 };
        fds[i].events = (short)((w->events & 1 ? POLLIN : 0) | (w->events & 2 ? POLLOUT : 0));
    }
    poll(fds, WATCHES_MAX, (int)wait_ms);
    for (size_t i = 0; i < WATCHES_MAX; i++) {
        struct watch w = loop->watches[i];
        unsigned events =
                (fds[i].revents & (POLLIN | POLLHUP | POLLERR) ? 1U : 0U) | (fds[i].revents & POLLOUT ? 2U : 0U);
        if (w.used && w.fd == fds[i].fd && (events & w.events))
            w.ready(w.owner, w.fd, events & w.events);
    }
    fire_timer(loop);
}

bool dg_poll_loop_run(struct dg_poll_loop *loop, const bool *done, long limit_ms)
{
    long end_ms = now_ms() + limit_ms, now;
    while (!*done && (now = now_ms()) < end_ms) {
        long wait_ms = end_ms - now;
        if (loop->due_ms >= 0 && loop->due_ms - now < wait_ms)
            wait_ms = loop->due_ms > now ? loop->due_ms - now : 0;
        turn(loop, wait_ms);
    }
    return *done;
}
