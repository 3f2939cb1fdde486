#include "adapters/breaker.h"
#include "adapters/retry.h"
#include "tests/support/check.h"

/* Lets one request go out and end: 's'ucceeded, 'f'ailed or 'a'bandoned; '.' where it is refused. */
static char one(struct dg_breaker *b, char end, uint64_t now_ms)
{
    if (!dg_breaker_allows(b, now_ms))
        return '.';
    if (end == 's')
        dg_breaker_succeeded(b);
    else if (end == 'f')
        dg_breaker_failed(b, now_ms);
    else
        dg_breaker_abandoned(b);
    return end;
}

static void half_of_ten_opens(void)
{
    static const struct {
        const char *ends;
        enum dg_breaker_state state;
    } cases[] = {
        { "", DG_BREAKER_CLOSED },
        { "ffff", DG_BREAKER_CLOSED },
        { "fffff", DG_BREAKER_OPEN },
        { "sfsfsfsf", DG_BREAKER_CLOSED },
        { "sfsfsfsfsf", DG_BREAKER_OPEN },
        { "ssfssfssfssfssfssf", DG_BREAKER_CLOSED },
        { "ffffssssssssssf", DG_BREAKER_CLOSED },
        { "ffffaaaaaaa", DG_BREAKER_CLOSED },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_breaker b = { 0 };
        for (const char *e = cases[i].ends; *e; e++)
            one(&b, *e, 1000);
        DG_CHECK_INT(b.state, cases[i].state, cases[i].ends);
    }
}

static struct dg_breaker opened_at(uint64_t now_ms)
{
    struct dg_breaker b = { 0 };
    for (int i = 0; i < DG_BREAKER_FAILURES; i++)
        one(&b, 'f', now_ms);
    return b;
}

static void an_open_one_refuses_until_its_time(void)
{
    struct dg_breaker b = opened_at(1000);
    DG_CHECK_INT(one(&b, 's', 1000 + DG_BREAKER_FIRST_MS - 1), '.', "just before");
    DG_CHECK_INT(one(&b, 's', 1000 + DG_BREAKER_FIRST_MS), 's', "then");
    DG_CHECK_INT(b.state, DG_BREAKER_CLOSED, "state");
}

static void every_move_is_counted_for_good(void)
{
    struct dg_breaker b = opened_at(0);
    one(&b, 'f', DG_BREAKER_FIRST_MS);
    one(&b, 's', 3 * DG_BREAKER_FIRST_MS);
    DG_CHECK_INT((long long)b.moved[DG_BREAKER_OPEN], 2, "opened, and again after the failed try");
    DG_CHECK_INT((long long)b.moved[DG_BREAKER_HALF_OPEN], 2, "tried");
    DG_CHECK_INT((long long)b.moved[DG_BREAKER_CLOSED], 1, "closed");
}

static void a_half_open_one_lets_one_through_at_a_time(void)
{
    struct dg_breaker b = opened_at(0);
    uint64_t now = DG_BREAKER_FIRST_MS;
    DG_CHECK(dg_breaker_allows(&b, now), "the first");
    DG_CHECK(!dg_breaker_allows(&b, now), "a second beside it");
    dg_breaker_abandoned(&b);
    DG_CHECK(dg_breaker_allows(&b, now), "another after it was given up");
}

static void each_failed_try_doubles_the_wait_up_to_a_bound(void)
{
    struct dg_breaker b = opened_at(0);
    uint64_t now = 0, wait = DG_BREAKER_FIRST_MS;
    for (int i = 0; i < 10; i++) {
        DG_CHECK_INT(one(&b, 'f', now + wait - 1), '.', "before");
        now += wait;
        DG_CHECK_INT(one(&b, 'f', now), 'f', "the try");
        wait = wait * 2 > DG_BREAKER_LONGEST_MS ? DG_BREAKER_LONGEST_MS : wait * 2;
        DG_CHECK_INT((long long)b.open_ms, (long long)wait, "the next wait");
    }
    now += wait;
    DG_CHECK_INT(one(&b, 's', now), 's', "a success");
    for (int i = 0; i < DG_BREAKER_FAILURES; i++)
        one(&b, 'f', now);
    DG_CHECK_INT((long long)b.open_ms, DG_BREAKER_FIRST_MS, "starts anew");
}

static void late_answers_do_not_move_an_open_one(void)
{
    struct dg_breaker b = opened_at(0);
    dg_breaker_succeeded(&b);
    dg_breaker_failed(&b, 500);
    DG_CHECK_INT(b.state, DG_BREAKER_OPEN, "state");
    DG_CHECK_INT((long long)b.until_ms, DG_BREAKER_FIRST_MS, "until");
}

static void what_may_pass_is_tried_again(void)
{
    static const struct {
        const char *name;
        enum dg_transport_end end;
        int status;
        unsigned attempts;
        uint64_t left_ms;
        const char *retry_after;
        int64_t least_ms, most_ms; /* -1: not again */
    } cases[] = {
        { "unavailable", DG_SENT_OK, 503, 1, 5000, "", 50, 149 },
        { "the second time", DG_SENT_OK, 503, 2, 5000, "", 100, 299 },
        { "no third", DG_SENT_OK, 503, DG_ATTEMPTS_MAX, 5000, "", -1, -1 },
        { "no host", DG_SENT_NOT, 0, 1, 5000, "", 50, 149 },
        { "broke off", DG_SENT_UNKNOWN, 0, 1, 5000, "", 50, 149 },
        { "too big stays too big", DG_SENT_TOO_BIG, 0, 1, 5000, "", -1, -1 },
        { "an answer", DG_SENT_OK, 200, 1, 5000, "", -1, -1 },
        { "a refusal", DG_SENT_OK, 404, 1, 5000, "", -1, -1 },
        { "an error of its own", DG_SENT_OK, 500, 1, 5000, "", -1, -1 },
        { "too many", DG_SENT_OK, 429, 1, 5000, "2", 2000, 2000 },
        { "later than the deadline", DG_SENT_OK, 429, 1, 1500, "2", -1, -1 },
        { "no time left", DG_SENT_NOT, 0, 1, 10, "", -1, -1 },
        { "a date is not read", DG_SENT_OK, 503, 1, 5000, "Wed, 21 Oct 2015 07:28:00 GMT", 50, 149 },
        { "beyond all numbers", DG_SENT_OK, 503, 1, 5000, "99999999999999999999", 50, 149 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_header header = { dg_str_of("Retry-After"), dg_str_of(cases[i].retry_after), false };
        struct dg_reply reply = { cases[i].end, cases[i].status, &header, 1, { "", 0 } };
        for (uint32_t random = 0; random < 1000; random += 37) {
            int64_t ms = dg_retry_delay_ms(&reply, cases[i].attempts, cases[i].left_ms, random);
            DG_CHECK(ms >= cases[i].least_ms && ms <= cases[i].most_ms, "%s: %lld ms", cases[i].name, (long long)ms);
        }
    }
}

int main(void)
{
    dg_run("half of ten opens", half_of_ten_opens);
    dg_run("an open one refuses until its time", an_open_one_refuses_until_its_time);
    dg_run("every move is counted for good", every_move_is_counted_for_good);
    dg_run("a half-open one lets one through at a time", a_half_open_one_lets_one_through_at_a_time);
    dg_run("each failed try doubles the wait up to a bound", each_failed_try_doubles_the_wait_up_to_a_bound);
    dg_run("late answers do not move an open one", late_answers_do_not_move_an_open_one);
    dg_run("what may pass is tried again", what_may_pass_is_tried_again);
    return dg_done();
}
