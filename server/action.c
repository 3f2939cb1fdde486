#include "server/action.h"

#include "intents/catalogue.h"
#include "server/clock.h"

#include <assert.h>

#define BIT(state) (1u << (state))

static const unsigned next[] = {
    [DG_ACTION_OFFERED] = BIT(DG_ACTION_SENDING) | BIT(DG_ACTION_EXPIRED),
    /* back to offered: no copy of the record could be had, and nobody was called */
    [DG_ACTION_SENDING] = BIT(DG_ACTION_DONE) | BIT(DG_ACTION_FAILED) | BIT(DG_ACTION_UNKNOWN) | BIT(DG_ACTION_OFFERED),
    /* to itself: another server goes on asking */
    [DG_ACTION_UNKNOWN] =
            BIT(DG_ACTION_DONE) | BIT(DG_ACTION_FAILED) | BIT(DG_ACTION_CANCELLED) | BIT(DG_ACTION_UNKNOWN),
    [DG_ACTION_DONE] = BIT(DG_ACTION_CANCELLING),
    [DG_ACTION_CANCELLING] = BIT(DG_ACTION_CANCELLED) | BIT(DG_ACTION_DONE) | BIT(DG_ACTION_CANCELLING),
    [DG_ACTION_FAILED] = 0,
    [DG_ACTION_CANCELLED] = 0,
    [DG_ACTION_EXPIRED] = 0,
};

const char *dg_action_state_name(enum dg_action_state state)
{
    static const char *const names[] = {
        [DG_ACTION_OFFERED] = "offered",
        [DG_ACTION_SENDING] = "sending",
        [DG_ACTION_DONE] = "done",
        [DG_ACTION_FAILED] = "failed",
        [DG_ACTION_UNKNOWN] = "unknown",
        [DG_ACTION_CANCELLING] = "cancelling",
        [DG_ACTION_CANCELLED] = "cancelled",
        [DG_ACTION_EXPIRED] = "expired",
    };
    return names[state];
}

static struct dg_str entry_of(const struct dg_drag *drag, struct dg_str intent)
{
    bool puts = dg_str_is(intent, "calendar.create") || dg_str_is(intent, "calendar.update");
    for (size_t i = 0; puts && i < drag->reading->intent_count; i++) {
        const struct dg_slot *title = dg_intent_slot(&drag->reading->intents[i], "title");
        if (title && dg_str_is(intent, drag->reading->intents[i].schema->name))
            return title->value.text;
    }
    return (struct dg_str){ "", 0 };
}

void dg_action_offer(struct dg_action *out, const struct dg_drag *drag, const struct dg_drag_task *task,
        const struct dg_card *card, int64_t now_s)
{
    *out = (struct dg_action){
        .id = card->action,
        .caller = drag->caller,
        .state = dg_offer_holds(card->offer, now_s) ? DG_ACTION_OFFERED : DG_ACTION_EXPIRED,
        .plug = card->plug,
        .intent = task->intent,
        .adapter = task->adapter,
        .offer = *card->offer,
        .entry = entry_of(drag, task->intent),
        .card_id = dg_str_of(card->id),
        .language = drag->reading->language,
        .zone = dg_zone_name(drag->ask.ctx.zone),
        .sent = task->answer.sent,
        .sent_count = task->answer.sent_count,
        .created_s = drag->created_s,
        .updated_s = drag->created_s,
    };
}

bool dg_action_may(const struct dg_action *action, enum dg_action_state to)
{
    return next[action->state] & BIT(to);
}

void dg_action_move(struct dg_action *action, enum dg_action_state to, uint32_t work_ms)
{
    assert(dg_action_may(action, to));
    int64_t now_ms = dg_clock_ms();
    if (action->state == DG_ACTION_OFFERED) {
        action->created_s = now_ms / 1000;
        action->sent_ms = now_ms;
    }
    action->state = to;
    action->updated_s = now_ms / 1000;
    action->due_ms = now_ms + work_ms;
}

bool dg_action_settled(const struct dg_action *action)
{
    return next[action->state] == 0 || action->state == DG_ACTION_DONE;
}

bool dg_action_is_stale(const struct dg_action *action)
{
    bool open = action->state != DG_ACTION_OFFERED && !dg_action_settled(action);
    return open && dg_clock_ms() > action->due_ms;
}

bool dg_action_add_sent(struct dg_action *action, const struct dg_sent *sent, size_t count, struct dg_arena *arena)
{
    struct dg_sent *all = dg_sent_join(action->sent, action->sent_count, sent, count, arena);
    if (!all)
        return false;
    action->sent = all;
    action->sent_count += count;
    return !dg_arena_overflowed(arena);
}

void dg_action_set_problem(struct dg_action *action, const struct dg_problem *problem)
{
    action->has_problem = problem != NULL;
    if (problem)
        action->problem = *problem;
}
