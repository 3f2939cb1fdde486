/* 12306, China Railway's own search page, by station names with their telegraph codes. A station that was called by another name
 * is searched for by its city, which holds all its stations. */
#include "adapters/link/link.h"
#include "adapters/link/note.h"
#include "adapters/link/travel_code.h"
#include "adapters/manifest.h"
#include "adapters/region.h"
#include "adapters/slots.h"

static void write_stop(struct dg_link *link, const char *field, const struct dg_rail_stop *stop)
{
    dg_link_name(link, field);
    dg_link_words(link, stop->name, ",");
    dg_link_raw(link, ",");
    dg_link_value(link, stop->code);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char *const needs[] = { "origin", "destination", "depart", NULL };
    static const char *const carries[] = { "origin", "destination", "depart", NULL };
    static const char *const shown[] = { "depart", "passengers", "return", "number", "seat", NULL };
    static const char *const stations[] = { "origin", "destination", NULL };
    const struct dg_time *depart = dg_slot_time(intent, "depart");
    struct dg_rail_stop from = dg_rail_stop(intent, "origin"), to = dg_rail_stop(intent, "destination");
    if (!depart || !from.code.len || !to.code.len)
        return dg_task_missing(task, needs, "both stations and the day must be known");
    struct dg_link link;
    dg_link_start(&link, "https://kyfw.12306.cn/otn/leftTicket/init?linktypeid=dc");
    write_stop(&link, "fs", &from);
    write_stop(&link, "ts", &to);
    dg_link_text(&link, "date", dg_link_date(task->arena, depart->start));
    dg_link_name(&link, "flag");
    dg_link_raw(&link, "N,N,Y");
    struct dg_offer offer = { .fields = dg_link_fields(task->arena, intent, carries) };
    offer.subtitle = dg_note_slots(task, intent, shown);
    if (from.wider || to.wider)
        offer.subtitle = dg_note_add(task->arena, offer.subtitle, dg_note_slots(task, intent, stations));
    offer.link = dg_link_end(&link, task->arena);
    struct dg_str route =
            dg_arena_print(task->arena, "%.*s – %.*s", (int)from.name.len, from.name.at, (int)to.name.len, to.name.at);
    return dg_link_offer(task, "Trains on 12306:", "12306 车票:", route, offer);
}

static const char *const intents[] = { "booking.train", NULL };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "帮我订明天从北京到上海的高铁票", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Book me a train from Bern to Basel tomorrow at 8am", "Europe/London" },
    { "帮我订周五从北京到上海的机票", "Asia/Shanghai" },
    { "今天天气真不错", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "https://kyfw.12306.cn/otn/leftTicket/init?" };

const struct dg_adapter dg_link_rail_12306 = {
    .name = "rail-12306",
    .title = "12306",
    .intents = intents,
    .serves = dg_region_china,
    .ask = ask,
    .manifest = &manifest,
};
