#include "adapters/link/trip.h"

#include "adapters/link/link.h"
#include "adapters/slots.h"
#include "intents/catalogue.h"

/* A name that only this person understands. */
static bool personal(enum dg_place_kind kind)
{
    return kind == DG_PLACE_HOME || kind == DG_PLACE_WORK;
}

/* Words that a search box finds: the address, or the name with its area (Chinese from wide to narrow). */
static struct dg_str search_words(const struct dg_task *task, const struct dg_place *place)
{
    if (place->address.len)
        return place->address;
    bool told = !place->area.len || dg_str_find(place->name, place->area, 0) >= 0;
    if (told)
        return place->name;
    if (task->language == DG_LANG_ZH)
        return dg_arena_print(
                task->arena, "%.*s%.*s", (int)place->area.len, place->area.at, (int)place->name.len, place->name.at);
    return dg_arena_print(
            task->arena, "%.*s, %.*s", (int)place->name.len, place->name.at, (int)place->area.len, place->area.at);
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
        spot.label = search_words(task, place);
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
    const struct dg_time *time = dg_slot_time(intent, "time");
    if (!time || time->grain > DG_GRAIN_HOUR)
        return (struct dg_str){ "", 0 };
    struct dg_str clock = dg_link_clock(task->arena, time->start);
    return dg_arena_print(task->arena, "%s%.*s", dg_task_words(task, "for ", "用车时间 "), (int)clock.len, clock.at);
}

static struct dg_str note_of(const struct dg_task *task, const struct dg_intent *intent)
{
    struct dg_str note = when_note(task, intent);
    bool first = true;
    for (size_t i = 0; i < intent->slot_count; i++) {
        const struct dg_slot *slot = &intent->slots[i];
        if (strcmp(slot->name, "stops") != 0 || slot->value.kind != DG_PLACE)
            continue;
        const char *before = first ? dg_task_words(task, "via ", "途经 ") : "";
        note = dg_arena_print(task->arena, "%.*s%s%s%.*s", (int)note.len, note.at, note.len ? ", " : "", before,
                (int)slot->value.place.name.len, slot->value.place.name.at);
        first = false;
    }
    return note;
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
    trip->note = note_of(task, intent);
    if (ride)
        trip->fields = dg_str_of(dg_trip_starts(trip) ? "pickup,dropoff" : "dropoff");
    else
        trip->fields = dg_str_of(dg_trip_starts(trip) ? "origin,destination" : "destination");
    return true;
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
