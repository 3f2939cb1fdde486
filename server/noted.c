#include "server/noted.h"

#include "intents/catalogue.h"
#include "intents/zone.h"
#include "server/action.h"
#include "server/correction.h"
#include "server/wire.h"

/* ---- what was put down ------------------------------------------------------------------------------------------- */

static size_t place_for(struct dg_noted *out, size_t count, struct dg_str title)
{
    size_t oldest = 0;
    for (size_t i = 0; i < count; i++) {
        if (dg_str_eq(out[i].title, title))
            return i;
        if (out[i].at_ms < out[oldest].at_ms)
            oldest = i;
    }
    return count < DG_NOTED_MAX ? count : oldest;
}

size_t dg_noted_take(struct dg_noted *out, const struct dg_record *records, size_t count, const struct dg_app *app,
        struct dg_str caller, struct dg_arena *arena)
{
    size_t noted = 0;
    for (size_t i = 0; i < count; i++) {
        const struct dg_action_id no_id = { 0 };
        struct dg_action action;
        if (!dg_action_read(&action, &no_id, &records[i], app, arena) || action.state != DG_ACTION_DONE ||
                !dg_str_eq(action.caller, caller) || !action.entry.len || !action.offer.has_starts)
            continue;
        size_t at = place_for(out, noted, action.entry);
        if (at < noted && out[at].at_ms > action.sent_ms)
            continue;
        out[at] = (struct dg_noted){ action.entry, action.offer.starts, action.offer.starts, action.sent_ms };
        if (action.offer.has_ends)
            out[at].end = action.offer.ends;
        noted += at == noted;
    }
    return noted;
}

/* ---- what is to be moved ------------------------------------------------------------------------------------------ */

static bool is_fixed(const struct dg_slot *time, const struct dg_fix *fixes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct dg_value *value = &fixes[i].value;
        if (value->kind == DG_TIME && value->time.start.utc_s == time->value.time.start.utc_s &&
                dg_str_eq(fixes[i].text, time->text))
            return true;
    }
    return false;
}

/* The entry with the intent's title, where what was said just now puts it at another time. */
static const struct dg_noted *moved(const struct dg_intent *intent, const struct dg_noted *noted, size_t count,
        const struct dg_fix *fixes, size_t fix_count)
{
    const struct dg_slot *title = dg_intent_slot(intent, "title"), *time = dg_intent_slot(intent, "time");
    if (strcmp(intent->schema->name, "calendar.create") != 0 || !title || !time ||
            !(time->span_count || is_fixed(time, fixes, fix_count)))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (dg_str_eq(noted[i].title, title->value.text))
            return time->value.time.has_start && time->value.time.start.utc_s != noted[i].start.utc_s ? &noted[i]
                                                                                                      : NULL;
    }
    return NULL;
}

static bool move(struct dg_intent *intent, const struct dg_noted *entry, struct dg_arena *arena)
{
    enum { TITLE, TIME, NEW_TIME, SLOTS };
    struct dg_slot *slots = dg_arena_array(arena, SLOTS, sizeof *slots);
    if (!slots)
        return false;
    slots[TITLE] = *dg_intent_slot(intent, "title");
    slots[TIME] = (struct dg_slot){ .name = "time", .status = DG_INFERRED, .by_message = -1 };
    slots[TIME].value = (struct dg_value){ .kind = DG_TIME };
    slots[TIME].value.time = (struct dg_time){ .has_start = true,
        .has_end = entry->end.utc_s > entry->start.utc_s,
        .start = entry->start,
        .end = entry->end,
        .grain = DG_GRAIN_MINUTE };
    slots[NEW_TIME] = *dg_intent_slot(intent, "time");
    slots[NEW_TIME].name = "new_time";
    intent->schema = dg_catalogue_find(dg_str_of("calendar.update"));
    intent->slots = slots;
    intent->slot_count = SLOTS;
    return true;
}

const struct dg_reading *dg_noted_apply(const struct dg_reading *reading, const struct dg_noted *noted, size_t count,
        const struct dg_fix *fixes, size_t fix_count, struct dg_arena *arena)
{
    if (count == 0)
        return reading;
    struct dg_reading *copy = dg_arena_alloc(arena, sizeof *copy);
    struct dg_intent *intents = dg_arena_array(arena, reading->intent_count + 1, sizeof *intents);
    bool fine = copy && intents;
    for (size_t i = 0; fine && i < reading->intent_count; i++) {
        intents[i] = reading->intents[i];
        const struct dg_noted *entry = moved(&intents[i], noted, count, fixes, fix_count);
        fine = !entry || move(&intents[i], entry, arena);
    }
    if (!fine)
        return NULL;
    *copy = *reading;
    copy->intents = intents;
    return copy;
}

/* ---- records ------------------------------------------------------------------------------------------------------ */

json_t *dg_noted_record(const struct dg_noted *noted, size_t count, struct dg_arena *arena)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *one = json_object();
        dg_wire_set_text(one, "title", noted[i].title);
        dg_wire_set_instant(one, "start", true, noted[i].start, arena);
        dg_wire_set_instant(one, "end", true, noted[i].end, arena);
        dg_wire_set(one, "at_ms", json_integer(noted[i].at_ms));
        json_array_append_new(list, one);
    }
    return list;
}

size_t dg_noted_read(struct dg_noted *out, const json_t *list, struct dg_arena *arena)
{
    size_t count = json_array_size(list) < DG_NOTED_MAX ? json_array_size(list) : DG_NOTED_MAX, read = 0;
    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_array_get(list, i);
        struct dg_noted *entry = &out[read];
        *entry = (struct dg_noted){ .title = dg_arena_copy(arena, dg_wire_text(one, "title")),
            .at_ms = json_integer_value(json_object_get(one, "at_ms")) };
        read += dg_instant_parse(&entry->start, dg_wire_text(one, "start"), NULL) &&
                dg_instant_parse(&entry->end, dg_wire_text(one, "end"), NULL);
    }
    return read;
}
