#include "adapters/link/trip.h"

#include "adapters/link/link.h"
#include "adapters/link/note.h"
#include "adapters/slots.h"
#include "intents/catalogue.h"

/* A name that only this person understands. */
static bool personal(enum dg_place_kind kind)
{
    return kind == DG_PLACE_HOME || kind == DG_PLACE_WORK;
}

struct dg_str dg_place_words(const struct dg_task *task, struct dg_str name, struct dg_str area)
{
    if (!area.len || dg_str_find(name, area, 0) >= 0)
        return name;
    if (task->language == DG_LANG_ZH)
        return dg_arena_print(task->arena, "%.*s%.*s", (int)area.len, area.at, (int)name.len, name.at);
    return dg_arena_print(task->arena, "%.*s, %.*s", (int)name.len, name.at, (int)area.len, area.at);
}

struct dg_spot dg_spot_of(const struct dg_task *task, const struct dg_intent *intent, const char *slot)
{
    const struct dg_place *place = dg_slot_place(intent, slot);
    struct dg_spot spot = { .kind = DG_SPOT_NONE };
    if (!place)
        return spot;
    spot.label = place->name;
    spot.address = place->address;
    if (place->has_point) {
        spot.kind = DG_SPOT_POINT;
        spot.at = (struct dg_point){ place->lat, place->lon };
    } else if (place->kind == DG_PLACE_HERE) {
        spot.kind = DG_SPOT_HERE;
    } else if (!personal(place->kind) || place->address.len) {
        spot.kind = DG_SPOT_NAME;
        spot.label = place->address.len ? place->address : dg_place_words(task, place->name, place->area);
    }
    return spot;
}

/* The words that fill.c puts into `mode`; a ride is driven. */
static enum dg_travel travel_of(struct dg_str mode)
{
    static const struct {
        const char *word;
        enum dg_travel by;
    } words[] = {
        { "driving", DG_DRIVING },
        { "transit", DG_TRANSIT },
        { "walking", DG_WALKING },
        { "cycling", DG_CYCLING },
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (dg_str_is(mode, words[i].word))
            return words[i].by;
    }
    return DG_DRIVING;
}

bool dg_trip_starts(const struct dg_trip *trip)
{
    return trip->from.kind == DG_SPOT_POINT || trip->from.kind == DG_SPOT_NAME;
}

static const char *const ride_needs[] = { "dropoff", NULL };
static const char *const route_needs[] = { "destination", NULL };

static bool is_ride(const struct dg_intent *intent)
{
    return dg_schema_slot(intent->schema, "dropoff") != NULL;
}

static const char *const *needs_of(const struct dg_intent *intent)
{
    return is_ride(intent) ? ride_needs : route_needs;
}

/* A link takes one stop at most, and only a point. */
static struct dg_spot only_stop(const struct dg_task *task, const struct dg_intent *intent)
{
    size_t stops = 0;
    for (size_t i = 0; i < intent->slot_count; i++)
        stops += strcmp(intent->slots[i].name, "stops") == 0;
    struct dg_spot spot = dg_spot_of(task, intent, "stops");
    return stops == 1 && spot.kind == DG_SPOT_POINT ? spot : (struct dg_spot){ .kind = DG_SPOT_NONE };
}

static struct dg_str when_note(const struct dg_task *task, const struct dg_intent *intent)
{
    struct dg_str when = dg_note_time(task->arena, dg_slot_time(intent, "time"));
    if (!when.len)
        return when;
    return dg_arena_print(task->arena, "%s%.*s", dg_task_words(task, "for ", "用车时间 "), (int)when.len, when.at);
}

static struct dg_str start_note(const struct dg_task *task, const struct dg_intent *intent)
{
    static const char *const ride[] = { "pickup", NULL }, *const route[] = { "origin", NULL };
    return dg_note_slots(task, intent, is_ride(intent) ? ride : route);
}

static struct dg_str note_of(const struct dg_task *task, const struct dg_intent *intent, const struct dg_trip *trip)
{
    static const char *const shown[] = { "passengers", "ride_type", "stops", NULL };
    struct dg_str note = dg_note_add(task->arena, when_note(task, intent), dg_note_slots(task, intent, shown));
    return trip->from.kind == DG_SPOT_NONE ? dg_note_add(task->arena, note, start_note(task, intent)) : note;
}

static struct dg_str fields_of(const struct dg_intent *intent, const struct dg_trip *trip)
{
    if (is_ride(intent))
        return dg_str_of(dg_trip_starts(trip) ? "pickup,dropoff" : "dropoff");
    return dg_str_of(dg_trip_starts(trip) ? "origin,destination" : "destination");
}

bool dg_trip_read(struct dg_trip *trip, struct dg_task *task, const struct dg_intent *intent)
{
    bool ride = is_ride(intent);
    *trip = (struct dg_trip){ 0 };
    trip->from = dg_spot_of(task, intent, ride ? "pickup" : "origin");
    trip->to = dg_spot_of(task, intent, ride ? "dropoff" : "destination");
    trip->via = only_stop(task, intent);
    trip->by = travel_of(dg_slot_text(intent, "mode"));
    if (trip->to.kind != DG_SPOT_POINT && trip->to.kind != DG_SPOT_NAME) {
        dg_task_missing(task, needs_of(intent), "where to go is not known");
        return false;
    }
    trip->note = note_of(task, intent, trip);
    trip->fields = fields_of(intent, trip);
    return true;
}

void dg_trip_leave_start(struct dg_trip *trip, const struct dg_task *task, const struct dg_intent *intent)
{
    if (!dg_trip_starts(trip))
        return;
    trip->note = dg_note_add(task->arena, trip->note, start_note(task, intent));
    trip->from = (struct dg_spot){ .kind = DG_SPOT_NONE };
    trip->fields = fields_of(intent, trip);
}

bool dg_trip_read_points(struct dg_trip *trip, struct dg_task *task, const struct dg_intent *intent)
{
    if (!dg_trip_read(trip, task, intent))
        return false;
    if (trip->to.kind == DG_SPOT_POINT && trip->from.kind != DG_SPOT_NAME)
        return true;
    dg_task_missing(task, needs_of(intent), "this app needs coordinates, and they are not known");
    return false;
}

enum dg_turn dg_trip_offer(
        struct dg_task *task, const struct dg_trip *trip, const char *en, const char *zh, struct dg_offer offer)
{
    offer.fields = offer.fields.len ? offer.fields : trip->fields;
    offer.subtitle = offer.subtitle.len ? offer.subtitle : trip->note;
    return dg_link_offer(task, en, zh, trip->to.label, offer);
}
