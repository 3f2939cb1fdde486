#include "adapters/breaker.h"

const char *dg_breaker_state_name(enum dg_breaker_state state)
{
    static const char *const names[DG_BREAKER_STATES] = {
        [DG_BREAKER_CLOSED] = "closed",
        [DG_BREAKER_OPEN] = "open",
        [DG_BREAKER_HALF_OPEN] = "half-open",
    };
    return names[state];
}

static void move(struct dg_breaker *b, enum dg_breaker_state to)
{
    b->state = to;
    b->moved[to]++;
}

static void close_it(struct dg_breaker *b)
{
    b->outcomes = 0;
    b->open_ms = 0;
    b->probing = false;
    move(b, DG_BREAKER_CLOSED);
}

static void open_it(struct dg_breaker *b, uint64_t now_ms)
{
    uint32_t open_ms = b->open_ms ? b->open_ms * 2 : DG_BREAKER_FIRST_MS;
    b->open_ms = open_ms > DG_BREAKER_LONGEST_MS ? DG_BREAKER_LONGEST_MS : open_ms;
    b->until_ms = now_ms + b->open_ms;
    b->outcomes = 0;
    b->probing = false;
    move(b, DG_BREAKER_OPEN);
}

static void note(struct dg_breaker *b, bool failed)
{
    b->outcomes = (b->outcomes << 1 | failed) & ((1U << DG_BREAKER_WINDOW) - 1);
}

bool dg_breaker_allows(struct dg_breaker *b, uint64_t now_ms)
{
    if (b->state == DG_BREAKER_CLOSED)
        return true;
    if (b->state == DG_BREAKER_OPEN) {
        if (now_ms < b->until_ms)
            return false;
        move(b, DG_BREAKER_HALF_OPEN);
    }
    if (b->probing)
        return false;
    b->probing = true;
    return true;
}

void dg_breaker_succeeded(struct dg_breaker *b)
{
    if (b->state == DG_BREAKER_HALF_OPEN)
        close_it(b);
    else if (b->state == DG_BREAKER_CLOSED)
        note(b, false);
    /* an open one hears from requests that were sent before it opened: too old to count */
}

void dg_breaker_failed(struct dg_breaker *b, uint64_t now_ms)
{
    if (b->state == DG_BREAKER_OPEN)
        return;
    note(b, true);
    bool too_often = __builtin_popcount(b->outcomes) >= DG_BREAKER_FAILURES;
    if (b->state == DG_BREAKER_HALF_OPEN || too_often)
        open_it(b, now_ms);
}

void dg_breaker_abandoned(struct dg_breaker *b)
{
    b->probing = false;
}
