#include "adapters/booking/amadeus.h"

#include "adapters/body.h"
#include "adapters/oauth2.h"

static const char media_type[] = "application/vnd.amadeus+json";

enum dg_turn amadeus_token(struct dg_task *task, struct dg_request *next)
{
    return dg_oauth2_ask(task, next, "/v1/security/oauth2/token", NULL);
}

enum dg_turn amadeus_send(struct dg_task *task, struct dg_request *next, struct dg_str authorization,
        const char *method, struct dg_str path, json_t *body, enum dg_safety safety)
{
    bool has_body = body != NULL;
    *next = (struct dg_request){ .method = dg_str_of(method), .safety = safety };
    next->url = dg_task_url(task, path);
    dg_request_header(next, "Accept", dg_str_of(media_type), false);
    dg_request_header(next, "Authorization", authorization, true);
    if (has_body)
        dg_request_header(next, "Content-Type", dg_str_of(media_type), false);
    next->body = dg_body_write(task->arena, body);
    if (dg_arena_overflowed(task->arena) || (has_body && next->body.len == 0))
        return dg_task_fail(task, DG_TOO_BIG, "the request does not fit");
    return DG_TURN_SEND;
}

int64_t amadeus_day(struct dg_instant t)
{
    int64_t wall_s = t.utc_s + t.offset_s;
    return wall_s >= 0 ? wall_s / 86400 : (wall_s - 86399) / 86400;
}

struct dg_str amadeus_date(struct dg_arena *arena, int64_t day)
{
    int y, m, d;
    dg_civil_from_days(day, &y, &m, &d);
    return dg_arena_print(arena, "%04d-%02d-%02d", y, m, d);
}

struct dg_offer_price amadeus_price(struct dg_arena *arena, const json_t *price, const char *field)
{
    struct dg_offer_price out = { .currency = dg_body_currency(arena, price, "currency") };
    out.known = out.currency.len > 0 && dg_body_number(price, field, &out.amount) && out.amount >= 0;
    out.amount_max = out.amount;
    return out;
}
