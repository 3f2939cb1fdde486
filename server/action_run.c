#include "server/action_run.h"

#include "server/clock.h"
#include "server/sweep.h"

#include <stdlib.h>

enum {
    ARENA_BYTES = 8 << 20,
    SAVES_MAX = 8, /* tries to write how it ended: about 25 s in all */
    SAVE_PAUSE_MS = 100, /* doubles with each try */
    CHECKS_MAX = 6, /* about 30 s; then whoever asks next goes on */
    CHECK_PAUSE_MS = 1000, /* doubles up to the next */
    CHECK_PAUSE_MAX_MS = 8000,
    /* "never heard of it" is believed only when nothing can be on its way any more */
    HEARD_OF_MS = DG_ACTION_DEADLINE_MS + DG_ACTION_GRACE_MS + 3000,
};

struct run {
    struct dg_lane *lane;
    struct dg_arena *arena;
    struct dg_action action;
    struct dg_context ctx;
    enum dg_action_state from; /* before somebody asked for it */
    bool safely; /* the next move must outlive the server that has it */
    unsigned saves, checks;
    int64_t noted_s; /* when the sweep was told; 0: it was not */
    void (*saved)(struct run *run); /* what comes after the record is written */
    dg_action_begun *begun; /* NULL once told */
    void *owner;
};

/* ---- birth and end --------------------------------------------------------------------------------------------------- */

static void run_destroy(struct run *r)
{
    dg_errands_release(r->lane->errands);
    dg_arena_destroy(r->arena);
    free(r);
}

/* The record is the copy: what cannot be written cannot be run. */
static bool copy_action(struct run *r, const struct dg_action *action)
{
    const struct dg_record record = { .value = dg_action_record(action, r->arena), .version = action->version };
    return record.value.len && dg_action_read(&r->action, &action->id, &record, r->lane->app, r->arena);
}

static void set_context(struct run *r)
{
    const struct dg_zone *zone = dg_zones_get(r->lane->zones, r->action.zone);
    r->ctx.zone = zone ? zone : dg_zones_get(r->lane->zones, dg_str_of("UTC"));
    r->ctx.now = dg_zone_at(r->ctx.zone, dg_clock_s());
    r->ctx.language = r->action.language;
}

static struct run *run_create(struct dg_lane *lane, const struct dg_action *action)
{
    struct run *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->lane = lane;
    dg_errands_hold(lane->errands);
    r->arena = dg_arena_create(ARENA_BYTES);
    if (!r->arena || !copy_action(r, action)) {
        run_destroy(r);
        return NULL;
    }
    set_context(r);
    return r;
}

static void tell(struct run *r, enum dg_status status)
{
    dg_action_begun *begun = r->begun;
    r->begun = NULL;
    if (begun)
        begun(r->owner, status);
}

/* ---- writing it down -------------------------------------------------------------------------------------------------- */

static void save(struct run *r);

static void withdraw(struct run *r);

static void save_again(void *owner)
{
    save(owner);
}

static void save_done(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct run *r = owner;
    if (status == DG_OK && count > 0) {
        r->action.version = records[0].version;
        r->saves = 0;
        r->saved(r);
        return;
    }
    if (status == DG_TIMEOUT && count > 0) {
        r->action.version = records[0].version;
        withdraw(r);
        return;
    }
    /* Before the provider is called a failure ends it. Afterwards it is tried again: what happened must be written. A
     * conflict means that an earlier try was written after all, or that another server has found out by itself. */
    bool first = r->begun != NULL;
    if (!first && status != DG_CONFLICT && ++r->saves < SAVES_MAX &&
            dg_errand_pause(r->lane->errands, (uint32_t)SAVE_PAUSE_MS << r->saves, save_again, r))
        return;
    dg_metrics_add(r->lane->metrics, DG_METRIC_STORE_FAILED, status != DG_CONFLICT);
    tell(r, status == DG_CONFLICT || status == DG_FULL ? status : DG_UNAVAILABLE);
    run_destroy(r);
}

static void save(struct run *r)
{
    struct dg_drag_id drag = dg_action_drag(&r->action.id);
    struct dg_session_id session = dg_drag_session(&drag);
    struct dg_mark mark = dg_arena_mark(r->arena);
    const struct dg_store_put puts[] = {
        { dg_action_field(&r->action.id, r->arena), dg_action_record(&r->action, r->arena), r->action.version },
        { dg_str_of(DG_ACTIONS_FIELD), dg_str_of("{}"), DG_VERSION_ANY },
    };
    size_t count = r->action.version ? 1 : 2; /* one that begins is counted */
    struct dg_store *store = r->lane->store;
    uint32_t ttl_s = r->lane->app->config->session_ttl_s;
    if (r->safely)
        dg_store_put_safely(store, dg_str_of(session.text), puts, count, ttl_s, save_done, r);
    else
        store->ops->put(store, dg_str_of(session.text), puts, count, ttl_s, save_done, r);
    dg_arena_undo(r->arena, mark);
}

static void move(struct run *r, enum dg_action_state to, uint32_t work_ms, void (*then)(struct run *))
{
    dg_action_move(&r->action, to, work_ms);
    r->saved = then;
    save(r);
}

static void withdrawn(struct run *r)
{
    if (r->noted_s)
        dg_sweep_close_note(r->lane, &r->action.id, r->noted_s);
    tell(r, DG_TIMEOUT);
    run_destroy(r);
}

/* A provider that was called on the strength of this record alone could be called again when the record is lost with its server.
 * Nobody has been called: it is as if nobody had asked. */
static void withdraw(struct run *r)
{
    struct dg_problem why;
    dg_problem_set(&why, DG_UNAVAILABLE, "", "the store could not make it safe; nothing was changed");
    dg_metrics_add(r->lane->metrics, DG_METRIC_STORE_FAILED, 1);
    dg_action_set_problem(&r->action, r->from == DG_ACTION_OFFERED ? NULL : &why);
    r->safely = false;
    move(r, r->from, 0, withdrawn);
}

/* ---- what came back ---------------------------------------------------------------------------------------------------- */

static void log_end(const struct run *r)
{
    const struct dg_log_field fields[] = { DG_LOG_TEXT("action", r->action.id.text),
        DG_LOG_TEXT("state", dg_action_state_name(r->action.state)) };
    dg_log_event(&r->lane->app->log, DG_LOG_ACTION, "ended", (struct dg_str){ "", 0 }, fields, 2);
}

static void over(struct run *r)
{
    log_end(r);
    if (r->noted_s && dg_action_settled(&r->action))
        dg_sweep_close_note(r->lane, &r->action.id, r->noted_s);
    run_destroy(r);
}

static void keep_receipt(struct run *r, const struct dg_receipt *from)
{
    struct dg_receipt *to = &r->action.receipt;
    to->end = from->end;
    to->detail = dg_arena_copy(r->arena, from->detail);
    if (from->reference.len)
        to->reference = dg_arena_copy(r->arena, from->reference);
    if (from->state.len)
        to->state = dg_arena_copy(r->arena, from->state);
    if (from->price.known) {
        to->price = from->price;
        to->price.currency = dg_arena_copy(r->arena, from->price.currency);
    }
}

static void settle(struct run *r, enum dg_action_state to, const struct dg_problem *why)
{
    dg_action_set_problem(&r->action, why);
    move(r, to, 0, over);
}

static void settle_refused(struct run *r, enum dg_action_state to, const struct dg_receipt *receipt)
{
    struct dg_problem why;
    dg_problem_set(&why, DG_UNPROCESSABLE, "", "%.*s", (int)receipt->detail.len, receipt->detail.at);
    settle(r, to, &why);
}

/* ---- finding out what became of it -------------------------------------------------------------------------------------- */

static void check(struct run *r);

static void check_again(void *owner)
{
    check(owner);
}

static uint32_t check_pause_ms(unsigned checks)
{
    uint32_t ms = (uint32_t)CHECK_PAUSE_MS << (checks < 4 ? checks : 4);
    return ms < CHECK_PAUSE_MAX_MS ? ms : CHECK_PAUSE_MAX_MS;
}

/* A provider that cannot be asked can be told once more to cancel: nothing is cancelled twice. */
static bool tells_again(const struct run *r)
{
    const struct dg_plug *plug = r->action.plug;
    return plug && !plug->adapter->check && plug->adapter->undo && r->action.state == DG_ACTION_CANCELLING;
}

static bool can_find_out(const struct run *r)
{
    return (r->action.plug && r->action.plug->adapter->check) || tells_again(r);
}

static void rest(struct run *r)
{
    bool stopping = atomic_load(&r->lane->app->draining);
    if (r->checks >= CHECKS_MAX || stopping || !can_find_out(r) ||
            !dg_errand_pause(r->lane->errands, check_pause_ms(r->checks), check_again, r))
        over(r);
}

/* What a person can do where nobody here can find it out; the adapter may have said it better. */
static void advise(struct run *r)
{
    const struct dg_plug *plug = r->action.plug;
    if ((plug && plug->adapter->check) || r->action.receipt.detail.len)
        return;
    r->action.receipt.end = DG_RECEIPT_PENDING; /* neither booked nor refused, as far as anybody can tell */
    r->action.receipt.detail = dg_str_of(r->action.language == DG_LANG_ZH
                    ? "不确定是否已预订成功，也无法在此查询。请勿重复预订：请查看确认邮件，或直接联系商家。"
                    : "Whether it is booked is not known, and the provider cannot be asked from here. Do not book it "
                      "again: look for a confirmation by e-mail, or ask the provider.");
}

/* Stays as it is; the lease covers the rest and one more check, so that no other server asks meanwhile. */
static void doubt(struct run *r, enum dg_action_state stay, const struct dg_problem *why)
{
    if (why)
        dg_action_set_problem(&r->action, why);
    if (stay == DG_ACTION_UNKNOWN)
        advise(r);
    move(r, stay, check_pause_ms(r->checks) + DG_ACTION_DEADLINE_MS + DG_ACTION_GRACE_MS, rest);
}

static void checked_booking(struct run *r, const struct dg_errand_result *result)
{
    const struct dg_receipt *receipt = &result->task->receipt;
    bool believed = dg_clock_ms() > r->action.sent_ms + HEARD_OF_MS;
    if (result->end != DG_ERRAND_DONE || receipt->end == DG_RECEIPT_PENDING ||
            (receipt->end == DG_RECEIPT_NONE && !believed)) {
        doubt(r, DG_ACTION_UNKNOWN, NULL);
        return;
    }
    keep_receipt(r, receipt);
    if (receipt->end == DG_RECEIPT_BOOKED)
        settle(r, DG_ACTION_DONE, NULL);
    else if (receipt->end == DG_RECEIPT_CANCELLED)
        settle(r, DG_ACTION_CANCELLED, NULL);
    else
        settle_refused(r, DG_ACTION_FAILED, receipt);
}

static void checked_cancelling(struct run *r, const struct dg_errand_result *result)
{
    const struct dg_receipt *receipt = &result->task->receipt;
    if (result->end != DG_ERRAND_DONE || receipt->end == DG_RECEIPT_PENDING) {
        doubt(r, DG_ACTION_CANCELLING, NULL);
        return;
    }
    bool stands = receipt->end == (tells_again(r) ? DG_RECEIPT_REFUSED : DG_RECEIPT_BOOKED);
    keep_receipt(r, receipt);
    struct dg_problem why;
    dg_problem_set(&why, DG_BAD_GATEWAY, "", "the provider did not cancel it");
    settle(r, stands ? DG_ACTION_DONE : DG_ACTION_CANCELLED, stands ? &why : NULL);
}

static void checked(void *owner, const struct dg_errand_result *result)
{
    struct run *r = owner;
    r->checks++;
    dg_action_add_sent(&r->action, result->sent, result->sent_count, r->arena);
    if (r->action.state == DG_ACTION_CANCELLING)
        checked_cancelling(r, result);
    else
        checked_booking(r, result);
}

static struct dg_errand *start(struct run *r, enum dg_errand_kind kind, struct dg_str state, dg_errand_done *done)
{
    const struct dg_errand_order order = {
        .kind = kind,
        .plug = r->action.plug,
        .state = state,
        .key = dg_str_of(r->action.id.text),
        .ctx = &r->ctx,
        .language = r->action.language,
        .deadline_ms = DG_ACTION_DEADLINE_MS,
    };
    return r->action.plug ? dg_errand_start(r->lane->errands, &order, done, r) : NULL;
}

static void check(struct run *r)
{
    bool again = tells_again(r);
    enum dg_errand_kind kind = again ? DG_ERRAND_UNDO : DG_ERRAND_CHECK;
    struct dg_str state = again ? r->action.receipt.state : r->action.offer.state;
    if (!can_find_out(r) || !start(r, kind, state, checked))
        over(r);
}

/* ---- booking ------------------------------------------------------------------------------------------------------------- */

static void booked(void *owner, const struct dg_errand_result *result)
{
    struct run *r = owner;
    const struct dg_receipt *receipt = &result->task->receipt;
    dg_action_add_sent(&r->action, result->sent, result->sent_count, r->arena);
    if (result->end == DG_ERRAND_FAILED) {
        settle(r, DG_ACTION_FAILED, &result->task->problem);
        return;
    }
    if (result->end == DG_ERRAND_UNKNOWN || receipt->end == DG_RECEIPT_PENDING) {
        struct dg_problem why;
        dg_problem_set(&why, DG_TIMEOUT, "", "the provider has not said whether it is booked");
        keep_receipt(r, receipt);
        doubt(r, DG_ACTION_UNKNOWN, &why);
        return;
    }
    keep_receipt(r, receipt);
    if (receipt->end == DG_RECEIPT_BOOKED)
        settle(r, DG_ACTION_DONE, NULL);
    else
        settle_refused(r, DG_ACTION_FAILED, receipt);
}

/* A run that a person asked for, counted; NULL when there is no memory for it, which `begun` has then been told. */
static struct run *begin(struct dg_lane *lane, const struct dg_action *action, enum dg_metric counter,
        dg_action_begun *begun, void *owner)
{
    struct run *r = run_create(lane, action);
    if (!r) {
        begun(owner, DG_UNAVAILABLE);
        return NULL;
    }
    r->begun = begun;
    r->owner = owner;
    r->from = action->state;
    r->safely = true;
    r->noted_s = dg_sweep_note(lane, &action->id);
    dg_metrics_add(lane->metrics, counter, 1);
    return r;
}

static void book(struct run *r)
{
    r->safely = false;
    tell(r, DG_OK);
    if (start(r, DG_ERRAND_BOOK, r->action.offer.state, booked))
        return;
    struct dg_problem why;
    dg_problem_set(&why, DG_UNAVAILABLE, "", "too much is under way; nothing was booked");
    settle(r, DG_ACTION_FAILED, &why);
}

void dg_action_confirm(struct dg_lane *lane, const struct dg_action *action, dg_action_begun *begun, void *owner)
{
    struct run *r = begin(lane, action, DG_METRIC_CONFIRMS, begun, owner);
    if (r)
        move(r, DG_ACTION_SENDING, DG_ACTION_DEADLINE_MS + DG_ACTION_GRACE_MS, book);
}

/* ---- cancelling ---------------------------------------------------------------------------------------------------------- */

static void undone(void *owner, const struct dg_errand_result *result)
{
    struct run *r = owner;
    const struct dg_receipt *receipt = &result->task->receipt;
    dg_action_add_sent(&r->action, result->sent, result->sent_count, r->arena);
    if (result->end == DG_ERRAND_FAILED) {
        settle(r, DG_ACTION_DONE, &result->task->problem);
        return;
    }
    if (result->end == DG_ERRAND_UNKNOWN || receipt->end == DG_RECEIPT_PENDING) {
        doubt(r, DG_ACTION_CANCELLING, NULL);
        return;
    }
    if (receipt->end == DG_RECEIPT_CANCELLED) {
        keep_receipt(r, receipt);
        settle(r, DG_ACTION_CANCELLED, NULL);
    } else {
        settle_refused(r, DG_ACTION_DONE, receipt);
    }
}

static void undo(struct run *r)
{
    r->safely = false;
    tell(r, DG_OK);
    if (start(r, DG_ERRAND_UNDO, r->action.receipt.state, undone))
        return;
    struct dg_problem why;
    dg_problem_set(&why, DG_UNAVAILABLE, "", "too much is under way; nothing was cancelled");
    settle(r, DG_ACTION_DONE, &why);
}

void dg_action_cancel(struct dg_lane *lane, const struct dg_action *action, dg_action_begun *begun, void *owner)
{
    struct run *r = begin(lane, action, DG_METRIC_CANCELS, begun, owner);
    if (!r)
        return;
    dg_action_set_problem(&r->action, NULL);
    move(r, DG_ACTION_CANCELLING, DG_ACTION_DEADLINE_MS + DG_ACTION_GRACE_MS, undo);
}

/* ---- after a crash ------------------------------------------------------------------------------------------------------- */

void dg_action_tend(struct dg_lane *lane, const struct dg_action *action)
{
    struct run *r = run_create(lane, action);
    if (!r)
        return;
    bool cancelling = action->state == DG_ACTION_CANCELLING;
    if (!cancelling)
        advise(r);
    move(r, cancelling ? DG_ACTION_CANCELLING : DG_ACTION_UNKNOWN, DG_ACTION_DEADLINE_MS + DG_ACTION_GRACE_MS, check);
}
