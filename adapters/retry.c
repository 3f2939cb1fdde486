#include "adapters/retry.h"

static bool passes(const struct dg_reply *reply)
{
    if (reply->end == DG_SENT_NOT || reply->end == DG_SENT_UNKNOWN)
        return true;
    int status = reply->status;
    return reply->end == DG_SENT_OK && (status == 429 || status == 502 || status == 503 || status == 504);
}

/* Whole seconds; a date or nonsense counts as none. */
static int64_t retry_after_ms(const struct dg_reply *reply)
{
    struct dg_str text = dg_reply_header(reply, "Retry-After");
    int64_t s = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || s > 86400)
            return 0;
        s = s * 10 + (text.at[i] - '0');
    }
    return s * 1000;
}

int64_t dg_retry_delay_ms(const struct dg_reply *reply, unsigned attempts, uint64_t left_ms, uint32_t random)
{
    if (attempts >= DG_ATTEMPTS_MAX || !passes(reply))
        return -1;
    int64_t step_ms = (int64_t)DG_RETRY_FIRST_MS << (attempts - 1);
    int64_t delay_ms = step_ms / 2 + (int64_t)(random % (uint32_t)step_ms);
    int64_t asked_ms = retry_after_ms(reply);
    if (asked_ms > delay_ms)
        delay_ms = asked_ms;
    return (uint64_t)delay_ms < left_ms ? delay_ms : -1;
}
