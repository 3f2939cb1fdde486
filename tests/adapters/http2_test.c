/* What many requests to one provider share: a connection where it speaks HTTP/2 (nghttpd, of another origin), and in any case the
 * address of its name. The name is known to this test alone: it stands before the system's getaddrinfo and counts. */
#include "adapters/transport.h"
#include "tests/support/check.h"
#include "tests/support/child.h"
#include "tests/support/peer.h"
#include "tests/support/poll_loop.h"

#include <dlfcn.h>
#include <netdb.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MANY = 20, CONNECTIONS = 8, DEADLINE_MS = 20000 };

#define NAME "provider.test"

/* ---- the name ---------------------------------------------------------------------------------------------------- */

static atomic_int lookups;

typedef int look_up(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **out);

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **out)
{
    look_up *others = NULL;
    *(void **)&others = dlsym(RTLD_NEXT, "getaddrinfo");
    bool ours = node && strcmp(node, NAME) == 0;
    if (ours)
        atomic_fetch_add(&lookups, 1);
    return others(ours ? "127.0.0.1" : node, service, hints, out);
}

/* ---- the provider ------------------------------------------------------------------------------------------------ */

struct provider {
    pid_t pid;
    char folder[48], log[64], certificate[64], base[48];
};

static bool make_files(const struct provider *p)
{
    char command[512];
    snprintf(command, sizeof command,
            "cd %s && echo hello >ok && openssl req -x509 -nodes -newkey rsa:2048 -keyout key -out crt -days 2"
            " -subj /CN=" NAME " -addext subjectAltName=DNS:" NAME " 2>/dev/null",
            p->folder);
    return system(command) == 0;
}

static bool provider_init(struct provider *p)
{
    char command[320];
    uint16_t port = dg_child_free_port();
    snprintf(p->folder, sizeof p->folder, "/tmp/dragoman-http2-XXXXXX");
    if (!mkdtemp(p->folder))
        return false;
    snprintf(p->log, sizeof p->log, "%s/log", p->folder);
    snprintf(p->certificate, sizeof p->certificate, "%s/crt", p->folder);
    snprintf(p->base, sizeof p->base, "https://" NAME ":%u", port);
    snprintf(command, sizeof command, "cd %s && exec nghttpd -v -a 127.0.0.1 -d . %u key crt >log 2>&1", p->folder,
            port);
    char *argv[] = { "sh", "-c", command, NULL };
    p->pid = make_files(p) ? dg_child_start(port, argv) : 0;
    return p->pid > 0;
}

static void provider_finish(struct provider *p)
{
    static const char *const files[] = { "ok", "key", "crt", "log" };
    char path[80];
    dg_child_end(p->pid, SIGTERM);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", p->folder, files[i]);
        unlink(path);
    }
    rmdir(p->folder);
}

/* Requests that came over HTTP/2, and over how many connections, as the provider's log numbers them. */
static void count(const struct provider *p, int *requests, int *connections)
{
    char line[512];
    int id, seen[MANY * 2] = { 0 };
    FILE *log = fopen(p->log, "r");
    *requests = *connections = 0;
    while (log && fgets(line, sizeof line, log)) {
        if (!strstr(line, "recv HEADERS frame") || sscanf(line, "[id=%d]", &id) != 1)
            continue;
        int at = 0;
        while (at < *connections && seen[at] != id)
            at++;
        if (at == *connections && at < MANY * 2)
            seen[(*connections)++] = id;
        ++*requests;
    }
    if (log)
        fclose(log);
}

/* ---- exchanges --------------------------------------------------------------------------------------------------- */

struct world {
    struct dg_poll_loop *loop;
    struct dg_transport *transport;
    struct dg_arena *arena;
    struct dg_str base;
};

static struct world world_create(const char *base, const char *ca_file)
{
    struct world w = { dg_poll_loop_create(), NULL, dg_arena_create(8 << 20), dg_str_of(base) };
    struct dg_transport_loop loop = dg_poll_loop_for_transport(w.loop);
    struct dg_transport_options options = {
        .reply_bytes_max = 100000, .connections_per_host = CONNECTIONS, .ca_file = ca_file
    };
    w.transport = dg_transport_create(&loop, &options);
    return w;
}

static void world_destroy(struct world *w)
{
    dg_transport_destroy(w->transport);
    dg_poll_loop_destroy(w->loop);
    dg_arena_destroy(w->arena);
}

struct tally {
    int awaited, well;
    bool all;
};

static void on_done(void *owner, const struct dg_reply *reply)
{
    struct tally *t = owner;
    t->well += reply->end == DG_SENT_OK && reply->status == 200;
    t->all = --t->awaited == 0;
}

/* So many at once; returns how many came back well. */
static int fetch(struct world *w, int many, enum dg_safety safety)
{
    struct tally t = { .awaited = many };
    struct dg_request request = { .method = dg_str_of("GET"), .safety = safety };
    request.url = dg_arena_print(w->arena, "%.*s/ok", (int)w->base.len, w->base.at);
    for (int i = 0; i < many; i++)
        dg_transport_send(w->transport, "peer", w->base, &request, DEADLINE_MS, w->arena, on_done, &t);
    dg_poll_loop_run(w->loop, &t.all, DEADLINE_MS);
    return t.well;
}

/* ---- the tests --------------------------------------------------------------------------------------------------- */

static void requests_to_one_provider_share_one_connection(void)
{
    struct provider p;
    int requests, connections;
    if (!DG_CHECK(provider_init(&p), "nghttpd starts"))
        return;
    struct world w = world_create(p.base, p.certificate);
    atomic_store(&lookups, 0);
    DG_CHECK_INT(fetch(&w, MANY, DG_SAFE), MANY, "at once, before there is a connection");
    DG_CHECK_INT(fetch(&w, 1, DG_SAFE), 1, "later");
    count(&p, &requests, &connections);
    DG_CHECK_INT(requests, MANY + 1, "requests over HTTP/2");
    DG_CHECK_INT(connections, 1, "connections");
    DG_CHECK_INT(fetch(&w, 1, DG_ONCE_ONLY), 1, "a booking");
    count(&p, &requests, &connections);
    DG_CHECK_INT(connections, 2, "a booking goes over one of its own");
    DG_CHECK_INT(atomic_load(&lookups), 1, "the name is looked up");
    world_destroy(&w);
    provider_finish(&p);
}

/* Each answer ends its connection. */
static bool answer(int fd, const char *head, int number)
{
    static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    (void)head;
    (void)number;
    return write(fd, ok, sizeof ok - 1) < 0;
}

static void a_name_is_looked_up_once_for_many_connections(void)
{
    struct dg_peer *peer = dg_peer_create(answer);
    char base[48];
    struct dg_str numeric = dg_peer_base(peer);
    snprintf(base, sizeof base, "http://" NAME "%s", strrchr(numeric.at, ':'));
    struct world w = world_create(base, NULL);
    atomic_store(&lookups, 0);
    for (int i = 0; i < CONNECTIONS; i++)
        DG_CHECK_INT(fetch(&w, 1, DG_SAFE), 1, "one after the other");
    DG_CHECK_INT(dg_peer_connections(peer), CONNECTIONS, "connections");
    DG_CHECK_INT(atomic_load(&lookups), 1, "the name is looked up");
    world_destroy(&w);
    dg_peer_destroy(peer);
}

int main(void)
{
    dg_run("requests to one provider share one connection", requests_to_one_provider_share_one_connection);
    dg_run("a name is looked up once for many connections", a_name_is_looked_up_once_for_many_connections);
    return dg_done();
}
