/* The server's certificate and key (PEM), as one lane has them: read at start, read again when a file has changed or the
 * operator says so, so that a certificate is renewed without a restart. A pair that does not fit or cannot be read leaves
 * the old one in use and is said in the log. GnuTLS stands behind it; libmicrohttpd does the handshakes.
 * Belongs to the lane's thread once that runs. */
#ifndef DG_TLS_H
#define DG_TLS_H

#include "server/config.h"
#include "server/log.h"
#include "server/loop.h"
#include "server/metrics.h"
#include "server/tls_handshake.h"

struct dg_tls;

/* What is agreed to: TLS 1.2 and 1.3 with forward secrecy and authenticated encryption only (a GnuTLS priority string). */
extern const char dg_tls_priorities[];
/* What libmicrohttpd calls in each handshake (a gnutls_certificate_retrieve_function2): the pair of the dg_tls that was
 * last given the turn on this thread. */
extern void (*const dg_tls_retrieve)(void);

/* Borrows loop, config and log. NULL and `why` where the config's pair cannot be used. */
struct dg_tls *dg_tls_create(
        struct dg_loop *loop, const struct dg_config *config, const struct dg_log *log, struct dg_problem *why);
void dg_tls_destroy(struct dg_tls *tls); /* NULL is harmless */
/* Comes before each turn of the daemon, since a handshake's callback is told nothing of whose it is. */
void dg_tls_give_turn(struct dg_tls *tls);
/* Reads both files again now. */
void dg_tls_reload(struct dg_tls *tls);
/* A handshake has failed: counted, and said in the log, of each kind once a minute at most with how many there were. `alert`
 * is the client's, 0 for none. */
void dg_tls_count_failure(struct dg_tls *tls, struct dg_metrics *metrics, enum dg_handshake_end end, int alert);

#endif
