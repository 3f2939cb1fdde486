#include "tests/server/store_suite.h"
#include "tests/support/check.h"
#include "tests/support/redis_server.h"

#include <signal.h>
#include <stdio.h>

static const char password[] = "a b%c:d@e";
static const char login[] = ":a%20b%25c%3ad%40e@";

static struct dg_store *open_with(struct dg_loop *loop, const char *user, int database)
{
    char url[128];
    struct dg_problem why = { 0 };
    snprintf(url, sizeof url, "redis://%s127.0.0.1:%u/%d", user, redis_server_port(), database);
    struct dg_store *store = dg_store_open(dg_str_of(url), loop, &why);
    DG_CHECK(store != NULL, "%s", why.detail);
    return store;
}

static struct dg_store *open_here(struct dg_loop *loop)
{
    return open_with(loop, login, 3);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    if (!redis_server_start(password)) {
        printf("Bail out! redis-server could not be started\n");
        return 1;
    }
    store_suite("redis", open_here);
    redis_server_stop();
    return dg_done();
}
