/* Whatever comes from the peer that should be Redis: read as the answer to a call of any kind, it gives records that can be
 * read through, or DG_UNAVAILABLE; read as a cluster's or a Sentinel's word, slots that there are and names that end. The first byte chooses the call, the rest is the wire. */
#include "server/store_redis_reply.h"
#include "server/store_redis_slot.h"

#include <stdint.h>
#include <stdlib.h>

enum { FIELDS = 3 };

static volatile size_t sink;

static void read_through(const struct dg_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        struct dg_str parts[] = { answer->records[i].field, answer->records[i].value };
        for (size_t p = 0; p < 2; p++)
            for (size_t at = 0; at < parts[p].len; at++)
                sink += (unsigned char)parts[p].at[at];
    }
}

static void answer(const redisReply *reply, enum dg_verb verb)
{
    struct dg_store_put puts[FIELDS] = { { { "a", 1 }, { "1", 1 }, 0 }, { { "b", 1 }, { "2", 1 }, 1 },
        { { "c", 1 }, { "3", 1 }, DG_VERSION_ANY } };
    struct dg_call call = { .verb = verb, .puts = puts, .count = FIELDS, .arena = dg_arena_create(1 << 20) };
    struct dg_answer got = dg_redis_reply_read(&call, reply);
    bool written = got.status == DG_OK || got.status == DG_CONFLICT;
    if ((verb == DG_VERB_GET || verb == DG_VERB_PUT) && written && got.count != FIELDS)
        abort();
    if (written)
        read_through(&got);
    sink += dg_redis_reply_lacks_script(reply);
    dg_arena_destroy(call.arena);
}

static void check_peer(const struct dg_redis_peer *peer)
{
    if (!peer->port || strlen(peer->host) >= sizeof peer->host)
        abort();
}

static void check_range(void *owner, unsigned first, unsigned last, const struct dg_redis_peer *master)
{
    if (owner || first > last || last >= DG_REDIS_SLOTS)
        abort();
    check_peer(master);
}

static void where(const redisReply *reply)
{
    struct dg_redis_peer asked = { "asked", 6379 }, peer;
    unsigned slot;
    enum dg_redis_way way = dg_redis_way_read(reply, &asked, &slot, &peer);
    if ((way == DG_REDIS_MOVED || way == DG_REDIS_ASK) && slot >= DG_REDIS_SLOTS)
        abort();
    if (way == DG_REDIS_MOVED || way == DG_REDIS_ASK || dg_redis_reply_read_peer(reply, &peer))
        check_peer(&peer);
    sink += dg_redis_slots_read(reply, &asked, check_range, NULL) + dg_redis_reply_is_master(reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    redisReader *reader = redisReaderCreate();
    void *reply = NULL;
    redisReaderFeed(reader, (const char *)data + 1, size - 1);
    while (redisReaderGetReply(reader, &reply) == REDIS_OK && reply) {
        answer(reply, (enum dg_verb)(data[0] % (DG_VERB_PING + 1)));
        where(reply);
        freeReplyObject(reply);
    }
    redisReaderFree(reader);
    return 0;
}
