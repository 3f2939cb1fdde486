/* Who asks, and how often he may: looked at when a request's head is there, so that nobody sends a body in vain, and once
 * more before its handler where an answer had to be waited for: the issuer's new keys, the count that all servers share. */
#include "server/caller.h"
#include "server/clock.h"
#include "server/forwarded.h"
#include "server/http_internal.h"
#include "server/shares.h"

enum { KEY_WAITS_MAX = 2 }; /* the reading that is under way may have begun before the key was new */

/* draft-ietf-httpapi-ratelimit-headers §3 */
static void say(struct dg_exchange *ex, const char *policy, const struct dg_rate_verdict *verdict)
{
    dg_exchange_set(ex, "RateLimit-Policy",
            dg_arena_print(ex->arena, "\"%s\";q=%u;w=%u", policy, verdict->quota, verdict->window_s));
    dg_exchange_set(ex, "RateLimit",
            dg_arena_print(ex->arena, "\"%s\";r=%u;t=%u", policy, verdict->remaining, verdict->wait_s));
    if (!verdict->granted)
        dg_exchange_set(ex, "Retry-After", dg_arena_print(ex->arena, "%u", verdict->wait_s));
}

static enum dg_status apply(struct dg_exchange *ex, const struct dg_rate_verdict *verdict, struct dg_problem *why)
{
    if (verdict->quota == 0)
        return DG_OK;
    say(ex, "default", verdict);
    if (verdict->granted)
        return DG_OK;
    return dg_problem_set(why, DG_TOO_MANY, "", "too many requests: try again in %u s", verdict->wait_s);
}

/* Said only to whom it concerns: that somebody has read too much is news to him, his requests he can count. */
static enum dg_status check_reading(struct dg_exchange *ex, struct dg_problem *why)
{
    struct dg_rate_verdict verdict = dg_limits_ask_reading(&ex->lane->app->limits, ex->caller);
    if (verdict.granted)
        return DG_OK;
    say(ex, "reading", &verdict);
    return dg_problem_set(why, DG_TOO_MANY, "", "too much to read: try again in %u s", verdict.wait_s);
}

/* Nobody is counted where nobody says who he is. */
static bool is_counted(const struct dg_exchange *ex)
{
    const struct dg_app *app = ex->lane->app;
    return !ex->endpoint->open && dg_caller_is_asked(app->config) && app->limits.requests;
}

static enum dg_status check_rate(struct dg_exchange *ex, struct dg_problem *why)
{
    if (!is_counted(ex))
        return DG_OK;
    struct dg_rate_verdict verdict = dg_limits_take(ex->lane->app->limits.requests, ex->caller);
    enum dg_status status = apply(ex, &verdict, why);
    return status == DG_OK ? check_reading(ex, why) : status;
}

/* Where guessing has gone on for too long it is not even said any more that the guess was wrong. */
static enum dg_status refuse_caller(struct dg_exchange *ex, struct dg_problem *why)
{
    const struct dg_app *app = ex->lane->app;
    struct dg_trusted trusted = { app->config->trusted, app->config->trusted_count };
    struct dg_address peer = dg_http_peer_address(ex->connection);
    struct dg_address client = dg_forwarded_client(
            &peer, &trusted, dg_exchange_header(ex, "Forwarded"), dg_exchange_header(ex, "X-Forwarded-For"));
    struct dg_rate_verdict verdict = dg_limits_take_address(app->limits.refusals, &client);
    return verdict.granted ? why->status : apply(ex, &verdict, why);
}

/* Whether keys are being read that may have the one that the token names. */
static bool may_be_new(struct dg_exchange *ex)
{
    return ex->key_waits < KEY_WAITS_MAX && dg_jwks_lacks(ex->lane->jwks);
}

enum dg_status dg_exchange_check_caller(struct dg_exchange *ex, struct dg_problem *why)
{
    if (ex->endpoint->open)
        return DG_OK;
    const struct dg_lane *lane = ex->lane;
    struct dg_credentials sent = { dg_exchange_header(ex, "Authorization"), dg_exchange_header(ex, "X-Api-Key") };
    enum dg_caller_end end = dg_caller_of(&ex->caller, lane->app->config, lane->jwks ? dg_jwks_keys(lane->jwks) : NULL,
            dg_clock_s(), &sent, ex->arena, why);
    ex->awaits_key = end == DG_CALLER_NEW_KEY && may_be_new(ex);
    if (ex->awaits_key) {
        *why = (struct dg_problem){ .status = DG_OK };
        return DG_OK;
    }
    if (end == DG_CALLER_KNOWN)
        return check_rate(ex, why);
    return end == DG_CALLER_NOT_NOW ? why->status : refuse_caller(ex, why);
}

/* ---- what is waited for ------------------------------------------------------------------------------------ */

static void refuse(struct dg_exchange *ex)
{
    dg_metrics_add(ex->lane->metrics, DG_METRIC_REFUSED, 1);
    dg_exchange_problem(ex, &ex->refused);
}

/* Who has gone meanwhile is asked for nothing any more. */
static void on_share(void *owner, const struct dg_rate_verdict *verdict)
{
    struct dg_exchange *ex = owner;
    if (verdict && apply(ex, verdict, &ex->refused) != DG_OK)
        refuse(ex);
    else if (ex->connection)
        ex->endpoint->handle(ex->lane, ex);
    else
        dg_exchange_release(ex, DG_HELD_BY_HANDLER);
}

static void take_share(struct dg_exchange *ex)
{
    const struct dg_rate *rate = ex->lane->app->limits.requests;
    if (!is_counted(ex) || !dg_share_take(ex->lane->shares, rate, "requests", ex->caller, on_share, ex))
        ex->endpoint->handle(ex->lane, ex);
}

static void on_keys(void *owner)
{
    struct dg_exchange *ex = owner;
    if (!ex->connection)
        dg_exchange_release(ex, DG_HELD_BY_HANDLER);
    else if (dg_exchange_check_caller(ex, &ex->refused) != DG_OK)
        refuse(ex);
    else
        dg_exchange_enter(ex);
}

void dg_exchange_enter(struct dg_exchange *ex)
{
    if (!ex->awaits_key) {
        dg_limits_charge_reading(&ex->lane->app->limits, ex->caller, ex->body_len);
        take_share(ex);
        return;
    }
    ex->key_waits++;
    ex->key_wait = (struct dg_jwks_wait){ .told = on_keys, .owner = ex };
    dg_jwks_await(ex->lane->jwks, &ex->key_wait);
}
