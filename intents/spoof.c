#include "intents/spoof.h"

#include "intents/utf8.h"

#include <stdio.h>
#include <unicode/uidna.h>

enum { HOST_BYTES_MAX = 253, LOOK_BYTES_MAX = 4 * HOST_BYTES_MAX };

/* ---- what is not seen -------------------------------------------------------------------------------------- */

static bool is_emoji_part(uint32_t cp)
{
    return cp >= 0x2190 && (cp < 0x2E80 || cp == 0xFE0F || cp >= 0x1F000) && !(cp >= 0xE0000 && cp < 0xE0100);
}

static bool is_never_seen(uint32_t cp)
{
    bool turns = (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
    bool empty = cp == 0x00AD || cp == 0x034F || cp == 0x200B || cp == 0x200C || (cp >= 0x2060 && cp <= 0x2064) ||
            cp == 0x3164 || cp == 0xFEFF;
    return turns || empty;
}

/* Joiners and tags belong into emoji and nowhere else in the languages read here. */
static bool joins_emoji(uint32_t cp)
{
    return cp == 0x200D || (cp >= 0xE0000 && cp <= 0xE007F);
}

bool dg_spoof_hidden(struct dg_str text)
{
    uint32_t before = 0;
    size_t len;
    for (size_t i = 0; i < text.len; i += len) {
        uint32_t cp = dg_utf8_at(text, i, &len);
        if (is_never_seen(cp) || (joins_emoji(cp) && !is_emoji_part(before)))
            return true;
        before = joins_emoji(cp) ? before : cp;
    }
    return false;
}

/* ---- hosts ------------------------------------------------------------------------------------------------- */

static bool ends_authority(char c)
{
    return c == '/' || c == '?' || c == '#';
}

/* What stands between "//" and the path, with a user before it (RFC 3986 §3.2). */
static struct dg_str authority_of(struct dg_str url)
{
    ptrdiff_t slashes = dg_str_find(url, dg_str_of("//"), 0);
    size_t start = slashes < 0 ? 0 : (size_t)slashes + 2, end = start;
    while (end < url.len && !ends_authority(url.at[end]))
        end++;
    return dg_str_cut(url, start, end);
}

static struct dg_str host_of(struct dg_str authority)
{
    size_t start = authority.len;
    while (start > 0 && authority.at[start - 1] != '@')
        start--;
    struct dg_str host = dg_str_cut(authority, start, authority.len);
    ptrdiff_t colon = dg_str_find(host, dg_str_of(":"), 0);
    return colon < 0 ? host : dg_str_cut(host, 0, (size_t)colon);
}

/* "xn--…" as it is shown (RFC 3492); the host itself where it holds none or is no host. */
static struct dg_str shown(struct dg_str host, char out[HOST_BYTES_MAX])
{
    if (dg_str_find(host, dg_str_of("xn--"), 0) < 0)
        return host;
    UErrorCode error = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UIDNA *idna = uidna_openUTS46(UIDNA_DEFAULT, &error);
    int32_t len = U_SUCCESS(error)
            ? uidna_nameToUnicodeUTF8(idna, host.at, (int32_t)host.len, out, HOST_BYTES_MAX, &info, &error)
            : 0;
    uidna_close(idna);
    return U_SUCCESS(error) && len > 0 && len <= HOST_BYTES_MAX ? (struct dg_str){ out, (size_t)len } : host;
}

/* ---- looks ------------------------------------------------------------------------------------------------- */

/* Letters that are taken for a Latin letter: Cyrillic, Greek, Armenian, Latin with marks, and figures. */
static const struct {
    uint32_t cp;
    char looks;
} confusables[] = { { '0', 'o' }, { '|', 'l' }, { '5', 's' }, { 0x0430, 'a' }, { 0x0435, 'e' }, { 0x043E, 'o' },
    { 0x0440, 'p' }, { 0x0441, 'c' }, { 0x0443, 'y' }, { 0x0445, 'x' }, { 0x0455, 's' }, { 0x0456, 'i' },
    { 0x0458, 'j' }, { 0x04BB, 'h' }, { 0x04CF, 'l' }, { 0x0501, 'd' }, { 0x051B, 'q' }, { 0x051D, 'w' },
    { 0x03B1, 'a' }, { 0x03B9, 'i' }, { 0x03BA, 'k' }, { 0x03BD, 'v' }, { 0x03BF, 'o' }, { 0x03C1, 'p' },
    { 0x03C5, 'u' }, { 0x03C7, 'x' }, { 0x0570, 'h' }, { 0x0585, 'o' }, { 0x057D, 'u' }, { 0x0261, 'g' },
    { 0x0131, 'i' }, { 0x00E0, 'a' }, { 0x00E1, 'a' }, { 0x00E2, 'a' }, { 0x00E4, 'a' }, { 0x00E5, 'a' },
    { 0x0101, 'a' }, { 0x00E8, 'e' }, { 0x00E9, 'e' }, { 0x00EB, 'e' }, { 0x00EC, 'i' }, { 0x00ED, 'i' },
    { 0x00EF, 'i' }, { 0x00F2, 'o' }, { 0x00F3, 'o' }, { 0x00F6, 'o' }, { 0x00F8, 'o' }, { 0x00F9, 'u' },
    { 0x00FA, 'u' }, { 0x00FC, 'u' }, { 0x00F1, 'n' }, { 0x00E7, 'c' } };

/* What a letter looks like; `one` is what 1 is read as. */
static uint32_t look_of(uint32_t cp, char one)
{
    if (cp == '1')
        return (unsigned char)one;
    for (size_t i = 0; i < sizeof confusables / sizeof confusables[0]; i++) {
        if (confusables[i].cp == cp)
            return (unsigned char)confusables[i].looks;
    }
    return cp;
}

/* Two letters that look like one. */
static size_t join_pair(char *out, size_t len)
{
    if (len >= 2 && out[len - 2] == 'r' && out[len - 1] == 'n')
        out[--len - 1] = 'm';
    else if (len >= 2 && out[len - 2] == 'v' && out[len - 1] == 'v')
        out[--len - 1] = 'w';
    return len;
}

/* One way to read the host, as somebody reads it who does not look twice. */
static struct dg_str look(struct dg_str host, char out[LOOK_BYTES_MAX], char one, bool join)
{
    size_t len = 0, step;
    for (size_t i = 0; i < host.len && len + 4 < LOOK_BYTES_MAX; i += step) {
        len += dg_utf8_put(out + len, look_of(dg_utf8_at(host, i, &step), one));
        if (join)
            len = join_pair(out, len);
    }
    return (struct dg_str){ out, len };
}

/* ---- hosts that are known ---------------------------------------------------------------------------------- */

/* The end of `host` from its label number `labels` counted from behind. */
static struct dg_str last_labels(struct dg_str host, int labels)
{
    size_t start = host.len;
    while (start > 0 && (host.at[start - 1] != '.' || --labels > 0))
        start--;
    return dg_str_cut(host, start, host.len);
}

static bool is_known(struct dg_str name, const struct dg_lexicon *lexicon)
{
    struct dg_word word;
    return dg_lexicon_is(lexicon, DG_IN_ANY, DG_W_DOMAIN_KNOWN, name, &word);
}

static bool belongs_to_known(struct dg_str host, const struct dg_lexicon *lexicon)
{
    return is_known(last_labels(host, 2), lexicon) || is_known(last_labels(host, 3), lexicon);
}

/* The same with one i for an l or the other way round. */
static bool known_but_for_a_stroke(struct dg_str host, const struct dg_lexicon *lexicon)
{
    char *at = (char *)(uintptr_t)host.at; /* the caller's buffer */
    bool known = belongs_to_known(host, lexicon);
    for (size_t i = 0; i < host.len && !known; i++) {
        char was = at[i];
        if (was != 'i' && was != 'l')
            continue;
        at[i] = was == 'i' ? 'l' : 'i';
        known = belongs_to_known(host, lexicon);
        at[i] = was;
    }
    return known;
}

static bool looks_like_known(struct dg_str host, const struct dg_lexicon *lexicon)
{
    static const char ones[] = { 'l', 'i' };
    char buffer[LOOK_BYTES_MAX];
    for (size_t i = 0; i < sizeof ones * 2; i++) {
        struct dg_str seen = look(host, buffer, ones[i / 2], i % 2 != 0);
        if (known_but_for_a_stroke(seen, lexicon))
            return true;
    }
    return false;
}

/* apple.com.verify.example: a known name at the front of another's. */
static bool begins_with_known(struct dg_str host, const struct dg_lexicon *lexicon)
{
    for (size_t i = 1; i < host.len; i++) {
        if (host.at[i] == '.' && belongs_to_known(dg_str_cut(host, 0, i), lexicon))
            return true;
    }
    return false;
}

/* paypal-login.com: a known name's first label as a word of somebody else's. */
static bool has_known_word(struct dg_str host, const struct dg_lexicon *lexicon)
{
    char name[HOST_BYTES_MAX + 8];
    struct dg_str own = last_labels(host, 2);
    ptrdiff_t dot = dg_str_find(own, dg_str_of("."), 0);
    if (dot < 0 || dg_str_find(own, dg_str_of("-"), 0) < 0)
        return false;
    for (size_t start = 0, end; start < (size_t)dot; start = end + 1) {
        for (end = start; end < (size_t)dot && own.at[end] != '-';)
            end++;
        int len = snprintf(name, sizeof name, "%.*s.com", (int)(end - start), own.at + start);
        if (len > 0 && is_known((struct dg_str){ name, (size_t)len }, lexicon))
            return true;
    }
    return false;
}

/* Small letters, for the Latin ones: hosts know no others. */
static struct dg_str small(struct dg_str host, char out[HOST_BYTES_MAX])
{
    size_t len = host.len < HOST_BYTES_MAX ? host.len : HOST_BYTES_MAX;
    for (size_t i = 0; i < len; i++)
        out[i] = host.at[i] >= 'A' && host.at[i] <= 'Z' ? (char)(host.at[i] + 32) : host.at[i];
    return (struct dg_str){ out, len };
}

bool dg_spoof_link(struct dg_str url, const struct dg_lexicon *lexicon)
{
    char lower[HOST_BYTES_MAX], unicode[HOST_BYTES_MAX];
    struct dg_str authority = authority_of(url), host = small(host_of(authority), lower);
    bool has_user = host.len < authority.len && dg_str_find(authority, dg_str_of("@"), 0) >= 0;
    host = shown(host, unicode);
    if (has_user && dg_str_find(authority, dg_str_of("."), 0) < dg_str_find(authority, dg_str_of("@"), 0))
        return true;
    if (belongs_to_known(host, lexicon))
        return false;
    return looks_like_known(host, lexicon) || begins_with_known(host, lexicon) || has_known_word(host, lexicon);
}
