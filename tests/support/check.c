#include "tests/support/check.h"

#include <stdarg.h>
#include <stdio.h>

static struct {
    int run, failed;
    bool failing; /* the test under way */
} tally;

void dg_run(const char *name, void (*test)(void))
{
    tally.run++;
    tally.failing = false;
    test();
    tally.failed += tally.failing;
    printf("%sok %d - %s\n", tally.failing ? "not " : "", tally.run, name);
    fflush(stdout);
}

int dg_done(void)
{
    printf("1..%d\n", tally.run);
    return tally.failed ? 1 : 0;
}

bool dg_check_at(const char *file, int line, bool held, const char *format, ...)
{
    if (held)
        return true;
    tally.failing = true;
    printf("# %s:%d: ", file, line);
    va_list args;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
    return false;
}

bool dg_check_str_at(const char *file, int line, struct dg_str got, const char *want, const char *about)
{
    return dg_check_at(file, line, dg_str_is(got, want), "%s: got \"%.*s\", want \"%s\"", about, (int)got.len,
            got.at ? got.at : "", want);
}

bool dg_check_int_at(const char *file, int line, long long got, long long want, const char *about)
{
    return dg_check_at(file, line, got == want, "%s: got %lld, want %lld", about, got, want);
}
