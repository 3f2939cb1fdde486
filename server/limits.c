#include "server/limits.h"

#include "server/caller.h"
#include "server/clock.h"

/* Such a share of a minute's may come at once: who reads keeps a core busy, so less of that. */
enum { BURST_SHARE = 6, READ_BURST_SHARE = 30, READ_UNIT_BYTES = 1024 };

/* False: out of memory. */
static bool create(struct dg_rate **out, uint32_t per_minute, uint32_t share)
{
    uint32_t burst = per_minute / share;
    if (per_minute)
        *out = dg_rate_create(per_minute, burst ? burst : 1);
    return per_minute == 0 || *out;
}

bool dg_limits_init(struct dg_limits *limits, const struct dg_config *config)
{
    *limits = (struct dg_limits){ .callers_known = dg_caller_is_asked(config) };
    return create(&limits->requests, config->rate, BURST_SHARE) &&
            create(&limits->reading, config->rate, READ_BURST_SHARE) &&
            create(&limits->prefetches, config->prefetch_rate, BURST_SHARE) &&
            create(&limits->refusals, config->refusal_rate, BURST_SHARE);
}

void dg_limits_finish(struct dg_limits *limits)
{
    dg_rate_destroy(limits->requests);
    dg_rate_destroy(limits->reading);
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

static bool is_charged(const struct dg_limits *limits)
{
    return limits->reading && limits->callers_known;
}

struct dg_rate_verdict dg_limits_ask_reading(const struct dg_limits *limits, struct dg_str caller)
{
    if (!is_charged(limits))
        return (struct dg_rate_verdict){ .granted = true };
    return dg_rate_ask(limits->reading, caller, dg_clock_ticks_us());
}

void dg_limits_charge_reading(const struct dg_limits *limits, struct dg_str caller, size_t bytes)
{
    size_t count = bytes / READ_UNIT_BYTES;
    if (count && is_charged(limits))
        dg_rate_charge(limits->reading, caller, (uint32_t)count, dg_clock_ticks_us());
}
