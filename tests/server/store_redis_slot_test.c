#include "server/store_redis_slot.h"
#include "tests/support/check.h"

/* 12739 is the specification's own check value, 0x31c3 modulo 16384. */
static void a_key_has_the_slot_of_its_tag(void)
{
    static const struct {
        const char *key, *same;
        int slot;
    } cases[] = {
        { "123456789", NULL, 0x31c3 },
        { "", NULL, 0 },
        { "dragoman:{s_1}", "s_1", -1 },
        { "dragoman:{a}b}", "a", -1 },
        { "{x", NULL, -1 },
        { "x}{y}", "y", -1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned slot = dg_redis_slot_of(dg_str_of(cases[i].key));
        DG_CHECK(slot < DG_REDIS_SLOTS, "%s: %u", cases[i].key, slot);
        if (cases[i].slot >= 0)
            DG_CHECK_INT(slot, cases[i].slot, cases[i].key);
        if (cases[i].same)
            DG_CHECK_INT(slot, dg_redis_slot_of(dg_str_of(cases[i].same)), cases[i].key);
    }
    DG_CHECK(dg_redis_slot_of(dg_str_of("k{}a")) != dg_redis_slot_of(dg_str_of("k{}b")), "an empty tag is none");
}

static redisReply *read_wire(const char *wire)
{
    redisReader *reader = redisReaderCreate();
    void *reply = NULL;
    redisReaderFeed(reader, wire, strlen(wire));
    DG_CHECK(redisReaderGetReply(reader, &reply) == REDIS_OK && reply, "a reply: %s", wire);
    redisReaderFree(reader);
    return reply;
}

static const struct dg_redis_peer asked = { "asked", 6379 };

static void errors_say_where_a_call_goes(void)
{
    static const struct {
        const char *wire;
        enum dg_redis_way way;
        unsigned slot;
        const char *host;
        unsigned port;
    } cases[] = {
        { "-MOVED 3999 127.0.0.1:6381\r\n", DG_REDIS_MOVED, 3999, "127.0.0.1", 6381 },
        { "-ASK 16383 ::1:1\r\n", DG_REDIS_ASK, 16383, "::1", 1 },
        { "-MOVED 0 :7000\r\n", DG_REDIS_MOVED, 0, "asked", 7000 },
        { "-MOVED 0 ?:7000\r\n", DG_REDIS_MOVED, 0, "asked", 7000 },
        { "-TRYAGAIN Multiple keys\r\n", DG_REDIS_LATER, 0, NULL, 0 },
        { "-CLUSTERDOWN The cluster is down\r\n", DG_REDIS_LATER, 0, NULL, 0 },
        { "-ERR MOVED 1 a:1\r\n", DG_REDIS_HERE, 0, NULL, 0 },
        { "+MOVED 1 a:1\r\n", DG_REDIS_HERE, 0, NULL, 0 },
        { "-MOVED 16384 a:1\r\n", DG_REDIS_HERE, 0, NULL, 0 },
        { "-MOVED 1 a:0\r\n", DG_REDIS_HERE, 0, NULL, 0 },
        { "-MOVED 1 a:65536\r\n", DG_REDIS_HERE, 0, NULL, 0 },
        { "-MOVED 1 a\r\n", DG_REDIS_HERE, 0, NULL, 0 },
        { "-MOVED x a:1\r\n", DG_REDIS_HERE, 0, NULL, 0 },
        { "-MOVED 1\r\n", DG_REDIS_HERE, 0, NULL, 0 },
        { "-MOVED \r\n", DG_REDIS_HERE, 0, NULL, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dg_redis_peer peer;
        unsigned slot;
        redisReply *reply = read_wire(cases[i].wire);
        DG_CHECK_INT(dg_redis_way_read(reply, &asked, &slot, &peer), cases[i].way, cases[i].wire);
        if (cases[i].host) {
            DG_CHECK_INT(slot, cases[i].slot, cases[i].wire);
            DG_CHECK_STR(dg_str_of(peer.host), cases[i].host, cases[i].wire);
            DG_CHECK_INT(peer.port, cases[i].port, cases[i].wire);
        }
        freeReplyObject(reply);
    }
}

struct ranges {
    int count;
    unsigned first, last; /* of the last one */
    struct dg_redis_peer master;
};

static void note_range(void *owner, unsigned first, unsigned last, const struct dg_redis_peer *master)
{
    struct ranges *r = owner;
    *r = (struct ranges){ r->count + 1, first, last, *master };
}

static void the_map_is_read_whole_or_not_at_all(void)
{
#define RANGE "*3\r\n:0\r\n:99\r\n*2\r\n$1\r\na\r\n:1\r\n"
    static const struct {
        const char *wire;
        int count; /* -1: refused */
        unsigned last;
        const char *host;
    } cases[] = {
        { "*1\r\n" RANGE, 1, 99, "a" },
        { "*2\r\n" RANGE "*4\r\n:100\r\n:16383\r\n*3\r\n$1\r\nb\r\n:2\r\n$2\r\nid\r\n*2\r\n$1\r\nr\r\n:3\r\n", 2, 16383,
                "b" },
        { "*1\r\n*3\r\n:7\r\n:7\r\n*2\r\n$-1\r\n:1\r\n", 1, 7, "asked" },
        { "*1\r\n*3\r\n:7\r\n:7\r\n*2\r\n$0\r\n\r\n:1\r\n", 1, 7, "asked" },
        { "*2\r\n" RANGE "*3\r\n:100\r\n:16384\r\n*2\r\n$1\r\nb\r\n:2\r\n", -1, 0, NULL },
        { "*1\r\n*3\r\n:9\r\n:8\r\n*2\r\n$1\r\nb\r\n:2\r\n", -1, 0, NULL },
        { "*1\r\n*3\r\n:9\r\n:9\r\n*2\r\n$1\r\nb\r\n:0\r\n", -1, 0, NULL },
        { "*1\r\n*2\r\n:9\r\n:9\r\n", -1, 0, NULL },
        { "*1\r\n*3\r\n:9\r\n:9\r\n*1\r\n$1\r\nb\r\n", -1, 0, NULL },
        { "-ERR This instance has cluster support disabled\r\n", -1, 0, NULL },
    };
#undef RANGE
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ranges r = { 0 };
        redisReply *reply = read_wire(cases[i].wire);
        bool read = dg_redis_slots_read(reply, &asked, note_range, &r);
        DG_CHECK_INT(read ? r.count : -1, cases[i].count, cases[i].wire);
        if (read) {
            DG_CHECK_INT(r.last, cases[i].last, cases[i].wire);
            DG_CHECK_STR(dg_str_of(r.master.host), cases[i].host, cases[i].wire);
        } else {
            DG_CHECK_INT(r.count, 0, cases[i].wire);
        }
        freeReplyObject(reply);
    }
}

int main(void)
{
    dg_run("a key has the slot of its tag", a_key_has_the_slot_of_its_tag);
    dg_run("errors say where a call goes", errors_say_where_a_call_goes);
    dg_run("the map is read whole or not at all", the_map_is_read_whole_or_not_at_all);
    return dg_done();
}
