#include "server/prefer.h"

#include <strings.h>

static bool next_item(struct dg_str *rest, char separator, struct dg_str *item)
{
    if (!rest->len)
        return false;
    const char *found = memchr(rest->at, separator, rest->len);
    size_t len = found ? (size_t)(found - rest->at) : rest->len;
    *item = dg_str_trim(dg_str_cut(*rest, 0, len));
    *rest = dg_str_cut(*rest, found ? len + 1 : len, rest->len);
    return true;
}

static bool starts_like(struct dg_str text, const char *prefix)
{
    size_t len = strlen(prefix);
    return text.len >= len && strncasecmp(text.at, prefix, len) == 0;
}

/* False, and nothing is written, where it is no whole number. Larger ones end at a million. */
static bool read_seconds(struct dg_str digits, uint32_t *out)
{
    if (digits.len >= 2 && digits.at[0] == '"' && digits.at[digits.len - 1] == '"')
        digits = dg_str_cut(digits, 1, digits.len - 1);
    uint32_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        value = value < 1000000 ? value * 10 + (uint32_t)(digits.at[i] - '0') : value;
    }
    if (digits.len)
        *out = value;
    return digits.len > 0;
}

uint32_t dg_prefer_wait(struct dg_str header, uint32_t otherwise_s, uint32_t max_s)
{
    struct dg_str item;
    uint32_t seconds = otherwise_s;
    while (next_item(&header, ',', &item)) {
        struct dg_str preference;
        if (!next_item(&item, ';', &preference) || !starts_like(preference, "wait="))
            continue;
        if (read_seconds(dg_str_trim(dg_str_cut(preference, strlen("wait="), preference.len)), &seconds))
            break;
    }
    return seconds < max_s ? seconds : max_s;
}

/* "q=0", "q=0.000": not wanted. */
static bool is_refusal(struct dg_str parameter)
{
    if (!starts_like(parameter, "q=0"))
        return false;
    for (size_t i = strlen("q="); i < parameter.len; i++) {
        if (parameter.at[i] != '0' && parameter.at[i] != '.')
            return false;
    }
    return true;
}

bool dg_accepts_events(struct dg_str header)
{
    struct dg_str item, part;
    while (next_item(&header, ',', &item)) {
        if (!next_item(&item, ';', &part) || part.len != strlen("text/event-stream") ||
                !starts_like(part, "text/event-stream"))
            continue;
        bool refused = false;
        while (next_item(&item, ';', &part))
            refused = refused || is_refusal(part);
        if (!refused)
            return true;
    }
    return false;
}
