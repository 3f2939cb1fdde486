/* The rate limiter: how many at once, how many later, each for himself, many at once. */
#include "server/rate.h"

#include "tests/support/check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static const uint64_t second_us = 1000 * 1000;

static uint32_t take_all(struct dg_rate *rate, const char *who, uint64_t now_us)
{
    uint32_t granted = 0;
    while (granted < 100000 && dg_rate_take(rate, dg_str_of(who), now_us).granted)
        granted++;
    return granted;
}

static void a_burst_is_granted_and_no_more(void)
{
    struct dg_rate *rate = dg_rate_create(60, 10);
    struct dg_rate_verdict first = dg_rate_take(rate, dg_str_of("ann"), second_us);
    DG_CHECK(first.granted, "the first");
    DG_CHECK_INT(first.quota, 10, "quota");
    DG_CHECK_INT(first.window_s, 10, "window");
    DG_CHECK_INT(first.remaining, 9, "remaining");
    DG_CHECK_INT(first.wait_s, 1, "until it is whole again");
    DG_CHECK_INT(take_all(rate, "ann", second_us), 9, "the rest");
    struct dg_rate_verdict over = dg_rate_take(rate, dg_str_of("ann"), second_us);
    DG_CHECK(!over.granted && over.wait_s == 1, "wait %u", over.wait_s);
    dg_rate_destroy(rate);
}

static void it_fills_again_with_time(void)
{
    struct dg_rate *rate = dg_rate_create(60, 10);
    take_all(rate, "ann", second_us);
    DG_CHECK_INT(take_all(rate, "ann", 2 * second_us - 1), 0, "a moment too early");
    DG_CHECK_INT(take_all(rate, "ann", 2 * second_us), 1, "after a second");
    DG_CHECK_INT(take_all(rate, "ann", 5 * second_us), 3, "after three more");
    DG_CHECK_INT(take_all(rate, "ann", 1000 * second_us), 10, "never more than the burst");
    dg_rate_destroy(rate);
}

static void what_is_charged_is_missing_and_debts_are_bounded(void)
{
    struct dg_rate *rate = dg_rate_create(60, 10);
    dg_rate_charge(rate, dg_str_of("ann"), 7, second_us);
    DG_CHECK_INT(take_all(rate, "ann", second_us), 3, "what is left");
    dg_rate_charge(rate, dg_str_of("ann"), 5, second_us);
    struct dg_rate_verdict owing = dg_rate_take(rate, dg_str_of("ann"), second_us);
    DG_CHECK(!owing.granted && owing.wait_s == 6, "wait %u: five are owed and one is wanted", owing.wait_s);
    DG_CHECK_INT(take_all(rate, "ann", 6 * second_us), 0, "owed until then");
    DG_CHECK_INT(take_all(rate, "ann", 7 * second_us), 1, "then one");
    dg_rate_charge(rate, dg_str_of("ann"), UINT32_MAX, 7 * second_us);
    DG_CHECK_INT(take_all(rate, "ann", 17 * second_us), 0, "no more is owed than a bucket full");
    DG_CHECK_INT(take_all(rate, "ann", 18 * second_us), 1, "which is over by then");
    DG_CHECK_INT(take_all(rate, "bob", second_us), 10, "bob's");
    dg_rate_destroy(rate);
}

static void who_owes_is_known_without_taking(void)
{
    struct dg_rate *rate = dg_rate_create(60, 10);
    DG_CHECK(dg_rate_ask(rate, dg_str_of("ann"), second_us).granted, "nothing is owed");
    DG_CHECK_INT(take_all(rate, "ann", second_us), 10, "nor was anything taken");
    DG_CHECK(dg_rate_ask(rate, dg_str_of("ann"), second_us).granted, "an empty bucket is no debt");
    dg_rate_charge(rate, dg_str_of("ann"), 3, second_us);
    DG_CHECK(!dg_rate_ask(rate, dg_str_of("ann"), second_us).granted, "three are owed");
    DG_CHECK(!dg_rate_ask(rate, dg_str_of("ann"), 4 * second_us - 1).granted, "until they are there");
    DG_CHECK(dg_rate_ask(rate, dg_str_of("ann"), 4 * second_us).granted, "paid");
    dg_rate_destroy(rate);
}

static void each_has_his_own(void)
{
    struct dg_rate *rate = dg_rate_create(60, 10);
    take_all(rate, "ann", second_us);
    DG_CHECK_INT(take_all(rate, "bob", second_us), 10, "bob's");
    DG_CHECK_INT(take_all(rate, "", second_us), 10, "nobody's");
    dg_rate_destroy(rate);
}

/* More callers than places: nobody is refused who has asked for nothing before. */
static void a_crowd_is_served(void)
{
    struct dg_rate *rate = dg_rate_create(60, 2);
    int refused = 0;
    for (int i = 0; i < 100000; i++) {
        char who[16];
        snprintf(who, sizeof who, "%d", i);
        refused += !dg_rate_take(rate, dg_str_of(who), second_us).granted;
    }
    DG_CHECK_INT(refused, 0, "refused");
    dg_rate_destroy(rate);
}

static struct dg_rate *shared;
static atomic_uint granted_to_all;

static void *take_some(void *owner)
{
    (void)owner;
    for (int i = 0; i < 5000; i++)
        atomic_fetch_add(&granted_to_all, dg_rate_take(shared, dg_str_of("ann"), second_us).granted);
    return NULL;
}

static void threads_share_one_count(void)
{
    pthread_t threads[4];
    shared = dg_rate_create(60000, 10000);
    DG_CHECK(dg_rate_take(shared, dg_str_of("ann"), second_us).granted, "her place is made");
    for (size_t i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, take_some, NULL);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    DG_CHECK_INT(atomic_load(&granted_to_all), 9999, "granted in all");
    dg_rate_destroy(shared);
}

int main(void)
{
    dg_run("a burst is granted and no more", a_burst_is_granted_and_no_more);
    dg_run("it fills again with time", it_fills_again_with_time);
    dg_run("what is charged is missing, and debts are bounded", what_is_charged_is_missing_and_debts_are_bounded);
    dg_run("who owes is known without taking", who_owes_is_known_without_taking);
    dg_run("each has his own", each_has_his_own);
    dg_run("a crowd is served", a_crowd_is_served);
    dg_run("threads share one count", threads_share_one_count);
    return dg_done();
}
