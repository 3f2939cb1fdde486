/* Moving and removing what is in a calendar. Each change names the version that it was offered for (If-Match), and its
 * receipt keeps the text that was there, so that it can be taken back. Of a repetition one occurrence is removed by an
 * EXDATE; moving one is left to the calendar's own program. */
#include "adapters/body.h"
#include "adapters/calendar/caldav.h"
#include "adapters/link/link.h"
#include "adapters/slots.h"

/* ---- what is meant ------------------------------------------------------------------------------------------------ */

bool dg_caldav_read_change(struct dg_task *task, const struct dg_intent *intent)
{
    static const char *const needs_what[] = { "title", "time", NULL }, *const needs_new[] = { "new_time", NULL };
    struct dg_caldav *c = task->state;
    const struct dg_time *time = dg_slot_time(intent, "time"), *new_time = dg_slot_time(intent, "new_time");
    c->title = dg_arena_copy(task->arena, dg_slot_text(intent, "title"));
    if (!c->title.len && !time) {
        dg_task_missing(task, needs_what, "which entry is meant is not known");
        return false;
    }
    if (c->job == DG_CALDAV_UPDATE && !new_time) {
        dg_task_missing(task, needs_new, "the new time is not known");
        return false;
    }
    if (new_time)
        c->new_time = *new_time;
    dg_agenda_window(time, task->ctx->now, &c->from, &c->to);
    return true;
}

/* ---- offers --------------------------------------------------------------------------------------------------------- */

static struct dg_str state_text(struct dg_arena *arena, const struct dg_caldav_item *item, struct dg_str becomes)
{
    json_t *state = json_object();
    json_object_set_new(state, "href", dg_body_string(item->href));
    json_object_set_new(state, "etag", dg_body_string(item->etag));
    json_object_set_new(state, "was", dg_body_string(item->data));
    json_object_set_new(state, "becomes", dg_body_string(becomes));
    return dg_body_write(arena, state);
}

static void offer_change(struct dg_task *task, const struct dg_caldav_item *item, struct dg_str title,
        const struct dg_busy *at, struct dg_str becomes)
{
    struct dg_str state = state_text(task->arena, item, becomes);
    struct dg_offer *offer = state.len ? dg_task_offer(task, DG_OFFER_BOOK) : NULL;
    if (!offer)
        return;
    offer->title = title;
    offer->subtitle = dg_agenda_span(task->arena, &item->busy);
    offer->has_starts = offer->has_ends = true;
    offer->starts = at->start;
    offer->ends = at->end;
    offer->state = state;
}

static void offer_removal(struct dg_task *task, const struct dg_caldav_item *item)
{
    struct dg_str title = dg_agenda_title(task, &item->busy), becomes = { "", 0 };
    if (item->busy.repeats) {
        becomes = dg_ical_without(task->arena, item->data, &item->busy);
        if (!becomes.len)
            return;
    }
    title = dg_arena_print(
            task->arena, "%s%.*s", dg_task_words(task, "Remove: ", "删除日程:"), (int)title.len, title.at);
    offer_change(task, item, title, &item->busy, becomes);
}

static void offer_move(struct dg_task *task, const struct dg_caldav_item *item)
{
    const struct dg_caldav *c = task->state;
    struct dg_busy to = dg_agenda_moved(&item->busy, &c->new_time);
    struct dg_str becomes = dg_ical_moved(task->arena, item->data, &to, task->ctx->now);
    struct dg_str title = dg_agenda_title(task, &item->busy), when = dg_link_clock(task->arena, to.start);
    if (to.all_day)
        when = dg_link_date(task->arena, to.start);
    if (item->busy.repeats || !becomes.len)
        return;
    title = dg_arena_print(task->arena, "%s%.*s → %.*s", dg_task_words(task, "Move: ", "改期:"), (int)title.len,
            title.at, (int)when.len, when.at);
    offer_change(task, item, title, &to, becomes);
}

enum dg_turn dg_caldav_offer_changes(struct dg_task *task)
{
    const struct dg_caldav *c = task->state;
    for (size_t i = 0; i < c->item_count; i++) {
        if (!dg_agenda_is_meant(&c->items[i].busy, c->title))
            continue;
        if (c->job == DG_CALDAV_CANCEL)
            offer_removal(task, &c->items[i]);
        else
            offer_move(task, &c->items[i]);
    }
    if (task->offer_count == 0)
        return dg_task_fail(task, DG_NOT_FOUND, "no entry that can be changed was found there");
    return DG_TURN_DONE;
}

/* ---- the change ------------------------------------------------------------------------------------------------------ */

bool dg_caldav_is_change(struct dg_str state)
{
    json_t *read = dg_body_read(state);
    bool is = json_object_get(read, "was") != NULL;
    json_decref(read);
    return is;
}

static struct dg_str field(struct dg_arena *arena, const json_t *state, const char *key)
{
    return dg_arena_copy(arena, dg_str_of(json_string_value(json_object_get(state, key))));
}

static bool read_state(struct dg_task *task, struct dg_str text)
{
    struct dg_caldav *c = task->state;
    json_t *state = dg_body_read(text);
    c->at = field(task->arena, state, "href");
    c->etag = field(task->arena, state, "etag");
    c->was = field(task->arena, state, "was");
    c->becomes = field(task->arena, state, "becomes");
    json_decref(state);
    if (!c->at.len || !c->was.len)
        dg_task_fail(task, DG_INTERNAL, "the stored state is not readable");
    return c->at.len && c->was.len;
}

/* A removal repeated finds nothing and does no harm; a second PUT would be told that the version is gone by the first. */
static enum dg_turn put(struct dg_task *task, struct dg_request *next, struct dg_str text)
{
    struct dg_caldav *c = task->state;
    enum dg_turn turn = dg_caldav_send(task, next, "PUT", c->at, text);
    next->safety = DG_ONCE_ONLY;
    dg_request_header(next, "Content-Type", dg_str_of("text/calendar; charset=utf-8"), false);
    return turn;
}

enum dg_turn dg_caldav_change(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    if (!read_state(task, offer_state))
        return DG_TURN_FAIL;
    c->stage = DG_CALDAV_CHANGING;
    enum dg_turn turn =
            c->becomes.len ? put(task, next, c->becomes) : dg_caldav_send(task, next, "DELETE", c->at, dg_str_of(""));
    dg_caldav_if_match(next, c->etag);
    next->fields = dg_str_of(c->becomes.len ? "new_time" : "");
    return turn;
}

static enum dg_turn see(struct dg_task *task, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    c->stage = DG_CALDAV_SEEING_CHANGE;
    return dg_caldav_send(task, next, "GET", c->at, dg_str_of(""));
}

enum dg_turn dg_caldav_check_change(struct dg_task *task, struct dg_str offer_state, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    if (!read_state(task, offer_state))
        return DG_TURN_FAIL;
    c->checks = true;
    return see(task, next);
}

static enum dg_turn done(struct dg_task *task, struct dg_str etag)
{
    struct dg_caldav *c = task->state;
    struct dg_caldav_item now = { .href = c->at, .etag = etag, .data = c->was };
    enum dg_turn turn = dg_caldav_end(task, DG_RECEIPT_BOOKED,
            c->becomes.len ? "Your calendar is changed" : "It is out of your calendar",
            c->becomes.len ? "日历已修改" : "已从日历中删除");
    task->receipt.state = state_text(task->arena, &now, c->becomes);
    task->receipt.reference = dg_ical_uid(task->arena, c->was);
    return turn;
}

static enum dg_turn hear_changed(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    const struct dg_caldav *c = task->state;
    if (reply->end == DG_SENT_NOT)
        return dg_task_fail_reply(task, reply);
    if (reply->end != DG_SENT_OK || reply->status >= 500)
        return see(task, next);
    bool gone = !c->becomes.len && (reply->status == 404 || reply->status == 410);
    if (reply->status < 300 || gone)
        return done(task, dg_reply_header(reply, "ETag"));
    if (reply->status == 412)
        return dg_caldav_end(task, DG_RECEIPT_REFUSED, "Somebody has changed the entry since; nothing was done",
                "该日程已被修改,未作改动");
    return dg_caldav_end(
            task, DG_RECEIPT_REFUSED, "The calendar server did not take the change", "日历服务器拒绝了修改");
}

/* Whether two versions of an entry are at the same times: servers may write the same in other words. */
static bool same_times(struct dg_task *task, struct dg_str a, struct dg_str b)
{
    struct dg_instant first = { 0, 0 }, last = { (int64_t)4102444800, 0 }; /* the year 2100 */
    struct dg_busy x[2], y[2];
    size_t n = dg_ical_busy(task->arena, a, task->ctx->zone, first, last, x, 2);
    size_t m = dg_ical_busy(task->arena, b, task->ctx->zone, first, last, y, 2);
    return n > 0 && m > 0 && x[0].start.utc_s == y[0].start.utc_s && x[0].end.utc_s == y[0].end.utc_s;
}

static enum dg_turn hear_seen(struct dg_task *task, const struct dg_reply *reply)
{
    const struct dg_caldav *c = task->state;
    struct dg_str etag = dg_reply_header(reply, "ETag");
    bool answered = reply->end == DG_SENT_OK && reply->status < 500;
    bool absent = answered && (reply->status == 404 || reply->status == 410);
    bool present = answered && reply->status == 200;
    bool as_it_was = present && etag.len && dg_str_eq(etag, c->etag);
    bool as_wanted = present && !as_it_was && c->becomes.len && same_times(task, reply->body, c->becomes);
    if (as_wanted || (absent && !c->becomes.len))
        return done(task, etag);
    if (as_it_was && c->checks)
        return dg_caldav_end(task, DG_RECEIPT_NONE, "The entry is as it was", "日程未变");
    if (c->checks)
        return dg_task_fail(task, DG_CONFLICT, "the entry has been changed, and not as it was meant");
    return dg_caldav_end(task, DG_RECEIPT_PENDING, "The calendar server has not said whether it made the change",
            "日历服务器尚未确认修改");
}

/* ---- and back -------------------------------------------------------------------------------------------------------- */

enum dg_turn dg_caldav_restore(struct dg_task *task, struct dg_str receipt_state, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    if (!read_state(task, receipt_state))
        return DG_TURN_FAIL;
    c->stage = DG_CALDAV_RESTORING;
    enum dg_turn turn = put(task, next, c->was);
    if (c->becomes.len)
        dg_caldav_if_match(next, c->etag);
    else
        dg_request_header(next, "If-None-Match", dg_str_of("*"), false);
    return turn;
}

static enum dg_turn hear_restored(struct dg_task *task, const struct dg_reply *reply)
{
    if (reply->end == DG_SENT_NOT)
        return dg_task_fail_reply(task, reply);
    if (reply->end != DG_SENT_OK || reply->status >= 500)
        return dg_caldav_end(task, DG_RECEIPT_PENDING, "The calendar server has not said whether the entry is back",
                "日历服务器尚未确认恢复");
    if (reply->status < 300)
        return dg_caldav_end(task, DG_RECEIPT_CANCELLED, "Your calendar is as it was", "日历已恢复");
    return dg_caldav_end(
            task, DG_RECEIPT_REFUSED, "Somebody has changed the entry since; it stays", "该日程已被修改,未恢复");
}

enum dg_turn dg_caldav_hear_change(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    const struct dg_caldav *c = task->state;
    if (c->stage == DG_CALDAV_CHANGING)
        return hear_changed(task, reply, next);
    return c->stage == DG_CALDAV_RESTORING ? hear_restored(task, reply) : hear_seen(task, reply);
}
