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

static enum dg_turn found(struct dg_task *task, const struct place_hit *hit)
{
    double lat = hit->lat, lon = hit->lon;
    bool on_earth = lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 && (lat != 0 || lon != 0);
    struct dg_offer *offer = on_earth ? dg_task_offer(task, DG_OFFER_LINK) : NULL;
    if (!offer)
        return dg_task_fail(task, DG_BAD_GATEWAY, "the answer is no place on earth");
    offer->title = hit->name;
    offer->state = dg_body_write(task->arena, json_pack("{s:f,s:f}", "lat", lat, "lon", lon));
    return DG_TURN_DONE;
}

static enum dg_turn take(struct dg_task *task, const json_t *list, const struct place_dialect *dialect)
{
    struct place_hit hit;
    const json_t *first = json_array_get(list, 0);
    if (json_is_array(list) && !first)
        return DG_TURN_DONE;
    if (first && dialect->read(&hit, task, first))
        return found(task, &hit);
    return dg_task_fail(task, DG_BAD_GATEWAY, "the answer holds no places");
}

enum dg_turn place_hear(struct dg_task *task, const struct dg_reply *reply, const struct place_dialect *dialect)
{
    if (reply->end != DG_SENT_OK || reply->status != 200)
        return dg_task_fail_reply(task, reply);
    json_t *answer = dg_body_read(reply->body);
    enum dg_turn turn = take(task, dialect->list(answer), dialect);
    json_decref(answer);
    return turn;
}

const char *const place_intents[] = { NULL };

const struct dg_utterance place_leads[] = {
    { "How do I get to Heathrow Airport?", "Europe/London" },
    { NULL, NULL },
};

bool dg_place_read(struct dg_str state, double *lat, double *lon)
{
    json_t *json = dg_body_read(state);
    bool read = dg_body_number(json, "lat", lat) && dg_body_number(json, "lon", lon);
    json_decref(json);
    return read;
}
