#include "server/action_load.h"

#include "intents/catalogue.h"
#include "server/action_run.h"
#include "server/clock.h"
#include "server/record_offer.h"

enum { DRAG, TASK, ACTION, BEGUN, RECORDS };

static void end(struct dg_action_view *view, enum dg_status status)
{
    view->then(view, status);
}

static enum dg_status missing(struct dg_action_view *view)
{
    return dg_problem_set(&view->why, DG_NOT_FOUND, "", "no such action");
}

/* ---- from its record ---------------------------------------------------------------------------------------------------- */

static enum dg_status read_record(struct dg_action_view *view, const struct dg_record *record)
{
    if (!dg_action_read(&view->action, &view->id, record, view->lane->app, view->arena))
        return dg_problem_set(&view->why, DG_INTERNAL, "", "the action's record cannot be read");
    return dg_str_eq(view->action.caller, view->caller) ? DG_OK : missing(view);
}

/* ---- from its card ------------------------------------------------------------------------------------------------------- */

/* The card again, as the drop showed it. */
static enum dg_status read_card(
        struct dg_action_view *view, const struct dg_drag *drag, const struct dg_drag_task *task)
{
    struct dg_card *card = dg_arena_alloc(view->arena, sizeof *card);
    struct dg_route route = { .plug = dg_plug_find(view->lane->app, task->adapter), .task = task };
    const struct dg_intent_schema *schema = dg_catalogue_find(task->intent);
    unsigned n = dg_action_offer_number(&view->id);
    if (!card)
        return dg_problem_no_memory(&view->why);
    route.answer = task->answer;
    if (!route.plug || !schema || n >= route.answer.offer_count)
        return missing(view);
    if (!dg_card_of_offer(card, view->lane, drag, schema, &route, n, task->fingerprint, view->arena))
        return dg_problem_no_memory(&view->why);
    if (!card->can_run)
        return missing(view);
    dg_action_offer(&view->action, drag, task, card, dg_clock_s());
    if (!dg_action_add_sent(&view->action, drag->sent, drag->sent_count, view->arena))
        return dg_problem_no_memory(&view->why);
    view->token = card->token;
    return DG_OK;
}

/* The drag that the card was made for, and the card's task with the provider's answer. */
struct offer {
    struct dg_action_view *view;
    struct dg_drag drag;
    struct dg_drag_task *task;
};

static void drag_read(void *owner, enum dg_status status, const struct dg_problem *why)
{
    const struct offer *offer = owner;
    struct dg_action_view *view = offer->view;
    if (status == DG_OK)
        status = read_card(view, &offer->drag, offer->task);
    else
        view->why = *why;
    end(view, status);
}

static struct dg_drag_task *task_of(struct dg_action_view *view, struct dg_drag *drag)
{
    for (size_t i = 0; i < drag->task_count; i++) {
        if (drag->tasks[i].number == dg_action_task(&view->id))
            return &drag->tasks[i];
    }
    return NULL;
}

static enum dg_status read_records(struct offer *offer, const struct dg_record *records)
{
    struct dg_action_view *view = offer->view;
    struct dg_drag *drag = &offer->drag;
    enum dg_status status = dg_drag_record_read(drag, &records[DRAG], view->lane, view->arena, &view->why);
    if (status != DG_OK)
        return status;
    if (!dg_str_eq(drag->caller, view->caller))
        return missing(view);
    offer->task = task_of(view, drag);
    if (!offer->task)
        return dg_problem_set(
                &view->why, DG_GONE, "", "the drag has changed since this card was made; nothing was bought");
    if (!dg_offers_read(&offer->task->answer, records[TASK].value, view->arena))
        return dg_problem_no_memory(&view->why);
    return DG_OK;
}

static void read_offer(struct dg_action_view *view, const struct dg_record *records)
{
    struct offer *offer = dg_arena_alloc(view->arena, sizeof *offer);
    enum dg_status status;
    if (!offer) {
        end(view, dg_problem_no_memory(&view->why));
        return;
    }
    *offer = (struct offer){ .view = view, .drag.id = dg_action_drag(&view->id) };
    status = records[DRAG].version && records[TASK].version ? read_records(offer, records) : missing(view);
    if (status == DG_OK)
        dg_drag_read(&offer->drag, view->lane, view->arena, drag_read, offer);
    else
        end(view, status);
}

/* ---- loading -------------------------------------------------------------------------------------------------------------- */

static void came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct dg_action_view *view = owner;
    view->begun = status == DG_OK && count == RECORDS ? records[BEGUN].version : 0;
    if (status != DG_OK || count != RECORDS)
        end(view, dg_store_problem(&view->why, status, "action"));
    else if (records[ACTION].version)
        end(view, read_record(view, &records[ACTION]));
    else
        read_offer(view, records);
}

static void key_known(void *owner, enum dg_status status)
{
    struct dg_action_view *view = owner;
    struct dg_drag_id drag = dg_action_drag(&view->id);
    struct dg_session_id session = dg_drag_session(&drag);
    struct dg_store *store = view->lane->store;
    const struct dg_str fields[RECORDS] = { dg_drag_field(&drag, view->arena),
        dg_task_field(&drag, dg_action_task(&view->id), view->arena), dg_action_field(&view->id, view->arena),
        dg_str_of(DG_ACTIONS_FIELD) };
    if (status == DG_OK)
        store->ops->get(store, dg_str_of(session.text), fields, RECORDS, came, view);
    else
        end(view, dg_store_problem(&view->why, status, "action"));
}

void dg_action_load(struct dg_action_view *view, void (*then)(struct dg_action_view *view, enum dg_status status))
{
    view->then = then;
    dg_confirm_key_need(view->lane, key_known, view);
}

/* ---- waiting -------------------------------------------------------------------------------------------------------------- */

static void looked(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct dg_action_view *view = owner;
    dg_patience_end_look(view->patience);
    if (status == DG_OK && count == 1)
        status = read_record(view, &records[0]);
    else
        dg_store_problem(&view->why, status, "action");
    if (status == DG_OK && dg_action_is_stale(&view->action))
        dg_action_tend(view->lane, &view->action);
    bool settled = status == DG_OK && (dg_action_settled(&view->action) || view->action.state == DG_ACTION_OFFERED);
    if (!settled && !dg_patience_is_over(view->patience))
        return; /* also when the store is away for a moment */
    dg_patience_destroy(view->patience);
    view->patience = NULL;
    end(view, status);
}

static void look(void *owner)
{
    struct dg_action_view *view = owner;
    struct dg_drag_id drag = dg_action_drag(&view->id);
    struct dg_session_id session = dg_drag_session(&drag);
    struct dg_store *store = view->lane->store;
    dg_patience_begin_look(view->patience);
    dg_arena_undo(view->arena, view->mark);
    const struct dg_str field = dg_action_field(&view->id, view->arena);
    store->ops->get(store, dg_str_of(session.text), &field, 1, looked, view);
}

void dg_action_wait(struct dg_action_view *view, struct dg_exchange *ex, uint32_t wait_ms,
        void (*then)(struct dg_action_view *view, enum dg_status status))
{
    struct dg_drag_id drag = dg_action_drag(&view->id);
    struct dg_session_id session = dg_drag_session(&drag);
    view->then = then;
    view->mark = dg_arena_mark(view->arena);
    view->patience = dg_patience_create(view->lane, ex, dg_str_of(session.text), wait_ms, look, view);
    if (view->patience)
        look(view); /* something may have come between the last record and the watch */
    else
        end(view, dg_problem_set(&view->why, DG_UNAVAILABLE, "", "out of memory"));
}
