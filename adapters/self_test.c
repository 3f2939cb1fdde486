#include "adapters/self_test.h"

#include "adapters/manifest.h"
#include "intents/catalogue.h"
#include "intents/read.h"

#include <stdlib.h>

enum { ARENA_BYTES = 32 << 20, NOW_S = 1708430400, STEPS_MAX = 8, MEMORIES_MAX = 200 };

static const char base_url[] = "https://self-test.invalid";

/* One sentence as it was read. */
struct memory {
    struct dg_utterance said;
    struct dg_context ctx;
    const struct dg_reading *reading;
};

struct dg_self_test {
    const struct dg_lexicon *lexicon;
    struct dg_arena *arena;
    struct dg_zones *zones;
    struct memory read[MEMORIES_MAX];
    size_t count;
};

struct dg_self_test *dg_self_test_create(const struct dg_lexicon *lexicon)
{
    struct dg_self_test *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->lexicon = lexicon;
    t->arena = dg_arena_create(ARENA_BYTES);
    t->zones = dg_zones_create();
    if (t->arena && t->zones)
        return t;
    dg_self_test_destroy(t);
    return NULL;
}

void dg_self_test_destroy(struct dg_self_test *t)
{
    if (!t)
        return;
    dg_arena_destroy(t->arena);
    dg_zones_destroy(t->zones);
    free(t);
}

/* ---- what leads where -------------------------------------------------------------------------------------------- */

static struct dg_context context_of(struct dg_self_test *t, const struct dg_utterance *said)
{
    const struct dg_zone *zone = dg_zones_get(t->zones, dg_str_of(said->zone));
    struct dg_context ctx = { .zone = zone ? zone : dg_zones_get(t->zones, dg_str_of("UTC")) };
    ctx.now = dg_zone_at(ctx.zone, NOW_S);
    return ctx;
}

/* What was said, read once: adapters share sentences. NULL: out of memory. */
static const struct memory *read_said(struct dg_self_test *t, const struct dg_utterance *said)
{
    for (size_t i = 0; i < t->count; i++) {
        if (strcmp(t->read[i].said.text, said->text) == 0 && strcmp(t->read[i].said.zone, said->zone) == 0)
            return &t->read[i];
    }
    struct dg_message *message = dg_arena_alloc(t->arena, sizeof *message);
    struct dg_talk *talk = dg_arena_alloc(t->arena, sizeof *talk);
    if (t->count == MEMORIES_MAX || !message || !talk)
        return NULL;
    struct memory *m = &t->read[t->count];
    *message = (struct dg_message){ .text = dg_str_of(said->text) };
    *talk = (struct dg_talk){ .messages = message, .count = 1 };
    *m = (struct memory){ *said, context_of(t, said), NULL };
    if (dg_read(&m->reading, talk, &m->ctx, t->lexicon, t->arena, NULL) != DG_OK || !m->reading)
        return NULL;
    m->ctx.language = m->reading->language;
    t->count++;
    return m;
}

/* The intent in what was said that leads to the adapter; NULL: none does. */
static const struct dg_intent *intent_for(const struct dg_adapter *adapter, const struct memory *m)
{
    for (size_t i = 0; i < m->reading->intent_count; i++) {
        if (adapter->locates || dg_adapter_serves(adapter, &m->reading->intents[i], &m->ctx))
            return &m->reading->intents[i];
    }
    return NULL;
}

static enum dg_status try_utterances(struct dg_self_test *t, const struct dg_adapter *adapter,
        const struct dg_utterance *said, bool must_lead, struct dg_problem *why)
{
    for (; said && said->text; said++) {
        const struct memory *m = read_said(t, said);
        if (!m)
            return dg_problem_set(why, DG_INTERNAL, "", "its examples need too much memory");
        if ((intent_for(adapter, m) != NULL) != must_lead)
            return dg_problem_set(why, DG_INTERNAL, "", "%s: \"%s\"",
                    must_lead ? "must lead to it" : "must not lead to it", said->text);
    }
    return DG_OK;
}

/* ---- the exchange ------------------------------------------------------------------------------------------------ */

/* Every setting that the adapter cannot do without, and hosts that are nobody's. */
static struct dg_adapter_settings example_settings(const struct dg_adapter *adapter)
{
    struct dg_adapter_settings settings = { 0 };
    const struct dg_adapter_option *option = adapter->options;
    for (size_t i = 0; option && option[i].key && i < DG_OPTIONS_MAX; i++) {
        bool base = adapter->base_option && strcmp(option[i].key, adapter->base_option) == 0;
        settings.values[i] = dg_str_of(base ? base_url : option[i].required ? "1" : "");
    }
    return settings;
}

static bool is_request(const struct dg_request *request, const char *expected)
{
    size_t method = strcspn(expected, " "), base = strlen(base_url);
    return request->method.len == method && memcmp(request->method.at, expected, method) == 0 &&
            dg_str_starts(request->url, base_url) &&
            dg_str_starts(dg_str_cut(request->url, base, request->url.len), expected + method + 1);
}

static enum dg_status play(struct dg_task *task, enum dg_turn turn, struct dg_request *next, struct dg_problem *why)
{
    const struct dg_manifest *manifest = task->adapter->manifest;
    const struct dg_step *step = manifest->exchange;
    for (int steps = 0; turn == DG_TURN_SEND && steps < STEPS_MAX; steps++, step++) {
        if (!step || !step->request || !is_request(next, step->request))
            return dg_problem_set(why, DG_INTERNAL, "", "asks \"%.*s\", which its example does not", (int)next->url.len,
                    next->url.at);
        struct dg_reply reply = { .end = DG_SENT_OK, .status = step->status, .body = dg_str_of(step->reply) };
        *next = (struct dg_request){ 0 };
        turn = task->adapter->hear(task, &reply, next);
    }
    if (turn != DG_TURN_DONE || (step && step->request))
        return dg_problem_set(why, DG_INTERNAL, "", "its example does not end: %s", task->problem.detail);
    return DG_OK;
}

/* Of an offer that shows no link, the title. */
static enum dg_status look_at_offer(const struct dg_task *task, struct dg_problem *why)
{
    const struct dg_offer *first = task->offer_count ? &task->offers[0] : NULL;
    struct dg_str got = { "", 0 };
    if (first)
        got = first->link.len ? first->link : first->title;
    if (first && dg_str_starts(got, task->adapter->manifest->expects))
        return DG_OK;
    return dg_problem_set(why, DG_INTERNAL, "", "its example brings \"%.*s\"", (int)got.len, got.at);
}

static enum dg_status try_exchange(struct dg_self_test *t, const struct dg_adapter *adapter, struct dg_problem *why)
{
    struct dg_request next = { 0 };
    const struct memory *m = read_said(t, adapter->manifest->leads);
    const struct dg_intent *intent = m ? intent_for(adapter, m) : NULL;
    struct dg_adapter_settings settings = example_settings(adapter);
    struct dg_task *task = dg_arena_alloc(t->arena, sizeof *task);
    if (!intent || !task)
        return dg_problem_set(why, DG_INTERNAL, "", "its first example leads nowhere");
    *task = (struct dg_task){ .adapter = adapter, .settings = &settings, .ctx = &m->ctx, .arena = t->arena };
    task->language = m->ctx.language;
    task->key = dg_str_of("self-test");
    task->state = dg_arena_alloc(t->arena, adapter->task_size + 1);
    if (!task->state)
        return dg_problem_set(why, DG_INTERNAL, "", "out of memory");
    enum dg_turn turn = adapter->ask(task, intent, &next);
    enum dg_status status = play(task, turn, &next, why);
    return status == DG_OK ? look_at_offer(task, why) : status;
}

enum dg_status dg_self_test_run(struct dg_self_test *t, const struct dg_adapter *adapter, struct dg_problem *why)
{
    const struct dg_manifest *manifest = adapter->manifest;
    if (!manifest || !manifest->leads || (!manifest->others && !adapter->locates))
        return dg_problem_set(why, DG_INTERNAL, "", "it has no examples");
    enum dg_status status = try_utterances(t, adapter, manifest->leads, true, why);
    if (status == DG_OK)
        status = try_utterances(t, adapter, manifest->others, false, why);
    if (status != DG_OK)
        return status;
    struct dg_mark mark = dg_arena_mark(t->arena);
    status = try_exchange(t, adapter, why);
    dg_arena_undo(t->arena, mark);
    return status;
}
