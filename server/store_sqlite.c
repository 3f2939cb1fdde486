#include "server/store_ask.h"
#include "server/store_sqlite_worker.h"
#include "server/store_watch.h"

#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { CALL_MS = 5000 /* a disk may be slow; a caller shall not wait for ever */ };

struct sqlite_store {
    struct dg_asking_store asking;
    struct dg_watches watches;
    struct dg_watch *bell_watch;
    struct dg_sqlite_lane lane;
    struct dg_sqlite_worker *worker; /* NULL: it has left */
};

/* ---- calls ------------------------------------------------------------------------------------------------- */

static void tell_answers(struct sqlite_store *s, struct dg_call *call)
{
    for (struct dg_call *next; call; call = next) {
        next = call->next;
        if (dg_call_return(&s->asking.calls, call))
            dg_call_tell(&s->asking.calls, call, &call->answer);
    }
}

static void tell_news(struct sqlite_store *s, struct dg_news *news)
{
    if (news->all)
        dg_watches_tell_all(&s->watches);
    for (size_t at = 0; !news->all && at < news->len; at += strlen(news->names + at) + 1)
        dg_watches_tell(&s->watches, dg_str_of(news->names + at));
    free(news->names);
}

static void on_bell(void *owner, unsigned events)
{
    struct sqlite_store *s = owner;
    struct dg_news news;
    uint64_t rung;
    (void)events;
    if (read(s->lane.bell, &rung, sizeof rung) < 0)
        return;
    tell_answers(s, dg_sqlite_worker_take(s->worker, &s->lane, &news));
    tell_news(s, &news);
}

static void ask(struct dg_asking_store *asked, struct dg_call *call)
{
    struct sqlite_store *s = (struct sqlite_store *)asked;
    if (s->worker) {
        dg_call_lend(call);
        dg_sqlite_worker_ask(s->worker, &s->lane, call);
    } else {
        dg_call_end(&s->asking.calls, call, DG_UNAVAILABLE);
    }
}

static void limit(struct dg_store *store, uint32_t mib)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    if (s->worker)
        dg_sqlite_worker_limit(s->worker, mib);
}

static struct dg_store_watch *watch(
        struct dg_store *store, struct dg_str group, void (*changed)(void *owner), void *owner)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    struct dg_store_watch *w = s->worker ? dg_watches_add(&s->watches, group, changed, owner) : NULL;
    if (w)
        dg_sqlite_worker_watch(s->worker, &s->lane, group);
    return w;
}

static void unwatch(struct dg_store *store, struct dg_store_watch *w)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    dg_watches_remove(&s->watches, w);
    if (s->worker && s->watches.count == 0)
        dg_sqlite_worker_unwatch(s->worker, &s->lane);
}

/* ---- its life ---------------------------------------------------------------------------------------------- */

static void finish(struct sqlite_store *s)
{
    dg_calls_finish(&s->asking.calls);
    dg_watches_finish(&s->watches);
    dg_watch_destroy(s->bell_watch);
    if (s->lane.bell >= 0)
        close(s->lane.bell);
    free(s->lane.news.names);
    free(s);
}

/* What the worker has done is told as it is; what it has not begun was not done. */
static void destroy(struct dg_store *store)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    struct dg_call *unanswered = dg_sqlite_worker_leave(s->worker, &s->lane);
    s->worker = NULL;
    tell_answers(s, dg_queue_take(&s->lane.answered, SIZE_MAX));
    for (struct dg_call *call = unanswered, *next; call; call = next) {
        next = call->next;
        if (dg_call_return(&s->asking.calls, call))
            dg_call_end(&s->asking.calls, call, DG_UNAVAILABLE);
    }
    finish(s);
}

static const struct dg_store_ops ops = {
    .name = "sqlite",
    .destroy = destroy,
    .get = dg_ask_get,
    .list = dg_ask_list,
    .put = dg_ask_put,
    .forget = dg_ask_forget,
    .watch = watch,
    .unwatch = unwatch,
    .limit = limit,
    .ping = dg_ask_ping,
};

struct dg_store *dg_store_sqlite_open(struct dg_str path, struct dg_loop *loop, struct dg_problem *why)
{
    struct sqlite_store *s = calloc(1, sizeof *s);
    if (!s) {
        dg_problem_set(why, DG_UNAVAILABLE, "", "out of memory");
        return NULL;
    }
    s->asking = (struct dg_asking_store){ .store = { &ops }, .ask = ask };
    s->lane.bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (dg_calls_init(&s->asking.calls, loop, CALL_MS, NULL, NULL) && s->lane.bell >= 0)
        s->bell_watch = dg_watch_create(loop, s->lane.bell, DG_READABLE, on_bell, s);
    if (s->bell_watch)
        s->worker = dg_sqlite_worker_join(path, &s->lane, why);
    else
        dg_problem_set(why, DG_UNAVAILABLE, "", "no memory or descriptor for the store");
    if (s->worker)
        return &s->asking.store;
    finish(s);
    return NULL;
}
