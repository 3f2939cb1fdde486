/* HTTP on one loop: bytes to requests, replies to bytes. libmicrohttpd stands behind it and appears nowhere else.
 * Each loop has its own dg_http with its own listening socket on the shared port. An exchange (one request and its reply)
 * lives on that loop from the moment its body is whole until its reply is sent; a handler that does not reply at once keeps
 * the exchange and replies later from a callback: the connection is suspended meanwhile and no thread waits. */
#ifndef DG_HTTP_H
#define DG_HTTP_H

#include "intents/arena.h"
#include "intents/status.h"
#include "server/loop.h"

struct dg_http;
struct dg_exchange;
struct dg_lane; /* server/app.h */

/* One row of endpoints.c: the table that routing, limits, /openapi.json's test and the metrics all read. */
struct dg_endpoint {
    const char *method;
    const char *path; /* "/v1/drags/{id}/drop"; {x} is one segment */
    void (*handle)(struct dg_lane *lane, struct dg_exchange *ex);
    size_t body_max; /* bytes; 0: takes no body */
    bool open; /* needs no caller (operations, docs, the page) */
};
extern const struct dg_endpoint dg_endpoints[];
extern const size_t dg_endpoint_count;

/* Whether nobody else listens there. The loops share their port by a socket option that would also let a second server
 * share it unnoticed, so serve.c asks first. */
bool dg_http_is_free(const char *address, uint16_t port, struct dg_problem *why);
/* Listens on address:port (port 0: any free one, see dg_http_port). NULL and `why` when it cannot. */
struct dg_http *dg_http_create(
        struct dg_lane *lane, struct dg_loop *loop, const char *address, uint16_t port, struct dg_problem *why);
uint16_t dg_http_port(const struct dg_http *h);
/* New requests get 503 with Retry-After from now on; `idle` is called once when the last exchange has been answered. */
void dg_http_drain(struct dg_http *h, void (*idle)(void *owner), void *owner);
void dg_http_destroy(struct dg_http *h);

/* ---- reading the request: all slices live as long as the exchange -------------------------------------------- */
struct dg_str dg_exchange_method(const struct dg_exchange *ex);
struct dg_str dg_exchange_path(const struct dg_exchange *ex);
struct dg_str dg_exchange_param(const struct dg_exchange *ex, const char *name); /* of the path: "id" */
struct dg_str dg_exchange_query(const struct dg_exchange *ex, const char *name); /* decoded; empty when absent */
struct dg_str dg_exchange_header(const struct dg_exchange *ex, const char *name); /* empty when absent */
struct dg_str dg_exchange_body(const struct dg_exchange *ex);
struct dg_str dg_exchange_caller(const struct dg_exchange *ex); /* "dev" without authentication */
struct dg_str dg_exchange_request_id(const struct dg_exchange *ex);
struct dg_arena *dg_exchange_arena(struct dg_exchange *ex); /* dies with the exchange */

/* ---- replying: exactly one of reply, problem, stream; each may be called inside the handler or later --------- */
/* A header of the coming reply, in the place of an earlier one of the name. */
void dg_exchange_set(struct dg_exchange *ex, const char *name, struct dg_str value);
/* `body` is copied. The exchange must not be used afterwards. */
void dg_exchange_reply(struct dg_exchange *ex, int status, const char *content_type, struct dg_str body);
/* application/problem+json made by problem.c, with the request's id. */
void dg_exchange_problem(struct dg_exchange *ex, const struct dg_problem *problem);

/* text/event-stream and the like: begin, any number of writes (copied), end. Writes after the client has gone are dropped. */
void dg_exchange_stream(struct dg_exchange *ex, int status, const char *content_type);
void dg_exchange_write(struct dg_exchange *ex, struct dg_str chunk);
void dg_exchange_end(struct dg_exchange *ex);

/* `gone(owner)` is called once if the client goes away before the reply is complete (also at shutdown); the exchange must
 * still be ended with reply, problem or end, which then goes nowhere. NULL: nobody wants to know any more. */
void dg_exchange_on_gone(struct dg_exchange *ex, void (*gone)(void *owner), void *owner);

#endif
