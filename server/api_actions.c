#include "server/action_load.h"
#include "server/action_run.h"
#include "server/api.h"
#include "server/clock.h"
#include "server/prefer.h"
#include "server/reply.h"
#include "server/wire.h"
#include "server/wire_action.h"

enum { KEY_BYTES_MAX = 200, TRIES = 3 };

/* One request about one action. */
struct visit {
    struct dg_exchange *ex;
    struct dg_action_view view;
    char key_digest[33], token_digest[33];
    struct dg_str token;
    uint32_t wait_s;
    bool replayed; /* somebody, perhaps the same, has confirmed it already */
    unsigned tries;
};

static struct visit *visit_action(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct visit *v = dg_arena_alloc(dg_exchange_arena(ex), sizeof *v);
    if (!v) {
        dg_reply_problem(ex, DG_TOO_BIG, "needs more memory than a request may have");
        return NULL;
    }
    *v = (struct visit){ .ex = ex };
    v->view = (struct dg_action_view){
        .lane = lane,
        .arena = dg_exchange_arena(ex),
        .caller = dg_exchange_caller(ex),
        .owner = v,
    };
    const struct dg_config *config = lane->app->config;
    v->wait_s = dg_prefer_wait(dg_exchange_header(ex, "Prefer"), config->confirm_wait_s, config->wait_max_s);
    if (dg_action_id_read(&v->view.id, dg_exchange_param(ex, "id")))
        return v;
    dg_reply_problem(ex, DG_NOT_FOUND, "no such action");
    return NULL;
}

static bool failed(struct visit *v, enum dg_status status)
{
    if (status != DG_OK)
        dg_exchange_problem(v->ex, &v->view.why);
    return status != DG_OK;
}

static void reply(struct visit *v, int status)
{
    if (status == 202)
        dg_exchange_set(v->ex, "Retry-After", dg_str_of("1"));
    if (status == 200 && v->replayed)
        dg_exchange_set(v->ex, "Idempotent-Replayed", dg_str_of("true"));
    dg_reply_json(v->ex, status, dg_wire_action(&v->view.action, v->view.lane->zones, v->view.arena));
}

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

static void read(struct dg_action_view *view, enum dg_status status)
{
    struct visit *v = view->owner;
    if (status == DG_GONE)
        status = dg_problem_set(&view->why, DG_NOT_FOUND, "", "no such action");
    if (failed(v, status))
        return;
    if (dg_action_is_stale(&view->action))
        dg_action_tend(view->lane, &view->action);
    reply(v, 200);
}

void dg_api_action_read(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct visit *v = visit_action(lane, ex);
    if (v)
        dg_action_load(&v->view, read);
}

/* ---- confirming ----------------------------------------------------------------------------------------------------------- */

static void confirm(struct visit *v);

static void reply_unsafe(struct visit *v)
{
    dg_reply_problem(v->ex, DG_UNAVAILABLE,
            "the store could not make it safe; nothing was booked; ask again with the same Idempotency-Key");
}

static void waited(struct dg_action_view *view, enum dg_status status)
{
    struct visit *v = view->owner;
    if (failed(v, status))
        return;
    if (view->action.state == DG_ACTION_OFFERED) {
        reply_unsafe(v); /* whom it waited for has withdrawn */
        return;
    }
    bool over = dg_action_settled(&view->action) || view->action.state == DG_ACTION_CANCELLING;
    if (over && v->replayed)
        dg_metrics_add(view->lane->metrics, DG_METRIC_CONFIRMS_REPLAYED, 1);
    reply(v, over ? 200 : 202);
}

static void wait_for_it(struct visit *v)
{
    dg_action_wait(&v->view, v->ex, v->wait_s * 1000, waited);
}

static void begun(void *owner, enum dg_status status)
{
    struct visit *v = owner;
    if (status == DG_OK)
        wait_for_it(v);
    else if (status == DG_CONFLICT && ++v->tries < TRIES)
        confirm(v); /* somebody was faster: it is a repeat now */
    else if (status == DG_TIMEOUT)
        reply_unsafe(v);
    else if (status == DG_FULL)
        dg_reply_problem(v->ex, DG_FULL, "the store is full; nothing was booked");
    else
        dg_reply_problem(v->ex, DG_UNAVAILABLE, "the store did not answer; ask again with the same Idempotency-Key");
}

static void repeat(struct visit *v)
{
    const struct dg_action *action = &v->view.action;
    if (!dg_str_is(action->token_digest, v->token_digest)) {
        dg_reply_problem(v->ex, DG_FORBIDDEN, "the confirm token does not belong to this card");
        return;
    }
    if (!dg_str_is(action->key_digest, v->key_digest)) {
        dg_reply_problem(v->ex, DG_CONFLICT, "already confirmed under another Idempotency-Key");
        return;
    }
    v->replayed = true;
    wait_for_it(v);
}

/* One that was withdrawn has been shown its token before. */
static bool shows_token(const struct visit *v)
{
    const struct dg_action *action = &v->view.action;
    return action->version ? dg_str_is(action->token_digest, v->token_digest)
                           : dg_confirm_token_is(&v->view.token, v->token);
}

static void begin(struct visit *v)
{
    struct dg_action *action = &v->view.action;
    if (!shows_token(v)) {
        dg_reply_problem(v->ex, DG_FORBIDDEN, "the confirm token does not belong to this card");
        return;
    }
    if (!dg_offer_holds(&action->offer, dg_clock_s())) {
        dg_reply_problem(v->ex, DG_GONE, "the offer has expired; nothing was bought");
        return;
    }
    unsigned max = v->view.lane->app->config->session_actions;
    if (!action->version && v->view.begun >= max) {
        dg_problem_set(&v->view.why, DG_TOO_BIG, "", "a session holds %u actions at most: begin another", max);
        dg_exchange_problem(v->ex, &v->view.why);
        return;
    }
    action->key_digest = dg_str_of(v->key_digest);
    action->token_digest = dg_str_of(v->token_digest);
    dg_action_confirm(v->view.lane, action, begun, v);
}

static void loaded_to_confirm(struct dg_action_view *view, enum dg_status status)
{
    struct visit *v = view->owner;
    if (failed(v, status))
        return;
    if (view->action.version && view->action.state != DG_ACTION_OFFERED)
        repeat(v);
    else
        begin(v);
}

static void confirm(struct visit *v)
{
    dg_action_load(&v->view, loaded_to_confirm);
}

static enum dg_status read_token(struct visit *v, struct dg_problem *why)
{
    static const struct dg_wire_field fields[] = { { "confirm_token", DG_WIRE_TEXT, true } };
    json_t *json;
    enum dg_status status = dg_wire_object(&json, dg_exchange_body(v->ex), why);
    if (status == DG_OK)
        status = dg_wire_check(json, "", fields, 1, why);
    if (status == DG_OK)
        v->token = dg_arena_copy(v->view.arena, dg_wire_text(json, "confirm_token"));
    json_decref(json);
    dg_digest(v->token_digest, v->token);
    return status;
}

static enum dg_status read_key(struct visit *v, struct dg_problem *why)
{
    struct dg_str key = dg_str_trim(dg_exchange_header(v->ex, "Idempotency-Key"));
    if (!key.len)
        return dg_problem_set(why, DG_PRECONDITION, "", "send an Idempotency-Key of your choice");
    if (key.len > KEY_BYTES_MAX)
        return dg_problem_set(why, DG_BAD_INPUT, "", "the Idempotency-Key is longer than %d", KEY_BYTES_MAX);
    for (size_t i = 0; i < key.len; i++) {
        if (key.at[i] <= ' ' || key.at[i] > '~')
            return dg_problem_set(why, DG_BAD_INPUT, "", "the Idempotency-Key must be visible ASCII");
    }
    dg_digest(v->key_digest, key);
    return DG_OK;
}

void dg_api_action_confirm(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct visit *v = visit_action(lane, ex);
    struct dg_problem why;
    if (!v)
        return;
    enum dg_status status = read_key(v, &why);
    if (status == DG_OK)
        status = read_token(v, &why);
    if (status == DG_OK)
        confirm(v);
    else
        dg_exchange_problem(ex, &why);
}

/* ---- cancelling ------------------------------------------------------------------------------------------------------------ */

static void cancel(struct visit *v);

/* Why it could not be undone: the provider would not (422), could not be reached (503), or failed (502). */
static void reply_not_cancelled(struct visit *v)
{
    struct dg_problem why = v->view.action.problem;
    if (why.status != DG_UNPROCESSABLE && why.status != DG_UNAVAILABLE)
        why.status = DG_BAD_GATEWAY;
    dg_exchange_problem(v->ex, &why);
}

static void cancelled(struct dg_action_view *view, enum dg_status status)
{
    struct visit *v = view->owner;
    const struct dg_action *action = &view->action;
    if (failed(v, status))
        return;
    if (action->state == DG_ACTION_DONE && action->has_problem)
        reply_not_cancelled(v);
    else
        reply(v, action->state == DG_ACTION_CANCELLED ? 200 : 202);
}

static void wait_for_cancel(struct visit *v)
{
    dg_action_wait(&v->view, v->ex, v->wait_s * 1000, cancelled);
}

static void cancel_begun(void *owner, enum dg_status status)
{
    struct visit *v = owner;
    if (status == DG_OK)
        wait_for_cancel(v);
    else if (status == DG_CONFLICT && ++v->tries < TRIES)
        cancel(v);
    else
        dg_reply_problem(v->ex, DG_UNAVAILABLE, "the store did not answer; ask again");
}

static void cancel_done(struct visit *v)
{
    const struct dg_plug *plug = v->view.action.plug;
    if (plug && plug->adapter->undo)
        dg_action_cancel(v->view.lane, &v->view.action, cancel_begun, v);
    else
        dg_reply_problem(v->ex, DG_UNPROCESSABLE, "this provider has no undo");
}

static void loaded_to_cancel(struct dg_action_view *view, enum dg_status status)
{
    struct visit *v = view->owner;
    if (status == DG_GONE)
        status = dg_problem_set(&view->why, DG_NOT_FOUND, "", "no such action");
    if (failed(v, status))
        return;
    if (view->action.state == DG_ACTION_DONE)
        cancel_done(v);
    else if (view->action.state == DG_ACTION_CANCELLING)
        wait_for_cancel(v);
    else if (view->action.state == DG_ACTION_CANCELLED)
        reply(v, 200);
    else
        dg_reply_problem(v->ex, DG_CONFLICT, "there is nothing to cancel in this state");
}

static void cancel(struct visit *v)
{
    dg_action_load(&v->view, loaded_to_cancel);
}

void dg_api_action_cancel(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct visit *v = visit_action(lane, ex);
    if (v)
        cancel(v);
}
