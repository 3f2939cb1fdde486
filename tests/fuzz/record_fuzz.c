/* The store's records, should somebody else have written them: each is read or refused, and what is read is whole. */
#include "intents/zone.h"
#include "server/action.h"
#include "server/record_offer.h"
#include "server/session.h"

#include <stdlib.h>

enum { ARENA_BYTES = 8 * 1024 * 1024 };

static struct dg_lane *the_lane(void)
{
    static struct dg_app app;
    static struct dg_lane lane;
    if (!lane.app) {
        app.config = dg_config_create();
        app.lexicon = dg_lexicon_builtin();
        lane.app = &app;
        lane.zones = dg_zones_create();
    }
    return &lane;
}

static void read_action(const struct dg_record *record, struct dg_arena *arena)
{
    struct dg_action action;
    struct dg_action_id id = { "a" };
    if (dg_action_read(&action, &id, record, the_lane()->app, arena) && !dg_action_state_name(action.state)[0])
        abort();
}

static void read_offers(const struct dg_record *record, struct dg_arena *arena)
{
    struct dg_offers offers;
    if (!dg_offers_read(&offers, record->value, arena))
        return;
    if ((offers.offer_count && !offers.offers) || (offers.sent_count && !offers.sent))
        abort();
}

static void read_session(const struct dg_record *record, struct dg_arena *arena)
{
    struct dg_session session;
    struct dg_problem why;
    enum dg_status status = dg_session_read(&session, record, dg_str_of("ann"), arena, &why);
    if (status == DG_OK && !dg_str_is(session.caller, "ann"))
        abort();
}

static void read_drag(const struct dg_record *record, struct dg_arena *arena)
{
    struct dg_drag drag = { .version = 0 };
    struct dg_problem why;
    if (dg_drag_record_read(&drag, record, the_lane(), arena, &why) == DG_OK && drag.task_count > DG_DRAG_TASKS_MAX)
        abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
    static void (*const readers[])(
            const struct dg_record *, struct dg_arena *) = { read_action, read_offers, read_session, read_drag };
    if (len == 0)
        return 0;
    struct dg_record record = { dg_str_of("f"), { (const char *)bytes + 1, len - 1 }, 1 };
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    readers[bytes[0] % 4](&record, arena);
    dg_arena_destroy(arena);
    return 0;
}
