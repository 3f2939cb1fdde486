#include "intents/read.h"
#include "server/api.h"
#include "server/clock.h"
#include "server/reply.h"
#include "server/secrets.h"
#include "server/wire_reading.h"

static struct dg_ask_means means_of(const struct dg_lane *lane, struct dg_exchange *ex)
{
    return (struct dg_ask_means){ dg_exchange_arena(ex), lane->zones, &lane->app->lexicon, lane->app->config->timezone,
        dg_clock_s() };
}

static void count(struct dg_lane *lane, struct dg_exchange *ex)
{
    dg_metrics_add(lane->metrics, DG_METRIC_READS, 1);
    dg_metrics_add(lane->metrics, DG_METRIC_READ_BYTES, (int64_t)dg_exchange_body(ex).len);
}

void dg_api_parse(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct dg_arena *arena = dg_exchange_arena(ex);
    struct dg_ask_means means = means_of(lane, ex);
    struct dg_problem why;
    struct dg_ask ask;
    if (dg_ask_read(&ask, dg_exchange_body(ex), &means, &why) != DG_OK) {
        dg_exchange_problem(ex, &why);
        return;
    }
    const struct dg_reading *reading;
    enum dg_status status = dg_read(&reading, &ask.talk, &ask.ctx, &lane->app->lexicon, arena, NULL);
    if (status != DG_OK) {
        dg_reply_problem(ex, status, "needs more memory than a request may have");
        return;
    }
    dg_secrets_strike(&ask, reading);
    count(lane, ex);
    struct dg_desk desk = dg_desk_of(&ask.talk, ask.unit, arena);
    dg_reply_json(ex, 200, dg_wire_reading(&desk, reading));
}
