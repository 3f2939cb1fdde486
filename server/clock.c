#include "server/clock.h"

#include <time.h>

static struct timespec ask(clockid_t which)
{
    struct timespec t = { 0 };
    clock_gettime(which, &t);
    return t;
}

int64_t dg_clock_s(void)
{
    return ask(CLOCK_REALTIME).tv_sec;
}

int64_t dg_clock_ms(void)
{
    struct timespec t = ask(CLOCK_REALTIME);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

uint64_t dg_clock_ticks_us(void)
{
    struct timespec t = ask(CLOCK_MONOTONIC);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}
