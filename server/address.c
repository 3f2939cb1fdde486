#include "server/address.h"

#include <arpa/inet.h>
#include <string.h>

enum { MAPPED_BITS = 96, ALL_BITS = 128, SUBSCRIBER_BYTES = 8 };

static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

static bool is_mapped(const struct dg_address *address)
{
    return memcmp(address->bytes, mapped, sizeof mapped) == 0;
}

bool dg_address_read(struct dg_address *out, struct dg_str text)
{
    char copy[INET6_ADDRSTRLEN];
    if (text.len == 0 || text.len >= sizeof copy)
        return false;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    memcpy(out->bytes, mapped, sizeof mapped);
    return inet_pton(AF_INET, copy, out->bytes + sizeof mapped) == 1 || inet_pton(AF_INET6, copy, out->bytes) == 1;
}

struct dg_address dg_address_of(const struct sockaddr *where)
{
    struct dg_address out = { { 0 } };
    if (where->sa_family == AF_INET6) {
        memcpy(out.bytes, &((const struct sockaddr_in6 *)(const void *)where)->sin6_addr, sizeof out.bytes);
    } else if (where->sa_family == AF_INET) {
        memcpy(out.bytes, mapped, sizeof mapped);
        memcpy(out.bytes + sizeof mapped, &((const struct sockaddr_in *)(const void *)where)->sin_addr, 4);
    }
    return out;
}

/* Digits only, up to `max`. */
static bool read_bits(unsigned *out, struct dg_str text, unsigned max)
{
    *out = 0;
    if (text.len == 0 || text.len > 3)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *out = *out * 10 + (unsigned)(text.at[i] - '0');
    }
    return *out <= max;
}

bool dg_network_read(struct dg_network *out, struct dg_str text)
{
    ptrdiff_t slash = dg_str_find(text, dg_str_of("/"), 0);
    struct dg_str address = slash < 0 ? text : dg_str_cut(text, 0, (size_t)slash);
    if (!dg_address_read(&out->address, address))
        return false;
    bool v4 = dg_str_find(address, dg_str_of(":"), 0) < 0;
    unsigned bits = v4 ? ALL_BITS - MAPPED_BITS : ALL_BITS;
    if (slash >= 0 && !read_bits(&bits, dg_str_cut(text, (size_t)slash + 1, text.len), bits))
        return false;
    out->bits = bits + (v4 ? MAPPED_BITS : 0);
    return true;
}

bool dg_network_has(const struct dg_network *network, const struct dg_address *address)
{
    unsigned whole = network->bits / 8, rest = network->bits % 8;
    if (memcmp(network->address.bytes, address->bytes, whole) != 0)
        return false;
    unsigned char mask = (unsigned char)(0xff00u >> rest);
    return rest == 0 || ((network->address.bytes[whole] ^ address->bytes[whole]) & mask) == 0;
}

struct dg_address dg_address_subscriber(const struct dg_address *address)
{
    struct dg_address out = *address;
    if (!is_mapped(address))
        memset(out.bytes + SUBSCRIBER_BYTES, 0, sizeof out.bytes - SUBSCRIBER_BYTES);
    return out;
}
