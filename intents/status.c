#include "intents/status.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    int http;
    const char *type, *title;
} rows[] = {
#define ROW(name, http, type, title) { http, type, title },
    DG_STATUS_ROWS(ROW)
#undef ROW
};

int dg_status_http(enum dg_status s)
{
    return rows[s].http;
}

const char *dg_status_type(enum dg_status s)
{
    return rows[s].type;
}

const char *dg_status_title(enum dg_status s)
{
    return rows[s].title;
}

enum dg_status dg_problem_set(
        struct dg_problem *why, enum dg_status status, const char *pointer, const char *detail, ...)
{
    if (!why)
        return status;
    why->status = status;
    why->again_s = 0;
    snprintf(why->pointer, sizeof why->pointer, "%s", pointer ? pointer : "");
    va_list args;
    va_start(args, detail);
    vsnprintf(why->detail, sizeof why->detail, detail, args);
    va_end(args);
    return status;
}

enum dg_status dg_problem_no_memory(struct dg_problem *why)
{
    return dg_problem_set(why, DG_TOO_BIG, "", "needs more memory than a request may have");
}
