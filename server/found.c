#include "server/found.h"

#include "server/wire.h"

bool dg_place_is_lost(const struct dg_place *place)
{
    bool on_maps = place->kind == DG_PLACE_UNKNOWN || place->kind == DG_PLACE_VENUE ||
            place->kind == DG_PLACE_ADDRESS || place->kind == DG_PLACE_AREA || place->kind == DG_PLACE_STATION ||
            place->kind == DG_PLACE_AIRPORT;
    return !place->has_point && on_maps && place->name.len > 0;
}

const struct dg_found *dg_found_for(const struct dg_found *found, size_t count, const struct dg_place *place)
{
    for (size_t i = 0; i < count; i++) {
        if (dg_str_eq(found[i].name, place->name) && dg_str_eq(found[i].area, place->area))
            return &found[i];
    }
    return NULL;
}

static bool fill(struct dg_slot *slots, size_t count, const struct dg_found *found, size_t found_count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        struct dg_value *value = &slots[i].value;
        const struct dg_found *f = NULL;
        if (value->kind == DG_PLACE && dg_place_is_lost(&value->place))
            f = dg_found_for(found, found_count, &value->place);
        if (!f || !f->there)
            continue;
        value->place.has_point = true;
        value->place.lat = f->lat;
        value->place.lon = f->lon;
        any = true;
    }
    return any;
}

static bool copy_slots(const struct dg_slot **slots, size_t count, const struct dg_found *found, size_t found_count,
        struct dg_arena *arena)
{
    struct dg_slot *copy = dg_arena_array(arena, count + 1, sizeof *copy);
    if (!copy)
        return false;
    if (count)
        memcpy(copy, *slots, count * sizeof *copy);
    if (fill(copy, count, found, found_count))
        *slots = copy;
    return true;
}

const struct dg_reading *dg_found_apply(
        const struct dg_reading *reading, const struct dg_found *found, size_t count, struct dg_arena *arena)
{
    if (count == 0)
        return reading;
    struct dg_reading *copy = dg_arena_alloc(arena, sizeof *copy);
    struct dg_intent *intents = dg_arena_array(arena, reading->intent_count + 1, sizeof *intents);
    struct dg_plan *plans = dg_arena_array(arena, reading->plan_count + 1, sizeof *plans);
    bool fine = copy && intents && plans;
    for (size_t i = 0; fine && i < reading->intent_count; i++) {
        intents[i] = reading->intents[i];
        fine = copy_slots(&intents[i].slots, intents[i].slot_count, found, count, arena);
    }
    for (size_t i = 0; fine && i < reading->plan_count; i++) {
        plans[i] = reading->plans[i];
        fine = copy_slots(&plans[i].slots, plans[i].slot_count, found, count, arena);
    }
    if (!fine)
        return NULL;
    *copy = *reading;
    copy->intents = intents;
    copy->plans = plans;
    return copy;
}

/* ---- records ----------------------------------------------------------------------------------------------------- */

json_t *dg_found_record(const struct dg_found *found, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *one = json_object();
        dg_wire_set_text(one, "name", found[i].name);
        dg_wire_set_text(one, "area", found[i].area);
        if (found[i].there) {
            dg_wire_set(one, "lat", json_real(found[i].lat));
            dg_wire_set(one, "lon", json_real(found[i].lon));
        }
        json_array_append_new(list, one);
    }
    return list;
}

size_t dg_found_read(struct dg_found *out, const json_t *list, struct dg_arena *arena)
{
    size_t count = json_array_size(list) < DG_FOUND_MAX ? json_array_size(list) : DG_FOUND_MAX;
    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_array_get(list, i), *lat = json_object_get(one, "lat");
        out[i] = (struct dg_found){
            .name = dg_arena_copy(arena, dg_wire_text(one, "name")),
            .area = dg_arena_copy(arena, dg_wire_text(one, "area")),
            .there = lat != NULL,
            .lat = json_number_value(lat),
            .lon = json_number_value(json_object_get(one, "lon")),
        };
    }
    return count;
}
