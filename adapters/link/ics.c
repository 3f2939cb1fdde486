/* The entry as an iCalendar file, for every calendar there is: a data URL (RFC 2397) that a phone or browser opens as a file
 * of type text/calendar. Nothing is sent anywhere. */
#include "adapters/calendar/agenda.h"
#include "adapters/calendar/ical.h"
#include "adapters/link/link.h"
#include "adapters/manifest.h"

/* FNV-1a, so that the same entry taken twice replaces itself instead of standing there twice. */
static uint64_t mix(uint64_t hash, const void *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001B3U;
    return hash;
}

static struct dg_str stable_uid(struct dg_arena *arena, const struct dg_event *event)
{
    uint64_t hash = mix(0xCBF29CE484222325U, event->title.at, event->title.len);
    hash = mix(hash, &event->start.utc_s, sizeof event->start.utc_s);
    return dg_arena_print(arena, "%016llx@dragoman", (unsigned long long)hash);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char *const carries[] = { "title", "time", "place", "attendees", "recurrence", "reminder", "url",
        NULL };
    struct dg_event event;
    if (!dg_event_read(&event, task, intent))
        return DG_TURN_FAIL;
    event.uid = stable_uid(task->arena, &event);
    struct dg_str text = dg_percent_encode(task->arena, dg_ical_write(task->arena, &event));
    if (!text.len)
        return dg_task_fail(task, DG_UNPROCESSABLE, "the repetition cannot be written down");
    struct dg_offer offer = { .fields = dg_link_fields(task->arena, intent, carries) };
    offer.link = dg_arena_print(task->arena, "data:text/calendar;charset=utf-8,%.*s", (int)text.len, text.at);
    offer.subtitle = event.url; /* what goes in is seen before */
    offer.has_starts = offer.has_ends = true;
    offer.starts = event.start;
    offer.ends = event.end;
    return dg_link_offer(task, "Calendar file:", "日历文件:", event.title, offer);
}

static const char *const intents[] = { "calendar.create", NULL };

/* What must hold before it is switched on. */
static const struct dg_manifest manifest = { dg_agenda_leads, dg_agenda_others, NULL, "data:text/calendar" };

const struct dg_adapter dg_link_ics = {
    .name = "ics",
    .title = "iCalendar file",
    .intents = intents,
    .ask = ask,
    .manifest = &manifest,
};
