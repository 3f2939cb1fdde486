#include "server/reply.h"

#include "server/wire.h"

void dg_reply_json(struct dg_exchange *ex, int status, json_t *body)
{
    dg_reply_text(ex, status, dg_wire_print_taken(dg_exchange_arena(ex), body));
}

void dg_reply_text(struct dg_exchange *ex, int status, struct dg_str text)
{
    if (text.len)
        dg_exchange_reply(ex, status, "application/json", text);
    else
        dg_reply_problem(ex, DG_UNAVAILABLE, "out of memory");
}

void dg_reply_problem(struct dg_exchange *ex, enum dg_status status, const char *detail)
{
    struct dg_problem why;
    dg_problem_set(&why, status, "", "%s", detail);
    dg_exchange_problem(ex, &why);
}
