/* A topic as it stands at the end of the talk: every field with its value resolved, the activity settled.
 * Lives in the arena, borrows the topics and texts. Pure; any thread. */
#ifndef DG_PLAN_H
#define DG_PLAN_H

#include "intents/agree.h"

enum { DG_SEVERAL_MAX = 8 /* stops, people */ };

struct dg_settled {
    const struct dg_topic *topic;
    uint32_t plan; /* its index in the reading */
    const struct dg_activity *activity;
    bool has[DG_F_COUNT];
    struct dg_slot fields[DG_F_COUNT]; /* `name` is set when an intent takes it */
    struct dg_slot stops[DG_SEVERAL_MAX], people[DG_SEVERAL_MAX];
    size_t stop_count, people_count;
    uint64_t open; /* DG_FIELD set: something else was put forward since, and nobody answered */
    uint64_t moved; /* DG_FIELD set: it stood otherwise in what is only remembered */
};

/* What is needed to write slots. */
struct dg_planner {
    const struct dg_topics *topics;
    const struct dg_heard *heard;
    const struct dg_text *texts;
    const struct dg_lexicon *lexicon;
    enum dg_language language;
    struct dg_arena *arena;
};

/* False only when the arena is full. */
bool dg_plan_settle(struct dg_settled *out, const struct dg_planner *p, const struct dg_topic *topic);

/* Whether the time of the plan says an hour. */
bool dg_plan_has_clock(const struct dg_settled *plan);
/* What the plan turns out to be when all its fields are known; and what that is called at its hour. */
const struct dg_activity *dg_plan_kind(const struct dg_settled *plan, const struct dg_planner *p);
const struct dg_activity *dg_plan_activity(const struct dg_settled *plan);

/* Where words stand, as a reading tells it; false when that is in a message that is only remembered. */
bool dg_plan_span(
        struct dg_span *out, const struct dg_planner *p, uint32_t message, size_t start_byte, size_t end_byte);

/* One stance as a slot called `name`; the value's time is resolved for the activity. False: arena full. */
bool dg_plan_slot(struct dg_slot *out, const struct dg_planner *p, const struct dg_stance *stance, const char *name,
        const struct dg_activity *activity, const struct dg_instant *after);

/* What the API calls the field. */
const char *dg_plan_field_name(enum dg_field field);

/* The plan as the API tells it: activity, time, place, participants. */
bool dg_plan_write(struct dg_plan *out, const struct dg_planner *p, const struct dg_settled *settled);

/* Everything superseded or rejected in the topics that `keep` tells. */
bool dg_plan_superseded(struct dg_reading *out, const struct dg_planner *p);

/* The name of the event from the words around its activity ("design review", 新人培训). False: nothing says one. */
bool dg_plan_title(struct dg_slot *out, const struct dg_planner *p, const struct dg_topic *topic);

#endif
