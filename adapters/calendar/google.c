/* Google Calendar API v3. The id of a new entry is made from the task's key (characters of base32hex, as the API wants), so that a
 * second insert is refused with 409 and an entry can be found again by that id. Invitations are never sent. */
#include "adapters/body.h"
#include "adapters/calendar/online.h"
#include "adapters/idempotency.h"
#include "adapters/manifest.h"

/* ---- reading ------------------------------------------------------------------------------------------------------ */

/* Whole days are dates; they begin at midnight in the person's zone. */
static bool read_time(struct dg_instant *out, bool *all_day, const struct dg_task *task, const json_t *time)
{
    if (dg_body_instant(time, "dateTime", task->ctx->zone, out)) {
        *out = dg_zone_at(task->ctx->zone, out->utc_s);
        return true;
    }
    struct dg_str date = dg_body_text(task->arena, time, "date");
    *all_day = true;
    return date.len == 10 &&
            dg_instant_parse(out, dg_arena_print(task->arena, "%sT00:00:00", date.at), task->ctx->zone);
}

static bool read_entry(struct online_item *out, const struct dg_task *task, const json_t *entry)
{
    struct dg_busy *b = &out->busy;
    out->id = dg_body_id(task->arena, entry, "id");
    out->removed = dg_body_is(entry, "status", "cancelled");
    out->free = dg_body_is(entry, "transparency", "transparent");
    out->etag = dg_arena_copy(task->arena, dg_str_of(json_string_value(json_object_get(entry, "etag"))));
    b->title = dg_body_text(task->arena, entry, "summary");
    b->place = dg_body_text(task->arena, entry, "location");
    b->repeats = json_object_get(entry, "recurringEventId") != NULL;
    bool timed = read_time(&b->start, &b->all_day, task, json_object_get(entry, "start")) &&
            read_time(&b->end, &b->all_day, task, json_object_get(entry, "end"));
    return out->id.len > 0 && (timed || out->removed);
}

static const json_t *list(const json_t *answer)
{
    return json_object_get(answer, "items");
}

/* ---- paths -------------------------------------------------------------------------------------------------------- */

static struct dg_str entries(const struct dg_task *task)
{
    struct dg_str calendar = dg_setting(task, "calendar");
    struct dg_str id = dg_percent_encode(task->arena, calendar.len ? calendar : dg_str_of("primary"));
    return dg_arena_print(task->arena, "/calendars/%.*s/events", (int)id.len, id.at);
}

static struct dg_str entry_path(const struct dg_task *task, struct dg_str id)
{
    struct dg_str all = entries(task), encoded = dg_percent_encode(task->arena, id);
    return dg_arena_print(task->arena, "%.*s/%.*s", (int)all.len, all.at, (int)encoded.len, encoded.at);
}

static struct dg_str look(const struct dg_task *task, struct dg_instant from, struct dg_instant to)
{
    struct dg_str all = entries(task);
    struct dg_str min = dg_percent_encode(task->arena, dg_instant_print(task->arena, from));
    struct dg_str max = dg_percent_encode(task->arena, dg_instant_print(task->arena, to));
    return dg_arena_print(task->arena, "%.*s?singleEvents=true&orderBy=startTime&maxResults=%d&timeMin=%s&timeMax=%s",
            (int)all.len, all.at, ONLINE_ITEMS_MAX, min.at, max.at);
}

/* A UUID without its dashes: 0-9 and a-f. */
static struct dg_str key_id(const struct dg_task *task)
{
    struct dg_str uuid = dg_key_uuid(task->arena, task->key, "entry");
    if (uuid.len != 36)
        return (struct dg_str){ "", 0 };
    return dg_arena_print(
            task->arena, "%.8s%.4s%.4s%.4s%.12s", uuid.at, uuid.at + 9, uuid.at + 14, uuid.at + 19, uuid.at + 24);
}

static struct dg_str find(const struct dg_task *task)
{
    return entry_path(task, key_id(task));
}

/* ---- writing ------------------------------------------------------------------------------------------------------ */

static json_t *time_json(const struct dg_task *task, struct dg_instant t, bool all_day, struct dg_str zone)
{
    struct dg_str text = dg_instant_print(task->arena, t);
    json_t *time = json_object();
    if (all_day)
        json_object_set_new(time, "date", dg_body_string(dg_str_cut(text, 0, 10)));
    else
        json_object_set_new(time, "dateTime", dg_body_string(text));
    if (!all_day && zone.len)
        json_object_set_new(time, "timeZone", dg_body_string(zone));
    return time;
}

static json_t *times(const struct dg_task *task, const struct dg_busy *at)
{
    struct dg_str none = { "", 0 };
    return json_pack("{s:o,s:o}", "start", time_json(task, at->start, at->all_day, none), "end",
            time_json(task, at->end, at->all_day, none));
}

static void set_text(json_t *entry, const char *key, struct dg_str text)
{
    if (text.len)
        json_object_set_new(entry, key, dg_body_string(text));
}

/* The API takes minutes of up to four weeks. */
static void set_reminder(json_t *entry, const struct dg_event *event)
{
    enum { MINUTES_MAX = 40320 };
    int64_t minutes = event->reminder_s / 60;
    if (event->has_reminder && minutes <= MINUTES_MAX)
        json_object_set_new(entry, "reminders",
                json_pack("{s:b,s:[{s:s,s:I}]}", "useDefault", 0, "overrides", "method", "popup", "minutes",
                        (json_int_t)minutes));
}

/* A repetition needs a zone, so that it keeps its hour when clocks change, and its day. */
static json_t *write(const struct dg_task *task, const struct dg_event *event)
{
    if (event->recurrence.len && !event->all_day && !event->zone.len && event->start.offset_s != 0)
        return NULL;
    struct dg_str zone = event->zone.len ? event->zone : dg_str_of("UTC");
    json_t *entry = json_object();
    set_text(entry, "summary", event->title);
    set_text(entry, "location", event->place);
    set_text(entry, "description", online_notes(task, event));
    json_object_set_new(entry, "start", time_json(task, event->start, event->all_day, zone));
    json_object_set_new(entry, "end", time_json(task, event->end, event->all_day, zone));
    set_reminder(entry, event);
    if (event->recurrence.len) {
        struct dg_str rule =
                dg_arena_print(task->arena, "RRULE:%.*s", (int)event->recurrence.len, event->recurrence.at);
        json_object_set_new(entry, "recurrence", json_pack("[o]", dg_body_string(rule)));
    }
    return entry;
}

static void sign(const struct dg_task *task, json_t *entry)
{
    json_object_set_new(entry, "id", dg_body_string(key_id(task)));
}

/* ---- the adapter -------------------------------------------------------------------------------------------------- */

static const struct online_dialect dialect = {
    .token_path = "/token",
    .look = look,
    .list = list,
    .read = read_entry,
    .write = write,
    .sign = sign,
    .entries = entries,
    .entry = entry_path,
    .find = find,
    .times = times,
};

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    return online_ask(task, &dialect, intent, next);
}

static enum dg_turn book(struct dg_task *task, struct dg_str state, struct dg_request *next)
{
    return online_book(task, &dialect, state, next);
}

static enum dg_turn check(struct dg_task *task, struct dg_str state, struct dg_request *next)
{
    return online_check(task, &dialect, state, next);
}

static enum dg_turn undo(struct dg_task *task, struct dg_str state, struct dg_request *next)
{
    return online_undo(task, &dialect, state, next);
}

static const struct dg_adapter_option options[] = {
    { "url", "base URL: https://www.googleapis.com/calendar/v3", true, false },
    { "token_url", "base URL of the authorization server: https://oauth2.googleapis.com", false, false },
    { "client_id", "of the application", true, true },
    { "client_secret", "of the application", true, true },
    { "refresh_token", "of the person, with the scope calendar.events", true, true },
    { "calendar", "id of the calendar; primary when not given", false, false },
    { NULL, NULL, false, false },
};

/* What must hold before it is switched on. */
static const struct dg_step exchange[] = {
    { "POST /token", 200, "{\"access_token\":\"t\"}" },
    { "GET /calendars/primary/events?singleEvents=true&orderBy=startTime", 200, "{\"items\":[]}" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { dg_agenda_leads, dg_agenda_others, exchange, "Add to your calendar:" };

extern const struct dg_adapter dg_calendar_google;
const struct dg_adapter dg_calendar_google = {
    .name = "google-calendar-api",
    .title = "Google Calendar",
    .base_option = "url",
    .token_base_option = "token_url",
    .intents = dg_agenda_intents,
    .options = options,
    .deadline_ms = 8000,
    .task_size = sizeof(struct online),
    .ask = ask,
    .hear = online_hear,
    .book = book,
    .check = check,
    .undo = undo,
    .manifest = &manifest,
};
