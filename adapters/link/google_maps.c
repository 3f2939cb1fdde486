/* Google Maps: Maps URLs (developers.google.com/maps/documentation/urls), which need no key. */
#include "adapters/link/link.h"
#include "adapters/link/way.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

static void write_spot(struct dg_link *link, const char *name, const struct dg_spot *spot)
{
    dg_link_name(link, name);
    if (spot->kind == DG_SPOT_NAME) {
        dg_link_value(link, spot->label);
        return;
    }
    dg_link_degrees(link, spot->at.lat);
    dg_link_value(link, dg_str_of(","));
    dg_link_degrees(link, spot->at.lon);
}

struct dg_str dg_way_google(struct dg_arena *arena, const struct dg_trip *trip)
{
    static const char *const modes[] = {
        [DG_DRIVING] = "driving", [DG_TRANSIT] = "transit", [DG_WALKING] = "walking", [DG_CYCLING] = "bicycling"
    };
    struct dg_link link;
    dg_link_start(&link, "https://www.google.com/maps/dir/?api=1");
    if (dg_trip_starts(trip))
        write_spot(&link, "origin", &trip->from);
    write_spot(&link, "destination", &trip->to);
    dg_link_text(&link, "travelmode", dg_str_of(modes[trip->by]));
    return dg_link_end(&link, arena);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    struct dg_trip trip;
    if (!dg_trip_read(&trip, task, intent))
        return DG_TURN_FAIL;
    struct dg_offer offer = { .link = dg_way_google(task->arena, &trip) };
    return dg_trip_offer(task, &trip, "Google Maps to", "谷歌地图前往", offer);
}

static const char *const intents[] = { "navigate.route", NULL };

static const struct dg_phone_app app = { "com.google.android.apps.maps", NULL, true };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "How do I get to Heathrow Airport?", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "首都机场怎么走", "Asia/Shanghai" },
    { "Remind me to call mum tomorrow at nine", "Europe/London" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "https://www.google.com/maps/dir/?api=1&" };

const struct dg_adapter dg_link_google_maps = {
    .name = "google-maps",
    .title = "Google Maps",
    .intents = intents,
    .serves = dg_region_elsewhere,
    .ask = ask,
    .manifest = &manifest,
    .app = &app,
};
