#include "server/store_redis_reply.h"

#include <stdlib.h>

static const struct dg_answer unavailable = { .status = DG_UNAVAILABLE };

static bool is_text(const redisReply *r)
{
    return r->type == REDIS_REPLY_STRING;
}

static struct dg_str text_of(const redisReply *r)
{
    return (struct dg_str){ r->str, (size_t)r->len };
}

/* A version is text in a hash and a number out of a script, a port is text. False: it is neither, or none of ours. */
static bool read_count(const redisReply *r, uint64_t *out)
{
    *out = 0;
    if (r->type == REDIS_REPLY_INTEGER) {
        *out = (uint64_t)r->integer;
        return r->integer >= 0;
    }
    if (!is_text(r) || r->len == 0 || r->len > 18)
        return false;
    for (size_t i = 0; i < (size_t)r->len; i++) {
        if (r->str[i] < '0' || r->str[i] > '9')
            return false;
        *out = *out * 10 + (uint64_t)(r->str[i] - '0');
    }
    return true;
}

static struct dg_record *make_records(struct dg_call *call, size_t count)
{
    return dg_arena_array(call->arena, count ? count : 1, sizeof(struct dg_record));
}

/* Version and value of each field that was asked for, both nil where there is no such record. */
static struct dg_answer read_get(struct dg_call *call, const redisReply *reply)
{
    struct dg_record *records = make_records(call, call->count);
    if (!records || reply->elements != call->count * 2)
        return unavailable;
    for (size_t i = 0; i < call->count; i++) {
        const redisReply *version = reply->element[i * 2], *value = reply->element[i * 2 + 1];
        records[i].field = call->puts[i].field;
        if (version->type == REDIS_REPLY_NIL)
            continue;
        if (!read_count(version, &records[i].version) || !is_text(value))
            return unavailable;
        records[i].value = text_of(value);
    }
    return (struct dg_answer){ DG_OK, records, call->count };
}

static int by_field(const void *a, const void *b)
{
    return dg_str_compare(((const struct dg_record *)a)->field, ((const struct dg_record *)b)->field);
}

static struct dg_answer read_list(struct dg_call *call, const redisReply *reply)
{
    size_t count = reply->elements / 3;
    struct dg_record *records = make_records(call, count);
    if (!records)
        return (struct dg_answer){ .status = DG_TOO_BIG };
    if (reply->elements % 3)
        return unavailable;
    for (size_t i = 0; i < count; i++) {
        redisReply *const *r = &reply->element[i * 3];
        if (!is_text(r[0]) || !read_count(r[1], &records[i].version) || !is_text(r[2]))
            return unavailable;
        records[i].field = text_of(r[0]);
        records[i].value = text_of(r[2]);
    }
    qsort(records, count, sizeof *records, by_field);
    return (struct dg_answer){ DG_OK, records, count };
}

/* Whether it was written, and the versions. */
static struct dg_answer read_put(struct dg_call *call, const redisReply *reply)
{
    struct dg_record *records = make_records(call, call->count);
    if (!records || reply->elements != call->count + 1 || reply->element[0]->type != REDIS_REPLY_INTEGER)
        return unavailable;
    for (size_t i = 0; i < call->count; i++) {
        records[i].field = call->puts[i].field;
        if (!read_count(reply->element[i + 1], &records[i].version))
            return unavailable;
    }
    return (struct dg_answer){ reply->element[0]->integer == 1 ? DG_OK : DG_CONFLICT, records, call->count };
}

/* A script is refused before it has written anything; Redis 6 wraps the reason into a sentence of its own. */
static bool is_full(const redisReply *reply)
{
    return reply->type == REDIS_REPLY_ERROR && dg_str_find(text_of(reply), dg_str_of("OOM command"), 0) >= 0;
}

struct dg_answer dg_redis_reply_read(struct dg_call *call, const redisReply *reply)
{
    if (call->verb == DG_VERB_FORGET)
        return (struct dg_answer){ .status = reply->type == REDIS_REPLY_INTEGER ? DG_OK : DG_UNAVAILABLE };
    if (call->verb == DG_VERB_PING)
        return (struct dg_answer){ .status = reply->type == REDIS_REPLY_STATUS ? DG_OK : DG_UNAVAILABLE };
    if (call->verb == DG_VERB_PUT && is_full(reply))
        return (struct dg_answer){ .status = DG_FULL };
    if (reply->type != REDIS_REPLY_ARRAY)
        return unavailable;
    if (call->verb == DG_VERB_GET)
        return read_get(call, reply);
    return call->verb == DG_VERB_LIST ? read_list(call, reply) : read_put(call, reply);
}

static bool is_error(const redisReply *reply, const char *code)
{
    return reply->type == REDIS_REPLY_ERROR && dg_str_starts(text_of(reply), code);
}

bool dg_redis_reply_lacks_script(const redisReply *reply)
{
    return is_error(reply, "NOSCRIPT");
}

/* Redis 6 wraps what a script met into a sentence of its own. */
bool dg_redis_reply_is_read_only(const redisReply *reply)
{
    return reply->type == REDIS_REPLY_ERROR && dg_str_find(text_of(reply), dg_str_of("READONLY"), 0) >= 0;
}

bool dg_redis_reply_wants_login(const redisReply *reply)
{
    return is_error(reply, "NOAUTH");
}

bool dg_redis_reply_is_master(const redisReply *reply)
{
    return reply->type == REDIS_REPLY_ARRAY && reply->elements > 0 && is_text(reply->element[0]) &&
            dg_str_is(text_of(reply->element[0]), "master");
}

bool dg_redis_reply_read_peer(const redisReply *reply, struct dg_redis_peer *out)
{
    uint64_t port;
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2 || !is_text(reply->element[0]) ||
            !read_count(reply->element[1], &port) || port == 0 || port > UINT16_MAX)
        return false;
    struct dg_str host = text_of(reply->element[0]);
    if (host.len == 0 || host.len >= sizeof out->host || memchr(host.at, 0, host.len))
        return false;
    memcpy(out->host, host.at, host.len);
    out->host[host.len] = '\0';
    out->port = (uint16_t)port;
    return true;
}
