/* A reply as it comes in from curl, bounded while it grows. A part of transport.c; belongs to its thread.
 * An incoming owns its buffer; all zeroes is one that holds nothing. */
#ifndef DG_TRANSPORT_REPLY_H
#define DG_TRANSPORT_REPLY_H

#include "adapters/request.h"

#include <curl/curl.h>

struct dg_incoming {
    char *body;
    size_t len, room, most; /* bytes */
    size_t header_bytes;
    bool too_big; /* it passed the bound; curl was told to stop */
};

/* Has `easy` write into it; it must stay where it is meanwhile. False: out of memory. */
bool dg_incoming_begin(struct dg_incoming *in, CURL *easy, size_t bytes_max);
/* For the next attempt of the same request. */
void dg_incoming_restart(struct dg_incoming *in);
/* The whole reply, copied into the arena; its end is DG_SENT_TOO_BIG where it does not fit there. */
struct dg_reply dg_incoming_keep(const struct dg_incoming *in, CURL *easy, struct dg_arena *arena);
void dg_incoming_finish(struct dg_incoming *in);

#endif
