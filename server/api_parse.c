#include "intents/read.h"
#include "server/api.h"
#include "server/drag.h"
#include "server/long_read.h"
#include "server/reply.h"
#include "server/secrets.h"
#include "server/wire.h"
#include "server/wire_reading.h"

/* One request to read a talk. While it is read nothing but `read` touches it, nor the exchange's memory. */
struct parse {
    struct dg_lane *lane;
    struct dg_exchange *ex;
    struct dg_arena *arena;
    const struct dg_lexicon *lexicon;
    struct dg_ask ask;
    enum dg_status status;
    struct dg_str body; /* the reply's */
    struct dg_long_read read;
};

/* Also writes the answer: of a long talk it is as much work as reading. */
static void read(void *owner)
{
    struct parse *p = owner;
    const struct dg_reading *reading;
    p->status = dg_read(&reading, &p->ask.talk, &p->ask.ctx, p->lexicon, p->arena, NULL);
    if (p->status != DG_OK)
        return;
    dg_secrets_strike(&p->ask, reading);
    struct dg_desk desk = dg_desk_of(&p->ask.talk, p->ask.unit, p->arena);
    p->body = dg_wire_print_taken(p->arena, dg_wire_reading(&desk, reading));
}

static void count(const struct parse *p)
{
    dg_metrics_add(p->lane->metrics, DG_METRIC_READS, 1);
    dg_metrics_add(p->lane->metrics, DG_METRIC_READ_BYTES, (int64_t)dg_exchange_body(p->ex).len);
}

static void done(void *owner, enum dg_status status, const struct dg_problem *why)
{
    struct parse *p = owner;
    if (status != DG_OK) {
        dg_exchange_problem(p->ex, why);
    } else if (p->status != DG_OK) {
        dg_reply_problem(p->ex, p->status, "needs more memory than a request may have");
    } else {
        count(p);
        dg_reply_text(p->ex, 200, p->body);
    }
}

void dg_api_parse(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct dg_arena *arena = dg_exchange_arena(ex);
    struct dg_ask_means means = dg_lane_means(lane, arena);
    struct dg_problem why;
    struct parse *p = dg_arena_alloc(arena, sizeof *p);
    if (!p) {
        dg_reply_problem(ex, DG_TOO_BIG, "needs more memory than a request may have");
        return;
    }
    *p = (struct parse){ .lane = lane, .ex = ex, .arena = arena, .lexicon = &lane->app->lexicon };
    p->read = (struct dg_long_read){ .read = read, .done = done, .owner = p };
    if (dg_ask_read(&p->ask, dg_exchange_body(ex), &means, &why) == DG_OK)
        dg_long_read(lane, &p->ask.talk, dg_exchange_caller(ex), &p->read);
    else
        dg_exchange_problem(ex, &why);
}
