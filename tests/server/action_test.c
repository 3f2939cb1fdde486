/* An action against a provider's ledger, with every call of store and provider failing in turn, and a crash at every moment.
 * What must hold: it is booked at most once, and in the end the action says what the ledger says. */
#include "tests/server/story.h"

#define BODY "{\"text\":\"" RIDE "\"}"

static struct story *offered(void)
{
    struct story *s = story_begin();
    story_start(s, BODY);
    story_pass(s, 1000);
    DG_CHECK_INT(story_look(s), DG_OK, "the offer is there");
    DG_CHECK_INT(s->view.action.state, DG_ACTION_OFFERED, "state");
    return s;
}

static void check_agreement(struct story *s, const char *about, unsigned n)
{
    const struct dg_fake_provider *ledger = &s->fake->provider;
    story_settle(s, 200000);
    enum dg_action_state state = s->view.action.state;
    DG_CHECK(ledger->booked <= 1, "%s %u: booked %u times", about, n, ledger->booked);
    if (state == DG_ACTION_OFFERED)
        DG_CHECK(ledger->booked == 0, "%s %u: booked, and nothing written down", about, n);
    else
        DG_CHECK((state == DG_ACTION_DONE) == (ledger->booked == 1), "%s %u: %s, booked %u times", about, n,
                dg_action_state_name(state), ledger->booked);
    DG_CHECK(state == DG_ACTION_OFFERED || dg_action_settled(&s->view.action), "%s %u: it ends", about, n);
}

static void a_confirmed_action_is_done(void)
{
    struct story *s = offered();
    DG_CHECK_INT(story_confirm(s, "k"), DG_OK, "begun");
    check_agreement(s, "plain", 0);
    DG_CHECK_INT(s->view.action.state, DG_ACTION_DONE, "state");
    DG_CHECK_STR(s->view.action.receipt.reference, "F-1", "the provider's number");
    DG_CHECK_INT((long long)s->view.action.sent_count, 2, "requests in the receipt: the offer's and the booking's");
    story_end(s);
}

static void the_move_is_written_before_the_provider_is_called(void)
{
    struct story *s = offered();
    dg_fake_store_faults(s->fake->lane.store)->at = 2; /* the first is the sweep's note */
    dg_fake_store_faults(s->fake->lane.store)->kind = DG_FAKE_BEFORE;
    dg_fake_store_faults(s->fake->lane.store)->calls = 0;
    unsigned sent = s->fake->provider.sent;
    DG_CHECK_INT(story_confirm(s, "k"), DG_UNAVAILABLE, "the store is away");
    story_pass(s, 60000);
    DG_CHECK_INT(s->fake->provider.sent, sent, "requests");
    story_end(s);
}

static void the_second_of_two_confirmations_finds_a_conflict(void)
{
    struct story *s = offered();
    struct dg_action other = s->view.action;
    DG_CHECK_INT(story_confirm(s, "k"), DG_OK, "first");
    s->view.action = other;
    DG_CHECK_INT(story_confirm(s, "k"), DG_CONFLICT, "second");
    check_agreement(s, "two", 0);
    story_end(s);
}

static void a_refusal_books_nothing_and_says_so(void)
{
    struct story *s = offered();
    s->fake->provider.refuses = true;
    story_confirm(s, "k");
    check_agreement(s, "refused", 0);
    DG_CHECK_INT(s->view.action.state, DG_ACTION_FAILED, "state");
    DG_CHECK(s->view.action.has_problem, "a problem is noted");
    story_end(s);
}

static void whichever_call_of_the_store_fails_books_and_action_agree(void)
{
    for (unsigned n = 1; n <= 8; n++) {
        for (enum dg_fake_fault kind = DG_FAKE_BEFORE; kind <= DG_FAKE_AFTER; kind++) {
            struct story *s = offered();
            *dg_fake_store_faults(s->fake->lane.store) = (struct dg_fake_faults){ .kind = kind, .at = n };
            story_confirm(s, "k");
            check_agreement(s, kind == DG_FAKE_BEFORE ? "store fails before call" : "after call", n);
            story_end(s);
        }
    }
}

static void whichever_request_fails_books_and_action_agree(void)
{
    for (unsigned n = 1; n <= 4; n++) {
        for (enum dg_fake_fault kind = DG_FAKE_BEFORE; kind <= DG_FAKE_AFTER; kind++) {
            struct story *s = offered();
            s->fake->provider.faults = (struct dg_fake_faults){ .kind = kind, .at = n };
            story_confirm(s, "k");
            check_agreement(s, kind == DG_FAKE_BEFORE ? "provider fails before request" : "after request", n);
            story_end(s);
        }
    }
}

static void both_may_fail_together(void)
{
    for (unsigned n = 1; n <= 4; n++) {
        for (unsigned m = 1; m <= 3; m++) {
            struct story *s = offered();
            *dg_fake_store_faults(s->fake->lane.store) = (struct dg_fake_faults){ .kind = DG_FAKE_AFTER, .at = n };
            s->fake->provider.faults = (struct dg_fake_faults){ .kind = DG_FAKE_AFTER, .at = m };
            story_confirm(s, "k");
            check_agreement(s, "both fail", n * 10 + m);
            story_end(s);
        }
    }
}

static void a_store_that_is_away_for_long_loses_no_booking(void)
{
    struct story *s = offered();
    s->fake->provider.takes_ms = 500;
    story_confirm(s, "k");
    dg_fake_store_faults(s->fake->lane.store)->kind = DG_FAKE_BEFORE;
    dg_fake_store_faults(s->fake->lane.store)->all = true;
    story_pass(s, 120000);
    *dg_fake_store_faults(s->fake->lane.store) = (struct dg_fake_faults){ 0 };
    check_agreement(s, "away", 0);
    DG_CHECK_INT(s->view.action.state, DG_ACTION_DONE, "found out");
    story_end(s);
}

static void a_crash_at_any_moment_loses_nothing(void)
{
    for (unsigned ms = 0; ms <= 300; ms += 20) {
        struct story *s = offered();
        s->fake->provider.takes_ms = 200;
        story_confirm(s, "k");
        story_pass(s, ms);
        dg_fake_lane_crash(s->fake);
        check_agreement(s, "crash after ms", ms);
        DG_CHECK_INT(s->view.action.state, DG_ACTION_DONE, "the request had left");
        story_end(s);
    }
}

static void nobody_meddles_before_the_first_server_must_be_done(void)
{
    struct story *s = offered();
    s->fake->provider.takes_ms = 9000;
    story_confirm(s, "k");
    story_pass(s, 8000);
    story_look(s);
    DG_CHECK(!dg_action_is_stale(&s->view.action), "after 8 s");
    dg_fake_lane_crash(s->fake);
    story_pass(s, 5000);
    story_look(s);
    DG_CHECK(dg_action_is_stale(&s->view.action), "after 13 s");
    story_end(s);
}

static void never_heard_of_it_is_believed_only_when_nothing_can_be_on_its_way(void)
{
    struct story *s = offered();
    s->fake->provider.faults = (struct dg_fake_faults){ .kind = DG_FAKE_AFTER, .at = 1 };
    story_confirm(s, "k");
    s->fake->provider.booked = 0; /* it arrives late: the ledger does not know it yet */
    story_pass(s, 3000);
    story_look(s);
    DG_CHECK_INT(s->view.action.state, DG_ACTION_UNKNOWN, "while it may still arrive");
    s->fake->provider.booked = 1;
    check_agreement(s, "late arrival", 0);
    DG_CHECK_INT(s->view.action.state, DG_ACTION_DONE, "once it has arrived");
    story_end(s);
}

static void done(struct story *s)
{
    story_confirm(s, "k");
    story_settle(s, 10000);
}

static void begun(void *owner, enum dg_status status)
{
    *(enum dg_status *)owner = status;
}

static void a_done_action_can_be_cancelled_whatever_fails(void)
{
    for (unsigned n = 0; n <= 4; n++) {
        struct story *s = offered();
        enum dg_status status = DG_INTERNAL;
        done(s);
        s->fake->provider.faults = (struct dg_fake_faults){ .kind = DG_FAKE_AFTER, .at = n };
        *dg_fake_store_faults(s->fake->lane.store) = (struct dg_fake_faults){ .kind = DG_FAKE_AFTER, .at = n };
        dg_action_cancel(&s->fake->lane, &s->view.action, begun, &status);
        story_pass(s, 1000);
        story_settle(s, 100000);
        bool cancelled = s->view.action.state == DG_ACTION_CANCELLED;
        DG_CHECK(cancelled == (s->fake->provider.cancelled == 1), "failing at %u: %s, cancelled %u times", n,
                dg_action_state_name(s->view.action.state), s->fake->provider.cancelled);
        DG_CHECK(status != DG_OK || cancelled, "begun at %u, so it is cancelled", n);
        story_end(s);
    }
}

static void have_no_copy_of(struct story *s, unsigned call)
{
    *dg_fake_store_faults(s->fake->lane.store) = (struct dg_fake_faults){ .kind = DG_FAKE_UNCOPIED, .at = call };
}

static void what_the_store_cannot_make_safe_is_withdrawn_and_may_be_confirmed_again(void)
{
    struct story *s = offered();
    unsigned sent = s->fake->provider.sent;
    have_no_copy_of(s, 2); /* the first is the sweep's note */
    DG_CHECK_INT(story_confirm(s, "k"), DG_TIMEOUT, "begun");
    story_pass(s, 60000);
    story_look(s);
    DG_CHECK_INT(s->fake->provider.sent, sent, "requests");
    DG_CHECK_INT(s->view.action.state, DG_ACTION_OFFERED, "state");
    DG_CHECK(s->view.action.version, "it is in the store");
    DG_CHECK_INT(story_confirm(s, "another"), DG_OK, "begun");
    check_agreement(s, "again", 0);
    DG_CHECK_INT(s->view.action.state, DG_ACTION_DONE, "state");
    story_end(s);
}

static void a_cancellation_that_cannot_be_made_safe_leaves_it_done(void)
{
    struct story *s = offered();
    enum dg_status status = DG_INTERNAL;
    done(s);
    have_no_copy_of(s, 2);
    dg_action_cancel(&s->fake->lane, &s->view.action, begun, &status);
    story_pass(s, 60000);
    story_look(s);
    DG_CHECK_INT(status, DG_TIMEOUT, "begun");
    DG_CHECK_INT(s->view.action.state, DG_ACTION_DONE, "state");
    DG_CHECK_INT(s->view.action.problem.status, DG_UNAVAILABLE, "and why");
    DG_CHECK_INT(s->fake->provider.cancelled, 0, "cancelled");
    story_end(s);
}

static void an_expired_offer_is_no_action_any_more(void)
{
    struct story *s = offered();
    story_pass(s, 301000);
    DG_CHECK_INT(story_look(s), DG_OK, "still known");
    DG_CHECK_INT(s->view.action.state, DG_ACTION_EXPIRED, "state");
    DG_CHECK(!dg_action_may(&s->view.action, DG_ACTION_SENDING), "it cannot be sent");
    story_end(s);
}

static void moves_are_those_of_the_table(void)
{
    struct dg_action a = { .state = DG_ACTION_DONE };
    DG_CHECK(dg_action_may(&a, DG_ACTION_CANCELLING), "a done one may be cancelled");
    DG_CHECK(!dg_action_may(&a, DG_ACTION_SENDING), "and not sent again");
    a.state = DG_ACTION_UNKNOWN;
    DG_CHECK(!dg_action_may(&a, DG_ACTION_SENDING), "an unknown one is not sent again");
    a.state = DG_ACTION_FAILED;
    for (enum dg_action_state to = DG_ACTION_OFFERED; to <= DG_ACTION_EXPIRED; to++)
        DG_CHECK(!dg_action_may(&a, to), "a failed one stays");
}

int main(void)
{
    dg_run("a confirmed action is done", a_confirmed_action_is_done);
    dg_run("the move is written before the provider is called", the_move_is_written_before_the_provider_is_called);
    dg_run("the second of two confirmations finds a conflict", the_second_of_two_confirmations_finds_a_conflict);
    dg_run("a refusal books nothing and says so", a_refusal_books_nothing_and_says_so);
    dg_run("whichever call of the store fails, books and action agree",
            whichever_call_of_the_store_fails_books_and_action_agree);
    dg_run("whichever request fails, books and action agree", whichever_request_fails_books_and_action_agree);
    dg_run("both may fail together", both_may_fail_together);
    dg_run("a store that is away for long loses no booking", a_store_that_is_away_for_long_loses_no_booking);
    dg_run("a crash at any moment loses nothing", a_crash_at_any_moment_loses_nothing);
    dg_run("nobody meddles before the first server must be done", nobody_meddles_before_the_first_server_must_be_done);
    dg_run("never heard of it is believed only when nothing can be on its way",
            never_heard_of_it_is_believed_only_when_nothing_can_be_on_its_way);
    dg_run("a done action can be cancelled whatever fails", a_done_action_can_be_cancelled_whatever_fails);
    dg_run("what the store cannot make safe is withdrawn, and may be confirmed again",
            what_the_store_cannot_make_safe_is_withdrawn_and_may_be_confirmed_again);
    dg_run("a cancellation that cannot be made safe leaves it done",
            a_cancellation_that_cannot_be_made_safe_leaves_it_done);
    dg_run("an expired offer is no action any more", an_expired_offer_is_no_action_any_more);
    dg_run("moves are those of the table", moves_are_those_of_the_table);
    return dg_done();
}
