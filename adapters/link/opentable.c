/* OpenTable's search page, with day, hour and covers. `dateTime` is the restaurant's own clock. */
#include "adapters/link/link.h"
#include "adapters/link/terms.h"
#include "adapters/manifest.h"
#include "adapters/region.h"
#include "adapters/slots.h"

static struct dg_str date_time(struct dg_arena *arena, const struct dg_time *time)
{
    if (dg_link_has_hour(time))
        return dg_link_minute(arena, time->start);
    struct dg_str day = dg_link_date(arena, time->start);
    return dg_arena_print(arena, "%.*sT%02d:00", (int)day.len, day.at, DG_LINK_EVENING_HOUR);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char *const needs[] = { "time", NULL };
    static const char *const carries[] = { "venue", "cuisine", "area", "time", "party_size", NULL };
    const struct dg_time *time = dg_slot_time(intent, "time");
    struct dg_str terms = dg_table_terms(task, intent);
    int covers = dg_slot_count(intent, "party_size", 0, 99);
    if (!time)
        return dg_task_missing(task, needs, "the time is not known");
    struct dg_link link;
    dg_link_start(&link, "https://www.opentable.com/s");
    if (covers)
        dg_link_number(&link, "covers", covers);
    dg_link_text(&link, "dateTime", date_time(task->arena, time));
    if (terms.len)
        dg_link_text(&link, "term", terms);
    struct dg_offer offer = { .fields = dg_link_fields(task->arena, intent, carries) };
    offer.subtitle = dg_table_summary(task, intent);
    offer.link = dg_link_end(&link, task->arena);
    return dg_link_offer(task, "Tables on OpenTable:", "OpenTable 餐位:",
            terms.len ? terms : dg_str_of(dg_task_words(task, "nearby", "附近")), offer);
}

static const char *const intents[] = { "booking.restaurant", NULL };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Can you book us a table at Dishoom for tomorrow 7pm, four people", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "订明天晚上七点国贸附近的火锅店，四个人", "Asia/Shanghai" },
    { "Find me a hotel in Paris from Friday to Sunday", "Europe/London" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "https://www.opentable.com/s?" };

const struct dg_adapter dg_link_opentable = {
    .name = "opentable",
    .title = "OpenTable",
    .intents = intents,
    .serves = dg_region_elsewhere,
    .ask = ask,
    .manifest = &manifest,
};
