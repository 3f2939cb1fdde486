/* A request on its way in: what is refused before the handler is asked, the body, the handler's turn. Who asks, and how
 * often, is http_caller.c's. */
#include "server/endpoints.h"
#include "server/http_internal.h"

#include <strings.h>

/* ---- checks of the head ------------------------------------------------------------------------------------ */

/* Where one of these stands twice, two readers may see two requests. */
static const char *const single_headers[] = { "Host", "Content-Length", "Content-Type", "Content-Encoding",
    "Transfer-Encoding", "Authorization", "X-Api-Key", "Idempotency-Key" };

enum { SINGLE_HEADERS = sizeof single_headers / sizeof single_headers[0], HEADERS_MAX = 64 };

struct head {
    unsigned times[SINGLE_HEADERS], headers;
    bool has_nul;
};

static enum MHD_Result note_header(
        void *owner, enum MHD_ValueKind kind, const char *name, size_t name_len, const char *value, size_t value_len)
{
    (void)kind;
    struct head *head = owner;
    head->headers++;
    head->has_nul |= memchr(name, '\0', name_len) || (value && memchr(value, '\0', value_len));
    for (size_t i = 0; i < SINGLE_HEADERS; i++) {
        if (strlen(single_headers[i]) == name_len && strncasecmp(single_headers[i], name, name_len) == 0)
            head->times[i]++;
    }
    return MHD_YES;
}

static enum dg_status check_head(const struct dg_exchange *ex, struct dg_problem *why)
{
    struct head head = { 0 };
    MHD_get_connection_values_n(ex->connection, MHD_HEADER_KIND, note_header, &head);
    if (head.has_nul)
        return dg_problem_set(why, DG_BAD_INPUT, "", "a header contains NUL");
    if (head.headers > HEADERS_MAX)
        return dg_problem_set(why, DG_BAD_INPUT, "", "more than %d headers", HEADERS_MAX);
    for (size_t i = 0; i < SINGLE_HEADERS; i++) {
        if (head.times[i] > 1)
            return dg_problem_set(why, DG_BAD_INPUT, "", "the header %s stands twice", single_headers[i]);
    }
    struct dg_str coding = dg_exchange_header(ex, "Transfer-Encoding");
    if (coding.len &&
            (dg_exchange_header(ex, "Content-Length").len || coding.len != 7 ||
                    strncasecmp(coding.at, "chunked", coding.len) != 0))
        return dg_problem_set(why, DG_BAD_INPUT, "", "the length of the body is not clear");
    return DG_OK;
}

static enum dg_status find_endpoint(struct dg_exchange *ex, struct dg_problem *why)
{
    bool path_known;
    ex->endpoint = dg_endpoint_find(ex->method, ex->path, ex->params, &path_known);
    if (ex->endpoint)
        return DG_OK;
    if (!path_known)
        return dg_problem_set(why, DG_NOT_FOUND, "", "there is no such path");
    dg_exchange_set(ex, "Allow", dg_endpoint_methods(ex->path, ex->arena));
    return dg_problem_set(why, DG_METHOD_NOT_ALLOWED, "", "this path does not take this method");
}

/* The Content-Length; SIZE_MAX where it says more than that, 0 where there is none. */
static size_t declared_length(const struct dg_exchange *ex)
{
    struct dg_str text = dg_exchange_header(ex, "Content-Length");
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return SIZE_MAX;
        if (n > (SIZE_MAX - 9) / 10)
            return SIZE_MAX;
        n = n * 10 + (size_t)(text.at[i] - '0');
    }
    return n;
}

static bool has_body(const struct dg_exchange *ex)
{
    return declared_length(ex) > 0 || dg_exchange_header(ex, "Transfer-Encoding").len > 0;
}

static enum dg_status too_big(const struct dg_exchange *ex, struct dg_problem *why)
{
    if (ex->endpoint->body_max == 0)
        return dg_problem_set(why, DG_TOO_BIG, "", "this request takes no body");
    return dg_problem_set(why, DG_TOO_BIG, "", "the body is larger than %zu bytes", ex->endpoint->body_max);
}

static bool is_json(struct dg_str type)
{
    static const char json[] = "application/json";
    size_t len = sizeof json - 1;
    if (type.len < len || strncasecmp(type.at, json, len) != 0)
        return false;
    return type.len == len || type.at[len] == ';' || type.at[len] == ' ';
}

static enum dg_status check_body(struct dg_exchange *ex, struct dg_problem *why)
{
    if (!has_body(ex))
        return DG_OK;
    if (declared_length(ex) > ex->endpoint->body_max)
        return too_big(ex, why);
    if (ex->endpoint->body_max && !is_json(dg_exchange_header(ex, "Content-Type")))
        return dg_problem_set(why, DG_WRONG_TYPE, "", "send application/json");
    if (dg_exchange_header(ex, "Content-Encoding").len)
        return dg_problem_set(why, DG_WRONG_TYPE, "", "send the body without Content-Encoding");
    return DG_OK;
}

static enum dg_status check_draining(const struct dg_exchange *ex, struct dg_problem *why)
{
    if (ex->http->draining && !ex->endpoint->open)
        return dg_problem_set(why, DG_UNAVAILABLE, "", "stopping");
    return DG_OK;
}

/* False: the body cannot be waited for, the refusal goes out at once and the connection is closed. */
static bool check(struct dg_exchange *ex)
{
    struct dg_problem *why = &ex->refused;
    if (check_head(ex, why) != DG_OK)
        return false;
    enum dg_status status = find_endpoint(ex, why);
    if (status == DG_OK)
        status = check_draining(ex, why);
    if (status == DG_OK)
        status = dg_exchange_check_caller(ex, why);
    if (status == DG_OK)
        status = check_body(ex, why);
    return status == DG_OK || declared_length(ex) <= DG_ABSORB_BYTES_MAX;
}

/* ---- the body ---------------------------------------------------------------------------------------------- */

static bool make_room(struct dg_exchange *ex, size_t more)
{
    if (ex->body_len + more <= ex->body_room)
        return true;
    size_t max = ex->endpoint->body_max, declared = declared_length(ex);
    size_t room = declared ? declared : (ex->body_len + more) * 2;
    room = room > max ? max : room;
    char *body = dg_arena_alloc(ex->arena, room + 1);
    if (!body)
        return false;
    if (ex->body_len)
        memcpy(body, ex->body, ex->body_len);
    ex->body = body;
    ex->body_room = room;
    return true;
}

/* What is refused is still read, up to a bound: a client that is writing does not listen yet. */
static enum MHD_Result take_body(struct dg_exchange *ex, const char *data, size_t size)
{
    if (ex->refused.status == DG_OK && size > ex->endpoint->body_max - ex->body_len)
        too_big(ex, &ex->refused);
    if (ex->refused.status == DG_OK && !make_room(ex, size))
        dg_problem_set(&ex->refused, DG_UNAVAILABLE, "", "out of memory");
    if (ex->refused.status != DG_OK) {
        ex->absorbed += size;
        return ex->absorbed <= DG_ABSORB_BYTES_MAX ? MHD_YES : MHD_NO;
    }
    memcpy(ex->body + ex->body_len, data, size);
    ex->body_len += size;
    return MHD_YES;
}

/* ---- the steps --------------------------------------------------------------------------------------------- */

/* The daemon's strings are freed with the request; the exchange may outlive it. */
static bool name_request(struct dg_exchange *ex, const char *url, const char *method)
{
    ex->path = dg_arena_copy(ex->arena, dg_str_of(url));
    ex->method = dg_arena_copy(ex->arena, dg_str_of(method));
    return !dg_arena_overflowed(ex->arena);
}

static enum MHD_Result answer_refused(struct dg_exchange *ex)
{
    dg_metrics_add(ex->lane->metrics, DG_METRIC_REFUSED, 1);
    dg_exchange_move(ex, DG_EX_HANDLING);
    dg_exchange_problem(ex, &ex->refused);
    return dg_exchange_hand_over(ex) ? MHD_YES : MHD_NO;
}

static enum MHD_Result begin(
        struct dg_http *h, struct MHD_Connection *connection, const char *url, const char *method, void **context)
{
    struct dg_exchange *ex = dg_exchange_create(h, connection);
    if (!ex)
        return MHD_NO;
    *context = ex;
    if (!name_request(ex, url, method))
        return MHD_NO;
    return check(ex) ? MHD_YES : answer_refused(ex);
}

static enum MHD_Result handle(struct dg_exchange *ex)
{
    dg_http_deadline(ex->http, ex->connection, 0);
    dg_exchange_move(ex, DG_EX_HANDLING);
    dg_exchange_enter(ex);
    if (ex->state == DG_EX_READY)
        return dg_exchange_hand_over(ex) ? MHD_YES : MHD_NO;
    dg_exchange_move(ex, DG_EX_WAITING);
    MHD_suspend_connection(ex->connection);
    return MHD_YES;
}

/* Called for the head (without context), for each piece of the body, when all is there, and again after a resume. */
enum MHD_Result dg_http_on_request(void *http, struct MHD_Connection *connection, const char *url, const char *method,
        const char *version, const char *data, size_t *size, void **context)
{
    (void)version;
    struct dg_exchange *ex = *context;
    if (!ex)
        return begin(http, connection, url, method, context);
    if (*size) {
        size_t len = *size;
        *size = 0;
        return take_body(ex, data, len);
    }
    if (ex->state == DG_EX_READY)
        return dg_exchange_hand_over(ex) ? MHD_YES : MHD_NO;
    if (ex->state != DG_EX_RECEIVING)
        return MHD_NO;
    return ex->refused.status == DG_OK ? handle(ex) : answer_refused(ex);
}
