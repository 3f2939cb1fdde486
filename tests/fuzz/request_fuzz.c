/* The body of a request: read, kept as the store keeps it, read again, and what comes of it written. */
#include "intents/read.h"
#include "intents/utf8.h"
#include "server/wire.h"
#include "server/wire_ask.h"
#include "server/wire_reading.h"

#include <stdlib.h>

enum { ARENA_BYTES = 64 * 1024 * 1024 };

static struct dg_zones *zones;
static struct dg_lexicon lexicon;

static void demand(bool held)
{
    if (!held)
        abort();
}

/* What the store keeps of an ask reads to the same ask. */
static void keep_and_read_again(const struct dg_ask *ask, const struct dg_ask_means *means)
{
    struct dg_problem why;
    struct dg_ask again;
    json_t *kept = dg_ask_json(ask, means->arena);
    struct dg_str text = dg_wire_print(means->arena, kept);
    json_decref(kept);
    if (dg_arena_overflowed(means->arena))
        return;
    demand(dg_ask_read_drag(&again, text, means, &why) == DG_OK);
    demand(again.ctx.now.utc_s == ask->ctx.now.utc_s && again.unit == ask->unit);
}

static void read_and_write(const struct dg_ask *ask, const struct dg_ask_means *means)
{
    const struct dg_reading *reading;
    if (dg_read(&reading, &ask->talk, &ask->ctx, means->lexicon, means->arena, NULL) != DG_OK)
        return;
    struct dg_desk desk = dg_desk_of(&ask->talk, ask->unit, means->arena);
    json_t *out = dg_wire_reading(&desk, reading);
    demand(out && json_object_size(out) == 5);
    demand(dg_utf8_check(dg_wire_print(means->arena, out)) == -1);
    json_decref(out);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
    if (!zones) {
        zones = dg_zones_create();
        lexicon = dg_lexicon_builtin();
    }
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    struct dg_ask_means means = { arena, zones, &lexicon, dg_str_of("Asia/Shanghai"), 1708422300 };
    struct dg_str body = { (const char *)bytes, len };
    struct dg_problem why = { 0 };
    struct dg_ask ask;
    if (dg_ask_read_drag(&ask, body, &means, &why) == DG_OK) {
        keep_and_read_again(&ask, &means);
        read_and_write(&ask, &means);
    } else {
        demand(why.detail[0] && dg_utf8_check(dg_str_of(why.pointer)) == -1);
    }
    dg_arena_destroy(arena);
    return 0;
}
