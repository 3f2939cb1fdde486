#include "adapters/oauth2.h"

#include "adapters/body.h"

/* "&name=value" of a form (application/x-www-form-urlencoded), or nothing where there is no value. */
static struct dg_str pair(struct dg_task *task, const char *name, struct dg_str value)
{
    struct dg_str encoded = dg_percent_encode(task->arena, value);
    if (value.len == 0)
        return (struct dg_str){ "", 0 };
    return dg_arena_print(task->arena, "&%s=%.*s", name, (int)encoded.len, encoded.at);
}

static void address(struct dg_task *task, struct dg_request *next, const char *path)
{
    const char *option = task->adapter->token_base_option;
    next->to_token_host = option && dg_setting(task, option).len > 0;
    next->url = dg_task_url_of(task, next->to_token_host ? option : task->adapter->base_option, dg_str_of(path));
}

static enum dg_turn ask_for(struct dg_task *task, struct dg_request *next, const char *path, const char *grant,
        struct dg_str refresh_token, const char *scope)
{
    struct dg_str id = pair(task, "client_id", dg_setting(task, "client_id"));
    struct dg_str secret = pair(task, "client_secret", dg_setting(task, "client_secret"));
    struct dg_str token = pair(task, "refresh_token", refresh_token);
    struct dg_str range = pair(task, "scope", dg_str_of(scope ? scope : ""));
    *next = (struct dg_request){ .method = dg_str_of("POST"), .safety = DG_SAFE };
    address(task, next, path);
    dg_request_header(next, "Accept", dg_str_of("application/json"), false);
    dg_request_header(next, "Content-Type", dg_str_of("application/x-www-form-urlencoded"), false);
    next->body = dg_arena_print(task->arena, "grant_type=%s%.*s%.*s%.*s%.*s", grant, (int)id.len, id.at,
            (int)secret.len, secret.at, (int)token.len, token.at, (int)range.len, range.at);
    if (dg_arena_overflowed(task->arena))
        return dg_task_fail(task, DG_TOO_BIG, "the request does not fit");
    return DG_TURN_SEND;
}

enum dg_turn dg_oauth2_ask(struct dg_task *task, struct dg_request *next, const char *path, const char *scope)
{
    return ask_for(task, next, path, "client_credentials", dg_str_of(""), scope);
}

enum dg_turn dg_oauth2_refresh(struct dg_task *task, struct dg_request *next, const char *path, const char *scope)
{
    return ask_for(task, next, path, "refresh_token", dg_setting(task, "refresh_token"), scope);
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
