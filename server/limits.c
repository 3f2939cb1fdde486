#include "server/limits.h"

#include "server/caller.h"
#include "server/clock.h"

/* So many of a minute's may come at once. */
enum { BURST_SHARE = 6, READ_UNIT_BYTES = 1024 };

/* False: out of memory. */
static bool create(struct dg_rate **out, uint32_t per_minute)
{
    uint32_t burst = per_minute / BURST_SHARE;
    if (per_minute)
        *out = dg_rate_create(per_minute, burst ? burst : 1);
    return per_minute == 0 || *out;
}

bool dg_limits_init(struct dg_limits *limits, const struct dg_config *config)
{
    *limits = (struct dg_limits){ .callers_known = dg_caller_is_asked(config) };
    return create(&limits->requests, config->rate) && create(&limits->prefetches, config->prefetch_rate) &&
            create(&limits->refusals, config->refusal_rate);
}

void dg_limits_finish(struct dg_limits *limits)
{
    dg_rate_destroy(limits->requests);
    dg_rate_destroy(limits->prefetches);
    dg_rate_destroy(limits->refusals);
}

struct dg_rate_verdict dg_limits_take(struct dg_rate *of, struct dg_str who)
{
    return of ? dg_rate_take(of, who, dg_clock_ticks_us()) : (struct dg_rate_verdict){ .granted = true };
}

struct dg_rate_verdict dg_limits_take_address(struct dg_rate *of, const struct dg_address *who)
{
    struct dg_address subscriber = dg_address_subscriber(who);
    return dg_limits_take(of, (struct dg_str){ (const char *)subscriber.bytes, sizeof subscriber.bytes });
}

void dg_limits_charge_reading(const struct dg_limits *limits, struct dg_str caller, size_t bytes)
{
    size_t more = bytes / READ_UNIT_BYTES;
    if (more && limits->requests && limits->callers_known)
        dg_rate_charge(limits->requests, caller, (uint32_t)more, dg_clock_ticks_us());
}
