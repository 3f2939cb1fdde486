#include "tests/support/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 64, HEAD_BYTES = 16384 };

struct connection {
    struct dg_peer *peer;
    int fd;
    pthread_t thread;
};

struct dg_peer {
    dg_peer_answer *answer;
    int fd;
    char base[48];
    pthread_t thread;
    struct connection connections[CONNECTIONS_MAX];
    atomic_int connected, requests;
};

/* Reads one request's head and throws its body away. False when the other side is gone. */
static bool read_head(int fd, char head[HEAD_BYTES])
{
    size_t len = 0;
    for (;;) {
        ssize_t got = recv(fd, head + len, HEAD_BYTES - 1 - len, 0);
        if (got <= 0)
            return false;
        len += (size_t)got;
        head[len] = '\0';
        const char *end = strstr(head, "\r\n\r\n");
        if (!end)
            continue;
        const char *length = strcasestr(head, "\r\nContent-Length:");
        size_t body = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
        if (len >= (size_t)(end + 4 - head) + body)
            return true;
    }
}

static void *serve(void *of)
{
    struct connection *c = of;
    char head[HEAD_BYTES];
    while (read_head(c->fd, head) && c->peer->answer(c->fd, head, atomic_fetch_add(&c->peer->requests, 1) + 1))
        continue;
    shutdown(c->fd, SHUT_RDWR);
    return NULL;
}

static void *listen_on(void *of)
{
    struct dg_peer *peer = of;
    int fd;
    while ((fd = accept(peer->fd, NULL, NULL)) >= 0) {
        int n = atomic_load(&peer->connected);
        if (n == CONNECTIONS_MAX) {
            close(fd);
            continue;
        }
        peer->connections[n] = (struct connection){ .peer = peer, .fd = fd };
        atomic_fetch_add(&peer->connected, 1); /* before there can be an answer that tells of it */
        if (pthread_create(&peer->connections[n].thread, NULL, serve, &peer->connections[n]) != 0) {
            atomic_fetch_sub(&peer->connected, 1);
            close(fd);
        }
    }
    return NULL;
}

struct dg_peer *dg_peer_create(dg_peer_answer *answer)
{
    struct dg_peer *peer = calloc(1, sizeof *peer);
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof at;
    if (!peer)
        return NULL;
    peer->answer = answer;
    peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(peer->fd, (struct sockaddr *)&at, sizeof at) || listen(peer->fd, 64) ||
            getsockname(peer->fd, (struct sockaddr *)&at, &size) ||
            pthread_create(&peer->thread, NULL, listen_on, peer)) {
        close(peer->fd);
        free(peer);
        return NULL;
    }
    snprintf(peer->base, sizeof peer->base, "http://127.0.0.1:%d", ntohs(at.sin_port));
    return peer;
}

void dg_peer_destroy(struct dg_peer *peer)
{
    shutdown(peer->fd, SHUT_RDWR);
    pthread_join(peer->thread, NULL);
    for (int i = 0; i < atomic_load(&peer->connected); i++) {
        shutdown(peer->connections[i].fd, SHUT_RDWR);
        pthread_join(peer->connections[i].thread, NULL);
        close(peer->connections[i].fd);
    }
    close(peer->fd);
    free(peer);
}

struct dg_str dg_peer_base(const struct dg_peer *peer)
{
    return dg_str_of(peer->base);
}

int dg_peer_requests(struct dg_peer *peer)
{
    return atomic_load(&peer->requests);
}

int dg_peer_connections(struct dg_peer *peer)
{
    return atomic_load(&peer->connected);
}
