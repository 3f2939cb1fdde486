#include "adapters/transport.h"

#include "adapters/agent.h"
#include "adapters/retry.h"
#include "adapters/transport_easy.h"
#include "adapters/transport_reply.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/queue.h>
#include <sys/random.h>

#define NEVER UINT64_MAX

TAILQ_HEAD(sendings, dg_sending);

struct dg_sending {
    TAILQ_ENTRY(dg_sending) others;
    struct sendings *list; /* the one that it stands in: its state */
    struct dg_transport *transport;
    struct dg_agent *agent;
    enum dg_safety safety;
    unsigned attempts;
    bool maybe_arrived; /* some attempt reached the wire */
    bool heard; /* `reply` is that of an earlier attempt */
    uint64_t due_ms, deadline_ms;
    struct dg_easy curl;
    struct dg_incoming incoming;
    struct dg_arena *arena;
    struct dg_reply reply;
    void (*done)(void *owner, const struct dg_reply *reply);
    void *owner;
};

struct dg_transport {
    struct dg_transport_loop loop;
    struct dg_transport_options options;
    CURLM *multi;
    uint64_t curl_due_ms; /* when curl wants to be called, or NEVER */
    /* waiting for the next attempt at due_ms; with curl; the reply is there; `done` is called in this turn */
    struct sendings waiting, sending, ended, delivering;
    struct dg_agents agents;
};

/* ---- time ------------------------------------------------------------------------------------------------- */

static uint64_t now_ms(const struct dg_transport *t)
{
    return t->loop.now_ms(t->loop.loop);
}

/* For jitter only: a zero where the system has none to give is no harm. */
static uint32_t random_number(void)
{
    uint32_t number = 0;
    return getrandom(&number, sizeof number, GRND_NONBLOCK) == (ssize_t)sizeof number ? number : 0;
}

static void on_timer(void *owner);

/* Asks the loop for the earliest moment at which there is something to do. */
static void arm(struct dg_transport *t)
{
    uint64_t now = now_ms(t), due = TAILQ_EMPTY(&t->ended) ? t->curl_due_ms : now;
    for (struct dg_sending *s = TAILQ_FIRST(&t->waiting); s; s = TAILQ_NEXT(s, others))
        due = s->due_ms < due ? s->due_ms : due;
    long ms = due == NEVER ? -1 : due <= now ? 0 : (long)(due - now);
    t->loop.timer(t->loop.loop, ms, on_timer, t);
}

/* ---- what curl calls back -------------------------------------------------------------------------------------- */

static void on_ready(void *owner, int fd, unsigned events);

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *owner, void *watch)
{
    struct dg_transport *t = owner;
    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (watch)
            t->loop.unwatch(watch);
        return 0;
    }
    unsigned events = (what & CURL_POLL_IN ? 1U : 0U) | (what & CURL_POLL_OUT ? 2U : 0U);
    if (watch)
        t->loop.change(watch, events);
    else
        curl_multi_assign(t->multi, fd, t->loop.watch(t->loop.loop, fd, events, on_ready, t));
    return 0;
}

static int on_curl_timer(CURLM *multi, long ms, void *owner)
{
    struct dg_transport *t = owner;
    (void)multi;
    t->curl_due_ms = ms < 0 ? NEVER : now_ms(t) + (uint64_t)ms;
    return 0;
}

/* ---- one request's way ----------------------------------------------------------------------------------------- */

static void move_to(struct dg_sending *s, struct sendings *list)
{
    if (s->list)
        TAILQ_REMOVE(s->list, s, others);
    TAILQ_INSERT_TAIL(list, s, others);
    s->list = list;
}

static void end(struct dg_sending *s)
{
    s->agent->figures.in_flight--;
    move_to(s, &s->transport->ended);
}

/* Where an earlier attempt had an answer, that stands: the provider did say something. */
static void refuse(struct dg_sending *s)
{
    if (!s->heard)
        s->reply = (struct dg_reply){ .end = DG_SENT_NOT };
    s->agent->figures.refused++;
    end(s);
}

static void start(struct dg_sending *s)
{
    uint64_t now = now_ms(s->transport);
    if (now >= s->deadline_ms || !dg_breaker_allows(&s->agent->breaker, now)) {
        refuse(s);
        return;
    }
    s->attempts++;
    dg_incoming_restart(&s->incoming);
    s->agent->figures.sent++;
    move_to(s, &s->transport->sending);
    curl_easy_setopt(s->curl.easy, CURLOPT_TIMEOUT_MS, (long)(s->deadline_ms - now));
    if (curl_multi_add_handle(s->transport->multi, s->curl.easy) != CURLM_OK) {
        dg_breaker_abandoned(&s->agent->breaker);
        refuse(s);
    }
}

/* Whether any byte of the request can have left. */
static bool reached_the_wire(CURL *easy)
{
    long request_bytes = 0;
    curl_off_t before_us = 0;
    curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &request_bytes);
    curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &before_us);
    return request_bytes > 0 || before_us > 0;
}

static void read_end(struct dg_sending *s, CURLcode code)
{
    s->maybe_arrived = s->maybe_arrived || reached_the_wire(s->curl.easy);
    if (code == CURLE_OK)
        s->reply = dg_incoming_keep(&s->incoming, s->curl.easy, s->arena);
    else if (s->incoming.too_big || code == CURLE_FILESIZE_EXCEEDED)
        s->reply = (struct dg_reply){ .end = DG_SENT_TOO_BIG };
    else
        s->reply = (struct dg_reply){ .end = s->maybe_arrived ? DG_SENT_UNKNOWN : DG_SENT_NOT };
}

static void count_outcome(struct dg_sending *s)
{
    if (s->reply.end == DG_SENT_OK && s->reply.status < 500) {
        dg_breaker_succeeded(&s->agent->breaker);
        return;
    }
    s->agent->figures.failed++;
    dg_breaker_failed(&s->agent->breaker, now_ms(s->transport));
}

static void finish_attempt(struct dg_sending *s, CURLcode code)
{
    curl_multi_remove_handle(s->transport->multi, s->curl.easy);
    read_end(s, code);
    s->heard = true;
    count_outcome(s);
    uint64_t now = now_ms(s->transport), left_ms = now < s->deadline_ms ? s->deadline_ms - now : 0;
    int64_t delay_ms = s->safety == DG_SAFE ? dg_retry_delay_ms(&s->reply, s->attempts, left_ms, random_number()) : -1;
    if (delay_ms < 0) {
        end(s);
        return;
    }
    s->due_ms = now + (uint64_t)delay_ms;
    move_to(s, &s->transport->waiting);
}

static void sending_destroy(struct dg_sending *s)
{
    if (s->list)
        TAILQ_REMOVE(s->list, s, others);
    dg_easy_finish(&s->curl);
    dg_incoming_finish(&s->incoming);
    free(s);
}

/* ---- turns of the loop ----------------------------------------------------------------------------------------- */

static void collect(struct dg_transport *t)
{
    CURLMsg *message;
    int more;
    while ((message = curl_multi_info_read(t->multi, &more))) {
        struct dg_sending *s = NULL;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &s);
        if (message->msg == CURLMSG_DONE)
            finish_attempt(s, message->data.result);
    }
}

/* What a callback starts and what is refused at once waits for the next turn. */
static void deliver(struct dg_transport *t)
{
    struct dg_sending *s;
    while ((s = TAILQ_FIRST(&t->ended)))
        move_to(s, &t->delivering);
    while ((s = TAILQ_FIRST(&t->delivering))) {
        TAILQ_REMOVE(&t->delivering, s, others);
        s->list = NULL;
        s->done(s->owner, &s->reply);
        sending_destroy(s);
    }
}

static void start_due(struct dg_transport *t)
{
    uint64_t now = now_ms(t);
    struct dg_sending *s, *after;
    for (s = TAILQ_FIRST(&t->waiting); s; s = after) {
        after = TAILQ_NEXT(s, others);
        if (s->due_ms <= now)
            start(s);
    }
}

static void finish_turn(struct dg_transport *t)
{
    collect(t);
    deliver(t);
    arm(t);
}

static void on_ready(void *owner, int fd, unsigned events)
{
    struct dg_transport *t = owner;
    int running, what = (events & 1 ? CURL_CSELECT_IN : 0) | (events & 2 ? CURL_CSELECT_OUT : 0);
    curl_multi_socket_action(t->multi, fd, what ? what : CURL_CSELECT_ERR, &running);
    finish_turn(t);
}

static void on_timer(void *owner)
{
    struct dg_transport *t = owner;
    if (t->curl_due_ms <= now_ms(t)) {
        int running;
        t->curl_due_ms = NEVER;
        curl_multi_socket_action(t->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    start_due(t);
    finish_turn(t);
}

/* ---- sending ------------------------------------------------------------------------------------------------- */

/* False only when out of memory. */
static bool set_request(struct dg_sending *s, const struct dg_request *request)
{
    if (!dg_easy_set(&s->curl, request, &s->transport->options))
        return false;
    return curl_easy_setopt(s->curl.easy, CURLOPT_PRIVATE, s) == CURLE_OK &&
            dg_incoming_begin(&s->incoming, s->curl.easy, s->transport->options.reply_bytes_max);
}

static bool has_room(const struct dg_transport *t, const struct dg_agent *agent)
{
    return t->options.in_flight_max == 0 || agent->figures.in_flight < t->options.in_flight_max;
}

struct dg_sending *dg_transport_send(struct dg_transport *t, const char *who, struct dg_str base,
        const struct dg_request *request, uint32_t deadline_ms, struct dg_arena *arena,
        void (*done)(void *owner, const struct dg_reply *reply), void *owner)
{
    struct dg_agent *agent = dg_agents_get(&t->agents, who);
    struct dg_sending *s = agent ? calloc(1, sizeof *s) : NULL;
    if (!s)
        return NULL;
    uint32_t limit_ms = request->timeout_ms && request->timeout_ms < deadline_ms ? request->timeout_ms : deadline_ms;
    *s = (struct dg_sending){ .transport = t, .agent = agent, .safety = request->safety, .arena = arena, .done = done };
    s->owner = owner;
    s->deadline_ms = now_ms(t) + limit_ms;
    bool allowed = has_room(t, agent) && dg_easy_allow(&s->curl, base, request);
    if (allowed && !set_request(s, request)) {
        sending_destroy(s);
        return NULL;
    }
    agent->figures.in_flight++;
    move_to(s, &t->waiting);
    if (allowed)
        start(s);
    else
        refuse(s);
    arm(t);
    return s;
}

static void take_from_curl(struct dg_sending *s)
{
    if (s->list != &s->transport->sending)
        return;
    curl_multi_remove_handle(s->transport->multi, s->curl.easy);
    dg_breaker_abandoned(&s->agent->breaker);
}

void dg_transport_cancel(struct dg_sending *s)
{
    struct dg_transport *t = s->transport;
    take_from_curl(s);
    if (s->list == &t->sending || s->list == &t->waiting)
        s->agent->figures.in_flight--;
    sending_destroy(s);
    arm(t);
}

struct dg_transport_figures dg_transport_figures(const struct dg_transport *t, const char *who)
{
    const struct dg_agent *a = dg_agents_find(&t->agents, who);
    struct dg_transport_figures figures = { .breaker = DG_BREAKER_CLOSED };
    if (!a)
        return figures;
    figures = a->figures;
    figures.breaker = a->breaker.state;
    memcpy(figures.moved, a->breaker.moved, sizeof figures.moved);
    return figures;
}

/* ---- birth and death ------------------------------------------------------------------------------------------- */

static void curl_ready(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

struct dg_transport *dg_transport_create(
        const struct dg_transport_loop *loop, const struct dg_transport_options *options)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, curl_ready);
    struct dg_transport *t = calloc(1, sizeof *t);
    if (!t || !(t->multi = curl_multi_init())) {
        free(t);
        return NULL;
    }
    t->loop = *loop;
    t->options = *options;
    t->curl_due_ms = NEVER;
    TAILQ_INIT(&t->waiting);
    TAILQ_INIT(&t->sending);
    TAILQ_INIT(&t->ended);
    TAILQ_INIT(&t->delivering);
    curl_multi_setopt(t->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(t->multi, CURLMOPT_SOCKETDATA, t);
    curl_multi_setopt(t->multi, CURLMOPT_TIMERFUNCTION, on_curl_timer);
    curl_multi_setopt(t->multi, CURLMOPT_TIMERDATA, t);
    curl_multi_setopt(t->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)options->connections_per_host);
    return t;
}

static void give_up(struct sendings *list)
{
    struct dg_sending *s;
    while ((s = TAILQ_FIRST(list))) {
        take_from_curl(s);
        s->reply = (struct dg_reply){ .end = DG_SENT_UNKNOWN };
        end(s);
    }
}

void dg_transport_destroy(struct dg_transport *t)
{
    if (!t)
        return;
    do { /* a callback may have started another one: it too is given up */
        give_up(&t->waiting);
        give_up(&t->sending);
        deliver(t);
    } while (!TAILQ_EMPTY(&t->waiting) || !TAILQ_EMPTY(&t->sending) || !TAILQ_EMPTY(&t->ended));
    curl_multi_cleanup(t->multi);
    t->loop.timer(t->loop.loop, -1, on_timer, t);
    dg_agents_finish(&t->agents);
    free(t);
}
