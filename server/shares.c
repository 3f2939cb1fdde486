#include "server/shares.h"

#include "server/ids.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { WAIT_MS = 80, TICK_MS = 20, NAME_BYTES_MAX = 96 };

/* Lives until the store has answered, also when nobody waits for that any more. */
struct take {
    struct take *older, *newer; /* of those who wait, in the order of their deadlines */
    struct dg_shares *shares; /* NULL: told already */
    const struct dg_rate *rate;
    uint64_t deadline_ms;
    dg_share_done *done;
    void *owner;
};

struct dg_shares {
    struct dg_loop *loop;
    struct dg_store *store;
    struct dg_timer *clock;
    struct take *oldest, *newest;
};

/* ---- who waits --------------------------------------------------------------------------------------------- */

static void enlist(struct dg_shares *shares, struct take *take)
{
    if (!shares->oldest)
        dg_timer_start(shares->clock, WAIT_MS, TICK_MS);
    take->older = shares->newest;
    *(shares->newest ? &shares->newest->newer : &shares->oldest) = take;
    shares->newest = take;
}

static void tell(struct take *take, const struct dg_rate_verdict *verdict)
{
    struct dg_shares *shares = take->shares;
    assert(shares); /* it waits, and is told once */
    *(take->older ? &take->older->newer : &shares->oldest) = take->newer;
    *(take->newer ? &take->newer->older : &shares->newest) = take->older;
    take->shares = NULL;
    if (!shares->oldest)
        dg_timer_stop(shares->clock);
    take->done(take->owner, verdict);
}

static void check_deadlines(void *owner)
{
    struct dg_shares *shares = owner;
    uint64_t now_ms = dg_loop_now_ms(shares->loop);
    while (shares->oldest && shares->oldest->deadline_ms <= now_ms)
        tell(shares->oldest, NULL);
}

static void answered(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct take *take = owner;
    bool counted = count == 1 && (status == DG_OK || status == DG_CONFLICT);
    struct dg_rate_verdict verdict = dg_rate_judge(take->rate, status == DG_OK, counted ? records[0].version : 0);
    if (take->shares)
        tell(take, counted ? &verdict : NULL);
    free(take);
}

/* ---- asking ------------------------------------------------------------------------------------------------ */

/* A caller's name may be a person's: the store need not have it. */
static struct dg_str name_bucket(char out[NAME_BYTES_MAX], const char *what, struct dg_str who)
{
    char digest[33];
    dg_digest(digest, who);
    int len = snprintf(out, NAME_BYTES_MAX, "rate/%s/%s", what, digest);
    assert(len > 0 && len < NAME_BYTES_MAX);
    return (struct dg_str){ out, (size_t)len };
}

bool dg_share_take(struct dg_shares *shares, const struct dg_rate *rate, const char *what, struct dg_str who,
        dg_share_done *done, void *owner)
{
    struct take *take = shares && shares->store->ops->take ? malloc(sizeof *take) : NULL;
    if (!take)
        return false;
    *take = (struct take){ .shares = shares, .rate = rate, .done = done, .owner = owner };
    take->deadline_ms = dg_loop_now_ms(shares->loop) + WAIT_MS;
    enlist(shares, take);
    char name[NAME_BYTES_MAX];
    struct dg_rate_shape shape = dg_rate_shape_of(rate);
    shares->store->ops->take(
            shares->store, name_bucket(name, what, who), shape.interval_us, shape.depth_us, answered, take);
    return true;
}

/* ---- making ------------------------------------------------------------------------------------------------ */

struct dg_shares *dg_shares_create(struct dg_loop *loop, struct dg_store *store)
{
    struct dg_shares *shares = calloc(1, sizeof *shares);
    if (!shares)
        return NULL;
    *shares = (struct dg_shares){ .loop = loop, .store = store };
    shares->clock = dg_timer_create(loop, check_deadlines, shares);
    if (shares->clock)
        return shares;
    free(shares);
    return NULL;
}

void dg_shares_destroy(struct dg_shares *shares)
{
    if (!shares)
        return;
    assert(!shares->oldest);
    dg_timer_destroy(shares->clock);
    free(shares);
}
