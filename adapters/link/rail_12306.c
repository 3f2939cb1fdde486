/* 12306, China Railway's own search page, by station names with their telegraph codes. */
#include "adapters/link/code3.h"
#include "adapters/link/link.h"
#include "adapters/region.h"
#include "adapters/slots.h"

/* The list that 12306 publishes names stations without 站 at the end. */
static struct dg_str listed_name(struct dg_str name)
{
    static const char suffix[] = "站";
    size_t len = sizeof suffix - 1;
    bool has = name.len > len && memcmp(name.at + name.len - len, suffix, len) == 0;
    return has ? dg_str_cut(name, 0, name.len - len) : name;
}

static void write_station(struct dg_link *link, const char *field, struct dg_str name, struct dg_str code)
{
    dg_link_text(link, field, name);
    dg_link_raw(link, ",");
    dg_link_value(link, code);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char *const needs[] = { "origin", "destination", "depart", NULL };
    static const char *const carries[] = { "origin", "destination", "depart", NULL };
    const struct dg_time *depart = dg_slot_time(intent, "depart");
    struct dg_str from = dg_code_telegraph(intent, "origin"), to = dg_code_telegraph(intent, "destination");
    if (!depart || !from.len || !to.len)
        return dg_task_missing(task, needs, "both stations and the day must be known");
    struct dg_str start = listed_name(dg_slot_place(intent, "origin")->name);
    struct dg_str end = listed_name(dg_slot_place(intent, "destination")->name);
    struct dg_str day = dg_link_date(task->arena, depart->start);
    struct dg_link link;
    dg_link_start(&link, "https://kyfw.12306.cn/otn/leftTicket/init?linktypeid=dc");
    write_station(&link, "fs", start, from);
    write_station(&link, "ts", end, to);
    dg_link_text(&link, "date", day);
    dg_link_name(&link, "flag");
    dg_link_raw(&link, "N,N,Y");
    struct dg_offer offer = { .fields = dg_link_fields(task->arena, intent, carries), .subtitle = day };
    offer.link = dg_link_end(&link, task->arena);
    struct dg_str route = dg_arena_print(task->arena, "%.*s – %.*s", (int)start.len, start.at, (int)end.len, end.at);
    return dg_link_offer(task, "Trains on 12306:", "12306 车票:", route, offer);
}

static const char *const intents[] = { "booking.train", NULL };

const struct dg_adapter dg_link_rail_12306 = {
    .name = "rail-12306",
    .title = "12306",
    .intents = intents,
    .serves = dg_region_china,
    .ask = ask,
};
