/* Gett: developer.gett.com, "Ride request by deeplink". The app only, and points only; Google's route stands in for a page. The
 * documentation is at odds with itself about the name of the drop-off, so it is not sent. */
#include "adapters/link/link.h"
#include "adapters/link/way.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

static void write_pickup(struct dg_link *link, const struct dg_spot *from)
{
    if (from->kind != DG_SPOT_POINT) {
        dg_link_text(link, "pickup", dg_str_of("my_location"));
        return;
    }
    dg_link_coordinate(link, "pickup_latitude", from->at.lat);
    dg_link_coordinate(link, "pickup_longitude", from->at.lon);
    dg_link_text(link, "pickup_poi_name", from->label);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    struct dg_trip trip;
    if (!dg_trip_read_points(&trip, task, intent))
        return DG_TURN_FAIL;
    struct dg_link link;
    dg_link_start(&link, "gett://order");
    write_pickup(&link, &trip.from);
    dg_link_coordinate(&link, "dropoff_latitude", trip.to.at.lat);
    dg_link_coordinate(&link, "dropoff_longitude", trip.to.at.lon);
    struct dg_str text = dg_link_end(&link, task->arena);
    struct dg_offer offer = { .link = text, .app_link = text, .web_link = dg_way_google(task->arena, &trip) };
    return dg_trip_offer(task, &trip, "Gett to", "Gett 打车前往", offer);
}

/* Great Britain and Israel. Boxes: they hold some land of their neighbours. */
static bool serves(const struct dg_intent *intent, const struct dg_context *ctx)
{
    static const struct dg_box boxes[] = {
        { 49.8, 60.9, -6.4, 1.8 },
        { 29.4, 33.4, 34.2, 35.9 },
        { 0, 0, 0, 0 },
    };
    return dg_region_within(intent, ctx, "dropoff", boxes);
}

static const char *const intents[] = { "ride.request", NULL };

static const struct dg_phone_app app = { "com.gettaxi.android", NULL, false };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Please get me a taxi from Paddington Station to Heathrow Airport at 7pm", "Europe/London" },
    { "打车去本古里安机场", "Asia/Jerusalem" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Get me a ride to JFK Airport", "America/New_York" },
    { "帮我叫辆车，晚上九点从北京南站去首都机场", "Asia/Shanghai" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "gett://order?pickup_latitude=51." };

const struct dg_adapter dg_link_gett = {
    .name = "gett",
    .title = "Gett",
    .intents = intents,
    .serves = serves,
    .ask = ask,
    .manifest = &manifest,
    .app = &app,
};
