/* CalDAV (RFC 4791). An entry is one PUT of a name and UID made from the task's key, with If-None-Match: *, so that it can be
 * repeated without harm: a second one is refused with 412, and a GET shows whether what stands there is ours. It is undone
 * by a DELETE that names the version (If-Match), so that what somebody changed meanwhile stays. */
#include "adapters/calendar/caldav.h"

#include "adapters/body.h"
#include "adapters/link/link.h"
#include "adapters/manifest.h"
#include "adapters/slots.h"
#include "intents/catalogue.h"

enum { HOUR_S = 3600 };

enum dg_turn dg_caldav_send(
        struct dg_task *task, struct dg_request *next, const char *method, struct dg_str url, struct dg_str body)
{
    *next = (struct dg_request){ .method = dg_str_of(method), .url = url, .body = body, .safety = DG_SAFE };
    next->user = dg_setting(task, "user");
    next->password = dg_setting(task, "password");
    if (dg_arena_overflowed(task->arena))
        return dg_task_fail(task, DG_TOO_BIG, "the calendar's answers do not fit");
    return DG_TURN_SEND;
}

void dg_caldav_depth(struct dg_request *next, const char *depth)
{
    dg_request_header(next, "Depth", dg_str_of(depth), false);
    dg_request_header(next, "Content-Type", dg_str_of("application/xml; charset=utf-8"), false);
}

/* RFC 9110 §8.8.3: a quoted string without controls or quotes. */
static bool is_strong_tag(struct dg_str etag)
{
    bool quoted = etag.len >= 2 && etag.at[0] == '"' && etag.at[etag.len - 1] == '"';
    for (size_t i = 1; quoted && i + 1 < etag.len; i++) {
        unsigned char ch = (unsigned char)etag.at[i];
        quoted = ch > ' ' && ch != '"' && ch != 127;
    }
    return quoted;
}

void dg_caldav_if_match(struct dg_request *next, struct dg_str etag)
{
    if (is_strong_tag(etag))
        dg_request_header(next, "If-Match", etag, false);
}

/* ---- offers ----------------------------------------------------------------------------------------------------- */

static bool read_entry(struct dg_task *task, const struct dg_intent *intent)
{
    static const char *const written[] = { "title", "time", "place", "attendees", "recurrence", "reminder", "url",
        NULL };
    struct dg_caldav *c = task->state;
    struct dg_event event;
    if (!dg_event_read(&event, task, intent))
        return false;
    event.uid = dg_str_of("unbooked"); /* until it has the key of its booking */
    c->title = dg_arena_copy(task->arena, event.title);
    c->link = dg_arena_copy(task->arena, event.url);
    c->ics = dg_ical_write(task->arena, &event);
    c->fields = dg_link_fields(task->arena, intent, written);
    c->from = event.start;
    c->to = event.end;
    if (!c->ics.len)
        dg_task_fail(task, DG_UNPROCESSABLE, "the repetition cannot be written down");
    return c->ics.len > 0;
}

static bool read_question(struct dg_task *task, const struct dg_intent *intent)
{
    static const char *const needs[] = { "time", NULL };
    struct dg_caldav *c = task->state;
    const struct dg_time *time = dg_slot_time(intent, "time");
    if (!time) {
        dg_task_missing(task, needs, "the time is not known");
        return false;
    }
    c->from = c->to = time->start;
    if (time->has_end && time->end.utc_s > time->start.utc_s)
        c->to = time->end;
    else
        c->to.utc_s += time->grain >= DG_GRAIN_DAY ? 24 * HOUR_S : HOUR_S;
    return true;
}

static enum dg_caldav_job job_of(const struct dg_intent *intent)
{
    static const struct {
        const char *intent;
        enum dg_caldav_job job;
    } jobs[] = {
        { "calendar.create", DG_CALDAV_CREATE },
        { "calendar.query", DG_CALDAV_QUERY },
        { "calendar.cancel", DG_CALDAV_CANCEL },
        { "calendar.update", DG_CALDAV_UPDATE },
    };
    for (size_t i = 0; i < sizeof jobs / sizeof jobs[0]; i++) {
        if (strcmp(intent->schema->name, jobs[i].intent) == 0)
            return jobs[i].job;
    }
    return DG_CALDAV_QUERY;
}

static bool read_intent(struct dg_task *task, const struct dg_intent *intent)
{
    struct dg_caldav *c = task->state;
    c->job = job_of(intent);
    switch (c->job) {
    case DG_CALDAV_CREATE:
        return read_entry(task, intent);
    case DG_CALDAV_QUERY:
        return read_question(task, intent);
    case DG_CALDAV_CANCEL:
    case DG_CALDAV_UPDATE:
        return dg_caldav_read_change(task, intent);
    }
    return false;
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    return read_intent(task, intent) ? dg_caldav_find(task, next) : DG_TURN_FAIL;
}

/* ---- the entry --------------------------------------------------------------------------------------------------- */

enum dg_turn dg_caldav_end(struct dg_task *task, enum dg_receipt_end end, const char *en, const char *zh)
{
    struct dg_caldav *c = task->state;
    task->receipt.end = end;
    task->receipt.detail = dg_str_of(dg_task_words(task, en, zh));
    if (end == DG_RECEIPT_BOOKED) {
        json_t *state = json_object();
        json_object_set_new(state, "href", dg_body_string(c->at));
        json_object_set_new(state, "etag", dg_body_string(c->etag));
        task->receipt.state = dg_body_write(task->arena, state);
        task->receipt.reference = c->uid;
    }
    return DG_TURN_DONE;
}

static struct dg_str entry_url(struct dg_task *task, struct dg_str calendar)
{
    struct dg_str name = dg_percent_encode(task->arena, task->key);
    bool slash = calendar.len && calendar.at[calendar.len - 1] == '/';
    return dg_arena_print(
            task->arena, "%.*s%s%.*s.ics", (int)calendar.len, calendar.at, slash ? "" : "/", (int)name.len, name.at);
}

/* Reads an offer's state: where the entry goes, and its text. False when the task has failed. */
static bool read_state(struct dg_task *task, struct dg_str offer_state, struct dg_str *ics)
{
    struct dg_caldav *c = task->state;
    json_t *state = dg_body_read(offer_state);
    const char *calendar = json_string_value(json_object_get(state, "calendar"));
    struct dg_str text = dg_arena_copy(task->arena, dg_str_of(json_string_value(json_object_get(state, "ics"))));
    c->uid = dg_arena_print(task->arena, "%.*s@dragoman", (int)task->key.len, task->key.at);
    c->at = calendar ? entry_url(task, dg_str_of(calendar)) : dg_str_of("");
    c->fields = dg_arena_copy(task->arena, dg_str_of(json_string_value(json_object_get(state, "fields"))));
    json_decref(state);
    *ics = dg_ical_with_uid(task->arena, text, c->uid);
    if (calendar && ics->len)
        return true;
    dg_task_fail(task, DG_INTERNAL, "the offer's state is not readable");
    return false;
}

static enum dg_turn book(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    struct dg_str ics;
    if (dg_caldav_is_change(offer_state))
        return dg_caldav_change(task, offer_state, next);
    if (!read_state(task, offer_state, &ics))
        return DG_TURN_FAIL;
    c->stage = DG_CALDAV_STORING;
    enum dg_turn turn = dg_caldav_send(task, next, "PUT", c->at, ics);
    dg_request_header(next, "Content-Type", dg_str_of("text/calendar; charset=utf-8"), false);
    dg_request_header(next, "If-None-Match", dg_str_of("*"), false);
    next->fields = c->fields;
    return turn;
}

static enum dg_turn see(struct dg_task *task, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    c->stage = DG_CALDAV_SEEING;
    return dg_caldav_send(task, next, "GET", c->at, dg_str_of(""));
}

static enum dg_turn check(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    struct dg_str unused;
    if (dg_caldav_is_change(offer_state))
        return dg_caldav_check_change(task, offer_state, next);
    if (!read_state(task, offer_state, &unused))
        return DG_TURN_FAIL;
    c->checks = true;
    return see(task, next);
}

static enum dg_turn hear_stored(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    if (reply->end == DG_SENT_NOT)
        return dg_task_fail_reply(task, reply);
    bool stored = reply->end == DG_SENT_OK && (reply->status == 200 || reply->status == 201 || reply->status == 204);
    c->etag = stored ? dg_reply_header(reply, "ETag") : dg_str_of("");
    if (c->etag.len)
        return dg_caldav_end(task, DG_RECEIPT_BOOKED, "It is in your calendar", "已写入日历");
    bool refused = reply->end == DG_SENT_OK && reply->status >= 400 && reply->status < 500 && reply->status != 412;
    if (refused)
        return dg_caldav_end(
                task, DG_RECEIPT_REFUSED, "The calendar server did not take the entry", "日历服务器拒绝了该日程");
    return see(task, next); /* stored without a version, there already, or not known */
}

static enum dg_turn hear_seen(struct dg_task *task, const struct dg_reply *reply)
{
    struct dg_caldav *c = task->state;
    bool found = reply->end == DG_SENT_OK && reply->status == 200;
    bool absent = reply->end == DG_SENT_OK && (reply->status == 404 || reply->status == 410);
    if (found && dg_str_eq(dg_ical_uid(task->arena, reply->body), c->uid)) {
        c->etag = dg_reply_header(reply, "ETag");
        return dg_caldav_end(task, DG_RECEIPT_BOOKED, "It is in your calendar", "已写入日历");
    }
    if (found)
        return dg_caldav_end(task, DG_RECEIPT_REFUSED, "Another entry stands in its place", "该位置已有别的日程");
    if (absent && c->checks)
        return dg_caldav_end(task, DG_RECEIPT_NONE, "It is not in your calendar", "日历中没有该日程");
    if (absent)
        return dg_caldav_end(
                task, DG_RECEIPT_REFUSED, "The calendar server did not keep the entry", "日历服务器没有保存该日程");
    if (c->checks)
        return dg_task_fail_reply(task, reply);
    return dg_caldav_end(task, DG_RECEIPT_PENDING, "The calendar server has not said whether it kept the entry",
            "日历服务器尚未确认是否保存");
}

/* ---- undo -------------------------------------------------------------------------------------------------------- */

static enum dg_turn undo(struct dg_task *task, struct dg_str receipt_state, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    if (dg_caldav_is_change(receipt_state))
        return dg_caldav_restore(task, receipt_state, next);
    json_t *state = dg_body_read(receipt_state);
    c->at = dg_arena_copy(task->arena, dg_str_of(json_string_value(json_object_get(state, "href"))));
    c->etag = dg_arena_copy(task->arena, dg_str_of(json_string_value(json_object_get(state, "etag"))));
    json_decref(state);
    if (!c->at.len)
        return dg_task_fail(task, DG_INTERNAL, "the receipt's state is not readable");
    c->stage = DG_CALDAV_REMOVING;
    enum dg_turn turn = dg_caldav_send(task, next, "DELETE", c->at, dg_str_of(""));
    dg_caldav_if_match(next, c->etag);
    return turn;
}

static enum dg_turn hear_removed(struct dg_task *task, const struct dg_reply *reply)
{
    if (reply->end == DG_SENT_NOT)
        return dg_task_fail_reply(task, reply);
    bool answered = reply->end == DG_SENT_OK && reply->status < 500;
    if (!answered)
        return dg_caldav_end(task, DG_RECEIPT_PENDING, "The calendar server has not said whether the entry is gone",
                "日历服务器尚未确认是否删除");
    if (reply->status < 300 || reply->status == 404 || reply->status == 410)
        return dg_caldav_end(task, DG_RECEIPT_CANCELLED, "It is out of your calendar", "已从日历中删除");
    if (reply->status == 412)
        return dg_caldav_end(
                task, DG_RECEIPT_REFUSED, "Somebody has changed the entry since; it stays", "该日程已被修改,未删除");
    return dg_caldav_end(
            task, DG_RECEIPT_REFUSED, "The calendar server did not remove the entry", "日历服务器未能删除该日程");
}

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    switch (c->stage) {
    case DG_CALDAV_FINDING:
    case DG_CALDAV_LISTING:
        return dg_caldav_found(task, reply, next);
    case DG_CALDAV_LOOKING:
        return dg_caldav_looked(task, reply, next);
    case DG_CALDAV_STORING:
        return hear_stored(task, reply, next);
    case DG_CALDAV_SEEING:
        return hear_seen(task, reply);
    case DG_CALDAV_REMOVING:
        return hear_removed(task, reply);
    case DG_CALDAV_CHANGING:
    case DG_CALDAV_SEEING_CHANGE:
    case DG_CALDAV_RESTORING:
        return dg_caldav_hear_change(task, reply, next);
    }
    return dg_task_fail(task, DG_INTERNAL, "a reply that was not asked for");
}

static const struct dg_adapter_option options[] = {
    { "url", "The server, a principal, or a calendar: https://cal.example/", true, false },
    { "user", "Name for HTTP Basic or Digest; without one none is sent", false, false },
    { "password", "Its password", false, true },
    { "calendar", "Path of the calendar to write to; without one it is found", false, false },
    { 0 },
};

/* What must hold before it is switched on. */
static const struct dg_step exchange[] = {
    { "PROPFIND /.well-known/caldav", 207,
            "<multistatus xmlns=\"DAV:\" "
            "xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><response><href>/</href><propstat><prop>"
            "<c:calendar-home-set><href>/c/</href></c:calendar-home-set></prop><status>HTTP/1.1 200 OK</status>"
            "</propstat></response></multistatus>" },
    { "PROPFIND /c/", 207,
            "<multistatus xmlns=\"DAV:\" "
            "xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><response><href>/c/a/</href><propstat>"
            "<prop><resourcetype><collection/><c:calendar/></resourcetype></prop><status>HTTP/1.1 200 OK</status>"
            "</propstat></response></multistatus>" },
    { "REPORT /c/a/", 207, "<multistatus xmlns=\"DAV:\"/>" },
    { NULL, 0, NULL },
};
static const struct dg_manifest manifest = { dg_agenda_leads, dg_agenda_others, exchange, "Add to your calendar:" };

const struct dg_adapter dg_calendar_caldav = {
    .name = "caldav",
    .title = "CalDAV",
    .base_option = "url",
    .intents = dg_agenda_intents,
    .options = options,
    .task_size = sizeof(struct dg_caldav),
    .deadline_ms = 5000,
    .ask = ask,
    .hear = hear,
    .book = book,
    .check = check,
    .undo = undo,
    .manifest = &manifest,
};
