/* Actions that their server left in the middle, and that nobody asks about again: the sweep settles them. */
#include "server/sweep.h"

#include "tests/server/story.h"

#define BODY "{\"text\":\"" RIDE "\"}"

static struct story *confirmed(void)
{
    struct story *s = story_begin();
    story_start(s, BODY);
    story_pass(s, 1000);
    story_look(s);
    s->fake->provider.takes_ms = 200;
    return s;
}

/* A new server on the same store, for a while. */
static void sweep_for(struct story *s, unsigned ms)
{
    struct dg_sweep *sweep = dg_sweep_create(&s->fake->lane);
    story_pass(s, ms);
    dg_sweep_destroy(sweep);
}

static void check_settled(struct story *s, const char *about, unsigned n)
{
    const struct dg_fake_provider *ledger = &s->fake->provider;
    story_look(s);
    enum dg_action_state state = s->view.action.state;
    DG_CHECK(ledger->booked <= 1, "%s %u: booked %u times", about, n, ledger->booked);
    DG_CHECK(dg_action_settled(&s->view.action), "%s %u: still %s", about, n, dg_action_state_name(state));
    DG_CHECK((state == DG_ACTION_DONE) == (ledger->booked == 1), "%s %u: %s, booked %u times", about, n,
            dg_action_state_name(state), ledger->booked);
}

static void what_a_crash_left_is_settled_though_nobody_asks(void)
{
    for (unsigned ms = 0; ms <= 300; ms += 20) {
        struct story *s = confirmed();
        story_confirm(s, "k");
        story_pass(s, ms);
        dg_fake_lane_crash(s->fake);
        sweep_for(s, 60000);
        check_settled(s, "crash after ms", ms);
        story_end(s);
    }
}

static void what_never_reached_the_provider_fails(void)
{
    struct story *s = confirmed();
    s->fake->provider.faults = (struct dg_fake_faults){ .kind = DG_FAKE_BEFORE, .at = 1 };
    story_confirm(s, "k");
    dg_fake_lane_crash(s->fake);
    s->fake->provider.booked = 0;
    sweep_for(s, 60000);
    check_settled(s, "never arrived", 0);
    story_end(s);
}

static void begun(void *owner, enum dg_status status)
{
    *(enum dg_status *)owner = status;
}

static void a_cancellation_in_the_middle_is_settled_too(void)
{
    for (unsigned ms = 0; ms <= 300; ms += 50) {
        struct story *s = confirmed();
        story_confirm(s, "k");
        story_settle(s, 10000);
        enum dg_status status = DG_INTERNAL;
        dg_action_cancel(&s->fake->lane, &s->view.action, begun, &status);
        story_pass(s, ms);
        dg_fake_lane_crash(s->fake);
        sweep_for(s, 60000);
        story_look(s);
        DG_CHECK(dg_action_settled(&s->view.action), "after %u ms: %s", ms, dg_action_state_name(s->view.action.state));
        story_end(s);
    }
}

static void who_is_at_work_is_left_alone(void)
{
    struct story *s = confirmed();
    s->fake->provider.takes_ms = 9000;
    story_confirm(s, "k");
    unsigned sent = s->fake->provider.sent;
    sweep_for(s, 8000);
    DG_CHECK_INT(s->fake->provider.sent, sent, "requests while the first server is at work");
    story_end(s);
}

static void what_is_settled_is_looked_at_no_more(void)
{
    struct story *s = confirmed();
    story_confirm(s, "k");
    story_settle(s, 10000);
    struct dg_sweep *sweep = dg_sweep_create(&s->fake->lane);
    story_pass(s, DG_SWEEP_FIRST_MS + 10);
    unsigned calls = dg_fake_store_faults(s->fake->lane.store)->calls;
    story_pass(s, DG_SWEEP_EVERY_MS);
    unsigned more = dg_fake_store_faults(s->fake->lane.store)->calls - calls;
    DG_CHECK(more <= 2, "%u calls of the store in a round with nothing to do", more);
    dg_sweep_destroy(sweep);
    story_end(s);
}

static void a_store_that_is_away_is_asked_again_later(void)
{
    struct story *s = confirmed();
    story_confirm(s, "k");
    dg_fake_lane_crash(s->fake);
    struct dg_sweep *sweep = dg_sweep_create(&s->fake->lane);
    *dg_fake_store_faults(s->fake->lane.store) = (struct dg_fake_faults){ .kind = DG_FAKE_BEFORE, .all = true };
    story_pass(s, 20000);
    *dg_fake_store_faults(s->fake->lane.store) = (struct dg_fake_faults){ 0 };
    story_pass(s, 60000);
    check_settled(s, "store away", 0);
    dg_sweep_destroy(sweep);
    story_end(s);
}

int main(void)
{
    dg_run("what a crash left is settled, though nobody asks", what_a_crash_left_is_settled_though_nobody_asks);
    dg_run("what never reached the provider fails", what_never_reached_the_provider_fails);
    dg_run("a cancellation in the middle is settled too", a_cancellation_in_the_middle_is_settled_too);
    dg_run("who is at work is left alone", who_is_at_work_is_left_alone);
    dg_run("what is settled is looked at no more", what_is_settled_is_looked_at_no_more);
    dg_run("a store that is away is asked again later", a_store_that_is_away_is_asked_again_later);
    return dg_done();
}
