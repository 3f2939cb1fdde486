/* What the files of HTTP (http*.c) share: one daemon a loop, its connections and its exchanges. Nobody else includes this.
 * All of it belongs to the loop's thread. */
#ifndef DG_HTTP_INTERNAL_H
#define DG_HTTP_INTERNAL_H

#include "server/address.h"
#include "server/app.h"
#include "server/http.h"
#include "server/jwks.h"
#include "server/tls_handshake.h"

#include <microhttpd.h>

enum {
    DG_STREAM_BYTES_MAX = 4 * 1024 * 1024, /* written but not yet taken by the client */
    DG_ABSORB_BYTES_MAX = 1024 * 1024, /* of a refused body, so that the client gets to read why */
    DG_REQUEST_ID_LEN = 20,
    DG_PATH_PARAMS_MAX = 4,
    DG_PEER_BUCKETS = 1024,
    DG_CROWD = 128, /* connections that take memory worth giving back */
    DG_HEAVY_BYTES = 4 * 1024 * 1024, /* of one request: likewise */
};

/* How far an exchange is; the moves are in http_exchange.c. */
enum dg_exchange_state {
    DG_EX_RECEIVING, /* the body is coming in */
    DG_EX_HANDLING, /* inside its handler */
    DG_EX_WAITING, /* the handler kept it; the connection is suspended */
    DG_EX_READY, /* a reply is made, but not handed to the daemon */
    DG_EX_SENDING, /* the daemon has the reply */
};

/* Who may still touch an exchange; it dies with the last. */
enum { DG_HELD_BY_HTTP = 1, DG_HELD_BY_HANDLER = 2 };

struct dg_reply_header {
    struct dg_reply_header *next;
    const char *name, *value;
};

/* What a stream has been given and has not sent. */
struct dg_stream {
    bool on, ended, stalled;
    char *bytes;
    size_t start, len, room;
};

struct dg_exchange {
    struct dg_exchange *next, **link; /* in the daemon's list of live ones */
    struct dg_http *http; /* NULL once that is gone */
    struct dg_lane *lane;
    struct MHD_Connection *connection; /* NULL once the daemon is done with it */
    struct dg_arena *arena;
    enum dg_exchange_state state;
    unsigned holders;

    const struct dg_endpoint *endpoint; /* NULL: none fits */
    struct dg_problem refused; /* status other than DG_OK: answered instead of asking the handler */
    struct dg_str method, path, caller; /* caller: empty while its key is awaited */
    bool awaits_key;
    unsigned key_waits;
    struct dg_jwks_wait key_wait;
    struct dg_str params[DG_PATH_PARAMS_MAX];
    char request_id[DG_REQUEST_ID_LEN + 1];
    char *body;
    size_t body_len, body_room, absorbed;

    struct MHD_Response *response;
    struct dg_reply_header *headers;
    int status;
    struct dg_stream stream;

    void (*gone)(void *owner);
    void *gone_owner;
    struct dg_watch *hangup;
    uint64_t began_us;
};

/* One connection: when it must have come further, else it is closed. */
struct dg_peer {
    struct dg_peer *next, **link; /* of all */
    struct dg_peer *next_alike, **link_alike; /* of those whose addresses fall together */
    struct dg_address address, from; /* from: the subscriber's, see address.h */
    int fd;
    uint64_t deadline_ms; /* of the loop's clock; 0: none now */
    struct dg_handshake handshake;
};

struct dg_http {
    struct dg_lane *lane;
    struct dg_loop *loop;
    struct MHD_Daemon *daemon;
    int listen_fd;
    struct dg_watch *watch; /* the daemon's epoll descriptor */
    struct dg_timer *turn, *sweep;
    bool running, again;
    struct dg_exchange *exchanges;
    uint32_t peer_count, peer_peak; /* the peak since memory was last given back */
    bool was_heavy; /* a request has been, since then */
    struct dg_peer *peers, *peers_by_address[DG_PEER_BUCKETS];
    bool draining, closing;
    void (*idle)(void *owner);
    void *idle_owner;
    char id_prefix[9];
    uint32_t id_count;
};

/* http.c: the daemon gets a turn soon. */
void dg_http_wake(struct dg_http *h);
/* http_peers.c: whether one more connection is taken; its coming and going; who is there; those whose time is over. */
enum MHD_Result dg_http_admit(void *http, const struct sockaddr *where, socklen_t len);
void dg_http_on_connection(
        void *http, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode what);
struct dg_address dg_http_peer_address(struct MHD_Connection *connection);
void dg_http_sweep(void *http);
/* The peer of a connection, and its next deadline: `ms` from now, 0 for none. */
void dg_http_deadline(struct dg_http *h, struct MHD_Connection *connection, uint64_t ms);

/* http_request.c: the daemon's callback for each step of a request. */
enum MHD_Result dg_http_on_request(void *http, struct MHD_Connection *connection, const char *url, const char *method,
        const char *version, const char *data, size_t *size, void **context);

/* http_caller.c: DG_OK also where that will only be known when it enters. */
enum dg_status dg_exchange_check_caller(struct dg_exchange *ex, struct dg_problem *why);
/* Asks the handler, when it may: at once or later. */
void dg_exchange_enter(struct dg_exchange *ex);

/* http_exchange.c */
struct dg_exchange *dg_exchange_create(struct dg_http *h, struct MHD_Connection *connection); /* NULL: no memory */
/* One holder less; the last destroys it. */
void dg_exchange_release(struct dg_exchange *ex, unsigned holder);
/* The daemon is done with it. */
void dg_exchange_leave(struct dg_exchange *ex);
/* Hands the reply to the daemon; false closes the connection. */
bool dg_exchange_hand_over(struct dg_exchange *ex);
void dg_exchange_move(struct dg_exchange *ex, enum dg_exchange_state to);
/* Tells the handler, once, that the client has gone. */
void dg_exchange_tell_gone(struct dg_exchange *ex);

/* http_reply.c: destroyed with the exchange. */
void dg_stream_finish(struct dg_stream *stream);
/* Answers instead of a handler that did not in time; the handler's own reply then goes nowhere. */
void dg_exchange_give_up(struct dg_exchange *ex, const struct dg_problem *why);

#endif
