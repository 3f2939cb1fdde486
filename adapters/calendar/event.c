#include "adapters/calendar/event.h"

#include "adapters/slots.h"

enum { DAY_S = 86400, HOUR_S = 3600 };

/* Seconds of one unit letter, in the date (before T) or the time part of a duration; 0: no such unit. */
static int64_t unit_s(char unit, bool in_time)
{
    switch (unit) {
    case 'W':
        return in_time ? 0 : 7 * DAY_S;
    case 'D':
        return in_time ? 0 : DAY_S;
    case 'H':
        return in_time ? HOUR_S : 0;
    case 'M':
        return in_time ? 60 : 0;
    case 'S':
        return in_time ? 1 : 0;
    default:
        return 0;
    }
}

bool dg_event_duration(struct dg_str text, int64_t *seconds)
{
    int64_t total = 0, number = -1;
    bool in_time = false;
    for (size_t i = dg_str_starts(text, "P") ? 1 : text.len; i < text.len; i++) {
        char c = text.at[i];
        if (c >= '0' && c <= '9' && number < 100000) {
            number = (number < 0 ? 0 : number * 10) + (c - '0');
        } else if (c == 'T' && number < 0 && !in_time) {
            in_time = true;
        } else {
            int64_t unit = unit_s(c, in_time);
            if (number < 0 || unit == 0)
                return false;
            total += number * unit;
            number = -1;
        }
    }
    *seconds = total;
    return total > 0 && number < 0;
}

static void read_times(struct dg_event *event, const struct dg_time *time)
{
    int64_t length_s = 0;
    event->all_day = time->grain >= DG_GRAIN_DAY;
    event->start = event->end = time->start;
    if (time->has_end && time->end.utc_s > time->start.utc_s)
        event->end = time->end;
    else if (dg_event_duration(time->duration, &length_s) && (!event->all_day || length_s % DAY_S == 0))
        event->end.utc_s += length_s;
    else
        event->end.utc_s += event->all_day ? DAY_S : HOUR_S;
}

/* "Half an hour before" comes as a duration, "remind me at six" as a time. */
static void read_reminder(struct dg_event *event, const struct dg_intent *intent)
{
    const struct dg_slot *slot = dg_intent_slot(intent, "reminder");
    if (!slot || slot->value.kind != DG_TIME)
        return;
    const struct dg_time *time = &slot->value.time;
    if (time->has_start)
        event->reminder_s = event->start.utc_s - time->start.utc_s;
    else if (!dg_event_duration(time->duration, &event->reminder_s))
        return;
    event->has_reminder = event->reminder_s >= 0;
}

static void read_attendees(struct dg_event *event, const struct dg_intent *intent)
{
    for (size_t i = 0; i < intent->slot_count && event->attendee_count < DG_ATTENDEES_MAX; i++) {
        const struct dg_slot *slot = &intent->slots[i];
        if (strcmp(slot->name, "attendees") == 0 && slot->value.kind == DG_PERSON)
            event->attendees[event->attendee_count++] = slot->value.text;
    }
}

static void read_place(struct dg_event *event, struct dg_task *task, const struct dg_intent *intent)
{
    const struct dg_place *place = dg_slot_place(intent, "place");
    if (!place)
        return;
    event->place = place->name;
    if (place->address.len)
        event->place = dg_arena_print(task->arena, "%.*s, %.*s", (int)place->name.len, place->name.at,
                (int)place->address.len, place->address.at);
    event->has_point = place->has_point;
    event->lat = place->lat;
    event->lon = place->lon;
}

/* Only names of the IANA data mean something to a calendar. They have offsets of whole hours too, and count them westward. */
static struct dg_str zone_name(const struct dg_task *task, int32_t offset_s)
{
    enum { WEST = -12, EAST = 14 };
    struct dg_str name = task->ctx->zone ? dg_zone_name(task->ctx->zone) : dg_str_of("");
    int hours = offset_s / HOUR_S;
    if (dg_str_find(name, dg_str_of("/"), 0) > 0)
        return name;
    bool listed = hours && offset_s % HOUR_S == 0 && hours >= WEST && hours <= EAST;
    return listed ? dg_arena_print(task->arena, "Etc/GMT%+d", -hours) : dg_str_of("");
}

bool dg_event_read(struct dg_event *event, struct dg_task *task, const struct dg_intent *intent)
{
    static const char *const needs_title[] = { "title", NULL }, *const needs_time[] = { "time", NULL };
    const struct dg_time *time = dg_slot_time(intent, "time");
    *event = (struct dg_event){ .title = dg_slot_text(intent, "title"), .url = dg_slot_text(intent, "url") };
    if (!event->title.len || !time) {
        dg_task_missing(task, time ? needs_title : needs_time, "an entry needs a title and a time");
        return false;
    }
    event->recurrence = time->recurrence.len ? time->recurrence : dg_slot_text(intent, "recurrence");
    event->stamp = task->ctx->now;
    read_times(event, time);
    event->zone = zone_name(task, event->start.offset_s);
    read_reminder(event, intent);
    read_attendees(event, intent);
    read_place(event, task, intent);
    return true;
}
