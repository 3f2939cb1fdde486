#include "server/wire.h"

#include "intents/utf8.h"
#include "intents/zone.h"

#include <stdio.h>

/* How deep brackets nest outside of texts. Asked before the parser runs, so that it never recurses further than we allow. */
static size_t depth_of(struct dg_str body)
{
    size_t depth = 0, deepest = 0;
    bool in_text = false;
    for (size_t i = 0; i < body.len; i++) {
        char c = body.at[i];
        if (in_text && c == '\\')
            i++;
        else if (c == '"')
            in_text = !in_text;
        else if (!in_text && (c == '{' || c == '['))
            deepest = ++depth > deepest ? depth : deepest;
        else if (!in_text && (c == '}' || c == ']') && depth > 0)
            depth--;
    }
    return deepest;
}

static enum dg_status say_why(const json_error_t *error, struct dg_problem *why)
{
    switch (json_error_code(error)) {
    case json_error_duplicate_key:
        return dg_problem_set(why, DG_BAD_INPUT, "", "a field stands twice (line %d)", error->line);
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return dg_problem_set(why, DG_BAD_INPUT, "", "NUL is not allowed (line %d)", error->line);
    case json_error_out_of_memory:
        return dg_problem_set(why, DG_UNAVAILABLE, "", "out of memory");
    default:
        return dg_problem_set(why, DG_BAD_INPUT, "", "not valid JSON (line %d, column %d)", error->line, error->column);
    }
}

enum dg_status dg_wire_object(json_t **out, struct dg_str body, struct dg_problem *why)
{
    *out = NULL;
    ptrdiff_t broken = dg_utf8_check(body);
    if (broken >= 0)
        return dg_problem_set(why, DG_BAD_INPUT, "", "%s at byte %td",
                body.at[broken] ? "not valid UTF-8" : "NUL is not allowed", broken);
    if (depth_of(body) > DG_JSON_DEPTH_MAX)
        return dg_problem_set(why, DG_BAD_INPUT, "", "nested deeper than %d", DG_JSON_DEPTH_MAX);
    json_error_t error;
    json_t *value = json_loadb(body.at ? body.at : "", body.len, JSON_REJECT_DUPLICATES, &error);
    if (!value)
        return say_why(&error, why);
    if (!json_is_object(value)) {
        json_decref(value);
        return dg_problem_set(why, DG_BAD_INPUT, "", "must be a JSON object");
    }
    *out = value;
    return DG_OK;
}

static bool is_type(const json_t *value, enum dg_wire_type type)
{
    switch (type) {
    case DG_WIRE_TEXT:
        return json_is_string(value);
    case DG_WIRE_NUMBER:
        return json_is_number(value);
    case DG_WIRE_BOOL:
        return json_is_boolean(value);
    case DG_WIRE_LIST:
        return json_is_array(value);
    case DG_WIRE_OBJECT:
        return json_is_object(value);
    }
    return false;
}

static const char *type_words(enum dg_wire_type type)
{
    static const char *const words[] = {
        [DG_WIRE_TEXT] = "text",
        [DG_WIRE_NUMBER] = "a number",
        [DG_WIRE_BOOL] = "true or false",
        [DG_WIRE_LIST] = "a list",
        [DG_WIRE_OBJECT] = "an object",
    };
    return words[type];
}

static enum dg_status at_field(struct dg_problem *why, const char *pointer, const char *name, const char *detail)
{
    char where[96];
    snprintf(where, sizeof where, "%s/%s", pointer, name);
    return dg_problem_set(why, DG_BAD_INPUT, where, "%s", detail);
}

/* Names of unknown fields are the caller's bytes: repeated only where they are short plain words. */
static bool is_plain_word(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return len > 0 && len <= 32 && name[len] == '\0';
}

static const struct dg_wire_field *field_called(const struct dg_wire_field *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(fields[i].name, name) == 0)
            return &fields[i];
    }
    return NULL;
}

static enum dg_status check_known(const json_t *object, const char *pointer, const struct dg_wire_field *fields,
        size_t count, struct dg_problem *why)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value)
    {
        const struct dg_wire_field *field = field_called(fields, count, name);
        if (!field)
            return is_plain_word(name) ? at_field(why, pointer, name, "there is no such field")
                                       : dg_problem_set(why, DG_BAD_INPUT, pointer, "has an unknown field");
        if (!is_type(value, field->type)) {
            char detail[40];
            snprintf(detail, sizeof detail, "must be %s", type_words(field->type));
            return at_field(why, pointer, name, detail);
        }
    }
    return DG_OK;
}

enum dg_status dg_wire_check(const json_t *value, const char *pointer, const struct dg_wire_field *fields, size_t count,
        struct dg_problem *why)
{
    if (!json_is_object(value))
        return dg_problem_set(why, DG_BAD_INPUT, pointer, "must be an object");
    enum dg_status status = check_known(value, pointer, fields, count, why);
    for (size_t i = 0; status == DG_OK && i < count; i++) {
        if (fields[i].required && !json_object_get(value, fields[i].name))
            status = at_field(why, pointer, fields[i].name, "is required");
    }
    return status;
}

struct dg_str dg_wire_text(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return (struct dg_str){ json_string_value(value), json_string_length(value) };
}

json_t *dg_wire_string(struct dg_str text)
{
    return json_stringn(text.at ? text.at : "", text.len);
}

void dg_wire_set(json_t *object, const char *name, json_t *value)
{
    if (value)
        json_object_set_new(object, name, value);
}

void dg_wire_set_text(json_t *object, const char *name, struct dg_str text)
{
    if (text.len)
        dg_wire_set(object, name, dg_wire_string(text));
}

/* Twelve digits tell a coordinate to a tenth of a millimetre and hide the binary noise of 39.93. */
size_t dg_wire_flags(void)
{
    return JSON_COMPACT | JSON_REAL_PRECISION(12);
}

struct dg_str dg_wire_print(struct dg_arena *arena, const json_t *value)
{
    size_t len = json_dumpb(value, NULL, 0, dg_wire_flags());
    char *text = len ? dg_arena_alloc(arena, len + 1) : NULL;
    if (!text)
        return (struct dg_str){ "", 0 };
    json_dumpb(value, text, len, dg_wire_flags());
    return (struct dg_str){ text, len };
}

struct dg_str dg_wire_print_taken(struct dg_arena *arena, json_t *value)
{
    struct dg_str text = dg_wire_print(arena, value);
    json_decref(value);
    return text;
}

void dg_wire_set_instant(json_t *object, const char *name, bool has, struct dg_instant at, struct dg_arena *arena)
{
    if (has)
        dg_wire_set_text(object, name, dg_instant_print(arena, at));
}
