/* What the parts of the CalDAV adapter share: its task, its requests, and the steps on the way to an offer.
 * caldav.c holds the adapter; caldav_find.c finds the person's calendars (RFC 6764, RFC 5397, RFC 4791 §6.2.1);
 * caldav_agenda.c reads what is in them. All lives in the task's arena; any thread. */
#ifndef DG_CALDAV_H
#define DG_CALDAV_H

#include "adapters/calendar/agenda.h"
#include "adapters/calendar/caldav_xml.h"

/* More calendars or hops are not followed: an offer must come within a few requests. */
enum { DG_CALDAV_CALENDARS_MAX = 3, DG_CALDAV_HOPS_MAX = 4, DG_CALDAV_BUSY_MAX = 16 };

enum dg_caldav_stage {
    DG_CALDAV_FINDING, /* PROPFIND of a resource that may lead to the calendars */
    DG_CALDAV_LISTING, /* PROPFIND of the calendar home */
    DG_CALDAV_LOOKING, /* REPORT of one calendar */
    DG_CALDAV_STORING, /* PUT */
    DG_CALDAV_SEEING, /* GET of what may have been stored */
    DG_CALDAV_REMOVING, /* DELETE of what was booked */
    DG_CALDAV_CHANGING, /* PUT or DELETE of an entry that was there before */
    DG_CALDAV_SEEING_CHANGE, /* GET after a change without an answer, or for `check` */
    DG_CALDAV_RESTORING, /* PUT of what was there before the change */
};

enum dg_caldav_job { DG_CALDAV_CREATE, DG_CALDAV_QUERY, DG_CALDAV_CANCEL, DG_CALDAV_UPDATE };

/* One thing in the calendar within the time looked at, and the resource that holds it. */
struct dg_caldav_item {
    struct dg_busy busy;
    struct dg_str href, etag, data;
};

struct dg_caldav {
    enum dg_caldav_stage stage;
    enum dg_caldav_job job;
    struct dg_str link; /* that goes into the entry; may be empty */
    struct dg_str title; /* of the entry to be made; of the one to be changed, or empty */
    struct dg_str ics; /* of the entry to be made, without its UID */
    struct dg_str fields; /* the slots in it, comma-separated */
    struct dg_instant from, to; /* the time that is looked at */
    struct dg_str at; /* URL of the request under way */
    unsigned hops;
    bool tried_root;
    struct dg_str calendars[DG_CALDAV_CALENDARS_MAX]; /* URLs; the first is written to */
    size_t calendar_count, looked, writable; /* the first `writable` can be written to */
    bool unseen; /* some calendar did not answer */
    struct dg_caldav_item items[DG_CALDAV_BUSY_MAX]; /* by start */
    size_t item_count;
    struct dg_time new_time; /* DG_CALDAV_UPDATE */
    struct dg_str uid, etag; /* of the entry being booked */
    bool checks; /* SEEING for `check`, not after a PUT */
    struct dg_str was, becomes; /* text of the entry before and after a change; the second empty where it is removed */
};

/* A request with the person's credentials; `body` may be empty. */
enum dg_turn dg_caldav_send(
        struct dg_task *task, struct dg_request *next, const char *method, struct dg_str url, struct dg_str body);
/* Lets the request change this version only. A weak version never matches (RFC 9110 §13.1.1) and is left out, as is what
 * is no entity tag at all. */
void dg_caldav_if_match(struct dg_request *next, struct dg_str etag);
/* Adds the header that a PROPFIND or REPORT needs, and the type of its XML. */
void dg_caldav_depth(struct dg_request *next, const char *depth);
/* `ref` as an absolute URL, seen from `from` (RFC 3986 §5.2 for paths without dots). */
struct dg_str dg_caldav_join(struct dg_arena *arena, struct dg_str from, struct dg_str ref);

/* Ends the task with a receipt; `detail` in both languages. */
enum dg_turn dg_caldav_end(struct dg_task *task, enum dg_receipt_end end, const char *en, const char *zh);

/* Finds the calendars, then looks at them. */
enum dg_turn dg_caldav_find(struct dg_task *task, struct dg_request *next);
enum dg_turn dg_caldav_found(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);

/* Looks at the next calendar, or makes the offers when all have been seen. */
enum dg_turn dg_caldav_look(struct dg_task *task, struct dg_request *next);
enum dg_turn dg_caldav_looked(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);

/* Entries that are there, moved or removed (caldav_change.c): reads calendar.cancel and calendar.update; offers what was
 * found; makes the change of an offer's state, sees what became of it, and takes it back. */
bool dg_caldav_read_change(struct dg_task *task, const struct dg_intent *intent);
enum dg_turn dg_caldav_offer_changes(struct dg_task *task);
bool dg_caldav_is_change(struct dg_str state);
enum dg_turn dg_caldav_change(struct dg_task *task, struct dg_str offer_state, struct dg_request *next);
enum dg_turn dg_caldav_check_change(struct dg_task *task, struct dg_str offer_state, struct dg_request *next);
enum dg_turn dg_caldav_restore(struct dg_task *task, struct dg_str receipt_state, struct dg_request *next);
enum dg_turn dg_caldav_hear_change(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next);

#endif
