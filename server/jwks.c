#include "server/jwks.h"

#include "server/file.h"

#include <stdlib.h>

enum {
    SET_BYTES_MAX = 256 * 1024,
    FETCH_ARENA_BYTES = 1024 * 1024,
    FETCH_MS = 5000,
    AGAIN_MS = 10 * 1000, /* the soonest that a set is read again after a failure, or for one more unknown key */
    KEPT_MS = 24 * 3600 * 1000, /* the longest that one is used unread */
};

struct dg_jwks {
    struct dg_loop *loop;
    struct dg_transport *transport;
    const struct dg_config *config;
    const struct dg_log *log;
    struct dg_timer *timer;
    struct dg_jwt_keys *keys; /* NULL: none yet, or too old */
    uint64_t lacked_ms, read_ms; /* of the loop's clock; lacked: read for the sake of an unknown key */
    bool due; /* to be read in the next turn */
    struct dg_jwks_wait *waits;
    struct dg_timer *turn; /* for who waits though nothing is read any more */
    struct dg_sending *sending; /* a fetch under way */
    struct dg_arena *arena; /* of the fetch */
};

static void plan(struct dg_jwks *jwks)
{
    uint64_t refresh_ms = (uint64_t)jwks->config->jwt_refresh_s * 1000;
    dg_timer_start(jwks->timer, jwks->keys || refresh_ms < AGAIN_MS ? refresh_ms : AGAIN_MS, 0);
}

static void drop_old(struct dg_jwks *jwks)
{
    if (!jwks->keys || dg_loop_now_ms(jwks->loop) - jwks->read_ms < KEPT_MS)
        return;
    dg_jwt_keys_destroy(jwks->keys);
    jwks->keys = NULL;
}

/* A wait may be taken up again by who is told. */
static void tell_all(void *owner)
{
    struct dg_jwks *jwks = owner;
    struct dg_jwks_wait *first = jwks->waits;
    jwks->waits = NULL;
    for (struct dg_jwks_wait *wait = first, *next; wait; wait = next) {
        next = wait->next;
        wait->told(wait->owner);
    }
}

/* `json` is empty where there was no answer. */
static void take(struct dg_jwks *jwks, struct dg_str json)
{
    struct dg_problem why = { .detail = "no answer" };
    struct dg_jwt_keys *keys = json.len ? dg_jwt_keys_create(json, &why) : NULL;
    if (keys) {
        dg_jwt_keys_destroy(jwks->keys);
        jwks->keys = keys;
        jwks->read_ms = dg_loop_now_ms(jwks->loop);
    } else {
        struct dg_log_field fields[] = { DG_LOG_TEXT("why", why.detail) };
        dg_log_event(jwks->log, DG_LOG_SERVE, "jwt-keys-unread", dg_str_of(""), fields, 1);
        drop_old(jwks);
    }
    plan(jwks);
    dg_timer_start(jwks->turn, 0, 0);
}

/* ---- from a file ------------------------------------------------------------------------------------------- */

static void read_file(struct dg_jwks *jwks, const char *path)
{
    struct dg_arena *arena = dg_arena_create(FETCH_ARENA_BYTES);
    take(jwks, arena ? dg_file_read(arena, path, SET_BYTES_MAX) : dg_str_of(""));
    dg_arena_destroy(arena);
}

/* ---- from its issuer --------------------------------------------------------------------------------------- */

static void on_reply(void *owner, const struct dg_reply *reply)
{
    struct dg_jwks *jwks = owner;
    jwks->sending = NULL;
    bool fine = reply->end == DG_SENT_OK && reply->status == 200 && reply->body.len <= SET_BYTES_MAX;
    take(jwks, fine ? reply->body : dg_str_of(""));
    dg_arena_destroy(jwks->arena);
    jwks->arena = NULL;
}

static void fetch(struct dg_jwks *jwks)
{
    struct dg_str url = jwks->config->jwt_keys;
    struct dg_request request = { .method = dg_str_of("GET"), .url = url, .safety = DG_SAFE };
    dg_request_header(&request, "Accept", dg_str_of("application/jwk-set+json, application/json"), false);
    jwks->arena = dg_arena_create(FETCH_ARENA_BYTES);
    if (jwks->arena)
        jwks->sending =
                dg_transport_send(jwks->transport, "jwt-keys", url, &request, FETCH_MS, jwks->arena, on_reply, jwks);
    if (jwks->sending)
        return;
    dg_arena_destroy(jwks->arena);
    jwks->arena = NULL;
    take(jwks, dg_str_of(""));
}

static void read_again(void *owner)
{
    struct dg_jwks *jwks = owner;
    jwks->due = false;
    if (jwks->sending)
        return;
    if (jwks->config->jwt_keys.at[0] == '/')
        read_file(jwks, jwks->config->jwt_keys.at);
    else
        fetch(jwks);
}

/* ---- for the lane ------------------------------------------------------------------------------------------ */

struct dg_jwks *dg_jwks_create(
        struct dg_loop *loop, struct dg_transport *transport, const struct dg_config *config, const struct dg_log *log)
{
    struct dg_jwks *jwks = calloc(1, sizeof *jwks);
    if (!jwks)
        return NULL;
    *jwks = (struct dg_jwks){ .loop = loop, .transport = transport, .config = config, .log = log };
    jwks->lacked_ms = dg_loop_now_ms(loop) - AGAIN_MS;
    jwks->timer = dg_timer_create(loop, read_again, jwks);
    jwks->turn = dg_timer_create(loop, tell_all, jwks);
    if (!jwks->timer || !jwks->turn) {
        dg_jwks_destroy(jwks);
        return NULL;
    }
    read_again(jwks);
    return jwks;
}

void dg_jwks_destroy(struct dg_jwks *jwks)
{
    if (!jwks)
        return;
    if (jwks->sending)
        dg_transport_cancel(jwks->sending);
    dg_arena_destroy(jwks->arena);
    tell_all(jwks);
    dg_timer_destroy(jwks->timer);
    dg_timer_destroy(jwks->turn);
    dg_jwt_keys_destroy(jwks->keys);
    free(jwks);
}

void dg_jwks_reload(struct dg_jwks *jwks)
{
    jwks->due = true;
    dg_timer_start(jwks->timer, 0, 0);
}

const struct dg_jwt_keys *dg_jwks_keys(const struct dg_jwks *jwks)
{
    return jwks->keys;
}

static bool is_reading(const struct dg_jwks *jwks)
{
    return jwks->due || jwks->sending;
}

bool dg_jwks_lacks(struct dg_jwks *jwks)
{
    uint64_t now_ms = dg_loop_now_ms(jwks->loop);
    if (is_reading(jwks))
        return true;
    if (now_ms - jwks->lacked_ms < AGAIN_MS)
        return false;
    jwks->lacked_ms = now_ms;
    dg_jwks_reload(jwks);
    return true;
}

void dg_jwks_await(struct dg_jwks *jwks, struct dg_jwks_wait *wait)
{
    wait->next = jwks->waits;
    jwks->waits = wait;
    if (!is_reading(jwks))
        dg_timer_start(jwks->turn, 0, 0);
}
