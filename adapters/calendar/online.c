#include "adapters/calendar/online.h"

#include "adapters/body.h"
#include "adapters/link/link.h"
#include "adapters/oauth2.h"
#include "adapters/slots.h"
#include "intents/catalogue.h"

/* ---- requests ---------------------------------------------------------------------------------------------------- */

/* Steals `body`. */
enum dg_turn online_send(struct dg_task *task, struct dg_request *next, enum online_stage stage, const char *method,
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

enum dg_turn online_send_token(struct dg_task *task, struct dg_request *next, enum online_stage then)
{
    struct online *o = task->state;
    o->stage = ONLINE_TOKEN;
    o->after_token = then;
    return dg_oauth2_refresh(task, next, o->dialect->token_path, o->dialect->scope);
}

static enum dg_turn send_look(struct dg_task *task, struct dg_request *next)
{
    const struct online *o = task->state;
    enum dg_turn turn = online_send(task, next, ONLINE_LOOKING, "GET", o->dialect->look(task, o->from, o->to), NULL);
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
    o->link = dg_arena_copy(task->arena, event.url);
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
    return read_intent(task, intent) ? online_send_token(task, next, ONLINE_LOOKING) : DG_TURN_FAIL;
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
    offer->subtitle = dg_agenda_verdict_with(task, verdict(task, o), o->link);
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
        if (o->item_count < ONLINE_ITEMS_MAX && o->dialect->read(&item, task, entry) && !item.free && !item.removed)
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

/* ---- turns --------------------------------------------------------------------------------------------------------- */

enum dg_turn online_hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct online *o = task->state;
    if (o->stage == ONLINE_LOOKING)
        return hear_look(task, reply);
    if (o->stage != ONLINE_TOKEN)
        return online_hear_change(task, reply, next);
    o->authorization = dg_oauth2_hear(task, reply);
    if (o->after_token != ONLINE_LOOKING)
        return online_begin_change(task, reply, next);
    return o->authorization.len ? send_look(task, next) : dg_task_fail_reply(task, reply);
}
