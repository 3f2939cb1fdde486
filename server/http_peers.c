/* Connections: who is connected, how often, and until when a connection must have come further. */
#include "server/caller.h"
#include "server/forwarded.h"
#include "server/http_internal.h"
#include "server/tls.h"

#include <malloc.h>
#include <stdlib.h>
#include <sys/socket.h>

/* ---- how many of one address ------------------------------------------------------------------------------- */

static struct dg_peer **bucket_of(struct dg_http *h, const struct dg_address *from)
{
    uint32_t sum = 2166136261u; /* FNV-1a; who makes collisions can but slow the count of his own connections */
    for (size_t i = 0; i < sizeof from->bytes; i++)
        sum = (sum ^ from->bytes[i]) * 16777619u;
    return &h->peers_by_address[sum % DG_PEER_BUCKETS];
}

static bool is_from(const struct dg_peer *peer, const struct dg_address *from)
{
    return memcmp(peer->from.bytes, from->bytes, sizeof from->bytes) == 0;
}

static bool has_more_than(struct dg_http *h, const struct dg_address *from, uint32_t max)
{
    uint32_t count = 0;
    for (const struct dg_peer *peer = *bucket_of(h, from); peer && count <= max; peer = peer->next_alike)
        count += is_from(peer, from);
    return count >= max;
}

/* A trusted proxy carries everybody's requests: its connections are bounded by the sum alone. */
enum MHD_Result dg_http_admit(void *http, const struct sockaddr *where, socklen_t len)
{
    (void)len;
    struct dg_http *h = http;
    const struct dg_config *config = h->lane->app->config;
    struct dg_address address = dg_address_of(where), from = dg_address_subscriber(&address);
    struct dg_trusted trusted = { config->trusted, config->trusted_count };
    if (config->address_connections == 0 || !dg_caller_is_asked(config) || dg_trusted_has(&trusted, &address))
        return MHD_YES;
    if (!has_more_than(h, &from, config->address_connections))
        return MHD_YES;
    dg_metrics_add(h->lane->metrics, DG_METRIC_CONNECTIONS_REFUSED, 1);
    return MHD_NO;
}

/* ---- coming and going -------------------------------------------------------------------------------------- */

static void link_alike(struct dg_http *h, struct dg_peer *peer)
{
    struct dg_peer **bucket = bucket_of(h, &peer->from);
    peer->next_alike = *bucket;
    peer->link_alike = bucket;
    if (peer->next_alike)
        peer->next_alike->link_alike = &peer->next_alike;
    *bucket = peer;
}

static void peer_arrives(struct dg_http *h, struct MHD_Connection *connection, void **context)
{
    struct dg_peer *peer = calloc(1, sizeof *peer);
    *context = peer;
    if (!peer)
        return;
    peer->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    peer->address = dg_address_of(MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
    peer->from = dg_address_subscriber(&peer->address);
    peer->deadline_ms = dg_loop_now_ms(h->loop) + (uint64_t)h->lane->app->config->receive_s * 1000;
    peer->next = h->peers;
    peer->link = &h->peers;
    if (peer->next)
        peer->next->link = &peer->next;
    h->peers = peer;
    link_alike(h, peer);
    const union MHD_ConnectionInfo *secure = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    dg_handshake_follow(&peer->handshake, secure ? secure->tls_session : NULL, peer->fd);
    h->peer_count++;
    if (h->peer_count > h->peer_peak)
        h->peer_peak = h->peer_count;
}

static void peer_leaves(struct dg_http *h, struct dg_peer *peer)
{
    if (!peer)
        return;
    enum dg_handshake_end end;
    if (dg_handshake_finish(&peer->handshake, &end))
        dg_tls_count_failure(h->lane->tls, h->lane->metrics, end, peer->handshake.alert);
    h->peer_count--;
    *peer->link = peer->next;
    if (peer->next)
        peer->next->link = peer->link;
    *peer->link_alike = peer->next_alike;
    if (peer->next_alike)
        peer->next_alike->link_alike = peer->link_alike;
    free(peer);
}

void dg_http_on_connection(
        void *owner, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode what)
{
    struct dg_http *h = owner;
    bool arrives = what == MHD_CONNECTION_NOTIFY_STARTED;
    if (arrives)
        peer_arrives(h, connection, context);
    else
        peer_leaves(h, *context);
    dg_metrics_add(
            h->lane->metrics, DG_METRIC_CONNECTIONS, arrives ? 1 : -1); /* once all else of it is in the figures */
}

/* ---- deadlines --------------------------------------------------------------------------------------------- */

static struct dg_peer *peer_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

struct dg_address dg_http_peer_address(struct MHD_Connection *connection)
{
    const struct dg_peer *peer = peer_of(connection);
    return peer ? peer->address : (struct dg_address){ { 0 } };
}

void dg_http_deadline(struct dg_http *h, struct MHD_Connection *connection, uint64_t ms)
{
    struct dg_peer *peer = peer_of(connection);
    if (peer)
        peer->deadline_ms = ms ? dg_loop_now_ms(h->loop) + ms : 0;
}

/* What a crowd, or one request with much in it, took the allocator keeps for the next, in pieces all over the heap: once they
 * have gone it is given back. */
static void give_back_memory(struct dg_http *h)
{
    bool dispersed = h->peer_peak >= DG_CROWD && h->peer_count <= h->peer_peak / 4;
    if (!dispersed && !h->was_heavy)
        return;
    h->peer_peak = h->peer_count;
    h->was_heavy = false;
    malloc_trim(0);
}

/* The daemon's own timeout starts anew with every byte, so that a peer sending one byte a while would be kept for ever. */
void dg_http_sweep(void *owner)
{
    struct dg_http *h = owner;
    uint64_t now = dg_loop_now_ms(h->loop);
    for (struct dg_peer *peer = h->peers; peer; peer = peer->next) {
        if (peer->deadline_ms && peer->deadline_ms < now) {
            peer->deadline_ms = 0;
            shutdown(peer->fd, SHUT_RDWR);
        }
    }
    give_back_memory(h);
}
