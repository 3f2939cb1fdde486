#include "adapters/calendar/online.h"

#include "adapters/body.h"
#include "adapters/link/link.h"
#include "adapters/oauth2.h"
#include "adapters/slots.h"
#include "intents/catalogue.h"

/* ---- requests ---------------------------------------------------------------------------------------------------- */

/* Steals `body`. */
static enum dg_turn send(struct dg_task *task, struct dg_request *next, enum online_stage stage, const char *method,
        struct dg_str path, json_t *body)
{
    struct online *o = task->state;
    bool has_body = body != NULL,
         changes = stage == ONLINE_CREATING || stage == ONLINE_CHANGING || stage == ONLINE_RESTORING;
    o->stage = stage;
    *next = (struct dg_request){ .method = dg_str_of(method), .safety = changes ? DG_ONCE_ONLY : DG_SAFE };
    next->url = dg_task_url(task, path);
    dg_request_header(next, "Accept", dg_str_of("application/json"), false);
    dg_request_header(next, "Authorization", o->authorization, true);
    if (o->dialect->prefer)
        dg_request_header(next, "Prefer", dg_str_of(o->dialect->prefer), false);
    if (has_body)
        dg_request_header(next, "Content-Type", dg_str_of("application/json"), false);
    next->body = dg_body_write(task->arena, body);
    if (dg_arena_overflowed(task->arena) || (has_body && next->body.len == 0))
        return dg_task_fail(task, DG_TOO_BIG, "the request does not fit");
    return DG_TURN_SEND;
}

static void only_version(const struct online *o, struct dg_request *next)
{
    if (o->etag.len)
        dg_request_header(next, "If-Match", o->etag, false);
}

static enum dg_turn send_token(struct dg_task *task, struct dg_request *next, enum online_stage then)
{
    struct online *o = task->state;
    o->stage = ONLINE_TOKEN;
    o->after_token = then;
    return dg_oauth2_refresh(task, next, o->dialect->token_path, o->dialect->scope);
}

static enum dg_turn send_look(struct dg_task *task, struct dg_request *next)
{
    const struct online *o = task->state;
    enum dg_turn turn = send(task, next, ONLINE_LOOKING, "GET", o->dialect->look(task, o->from, o->to), NULL);
    next->fields = dg_str_of("time");
    return turn;
}

/* ---- what is asked ----------------------------------------------------------------------------------------------- */

struct dg_str online_notes(const struct dg_task *task, const struct dg_event *event)
{
    struct dg_str text = { "", 0 };
    for (size_t i = 0; i < event->attendee_count; i++)
        text = dg_arena_print(task->arena, "%.*s%s%.*s", (int)text.len, text.at,
                i ? ", " : dg_task_words(task, "With: ", "参加者: "), (int)event->attendees[i].len,
                event->attendees[i].at);
    if (!event->url.len)
        return text;
    return dg_arena_print(task->arena, "%.*s%s%.*s", (int)text.len, text.at, text.len ? "\n" : "", (int)event->url.len,
            event->url.at);
}

static bool read_create(struct dg_task *task, const struct dg_intent *intent)
{
    static const char *const written[] = { "title", "time", "place", "attendees", "recurrence", "reminder", "url",
        NULL };
    struct online *o = task->state;
    struct dg_event event;
    if (!dg_event_read(&event, task, intent))
        return false;
    json_t *entry = o->dialect->write(task, &event);
    o->entry = dg_body_write(task->arena, entry);
    o->title = dg_arena_copy(task->arena, event.title);
    o->fields = dg_link_fields(task->arena, intent, written);
    o->from = event.start;
    o->to = event.end;
    if (!o->entry.len)
        dg_task_fail(task, DG_UNPROCESSABLE, "the repetition cannot be written down there");
    return o->entry.len > 0;
}

static bool read_change(struct dg_task *task, const struct dg_intent *intent)
{
    static const char *const needs_what[] = { "title", "time", NULL }, *const needs_new[] = { "new_time", NULL };
    struct online *o = task->state;
    const struct dg_time *time = dg_slot_time(intent, "time"), *new_time = dg_slot_time(intent, "new_time");
    o->title = dg_arena_copy(task->arena, dg_slot_text(intent, "title"));
    if (!o->title.len && !time) {
        dg_task_missing(task, needs_what, "which entry is meant is not known");
        return false;
    }
    if (o->job == ONLINE_UPDATE && !new_time) {
        dg_task_missing(task, needs_new, "the new time is not known");
        return false;
    }
    if (new_time)
        o->new_time = *new_time;
    dg_agenda_window(time, task->ctx->now, &o->from, &o->to);
    return true;
}

static bool read_query(struct dg_task *task, const struct dg_intent *intent)
{
    static const char *const needs[] = { "time", NULL };
    struct online *o = task->state;
    const struct dg_time *time = dg_slot_time(intent, "time");
    if (time)
        dg_agenda_window(time, task->ctx->now, &o->from, &o->to);
    else
        dg_task_missing(task, needs, "the time is not known");
    return time != NULL;
}

static bool read_intent(struct dg_task *task, const struct dg_intent *intent)
{
    struct online *o = task->state;
    const char *name = intent->schema->name;
    if (strcmp(name, "calendar.create") == 0) {
        o->job = ONLINE_CREATE;
        return read_create(task, intent);
    }
    if (strcmp(name, "calendar.query") == 0) {
        o->job = ONLINE_QUERY;
        return read_query(task, intent);
    }
    o->job = strcmp(name, "calendar.update") == 0 ? ONLINE_UPDATE : ONLINE_CANCEL;
    return read_change(task, intent);
}

enum dg_turn online_ask(
        struct dg_task *task, const struct online_dialect *d, const struct dg_intent *intent, struct dg_request *next)
{
    struct online *o = task->state;
    o->dialect = d;
    return read_intent(task, intent) ? send_token(task, next, ONLINE_LOOKING) : DG_TURN_FAIL;
}

/* ---- offers ------------------------------------------------------------------------------------------------------ */

static struct dg_str verdict(const struct dg_task *task, const struct online *o)
{
    bool there = false;
    for (size_t i = 0; i < o->item_count; i++) {
        const struct dg_busy *b = &o->items[i].busy;
        there = there || (o->job == ONLINE_CREATE && b->start.utc_s == o->from.utc_s && dg_str_eq(b->title, o->title));
    }
    return dg_agenda_verdict(task, &o->items[0].busy, o->item_count, there, false);
}

static void offer_entry(struct dg_task *task)
{
    const struct online *o = task->state;
    struct dg_offer *offer = dg_task_offer(task, DG_OFFER_BOOK);
    if (!offer)
        return;
    offer->title = dg_arena_print(task->arena, "%s%.*s", dg_task_words(task, "Add to your calendar: ", "加入日历:"),
            (int)o->title.len, o->title.at);
    offer->subtitle = verdict(task, o);
    offer->has_starts = offer->has_ends = true;
    offer->starts = o->from;
    offer->ends = o->to;
    offer->state = dg_body_write(
            task->arena, json_pack("{s:o,s:o}", "entry", dg_body_read(o->entry), "fields", dg_body_string(o->fields)));
}

static void offer_change(struct dg_task *task, const struct online_item *item)
{
    const struct online *o = task->state;
    bool moves = o->job == ONLINE_UPDATE;
    struct dg_busy to = moves ? dg_agenda_moved(&item->busy, &o->new_time) : item->busy;
    struct dg_str title = dg_agenda_title(task, &item->busy), when = dg_link_clock(task->arena, to.start);
    struct dg_offer *offer = dg_task_offer(task, DG_OFFER_BOOK);
    if (!offer)
        return;
    const char *word = moves ? dg_task_words(task, "Move: ", "改期:") : dg_task_words(task, "Remove: ", "删除日程:");
    offer->title = dg_arena_print(task->arena, "%s%.*s%s%.*s", word, (int)title.len, title.at, moves ? " → " : "",
            moves ? (int)when.len : 0, when.at);
    offer->subtitle = dg_agenda_span(task->arena, &item->busy);
    if (!moves)
        offer->terms =
                dg_str_of(dg_task_words(task, "What is removed cannot be put back from here.", "删除后无法在此恢复。"));
    offer->has_starts = offer->has_ends = true;
    offer->starts = to.start;
    offer->ends = to.end;
    json_t *state = json_pack("{s:o,s:o,s:o}", "id", dg_body_string(item->id), "etag", dg_body_string(item->etag),
            "was", o->dialect->times(task, &item->busy));
    if (moves)
        json_object_set_new(state, "becomes", o->dialect->times(task, &to));
    offer->state = dg_body_write(task->arena, state);
}

/* Of a repetition, moving one occurrence is left to the calendar's own program. */
static enum dg_turn offer_changes(struct dg_task *task)
{
    const struct online *o = task->state;
    for (size_t i = 0; i < o->item_count; i++) {
        const struct dg_busy *b = &o->items[i].busy;
        if (dg_agenda_is_meant(b, o->title) && !(o->job == ONLINE_UPDATE && b->repeats))
            offer_change(task, &o->items[i]);
    }
    return task->offer_count ? DG_TURN_DONE
                             : dg_task_fail(task, DG_NOT_FOUND, "no entry that can be changed was found there");
}

static enum dg_turn offer_agenda(struct dg_task *task)
{
    const struct online *o = task->state;
    for (size_t i = 0; i < o->item_count; i++)
        dg_agenda_show(task, &o->items[i].busy);
    struct dg_offer *none = o->item_count == 0 ? dg_task_offer(task, DG_OFFER_LINK) : NULL;
    if (none)
        none->title = verdict(task, o);
    return DG_TURN_DONE;
}

static void insert(struct online *o, const struct online_item *item)
{
    size_t at = o->item_count++;
    for (; at > 0 && item->busy.start.utc_s < o->items[at - 1].busy.start.utc_s; at--)
        o->items[at] = o->items[at - 1];
    o->items[at] = *item;
}

static enum dg_turn hear_look(struct dg_task *task, const struct dg_reply *reply)
{
    struct online *o = task->state;
    if (reply->end != DG_SENT_OK || reply->status != 200)
        return dg_task_fail_reply(task, reply);
    json_t *answer = dg_body_read(reply->body);
    const json_t *list = o->dialect->list(answer), *entry;
    bool whole = json_is_array(list);
    size_t i;
    json_array_foreach(list, i, entry)
    {
        struct online_item item = { 0 };
        if (o->item_count < ONLINE_ITEMS_MAX && o->dialect->read(&item, task, entry))
            insert(o, &item);
    }
    json_decref(answer);
    if (!whole)
        return dg_task_fail(task, DG_BAD_GATEWAY, "the answer holds no entries");
    if (o->job == ONLINE_QUERY)
        return offer_agenda(task);
    if (o->job != ONLINE_CREATE)
        return offer_changes(task);
    offer_entry(task);
    return DG_TURN_DONE;
}

/* ---- what was confirmed ------------------------------------------------------------------------------------------ */

static enum dg_turn end(struct dg_task *task, enum dg_receipt_end how, const char *en, const char *zh)
{
    task->receipt.end = how;
    task->receipt.detail = dg_str_of(dg_task_words(task, en, zh));
    return DG_TURN_DONE;
}

static enum dg_turn end_unreached(struct dg_task *task)
{
    return end(
            task, DG_RECEIPT_REFUSED, "The calendar could not be reached; nothing was done", "无法连接日历,未作改动");
}

static json_t *part(struct dg_task *task, const json_t *state, const char *key, struct dg_str *out)
{
    json_t *value = json_object_get(state, key);
    *out = value ? dg_body_write(task->arena, json_incref(value)) : (struct dg_str){ "", 0 };
    return value;
}

/* An offer's state, or a receipt's: {"entry", "fields"} of what is to be made, else {"id", "etag", "was", "becomes"?}. */
static bool read_state(struct dg_task *task, const struct online_dialect *d, struct dg_str text)
{
    struct online *o = task->state;
    json_t *state = dg_body_read(text);
    o->dialect = d;
    o->id = dg_body_id(task->arena, state, "id");
    o->etag = dg_arena_copy(task->arena, dg_str_of(json_string_value(json_object_get(state, "etag"))));
    o->fields = dg_arena_copy(task->arena, dg_str_of(json_string_value(json_object_get(state, "fields"))));
    bool makes = part(task, state, "entry", &o->entry), changes = part(task, state, "was", &o->was);
    part(task, state, "becomes", &o->becomes);
    json_decref(state);
    o->job = makes ? ONLINE_CREATE : o->becomes.len ? ONLINE_UPDATE : ONLINE_CANCEL;
    if (makes || (changes && o->id.len) || o->id.len)
        return true;
    dg_task_fail(task, DG_INTERNAL, "the stored state is not readable");
    return false;
}

static struct dg_str receipt_state(struct dg_task *task)
{
    const struct online *o = task->state;
    json_t *state = json_pack("{s:o,s:o}", "id", dg_body_string(o->id), "etag", dg_body_string(o->etag));
    if (o->job == ONLINE_UPDATE) {
        json_object_set_new(state, "was", dg_body_read(o->was));
        json_object_set_new(state, "becomes", dg_body_read(o->becomes));
    }
    return dg_body_write(task->arena, state);
}

static enum dg_turn end_done(struct dg_task *task, const json_t *entry)
{
    static const struct {
        const char *en, *zh;
    } words[] = {
        [ONLINE_CREATE] = { "It is in your calendar", "已写入日历" },
        [ONLINE_QUERY] = { "", "" },
        [ONLINE_UPDATE] = { "Your calendar is changed", "日历已修改" },
        [ONLINE_CANCEL] = { "It is out of your calendar", "已从日历中删除" },
    };
    struct online *o = task->state;
    struct online_item item = { 0 };
    if (entry && o->dialect->read(&item, task, entry)) {
        o->id = item.id;
        o->etag = item.etag;
    }
    task->receipt.reference = o->id;
    if (o->job != ONLINE_CANCEL)
        task->receipt.state = receipt_state(task);
    return end(task, DG_RECEIPT_BOOKED, words[o->job].en, words[o->job].zh);
}

enum dg_turn online_book(
        struct dg_task *task, const struct online_dialect *d, struct dg_str offer_state, struct dg_request *next)
{
    struct online *o = task->state;
    if (!read_state(task, d, offer_state))
        return DG_TURN_FAIL;
    return send_token(task, next, o->job == ONLINE_CREATE ? ONLINE_CREATING : ONLINE_CHANGING);
}

static enum dg_turn send_create(struct dg_task *task, struct dg_request *next)
{
    const struct online *o = task->state;
    json_t *entry = dg_body_read(o->entry);
    if (entry)
        o->dialect->sign(task, entry);
    enum dg_turn turn = send(task, next, ONLINE_CREATING, "POST", o->dialect->entries(task), entry);
    next->fields = o->fields;
    return turn;
}

static enum dg_turn send_change(struct dg_task *task, struct dg_request *next)
{
    const struct online *o = task->state;
    struct dg_str path = o->dialect->entry(task, o->id);
    bool moves = o->job == ONLINE_UPDATE;
    enum dg_turn turn = send(
            task, next, ONLINE_CHANGING, moves ? "PATCH" : "DELETE", path, moves ? dg_body_read(o->becomes) : NULL);
    only_version(o, next);
    next->fields = dg_str_of(moves ? "new_time" : "");
    return turn;
}

static enum dg_turn send_find(struct dg_task *task, struct dg_request *next)
{
    const struct online *o = task->state;
    return send(task, next, ONLINE_FINDING, "GET", o->dialect->find(task), NULL);
}

/* 409: an earlier call with the same key has made it. */
static enum dg_turn hear_created(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    if (reply->end == DG_SENT_NOT)
        return end_unreached(task);
    if (reply->end == DG_SENT_OK && reply->status == 409)
        return send_find(task, next);
    if (dg_reply_refused(reply))
        return end(task, DG_RECEIPT_REFUSED, "The calendar did not take the entry", "日历拒绝了该日程");
    json_t *entry = reply->end == DG_SENT_OK && reply->status < 300 ? dg_body_read(reply->body) : NULL;
    struct online_item item = { 0 };
    const struct online *o = task->state;
    enum dg_turn turn = entry && o->dialect->read(&item, task, entry) ? end_done(task, entry) : send_find(task, next);
    json_decref(entry);
    return turn;
}

/* One entry, or a list with one or none. */
static enum dg_turn hear_found(struct dg_task *task, const struct dg_reply *reply)
{
    struct online *o = task->state;
    bool absent = reply->end == DG_SENT_OK && (reply->status == 404 || reply->status == 410);
    json_t *answer = reply->end == DG_SENT_OK && reply->status == 200 ? dg_body_read(reply->body) : NULL;
    const json_t *list = o->dialect->list(answer), *entry = list ? json_array_get(list, 0) : answer;
    struct online_item item = { 0 };
    bool found = entry && o->dialect->read(&item, task, entry);
    enum dg_turn turn;
    if (found)
        turn = end_done(task, entry);
    else if (absent || (list && json_array_size(list) == 0))
        turn = end(task, o->checks ? DG_RECEIPT_NONE : DG_RECEIPT_REFUSED, "It is not in your calendar",
                "日历中没有该日程");
    else
        turn = end(task, DG_RECEIPT_PENDING, "The calendar has not said whether the entry is there",
                "日历尚未确认是否写入");
    json_decref(answer);
    return turn;
}

/* ---- changes ------------------------------------------------------------------------------------------------------ */

static enum dg_turn hear_changed(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct online *o = task->state;
    bool gone = o->job == ONLINE_CANCEL && reply->end == DG_SENT_OK && (reply->status == 404 || reply->status == 410);
    if (reply->end == DG_SENT_NOT)
        return end_unreached(task);
    if (reply->end == DG_SENT_OK && reply->status == 412)
        return end(task, DG_RECEIPT_REFUSED, "Somebody has changed the entry since; nothing was done",
                "该日程已被修改,未作改动");
    if (!gone && dg_reply_refused(reply))
        return end(task, DG_RECEIPT_REFUSED, "The calendar did not take the change", "日历拒绝了修改");
    if (!gone && (reply->end != DG_SENT_OK || reply->status >= 300))
        return send(task, next, ONLINE_SEEING, "GET", o->dialect->entry(task, o->id), NULL);
    json_t *entry = o->job == ONLINE_UPDATE ? dg_body_read(reply->body) : NULL;
    enum dg_turn turn = end_done(task, entry);
    json_decref(entry);
    return turn;
}

/* After a change without an answer, or for a check: is it as it was, or as it was meant? */
static enum dg_turn hear_seen(struct dg_task *task, const struct dg_reply *reply)
{
    struct online *o = task->state;
    bool absent = reply->end == DG_SENT_OK && (reply->status == 404 || reply->status == 410);
    json_t *entry = reply->end == DG_SENT_OK && reply->status == 200 ? dg_body_read(reply->body) : NULL;
    struct online_item item = { 0 };
    bool present = entry && o->dialect->read(&item, task, entry);
    bool as_it_was = present && dg_str_eq(item.etag, o->etag);
    enum dg_turn turn;
    if ((o->job == ONLINE_CANCEL && (absent || (entry && !present))) ||
            (o->job == ONLINE_UPDATE && present && !as_it_was))
        turn = end_done(task, o->job == ONLINE_UPDATE ? entry : NULL);
    else if (as_it_was)
        turn = end(task, o->checks ? DG_RECEIPT_NONE : DG_RECEIPT_PENDING, "The entry is as it was", "日程未变");
    else
        turn = end(
                task, DG_RECEIPT_PENDING, "The calendar has not said whether it made the change", "日历尚未确认修改");
    json_decref(entry);
    return turn;
}

enum dg_turn online_check(
        struct dg_task *task, const struct online_dialect *d, struct dg_str offer_state, struct dg_request *next)
{
    struct online *o = task->state;
    if (!read_state(task, d, offer_state))
        return DG_TURN_FAIL;
    o->checks = true;
    return send_token(task, next, o->job == ONLINE_CREATE ? ONLINE_FINDING : ONLINE_SEEING);
}

/* ---- and back ------------------------------------------------------------------------------------------------------ */

/* What was made is removed, what was moved is moved back; what was removed cannot be put back. */
enum dg_turn online_undo(
        struct dg_task *task, const struct online_dialect *d, struct dg_str text, struct dg_request *next)
{
    if (!text.len)
        return end(task, DG_RECEIPT_REFUSED, "What was removed cannot be put back from here", "删除后无法在此恢复");
    return read_state(task, d, text) ? send_token(task, next, ONLINE_RESTORING) : DG_TURN_FAIL;
}

static enum dg_turn send_restore(struct dg_task *task, struct dg_request *next)
{
    const struct online *o = task->state;
    struct dg_str path = o->dialect->entry(task, o->id);
    bool moves = o->was.len > 0;
    enum dg_turn turn =
            send(task, next, ONLINE_RESTORING, moves ? "PATCH" : "DELETE", path, moves ? dg_body_read(o->was) : NULL);
    only_version(o, next);
    return turn;
}

static enum dg_turn hear_restored(struct dg_task *task, const struct dg_reply *reply)
{
    const struct online *o = task->state;
    if (reply->end == DG_SENT_NOT)
        return dg_task_fail_reply(task, reply);
    bool gone = !o->was.len && reply->end == DG_SENT_OK && (reply->status == 404 || reply->status == 410);
    if (gone || (reply->end == DG_SENT_OK && reply->status < 300))
        return end(task, DG_RECEIPT_CANCELLED, "Your calendar is as it was", "日历已恢复");
    if (dg_reply_refused(reply))
        return end(task, DG_RECEIPT_REFUSED, "Somebody has changed the entry since; it stays", "该日程已被修改,未恢复");
    return end(task, DG_RECEIPT_PENDING, "The calendar has not said whether it is as it was", "日历尚未确认恢复");
}

/* ---- turns --------------------------------------------------------------------------------------------------------- */

static enum dg_turn hear_token(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct online *o = task->state;
    o->authorization = dg_oauth2_hear(task, reply);
    bool changes = o->after_token == ONLINE_CREATING || o->after_token == ONLINE_CHANGING;
    if (!o->authorization.len)
        return changes ? end_unreached(task) : dg_task_fail_reply(task, reply);
    switch (o->after_token) {
    case ONLINE_LOOKING:
        return send_look(task, next);
    case ONLINE_CREATING:
        return send_create(task, next);
    case ONLINE_CHANGING:
        return send_change(task, next);
    case ONLINE_FINDING:
        return send_find(task, next);
    case ONLINE_SEEING:
        return send(task, next, ONLINE_SEEING, "GET", o->dialect->entry(task, o->id), NULL);
    default:
        return send_restore(task, next);
    }
}

enum dg_turn online_hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    const struct online *o = task->state;
    switch (o->stage) {
    case ONLINE_TOKEN:
        return hear_token(task, reply, next);
    case ONLINE_LOOKING:
        return hear_look(task, reply);
    case ONLINE_CREATING:
        return hear_created(task, reply, next);
    case ONLINE_FINDING:
        return hear_found(task, reply);
    case ONLINE_CHANGING:
        return hear_changed(task, reply, next);
    case ONLINE_SEEING:
        return hear_seen(task, reply);
    case ONLINE_RESTORING:
        return hear_restored(task, reply);
    }
    return dg_task_fail(task, DG_INTERNAL, "no request was under way");
}
