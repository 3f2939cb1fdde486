#include "server/store_redis.h"
#include "tests/server/store_suite.h"
#include "tests/support/check.h"
#include "tests/support/redis_server.h"

#include <hiredis/hiredis.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static const char password[] = "a b%c:d@e";
static const char login[] = ":a%20b%25c%3ad%40e@";

static struct dg_store *open_with(struct dg_loop *loop, const char *user, int database)
{
    char url[128];
    struct dg_problem why = { 0 };
    snprintf(url, sizeof url, "redis://%s127.0.0.1:%u/%d", user, redis_server_port(), database);
    struct dg_store *store = dg_store_open(dg_str_of(url), NULL, loop, &why);
    DG_CHECK(store != NULL, "%s", why.detail);
    return store;
}

static struct dg_store *open_here(struct dg_loop *loop)
{
    return open_with(loop, login, 3);
}

static struct dg_store *open_without_password(struct dg_loop *loop)
{
    return open_with(loop, "", 0);
}

#define TEXT(literal) ((struct dg_str){ (literal), sizeof(literal) - 1 })

/* ---- what can go wrong ------------------------------------------------------------------------------------- */

static void a_redis_that_is_away_at_first_is_found_when_it_comes(void)
{
    redis_server_stop();
    struct talk *t = talk_create(open_here);
    if (!t)
        return;
    DG_CHECK_INT(talk_put(t, "away", "f", TEXT("x"), DG_VERSION_ANY), DG_UNAVAILABLE, "put");
    DG_CHECK_INT(talk_get(t, "away", "f"), DG_UNAVAILABLE, "get");
    DG_CHECK(redis_server_start(password), "it starts");
    DG_CHECK(talk_until_up(t, 10000), "found");
    DG_CHECK_INT(talk_put(t, "away", "f", TEXT("x"), DG_VERSION_ANY), DG_OK, "put");
    talk_destroy(t);
}

static void who_asks_while_it_is_away_is_told_at_once(void)
{
    redis_server_stop();
    struct talk *t = talk_create(open_here);
    if (!t)
        return;
    talk_ping(t);
    uint64_t begun_ms = dg_loop_now_ms(t->loop);
    for (int i = 0; i < 20; i++)
        DG_CHECK_INT(talk_get(t, "away", "f"), DG_UNAVAILABLE, "get");
    DG_CHECK(dg_loop_now_ms(t->loop) - begun_ms < 500, "20 refusals in %d ms",
            (int)(dg_loop_now_ms(t->loop) - begun_ms));
    talk_destroy(t);
    redis_server_start(password);
}

/* `early` answers are waited for before it dies: then some calls are done, some on the wire, some not sent. */
static void die_under(struct talk *t, int early)
{
    enum { CALLS = 300 };
    struct dg_store_put put = { TEXT("f"), TEXT("x"), DG_VERSION_ANY };
    for (int i = 0; i < CALLS; i++)
        t->store->ops->put(t->store, TEXT("dies"), &put, 1, 60, talk_hear, t);
    if (early)
        talk_wait(t, early, 5000);
    redis_server_kill();
    DG_CHECK(talk_wait(t, CALLS - early, 4000), "everyone is answered");
    talk_pass(t, 100);
    DG_CHECK_INT(t->answers, 0, "answers beyond one a call");
}

static void everyone_is_answered_when_it_dies_and_it_comes_back(void)
{
    struct talk *t = talk_create(open_here);
    for (int early = 0; t && early < 3; early++) {
        DG_CHECK(talk_until_up(t, 10000), "it is found");
        die_under(t, early);
        DG_CHECK(redis_server_start(password), "it starts again");
        DG_CHECK(talk_until_up(t, 10000), "it is found again");
        DG_CHECK_INT(talk_put(t, "dies", "f", TEXT("x"), DG_VERSION_ANY), DG_OK, "put: the scripts are known again");
    }
    talk_destroy(t);
}

static void one_that_is_silent_is_given_up_and_found_again(void)
{
    struct talk *t = talk_create(open_here);
    if (!t)
        return;
    talk_until_up(t, 10000);
    redis_server_freeze(true);
    struct dg_store_put put = { TEXT("f"), TEXT("x"), DG_VERSION_ANY };
    for (int i = 0; i < 10; i++)
        t->store->ops->put(t->store, TEXT("silent"), &put, 1, 60, talk_hear, t);
    DG_CHECK(talk_wait(t, 10, 3000), "all answered in time");
    DG_CHECK_INT(t->status, DG_UNAVAILABLE, "put");
    redis_server_freeze(false);
    DG_CHECK(talk_until_up(t, 10000), "it is found again");
    talk_destroy(t);
}

static void a_store_may_end_while_it_is_silent(void)
{
    redis_server_freeze(true);
    struct talk *t = talk_create(open_here);
    if (t) {
        t->store->ops->ping(t->store, talk_hear, t);
        t->store->ops->watch(t->store, TEXT("w"), talk_change, t);
        talk_pass(t, 50);
        t->store->ops->destroy(t->store);
        t->store = NULL;
        DG_CHECK_INT(t->answers, 1, "answers");
        DG_CHECK_INT(t->status, DG_UNAVAILABLE, "ping");
        talk_destroy(t);
    }
    redis_server_freeze(false);
}

/* Speaks to the server without the store. */
static void tell_server(const char *command)
{
    redisContext *c = redisConnect("127.0.0.1", redis_server_port());
    redisReply *login_reply = redisCommand(c, "AUTH %s", password), *reply = redisCommand(c, command);
    DG_CHECK(reply && reply->type != REDIS_REPLY_ERROR, "%s: %s", command, reply ? reply->str : c->errstr);
    freeReplyObject(login_reply);
    freeReplyObject(reply);
    redisFree(c);
}

static void forgotten_scripts_are_sent_again(void)
{
    struct talk *t = talk_create(open_here);
    if (!t)
        return;
    talk_until_up(t, 10000);
    talk_put(t, "scripts", "f", TEXT("x"), DG_VERSION_ANY);
    for (int round = 0; round < 2; round++) {
        tell_server("SCRIPT FLUSH");
        DG_CHECK_INT(talk_put(t, "scripts", "f", TEXT("x"), DG_VERSION_ANY), DG_OK, "put");
        DG_CHECK_INT(talk_list(t, "scripts", ""), DG_OK, "list");
        DG_CHECK_INT((long long)t->records[0].version, round + 2, "each put was done once");
    }
    talk_destroy(t);
}

/* What a bucket of `depth` seconds, one more a second, says. */
static enum dg_status take(struct talk *t, const char *bucket, uint64_t depth_s, uint64_t *full_in_us)
{
    uint64_t second_us = 1000 * 1000;
    t->store->ops->take(t->store, dg_str_of(bucket), second_us, depth_s * second_us, talk_hear, t);
    DG_CHECK(talk_wait(t, 1, 5000), "an answer");
    *full_in_us = t->count == 1 ? t->records[0].version : UINT64_MAX;
    return t->status;
}

static void a_bucket_is_one_for_all_who_take_from_it(void)
{
    struct talk *talks[] = { talk_create(open_here), talk_create(open_here) };
    uint64_t full_in_us, depth_us = 3600ULL * 1000 * 1000, taken = 0;
    for (size_t i = 0; i < 2; i++)
        DG_CHECK(talk_until_up(talks[i], 10000), "up");
    for (uint64_t last_us = 0; taken < 20; taken++, last_us = full_in_us) {
        DG_CHECK_INT(take(talks[taken % 2], "rate/test/deep", 3600, &full_in_us), DG_OK, "there are many");
        DG_CHECK(full_in_us <= depth_us && full_in_us + 1000 * 1000 > last_us, "%d us", (int)full_in_us);
        DG_CHECK(full_in_us <= (taken + 1) * 1000 * 1000, "%d us: no more than was taken", (int)full_in_us);
    }
    DG_CHECK(full_in_us > 1000 * 1000, "%d us: of both together", (int)full_in_us);
    tell_server("SCRIPT FLUSH");
    DG_CHECK_INT(take(talks[0], "rate/test/deep", 3600, &full_in_us), DG_OK, "the script is sent again");
    DG_CHECK_INT(take(talks[0], "rate/test/flat", 0, &full_in_us), DG_CONFLICT, "one that holds nothing");
    DG_CHECK_INT((long long)full_in_us, 0, "full");
    for (size_t i = 0; i < 2; i++)
        talk_destroy(talks[i]);
}

static void a_full_one_refuses_puts_and_lets_read(void)
{
    struct talk *t = talk_create(open_here);
    if (!t)
        return;
    talk_until_up(t, 10000);
    talk_put(t, "full", "f", TEXT("x"), DG_VERSION_ANY);
    tell_server("CONFIG SET maxmemory 1");
    DG_CHECK_INT(talk_put(t, "full", "f", TEXT("y"), DG_VERSION_ANY), DG_FULL, "put");
    DG_CHECK_INT(talk_get(t, "full", "f"), DG_OK, "get");
    DG_CHECK_STR(t->records[0].value, "x", "value");
    tell_server("CONFIG SET maxmemory 0");
    DG_CHECK_INT(talk_put(t, "full", "f", TEXT("y"), 1), DG_OK, "put");
    talk_destroy(t);
}

/* How often anybody has connected, this question included. */
static long connections(void)
{
    static const char name[] = "total_connections_received:";
    redisContext *c = redisConnect("127.0.0.1", redis_server_port());
    redisReply *login_reply = redisCommand(c, "AUTH %s", password), *reply = redisCommand(c, "INFO stats");
    const char *at = reply && reply->str ? strstr(reply->str, name) : NULL;
    long count = at ? strtol(at + strlen(name), NULL, 10) : -1;
    freeReplyObject(login_reply);
    freeReplyObject(reply);
    redisFree(c);
    return count;
}

static void one_that_has_become_a_replica_is_left(void)
{
    struct talk *t = talk_create(open_here);
    if (!t)
        return;
    talk_until_up(t, 10000);
    tell_server("REPLICAOF 127.0.0.1 1");
    long before = connections();
    DG_CHECK_INT(talk_put(t, "replica", "f", TEXT("x"), DG_VERSION_ANY), DG_UNAVAILABLE, "put");
    DG_CHECK(talk_until_up(t, 10000), "it is found again");
    DG_CHECK_INT(connections() - before, 2, "connections: a new line, and this question");
    tell_server("REPLICAOF NO ONE");
    DG_CHECK_INT(talk_put(t, "replica", "f", TEXT("x"), DG_VERSION_ANY), DG_OK, "put");
    talk_destroy(t);
}

static void a_wrong_password_opens_nothing(void)
{
    struct talk *t = talk_create(open_without_password);
    if (!t)
        return;
    talk_pass(t, 300);
    DG_CHECK_INT(talk_get(t, "g", "f"), DG_UNAVAILABLE, "get");
    talk_destroy(t);
}

static void a_watch_outlives_a_restart(void)
{
    struct talk *t = talk_create(open_here);
    if (!t)
        return;
    struct dg_store_watch *watch = t->store->ops->watch(t->store, TEXT("outlives"), talk_change, t);
    DG_CHECK(talk_wait_change(t, 1, 5000), "told when it holds");
    redis_server_kill();
    talk_pass(t, 100);
    redis_server_start(password);
    DG_CHECK(talk_wait_change(t, 1, 15000), "told when it holds again");
    talk_until_up(t, 10000);
    t->changes = 0;
    talk_put(t, "outlives", "f", TEXT("x"), DG_VERSION_ANY);
    DG_CHECK(talk_wait_change(t, 1, 5000), "told of a put");
    t->store->ops->unwatch(t->store, watch);
    talk_destroy(t);
}

/* Records are found under the documented key, and die when it does. */
static void a_group_is_one_key_with_its_life(void)
{
    struct talk *t = talk_create(open_here);
    if (!t)
        return;
    talk_until_up(t, 10000);
    talk_put(t, "key", "f", TEXT("x"), DG_VERSION_ANY);
    redisContext *c = redisConnect("127.0.0.1", redis_server_port());
    freeReplyObject(redisCommand(c, "AUTH %s", password));
    freeReplyObject(redisCommand(c, "SELECT 3"));
    redisReply *life = redisCommand(c, "PTTL dragoman:{key}");
    DG_CHECK(life && life->integer > 50000 && life->integer <= 60000, "life %lld", life ? life->integer : -9);
    freeReplyObject(life);
    redisFree(c);
    talk_destroy(t);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    if (!redis_server_start(password)) {
        printf("Bail out! redis-server could not be started\n");
        return 1;
    }
    store_suite("redis", open_here);
    dg_run("a group is one key with its life", a_group_is_one_key_with_its_life);
    dg_run("a Redis that is away at first is found when it comes",
            a_redis_that_is_away_at_first_is_found_when_it_comes);
    dg_run("who asks while it is away is told at once", who_asks_while_it_is_away_is_told_at_once);
    dg_run("everyone is answered when it dies, and it comes back", everyone_is_answered_when_it_dies_and_it_comes_back);
    dg_run("one that is silent is given up and found again", one_that_is_silent_is_given_up_and_found_again);
    dg_run("a store may end while it is silent", a_store_may_end_while_it_is_silent);
    dg_run("forgotten scripts are sent again", forgotten_scripts_are_sent_again);
    dg_run("a bucket is one for all who take from it", a_bucket_is_one_for_all_who_take_from_it);
    dg_run("a full one refuses puts and lets read", a_full_one_refuses_puts_and_lets_read);
    dg_run("one that has become a replica is left", one_that_has_become_a_replica_is_left);
    dg_run("a wrong password opens nothing", a_wrong_password_opens_nothing);
    dg_run("a watch outlives a restart", a_watch_outlives_a_restart);
    redis_server_stop();
    return dg_done();
}
