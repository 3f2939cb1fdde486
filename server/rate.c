#include "server/rate.h"

#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { SETS = 4096, WAYS = 8, MINUTE_US = 60 * 1000 * 1000, SECOND_US = 1000 * 1000 };

/* `full_at` is the theoretical arrival time: the bucket is full from then on. */
struct place {
    _Atomic uint64_t who, full_at_us; /* who: a keyed hash; 0: free */
};

struct dg_rate {
    uint64_t interval_us; /* until one more is there */
    uint32_t burst;
    unsigned char key[crypto_shorthash_KEYBYTES]; /* so that nobody can choose whose place he shares */
    struct place places[SETS][WAYS];
};

struct dg_rate *dg_rate_create(uint32_t per_minute, uint32_t burst)
{
    struct dg_rate *rate = calloc(1, sizeof *rate);
    if (!rate)
        return NULL;
    rate->interval_us = MINUTE_US / per_minute;
    rate->burst = burst;
    crypto_shorthash_keygen(rate->key);
    return rate;
}

void dg_rate_destroy(struct dg_rate *rate)
{
    free(rate);
}

static uint64_t hash_of(const struct dg_rate *rate, struct dg_str who)
{
    uint64_t hash;
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)who.at, who.len, rate->key);
    return hash ? hash : 1;
}

static struct place *place_of(struct dg_rate *rate, uint64_t who)
{
    struct place *set = rate->places[who % SETS], *idlest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (atomic_load(&set[i].who) == who)
            return &set[i];
        if (atomic_load(&set[i].full_at_us) < atomic_load(&idlest->full_at_us))
            idlest = &set[i];
    }
    /* two threads may do this at once for one `who`, who then has two places for a while: a little more than his share */
    atomic_store(&idlest->who, who);
    atomic_store(&idlest->full_at_us, 0);
    return idlest;
}

static uint32_t seconds_up(uint64_t us)
{
    return (uint32_t)((us + SECOND_US - 1) / SECOND_US);
}

struct dg_rate_shape dg_rate_shape_of(const struct dg_rate *rate)
{
    return (struct dg_rate_shape){ rate->interval_us, rate->interval_us * rate->burst };
}

struct dg_rate_verdict dg_rate_judge(const struct dg_rate *rate, bool granted, uint64_t full_in_us)
{
    uint64_t interval_us = rate->interval_us, depth_us = interval_us * rate->burst;
    uint64_t in_us = full_in_us < depth_us ? full_in_us : depth_us;
    if (granted)
        return (struct dg_rate_verdict){ true, rate->burst, seconds_up(depth_us),
            (uint32_t)((depth_us - in_us) / interval_us), seconds_up(in_us) };
    uint64_t one_us = full_in_us + interval_us, wait_us = one_us > depth_us ? one_us - depth_us : 1;
    return (struct dg_rate_verdict){ false, rate->burst, seconds_up(depth_us), 0, seconds_up(wait_us) };
}

struct dg_rate_verdict dg_rate_ask(struct dg_rate *rate, struct dg_str who, uint64_t now_us)
{
    uint64_t full_at_us = atomic_load(&place_of(rate, hash_of(rate, who))->full_at_us);
    uint64_t full_in_us = full_at_us > now_us ? full_at_us - now_us : 0;
    return dg_rate_judge(rate, full_in_us <= rate->interval_us * rate->burst, full_in_us);
}

void dg_rate_charge(struct dg_rate *rate, struct dg_str who, uint32_t count, uint64_t now_us)
{
    struct place *place = place_of(rate, hash_of(rate, who));
    uint64_t owed_us = 2 * rate->interval_us * rate->burst, full_at_us = atomic_load(&place->full_at_us), next_us;
    do {
        uint64_t full_in_us = (full_at_us > now_us ? full_at_us - now_us : 0) + count * rate->interval_us;
        next_us = now_us + (full_in_us < owed_us ? full_in_us : owed_us);
    } while (!atomic_compare_exchange_weak(&place->full_at_us, &full_at_us, next_us));
}

struct dg_rate_verdict dg_rate_take(struct dg_rate *rate, struct dg_str who, uint64_t now_us)
{
    struct place *place = place_of(rate, hash_of(rate, who));
    uint64_t depth_us = rate->interval_us * rate->burst, full_at_us = atomic_load(&place->full_at_us), next_us;
    do {
        uint64_t full_in_us = full_at_us > now_us ? full_at_us - now_us : 0;
        next_us = now_us + full_in_us + rate->interval_us;
        if (next_us - now_us > depth_us)
            return dg_rate_judge(rate, false, full_in_us);
    } while (!atomic_compare_exchange_weak(&place->full_at_us, &full_at_us, next_us));
    return dg_rate_judge(rate, true, next_us - now_us);
}
