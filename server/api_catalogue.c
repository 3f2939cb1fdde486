#include "intents/catalogue.h"
#include "server/api.h"
#include "server/reply.h"
#include "server/wire.h"

/* ---- GET /v1/intents --------------------------------------------------------------------------------------- */

static json_t *slots_json(const struct dg_intent_schema *schema)
{
    json_t *out = json_object();
    for (const struct dg_slot_schema *s = schema->slots; s < schema->slots + DG_SLOTS_MAX && s->name; s++) {
        dg_wire_set(out, s->name,
                json_pack("{s:s,s:b,s:b}", "type", dg_value_kind_name(s->kind), "required", s->required, "many",
                        s->many));
    }
    return out;
}

static json_t *intent_json(const struct dg_intent_schema *schema)
{
    return json_pack("{s:s,s:s,s:{s:s,s:s},s:o}", "intent", schema->name, "target", schema->target, "title", "en",
            schema->title_en, "zh", schema->title_zh, "slots", slots_json(schema));
}

void dg_api_intents(struct dg_lane *lane, struct dg_exchange *ex)
{
    (void)lane;
    json_t *list = json_array();
    for (size_t i = 0; i < dg_catalogue_count; i++)
        json_array_append_new(list, intent_json(&dg_catalogue[i]));
    dg_reply_json(ex, 200, json_pack("{s:o}", "intents", list));
}

/* ---- GET /v1/adapters -------------------------------------------------------------------------------------- */

static json_t *figures_json(const struct dg_transport_figures *f)
{
    return json_pack("{s:I,s:I,s:I,s:I}", "sent", (json_int_t)f->sent, "failed", (json_int_t)f->failed, "refused",
            (json_int_t)f->refused, "in_flight", (json_int_t)f->in_flight);
}

static json_t *names_json(const char *const *names)
{
    json_t *out = json_array();
    for (; *names; names++)
        json_array_append_new(out, json_string(*names));
    return out;
}

static json_t *adapter_json(const struct dg_lane *lane, const struct dg_plug *plug)
{
    const struct dg_adapter *adapter = plug->adapter;
    bool live = adapter->base_option != NULL;
    json_t *out = json_object();
    dg_wire_set(out, "adapter", json_string(adapter->name));
    dg_wire_set(out, "title", json_string(adapter->title));
    dg_wire_set(out, "intents", names_json(adapter->intents));
    dg_wire_set(out, "state", json_string(plug->on ? "on" : "off"));
    if (!plug->on)
        dg_wire_set(out, "reason", json_string(plug->why_off));
    dg_wire_set(out, "sandbox", json_boolean(plug->settings.sandbox));
    dg_wire_set(out, "kind", json_string(live ? "live" : "link"));
    if (!live)
        return out;
    struct dg_transport_figures figures =
            dg_metrics_adapter_sum(lane->metrics->board, (size_t)(plug - lane->app->plugs));
    dg_wire_set(out, "breaker", json_string(dg_breaker_state_name(figures.breaker)));
    dg_wire_set(out, "requests", figures_json(&figures));
    return out;
}

void dg_api_adapters(struct dg_lane *lane, struct dg_exchange *ex)
{
    json_t *list = json_array();
    for (size_t i = 0; i < lane->app->plug_count; i++)
        json_array_append_new(list, adapter_json(lane, &lane->app->plugs[i]));
    dg_reply_json(ex, 200, json_pack("{s:o}", "adapters", list));
}
