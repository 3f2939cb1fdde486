/* Amap's web service: GET /v3/geocode/geo (lbs.amap.com, web service API "geocoding"). Its points are GCJ-02. For places in China. */
#include "adapters/body.h"
#include "adapters/geo.h"
#include "adapters/place/place.h"
#include "adapters/region.h"

#include <stdlib.h>

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    struct dg_str words = dg_percent_encode(task->arena, place_words(task, intent));
    struct dg_str key = dg_percent_encode(task->arena, dg_setting(task, "key"));
    return place_send(task, next,
            dg_arena_print(task->arena, "/v3/geocode/geo?address=%.*s&output=JSON&key=%.*s", (int)words.len, words.at,
                    (int)key.len, key.at));
}

/* "116.480881,39.989410": longitude first. */
static bool read_location(const json_t *place, struct dg_point *out)
{
    const char *text = json_string_value(json_object_get(place, "location"));
    char *after = NULL;
    if (!text)
        return false;
    out->lon = strtod(text, &after);
    if (*after != ',')
        return false;
    out->lat = strtod(after + 1, &after);
    return *after == '\0';
}

static const json_t *list(const json_t *answer)
{
    return dg_body_is(answer, "status", "1") ? json_object_get(answer, "geocodes") : NULL;
}

static bool read_place(struct place_hit *out, const struct dg_task *task, const json_t *place)
{
    struct dg_point gcj02;
    if (!read_location(place, &gcj02))
        return false;
    struct dg_point at = dg_geo_gcj02_to_wgs84(gcj02);
    *out = (struct place_hit){ dg_body_text(task->arena, place, "formatted_address"), at.lat, at.lon };
    return true;
}

static const struct place_dialect dialect = { list, read_place };

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    (void)next;
    return place_hear(task, reply, &dialect);
}

static const struct dg_adapter_option options[] = {
    { "url", "base URL: https://restapi.amap.com", true, false },
    { "key", "of the web service", true, true },
    { NULL, NULL, false, false },
};

/* What must hold before it is switched on. */
static const struct dg_step exchange[] = {
    { "GET /v3/geocode/geo?address=Heathrow%20Airport", 200,
            "{\"status\":\"1\",\"geocodes\":[{\"formatted_address\":\"Heathrow "
            "Airport\",\"location\":\"-0.45,51.47\"}]}" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { place_leads, NULL, exchange, "Heathrow Airport" };

extern const struct dg_adapter dg_place_amap;
const struct dg_adapter dg_place_amap = {
    .name = "amap-geocoder",
    .title = "Amap geocoding",
    .base_option = "url",
    .intents = place_intents,
    .locates = true,
    .options = options,
    .deadline_ms = 1500,
    .serves = dg_region_china,
    .ask = ask,
    .hear = hear,
    .manifest = &manifest,
};
