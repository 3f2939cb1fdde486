/* An exchange's life, and what handlers read of its request. */
#include "server/endpoints.h"
#include "server/http_internal.h"

#include "server/clock.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- states ------------------------------------------------------------------------------------------------ */

#define BIT(state) (1u << (state))

static const unsigned next_states[] = {
    [DG_EX_RECEIVING] = BIT(DG_EX_HANDLING),
    [DG_EX_HANDLING] = BIT(DG_EX_WAITING) | BIT(DG_EX_READY),
    [DG_EX_WAITING] = BIT(DG_EX_READY),
    [DG_EX_READY] = BIT(DG_EX_SENDING),
    [DG_EX_SENDING] = 0,
};

void dg_exchange_move(struct dg_exchange *ex, enum dg_exchange_state to)
{
    assert(next_states[ex->state] & BIT(to));
    if (to == DG_EX_WAITING)
        dg_metrics_add(ex->lane->metrics, DG_METRIC_WAITING, 1);
    if (ex->state == DG_EX_WAITING)
        dg_metrics_add(ex->lane->metrics, DG_METRIC_WAITING, -1);
    if (to == DG_EX_HANDLING)
        ex->holders |= DG_HELD_BY_HANDLER;
    ex->state = to;
}

/* ---- birth and death --------------------------------------------------------------------------------------- */

static void enlist(struct dg_exchange *ex, struct dg_http *h)
{
    ex->next = h->exchanges;
    ex->link = &h->exchanges;
    if (ex->next)
        ex->next->link = &ex->next;
    h->exchanges = ex;
}

static void delist(struct dg_exchange *ex)
{
    *ex->link = ex->next;
    if (ex->next)
        ex->next->link = ex->link;
}

struct dg_exchange *dg_exchange_create(struct dg_http *h, struct MHD_Connection *connection)
{
    struct dg_exchange *ex = calloc(1, sizeof *ex);
    if (!ex)
        return NULL;
    ex->arena = dg_arena_create((size_t)h->lane->app->config->memory_mib * 1024 * 1024);
    if (!ex->arena) {
        free(ex);
        return NULL;
    }
    ex->http = h;
    ex->lane = h->lane;
    ex->connection = connection;
    ex->holders = DG_HELD_BY_HTTP;
    ex->began_us = dg_clock_ticks_us();
    snprintf(ex->request_id, sizeof ex->request_id, "%s-%08x", h->id_prefix, (unsigned)h->id_count++);
    enlist(ex, h);
    dg_metrics_add(ex->lane->metrics, DG_METRIC_IN_FLIGHT, 1);
    return ex;
}

static void destroy(struct dg_exchange *ex)
{
    dg_watch_destroy(ex->hangup);
    if (ex->response)
        MHD_destroy_response(ex->response);
    dg_stream_finish(&ex->stream);
    dg_arena_destroy(ex->arena);
    free(ex);
}

void dg_exchange_release(struct dg_exchange *ex, unsigned holder)
{
    ex->holders &= ~holder;
    if (!ex->holders)
        destroy(ex);
}

/* ---- the client's end -------------------------------------------------------------------------------------- */

void dg_exchange_tell_gone(struct dg_exchange *ex)
{
    dg_watch_destroy(ex->hangup);
    ex->hangup = NULL;
    void (*gone)(void *) = ex->gone;
    ex->gone = NULL;
    if (!gone)
        return;
    dg_metrics_add(ex->lane->metrics, DG_METRIC_GONE, 1);
    gone(ex->gone_owner);
}

static void on_hangup(void *owner, unsigned events)
{
    (void)events;
    dg_exchange_tell_gone(owner);
}

/* The daemon does not look at a suspended connection: its end is watched from here. */
void dg_exchange_on_gone(struct dg_exchange *ex, void (*gone)(void *owner), void *owner)
{
    ex->gone = gone;
    ex->gone_owner = owner;
    if (!gone || ex->hangup || !ex->connection)
        return;
    int fd = MHD_get_connection_info(ex->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    ex->hangup = dg_watch_create(ex->http->loop, fd, DG_HANGUP, on_hangup, ex);
}

static void note_end(const struct dg_exchange *ex)
{
    static const struct dg_endpoint unknown = { "", "", NULL, 0, true };
    const struct dg_endpoint *endpoint = ex->endpoint ? ex->endpoint : &unknown;
    uint64_t us = dg_clock_ticks_us() - ex->began_us;
    if (ex->endpoint)
        dg_metrics_request(ex->lane->metrics, (size_t)(ex->endpoint - dg_endpoints), ex->status, us);
    struct dg_log_field fields[] = { DG_LOG_TEXT("method", endpoint->method), DG_LOG_TEXT("path", endpoint->path),
        DG_LOG_NUMBER("status", ex->status), DG_LOG_NUMBER("bytes", ex->body_len), DG_LOG_NUMBER("us", us) };
    dg_log_event(&ex->lane->app->log, ex->status >= 500 ? DG_LOG_HTTP : DG_LOG_ACCESS, "request",
            dg_exchange_request_id(ex), fields, sizeof fields / sizeof fields[0]);
}

void dg_exchange_leave(struct dg_exchange *ex)
{
    note_end(ex);
    dg_metrics_add(ex->lane->metrics, DG_METRIC_IN_FLIGHT, -1);
    if (ex->state == DG_EX_WAITING)
        dg_exchange_move(ex, DG_EX_READY);
    delist(ex);
    ex->http->was_heavy |= dg_arena_used(ex->arena) > DG_HEAVY_BYTES;
    ex->connection = NULL;
    ex->http = NULL;
    if (ex->holders & DG_HELD_BY_HANDLER)
        dg_exchange_tell_gone(ex);
    dg_watch_destroy(ex->hangup); /* before the daemon closes the descriptor */
    ex->hangup = NULL;
    dg_exchange_release(ex, DG_HELD_BY_HTTP);
}

/* ---- reading the request ----------------------------------------------------------------------------------- */

static struct dg_str value_of(const struct dg_exchange *ex, enum MHD_ValueKind kind, const char *name)
{
    const char *value = NULL;
    size_t len = 0;
    if (ex->connection)
        MHD_lookup_connection_value_n(ex->connection, kind, name, strlen(name), &value, &len);
    return value ? (struct dg_str){ value, len } : (struct dg_str){ "", 0 };
}

struct dg_str dg_exchange_method(const struct dg_exchange *ex)
{
    return ex->method;
}

struct dg_str dg_exchange_path(const struct dg_exchange *ex)
{
    return ex->path;
}

struct dg_str dg_exchange_param(const struct dg_exchange *ex, const char *name)
{
    int n = dg_endpoint_param(ex->endpoint, name);
    return n < 0 ? (struct dg_str){ "", 0 } : ex->params[n];
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct dg_str dg_exchange_query(const struct dg_exchange *ex, const char *name)
{
    struct dg_str raw = value_of(ex, MHD_GET_ARGUMENT_KIND, name);
    char *out = dg_arena_alloc(ex->arena, raw.len + 1);
    size_t len = 0;
    for (size_t i = 0; out && i < raw.len; i++) {
        int high = raw.at[i] == '%' && i + 2 < raw.len ? hex_digit(raw.at[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(raw.at[i + 2]) : -1;
        out[len++] = low >= 0 ? (char)(high * 16 + low) : raw.at[i];
        i += low >= 0 ? 2 : 0;
    }
    return (struct dg_str){ out ? out : "", len };
}

/* A copy: the daemon's goes with the connection, an exchange may stay longer. */
struct dg_str dg_exchange_header(const struct dg_exchange *ex, const char *name)
{
    struct dg_str value = value_of(ex, MHD_HEADER_KIND, name);
    return value.len ? dg_arena_copy(ex->arena, value) : value;
}

struct dg_str dg_exchange_body(const struct dg_exchange *ex)
{
    return (struct dg_str){ ex->body ? ex->body : "", ex->body_len };
}

struct dg_str dg_exchange_caller(const struct dg_exchange *ex)
{
    return ex->caller;
}

struct dg_str dg_exchange_request_id(const struct dg_exchange *ex)
{
    return dg_str_of(ex->request_id);
}

struct dg_arena *dg_exchange_arena(struct dg_exchange *ex)
{
    return ex->arena;
}
