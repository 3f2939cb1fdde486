#include "adapters/request.h"

#include <strings.h>

static bool same_name(struct dg_str a, const char *b)
{
    return a.len == strlen(b) && strncasecmp(a.at, b, a.len) == 0;
}

struct dg_str dg_reply_header(const struct dg_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        if (same_name(reply->headers[i].name, name))
            return reply->headers[i].value;
    }
    return (struct dg_str){ "", 0 };
}

bool dg_reply_refused(const struct dg_reply *reply)
{
    return reply->end == DG_SENT_OK && reply->status >= 400 && reply->status < 500 && reply->status != 408 &&
            reply->status != 429;
}

bool dg_request_header(struct dg_request *request, const char *name, struct dg_str value, bool secret)
{
    if (request->header_count == DG_HEADERS_MAX)
        return false;
    request->headers[request->header_count++] = (struct dg_header){ dg_str_of(name), value, secret };
    return true;
}

static bool one_line(struct dg_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '\r' || s.at[i] == '\n' || s.at[i] == '\0')
            return false;
    }
    return true;
}

static bool one_word(struct dg_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c <= ' ' || c >= 127 || c == ':')
            return false;
    }
    return s.len > 0;
}

bool dg_request_well_formed(const struct dg_request *request)
{
    bool well = one_word(request->method) && one_line(request->user) && one_line(request->password);
    for (size_t i = 0; i < request->header_count && well; i++)
        well = one_word(request->headers[i].name) && one_line(request->headers[i].value);
    return well;
}

struct dg_str dg_request_host(const struct dg_request *request)
{
    struct dg_str url = request->url;
    ptrdiff_t scheme = dg_str_find(url, dg_str_of("://"), 0);
    if (scheme < 0)
        return (struct dg_str){ "", 0 };
    size_t start = (size_t)scheme + 3, end = start;
    while (end < url.len && !strchr("/?#", url.at[end])) {
        if (url.at[end++] == '@')
            start = end;
    }
    return dg_str_cut(url, start, end);
}

static bool unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

size_t dg_percent_write(char *out, struct dg_str text)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (unreserved(text.at[i])) {
            out[len++] = text.at[i];
            continue;
        }
        out[len++] = '%';
        out[len++] = hex[c >> 4];
        out[len++] = hex[c & 15];
    }
    return len;
}

struct dg_str dg_percent_encode(struct dg_arena *arena, struct dg_str text)
{
    char *out = dg_arena_array(arena, text.len + 1, DG_PERCENT_BYTES);
    if (!out)
        return (struct dg_str){ "", 0 };
    return (struct dg_str){ out, dg_percent_write(out, text) };
}
