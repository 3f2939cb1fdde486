/* Three masters and three replicas: each call finds its slot, also while slots move and after masters die. */
#include "server/store_redis_slot.h"
#include "tests/server/store_suite.h"
#include "tests/support/check.h"
#include "tests/support/child.h"
#include "tests/support/redis_group.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static char password[] = "p:w@rd";
static const char login[] = ":p%3aw%40rd@";

enum { MEMBERS = 6, FAILOVER_MS = 60000 };

#define TEXT(literal) ((struct dg_str){ (literal), sizeof(literal) - 1 })

/* ---- the six of them --------------------------------------------------------------------------------------- */

static bool start_members(void)
{
    for (int i = 0; i < MEMBERS; i++) {
        char lines[512];
        snprintf(lines, sizeof lines,
                "requirepass %s\nmasterauth %s\ncluster-enabled yes\ncluster-config-file %%PORT.nodes\n"
                "cluster-node-timeout 2000\ncluster-port %u\ncluster-migration-barrier 1",
                password, password, dg_child_free_port());
        if (redis_group_add(false, lines) != i || !redis_group_start(i))
            return false;
    }
    return true;
}

static bool all_await(const char *wanted)
{
    for (int i = 0; i < MEMBERS; i++)
        if (!redis_group_await(i, password, "CLUSTER INFO", wanted, FAILOVER_MS))
            return false;
    return true;
}

static bool join_members(void)
{
    char addresses[MEMBERS][24];
    char *argv[4 + MEMBERS + 6] = { "redis-cli", "--cluster", "create" };
    int count = 3;
    for (int i = 0; i < MEMBERS; i++) {
        snprintf(addresses[i], sizeof addresses[i], "127.0.0.1:%u", redis_group_port(i));
        argv[count++] = addresses[i];
    }
    char *const rest[] = { "--cluster-replicas", "1", "--cluster-yes", "-a", password, NULL };
    memcpy(&argv[count], rest, sizeof rest);
    return redis_group_run(argv) && all_await("cluster_state:ok");
}

static struct dg_store *open_here(struct dg_loop *loop)
{
    char url[128];
    struct dg_problem why = { 0 };
    snprintf(url, sizeof url, "redis+cluster://%s127.0.0.1:%u,127.0.0.1:%u,127.0.0.1:1", login, redis_group_port(0),
            redis_group_port(3));
    struct dg_store *store = dg_store_open(dg_str_of(url), NULL, loop, &why);
    DG_CHECK(store != NULL, "%s", why.detail);
    return store;
}

/* ---- looking at them --------------------------------------------------------------------------------------- */

struct search {
    unsigned slot;
    int with, without; /* members that have it, that have others */
};

static void look(void *owner, unsigned first, unsigned last, const struct dg_redis_peer *master)
{
    struct search *s = owner;
    int member = redis_group_at(master->port);
    if (s->slot >= first && s->slot <= last)
        s->with = member;
    else
        s->without = member;
}

/* Which master has a group's slot now, by the word of member `asked`, and one that has not. */
static struct search find(int asked, const char *group)
{
    struct search s = { dg_redis_slot_of(dg_str_of(group)), -1, -1 };
    struct dg_redis_peer here = { "127.0.0.1", redis_group_port(asked) };
    redisReply *reply = redis_group_ask(asked, password, "CLUSTER SLOTS");
    DG_CHECK(reply && dg_redis_slots_read(reply, &here, look, &s), "the map");
    freeReplyObject(reply);
    return s;
}

static void tell(int member, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void tell(int member, const char *format, ...)
{
    char command[256];
    va_list words;
    va_start(words, format);
    vsnprintf(command, sizeof command, format, words);
    va_end(words);
    redisReply *reply = redis_group_ask(member, password, command);
    DG_CHECK(reply && reply->type != REDIS_REPLY_ERROR, "%s: %s", command, reply ? reply->str : "no answer");
    freeReplyObject(reply);
}

static void name_member(int member, char id[64])
{
    redisReply *reply = redis_group_ask(member, password, "CLUSTER MYID");
    snprintf(id, 64, "%s", reply && reply->str ? reply->str : "");
    freeReplyObject(reply);
}

/* How often a member has answered with an error. */
static long errors(int member, const char *code)
{
    char name[64];
    snprintf(name, sizeof name, "errorstat_%s:count=", code);
    redisReply *reply = redis_group_ask(member, password, "INFO errorstats");
    const char *at = reply && reply->str ? strstr(reply->str, name) : NULL;
    long count = at ? strtol(at + strlen(name), NULL, 10) : 0;
    freeReplyObject(reply);
    return count;
}

/* ---- what can happen --------------------------------------------------------------------------------------- */

static void groups_lie_on_all_masters(void)
{
    struct talk *t = talk_create(open_here);
    if (!t)
        return;
    for (int i = 0; i < 30; i++) {
        char group[32];
        snprintf(group, sizeof group, "spread %d", i);
        DG_CHECK_INT(talk_put(t, group, "f", TEXT("x"), DG_VERSION_ANY), DG_OK, group);
    }
    int found = 0;
    for (int i = 0; i < 30; i++) {
        char group[32];
        snprintf(group, sizeof group, "spread %d", i);
        found |= 1 << find(0, group).with;
    }
    DG_CHECK_INT(__builtin_popcount((unsigned)found), 3, "masters with groups");
    talk_destroy(t);
}

enum { BURST = 40 };

/* So many puts at once, each on the version that the one before it made: any other order fails. */
static void burst(struct talk *t, const char *group, uint64_t from)
{
    for (uint64_t i = 0; i < BURST; i++) {
        struct dg_store_put put = { TEXT("f"), TEXT("x"), from + i };
        t->store->ops->put(t->store, dg_str_of(group), &put, 1, 60, talk_hear, t);
    }
}

static void check_burst(struct talk *t, const char *group, uint64_t version)
{
    DG_CHECK(talk_wait(t, BURST, 5000), "all answered");
    DG_CHECK_INT(t->status, DG_OK, "the last");
    DG_CHECK_INT(talk_get(t, group, "f"), DG_OK, "get");
    DG_CHECK_INT((long long)t->records[0].version, (long long)version, "each was done once, in its order");
}

static void a_slot_that_moves_is_followed_and_the_order_kept(void)
{
    static const char group[] = "moves";
    struct talk *t = talk_create(open_here);
    if (!t)
        return;
    burst(t, group, 0);
    check_burst(t, group, BURST);
    struct search s = find(0, group);
    int from = s.with, to = s.without;
    char from_id[64], to_id[64];
    name_member(from, from_id);
    name_member(to, to_id);
    long asks = errors(from, "ASK"), moves = errors(from, "MOVED");
    tell(to, "CLUSTER SETSLOT %u IMPORTING %s", s.slot, from_id);
    tell(from, "CLUSTER SETSLOT %u MIGRATING %s", s.slot, to_id);
    burst(t, group, BURST);
    check_burst(t, group, 2 * BURST);
    DG_CHECK_INT(errors(from, "ASK"), asks, "what is still there is answered there");
    tell(from, "MIGRATE 127.0.0.1 %u dragoman:{%s} 0 5000 AUTH %s", redis_group_port(to), group, password);
    burst(t, group, 2 * BURST);
    check_burst(t, group, 3 * BURST);
    DG_CHECK(errors(from, "ASK") > asks, "ASK was seen");
    DG_CHECK_INT(errors(from, "MOVED"), moves, "and no MOVED yet");
    tell(to, "CLUSTER SETSLOT %u NODE %s", s.slot, to_id);
    tell(from, "CLUSTER SETSLOT %u NODE %s", s.slot, to_id);
    burst(t, group, 3 * BURST);
    talk_pass(t, 1);
    burst(t, group, 4 * BURST);
    DG_CHECK(talk_wait(t, BURST, 5000), "the first half");
    check_burst(t, group, 5 * BURST);
    DG_CHECK(errors(from, "MOVED") > moves, "MOVED was seen");
    moves = errors(from, "MOVED");
    DG_CHECK_INT(talk_put(t, group, "f", TEXT("y"), DG_VERSION_ANY), DG_OK, "put");
    DG_CHECK_INT(errors(from, "MOVED"), moves, "it is known from then on");
    talk_destroy(t);
}

static void forgotten_scripts_are_sent_again_to_each(void)
{
    struct talk *t = talk_create(open_here);
    if (!t)
        return;
    talk_put(t, "scripts", "f", TEXT("x"), DG_VERSION_ANY);
    tell(find(0, "scripts").with, "SCRIPT FLUSH");
    DG_CHECK_INT(talk_put(t, "scripts", "f", TEXT("x"), 1), DG_OK, "put");
    talk_destroy(t);
}

static void lose_a_master(struct talk *t, const char *group)
{
    DG_CHECK_INT(talk_put(t, group, "before", TEXT("kept"), DG_VERSION_ANY), DG_OK, "put");
    int old = find(0, group).with, other = old ? 0 : 1;
    DG_CHECK(redis_group_await(old, password, "INFO replication", "state=online", FAILOVER_MS), "it has a replica");
    DG_CHECK(redis_group_await(old, password, "WAIT 1 1000", "1", 10000), "the replica has it");
    struct dg_store_watch *watch = t->store->ops->watch(t->store, dg_str_of(group), talk_change, t);
    redis_group_kill(old);
    talk_pass(t, 100);
    DG_CHECK_INT(talk_ping(t), DG_OK, "the others answer");
    DG_CHECK(talk_put_at_last(t, group, FAILOVER_MS), "its slots are found again");
    DG_CHECK(find(other, group).with != old, "on another");
    DG_CHECK_INT(talk_get(t, group, "before"), DG_OK, "get");
    DG_CHECK(t->count == 1 && dg_str_is(t->records[0].value, "kept"), "what was put before is there");
    DG_CHECK(talk_wait_change(t, 1, 15000), "the watch holds");
    talk_pass(t, 200);
    t->changes = 0;
    talk_put(t, group, "f", TEXT("x"), DG_VERSION_ANY);
    DG_CHECK(talk_wait_change(t, 1, 10000), "and tells of puts");
    t->store->ops->unwatch(t->store, watch);
    DG_CHECK(redis_group_start(old), "the old one comes back");
    DG_CHECK(
            redis_group_await(old, password, "INFO replication", "master_link_status:up", FAILOVER_MS), "as a replica");
    DG_CHECK(all_await("cluster_state:ok"), "the cluster is whole");
    talk_pass(t, 1); /* its clock stood still meanwhile */
}

/* Wherever the ear is: one of the three had it. */
static void when_a_master_dies_its_replica_is_found_and_nothing_lost(void)
{
    static const char *const groups[] = { "dies", "dies too", "and one more", "the fourth" };
    struct talk *t = talk_create(open_here);
    int lost = 0;
    for (size_t i = 0; t && i < sizeof groups / sizeof *groups; i++) {
        int master = find(0, groups[i]).with;
        if (master < 0 || lost & 1 << master || !DG_CHECK(talk_until_up(t, 10000), "it answers"))
            continue;
        lost |= 1 << master;
        lose_a_master(t, groups[i]);
    }
    DG_CHECK(__builtin_popcount((unsigned)lost) >= 2, "several masters were lost");
    talk_destroy(t);
}

static void when_a_master_falls_silent_its_replica_is_found(void)
{
    static const char group[] = "silent";
    struct talk *t = talk_create(open_here);
    if (!t || !DG_CHECK(talk_until_up(t, 10000), "it answers"))
        return;
    int old = find(0, group).with, other = old ? 0 : 1;
    DG_CHECK(redis_group_await(old, password, "INFO replication", "state=online", FAILOVER_MS), "it has a replica");
    DG_CHECK_INT(talk_put(t, group, "f", TEXT("x"), DG_VERSION_ANY), DG_OK, "put");
    redis_group_freeze(old, true);
    burst(t, group, 1);
    DG_CHECK(talk_wait(t, BURST, 4000), "everyone is answered in time");
    DG_CHECK_INT(t->status, DG_UNAVAILABLE, "the last");
    DG_CHECK(talk_put_at_last(t, group, FAILOVER_MS), "its slots are found again");
    DG_CHECK(find(other, group).with != old, "on another");
    talk_destroy(t);
    redis_group_freeze(old, false);
    DG_CHECK(redis_group_await(old, password, "INFO replication", "master_link_status:up", FAILOVER_MS),
            "a replica now");
    DG_CHECK(all_await("cluster_state:ok"), "the cluster is whole");
}

static void when_all_die_and_come_back_it_is_found_again(void)
{
    struct talk *t = talk_create(open_here);
    if (!t || !DG_CHECK(talk_until_up(t, 10000), "it answers"))
        return;
    for (int i = 0; i < MEMBERS; i++)
        redis_group_kill(i);
    burst(t, "all", DG_VERSION_ANY - BURST);
    DG_CHECK(talk_wait(t, BURST, 4000), "everyone is answered");
    DG_CHECK_INT(t->status, DG_UNAVAILABLE, "the last");
    for (int i = 0; i < MEMBERS; i++)
        DG_CHECK(redis_group_start(i), "it starts again");
    DG_CHECK(talk_put_at_last(t, "all", FAILOVER_MS), "it is found again");
    talk_destroy(t);
}

/* The last, for what it does to the slot is not wholly undone. */
static void while_the_cluster_is_down_calls_wait_within_their_deadline(void)
{
    static const char group[] = "down";
    struct talk *t = talk_create(open_here);
    if (!t || !DG_CHECK_INT(talk_put(t, group, "f", TEXT("x"), DG_VERSION_ANY), DG_OK, "put"))
        return;
    struct search s = find(0, group);
    long downs = errors(s.with, "CLUSTERDOWN");
    tell(s.with, "CLUSTER DELSLOTS %u", s.slot);
    burst(t, group, 1);
    talk_pass(t, 300);
    DG_CHECK_INT(t->answers, 0, "answers while it is down");
    DG_CHECK(errors(s.with, "CLUSTERDOWN") > downs, "CLUSTERDOWN was seen");
    tell(s.with, "CLUSTER ADDSLOTS %u", s.slot);
    check_burst(t, group, BURST + 1);
    tell(s.with, "CLUSTER DELSLOTS %u", s.slot);
    DG_CHECK_INT(talk_put(t, group, "f", TEXT("x"), DG_VERSION_ANY), DG_UNAVAILABLE, "put when it stays down");
    talk_destroy(t);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    if (!start_members() || !join_members()) {
        printf("Bail out! a cluster could not be started\n");
        redis_group_finish();
        return 1;
    }
    store_suite("redis cluster", open_here);
    dg_run("groups lie on all masters", groups_lie_on_all_masters);
    dg_run("a slot that moves is followed and the order kept", a_slot_that_moves_is_followed_and_the_order_kept);
    dg_run("forgotten scripts are sent again to each", forgotten_scripts_are_sent_again_to_each);
    dg_run("when a master dies its replica is found and nothing lost",
            when_a_master_dies_its_replica_is_found_and_nothing_lost);
    dg_run("when a master falls silent its replica is found", when_a_master_falls_silent_its_replica_is_found);
    dg_run("when all die and come back it is found again", when_all_die_and_come_back_it_is_found_again);
    dg_run("while the cluster is down calls wait within their deadline",
            while_the_cluster_is_down_calls_wait_within_their_deadline);
    redis_group_finish();
    return dg_done();
}
