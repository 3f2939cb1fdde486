#include "adapters/calendar/caldav.h"

/* All that can shorten the way is asked for at each step: a server may be given by its name, by the person's home or by one
 * calendar. */
#define FIND \
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" \
    "<d:propfind xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><d:prop><d:resourcetype/>" \
    "<d:current-user-principal/><c:calendar-home-set/></d:prop></d:propfind>"
#define LIST \
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" \
    "<d:propfind xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><d:prop><d:resourcetype/><d:displayname/>" \
    "<c:supported-calendar-component-set/><d:current-user-privilege-set/></d:prop></d:propfind>"

/* Offset of the path: behind scheme and authority. */
static size_t path_at(struct dg_str url)
{
    ptrdiff_t scheme = dg_str_find(url, dg_str_of("://"), 0);
    ptrdiff_t slash = scheme < 0 ? -1 : dg_str_find(url, dg_str_of("/"), (size_t)scheme + 3);
    return slash < 0 ? url.len : (size_t)slash;
}

struct dg_str dg_caldav_join(struct dg_arena *arena, struct dg_str from, struct dg_str ref)
{
    if (dg_str_starts(ref, "http://") || dg_str_starts(ref, "https://"))
        return ref;
    size_t keep = path_at(from);
    if (!dg_str_starts(ref, "/")) {
        for (size_t i = keep; i < from.len && from.at[i] != '?'; i++)
            keep = from.at[i] == '/' ? i + 1 : keep;
        if (keep == from.len && keep == path_at(from))
            return dg_arena_print(arena, "%.*s/%.*s", (int)keep, from.at, (int)ref.len, ref.at);
    }
    return dg_arena_print(arena, "%.*s%.*s", (int)keep, from.at, (int)ref.len, ref.at);
}

static enum dg_turn ask_at(struct dg_task *task, struct dg_request *next, enum dg_caldav_stage stage, struct dg_str url)
{
    struct dg_caldav *c = task->state;
    c->stage = stage;
    c->at = url;
    bool lists = stage == DG_CALDAV_LISTING;
    enum dg_turn turn = dg_caldav_send(task, next, "PROPFIND", url, dg_str_of(lists ? LIST : FIND));
    dg_caldav_depth(next, lists ? "1" : "0");
    return turn;
}

static enum dg_turn find_next(struct dg_task *task, struct dg_request *next, struct dg_str ref)
{
    struct dg_caldav *c = task->state;
    if (++c->hops > DG_CALDAV_HOPS_MAX)
        return dg_task_fail(task, DG_BAD_GATEWAY, "the calendar server sends us in circles");
    return ask_at(task, next, DG_CALDAV_FINDING, dg_caldav_join(task->arena, c->at, ref));
}

enum dg_turn dg_caldav_find(struct dg_task *task, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    struct dg_str base = dg_setting(task, "url"), calendar = dg_setting(task, "calendar");
    if (calendar.len) {
        c->calendars[c->calendar_count++] = dg_caldav_join(task->arena, base, calendar);
        c->writable = 1;
        return dg_caldav_look(task, next);
    }
    size_t path = path_at(base);
    c->tried_root = base.len > path + 1;
    struct dg_str first =
            c->tried_root ? base : dg_arena_print(task->arena, "%.*s/.well-known/caldav", (int)path, base.at);
    return ask_at(task, next, DG_CALDAV_FINDING, first);
}

static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Where a step led: to a calendar, to the home of all, or to the person. */
static enum dg_turn follow(struct dg_task *task, const struct dg_dav *dav, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    const struct dg_dav_response *r = dav->count ? &dav->responses[0] : NULL;
    if (r && r->is_calendar) {
        c->calendars[c->calendar_count++] = c->at;
        c->writable = 1;
        return dg_caldav_look(task, next);
    }
    if (r && r->home.len)
        return ask_at(task, next, DG_CALDAV_LISTING, dg_caldav_join(task->arena, c->at, r->home));
    if (r && r->principal.len)
        return find_next(task, next, r->principal);
    return dg_task_fail(task, DG_BAD_GATEWAY, "the calendar server does not say where the calendars are");
}

/* Calendars for events, those that can be written first. */
static void choose(struct dg_task *task, const struct dg_dav *dav)
{
    struct dg_caldav *c = task->state;
    for (int writable = 1; writable >= 0; writable--) {
        for (size_t i = 0; i < dav->count && c->calendar_count < DG_CALDAV_CALENDARS_MAX; i++) {
            const struct dg_dav_response *r = &dav->responses[i];
            bool fits = r->is_calendar && (r->takes_events || !r->tells_components);
            bool may_write = r->may_write || !r->tells_rights;
            if (fits && may_write == (writable == 1))
                c->calendars[c->calendar_count++] = dg_caldav_join(task->arena, c->at, r->href);
        }
        if (writable == 1)
            c->writable = c->calendar_count;
        if (c->job != DG_CALDAV_QUERY && c->writable == 0)
            return; /* nowhere to write to */
    }
}

enum dg_turn dg_caldav_found(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    struct dg_caldav *c = task->state;
    struct dg_dav dav;
    struct dg_str location = dg_reply_header(reply, "Location");
    bool finding = c->stage == DG_CALDAV_FINDING;
    if (reply->end != DG_SENT_OK)
        return dg_task_fail_reply(task, reply);
    if (finding && is_redirect(reply->status) && location.len)
        return find_next(task, next, location);
    if (reply->status == 401 || reply->status == 403)
        return dg_task_fail(task, DG_BAD_GATEWAY, "the calendar server refuses the user or the password");
    if (finding && reply->status != 207 && !c->tried_root) {
        c->tried_root = true;
        return find_next(task, next, dg_str_of("/"));
    }
    if (reply->status != 207 || !dg_dav_read(&dav, task->arena, reply->body))
        return dg_task_fail_reply(task, reply);
    if (finding)
        return follow(task, &dav, next);
    choose(task, &dav);
    if (c->calendar_count == 0)
        return dg_task_fail(task, DG_BAD_GATEWAY, "the calendar server has no calendar for entries");
    return dg_caldav_look(task, next);
}
