/* Lyft's universal link and its app scheme. It takes coordinates only; without a pickup the app uses the current position. */
#include "adapters/link/link.h"
#include "adapters/link/trip.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

static struct dg_str write_link(struct dg_arena *arena, const char *base, const struct dg_trip *trip)
{
    struct dg_link link;
    dg_link_start(&link, base);
    if (trip->from.kind == DG_SPOT_POINT) {
        dg_link_coordinate(&link, "pickup[latitude]", trip->from.at.lat);
        dg_link_coordinate(&link, "pickup[longitude]", trip->from.at.lon);
    }
    dg_link_coordinate(&link, "destination[latitude]", trip->to.at.lat);
    dg_link_coordinate(&link, "destination[longitude]", trip->to.at.lon);
    return dg_link_end(&link, arena);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    struct dg_trip trip;
    if (!dg_trip_read_points(&trip, task, intent))
        return DG_TURN_FAIL;
    struct dg_offer offer = {
        .link = write_link(task->arena, "https://lyft.com/ride?id=lyft", &trip),
        .app_link = write_link(task->arena, "lyft://ridetype?id=lyft", &trip),
    };
    return dg_trip_offer(task, &trip, "Lyft to", "Lyft 前往", offer);
}

/* The United States and Canada, with the north of Mexico. */
static bool serves(const struct dg_intent *intent, const struct dg_context *ctx)
{
    static const struct dg_box boxes[] = { { 18.9, 72.0, -168.0, -52.6 }, { 0, 0, 0, 0 } };
    return dg_region_within(intent, ctx, "dropoff", boxes);
}

static const char *const intents[] = { "ride.request", NULL };

static const struct dg_phone_app app = { "me.lyft.android", NULL, true };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Get me a ride to JFK Airport", "America/New_York" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Please get me a taxi from Paddington Station to Heathrow Airport at 7pm", "Europe/London" },
    { "帮我叫辆车，晚上九点从北京南站去首都机场", "Asia/Shanghai" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "https://lyft.com/ride?id=lyft&" };

const struct dg_adapter dg_link_lyft = {
    .name = "lyft",
    .title = "Lyft",
    .intents = intents,
    .serves = serves,
    .ask = ask,
    .manifest = &manifest,
    .app = &app,
};
