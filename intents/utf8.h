/* Code points, UTF-16 units and bytes: the only place that converts between them.
 * Nothing is owned. Pure; any thread. Functions other than dg_utf8_check trust their text to be valid UTF-8. */
#ifndef DG_UTF8_H
#define DG_UTF8_H

#include "intents/str.h"

#include <stdint.h>

/* Offset of the first byte that is not well-formed UTF-8 (RFC 3629) or is NUL, or -1 when all is well. */
ptrdiff_t dg_utf8_check(struct dg_str text);

/* The code point at byte `at` (< text.len); its length in bytes (1 to 4) goes to *len. */
static inline uint32_t dg_utf8_at(struct dg_str text, size_t at, size_t *len)
{
    const unsigned char *s = (const unsigned char *)text.at + at;
    if (s[0] < 0x80) {
        *len = 1;
        return s[0];
    }
    if (s[0] < 0xE0) {
        *len = 2;
        return ((uint32_t)(s[0] & 0x1F) << 6) | (s[1] & 0x3Fu);
    }
    if (s[0] < 0xF0) {
        *len = 3;
        return ((uint32_t)(s[0] & 0x0F) << 12) | ((uint32_t)(s[1] & 0x3F) << 6) | (s[2] & 0x3Fu);
    }
    *len = 4;
    return ((uint32_t)(s[0] & 0x07) << 18) | ((uint32_t)(s[1] & 0x3F) << 12) | ((uint32_t)(s[2] & 0x3F) << 6) |
            (s[3] & 0x3Fu);
}

/* Writes `cp` to `out` (4 bytes of room) and returns its length. */
size_t dg_utf8_put(char *out, uint32_t cp);
/* Byte offset of the code point that ends at byte `at` (> 0). */
size_t dg_utf8_before(struct dg_str text, size_t at);

/* Units in the first `bytes` bytes of the text. */
size_t dg_utf8_codepoints(struct dg_str text, size_t bytes);
size_t dg_utf8_utf16_units(struct dg_str text, size_t bytes);
/* Byte offset of code point `cp`; text.len when there are not so many. */
size_t dg_utf8_byte_of(struct dg_str text, size_t cp);

#endif
