/* An action as the record of the store. */
#include "server/action.h"
#include "server/record_offer.h"
#include "server/wire.h"

static const char *const ends[] = {
    [DG_RECEIPT_NONE] = "none",
    [DG_RECEIPT_BOOKED] = "booked",
    [DG_RECEIPT_REFUSED] = "refused",
    [DG_RECEIPT_CANCELLED] = "cancelled",
    [DG_RECEIPT_PENDING] = "pending",
};

static json_t *receipt_record(const struct dg_receipt *receipt)
{
    json_t *out = json_object();
    dg_wire_set(out, "end", json_string(ends[receipt->end]));
    dg_wire_set_text(out, "reference", receipt->reference);
    dg_wire_set_text(out, "detail", receipt->detail);
    dg_wire_set_text(out, "state", receipt->state);
    dg_wire_set(out, "price", dg_price_record(&receipt->price));
    return out;
}

static json_t *problem_record(const struct dg_problem *problem)
{
    json_t *out = json_object();
    dg_wire_set(out, "status", json_integer((json_int_t)problem->status));
    dg_wire_set(out, "detail", json_string(problem->detail));
    return out;
}

static void set_times(json_t *out, const struct dg_action *action)
{
    dg_wire_set(out, "created_s", json_integer(action->created_s));
    dg_wire_set(out, "updated_s", json_integer(action->updated_s));
    dg_wire_set(out, "sent_ms", json_integer(action->sent_ms));
    dg_wire_set(out, "due_ms", json_integer(action->due_ms));
}

struct dg_str dg_action_record(const struct dg_action *action, struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set(out, "state", json_string(dg_action_state_name(action->state)));
    dg_wire_set_text(out, "caller", action->caller);
    dg_wire_set_text(out, "intent", action->intent);
    dg_wire_set_text(out, "adapter", action->adapter);
    dg_wire_set_text(out, "card_id", action->card_id);
    dg_wire_set_text(out, "key_digest", action->key_digest);
    dg_wire_set_text(out, "token_digest", action->token_digest);
    dg_wire_set_text(out, "zone", action->zone);
    dg_wire_set(out, "language", json_integer((json_int_t)action->language));
    dg_wire_set(out, "offer", dg_offer_record(&action->offer, arena));
    dg_wire_set_text(out, "entry", action->entry);
    dg_wire_set(out, "sent", dg_sent_record(action->sent, action->sent_count));
    dg_wire_set(out, "receipt", receipt_record(&action->receipt));
    if (action->has_problem)
        dg_wire_set(out, "problem", problem_record(&action->problem));
    set_times(out, action);
    return dg_wire_print_taken(arena, out);
}

/* ---- and back ------------------------------------------------------------------------------------------------------ */

static struct dg_str kept(const json_t *json, const char *name, struct dg_arena *arena)
{
    return dg_arena_copy(arena, dg_wire_text(json, name));
}

static int64_t number(const json_t *json, const char *name)
{
    return json_integer_value(json_object_get(json, name));
}

static bool read_state(enum dg_action_state *out, struct dg_str name)
{
    for (enum dg_action_state s = DG_ACTION_OFFERED; s <= DG_ACTION_EXPIRED; s++) {
        if (dg_str_is(name, dg_action_state_name(s))) {
            *out = s;
            return true;
        }
    }
    return false;
}

static void read_receipt(struct dg_receipt *out, const json_t *json, struct dg_arena *arena)
{
    struct dg_str end = dg_wire_text(json, "end");
    for (enum dg_receipt_end e = DG_RECEIPT_NONE; e <= DG_RECEIPT_PENDING; e++) {
        if (dg_str_is(end, ends[e]))
            out->end = e;
    }
    out->reference = kept(json, "reference", arena);
    out->detail = kept(json, "detail", arena);
    out->state = kept(json, "state", arena);
    out->price = dg_price_read(json_object_get(json, "price"), arena);
}

static void read_problem(struct dg_action *out, const json_t *json)
{
    out->has_problem = json_is_object(json);
    if (out->has_problem)
        dg_problem_set(&out->problem, (enum dg_status)number(json, "status"), "", "%s",
                json_string_value(json_object_get(json, "detail")));
}

static void read_action(struct dg_action *out, const json_t *json, const struct dg_app *app, struct dg_arena *arena)
{
    out->caller = kept(json, "caller", arena);
    out->intent = kept(json, "intent", arena);
    out->adapter = kept(json, "adapter", arena);
    out->plug = dg_plug_find(app, out->adapter);
    out->card_id = kept(json, "card_id", arena);
    out->key_digest = kept(json, "key_digest", arena);
    out->token_digest = kept(json, "token_digest", arena);
    out->zone = kept(json, "zone", arena);
    out->language = (enum dg_language)number(json, "language");
    dg_offer_read(&out->offer, json_object_get(json, "offer"), arena);
    out->entry = kept(json, "entry", arena);
    out->sent = dg_sent_read(json_object_get(json, "sent"), &out->sent_count, arena);
    read_receipt(&out->receipt, json_object_get(json, "receipt"), arena);
    read_problem(out, json_object_get(json, "problem"));
    out->created_s = number(json, "created_s");
    out->updated_s = number(json, "updated_s");
    out->sent_ms = number(json, "sent_ms");
    out->due_ms = number(json, "due_ms");
}

bool dg_action_read(struct dg_action *out, const struct dg_action_id *id, const struct dg_record *record,
        const struct dg_app *app, struct dg_arena *arena)
{
    *out = (struct dg_action){ .id = *id, .version = record->version };
    json_t *json = json_loadb(record->value.at, record->value.len, 0, NULL);
    bool read = json && read_state(&out->state, dg_wire_text(json, "state"));
    if (read)
        read_action(out, json, app, arena);
    json_decref(json);
    return read && !dg_arena_overflowed(arena);
}
