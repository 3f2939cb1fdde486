/* What assign.c and assign_count.c (which field), assign_change.c (from what stands), assign_put.c (the stance), assign_time.c (its time) and the tracker share. Pure. */
#ifndef DG_ASSIGN_PUT_H
#define DG_ASSIGN_PUT_H

#include "intents/assign.h"

/* A time of day and no day. */
bool dg_assign_clock_only(const struct dg_mention *m);
/* The number as the time that it is where it stands, else the mention as it is. */
const struct dg_mention *dg_assign_number(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m);
/* What "half an hour later" or "one more" comes to where it stands, as a time or count of its own; NULL when it changes
 * nothing that stands. */
const struct dg_mention *dg_assign_changed(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m);
/* Whether the mention says how long before it one is to be reminded; and as that length, as it is when the arena is full. */
bool dg_assign_is_reminder(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn,
        const struct dg_mention *m);
const struct dg_mention *dg_assign_reminder(const struct dg_topics *all, const struct dg_mention *m);
/* The mention as the time that `node` says; as it is when the arena is full. */
const struct dg_mention *dg_assign_as_time(const struct dg_topics *all, const struct dg_turn_of *turn,
        const struct dg_mention *m, const struct dg_when *node);
/* The budget where an amount limits what is spent, or is said a head where people eat; DG_F_COUNT for none. */
enum dg_field dg_assign_money(const struct dg_topic *topic, const struct dg_turn_of *turn, const struct dg_mention *m);
/* Which field a count, or a number that is no time, fills; DG_F_COUNT for none. */
enum dg_field dg_assign_count(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn,
        const struct dg_mention *m);
/* The field that is counted in the mention's unit, DG_F_COUNT for none; and the unit of a field, NULL for none. */
enum dg_field dg_assign_unit_field(const struct dg_mention *m);
const char *dg_assign_field_unit(enum dg_field field);
/* Whether people have said who comes to something whose hour is known: a number then counts them. */
bool dg_assign_heads_are_counted(const struct dg_topics *all, const struct dg_topic *topic);
/* The field of the count that was said after the topic's time; DG_F_COUNT for none. */
enum dg_field dg_assign_counted_last(const struct dg_topic *topic);
/* The word of `class` right before the mention; false when there is none. */
bool dg_assign_word_before(
        struct dg_word *out, const struct dg_topics *all, const struct dg_mention *m, enum dg_word_class class);
/* Whether the word right before the number gets, takes or sells so many: "getting 2". */
bool dg_assign_is_bought(const struct dg_topics *all, const struct dg_mention *m);
/* Whether the number counts nothing: it is to be answered with ("text 1 to confirm", 回复2), or one of several things has it
 * ("room 3"). */
bool dg_assign_is_label(const struct dg_topics *all, const struct dg_mention *m);
/* Whether the time that the mention names has passed. */
bool dg_assign_is_over(const struct dg_mention *m, struct dg_instant reference);
/* Nights in an ISO 8601 duration of days or weeks; 0 for any other. */
int dg_assign_nights(struct dg_str duration);

/* When the stance's time begins; `otherwise` when it cannot be said. */
struct dg_instant dg_assign_start(const struct dg_topics *all, const struct dg_stance *s, struct dg_instant otherwise);
/* What the stance says, moved as `move` says (dg_when_move); NULL where nothing stands that could be. */
const struct dg_when *dg_assign_moved(
        const struct dg_topics *all, const struct dg_stance *base, const struct dg_when *move);
/* Completes the stance from what stood in its field and puts it there. False only when the arena is full. */
bool dg_assign_time(struct dg_topics *all, struct dg_topic *topic, struct dg_stance *s, const struct dg_mention *m);

/* A value that is said again: by another speaker it is settled thereby; in either case nothing was given up.
 * `now` (may be NULL) is what stood. */
void dg_assign_note_repetition(const struct dg_topics *all, struct dg_stance *now, struct dg_stance *s);

#endif
