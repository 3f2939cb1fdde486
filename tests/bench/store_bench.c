/* What the two stores cost, each beside a ceiling measured in the same run: for SQLite a plain write with fdatasync, for
 * Redis SET and GET by the blocking client. One line a figure: name, value, unit, the ceiling and the ratio to it. */
#include "server/clock.h"
#include "server/store.h"
#include "tests/support/redis_server.h"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CALLS = 2000, DEPTH = 64, VALUE_BYTES = 2048, GROUPS = 256 };

static char value[VALUE_BYTES];
static uint64_t took_us[CALLS];

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static double median_us(size_t count)
{
    qsort(took_us, count, sizeof *took_us, by_number);
    return (double)took_us[count / 2];
}

static void say(const char *name, double got, const char *unit, double ceiling, double ratio)
{
    printf("%-28s %10.0f %-4s ceiling %10.0f ratio %.2f\n", name, got, unit, ceiling, ratio);
}

/* ---- the stores -------------------------------------------------------------------------------------------- */

struct bench {
    struct dg_loop *loop;
    struct dg_store *store;
    void (*call)(struct bench *b);
    int begun, ended, depth, failed;
    uint64_t begun_us[CALLS];
};

static void on_done(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct bench *b = owner;
    (void)records, (void)count;
    b->failed += status != DG_OK;
    took_us[b->ended] = dg_clock_ticks_us() - b->begun_us[b->ended]; /* calls end in the order made */
    if (++b->ended == CALLS)
        dg_loop_stop(b->loop);
    else if (b->begun < CALLS)
        b->call(b);
}

static struct dg_str next_group(struct bench *b, char *room, size_t size)
{
    snprintf(room, size, "s/%d", b->begun % GROUPS);
    b->begun_us[b->begun++] = dg_clock_ticks_us();
    return dg_str_of(room);
}

static void put_one(struct bench *b)
{
    char room[32];
    struct dg_store_put put = { dg_str_of("session"), { value, sizeof value }, DG_VERSION_ANY };
    b->store->ops->put(b->store, next_group(b, room, sizeof room), &put, 1, 600, on_done, b);
}

static void get_one(struct bench *b)
{
    char room[32];
    struct dg_str field = dg_str_of("session");
    b->store->ops->get(b->store, next_group(b, room, sizeof room), &field, 1, on_done, b);
}

/* Calls a second with `depth` of them under way; the times are in took_us. */
static double run(struct bench *b, void (*call)(struct bench *b), int depth)
{
    b->call = call;
    b->begun = b->ended = b->failed = 0;
    uint64_t begun_us = dg_clock_ticks_us();
    for (int i = 0; i < depth; i++)
        call(b);
    dg_loop_run(b->loop);
    if (b->failed)
        printf("# %d of %d calls failed\n", b->failed, CALLS);
    return CALLS * 1e6 / (double)(dg_clock_ticks_us() - begun_us);
}

struct ceiling {
    double put_us, get_us; /* one by one */
    double puts, gets; /* a second, DEPTH at once */
};

static void measure(const char *url, const char *name, const struct ceiling *c)
{
    char label[64];
    struct bench b = { .loop = dg_loop_create() };
    struct dg_problem why = { 0 };
    b.store = dg_store_open(dg_str_of(url), NULL, b.loop, &why);
    if (!b.store) {
        printf("# %s: %s\n", name, why.detail);
        return;
    }
    run(&b, put_one, 1); /* warm */
    run(&b, put_one, 1);
    double put_us = median_us(CALLS);
    run(&b, get_one, 1);
    double get_us = median_us(CALLS);
    double puts = run(&b, put_one, DEPTH), gets = run(&b, get_one, DEPTH);
    snprintf(label, sizeof label, "%s put, median", name);
    say(label, put_us, "us", c->put_us, c->put_us / put_us);
    snprintf(label, sizeof label, "%s get, median", name);
    say(label, get_us, "us", c->get_us, c->get_us / get_us);
    snprintf(label, sizeof label, "%s puts, %d at once", name, DEPTH);
    say(label, puts, "/s", c->puts, puts / c->puts);
    snprintf(label, sizeof label, "%s gets, %d at once", name, DEPTH);
    say(label, gets, "/s", c->gets, gets / c->gets);
    b.store->ops->destroy(b.store);
    dg_loop_destroy(b.loop);
}

/* ---- the ceilings ------------------------------------------------------------------------------------------ */

/* Writes `batch` values and flushes once: what a put must cost at the least where nothing may be lost. */
static double flush_us(int fd, int batch)
{
    for (int i = 0; i < CALLS / 4; i++) {
        uint64_t begun_us = dg_clock_ticks_us();
        for (int n = 0; n < batch; n++)
            if (write(fd, value, sizeof value) != sizeof value)
                return 0;
        fdatasync(fd);
        took_us[i] = dg_clock_ticks_us() - begun_us;
    }
    return median_us(CALLS / 4);
}

static double read_us(int fd)
{
    char room[VALUE_BYTES];
    for (int i = 0; i < CALLS; i++) {
        uint64_t begun_us = dg_clock_ticks_us();
        if (pread(fd, room, sizeof room, i % GROUPS * VALUE_BYTES) < 0)
            return 0;
        took_us[i] = dg_clock_ticks_us() - begun_us;
    }
    double median = median_us(CALLS);
    return median > 1 ? median : 1; /* the clock's step */
}

static struct ceiling of_disk(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    struct ceiling c = { .put_us = flush_us(fd, 1), .get_us = read_us(fd) };
    c.puts = DEPTH * 1e6 / flush_us(fd, DEPTH);
    c.gets = 1e6 / c.get_us;
    close(fd);
    unlink(path);
    return c;
}

static void command(redisContext *c, bool set, int i, bool wait)
{
    redisReply *reply = NULL;
    if (set)
        redisAppendCommand(c, "SET plain/%d %b", i % GROUPS, value, sizeof value);
    else
        redisAppendCommand(c, "GET plain/%d", i % GROUPS);
    if (wait && redisGetReply(c, (void **)&reply) == REDIS_OK)
        freeReplyObject(reply);
}

static double one_by_one_us(redisContext *c, bool set)
{
    for (int i = 0; i < CALLS; i++) {
        uint64_t begun_us = dg_clock_ticks_us();
        command(c, set, i, true);
        took_us[i] = dg_clock_ticks_us() - begun_us;
    }
    return median_us(CALLS);
}

static double pipelined(redisContext *c, bool set)
{
    uint64_t begun_us = dg_clock_ticks_us();
    for (int i = 0; i < CALLS; i += DEPTH) {
        redisReply *reply = NULL;
        for (int n = 0; n < DEPTH; n++)
            command(c, set, i + n, false);
        for (int n = 0; n < DEPTH; n++)
            if (redisGetReply(c, (void **)&reply) == REDIS_OK)
                freeReplyObject(reply);
    }
    return CALLS * 1e6 / (double)(dg_clock_ticks_us() - begun_us);
}

static struct ceiling of_redis(void)
{
    redisContext *c = redisConnect("127.0.0.1", redis_server_port());
    one_by_one_us(c, true); /* warm */
    struct ceiling ceiling = { .put_us = one_by_one_us(c, true), .get_us = one_by_one_us(c, false) };
    ceiling.puts = pipelined(c, true);
    ceiling.gets = pipelined(c, false);
    redisFree(c);
    return ceiling;
}

/* ---- both -------------------------------------------------------------------------------------------------- */

static void bench_sqlite(const char *folder)
{
    char path[128], url[160];
    snprintf(path, sizeof path, "%s/ceiling", folder);
    struct ceiling c = of_disk(path);
    snprintf(url, sizeof url, "sqlite:%s/store.db", folder);
    measure(url, "sqlite", &c);
    unlink(url + strlen("sqlite:"));
}

static void bench_redis(void)
{
    char url[64];
    if (!redis_server_start(NULL)) {
        printf("# redis-server could not be started\n");
        return;
    }
    struct ceiling c = of_redis();
    snprintf(url, sizeof url, "redis://127.0.0.1:%u", redis_server_port());
    measure(url, "redis", &c);
    redis_server_stop();
}

/* The folder's disk is what is measured; without one, the working directory's. */
int main(int argc, char **argv)
{
    char folder[100];
    signal(SIGPIPE, SIG_IGN);
    snprintf(folder, sizeof folder, "%s/store-bench-XXXXXX", argc > 1 ? argv[1] : ".");
    if (!mkdtemp(folder))
        return 1;
    memset(value, 'v', sizeof value);
    bench_sqlite(folder);
    bench_redis();
    rmdir(folder);
    return 0;
}
