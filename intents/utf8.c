#include "intents/utf8.h"

static bool is_tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Length of the well-formed sequence at `s` (`room` bytes left), or 0; the ranges of RFC 3629 §4. */
static size_t sequence(const unsigned char *s, size_t room)
{
    if (s[0] >= 0x01 && s[0] < 0x80)
        return 1;
    if (s[0] >= 0xC2 && s[0] <= 0xDF)
        return room >= 2 && is_tail(s[1]) ? 2 : 0;
    if (s[0] >= 0xE0 && s[0] <= 0xEF) {
        if (room < 3 || !is_tail(s[1]) || !is_tail(s[2]))
            return 0;
        return (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ? 0 : 3;
    }
    if (s[0] >= 0xF0 && s[0] <= 0xF4) {
        if (room < 4 || !is_tail(s[1]) || !is_tail(s[2]) || !is_tail(s[3]))
            return 0;
        return (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F) ? 0 : 4;
    }
    return 0;
}

ptrdiff_t dg_utf8_check(struct dg_str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t len = sequence((const unsigned char *)text.at + i, text.len - i);
        if (len == 0)
            return (ptrdiff_t)i;
        i += len;
    }
    return -1;
}

size_t dg_utf8_put(char *out, uint32_t cp)
{
    unsigned char *o = (unsigned char *)out;
    if (cp < 0x80) {
        o[0] = (unsigned char)cp;
        return 1;
    }
    if (cp < 0x800) {
        o[0] = (unsigned char)(0xC0 | (cp >> 6));
        o[1] = (unsigned char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        o[0] = (unsigned char)(0xE0 | (cp >> 12));
        o[1] = (unsigned char)(0x80 | ((cp >> 6) & 0x3F));
        o[2] = (unsigned char)(0x80 | (cp & 0x3F));
        return 3;
    }
    o[0] = (unsigned char)(0xF0 | (cp >> 18));
    o[1] = (unsigned char)(0x80 | ((cp >> 12) & 0x3F));
    o[2] = (unsigned char)(0x80 | ((cp >> 6) & 0x3F));
    o[3] = (unsigned char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t dg_utf8_before(struct dg_str text, size_t at)
{
    do
        at--;
    while (at > 0 && is_tail((unsigned char)text.at[at]));
    return at;
}

size_t dg_utf8_codepoints(struct dg_str text, size_t bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < bytes; i++)
        n += !is_tail((unsigned char)text.at[i]);
    return n;
}

size_t dg_utf8_utf16_units(struct dg_str text, size_t bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < bytes; i++)
        n += (size_t)(!is_tail((unsigned char)text.at[i])) + ((unsigned char)text.at[i] >= 0xF0);
    return n;
}

size_t dg_utf8_byte_of(struct dg_str text, size_t cp)
{
    size_t i = 0;
    for (; i < text.len; i++) {
        if (is_tail((unsigned char)text.at[i]))
            continue;
        if (cp == 0)
            break;
        cp--;
    }
    return i;
}
