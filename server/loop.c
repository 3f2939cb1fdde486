#include "server/loop.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <uv.h>

struct work {
    struct work *next;
    void (*run)(void *owner);
    void *owner;
};

struct dg_loop {
    uv_loop_t uv;
    uv_async_t wake;
    pthread_mutex_t lock; /* guards the list; taken by other threads' posts and once a wake-up */
    struct work *first, **last;
    atomic_bool stopping;
};

struct dg_watch {
    uv_poll_t poll;
    void (*ready)(void *owner, unsigned events);
    void *owner;
};

/* While the request is with libuv, libuv's thread needs its memory: whoever comes last, answer or destroy, frees it. */
struct dg_lookup {
    uv_getaddrinfo_t uv;
    void (*found)(void *owner, const char *address);
    void *owner;
    bool answered, unwanted;
    struct addrinfo *list, *rest; /* all; those that nobody has been told of */
    char text[INET6_ADDRSTRLEN];
};

struct dg_timer {
    uv_timer_t uv;
    void (*fire)(void *owner);
    void *owner;
};

/* ---- the loop and work from other threads ------------------------------------------------------------------ */

static struct work *take_all(struct dg_loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    struct work *all = loop->first;
    loop->first = NULL;
    loop->last = &loop->first;
    pthread_mutex_unlock(&loop->lock);
    return all;
}

static void on_wake(uv_async_t *wake)
{
    struct dg_loop *loop = wake->data;
    for (struct work *w = take_all(loop), *next; w; w = next) {
        next = w->next;
        w->run(w->owner);
        free(w);
    }
    if (atomic_load(&loop->stopping))
        uv_stop(&loop->uv);
}

struct dg_loop *dg_loop_create(void)
{
    struct dg_loop *loop = calloc(1, sizeof *loop);
    if (!loop)
        return NULL;
    if (uv_loop_init(&loop->uv) != 0) {
        free(loop);
        return NULL;
    }
    if (uv_async_init(&loop->uv, &loop->wake, on_wake) != 0) {
        uv_loop_close(&loop->uv);
        free(loop);
        return NULL;
    }
    loop->wake.data = loop;
    loop->last = &loop->first;
    pthread_mutex_init(&loop->lock, NULL);
    return loop;
}

void dg_loop_destroy(struct dg_loop *loop)
{
    if (!loop)
        return;
    uv_close((uv_handle_t *)&loop->wake, NULL);
    uv_run(&loop->uv, UV_RUN_DEFAULT); /* lets watches and timers that were destroyed finish closing */
    uv_loop_close(&loop->uv);
    for (struct work *w = take_all(loop), *next; w; w = next) {
        next = w->next;
        free(w);
    }
    pthread_mutex_destroy(&loop->lock);
    free(loop);
}

void dg_loop_run(struct dg_loop *loop)
{
    if (!atomic_load(&loop->stopping))
        uv_run(&loop->uv, UV_RUN_DEFAULT);
    atomic_store(&loop->stopping, false);
}

void dg_loop_stop(struct dg_loop *loop)
{
    atomic_store(&loop->stopping, true);
    uv_async_send(&loop->wake);
}

uint64_t dg_loop_now_ms(const struct dg_loop *loop)
{
    return uv_now(&loop->uv);
}

bool dg_loop_post(struct dg_loop *loop, void (*run)(void *owner), void *owner)
{
    struct work *w = malloc(sizeof *w);
    if (!w)
        return false;
    *w = (struct work){ NULL, run, owner };
    pthread_mutex_lock(&loop->lock);
    *loop->last = w;
    loop->last = &w->next;
    pthread_mutex_unlock(&loop->lock);
    uv_async_send(&loop->wake);
    return true;
}

/* ---- descriptors ------------------------------------------------------------------------------------------- */

static void free_handle(uv_handle_t *handle)
{
    free(handle->data);
}

/* An error (the peer reset it, say) is told as all that was asked for: whoever reads or writes then learns it. */
static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct dg_watch *w = poll->data;
    unsigned told = 0;
    if (status < 0 || (events & UV_READABLE))
        told |= DG_READABLE;
    if (status < 0 || (events & UV_WRITABLE))
        told |= DG_WRITABLE;
    if (status < 0 || (events & UV_DISCONNECT))
        told |= DG_HANGUP;
    w->ready(w->owner, told);
}

struct dg_watch *dg_watch_create(
        struct dg_loop *loop, int fd, unsigned events, void (*ready)(void *owner, unsigned events), void *owner)
{
    struct dg_watch *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    if (uv_poll_init(&loop->uv, &w->poll, fd) != 0) {
        free(w);
        return NULL;
    }
    w->poll.data = w;
    w->ready = ready;
    w->owner = owner;
    dg_watch_change(w, events);
    return w;
}

void dg_watch_change(struct dg_watch *w, unsigned events)
{
    int wanted = (events & DG_READABLE ? UV_READABLE : 0) | (events & DG_WRITABLE ? UV_WRITABLE : 0) |
            (events & DG_HANGUP ? UV_DISCONNECT : 0);
    if (wanted)
        uv_poll_start(&w->poll, wanted, on_poll);
    else
        uv_poll_stop(&w->poll);
}

void dg_watch_destroy(struct dg_watch *w)
{
    if (!w)
        return;
    uv_poll_stop(&w->poll);
    uv_close((uv_handle_t *)&w->poll, free_handle);
}

/* ---- timers ------------------------------------------------------------------------------------------------ */

static void on_timer(uv_timer_t *uv)
{
    struct dg_timer *t = uv->data;
    t->fire(t->owner);
}

struct dg_timer *dg_timer_create(struct dg_loop *loop, void (*fire)(void *owner), void *owner)
{
    struct dg_timer *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    uv_timer_init(&loop->uv, &t->uv);
    t->uv.data = t;
    t->fire = fire;
    t->owner = owner;
    return t;
}

void dg_timer_start(struct dg_timer *t, uint64_t in_ms, uint64_t then_every_ms)
{
    uv_timer_start(&t->uv, on_timer, in_ms, then_every_ms);
}

void dg_timer_stop(struct dg_timer *t)
{
    uv_timer_stop(&t->uv);
}

void dg_timer_destroy(struct dg_timer *t)
{
    if (!t)
        return;
    uv_timer_stop(&t->uv);
    uv_close((uv_handle_t *)&t->uv, free_handle);
}

/* ---- names ------------------------------------------------------------------------------------------------- */

static void free_lookup(struct dg_lookup *l)
{
    uv_freeaddrinfo(l->list);
    free(l);
}

static void on_address(uv_getaddrinfo_t *uv, int status, struct addrinfo *list)
{
    struct dg_lookup *l = uv->data;
    l->list = list;
    l->rest = status == 0 ? list : NULL;
    l->answered = true;
    if (l->unwanted)
        free_lookup(l);
    else
        l->found(l->owner, dg_lookup_next(l));
}

const char *dg_lookup_next(struct dg_lookup *l)
{
    l->text[0] = '\0';
    for (; l->rest && !l->text[0]; l->rest = l->rest->ai_next)
        if (uv_ip_name(l->rest->ai_addr, l->text, sizeof l->text) != 0)
            l->text[0] = '\0';
    return l->text;
}

struct dg_lookup *dg_lookup_create(
        struct dg_loop *loop, const char *host, void (*found)(void *owner, const char *address), void *owner)
{
    struct dg_lookup *l = calloc(1, sizeof *l);
    if (!l)
        return NULL;
    *l = (struct dg_lookup){ .uv.data = l, .found = found, .owner = owner };
    if (uv_getaddrinfo(&loop->uv, &l->uv, on_address, host, NULL, &(struct addrinfo){ .ai_socktype = SOCK_STREAM }) ==
            0)
        return l;
    free(l);
    return NULL;
}

void dg_lookup_destroy(struct dg_lookup *l)
{
    if (!l)
        return;
    l->unwanted = true;
    if (l->answered)
        free_lookup(l);
    else
        uv_cancel((uv_req_t *)&l->uv); /* where it has begun already, it ends by itself */
}
