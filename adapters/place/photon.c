/* Photon, a geocoder for what is being typed: GET /api, answered with GeoJSON (photon.komoot.io). It knows no Chinese names of
 * its own, so the language is only said where it is one that Photon has. */
#include "adapters/body.h"
#include "adapters/place/place.h"

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    struct dg_str words = dg_percent_encode(task->arena, place_words(task, intent));
    return place_send(task, next,
            dg_arena_print(task->arena, "/api?q=%.*s&limit=1%s", (int)words.len, words.at,
                    dg_task_words(task, "&lang=en", "")));
}

static const json_t *list(const json_t *answer)
{
    return json_object_get(answer, "features");
}

/* GeoJSON (RFC 7946 §3.1.1): longitude first. */
static bool read_place(struct place_hit *out, const struct dg_task *task, const json_t *place)
{
    const json_t *at = json_object_get(json_object_get(place, "geometry"), "coordinates");
    out->name = dg_body_text(task->arena, json_object_get(place, "properties"), "name");
    out->lon = json_number_value(json_array_get(at, 0));
    out->lat = json_number_value(json_array_get(at, 1));
    return json_array_size(at) >= 2;
}

static const struct place_dialect dialect = { list, read_place };

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    (void)next;
    return place_hear(task, reply, &dialect);
}

static const struct dg_adapter_option options[] = {
    { "url", "base URL of a Photon server", true, false },
    { NULL, NULL, false, false },
};

/* What must hold before it is switched on. */
static const struct dg_step exchange[] = {
    { "GET /api?q=Heathrow%20Airport&limit=1", 200,
            "{\"features\":[{\"geometry\":{\"coordinates\":[-0.45,51.47]},\"properties\":{\"name\":\"Heathrow "
            "Airport\"}}]}" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { place_leads, NULL, exchange, "Heathrow Airport" };

extern const struct dg_adapter dg_place_photon;
const struct dg_adapter dg_place_photon = {
    .name = "photon",
    .title = "Photon",
    .base_option = "url",
    .intents = place_intents,
    .locates = true,
    .options = options,
    .deadline_ms = 1500,
    .ask = ask,
    .hear = hear,
    .manifest = &manifest,
};
