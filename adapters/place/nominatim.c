/* Nominatim, the geocoder of OpenStreetMap: GET /search in the form jsonv2 (nominatim.org, API "Search"). */
#include "adapters/body.h"
#include "adapters/manifest.h"
#include "adapters/place/place.h"

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    struct dg_str words = dg_percent_encode(task->arena, place_words(task, intent));
    return place_send(task, next,
            dg_arena_print(task->arena, "/search?q=%.*s&format=jsonv2&limit=1&accept-language=%s", (int)words.len,
                    words.at, dg_task_words(task, "en", "zh")));
}

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    (void)next;
    double lat, lon;
    if (reply->end != DG_SENT_OK || reply->status != 200)
        return dg_task_fail_reply(task, reply);
    json_t *list = dg_body_read(reply->body);
    const json_t *first = json_array_get(list, 0);
    enum dg_turn turn;
    if (json_is_array(list) && !first)
        turn = place_unknown(task);
    else if (dg_body_number(first, "lat", &lat) && dg_body_number(first, "lon", &lon))
        turn = place_found(task, dg_body_text(task->arena, first, "display_name"), lat, lon);
    else
        turn = dg_task_fail(task, DG_BAD_GATEWAY, "the answer holds no places");
    json_decref(list);
    return turn;
}

static const struct dg_adapter_option options[] = {
    { "url", "base URL of a Nominatim server; its terms want few requests and a cache", true, false },
    { NULL, NULL, false, false },
};

static const char *const intents[] = { NULL };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "How do I get to Heathrow Airport?", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_step exchange[] = {
    { "GET /search?q=Heathrow%20Airport", 200,
            "[{\"lat\":\"51.47\",\"lon\":\"-0.45\",\"display_name\":\"Heathrow Airport, London\"}]" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { leads, NULL, exchange, "Heathrow Airport" };

extern const struct dg_adapter dg_place_nominatim;
const struct dg_adapter dg_place_nominatim = {
    .name = "nominatim",
    .title = "Nominatim",
    .base_option = "url",
    .intents = intents,
    .locates = true,
    .options = options,
    .deadline_ms = 1500,
    .ask = ask,
    .hear = hear,
    .manifest = &manifest,
};
