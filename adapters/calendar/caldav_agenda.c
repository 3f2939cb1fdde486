#include "adapters/body.h"
#include "adapters/calendar/caldav.h"
#include "adapters/link/link.h"

/* "20240221T110000Z" */
static struct dg_str utc_text(struct dg_arena *arena, struct dg_instant t)
{
    t.offset_s = 0;
    struct dg_str minute = dg_link_minute(arena, t);
    return dg_arena_print(
            arena, "%.4s%.2s%.2sT%.2s%.2s00Z", minute.at, minute.at + 5, minute.at + 8, minute.at + 11, minute.at + 14);
}

static struct dg_str report(struct dg_arena *arena, const struct dg_caldav *c)
{
    struct dg_str from = utc_text(arena, c->from), to = utc_text(arena, c->to);
    return dg_arena_print(arena,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
            "<c:calendar-query xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><d:prop><d:getetag/>"
            "<c:calendar-data/></d:prop><c:filter><c:comp-filter name=\"VCALENDAR\"><c:comp-filter name=\"VEVENT\">"
            "<c:time-range start=\"%.*s\" end=\"%.*s\"/></c:comp-filter></c:comp-filter></c:filter></c:calendar-query>",
            (int)from.len, from.at, (int)to.len, to.at);
}

/* Whether the very entry stands there: dragged a second time, or made by hand. */
static bool is_there(const struct dg_caldav *c)
{
    for (size_t i = 0; i < c->item_count; i++) {
        const struct dg_busy *b = &c->items[i].busy;
        if (c->job == DG_CALDAV_CREATE && b->start.utc_s == c->from.utc_s && dg_str_eq(b->title, c->title))
            return true;
    }
    return false;
}

static struct dg_str verdict(const struct dg_task *task, const struct dg_caldav *c)
{
    return dg_agenda_verdict(task, &c->items[0].busy, c->item_count, is_there(c), c->unseen);
}

static enum dg_turn offer_entry(struct dg_task *task, const struct dg_caldav *c)
{
    struct dg_offer *offer = dg_task_offer(task, DG_OFFER_BOOK);
    if (!offer)
        return dg_task_fail(task, DG_TOO_BIG, "too many offers");
    offer->title = dg_arena_print(task->arena, "%s%.*s", dg_task_words(task, "Add to your calendar: ", "加入日历:"),
            (int)c->title.len, c->title.at);
    offer->subtitle = dg_agenda_verdict_with(task, verdict(task, c), c->link);
    offer->has_starts = offer->has_ends = true;
    offer->starts = c->from;
    offer->ends = c->to;
    json_t *state = json_object();
    json_object_set_new(state, "calendar", dg_body_string(c->calendars[0]));
    json_object_set_new(state, "ics", dg_body_string(c->ics));
    json_object_set_new(state, "fields", dg_body_string(c->fields));
    offer->state = dg_body_write(task->arena, state);
    return offer->state.len ? DG_TURN_DONE : dg_task_fail(task, DG_TOO_BIG, "the entry does not fit");
}

static enum dg_turn offer_agenda(struct dg_task *task, const struct dg_caldav *c)
{
    for (size_t i = 0; i < c->item_count; i++)
        dg_agenda_show(task, &c->items[i].busy);
    struct dg_offer *none = c->item_count == 0 ? dg_task_offer(task, DG_OFFER_LINK) : NULL;
    if (none)
        none->title = verdict(task, c);
    return DG_TURN_DONE;
}

static enum dg_turn offer(struct dg_task *task, const struct dg_caldav *c)
{
    return c->job == DG_CALDAV_CREATE ? offer_entry(task, c) : offer_agenda(task, c);
}

enum dg_turn dg_caldav_look(struct dg_task *task, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    bool changes = c->job == DG_CALDAV_CANCEL || c->job == DG_CALDAV_UPDATE;
    if (c->looked == (changes ? c->writable : c->calendar_count))
        return changes ? dg_caldav_offer_changes(task) : offer(task, c);
    c->stage = DG_CALDAV_LOOKING;
    enum dg_turn turn = dg_caldav_send(task, next, "REPORT", c->calendars[c->looked++], report(task->arena, c));
    dg_caldav_depth(next, "1");
    next->fields = dg_str_of("time");
    return turn;
}

/* Puts it behind those that start before it. */
static void insert(struct dg_caldav *c, const struct dg_caldav_item *item)
{
    size_t at = c->item_count++;
    for (; at > 0 && item->busy.start.utc_s < c->items[at - 1].busy.start.utc_s; at--)
        c->items[at] = c->items[at - 1];
    c->items[at] = *item;
}

static void add_items(struct dg_task *task, struct dg_str calendar, const struct dg_dav_response *r)
{
    struct dg_caldav *c = task->state;
    struct dg_busy busy[DG_CALDAV_BUSY_MAX];
    size_t room = DG_CALDAV_BUSY_MAX - c->item_count;
    size_t count = dg_ical_busy(task->arena, r->data, task->ctx->zone, c->from, c->to, busy, room);
    for (size_t i = 0; i < count; i++) {
        struct dg_caldav_item item = { .busy = busy[i], .etag = r->etag, .data = r->data };
        item.href = dg_caldav_join(task->arena, calendar, r->href);
        insert(c, &item);
    }
}

enum dg_turn dg_caldav_looked(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    struct dg_dav dav;
    bool seen = reply->end == DG_SENT_OK && reply->status == 207 && dg_dav_read(&dav, task->arena, reply->body);
    for (size_t i = 0; seen && i < dav.count; i++)
        add_items(task, c->calendars[c->looked - 1], &dav.responses[i]);
    c->unseen = c->unseen || !seen;
    /* an entry can be made without having seen the others; an agenda that was not seen is none */
    if (!seen && (c->job != DG_CALDAV_CREATE || reply->end != DG_SENT_OK))
        return dg_task_fail_reply(task, reply);
    return dg_caldav_look(task, next);
}
