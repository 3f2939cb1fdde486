/* Whose request it is behind gateways: `Forwarded` (RFC 7239) and `X-Forwarded-For` are believed as far as each hop was
 * added by a proxy that the operator trusts, and no further: what stands before that, the client wrote. Pure; any thread. */
#ifndef DG_FORWARDED_H
#define DG_FORWARDED_H

#include "server/address.h"

/* The networks that the operator trusts. */
struct dg_trusted {
    const struct dg_network *networks;
    size_t count;
};

bool dg_trusted_has(const struct dg_trusted *trusted, const struct dg_address *address);

/* The client's address, `peer` being who connected. Either header may be empty; Forwarded is read where both stand. */
struct dg_address dg_forwarded_client(const struct dg_address *peer, const struct dg_trusted *trusted,
        struct dg_str forwarded, struct dg_str x_forwarded_for);

#endif
