/* A drag on a fake lane, told step by step: what the tests of drags and actions begin with. */
#ifndef DG_STORY_H
#define DG_STORY_H

#include "tests/support/check.h"
#include "tests/support/fake_lane.h"

#define RIDE "ride.request dropoff=Office@39.9,116.4 time=2030-05-01T19:00:00+08:00"

struct story {
    struct dg_fake_lane *fake;
    struct dg_arena *arena;
    struct dg_drag drag; /* as it was started or last loaded */
    struct dg_action_view view; /* of the last action looked at */
    enum dg_status status; /* of the last call */
    bool answered;
};

struct story *story_begin(void);
void story_end(struct story *s);

/* Each runs its call to the end (time for what it answers at once) and leaves the status in s->status. */
enum dg_status story_start(struct story *s, const char *body);
enum dg_status story_load(struct story *s);
/* The whole text anew. */
enum dg_status story_patch(struct story *s, const char *text, size_t *kept);
/* The first bookable card's action, at its present state. */
enum dg_status story_look(struct story *s);
/* Confirms what story_look found under `key`; DG_CONFLICT: it was begun before. */
enum dg_status story_confirm(struct story *s, const char *key);
/* Looks again and again, as a phone would, until it is settled or `ms` have passed. */
void story_settle(struct story *s, unsigned ms);
void story_pass(struct story *s, unsigned ms);

const struct dg_route *story_route(const struct story *s, const char *adapter);

#endif
