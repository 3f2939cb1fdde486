#include "adapters/link/code3.h"

#include "adapters/slots.h"

static struct dg_str three_letters(const struct dg_place *place)
{
    struct dg_str none = { "", 0 };
    if (!place || place->code.len != 3)
        return none;
    for (size_t i = 0; i < 3; i++) {
        if (place->code.at[i] < 'A' || place->code.at[i] > 'Z')
            return none;
    }
    return place->code;
}

struct dg_str dg_code_iata(const struct dg_intent *intent, const char *slot)
{
    const struct dg_place *place = dg_slot_place(intent, slot);
    bool flown = place && (place->kind == DG_PLACE_CITY || place->kind == DG_PLACE_AIRPORT);
    return three_letters(flown ? place : NULL);
}

struct dg_str dg_code_telegraph(const struct dg_intent *intent, const char *slot)
{
    const struct dg_place *place = dg_slot_place(intent, slot);
    return three_letters(place && place->kind == DG_PLACE_STATION ? place : NULL);
}
