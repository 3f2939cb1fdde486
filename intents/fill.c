#include "intents/fill.h"

#include "intents/catalogue.h"

enum { SEVERAL_SLOTS = 2 /* schemas with a list: stops, attendees */ };

/* From which field a slot is filled; the second is asked when the first is empty. */
struct source {
    const char *slot;
    enum dg_field first, second;
};

enum { ROWS_MAX = 10 };

static const struct {
    const char *intent;
    struct source rows[ROWS_MAX];
} table[] = {
    { "ride.request",
            { { "pickup", DG_F_ORIGIN, DG_F_COUNT }, { "dropoff", DG_F_VENUE, DG_F_AREA },
                    { "time", DG_F_TIME, DG_F_COUNT }, { "passengers", DG_F_PEOPLE, DG_F_TICKETS },
                    { "ride_type", DG_F_RIDE_TYPE, DG_F_COUNT } } },
    { "booking.restaurant",
            { { "venue", DG_F_VENUE, DG_F_COUNT }, { "cuisine", DG_F_CUISINE, DG_F_COUNT },
                    { "area", DG_F_AREA, DG_F_COUNT }, { "time", DG_F_TIME, DG_F_COUNT },
                    { "party_size", DG_F_PEOPLE, DG_F_TICKETS }, { "budget", DG_F_BUDGET, DG_F_COUNT } } },
    { "booking.hotel",
            { { "venue", DG_F_VENUE, DG_F_COUNT }, { "area", DG_F_AREA, DG_F_COUNT },
                    { "check_in", DG_F_TIME, DG_F_COUNT }, { "check_out", DG_F_UNTIL, DG_F_COUNT },
                    { "guests", DG_F_PEOPLE, DG_F_COUNT }, { "rooms", DG_F_ROOMS, DG_F_COUNT },
                    { "stars", DG_F_STARS, DG_F_COUNT }, { "budget", DG_F_BUDGET, DG_F_COUNT } } },
    { "booking.flight",
            { { "origin", DG_F_ORIGIN, DG_F_COUNT }, { "destination", DG_F_AREA, DG_F_VENUE },
                    { "depart", DG_F_TIME, DG_F_COUNT }, { "return", DG_F_UNTIL, DG_F_COUNT },
                    { "passengers", DG_F_PEOPLE, DG_F_TICKETS }, { "number", DG_F_NUMBER, DG_F_COUNT },
                    { "cabin", DG_F_SEAT, DG_F_COUNT } } },
    { "booking.train",
            { { "origin", DG_F_ORIGIN, DG_F_COUNT }, { "destination", DG_F_AREA, DG_F_VENUE },
                    { "depart", DG_F_TIME, DG_F_COUNT }, { "return", DG_F_UNTIL, DG_F_COUNT },
                    { "passengers", DG_F_PEOPLE, DG_F_TICKETS }, { "number", DG_F_NUMBER, DG_F_COUNT },
                    { "seat", DG_F_SEAT, DG_F_COUNT } } },
    { "booking.bus",
            { { "origin", DG_F_ORIGIN, DG_F_COUNT }, { "destination", DG_F_AREA, DG_F_VENUE },
                    { "depart", DG_F_TIME, DG_F_COUNT }, { "passengers", DG_F_PEOPLE, DG_F_TICKETS } } },
    { "booking.event",
            { { "title", DG_F_TITLE, DG_F_COUNT }, { "venue", DG_F_VENUE, DG_F_AREA },
                    { "time", DG_F_TIME, DG_F_COUNT }, { "tickets", DG_F_TICKETS, DG_F_PEOPLE } } },
    { "calendar.create",
            { { "title", DG_F_TITLE, DG_F_COUNT }, { "time", DG_F_TIME, DG_F_COUNT },
                    { "place", DG_F_VENUE, DG_F_AREA }, { "url", DG_F_URL, DG_F_COUNT },
                    { "reminder", DG_F_REMINDER, DG_F_COUNT } } },
    { "calendar.update",
            { { "title", DG_F_TITLE, DG_F_COUNT }, { "time", DG_F_OLD_TIME, DG_F_COUNT },
                    { "new_time", DG_F_TIME, DG_F_COUNT }, { "place", DG_F_VENUE, DG_F_COUNT } } },
    { "calendar.cancel",
            { { "title", DG_F_TITLE, DG_F_COUNT }, { "time", DG_F_TIME, DG_F_OLD_TIME },
                    { "place", DG_F_VENUE, DG_F_COUNT } } },
    { "navigate.route",
            { { "destination", DG_F_VENUE, DG_F_AREA }, { "origin", DG_F_ORIGIN, DG_F_COUNT },
                    { "mode", DG_F_MODE, DG_F_COUNT } } },
};

static const struct source *rows_of(const char *intent)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].intent, intent) == 0)
            return table[i].rows;
    }
    return NULL;
}

static const struct dg_slot *pick(const struct dg_settled *plan, const struct source *row)
{
    if (plan->has[row->first])
        return &plan->fields[row->first];
    return row->second != DG_F_COUNT && plan->has[row->second] ? &plan->fields[row->second] : NULL;
}

/* The kind of value that the schema wants from what was said. */
static void convert(struct dg_slot *slot, enum dg_value_kind kind)
{
    if (slot->value.kind == kind)
        return;
    if (kind == DG_TEXT && slot->value.kind == DG_CODE)
        slot->value = (struct dg_value){ .kind = DG_TEXT, .text = slot->value.code.code };
    else if (kind == DG_TEXT)
        slot->value = (struct dg_value){ .kind = DG_TEXT, .text = slot->text };
}

static void add(struct dg_intent *out, struct dg_slot *slots, const struct dg_slot *slot, const char *name)
{
    const struct dg_slot_schema *schema = dg_schema_slot(out->schema, name);
    if (!schema)
        return;
    slots[out->slot_count] = *slot;
    slots[out->slot_count].name = name;
    convert(&slots[out->slot_count++], schema->kind);
}

static void add_several(struct dg_intent *out, struct dg_slot *slots, const struct dg_settled *plan)
{
    for (size_t i = 0; i < plan->stop_count; i++)
        add(out, slots, &plan->stops[i], "stops");
    for (size_t i = 0; i < plan->people_count; i++)
        add(out, slots, &plan->people[i], "attendees");
}

/* What nobody said but the plan implies: a title for the calendar, the kind of event, the rule of a repetition. */
static void add_implied(
        struct dg_intent *out, struct dg_slot *slots, const struct dg_planner *p, const struct dg_settled *plan)
{
    bool zh = p->language == DG_LANG_ZH;
    struct dg_slot slot = { .status = DG_INFERRED, .by_message = -1 };
    bool calendar = dg_schema_slot(out->schema, "title") && !plan->has[DG_F_TITLE];
    if (calendar && plan->activity->family == DG_FAMILY_MEET && dg_plan_title(&slot, p, plan->topic)) {
        add(out, slots, &slot, "title");
    } else if (calendar && strcmp(out->schema->name, "calendar.create") == 0) {
        slot.value = (struct dg_value){ .kind = DG_TEXT,
            .text = dg_str_of(zh ? plan->activity->title_zh : plan->activity->title_en) };
        add(out, slots, &slot, "title");
    }
    const struct dg_slot *time = &plan->fields[DG_F_TIME];
    if (plan->has[DG_F_TIME] && time->value.time.recurrence.len && dg_schema_slot(out->schema, "recurrence")) {
        slot = *time;
        slot.value = (struct dg_value){ .kind = DG_TEXT, .text = time->value.time.recurrence };
        add(out, slots, &slot, "recurrence");
    }
    if (dg_schema_slot(out->schema, "category") && plan->activity->name) {
        slot = (struct dg_slot){ .status = DG_INFERRED,
            .by_message = -1,
            .value = { .kind = DG_TEXT, .text = dg_str_of(plan->activity->name) } };
        add(out, slots, &slot, "category");
    }
}

bool dg_fill(struct dg_intent *out, const struct dg_planner *p, const struct dg_settled *plan, const char *name)
{
    struct dg_slot *slots = dg_arena_array(p->arena, DG_SLOTS_MAX + SEVERAL_SLOTS * DG_SEVERAL_MAX, sizeof *slots);
    *out = (struct dg_intent){ .schema = dg_catalogue_find(dg_str_of(name)), .plan = plan->plan, .slots = slots };
    if (!slots)
        return false;
    for (const struct source *row = rows_of(name); row && row->slot; row++) {
        const struct dg_slot *slot = pick(plan, row);
        if (slot)
            add(out, slots, slot, row->slot);
    }
    add_several(out, slots, plan);
    add_implied(out, slots, p, plan);
    return dg_fill_missing(out, p->arena);
}

bool dg_fill_missing(struct dg_intent *intent, struct dg_arena *arena)
{
    const char **missing = dg_arena_array(arena, DG_SLOTS_MAX, sizeof *missing);
    if (!missing)
        return false;
    intent->missing = missing;
    intent->missing_count = 0;
    const struct dg_slot_schema *s = intent->schema->slots;
    for (size_t i = 0; i < DG_SLOTS_MAX && s[i].name; i++) {
        if (s[i].required && !dg_intent_slot(intent, s[i].name))
            missing[intent->missing_count++] = s[i].name;
    }
    return true;
}
