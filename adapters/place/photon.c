/* Photon, a geocoder for what is being typed: GET /api, answered with GeoJSON (photon.komoot.io). It knows no Chinese names of
 * its own, so the language is only said where it is one that Photon has. */
#include "adapters/body.h"
#include "adapters/manifest.h"
#include "adapters/place/place.h"

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    struct dg_str words = dg_percent_encode(task->arena, place_words(task, intent));
    return place_send(task, next,
            dg_arena_print(task->arena, "/api?q=%.*s&limit=1%s", (int)words.len, words.at,
                    dg_task_words(task, "&lang=en", "")));
}

/* GeoJSON (RFC 7946 §3.1.1): longitude first. */
static bool read_point(const json_t *feature, double *lat, double *lon)
{
    const json_t *at = json_object_get(json_object_get(feature, "geometry"), "coordinates");
    *lon = json_number_value(json_array_get(at, 0));
    *lat = json_number_value(json_array_get(at, 1));
    return json_array_size(at) >= 2;
}

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    (void)next;
    double lat, lon;
    if (reply->end != DG_SENT_OK || reply->status != 200)
        return dg_task_fail_reply(task, reply);
    json_t *answer = dg_body_read(reply->body);
    const json_t *list = json_object_get(answer, "features"), *first = json_array_get(list, 0);
    enum dg_turn turn;
    if (json_is_array(list) && !first)
        turn = place_unknown(task);
    else if (read_point(first, &lat, &lon))
        turn = place_found(task, dg_body_text(task->arena, json_object_get(first, "properties"), "name"), lat, lon);
    else
        turn = dg_task_fail(task, DG_BAD_GATEWAY, "the answer holds no places");
    json_decref(answer);
    return turn;
}

static const struct dg_adapter_option options[] = {
    { "url", "base URL of a Photon server", true, false },
    { NULL, NULL, false, false },
};

static const char *const intents[] = { NULL };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "How do I get to Heathrow Airport?", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_step exchange[] = {
    { "GET /api?q=Heathrow%20Airport&limit=1", 200,
            "{\"features\":[{\"geometry\":{\"coordinates\":[-0.45,51.47]},\"properties\":{\"name\":\"Heathrow "
            "Airport\"}}]}" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { leads, NULL, exchange, "Heathrow Airport" };

extern const struct dg_adapter dg_place_photon;
const struct dg_adapter dg_place_photon = {
    .name = "photon",
    .title = "Photon",
    .base_option = "url",
    .intents = intents,
    .locates = true,
    .options = options,
    .deadline_ms = 1500,
    .ask = ask,
    .hear = hear,
    .manifest = &manifest,
};
