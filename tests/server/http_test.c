/* HTTP on a loop with handlers of its own: at once, later, in pieces, never; and the ends that a client can make. */
#include "server/app.h"
#include "server/http.h"

#include "tests/support/check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- a server of our own endpoints --------------------------------------------------------------------------- */

static struct dg_app app;
static struct dg_metrics_board *board;
static struct dg_lane lane;
static atomic_int gone_count, idle_count;
static struct dg_exchange *kept; /* by keep: replied to by release */
static struct dg_timer *later_timer;

static void now(struct dg_lane *l, struct dg_exchange *ex)
{
    (void)l;
    dg_exchange_set(ex, "X-Own", dg_exchange_param(ex, "id"));
    dg_exchange_reply(ex, 200, "text/plain", dg_exchange_query(ex, "say"));
}

static void echo(struct dg_lane *l, struct dg_exchange *ex)
{
    (void)l;
    dg_exchange_reply(ex, 200, "text/plain", dg_exchange_body(ex));
}

static void note_gone(void *owner)
{
    (void)owner;
    atomic_fetch_add(&gone_count, 1);
}

static void keep(struct dg_lane *l, struct dg_exchange *ex)
{
    (void)l;
    kept = ex;
    dg_exchange_on_gone(ex, note_gone, NULL);
}

static void reply_kept(void *owner)
{
    (void)owner;
    struct dg_exchange *ex = kept;
    kept = NULL;
    dg_exchange_reply(ex, 200, "text/plain", dg_str_of("at last"));
}

static void later(struct dg_lane *l, struct dg_exchange *ex)
{
    keep(l, ex);
    dg_timer_start(later_timer, 50, 0);
}

static struct dg_timer *stream_timer;
static int pieces;

static void write_piece(void *owner)
{
    (void)owner;
    dg_exchange_write(kept, dg_str_of("piece\n"));
    if (++pieces < 10)
        return;
    dg_timer_stop(stream_timer);
    dg_exchange_end(kept);
    kept = NULL;
}

static void stream(struct dg_lane *l, struct dg_exchange *ex)
{
    keep(l, ex);
    dg_exchange_stream(ex, 200, "text/event-stream");
    dg_exchange_write(ex, dg_str_of("first\n"));
    pieces = 0;
    dg_timer_start(stream_timer, 30, 30);
}

const struct dg_endpoint dg_endpoints[] = {
    { "GET", "/now/{id}", now, 0, true },
    { "POST", "/echo", echo, 100, false },
    { "GET", "/later", later, 0, true },
    { "GET", "/stream", stream, 0, true },
    { "GET", "/keep", keep, 0, true },
    { "GET", "/guarded", now, 0, false },
};
const size_t dg_endpoint_count = sizeof dg_endpoints / sizeof dg_endpoints[0];

static pthread_t thread;

static void *run_loop(void *owner)
{
    (void)owner;
    dg_loop_run(lane.loop);
    return NULL;
}

/* `setup` are lines of configuration. */
static bool open_server(const char *setup)
{
    struct dg_problem why = { 0 };
    app.config = dg_config_read(dg_str_of(setup), NULL, NULL);
    board = dg_metrics_create(1);
    lane = (struct dg_lane){ .app = &app, .loop = dg_loop_create(), .metrics = &board->lane[0] };
    later_timer = dg_timer_create(lane.loop, reply_kept, NULL);
    stream_timer = dg_timer_create(lane.loop, write_piece, NULL);
    lane.http = dg_http_create(&lane, lane.loop, "127.0.0.1", 0, &why);
    kept = NULL;
    atomic_store(&gone_count, 0);
    atomic_store(&idle_count, 0);
    return DG_CHECK(lane.http && app.config, "%s", why.detail) && pthread_create(&thread, NULL, run_loop, NULL) == 0;
}

static void close_server(void)
{
    dg_loop_stop(lane.loop);
    pthread_join(thread, NULL);
    dg_http_destroy(lane.http);
    if (kept)
        reply_kept(NULL); /* goes nowhere, and frees it */
    dg_timer_destroy(later_timer);
    dg_timer_destroy(stream_timer);
    dg_loop_destroy(lane.loop);
    dg_metrics_destroy(board);
    dg_config_destroy((struct dg_config *)(uintptr_t)app.config);
}

/* ---- a client ------------------------------------------------------------------------------------------------ */

static int connect_client(void)
{
    struct sockaddr_in where = { .sin_family = AF_INET, .sin_port = htons(dg_http_port(lane.http)) };
    struct timeval patience = { 5, 0 };
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    DG_CHECK(connect(fd, (struct sockaddr *)&where, sizeof where) == 0, "connect");
    return fd;
}

static void send_text(int fd, const char *text)
{
    DG_CHECK(send(fd, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text), "send");
}

/* recv, begun anew where a signal or the kernel's own work for this thread interrupts it. */
static ssize_t receive(int fd, char *out, size_t room)
{
    ssize_t got;
    do
        got = recv(fd, out, room, 0);
    while (got < 0 && errno == EINTR);
    return got;
}

/* Everything until the server closes. */
static const char *read_all(int fd)
{
    static char answer[65536];
    size_t len = 0;
    ssize_t got;
    while (len < sizeof answer - 1 && (got = receive(fd, answer + len, sizeof answer - 1 - len)) > 0)
        len += (size_t)got;
    answer[len] = '\0';
    return answer;
}

static const char *ask(const char *request)
{
    int fd = connect_client();
    send_text(fd, request);
    const char *answer = read_all(fd);
    close(fd);
    return answer;
}

static void check_has(const char *answer, const char *part)
{
    DG_CHECK(strstr(answer, part), "no \"%s\" in: %s", part, answer);
}

#define CLOSE "Host: x\r\nConnection: close\r\n\r\n"

static bool wait_for(atomic_int *value, int wanted)
{
    for (int i = 0; i < 500 && atomic_load(value) != wanted; i++)
        usleep(10000);
    return DG_CHECK_INT(atomic_load(value), wanted, "count");
}

/* A figure of the lane, once it has become `wanted` or after a while. */
static void check_figure(enum dg_metric which, long long wanted)
{
    for (int i = 0; i < 500 && atomic_load(&lane.metrics->values[which]) != wanted; i++)
        usleep(10000);
    DG_CHECK_INT(atomic_load(&lane.metrics->values[which]), wanted, "figure");
}

/* ---- the tests ----------------------------------------------------------------------------------------------- */

static void a_reply_may_come_at_once(void)
{
    if (!open_server(""))
        return;
    const char *answer = ask("GET /now/abc?say=a%20b%zz&x=1 HTTP/1.1\r\n" CLOSE);
    check_has(answer, "HTTP/1.1 200");
    check_has(answer, "X-Own: abc\r\n");
    check_has(answer, "\r\n\r\na b%zz");
    close_server();
}

static void a_reply_may_come_later_while_others_are_served(void)
{
    if (!open_server(""))
        return;
    int waiting = connect_client();
    send_text(waiting, "GET /later HTTP/1.1\r\n" CLOSE);
    check_has(ask("GET /now/a HTTP/1.1\r\n" CLOSE), "HTTP/1.1 200");
    check_has(read_all(waiting), "\r\n\r\nat last");
    close(waiting);
    check_figure(DG_METRIC_WAITING, 0);
    check_figure(DG_METRIC_IN_FLIGHT, 0);
    close_server();
}

static void a_stream_comes_in_pieces(void)
{
    if (!open_server(""))
        return;
    int fd = connect_client();
    send_text(fd, "GET /stream HTTP/1.1\r\n" CLOSE);
    char first[2048] = "";
    ssize_t got = receive(fd, first, sizeof first - 1);
    DG_CHECK(got > 0 && !strstr(first, "piece"), "the first piece comes alone: %s", first);
    const char *rest = read_all(fd);
    check_has(rest, "piece\n");
    close(fd);
    check_figure(DG_METRIC_IN_FLIGHT, 0);
    DG_CHECK_INT(atomic_load(&gone_count), 0, "gone");
    close_server();
}

static void a_client_that_leaves_while_waiting_is_noticed(void)
{
    if (!open_server(""))
        return;
    int fd = connect_client();
    send_text(fd, "GET /keep HTTP/1.1\r\n" CLOSE);
    check_figure(DG_METRIC_WAITING, 1);
    close(fd);
    wait_for(&gone_count, 1);
    dg_loop_post(lane.loop, reply_kept, NULL);
    check_figure(DG_METRIC_IN_FLIGHT, 0);
    DG_CHECK_INT(atomic_load(&gone_count), 1, "told once");
    close_server();
}

static void a_client_that_leaves_a_stream_is_noticed(void)
{
    if (!open_server(""))
        return;
    int fd = connect_client();
    send_text(fd, "GET /stream HTTP/1.1\r\n" CLOSE);
    char byte;
    DG_CHECK(receive(fd, &byte, 1) == 1, "it began");
    close(fd);
    wait_for(&gone_count, 1);
    check_figure(DG_METRIC_IN_FLIGHT, 0);
    close_server();
}

static void a_body_past_its_endpoints_bound_is_refused(void)
{
    if (!open_server(""))
        return;
    char request[512];
    for (int len = 100; len <= 101; len++) {
        int head = snprintf(request, sizeof request,
                "POST /echo HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" CLOSE, len);
        memset(request + head, 'x', (size_t)len);
        request[head + len] = '\0';
        check_has(ask(request), len == 100 ? "HTTP/1.1 200" : "HTTP/1.1 413");
    }
    close_server();
}

#define KEY_HASH "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683" /* SHA-256 of "key" */

static void only_known_keys_pass(void)
{
    if (!open_server("api_key = ann:" KEY_HASH "\n"))
        return;
    check_has(ask("GET /guarded HTTP/1.1\r\n" CLOSE), "HTTP/1.1 401");
    check_has(ask("GET /guarded HTTP/1.1\r\nAuthorization: Bearer other\r\n" CLOSE), "WWW-Authenticate: Bearer");
    check_has(ask("GET /guarded HTTP/1.1\r\nAuthorization: Basic key\r\n" CLOSE), "HTTP/1.1 401");
    check_has(ask("GET /guarded HTTP/1.1\r\nX-Api-Key:\r\n" CLOSE), "HTTP/1.1 401");
    check_has(ask("GET /guarded HTTP/1.1\r\nAuthorization: bearer key\r\n" CLOSE), "HTTP/1.1 200");
    check_has(ask("GET /guarded HTTP/1.1\r\nX-Api-Key: key\r\n" CLOSE), "HTTP/1.1 200");
    check_has(ask("GET /now/a HTTP/1.1\r\n" CLOSE), "HTTP/1.1 200");
    close_server();
}

static void note_idle(void *owner)
{
    (void)owner;
    atomic_fetch_add(&idle_count, 1);
}

static void drain(void *owner)
{
    (void)owner;
    dg_http_drain(lane.http, note_idle, NULL);
}

static void a_drain_finishes_what_waits_and_refuses_the_rest(void)
{
    if (!open_server(""))
        return;
    int waiting = connect_client();
    send_text(waiting, "GET /keep HTTP/1.1\r\nHost: x\r\n\r\n");
    check_figure(DG_METRIC_WAITING, 1);
    dg_loop_post(lane.loop, drain, NULL);
    const char *refused = ask("GET /guarded HTTP/1.1\r\nHost: x\r\n\r\n");
    check_has(refused, "HTTP/1.1 503");
    check_has(refused, "Retry-After: ");
    DG_CHECK_INT(atomic_load(&idle_count), 0, "not idle while one waits");
    dg_loop_post(lane.loop, reply_kept, NULL);
    check_has(read_all(waiting), "at last");
    close(waiting);
    wait_for(&idle_count, 1);
    close_server();
}

static void a_drain_without_requests_is_idle_at_once(void)
{
    if (!open_server(""))
        return;
    dg_loop_post(lane.loop, drain, NULL);
    wait_for(&idle_count, 1);
    close_server();
}

static void who_still_waits_at_the_end_is_answered(void)
{
    if (!open_server(""))
        return;
    int waiting = connect_client();
    send_text(waiting, "GET /keep HTTP/1.1\r\n" CLOSE);
    check_figure(DG_METRIC_WAITING, 1);
    close_server();
    check_has(read_all(waiting), "HTTP/1.1 503");
    close(waiting);
    DG_CHECK_INT(atomic_load(&gone_count), 1, "its handler was told");
}

static void a_port_in_use_is_said(void)
{
    struct dg_problem why = { 0 };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in where = { .sin_family = AF_INET };
    socklen_t len = sizeof where;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    DG_CHECK(bind(fd, (struct sockaddr *)&where, len) == 0 && listen(fd, 1) == 0, "listen");
    getsockname(fd, (struct sockaddr *)&where, &len);
    if (open_server("")) {
        struct dg_http *second = dg_http_create(&lane, lane.loop, "127.0.0.1", ntohs(where.sin_port), &why);
        DG_CHECK(!second, "there is none");
        DG_CHECK(strstr(why.detail, "cannot listen"), "%s", why.detail);
        close_server();
    }
    close(fd);
}

int main(void)
{
    dg_run("a reply may come at once", a_reply_may_come_at_once);
    dg_run("a reply may come later while others are served", a_reply_may_come_later_while_others_are_served);
    dg_run("a stream comes in pieces", a_stream_comes_in_pieces);
    dg_run("a client that leaves while waiting is noticed", a_client_that_leaves_while_waiting_is_noticed);
    dg_run("a client that leaves a stream is noticed", a_client_that_leaves_a_stream_is_noticed);
    dg_run("a body past its endpoint's bound is refused", a_body_past_its_endpoints_bound_is_refused);
    dg_run("only known keys pass", only_known_keys_pass);
    dg_run("a drain finishes what waits and refuses the rest", a_drain_finishes_what_waits_and_refuses_the_rest);
    dg_run("a drain without requests is idle at once", a_drain_without_requests_is_idle_at_once);
    dg_run("who still waits at the end is answered", who_still_waits_at_the_end_is_answered);
    dg_run("a port in use is said", a_port_in_use_is_said);
    return dg_done();
}
