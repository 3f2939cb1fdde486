#include "adapters/transport.h"
#include "tests/support/check.h"
#include "tests/support/peer.h"
#include "tests/support/poll_loop.h"

#include <stdio.h>
#include <sys/socket.h>
#include <time.h>

/* ---- the provider ---------------------------------------------------------------------------------------------- */

static void say(int fd, const char *text)
{
    size_t len = strlen(text), sent = 0;
    while (sent < len) {
        ssize_t n = send(fd, text + sent, len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        sent += (size_t)n;
    }
}

static bool is_for(const char *head, const char *path)
{
    const char *at = strchr(head, ' ');
    return at && strncmp(at + 1, path, strlen(path)) == 0;
}

static bool pour_body(int fd)
{
    say(fd, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    for (int i = 0; i < 20000; i++)
        say(fd, "0123456789012345678901234567890123456789");
    return false;
}

static bool pour_headers(int fd)
{
    say(fd, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 3000; i++)
        say(fd, "X-Much: 0123456789012345678901234567890123456789\r\n");
    return false;
}

static const char *text_for(const char *head, int number)
{
    static const char broken[] = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
    static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Seen: yes\r\n\r\nhello";
    if (is_for(head, "/redirect"))
        return "HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n";
    if (is_for(head, "/later"))
        return "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n";
    if (is_for(head, "/broken") || (is_for(head, "/second-works") && number == 1))
        return broken;
    if (is_for(head, "/auth") && !strstr(head, "\r\nAuthorization: Basic dTpw\r\n"))
        return "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n";
    return ok;
}

static bool answer(int fd, const char *head, int number)
{
    if (is_for(head, "/silent"))
        return true;
    if (is_for(head, "/hang-up"))
        return false;
    if (is_for(head, "/hangs-up-") && number <= strchr(head, ' ')[strlen("/hangs-up-") + 1] - '0')
        return false;
    if (is_for(head, "/much-body"))
        return pour_body(fd);
    if (is_for(head, "/much-head"))
        return pour_headers(fd);
    say(fd, text_for(head, number));
    return true;
}

/* ---- one exchange ---------------------------------------------------------------------------------------------- */

struct world {
    struct dg_peer *peer;
    struct dg_poll_loop *loop;
    struct dg_transport *transport;
    struct dg_arena *arena;
};

static struct world world_with(uint32_t in_flight_max)
{
    struct world w = { dg_peer_create(answer), dg_poll_loop_create(), NULL, dg_arena_create(8 << 20) };
    struct dg_transport_loop loop = dg_poll_loop_for_transport(w.loop);
    struct dg_transport_options options = { .reply_bytes_max = 100000, .connections_per_host = 8 };
    options.in_flight_max = in_flight_max;
    w.transport = dg_transport_create(&loop, &options);
    return w;
}

static struct world world_create(void)
{
    return world_with(3);
}

static void world_destroy(struct world *w)
{
    dg_transport_destroy(w->transport);
    dg_poll_loop_destroy(w->loop);
    dg_peer_destroy(w->peer);
    dg_arena_destroy(w->arena);
}

struct outcome {
    bool came;
    int times;
    struct dg_reply reply;
};

static void on_done(void *owner, const struct dg_reply *reply)
{
    struct outcome *o = owner;
    o->came = true;
    o->times++;
    o->reply = *reply;
}

static struct dg_sending *send_to_peer(
        struct world *w, const struct dg_request *request, uint32_t deadline_ms, struct outcome *o)
{
    return dg_transport_send(w->transport, "peer", dg_peer_base(w->peer), request, deadline_ms, w->arena, on_done, o);
}

static struct dg_request request_to(struct world *w, const char *path)
{
    struct dg_str base = dg_peer_base(w->peer);
    struct dg_request r = { .method = dg_str_of("GET"), .safety = DG_SAFE };
    r.url = dg_arena_print(w->arena, "%.*s%s", (int)base.len, base.at, path);
    return r;
}

static struct outcome exchange(struct world *w, const struct dg_request *request, uint32_t deadline_ms)
{
    struct outcome o = { 0 };
    send_to_peer(w, request, deadline_ms, &o);
    DG_CHECK(!o.came, "done is not called from inside send");
    DG_CHECK(dg_poll_loop_run(w->loop, &o.came, 5000), "an end comes");
    DG_CHECK_INT(o.times, 1, "ends");
    return o;
}

static struct outcome fetch(struct world *w, const char *path, uint32_t deadline_ms)
{
    struct dg_request request = request_to(w, path);
    return exchange(w, &request, deadline_ms);
}

static struct outcome book(struct world *w, const char *path, uint32_t deadline_ms)
{
    struct dg_request request = request_to(w, path);
    request.method = dg_str_of("POST");
    request.safety = DG_ONCE_ONLY;
    return exchange(w, &request, deadline_ms);
}

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void let_pass(struct world *w, long ms)
{
    bool never = false;
    dg_poll_loop_run(w->loop, &never, ms);
}

/* ---- the tests ------------------------------------------------------------------------------------------------- */

static void a_reply_comes_whole(void)
{
    struct world w = world_create();
    struct outcome o = fetch(&w, "/ok", 2000);
    DG_CHECK_INT(o.reply.end, DG_SENT_OK, "end");
    DG_CHECK_INT(o.reply.status, 200, "status");
    DG_CHECK_STR(o.reply.body, "hello", "body");
    DG_CHECK_STR(dg_reply_header(&o.reply, "x-seen"), "yes", "header");
    world_destroy(&w);
}

static void a_connection_is_used_again(void)
{
    struct world w = world_create();
    for (int i = 0; i < 5; i++)
        fetch(&w, "/ok", 2000);
    DG_CHECK_INT(dg_peer_requests(w.peer), 5, "requests");
    DG_CHECK_INT(dg_peer_connections(w.peer), 1, "connections");
    world_destroy(&w);
}

static void many_share_few_connections(void)
{
    enum { MANY = 200 };
    static struct outcome o[MANY];
    struct world w = world_with(0);
    struct dg_request request = request_to(&w, "/ok");
    memset(o, 0, sizeof o);
    for (int i = 0; i < MANY; i++)
        send_to_peer(&w, &request, 10000, &o[i]);
    for (int i = 0; i < MANY; i++) {
        DG_CHECK(dg_poll_loop_run(w.loop, &o[i].came, 10000), "number %d ends", i);
        DG_CHECK_INT(o[i].reply.status, 200, "status");
    }
    DG_CHECK_INT(dg_peer_requests(w.peer), MANY, "requests");
    DG_CHECK(dg_peer_connections(w.peer) <= 8, "%d connections", dg_peer_connections(w.peer));
    DG_CHECK_INT(dg_transport_figures(w.transport, "peer").in_flight, 0, "in flight");
    world_destroy(&w);
}

static void silence_ends_at_the_deadline_as_unknown(void)
{
    struct world w = world_create();
    long before = now_ms();
    struct outcome o = fetch(&w, "/silent", 300);
    long took = now_ms() - before;
    DG_CHECK_INT(o.reply.end, DG_SENT_UNKNOWN, "end");
    DG_CHECK(took >= 290 && took < 1500, "took %ld ms", took);
    DG_CHECK_INT(dg_peer_requests(w.peer), 1, "no time is left for a second try");
    world_destroy(&w);
}

static void the_requests_own_limit_holds_below_the_deadline(void)
{
    struct world w = world_create();
    struct dg_request request = request_to(&w, "/silent");
    request.timeout_ms = 200;
    long before = now_ms();
    exchange(&w, &request, 4000);
    DG_CHECK(now_ms() - before < 1500, "took %ld ms", now_ms() - before);
    world_destroy(&w);
}

static void a_reply_past_the_bound_is_cut_off(void)
{
    static const char *const paths[] = { "/much-body", "/much-head" };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct world w = world_create();
        DG_CHECK_INT(fetch(&w, paths[i], 3000).reply.end, DG_SENT_TOO_BIG, paths[i]);
        world_destroy(&w);
    }
}

static void nobody_there_means_nothing_was_sent(void)
{
    struct world w = world_create();
    struct dg_request request = { .method = dg_str_of("POST"), .safety = DG_ONCE_ONLY };
    request.url = dg_str_of("http://127.0.0.1:1/");
    struct outcome o = { 0 };
    dg_transport_send(w.transport, "nobody", request.url, &request, 2000, w.arena, on_done, &o);
    DG_CHECK(dg_poll_loop_run(w.loop, &o.came, 5000), "an end comes");
    DG_CHECK_INT(o.reply.end, DG_SENT_NOT, "end");
    world_destroy(&w);
}

static void redirects_are_given_back_and_not_followed(void)
{
    struct world w = world_create();
    struct outcome o = fetch(&w, "/redirect", 2000);
    DG_CHECK_INT(o.reply.status, 302, "status");
    DG_CHECK_STR(dg_reply_header(&o.reply, "Location"), "/ok", "where to");
    DG_CHECK_INT(dg_peer_requests(w.peer), 1, "requests");
    world_destroy(&w);
}

static void only_the_configured_host_is_called(void)
{
    static const struct {
        const char *base, *url;
    } cases[] = {
        { "https://cal.example/dav/", "http://cal.example/dav/" },
        { "https://cal.example/", "https://cal.example:8443/" },
        { "https://cal.example/", "https://evil.example/" },
        { "https://cal.example/", "https://cal.example.evil.example/" },
        { "https://cal.example/", "https://cal.example@evil.example/" },
        { "https://cal.example/", "https://user@cal.example/" },
        { "https://cal.example/", "https://cal.example\\@evil.example/" },
        { "https://cal.example/", "//cal.example/" },
        { "https://cal.example/", "/dav/" },
        { "https://cal.example/", "file:///etc/passwd" },
        { "https://cal.example/", "gopher://cal.example/" },
        { "https://cal.example/", "https://127.0.0.1/" },
        { "https://cal.example/", "https://cal.example./" },
        { "file:///", "file:///etc/passwd" },
        { "", "https://cal.example/" },
    };
    const size_t count = sizeof cases / sizeof cases[0];
    struct world w = world_create();
    for (size_t i = 0; i < count; i++) {
        struct dg_request request = { .method = dg_str_of("GET"), .url = dg_str_of(cases[i].url) };
        struct outcome o = { 0 };
        dg_transport_send(w.transport, "other", dg_str_of(cases[i].base), &request, 500, w.arena, on_done, &o);
        DG_CHECK(dg_poll_loop_run(w.loop, &o.came, 2000), "an end comes: %s", cases[i].url);
        DG_CHECK_INT(o.reply.end, DG_SENT_NOT, cases[i].url);
    }
    struct dg_transport_figures f = dg_transport_figures(w.transport, "other");
    DG_CHECK_INT((long long)f.refused, (long long)count, "refused before anything left");
    DG_CHECK_INT((long long)f.sent, 0, "sent");
    world_destroy(&w);
}

static void header_values_cannot_smuggle_a_line(void)
{
    struct world w = world_create();
    struct dg_request request = request_to(&w, "/ok");
    dg_request_header(&request, "X-Name", dg_str_of("a\r\nX-Evil: b"), false);
    DG_CHECK_INT(exchange(&w, &request, 1000).reply.end, DG_SENT_NOT, "end");
    DG_CHECK_INT(dg_peer_requests(w.peer), 0, "requests");
    world_destroy(&w);
}

static void a_safe_request_is_tried_again_and_a_booking_is_not(void)
{
    struct world w = world_create();
    DG_CHECK_INT(fetch(&w, "/second-works", 3000).reply.status, 200, "safe: the second answer");
    DG_CHECK_INT(dg_peer_requests(w.peer), 2, "safe: requests");
    DG_CHECK_INT(book(&w, "/broken", 3000).reply.status, 503, "booking: the first answer");
    DG_CHECK_INT(dg_peer_requests(w.peer), 3, "booking: requests");
    DG_CHECK_INT(book(&w, "/hang-up", 3000).reply.end, DG_SENT_UNKNOWN, "booking: hung up");
    DG_CHECK_INT(dg_peer_requests(w.peer), 4, "booking: requests");
    world_destroy(&w);
}

static void a_safe_request_survives_so_many_failures_and_no_more(void)
{
    static const struct {
        const char *path;
        enum dg_transport_end end;
        int requests;
    } cases[] = {
        { "/hangs-up-0", DG_SENT_OK, 1 },
        { "/hangs-up-1", DG_SENT_OK, 2 },
        { "/hangs-up-2", DG_SENT_OK, 3 },
        { "/hangs-up-3", DG_SENT_UNKNOWN, 3 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct world w = world_create();
        DG_CHECK_INT(fetch(&w, cases[i].path, 4000).reply.end, cases[i].end, cases[i].path);
        DG_CHECK_INT(dg_peer_requests(w.peer), cases[i].requests, cases[i].path);
        world_destroy(&w);
    }
}

/* curl sends again by itself what went over a kept connection that turns out to be dead. */
static void a_booking_does_not_go_over_a_kept_connection(void)
{
    struct world w = world_create();
    fetch(&w, "/ok", 2000);
    DG_CHECK_INT(book(&w, "/hang-up", 2000).reply.end, DG_SENT_UNKNOWN, "end");
    DG_CHECK_INT(dg_peer_requests(w.peer), 2, "requests");
    DG_CHECK_INT(dg_peer_connections(w.peer), 2, "connections");
    world_destroy(&w);
}

static void a_retry_that_would_pass_the_deadline_is_not_made(void)
{
    struct world w = world_create();
    DG_CHECK_INT(fetch(&w, "/later", 3000).reply.status, 503, "status");
    DG_CHECK_INT(dg_peer_requests(w.peer), 1, "requests");
    world_destroy(&w);
}

static void credentials_go_where_they_are_asked_for(void)
{
    struct world w = world_create();
    struct dg_request request = request_to(&w, "/auth");
    request.user = dg_str_of("u");
    request.password = dg_str_of("p");
    DG_CHECK_INT(exchange(&w, &request, 2000).reply.status, 200, "status");
    world_destroy(&w);
}

static void the_breaker_opens_and_lets_one_try_through(void)
{
    struct world w = world_create();
    for (int i = 0; i < DG_BREAKER_FAILURES; i++)
        book(&w, "/broken", 1000);
    DG_CHECK_INT(dg_transport_figures(w.transport, "peer").breaker, DG_BREAKER_OPEN, "breaker");
    int before = dg_peer_requests(w.peer);
    DG_CHECK_INT(fetch(&w, "/ok", 1000).reply.end, DG_SENT_NOT, "refused at once");
    DG_CHECK_INT(dg_peer_requests(w.peer), before, "nothing left");
    let_pass(&w, DG_BREAKER_FIRST_MS + 50);
    DG_CHECK_INT(fetch(&w, "/ok", 1000).reply.status, 200, "the try");
    DG_CHECK_INT(dg_transport_figures(w.transport, "peer").breaker, DG_BREAKER_CLOSED, "breaker");
    world_destroy(&w);
}

static void a_retry_that_the_breaker_refuses_leaves_the_last_answer(void)
{
    struct world w = world_create();
    for (int i = 0; i < DG_BREAKER_FAILURES - 2; i++)
        book(&w, "/broken", 1000);
    DG_CHECK_INT(fetch(&w, "/broken", 3000).reply.status, 503, "what the provider said, not that it said nothing");
    DG_CHECK_INT(dg_peer_requests(w.peer), DG_BREAKER_FAILURES, "requests");
    DG_CHECK_INT(dg_transport_figures(w.transport, "peer").breaker, DG_BREAKER_OPEN, "breaker");
    world_destroy(&w);
}

static void a_full_bulkhead_refuses(void)
{
    struct world w = world_create();
    struct dg_request request = request_to(&w, "/silent");
    struct outcome o[4] = { 0 };
    for (int i = 0; i < 4; i++)
        send_to_peer(&w, &request, 400, &o[i]);
    DG_CHECK(dg_poll_loop_run(w.loop, &o[3].came, 200), "the fourth ends at once");
    DG_CHECK_INT(o[3].reply.end, DG_SENT_NOT, "end");
    DG_CHECK_INT(dg_transport_figures(w.transport, "peer").in_flight, 3, "in flight");
    DG_CHECK(!o[0].came, "the first goes on");
    DG_CHECK(dg_poll_loop_run(w.loop, &o[0].came, 2000), "until its deadline");
    let_pass(&w, 100);
    world_destroy(&w);
}

static void a_cancelled_one_is_never_heard_of_again(void)
{
    struct world w = world_create();
    struct dg_request request = request_to(&w, "/silent");
    struct outcome o = { 0 };
    struct dg_sending *s = send_to_peer(&w, &request, 300, &o);
    let_pass(&w, 100);
    dg_transport_cancel(s);
    let_pass(&w, 500);
    DG_CHECK_INT(o.times, 0, "calls of done");
    DG_CHECK_INT(dg_transport_figures(w.transport, "peer").in_flight, 0, "in flight");
    world_destroy(&w);
}

static void the_end_of_the_transport_ends_all(void)
{
    struct world w = world_create();
    struct dg_request request = request_to(&w, "/silent");
    struct outcome o[2] = { 0 };
    for (int i = 0; i < 2; i++)
        send_to_peer(&w, &request, 5000, &o[i]);
    world_destroy(&w);
    DG_CHECK_INT(o[0].times + o[1].times, 2, "ends");
    DG_CHECK_INT(o[0].reply.end, DG_SENT_UNKNOWN, "end");
}

struct chain {
    struct world *w;
    int left;
    bool came;
    struct dg_sending *neighbour;
};

static void on_link(void *owner, const struct dg_reply *reply)
{
    struct chain *c = owner;
    DG_CHECK_INT(reply->status, 200, "status");
    if (c->neighbour)
        dg_transport_cancel(c->neighbour);
    c->neighbour = NULL;
    c->came = --c->left == 0;
    struct dg_request request = request_to(c->w, "/ok");
    if (c->left)
        dg_transport_send(
                c->w->transport, "peer", dg_peer_base(c->w->peer), &request, 2000, c->w->arena, on_link, owner);
}

static void a_callback_may_send_and_cancel(void)
{
    struct world w = world_create();
    struct chain c = { .w = &w, .left = 3 };
    struct outcome o = { 0 };
    struct dg_request silent = request_to(&w, "/silent"), ok = request_to(&w, "/ok");
    c.neighbour = send_to_peer(&w, &silent, 3000, &o);
    dg_transport_send(w.transport, "peer", dg_peer_base(w.peer), &ok, 2000, w.arena, on_link, &c);
    DG_CHECK(dg_poll_loop_run(w.loop, &c.came, 5000), "the chain ends");
    DG_CHECK_INT(o.times, 0, "the neighbour is not heard of");
    world_destroy(&w);
}

int main(void)
{
    dg_run("a reply comes whole", a_reply_comes_whole);
    dg_run("a connection is used again", a_connection_is_used_again);
    dg_run("many share few connections", many_share_few_connections);
    dg_run("silence ends at the deadline as unknown", silence_ends_at_the_deadline_as_unknown);
    dg_run("the request's own limit holds below the deadline", the_requests_own_limit_holds_below_the_deadline);
    dg_run("a reply past the bound is cut off", a_reply_past_the_bound_is_cut_off);
    dg_run("nobody there means nothing was sent", nobody_there_means_nothing_was_sent);
    dg_run("redirects are given back and not followed", redirects_are_given_back_and_not_followed);
    dg_run("only the configured host is called", only_the_configured_host_is_called);
    dg_run("header values cannot smuggle a line", header_values_cannot_smuggle_a_line);
    dg_run("a safe request is tried again and a booking is not", a_safe_request_is_tried_again_and_a_booking_is_not);
    dg_run("a safe request survives so many failures and no more",
            a_safe_request_survives_so_many_failures_and_no_more);
    dg_run("a booking does not go over a kept connection", a_booking_does_not_go_over_a_kept_connection);
    dg_run("a retry that would pass the deadline is not made", a_retry_that_would_pass_the_deadline_is_not_made);
    dg_run("credentials go where they are asked for", credentials_go_where_they_are_asked_for);
    dg_run("the breaker opens and lets one try through", the_breaker_opens_and_lets_one_try_through);
    dg_run("a retry that the breaker refuses leaves the last answer",
            a_retry_that_the_breaker_refuses_leaves_the_last_answer);
    dg_run("a full bulkhead refuses", a_full_bulkhead_refuses);
    dg_run("a cancelled one is never heard of again", a_cancelled_one_is_never_heard_of_again);
    dg_run("the end of the transport ends all", the_end_of_the_transport_ends_all);
    dg_run("a callback may send and cancel", a_callback_may_send_and_cancel);
    return dg_done();
}
