/* DiDi's app link (old open platform, "sendorder"), in Tencent's coordinates: GCJ-02. App only; Amap's
 * route stands in for a page. */
#include "adapters/link/link.h"
#include "adapters/link/way.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

static void write_point(struct dg_link *link, const char *lat, const char *lon, struct dg_point wgs84)
{
    struct dg_point p = dg_geo_gcj02(wgs84);
    dg_link_coordinate(link, lat, p.lat);
    dg_link_coordinate(link, lon, p.lon);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    struct dg_trip trip;
    if (!dg_trip_read_points(&trip, task, intent))
        return DG_TURN_FAIL;
    struct dg_link link;
    dg_link_start(&link, "OneTravel://dache/sendorder");
    if (trip.from.kind == DG_SPOT_POINT)
        write_point(&link, "slat", "slon", trip.from.at);
    write_point(&link, "dlat", "dlon", trip.to.at);
    dg_link_text(&link, "dname", trip.to.label);
    dg_link_text(&link, "source", dg_str_of("dragoman"));
    struct dg_str text = dg_link_end(&link, task->arena);
    struct dg_offer offer = { .link = text, .app_link = text, .web_link = dg_way_amap(task->arena, &trip) };
    return dg_trip_offer(task, &trip, "DiDi to", "滴滴打车前往", offer);
}

static const char *const intents[] = { "ride.request", NULL };

static const struct dg_phone_app app = { "com.sdu.didi.psnger", NULL, false };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "帮我叫辆车，晚上九点从北京南站去首都机场", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Please get me a taxi from Paddington Station to Heathrow Airport at 7pm", "Europe/London" },
    { "提醒我明天下午三点去看牙医", "Asia/Shanghai" },
    { "今天天气真不错", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "OneTravel://dache/sendorder?" };

const struct dg_adapter dg_link_didi = {
    .name = "didi",
    .title = "DiDi",
    .intents = intents,
    .serves = dg_region_china,
    .ask = ask,
    .manifest = &manifest,
    .app = &app,
};
