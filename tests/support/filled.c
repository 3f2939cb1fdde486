#include "tests/support/filled.h"

#include "intents/catalogue.h"

static struct dg_value value_of(enum dg_value_kind kind, struct dg_str words, size_t number, bool points)
{
    struct dg_value v = { .kind = kind };
    switch (kind) {
    case DG_TIME:
        v.time.has_start = v.time.has_end = true;
        v.time.grain = DG_GRAIN_MINUTE;
        v.time.start.utc_s = 1708513200 + (int64_t)number * 86400;
        v.time.end.utc_s = v.time.start.utc_s + 7200;
        break;
    case DG_PLACE:
        v.place = (struct dg_place){ .name = words, .area = words, .code = words, .has_point = points };
        v.place.lat = 45.48 + (double)number;
        v.place.lon = 9.2;
        break;
    case DG_COUNT:
        v.count = 2;
        break;
    case DG_MONEY:
        v.money = (struct dg_money){ 100, words, words };
        break;
    case DG_CODE:
        v.code = (struct dg_code){ words, words };
        break;
    case DG_TEXT:
    case DG_PERSON:
        v.text = words;
        break;
    case DG_NOTHING:
        break;
    }
    return v;
}

const struct dg_intent *dg_filled_intent(struct dg_arena *arena, const char *name, struct dg_str words, bool points)
{
    struct dg_slot *slots = dg_arena_array(arena, DG_SLOTS_MAX, sizeof *slots);
    struct dg_intent *intent = dg_arena_alloc(arena, sizeof *intent);
    const struct dg_intent_schema *schema = dg_catalogue_find(dg_str_of(name));
    if (!slots || !intent || !schema)
        return NULL;
    *intent = (struct dg_intent){ .schema = schema, .confidence = 1, .slots = slots };
    for (size_t i = 0; i < DG_SLOTS_MAX && schema->slots[i].name; i++) {
        const struct dg_slot_schema *s = &schema->slots[i];
        slots[intent->slot_count].name = s->name;
        slots[intent->slot_count++].value = value_of(s->kind, words, i, points);
    }
    return intent;
}
