/* A host with several addresses: each is tried in turn until one answers, of a Redis and of a Sentinel. The names are this test's own. */
#include "server/store_redis.h"
#include "tests/server/store_talk.h"
#include "tests/support/check.h"
#include "tests/support/redis_actor.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* ---- names ------------------------------------------------------------------------------------------------- */

/* Nobody listens at 127.0.0.2; at 127.0.0.3 somebody does who never says anything. */
static const struct {
    const char *name, *addresses[4];
} hosts[] = {
    { "refused.test", { "127.0.0.2", "127.0.0.1" } },
    { "last.test", { "::1", "127.0.0.2", "127.0.0.1" } },
    { "silent.test", { "127.0.0.3", "127.0.0.1" } },
    { "nobody.test", { "127.0.0.2", "::1" } },
};

typedef int look_up(const char *, const char *, const struct addrinfo *, struct addrinfo **);

/* In the place of the system's, for the names above. */
int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **list)
{
    static look_up *real;
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        if (strcmp(host, hosts[i].name) != 0)
            continue;
        struct addrinfo **last = list;
        int wrong = 0;
        for (size_t n = 0; !wrong && hosts[i].addresses[n]; n++, last = &(*last)->ai_next)
            wrong = real(hosts[i].addresses[n], service, hints, last);
        return wrong;
    }
    return real(host, service, hints, list);
}

/* ---- who is there ------------------------------------------------------------------------------------------ */

static struct redis_actor *actor;
static const char *asked; /* the host of the address */
static bool by_sentinel;

/* A Redis and a Sentinel in one, which calls itself master by a name that has several addresses as well. */
static bool answer(void *owner, int fd, const char *command)
{
    char text[128];
    (void)owner;
    if (strncmp(command, "ROLE", 4) == 0)
        return redis_actor_say(fd, "*1\r\n$6\r\nmaster\r\n");
    if (strncmp(command, "SENTINEL ", 9) != 0)
        return redis_actor_greet(fd, command);
    snprintf(text, sizeof text, "*2\r\n$%zu\r\n%s\r\n$%d\r\n%u\r\n", strlen(asked), asked,
            snprintf(NULL, 0, "%u", redis_actor_port(actor)), redis_actor_port(actor));
    return redis_actor_say(fd, text);
}

/* Takes connections, as long as nobody accepts them, and leaves them without a word. */
static int be_silent(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(redis_actor_port(actor)) };
    inet_pton(AF_INET, "127.0.0.3", &at.sin_addr);
    DG_CHECK(bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 16) == 0, "somebody silent");
    return fd;
}

static struct dg_store *open_here(struct dg_loop *loop)
{
    char url[128];
    struct dg_problem why = { 0 };
    snprintf(url, sizeof url, by_sentinel ? "redis+sentinel://%s:%u/keep" : "redis://%s:%u", asked,
            redis_actor_port(actor));
    return dg_store_open(dg_str_of(url), NULL, loop, &why);
}

static bool is_found(const char *host, bool sentinel, int limit_ms)
{
    asked = host;
    by_sentinel = sentinel;
    struct talk *t = talk_create(open_here);
    bool found = t && talk_until_up(t, limit_ms);
    talk_destroy(t);
    return found;
}

static void each_address_of_a_redis_is_tried(void)
{
    DG_CHECK(is_found("refused.test", false, 10000), "the second");
    DG_CHECK(is_found("last.test", false, 10000), "the third");
    DG_CHECK(is_found("silent.test", false, 20000), "the one after somebody silent");
    DG_CHECK(!is_found("nobody.test", false, 500), "none");
}

static void each_address_of_a_sentinel_is_tried(void)
{
    DG_CHECK(is_found("refused.test", true, 10000), "the second");
    DG_CHECK(is_found("last.test", true, 10000), "the third");
    DG_CHECK(is_found("silent.test", true, 20000), "the one after somebody silent");
    DG_CHECK(!is_found("nobody.test", true, 500), "none");
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    actor = redis_actor_create(answer, NULL);
    int silent = be_silent();
    dg_run("each address of a Redis is tried", each_address_of_a_redis_is_tried);
    dg_run("each address of a Sentinel is tried", each_address_of_a_sentinel_is_tried);
    close(silent);
    redis_actor_destroy(actor);
    return dg_done();
}
