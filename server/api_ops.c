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

static void on_ping(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    (void)records;
    (void)count;
    reply_health(owner, status == DG_OK ? 200 : 503, status == DG_OK ? "ready" : "store-away");
}

void dg_api_ready(struct dg_lane *lane, struct dg_exchange *ex)
{
    if (atomic_load(&lane->app->draining))
        reply_health(ex, 503, "draining");
    else
        lane->store->ops->ping(lane->store, on_ping, ex);
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
