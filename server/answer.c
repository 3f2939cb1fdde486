#include "server/answer.h"

const char *dg_answer_state_name(enum dg_answer_state state)
{
    static const char *const names[] = {
        [DG_ANSWER_PENDING] = "pending",
        [DG_ANSWER_DONE] = "done",
        [DG_ANSWER_FAILED] = "failed",
        [DG_ANSWER_SKIPPED] = "skipped",
    };
    return names[state];
}

/* The stable word for a failure, from the status that the adapter or the transport gave it. */
static const char *reason_of(enum dg_status status)
{
    switch (status) {
    case DG_TIMEOUT:
        return "timeout";
    case DG_UNAVAILABLE:
        return "unreachable";
    case DG_UNPROCESSABLE:
        return "not-possible";
    default:
        return "failed";
    }
}

struct dg_answer dg_answer_of_task(const struct dg_task *task, bool done)
{
    struct dg_answer answer = { .offers = task->offers, .offer_count = task->offer_count, .missing = task->missing };
    if (done) {
        answer.state = DG_ANSWER_DONE;
        return answer;
    }
    answer.offer_count = 0;
    answer.state = task->missing ? DG_ANSWER_SKIPPED : DG_ANSWER_FAILED;
    answer.reason = dg_str_of(task->missing ? "missing-slot" : reason_of(task->problem.status));
    answer.detail = dg_str_of(task->problem.detail);
    return answer;
}

struct dg_answer dg_answer_of(const struct dg_errand_result *result)
{
    struct dg_answer answer = dg_answer_of_task(result->task, result->end == DG_ERRAND_DONE);
    answer.sent = result->sent;
    answer.sent_count = result->sent_count;
    return answer;
}

static struct dg_answer without_offers(enum dg_answer_state state, const char *reason, const char *detail)
{
    return (struct dg_answer){ .state = state, .reason = dg_str_of(reason), .detail = dg_str_of(detail) };
}

struct dg_answer dg_answer_failed(const char *reason, const char *detail)
{
    return without_offers(DG_ANSWER_FAILED, reason, detail);
}

struct dg_answer dg_answer_skipped(const char *reason, const char *detail)
{
    return without_offers(DG_ANSWER_SKIPPED, reason, detail);
}

bool dg_offer_holds(const struct dg_offer *offer, int64_t now_s)
{
    return !offer->has_expires || now_s < offer->expires.utc_s;
}

size_t dg_answer_offers(const struct dg_answer *answer, int64_t now_s)
{
    size_t count = 0;
    for (size_t i = 0; i < answer->offer_count; i++)
        count += dg_offer_holds(&answer->offers[i], now_s);
    return count;
}
