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

static const char *read_login(struct dg_redis_address *out, struct dg_str login)
{
    struct dg_str user = { "", 0 };
    if (!take_until(&login, ':', false, &user) || !decode(out->user, sizeof out->user, user) ||
            !decode(out->password, sizeof out->password, login))
        return "before @ stands user:password, with % as %25";
    return NULL;
}

/* ---- hosts ------------------------------------------------------------------------------------------------- */

static const char *read_peer(struct dg_redis_peer *out, struct dg_str rest, uint32_t usual_port)
{
    struct dg_str host = rest, port = { "", 0 };
    if (rest.len && rest.at[0] == '[') {
        rest = dg_str_cut(rest, 1, rest.len);
        if (!take_until(&rest, ']', false, &host) || (rest.len && rest.at[0] != ':'))
            return "an address in [ needs a ] and then a :port or nothing";
        port = rest.len ? dg_str_cut(rest, 1, rest.len) : rest;
    } else if (take_until(&rest, ':', true, &host)) {
        port = rest;
    }
    uint32_t number = usual_port;
    if (!host.len || !decode(out->host, sizeof out->host, host))
        return "a host is missing, or is no host";
    if ((port.len && !read_number(port, UINT16_MAX, &number)) || !number)
        return "a port is a number from 1 to 65535";
    out->port = (uint16_t)number;
    return NULL;
}

static const char *read_peers(struct dg_redis_address *out, struct dg_str rest, uint32_t usual_port)
{
    const char *wrong = NULL;
    for (bool more = true; more && !wrong;) {
        struct dg_str one = rest;
        more = take_until(&rest, ',', false, &one);
        if (out->peer_count == DG_REDIS_PEERS_MAX)
            return "there are more than 16 hosts";
        wrong = read_peer(&out->peers[out->peer_count++], one, usual_port);
    }
    return wrong;
}

/* ---- what stands after the hosts --------------------------------------------------------------------------- */

static const char *read_database(struct dg_redis_address *out, struct dg_str path)
{
    return path.len == 0 || read_number(path, 1000000, &out->database) ? NULL : "the database after / is no number";
}

static const char *read_master(struct dg_redis_address *out, struct dg_str path)
{
    struct dg_str name = path;
    if (!take_until(&path, '/', false, &name))
        path = (struct dg_str){ "", 0 };
    if (name.len == 0 || !decode(out->master, sizeof out->master, name))
        return "after the Sentinels stands /NAME, the name by which they know the master";
    return read_database(out, path);
}

static const char *read_nothing(struct dg_redis_address *out, struct dg_str path)
{
    (void)out;
    return path.len == 0 ? NULL : "a Cluster has only database 0: nothing stands after /";
}

/* ---- the whole --------------------------------------------------------------------------------------------- */

static const struct scheme {
    const char *text; /* after redis or rediss */
    enum dg_redis_kind kind;
    uint32_t usual_port;
    const char *(*read_path)(struct dg_redis_address *out, struct dg_str path);
} schemes[] = {
    { "://", DG_REDIS_ALONE, 6379, read_database },
    { "+sentinel://", DG_REDIS_SENTINEL, 26379, read_master },
    { "+cluster://", DG_REDIS_CLUSTER, 6379, read_nothing },
};

static const struct scheme *find_scheme(struct dg_str rest)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (dg_str_starts(rest, schemes[i].text))
            return &schemes[i];
    return NULL;
}

const char *dg_redis_address_read(struct dg_redis_address *out, struct dg_str url)
{
    bool known = dg_str_starts(url, "redis"), secure = dg_str_starts(url, "rediss");
    struct dg_str login, hosts, rest = known ? dg_str_cut(url, strlen(secure ? "rediss" : "redis"), url.len) : url;
    const struct scheme *scheme = known ? find_scheme(rest) : NULL;
    *out = (struct dg_redis_address){ .kind = scheme ? scheme->kind : DG_REDIS_ALONE, .secure = secure };
    if (!scheme)
        return "it begins with none of redis://, redis+sentinel://, redis+cluster://, nor with these and rediss";
    rest = dg_str_cut(rest, strlen(scheme->text), rest.len);
    const char *wrong = NULL;
    if (take_until(&rest, '@', true, &login))
        wrong = read_login(out, login);
    hosts = rest;
    if (!take_until(&rest, '/', false, &hosts))
        rest = (struct dg_str){ "", 0 };
    if (!wrong)
        wrong = read_peers(out, hosts, scheme->usual_port);
    if (!wrong && out->peer_count > 1 && scheme->kind == DG_REDIS_ALONE)
        wrong = "redis:// names one host; several are redis+sentinel:// or redis+cluster://";
    return wrong ? wrong : scheme->read_path(out, rest);
}

bool dg_redis_peer_eq(const struct dg_redis_peer *a, const struct dg_redis_peer *b)
{
    return a->port == b->port && strcmp(a->host, b->host) == 0;
}
