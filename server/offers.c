#include "server/offers.h"

const char *dg_offers_state_name(enum dg_offers_state state)
{
    static const char *const names[] = {
        [DG_OFFERS_PENDING] = "pending",
        [DG_OFFERS_DONE] = "done",
        [DG_OFFERS_FAILED] = "failed",
        [DG_OFFERS_SKIPPED] = "skipped",
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

struct dg_offers dg_offers_of_task(const struct dg_task *task, bool done)
{
    struct dg_offers answer = { .offers = task->offers, .offer_count = task->offer_count, .missing = task->missing };
    if (done) {
        answer.state = DG_OFFERS_DONE;
        return answer;
    }
    answer.offer_count = 0;
    answer.state = task->missing ? DG_OFFERS_SKIPPED : DG_OFFERS_FAILED;
    answer.reason = dg_str_of(task->missing ? "missing-slot" : reason_of(task->problem.status));
    answer.detail = dg_str_of(task->problem.detail);
    return answer;
}

struct dg_offers dg_offers_of(const struct dg_errand_result *result)
{
    struct dg_offers answer = dg_offers_of_task(result->task, result->end == DG_ERRAND_DONE);
    answer.sent = result->sent;
    answer.sent_count = result->sent_count;
    return answer;
}

static struct dg_offers without_offers(enum dg_offers_state state, const char *reason, const char *detail)
{
    return (struct dg_offers){ .state = state, .reason = dg_str_of(reason), .detail = dg_str_of(detail) };
}

struct dg_offers dg_offers_failed(const char *reason, const char *detail)
{
    return without_offers(DG_OFFERS_FAILED, reason, detail);
}

struct dg_offers dg_offers_skipped(const char *reason, const char *detail)
{
    return without_offers(DG_OFFERS_SKIPPED, reason, detail);
}

bool dg_offer_holds(const struct dg_offer *offer, int64_t now_s)
{
    return !offer->has_expires || now_s < offer->expires.utc_s;
}

size_t dg_offers_held(const struct dg_offers *answer, int64_t now_s)
{
    size_t count = 0;
    for (size_t i = 0; i < answer->offer_count; i++)
        count += dg_offer_holds(&answer->offers[i], now_s);
    return count;
}
