/* Microsoft Graph v1.0, the calendar of the person signed in. A new entry carries the task's key twice: as its transactionId, by
 * which the service itself tells a repeated creation, and as an extended property, by which it is found again. Times go and come
 * in UTC (Prefer: outlook.timezone), whole days as midnights; a new repetition goes in its zone, so that it keeps its hour when
 * clocks change. */
#include "adapters/body.h"
#include "adapters/calendar/msgraph_rule.h"
#include "adapters/calendar/online.h"
#include "adapters/idempotency.h"
#include "adapters/link/link.h"
#include "adapters/manifest.h"

/* The property's id: its type, a GUID that is ours, its name. */
static const char property[] = "String {8f1b3c52-6a0e-4d47-9b8e-2f5a7c1d9e40} Name dragoman";

/* ---- reading ------------------------------------------------------------------------------------------------------ */

/* "2024-02-21T11:00:00.0000000" in UTC; a whole day is the date, whatever the zone. */
static bool read_time(struct dg_instant *out, const struct dg_task *task, const json_t *time, bool all_day)
{
    struct dg_str text = dg_body_text(task->arena, time, "dateTime");
    if (text.len < 19)
        return false;
    if (all_day)
        return dg_instant_parse(out, dg_arena_print(task->arena, "%.10sT00:00:00", text.at), task->ctx->zone);
    if (!dg_instant_parse(out, dg_arena_print(task->arena, "%.19sZ", text.at), task->ctx->zone))
        return false;
    *out = dg_zone_at(task->ctx->zone, out->utc_s);
    return true;
}

static bool read_entry(struct online_item *out, const struct dg_task *task, const json_t *entry)
{
    struct dg_busy *b = &out->busy;
    out->id = dg_body_id(task->arena, entry, "id");
    out->removed = json_is_true(json_object_get(entry, "isCancelled"));
    out->free = dg_body_is(entry, "showAs", "free");
    out->etag = dg_arena_copy(task->arena, dg_str_of(json_string_value(json_object_get(entry, "@odata.etag"))));
    b->title = dg_body_text(task->arena, entry, "subject");
    b->place = dg_body_text(task->arena, json_object_get(entry, "location"), "displayName");
    b->all_day = json_is_true(json_object_get(entry, "isAllDay"));
    b->repeats = json_object_get(entry, "type") && !dg_body_is(entry, "type", "singleInstance");
    return out->id.len > 0 && read_time(&b->start, task, json_object_get(entry, "start"), b->all_day) &&
            read_time(&b->end, task, json_object_get(entry, "end"), b->all_day);
}

static const json_t *list(const json_t *answer)
{
    return json_object_get(answer, "value");
}

/* ---- paths -------------------------------------------------------------------------------------------------------- */

static struct dg_str entries(const struct dg_task *task)
{
    (void)task;
    return dg_str_of("/me/events");
}

static struct dg_str entry_path(const struct dg_task *task, struct dg_str id)
{
    struct dg_str encoded = dg_percent_encode(task->arena, id);
    return dg_arena_print(task->arena, "/me/events/%.*s", (int)encoded.len, encoded.at);
}

/* "2024-02-21T11:00:00" in UTC */
static struct dg_str utc_text(const struct dg_task *task, struct dg_instant t)
{
    t.offset_s = 0;
    struct dg_str minute = dg_link_minute(task->arena, t);
    return dg_arena_print(task->arena, "%.*s:00", (int)minute.len, minute.at);
}

static const char fields[] = "id,subject,location,start,end,isAllDay,isCancelled,showAs,type";

static struct dg_str look(const struct dg_task *task, struct dg_instant from, struct dg_instant to)
{
    struct dg_str start = dg_percent_encode(task->arena, utc_text(task, from));
    struct dg_str end = dg_percent_encode(task->arena, utc_text(task, to));
    return dg_arena_print(task->arena,
            "/me/calendarView?startDateTime=%sZ&endDateTime=%sZ&$top=%d&$orderby=start/dateTime&$select=%s", start.at,
            end.at, ONLINE_ITEMS_MAX, fields);
}

static struct dg_str find(const struct dg_task *task)
{
    struct dg_str key = dg_key_uuid(task->arena, task->key, "entry");
    struct dg_str filter = dg_percent_encode(task->arena,
            dg_arena_print(task->arena, "singleValueExtendedProperties/Any(ep: ep/id eq '%s' and ep/value eq '%.*s')",
                    property, (int)key.len, key.at));
    return dg_arena_print(task->arena, "/me/events?$filter=%.*s&$select=%s", (int)filter.len, filter.at, fields);
}

/* ---- writing ------------------------------------------------------------------------------------------------------ */

static json_t *time_json(const struct dg_task *task, struct dg_instant t, bool all_day)
{
    struct dg_str text = utc_text(task, t);
    if (all_day)
        text = dg_arena_print(task->arena, "%.10sT00:00:00", dg_instant_print(task->arena, t).at);
    return json_pack("{s:o,s:s}", "dateTime", dg_body_string(text), "timeZone", "UTC");
}

static json_t *times(const struct dg_task *task, const struct dg_busy *at)
{
    return json_pack("{s:o,s:o,s:b}", "start", time_json(task, at->start, at->all_day), "end",
            time_json(task, at->end, at->all_day), "isAllDay", at->all_day);
}

/* The time on the wall of the zone that it is in. */
static json_t *zoned_json(const struct dg_task *task, struct dg_instant t, struct dg_str zone)
{
    struct dg_str text = dg_arena_print(task->arena, "%.19s", dg_instant_print(task->arena, t).at);
    return json_pack("{s:o,s:o}", "dateTime", dg_body_string(text), "timeZone", dg_body_string(zone));
}

/* False where the repetition cannot be written: its days are those of a zone, and an offset alone is none that Graph knows (of
 * the names that stand for one it lists but a few). */
static bool set_recurrence(json_t *entry, const struct dg_task *task, const struct dg_event *event)
{
    json_t *recurrence = msgraph_recurrence(task->arena, event);
    struct dg_str zone = event->zone.len ? event->zone : dg_str_of("UTC");
    if (!event->all_day) {
        json_object_set_new(entry, "start", zoned_json(task, event->start, zone));
        json_object_set_new(entry, "end", zoned_json(task, event->end, zone));
    }
    bool named = event->zone.len && !dg_str_starts(event->zone, "Etc/");
    bool placed = event->all_day || named || event->start.offset_s == 0;
    return recurrence && json_object_set_new(entry, "recurrence", recurrence) == 0 && placed;
}

static json_t *write(const struct dg_task *task, const struct dg_event *event)
{
    struct dg_busy at = { .start = event->start, .end = event->end, .all_day = event->all_day };
    struct dg_str notes = online_notes(task, event);
    json_t *entry = times(task, &at);
    if (event->recurrence.len && !set_recurrence(entry, task, event)) {
        json_decref(entry);
        return NULL;
    }
    json_object_set_new(entry, "subject", dg_body_string(event->title));
    if (event->place.len)
        json_object_set_new(entry, "location", json_pack("{s:o}", "displayName", dg_body_string(event->place)));
    if (notes.len)
        json_object_set_new(
                entry, "body", json_pack("{s:s,s:o}", "contentType", "text", "content", dg_body_string(notes)));
    if (event->has_reminder) {
        json_object_set_new(entry, "isReminderOn", json_true());
        json_object_set_new(entry, "reminderMinutesBeforeStart", json_integer(event->reminder_s / 60));
    }
    return entry;
}

static void sign(const struct dg_task *task, json_t *entry)
{
    struct dg_str key = dg_key_uuid(task->arena, task->key, "entry");
    json_object_set_new(entry, "transactionId", dg_body_string(key));
    json_object_set_new(entry, "singleValueExtendedProperties",
            json_pack("[{s:s,s:o}]", "id", property, "value", dg_body_string(key)));
}

/* ---- the adapter -------------------------------------------------------------------------------------------------- */

static const struct online_dialect dialect = {
    .token_path = "/oauth2/v2.0/token",
    .scope = "offline_access https://graph.microsoft.com/Calendars.ReadWrite",
    .prefer = "outlook.timezone=\"UTC\"",
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
    { "url", "base URL: https://graph.microsoft.com/v1.0", true, false },
    { "token_url", "base URL of the authorization server: https://login.microsoftonline.com/common", false, false },
    { "client_id", "of the application", true, true },
    { "client_secret", "of the application", false, true },
    { "refresh_token", "of the person, with the scope Calendars.ReadWrite", true, true },
    { NULL, NULL, false, false },
};

/* What must hold before it is switched on. */
static const struct dg_step exchange[] = {
    { "POST /oauth2/v2.0/token", 200, "{\"access_token\":\"t\"}" },
    { "GET /me/calendarView?startDateTime=2024-02-21T09%3A00%3A00Z", 200, "{\"value\":[]}" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { dg_agenda_leads, dg_agenda_others, exchange, "Add to your calendar:" };

extern const struct dg_adapter dg_calendar_msgraph;
const struct dg_adapter dg_calendar_msgraph = {
    .name = "microsoft-graph",
    .title = "Microsoft 365 calendar",
    .base_option = "url",
    .token_base_option = "token_url",
    .intents = dg_agenda_intents,
    .options = options,
    .task_size = sizeof(struct online),
    .deadline_ms = 8000,
    .ask = ask,
    .hear = online_hear,
    .book = book,
    .check = check,
    .undo = undo,
    .manifest = &manifest,
};
