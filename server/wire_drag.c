#include "server/wire_drag.h"

#include "intents/catalogue.h"
#include "server/mask.h"
#include "server/wire.h"
#include "server/wire_card.h"
#include "server/wire_reading.h"

#include <math.h>

/* ---- targets ------------------------------------------------------------------------------------------------------- */

static json_t *route_json(const struct dg_route *route, int64_t now_s)
{
    json_t *out = json_object();
    dg_wire_set(out, "adapter", json_string(route->plug->adapter->name));
    dg_wire_set(out, "state", json_string(dg_offers_state_name(route->answer.state)));
    dg_wire_set(out, "offers", json_integer((json_int_t)dg_offers_held(&route->answer, now_s)));
    dg_wire_set_text(out, "reason", route->answer.reason);
    return out;
}

static json_t *target_json(const struct dg_target *target, enum dg_language language, int64_t now_s)
{
    const struct dg_intent_schema *schema = target->intent->schema;
    json_t *out = json_object(), *adapters = json_array();
    dg_wire_set(out, "target", json_string(schema->target));
    dg_wire_set(out, "intent", json_string(schema->name));
    dg_wire_set(out, "title", json_string(language == DG_LANG_ZH ? schema->title_zh : schema->title_en));
    dg_wire_set(out, "confidence", json_real(round(target->intent->confidence * 1000) / 1000));
    dg_wire_set(out, "missing", dg_wire_missing(target->intent));
    for (size_t i = 0; i < target->route_count; i++)
        json_array_append_new(adapters, route_json(&target->routes[i], now_s));
    dg_wire_set(out, "adapters", adapters);
    return out;
}

static json_t *targets_json(const struct dg_drag *drag, int64_t now_s)
{
    json_t *out = json_array();
    for (size_t i = 0; i < drag->targets.count; i++)
        json_array_append_new(out, target_json(&drag->targets.at[i], drag->reading->language, now_s));
    return out;
}

/* ---- the drag ------------------------------------------------------------------------------------------------------ */

json_t *dg_wire_drag(const struct dg_drag *drag, int64_t now_s, struct dg_arena *arena)
{
    struct dg_desk desk = dg_desk_of(&drag->ask.talk, drag->ask.unit, arena);
    struct dg_session_id session = dg_drag_session(&drag->id);
    struct dg_instant expires = dg_zone_at(drag->ask.ctx.zone, drag->expires_s);
    json_t *out = json_object();
    dg_wire_set(out, "drag_id", json_string(drag->id.text));
    dg_wire_set(out, "session_id", json_string(session.text));
    dg_wire_set(out, "revision", json_integer(drag->revision));
    dg_wire_set(out, "language", json_string(dg_language_tag(drag->reading->language)));
    dg_wire_set(out, "plan", dg_wire_plan(&desk, drag->reading));
    dg_wire_set(out, "intents", dg_wire_intents(&desk, drag->reading));
    dg_wire_set(out, "superseded", dg_wire_superseded(&desk, drag->reading));
    dg_wire_set(out, "targets", targets_json(drag, now_s));
    dg_wire_set_text(out, "expires_at", dg_instant_print(arena, expires));
    return out;
}

json_t *dg_wire_rule(const struct dg_fix *fix, struct dg_str from, enum dg_language language, bool remembered,
        struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set_text(out, "slot", fix->slot);
    dg_wire_set_text(out, "from", from);
    dg_wire_set(out, "to", dg_wire_string(fix->text));
    struct dg_str offer = language == DG_LANG_ZH ? dg_arena_print(arena, "以后说“%.*s”都当作“%.*s”吗？", (int)from.len,
                                                           from.at, (int)fix->text.len, fix->text.at)
                                                 : dg_arena_print(arena, "Always take \"%.*s\" to mean \"%.*s\"?",
                                                           (int)from.len, from.at, (int)fix->text.len, fix->text.at);
    dg_wire_set(out, "offer", dg_wire_string(offer));
    dg_wire_set(out, "remembered", json_boolean(remembered));
    return out;
}

/* ---- the drop ------------------------------------------------------------------------------------------------------ */

json_t *dg_wire_drop(const struct dg_drag *drag, const struct dg_target *target, const struct dg_cards *cards,
        const struct dg_silences *silences, struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set(out, "drag_id", json_string(drag->id.text));
    dg_wire_set(out, "target", json_string(target->intent->schema->target));
    dg_wire_set(out, "intent", json_string(target->intent->schema->name));
    dg_wire_set(out, "complete", json_boolean(dg_target_complete(target)));
    dg_wire_set(out, "cards", dg_wire_cards(cards, arena));
    dg_wire_set(out, "unanswered", dg_wire_silences(silences));
    return out;
}

/* ---- the hover ----------------------------------------------------------------------------------------------------- */

static json_t *headers_json(const struct dg_plug *plug, const struct dg_request *request, struct dg_arena *arena)
{
    json_t *out = json_object();
    for (size_t i = 0; i < request->header_count; i++) {
        const struct dg_header *h = &request->headers[i];
        struct dg_str value = h->secret ? dg_str_of("***") : dg_mask(plug, h->value, arena);
        struct dg_str name = dg_arena_copy(arena, h->name);
        dg_wire_set(out, name.at, dg_wire_string(value));
    }
    if (request->user.len)
        dg_wire_set(out, "Authorization", json_string("***"));
    return out;
}

static void set_request(
        json_t *out, const struct dg_plug *plug, const struct dg_request *request, struct dg_arena *arena)
{
    dg_wire_set_text(out, "method", request->method);
    dg_wire_set_text(out, "url", dg_mask(plug, request->url, arena));
    dg_wire_set(out, "headers", headers_json(plug, request, arena));
    dg_wire_set_text(out, "body", dg_mask(plug, request->body, arena));
}

static json_t *missing_json(const char *const *missing)
{
    json_t *out = json_array();
    for (size_t i = 0; missing && missing[i]; i++)
        json_array_append_new(out, json_string(missing[i]));
    return out;
}

static json_t *hover_json(
        const struct dg_drag *drag, const struct dg_intent *intent, const struct dg_plug *plug, struct dg_arena *arena)
{
    struct dg_hover hover;
    json_t *out = json_object();
    dg_wire_set(out, "adapter", json_string(plug->adapter->name));
    if (!dg_hover_over(&hover, plug, intent, &drag->ask.ctx, drag->reading->language, arena))
        return out;
    if (hover.sends)
        set_request(out, plug, &hover.request, arena);
    else if (hover.answer.offer_count)
        dg_wire_set_text(out, "link", hover.answer.offers[0].link);
    dg_wire_set(out, "missing", missing_json(hover.answer.missing));
    return out;
}

json_t *dg_wire_hover(const struct dg_drag *drag, const struct dg_target *target, struct dg_arena *arena)
{
    struct dg_desk desk = dg_desk_of(&drag->ask.talk, drag->ask.unit, arena);
    const struct dg_intent *intent = target->intent;
    json_t *out = json_object(), *requests = json_array();
    dg_wire_set(out, "target", json_string(intent->schema->target));
    dg_wire_set(out, "intent", json_string(intent->schema->name));
    dg_wire_set(out, "slots", dg_wire_slots(&desk, intent->slots, intent->slot_count));
    dg_wire_set(out, "missing", dg_wire_missing(intent));
    for (size_t i = 0; i < target->route_count; i++) {
        const struct dg_plug *plug = target->routes[i].plug;
        if (!drag->ask.local_only || !dg_plug_is_live(plug))
            json_array_append_new(requests, hover_json(drag, intent, plug, arena));
    }
    dg_wire_set(out, "requests", requests);
    return out;
}
