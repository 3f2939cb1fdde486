/* Uber, setPickup: developer.uber.com, "Deep Links". A drop-off without a nickname or formatted address is ignored by the
 * app, so both are always sent. The link can carry no time. */
#include "adapters/link/link.h"
#include "adapters/link/trip.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

static void write_end(struct dg_link *link, const char *const names[4], const struct dg_spot *spot)
{
    if (spot->kind == DG_SPOT_POINT) {
        dg_link_coordinate(link, names[0], spot->at.lat);
        dg_link_coordinate(link, names[1], spot->at.lon);
    }
    dg_link_text(link, names[2], spot->label);
    dg_link_text(link, names[3], spot->address.len ? spot->address : spot->label);
}

static struct dg_str write_link(struct dg_arena *arena, const char *base, const struct dg_trip *trip)
{
    static const char *const from[] = { "pickup[latitude]", "pickup[longitude]", "pickup[nickname]",
        "pickup[formatted_address]" };
    static const char *const to[] = { "dropoff[latitude]", "dropoff[longitude]", "dropoff[nickname]",
        "dropoff[formatted_address]" };
    struct dg_link link;
    dg_link_start(&link, base);
    if (dg_trip_starts(trip))
        write_end(&link, from, &trip->from);
    else
        dg_link_text(&link, "pickup", dg_str_of("my_location"));
    write_end(&link, to, &trip->to);
    return dg_link_end(&link, arena);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    struct dg_trip trip;
    if (!dg_trip_read(&trip, task, intent))
        return DG_TURN_FAIL;
    struct dg_offer offer = {
        .link = write_link(task->arena, "https://m.uber.com/ul/?action=setPickup", &trip),
        .app_link = write_link(task->arena, "uber://?action=setPickup", &trip),
    };
    return dg_trip_offer(task, &trip, "Uber to", "优步前往", offer);
}

static const char *const intents[] = { "ride.request", NULL };

static const struct dg_phone_app app = { "com.ubercab", NULL, true };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Please get me a taxi from Paddington Station to Heathrow Airport at 7pm", "Europe/London" },
    { "Get me a ride to JFK Airport", "America/New_York" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "帮我叫辆车，晚上九点从北京南站去首都机场", "Asia/Shanghai" },
    { "Remind me to call mum tomorrow at nine", "Europe/London" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL,
    "https://m.uber.com/ul/?action=setPickup&pickup%5Blatitude%5D=51." };

const struct dg_adapter dg_link_uber = {
    .name = "uber",
    .title = "Uber",
    .intents = intents,
    .serves = dg_region_elsewhere,
    .ask = ask,
    .manifest = &manifest,
    .app = &app,
};
