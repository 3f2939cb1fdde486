#include "server/http_internal.h"
#include "server/tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CONNECTION_BYTES = 16 * 1024, /* of headers and buffers */
    BACKLOG = 1024,
    SWEEP_MS = 1000,
};

/* ---- the daemon's turns ------------------------------------------------------------------------------------ */

/* After each turn the daemon says when it wants the next at the latest. */
static void plan_turn(struct dg_http *h)
{
    MHD_UNSIGNED_LONG_LONG in_ms;
    if (h->again)
        dg_timer_start(h->turn, 0, 0);
    else if (MHD_get_timeout(h->daemon, &in_ms) == MHD_YES)
        dg_timer_start(h->turn, in_ms, 0);
    else
        dg_timer_stop(h->turn);
    h->again = false;
}

/* `idle` comes last: it may destroy `h`. */
static void run(struct dg_http *h)
{
    h->running = true;
    dg_tls_give_turn(h->lane->tls);
    MHD_run(h->daemon);
    h->running = false;
    plan_turn(h);
    void (*idle)(void *) = h->draining && !h->exchanges ? h->idle : NULL;
    if (!idle)
        return;
    h->idle = NULL;
    idle(h->idle_owner);
}

static void on_turn(void *owner)
{
    run(owner);
}

static void on_ready(void *owner, unsigned events)
{
    (void)events;
    run(owner);
}

void dg_http_wake(struct dg_http *h)
{
    h->again = true;
    if (!h->running)
        dg_timer_start(h->turn, 0, 0);
}

/* ---- what the daemon tells --------------------------------------------------------------------------------- */

/* The first line of a request is there: the rest must follow in time. */
static void *on_first_line(void *owner, const char *uri, struct MHD_Connection *connection)
{
    (void)uri;
    struct dg_http *h = owner;
    dg_http_deadline(h, connection, (uint64_t)h->lane->app->config->receive_s * 1000);
    return NULL;
}

/* Paths and values stay as they were sent: a decoded %00 or %2F would change what a path means. */
static size_t keep_escapes(void *owner, struct MHD_Connection *connection, char *text)
{
    (void)owner;
    (void)connection;
    return strlen(text);
}

static void on_completed(
        void *owner, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode how)
{
    (void)how;
    struct dg_http *h = owner;
    dg_http_deadline(h, connection, (uint64_t)h->lane->app->config->idle_s * 1000);
    if (*context)
        dg_exchange_leave(*context);
    *context = NULL;
    if (h->draining && !h->exchanges)
        dg_http_wake(h);
}

/* What it says is not for the log: it may tell a client's words. That it says something may mean a handshake's end. */
static void on_complaint(void *owner, const char *format, va_list words)
{
    (void)owner;
    (void)format;
    (void)words;
    dg_handshake_note_alert();
}

/* ---- start and stop ---------------------------------------------------------------------------------------- */

static socklen_t address_of(struct sockaddr_storage *out, const char *address, uint16_t port)
{
    struct sockaddr_in *v4 = (struct sockaddr_in *)out;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, address, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        return sizeof *v4;
    }
    if (inet_pton(AF_INET6, address, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        return sizeof *v6;
    }
    return 0;
}

/* A bound socket, not yet listening; `shared`: beside others of ours. -1: errno says why. */
static int bind_to(const char *address, uint16_t port, bool shared)
{
    struct sockaddr_storage where;
    socklen_t len = address_of(&where, address, port);
    int on = 1, fd = socket(where.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
            (!shared || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0) &&
            bind(fd, (struct sockaddr *)&where, len) == 0)
        return fd;
    int why = errno;
    if (fd >= 0)
        close(fd);
    errno = why;
    return -1;
}

static bool cannot_listen(const char *address, uint16_t port, struct dg_problem *why)
{
    dg_problem_set(why, DG_UNAVAILABLE, "", "cannot listen on %s port %u: %s", address, port, strerror(errno));
    return false;
}

bool dg_http_is_free(const char *address, uint16_t port, struct dg_problem *why)
{
    int fd = bind_to(address, port, false);
    if (fd < 0)
        return cannot_listen(address, port, why);
    close(fd);
    return true;
}

static struct MHD_Daemon *start_daemon(struct dg_http *h)
{
    const struct dg_config *config = h->lane->app->config;
    struct MHD_OptionItem tls[] = { { MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)on_complaint, NULL },
        { MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(uintptr_t)dg_tls_retrieve },
        { MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)dg_tls_priorities }, { MHD_OPTION_END, 0, NULL } };
    struct MHD_OptionItem *secure = h->lane->tls ? tls : &tls[3];
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (h->lane->tls ? MHD_USE_TLS | MHD_USE_ERROR_LOG : 0);
    return MHD_start_daemon(flags, 0, dg_http_admit, h, dg_http_on_request, h, MHD_OPTION_ARRAY, secure,
            MHD_OPTION_LISTEN_SOCKET, h->listen_fd, MHD_OPTION_NOTIFY_COMPLETED, on_completed, h,
            MHD_OPTION_NOTIFY_CONNECTION, dg_http_on_connection, h, MHD_OPTION_URI_LOG_CALLBACK, on_first_line, h,
            MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, h, MHD_OPTION_CONNECTION_LIMIT, (unsigned)config->connections,
            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)config->idle_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
            (size_t)CONNECTION_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
}

/* Every loop listens on a socket of its own; the kernel deals connections out among them. */
static bool start(struct dg_http *h, const char *address, uint16_t port, struct dg_problem *why)
{
    h->listen_fd = bind_to(address, port, true);
    if (h->listen_fd < 0 || listen(h->listen_fd, BACKLOG) != 0)
        return cannot_listen(address, port, why);
    h->turn = dg_timer_create(h->loop, on_turn, h);
    h->sweep = dg_timer_create(h->loop, dg_http_sweep, h);
    h->daemon = h->turn && h->sweep ? start_daemon(h) : NULL;
    const union MHD_DaemonInfo *info = h->daemon ? MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
    h->watch = info ? dg_watch_create(h->loop, info->epoll_fd, DG_READABLE, on_ready, h) : NULL;
    if (!h->watch) {
        dg_problem_set(why, DG_UNAVAILABLE, "", "the HTTP daemon does not start");
        return false;
    }
    dg_timer_start(h->sweep, SWEEP_MS, SWEEP_MS);
    plan_turn(h);
    return true;
}

static void make_prefix(char out[9])
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz012345";
    unsigned char bytes[8];
    randombytes_buf(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        out[i] = digits[bytes[i] % 32];
    out[8] = '\0';
}

struct dg_http *dg_http_create(
        struct dg_lane *lane, struct dg_loop *loop, const char *address, uint16_t port, struct dg_problem *why)
{
    struct dg_http *h = calloc(1, sizeof *h);
    if (!h) {
        dg_problem_set(why, DG_UNAVAILABLE, "", "out of memory");
        return NULL;
    }
    *h = (struct dg_http){ .lane = lane, .loop = loop, .listen_fd = -1 };
    make_prefix(h->id_prefix);
    if (start(h, address, port, why))
        return h;
    dg_http_destroy(h);
    return NULL;
}

uint16_t dg_http_port(const struct dg_http *h)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } where = { .v6 = { 0 } };
    socklen_t len = sizeof where;
    if (getsockname(h->listen_fd, &where.any, &len) != 0)
        return 0;
    return ntohs(where.any.sa_family == AF_INET6 ? where.v6.sin6_port : where.v4.sin_port);
}

/* ---- draining ---------------------------------------------------------------------------------------------- */

void dg_http_drain(struct dg_http *h, void (*idle)(void *owner), void *owner)
{
    h->draining = true;
    h->idle = idle;
    h->idle_owner = owner;
    dg_http_wake(h);
}

/* Whoever still waits is told that its client has gone; who then does not answer is answered for. */
static void give_up_all(struct dg_http *h)
{
    struct dg_problem why;
    dg_problem_set(&why, DG_UNAVAILABLE, "", "stopping");
    for (struct dg_exchange *ex = h->exchanges, *next; ex; ex = next) {
        next = ex->next;
        dg_exchange_give_up(ex, &why);
    }
}

void dg_http_destroy(struct dg_http *h)
{
    if (!h)
        return;
    h->closing = true;
    dg_tls_give_turn(h->lane->tls);
    if (h->watch) {
        give_up_all(h);
        /* one turn takes what was resumed back, the next sends what was answered for */
        MHD_run(h->daemon);
        MHD_run(h->daemon);
    }
    dg_watch_destroy(h->watch);
    dg_timer_destroy(h->turn);
    dg_timer_destroy(h->sweep);
    if (h->daemon)
        MHD_stop_daemon(h->daemon); /* closes the listening socket too */
    else if (h->listen_fd >= 0)
        close(h->listen_fd);
    free(h);
}
