#include "server/store_redis.h"
#include "tests/support/check.h"

static void addresses_of_one_server_are_read(void)
{
    static const struct {
        const char *url, *user, *password, *host;
        unsigned port, database;
    } cases[] = {
        { "redis://localhost", "", "", "localhost", 6379, 0 },
        { "redis://10.1.2.3:7000/5", "", "", "10.1.2.3", 7000, 5 },
        { "redis://u:p@h/", "u", "p", "h", 6379, 0 },
        { "redis://:p%40%2F%25:x@h:1", "", "p@/%:x", "h", 1, 0 },
        { "redis://u:a@b@h", "u", "a@b", "h", 6379, 0 },
        { "redis://[::1]", "", "", "::1", 6379, 0 },
        { "redis://[fe80::1]:6380/2", "", "", "fe80::1", 6380, 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dg_redis_address a;
        DG_CHECK(!dg_redis_address_read(&a, dg_str_of(cases[i].url)), "%s is read", cases[i].url);
        DG_CHECK_INT(a.kind, DG_REDIS_ALONE, cases[i].url);
        DG_CHECK_INT((long long)a.peer_count, 1, cases[i].url);
        DG_CHECK_STR(dg_str_of(a.user), cases[i].user, cases[i].url);
        DG_CHECK_STR(dg_str_of(a.password), cases[i].password, cases[i].url);
        DG_CHECK_STR(dg_str_of(a.peers[0].host), cases[i].host, cases[i].url);
        DG_CHECK_INT(a.peers[0].port, cases[i].port, cases[i].url);
        DG_CHECK_INT(a.database, cases[i].database, cases[i].url);
    }
}

static void addresses_of_several_are_read(void)
{
    static const struct {
        const char *url;
        enum dg_redis_kind kind;
        size_t count;
        const char *last_host;
        unsigned last_port;
        const char *master;
        unsigned database;
    } cases[] = {
        { "redis+sentinel://h/m", DG_REDIS_SENTINEL, 1, "h", 26379, "m", 0 },
        { "redis+sentinel://u:p@a:1,b:2,[::1]:3/my-master/4", DG_REDIS_SENTINEL, 3, "::1", 3, "my-master", 4 },
        { "redis+cluster://h", DG_REDIS_CLUSTER, 1, "h", 6379, "", 0 },
        { "redis+cluster://u:p@a:7000,[::1]:7001/", DG_REDIS_CLUSTER, 2, "::1", 7001, "", 0 },
        { "redis+sentinel://a,b,c/m/", DG_REDIS_SENTINEL, 3, "c", 26379, "m", 0 },
        { "rediss+sentinel://a,b/m/2", DG_REDIS_SENTINEL, 2, "b", 26379, "m", 2 },
        { "rediss+cluster://u:p@a:1", DG_REDIS_CLUSTER, 1, "a", 1, "", 0 },
        { "rediss://u:p@a/3", DG_REDIS_ALONE, 1, "a", 6379, "", 3 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dg_redis_address a;
        const char *wrong = dg_redis_address_read(&a, dg_str_of(cases[i].url));
        if (!DG_CHECK(!wrong, "%s: %s", cases[i].url, wrong))
            continue;
        DG_CHECK_INT(a.kind, cases[i].kind, cases[i].url);
        DG_CHECK_INT(a.secure, dg_str_starts(dg_str_of(cases[i].url), "rediss"), cases[i].url);
        DG_CHECK_INT((long long)a.peer_count, (long long)cases[i].count, cases[i].url);
        DG_CHECK_STR(dg_str_of(a.peers[a.peer_count - 1].host), cases[i].last_host, cases[i].url);
        DG_CHECK_INT(a.peers[a.peer_count - 1].port, cases[i].last_port, cases[i].url);
        DG_CHECK_STR(dg_str_of(a.master), cases[i].master, cases[i].url);
        DG_CHECK_INT(a.database, cases[i].database, cases[i].url);
    }
}

/* The reason names the part. */
static void bad_addresses_are_refused_with_the_part_that_is_wrong(void)
{
    static const struct {
        const char *url, *part;
    } cases[] = {
        { "redis:host", "begins" },
        { "redis+other://host", "begins" },
        { "redissentinel://host", "begins" },
        { "rediss:host", "begins" },
        { "rediss://", "host" },
        { "rediss+cluster://a/0", "database 0" },
        { "redis://", "host" },
        { "redis://:6379", "host" },
        { "redis://host:0", "port" },
        { "redis://host:65536", "port" },
        { "redis://host:6379x", "port" },
        { "redis://host/one", "database" },
        { "redis://user@host", "before @" },
        { "redis://u:%zz@host", "before @" },
        { "redis://u:%4@host", "before @" },
        { "redis://u:%00@host", "before @" },
        { "redis://[::1", "]" },
        { "redis://[::1]6379", "]" },
        { "redis://a,b", "one host" },
        { "redis+sentinel://a,b", "NAME" },
        { "redis+sentinel://a,b/", "NAME" },
        { "redis+sentinel://a,b//1", "NAME" },
        { "redis+sentinel://a,b/m/x", "database" },
        { "redis+sentinel://a,,b/m", "host" },
        { "redis+sentinel://a,b:x,c/m", "port" },
        { "redis+cluster://", "host" },
        { "redis+cluster://a/0", "database 0" },
        { "redis+cluster://a:70000,b", "port" },
        { "redis+sentinel://a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a/m", "16" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dg_redis_address a;
        const char *wrong = dg_redis_address_read(&a, dg_str_of(cases[i].url));
        DG_CHECK(wrong && strstr(wrong, cases[i].part), "%s: %s", cases[i].url, wrong ? wrong : "is read");
    }
}

int main(void)
{
    dg_run("addresses of one server are read", addresses_of_one_server_are_read);
    dg_run("addresses of several are read", addresses_of_several_are_read);
    dg_run("bad addresses are refused with the part that is wrong",
            bad_addresses_are_refused_with_the_part_that_is_wrong);
    return dg_done();
}
