/* In a Cluster calls of one group are done in the order made, also while their slot changes hands and some of them are still under way
 * at its old master. Two scripted masters: one has the lower half of the slots and loses it, the other has the upper. */
#include "server/store_redis_command.h"
#include "server/store_redis_slot.h"
#include "tests/server/store_talk.h"
#include "tests/support/check.h"
#include "tests/support/redis_actor.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { OLD, NEW, MASTERS, HEARD_MAX = 256 };

static struct redis_actor *masters[MASTERS];

/* What is asked is told by its number, which stands in its field ("v7"). */
static struct {
    pthread_mutex_t lock;
    char group[16]; /* whose slot changes hands */
    char heard[MASTERS][HEARD_MAX];
    int refused; /* how many calls of the group the old master has sent away */
    int may_refuse; /* how many it may, before it falls silent */
    const char *refusal; /* NULL: it serves them */
} play = { .lock = PTHREAD_MUTEX_INITIALIZER };

static unsigned slot_of(const char *group)
{
    char key[DG_REDIS_KEY_ROOM];
    return dg_redis_slot_of(dg_redis_key(key, dg_str_of(group)));
}

/* Names of groups, one in each half of the slots. */
static void choose_group(char out[16], bool upper)
{
    for (uint16_t n = 0;; n++) {
        snprintf(out, 16, "group%u", (unsigned)n);
        if ((slot_of(out) >= DG_REDIS_SLOTS / 2) == upper)
            return;
    }
}

/* ---- the masters ------------------------------------------------------------------------------------------- */

static int print_range(char *out, size_t room, unsigned first, unsigned last, int master)
{
    return snprintf(out, room, "*3\r\n:%u\r\n:%u\r\n*2\r\n$9\r\n127.0.0.1\r\n:%u\r\n", first, last,
            redis_actor_port(masters[master]));
}

/* The slot that has moved is said to have: whoever asks for the map meanwhile must not be sent back. */
static bool say_slots(int fd)
{
    enum { HALF = DG_REDIS_SLOTS / 2 };
    char text[512];
    unsigned slot = slot_of(play.group);
    bool moved = play.refusal && strncmp(play.refusal, "-MOVED", 6) == 0 && slot > 0 && slot + 1 < HALF;
    size_t len = (size_t)snprintf(text, sizeof text, moved ? "*4\r\n" : "*2\r\n");
    len += (size_t)print_range(text + len, sizeof text - len, 0, moved ? slot - 1 : HALF - 1, OLD);
    if (moved) {
        len += (size_t)print_range(text + len, sizeof text - len, slot, slot, NEW);
        len += (size_t)print_range(text + len, sizeof text - len, slot + 1, HALF - 1, OLD);
    }
    print_range(text + len, sizeof text - len, HALF, DG_REDIS_SLOTS - 1, NEW);
    return redis_actor_say(fd, text);
}

static void note(int master, const char *number)
{
    size_t len = strlen(play.heard[master]);
    snprintf(play.heard[master] + len, HEARD_MAX - len, "%c ", number[0]);
}

/* False: it falls silent. */
static bool refuse(int fd, int master, const char *number)
{
    if (play.refused == play.may_refuse)
        return false;
    play.refused++;
    note(master, number);
    return redis_actor_say(fd, play.refusal);
}

static bool serve(int fd, int master, const char *command)
{
    const char *number = strstr(command, "} v");
    bool moves = number && strstr(command, play.group);
    if (!number)
        return strcmp(command, "CLUSTER SLOTS") == 0 ? say_slots(fd) : redis_actor_greet(fd, command);
    number += strlen("} v");
    if (master == OLD && moves && play.refusal)
        return refuse(fd, master, number);
    note(master, number);
    return redis_actor_say(fd, "*2\r\n$-1\r\n$-1\r\n");
}

static bool answer(void *owner, int fd, const char *command)
{
    pthread_mutex_lock(&play.lock);
    bool answered = serve(fd, owner == &masters[OLD] ? OLD : NEW, command);
    pthread_mutex_unlock(&play.lock);
    return answered;
}

static void may_refuse(const char *refusal, int most)
{
    pthread_mutex_lock(&play.lock);
    play.refusal = refusal;
    play.may_refuse = most;
    pthread_mutex_unlock(&play.lock);
    redis_actor_go_on(masters[OLD]);
}

static int refused(void)
{
    pthread_mutex_lock(&play.lock);
    int count = play.refused;
    pthread_mutex_unlock(&play.lock);
    return count;
}

static void check_heard(int master, const char *numbers, const char *about)
{
    pthread_mutex_lock(&play.lock);
    DG_CHECK_STR(dg_str_of(play.heard[master]), numbers, about);
    pthread_mutex_unlock(&play.lock);
}

/* ---- the store --------------------------------------------------------------------------------------------- */

static struct dg_store *open_here(struct dg_loop *loop)
{
    char url[64];
    struct dg_problem why = { 0 };
    snprintf(url, sizeof url, "redis+cluster://127.0.0.1:%u", redis_actor_port(masters[OLD]));
    return dg_store_open(dg_str_of(url), NULL, loop, &why);
}

static void ask(struct talk *t, const char *group, const char *number)
{
    struct dg_str field = dg_str_of(number);
    t->store->ops->get(t->store, dg_str_of(group), &field, 1, talk_hear, t);
}

/* Both are known and have been asked something. */
static struct talk *begin(char beside[16])
{
    memset(play.heard, 0, sizeof play.heard);
    play.refused = play.may_refuse = 0;
    play.refusal = NULL;
    choose_group(play.group, false);
    choose_group(beside, true);
    masters[OLD] = redis_actor_create(answer, &masters[OLD]);
    masters[NEW] = redis_actor_create(answer, &masters[NEW]);
    struct talk *t = talk_create(open_here);
    DG_CHECK_INT(t ? talk_get(t, play.group, "0") : DG_INTERNAL, DG_OK, "the old one");
    DG_CHECK_INT(t ? talk_get(t, beside, "0") : DG_INTERNAL, DG_OK, "the new one");
    return t;
}

static void end(struct talk *t)
{
    talk_destroy(t);
    redis_actor_destroy(masters[OLD]);
    redis_actor_destroy(masters[NEW]);
}

/* ---- what must hold ---------------------------------------------------------------------------------------- */

static void a_call_stays_behind_those_that_the_old_master_still_has(void)
{
    char moved[64], beside[16];
    struct talk *t = begin(beside);
    snprintf(moved, sizeof moved, "-MOVED %u 127.0.0.1:%u\r\n", slot_of(play.group), redis_actor_port(masters[NEW]));
    may_refuse(moved, 1);
    ask(t, play.group, "1");
    ask(t, play.group, "2");
    ask(t, play.group, "3");
    DG_CHECK(talk_wait(t, 1, 1000), "the first has been sent on");
    ask(t, play.group, "4");
    ask(t, beside, "5"); /* over the line that 4 would have gone over before it */
    DG_CHECK(talk_wait(t, 1, 1000), "somebody else's goes on");
    check_heard(NEW, "0 1 5 ", "the new one, while the old has 2 and 3");
    may_refuse(moved, 3);
    DG_CHECK(talk_wait(t, 3, 1900), "all are answered");
    check_heard(OLD, "0 1 2 3 ", "the old one");
    check_heard(NEW, "0 1 5 2 3 4 ", "the new one");
    end(t);
}

static void a_call_stays_behind_those_that_wait_for_the_cluster(void)
{
    char beside[16];
    struct talk *t = begin(beside);
    may_refuse("-CLUSTERDOWN The cluster is down\r\n", HEARD_MAX);
    ask(t, play.group, "1");
    for (int tries = 0; refused() == 0 && tries < 1000; tries++)
        talk_pass(t, 1);
    talk_pass(t, 1); /* the refusal is there: the store hears it */
    int had = refused();
    ask(t, play.group, "2");
    for (int tries = 0; refused() < had + 2 && tries < 1000; tries++)
        talk_pass(t, 1);
    pthread_mutex_lock(&play.lock);
    const char *second = strchr(play.heard[OLD], '2');
    DG_CHECK(second && second - play.heard[OLD] >= 2 * (1 + had + 1), "2 goes behind 1, not while 1 waits: %s",
            play.heard[OLD]);
    pthread_mutex_unlock(&play.lock);
    may_refuse(NULL, 0);
    DG_CHECK(talk_wait(t, 2, 1900), "both are answered");
    DG_CHECK_INT(t->status, DG_OK, "get");
    end(t);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    dg_run("a call stays behind those that the old master still has",
            a_call_stays_behind_those_that_the_old_master_still_has);
    dg_run("a call stays behind those that wait for the cluster", a_call_stays_behind_those_that_wait_for_the_cluster);
    return dg_done();
}
