#include "server/store_redis_slot.h"

unsigned dg_redis_slot_of(struct dg_str key)
{
    unsigned crc = 0;
    ptrdiff_t open = dg_str_find(key, dg_str_of("{"), 0);
    ptrdiff_t close = open < 0 ? -1 : dg_str_find(key, dg_str_of("}"), (size_t)open);
    if (close > open + 1)
        key = dg_str_cut(key, (size_t)open + 1, (size_t)close);
    for (size_t i = 0; i < key.len; i++) {
        crc ^= (unsigned)(unsigned char)key.at[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
    }
    return crc % DG_REDIS_SLOTS;
}

/* Nothing, or "?": the server does not know under which name clients see it. */
static bool set_peer(struct dg_redis_peer *out, struct dg_str host, long long port, const struct dg_redis_peer *asked)
{
    if (host.len == 0 || dg_str_is(host, "?"))
        host = dg_str_of(asked->host);
    if (host.len >= sizeof out->host || memchr(host.at, '\0', host.len) || port < 1 || port > UINT16_MAX)
        return false;
    memcpy(out->host, host.at, host.len);
    out->host[host.len] = '\0';
    out->port = (uint16_t)port;
    return true;
}

/* ---- CLUSTER SLOTS ----------------------------------------------------------------------------------------- */

/* A range: first, last, its master as host and port (and more), its replicas. */
static bool read_range(const redisReply *r, const struct dg_redis_peer *asked, struct dg_redis_peer *master)
{
    if (r->type != REDIS_REPLY_ARRAY || r->elements < 3 || r->element[0]->type != REDIS_REPLY_INTEGER ||
            r->element[1]->type != REDIS_REPLY_INTEGER || r->element[0]->integer < 0 ||
            r->element[0]->integer > r->element[1]->integer || r->element[1]->integer >= DG_REDIS_SLOTS)
        return false;
    const redisReply *at = r->element[2];
    if (at->type != REDIS_REPLY_ARRAY || at->elements < 2 || at->element[1]->type != REDIS_REPLY_INTEGER)
        return false;
    const redisReply *host = at->element[0];
    if (host->type != REDIS_REPLY_STRING && host->type != REDIS_REPLY_NIL)
        return false;
    struct dg_str name = { host->str, host->type == REDIS_REPLY_NIL ? 0 : (size_t)host->len };
    return set_peer(master, name, at->element[1]->integer, asked);
}

bool dg_redis_slots_read(const redisReply *reply, const struct dg_redis_peer *asked,
        void (*each)(void *owner, unsigned first, unsigned last, const struct dg_redis_peer *master), void *owner)
{
    struct dg_redis_peer master;
    if (reply->type != REDIS_REPLY_ARRAY)
        return false;
    for (size_t i = 0; i < reply->elements; i++)
        if (!read_range(reply->element[i], asked, &master))
            return false;
    for (size_t i = 0; i < reply->elements; i++) {
        const redisReply *range = reply->element[i];
        if (read_range(range, asked, &master))
            each(owner, (unsigned)range->element[0]->integer, (unsigned)range->element[1]->integer, &master);
    }
    return true;
}

/* ---- errors that send a call elsewhere --------------------------------------------------------------------- */

static bool take_number(struct dg_str *text, long long most, long long *out)
{
    size_t digits = 0;
    for (*out = 0; digits < text->len && digits < 6 && text->at[digits] >= '0' && text->at[digits] <= '9'; digits++)
        *out = *out * 10 + (text->at[digits] - '0');
    *text = dg_str_cut(*text, digits, text->len);
    return digits > 0 && *out <= most;
}

/* "3999 127.0.0.1:6381", also "3999 ::1:6381" and "3999 :6381". */
static bool read_target(
        struct dg_str text, const struct dg_redis_peer *asked, unsigned *slot, struct dg_redis_peer *peer)
{
    long long number, port;
    if (!take_number(&text, DG_REDIS_SLOTS - 1, &number) || !dg_str_starts(text, " "))
        return false;
    *slot = (unsigned)number;
    const char *colon = memrchr(text.at, ':', text.len);
    if (!colon)
        return false;
    size_t at = (size_t)(colon - text.at);
    struct dg_str rest = dg_str_cut(text, at + 1, text.len);
    return take_number(&rest, UINT16_MAX, &port) && rest.len == 0 &&
            set_peer(peer, dg_str_cut(text, 1, at), port, asked);
}

enum dg_redis_way dg_redis_way_read(
        const redisReply *reply, const struct dg_redis_peer *asked, unsigned *slot, struct dg_redis_peer *peer)
{
    static const struct {
        const char *code;
        enum dg_redis_way way;
    } codes[] = {
        { "MOVED ", DG_REDIS_MOVED },
        { "ASK ", DG_REDIS_ASK },
        { "TRYAGAIN", DG_REDIS_LATER },
        { "CLUSTERDOWN", DG_REDIS_LATER },
    };
    if (reply->type != REDIS_REPLY_ERROR)
        return DG_REDIS_HERE;
    struct dg_str text = { reply->str, (size_t)reply->len };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (!dg_str_starts(text, codes[i].code))
            continue;
        struct dg_str rest = dg_str_cut(text, strlen(codes[i].code), text.len);
        bool read = codes[i].way == DG_REDIS_LATER || read_target(rest, asked, slot, peer);
        return read ? codes[i].way : DG_REDIS_HERE;
    }
    return DG_REDIS_HERE;
}
