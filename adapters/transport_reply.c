#include "adapters/transport_reply.h"

#include <stdlib.h>

enum { HEADER_BYTES_MAX = 64 * 1024 };

static bool grow(struct dg_incoming *in, size_t size)
{
    if (size > in->most || in->len > in->most - size) {
        in->too_big = true;
        return false;
    }
    if (in->len + size <= in->room)
        return true;
    size_t room = (in->len + size) * 2;
    char *body = realloc(in->body, room);
    if (!body)
        return false;
    in->body = body;
    in->room = room;
    return true;
}

static size_t on_body(char *bytes, size_t one, size_t size, void *owner)
{
    struct dg_incoming *in = owner;
    (void)one;
    if (!grow(in, size))
        return 0;
    memcpy(in->body + in->len, bytes, size);
    in->len += size;
    return size;
}

static size_t on_header(char *bytes, size_t one, size_t size, void *owner)
{
    struct dg_incoming *in = owner;
    (void)bytes;
    (void)one;
    in->header_bytes += size;
    in->too_big = in->too_big || in->header_bytes > HEADER_BYTES_MAX;
    return in->too_big ? 0 : size;
}

bool dg_incoming_begin(struct dg_incoming *in, CURL *easy, size_t bytes_max)
{
    in->most = bytes_max;
    return curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_WRITEDATA, in) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_HEADERDATA, in) == CURLE_OK;
}

void dg_incoming_restart(struct dg_incoming *in)
{
    in->len = in->header_bytes = 0;
}

static bool keep_headers(struct dg_reply *reply, CURL *easy, struct dg_arena *arena)
{
    size_t count = 0;
    struct curl_header *h = NULL;
    while ((h = curl_easy_nextheader(easy, CURLH_HEADER, -1, h)))
        count++;
    struct dg_header *headers = dg_arena_array(arena, count + 1, sizeof *headers);
    if (!headers)
        return false;
    reply->headers = headers;
    while (reply->header_count < count && (h = curl_easy_nextheader(easy, CURLH_HEADER, -1, h))) {
        headers[reply->header_count].name = dg_arena_copy(arena, dg_str_of(h->name));
        headers[reply->header_count++].value = dg_arena_copy(arena, dg_str_of(h->value));
    }
    return !dg_arena_overflowed(arena);
}

struct dg_reply dg_incoming_keep(const struct dg_incoming *in, CURL *easy, struct dg_arena *arena)
{
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    struct dg_reply reply = { .end = DG_SENT_OK, .status = (int)status };
    bool kept = keep_headers(&reply, easy, arena);
    reply.body = dg_arena_copy(arena, (struct dg_str){ in->body ? in->body : "", in->len });
    if (!kept || reply.body.len != in->len)
        return (struct dg_reply){ .end = DG_SENT_TOO_BIG };
    return reply;
}

void dg_incoming_finish(struct dg_incoming *in)
{
    free(in->body);
    *in = (struct dg_incoming){ 0 };
}
