#include "adapters/region.h"

#include "adapters/geo.h"
#include "adapters/slots.h"
#include "intents/zone.h"

static enum dg_region of_point(double lat, double lon)
{
    return dg_geo_mainland((struct dg_point){ lat, lon }) ? DG_REGION_CHINA : DG_REGION_ELSEWHERE;
}

static enum dg_region of_places(const struct dg_intent *intent)
{
    enum dg_region region = DG_REGION_UNKNOWN;
    for (size_t i = 0; i < intent->slot_count && region != DG_REGION_CHINA; i++) {
        const struct dg_value *value = &intent->slots[i].value;
        if (value->kind == DG_PLACE && value->place.has_point)
            region = of_point(value->place.lat, value->place.lon);
    }
    return region;
}

/* IANA's zones and links of mainland China. Zones that tell no country (UTC, offsets) tell nothing. */
static enum dg_region of_zone(const struct dg_zone *zone)
{
    static const char *const china[] = { "Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Chungking",
        "Asia/Harbin", "Asia/Kashgar", "PRC" };
    struct dg_str name = dg_zone_name(zone);
    for (size_t i = 0; i < sizeof china / sizeof china[0]; i++) {
        if (dg_str_is(name, china[i]))
            return DG_REGION_CHINA;
    }
    bool tells = dg_str_find(name, dg_str_of("/"), 0) > 0 && !dg_str_starts(name, "Etc/");
    return tells ? DG_REGION_ELSEWHERE : DG_REGION_UNKNOWN;
}

static enum dg_region of_language(enum dg_language language)
{
    switch (language) {
    case DG_LANG_ZH:
        return DG_REGION_CHINA;
    case DG_LANG_EN:
        return DG_REGION_ELSEWHERE;
    case DG_LANG_UNKNOWN:
        break;
    }
    return DG_REGION_UNKNOWN;
}

enum dg_region dg_region_of(const struct dg_intent *intent, const struct dg_context *ctx)
{
    enum dg_region region = of_places(intent);
    if (region == DG_REGION_UNKNOWN && ctx->has_location)
        region = of_point(ctx->lat, ctx->lon);
    if (region == DG_REGION_UNKNOWN && ctx->zone)
        region = of_zone(ctx->zone);
    if (region == DG_REGION_UNKNOWN)
        region = of_language(ctx->language);
    return region;
}

static bool holds(const struct dg_box *box, struct dg_point p)
{
    return p.lat >= box->south && p.lat <= box->north && p.lon >= box->west && p.lon <= box->east;
}

bool dg_region_within(
        const struct dg_intent *intent, const struct dg_context *ctx, const char *slot, const struct dg_box *boxes)
{
    const struct dg_place *place = dg_slot_place(intent, slot);
    bool placed = place && place->has_point, within = false;
    if (!placed && !ctx->has_location)
        return false;
    struct dg_point p = { placed ? place->lat : ctx->lat, placed ? place->lon : ctx->lon };
    for (; boxes->south < boxes->north; boxes++)
        within = within || holds(boxes, p);
    return within && !dg_geo_mainland(p);
}

bool dg_region_china(const struct dg_intent *intent, const struct dg_context *ctx)
{
    return dg_region_of(intent, ctx) != DG_REGION_ELSEWHERE;
}

bool dg_region_elsewhere(const struct dg_intent *intent, const struct dg_context *ctx)
{
    return dg_region_of(intent, ctx) != DG_REGION_CHINA;
}
