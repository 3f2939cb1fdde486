#include "server/wire_ask.h"

#include "intents/chatlog.h"
#include "intents/read.h"
#include "intents/utf8.h"
#include "server/wire.h"

#include <stdio.h>

#define PARSE_FIELDS \
    { "messages", DG_WIRE_LIST, false }, { "text", DG_WIRE_TEXT, false }, { "locale", DG_WIRE_TEXT, false }, \
            { "timezone", DG_WIRE_TEXT, false }, { "now", DG_WIRE_TEXT, false }, { "me", DG_WIRE_TEXT, false }, \
            { "location", DG_WIRE_OBJECT, false }, \
    { \
        "offset_unit", DG_WIRE_TEXT, false \
    }

static const struct dg_wire_field parse_fields[] = { PARSE_FIELDS };
static const struct dg_wire_field drag_fields[] = { PARSE_FIELDS, { "session_id", DG_WIRE_TEXT, false },
    { "privacy", DG_WIRE_TEXT, false } };
static const struct dg_wire_field extension_fields[] = { { "messages", DG_WIRE_LIST, false },
    { "text", DG_WIRE_TEXT, false } };
static const struct dg_wire_field message_fields[] = { { "from", DG_WIRE_TEXT, false }, { "text", DG_WIRE_TEXT, true },
    { "at", DG_WIRE_TEXT, false } };
static const struct dg_wire_field point_fields[] = { { "lat", DG_WIRE_NUMBER, true }, { "lon", DG_WIRE_NUMBER, true } };

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- the context ------------------------------------------------------------------------------------------- */

static const char *const unit_names[] = {
    [DG_UNIT_CODEPOINT] = "codepoint",
    [DG_UNIT_UTF16] = "utf16",
    [DG_UNIT_BYTE] = "byte",
};

static enum dg_status read_unit(enum dg_unit *out, const json_t *body, struct dg_problem *why)
{
    if (!json_object_get(body, "offset_unit"))
        return DG_OK;
    struct dg_str name = dg_wire_text(body, "offset_unit");
    for (size_t i = 0; i < COUNT(unit_names); i++) {
        if (dg_str_is(name, unit_names[i])) {
            *out = (enum dg_unit)i;
            return DG_OK;
        }
    }
    return dg_problem_set(why, DG_BAD_INPUT, "/offset_unit", "must be codepoint, utf16 or byte");
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The next subtag of a BCP 47 tag ("zh", "Hans", "CN"); false at the end or where the tag is malformed. */
static bool next_subtag(struct dg_str tag, size_t *at, struct dg_str *out)
{
    size_t start = *at, end = start;
    while (end < tag.len && is_alnum(tag.at[end]))
        end++;
    if (end == start || end - start > 8)
        return false;
    *out = dg_str_cut(tag, start, end);
    *at = end < tag.len ? end + 1 : end;
    return end == tag.len || ((tag.at[end] == '-' || tag.at[end] == '_') && end + 1 < tag.len);
}

static void take_region(char region[4], struct dg_str subtag)
{
    for (size_t i = 0; i < 2; i++)
        region[i] = (char)(subtag.at[i] >= 'a' ? subtag.at[i] - 32 : subtag.at[i]);
    region[2] = '\0';
}

static enum dg_status read_locale(struct dg_context *ctx, struct dg_str locale, struct dg_problem *why)
{
    size_t at = 0;
    struct dg_str subtag;
    for (unsigned n = 0; at < locale.len; n++) {
        if (!next_subtag(locale, &at, &subtag))
            return dg_problem_set(why, DG_BAD_INPUT, "/locale", "must be a language tag like zh-CN");
        if (n == 0 && dg_str_is(subtag, "zh"))
            ctx->language = DG_LANG_ZH;
        else if (n == 0 && dg_str_is(subtag, "en"))
            ctx->language = DG_LANG_EN;
        else if (n > 0 && subtag.len == 2 && !ctx->region[0])
            take_region(ctx->region, subtag);
    }
    return DG_OK;
}

static enum dg_status read_point(struct dg_context *ctx, const json_t *body, struct dg_problem *why)
{
    const json_t *point = json_object_get(body, "location");
    if (!point)
        return DG_OK;
    enum dg_status status = dg_wire_check(point, "/location", point_fields, COUNT(point_fields), why);
    if (status != DG_OK)
        return status;
    ctx->lat = json_number_value(json_object_get(point, "lat"));
    ctx->lon = json_number_value(json_object_get(point, "lon"));
    ctx->has_location = true;
    if (ctx->lat < -90 || ctx->lat > 90)
        return dg_problem_set(why, DG_BAD_INPUT, "/location/lat", "must be from -90 to 90");
    if (ctx->lon < -180 || ctx->lon > 180)
        return dg_problem_set(why, DG_BAD_INPUT, "/location/lon", "must be from -180 to 180");
    return DG_OK;
}

static enum dg_status find_zone(
        struct dg_context *ctx, struct dg_str name, const struct dg_ask_means *means, struct dg_problem *why)
{
    struct dg_str chosen = name.len ? name : means->zone.len ? means->zone : dg_str_of("UTC");
    ctx->zone = dg_zones_get(means->zones, chosen);
    if (!ctx->zone)
        return dg_problem_set(why, DG_BAD_INPUT, "/timezone", "there is no such zone");
    return DG_OK;
}

/* Where no zone is named, a time that carries an offset tells it. */
static void zone_from_offset(struct dg_context *ctx, int32_t offset_s, const struct dg_ask_means *means)
{
    if (dg_zone_offset(ctx->zone, ctx->now.utc_s) == offset_s)
        return;
    int minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;
    char name[12];
    int len = snprintf(name, sizeof name, "%c%02d:%02d", offset_s < 0 ? '-' : '+', minutes / 60 % 100, minutes % 60);
    const struct dg_zone *zone = dg_zones_get(means->zones, (struct dg_str){ name, (size_t)len });
    if (zone)
        ctx->zone = zone;
}

/* A text is read as of its own day, and be it an old letter; what lies farther away is a mistake. */
static bool read_instant(struct dg_instant *out, struct dg_str text, const struct dg_zone *zone)
{
    static const int64_t from_s = -5364662400, to_s = 7258118400; /* 1800-01-01 and 2200-01-01, UTC */
    return dg_instant_parse(out, text, zone) && out->utc_s >= from_s && out->utc_s < to_s;
}

static enum dg_status read_now(struct dg_context *ctx, struct dg_str now, struct dg_problem *why)
{
    if (!read_instant(&ctx->now, now, ctx->zone))
        return dg_problem_set(
                why, DG_BAD_INPUT, "/now", "must be a time like 2024-02-20T17:45:00+08:00, from 1800 to 2199");
    return DG_OK;
}

/* ---- the talk ---------------------------------------------------------------------------------------------- */

static enum dg_status at_message(
        struct dg_problem *why, enum dg_status status, size_t n, const char *field, const char *detail)
{
    char pointer[48];
    snprintf(pointer, sizeof pointer, "/messages/%zu%s", n, field);
    return dg_problem_set(why, status, pointer, "%s", detail);
}

static enum dg_status read_message(struct dg_message *out, const json_t *value, size_t n, const struct dg_zone *zone,
        const struct dg_ask_means *means, struct dg_problem *why)
{
    char pointer[48];
    snprintf(pointer, sizeof pointer, "/messages/%zu", n);
    enum dg_status status = dg_wire_check(value, pointer, message_fields, COUNT(message_fields), why);
    if (status != DG_OK)
        return status;
    struct dg_str text = dg_wire_text(value, "text");
    if (text.len == 0)
        return at_message(why, DG_BAD_INPUT, n, "/text", "must not be empty");
    out->text = dg_arena_copy(means->arena, text);
    out->from = dg_arena_copy(means->arena, dg_wire_text(value, "from"));
    out->kind = dg_chatlog_kind(out->text, means->lexicon, &out->own);
    out->has_at = json_object_get(value, "at") != NULL;
    if (out->has_at && !read_instant(&out->at, dg_wire_text(value, "at"), zone))
        return at_message(
                why, DG_BAD_INPUT, n, "/at", "must be a time like 2024-02-20T17:40:00+08:00, from 1800 to 2199");
    return DG_OK;
}

/* `list` is put behind the messages that the talk has. */
static enum dg_status read_messages(
        struct dg_ask *out, const json_t *list, const struct dg_ask_means *means, struct dg_problem *why)
{
    size_t had = out->talk.count, more = json_array_size(list);
    if (more == 0)
        return dg_problem_set(why, DG_BAD_INPUT, "/messages", "must not be empty");
    if (had + more > DG_MESSAGES_MAX)
        return dg_problem_set(why, DG_TOO_BIG, "/messages", "more than %d messages", DG_MESSAGES_MAX);
    struct dg_message *messages = dg_arena_array(means->arena, had + more, sizeof *messages);
    if (!messages)
        return dg_problem_no_memory(why);
    if (had)
        memcpy(messages, out->talk.messages, had * sizeof *messages);
    enum dg_status status = DG_OK;
    for (size_t i = 0; status == DG_OK && i < more; i++)
        status = read_message(&messages[had + i], json_array_get(list, i), i, out->ctx.zone, means, why);
    out->talk = (struct dg_talk){ .messages = messages, .count = had + more };
    out->paste = (struct dg_str){ "", 0 };
    return status;
}

static enum dg_status split_paste(
        struct dg_ask *out, struct dg_str paste, const struct dg_ask_means *means, struct dg_problem *why)
{
    if (paste.len == 0)
        return dg_problem_set(why, DG_BAD_INPUT, "/text", "must not be empty");
    out->paste = dg_arena_copy(means->arena, paste);
    enum dg_status status = dg_chatlog_split(&out->talk, out->paste, &out->ctx, means->lexicon, means->arena);
    if (status != DG_OK)
        return dg_problem_set(why, status, "/text", "more than %d messages or too long", DG_MESSAGES_MAX);
    return DG_OK;
}

static enum dg_status read_talk(
        struct dg_ask *out, const json_t *body, const struct dg_ask_means *means, struct dg_problem *why)
{
    const json_t *messages = json_object_get(body, "messages"), *text = json_object_get(body, "text");
    if (messages && text)
        return dg_problem_set(why, DG_BAD_INPUT, "/text", "give messages or text, not both");
    if (!messages && !text)
        return dg_problem_set(why, DG_BAD_INPUT, "", "messages or text is required");
    return messages ? read_messages(out, messages, means, why)
                    : split_paste(out, dg_wire_text(body, "text"), means, why);
}

/* Where the caller says no `now`, the last message that has a time says it. */
static bool now_of_talk(struct dg_ask *ask)
{
    for (size_t i = ask->talk.count; i-- > 0;) {
        if (ask->talk.messages[i].has_at) {
            ask->ctx.now = ask->talk.messages[i].at;
            return true;
        }
    }
    return false;
}

/* ---- the whole --------------------------------------------------------------------------------------------- */

static enum dg_status read_context(
        struct dg_ask *out, const json_t *body, const struct dg_ask_means *means, struct dg_problem *why)
{
    struct dg_context *ctx = &out->ctx;
    ctx->me = dg_arena_copy(means->arena, dg_wire_text(body, "me"));
    out->locale = dg_arena_copy(means->arena, dg_wire_text(body, "locale"));
    enum dg_status status = read_unit(&out->unit, body, why);
    if (status == DG_OK)
        status = read_locale(ctx, out->locale, why);
    if (status == DG_OK)
        status = read_point(ctx, body, why);
    if (status != DG_OK)
        return status;
    struct dg_str zone = dg_wire_text(body, "timezone");
    if (json_object_get(body, "timezone") && zone.len == 0)
        return dg_problem_set(why, DG_BAD_INPUT, "/timezone", "must not be empty");
    status = find_zone(ctx, zone, means, why);
    if (status != DG_OK)
        return status;
    ctx->now = dg_zone_at(ctx->zone, means->clock_s);
    return json_object_get(body, "now") ? read_now(ctx, dg_wire_text(body, "now"), why) : DG_OK;
}

static enum dg_status read_privacy(struct dg_ask *out, const json_t *body, struct dg_problem *why)
{
    struct dg_str privacy = dg_wire_text(body, "privacy");
    out->local_only = dg_str_is(privacy, "local");
    if (json_object_get(body, "privacy") && !out->local_only && !dg_str_is(privacy, "normal"))
        return dg_problem_set(why, DG_BAD_INPUT, "/privacy", "must be normal or local");
    return DG_OK;
}

static enum dg_status read_body(
        struct dg_ask *out, const json_t *body, const struct dg_ask_means *means, struct dg_problem *why)
{
    enum dg_status status = read_context(out, body, means, why);
    if (status == DG_OK)
        status = read_privacy(out, body, why);
    if (status == DG_OK)
        status = read_talk(out, body, means, why);
    if (status != DG_OK)
        return status;
    out->session_id = dg_arena_copy(means->arena, dg_wire_text(body, "session_id"));
    bool told = json_object_get(body, "now") || now_of_talk(out);
    if (told && !json_object_get(body, "timezone"))
        zone_from_offset(&out->ctx, out->ctx.now.offset_s, means);
    if (dg_arena_overflowed(means->arena))
        return dg_problem_no_memory(why);
    return DG_OK;
}

static enum dg_status read_with(struct dg_ask *out, struct dg_str text, const struct dg_wire_field *fields,
        size_t count, const struct dg_ask_means *means, struct dg_problem *why)
{
    *out = (struct dg_ask){ 0 };
    json_t *body;
    enum dg_status status = dg_wire_object(&body, text, why);
    if (status != DG_OK)
        return status;
    status = dg_wire_check(body, "", fields, count, why);
    if (status == DG_OK)
        status = read_body(out, body, means, why);
    json_decref(body);
    return status;
}

enum dg_status dg_ask_read(
        struct dg_ask *out, struct dg_str body, const struct dg_ask_means *means, struct dg_problem *why)
{
    return read_with(out, body, parse_fields, COUNT(parse_fields), means, why);
}

enum dg_status dg_ask_read_drag(
        struct dg_ask *out, struct dg_str body, const struct dg_ask_means *means, struct dg_problem *why)
{
    return read_with(out, body, drag_fields, COUNT(drag_fields), means, why);
}

enum dg_status dg_ask_extend(
        struct dg_ask *out, struct dg_str text, const struct dg_ask_means *means, struct dg_problem *why)
{
    json_t *body;
    enum dg_status status = dg_wire_object(&body, text, why);
    if (status != DG_OK)
        return status;
    status = dg_wire_check(body, "", extension_fields, COUNT(extension_fields), why);
    if (status == DG_OK)
        status = read_talk(out, body, means, why);
    json_decref(body);
    if (status == DG_OK && dg_arena_overflowed(means->arena))
        return dg_problem_no_memory(why);
    return status;
}

enum dg_status dg_ask_paste(struct dg_ask *out, struct dg_str paste, struct dg_str zone, struct dg_str now,
        const struct dg_ask_means *means, struct dg_problem *why)
{
    *out = (struct dg_ask){ 0 };
    ptrdiff_t broken = dg_utf8_check(paste);
    if (broken >= 0)
        return dg_problem_set(why, DG_BAD_INPUT, "/text", "not valid UTF-8, or NUL, at byte %td", broken);
    enum dg_status status = find_zone(&out->ctx, zone, means, why);
    if (status != DG_OK)
        return status;
    out->ctx.now = dg_zone_at(out->ctx.zone, means->clock_s);
    if (now.len)
        status = read_now(&out->ctx, now, why);
    if (status == DG_OK)
        status = split_paste(out, paste, means, why);
    if (status == DG_OK && (now.len || now_of_talk(out)) && !zone.len)
        zone_from_offset(&out->ctx, out->ctx.now.offset_s, means);
    return status;
}

/* ---- and back ---------------------------------------------------------------------------------------------- */

static json_t *message_json(const struct dg_message *m, struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set_text(out, "from", m->from);
    dg_wire_set_text(out, "text", m->text);
    if (m->has_at)
        dg_wire_set_text(out, "at", dg_instant_print(arena, m->at));
    return out;
}

static json_t *messages_json(const struct dg_talk *talk, struct dg_arena *arena)
{
    json_t *out = json_array();
    for (size_t i = 0; i < talk->count; i++)
        json_array_append_new(out, message_json(&talk->messages[i], arena));
    return out;
}

json_t *dg_ask_json(const struct dg_ask *ask, struct dg_arena *arena)
{
    json_t *out = json_object();
    if (ask->paste.len)
        dg_wire_set_text(out, "text", ask->paste);
    else
        dg_wire_set(out, "messages", messages_json(&ask->talk, arena));
    dg_wire_set_text(out, "locale", ask->locale);
    dg_wire_set_text(out, "timezone", dg_zone_name(ask->ctx.zone));
    dg_wire_set_text(out, "now", dg_instant_print(arena, ask->ctx.now));
    dg_wire_set_text(out, "me", ask->ctx.me);
    if (ask->ctx.has_location)
        dg_wire_set(out, "location", json_pack("{s:f,s:f}", "lat", ask->ctx.lat, "lon", ask->ctx.lon));
    dg_wire_set_text(out, "offset_unit", dg_str_of(unit_names[ask->unit]));
    dg_wire_set_text(out, "session_id", ask->session_id);
    dg_wire_set_text(out, "privacy", dg_str_of(ask->local_only ? "local" : "normal"));
    return out;
}
