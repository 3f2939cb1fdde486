#include "tests/support/fake_lane.h"

#include "server/clock.h"
#include "server/http.h"
#include "server/readers.h"

#include <stdlib.h>

static struct dg_fake_lane *the_lane;

/* ---- the provider: what the transport would reach ------------------------------------------------------------------- */

struct dg_sending {
    struct dg_timer *timer;
    struct dg_reply reply;
    void (*done)(void *owner, const struct dg_reply *reply);
    void *owner;
};

static void book(struct dg_fake_provider *p, struct dg_reply *reply)
{
    reply->status = p->refuses ? 409 : 201;
    p->booked += !p->refuses;
}

/* The ledger is kept when the request arrives; the answer tells of it. */
static void arrive(struct dg_fake_provider *p, struct dg_str path, struct dg_reply *reply)
{
    p->sent++;
    reply->end = DG_SENT_OK;
    reply->status = 200;
    if (dg_str_is(path, "http://fake/offers"))
        p->asked++;
    else if (dg_str_is(path, "http://fake/book"))
        book(p, reply);
    else if (dg_str_is(path, "http://fake/check"))
        reply->status = p->cancelled ? 410 : p->booked ? 200 : 404;
    else
        p->cancelled++;
}

static void answer(void *owner)
{
    struct dg_sending *s = owner;
    s->done(s->owner, &s->reply);
    dg_transport_cancel(s);
}

struct dg_sending *dg_transport_send(struct dg_transport *t, const char *who, struct dg_str base,
        const struct dg_request *request, uint32_t deadline_ms, struct dg_arena *arena,
        void (*done)(void *owner, const struct dg_reply *reply), void *owner)
{
    (void)t;
    (void)who;
    (void)base;
    (void)arena;
    struct dg_fake_provider *p = &the_lane->provider;
    struct dg_sending *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    *s = (struct dg_sending){ .done = done, .owner = owner, .reply = { .end = DG_SENT_NOT } };
    bool faulty = ++p->faults.calls == p->faults.at;
    if (!faulty || p->faults.kind != DG_FAKE_BEFORE)
        arrive(p, request->url, &s->reply);
    if (s->reply.end == DG_SENT_OK && (p->takes_ms > deadline_ms || (faulty && p->faults.kind == DG_FAKE_AFTER)))
        s->reply = (struct dg_reply){ .end = DG_SENT_UNKNOWN };
    s->timer = dg_timer_create(the_lane->lane.loop, answer, s);
    dg_timer_start(s->timer, p->takes_ms < deadline_ms ? p->takes_ms : deadline_ms, 0);
    return s;
}

void dg_transport_cancel(struct dg_sending *s)
{
    dg_timer_destroy(s->timer);
    free(s);
}

struct dg_transport_figures dg_transport_figures(const struct dg_transport *t, const char *who)
{
    (void)t;
    (void)who;
    return (struct dg_transport_figures){ .breaker = the_lane->provider.breaker };
}

/* ---- the adapters ------------------------------------------------------------------------------------------------------ */

static enum dg_turn send(struct dg_task *task, const char *method, const char *path, struct dg_request *next)
{
    next->method = dg_str_of(method);
    next->url = dg_arena_print(task->arena, "http://fake/%s", path);
    next->safety = strcmp(method, "GET") == 0 ? DG_SAFE : DG_ONCE_ONLY;
    next->fields = dg_str_of("dropoff");
    *(const char **)task->state = path;
    return DG_TURN_SEND;
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    static const char *const missing[] = { "dropoff", NULL };
    if (!dg_intent_slot(intent, "dropoff"))
        return dg_task_missing(task, missing, "where to?");
    return send(task, "POST", "offers", next);
}

static enum dg_turn hear_offers(struct dg_task *task)
{
    for (unsigned i = 0; i < the_lane->provider.offers; i++) {
        struct dg_offer *offer = dg_task_offer(task, DG_OFFER_BOOK);
        offer->title = dg_arena_print(task->arena, "car %u", i);
        offer->price = (struct dg_offer_price){ true, 20 - i, 20 - i, dg_str_of("EUR") };
        offer->has_expires = true;
        offer->expires = (struct dg_instant){ dg_clock_s() + 300, 0 };
        offer->state = dg_str_of("{\"car\":1}");
    }
    return DG_TURN_DONE;
}

static enum dg_turn end(struct dg_task *task, enum dg_receipt_end how)
{
    task->receipt.end = how;
    task->receipt.reference = dg_str_of("F-1");
    task->receipt.detail = dg_str_of("as the ledger says");
    task->receipt.state = dg_str_of("{\"ride\":1}");
    return DG_TURN_DONE;
}

static enum dg_turn hear(struct dg_task *task, const struct dg_reply *reply, struct dg_request *next)
{
    const char *stage = *(const char **)task->state;
    (void)next;
    if (reply->end == DG_SENT_NOT)
        return dg_task_fail_reply(task, reply);
    if (strcmp(stage, "offers") == 0)
        return reply->end == DG_SENT_OK ? hear_offers(task) : dg_task_fail_reply(task, reply);
    if (reply->end != DG_SENT_OK)
        return end(task, DG_RECEIPT_PENDING);
    if (strcmp(stage, "undo") == 0 || reply->status == 410)
        return end(task, DG_RECEIPT_CANCELLED);
    if (reply->status == 404)
        return end(task, DG_RECEIPT_NONE);
    return end(task, reply->status == 409 ? DG_RECEIPT_REFUSED : DG_RECEIPT_BOOKED);
}

static enum dg_turn begin_book(struct dg_task *task, struct dg_str state, struct dg_request *next)
{
    (void)state;
    return send(task, "POST", "book", next);
}

static enum dg_turn begin_check(struct dg_task *task, struct dg_str state, struct dg_request *next)
{
    (void)state;
    return send(task, "GET", "check", next);
}

static enum dg_turn begin_undo(struct dg_task *task, struct dg_str state, struct dg_request *next)
{
    (void)state;
    return send(task, "POST", "undo", next);
}

static enum dg_turn ask_link(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)intent;
    (void)next;
    struct dg_offer *offer = dg_task_offer(task, DG_OFFER_LINK);
    offer->title = dg_str_of("open the app");
    offer->link = dg_str_of("https://fake.example/ride");
    return DG_TURN_DONE;
}

static const char *const rides[] = { "ride.request", NULL };
static const struct dg_adapter_option options[] = { { "url", "base", true, false }, { "token", "secret", false, true },
    { NULL, NULL, false, false } };

static const struct dg_adapter live = {
    .name = "fake",
    .title = "Fake rides",
    .base_option = "url",
    .intents = rides,
    .options = options,
    .task_size = sizeof(const char *),
    .deadline_ms = 3000,
    .ask = ask,
    .hear = hear,
    .book = begin_book,
    .check = begin_check,
    .undo = begin_undo,
};

static const struct dg_adapter links = { .name = "fakelink", .title = "Fake app", .intents = rides, .ask = ask_link };

/* ---- what nothing here needs ---------------------------------------------------------------------------------------------- */

/* Figures would bring the table of endpoints, and with it the whole server. */
void dg_metrics_adapter(struct dg_metrics *m, size_t adapter, const struct dg_transport_figures *figures)
{
    (void)m;
    (void)adapter;
    (void)figures;
}

void dg_metrics_add(struct dg_metrics *m, enum dg_metric which, int64_t n)
{
    (void)m;
    (void)which;
    (void)n;
}

/* Nobody is at the other end of an exchange that is none. */
void dg_exchange_on_gone(struct dg_exchange *ex, void (*gone)(void *owner), void *owner)
{
    (void)ex;
    (void)gone;
    (void)owner;
}

/* ---- the readers: they read in a later turn ----------------------------------------------------------------------------- */

static void read_long(void *owner)
{
    struct dg_read_job *job = owner;
    job->read(job->owner);
    job->done(job->owner, DG_OK);
}

enum dg_status dg_readers_ask(struct dg_readers_desk *desk, struct dg_str caller, struct dg_read_job *job)
{
    (void)desk;
    (void)caller;
    enum dg_status status = the_lane->readers.refuse;
    the_lane->readers.asked++;
    if (status == DG_OK && !dg_loop_post(the_lane->lane.loop, read_long, job))
        abort();
    return status;
}

/* ---- the lane ------------------------------------------------------------------------------------------------------------ */

static void plug_in(struct dg_fake_lane *fake)
{
    fake->app.plugs[0] = (struct dg_plug){ .adapter = &live, .on = true };
    fake->app.plugs[0].settings.values[0] = dg_str_of("http://fake");
    fake->app.plugs[0].settings.values[1] = dg_str_of("s3cret");
    fake->app.plugs[1] = (struct dg_plug){ .adapter = &links, .on = true };
    fake->app.plug_count = 2;
}

struct dg_fake_lane *dg_fake_lane_create(void)
{
    struct dg_fake_lane *fake = calloc(1, sizeof *fake);
    if (!fake)
        abort();
    the_lane = fake;
    fake->provider.offers = 2;
    fake->config = (struct dg_config){ .session_ttl_s = 3600,
        .session_drags = 200,
        .session_messages = 20000,
        .session_kib = 4096,
        .session_actions = 200,
        .drag_kib = 256,
        .timezone = dg_str_of("Asia/Shanghai") };
    fake->app.config = &fake->config;
    fake->app.lexicon = dg_lexicon_builtin();
    plug_in(fake);
    struct dg_lane *lane = &fake->lane;
    lane->app = &fake->app;
    lane->loop = dg_loop_create();
    lane->store = dg_fake_store_create(lane->loop);
    lane->zones = dg_zones_create();
    lane->errands = dg_errands_create(lane);
    lane->readers = (struct dg_readers_desk *)&fake->readers;
    return fake;
}

static void end_errands(struct dg_lane *lane)
{
    dg_errands_close(lane->errands);
    dg_fake_pass(lane->loop, 0);
    dg_errands_destroy(lane->errands);
}

void dg_fake_lane_crash(struct dg_fake_lane *fake)
{
    struct dg_fake_faults *faults = dg_fake_store_faults(fake->lane.store);
    *faults = (struct dg_fake_faults){ .kind = DG_FAKE_BEFORE, .all = true };
    end_errands(&fake->lane);
    *faults = (struct dg_fake_faults){ 0 };
    fake->lane.errands = dg_errands_create(&fake->lane);
    fake->lane.confirm_key_known = false;
}

void dg_fake_lane_destroy(struct dg_fake_lane *fake)
{
    struct dg_lane *lane = &fake->lane;
    end_errands(lane);
    lane->store->ops->destroy(lane->store);
    dg_zones_destroy(lane->zones);
    dg_loop_destroy(lane->loop);
    free(fake);
}
