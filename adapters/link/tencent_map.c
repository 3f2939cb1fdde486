/* Tencent Maps (lbs.qq.com, URI API): "routeplan" in the app and on the web, in GCJ-02, latitude first. The app wants a point to go
 * to; a place that only has a name is left to the page. */
#include "adapters/link/link.h"
#include "adapters/link/trip.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

static void write_spot(struct dg_link *link, const char *const names[2], const struct dg_spot *spot)
{
    dg_link_text(link, names[0], spot->label);
    if (spot->kind == DG_SPOT_POINT) {
        dg_link_name(link, names[1]);
        dg_link_point(link, dg_geo_gcj02(spot->at));
    }
}

static const char *const from[] = { "from", "fromcoord" }, *const to[] = { "to", "tocoord" };

static void write_end(struct dg_link *link, const struct dg_trip *trip)
{
    write_spot(link, to, &trip->to);
    dg_link_text(link, "referer", dg_str_of("dragoman"));
}

/* A start is required here; only a point is one. */
static struct dg_str app_link(struct dg_arena *arena, const struct dg_trip *trip)
{
    static const char *const types[] = {
        [DG_DRIVING] = "drive", [DG_TRANSIT] = "bus", [DG_WALKING] = "walk", [DG_CYCLING] = "bike"
    };
    struct dg_link link;
    if (trip->to.kind != DG_SPOT_POINT || trip->from.kind == DG_SPOT_NAME)
        return (struct dg_str){ "", 0 };
    dg_link_start(&link, "qqmap://map/routeplan");
    dg_link_text(&link, "type", dg_str_of(types[trip->by]));
    if (trip->from.kind == DG_SPOT_POINT)
        write_spot(&link, from, &trip->from);
    else
        dg_link_text(&link, from[1], dg_str_of("CurrentLocation"));
    write_end(&link, trip);
    return dg_link_end(&link, arena);
}

/* The page knows no cyclists; without a start a phone takes where it is. */
static struct dg_str web_link(struct dg_arena *arena, const struct dg_trip *trip)
{
    static const char *const types[] = {
        [DG_DRIVING] = "drive", [DG_TRANSIT] = "bus", [DG_WALKING] = "walk", [DG_CYCLING] = "walk"
    };
    struct dg_link link;
    dg_link_start(&link, "https://apis.map.qq.com/uri/v1/routeplan");
    dg_link_text(&link, "type", dg_str_of(types[trip->by]));
    if (dg_trip_starts(trip))
        write_spot(&link, from, &trip->from);
    write_end(&link, trip);
    return dg_link_end(&link, arena);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    struct dg_trip trip;
    if (!dg_trip_read(&trip, task, intent))
        return DG_TURN_FAIL;
    struct dg_offer offer = {
        .link = web_link(task->arena, &trip),
        .app_link = app_link(task->arena, &trip),
    };
    return dg_trip_offer(task, &trip, "Tencent Maps to", "腾讯地图前往", offer);
}

static const char *const intents[] = { "navigate.route", NULL };

static const struct dg_phone_app app = { "com.tencent.map", NULL, false };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "首都机场怎么走", "Asia/Shanghai" },
    { "How do I get to Hongqiao Airport?", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "How do I get to Heathrow Airport?", "Europe/London" },
    { "提醒我明天下午三点去看牙医", "Asia/Shanghai" },
    { "今天天气真不错", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL,
    "https://apis.map.qq.com/uri/v1/routeplan?type=drive&to=" };

const struct dg_adapter dg_link_tencent_map = {
    .name = "tencent-map",
    .title = "Tencent Maps",
    .intents = intents,
    .serves = dg_region_china,
    .ask = ask,
    .manifest = &manifest,
    .app = &app,
};
