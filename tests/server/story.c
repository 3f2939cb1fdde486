#include "tests/server/story.h"

#include <stdlib.h>

struct story *story_begin(void)
{
    struct story *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->fake = dg_fake_lane_create();
    s->arena = dg_arena_create(64 << 20);
    return s;
}

void story_end(struct story *s)
{
    dg_fake_lane_destroy(s->fake);
    dg_arena_destroy(s->arena);
    free(s);
}

void story_pass(struct story *s, unsigned ms)
{
    dg_fake_pass(s->fake->lane.loop, ms);
}

static void then(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct story *s = owner;
    (void)why;
    DG_CHECK(!s->answered, "a call answers once");
    s->answered = true;
    s->status = status;
}

static enum dg_status finish(struct story *s)
{
    story_pass(s, 0);
    DG_CHECK(s->answered, "a call answers");
    s->answered = false;
    return s->status;
}

enum dg_status story_start(struct story *s, const char *body)
{
    struct dg_problem why;
    struct dg_ask_means means = dg_lane_means(&s->fake->lane, s->arena);
    s->drag = (struct dg_drag){ .caller = dg_str_of("ann") };
    s->status = dg_ask_read_drag(&s->drag.ask, dg_str_of(body), &means, &why);
    if (s->status != DG_OK)
        return s->status;
    dg_drag_start(&s->fake->lane, s->arena, &s->drag, then, s);
    return finish(s);
}

enum dg_status story_load(struct story *s)
{
    dg_drag_load(&s->fake->lane, s->arena, &s->drag, then, s);
    return finish(s);
}

enum dg_status story_patch(struct story *s, const char *text, size_t *kept)
{
    struct dg_problem why;
    struct dg_ask_means means = dg_lane_means(&s->fake->lane, s->arena);
    struct dg_str body = dg_arena_print(s->arena, "{\"text\":\"%s\"}", text);
    s->status = story_load(s);
    if (s->status == DG_OK)
        s->status = dg_ask_extend(&s->drag.ask, body, &means, &why);
    if (s->status != DG_OK)
        return s->status;
    dg_drag_read(&s->drag, &s->fake->lane, s->arena, then, s);
    if (finish(s) != DG_OK || !dg_drag_plan(&s->drag, s->arena, kept))
        return s->status;
    dg_drag_save(&s->fake->lane, s->arena, &s->drag, NULL, then, s);
    return finish(s);
}

static void looked(struct dg_action_view *view, enum dg_status status)
{
    then(view->owner, status, NULL);
}

enum dg_status story_look(struct story *s)
{
    s->view = (struct dg_action_view){
        .lane = &s->fake->lane,
        .arena = s->arena,
        .id = dg_action_id_make(&s->drag.id, 0, 0),
        .caller = dg_str_of("ann"),
        .owner = s,
    };
    dg_action_load(&s->view, looked);
    return finish(s);
}

static void begun(void *owner, enum dg_status status)
{
    then(owner, status, NULL);
}

enum dg_status story_confirm(struct story *s, const char *key)
{
    struct dg_action *action = &s->view.action;
    if (action->version && action->state != DG_ACTION_OFFERED)
        return DG_CONFLICT;
    char digest[33];
    dg_digest(digest, dg_str_of(key));
    action->key_digest = dg_arena_copy(s->arena, dg_str_of(digest));
    dg_action_confirm(&s->fake->lane, action, begun, s);
    return finish(s);
}

void story_settle(struct story *s, unsigned ms)
{
    for (unsigned passed = 0; passed < ms; passed += 1000) {
        if (story_look(s) == DG_OK && dg_action_settled(&s->view.action))
            return;
        if (s->status == DG_OK && dg_action_is_stale(&s->view.action))
            dg_action_tend(&s->fake->lane, &s->view.action);
        story_pass(s, 1000);
    }
}

const struct dg_route *story_route(const struct story *s, const char *adapter)
{
    const struct dg_target *target = dg_targets_find(&s->drag.targets, dg_str_of("ride"));
    for (size_t i = 0; target && i < target->route_count; i++) {
        if (strcmp(target->routes[i].plug->adapter->name, adapter) == 0)
            return &target->routes[i];
    }
    return NULL;
}
