#include "server/wire_reading.h"

#include "intents/catalogue.h"
#include "intents/utf8.h"
#include "intents/zone.h"
#include "server/wire.h"

#include <math.h>

/* ---- spans in the caller's unit ---------------------------------------------------------------------------- */

/* Counts are kept at every STEP-th byte, so that a text full of spans is still counted once. */
enum { STEP = 256 };

struct dg_desk dg_desk_of(const struct dg_talk *talk, enum dg_unit unit, struct dg_arena *arena)
{
    return (struct dg_desk){ .arena = arena, .talk = talk, .unit = unit };
}

static size_t units(enum dg_unit unit, struct dg_str text)
{
    if (unit == DG_UNIT_BYTE)
        return text.len;
    return unit == DG_UNIT_UTF16 ? dg_utf8_utf16_units(text, text.len) : dg_utf8_codepoints(text, text.len);
}

static uint32_t *count_message(const struct dg_desk *desk, struct dg_str text)
{
    uint32_t *counts = dg_arena_array(desk->arena, text.len / STEP + 1, sizeof *counts);
    for (size_t i = 1; counts && i <= text.len / STEP; i++)
        counts[i] = counts[i - 1] + (uint32_t)units(desk->unit, dg_str_cut(text, (i - 1) * STEP, i * STEP));
    return counts;
}

static const uint32_t *counts_of(struct dg_desk *desk, uint32_t message)
{
    if (!desk->counts)
        desk->counts = dg_arena_array(desk->arena, desk->talk->count, sizeof *desk->counts);
    if (!desk->counts)
        return NULL;
    if (!desk->counts[message])
        desk->counts[message] = count_message(desk, desk->talk->messages[message].text);
    return desk->counts[message];
}

static json_int_t offset_of(struct dg_desk *desk, uint32_t message, uint32_t byte)
{
    struct dg_str text = desk->talk->messages[message].text;
    if (desk->unit == DG_UNIT_BYTE || text.len < STEP)
        return (json_int_t)units(desk->unit, dg_str_cut(text, 0, byte));
    const uint32_t *counts = counts_of(desk, message);
    if (!counts)
        return 0;
    size_t before = byte / STEP;
    return (json_int_t)(counts[before] + units(desk->unit, dg_str_cut(text, before * STEP, byte)));
}

static json_t *span_json(struct dg_desk *desk, struct dg_span span)
{
    json_t *out = json_object();
    dg_wire_set(out, "message", json_integer((json_int_t)span.message));
    dg_wire_set(out, "start", json_integer(offset_of(desk, span.message, span.start_byte)));
    dg_wire_set(out, "end", json_integer(offset_of(desk, span.message, span.end_byte)));
    return out;
}

static json_t *spans_json(struct dg_desk *desk, const struct dg_span *spans, size_t count)
{
    json_t *out = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(out, span_json(desk, spans[i]));
    return out;
}

/* ---- values ------------------------------------------------------------------------------------------------ */

/* 4 rather than 4.0, which some readers take for another type. */
static json_t *number_json(double number)
{
    if (number == floor(number) && fabs(number) < 1e15)
        return json_integer((json_int_t)number);
    return json_real(number);
}

static void set_time(json_t *out, struct dg_arena *arena, const struct dg_time *time)
{
    if (time->has_start)
        dg_wire_set_text(out, "start", dg_instant_print(arena, time->start));
    if (time->has_end)
        dg_wire_set_text(out, "end", dg_instant_print(arena, time->end));
    dg_wire_set_text(out, "grain", dg_str_of(dg_grain_name(time->grain)));
    dg_wire_set_text(out, "duration", time->duration);
    dg_wire_set_text(out, "recurrence", time->recurrence);
}

static void set_place(json_t *out, const struct dg_place *place)
{
    dg_wire_set_text(out, "name", place->name);
    dg_wire_set_text(out, "area", place->area);
    dg_wire_set_text(out, "address", place->address);
    if (place->has_point) {
        dg_wire_set(out, "lat", json_real(place->lat));
        dg_wire_set(out, "lon", json_real(place->lon));
    }
    dg_wire_set_text(out, "kind", dg_str_of(dg_place_kind_name(place->kind)));
}

static void set_money(json_t *out, const struct dg_money *money)
{
    dg_wire_set(out, "amount", number_json(money->amount));
    dg_wire_set_text(out, "currency", money->currency);
    dg_wire_set_text(out, "per", money->per);
}

json_t *dg_wire_value(struct dg_arena *arena, const struct dg_value *value)
{
    json_t *out = json_object();
    switch (value->kind) {
    case DG_NOTHING:
        break;
    case DG_TIME:
        set_time(out, arena, &value->time);
        break;
    case DG_PLACE:
        set_place(out, &value->place);
        break;
    case DG_COUNT:
        dg_wire_set(out, "number", number_json(value->count));
        break;
    case DG_TEXT:
        dg_wire_set(out, "text", dg_wire_string(value->text));
        break;
    case DG_MONEY:
        set_money(out, &value->money);
        break;
    case DG_PERSON:
        dg_wire_set(out, "name", dg_wire_string(value->text));
        break;
    case DG_CODE:
        dg_wire_set(out, "code", dg_wire_string(value->code.code));
        dg_wire_set_text(out, "scheme", value->code.scheme);
        break;
    }
    return out;
}

/* ---- slots, plan, intents ---------------------------------------------------------------------------------- */

static json_t *slot_json(struct dg_desk *desk, const struct dg_slot *slot)
{
    json_t *out = json_object();
    dg_wire_set(out, "value", dg_wire_value(desk->arena, &slot->value));
    dg_wire_set(out, "text", dg_wire_string(slot->text));
    dg_wire_set(out, "status", json_string(dg_slot_status_name(slot->status)));
    dg_wire_set(out, "spans", spans_json(desk, slot->spans, slot->span_count));
    return out;
}

json_t *dg_wire_slots(struct dg_desk *desk, const struct dg_slot *slots, size_t count)
{
    json_t *out = json_object();
    for (size_t i = 0; i < count; i++) {
        json_t *one = slot_json(desk, &slots[i]), *list = json_object_get(out, slots[i].name);
        if (!slots[i].many)
            dg_wire_set(out, slots[i].name, one);
        else if (list)
            json_array_append_new(list, one);
        else
            dg_wire_set(out, slots[i].name, json_pack("[o]", one));
    }
    return out;
}

json_t *dg_wire_plan(struct dg_desk *desk, const struct dg_reading *reading)
{
    static const struct dg_plan none;
    const struct dg_plan *plan = reading->plan_count ? &reading->plans[0] : &none;
    json_t *out = json_object();
    dg_wire_set_text(out, "activity", dg_str_of(plan->activity));
    dg_wire_set(out, "slots", dg_wire_slots(desk, plan->slots, plan->slot_count));
    return out;
}

json_t *dg_wire_missing(const struct dg_intent *intent)
{
    json_t *out = json_array();
    for (size_t i = 0; i < intent->missing_count; i++)
        json_array_append_new(out, json_string(intent->missing[i]));
    return out;
}

static json_t *questions_json(const struct dg_intent *intent)
{
    json_t *out = json_array();
    for (size_t i = 0; i < intent->question_count; i++) {
        json_t *one = json_object();
        dg_wire_set(one, "slot", json_string(intent->questions[i].type));
        dg_wire_set(one, "detail", dg_wire_string(intent->questions[i].detail));
        json_array_append_new(out, one);
    }
    return out;
}

static json_t *warnings_json(const struct dg_intent *intent)
{
    json_t *out = json_array();
    for (size_t i = 0; i < intent->warning_count; i++) {
        json_t *one = json_object();
        dg_wire_set(one, "type", json_string(intent->warnings[i].type));
        dg_wire_set_text(one, "slot", dg_str_of(intent->warnings[i].slot));
        dg_wire_set(one, "detail", dg_wire_string(intent->warnings[i].detail));
        json_array_append_new(out, one);
    }
    return out;
}

static json_t *intent_json(struct dg_desk *desk, const struct dg_intent *intent)
{
    json_t *out = json_object();
    dg_wire_set(out, "intent", json_string(intent->schema->name));
    dg_wire_set(out, "target", json_string(intent->schema->target));
    dg_wire_set(out, "confidence", json_real(round(intent->confidence * 1000) / 1000));
    dg_wire_set(out, "slots", dg_wire_slots(desk, intent->slots, intent->slot_count));
    dg_wire_set(out, "missing", dg_wire_missing(intent));
    if (intent->question_count)
        dg_wire_set(out, "questions", questions_json(intent));
    if (intent->warning_count)
        dg_wire_set(out, "warnings", warnings_json(intent));
    return out;
}

json_t *dg_wire_intents(struct dg_desk *desk, const struct dg_reading *reading)
{
    json_t *out = json_array();
    for (size_t i = 0; i < reading->intent_count; i++)
        json_array_append_new(out, intent_json(desk, &reading->intents[i]));
    return out;
}

json_t *dg_wire_superseded(struct dg_desk *desk, const struct dg_reading *reading)
{
    json_t *out = json_array();
    for (size_t i = 0; i < reading->superseded_count; i++) {
        const struct dg_slot *slot = &reading->superseded[i];
        json_t *one = slot_json(desk, slot);
        dg_wire_set(one, "slot", json_string(slot->name));
        if (slot->span_count) /* else it is only remembered */
            dg_wire_set(one, "message", json_integer((json_int_t)slot->spans[0].message));
        if (slot->by_message >= 0)
            dg_wire_set(one, "by", json_integer(slot->by_message));
        json_array_append_new(out, one);
    }
    return out;
}

static json_t *entities_json(struct dg_desk *desk, const struct dg_reading *reading)
{
    json_t *out = json_array();
    for (size_t i = 0; i < reading->entity_count; i++) {
        const struct dg_entity *entity = &reading->entities[i];
        json_t *one = json_object();
        dg_wire_set(one, "type", json_string(entity->type));
        dg_wire_set(one, "text", dg_wire_string(entity->text));
        dg_wire_set(one, "value", dg_wire_value(desk->arena, &entity->value));
        dg_wire_set(one, "spans", spans_json(desk, entity->spans, entity->span_count));
        json_array_append_new(out, one);
    }
    return out;
}

json_t *dg_wire_reading(struct dg_desk *desk, const struct dg_reading *reading)
{
    json_t *out = json_object();
    dg_wire_set(out, "language", json_string(dg_language_tag(reading->language)));
    dg_wire_set(out, "plan", dg_wire_plan(desk, reading));
    dg_wire_set(out, "intents", dg_wire_intents(desk, reading));
    dg_wire_set(out, "superseded", dg_wire_superseded(desk, reading));
    dg_wire_set(out, "entities", entities_json(desk, reading));
    return out;
}
