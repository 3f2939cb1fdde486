#include "server/session.h"

#include "server/wire.h"

struct dg_str dg_session_record(const struct dg_session *session, struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set_text(out, "caller", session->caller);
    dg_wire_set(out, "created_s", json_integer(session->created_s));
    dg_wire_set(out, "expires_s", json_integer(session->expires_s));
    dg_wire_set(out, "drags", json_integer(session->drags));
    dg_wire_set(out, "messages", json_integer(session->messages));
    dg_wire_set(out, "bytes", json_integer((json_int_t)session->bytes));
    dg_wire_set_text(out, "last_drag", session->last_drag);
    dg_wire_set(out, "rules", dg_fixes_record(session->rules, session->rule_count, arena));
    return dg_wire_print_taken(arena, out);
}

enum dg_status dg_session_read(struct dg_session *out, const struct dg_record *record, struct dg_str caller,
        struct dg_arena *arena, struct dg_problem *why)
{
    *out = (struct dg_session){ .version = record->version };
    if (!record->version)
        return dg_problem_set(why, DG_NOT_FOUND, "", "no such session");
    json_t *json = json_loadb(record->value.at, record->value.len, 0, NULL);
    out->caller = dg_arena_copy(arena, dg_wire_text(json, "caller"));
    out->created_s = json_integer_value(json_object_get(json, "created_s"));
    out->expires_s = json_integer_value(json_object_get(json, "expires_s"));
    out->last_drag = dg_arena_copy(arena, dg_wire_text(json, "last_drag"));
    out->drags = (unsigned)json_integer_value(json_object_get(json, "drags"));
    out->messages = (unsigned)json_integer_value(json_object_get(json, "messages"));
    out->bytes = (size_t)json_integer_value(json_object_get(json, "bytes"));
    bool read = json && dg_fixes_read(&out->rules, &out->rule_count, json_object_get(json, "rules"), arena);
    json_decref(json);
    if (!read)
        return dg_problem_set(why, DG_INTERNAL, "", "the session's record cannot be read");
    /* Somebody else's is the same as none: ids tell nothing. */
    return dg_str_eq(out->caller, caller) ? DG_OK : dg_problem_set(why, DG_NOT_FOUND, "", "no such session");
}

bool dg_session_remember(struct dg_session *session, const struct dg_fix *fix, struct dg_str from)
{
    size_t at = 0;
    while (at < session->rule_count && !dg_str_eq(session->rules[at].from, from))
        at++;
    if (at == DG_SESSION_RULES_MAX)
        return false;
    session->rules[at] = *fix;
    session->rules[at].intent = session->rules[at].was = (struct dg_str){ "", 0 };
    session->rules[at].from = from;
    session->rule_count += at == session->rule_count;
    return true;
}

enum dg_status dg_store_problem(struct dg_problem *why, enum dg_status status, const char *what)
{
    switch (status) {
    case DG_NOT_FOUND:
        return dg_problem_set(why, status, "", "no such %s", what);
    case DG_CONFLICT:
        return dg_problem_set(why, status, "", "the %s was changed by somebody else meanwhile", what);
    case DG_TOO_BIG:
        return dg_problem_set(why, status, "", "the %s is larger than the store takes", what);
    case DG_FULL:
        return dg_problem_set(why, status, "", "the store is full: the %s was not written", what);
    default:
        return dg_problem_set(why, DG_UNAVAILABLE, "", "the store does not answer");
    }
}
