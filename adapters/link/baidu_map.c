/* Baidu Maps (lbsyun.baidu.com, URI API): directions in the app and on the web, in Baidu's own coordinates inside mainland China
 * and WGS-84 elsewhere; the link always says which. A place without coordinates is sent as its bare name. The page, unlike the
 * app, does not know where the person is: without a start it marks the place ("marker"), or finds it ("geocoder"). */
#include "adapters/link/link.h"
#include "adapters/link/travel_code.h"
#include "adapters/link/trip.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

/* One system for the whole link: that of the destination. */
static bool is_shifted(const struct dg_trip *trip)
{
    return trip->to.kind == DG_SPOT_POINT ? dg_geo_mainland(trip->to.at) : true;
}

static void write_point(struct dg_link *link, struct dg_point wgs84, bool shifted)
{
    dg_link_point(link, shifted ? dg_geo_bd09(wgs84) : wgs84);
}

static void write_spot(struct dg_link *link, const char *name, const struct dg_spot *spot, bool shifted)
{
    dg_link_name(link, name);
    if (spot->kind == DG_SPOT_POINT) {
        dg_link_raw(link, "latlng:");
        write_point(link, spot->at, shifted);
        dg_link_value(link, dg_str_of("|"));
        dg_link_raw(link, "name:");
    }
    dg_link_words(link, spot->label, "|:");
}

static void write_system(struct dg_link *link, bool shifted)
{
    dg_link_text(link, "coord_type", dg_str_of(shifted ? "bd09ll" : "wgs84"));
}

static void write_route(struct dg_link *link, const char *base, const struct dg_trip *trip, const char *mode)
{
    bool shifted = is_shifted(trip);
    dg_link_start(link, base);
    if (dg_trip_starts(trip))
        write_spot(link, "origin", &trip->from, shifted);
    write_spot(link, "destination", &trip->to, shifted);
    write_system(link, shifted);
    dg_link_text(link, "mode", dg_str_of(mode));
}

static struct dg_str app_link(struct dg_arena *arena, const struct dg_trip *trip)
{
    static const char *const modes[] = {
        [DG_DRIVING] = "driving", [DG_TRANSIT] = "transit", [DG_WALKING] = "walking", [DG_CYCLING] = "riding"
    };
    struct dg_link link;
    write_route(&link, "baidumap://map/direction", trip, modes[trip->by]);
    dg_link_text(&link, "src", dg_str_of("dragoman.web"));
    return dg_link_end(&link, arena);
}

/* The city that names are looked for in; only a point tells it. */
static void write_city(struct dg_link *link, const char *field, const struct dg_spot *spot)
{
    const struct dg_city_code *city = spot->kind == DG_SPOT_POINT ? dg_city_code_at(spot->at) : NULL;
    if (city && city->rail_name)
        dg_link_text(link, field, dg_str_of(city->rail_name));
}

/* The page knows no cyclists. */
static void write_directions(struct dg_link *link, const struct dg_trip *trip)
{
    static const char *const modes[] = {
        [DG_DRIVING] = "driving", [DG_TRANSIT] = "transit", [DG_WALKING] = "walking", [DG_CYCLING] = "walking"
    };
    write_route(link, "https://api.map.baidu.com/direction", trip, modes[trip->by]);
    write_city(link, "origin_region", &trip->from);
    write_city(link, "destination_region", &trip->to);
}

static void write_marker(struct dg_link *link, const struct dg_spot *spot)
{
    bool shifted = dg_geo_mainland(spot->at);
    dg_link_start(link, "https://api.map.baidu.com/marker");
    dg_link_name(link, "location");
    write_point(link, spot->at, shifted);
    dg_link_text(link, "title", spot->label);
    dg_link_text(link, "content", spot->address.len ? spot->address : spot->label);
    write_system(link, shifted);
}

static struct dg_str web_link(struct dg_arena *arena, const struct dg_trip *trip)
{
    struct dg_link link;
    if (dg_trip_starts(trip)) {
        write_directions(&link, trip);
    } else if (trip->to.kind == DG_SPOT_POINT) {
        write_marker(&link, &trip->to);
    } else {
        dg_link_start(&link, "https://api.map.baidu.com/geocoder");
        dg_link_text(&link, "address", trip->to.label);
    }
    dg_link_text(&link, "output", dg_str_of("html"));
    dg_link_text(&link, "src", dg_str_of("webapp.dragoman.dragoman"));
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
    return dg_trip_offer(task, &trip, "Baidu Maps to", "百度地图前往", offer);
}

static const char *const intents[] = { "navigate.route", NULL };

static const struct dg_phone_app app = { "com.baidu.BaiduMap", "bdapp", false };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "首都机场怎么走", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "How do I get to Heathrow Airport?", "Europe/London" },
    { "提醒我明天下午三点去看牙医", "Asia/Shanghai" },
    { "今天天气真不错", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "https://api.map.baidu.com/marker?location=40." };

const struct dg_adapter dg_link_baidu_map = {
    .name = "baidu-map",
    .title = "Baidu Maps",
    .intents = intents,
    .serves = dg_region_china,
    .ask = ask,
    .manifest = &manifest,
    .app = &app,
};
