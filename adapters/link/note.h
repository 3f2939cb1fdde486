/* What was agreed and a link cannot carry, or a provider be told, in a few words for the card: "2024-02-21 19:00, 3 people, budget 200 CNY a person",
 * in the talk's language. Results live in the task's arena or are borrowed from the intent; empty where there is nothing to
 * say. Any thread. */
#ifndef DG_NOTE_H
#define DG_NOTE_H

#include "adapters/adapter.h"

/* `note` and `piece`, with a comma between them. */
struct dg_str dg_note_add(struct dg_arena *arena, struct dg_str note, struct dg_str piece);

/* An hour as "2024-02-21 19:00", a part of a day as "2024-02-21 18:00–24:00", a day, or the days from first to last, each by
 * the clocks of the place. `time` may be NULL. */
struct dg_str dg_note_time(struct dg_arena *arena, const struct dg_time *time);

/* The values of those `slots` (NULL-ended) that are filled, in that order. */
struct dg_str dg_note_slots(const struct dg_task *task, const struct dg_intent *intent, const char *const *slots);

/* Puts what those slots hold into task->unsent, for dg_note_offers. */
void dg_note_unsent(struct dg_task *task, const struct dg_intent *intent, const char *const *slots);
/* Lets the card of each offer that can be booked say what is unsent. */
void dg_note_offers(struct dg_task *task);

#endif
