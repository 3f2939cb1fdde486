/* Dianping's search for shops. Its link takes words only: day and number of people stand on the card instead.
 * A browser gets Amap's search for the same words: no page of Dianping's takes words without its own number of the city. */
#include "adapters/link/link.h"
#include "adapters/link/terms.h"
#include "adapters/link/way.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char *const carries[] = { "venue", "cuisine", "area", NULL };
    struct dg_str terms = dg_table_terms(task, intent);
    if (!terms.len)
        terms = dg_str_of(dg_task_words(task, "restaurants", "美食"));
    struct dg_link link;
    dg_link_start(&link, "dianping://searchshoplist");
    dg_link_text(&link, "keyword", terms);
    struct dg_offer offer = { .fields = dg_link_fields(task->arena, intent, carries) };
    offer.subtitle = dg_table_summary(task, intent);
    offer.link = offer.app_link = dg_link_end(&link, task->arena);
    offer.web_link = dg_way_amap_search(task->arena, terms);
    return dg_link_offer(task, "Dianping:", "大众点评:", terms, offer);
}

static const char *const intents[] = { "booking.restaurant", NULL };

static const struct dg_phone_app app = { "com.dianping.v1", NULL, false };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "订明天晚上七点国贸附近的火锅店，四个人", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Can you book us a table at Dishoom for tomorrow 7pm, four people", "Europe/London" },
    { "帮我订周五到周日上海的酒店，两个人", "Asia/Shanghai" },
    { "今天天气真不错", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "dianping://searchshoplist?keyword=" };

const struct dg_adapter dg_link_dianping = {
    .name = "dianping",
    .title = "Dianping",
    .intents = intents,
    .serves = dg_region_china,
    .ask = ask,
    .manifest = &manifest,
    .app = &app,
};
