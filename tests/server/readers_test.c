/* Whose turn it is to be read, what waits, what is refused and how it ends. Nothing here depends on how fast anybody is: a job
 * that is to last lasts until its gate is opened. */
#include "server/readers.h"

#include "tests/support/check.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

enum { JOBS_MAX = 400 };

struct story;

struct job {
    struct story *story;
    const char *name;
    sem_t *gate; /* waited for while it is read; NULL: none */
    struct dg_read_job job;
    bool told;
    enum dg_status end;
};

struct story {
    struct dg_loop *loop;
    struct dg_readers *readers;
    struct dg_readers_desk *desk;
    sem_t gate, begun; /* begun: jobs that have a gate */
    pthread_mutex_t lock; /* guards what was read */
    char read[8 * JOBS_MAX]; /* names, in the order begun */
    size_t told, wanted;
    struct job jobs[JOBS_MAX];
    size_t count;
};

static const struct dg_readers_bounds usual = {
    .threads = 1, .waiting = 8, .caller_waiting = 4, .caller_at_once = 1, .wait_ms = 600000
};

static struct story *begin(const struct dg_readers_bounds *bounds)
{
    struct story *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    sem_init(&s->gate, 0, 0);
    sem_init(&s->begun, 0, 0);
    pthread_mutex_init(&s->lock, NULL);
    s->loop = dg_loop_create();
    s->readers = dg_readers_create(bounds);
    s->desk = dg_readers_join(s->readers, s->loop);
    return s;
}

static void end(struct story *s)
{
    dg_readers_close(s->desk);
    dg_readers_leave(s->desk);
    dg_readers_destroy(s->readers);
    dg_loop_destroy(s->loop);
    pthread_mutex_destroy(&s->lock);
    sem_destroy(&s->begun);
    sem_destroy(&s->gate);
    free(s);
}

static void read_it(void *owner)
{
    struct job *job = owner;
    pthread_mutex_lock(&job->story->lock);
    strcat(job->story->read, job->name);
    pthread_mutex_unlock(&job->story->lock);
    if (!job->gate)
        return;
    sem_post(&job->story->begun);
    while (sem_wait(job->gate) != 0)
        ;
}

static void is_told(void *owner, enum dg_status status)
{
    struct job *job = owner;
    DG_CHECK(!job->told, "%s is told once", job->name);
    job->told = true;
    job->end = status;
    if (++job->story->told == job->story->wanted)
        dg_loop_stop(job->story->loop);
}

/* The caller is the name's first letter. */
static struct job *job_of(struct story *s, const char *name, sem_t *gate)
{
    struct job *job = &s->jobs[s->count++];
    *job = (struct job){ .story = s, .name = name, .gate = gate };
    job->job = (struct dg_read_job){ .read = read_it, .done = is_told, .owner = job };
    return job;
}

static enum dg_status ask(struct story *s, struct job *job)
{
    return dg_readers_ask(s->desk, (struct dg_str){ job->name, 1 }, &job->job);
}

static struct job *taken(struct story *s, const char *name)
{
    struct job *job = job_of(s, name, NULL);
    DG_CHECK_INT(ask(s, job), DG_OK, name);
    return job;
}

/* Keeps a thread busy until the gate is opened. */
static struct job *hold(struct story *s, const char *name)
{
    struct job *job = job_of(s, name, &s->gate);
    DG_CHECK_INT(ask(s, job), DG_OK, name);
    while (sem_wait(&s->begun) != 0)
        ;
    return job;
}

/* Runs the loop until so many were told in all. */
static void run_until_told(struct story *s, size_t count)
{
    s->wanted = count;
    if (s->told < count)
        dg_loop_run(s->loop);
}

static void callers_take_turns(void)
{
    struct story *s = begin(&usual);
    hold(s, "x ");
    taken(s, "a1 ");
    taken(s, "a2 ");
    taken(s, "a3 ");
    taken(s, "b1 ");
    taken(s, "c1 ");
    taken(s, "b2 ");
    sem_post(&s->gate);
    run_until_told(s, 7);
    DG_CHECK_STR(dg_str_of(s->read), "x a1 b1 c1 a2 b2 a3 ", "order");
    end(s);
}

static void one_caller_has_no_more_threads_than_he_may(void)
{
    struct dg_readers_bounds two = usual;
    two.threads = 2;
    struct story *s = begin(&two);
    hold(s, "a1 ");
    struct job *next = taken(s, "a2 ");
    struct job *other = taken(s, "b1 ");
    run_until_told(s, 1);
    DG_CHECK(other->told, "another caller is read meanwhile");
    DG_CHECK(!next->told, "his own next waits");
    DG_CHECK_STR(dg_str_of(s->read), "a1 b1 ", "begun");
    sem_post(&s->gate);
    run_until_told(s, 3);
    DG_CHECK_STR(dg_str_of(s->read), "a1 b1 a2 ", "then his");
    end(s);
}

static void who_has_too_many_waiting_is_refused(void)
{
    struct story *s = begin(&usual);
    hold(s, "a ");
    for (size_t i = 0; i < usual.caller_waiting; i++)
        taken(s, "a ");
    DG_CHECK_INT(ask(s, job_of(s, "a ", NULL)), DG_TOO_MANY, "one more");
    taken(s, "b ");
    sem_post(&s->gate);
    run_until_told(s, 6);
    taken(s, "a ");
    run_until_told(s, 7);
    end(s);
}

static void where_all_places_are_taken_who_has_most_makes_room(void)
{
    struct dg_readers_bounds few = usual;
    few.waiting = 4;
    struct story *s = begin(&few);
    hold(s, "x ");
    taken(s, "a1 ");
    struct job *newest = taken(s, "a2 ");
    taken(s, "b1 ");
    taken(s, "c1 ");
    taken(s, "d1 ");
    run_until_told(s, 1);
    DG_CHECK(newest->told, "the newest of who has most");
    DG_CHECK_INT(newest->end, DG_UNAVAILABLE, "ended");
    DG_CHECK_INT(ask(s, job_of(s, "e1 ", NULL)), DG_UNAVAILABLE, "nobody has more than one");
    DG_CHECK_INT(ask(s, job_of(s, "a3 ", NULL)), DG_UNAVAILABLE, "not his own either");
    sem_post(&s->gate);
    run_until_told(s, 6);
    DG_CHECK_STR(dg_str_of(s->read), "x a1 b1 c1 d1 ", "read");
    end(s);
}

static void wait_at_least_ms(long ms)
{
    const struct timespec some = { 0, ms * 1000000 };
    nanosleep(&some, NULL);
}

static void stop_loop(void *owner)
{
    dg_loop_stop(owner);
}

/* A busy machine may give up the one that is to hold, too: it is asked again. */
static void hold_at_last(struct story *s)
{
    for (bool held = false; !held;) {
        struct job *job = job_of(s, "x ", &s->gate);
        DG_CHECK_INT(ask(s, job), DG_OK, "to hold");
        while (!(held = sem_trywait(&s->begun) == 0) && !job->told) {
            struct dg_timer *stopper = dg_timer_create(s->loop, stop_loop, s->loop);
            dg_timer_start(stopper, 1, 0);
            dg_loop_run(s->loop);
            dg_timer_destroy(stopper);
        }
    }
}

static void what_waited_too_long_is_not_read_any_more(void)
{
    struct dg_readers_bounds soon = usual;
    soon.wait_ms = 20;
    struct story *s = begin(&soon);
    hold_at_last(s);
    struct job *late = taken(s, "a ");
    wait_at_least_ms(40);
    sem_post(&s->gate);
    run_until_told(s, s->count);
    DG_CHECK_INT(late->end, DG_UNAVAILABLE, "end");
    DG_CHECK(!strchr(s->read, 'a'), "read: %s", s->read);
    end(s);
}

static void *open_later(void *owner)
{
    wait_at_least_ms(20);
    sem_post(&((struct story *)owner)->gate);
    return NULL;
}

static void closing_ends_what_waits_and_waits_for_what_is_read(void)
{
    struct story *s = begin(&usual);
    pthread_t opener;
    struct job *held = hold(s, "x "), *waiting = taken(s, "a ");
    pthread_create(&opener, NULL, open_later, s);
    dg_readers_close(s->desk);
    DG_CHECK(held->told && held->end == DG_UNAVAILABLE, "what was read is not wanted any more");
    DG_CHECK(waiting->told && waiting->end == DG_UNAVAILABLE, "what waited");
    DG_CHECK_STR(dg_str_of(s->read), "x ", "read");
    DG_CHECK_INT(ask(s, job_of(s, "b ", NULL)), DG_UNAVAILABLE, "asked afterwards");
    pthread_join(opener, NULL);
    end(s);
}

static void closing_one_desk_leaves_the_others(void)
{
    struct story *s = begin(&usual);
    struct dg_loop *loop = dg_loop_create();
    struct dg_readers_desk *desk = s->desk, *other = dg_readers_join(s->readers, loop);
    hold(s, "x ");
    taken(s, "a1 ");
    s->desk = other;
    struct job *theirs = taken(s, "a2 ");
    taken(s, "b ");
    s->desk = desk;
    dg_readers_close(other);
    DG_CHECK(theirs->told && s->told == 2, "those of the closed desk: %zu", s->told);
    sem_post(&s->gate);
    run_until_told(s, 4);
    DG_CHECK_STR(dg_str_of(s->read), "x a1 ", "read");
    dg_readers_leave(other);
    dg_loop_destroy(loop);
    end(s);
}

/* Under the thread sanitizer this is worth more. */
static void many_are_each_told_once(void)
{
    static const char *const names[] = { "a ", "b ", "c ", "d ", "e " };
    const struct dg_readers_bounds many = {
        .threads = 3, .waiting = 40, .caller_waiting = 20, .caller_at_once = 2, .wait_ms = 600000
    };
    struct story *s = begin(&many);
    size_t refused = 0;
    for (size_t i = 0; i < JOBS_MAX; i++)
        refused += ask(s, job_of(s, names[i * i % 5], NULL)) != DG_OK;
    run_until_told(s, JOBS_MAX - refused);
    DG_CHECK_INT((long long)s->told, (long long)(JOBS_MAX - refused), "told");
    end(s);
}

int main(void)
{
    dg_run("callers take turns", callers_take_turns);
    dg_run("one caller has no more threads than he may", one_caller_has_no_more_threads_than_he_may);
    dg_run("who has too many waiting is refused", who_has_too_many_waiting_is_refused);
    dg_run("where all places are taken who has most makes room", where_all_places_are_taken_who_has_most_makes_room);
    dg_run("what waited too long is not read any more", what_waited_too_long_is_not_read_any_more);
    dg_run("closing ends what waits and waits for what is read", closing_ends_what_waits_and_waits_for_what_is_read);
    dg_run("closing one desk leaves the others", closing_one_desk_leaves_the_others);
    dg_run("many are each told once", many_are_each_told_once);
    return dg_done();
}
