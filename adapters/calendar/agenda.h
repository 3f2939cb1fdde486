/* What is in a calendar, as people read it: shared by all calendars.
 * Texts live in the task's arena. Pure; any thread. */
#ifndef DG_AGENDA_H
#define DG_AGENDA_H

#include "adapters/calendar/ical.h"
#include "adapters/manifest.h"

/* "18:30–19:30", with the days where they are not one. */
struct dg_str dg_agenda_span(struct dg_arena *arena, const struct dg_busy *b);
/* The entry's title made fit for people, or a word for an entry without one. */
struct dg_str dg_agenda_title(const struct dg_task *task, const struct dg_busy *b);

/* Whether the time is free, in one line. `first` is the earliest of `count` entries; `there`: the very entry stands there;
 * `unseen`: some calendar could not be looked at. */
struct dg_str dg_agenda_verdict(
        const struct dg_task *task, const struct dg_busy *first, size_t count, bool there, bool unseen);
/* The verdict, and behind it the whole of a link that goes into the entry: what is written there is seen before. */
struct dg_str dg_agenda_verdict_with(const struct dg_task *task, struct dg_str verdict, struct dg_str link);
/* An offer of kind LINK for the entry: nothing can be done with it but read it. */
void dg_agenda_show(struct dg_task *task, const struct dg_busy *b);

/* Whether somebody who says `title` means the entry: people shorten. An empty title means any. */
bool dg_agenda_is_meant(const struct dg_busy *b, struct dg_str title);
/* The entry at its new time: a new day keeps the hour, a new hour keeps the length. */
struct dg_busy dg_agenda_moved(const struct dg_busy *b, const struct dg_time *new_time);
/* The time in which an entry is looked for: what was said, or the next weeks. */
void dg_agenda_window(
        const struct dg_time *time, struct dg_instant now, struct dg_instant *from, struct dg_instant *to);

/* For the adapters' lists: what a calendar serves, and what must and must not lead to one before it is switched on. */
extern const char *const dg_agenda_intents[];
extern const struct dg_utterance dg_agenda_leads[], dg_agenda_others[];

#endif
