/* How long reading a chat takes: read_bench FILE ROUNDS
 * FILE has a message a line, "name TAB text". Two chats are made of them: the first twelve messages, and as many as come to a
 * mebibyte. Prints a JSON object: for each chat the seconds of each round, and those of decoding and folding its text alone,
 * which is the ceiling; the bytes of text, and the most bytes of memory that the reading took. */
#include "intents/lexicon.h"
#include "intents/normalise.h"
#include "intents/read.h"
#include "intents/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LINES_MAX = 512, LINE_BYTES = 1024, SHORT = 12, LONG_BYTES = 1 << 20, MESSAGES_MAX = 1 << 18 };
static const size_t arena_bytes = (size_t)4 << 30;

struct bench {
    char lines[LINES_MAX][LINE_BYTES];
    struct dg_message said[LINES_MAX];
    size_t count;
    struct dg_message messages[MESSAGES_MAX];
    struct dg_lexicon lexicon;
    struct dg_context ctx;
    size_t used;
};

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool load(struct bench *b, const char *path)
{
    FILE *f = fopen(path, "r");
    while (f && b->count < LINES_MAX && fgets(b->lines[b->count], LINE_BYTES, f)) {
        char *line = b->lines[b->count], *text = strchr(line, '\t');
        if (line[0] == '#' || !text)
            continue;
        struct dg_str words = { text + 1, strcspn(text + 1, "\n") };
        b->said[b->count++] = (struct dg_message){ .from = { line, (size_t)(text - line) }, .text = words };
    }
    if (f)
        fclose(f);
    return b->count >= SHORT;
}

/* The messages over and over until there are `bytes` of text or `most` messages. */
static struct dg_talk talk_of(struct bench *b, size_t most, size_t bytes, size_t *total)
{
    size_t n = 0;
    *total = 0;
    for (; n < most && n < MESSAGES_MAX && *total < bytes; n++) {
        b->messages[n] = b->said[n % b->count];
        *total += b->messages[n].text.len;
    }
    return (struct dg_talk){ .messages = b->messages, .count = n };
}

static double read_once(struct bench *b, const struct dg_talk *talk)
{
    double began = now_s();
    const struct dg_reading *reading;
    struct dg_arena *arena = dg_arena_create(arena_bytes);
    bool good = arena && dg_read(&reading, talk, &b->ctx, &b->lexicon, arena, NULL) == DG_OK;
    b->used = arena ? dg_arena_used(arena) : 0;
    dg_arena_destroy(arena);
    return good ? now_s() - began : -1;
}

static double fold_once(struct bench *b, const struct dg_talk *talk)
{
    double began = now_s();
    struct dg_arena *arena = dg_arena_create(arena_bytes);
    struct dg_text text;
    bool good = arena != NULL;
    for (size_t i = 0; good && i < talk->count; i++)
        good = dg_text_fold(&text, talk->messages[i].text, &b->lexicon, arena);
    dg_arena_destroy(arena);
    return good ? now_s() - began : -1;
}

static void print_times(struct bench *b, const struct dg_talk *talk, const char *name, int rounds,
        double (*once)(struct bench *, const struct dg_talk *))
{
    printf("\"%s\":[", name);
    for (int i = 0; i < rounds; i++)
        printf("%s%.9f", i ? "," : "", once(b, talk));
    printf("],");
}

static void measure(struct bench *b, const char *name, size_t most, size_t bytes, int rounds)
{
    size_t total;
    struct dg_talk talk = talk_of(b, most, bytes, &total);
    printf("\"%s\":{", name);
    print_times(b, &talk, "read_s", rounds, read_once);
    print_times(b, &talk, "fold_s", rounds, fold_once);
    printf("\"text_bytes\":%zu,\"memory_bytes\":%zu}", total, b->used);
}

int main(int argc, char **argv)
{
    static struct bench b;
    if (argc != 3 || !load(&b, argv[1])) {
        fprintf(stderr, "usage: read_bench FILE ROUNDS\n");
        return 2;
    }
    struct dg_zone *zone = dg_zone_create(dg_str_of("Asia/Shanghai"));
    if (!zone)
        return 1;
    b.lexicon = dg_lexicon_builtin();
    b.ctx = (struct dg_context){ .zone = zone, .now = { 1708422300, 28800 } };
    int rounds = (int)strtol(argv[2], NULL, 10);
    printf("{");
    measure(&b, "chat", SHORT, LONG_BYTES, rounds * 20);
    printf(",");
    measure(&b, "mebibyte", MESSAGES_MAX, LONG_BYTES, rounds);
    printf("}\n");
    dg_zone_destroy(zone);
    return 0;
}
