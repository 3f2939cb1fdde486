#include "adapters/transport.h"

#include "adapters/agent.h"
#include "adapters/retry.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/queue.h>
#include <sys/random.h>
#include <time.h>

#define NEVER UINT64_MAX

enum { HEADER_BYTES_MAX = 64 * 1024, DNS_CACHE_S = 300 };

TAILQ_HEAD(sendings, dg_sending);

struct dg_sending {
    TAILQ_ENTRY(dg_sending) others;
    struct sendings *list; /* the one that it stands in: its state */
    struct dg_transport *transport;
    struct dg_agent *agent;
    enum dg_safety safety;
    unsigned attempts;
    bool maybe_arrived; /* some attempt reached the wire */
    uint64_t due_ms, deadline_ms;
    CURL *easy;
    CURLU *url;
    struct curl_slist *headers;
    char *body; /* of the reply, grown as it comes */
    size_t body_len, body_room, header_bytes;
    bool too_big;
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

static uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static uint32_t random_number(void)
{
    uint32_t number = 0;
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) != (ssize_t)sizeof number)
        number = (uint32_t)now_ms(); /* only jitter hangs on it */
    return number;
}

static void on_timer(void *owner);

/* Asks the loop for the earliest moment at which there is something to do. */
static void arm(struct dg_transport *t)
{
    uint64_t now = now_ms(), due = TAILQ_EMPTY(&t->ended) ? t->curl_due_ms : now;
    for (struct dg_sending *s = TAILQ_FIRST(&t->waiting); s; s = TAILQ_NEXT(s, others))
        due = s->due_ms < due ? s->due_ms : due;
    long ms = due == NEVER ? -1 : due <= now ? 0 : (long)(due - now);
    t->loop.timer(t->loop.loop, ms, on_timer, t);
}

/* ---- which requests may go out --------------------------------------------------------------------------------- */

static char *text_of(struct dg_str s)
{
    return memchr(s.at ? s.at : "", 0, s.len) ? NULL : strndup(s.at ? s.at : "", s.len);
}

/* NULL where it is no http or https URL, holds a user, or memory is out. */
static CURLU *url_of(struct dg_str text)
{
    char *copy = text_of(text);
    CURLU *url = copy ? curl_url() : NULL;
    if (url && curl_url_set(url, CURLUPART_URL, copy, CURLU_DISALLOW_USER) != CURLUE_OK) {
        curl_url_cleanup(url);
        url = NULL;
    }
    free(copy);
    return url;
}

static bool same_part(CURLU *a, CURLU *b, CURLUPart part)
{
    char *x = NULL, *y = NULL;
    bool same = curl_url_get(a, part, &x, CURLU_DEFAULT_PORT) == CURLUE_OK &&
            curl_url_get(b, part, &y, CURLU_DEFAULT_PORT) == CURLUE_OK && strcasecmp(x, y) == 0;
    curl_free(x);
    curl_free(y);
    return same;
}

/* The parsed URL is what curl is given, so that nobody reads the text in a second way. */
static CURLU *allowed_url(struct dg_str base, struct dg_str text)
{
    CURLU *allowed = url_of(base), *url = url_of(text);
    bool same = allowed && url && same_part(allowed, url, CURLUPART_SCHEME) &&
            same_part(allowed, url, CURLUPART_HOST) && same_part(allowed, url, CURLUPART_PORT);
    curl_url_cleanup(allowed);
    if (same)
        return url;
    curl_url_cleanup(url);
    return NULL;
}

/* ---- what curl calls back -------------------------------------------------------------------------------------- */

static bool grow(struct dg_sending *s, size_t size)
{
    size_t most = s->transport->options.reply_bytes_max;
    if (size > most || s->body_len > most - size) {
        s->too_big = true;
        return false;
    }
    if (s->body_len + size <= s->body_room)
        return true;
    size_t room = (s->body_len + size) * 2;
    char *body = realloc(s->body, room);
    if (!body)
        return false;
    s->body = body;
    s->body_room = room;
    return true;
}

static size_t on_body(char *bytes, size_t one, size_t size, void *owner)
{
    struct dg_sending *s = owner;
    (void)one;
    if (!grow(s, size))
        return 0;
    memcpy(s->body + s->body_len, bytes, size);
    s->body_len += size;
    return size;
}

static size_t on_header(char *bytes, size_t one, size_t size, void *owner)
{
    struct dg_sending *s = owner;
    (void)bytes;
    (void)one;
    s->header_bytes += size;
    s->too_big = s->too_big || s->header_bytes > HEADER_BYTES_MAX;
    return s->too_big ? 0 : size;
}

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
    t->curl_due_ms = ms < 0 ? NEVER : now_ms() + (uint64_t)ms;
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

static void refuse(struct dg_sending *s)
{
    s->reply = (struct dg_reply){ .end = s->maybe_arrived ? DG_SENT_UNKNOWN : DG_SENT_NOT };
    s->agent->figures.refused++;
    end(s);
}

static void start(struct dg_sending *s)
{
    uint64_t now = now_ms();
    if (now >= s->deadline_ms || !dg_breaker_allows(&s->agent->breaker, now)) {
        refuse(s);
        return;
    }
    s->attempts++;
    s->body_len = s->header_bytes = 0;
    s->agent->figures.sent++;
    move_to(s, &s->transport->sending);
    curl_easy_setopt(s->easy, CURLOPT_TIMEOUT_MS, (long)(s->deadline_ms - now));
    if (curl_multi_add_handle(s->transport->multi, s->easy) != CURLM_OK) {
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

static bool keep_headers(struct dg_sending *s)
{
    size_t count = 0;
    for (struct curl_header *h = NULL; (h = curl_easy_nextheader(s->easy, CURLH_HEADER, -1, h));)
        count++;
    struct dg_header *headers = dg_arena_array(s->arena, count + 1, sizeof *headers);
    if (!headers)
        return false;
    s->reply.headers = headers;
    struct curl_header *h = NULL;
    while (s->reply.header_count < count && (h = curl_easy_nextheader(s->easy, CURLH_HEADER, -1, h))) {
        headers[s->reply.header_count].name = dg_arena_copy(s->arena, dg_str_of(h->name));
        headers[s->reply.header_count++].value = dg_arena_copy(s->arena, dg_str_of(h->value));
    }
    return !dg_arena_overflowed(s->arena);
}

static void keep_reply(struct dg_sending *s)
{
    long status = 0;
    curl_easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &status);
    s->reply = (struct dg_reply){ .end = DG_SENT_OK, .status = (int)status };
    bool kept = keep_headers(s);
    s->reply.body = dg_arena_copy(s->arena, (struct dg_str){ s->body ? s->body : "", s->body_len });
    if (!kept || s->reply.body.len != s->body_len)
        s->reply = (struct dg_reply){ .end = DG_SENT_TOO_BIG };
}

static void read_end(struct dg_sending *s, CURLcode code)
{
    s->maybe_arrived = s->maybe_arrived || reached_the_wire(s->easy);
    if (code == CURLE_OK)
        keep_reply(s);
    else if (s->too_big || code == CURLE_FILESIZE_EXCEEDED)
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
    dg_breaker_failed(&s->agent->breaker, now_ms());
}

static void finish_attempt(struct dg_sending *s, CURLcode code)
{
    curl_multi_remove_handle(s->transport->multi, s->easy);
    read_end(s, code);
    count_outcome(s);
    uint64_t now = now_ms(), left_ms = now < s->deadline_ms ? s->deadline_ms - now : 0;
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
    if (s->easy)
        curl_easy_cleanup(s->easy);
    curl_slist_free_all(s->headers);
    curl_url_cleanup(s->url);
    free(s->body);
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
    uint64_t now = now_ms();
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
    if (t->curl_due_ms <= now_ms()) {
        int running;
        t->curl_due_ms = NEVER;
        curl_multi_socket_action(t->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    start_due(t);
    finish_turn(t);
}

/* ---- making a request ------------------------------------------------------------------------------------------ */

static bool add_header(struct dg_sending *s, struct dg_str name, struct dg_str value)
{
    /* curl's own way to write a header without a value ends in a semicolon */
    char *line = NULL;
    int len = value.len ? asprintf(&line, "%.*s: %.*s", (int)name.len, name.at, (int)value.len, value.at)
                        : asprintf(&line, "%.*s;", (int)name.len, name.at);
    struct curl_slist *longer = len < 0 ? NULL : curl_slist_append(s->headers, line);
    if (len >= 0)
        free(line);
    if (longer)
        s->headers = longer;
    return longer != NULL;
}

static bool has_header(const struct dg_request *request, const char *name)
{
    struct dg_reply as_reply = { .headers = request->headers, .header_count = request->header_count };
    return dg_reply_header(&as_reply, name).len > 0;
}

static bool set_headers(struct dg_sending *s, const struct dg_request *request)
{
    s->headers = curl_slist_append(NULL, "Expect:"); /* no pause for "100 Continue" */
    bool set = s->headers != NULL;
    if (!has_header(request, "Content-Type")) /* curl would add that of a form */
        set = set && curl_slist_append(s->headers, "Content-Type:");
    for (size_t i = 0; i < request->header_count && set; i++)
        set = add_header(s, request->headers[i].name, request->headers[i].value);
    return set && curl_easy_setopt(s->easy, CURLOPT_HTTPHEADER, s->headers) == CURLE_OK;
}

static bool set_text(CURL *easy, CURLoption option, struct dg_str text)
{
    char *copy = text_of(text);
    bool set = copy && curl_easy_setopt(easy, option, copy) == CURLE_OK;
    if (copy)
        explicit_bzero(copy, text.len);
    free(copy);
    return set;
}

/* Credentials: Basic unless the server wants Digest. */
static bool set_user(CURL *easy, const struct dg_request *request)
{
    if (!request->user.len)
        return true;
    curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC | CURLAUTH_DIGEST);
    return set_text(easy, CURLOPT_USERNAME, request->user) && set_text(easy, CURLOPT_PASSWORD, request->password);
}

static bool set_body(CURL *easy, const struct dg_request *request)
{
    bool posts = request->body.len || dg_str_is(request->method, "POST") || dg_str_is(request->method, "PUT");
    if (dg_str_is(request->method, "HEAD"))
        return curl_easy_setopt(easy, CURLOPT_NOBODY, 1L) == CURLE_OK;
    if (!posts)
        return true;
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
    return curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, request->body.len ? request->body.at : "") == CURLE_OK;
}

/* What is the same for every request: no redirect, no proxy from the environment, no signal, verified TLS, HTTP/2 where
 * TLS offers it. */
static void set_rules(struct dg_sending *s)
{
    const struct dg_transport_options *options = &s->transport->options;
    curl_easy_setopt(s->easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(s->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(s->easy, CURLOPT_PROXY, "");
    curl_easy_setopt(s->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(s->easy, CURLOPT_QUICK_EXIT, 1L); /* a cancel does not wait for a resolver */
    curl_easy_setopt(s->easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(s->easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(s->easy, CURLOPT_DNS_CACHE_TIMEOUT, (long)DNS_CACHE_S);
    curl_easy_setopt(s->easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(s->easy, CURLOPT_USERAGENT, "dragoman/" DRAGOMAN_VERSION);
    curl_easy_setopt(s->easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)options->reply_bytes_max);
    /* curl silently sends again over a new connection when a kept one turns out to be dead */
    curl_easy_setopt(s->easy, CURLOPT_FRESH_CONNECT, s->safety == DG_ONCE_ONLY ? 1L : 0L);
    if (options->ca_file)
        curl_easy_setopt(s->easy, CURLOPT_CAINFO, options->ca_file);
}

/* Many requests share one HTTP/2 connection: wait for the handshake to tell. Without TLS it would never be told. */
static void share_connection(struct dg_sending *s)
{
    char *scheme = NULL;
    curl_url_get(s->url, CURLUPART_SCHEME, &scheme, 0);
    curl_easy_setopt(s->easy, CURLOPT_PIPEWAIT, scheme && strcasecmp(scheme, "https") == 0 ? 1L : 0L);
    curl_free(scheme);
}

static bool set_request(struct dg_sending *s, const struct dg_request *request)
{
    s->easy = curl_easy_init();
    if (!s->easy)
        return false;
    set_rules(s);
    share_connection(s);
    curl_easy_setopt(s->easy, CURLOPT_PRIVATE, s);
    curl_easy_setopt(s->easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(s->easy, CURLOPT_WRITEDATA, s);
    curl_easy_setopt(s->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(s->easy, CURLOPT_HEADERDATA, s);
    curl_easy_setopt(s->easy, CURLOPT_CURLU, s->url);
    return set_body(s->easy, request) && set_text(s->easy, CURLOPT_CUSTOMREQUEST, request->method) &&
            set_user(s->easy, request) && set_headers(s, request);
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
    s->deadline_ms = now_ms() + limit_ms;
    bool allowed = dg_request_well_formed(request) && has_room(t, agent) && (s->url = allowed_url(base, request->url));
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
    curl_multi_remove_handle(s->transport->multi, s->easy);
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
