/* Which field of a plan a mention fills, and the stance that it becomes.
 * Part of the tracker (agree.c). Pure but for the topics that it is given. */
#ifndef DG_ASSIGN_H
#define DG_ASSIGN_H

#include "intents/stance.h"

/* What is known around a mention when it is given a field. */
struct dg_turn_of {
    const struct dg_clause *clause;
    uint32_t message, speaker;
    bool nameless; /* nobody is known to have said it: no talk between people, but what is wanted */
    struct dg_instant reference; /* of the message */
    enum dg_about asked; /* what the question just before was about */
    unsigned signals; /* of the whole message */
};

/* The field, or DG_F_COUNT when the mention says nothing that a plan holds. */
enum dg_field dg_assign_field(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn,
        const struct dg_mention *mention);

/* Puts the mention into the field. Times are completed from what stood there; places of one message line up as stops.
 * False only when the arena is full. */
bool dg_assign_put(struct dg_topics *all, struct dg_topic *topic, const struct dg_turn_of *turn, enum dg_field field,
        const struct dg_mention *mention, enum dg_slot_status status);

/* "from Monday 3pm to Tuesday 11" of an entry that is moved: the first is where it stood, the second where it goes.
 * The mention has both ends. False only when the arena is full. */
bool dg_assign_move(
        struct dg_topics *all, struct dg_topic *topic, const struct dg_turn_of *turn, const struct dg_mention *mention);

#endif
