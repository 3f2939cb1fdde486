/* The tracker's parts share this: the talk as it is followed, clause by clause.
 * agree.c walks, agree_topic.c finds the plan a clause belongs to, agree_act.c does what the clause does to it.
 * Lives on the stack of dg_agree and borrows from the reading. One thread. */
#ifndef DG_TRACKER_H
#define DG_TRACKER_H

#include "intents/agree.h"
#include "intents/assign_put.h"

enum { DG_NO_TOPIC = -1, DG_PENDING_MAX = 8 };

struct dg_tracker {
    struct dg_topics *topics;
    const struct dg_heard *heard;
    const struct dg_hint *hint; /* may be NULL */
    int32_t focus; /* the topic that is talked of, or DG_NO_TOPIC */
    enum dg_about asked, asked_now; /* what the message before asked about, what this one does */
    struct dg_turn_of turn;
    bool unreal; /* the message is a joke or a dream: nothing of it counts */
    bool booked; /* the message tells of something that is done already */
    bool timed; /* it has a time that is no hindrance */
    bool turned_down; /* the clause before, of the same message, rejects something */
    const struct dg_activity
            *aside; /* "by the way, …": what the rest of the message is about; NULL: the same as before */
    const struct dg_clause *pending[DG_PENDING_MAX]; /* said just before there was a topic to put it in */
    size_t pending_count;
};

/* ---- agree_topic.c ---------------------------------------------------------------------------------------------- */

/* The topic that the clause speaks of, opened when need be; NULL when it speaks of none. */
struct dg_topic *dg_tracker_topic(struct dg_tracker *t, const struct dg_clause *c);

/* The clause `k` of the message turns to something else: finds out to what. */
void dg_tracker_turn_aside(struct dg_tracker *t, const struct dg_clauses *clauses, size_t k);

/* "dinner friday? – friday is my sister's recital": what somebody else already has that day. */
bool dg_tracker_is_busy_then(const struct dg_tracker *t, const struct dg_topic *focus, const struct dg_clause *c);

/* Whether the clause has a time that a plan could have. */
bool dg_clause_has_time(const struct dg_clause *c);

/* ---- agree_act.c ------------------------------------------------------------------------------------------------ */

/* Does to the topic what the clause does. False only when the arena is full. */
bool dg_tracker_apply(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c);

/* Puts the values of the clause into the topic. False only when the arena is full. */
bool dg_tracker_put(
        struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c, enum dg_slot_status status);

#endif
