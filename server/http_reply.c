/* Replies: whole ones, problems and streams. */
#include "server/http_internal.h"
#include "server/problem.h"
#include "server/wire.h"

#include <stdlib.h>

/* ---- the response with its headers ------------------------------------------------------------------------- */

static struct dg_reply_header *header_of(const struct dg_exchange *ex, const char *name)
{
    struct dg_reply_header *h = ex->headers;
    while (h && strcmp(h->name, name) != 0)
        h = h->next;
    return h;
}

void dg_exchange_set(struct dg_exchange *ex, const char *name, struct dg_str value)
{
    struct dg_reply_header *header = header_of(ex, name);
    if (header) {
        header->value = dg_arena_copy(ex->arena, value).at;
        return;
    }
    header = dg_arena_alloc(ex->arena, sizeof *header);
    if (!header)
        return;
    *header = (struct dg_reply_header){ ex->headers, name, dg_arena_copy(ex->arena, value).at };
    ex->headers = header;
}

/* Takes `response`. Nothing of ours may be cached, sniffed or framed; a handler's own header of the name comes first. */
static void dress(struct dg_exchange *ex, struct MHD_Response *response, int status, const char *content_type)
{
    static const struct {
        const char *name, *value;
    } usual[] = { { "Cache-Control", "no-store" }, { "X-Content-Type-Options", "nosniff" },
        { "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" } };
    for (const struct dg_reply_header *h = ex->headers; h; h = h->next)
        MHD_add_response_header(response, h->name, h->value);
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
        if (!MHD_get_response_header(response, usual[i].name))
            MHD_add_response_header(response, usual[i].name, usual[i].value);
    }
    MHD_add_response_header(response, "X-Request-Id", ex->request_id);
    if (content_type)
        MHD_add_response_header(response, "Content-Type", content_type);
    if (ex->lane->tls)
        MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
    if (ex->http->draining)
        MHD_add_response_header(response, "Connection", "close");
    ex->response = response;
    ex->status = status;
}

/* The handler's part is over, or a stream has begun: whoever waits is woken. */
static void ready(struct dg_exchange *ex)
{
    bool waiting = ex->state == DG_EX_WAITING;
    dg_exchange_move(ex, DG_EX_READY);
    if (!waiting)
        return;
    MHD_resume_connection(ex->connection);
    dg_http_wake(ex->http);
}

bool dg_exchange_hand_over(struct dg_exchange *ex)
{
    struct MHD_Response *response = ex->response;
    ex->response = NULL;
    dg_exchange_move(ex, DG_EX_SENDING);
    if (!ex->stream.on)
        dg_http_deadline(ex->http, ex->connection, (uint64_t)ex->lane->app->config->idle_s * 1000);
    if (!response)
        return false;
    enum MHD_Result queued = MHD_queue_response(ex->connection, (unsigned)ex->status, response);
    MHD_destroy_response(response);
    return queued == MHD_YES;
}

/* ---- whole replies ----------------------------------------------------------------------------------------- */

/* Whether a reply can still be taken; else the client has gone or it was answered for. */
static bool can_reply(const struct dg_exchange *ex)
{
    return ex->connection && (ex->state == DG_EX_HANDLING || ex->state == DG_EX_WAITING);
}

/* Without memory for a body the response stays NULL, which closes the connection. */
static void answer(struct dg_exchange *ex, int status, const char *content_type, struct dg_str body)
{
    struct MHD_Response *response =
            MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.at, MHD_RESPMEM_MUST_COPY);
    if (response)
        dress(ex, response, status, content_type);
    ready(ex);
}

void dg_exchange_reply(struct dg_exchange *ex, int status, const char *content_type, struct dg_str body)
{
    if (can_reply(ex))
        answer(ex, status, content_type, body);
    dg_exchange_release(ex, DG_HELD_BY_HANDLER);
}

/* What a problem says beside its body. */
static void set_for_problem(struct dg_exchange *ex, const struct dg_problem *problem)
{
    enum dg_status status = problem->status;
    bool again =
            status == DG_UNAVAILABLE || status == DG_FULL || (status == DG_TOO_MANY && !header_of(ex, "Retry-After"));
    if (problem->again_s)
        dg_exchange_set(ex, "Retry-After", dg_arena_print(ex->arena, "%u", problem->again_s));
    else if (again)
        dg_exchange_set(ex, "Retry-After", dg_str_of("1"));
    if (status == DG_UNAUTHORISED)
        dg_exchange_set(ex, "WWW-Authenticate", dg_str_of("Bearer"));
}

static void answer_problem(struct dg_exchange *ex, const struct dg_problem *problem)
{
    json_t *body = dg_problem_json(problem, dg_exchange_request_id(ex));
    set_for_problem(ex, problem);
    answer(ex, dg_status_http(problem->status), "application/problem+json", dg_wire_print(ex->arena, body));
    json_decref(body);
}

void dg_exchange_problem(struct dg_exchange *ex, const struct dg_problem *problem)
{
    if (can_reply(ex))
        answer_problem(ex, problem);
    dg_exchange_release(ex, DG_HELD_BY_HANDLER);
}

void dg_exchange_give_up(struct dg_exchange *ex, const struct dg_problem *why)
{
    if (!(ex->holders & DG_HELD_BY_HANDLER))
        return;
    dg_exchange_tell_gone(ex);
    if (can_reply(ex))
        answer_problem(ex, why);
    else if (ex->stream.stalled)
        MHD_resume_connection(ex->connection);
    ex->stream.stalled = false;
    ex->stream.ended = true;
}

/* ---- streams ----------------------------------------------------------------------------------------------- */

void dg_stream_finish(struct dg_stream *stream)
{
    free(stream->bytes);
}

/* The daemon asks for more. Where there is none, the connection sleeps until the next write. */
static ssize_t read_stream(void *owner, uint64_t position, char *out, size_t max)
{
    (void)position;
    struct dg_exchange *ex = owner;
    struct dg_stream *s = &ex->stream;
    size_t len = s->len < max ? s->len : max;
    if (len) {
        memcpy(out, s->bytes + s->start, len);
        s->start += len;
        s->len -= len;
        return (ssize_t)len;
    }
    if (s->ended)
        return MHD_CONTENT_READER_END_OF_STREAM;
    s->stalled = true;
    MHD_suspend_connection(ex->connection);
    return 0;
}

void dg_exchange_stream(struct dg_exchange *ex, int status, const char *content_type)
{
    if (!can_reply(ex))
        return;
    enum { PIECE_BYTES = 4096 };
    ex->stream.on = true;
    struct MHD_Response *response =
            MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE_BYTES, read_stream, ex, NULL);
    if (response)
        dress(ex, response, status, content_type);
    ready(ex);
}

static bool make_room(struct dg_stream *s, size_t more)
{
    if (s->start + s->len + more <= s->room)
        return true;
    if (s->len)
        memmove(s->bytes, s->bytes + s->start, s->len);
    s->start = 0;
    if (s->len + more <= s->room)
        return true;
    if (s->len + more > DG_STREAM_BYTES_MAX)
        return false;
    size_t room = (s->len + more) * 2;
    char *bytes = realloc(s->bytes, room);
    if (!bytes)
        return false;
    s->bytes = bytes;
    s->room = room;
    return true;
}

static void wake(struct dg_exchange *ex)
{
    if (!ex->stream.stalled || !ex->connection)
        return;
    ex->stream.stalled = false;
    MHD_resume_connection(ex->connection);
    dg_http_wake(ex->http);
}

/* A client that does not read until the bound is passed counts as gone. */
void dg_exchange_write(struct dg_exchange *ex, struct dg_str chunk)
{
    struct dg_stream *s = &ex->stream;
    if (!ex->connection || s->ended || chunk.len == 0)
        return;
    if (!make_room(s, chunk.len)) {
        s->ended = true;
        return;
    }
    memcpy(s->bytes + s->start + s->len, chunk.at, chunk.len);
    s->len += chunk.len;
    wake(ex);
}

void dg_exchange_end(struct dg_exchange *ex)
{
    ex->stream.ended = true;
    wake(ex);
    dg_exchange_release(ex, DG_HELD_BY_HANDLER);
}
