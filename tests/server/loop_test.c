#include "server/loop.h"

#include "tests/support/check.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

struct story {
    struct dg_loop *loop;
    struct dg_timer *timer;
    struct dg_watch *watch;
    int fired, posted, last, fd;
    unsigned events;
};

static void stop_at_third(void *owner)
{
    struct story *s = owner;
    if (++s->fired == 3)
        dg_loop_stop(s->loop);
}

static void a_timer_fires_again_and_again_until_stopped(void)
{
    struct story s = { .loop = dg_loop_create() };
    s.timer = dg_timer_create(s.loop, stop_at_third, &s);
    dg_timer_start(s.timer, 1, 1);
    dg_loop_run(s.loop);
    DG_CHECK_INT(s.fired, 3, "fired");
    dg_timer_destroy(s.timer);
    dg_loop_destroy(s.loop);
}

static void stop_loop(void *owner)
{
    dg_loop_stop(((struct story *)owner)->loop);
}

static void a_destroyed_timer_is_silent(void)
{
    struct story s = { .loop = dg_loop_create() };
    struct dg_timer *stopper = dg_timer_create(s.loop, stop_loop, &s);
    s.timer = dg_timer_create(s.loop, stop_at_third, &s);
    dg_timer_start(s.timer, 0, 0);
    dg_timer_destroy(s.timer);
    dg_timer_start(stopper, 5, 0);
    dg_loop_run(s.loop);
    DG_CHECK_INT(s.fired, 0, "fired");
    dg_timer_destroy(stopper);
    dg_loop_destroy(s.loop);
}

struct job {
    struct story *story;
    int number;
};

static void do_job(void *owner)
{
    struct job *job = owner;
    DG_CHECK_INT(job->number, job->story->last + 1, "order");
    job->story->last = job->number;
    if (job->number == 1000)
        dg_loop_stop(job->story->loop);
}

static struct job jobs[1000];

static void *post_all(void *owner)
{
    struct story *s = owner;
    for (int i = 0; i < 1000; i++) {
        jobs[i] = (struct job){ s, i + 1 };
        dg_loop_post(s->loop, do_job, &jobs[i]);
    }
    return NULL;
}

static void work_posted_by_another_thread_runs_in_order(void)
{
    struct story s = { .loop = dg_loop_create() };
    pthread_t thread;
    pthread_create(&thread, NULL, post_all, &s);
    dg_loop_run(s.loop);
    pthread_join(thread, NULL);
    DG_CHECK_INT(s.last, 1000, "last job");
    dg_loop_destroy(s.loop);
}

static void note_events(void *owner, unsigned events)
{
    struct story *s = owner;
    s->events |= events;
    char byte;
    if ((events & DG_READABLE) && read(s->fd, &byte, 1) == 1)
        s->fired++;
    dg_loop_stop(s->loop);
}

static void a_watch_tells_what_came(void)
{
    int pair[2];
    struct story s = { .loop = dg_loop_create() };
    if (!DG_CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0, "socketpair"))
        return;
    s.fd = pair[0];
    s.watch = dg_watch_create(s.loop, pair[0], DG_READABLE, note_events, &s);
    DG_CHECK(write(pair[1], "x", 1) == 1, "write");
    dg_loop_run(s.loop);
    DG_CHECK_INT(s.events, DG_READABLE, "events");
    DG_CHECK_INT(s.fired, 1, "bytes read");

    dg_watch_change(s.watch, DG_HANGUP);
    s.events = 0;
    close(pair[1]);
    dg_loop_run(s.loop);
    DG_CHECK(s.events & DG_HANGUP, "events %u", s.events);
    dg_watch_destroy(s.watch);
    close(pair[0]);
    dg_loop_destroy(s.loop);
}

static void a_stop_before_the_run_is_not_lost(void)
{
    struct story s = { .loop = dg_loop_create() };
    if (!DG_CHECK(s.loop != NULL, "a loop"))
        return;
    dg_loop_stop(s.loop);
    dg_loop_run(s.loop);
    DG_CHECK(true, "came back");
    dg_loop_destroy(s.loop);
}

struct lookup_story {
    struct story s;
    struct dg_lookup *lookup;
    char address[64];
};

static void note_address(void *owner, const char *address)
{
    struct lookup_story *l = owner;
    snprintf(l->address, sizeof l->address, "%s", address);
    l->s.fired++;
    dg_lookup_destroy(l->lookup);
    dg_loop_stop(l->s.loop);
}

static void hosts_are_looked_up(void)
{
    static const struct {
        const char *host, *address;
    } cases[] = { { "127.0.0.1", "127.0.0.1" }, { "::1", "::1" }, { "not a host", "" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lookup_story l = { .s.loop = dg_loop_create() };
        l.lookup = dg_lookup_create(l.s.loop, cases[i].host, note_address, &l);
        DG_CHECK_INT(l.s.fired, 0, "answers within the call");
        dg_loop_run(l.s.loop);
        DG_CHECK_STR(dg_str_of(l.address), cases[i].address, cases[i].host);
        dg_loop_destroy(l.s.loop);
    }
}

static void a_destroyed_lookup_is_silent(void)
{
    struct lookup_story l = { .s.loop = dg_loop_create() };
    struct dg_timer *stopper = dg_timer_create(l.s.loop, stop_loop, &l.s);
    dg_lookup_destroy(dg_lookup_create(l.s.loop, "127.0.0.1", note_address, &l));
    dg_timer_start(stopper, 50, 0);
    dg_loop_run(l.s.loop);
    DG_CHECK_INT(l.s.fired, 0, "answers");
    dg_timer_destroy(stopper);
    dg_loop_destroy(l.s.loop);
}

int main(void)
{
    dg_run("a timer fires again and again until stopped", a_timer_fires_again_and_again_until_stopped);
    dg_run("a destroyed timer is silent", a_destroyed_timer_is_silent);
    dg_run("work posted by another thread runs in order", work_posted_by_another_thread_runs_in_order);
    dg_run("a watch tells what came", a_watch_tells_what_came);
    dg_run("a stop before the run is not lost", a_stop_before_the_run_is_not_lost);
    dg_run("hosts are looked up", hosts_are_looked_up);
    dg_run("a destroyed lookup is silent", a_destroyed_lookup_is_silent);
    return dg_done();
}
