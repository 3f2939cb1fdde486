/* A drag as the record of the store: what cannot be made anew. */
#include "intents/catalogue.h"
#include "server/drag.h"
#include "server/record_offer.h"
#include "server/wire.h"

static json_t *task_record(const struct dg_drag_task *task)
{
    json_t *out = json_object();
    dg_wire_set(out, "number", json_integer(task->number));
    dg_wire_set_text(out, "intent", task->intent);
    dg_wire_set_text(out, "adapter", task->adapter);
    dg_wire_set_text(out, "fingerprint", task->fingerprint);
    dg_wire_set(out, "due_ms", json_integer(task->due_ms));
    return out;
}

static json_t *tasks_record(const struct dg_drag *drag)
{
    json_t *out = json_array();
    for (size_t i = 0; i < drag->task_count; i++)
        json_array_append_new(out, task_record(&drag->tasks[i]));
    return out;
}

/* What is remembered, in the form of an ask: NULL where there is nothing. */
static json_t *memory_record(const struct dg_drag *drag, struct dg_arena *arena)
{
    struct dg_ask ask = drag->ask;
    ask.talk = drag->memory;
    ask.paste = (struct dg_str){ "", 0 };
    return ask.talk.count ? dg_ask_json(&ask, arena) : NULL;
}

struct dg_str dg_drag_record(const struct dg_drag *drag, struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set_text(out, "caller", drag->caller);
    dg_wire_set(out, "revision", json_integer(drag->revision));
    dg_wire_set(out, "next_task", json_integer(drag->next_task));
    dg_wire_set(out, "created_s", json_integer(drag->created_s));
    dg_wire_set(out, "expires_s", json_integer(drag->expires_s));
    dg_wire_set(out, "ask", dg_ask_json(&drag->ask, arena));
    dg_wire_set(out, "memory", memory_record(drag, arena));
    dg_wire_set(out, "fixes", dg_fixes_record(drag->fixes, drag->fix_count, arena));
    dg_wire_set(out, "found", dg_found_record(drag->found, drag->found_count));
    dg_wire_set(out, "noted", dg_noted_record(drag->noted, drag->noted_count, arena));
    dg_wire_set(out, "sent", dg_sent_record(drag->sent, drag->sent_count));
    dg_wire_set(out, "tasks", tasks_record(drag));
    return dg_wire_print_taken(arena, out);
}

static void read_tasks(struct dg_drag *drag, const json_t *list, struct dg_arena *arena)
{
    size_t count = json_array_size(list);
    drag->task_count = count < DG_DRAG_TASKS_MAX ? count : DG_DRAG_TASKS_MAX;
    for (size_t i = 0; i < drag->task_count; i++) {
        const json_t *one = json_array_get(list, i);
        drag->tasks[i] = (struct dg_drag_task){
            .number = (unsigned)json_integer_value(json_object_get(one, "number")),
            .intent = dg_arena_copy(arena, dg_wire_text(one, "intent")),
            .adapter = dg_arena_copy(arena, dg_wire_text(one, "adapter")),
            .fingerprint = dg_arena_copy(arena, dg_wire_text(one, "fingerprint")),
            .due_ms = json_integer_value(json_object_get(one, "due_ms")),
        };
    }
}

static enum dg_status read_ask(
        struct dg_ask *out, const json_t *ask, struct dg_lane *lane, struct dg_arena *arena, struct dg_problem *why)
{
    struct dg_ask_means means = dg_lane_means(lane, arena);
    return dg_ask_read_drag(out, dg_wire_print(arena, ask), &means, why);
}

static enum dg_status read_memory(struct dg_drag *drag, const json_t *memory, struct dg_lane *lane,
        struct dg_arena *arena, struct dg_problem *why)
{
    struct dg_ask ask = { 0 };
    enum dg_status status = memory ? read_ask(&ask, memory, lane, arena, why) : DG_OK;
    drag->memory = ask.talk;
    return status;
}

static enum dg_status read_drag(
        struct dg_drag *drag, const json_t *json, struct dg_lane *lane, struct dg_arena *arena, struct dg_problem *why)
{
    drag->caller = dg_arena_copy(arena, dg_wire_text(json, "caller"));
    drag->revision = (unsigned)json_integer_value(json_object_get(json, "revision"));
    drag->next_task = (unsigned)json_integer_value(json_object_get(json, "next_task"));
    drag->created_s = json_integer_value(json_object_get(json, "created_s"));
    drag->expires_s = json_integer_value(json_object_get(json, "expires_s"));
    drag->found_count = dg_found_read(drag->found, json_object_get(json, "found"), arena);
    drag->noted_count = dg_noted_read(drag->noted, json_object_get(json, "noted"), arena);
    drag->sent = dg_sent_read(json_object_get(json, "sent"), &drag->sent_count, arena);
    read_tasks(drag, json_object_get(json, "tasks"), arena);
    if (!dg_fixes_read(&drag->fixes, &drag->fix_count, json_object_get(json, "fixes"), arena))
        return dg_problem_no_memory(why);
    enum dg_status status = read_memory(drag, json_object_get(json, "memory"), lane, arena, why);
    return status == DG_OK ? read_ask(&drag->ask, json_object_get(json, "ask"), lane, arena, why) : status;
}

enum dg_status dg_drag_record_read(struct dg_drag *drag, const struct dg_record *record, struct dg_lane *lane,
        struct dg_arena *arena, struct dg_problem *why)
{
    json_t *json = json_loadb(record->value.at, record->value.len, 0, NULL);
    enum dg_status status = json_is_object(json) ? read_drag(drag, json, lane, arena, why) : DG_INTERNAL;
    json_decref(json);
    drag->version = record->version;
    /* A record that this server wrote can only fail to be read by what is wrong here. */
    if (status == DG_BAD_INPUT || status == DG_INTERNAL)
        return dg_problem_set(why, DG_INTERNAL, "", "the drag's record cannot be read");
    return status;
}

struct dg_str dg_drag_index(const struct dg_drag *drag, struct dg_arena *arena)
{
    json_t *out = json_object(), *targets = json_array();
    dg_wire_set(out, "created_s", json_integer(drag->created_s));
    if (drag->reading->plan_count)
        dg_wire_set_text(out, "activity", dg_str_of(drag->reading->plans[0].activity));
    for (size_t i = 0; i < drag->targets.count; i++)
        json_array_append_new(targets, json_string(drag->targets.at[i].intent->schema->target));
    dg_wire_set(out, "targets", targets);
    return dg_wire_print_taken(arena, out);
}
