#include "tests/support/conv.h"

#include <stdio.h>
#include <stdlib.h>

/* Takes the text up to the next " | " from *rest. */
static struct dg_str next_part(struct dg_str *rest)
{
    ptrdiff_t bar = dg_str_find(*rest, dg_str_of(" | "), 0);
    size_t end = bar < 0 ? rest->len : (size_t)bar;
    struct dg_str part = dg_str_trim(dg_str_cut(*rest, 0, end));
    *rest = bar < 0 ? (struct dg_str){ "", 0 } : dg_str_cut(*rest, end + 3, rest->len);
    return part;
}

/* The value of `key` among the parts, or the empty slice. */
static struct dg_str part_of(struct dg_str rest, const char *key)
{
    next_part(&rest);
    while (rest.len) {
        struct dg_str part = next_part(&rest);
        ptrdiff_t equals = dg_str_find(part, dg_str_of("="), 0);
        if (equals > 0 && dg_str_is(dg_str_cut(part, 0, (size_t)equals), key))
            return dg_str_cut(part, (size_t)equals + 1, part.len);
    }
    return (struct dg_str){ "", 0 };
}

static double number_of(struct dg_str text)
{
    char copy[64];
    snprintf(copy, sizeof copy, "%.*s", (int)text.len, text.at);
    return strtod(copy, NULL);
}

static enum dg_place_kind place_kind(struct dg_str name)
{
    for (int k = DG_PLACE_UNKNOWN; k <= DG_PLACE_HERE; k++) {
        const char *known = dg_place_kind_name((enum dg_place_kind)k);
        if (known && name.len && dg_str_is(name, known))
            return (enum dg_place_kind)k;
    }
    return DG_PLACE_UNKNOWN;
}

static struct dg_place place_of(struct dg_str text)
{
    struct dg_str rest = text, lat = part_of(text, "lat"), lon = part_of(text, "lon");
    struct dg_place place = { .name = next_part(&rest), .area = part_of(text, "area") };
    place.address = part_of(text, "address");
    place.code = part_of(text, "code");
    place.kind = place_kind(part_of(text, "kind"));
    place.has_point = lat.len && lon.len;
    place.lat = number_of(lat);
    place.lon = number_of(lon);
    return place;
}

static bool time_of(struct dg_time *time, struct dg_str text)
{
    struct dg_str rest = text, end = part_of(text, "end"), grain = part_of(text, "grain");
    *time = (struct dg_time){ .grain = DG_GRAIN_MINUTE, .recurrence = part_of(text, "recurrence") };
    for (int g = DG_GRAIN_SECOND; g <= DG_GRAIN_YEAR && grain.len; g++) {
        if (dg_str_is(grain, dg_grain_name((enum dg_grain)g)))
            time->grain = (enum dg_grain)g;
    }
    time->duration = part_of(text, "duration");
    time->has_start = dg_instant_parse(&time->start, next_part(&rest), NULL);
    time->has_end = end.len && dg_instant_parse(&time->end, end, NULL);
    return (time->has_start || time->duration.len) && (time->has_end || !end.len);
}

bool dg_conv_value(struct dg_value *out, enum dg_value_kind kind, struct dg_str text, struct dg_arena *arena)
{
    struct dg_str kept = dg_arena_copy(arena, text), rest = kept, first = next_part(&rest);
    *out = (struct dg_value){ .kind = kind };
    switch (kind) {
    case DG_TIME:
        return time_of(&out->time, kept);
    case DG_PLACE:
        out->place = place_of(kept);
        return out->place.name.len > 0;
    case DG_COUNT:
        out->count = number_of(first);
        return true;
    case DG_TEXT:
    case DG_PERSON:
        out->text = first;
        return first.len > 0;
    case DG_MONEY:
        out->money = (struct dg_money){ number_of(first), part_of(kept, "currency"), part_of(kept, "per") };
        return true;
    case DG_CODE:
        out->code = (struct dg_code){ first, part_of(kept, "scheme") };
        return first.len > 0;
    case DG_NOTHING:
        break;
    }
    return false;
}
