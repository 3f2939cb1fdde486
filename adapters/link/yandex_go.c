/* Yandex Go: yandex.com/support/taxi-distr, "Advanced generating links to an order". The link opens the app; where it is missing,
 * `appmetrica_tracking_id` says whether the shop of apps comes or Yandex's own page. It takes points only. */
#include "adapters/link/link.h"
#include "adapters/link/trip.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

static void write_point(struct dg_link *link, const char *lat, const char *lon, const struct dg_spot *spot)
{
    dg_link_coordinate(link, lat, spot->at.lat);
    dg_link_coordinate(link, lon, spot->at.lon);
}

static struct dg_str write_link(const struct dg_task *task, const struct dg_trip *trip, const char *else_to)
{
    struct dg_link link;
    dg_link_start(&link, "https://3.redirect.appmetrica.yandex.com/route");
    if (trip->from.kind == DG_SPOT_POINT)
        write_point(&link, "start-lat", "start-lon", &trip->from);
    write_point(&link, "end-lat", "end-lon", &trip->to);
    dg_link_text(&link, "ref", dg_str_of("dragoman"));
    dg_link_text(&link, "appmetrica_tracking_id", dg_str_of(else_to));
    if (task->language == DG_LANG_EN) /* else the app's own */
        dg_link_text(&link, "lang", dg_str_of("en"));
    return dg_link_end(&link, task->arena);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char shop[] = "1178268795219780156", page[] = "25395763362139037";
    struct dg_trip trip;
    if (!dg_trip_read_points(&trip, task, intent))
        return DG_TURN_FAIL;
    struct dg_offer offer = {
        .link = write_link(task, &trip, shop),
        .web_link = write_link(task, &trip, page),
    };
    return dg_trip_offer(task, &trip, "Yandex Go to", "Yandex Go 打车前往", offer);
}

/* Russia, Belarus, Kazakhstan, Uzbekistan, Kyrgyzstan, Armenia and Georgia. Boxes: they hold some land of their neighbours. */
static bool serves(const struct dg_intent *intent, const struct dg_context *ctx)
{
    static const struct dg_box boxes[] = {
        { 54.3, 55.3, 19.6, 22.9 }, /* Kaliningrad */
        { 51.2, 56.2, 23.5, 32.8 }, /* Belarus */
        { 56.2, 70.0, 28.2, 60.0 }, /* the north-west, to the Urals */
        { 51.0, 56.2, 32.8, 60.0 }, /* Moscow, the Volga */
        { 43.2, 51.0, 38.5, 50.0 }, /* the Don, the north of the Caucasus */
        { 44.3, 47.3, 36.5, 38.5 }, /* the Kuban */
        { 38.8, 43.2, 40.0, 46.6 }, /* Georgia, Armenia */
        { 41.2, 51.0, 50.0, 55.9 }, /* the west of Kazakhstan */
        { 39.3, 51.0, 55.9, 87.4 }, /* Kazakhstan, Uzbekistan, Kyrgyzstan */
        { 50.0, 77.0, 60.0, 180.0 }, /* Siberia */
        { 42.3, 50.0, 130.4, 139.0 }, /* Khabarovsk, Vladivostok */
        { 45.9, 54.5, 141.6, 144.8 }, /* Sakhalin */
        { 0, 0, 0, 0 },
    };
    return dg_region_within(intent, ctx, "dropoff", boxes);
}

static const char *const intents[] = { "ride.request", NULL };

static const struct dg_phone_app app = { "ru.yandex.taxi", NULL, true };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Get me a taxi to Sheremetyevo Airport at 7pm", "Europe/Moscow" },
    { "帮我打车去谢列梅捷沃机场", "Europe/Moscow" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Please get me a taxi from Paddington Station to Heathrow Airport at 7pm", "Europe/London" },
    { "帮我叫辆车，晚上九点从北京南站去首都机场", "Asia/Shanghai" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL,
    "https://3.redirect.appmetrica.yandex.com/route?end-lat=55." };

const struct dg_adapter dg_link_yandex_go = {
    .name = "yandex-go",
    .title = "Yandex Go",
    .intents = intents,
    .serves = serves,
    .ask = ask,
    .manifest = &manifest,
    .app = &app,
};
