/* Amap: routes on the web and in the app (lbs.amap.com, URI API "navigation" and "search", mobile "route"), and its ride
 * desk (takeTaxi), which asks many Chinese ride companies. The web form says nothing about other systems, so coordinates are
 * sent as GCJ-02; longitude comes first there. */
#include "adapters/link/link.h"
#include "adapters/link/way.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

static void write_spot(struct dg_link *link, const char *name, const struct dg_spot *spot)
{
    struct dg_point p = dg_geo_gcj02(spot->at);
    dg_link_name(link, name);
    dg_link_degrees(link, p.lon);
    dg_link_raw(link, ",");
    dg_link_degrees(link, p.lat);
    dg_link_raw(link, ",");
    dg_link_words(link, spot->label, ",");
}

/* One stop on the way, and by car only. */
static bool takes_via(const struct dg_trip *trip)
{
    return trip->via.kind == DG_SPOT_POINT && trip->by == DG_DRIVING;
}

static void write_route(struct dg_link *link, const struct dg_trip *trip)
{
    static const char *const modes[] = {
        [DG_DRIVING] = "car", [DG_TRANSIT] = "bus", [DG_WALKING] = "walk", [DG_CYCLING] = "ride"
    };
    dg_link_start(link, "https://uri.amap.com/navigation");
    if (trip->from.kind == DG_SPOT_POINT)
        write_spot(link, "from", &trip->from);
    write_spot(link, "to", &trip->to);
    if (takes_via(trip))
        write_spot(link, "via", &trip->via);
    dg_link_text(link, "mode", dg_str_of(modes[trip->by]));
}

static struct dg_str end_page(struct dg_link *link, struct dg_arena *arena)
{
    dg_link_text(link, "src", dg_str_of("dragoman"));
    dg_link_text(link, "callnative", dg_str_of("1"));
    return dg_link_end(link, arena);
}

struct dg_str dg_way_amap_search(struct dg_arena *arena, struct dg_str words)
{
    struct dg_link link;
    dg_link_start(&link, "https://uri.amap.com/search");
    dg_link_text(&link, "keyword", words);
    return end_page(&link, arena);
}

/* The search is the documented way for a place that only has a name. */
struct dg_str dg_way_amap(struct dg_arena *arena, const struct dg_trip *trip)
{
    struct dg_link link;
    if (trip->to.kind != DG_SPOT_POINT)
        return dg_way_amap_search(arena, trip->to.label);
    write_route(&link, trip);
    return end_page(&link, arena);
}

static void write_named(struct dg_link *link, const char *const names[3], const struct dg_spot *spot)
{
    struct dg_point p = dg_geo_gcj02(spot->at);
    dg_link_coordinate(link, names[0], p.lat);
    dg_link_coordinate(link, names[1], p.lon);
    dg_link_text(link, names[2], spot->label);
}

static void write_app(struct dg_link *link, const char *base, const struct dg_trip *trip)
{
    static const char *const from[] = { "slat", "slon", "sname" };
    static const char *const to[] = { "dlat", "dlon", "dname" };
    dg_link_start(link, base);
    dg_link_text(link, "sourceApplication", dg_str_of("dragoman"));
    if (trip->from.kind == DG_SPOT_POINT)
        write_named(link, from, &trip->from);
    write_named(link, to, &trip->to);
}

static struct dg_str taxi_link(struct dg_arena *arena, const struct dg_trip *trip)
{
    struct dg_link link;
    if (trip->to.kind != DG_SPOT_POINT)
        return (struct dg_str){ "", 0 };
    write_app(&link, "amapuri://drive/takeTaxi", trip);
    return dg_link_end(&link, arena);
}

/* The app's scheme is another on each system: "amapuri://route/plan/", "iosamap://path". */
static struct dg_str route_link(struct dg_arena *arena, const char *base, const struct dg_trip *trip)
{
    static const int kinds[] = { [DG_DRIVING] = 0, [DG_TRANSIT] = 1, [DG_WALKING] = 2, [DG_CYCLING] = 3 };
    struct dg_link link;
    if (trip->to.kind != DG_SPOT_POINT)
        return (struct dg_str){ "", 0 };
    write_app(&link, base, trip);
    dg_link_number(&link, "dev", 0);
    dg_link_number(&link, "t", kinds[trip->by]);
    return dg_link_end(&link, arena);
}

/* Points only at both ends, and the search has no start at all. */
static bool read_trip(struct dg_trip *trip, struct dg_task *task, const struct dg_intent *intent)
{
    if (!dg_trip_read(trip, task, intent))
        return false;
    if (trip->from.kind != DG_SPOT_POINT || trip->to.kind != DG_SPOT_POINT)
        dg_trip_leave_start(trip, task, intent);
    return true;
}

/* The page carries a stop; the ride desk does not, so the card says it too. */
static struct dg_str ride_fields(struct dg_arena *arena, const struct dg_trip *trip)
{
    if (trip->to.kind != DG_SPOT_POINT || !takes_via(trip))
        return trip->fields;
    return dg_arena_print(arena, "%.*s,stops", (int)trip->fields.len, trip->fields.at);
}

static enum dg_turn ask_ride(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    struct dg_trip trip;
    if (!read_trip(&trip, task, intent))
        return DG_TURN_FAIL;
    struct dg_offer offer = {
        .fields = ride_fields(task->arena, &trip),
        .link = dg_way_amap(task->arena, &trip),
        .app_link = taxi_link(task->arena, &trip),
    };
    return dg_trip_offer(task, &trip, "Amap ride to", "高德打车前往", offer);
}

static enum dg_turn ask_route(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    struct dg_trip trip;
    if (!read_trip(&trip, task, intent))
        return DG_TURN_FAIL;
    struct dg_offer offer = {
        .link = dg_way_amap(task->arena, &trip),
        .app_link = route_link(task->arena, "amapuri://route/plan/", &trip),
        .ios_link = route_link(task->arena, "iosamap://path", &trip),
    };
    return dg_trip_offer(task, &trip, "Amap route to", "高德导航前往", offer);
}

static const char *const ride[] = { "ride.request", NULL };
static const char *const route[] = { "navigate.route", NULL };

static const struct dg_phone_app app = { "com.autonavi.minimap", NULL, false };

/* What must hold before it is switched on. */
static const struct dg_utterance leads_ride[] = {
    { "帮我叫辆车，晚上九点从北京南站去首都机场", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others_ride[] = {
    { "Please get me a taxi from Paddington Station to Heathrow Airport at 7pm", "Europe/London" },
    { "提醒我明天下午三点去看牙医", "Asia/Shanghai" },
    { "今天天气真不错", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_manifest manifest_ride = { leads_ride, others_ride, NULL, "https://uri.amap.com/" };

const struct dg_adapter dg_link_amap_ride = {
    .name = "amap-ride",
    .title = "Amap",
    .intents = ride,
    .serves = dg_region_china,
    .ask = ask_ride,
    .manifest = &manifest_ride,
    .app = &app,
};

/* What must hold before it is switched on. */
static const struct dg_utterance leads_way[] = {
    { "首都机场怎么走", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others_way[] = {
    { "How do I get to Heathrow Airport?", "Europe/London" },
    { "Please get me a taxi from Paddington Station to Heathrow Airport at 7pm", "Europe/London" },
    { "今天天气真不错", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_manifest manifest_way = { leads_way, others_way, NULL, "https://uri.amap.com/navigation?" };

const struct dg_adapter dg_link_amap = {
    .name = "amap",
    .title = "Amap",
    .intents = route,
    .serves = dg_region_china,
    .ask = ask_route,
    .manifest = &manifest_way,
    .app = &app,
};
