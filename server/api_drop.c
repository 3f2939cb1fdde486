#include "server/api.h"
#include "server/drop.h"
#include "server/reply.h"
#include "server/wire.h"

static enum dg_status read_target(
        struct dg_str *out, struct dg_str body, struct dg_arena *arena, struct dg_problem *why)
{
    static const struct dg_wire_field fields[] = { { "target", DG_WIRE_TEXT, true } };
    json_t *json;
    enum dg_status status = dg_wire_object(&json, body, why);
    if (status == DG_OK)
        status = dg_wire_check(json, "", fields, 1, why);
    if (status == DG_OK)
        *out = dg_arena_copy(arena, dg_wire_text(json, "target"));
    json_decref(json);
    if (status == DG_OK && !dg_target_exists(*out))
        status = dg_problem_set(why, DG_BAD_INPUT, "/target", "there is no such target");
    return status;
}

void dg_api_drag_drop(struct dg_lane *lane, struct dg_exchange *ex)
{
    struct dg_problem why;
    struct dg_str target;
    struct dg_drag_id id;
    if (read_target(&target, dg_exchange_body(ex), dg_exchange_arena(ex), &why) != DG_OK)
        dg_exchange_problem(ex, &why);
    else if (dg_drag_id_read(&id, dg_exchange_param(ex, "id")))
        dg_drop(lane, ex, &id, target);
    else
        dg_reply_problem(ex, DG_NOT_FOUND, "no such drag");
}
