/* Ctrip's list of flights for one day, by IATA codes; Chinese names do not open. It lists one way only, in economy. */
#include "adapters/link/link.h"
#include "adapters/link/note.h"
#include "adapters/link/travel_code.h"
#include "adapters/manifest.h"
#include "adapters/region.h"
#include "adapters/slots.h"

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char *const needs[] = { "origin", "destination", "depart", NULL };
    static const char *const carries[] = { "origin", "destination", "depart", "passengers", NULL };
    static const char *const shown[] = { "depart", "passengers", "return", "number", "cabin", NULL };
    const struct dg_time *depart = dg_slot_time(intent, "depart");
    struct dg_str from = dg_iata_code(intent, "origin"), to = dg_iata_code(intent, "destination");
    if (!depart || !from.len || !to.len)
        return dg_task_missing(task, needs, "both airports and the day must be known");
    struct dg_link link;
    dg_link_start(&link, "https://flights.ctrip.com/online/list/oneway-");
    dg_link_value(&link, from);
    dg_link_raw(&link, "-");
    dg_link_value(&link, to);
    dg_link_text(&link, "depdate", dg_link_date(task->arena, depart->start));
    dg_link_text(&link, "cabin", dg_str_of("y_s"));
    dg_link_number(&link, "adult", dg_slot_count(intent, "passengers", 1, 9));
    dg_link_number(&link, "child", 0);
    dg_link_number(&link, "infant", 0);
    struct dg_offer offer = { .fields = dg_link_fields(task->arena, intent, carries) };
    offer.subtitle = dg_note_slots(task, intent, shown);
    offer.link = dg_link_end(&link, task->arena);
    struct dg_str route = dg_arena_print(task->arena, "%.*s – %.*s", (int)dg_slot_place(intent, "origin")->name.len,
            dg_slot_place(intent, "origin")->name.at, (int)dg_slot_place(intent, "destination")->name.len,
            dg_slot_place(intent, "destination")->name.at);
    return dg_link_offer(task, "Flights on Ctrip:", "携程机票:", route, offer);
}

static const char *const intents[] = { "booking.flight", NULL };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "帮我订周五从北京到上海的机票", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Book a flight from London to Paris on Friday", "Europe/London" },
    { "帮我订明天从北京到上海的高铁票", "Asia/Shanghai" },
    { "今天天气真不错", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL,
    "https://flights.ctrip.com/online/list/oneway-BJS-SHA?depdate=2024-02-23" };

const struct dg_adapter dg_link_ctrip = {
    .name = "ctrip",
    .title = "Ctrip",
    .intents = intents,
    .serves = dg_region_china,
    .ask = ask,
    .manifest = &manifest,
};
