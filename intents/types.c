#include "intents/types.h"

const char *dg_grain_name(enum dg_grain g)
{
    static const char *const names[] = {
        [DG_GRAIN_NONE] = "",
        [DG_GRAIN_SECOND] = "second",
        [DG_GRAIN_MINUTE] = "minute",
        [DG_GRAIN_HOUR] = "hour",
        [DG_GRAIN_PART_OF_DAY] = "part_of_day",
        [DG_GRAIN_DAY] = "day",
        [DG_GRAIN_WEEKEND] = "weekend",
        [DG_GRAIN_WEEK] = "week",
        [DG_GRAIN_MONTH] = "month",
        [DG_GRAIN_QUARTER] = "quarter",
        [DG_GRAIN_SEASON] = "season",
        [DG_GRAIN_YEAR] = "year",
    };
    return names[g];
}

const char *dg_slot_status_name(enum dg_slot_status s)
{
    static const char *const names[] = {
        [DG_AGREED] = "agreed",
        [DG_PROPOSED] = "proposed",
        [DG_REJECTED] = "rejected",
        [DG_SUPERSEDED] = "superseded",
        [DG_INFERRED] = "inferred",
    };
    return names[s];
}

const char *dg_place_kind_name(enum dg_place_kind k)
{
    static const char *const names[] = {
        [DG_PLACE_UNKNOWN] = "",
        [DG_PLACE_VENUE] = "venue",
        [DG_PLACE_ADDRESS] = "address",
        [DG_PLACE_AREA] = "area",
        [DG_PLACE_CITY] = "city",
        [DG_PLACE_STATION] = "station",
        [DG_PLACE_AIRPORT] = "airport",
        [DG_PLACE_HOME] = "home",
        [DG_PLACE_WORK] = "work",
        [DG_PLACE_HERE] = "here",
    };
    return names[k];
}

const char *dg_language_tag(enum dg_language l)
{
    static const char *const tags[] = { [DG_LANG_UNKNOWN] = "und", [DG_LANG_ZH] = "zh", [DG_LANG_EN] = "en" };
    return tags[l];
}

const struct dg_slot *dg_intent_slot(const struct dg_intent *intent, const char *name)
{
    for (size_t i = 0; i < intent->slot_count; i++) {
        if (strcmp(intent->slots[i].name, name) == 0)
            return &intent->slots[i];
    }
    return NULL;
}
