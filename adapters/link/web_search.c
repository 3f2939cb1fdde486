/* A search page of the web: Baidu's in mainland China, Google's elsewhere. */
#include "adapters/link/link.h"
#include "adapters/manifest.h"
#include "adapters/region.h"
#include "adapters/slots.h"

static enum dg_turn search(struct dg_task *task, const struct dg_intent *intent, const char *page, const char *field,
        const char *en, const char *zh)
{
    static const char *const needs[] = { "query", NULL };
    struct dg_str query = dg_slot_text(intent, "query");
    if (!query.len)
        return dg_task_missing(task, needs, "there is nothing to search for");
    struct dg_link link;
    dg_link_start(&link, page);
    dg_link_text(&link, field, query);
    struct dg_offer offer = { .fields = dg_str_of("query"), .link = dg_link_end(&link, task->arena) };
    return dg_link_offer(task, en, zh, query, offer);
}

static enum dg_turn ask_baidu(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    return search(task, intent, "https://www.baidu.com/s", "wd", "Search Baidu for", "百度搜索");
}

static enum dg_turn ask_google(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    return search(task, intent, "https://www.google.com/search", "q", "Search Google for", "谷歌搜索");
}

static const char *const intents[] = { "web.search", NULL };

/* What must hold before it is switched on. */
static const struct dg_utterance leads_baidu[] = {
    { "上网搜一下怎么给兰花换盆", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others_baidu[] = {
    { "Search the web for how to repot an orchid", "Europe/London" },
    { "提醒我明天下午三点去看牙医", "Asia/Shanghai" },
    { "今天天气真不错", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_manifest manifest_baidu = { leads_baidu, others_baidu, NULL, "https://www.baidu.com/s?" };

const struct dg_adapter dg_link_baidu_search = {
    .name = "baidu-search",
    .title = "Baidu",
    .intents = intents,
    .serves = dg_region_china,
    .ask = ask_baidu,
    .manifest = &manifest_baidu,
};

/* What must hold before it is switched on. */
static const struct dg_utterance leads_google[] = {
    { "Search the web for how to repot an orchid", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_utterance others_google[] = {
    { "上网搜一下怎么给兰花换盆", "Asia/Shanghai" },
    { "Remind me to call mum tomorrow at nine", "Europe/London" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest_google = { leads_google, others_google, NULL,
    "https://www.google.com/search?" };

const struct dg_adapter dg_link_google_search = {
    .name = "google-search",
    .title = "Google",
    .intents = intents,
    .serves = dg_region_elsewhere,
    .ask = ask_google,
    .manifest = &manifest_google,
};
