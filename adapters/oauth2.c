#include "adapters/oauth2.h"

#include "adapters/body.h"

enum dg_turn dg_oauth2_ask(struct dg_task *task, struct dg_request *next, const char *path)
{
    struct dg_str id = dg_percent_encode(task->arena, dg_setting(task, "client_id"));
    struct dg_str secret = dg_percent_encode(task->arena, dg_setting(task, "client_secret"));
    *next = (struct dg_request){ .method = dg_str_of("POST"), .safety = DG_SAFE };
    next->url = dg_task_url(task, dg_str_of(path));
    dg_request_header(next, "Accept", dg_str_of("application/json"), false);
    dg_request_header(next, "Content-Type", dg_str_of("application/x-www-form-urlencoded"), false);
    next->body = dg_arena_print(task->arena, "grant_type=client_credentials&client_id=%.*s&client_secret=%.*s",
            (int)id.len, id.at, (int)secret.len, secret.at);
    if (dg_arena_overflowed(task->arena))
        return dg_task_fail(task, DG_TOO_BIG, "the request does not fit");
    return DG_TURN_SEND;
}

struct dg_str dg_oauth2_hear(struct dg_task *task, const struct dg_reply *reply)
{
    bool whole = reply->end == DG_SENT_OK && reply->status == 200;
    json_t *body = whole ? dg_body_read(reply->body) : NULL;
    struct dg_str token = dg_body_id(task->arena, body, "access_token");
    json_decref(body);
    if (token.len == 0)
        return token;
    return dg_arena_print(task->arena, "Bearer %.*s", (int)token.len, token.at);
}
