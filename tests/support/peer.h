/* A provider for tests: a tiny HTTP/1.1 server on 127.0.0.1 with a thread of its own for each connection.
 * It answers by path; what it saw is counted. The test owns it. */
#ifndef DG_PEER_H
#define DG_PEER_H

#include "intents/str.h"

struct dg_peer;

/* Writes the whole answer to `fd`; `head` is the request up to its body. `number` counts requests from 1. Returns whether
 * the connection stays open. Called on the connection's thread. */
typedef bool dg_peer_answer(int fd, const char *head, int number);

struct dg_peer *dg_peer_create(dg_peer_answer *answer);
/* Closes all connections and joins all threads. */
void dg_peer_destroy(struct dg_peer *peer);
/* "http://127.0.0.1:PORT", borrowed. */
struct dg_str dg_peer_base(const struct dg_peer *peer);
int dg_peer_requests(struct dg_peer *peer);
int dg_peer_connections(struct dg_peer *peer);

#endif
