/* Addresses, networks, and how far Forwarded is believed. */
#include "server/forwarded.h"

#include "tests/support/check.h"

static void networks_hold_their_addresses(void)
{
    static const struct {
        const char *network, *address;
        bool has;
    } cases[] = {
        { "192.0.2.0/24", "192.0.2.255", true },
        { "192.0.2.0/24", "192.0.3.0", false },
        { "192.0.2.128/25", "192.0.2.127", false },
        { "192.0.2.7", "192.0.2.7", true },
        { "192.0.2.7", "192.0.2.8", false },
        { "0.0.0.0/0", "203.0.113.9", true },
        { "0.0.0.0/0", "2001:db8::1", false },
        { "2001:db8::/33", "2001:db8:7fff::1", true },
        { "2001:db8::/33", "2001:db8:8000::1", false },
        { "::ffff:192.0.2.0/120", "192.0.2.9", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_network network;
        struct dg_address address;
        if (DG_CHECK(dg_network_read(&network, dg_str_of(cases[i].network)), "%s", cases[i].network) &&
                DG_CHECK(dg_address_read(&address, dg_str_of(cases[i].address)), "%s", cases[i].address))
            DG_CHECK(
                    dg_network_has(&network, &address) == cases[i].has, "%s in %s", cases[i].address, cases[i].network);
    }
}

static void what_is_no_network_is_refused(void)
{
    static const char *const texts[] = { "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x",
        "2001:db8::/129", "10.0.0", "proxy.test", "10.0.0.0/0008" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct dg_network network;
        DG_CHECK(!dg_network_read(&network, dg_str_of(texts[i])), "%s", texts[i]);
    }
}

static void only_what_trusted_proxies_added_is_believed(void)
{
    static const struct {
        const char *peer, *forwarded, *x_forwarded_for, *client;
    } cases[] = {
        { "203.0.113.9", "", "", "203.0.113.9" },
        { "203.0.113.9", "for=198.51.100.1", "198.51.100.1", "203.0.113.9" }, /* not a proxy of ours */
        { "10.0.0.1", "", "198.51.100.1", "198.51.100.1" },
        { "10.0.0.1", "", "1.2.3.4, 198.51.100.1", "198.51.100.1" }, /* the client wrote the first himself */
        { "10.0.0.1", "", "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1" },
        { "10.0.0.1", "", "10.0.0.3,10.0.0.2", "10.0.0.3" },
        { "10.0.0.1", "", "198.51.100.1:4711", "198.51.100.1" },
        { "10.0.0.1", "for=1.2.3.4, for=198.51.100.1;proto=https;by=10.0.0.1", "", "198.51.100.1" },
        { "10.0.0.1", "proto=https;For=\"[2001:db8::7]:80\"", "", "2001:db8::7" },
        { "10.0.0.1", "for=198.51.100.1", "1.2.3.4", "198.51.100.1" },
        { "10.0.0.1", "for=unknown", "", "10.0.0.1" },
        { "10.0.0.1", "for=_hidden, for=10.0.0.2", "", "10.0.0.2" },
        { "10.0.0.1", "", "nonsense", "10.0.0.1" },
        { "10.0.0.1", "", ",,,", "10.0.0.1" },
        { "10.0.0.1", ";;=;for=", "", "10.0.0.1" },
    };
    struct dg_network ours;
    DG_CHECK(dg_network_read(&ours, dg_str_of("10.0.0.0/8")), "network");
    struct dg_trusted trusted = { &ours, 1 };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_address peer, wanted, got;
        DG_CHECK(dg_address_read(&peer, dg_str_of(cases[i].peer)), "%s", cases[i].peer);
        DG_CHECK(dg_address_read(&wanted, dg_str_of(cases[i].client)), "%s", cases[i].client);
        got = dg_forwarded_client(&peer, &trusted, dg_str_of(cases[i].forwarded), dg_str_of(cases[i].x_forwarded_for));
        DG_CHECK(memcmp(got.bytes, wanted.bytes, sizeof got.bytes) == 0, "%s|%s|%s", cases[i].peer, cases[i].forwarded,
                cases[i].x_forwarded_for);
    }
}

static void a_subscriber_is_an_address_or_a_64(void)
{
    struct dg_address a, b, c, d;
    DG_CHECK(dg_address_read(&a, dg_str_of("2001:db8::1")) && dg_address_read(&b, dg_str_of("2001:db8::ffff:2")) &&
                    dg_address_read(&c, dg_str_of("192.0.2.1")) && dg_address_read(&d, dg_str_of("192.0.2.2")),
            "addresses");
    a = dg_address_subscriber(&a);
    b = dg_address_subscriber(&b);
    c = dg_address_subscriber(&c);
    d = dg_address_subscriber(&d);
    DG_CHECK(memcmp(&a, &b, sizeof a) == 0, "one /64");
    DG_CHECK(memcmp(&c, &d, sizeof c) != 0, "two addresses");
}

int main(void)
{
    dg_run("networks hold their addresses", networks_hold_their_addresses);
    dg_run("what is no network is refused", what_is_no_network_is_refused);
    dg_run("only what trusted proxies added is believed", only_what_trusted_proxies_added_is_believed);
    dg_run("a subscriber is an address or a /64", a_subscriber_is_an_address_or_a_64);
    return dg_done();
}
