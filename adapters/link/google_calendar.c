/* Google Calendar's template link. Both ends are required; hours are sent in UTC, with the zone beside them. */
#include "adapters/calendar/event.h"
#include "adapters/link/link.h"
#include "adapters/link/note.h"
#include "adapters/manifest.h"
#include "adapters/region.h"

/* "20240221T110000Z", or "20240221" for a whole day: the ISO form without its separators. */
static struct dg_str basic(struct dg_arena *arena, struct dg_instant t, bool all_day)
{
    if (!all_day)
        t.offset_s = 0;
    struct dg_str day = dg_link_date(arena, t), minute = dg_link_minute(arena, t);
    if (!day.len || !minute.len)
        return (struct dg_str){ "", 0 };
    if (all_day)
        return dg_arena_print(arena, "%.4s%.2s%.2s", day.at, day.at + 5, day.at + 8);
    return dg_arena_print(
            arena, "%.4s%.2s%.2sT%.2s%.2s00Z", day.at, day.at + 5, day.at + 8, minute.at + 11, minute.at + 14);
}

/* `text` with `line` below it. */
static struct dg_str below(struct dg_arena *arena, struct dg_str text, struct dg_str line)
{
    if (!text.len || !line.len)
        return text.len ? text : line;
    return dg_arena_print(arena, "%.*s\n%.*s", (int)text.len, text.at, (int)line.len, line.at);
}

/* The template has no field for guests without an address, nor for a reminder. */
static struct dg_str details(struct dg_task *task, const struct dg_event *event, struct dg_str reminder)
{
    struct dg_str guests = { "", 0 };
    for (size_t i = 0; i < event->attendee_count; i++)
        guests = dg_note_add(task->arena, guests, event->attendees[i]);
    if (guests.len)
        guests = dg_arena_print(
                task->arena, "%s%.*s", dg_task_words(task, "With: ", "参加: "), (int)guests.len, guests.at);
    return below(task->arena, below(task->arena, event->url, guests), reminder);
}

static void write_when(struct dg_link *link, struct dg_arena *arena, const struct dg_event *event)
{
    dg_link_name(link, "dates");
    dg_link_value(link, basic(arena, event->start, event->all_day));
    dg_link_raw(link, "/");
    dg_link_value(link, basic(arena, event->end, event->all_day));
    if (event->recurrence.len) {
        dg_link_name(link, "recur");
        dg_link_value(link, dg_str_of("RRULE:"));
        dg_link_value(link, event->recurrence);
    }
    if (event->zone.len)
        dg_link_text(link, "ctz", event->zone);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char *const carries[] = { "title", "time", "place", "attendees", "recurrence", "reminder", "url",
        NULL };
    static const char *const only_shown[] = { "reminder", NULL };
    struct dg_event event;
    if (!dg_event_read(&event, task, intent))
        return DG_TURN_FAIL;
    struct dg_link link;
    dg_link_start(&link, "https://calendar.google.com/calendar/render?action=TEMPLATE");
    dg_link_text(&link, "text", event.title);
    write_when(&link, task->arena, &event);
    struct dg_str reminder = dg_note_slots(task, intent, only_shown), notes = details(task, &event, reminder);
    if (notes.len)
        dg_link_text(&link, "details", notes);
    if (event.place.len)
        dg_link_text(&link, "location", event.place);
    struct dg_offer offer = { .fields = dg_link_fields(task->arena, intent, carries) };
    offer.link = dg_link_end(&link, task->arena);
    offer.subtitle = dg_note_add(task->arena, event.url, reminder); /* what goes in is seen before */
    offer.has_starts = offer.has_ends = true;
    offer.starts = event.start;
    offer.ends = event.end;
    return dg_link_offer(task, "Add to Google Calendar:", "加入谷歌日历:", event.title, offer);
}

static const char *const intents[] = { "calendar.create", NULL };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Remind me to call mum tomorrow at nine", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "提醒我明天下午三点去看牙医", "Asia/Shanghai" },
    { "Get me a ride to JFK Airport", "America/New_York" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL,
    "https://calendar.google.com/calendar/render?action=TEMPLATE&" };

const struct dg_adapter dg_link_google_calendar = {
    .name = "google-calendar",
    .title = "Google Calendar",
    .intents = intents,
    .serves = dg_region_elsewhere,
    .ask = ask,
    .manifest = &manifest,
};
