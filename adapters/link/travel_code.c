#include "adapters/link/travel_code.h"

#include "adapters/slots.h"

static struct dg_str three_letters(struct dg_str code)
{
    struct dg_str none = { "", 0 };
    if (code.len != 3)
        return none;
    for (size_t i = 0; i < 3; i++) {
        if (code.at[i] < 'A' || code.at[i] > 'Z')
            return none;
    }
    return code;
}

static const struct dg_city_code *city_of(const struct dg_place *place)
{
    return place->has_point ? dg_city_code_at((struct dg_point){ place->lat, place->lon }) : NULL;
}

struct dg_str dg_iata_code(const struct dg_intent *intent, const char *slot)
{
    const struct dg_place *place = dg_slot_place(intent, slot);
    if (!place)
        return (struct dg_str){ "", 0 };
    if (place->kind == DG_PLACE_AIRPORT)
        return three_letters(place->code);
    const struct dg_city_code *city = place->kind == DG_PLACE_CITY ? city_of(place) : NULL;
    return dg_str_of(city ? city->iata : NULL);
}

static struct dg_str listed_name(struct dg_str name)
{
    static const char suffix[] = "站";
    size_t len = sizeof suffix - 1;
    bool has = name.len > len && memcmp(name.at + name.len - len, suffix, len) == 0;
    return has ? dg_str_cut(name, 0, name.len - len) : name;
}

/* 12306 lists stations in Chinese only. */
static bool in_chinese(struct dg_str name)
{
    return name.len && (unsigned char)name.at[0] >= 0x80;
}

/* Stations of other railways have codes of three letters too. */
static bool in_china(const struct dg_place *place)
{
    return place->has_point && dg_geo_mainland((struct dg_point){ place->lat, place->lon });
}

struct dg_rail_stop dg_rail_stop(const struct dg_intent *intent, const char *slot)
{
    const struct dg_place *place = dg_slot_place(intent, slot);
    if (!place || !in_china(place))
        return (struct dg_rail_stop){ 0 };
    bool station = place->kind == DG_PLACE_STATION;
    if (station && in_chinese(place->name))
        return (struct dg_rail_stop){ three_letters(place->code), listed_name(place->name), false };
    if (!station && place->kind != DG_PLACE_CITY)
        return (struct dg_rail_stop){ 0 };
    const struct dg_city_code *city = city_of(place);
    if (!city || !city->rail)
        return (struct dg_rail_stop){ 0 };
    return (struct dg_rail_stop){ dg_str_of(city->rail), dg_str_of(city->rail_name), station };
}
