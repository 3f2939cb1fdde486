/* A drag's life on a fake lane: what is asked, what is kept, what is left when things fail. */
#include "tests/server/story.h"

#define BODY "{\"text\":\"" RIDE "\"}"
#define LATER "ride.request dropoff=Office@39.9,116.4 time=2030-05-01T20:00:00+08:00"

static enum dg_offers_state state_of(struct story *s, const char *adapter)
{
    const struct dg_route *route = story_route(s, adapter);
    return DG_CHECK(route, "%s serves the ride", adapter) ? route->answer.state : DG_OFFERS_SKIPPED;
}

static void links_are_there_at_once_and_offers_later(void)
{
    struct story *s = story_begin();
    s->fake->provider.takes_ms = 1000;
    DG_CHECK_INT(story_start(s, BODY), DG_OK, "started");
    DG_CHECK_INT(state_of(s, "fakelink"), DG_OFFERS_DONE, "the link");
    DG_CHECK_INT(state_of(s, "fake"), DG_OFFERS_PENDING, "the offers");
    story_pass(s, 1100);
    DG_CHECK_INT(story_load(s), DG_OK, "loaded");
    DG_CHECK_INT(state_of(s, "fake"), DG_OFFERS_DONE, "the offers later");
    DG_CHECK_INT((long long)story_route(s, "fake")->answer.offer_count, 2, "offers");
    story_end(s);
}

static void a_slow_provider_is_given_up_at_its_deadline(void)
{
    struct story *s = story_begin();
    s->fake->provider.takes_ms = 60000;
    story_start(s, BODY);
    story_pass(s, 3100);
    story_load(s);
    DG_CHECK_INT(state_of(s, "fake"), DG_OFFERS_FAILED, "state");
    DG_CHECK_STR(story_route(s, "fake")->answer.reason, "timeout", "reason");
    story_end(s);
}

static void a_provider_left_alone_is_told_from_one_out_of_reach(void)
{
    for (enum dg_breaker_state breaker = DG_BREAKER_CLOSED; breaker <= DG_BREAKER_OPEN; breaker++) {
        struct story *s = story_begin();
        s->fake->provider.breaker = breaker;
        s->fake->provider.faults = (struct dg_fake_faults){ .kind = DG_FAKE_BEFORE, .at = 1 };
        story_start(s, BODY);
        story_pass(s, 100);
        story_load(s);
        DG_CHECK_STR(story_route(s, "fake")->answer.reason, breaker == DG_BREAKER_OPEN ? "breaker-open" : "unreachable",
                "reason");
        story_end(s);
    }
}

/* `text` and so much more that it takes long to read. */
static struct dg_str lengthened(const char *text, struct dg_arena *arena)
{
    return dg_arena_print(arena, "%s\\n%03000d", text, 0);
}

static void a_long_text_is_read_beside_the_loop(void)
{
    struct story *s = story_begin();
    size_t kept = 0;
    story_start(s, dg_arena_print(s->arena, "{\"text\":\"%s\"}", lengthened(RIDE, s->arena).at).at);
    DG_CHECK_INT(s->status, DG_OK, "started");
    DG_CHECK_INT(s->fake->readers.asked, 1, "readings");
    story_pass(s, 100);
    DG_CHECK_INT(story_patch(s, lengthened(RIDE, s->arena).at, &kept), DG_OK, "more text");
    DG_CHECK_INT((long long)kept, 2, "kept offers");
    DG_CHECK_INT(story_look(s), DG_OK, "its card");
    DG_CHECK_INT(s->fake->readers.asked, 4, "of the load, of the patch and of the card");
    story_end(s);
}

static void a_long_text_that_nobody_can_read_now_changes_nothing(void)
{
    static const enum dg_status refusals[] = { DG_TOO_MANY, DG_UNAVAILABLE };
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct story *s = story_begin();
        size_t kept;
        s->fake->readers.refuse = refusals[i];
        story_start(s, dg_arena_print(s->arena, "{\"text\":\"%s\"}", lengthened(RIDE, s->arena).at).at);
        DG_CHECK_INT(s->status, refusals[i], "started");
        DG_CHECK_INT((long long)dg_fake_store_count(s->fake->lane.store), 0, "kept");
        DG_CHECK_INT(story_start(s, BODY), DG_OK, "a short one");
        DG_CHECK_INT(story_patch(s, lengthened(LATER, s->arena).at, &kept), refusals[i], "more text");
        DG_CHECK_INT(story_load(s), DG_OK, "loaded");
        DG_CHECK_INT(s->drag.revision, 1, "revision");
        story_end(s);
    }
}

static void what_is_missing_is_told_and_not_asked(void)
{
    struct story *s = story_begin();
    story_start(s, "{\"text\":\"ride.request time=2030-05-01T19:00:00+08:00\"}");
    DG_CHECK_INT(state_of(s, "fake"), DG_OFFERS_SKIPPED, "state");
    DG_CHECK_STR(story_route(s, "fake")->answer.reason, "missing-slot", "reason");
    DG_CHECK_INT(s->fake->provider.sent, 0, "requests");
    story_end(s);
}

static void a_local_drag_sends_nothing_whatever_is_done_with_it(void)
{
    struct story *s = story_begin();
    size_t kept;
    story_start(s, "{\"text\":\"" RIDE "\",\"privacy\":\"local\"}");
    DG_CHECK_STR(story_route(s, "fake")->answer.reason, "local-only", "reason");
    DG_CHECK_INT(state_of(s, "fakelink"), DG_OFFERS_DONE, "the link");
    story_patch(s, LATER, &kept);
    story_load(s);
    story_pass(s, 10000);
    DG_CHECK_INT(s->fake->provider.sent, 0, "requests");
    story_end(s);
}

static void more_text_keeps_the_offers_that_still_hold(void)
{
    struct story *s = story_begin();
    size_t kept = 0;
    story_start(s, BODY);
    story_pass(s, 100);
    DG_CHECK_INT(story_patch(s, RIDE "\\ncalendar.create title=x", &kept), DG_OK, "patched");
    DG_CHECK_INT((long long)kept, 2, "kept offers");
    DG_CHECK_INT(s->fake->provider.asked, 1, "asked");
    DG_CHECK_INT(s->drag.revision, 2, "revision");
    story_end(s);
}

static void an_answer_on_its_way_is_kept_too(void)
{
    struct story *s = story_begin();
    size_t kept = 0;
    s->fake->provider.takes_ms = 1000;
    story_start(s, BODY);
    story_patch(s, RIDE "\\ncalendar.create title=x", &kept);
    story_pass(s, 1100);
    story_load(s);
    DG_CHECK_INT(state_of(s, "fake"), DG_OFFERS_DONE, "state");
    DG_CHECK_INT(s->fake->provider.asked, 1, "asked");
    story_end(s);
}

static void another_time_is_asked_anew(void)
{
    struct story *s = story_begin();
    size_t kept = 9;
    story_start(s, BODY);
    story_pass(s, 100);
    story_patch(s, LATER, &kept);
    story_pass(s, 100);
    story_load(s);
    DG_CHECK_INT((long long)kept, 0, "kept offers");
    DG_CHECK_INT(s->fake->provider.asked, 2, "asked");
    DG_CHECK_INT((long long)s->drag.task_count, 1, "tasks");
    DG_CHECK_INT(s->drag.tasks[0].number, 1, "the new task's number");
    story_end(s);
}

static void a_drag_that_changes_for_ever_stops_asking(void)
{
    struct story *s = story_begin();
    size_t kept;
    story_start(s, BODY);
    for (unsigned n = 0; n < 100; n++) {
        struct dg_str text = dg_arena_print(
                s->arena, "ride.request dropoff=Office@39.9,116.4 time=2030-05-01T%02u:%02u:00+08:00", n / 60, n % 60);
        story_patch(s, text.at, &kept);
        story_pass(s, 10);
    }
    DG_CHECK_INT(s->fake->provider.asked, DG_DRAG_TASKS_EVER, "asked");
    DG_CHECK_STR(story_route(s, "fake")->answer.reason, "limit", "reason");
    story_end(s);
}

static void somebody_elses_drag_is_none(void)
{
    struct story *s = story_begin();
    story_start(s, BODY);
    s->drag.caller = dg_str_of("bob");
    DG_CHECK_INT(story_load(s), DG_NOT_FOUND, "bob loads ann's");
    struct dg_str body = dg_arena_print(
            s->arena, "{\"text\":\"" RIDE "\",\"session_id\":\"%s\"}", dg_drag_session(&s->drag.id).text);
    DG_CHECK_INT(story_start(s, body.at), DG_OK, "ann goes on in her session");
    story_end(s);
}

static void forgotten(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    (void)records;
    (void)count;
    *(enum dg_status *)owner = status;
}

static void an_answer_after_forgetting_leaves_no_trace(void)
{
    struct story *s = story_begin();
    struct dg_store *store = s->fake->lane.store;
    enum dg_status status = DG_INTERNAL;
    s->fake->provider.takes_ms = 1000;
    story_start(s, BODY);
    struct dg_session_id session = dg_drag_session(&s->drag.id);
    store->ops->forget(store, dg_str_of(session.text), forgotten, &status);
    story_pass(s, 5000);
    DG_CHECK_INT(status, DG_OK, "forgotten");
    DG_CHECK_INT(s->fake->provider.asked, 1, "the answer came all the same");
    DG_CHECK_INT((long long)dg_fake_store_count(store), 0, "records left");
    story_end(s);
}

static void whichever_call_of_the_store_fails_the_drag_is_whole_or_not_there(void)
{
    for (unsigned n = 1; n <= 4; n++) {
        for (enum dg_fake_fault kind = DG_FAKE_BEFORE; kind <= DG_FAKE_AFTER; kind++) {
            struct story *s = story_begin();
            *dg_fake_store_faults(s->fake->lane.store) = (struct dg_fake_faults){ .kind = kind, .at = n };
            enum dg_status started = story_start(s, BODY);
            story_pass(s, 10000);
            enum dg_status loaded = started == DG_OK ? story_load(s) : DG_OK;
            if (loaded == DG_UNAVAILABLE)
                loaded = story_load(s);
            DG_CHECK(started == DG_OK || started == DG_UNAVAILABLE, "started at %u: %d", n, started);
            DG_CHECK_INT(loaded, DG_OK, "loaded");
            DG_CHECK(started != DG_OK || state_of(s, "fake") != DG_OFFERS_PENDING, "at %u nobody waits for ever", n);
            story_end(s);
        }
    }
}

static void a_crash_while_asking_shows_as_no_answer_in_time(void)
{
    struct story *s = story_begin();
    s->fake->provider.takes_ms = 1000;
    story_start(s, BODY);
    dg_fake_lane_crash(s->fake);
    story_load(s);
    DG_CHECK_INT(state_of(s, "fake"), DG_OFFERS_PENDING, "at first");
    story_pass(s, 4100);
    story_load(s);
    DG_CHECK_INT(state_of(s, "fake"), DG_OFFERS_FAILED, "when it is overdue");
    DG_CHECK(!dg_drag_task_holds(&s->drag.tasks[0]), "so that it is asked anew");
    story_end(s);
}

static void a_session_is_full_some_day(void)
{
    struct story *s = story_begin();
    enum dg_status status = story_start(s, "{\"text\":\"hello\"}");
    struct dg_str body =
            dg_arena_print(s->arena, "{\"text\":\"hello\",\"session_id\":\"%s\"}", dg_drag_session(&s->drag.id).text);
    for (unsigned n = 1; n < s->fake->config.session_drags; n++)
        status = status == DG_OK ? story_start(s, body.at) : status;
    DG_CHECK_INT(status, DG_OK, "as many as it holds");
    DG_CHECK_INT(story_start(s, body.at), DG_TOO_BIG, "one more");
    story_end(s);
}

static void the_same_slots_in_other_words_are_the_same_request(void)
{
    struct story *s = story_begin();
    size_t kept = 0;
    story_start(s, BODY);
    story_pass(s, 100);
    story_patch(s, "ride.request dropoff=Office@39.90,116.40 time=2030-05-01T19:00:00+08:00", &kept);
    DG_CHECK_INT((long long)kept, 2, "kept");
    DG_CHECK_INT(s->fake->provider.asked, 1, "asked");
    story_end(s);
}

int main(void)
{
    dg_run("links are there at once and offers later", links_are_there_at_once_and_offers_later);
    dg_run("a slow provider is given up at its deadline", a_slow_provider_is_given_up_at_its_deadline);
    dg_run("a provider left alone is told from one out of reach", a_provider_left_alone_is_told_from_one_out_of_reach);
    dg_run("a long text is read beside the loop", a_long_text_is_read_beside_the_loop);
    dg_run("a long text that nobody can read now changes nothing",
            a_long_text_that_nobody_can_read_now_changes_nothing);
    dg_run("what is missing is told and not asked", what_is_missing_is_told_and_not_asked);
    dg_run("a local drag sends nothing, whatever is done with it", a_local_drag_sends_nothing_whatever_is_done_with_it);
    dg_run("more text keeps the offers that still hold", more_text_keeps_the_offers_that_still_hold);
    dg_run("an answer on its way is kept too", an_answer_on_its_way_is_kept_too);
    dg_run("another time is asked anew", another_time_is_asked_anew);
    dg_run("a drag that changes for ever stops asking", a_drag_that_changes_for_ever_stops_asking);
    dg_run("somebody else's drag is none", somebody_elses_drag_is_none);
    dg_run("an answer after forgetting leaves no trace", an_answer_after_forgetting_leaves_no_trace);
    dg_run("whichever call of the store fails, the drag is whole or not there",
            whichever_call_of_the_store_fails_the_drag_is_whole_or_not_there);
    dg_run("a crash while asking shows as no answer in time", a_crash_while_asking_shows_as_no_answer_in_time);
    dg_run("a session is full some day", a_session_is_full_some_day);
    dg_run("the same slots in other words are the same request", the_same_slots_in_other_words_are_the_same_request);
    return dg_done();
}
