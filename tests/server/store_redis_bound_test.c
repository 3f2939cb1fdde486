/* What one reply may hold: asked of the reader alone, then of a store that meets a server without measure. */
#include "server/store_redis.h"
#include "server/store_redis_bound.h"
#include "tests/server/store_talk.h"
#include "tests/support/check.h"
#include "tests/support/redis_actor.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>

/* ---- the reader -------------------------------------------------------------------------------------------- */

static const struct {
    const char *about, *head;
    int times;
    const char *then;
    bool fits;
} replies[] = {
    { "as many as there may be", "", 0, "*1048576\r\n", true },
    { "one more", "", 0, "*1048577\r\n", false },
    { "what an int holds", "", 0, "*2147483647\r\n", false },
    { "and more than that", "", 0, "*4294967295\r\n", false },
    { "lists of a list, together as many", "*8\r\n", 7, "*100000\r\n", true },
    { "lists of a list, together more", "*1048000\r\n", 1, "*1000\r\n", false },
    { "a list in a list in a list", "*1\r\n*1\r\n", 1, "*1048576\r\n", false },
    { "one reply after the other", "*1048576\r\n", 1048576, ":1\r\n", true },
    { "no list", "", 0, "*-1\r\n", true },
};

/* Whether all of it is taken; the next reply too. */
static bool is_taken(redisReader *reader, const char *text)
{
    void *reply = NULL;
    bool good =
            redisReaderFeed(reader, text, strlen(text)) == REDIS_OK && redisReaderGetReply(reader, &reply) == REDIS_OK;
    if (reply)
        freeReplyObject(reply);
    return good;
}

static void a_list_that_claims_more_than_may_be_is_refused_before_it_comes(void)
{
    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
        redisReader *reader = redisReaderCreate();
        struct dg_redis_bound bound;
        dg_redis_bound_begin(&bound, reader);
        bool good = is_taken(reader, replies[i].head);
        for (int n = 1; good && n < replies[i].times; n++)
            good = is_taken(reader, replies[i].then);
        good = good && is_taken(reader, replies[i].then);
        DG_CHECK(good == replies[i].fits, "%s", replies[i].about);
        redisReaderFree(reader);
    }
}

static void texts_count_together_and_each_reply_anew(void)
{
    enum { PART = 16 << 20, PARTS = DG_REDIS_REPLY_BYTES_MAX / PART };
    static char text[PART + 2];
    memset(text, 'x', PART);
    memcpy(text + PART, "\r\n", 2);
    for (int more = 0; more < 2; more++) {
        redisReader *reader = redisReaderCreate();
        struct dg_redis_bound bound;
        dg_redis_bound_begin(&bound, reader);
        bool good = true;
        for (int round = 0; round < 2 && good; round++) {
            good = is_taken(reader, more ? "*9\r\n" : "*8\r\n");
            for (int n = 0; n < PARTS + more && good; n++)
                good = is_taken(reader, "$16777216\r\n") && redisReaderFeed(reader, text, PART + 2) == REDIS_OK &&
                        is_taken(reader, "");
        }
        DG_CHECK(good == !more, "%d texts of 16 MiB", PARTS + more);
        redisReaderFree(reader);
    }
}

/* ---- a store ----------------------------------------------------------------------------------------------- */

static struct redis_actor *actor;

struct flood {
    const char *head;
    char body[65537]; /* said again and again */
    atomic_size_t said; /* how much of it was taken */
};

enum { FLOOD_MIB = 1024, ON_THE_WAY_MIB = 32 /* in both sockets */ };

/* Asked for records it says more than anybody wants, for as long as somebody takes it. */
static bool flood(void *owner, int fd, const char *command)
{
    struct flood *f = owner;
    if (strncmp(command, "HMGET ", 6) != 0)
        return redis_actor_greet(fd, command);
    bool taken = redis_actor_say(fd, f->head);
    while (taken && f->said < (size_t)FLOOD_MIB << 20) {
        taken = redis_actor_say(fd, f->body);
        f->said += strlen(f->body);
    }
    return true;
}

static struct dg_store *open_here(struct dg_loop *loop)
{
    char url[64];
    struct dg_problem why = { 0 };
    snprintf(url, sizeof url, "redis://127.0.0.1:%u", redis_actor_port(actor));
    return dg_store_open(dg_str_of(url), NULL, loop, &why);
}

static void fill(struct flood *f, const char *head, const char *part)
{
    *f = (struct flood){ .head = head };
    for (size_t at = 0, len = strlen(part); at + len < sizeof f->body; at += len)
        memcpy(f->body + at, part, len);
}

static void check_flood(const char *head, const char *part, size_t most_mib)
{
    static struct flood f;
    fill(&f, head, part);
    actor = redis_actor_create(flood, &f);
    struct talk *t = talk_create(open_here);
    if (t && DG_CHECK(talk_until_up(t, 10000), "it answers")) {
        DG_CHECK_INT(talk_get(t, "g", "f"), DG_UNAVAILABLE, "get");
        DG_CHECK(talk_until_up(t, 20000), "the server has given up saying it, and is found again");
        DG_CHECK(f.said >> 20 <= most_mib + ON_THE_WAY_MIB, "%zu MiB were taken", f.said >> 20);
    }
    talk_destroy(t);
    redis_actor_destroy(actor);
}

static void a_server_without_measure_is_left(void)
{
    check_flood("*1000000000\r\n", ":1\r\n", 0);
    check_flood("*2\r\n$1\r\n1\r\n$1000000000\r\n", "xxxxxxxx", DG_REDIS_REPLY_BYTES_MAX >> 20);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    dg_run("a list that claims more than may be is refused before it comes",
            a_list_that_claims_more_than_may_be_is_refused_before_it_comes);
    dg_run("texts count together, and each reply anew", texts_count_together_and_each_reply_anew);
    dg_run("a server without measure is left", a_server_without_measure_is_left);
    return dg_done();
}
