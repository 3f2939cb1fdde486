#include "tests/server/store_suite.h"

#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

static struct dg_store *(*open_store)(struct dg_loop *loop);

#define TEXT(literal) ((struct dg_str){ (literal), sizeof(literal) - 1 })

static void check_record(const struct talk *t, size_t which, const char *field, const char *value, uint64_t version)
{
    if (!DG_CHECK(which < t->count, "record %zu of %zu", which, t->count))
        return;
    DG_CHECK_STR(t->records[which].field, field, "field");
    DG_CHECK_STR(t->records[which].value, value, field);
    DG_CHECK_INT((long long)t->records[which].version, (long long)version, field);
}

static void a_record_that_was_put_is_found(struct talk *t)
{
    DG_CHECK_INT(talk_put(t, "put", "session", TEXT("{\"a\":\"饭\"}"), DG_VERSION_NONE), DG_OK, "put");
    check_record(t, 0, "session", "", 1);
    DG_CHECK_INT(talk_get(t, "put", "session"), DG_OK, "get");
    check_record(t, 0, "session", "{\"a\":\"饭\"}", 1);
}

static void what_is_not_there_has_version_0(struct talk *t)
{
    DG_CHECK_INT(talk_get(t, "nowhere", "session"), DG_OK, "get");
    check_record(t, 0, "session", "", 0);
    DG_CHECK_INT(talk_list(t, "nowhere", ""), DG_OK, "list");
    DG_CHECK_INT((long long)t->count, 0, "records");
}

static void records_come_in_the_order_asked_for(struct talk *t)
{
    struct dg_store_put puts[] = { { TEXT("a"), TEXT("1"), 0 }, { TEXT("b"), TEXT("2"), 0 } };
    struct dg_str fields[] = { TEXT("b"), TEXT("none"), TEXT("a"), TEXT("b") };
    DG_CHECK_INT(talk_put_all(t, "order", puts, 2, 60), DG_OK, "put");
    t->store->ops->get(t->store, TEXT("order"), fields, 4, talk_hear, t);
    DG_CHECK(talk_wait(t, 1, 5000), "an answer");
    check_record(t, 0, "b", "2", 1);
    check_record(t, 1, "none", "", 0);
    check_record(t, 2, "a", "1", 1);
    check_record(t, 3, "b", "2", 1);
}

static void each_change_is_one_version_more(struct talk *t)
{
    for (uint64_t version = 0; version < 5; version++)
        DG_CHECK_INT(talk_put(t, "versions", "f", TEXT("x"), version), DG_OK, "put");
    DG_CHECK_INT(talk_put(t, "versions", "f", TEXT("y"), DG_VERSION_ANY), DG_OK, "put whatever is there");
    check_record(t, 0, "f", "", 6);
    DG_CHECK_INT(talk_put(t, "versions", "new", TEXT("y"), DG_VERSION_ANY), DG_OK, "put what is not there");
    check_record(t, 0, "new", "", 1);
}

static void a_conflict_writes_nothing_and_says_what_is_there(struct talk *t)
{
    talk_put(t, "conflict", "a", TEXT("old"), DG_VERSION_NONE);
    talk_put(t, "conflict", "a", TEXT("older"), 1);
    struct dg_store_put puts[] = { { TEXT("b"), TEXT("new"), 0 }, { TEXT("a"), TEXT("new"), 1 } };
    DG_CHECK_INT(talk_put_all(t, "conflict", puts, 2, 60), DG_CONFLICT, "put");
    check_record(t, 0, "b", "", 0);
    check_record(t, 1, "a", "", 2);
    DG_CHECK_INT(talk_list(t, "conflict", ""), DG_OK, "list");
    DG_CHECK_INT((long long)t->count, 1, "records");
    check_record(t, 0, "a", "older", 2);
    DG_CHECK_INT(talk_put(t, "conflict", "a", TEXT("x"), DG_VERSION_NONE), DG_CONFLICT, "it exists");
    DG_CHECK_INT(talk_put(t, "conflict", "c", TEXT("x"), 3), DG_CONFLICT, "it does not exist");
}

static void a_list_holds_what_begins_with_the_prefix_in_order(struct talk *t)
{
    struct dg_store_put puts[] = { { TEXT("drag/b"), TEXT("2"), 0 }, { TEXT("drag"), TEXT("0"), 0 },
        { TEXT("drag/a"), TEXT("1"), 0 }, { TEXT("drag0"), TEXT("no"), 0 }, { TEXT("drag/饭"), TEXT("3"), 0 } };
    DG_CHECK_INT(talk_put_all(t, "list", puts, 5, 60), DG_OK, "put");
    DG_CHECK_INT(talk_list(t, "list", "drag/"), DG_OK, "list");
    DG_CHECK_INT((long long)t->count, 3, "records");
    check_record(t, 0, "drag/a", "1", 1);
    check_record(t, 1, "drag/b", "2", 1);
    check_record(t, 2, "drag/饭", "3", 1);
    DG_CHECK_INT(talk_list(t, "list", ""), DG_OK, "list all");
    DG_CHECK_INT((long long)t->count, 5, "records");
}

static void a_list_may_be_longer_than_a_batch(struct talk *t)
{
    char names[300][16];
    for (int i = 0; i < 300; i++) {
        snprintf(names[i], sizeof names[i], "r/%03d", i);
        struct dg_store_put put = { dg_str_of(names[i]), dg_str_of(names[i]), 0 };
        t->store->ops->put(t->store, TEXT("long"), &put, 1, 60, talk_hear, t);
    }
    DG_CHECK(talk_wait(t, 300, 20000), "all answered");
    DG_CHECK_INT(talk_list(t, "long", "r/"), DG_OK, "list");
    DG_CHECK_INT((long long)t->count, 300, "records");
    for (size_t i = 0; i < t->count; i++)
        check_record(t, i, names[i], names[i], 1);
}

static void a_forgotten_group_is_gone_and_may_begin_anew(struct talk *t)
{
    talk_put(t, "forget", "a", TEXT("1"), DG_VERSION_ANY);
    talk_put(t, "forget", "b", TEXT("1"), DG_VERSION_ANY);
    DG_CHECK_INT(talk_forget(t, "forget"), DG_OK, "forget");
    DG_CHECK_INT(talk_list(t, "forget", ""), DG_OK, "list");
    DG_CHECK_INT((long long)t->count, 0, "records");
    DG_CHECK_INT(talk_forget(t, "forget"), DG_OK, "forget what is not there");
    DG_CHECK_INT(talk_put(t, "forget", "a", TEXT("2"), DG_VERSION_NONE), DG_OK, "put");
    check_record(t, 0, "a", "", 1);
}

static void a_group_expires_as_a_whole(struct talk *t)
{
    struct dg_store_put a = { TEXT("a"), TEXT("1"), DG_VERSION_ANY }, b = { TEXT("b"), TEXT("1"), DG_VERSION_ANY };
    talk_put_all(t, "brief", &a, 1, 60);
    talk_put_all(t, "brief", &b, 1, 1);
    talk_put_all(t, "renewed", &a, 1, 1);
    talk_put_all(t, "renewed", &b, 1, 60);
    talk_put_all(t, "lasting", &a, 1, 1);
    talk_put_all(t, "lasting", &b, 1, 0);
    talk_pass(t, 1200);
    DG_CHECK_INT(talk_list(t, "brief", ""), DG_OK, "list");
    DG_CHECK_INT((long long)t->count, 0, "records of the brief group");
    talk_list(t, "renewed", "");
    DG_CHECK_INT((long long)t->count, 2, "records of the renewed group");
    talk_list(t, "lasting", "");
    DG_CHECK_INT((long long)t->count, 2, "records of the lasting group");
    DG_CHECK_INT(talk_put_all(t, "brief", &(struct dg_store_put){ TEXT("b"), TEXT("2"), 0 }, 1, 60), DG_OK, "anew");
    talk_list(t, "brief", "");
    DG_CHECK_INT((long long)t->count, 1, "records: the old ones did not come back");
    check_record(t, 0, "b", "2", 1);
}

static void values_are_bytes_and_may_be_large(struct talk *t)
{
    struct dg_str value = { malloc(DG_RECORD_BYTES_MAX), DG_RECORD_BYTES_MAX };
    for (size_t i = 0; i < value.len; i++)
        ((char *)value.at)[i] = (char)(i * 31 + i / 251);
    DG_CHECK_INT(talk_put(t, "large", "v", value, DG_VERSION_ANY), DG_OK, "put");
    DG_CHECK_INT(talk_get(t, "large", "v"), DG_OK, "get");
    DG_CHECK(t->count == 1 && dg_str_eq(t->records[0].value, value), "the same bytes");
    DG_CHECK_INT(talk_put(t, "large", "v", TEXT(""), 1), DG_OK, "put nothing");
    DG_CHECK_INT(talk_get(t, "large", "v"), DG_OK, "get");
    check_record(t, 0, "v", "", 2);
    talk_forget(t, "large");
    free((char *)value.at);
}

static void what_is_out_of_bounds_is_refused(struct talk *t)
{
    static char big[DG_RECORD_BYTES_MAX + DG_SEAL_BYTES + 1], name[300];
    memset(name, 'n', sizeof name - 1);
    struct dg_store_put puts[DG_STORE_BATCH_MAX + 1];
    struct dg_str fields[DG_STORE_BATCH_MAX + 1];
    for (size_t i = 0; i <= DG_STORE_BATCH_MAX; i++) {
        puts[i] = (struct dg_store_put){ TEXT("f"), TEXT("v"), DG_VERSION_ANY };
        fields[i] = TEXT("f");
    }
    struct dg_str too_big = { big, sizeof big };
    DG_CHECK_INT(talk_put(t, "g", "f", too_big, DG_VERSION_ANY), DG_TOO_BIG, "value");
    DG_CHECK_INT(talk_put(t, name, "f", TEXT(""), DG_VERSION_ANY), DG_TOO_BIG, "name of the group");
    DG_CHECK_INT(talk_put(t, "g", name, TEXT(""), DG_VERSION_ANY), DG_TOO_BIG, "name of the field");
    DG_CHECK_INT(talk_get(t, "", "f"), DG_TOO_BIG, "no name");
    DG_CHECK_INT(talk_get(t, "g", ""), DG_TOO_BIG, "no name of the field");
    t->store->ops->get(t->store, TEXT("g"), &TEXT("f\0g"), 1, talk_hear, t);
    DG_CHECK(talk_wait(t, 1, 5000) && t->status == DG_TOO_BIG, "a NUL in a name");
    DG_CHECK_INT(talk_put_all(t, "g", puts, 0, 60), DG_TOO_BIG, "nothing to put");
    DG_CHECK_INT(talk_put_all(t, "g", puts, DG_STORE_BATCH_MAX + 1, 60), DG_TOO_BIG, "too many");
    t->store->ops->get(t->store, TEXT("g"), fields, DG_STORE_BATCH_MAX + 1, talk_hear, t);
    DG_CHECK(talk_wait(t, 1, 5000) && t->status == DG_TOO_BIG, "too many fields");
    DG_CHECK_INT(talk_get(t, "g", "f"), DG_OK, "the store goes on");
}

static void an_answer_comes_in_a_later_turn(struct talk *t)
{
    struct dg_str field = TEXT("f");
    t->store->ops->get(t->store, TEXT("later"), &field, 1, talk_hear, t);
    t->store->ops->get(t->store, TEXT(""), &field, 1, talk_hear, t); /* refused */
    t->store->ops->ping(t->store, talk_hear, t);
    DG_CHECK_INT(t->answers, 0, "answers within the call");
    DG_CHECK(talk_wait(t, 3, 5000), "three answers");
    talk_pass(t, 50);
    DG_CHECK_INT(t->answers, 0, "further answers");
}

static void calls_are_done_in_the_order_made(struct talk *t)
{
    struct dg_str field = TEXT("f");
    for (uint64_t version = 0; version < 20; version++) {
        struct dg_store_put put = { field, TEXT("x"), version };
        t->store->ops->put(t->store, TEXT("in order"), &put, 1, 60, talk_hear, t);
    }
    t->store->ops->get(t->store, TEXT("in order"), &field, 1, talk_hear, t);
    DG_CHECK(talk_wait(t, 21, 5000), "all answered");
    check_record(t, 0, "f", "x", 20);
}

static void what_was_given_need_not_outlive_the_call(struct talk *t)
{
    char group[] = "given", field[] = "field", value[] = "value";
    struct dg_store_put put = { dg_str_of(field), dg_str_of(value), DG_VERSION_ANY };
    t->store->ops->put(t->store, dg_str_of(group), &put, 1, 60, talk_hear, t);
    memset(group, '#', 5);
    memset(field, '#', 5);
    memset(value, '#', 5);
    DG_CHECK(talk_wait(t, 1, 5000), "an answer");
    DG_CHECK_INT(talk_get(t, "given", "field"), DG_OK, "get");
    check_record(t, 0, "field", "value", 1);
}

static void two_servers_see_one_database(struct talk *t)
{
    struct talk *other = talk_create(open_store);
    if (!other)
        return;
    talk_until_up(other, 5000);
    talk_put(t, "shared", "f", TEXT("from one"), DG_VERSION_NONE);
    DG_CHECK_INT(talk_get(other, "shared", "f"), DG_OK, "get");
    check_record(other, 0, "f", "from one", 1);
    DG_CHECK_INT(talk_put(other, "shared", "f", TEXT("from two"), 1), DG_OK, "put");
    DG_CHECK_INT(talk_put(t, "shared", "f", TEXT("from one again"), 1), DG_CONFLICT, "put on what has changed");
    talk_destroy(other);
}

/* Each of the rounds is won by exactly one of two stores that ask at the same time. */
static void of_two_that_race_one_wins(struct talk *t)
{
    struct talk *other = talk_create(open_store);
    if (!other)
        return;
    talk_until_up(other, 5000);
    for (uint64_t version = 0; version < 30; version++) {
        struct dg_store_put put = { TEXT("f"), TEXT("x"), version };
        t->store->ops->put(t->store, TEXT("race"), &put, 1, 60, talk_hear, t);
        other->store->ops->put(other->store, TEXT("race"), &put, 1, 60, talk_hear, other);
        bool one = talk_wait(t, 1, 5000), two = talk_wait(other, 1, 5000);
        DG_CHECK(one && two && (t->status == DG_OK) + (other->status == DG_OK) == 1, "round %d: %d and %d",
                (int)version, t->status, other->status);
        DG_CHECK_INT(t->status + other->status, DG_OK + DG_CONFLICT, "one conflict");
    }
    talk_destroy(other);
}

/* A watch is told at least once when it begins: lets that pass. */
static struct dg_store_watch *watch_quietly(struct talk *t, const char *group)
{
    struct dg_store_watch *watch = t->store->ops->watch(t->store, dg_str_of(group), talk_change, t);
    DG_CHECK(talk_wait_change(t, 1, 5000), "told when the watch begins");
    talk_pass(t, 100);
    t->changes = 0;
    return watch;
}

static void a_watch_tells_of_puts_by_anyone(struct talk *t)
{
    struct talk *other = talk_create(open_store);
    if (!other)
        return;
    talk_until_up(other, 5000);
    struct dg_store_watch *watch = watch_quietly(t, "watched");
    talk_put(other, "watched", "f", TEXT("x"), DG_VERSION_ANY);
    DG_CHECK(talk_wait_change(t, 1, 5000), "told of another's put");
    talk_put(t, "watched", "f", TEXT("x"), DG_VERSION_ANY);
    DG_CHECK(talk_wait_change(t, 1, 5000), "told of one's own put");
    talk_put(other, "not watched", "f", TEXT("x"), DG_VERSION_ANY);
    DG_CHECK(!talk_wait_change(t, 1, 200), "not told of other groups");
    t->store->ops->unwatch(t->store, watch);
    talk_put(other, "watched", "f", TEXT("x"), DG_VERSION_ANY);
    DG_CHECK(!talk_wait_change(t, 1, 200), "not told after unwatch");
    talk_destroy(other);
}

static void one_of_two_watches_may_end_and_begin_again(struct talk *t)
{
    struct dg_store_watch *first = watch_quietly(t, "twice"), *second = watch_quietly(t, "twice");
    t->store->ops->unwatch(t->store, first);
    talk_put(t, "twice", "f", TEXT("x"), DG_VERSION_ANY);
    DG_CHECK(talk_wait_change(t, 1, 5000), "the other is told");
    t->store->ops->unwatch(t->store, second);
    second = watch_quietly(t, "twice"); /* before the database has heard of the end */
    talk_put(t, "twice", "f", TEXT("x"), DG_VERSION_ANY);
    DG_CHECK(talk_wait_change(t, 1, 5000), "told after it began again");
    t->store->ops->unwatch(t->store, second);
}

static void a_watch_may_be_left_to_the_end_of_the_store(struct talk *t)
{
    t->store->ops->watch(t->store, TEXT("left"), talk_change, t);
    DG_CHECK(talk_wait_change(t, 1, 5000), "told when it holds");
}

static void whoever_waits_is_answered_when_the_store_ends(struct talk *t)
{
    struct talk *other = talk_create(open_store);
    if (!other)
        return;
    struct dg_store_put put = { TEXT("f"), TEXT("x"), DG_VERSION_ANY };
    for (int i = 0; i < 500; i++)
        other->store->ops->put(other->store, TEXT("end"), &put, 1, 60, talk_hear, other);
    other->store->ops->ping(other->store, talk_hear, other);
    other->store->ops->destroy(other->store);
    other->store = NULL;
    DG_CHECK_INT(other->answers, 501, "answers");
    DG_CHECK(other->status == DG_UNAVAILABLE || other->status == DG_OK, "the last: %d", other->status);
    talk_destroy(other);
    (void)t;
}

static void too_much_at_once_is_refused_and_the_rest_is_done(struct talk *t)
{
    enum { MANY = 20000 };
    struct dg_str field = TEXT("f");
    for (int i = 0; i < MANY; i++)
        t->store->ops->get(t->store, TEXT("many"), &field, 1, talk_hear, t);
    DG_CHECK(talk_wait(t, MANY, 20000), "all answered");
    DG_CHECK_INT(talk_get(t, "many", "f"), DG_OK, "then it goes on");
}

/* ---- random calls against a model -------------------------------------------------------------------------- */

enum { GROUPS = 4, FIELDS = 6, STEPS = 400 };

struct model {
    uint64_t version[GROUPS][FIELDS];
    unsigned value[GROUPS][FIELDS];
    unsigned seed;
};

/* A small generator of our own, so that a failure can be seen again. */
static unsigned roll(struct model *m, unsigned sides)
{
    m->seed = m->seed * 1103515245u + 12345u;
    return (m->seed >> 16) % sides;
}

static void model_put(struct talk *t, struct model *m, const char *group, unsigned g)
{
    static const char *const names[FIELDS] = { "a", "a/b", "a/c", "b", "ab", "饭" };
    char values[FIELDS][16];
    struct dg_store_put puts[FIELDS];
    unsigned count = 1 + roll(m, 3), first = roll(m, FIELDS - 2), drawn[FIELDS];
    bool fits = true;
    for (unsigned i = 0; i < count; i++) {
        unsigned f = first + i;
        drawn[i] = roll(m, 10000);
        snprintf(values[i], sizeof values[i], "%u", drawn[i]);
        uint64_t expected = roll(m, 3) == 0 ? DG_VERSION_ANY : m->version[g][f] + (roll(m, 6) == 0);
        fits = fits && (expected == DG_VERSION_ANY || expected == m->version[g][f]);
        puts[i] = (struct dg_store_put){ dg_str_of(names[f]), dg_str_of(values[i]), expected };
    }
    DG_CHECK_INT(talk_put_all(t, group, puts, count, 60), fits ? DG_OK : DG_CONFLICT, "random put");
    for (unsigned i = 0; i < count; i++) {
        if (fits) {
            m->version[g][first + i]++;
            m->value[g][first + i] = drawn[i];
        }
        check_record(t, i, names[first + i], "", m->version[g][first + i]);
    }
}

static void model_list(struct talk *t, const struct model *m, const char *group, unsigned g)
{
    static const struct {
        const char *name;
        unsigned at;
    } sorted[FIELDS] = { { "a", 0 }, { "a/b", 1 }, { "a/c", 2 }, { "ab", 4 }, { "b", 3 }, { "饭", 5 } };
    size_t seen = 0;
    DG_CHECK_INT(talk_list(t, group, ""), DG_OK, "random list");
    for (size_t i = 0; i < FIELDS; i++) {
        char value[16];
        if (m->version[g][sorted[i].at] == 0)
            continue;
        snprintf(value, sizeof value, "%u", m->value[g][sorted[i].at]);
        check_record(t, seen++, sorted[i].name, value, m->version[g][sorted[i].at]);
    }
    DG_CHECK_INT((long long)t->count, (long long)seen, "records");
}

static void random_calls_agree_with_a_model(struct talk *t)
{
    struct model m = { .seed = 20240220 };
    for (int step = 0; step < STEPS; step++) {
        char group[16];
        unsigned g = roll(&m, GROUPS);
        snprintf(group, sizeof group, "random %u", g);
        unsigned what = roll(&m, 10);
        if (what < 6) {
            model_put(t, &m, group, g);
        } else if (what < 9) {
            model_list(t, &m, group, g);
        } else {
            DG_CHECK_INT(talk_forget(t, group), DG_OK, "random forget");
            memset(m.version[g], 0, sizeof m.version[g]);
        }
    }
}

/* ---- the list of them -------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*run)(struct talk *t);
} tests[] = {
    { "a record that was put is found", a_record_that_was_put_is_found },
    { "what is not there has version 0", what_is_not_there_has_version_0 },
    { "records come in the order asked for", records_come_in_the_order_asked_for },
    { "each change is one version more", each_change_is_one_version_more },
    { "a conflict writes nothing and says what is there", a_conflict_writes_nothing_and_says_what_is_there },
    { "a list holds what begins with the prefix, in order", a_list_holds_what_begins_with_the_prefix_in_order },
    { "a list may be longer than a batch", a_list_may_be_longer_than_a_batch },
    { "a forgotten group is gone and may begin anew", a_forgotten_group_is_gone_and_may_begin_anew },
    { "a group expires as a whole", a_group_expires_as_a_whole },
    { "values are bytes and may be large", values_are_bytes_and_may_be_large },
    { "what is out of bounds is refused", what_is_out_of_bounds_is_refused },
    { "an answer comes in a later turn, and once", an_answer_comes_in_a_later_turn },
    { "calls are done in the order made", calls_are_done_in_the_order_made },
    { "what was given need not outlive the call", what_was_given_need_not_outlive_the_call },
    { "two servers see one database", two_servers_see_one_database },
    { "of two that race one wins", of_two_that_race_one_wins },
    { "a watch tells of puts by anyone", a_watch_tells_of_puts_by_anyone },
    { "one of two watches may end and begin again", one_of_two_watches_may_end_and_begin_again },
    { "a watch may be left to the end of the store", a_watch_may_be_left_to_the_end_of_the_store },
    { "whoever waits is answered when the store ends", whoever_waits_is_answered_when_the_store_ends },
    { "too much at once is refused and the rest is done", too_much_at_once_is_refused_and_the_rest_is_done },
    { "random calls agree with a model", random_calls_agree_with_a_model },
};

static size_t current;

static void run_current(void)
{
    struct talk *t = talk_create(open_store);
    if (t && DG_CHECK(talk_until_up(t, 10000), "the store answers"))
        tests[current].run(t);
    talk_destroy(t);
}

void store_suite(const char *kind, struct dg_store *(*open)(struct dg_loop *loop))
{
    open_store = open;
    for (current = 0; current < sizeof tests / sizeof *tests; current++) {
        char name[120];
        snprintf(name, sizeof name, "%s: %s", kind, tests[current].name);
        dg_run(name, run_current);
    }
}
