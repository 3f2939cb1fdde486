/* iCalendar text (RFC 5545), written and read. libical stands behind it and appears in ical*.c alone.
 * Results live in the arena given. Nothing is kept between calls; any thread. */
#ifndef DG_ICAL_H
#define DG_ICAL_H

#include "adapters/calendar/event.h"

/* A VCALENDAR with one VEVENT: CRLF, folded at 75 octets. Hours are written in UTC, but a repetition in its zone with a
 * VTIMEZONE, so that it keeps its hour when clocks change. Attendees are named and never invited by the server (RFC 6638
 * §7.1). Empty when the recurrence is none, or the arena is full. */
struct dg_str dg_ical_write(struct dg_arena *arena, const struct dg_event *event);

/* The text with another UID in its event; empty when it is no VCALENDAR with an event. */
struct dg_str dg_ical_with_uid(struct dg_arena *arena, struct dg_str text, struct dg_str uid);
/* The UID of its first event; empty when there is none. */
struct dg_str dg_ical_uid(struct dg_arena *arena, struct dg_str text);

/* One occurrence of an event. */
struct dg_busy {
    struct dg_str title, place;
    struct dg_instant start, end;
    bool all_day;
    bool repeats; /* it is one of several, or stands in for one */
};

/* Occurrences in the text that overlap [from, to), in the order of the text: neither cancelled nor marked as free time.
 * Floating times and whole days are read in `zone`. Writes at most `max` and returns how many. Work is bounded whatever the
 * text: a repetition is followed for DG_ICAL_STEPS_MAX occurrences at most. */
enum { DG_ICAL_STEPS_MAX = 5000 };
size_t dg_ical_busy(struct dg_arena *arena, struct dg_str text, const struct dg_zone *zone, struct dg_instant from,
        struct dg_instant to, struct dg_busy *out, size_t max);

/* The text with its one event at another time, as a later version of it. Empty when it is no VCALENDAR with an event. */
struct dg_str dg_ical_moved(
        struct dg_arena *arena, struct dg_str text, const struct dg_busy *to, struct dg_instant stamp);
/* The text of a repetition without the occurrence that starts then (EXDATE). Empty as above. */
struct dg_str dg_ical_without(struct dg_arena *arena, struct dg_str text, const struct dg_busy *gone);

#endif
