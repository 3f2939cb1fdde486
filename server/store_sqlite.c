#include "server/store_sqlite.h"

#include "server/clock.h"
#include "server/store_watch.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    CALL_MS = 5000, /* a disk may be slow; a caller shall not wait for ever */
    BATCH_CALLS = 256, /* in one transaction */
    NEWS_MS = 20, /* how soon others' puts are seen, while anybody watches */
    SWEEP_MS = 10000,
};

/* Groups that changed: names with their NUL, one after the other. */
struct news {
    char *names;
    size_t len, room;
    bool all; /* more than could be kept: everyone shall look */
};

struct sqlite_store {
    struct dg_store store;
    struct dg_calls calls; /* the loop's, down to `bell_watch` */
    struct dg_watches watches;
    struct dg_watch *bell_watch;
    int bell; /* an eventfd: the worker rings, the loop looks */
    struct dg_sqlite *db; /* the worker's, down to `sweep_at_us` */
    bool following; /* the news, since round `seen` */
    unsigned seen;
    uint64_t sweep_at_us;
    pthread_t worker;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t wake;
    struct dg_queue asked, answered;
    struct news news;
    bool stopping, watching;
    unsigned round; /* of watching: one more each time it begins */
};

/* ---- the worker -------------------------------------------------------------------------------------------- */

static void ring(struct sqlite_store *s)
{
    while (write(s->bell, &(uint64_t){ 1 }, sizeof(uint64_t)) < 0)
        ; /* EINTR: an eventfd that is read from has room */
}

static void note_news(void *owner, struct dg_str group)
{
    struct news *news = owner;
    if (news->len + group.len + 1 > news->room) {
        size_t room = (news->room + group.len + 1) * 2;
        char *names = realloc(news->names, room);
        if (!names) {
            news->all = true;
            return;
        }
        news->names = names;
        news->room = room;
    }
    memcpy(news->names + news->len, group.at, group.len);
    news->names[news->len + group.len] = '\0';
    news->len += group.len + 1;
}

/* Something may have been put before it was followed: everyone looks once. */
static void gather_news(struct sqlite_store *s, bool watching, unsigned round, struct news *news)
{
    if (s->seen != round)
        s->following = false;
    s->seen = round;
    if (watching && s->following)
        dg_sqlite_news(s->db, note_news, news);
    else if (watching)
        news->all = s->following = dg_sqlite_follow(s->db);
}

static void sweep_when_due(struct sqlite_store *s)
{
    uint64_t now_us = dg_clock_ticks_us();
    if (now_us >= s->sweep_at_us)
        s->sweep_at_us = now_us + (dg_sqlite_sweep(s->db) ? 0 : SWEEP_MS * UINT64_C(1000));
}

/* Until there is something to do, or time to look around. */
static void wait_a_while(struct sqlite_store *s)
{
    uint64_t now_us = dg_clock_ticks_us();
    uint64_t until_us = s->watching ? now_us + NEWS_MS * 1000 : s->sweep_at_us;
    if (s->asked.first || s->stopping || s->round != s->seen || until_us <= now_us)
        return;
    struct timespec until = { (time_t)(until_us / 1000000), (long)(until_us % 1000000) * 1000 };
    pthread_cond_timedwait(&s->wake, &s->lock, &until);
}

static void hand_over_answers(struct sqlite_store *s, struct dg_call *batch)
{
    pthread_mutex_lock(&s->lock);
    for (struct dg_call *call = batch, *next; call; call = next) {
        next = call->next;
        dg_queue_push(&s->answered, call);
    }
    pthread_mutex_unlock(&s->lock);
    ring(s);
}

/* Under the lock. */
static void hand_over_news(struct sqlite_store *s, struct news *news)
{
    if (!news->all && !news->len)
        return;
    s->news.all |= news->all;
    for (size_t at = 0; at < news->len; at += strlen(news->names + at) + 1)
        note_news(&s->news, dg_str_of(news->names + at));
    news->all = false;
    news->len = 0;
    ring(s);
}

/* Whoever asked something is answered before the worker looks after anything else. */
static void *work(void *owner)
{
    struct sqlite_store *s = owner;
    struct news news = { 0 };
    pthread_mutex_lock(&s->lock);
    while (!s->stopping) {
        struct dg_call *batch = dg_queue_take(&s->asked, BATCH_CALLS);
        bool watching = s->watching;
        unsigned round = s->round;
        pthread_mutex_unlock(&s->lock);
        if (batch) {
            dg_sqlite_run(s->db, batch);
            hand_over_answers(s, batch);
        }
        gather_news(s, watching, round, &news);
        sweep_when_due(s);
        pthread_mutex_lock(&s->lock);
        hand_over_news(s, &news);
        wait_a_while(s);
    }
    pthread_mutex_unlock(&s->lock);
    free(news.names);
    return NULL;
}

/* ---- the loop's side --------------------------------------------------------------------------------------- */

static void tell_answers(struct sqlite_store *s, struct dg_call *call)
{
    for (struct dg_call *next; call; call = next) {
        next = call->next;
        if (dg_call_return(&s->calls, call))
            dg_call_tell(&s->calls, call, &call->answer);
    }
}

static void tell_news(struct sqlite_store *s, struct news *news)
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
    uint64_t rung;
    (void)events;
    if (read(s->bell, &rung, sizeof rung) < 0)
        return;
    pthread_mutex_lock(&s->lock);
    struct dg_call *answered = dg_queue_take(&s->answered, SIZE_MAX);
    struct news news = s->news;
    s->news = (struct news){ 0 };
    pthread_mutex_unlock(&s->lock);
    tell_answers(s, answered);
    tell_news(s, &news);
}

static void ask(struct dg_store *store, const struct dg_question *question, dg_store_done *done, void *owner)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    struct dg_call *call = dg_calls_take(&s->calls, question, done, owner);
    if (!call)
        return;
    pthread_mutex_lock(&s->lock);
    bool open = !s->stopping;
    if (open) {
        dg_call_lend(call);
        if (!s->asked.first)
            pthread_cond_signal(&s->wake);
        dg_queue_push(&s->asked, call);
    }
    pthread_mutex_unlock(&s->lock);
    if (!open)
        dg_call_end(&s->calls, call, DG_UNAVAILABLE);
}

static void get(struct dg_store *store, struct dg_str group, const struct dg_str *fields, size_t count,
        dg_store_done *done, void *owner)
{
    struct dg_question q = { .verb = DG_VERB_GET, .group = group, .fields = fields, .count = count };
    ask(store, &q, done, owner);
}

static void list(struct dg_store *store, struct dg_str group, struct dg_str prefix, dg_store_done *done, void *owner)
{
    struct dg_question q = { .verb = DG_VERB_LIST, .group = group, .fields = &prefix, .count = 1 };
    ask(store, &q, done, owner);
}

static void put(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    struct dg_question q = { .verb = DG_VERB_PUT, .group = group, .puts = puts, .count = count, .ttl_s = ttl_s };
    ask(store, &q, done, owner);
}

static void forget(struct dg_store *store, struct dg_str group, dg_store_done *done, void *owner)
{
    ask(store, &(struct dg_question){ .verb = DG_VERB_FORGET, .group = group }, done, owner);
}

static void ping(struct dg_store *store, dg_store_done *done, void *owner)
{
    ask(store, &(struct dg_question){ .verb = DG_VERB_PING }, done, owner);
}

/* What is put from now on is followed already, or everyone is told when it is; what was put before is not known to the new
 * watch: it looks once. */
static struct dg_store_watch *watch(
        struct dg_store *store, struct dg_str group, void (*changed)(void *owner), void *owner)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    struct dg_store_watch *w = dg_watches_add(&s->watches, group, changed, owner);
    if (!w)
        return NULL;
    pthread_mutex_lock(&s->lock);
    note_news(&s->news, group);
    if (!s->watching) {
        s->watching = true;
        s->round++;
        pthread_cond_signal(&s->wake);
    }
    pthread_mutex_unlock(&s->lock);
    ring(s);
    return w;
}

static void unwatch(struct dg_store *store, struct dg_store_watch *w)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    dg_watches_remove(&s->watches, w);
    pthread_mutex_lock(&s->lock);
    s->watching = s->watches.count > 0;
    pthread_mutex_unlock(&s->lock);
}

/* ---- its life ---------------------------------------------------------------------------------------------- */

static void stop_worker(struct sqlite_store *s)
{
    pthread_mutex_lock(&s->lock);
    s->stopping = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    dg_sqlite_stop(s->db);
    pthread_join(s->worker, NULL);
}

/* What the worker has done is told as it is; what it has not begun was not done. */
static void destroy(struct dg_store *store)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    stop_worker(s);
    tell_answers(s, dg_queue_take(&s->answered, SIZE_MAX));
    for (struct dg_call *call = dg_queue_take(&s->asked, SIZE_MAX), *next; call; call = next) {
        next = call->next;
        if (dg_call_return(&s->calls, call))
            dg_call_end(&s->calls, call, DG_UNAVAILABLE);
    }
    dg_calls_finish(&s->calls);
    dg_watches_finish(&s->watches);
    dg_watch_destroy(s->bell_watch);
    close(s->bell);
    free(s->news.names);
    dg_sqlite_close(s->db);
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

static const struct dg_store_ops ops = {
    .name = "sqlite",
    .destroy = destroy,
    .get = get,
    .list = list,
    .put = put,
    .forget = forget,
    .watch = watch,
    .unwatch = unwatch,
    .ping = ping,
};

/* Signals are the main thread's business. */
static bool start_worker(struct sqlite_store *s)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&s->worker, NULL, work, s) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (started)
        pthread_setname_np(s->worker, "store");
    return started;
}

static void init_lock(struct sqlite_store *s)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&s->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&s->lock, NULL);
}

static bool start(struct sqlite_store *s, struct dg_loop *loop)
{
    dg_queue_init(&s->asked);
    dg_queue_init(&s->answered);
    init_lock(s);
    s->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (!dg_calls_init(&s->calls, loop, CALL_MS, NULL, NULL) || s->bell < 0)
        return false;
    s->bell_watch = dg_watch_create(loop, s->bell, DG_READABLE, on_bell, s);
    return s->bell_watch && start_worker(s);
}

struct dg_store *dg_store_sqlite_open(struct dg_str path, struct dg_loop *loop, struct dg_problem *why)
{
    struct dg_sqlite *db = dg_sqlite_open(path, why);
    struct sqlite_store *s = db ? calloc(1, sizeof *s) : NULL;
    if (s) {
        s->store.ops = &ops;
        s->db = db;
        if (start(s, loop))
            return &s->store;
        dg_calls_finish(&s->calls);
        dg_watch_destroy(s->bell_watch);
        if (s->bell >= 0)
            close(s->bell);
        free(s);
    }
    if (db)
        dg_problem_set(why, DG_UNAVAILABLE, "", "no memory, descriptor or thread for the store");
    dg_sqlite_close(db);
    return NULL;
}
