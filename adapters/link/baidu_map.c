/* Baidu Maps: directions in the app (lbsyun.baidu.com, URI API) and on the web, in Baidu's own coordinates inside mainland
 * China and WGS-84 elsewhere; the link always says which. A place without coordinates is sent as its bare name. */
#include "adapters/link/link.h"
#include "adapters/link/trip.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

static void write_spot(struct dg_link *link, const char *name, const struct dg_spot *spot, bool shifted)
{
    dg_link_name(link, name);
    if (spot->kind == DG_SPOT_NAME) {
        dg_link_value(link, spot->label);
        return;
    }
    struct dg_point p = shifted ? dg_geo_bd09(spot->at) : spot->at;
    dg_link_raw(link, "latlng:");
    dg_link_degrees(link, p.lat);
    dg_link_raw(link, ",");
    dg_link_degrees(link, p.lon);
    dg_link_value(link, dg_str_of("|"));
    dg_link_raw(link, "name:");
    dg_link_value(link, spot->label);
}

/* One system for the whole link: that of the destination. */
static bool is_shifted(const struct dg_trip *trip)
{
    return trip->to.kind == DG_SPOT_POINT ? dg_geo_mainland(trip->to.at) : true;
}

static struct dg_str write_link(struct dg_arena *arena, const char *base, const struct dg_trip *trip)
{
    static const char *const modes[] = {
        [DG_DRIVING] = "driving", [DG_TRANSIT] = "transit", [DG_WALKING] = "walking", [DG_CYCLING] = "riding"
    };
    bool shifted = is_shifted(trip);
    struct dg_link link;
    dg_link_start(&link, base);
    if (dg_trip_starts(trip))
        write_spot(&link, "origin", &trip->from, shifted);
    write_spot(&link, "destination", &trip->to, shifted);
    dg_link_text(&link, "coord_type", dg_str_of(shifted ? "bd09ll" : "wgs84"));
    dg_link_text(&link, "mode", dg_str_of(modes[trip->by]));
    dg_link_text(&link, "src", dg_str_of("dragoman.web"));
    return dg_link_end(&link, arena);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    struct dg_trip trip;
    if (!dg_trip_read(&trip, task, intent))
        return DG_TURN_FAIL;
    struct dg_offer offer = { .fields = trip.fields, .subtitle = trip.note };
    offer.app_link = write_link(task->arena, "baidumap://map/direction", &trip);
    /* the web page wants an origin and a city beside it; the app finds both itself */
    offer.link = offer.app_link;
    return dg_link_offer(task, "Baidu Maps to", "百度地图前往", trip.to.label, offer);
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
static const struct dg_manifest manifest = { leads, others, NULL, "baidumap://map/direction?" };

const struct dg_adapter dg_link_baidu_map = {
    .name = "baidu-map",
    .title = "Baidu Maps",
    .intents = intents,
    .serves = dg_region_china,
    .ask = ask,
    .manifest = &manifest,
    .app = &app,
};
