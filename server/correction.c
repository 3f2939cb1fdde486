#include "server/correction.h"

#include "intents/catalogue.h"
#include "server/wire.h"
#include "server/wire_reading.h"
#include "server/wire_value.h"
#include "server/words.h"

static const struct dg_wire_field fields[] = { { "intent", DG_WIRE_TEXT, false }, { "slot", DG_WIRE_TEXT, true },
    { "value", DG_WIRE_OBJECT, false }, { "text", DG_WIRE_TEXT, false }, { "remember", DG_WIRE_BOOL, false } };

enum { FIELDS = sizeof fields / sizeof *fields };

/* ---- the body ---------------------------------------------------------------------------------------------------- */

enum dg_status dg_correction_read(
        struct dg_correction *out, struct dg_str body, struct dg_arena *arena, struct dg_problem *why)
{
    *out = (struct dg_correction){ 0 };
    enum dg_status status = dg_wire_object(&out->body, body, why);
    if (status == DG_OK)
        status = dg_wire_check(out->body, "", fields, FIELDS, why);
    if (status != DG_OK)
        return status;
    out->value = json_object_get(out->body, "value");
    out->by_words = json_object_get(out->body, "text") != NULL;
    out->remember = json_is_true(json_object_get(out->body, "remember"));
    out->fix.intent = dg_arena_copy(arena, dg_wire_text(out->body, "intent"));
    out->fix.slot = dg_arena_copy(arena, dg_wire_text(out->body, "slot"));
    out->fix.text = dg_arena_copy(arena, dg_str_trim(dg_wire_text(out->body, "text")));
    if (out->by_words == (out->value != NULL))
        return dg_problem_set(why, DG_BAD_INPUT, "", "give value or text, one of them");
    if (out->by_words && !out->fix.text.len)
        return dg_problem_set(why, DG_BAD_INPUT, "/text", "must not be empty");
    if (out->fix.intent.len && !dg_catalogue_find(out->fix.intent))
        return dg_problem_set(why, DG_BAD_INPUT, "/intent", "there is no such intent");
    return dg_arena_overflowed(arena) ? dg_problem_set(why, DG_TOO_BIG, "", "too big") : DG_OK;
}

void dg_correction_finish(struct dg_correction *correction)
{
    json_decref(correction->body);
    correction->body = NULL;
    correction->value = NULL;
}

/* ---- which slot is meant ------------------------------------------------------------------------------------------ */

static const struct dg_slot_schema *schema_slot(const struct dg_intent *intent, struct dg_str name)
{
    for (const struct dg_slot_schema *s = intent->schema->slots; s < intent->schema->slots + DG_SLOTS_MAX && s->name;
            s++) {
        if (dg_str_is(name, s->name))
            return s;
    }
    return NULL;
}

static const struct dg_slot *filled_slot(const struct dg_intent *intent, struct dg_str name)
{
    for (size_t i = 0; i < intent->slot_count; i++) {
        if (dg_str_is(name, intent->slots[i].name))
            return &intent->slots[i];
    }
    return NULL;
}

/* The first intent that has the slot filled, else the first that could have it. */
static const struct dg_slot_schema *find_slot(struct dg_correction *c, const struct dg_reading *reading)
{
    const struct dg_slot_schema *open = NULL;
    for (size_t i = 0; i < reading->intent_count; i++) {
        const struct dg_intent *intent = &reading->intents[i];
        if (c->fix.intent.len && !dg_str_is(c->fix.intent, intent->schema->name))
            continue;
        const struct dg_slot_schema *schema = schema_slot(intent, c->fix.slot);
        if (schema && (c->old = filled_slot(intent, c->fix.slot)))
            return schema;
        open = open ? open : schema;
    }
    return open;
}

static struct dg_str value_text(const struct dg_value *value, struct dg_arena *arena)
{
    return dg_wire_print_taken(arena, dg_wire_value(arena, value));
}

/* Words for a value that came without: what people would call it. */
static struct dg_str words_of(const struct dg_value *value, struct dg_arena *arena)
{
    switch (value->kind) {
    case DG_PLACE:
        return value->place.name;
    case DG_TEXT:
    case DG_PERSON:
        return value->text;
    case DG_CODE:
        return value->code.code;
    default:
        return value_text(value, arena);
    }
}

enum dg_status dg_correction_aim(struct dg_correction *c, const struct dg_reading *reading,
        const struct dg_context *ctx, const struct dg_lexicon *lexicon, struct dg_arena *arena, struct dg_problem *why)
{
    const struct dg_slot_schema *schema = find_slot(c, reading);
    if (!schema)
        return dg_problem_set(why, DG_BAD_INPUT, "/slot", "no intent of this drag has such a slot");
    enum dg_status status;
    if (c->by_words) {
        struct dg_words_context with = { ctx, reading->language, lexicon, c->old ? &c->old->value : NULL };
        status = dg_words_read(&c->fix.value, c->fix.text, schema->kind, &with, arena, why);
    } else {
        status = dg_wire_value_read(&c->fix.value, c->value, schema->kind, ctx->zone, arena, why);
    }
    if (status != DG_OK)
        return status;
    if (!c->fix.text.len)
        c->fix.text = words_of(&c->fix.value, arena);
    if (c->old)
        c->fix.was = value_text(&c->old->value, arena);
    return dg_arena_overflowed(arena) ? dg_problem_set(why, DG_TOO_BIG, "", "too big") : DG_OK;
}

/* ---- applying ----------------------------------------------------------------------------------------------------- */

static bool replaces(const struct dg_fix *fix, const struct dg_slot *slot, struct dg_arena *arena)
{
    if (slot->value.kind != fix->value.kind)
        return false;
    if (fix->from.len)
        return dg_str_eq(slot->text, fix->from);
    if (!fix->was.len)
        return false;
    struct dg_mark mark = dg_arena_mark(arena);
    bool same = dg_str_eq(value_text(&slot->value, arena), fix->was);
    dg_arena_undo(arena, mark);
    return same;
}

static void set_slot(struct dg_slot *slot, const struct dg_fix *fix)
{
    slot->value = fix->value;
    slot->text = fix->text;
    slot->status = DG_AGREED;
    slot->spans = NULL;
    slot->span_count = 0;
    slot->by_message = -1;
}

static void fix_slots(struct dg_slot *slots, size_t count, const struct dg_fix *fix, struct dg_arena *arena)
{
    for (size_t i = 0; i < count; i++) {
        if (replaces(fix, &slots[i], arena))
            set_slot(&slots[i], fix);
    }
}

/* The slot is filled now: it is not asked for, nor warned of, any more. */
static void settle(struct dg_intent *intent, const char *name, struct dg_arena *arena)
{
    const char **missing = dg_arena_array(arena, intent->missing_count + 1, sizeof *missing);
    struct dg_note *questions = dg_arena_array(arena, intent->question_count + 1, sizeof *questions);
    size_t kept = 0, asked = 0;
    for (size_t i = 0; missing && i < intent->missing_count; i++) {
        if (strcmp(intent->missing[i], name) != 0)
            missing[kept++] = intent->missing[i];
    }
    for (size_t i = 0; questions && i < intent->question_count; i++) {
        if (strcmp(intent->questions[i].type, name) != 0)
            questions[asked++] = intent->questions[i];
    }
    intent->missing = missing;
    intent->missing_count = kept;
    intent->questions = questions;
    intent->question_count = asked;
}

/* What is to be moved is, until that is found out (noted.h), what is to be put down. */
static bool is_meant(const struct dg_fix *fix, const struct dg_intent *intent)
{
    bool both = dg_str_is(fix->intent, "calendar.update") && strcmp(intent->schema->name, "calendar.create") == 0;
    return !fix->intent.len || dg_str_is(fix->intent, intent->schema->name) || both;
}

/* Room for one more slot is made when the reading is copied. */
static void fill_open(struct dg_intent *intent, struct dg_slot *slots, const struct dg_fix *fix, struct dg_arena *arena)
{
    const struct dg_slot_schema *schema = schema_slot(intent, fix->slot);
    if (fix->was.len || fix->from.len || !is_meant(fix, intent) || !schema || filled_slot(intent, fix->slot))
        return;
    struct dg_slot *slot = &slots[intent->slot_count++];
    *slot = (struct dg_slot){ .name = schema->name, .many = schema->many };
    set_slot(slot, fix);
    settle(intent, schema->name, arena);
}

static bool copy_slots(const struct dg_slot **at, size_t count, size_t more, struct dg_arena *arena)
{
    struct dg_slot *copy = dg_arena_array(arena, count + more, sizeof *copy);
    if (!copy)
        return false;
    if (count)
        memcpy(copy, *at, count * sizeof *copy);
    *at = copy;
    return true;
}

/* A copy whose plans, intents and slots may be written. */
static struct dg_reading *copy_reading(const struct dg_reading *reading, size_t more, struct dg_arena *arena)
{
    struct dg_reading *copy = dg_arena_alloc(arena, sizeof *copy);
    struct dg_plan *plans = dg_arena_array(arena, reading->plan_count + 1, sizeof *plans);
    struct dg_intent *intents = dg_arena_array(arena, reading->intent_count + 1, sizeof *intents);
    if (!copy || !plans || !intents)
        return NULL;
    *copy = *reading;
    for (size_t i = 0; i < reading->plan_count; i++) {
        plans[i] = reading->plans[i];
        if (!copy_slots(&plans[i].slots, plans[i].slot_count, 1, arena))
            return NULL;
    }
    for (size_t i = 0; i < reading->intent_count; i++) {
        intents[i] = reading->intents[i];
        if (!copy_slots(&intents[i].slots, intents[i].slot_count, more, arena))
            return NULL;
    }
    copy->plans = plans;
    copy->intents = intents;
    return copy;
}

static void apply(struct dg_reading *reading, const struct dg_fix *fix, struct dg_arena *arena)
{
    for (size_t i = 0; !fix->intent.len && i < reading->plan_count; i++)
        fix_slots((struct dg_slot *)reading->plans[i].slots, reading->plans[i].slot_count, fix, arena);
    for (size_t i = 0; i < reading->intent_count; i++) {
        struct dg_intent *intent = (struct dg_intent *)&reading->intents[i];
        struct dg_slot *slots = (struct dg_slot *)intent->slots;
        if (is_meant(fix, intent))
            fix_slots(slots, intent->slot_count, fix, arena);
        fill_open(intent, slots, fix, arena);
    }
}

const struct dg_reading *dg_fixes_apply(
        const struct dg_reading *reading, const struct dg_fix *fixes, size_t count, struct dg_arena *arena)
{
    if (count == 0)
        return reading;
    struct dg_reading *copy = copy_reading(reading, count, arena);
    for (size_t i = 0; copy && i < count; i++)
        apply(copy, &fixes[i], arena);
    return dg_arena_overflowed(arena) ? NULL : copy;
}

/* ---- records ------------------------------------------------------------------------------------------------------ */

json_t *dg_fixes_record(const struct dg_fix *fixes, size_t count, struct dg_arena *arena)
{
    json_t *out = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *one = json_object();
        dg_wire_set_text(one, "intent", fixes[i].intent);
        dg_wire_set_text(one, "slot", fixes[i].slot);
        dg_wire_set_text(one, "from", fixes[i].from);
        dg_wire_set_text(one, "was", fixes[i].was);
        dg_wire_set_text(one, "text", fixes[i].text);
        dg_wire_set(one, "type", json_string(dg_value_kind_name(fixes[i].value.kind)));
        dg_wire_set(one, "value", dg_wire_value(arena, &fixes[i].value));
        json_array_append_new(out, one);
    }
    return out;
}

static enum dg_value_kind kind_called(struct dg_str name)
{
    for (enum dg_value_kind k = DG_TIME; k <= DG_CODE; k++) {
        if (dg_str_is(name, dg_value_kind_name(k)))
            return k;
    }
    return DG_NOTHING;
}

static bool read_fix(struct dg_fix *out, const json_t *one, struct dg_arena *arena)
{
    enum dg_value_kind kind = kind_called(dg_wire_text(one, "type"));
    *out = (struct dg_fix){
        .intent = dg_arena_copy(arena, dg_wire_text(one, "intent")),
        .slot = dg_arena_copy(arena, dg_wire_text(one, "slot")),
        .from = dg_arena_copy(arena, dg_wire_text(one, "from")),
        .was = dg_arena_copy(arena, dg_wire_text(one, "was")),
        .text = dg_arena_copy(arena, dg_wire_text(one, "text")),
    };
    return kind != DG_NOTHING &&
            dg_wire_value_read(&out->value, json_object_get(one, "value"), kind, NULL, arena, NULL) == DG_OK;
}

bool dg_fixes_read(struct dg_fix **out, size_t *count, const json_t *list, struct dg_arena *arena)
{
    size_t size = json_array_size(list) < DG_FIXES_MAX ? json_array_size(list) : DG_FIXES_MAX;
    *count = 0;
    *out = dg_arena_array(arena, DG_FIXES_MAX, sizeof **out);
    for (size_t i = 0; *out && i < size; i++)
        *count += read_fix(&(*out)[*count], json_array_get(list, i), arena);
    return *out && !dg_arena_overflowed(arena);
}
