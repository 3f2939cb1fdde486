#include "server/wire_value.h"

#include "intents/zone.h"
#include "server/wire.h"

#include <stdio.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct dg_wire_field time_fields[] = { { "start", DG_WIRE_TEXT, false }, { "end", DG_WIRE_TEXT, false },
    { "grain", DG_WIRE_TEXT, false }, { "duration", DG_WIRE_TEXT, false }, { "recurrence", DG_WIRE_TEXT, false } };
static const struct dg_wire_field place_fields[] = { { "name", DG_WIRE_TEXT, true }, { "area", DG_WIRE_TEXT, false },
    { "address", DG_WIRE_TEXT, false }, { "lat", DG_WIRE_NUMBER, false }, { "lon", DG_WIRE_NUMBER, false },
    { "kind", DG_WIRE_TEXT, false } };
static const struct dg_wire_field count_fields[] = { { "number", DG_WIRE_NUMBER, true } };
static const struct dg_wire_field text_fields[] = { { "text", DG_WIRE_TEXT, true } };
static const struct dg_wire_field person_fields[] = { { "name", DG_WIRE_TEXT, true } };
static const struct dg_wire_field money_fields[] = { { "amount", DG_WIRE_NUMBER, true },
    { "currency", DG_WIRE_TEXT, true }, { "per", DG_WIRE_TEXT, false } };
static const struct dg_wire_field code_fields[] = { { "code", DG_WIRE_TEXT, true }, { "scheme", DG_WIRE_TEXT, false } };

static const struct {
    const struct dg_wire_field *fields;
    size_t count;
} shapes[] = {
    [DG_TIME] = { time_fields, COUNT(time_fields) },
    [DG_PLACE] = { place_fields, COUNT(place_fields) },
    [DG_COUNT] = { count_fields, COUNT(count_fields) },
    [DG_TEXT] = { text_fields, COUNT(text_fields) },
    [DG_MONEY] = { money_fields, COUNT(money_fields) },
    [DG_PERSON] = { person_fields, COUNT(person_fields) },
    [DG_CODE] = { code_fields, COUNT(code_fields) },
};

struct source {
    const json_t *value;
    struct dg_arena *arena;
    const struct dg_zone *zone;
    struct dg_problem *why;
};

static struct dg_str text(const struct source *from, const char *name)
{
    return dg_arena_copy(from->arena, dg_wire_text(from->value, name));
}

static bool has(const struct source *from, const char *name)
{
    return json_object_get(from->value, name) != NULL;
}

static enum dg_status wrong(const struct source *from, const char *name, const char *detail)
{
    char pointer[40];
    snprintf(pointer, sizeof pointer, "/value/%s", name);
    return dg_problem_set(from->why, DG_BAD_INPUT, pointer, "%s", detail);
}

static enum dg_status read_instant(const struct source *from, const char *name, bool *has_it, struct dg_instant *out)
{
    *has_it = has(from, name);
    if (*has_it && !dg_instant_parse(out, dg_wire_text(from->value, name), from->zone))
        return wrong(from, name, "must be a time like 2024-02-20T17:45:00+08:00");
    return DG_OK;
}

static enum dg_status read_grain(const struct source *from, enum dg_grain *out)
{
    struct dg_str name = dg_wire_text(from->value, "grain");
    for (enum dg_grain g = DG_GRAIN_SECOND; g <= DG_GRAIN_YEAR; g++) {
        if (dg_str_is(name, dg_grain_name(g))) {
            *out = g;
            return DG_OK;
        }
    }
    *out = DG_GRAIN_MINUTE;
    return has(from, "grain") ? wrong(from, "grain", "there is no such grain") : DG_OK;
}

static enum dg_status read_time(const struct source *from, struct dg_time *out)
{
    enum dg_status status = read_instant(from, "start", &out->has_start, &out->start);
    if (status == DG_OK)
        status = read_instant(from, "end", &out->has_end, &out->end);
    if (status == DG_OK)
        status = read_grain(from, &out->grain);
    out->duration = text(from, "duration");
    out->recurrence = text(from, "recurrence");
    if (status == DG_OK && !out->has_start && !out->duration.len)
        return wrong(from, "start", "is required");
    if (status == DG_OK && out->has_start && out->has_end && out->end.utc_s <= out->start.utc_s)
        return wrong(from, "end", "must be later than the start");
    if (!out->has_start)
        out->grain = DG_GRAIN_NONE;
    return status;
}

static enum dg_status read_kind(const struct source *from, enum dg_place_kind *out)
{
    if (!has(from, "kind"))
        return DG_OK;
    struct dg_str name = dg_wire_text(from->value, "kind");
    for (enum dg_place_kind k = DG_PLACE_VENUE; k <= DG_PLACE_HERE; k++) {
        if (dg_str_is(name, dg_place_kind_name(k))) {
            *out = k;
            return DG_OK;
        }
    }
    return wrong(from, "kind", "there is no such kind of place");
}

static enum dg_status read_place(const struct source *from, struct dg_place *out)
{
    out->name = text(from, "name");
    out->area = text(from, "area");
    out->address = text(from, "address");
    if (!out->name.len)
        return wrong(from, "name", "must not be empty");
    if (has(from, "lat") != has(from, "lon"))
        return wrong(from, has(from, "lat") ? "lon" : "lat", "is required");
    out->has_point = has(from, "lat");
    out->lat = json_number_value(json_object_get(from->value, "lat"));
    out->lon = json_number_value(json_object_get(from->value, "lon"));
    if (out->lat < -90 || out->lat > 90)
        return wrong(from, "lat", "must be from -90 to 90");
    if (out->lon < -180 || out->lon > 180)
        return wrong(from, "lon", "must be from -180 to 180");
    return read_kind(from, &out->kind);
}

static enum dg_status read_money(const struct source *from, struct dg_money *out)
{
    out->amount = json_number_value(json_object_get(from->value, "amount"));
    out->currency = text(from, "currency");
    out->per = text(from, "per");
    return out->currency.len == 3 ? DG_OK : wrong(from, "currency", "must be three letters (ISO 4217)");
}

static enum dg_status read_text(const struct source *from, const char *name, struct dg_str *out)
{
    *out = text(from, name);
    return out->len ? DG_OK : wrong(from, name, "must not be empty");
}

static enum dg_status read_shape(const struct source *from, struct dg_value *out)
{
    switch (out->kind) {
    case DG_TIME:
        return read_time(from, &out->time);
    case DG_PLACE:
        return read_place(from, &out->place);
    case DG_COUNT:
        out->count = json_number_value(json_object_get(from->value, "number"));
        return out->count > 0 ? DG_OK : wrong(from, "number", "must be more than 0");
    case DG_TEXT:
        return read_text(from, "text", &out->text);
    case DG_MONEY:
        return read_money(from, &out->money);
    case DG_PERSON:
        return read_text(from, "name", &out->text);
    case DG_CODE:
        out->code.scheme = text(from, "scheme");
        return read_text(from, "code", &out->code.code);
    case DG_NOTHING:
        break;
    }
    return dg_problem_set(from->why, DG_BAD_INPUT, "/value", "there is no such type of value");
}

enum dg_status dg_wire_value_read(struct dg_value *out, const json_t *value, enum dg_value_kind kind,
        const struct dg_zone *zone, struct dg_arena *arena, struct dg_problem *why)
{
    *out = (struct dg_value){ .kind = kind };
    enum dg_status status = dg_wire_check(value, "/value", shapes[kind].fields, shapes[kind].count, why);
    if (status != DG_OK)
        return status;
    struct source from = { value, arena, zone, why };
    return read_shape(&from, out);
}
