#include "server/readers.h"

#include "server/clock.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { STACK_BYTES = 2 * 1024 * 1024, LOWER_PRIORITY = 10 };

/* One caller's jobs, while he has any. */
struct group {
    uint64_t who; /* a keyed hash of his name; 0: free */
    struct dg_read_job *first, **last; /* waiting */
    size_t waiting, begun;
    struct group *next; /* whose turn is after his */
    bool in_turn;
};

struct dg_readers {
    struct dg_readers_bounds bounds;
    unsigned char key[crypto_shorthash_KEYBYTES]; /* so that nobody can choose with whom he is taken for one */
    pthread_t *threads;
    size_t started;
    pthread_mutex_t lock; /* guards what follows, and all of every desk but its bell */
    pthread_cond_t wake; /* the threads */
    pthread_cond_t handed; /* whoever waits to close his desk */
    struct group *groups, *turn, **last_turn;
    size_t group_count, waiting;
    bool stopping;
};

struct dg_readers_desk {
    struct dg_readers *readers;
    int bell; /* an eventfd that is rung when there is something in `ended` */
    struct dg_watch *watch;
    struct dg_read_job *ended, **last_ended; /* to be told */
    size_t in_hand; /* jobs that wait or have begun */
    bool closed;
};

/* ---- callers: all under the lock --------------------------------------------------------------------------- */

static struct group *group_of(struct dg_readers *r, struct dg_str caller)
{
    uint64_t who;
    struct group *free_one = NULL;
    crypto_shorthash((unsigned char *)&who, (const unsigned char *)caller.at, caller.len, r->key);
    who = who ? who : 1;
    for (size_t i = 0; i < r->group_count; i++) {
        struct group *g = &r->groups[i];
        if (g->who == who)
            return g;
        if (!g->who)
            free_one = g;
    }
    assert(free_one); /* each known caller has a job that waits or a thread */
    *free_one = (struct group){ .who = who, .last = &free_one->first };
    return free_one;
}

/* At the end of the turns, if it may have one. */
static void line_up(struct dg_readers *r, struct group *g)
{
    if (!g->waiting || g->in_turn || g->begun >= r->bounds.caller_at_once)
        return;
    g->in_turn = true;
    g->next = NULL;
    *r->last_turn = g;
    r->last_turn = &g->next;
    pthread_cond_signal(&r->wake);
}

static void leave_line(struct dg_readers *r, struct group *g)
{
    struct group **at = &r->turn;
    while (g->in_turn && *at != g)
        at = &(*at)->next;
    if (!g->in_turn)
        return;
    *at = g->next;
    if (!*at)
        r->last_turn = at;
    g->in_turn = false;
}

/* Who has no job is no longer known. */
static void let_go(struct dg_readers *r, struct group *g)
{
    if (!g->waiting)
        leave_line(r, g);
    if (!g->waiting && !g->begun)
        g->who = 0;
}

static struct dg_read_job *pop(struct dg_readers *r, struct group *g)
{
    struct dg_read_job *job = g->first;
    g->first = job->next;
    if (!g->first)
        g->last = &g->first;
    g->waiting--;
    r->waiting--;
    return job;
}

/* ---- what has ended: all under the lock -------------------------------------------------------------------- */

static void hand_over(struct dg_readers *r, struct dg_read_job *job, enum dg_status end)
{
    struct dg_readers_desk *desk = job->desk;
    job->end = end;
    job->next = NULL;
    if (!desk->ended)
        while (write(desk->bell, &(uint64_t){ 1 }, sizeof(uint64_t)) < 0)
            ; /* EINTR: an eventfd that is read from has room */
    *desk->last_ended = job;
    desk->last_ended = &job->next;
    if (--desk->in_hand == 0)
        pthread_cond_broadcast(&r->handed);
}

static struct dg_read_job *take_ended(struct dg_readers_desk *desk)
{
    struct dg_read_job *all = desk->ended;
    desk->ended = NULL;
    desk->last_ended = &desk->ended;
    return all;
}

/* Gives up those of the group's waiting jobs that `which` says. */
static void give_up(struct dg_readers *r, struct group *g, bool (*which)(const struct dg_read_job *, const void *),
        const void *what)
{
    struct dg_read_job **at = &g->first;
    while (*at) {
        struct dg_read_job *job = *at;
        if (!which(job, what)) {
            at = &job->next;
            continue;
        }
        *at = job->next;
        g->waiting--;
        r->waiting--;
        hand_over(r, job, DG_UNAVAILABLE);
    }
    g->last = at;
    let_go(r, g);
}

static void give_up_all(struct dg_readers *r, bool (*which)(const struct dg_read_job *, const void *), const void *what)
{
    for (size_t i = 0; i < r->group_count; i++) {
        if (r->groups[i].waiting)
            give_up(r, &r->groups[i], which, what);
    }
}

static bool is_overdue(const struct dg_read_job *job, const void *since_us)
{
    return job->asked_us < *(const uint64_t *)since_us;
}

static void give_up_overdue(struct dg_readers *r)
{
    uint64_t now_us = dg_clock_ticks_us(), wait_us = (uint64_t)r->bounds.wait_ms * 1000;
    uint64_t since_us = now_us > wait_us ? now_us - wait_us : 0;
    give_up_all(r, is_overdue, &since_us);
}

/* ---- the threads ------------------------------------------------------------------------------------------- */

/* The next job, begun, and whose it is; NULL: none may begin now. */
static struct dg_read_job *begin(struct dg_readers *r, struct group **whose)
{
    give_up_overdue(r);
    struct group *g = r->turn;
    if (!g)
        return NULL;
    leave_line(r, g);
    g->begun++;
    *whose = g;
    struct dg_read_job *job = pop(r, g);
    line_up(r, g);
    return job;
}

static void *work(void *owner)
{
    struct dg_readers *r = owner;
    struct group *whose;
    (void)!nice(LOWER_PRIORITY); /* of this thread alone, in Linux */
    pthread_mutex_lock(&r->lock);
    while (!r->stopping) {
        struct dg_read_job *job = begin(r, &whose);
        if (!job) {
            pthread_cond_wait(&r->wake, &r->lock);
            continue;
        }
        pthread_mutex_unlock(&r->lock);
        job->read(job->owner);
        pthread_mutex_lock(&r->lock);
        whose->begun--;
        line_up(r, whose);
        let_go(r, whose);
        hand_over(r, job, DG_OK);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

/* Independent of `ulimit -s`. */
static bool start_thread(struct dg_readers *r)
{
    pthread_attr_t attr;
    if (pthread_attr_init(&attr) != 0)
        return false;
    bool started = pthread_attr_setstacksize(&attr, STACK_BYTES) == 0 &&
            pthread_create(&r->threads[r->started], &attr, work, r) == 0;
    pthread_attr_destroy(&attr);
    if (started)
        pthread_setname_np(r->threads[r->started++], "reader");
    return started;
}

struct dg_readers *dg_readers_create(const struct dg_readers_bounds *bounds)
{
    struct dg_readers *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    *r = (struct dg_readers){ .bounds = *bounds, .group_count = bounds->waiting + bounds->threads + 1 };
    crypto_shorthash_keygen(r->key);
    r->last_turn = &r->turn;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->wake, NULL);
    pthread_cond_init(&r->handed, NULL);
    r->groups = calloc(r->group_count, sizeof *r->groups);
    r->threads = calloc(bounds->threads, sizeof *r->threads);
    bool fine = r->groups && r->threads;
    while (fine && r->started < bounds->threads)
        fine = start_thread(r);
    if (fine)
        return r;
    dg_readers_destroy(r);
    return NULL;
}

void dg_readers_destroy(struct dg_readers *r)
{
    if (!r)
        return;
    pthread_mutex_lock(&r->lock);
    r->stopping = true;
    pthread_cond_broadcast(&r->wake);
    pthread_mutex_unlock(&r->lock);
    for (size_t i = 0; i < r->started; i++)
        pthread_join(r->threads[i], NULL);
    pthread_cond_destroy(&r->handed);
    pthread_cond_destroy(&r->wake);
    pthread_mutex_destroy(&r->lock);
    free(r->threads);
    free(r->groups);
    free(r);
}

/* ---- the lanes --------------------------------------------------------------------------------------------- */

/* A job is no more when it has been told. */
static void tell(struct dg_read_job *all, bool closed)
{
    for (struct dg_read_job *job = all, *next; job; job = next) {
        next = job->next;
        job->done(job->owner, closed ? DG_UNAVAILABLE : job->end);
    }
}

static void on_bell(void *owner, unsigned events)
{
    struct dg_readers_desk *desk = owner;
    uint64_t rings;
    (void)events;
    if (read(desk->bell, &rings, sizeof rings) < 0)
        return;
    pthread_mutex_lock(&desk->readers->lock);
    struct dg_read_job *all = take_ended(desk);
    pthread_mutex_unlock(&desk->readers->lock);
    tell(all, false);
}

struct dg_readers_desk *dg_readers_join(struct dg_readers *r, struct dg_loop *loop)
{
    struct dg_readers_desk *desk = calloc(1, sizeof *desk);
    if (!desk)
        return NULL;
    *desk = (struct dg_readers_desk){ .readers = r, .last_ended = &desk->ended };
    desk->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (desk->bell >= 0)
        desk->watch = dg_watch_create(loop, desk->bell, DG_READABLE, on_bell, desk);
    if (desk->watch)
        return desk;
    dg_readers_leave(desk);
    return NULL;
}

static bool is_of_desk(const struct dg_read_job *job, const void *desk)
{
    return job->desk == desk;
}

void dg_readers_close(struct dg_readers_desk *desk)
{
    if (!desk)
        return;
    struct dg_readers *r = desk->readers;
    pthread_mutex_lock(&r->lock);
    desk->closed = true;
    give_up_all(r, is_of_desk, desk);
    while (desk->in_hand)
        pthread_cond_wait(&r->handed, &r->lock);
    struct dg_read_job *all = take_ended(desk);
    pthread_mutex_unlock(&r->lock);
    tell(all, true);
}

void dg_readers_leave(struct dg_readers_desk *desk)
{
    if (!desk)
        return;
    dg_watch_destroy(desk->watch);
    if (desk->bell >= 0)
        close(desk->bell);
    free(desk);
}

/* ---- asking ------------------------------------------------------------------------------------------------ */

static bool is_last(const struct dg_read_job *job, const void *what)
{
    (void)what;
    return !job->next;
}

/* Where all places are taken, the newest of whoever has the most goes, if that is more than `g` would have. */
static bool make_room(struct dg_readers *r, const struct group *g)
{
    if (r->waiting < r->bounds.waiting)
        return true;
    struct group *most = &r->groups[0];
    for (size_t i = 1; i < r->group_count; i++)
        most = r->groups[i].waiting > most->waiting ? &r->groups[i] : most;
    if (most->waiting <= g->waiting + 1)
        return false;
    give_up(r, most, is_last, NULL);
    return true;
}

static enum dg_status take(struct dg_readers *r, struct group *g, struct dg_read_job *job)
{
    if (g->waiting >= r->bounds.caller_waiting)
        return DG_TOO_MANY;
    if (!make_room(r, g))
        return DG_UNAVAILABLE;
    job->next = NULL;
    *g->last = job;
    g->last = &job->next;
    g->waiting++;
    r->waiting++;
    job->desk->in_hand++;
    line_up(r, g);
    return DG_OK;
}

enum dg_status dg_readers_ask(struct dg_readers_desk *desk, struct dg_str caller, struct dg_read_job *job)
{
    struct dg_readers *r = desk->readers;
    enum dg_status status = DG_UNAVAILABLE;
    job->desk = desk;
    job->asked_us = dg_clock_ticks_us();
    pthread_mutex_lock(&r->lock);
    if (!desk->closed) {
        struct group *g = group_of(r, caller);
        status = take(r, g, job);
        let_go(r, g);
    }
    pthread_mutex_unlock(&r->lock);
    return status;
}
