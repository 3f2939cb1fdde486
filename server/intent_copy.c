#include "server/intent_copy.h"

static void keep(struct dg_str *text, struct dg_arena *arena)
{
    *text = dg_arena_copy(arena, *text);
}

static void keep_place(struct dg_place *place, struct dg_arena *arena)
{
    keep(&place->name, arena);
    keep(&place->area, arena);
    keep(&place->address, arena);
    keep(&place->code, arena);
}

static void keep_value(struct dg_value *value, struct dg_arena *arena)
{
    switch (value->kind) {
    case DG_TIME:
        keep(&value->time.duration, arena);
        keep(&value->time.recurrence, arena);
        break;
    case DG_PLACE:
        keep_place(&value->place, arena);
        break;
    case DG_TEXT:
    case DG_PERSON:
        keep(&value->text, arena);
        break;
    case DG_MONEY:
        keep(&value->money.currency, arena);
        keep(&value->money.per, arena);
        break;
    case DG_CODE:
        keep(&value->code.code, arena);
        keep(&value->code.scheme, arena);
        break;
    case DG_NOTHING:
    case DG_COUNT:
        break;
    }
}

const struct dg_intent *dg_intent_copy(const struct dg_intent *intent, struct dg_arena *arena)
{
    struct dg_intent *copy = dg_arena_alloc(arena, sizeof *copy);
    struct dg_slot *slots = dg_arena_array(arena, intent->slot_count + 1, sizeof *slots);
    if (!copy || !slots)
        return NULL;
    *copy = (struct dg_intent){ .schema = intent->schema, .confidence = intent->confidence, .plan = intent->plan };
    for (size_t i = 0; i < intent->slot_count; i++) {
        slots[i] = intent->slots[i];
        slots[i].spans = NULL;
        slots[i].span_count = 0;
        keep(&slots[i].text, arena);
        keep_value(&slots[i].value, arena);
    }
    copy->slots = slots;
    copy->slot_count = intent->slot_count;
    return dg_arena_overflowed(arena) ? NULL : copy;
}

struct dg_context dg_context_copy(const struct dg_context *ctx, struct dg_arena *arena)
{
    struct dg_context copy = *ctx;
    keep(&copy.me, arena);
    return copy;
}
