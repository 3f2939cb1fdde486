/* What dg_read needs of the stack, measured: it runs on a painted one. */
#include "intents/lexicon.h"
#include "intents/read.h"
#include "intents/zone.h"
#include "tests/support/check.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Sanitizers give every frame room of their own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif
#else
enum { SANITIZED = 0 };
#endif

enum { STACK_BYTES = 8 * 1024 * 1024, ARENA_BYTES = 64 * 1024 * 1024, TEXT_BYTES = 20000, PAINT = 0xA5 };

struct run {
    struct dg_str text;
    bool read;
};

static void *read_it(void *owner)
{
    struct run *run = owner;
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_zone *zone = dg_zone_create(dg_str_of("Asia/Shanghai"));
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    struct dg_message message = { .text = run->text };
    struct dg_talk talk = { .messages = &message, .count = 1 };
    struct dg_context ctx = { .zone = zone, .now = { 1708422000, 28800 } };
    const struct dg_reading *reading = NULL;
    run->read = dg_read(&reading, &talk, &ctx, &lexicon, arena, NULL) == DG_OK;
    dg_arena_destroy(arena);
    dg_zone_destroy(zone);
    return NULL;
}

/* The bytes of the stack that the thread has written; 0 where it could not run. */
static size_t stack_used(struct run *run)
{
    unsigned char *stack = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    pthread_attr_t attr;
    pthread_t thread;
    size_t untouched = 0;
    if (!DG_CHECK(stack != MAP_FAILED, "room for a stack"))
        return 0;
    memset(stack, PAINT, STACK_BYTES);
    pthread_attr_init(&attr);
    bool ran = pthread_attr_setstack(&attr, stack, STACK_BYTES) == 0 &&
            pthread_create(&thread, &attr, read_it, run) == 0 && pthread_join(thread, NULL) == 0;
    pthread_attr_destroy(&attr);
    while (untouched < STACK_BYTES && stack[untouched] == PAINT)
        untouched++;
    munmap(stack, STACK_BYTES);
    return DG_CHECK(ran, "the thread ran") ? STACK_BYTES - untouched : 0;
}

static struct dg_str repeated(const char *words, char *out)
{
    size_t n = strlen(words), len = 0;
    for (; len + n <= TEXT_BYTES; len += n)
        memcpy(out + len, words, n);
    return (struct dg_str){ out, len };
}

static void reading_keeps_to_its_stack(void)
{
    static const char *const hostile[] = {
        "明天晚上七点半到八点之前的三天后",
        "every first monday of next month at half past seven or ",
        "周一到周五每天9点到11点、下周三四",
        "1-2/3.4:5 ",
        "((((((((",
        "三分之一又二分之一",
    };
    char *text = malloc(TEXT_BYTES);
    for (size_t i = 0; text && i < sizeof hostile / sizeof hostile[0]; i++) {
        struct run run = { .text = repeated(hostile[i], text) };
        size_t used = stack_used(&run);
        DG_CHECK(run.read && used > 0, "%s is read", hostile[i]);
        DG_CHECK(SANITIZED || used <= DG_READ_STACK_BYTES, "%s takes %zu bytes", hostile[i], used);
    }
    free(text);
}

int main(void)
{
    dg_run("reading keeps to its stack", reading_keeps_to_its_stack);
    return dg_done();
}
