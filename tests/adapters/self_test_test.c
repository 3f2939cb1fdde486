#include "adapters/self_test.h"

#include "adapters/manifest.h"
#include "tests/support/check.h"

static struct dg_lexicon lexicon;

static void every_adapter_passes(void)
{
    struct dg_self_test *test = dg_self_test_create(&lexicon);
    for (const struct dg_adapter *const *a = dg_adapters; *a; a++) {
        struct dg_problem why = { 0 };
        DG_CHECK(dg_self_test_run(test, *a, &why) == DG_OK, "%s: %s", (*a)->name, why.detail);
    }
    dg_self_test_destroy(test);
}

/* ---- an adapter that is not what it says ---------------------------------------------------------------------------- */

static const struct dg_utterance taxi[] = { { "Please get me a taxi to Heathrow Airport at 7pm", "Europe/London" },
    { "帮我叫辆车，晚上九点从北京南站去首都机场", "Asia/Shanghai" }, { NULL, NULL } };
static const struct dg_utterance weather[] = { { "What a lovely day it is", "Europe/London" },
    { "今天天气真不错", "Asia/Shanghai" }, { NULL, NULL } };
static const struct dg_step asked[] = { { "GET /cars?to=", 200, "a blue car" }, { NULL, 0, NULL } };
static const struct dg_step asked_elsewhere[] = { { "GET /trains", 200, "" }, { NULL, 0, NULL } };
static const struct dg_step asked_twice[] = { { "GET /cars?to=", 200, "a blue car" }, { "GET /cars", 200, "" },
    { NULL, 0, NULL } };

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)intent;
    *next = (struct dg_request){ .method = dg_str_of("GET"), .url = dg_task_url(task, dg_str_of("/cars?to=x")) };
    return DG_TURN_SEND;
}

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    (void)next;
    struct dg_offer *offer = dg_task_offer(task, DG_OFFER_BOOK);
    if (offer)
        offer->title = reply->body;
    return DG_TURN_DONE;
}

static enum dg_status run(const struct dg_manifest *manifest, struct dg_problem *why)
{
    static const char *const intents[] = { "ride.request", NULL };
    static const struct dg_adapter_option options[] = { { "url", "", true, false }, { NULL, NULL, false, false } };
    const struct dg_adapter adapter = {
        .name = "cars",
        .title = "Cars",
        .base_option = "url",
        .intents = intents,
        .options = options,
        .manifest = manifest,
        .ask = ask,
        .hear = hear,
    };
    struct dg_self_test *test = dg_self_test_create(&lexicon);
    enum dg_status status = dg_self_test_run(test, &adapter, why);
    dg_self_test_destroy(test);
    return status;
}

static void an_adapter_that_is_not_what_it_says_fails(void)
{
    static const struct {
        struct dg_manifest manifest;
        const char *why; /* NULL: it passes */
    } cases[] = {
        { { taxi, weather, asked, "a blue car" }, NULL },
        { { weather, taxi, asked, "a blue car" }, "must lead to it: \"What a lovely day it is\"" },
        { { taxi, taxi, asked, "a blue car" }, "must not lead to it: \"Please get me a taxi" },
        { { taxi, weather, asked, "a red car" }, "its example brings \"a blue car\"" },
        { { taxi, weather, asked_elsewhere, "a blue car" }, "asks \"https://self-test.invalid/cars?to=x\"" },
        { { taxi, weather, asked_twice, "a blue car" }, "its example does not end" },
        { { taxi, weather, NULL, "a blue car" }, "asks \"https://self-test.invalid/cars?to=x\"" },
        { { NULL, weather, asked, "a blue car" }, "it has no examples" },
        { { taxi, NULL, asked, "a blue car" }, "it has no examples" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_problem why = { 0 };
        enum dg_status status = run(&cases[i].manifest, &why);
        const char *expected = cases[i].why;
        DG_CHECK((status == DG_OK) == !expected, "case %zu: %s", i, why.detail);
        DG_CHECK(!expected || dg_str_starts(dg_str_of(why.detail), expected), "case %zu: %s", i, why.detail);
    }
    struct dg_problem why = { 0 };
    DG_CHECK(run(NULL, &why) == DG_INTERNAL, "no manifest");
}

int main(void)
{
    lexicon = dg_lexicon_builtin();
    dg_run("every adapter passes", every_adapter_passes);
    dg_run("an adapter that is not what it says fails", an_adapter_that_is_not_what_it_says_fails);
    return dg_done();
}
