#include "server/wire_session.h"

#include "intents/zone.h"
#include "server/wire.h"
#include "server/wire_drag.h"

#include <stdio.h>

/* The id of what a record "kind/rest" is about: the letter, the session's characters, the rest. */
static json_t *id_json(char letter, const struct dg_session_id *id, struct dg_str field)
{
    const char *slash = memchr(field.at, '/', field.len);
    size_t start = slash ? (size_t)(slash - field.at) + 1 : field.len;
    char text[DG_ACTION_ID_LEN + 1];
    int len = snprintf(text, sizeof text, "%c%s%.*s", letter, id->text + 1, (int)(field.len - start), field.at + start);
    return len > 0 && (size_t)len < sizeof text ? json_string(text) : NULL;
}

static void set_utc(json_t *out, const char *name, int64_t utc_s, struct dg_arena *arena)
{
    dg_wire_set_text(out, name, dg_instant_print(arena, (struct dg_instant){ utc_s, 0 }));
}

static json_t *drag_json(const struct dg_session_id *id, const struct dg_record *record, struct dg_arena *arena)
{
    json_t *kept = json_loadb(record->value.at, record->value.len, 0, NULL), *out = json_object();
    dg_wire_set(out, "drag_id", id_json('d', id, record->field));
    set_utc(out, "created_at", json_integer_value(json_object_get(kept, "created_s")), arena);
    dg_wire_set_text(out, "activity", dg_wire_text(kept, "activity"));
    dg_wire_set(out, "targets", json_incref(json_object_get(kept, "targets")));
    json_decref(kept);
    return out;
}

json_t *dg_wire_session_drags(
        const struct dg_session_id *id, const struct dg_record *records, size_t count, struct dg_arena *arena)
{
    json_t *out = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(out, drag_json(id, &records[i], arena));
    return out;
}

json_t *dg_wire_session_actions(const struct dg_session_id *id, const struct dg_record *records, size_t count)
{
    static const char *const names[] = { "state", "intent", "adapter" };
    json_t *out = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *kept = json_loadb(records[i].value.at, records[i].value.len, 0, NULL), *one = json_object();
        dg_wire_set(one, "action_id", id_json('a', id, records[i].field));
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            dg_wire_set_text(one, names[n], dg_wire_text(kept, names[n]));
        json_array_append_new(out, one);
        json_decref(kept);
    }
    return out;
}

static json_t *rules_json(const struct dg_session *session, struct dg_arena *arena)
{
    json_t *out = json_array();
    for (size_t i = 0; i < session->rule_count; i++) {
        const struct dg_fix *rule = &session->rules[i];
        json_array_append_new(out, dg_wire_rule(rule, rule->from, DG_LANG_UNKNOWN, true, arena));
    }
    return out;
}

json_t *dg_wire_session(const struct dg_session_id *id, const struct dg_session *session, json_t *drags,
        json_t *actions, struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set(out, "session_id", json_string(id->text));
    set_utc(out, "created_at", session->created_s, arena);
    set_utc(out, "expires_at", session->expires_s, arena);
    dg_wire_set(out, "drags", drags);
    dg_wire_set(out, "actions", actions);
    dg_wire_set(out, "rules", rules_json(session, arena));
    return out;
}

static json_t *record_json(const struct dg_record *record)
{
    json_t *out = json_object();
    dg_wire_set_text(out, "record", record->field);
    dg_wire_set(out, "version", json_integer((json_int_t)record->version));
    dg_wire_set(out, "value", json_loadb(record->value.at, record->value.len, JSON_DECODE_ANY, NULL));
    return out;
}

json_t *dg_wire_session_export(const struct dg_session_id *id, int64_t now_s, const struct dg_record *records,
        size_t count, struct dg_arena *arena)
{
    json_t *out = json_object(), *all = json_array();
    dg_wire_set(out, "session_id", json_string(id->text));
    set_utc(out, "exported_at", now_s, arena);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(all, record_json(&records[i]));
    dg_wire_set(out, "records", all);
    return out;
}
