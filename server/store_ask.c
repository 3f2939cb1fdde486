#include "server/store_ask.h"

#include <inttypes.h>
#include <stdio.h>

static void ask(struct dg_store *store, const struct dg_question *question, dg_store_done *done, void *owner)
{
    struct dg_asking_store *s = (struct dg_asking_store *)store;
    struct dg_call *call = dg_calls_take(&s->calls, question, done, owner);
    if (call)
        s->ask(s, call);
}

void dg_ask_get(struct dg_store *store, struct dg_str group, const struct dg_str *fields, size_t count,
        dg_store_done *done, void *owner)
{
    struct dg_question q = { .verb = DG_VERB_GET, .group = group, .fields = fields, .count = count };
    ask(store, &q, done, owner);
}

void dg_ask_list(struct dg_store *store, struct dg_str group, struct dg_str prefix, dg_store_done *done, void *owner)
{
    struct dg_question q = { .verb = DG_VERB_LIST, .group = group, .fields = &prefix, .count = 1 };
    ask(store, &q, done, owner);
}

void dg_ask_put(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    struct dg_question q = { .verb = DG_VERB_PUT, .group = group, .puts = puts, .count = count, .ttl_s = ttl_s };
    ask(store, &q, done, owner);
}

void dg_ask_put_safely(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    struct dg_question q = {
        .verb = DG_VERB_PUT, .group = group, .puts = puts, .count = count, .ttl_s = ttl_s, .safely = true
    };
    ask(store, &q, done, owner);
}

void dg_ask_forget(struct dg_store *store, struct dg_str group, dg_store_done *done, void *owner)
{
    ask(store, &(struct dg_question){ .verb = DG_VERB_FORGET, .group = group }, done, owner);
}

void dg_ask_take(struct dg_store *store, struct dg_str bucket, uint64_t interval_us, uint64_t depth_us,
        dg_store_done *done, void *owner)
{
    char interval[24], depth[24];
    snprintf(interval, sizeof interval, "%" PRIu64, interval_us);
    snprintf(depth, sizeof depth, "%" PRIu64, depth_us);
    struct dg_store_put numbers = { dg_str_of(interval), dg_str_of(depth), DG_VERSION_ANY };
    ask(store, &(struct dg_question){ .verb = DG_VERB_TAKE, .group = bucket, .puts = &numbers, .count = 1 }, done,
            owner);
}

void dg_ask_ping(struct dg_store *store, dg_store_done *done, void *owner)
{
    ask(store, &(struct dg_question){ .verb = DG_VERB_PING }, done, owner);
}
