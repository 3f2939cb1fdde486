/* A calendar entry as calendars want it: with an end, a zone and whole days told apart from hours.
 * An event borrows from its intent, or lives in the task's arena. Any thread. */
#ifndef DG_EVENT_H
#define DG_EVENT_H

#include "adapters/adapter.h"

enum { DG_ATTENDEES_MAX = 20 };

struct dg_event {
    struct dg_str uid; /* set by whoever writes it down */
    struct dg_str title;
    struct dg_str place; /* may be empty */
    struct dg_str url; /* may be empty */
    struct dg_str recurrence; /* RFC 5545 RECUR, or empty */
    struct dg_str zone; /* IANA name; empty: UTC, or an offset that has none */
    struct dg_str attendees[DG_ATTENDEES_MAX]; /* names */
    size_t attendee_count;
    bool all_day; /* start and end are midnights on the wall */
    struct dg_instant start, end; /* end exclusive, after start */
    bool has_point;
    double lat, lon; /* WGS-84 */
    bool has_reminder;
    int64_t reminder_s; /* before the start */
    struct dg_instant stamp; /* when it was written: DTSTAMP */
};

/* Reads a calendar.create. An hour without an end takes one hour, a day one day. False when the task has failed. */
bool dg_event_read(struct dg_event *event, struct dg_task *task, const struct dg_intent *intent);

/* ISO 8601 duration of weeks, days, hours, minutes and seconds ("PT2H30M"); false where it is none, or not positive. */
bool dg_event_duration(struct dg_str text, int64_t *seconds);

#endif
