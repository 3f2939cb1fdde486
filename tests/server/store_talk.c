#include "tests/server/store_talk.h"

#include "tests/support/check.h"

#include <stdlib.h>

enum { ANSWER_MS = 20000 };

static void be_late(void *owner)
{
    struct talk *t = owner;
    t->late = true;
    dg_loop_stop(t->loop);
}

struct talk *talk_create(struct dg_store *(*open)(struct dg_loop *loop))
{
    struct talk *t = calloc(1, sizeof *t);
    t->loop = dg_loop_create();
    t->guard = dg_timer_create(t->loop, be_late, t);
    t->store = open(t->loop);
    if (DG_CHECK(t->store != NULL, "the store opens"))
        return t;
    talk_destroy(t);
    return NULL;
}

void talk_destroy(struct talk *t)
{
    if (!t)
        return;
    if (t->store)
        t->store->ops->destroy(t->store);
    dg_timer_destroy(t->guard);
    dg_loop_destroy(t->loop);
    dg_arena_destroy(t->arena);
    free(t);
}

void talk_hear(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct talk *t = owner;
    dg_arena_destroy(t->arena);
    t->arena = dg_arena_create((size_t)1 << 30);
    t->status = status;
    t->count = count < TALK_RECORDS_MAX ? count : TALK_RECORDS_MAX;
    for (size_t i = 0; i < t->count; i++)
        t->records[i] = (struct dg_record){ dg_arena_copy(t->arena, records[i].field),
            dg_arena_copy(t->arena, records[i].value), records[i].version };
    if (++t->answers == t->wanted)
        dg_loop_stop(t->loop);
}

void talk_change(void *owner)
{
    struct talk *t = owner;
    if (++t->changes == t->wanted_changes)
        dg_loop_stop(t->loop);
}

static bool run(struct talk *t, int limit_ms)
{
    t->late = false;
    dg_timer_start(t->guard, (uint64_t)limit_ms, 0);
    dg_loop_run(t->loop);
    dg_timer_stop(t->guard);
    return !t->late;
}

bool talk_wait(struct talk *t, int answers, int limit_ms)
{
    t->wanted = answers;
    bool came = t->answers >= answers || run(t, limit_ms);
    t->wanted = 0;
    t->answers = came ? t->answers - answers : 0;
    return came;
}

bool talk_wait_change(struct talk *t, int changes, int limit_ms)
{
    t->wanted_changes = changes;
    bool came = t->changes >= changes || run(t, limit_ms);
    t->wanted_changes = 0;
    t->changes = 0;
    return came;
}

void talk_pass(struct talk *t, int ms)
{
    run(t, ms);
}

static enum dg_status answer(struct talk *t)
{
    return DG_CHECK(talk_wait(t, 1, ANSWER_MS), "an answer within %d ms", ANSWER_MS) ? t->status : DG_INTERNAL;
}

enum dg_status talk_get(struct talk *t, const char *group, const char *field)
{
    struct dg_str name = dg_str_of(field);
    t->store->ops->get(t->store, dg_str_of(group), &name, 1, talk_hear, t);
    return answer(t);
}

enum dg_status talk_list(struct talk *t, const char *group, const char *prefix)
{
    t->store->ops->list(t->store, dg_str_of(group), dg_str_of(prefix), talk_hear, t);
    return answer(t);
}

enum dg_status talk_put_all(
        struct talk *t, const char *group, const struct dg_store_put *puts, size_t count, uint32_t ttl_s)
{
    t->store->ops->put(t->store, dg_str_of(group), puts, count, ttl_s, talk_hear, t);
    return answer(t);
}

enum dg_status talk_put(struct talk *t, const char *group, const char *field, struct dg_str value, uint64_t expected)
{
    struct dg_store_put put = { dg_str_of(field), value, expected };
    return talk_put_all(t, group, &put, 1, 60);
}

enum dg_status talk_forget(struct talk *t, const char *group)
{
    t->store->ops->forget(t->store, dg_str_of(group), talk_hear, t);
    return answer(t);
}

enum dg_status talk_ping(struct talk *t)
{
    t->store->ops->ping(t->store, talk_hear, t);
    return answer(t);
}

bool talk_until_up(struct talk *t, int limit_ms)
{
    uint64_t until_ms = dg_loop_now_ms(t->loop) + (uint64_t)limit_ms;
    while (talk_ping(t) != DG_OK) {
        if (dg_loop_now_ms(t->loop) > until_ms)
            return false;
        talk_pass(t, 20);
    }
    return true;
}

enum dg_status talk_put_safely(struct talk *t, const char *group, const char *field, uint64_t expected)
{
    struct dg_store_put put = { dg_str_of(field), dg_str_of("safe"), expected };
    dg_store_put_safely(t->store, dg_str_of(group), &put, 1, 60, talk_hear, t);
    return answer(t);
}

bool talk_put_at_last(struct talk *t, const char *group, int limit_ms)
{
    uint64_t until_ms = dg_loop_now_ms(t->loop) + (uint64_t)limit_ms;
    while (talk_put(t, group, "f", dg_str_of("after"), DG_VERSION_ANY) != DG_OK) {
        if (dg_loop_now_ms(t->loop) > until_ms)
            return false;
        talk_pass(t, 50);
    }
    return true;
}
