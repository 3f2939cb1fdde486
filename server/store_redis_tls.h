/* TLS to Redis, as a client: TLS 1.2 and later, the certificate and the name in it verified in every handshake. It is there where
 * hiredis has it (libhiredis_ssl, since 1.0; OpenSSL stands behind that): store_redis_tls.c; elsewhere store_redis_tls_absent.c
 * refuses. Belongs to its loop's thread. Only store_redis*.c includes this. */
#ifndef DG_STORE_REDIS_TLS_H
#define DG_STORE_REDIS_TLS_H

#include "server/store_redis.h"

#include <hiredis/hiredis.h>

/* Reads the files that `trust` names. NULL: `why` says which setting is wrong. */
struct dg_redis_tls *dg_redis_tls_create(const struct dg_store_trust *trust, struct dg_problem *why);
void dg_redis_tls_destroy(struct dg_redis_tls *tls); /* NULL is harmless; connections that it began go on */

/* A connection that was just begun goes over TLS. `host` is what the certificate must be for and the server is asked for (SNI)
 * where `trust` has no name; an address in numbers must stand in it as such. The handshake comes with the first bytes; one that
 * fails ends the connection. False: out of memory. */
DG_MUST_USE bool dg_redis_tls_begin(struct dg_redis_tls *tls, redisContext *connection, const char *host);

#endif
