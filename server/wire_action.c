#include "server/wire_action.h"

#include "server/wire.h"
#include "server/wire_card.h"

struct desk {
    const struct dg_zone *zone;
    struct dg_arena *arena;
};

static void set_time(json_t *out, const char *name, int64_t utc_s, const struct desk *desk)
{
    dg_wire_set_text(out, name, dg_instant_print(desk->arena, dg_zone_at(desk->zone, utc_s)));
}

/* The card without its action: that is what this is. */
static json_t *card_json(const struct dg_action *action, struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set_text(out, "card_id", action->card_id);
    dg_wire_set_text(out, "intent", action->intent);
    dg_wire_set_text(out, "adapter", action->adapter);
    dg_wire_set_offer(out, &action->offer, arena);
    return out;
}

static json_t *result_json(const struct dg_receipt *receipt)
{
    json_t *out = json_object();
    dg_wire_set_text(out, "reference", receipt->reference);
    dg_wire_set_text(out, "detail", receipt->detail);
    dg_wire_set(out, "price", dg_wire_price(&receipt->price));
    return out;
}

static json_t *problem_json(const struct dg_problem *problem)
{
    json_t *out = json_object();
    dg_wire_set(out, "type", json_string(dg_status_type(problem->status)));
    dg_wire_set(out, "detail", json_string(problem->detail));
    return out;
}

static json_t *fields_json(struct dg_str fields)
{
    json_t *out = json_array();
    for (size_t start = 0; start < fields.len;) {
        const char *comma = memchr(fields.at + start, ',', fields.len - start);
        size_t end = comma ? (size_t)(comma - fields.at) : fields.len;
        json_array_append_new(out, dg_wire_string(dg_str_cut(fields, start, end)));
        start = end + 1;
    }
    return out;
}

static json_t *receipt_json(const struct dg_action *action, const struct desk *desk)
{
    json_t *out = json_array();
    for (size_t i = 0; i < action->sent_count; i++) {
        const struct dg_sent *sent = &action->sent[i];
        json_t *one = json_object();
        dg_wire_set(one, "host", dg_wire_string(sent->host));
        set_time(one, "at", sent->at_s, desk);
        dg_wire_set(one, "method", dg_wire_string(sent->method));
        dg_wire_set(one, "path", dg_wire_string(sent->path));
        dg_wire_set(one, "status", json_integer(sent->status));
        dg_wire_set(one, "fields", fields_json(sent->fields));
        json_array_append_new(out, one);
    }
    return out;
}

json_t *dg_wire_action(const struct dg_action *action, struct dg_zones *zones, struct dg_arena *arena)
{
    const struct dg_zone *zone = dg_zones_get(zones, action->zone);
    struct desk desk = { zone ? zone : dg_zones_get(zones, dg_str_of("UTC")), arena };
    struct dg_drag_id drag = dg_action_drag(&action->id);
    json_t *out = json_object();
    dg_wire_set(out, "action_id", json_string(action->id.text));
    dg_wire_set(out, "drag_id", json_string(drag.text));
    dg_wire_set(out, "state", json_string(dg_action_state_name(action->state)));
    dg_wire_set_text(out, "intent", action->intent);
    dg_wire_set_text(out, "adapter", action->adapter);
    dg_wire_set(out, "card", card_json(action, arena));
    if (action->receipt.end != DG_RECEIPT_NONE)
        dg_wire_set(out, "result", result_json(&action->receipt));
    if (action->has_problem)
        dg_wire_set(out, "problem", problem_json(&action->problem));
    dg_wire_set(out, "receipt", receipt_json(action, &desk));
    set_time(out, "created_at", action->created_s, &desk);
    set_time(out, "updated_at", action->updated_s, &desk);
    return out;
}
