#include "server/store_sqlite_worker.h"

#include "server/clock.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    BATCH_CALLS = 512, /* in one transaction */
    NEWS_MS = 20, /* how soon others' puts are seen, while anybody watches */
    SWEEP_MS = 10000,
    SCRUB_MS = 200, /* after something was forgotten: what is forgotten together is scrubbed together */
};

struct dg_sqlite_worker {
    struct dg_sqlite_worker *next; /* in the registry */
    char *path;
    struct dg_sqlite *db; /* the thread's, down to `limited_mib` */
    bool following; /* the news, since round `seen` */
    unsigned seen;
    uint64_t sweep_at_us, scrub_at_us; /* the second: 0: nothing was forgotten */
    uint32_t limited_mib;
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows, and all of every lane but its bell */
    pthread_cond_t wake; /* the thread */
    pthread_cond_t handed; /* whoever waits to leave */
    struct dg_sqlite_lane *lanes;
    struct dg_queue asked;
    bool stopping, watching;
    uint32_t limit_mib; /* of the file; 0: none */
    unsigned round; /* of watching: one more each time it begins */
};

/* ---- news and answers -------------------------------------------------------------------------------------- */

static void ring(const struct dg_sqlite_lane *lane)
{
    while (write(lane->bell, &(uint64_t){ 1 }, sizeof(uint64_t)) < 0)
        ; /* EINTR: an eventfd that is read from has room */
}

static void note_news(void *owner, struct dg_str group)
{
    struct dg_news *news = owner;
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
static void gather_news(struct dg_sqlite_worker *w, bool watching, unsigned round, struct dg_news *news)
{
    if (w->seen != round)
        w->following = false;
    w->seen = round;
    if (watching && w->following)
        dg_sqlite_news(w->db, note_news, news);
    else if (watching)
        news->all = w->following = dg_sqlite_follow(w->db);
}

static void tell_lane(struct dg_sqlite_lane *lane, const struct dg_news *news)
{
    lane->news.all |= news->all;
    for (size_t at = 0; at < news->len; at += strlen(news->names + at) + 1)
        note_news(&lane->news, dg_str_of(news->names + at));
    ring(lane);
}

/* Under the lock. */
static void hand_over_news(struct dg_sqlite_worker *w, struct dg_news *news)
{
    if (!news->all && !news->len)
        return;
    for (struct dg_sqlite_lane *lane = w->lanes; lane; lane = lane->next)
        if (lane->watching)
            tell_lane(lane, news);
    news->all = false;
    news->len = 0;
}

static void hand_over_answers(struct dg_sqlite_worker *w, struct dg_call *batch)
{
    pthread_mutex_lock(&w->lock);
    for (struct dg_call *call = batch, *next; call; call = next) {
        struct dg_sqlite_lane *lane = call->asker;
        next = call->next;
        if (!lane->answered.first)
            ring(lane);
        dg_queue_push(&lane->answered, call);
        lane->at_work--;
    }
    pthread_cond_broadcast(&w->handed);
    pthread_mutex_unlock(&w->lock);
}

/* ---- the thread -------------------------------------------------------------------------------------------- */

static void sweep_when_due(struct dg_sqlite_worker *w)
{
    uint64_t now_us = dg_clock_ticks_us();
    if (now_us >= w->sweep_at_us)
        w->sweep_at_us = now_us + (dg_sqlite_sweep(w->db) ? 0 : SWEEP_MS * UINT64_C(1000));
}

static void scrub_when_due(struct dg_sqlite_worker *w)
{
    uint64_t now_us = dg_clock_ticks_us();
    if (w->scrub_at_us == 0 && !dg_sqlite_is_scrubbed(w->db))
        w->scrub_at_us = now_us + SCRUB_MS * UINT64_C(1000);
    else if (w->scrub_at_us && now_us >= w->scrub_at_us)
        w->scrub_at_us = dg_sqlite_scrub(w->db) ? 0 : now_us + SCRUB_MS * UINT64_C(1000);
}

/* Until there is something to do, or time to look around. */
static void wait_a_while(struct dg_sqlite_worker *w)
{
    uint64_t now_us = dg_clock_ticks_us();
    uint64_t until_us = w->watching ? now_us + NEWS_MS * UINT64_C(1000) : w->sweep_at_us;
    if (w->scrub_at_us && w->scrub_at_us < until_us)
        until_us = w->scrub_at_us;
    if (w->asked.first || w->stopping || w->round != w->seen || until_us <= now_us)
        return;
    struct timespec until = { (time_t)(until_us / 1000000), (long)(until_us % 1000000) * 1000 };
    pthread_cond_timedwait(&w->wake, &w->lock, &until);
}

static void limit_when_told(struct dg_sqlite_worker *w, uint32_t mib)
{
    if (w->limited_mib != mib)
        dg_sqlite_limit(w->db, mib);
    w->limited_mib = mib;
}

static struct dg_call *take_batch(struct dg_sqlite_worker *w)
{
    struct dg_call *batch = dg_queue_take(&w->asked, BATCH_CALLS);
    for (struct dg_call *call = batch; call; call = call->next)
        ((struct dg_sqlite_lane *)call->asker)->at_work++;
    return batch;
}

/* Whoever asked something is answered before the worker looks after anything else. */
static void *work(void *owner)
{
    struct dg_sqlite_worker *w = owner;
    struct dg_news news = { 0 };
    pthread_mutex_lock(&w->lock);
    while (!w->stopping) {
        struct dg_call *batch = take_batch(w);
        bool watching = w->watching;
        unsigned round = w->round;
        uint32_t limit_mib = w->limit_mib;
        pthread_mutex_unlock(&w->lock);
        limit_when_told(w, limit_mib);
        if (batch) {
            dg_sqlite_run(w->db, batch);
            hand_over_answers(w, batch);
        }
        gather_news(w, watching, round, &news);
        sweep_when_due(w);
        scrub_when_due(w);
        pthread_mutex_lock(&w->lock);
        hand_over_news(w, &news);
        wait_a_while(w);
    }
    pthread_mutex_unlock(&w->lock);
    free(news.names);
    return NULL;
}

/* ---- what the lanes say ------------------------------------------------------------------------------------ */

void dg_sqlite_worker_ask(struct dg_sqlite_worker *w, struct dg_sqlite_lane *lane, struct dg_call *call)
{
    call->asker = lane;
    pthread_mutex_lock(&w->lock);
    if (!w->asked.first)
        pthread_cond_signal(&w->wake);
    dg_queue_push(&w->asked, call);
    pthread_mutex_unlock(&w->lock);
}

struct dg_call *dg_sqlite_worker_take(struct dg_sqlite_worker *w, struct dg_sqlite_lane *lane, struct dg_news *news)
{
    pthread_mutex_lock(&w->lock);
    struct dg_call *answered = dg_queue_take(&lane->answered, SIZE_MAX);
    *news = lane->news;
    lane->news = (struct dg_news){ 0 };
    pthread_mutex_unlock(&w->lock);
    return answered;
}

void dg_sqlite_worker_limit(struct dg_sqlite_worker *w, uint32_t mib)
{
    pthread_mutex_lock(&w->lock);
    w->limit_mib = mib;
    pthread_mutex_unlock(&w->lock);
}

static void set_watching(struct dg_sqlite_worker *w)
{
    bool before = w->watching;
    w->watching = false;
    for (struct dg_sqlite_lane *lane = w->lanes; lane; lane = lane->next)
        w->watching |= lane->watching;
    if (before || !w->watching)
        return;
    w->round++;
    pthread_cond_signal(&w->wake);
}

/* What is put from now on is followed already, or everyone is told when it is; what was put before is not known to the new
 * watch: it looks once. */
void dg_sqlite_worker_watch(struct dg_sqlite_worker *w, struct dg_sqlite_lane *lane, struct dg_str group)
{
    pthread_mutex_lock(&w->lock);
    note_news(&lane->news, group);
    lane->watching = true;
    set_watching(w);
    pthread_mutex_unlock(&w->lock);
    ring(lane);
}

void dg_sqlite_worker_unwatch(struct dg_sqlite_worker *w, struct dg_sqlite_lane *lane)
{
    pthread_mutex_lock(&w->lock);
    lane->watching = false;
    set_watching(w);
    pthread_mutex_unlock(&w->lock);
}

/* ---- joining and leaving ----------------------------------------------------------------------------------- */

/* The workers of this process, one a file. It is the file that is one in a process, not the caller's object: two connections
 * would wait for each other's locks and flush the disk twice. */
static struct {
    pthread_mutex_t lock;
    struct dg_sqlite_worker *first;
} registry = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void destroy(struct dg_sqlite_worker *w)
{
    dg_sqlite_close(w->db);
    pthread_cond_destroy(&w->handed);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    free(w->path);
    free(w);
}

/* Signals are the main thread's business. */
static bool start_thread(struct dg_sqlite_worker *w)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&w->thread, NULL, work, w) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (started)
        pthread_setname_np(w->thread, "store");
    return started;
}

static struct dg_sqlite_worker *create(struct dg_str path, struct dg_problem *why)
{
    struct dg_sqlite_worker *w = calloc(1, sizeof *w);
    pthread_condattr_t monotonic;
    if (!w) {
        dg_problem_set(why, DG_UNAVAILABLE, "", "out of memory");
        return NULL;
    }
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_cond_init(&w->handed, NULL);
    pthread_mutex_init(&w->lock, NULL);
    dg_queue_init(&w->asked);
    w->path = strndup(path.at, path.len);
    w->db = w->path ? dg_sqlite_open(path, why) : NULL;
    if (w->db && start_thread(w))
        return w;
    if (w->db || !w->path)
        dg_problem_set(why, DG_UNAVAILABLE, "", "no memory or thread for the store");
    destroy(w);
    return NULL;
}

struct dg_sqlite_worker *dg_sqlite_worker_join(struct dg_str path, struct dg_sqlite_lane *lane, struct dg_problem *why)
{
    pthread_mutex_lock(&registry.lock);
    struct dg_sqlite_worker *w = registry.first;
    while (w && !dg_str_is(path, w->path))
        w = w->next;
    if (!w && (w = create(path, why))) {
        w->next = registry.first;
        registry.first = w;
    }
    if (w) {
        dg_queue_init(&lane->answered);
        pthread_mutex_lock(&w->lock);
        lane->next = w->lanes;
        w->lanes = lane;
        pthread_mutex_unlock(&w->lock);
    }
    pthread_mutex_unlock(&registry.lock);
    return w;
}

/* The calls of the lane that nobody has begun. */
static struct dg_call *withdraw(struct dg_sqlite_worker *w, const struct dg_sqlite_lane *lane)
{
    struct dg_queue own;
    struct dg_call *all = dg_queue_take(&w->asked, SIZE_MAX);
    dg_queue_init(&own);
    for (struct dg_call *call = all, *next; call; call = next) {
        next = call->next;
        dg_queue_push(call->asker == lane ? &own : &w->asked, call);
    }
    return dg_queue_take(&own, SIZE_MAX);
}

/* False: there are other lanes. */
static bool take_out(struct dg_sqlite_worker *w, struct dg_sqlite_lane *lane)
{
    struct dg_sqlite_lane **at = &w->lanes;
    while (*at != lane)
        at = &(*at)->next;
    *at = lane->next;
    set_watching(w);
    if (w->lanes)
        return false;
    w->stopping = true;
    pthread_cond_signal(&w->wake);
    dg_sqlite_stop(w->db);
    return true;
}

static void end(struct dg_sqlite_worker *w)
{
    struct dg_sqlite_worker **at = &registry.first;
    while (*at != w)
        at = &(*at)->next;
    *at = w->next;
    pthread_join(w->thread, NULL);
    destroy(w);
}

struct dg_call *dg_sqlite_worker_leave(struct dg_sqlite_worker *w, struct dg_sqlite_lane *lane)
{
    pthread_mutex_lock(&registry.lock);
    pthread_mutex_lock(&w->lock);
    struct dg_call *unanswered = withdraw(w, lane);
    bool last = take_out(w, lane);
    while (lane->at_work)
        pthread_cond_wait(&w->handed, &w->lock);
    pthread_mutex_unlock(&w->lock);
    if (last)
        end(w);
    pthread_mutex_unlock(&registry.lock);
    return unanswered;
}
