/* What was confirmed: an entry made, moved or removed, looked for after a doubt, and taken back. */
#include "adapters/body.h"
#include "adapters/calendar/online.h"

static void only_version(const struct online *o, struct dg_request *next)
{
    if (o->etag.len)
        dg_request_header(next, "If-Match", o->etag, false);
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
    return online_send_token(task, next, o->job == ONLINE_CREATE ? ONLINE_CREATING : ONLINE_CHANGING);
}

static enum dg_turn send_create(struct dg_task *task, struct dg_request *next)
{
    const struct online *o = task->state;
    json_t *entry = dg_body_read(o->entry);
    if (entry)
        o->dialect->sign(task, entry);
    enum dg_turn turn = online_send(task, next, ONLINE_CREATING, "POST", o->dialect->entries(task), entry);
    next->fields = o->fields;
    return turn;
}

static enum dg_turn send_change(struct dg_task *task, struct dg_request *next)
{
    const struct online *o = task->state;
    struct dg_str path = o->dialect->entry(task, o->id);
    bool moves = o->job == ONLINE_UPDATE;
    enum dg_turn turn = online_send(
            task, next, ONLINE_CHANGING, moves ? "PATCH" : "DELETE", path, moves ? dg_body_read(o->becomes) : NULL);
    only_version(o, next);
    next->fields = dg_str_of(moves ? "new_time" : "");
    return turn;
}

static enum dg_turn send_find(struct dg_task *task, struct dg_request *next)
{
    const struct online *o = task->state;
    return online_send(task, next, ONLINE_FINDING, "GET", o->dialect->find(task), NULL);
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
    bool made = entry && o->dialect->read(&item, task, entry) && !item.removed;
    enum dg_turn turn = made ? end_done(task, entry) : send_find(task, next);
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
    if (found && !item.removed)
        turn = end_done(task, entry);
    else if (absent || found || (list && json_array_size(list) == 0))
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
        return online_send(task, next, ONLINE_SEEING, "GET", o->dialect->entry(task, o->id), NULL);
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
    bool seen = entry && o->dialect->read(&item, task, entry), present = seen && !item.removed;
    bool as_it_was = present && dg_str_eq(item.etag, o->etag);
    enum dg_turn turn;
    if ((o->job == ONLINE_CANCEL && (absent || (seen && item.removed))) ||
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
    return online_send_token(task, next, o->job == ONLINE_CREATE ? ONLINE_FINDING : ONLINE_SEEING);
}

/* ---- and back ------------------------------------------------------------------------------------------------------ */

/* What was made is removed, what was moved is moved back; what was removed cannot be put back. */
enum dg_turn online_undo(
        struct dg_task *task, const struct online_dialect *d, struct dg_str text, struct dg_request *next)
{
    if (!text.len)
        return end(task, DG_RECEIPT_REFUSED, "What was removed cannot be put back from here", "删除后无法在此恢复");
    return read_state(task, d, text) ? online_send_token(task, next, ONLINE_RESTORING) : DG_TURN_FAIL;
}

static enum dg_turn send_restore(struct dg_task *task, struct dg_request *next)
{
    const struct online *o = task->state;
    struct dg_str path = o->dialect->entry(task, o->id);
    bool moves = o->was.len > 0;
    enum dg_turn turn = online_send(
            task, next, ONLINE_RESTORING, moves ? "PATCH" : "DELETE", path, moves ? dg_body_read(o->was) : NULL);
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

/* Without a token nothing is sent, so nothing can have been changed. */
enum dg_turn online_begin_change(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    const struct online *o = task->state;
    bool changes = o->after_token == ONLINE_CREATING || o->after_token == ONLINE_CHANGING;
    if (!o->authorization.len)
        return changes ? end_unreached(task) : dg_task_fail_reply(task, reply);
    switch (o->after_token) {
    case ONLINE_CREATING:
        return send_create(task, next);
    case ONLINE_CHANGING:
        return send_change(task, next);
    case ONLINE_FINDING:
        return send_find(task, next);
    case ONLINE_SEEING:
        return online_send(task, next, ONLINE_SEEING, "GET", o->dialect->entry(task, o->id), NULL);
    default:
        return send_restore(task, next);
    }
}

enum dg_turn online_hear_change(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    const struct online *o = task->state;
    switch (o->stage) {
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
    default:
        return dg_task_fail(task, DG_INTERNAL, "no request was under way");
    }
}
