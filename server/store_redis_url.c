#include "server/store_redis.h"

/* Takes the text before the first (or last) `mark` off `rest`. False: no such mark, `rest` as it was. */
static bool take_until(struct dg_str *rest, char mark, bool last, struct dg_str *taken)
{
    if (!rest->len)
        return false;
    const char *at = last ? memrchr(rest->at, mark, rest->len) : memchr(rest->at, mark, rest->len);
    if (!at)
        return false;
    size_t len = (size_t)(at - rest->at);
    *taken = dg_str_cut(*rest, 0, len);
    *rest = dg_str_cut(*rest, len + 1, rest->len);
    return true;
}

static int hex(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c | 0x20) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Copies with %-escapes undone. False: a broken escape, a NUL, or too long. */
static bool decode(char *out, size_t room, struct dg_str text)
{
    size_t used = 0;
    for (size_t i = 0; i < text.len; i++) {
        int c = (unsigned char)text.at[i];
        if (c == '%') {
            int high = i + 2 < text.len ? hex(text.at[i + 1]) : -1, low = high < 0 ? -1 : hex(text.at[i + 2]);
            if (high < 0 || low < 0)
                return false;
            c = high * 16 + low;
            i += 2;
        }
        if (c == 0 || used + 1 >= room)
            return false;
        out[used++] = (char)c;
    }
    out[used] = '\0';
    return true;
}

static bool read_number(struct dg_str text, uint32_t most, uint32_t *out)
{
    uint32_t n = 0;
    if (text.len == 0 || text.len > 9)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        n = n * 10 + (uint32_t)(text.at[i] - '0');
    }
    *out = n;
    return n <= most;
}

static bool read_login(struct dg_redis_address *out, struct dg_str login)
{
    struct dg_str user = { "", 0 };
    if (!take_until(&login, ':', false, &user))
        return false;
    return decode(out->user, sizeof out->user, user) && decode(out->password, sizeof out->password, login);
}

static bool read_host(struct dg_redis_address *out, struct dg_str rest)
{
    struct dg_str host = rest, port = { "", 0 };
    if (rest.len && rest.at[0] == '[') {
        rest = dg_str_cut(rest, 1, rest.len);
        if (!take_until(&rest, ']', false, &host) || (rest.len && rest.at[0] != ':'))
            return false;
        port = rest.len ? dg_str_cut(rest, 1, rest.len) : rest;
    } else if (take_until(&rest, ':', true, &host)) {
        port = rest;
    }
    uint32_t number = 6379;
    if (port.len && !read_number(port, UINT16_MAX, &number))
        return false;
    out->port = (uint16_t)number;
    return host.len && number && decode(out->host, sizeof out->host, host);
}

enum dg_status dg_redis_address_read(struct dg_redis_address *out, struct dg_str url, struct dg_problem *why)
{
    static const char scheme[] = "redis://";
    struct dg_str login, host, rest;
    *out = (struct dg_redis_address){ .port = 0 };
    if (dg_str_starts(url, "rediss://"))
        return dg_problem_set(
                why, DG_BAD_INPUT, "", "rediss:// (TLS) is not supported; use redis:// in a private network");
    if (!dg_str_starts(url, scheme))
        return dg_problem_set(why, DG_BAD_INPUT, "", "the address does not begin with redis://");
    rest = dg_str_cut(url, strlen(scheme), url.len);
    if (take_until(&rest, '@', true, &login) && !read_login(out, login))
        return dg_problem_set(why, DG_BAD_INPUT, "", "before @ stands user:password, with %% as %%25");
    bool with_database = take_until(&rest, '/', false, &host);
    if (!read_host(out, with_database ? host : rest))
        return dg_problem_set(why, DG_BAD_INPUT, "", "the address has no host, or no good port");
    if (with_database && rest.len && !read_number(rest, 1000000, &out->database))
        return dg_problem_set(why, DG_BAD_INPUT, "", "the database after / is no number");
    return DG_OK;
}
