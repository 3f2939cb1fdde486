#include "adapters/place/place.h"

#include "adapters/body.h"
#include "adapters/slots.h"

struct dg_str place_words(struct dg_task *task, const struct dg_intent *intent)
{
    const struct dg_place *place = dg_slot_place(intent, "destination");
    if (!place)
        return (struct dg_str){ "", 0 };
    struct dg_str more = place->address.len ? place->address : place->area;
    return dg_arena_print(task->arena, "%.*s%s%.*s", (int)place->name.len, place->name.at, more.len ? ", " : "",
            (int)more.len, more.at);
}

enum dg_turn place_send(struct dg_task *task, struct dg_request *next, struct dg_str path)
{
    *next = (struct dg_request){ .method = dg_str_of("GET"), .safety = DG_SAFE };
    next->url = dg_task_url(task, path);
    next->fields = dg_str_of("place");
    dg_request_header(next, "Accept", dg_str_of("application/json"), false);
    if (dg_arena_overflowed(task->arena))
        return dg_task_fail(task, DG_TOO_BIG, "the request does not fit");
    return DG_TURN_SEND;
}

enum dg_turn place_unknown(struct dg_task *task)
{
    (void)task;
    return DG_TURN_DONE;
}

enum dg_turn place_found(struct dg_task *task, struct dg_str name, double lat, double lon)
{
    bool on_earth = lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 && (lat != 0 || lon != 0);
    struct dg_offer *offer = on_earth ? dg_task_offer(task, DG_OFFER_LINK) : NULL;
    if (!offer)
        return dg_task_fail(task, DG_BAD_GATEWAY, "the answer is no place on earth");
    offer->title = name;
    offer->state = dg_body_write(task->arena, json_pack("{s:f,s:f}", "lat", lat, "lon", lon));
    return DG_TURN_DONE;
}

bool dg_place_read(struct dg_str state, double *lat, double *lon)
{
    json_t *json = dg_body_read(state);
    bool read = dg_body_number(json, "lat", lat) && dg_body_number(json, "lon", lon);
    json_decref(json);
    return read;
}
