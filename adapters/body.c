#include "adapters/body.h"

#include "intents/utf8.h"

#include <math.h>
#include <stdlib.h>

json_t *dg_body_read(struct dg_str text)
{
    if (text.len > DG_BODY_BYTES_MAX)
        return NULL;
    return json_loadb(text.at ? text.at : "", text.len, JSON_REJECT_DUPLICATES, NULL);
}

struct dg_str dg_body_write(struct dg_arena *arena, json_t *value)
{
    struct dg_str none = { "", 0 };
    size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(10);
    size_t len = value ? json_dumpb(value, NULL, 0, flags) : 0;
    char *out = len ? dg_arena_alloc(arena, len + 1) : NULL;
    if (out)
        json_dumpb(value, out, len, flags);
    json_decref(value);
    return out ? (struct dg_str){ out, len } : none;
}

/* Controls, line and paragraph separators, byte-order marks and the marks that turn the direction of writing. */
static bool disturbs(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x200E || cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) ||
            (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF;
}

static struct dg_str raw_text(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (struct dg_str){ json_string_value(value), json_string_length(value) }
                                 : (struct dg_str){ "", 0 };
}

struct dg_str dg_body_plain(struct dg_arena *arena, struct dg_str in)
{
    if (dg_utf8_check(in) >= 0)
        return (struct dg_str){ "", 0 };
    char *out = dg_arena_alloc(arena, (in.len < DG_BODY_TEXT_BYTES ? in.len : DG_BODY_TEXT_BYTES) + 1);
    if (!out)
        return (struct dg_str){ "", 0 };
    size_t written = 0, len;
    for (size_t at = 0; at < in.len; at += len) {
        uint32_t cp = dg_utf8_at(in, at, &len);
        if (written + len > DG_BODY_TEXT_BYTES)
            break;
        written += dg_utf8_put(out + written, disturbs(cp) ? ' ' : cp);
    }
    return dg_str_trim((struct dg_str){ out, written });
}

struct dg_str dg_body_text(struct dg_arena *arena, const json_t *object, const char *key)
{
    return dg_body_plain(arena, raw_text(object, key));
}

struct dg_str dg_body_id(struct dg_arena *arena, const json_t *object, const char *key)
{
    struct dg_str in = raw_text(object, key), none = { "", 0 };
    if (in.len > DG_BODY_ID_BYTES || dg_str_is(in, ".") || dg_str_is(in, ".."))
        return none;
    for (size_t i = 0; i < in.len; i++) {
        if ((unsigned char)in.at[i] <= ' ' || in.at[i] == 0x7F)
            return none;
    }
    return dg_arena_copy(arena, in);
}

bool dg_body_is(const json_t *object, const char *key, const char *literal)
{
    return dg_str_is(raw_text(object, key), literal);
}

static bool number_from_text(struct dg_str text, double *out)
{
    if (text.len == 0 || text.len > 24 || strspn(text.at, "0123456789.-") != text.len)
        return false;
    char *end;
    *out = strtod(text.at, &end);
    return end == text.at + text.len;
}

bool dg_body_number(const json_t *object, const char *key, double *out)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_string(value))
        return number_from_text(raw_text(object, key), out);
    *out = json_number_value(value);
    return json_is_number(value) && isfinite(*out);
}

bool dg_body_instant(const json_t *object, const char *key, const struct dg_zone *zone, struct dg_instant *out)
{
    struct dg_str text = raw_text(object, key);
    if (text.len == 0 || !dg_instant_parse(out, text, zone))
        return false;
    *out = dg_zone_at(zone, out->utc_s);
    return true;
}

struct dg_str dg_body_currency(struct dg_arena *arena, const json_t *object, const char *key)
{
    struct dg_str code = raw_text(object, key);
    bool fits = code.len == 3 && strspn(code.at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
    return fits ? dg_arena_copy(arena, code) : (struct dg_str){ "", 0 };
}

json_t *dg_body_string(struct dg_str text)
{
    return json_stringn(text.at ? text.at : "", text.len);
}
