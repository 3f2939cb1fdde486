#include "server/api.h"
#include "server/documents.h"
#include "server/reply.h"

static void reply_health(struct dg_exchange *ex, int status, const char *word)
{
    if (status == 503)
        dg_exchange_set(ex, "Retry-After", dg_str_of("1"));
    dg_reply_json(ex, status, json_pack("{s:s}", "status", word));
}

void dg_api_health(struct dg_lane *lane, struct dg_exchange *ex)
{
    (void)lane;
    reply_health(ex, 200, "ok");
}

/* ---- ready: not stopping, and the store takes something -------------------------------------------------------------- */

enum { READY_MS = 1000, PROBE_S = 60 }; /* for so long it is believed; for so long the probe is kept */

struct probe {
    struct dg_lane *lane;
    struct dg_exchange *ex;
};

static void on_ping(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct probe *p = owner;
    bool takes = dg_loop_now_ms(p->lane->loop) < p->lane->ready_until_ms;
    (void)records;
    (void)count;
    if (status == DG_OK && takes)
        reply_health(p->ex, 200, "ready");
    else
        reply_health(p->ex, 503, status == DG_OK ? "store-refuses" : "store-away");
}

static void on_put(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct probe *p = owner;
    (void)records;
    (void)count;
    if (status == DG_OK)
        p->lane->ready_until_ms = dg_loop_now_ms(p->lane->loop) + READY_MS;
    if (status == DG_TIMEOUT)
        reply_health(p->ex, 200, "store-uncopied"); /* all but confirming goes on */
    else if (status == DG_FULL)
        reply_health(p->ex, 503, "store-full");
    else
        p->lane->store->ops->ping(p->lane->store, on_ping, p);
}

/* A store that only reads is found out by writing; that it took something is believed for a second, so that nobody makes it
 * write more than that by asking. */
void dg_api_ready(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct probe *p = dg_arena_alloc(dg_exchange_arena(ex), sizeof *p);
    const struct dg_store_put put = { dg_str_of("ready"), dg_str_of("{}"), DG_VERSION_ANY };
    if (atomic_load(&lane->app->draining) || !p) {
        reply_health(ex, 503, "draining");
        return;
    }
    *p = (struct probe){ lane, ex };
    if (dg_loop_now_ms(lane->loop) < lane->ready_until_ms)
        lane->store->ops->ping(lane->store, on_ping, p);
    else
        dg_store_put_safely(lane->store, dg_str_of("ready"), &put, 1, PROBE_S, on_put, p);
}

void dg_api_metrics(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct dg_str text = dg_metrics_print(lane->metrics->board, dg_exchange_arena(ex));
    dg_exchange_reply(ex, 200, "text/plain; version=0.0.4; charset=utf-8", text);
}

void dg_api_openapi(struct dg_lane *lane, struct dg_exchange *ex)
{
    (void)lane;
    dg_exchange_reply(ex, 200, "application/json", dg_document_openapi());
}

/* The pages are one file each: their own style and script, and calls to this server, nothing else. */
static void reply_page(struct dg_exchange *ex, struct dg_str page, struct dg_str policy)
{
    dg_exchange_set(ex, "Content-Security-Policy", policy);
    dg_exchange_set(ex, "Referrer-Policy", dg_str_of("no-referrer"));
    dg_exchange_reply(ex, 200, "text/html; charset=utf-8", page);
}

void dg_api_docs(struct dg_lane *lane, struct dg_exchange *ex)
{
    (void)lane;
    reply_page(ex, dg_document_docs(), dg_document_docs_policy());
}

void dg_api_page(struct dg_lane *lane, struct dg_exchange *ex)
{
    (void)lane;
    reply_page(ex, dg_document_page(), dg_document_page_policy());
}
