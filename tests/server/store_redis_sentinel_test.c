/* A master, a replica and three Sentinels: the store asks where the master is and follows it wherever it goes. */
#include "server/store_redis.h"
#include "tests/server/store_suite.h"
#include "tests/support/check.h"
#include "tests/support/child.h"
#include "tests/support/redis_group.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static const char password[] = "p:w@rd";
static const char login[] = ":p%3aw%40rd@";

enum { SENTINELS = 3, FAILOVER_MS = 60000, LOOK_MS = 50 };

static int servers[2], sentinels[SENTINELS];

#define TEXT(literal) ((struct dg_str){ (literal), sizeof(literal) - 1 })

/* ---- the six of them --------------------------------------------------------------------------------------- */

static bool start_servers(void)
{
    char lines[256];
    snprintf(lines, sizeof lines, "requirepass %s\nmasterauth %s", password, password);
    servers[0] = redis_group_add(false, lines);
    if (servers[0] < 0 || !redis_group_start(servers[0]))
        return false;
    snprintf(lines, sizeof lines, "requirepass %s\nmasterauth %s\nreplicaof 127.0.0.1 %u", password, password,
            redis_group_port(servers[0]));
    servers[1] = redis_group_add(false, lines);
    return servers[1] >= 0 && redis_group_start(servers[1]) &&
            redis_group_await(servers[1], password, "INFO replication", "master_link_status:up", 20000);
}

static bool start_sentinels(void)
{
    char lines[512];
    snprintf(lines, sizeof lines,
            "requirepass %s\nsentinel sentinel-pass %s\nsentinel monitor keep 127.0.0.1 %u 2\n"
            "sentinel auth-pass keep %s\nsentinel down-after-milliseconds keep 1000\n"
            "sentinel failover-timeout keep 5000",
            password, password, redis_group_port(servers[0]), password);
    for (int i = 0; i < SENTINELS; i++) {
        sentinels[i] = redis_group_add(true, lines);
        if (sentinels[i] < 0 || !redis_group_start(sentinels[i]))
            return false;
    }
    return true;
}

/* Each has heard of the replica and of the others: only then a failover can be. */
static bool sentinels_know_all(void)
{
    for (int i = 0; i < SENTINELS; i++)
        if (!redis_group_await(
                    sentinels[i], password, "SENTINEL master keep", "num-slaves 1 num-other-sentinels 2", 30000))
            return false;
    return true;
}

/* Which of the two servers the Sentinels call master. */
static int master(void)
{
    redisReply *reply = redis_group_ask(sentinels[0], password, "SENTINEL get-master-addr-by-name keep");
    struct dg_str port = dg_str_of(reply && reply->elements == 2 ? reply->element[1]->str : "0");
    int at = redis_group_at((uint16_t)strtol(port.at, NULL, 10));
    freeReplyObject(reply);
    return at;
}

/* The first Sentinel may hear of it after the store has: another one may have led the failover. */
static bool becomes_master(int server)
{
    for (int waited = 0; waited < FAILOVER_MS; waited += LOOK_MS) {
        if (master() == server)
            return true;
        usleep(LOOK_MS * 1000);
    }
    return false;
}

static struct dg_store *open_url(struct dg_loop *loop, const char *url)
{
    struct dg_problem why = { 0 };
    struct dg_store *store = dg_store_open(dg_str_of(url), NULL, loop, &why);
    DG_CHECK(store != NULL, "%s", why.detail);
    return store;
}

/* The first in the list is never there: the next is asked. */
static struct dg_store *open_named(struct dg_loop *loop, const char *name)
{
    char url[256];
    snprintf(url, sizeof url, "redis+sentinel://%s127.0.0.1:1,127.0.0.1:%u,127.0.0.1:%u,127.0.0.1:%u/%s/2", login,
            redis_group_port(sentinels[0]), redis_group_port(sentinels[1]), redis_group_port(sentinels[2]), name);
    return open_url(loop, url);
}

static struct dg_store *open_here(struct dg_loop *loop)
{
    return open_named(loop, "keep");
}

static struct dg_store *open_unknown(struct dg_loop *loop)
{
    return open_named(loop, "nobody");
}

/* ---- a Sentinel that is behind the times ------------------------------------------------------------------- */

static uint16_t liars_port;

/* Answers whatever it is asked with the replica's address. */
static void lie(uint16_t at, uint16_t replica)
{
    char answer[64], heard[256];
    int length = snprintf(
            answer, sizeof answer, "*2\r\n$9\r\n127.0.0.1\r\n$%d\r\n%u\r\n", snprintf(NULL, 0, "%u", replica), replica);
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(at), .sin_addr = { htonl(INADDR_LOOPBACK) } };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, 16))
        _exit(1);
    for (;;) {
        int caller = accept(fd, NULL, NULL);
        if (read(caller, heard, sizeof heard) > 0 && write(caller, answer, (size_t)length) > 0)
            close(caller);
    }
}

static struct dg_store *open_at_liar(struct dg_loop *loop)
{
    char url[128];
    snprintf(url, sizeof url, "redis+sentinel://%s127.0.0.1:%u/keep", login, liars_port);
    return open_url(loop, url);
}

static bool was_asked_its_role(int server)
{
    redisReply *told = redis_group_ask(server, password, "INFO commandstats");
    bool asked = told && told->str && strstr(told->str, "cmdstat_role");
    freeReplyObject(told);
    return asked;
}

static void a_replica_that_is_called_master_is_not_used(void)
{
    int replica = servers[master() == servers[0]];
    liars_port = dg_child_free_port();
    pid_t liar = fork();
    if (liar == 0)
        lie(liars_port, redis_group_port(replica));
    struct talk *t = talk_create(open_at_liar);
    if (t) {
        bool asked = false;
        for (int waited = 0; !asked && waited < FAILOVER_MS; waited += LOOK_MS) {
            DG_CHECK(talk_ping(t) != DG_OK, "it is never up");
            talk_pass(t, LOOK_MS); /* only meanwhile it goes on asking: the liar may have been late */
            asked = was_asked_its_role(replica);
        }
        DG_CHECK(asked, "its role was asked");
    }
    talk_destroy(t);
    dg_child_end(liar, SIGKILL);
}

/* ---- what can happen --------------------------------------------------------------------------------------- */

static void a_master_that_nobody_knows_is_away(void)
{
    struct talk *t = talk_create(open_unknown);
    if (!t)
        return;
    talk_pass(t, 300); /* all of them have been asked by then; if not, it is away all the more */
    DG_CHECK_INT(talk_get(t, "g", "f"), DG_UNAVAILABLE, "get");
    talk_destroy(t);
}

enum { CALLS = 50 };

/* In slow company a replica may be late. */
static bool put_safely_at_last(struct talk *t, const char *group, const char *field)
{
    for (int tries = 0; tries < 100; tries++)
        if (talk_put_safely(t, group, field, DG_VERSION_ANY) == DG_OK)
            return true;
    return false;
}

static void safe_puts_count_when_the_replica_has_them(void)
{
    struct talk *t = talk_create(open_here);
    if (!t || !DG_CHECK(talk_until_up(t, 10000), "it answers"))
        return;
    int replica = servers[master() == servers[0]];
    DG_CHECK(put_safely_at_last(t, "safe", "f"), "put");
    uint64_t had = t->records[0].version;
    redis_group_freeze(replica, true);
    DG_CHECK_INT(talk_put_safely(t, "safe", "f", had), DG_TIMEOUT, "put without a replica");
    DG_CHECK_INT((long long)t->records[0].version, (long long)had + 1, "it was written");
    DG_CHECK_INT(talk_put_safely(t, "safe", "f", had), DG_CONFLICT, "a conflict waits for nobody");
    DG_CHECK_INT(talk_put(t, "safe", "f", TEXT("x"), had + 1), DG_OK, "other puts go on");
    struct dg_store_put put = { TEXT("f"), TEXT("x"), DG_VERSION_ANY };
    for (int i = 0; i < CALLS; i++)
        dg_store_put_safely(t->store, TEXT("safe"), &put, 1, 60, talk_hear, t);
    DG_CHECK(talk_wait(t, CALLS, 5000), "all of many are answered");
    DG_CHECK_INT(t->status, DG_TIMEOUT, "and not one after the other, so that none was overdue");
    t->store->ops->copies(t->store, 0);
    DG_CHECK_INT(talk_put_safely(t, "safe", "f", DG_VERSION_ANY), DG_OK, "where no copies are wanted");
    t->store->ops->copies(t->store, 2);
    redis_group_freeze(replica, false);
    DG_CHECK_INT(talk_put_safely(t, "safe", "f", DG_VERSION_ANY), DG_TIMEOUT, "two are wanted and there is one");
    talk_destroy(t);
    DG_CHECK(redis_group_await(replica, password, "INFO replication", "master_link_status:up", FAILOVER_MS), "whole");
}

static void when_the_master_dies_the_store_follows_and_keeps_what_was_put(void)
{
    struct talk *t = talk_create(open_here);
    if (!t || !DG_CHECK(talk_until_up(t, 10000), "it answers"))
        return;
    int old = master();
    struct dg_store_watch *watch = t->store->ops->watch(t->store, TEXT("failover"), talk_change, t);
    DG_CHECK(put_safely_at_last(t, "failover", "before"), "put");
    redis_group_kill(old);
    DG_CHECK(talk_put_at_last(t, "failover", FAILOVER_MS), "it is found again");
    DG_CHECK(becomes_master(servers[old == servers[0]]), "on the other server");
    DG_CHECK_INT(talk_get(t, "failover", "before"), DG_OK, "get");
    DG_CHECK(t->count == 1 && dg_str_is(t->records[0].value, "safe"), "what was put before is there");
    DG_CHECK(talk_wait_change(t, 1, 15000), "the watch holds again");
    talk_pass(t, 200);
    t->changes = 0;
    DG_CHECK(talk_put_at_last(t, "failover", FAILOVER_MS), "put");
    DG_CHECK(talk_wait_change(t, 1, 15000), "and tells of puts");
    t->store->ops->unwatch(t->store, watch);
    talk_destroy(t);
    DG_CHECK(redis_group_start(old), "the old one comes back");
    DG_CHECK(
            redis_group_await(old, password, "INFO replication", "master_link_status:up", FAILOVER_MS), "as a replica");
}

/* Nothing breaks the links to it: they are given up, the watch's too. */
static void when_the_master_falls_silent_the_store_and_its_watch_follow(void)
{
    struct talk *t = talk_create(open_here);
    if (!t || !DG_CHECK(talk_until_up(t, 10000), "it answers"))
        return;
    int old = master();
    struct dg_store_watch *watch = t->store->ops->watch(t->store, TEXT("silent"), talk_change, t);
    DG_CHECK(talk_wait_change(t, 1, 15000), "the watch holds");
    redis_group_freeze(old, true);
    DG_CHECK(talk_put_at_last(t, "silent", FAILOVER_MS), "it is found again");
    DG_CHECK(talk_wait_change(t, 1, 15000), "the watch holds again");
    talk_pass(t, 200);
    t->changes = 0;
    DG_CHECK(talk_put_at_last(t, "silent", FAILOVER_MS), "put");
    DG_CHECK(talk_wait_change(t, 1, 15000), "and tells of puts");
    DG_CHECK(becomes_master(servers[old == servers[0]]), "on the other server");
    t->store->ops->unwatch(t->store, watch);
    talk_destroy(t);
    redis_group_freeze(old, false);
    DG_CHECK(redis_group_await(old, password, "INFO replication", "master_link_status:up", FAILOVER_MS),
            "a replica now");
}

static void when_the_roles_are_changed_by_hand_the_store_follows(void)
{
    struct talk *t = talk_create(open_here);
    if (!t || !DG_CHECK(talk_until_up(t, 10000), "it answers"))
        return;
    int old = master();
    DG_CHECK(redis_group_await(sentinels[0], password, "SENTINEL failover keep", "OK", FAILOVER_MS),
            "the word is given");
    DG_CHECK(redis_group_await(old, password, "ROLE", "slave", FAILOVER_MS), "it becomes a replica");
    DG_CHECK(talk_put_at_last(t, "by hand", FAILOVER_MS), "it is found again");
    DG_CHECK(becomes_master(servers[old == servers[0]]), "on the other server");
    talk_destroy(t);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    if (!start_servers() || !start_sentinels() || !sentinels_know_all()) {
        printf("Bail out! Redis and its Sentinels could not be started\n");
        redis_group_finish();
        return 1;
    }
    store_suite("redis by Sentinels", open_here);
    dg_run("a master that nobody knows is away", a_master_that_nobody_knows_is_away);
    dg_run("a replica that is called master is not used", a_replica_that_is_called_master_is_not_used);
    dg_run("safe puts count when the replica has them", safe_puts_count_when_the_replica_has_them);
    dg_run("when the master dies, the store follows and keeps what was put",
            when_the_master_dies_the_store_follows_and_keeps_what_was_put);
    dg_run("when the master falls silent, the store and its watch follow",
            when_the_master_falls_silent_the_store_and_its_watch_follow);
    dg_run("when the roles are changed by hand, the store follows",
            when_the_roles_are_changed_by_hand_the_store_follows);
    redis_group_finish();
    return dg_done();
}
