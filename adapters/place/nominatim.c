/* Nominatim, the geocoder of OpenStreetMap: GET /search in the form jsonv2 (nominatim.org, API "Search"). */
#include "adapters/body.h"
#include "adapters/place/place.h"

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    struct dg_str words = dg_percent_encode(task->arena, place_words(task, intent));
    return place_send(task, next,
            dg_arena_print(task->arena, "/search?q=%.*s&format=jsonv2&limit=1&accept-language=%s", (int)words.len,
                    words.at, dg_task_words(task, "en", "zh")));
}

static const json_t *list(const json_t *answer)
{
    return answer;
}

static bool read_place(struct place_hit *out, const struct dg_task *task, const json_t *place)
{
    out->name = dg_body_text(task->arena, place, "display_name");
    return dg_body_number(place, "lat", &out->lat) && dg_body_number(place, "lon", &out->lon);
}

static const struct place_dialect dialect = { list, read_place };

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    (void)next;
    return place_hear(task, reply, &dialect);
}

static const struct dg_adapter_option options[] = {
    { "url", "base URL of a Nominatim server; its terms want few requests and a cache", true, false },
    { NULL, NULL, false, false },
};

/* What must hold before it is switched on. */
static const struct dg_step exchange[] = {
    { "GET /search?q=Heathrow%20Airport", 200,
            "[{\"lat\":\"51.47\",\"lon\":\"-0.45\",\"display_name\":\"Heathrow Airport, London\"}]" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { place_leads, NULL, exchange, "Heathrow Airport" };

extern const struct dg_adapter dg_place_nominatim;
const struct dg_adapter dg_place_nominatim = {
    .name = "nominatim",
    .title = "Nominatim",
    .base_option = "url",
    .intents = place_intents,
    .locates = true,
    .options = options,
    .deadline_ms = 1500,
    .ask = ask,
    .hear = hear,
    .manifest = &manifest,
};
