/* Internet addresses as 16 bytes (IPv4 as RFC 4291 §2.5.5.2 maps it), and networks of them. Pure; any thread. */
#ifndef DG_ADDRESS_H
#define DG_ADDRESS_H

#include "intents/str.h"

#include <stdbool.h>

struct sockaddr;

struct dg_address {
    unsigned char bytes[16];
};

struct dg_network {
    struct dg_address address;
    unsigned bits; /* of the 128 that must agree */
};

/* "192.0.2.1", "2001:db8::1"; false for anything else. */
bool dg_address_read(struct dg_address *out, struct dg_str text);
/* All zeros where it is neither IPv4 nor IPv6. */
struct dg_address dg_address_of(const struct sockaddr *where);
/* "192.0.2.0/24", or one address. */
bool dg_network_read(struct dg_network *out, struct dg_str text);
bool dg_network_has(const struct dg_network *network, const struct dg_address *address);
/* What all addresses of one client have in common: an IPv4 address whole, of IPv6 the /64 that a subscriber has to himself. */
struct dg_address dg_address_subscriber(const struct dg_address *address);

#endif
