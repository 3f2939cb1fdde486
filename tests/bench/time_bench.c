/* How many texts a second are read for their times: time_bench FILE ROUNDS
 * FILE has lines of language, text, expected start. Prints a JSON object like the peers do (peers/peers.cjs): the rate of each
 * round with the recogniser of time alone, as the peers look for nothing else; beside it the rate with all recognisers, which
 * is what a drag costs; the starts found in each text; and the rate of folding alone, which is the ceiling: whatever reads a
 * text must at least look at each character once. */
#include "intents/recogniser.h"
#include "intents/when.h"
#include "intents/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TEXTS_MAX = 512, LINE_MAX_BYTES = 1024, ARENA_BYTES = 1 << 20, BATCH = 64 };
#define ROUND_S 0.5

struct bench {
    char lines[TEXTS_MAX][LINE_MAX_BYTES];
    struct dg_str texts[TEXTS_MAX];
    enum dg_language languages[TEXTS_MAX];
    size_t count;
    struct dg_lexicon lexicon;
    struct dg_context ctx;
    struct dg_arena *arena;
};

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool load(struct bench *b, const char *path)
{
    FILE *f = fopen(path, "r");
    while (f && b->count < TEXTS_MAX && fgets(b->lines[b->count], LINE_MAX_BYTES, f)) {
        char *line = b->lines[b->count], *text = strchr(line, '\t'), *end = text ? strchr(text + 1, '\t') : NULL;
        if (line[0] == '#' || !end)
            continue;
        b->texts[b->count] = (struct dg_str){ text + 1, (size_t)(end - text - 1) };
        b->languages[b->count++] = line[0] == 'z' ? DG_LANG_ZH : DG_LANG_EN;
    }
    if (f)
        fclose(f);
    return b->count > 0;
}

enum work { FOLD, TIMES, EVERYTHING };

static struct dg_mentions read_text(const struct bench *b, size_t i, struct dg_text *text, enum work work)
{
    if (!dg_text_fold(text, b->texts[i], &b->lexicon, b->arena))
        return (struct dg_mentions){ 0 };
    struct dg_scan scan = { .text = text,
        .language = b->languages[i],
        .ctx = &b->ctx,
        .reference = b->ctx.now,
        .lexicon = &b->lexicon,
        .arena = b->arena };
    return work == EVERYTHING ? dg_recognise(&scan) : dg_recognise_only(&scan, &dg_recogniser_time);
}

static double rate(const struct bench *b, enum work work)
{
    double began = now_s(), took;
    size_t done = 0;
    do {
        for (size_t n = 0; n < BATCH; n++, done++) {
            struct dg_mark mark = dg_arena_mark(b->arena);
            struct dg_text text;
            if (work == FOLD)
                (void)dg_text_fold(&text, b->texts[done % b->count], &b->lexicon, b->arena);
            else
                read_text(b, done % b->count, &text, work);
            dg_arena_undo(b->arena, mark);
        }
        took = now_s() - began;
    } while (took < ROUND_S);
    return (double)done / took;
}

static void print_rates(const struct bench *b, const char *name, int rounds, enum work work)
{
    printf("\"%s\":[", name);
    for (int i = 0; i < rounds; i++)
        printf("%s%.0f", i ? "," : "", rate(b, work));
    printf("],");
}

static void print_starts(const struct bench *b)
{
    printf("\"starts\":[");
    for (size_t i = 0; i < b->count; i++) {
        struct dg_text text;
        struct dg_mentions found = read_text(b, i, &text, TIMES);
        const char *comma = "";
        printf("%s[", i ? "," : "");
        for (size_t k = 0; k < found.count; k++) {
            const struct dg_value *value = &found.at[k].value;
            if (value->kind != DG_TIME || !value->time.has_start)
                continue;
            struct dg_str start = dg_instant_print(b->arena, value->time.start);
            printf("%s\"%.16s\"", comma, start.at);
            comma = ",";
        }
        printf("]");
    }
    printf("]}\n");
}

int main(int argc, char **argv)
{
    static struct bench b;
    if (argc != 3 || !load(&b, argv[1])) {
        fprintf(stderr, "usage: time_bench FILE ROUNDS\n");
        return 2;
    }
    struct dg_zone *zone = dg_zone_create(dg_str_of("Asia/Shanghai"));
    b.arena = dg_arena_create(ARENA_BYTES);
    if (!zone || !b.arena || !dg_arena_alloc(b.arena, 1))
        return 1;
    b.lexicon = dg_lexicon_builtin();
    b.ctx.zone = zone;
    if (!dg_instant_parse(&b.ctx.now, dg_str_of("2024-02-20T17:45:00+08:00"), zone))
        return 1;
    int rounds = (int)strtol(argv[2], NULL, 10);
    printf("{");
    print_rates(&b, "rates", rounds, TIMES);
    print_rates(&b, "everything", rounds, EVERYTHING);
    print_rates(&b, "ceiling", rounds, FOLD);
    print_starts(&b);
    dg_arena_destroy(b.arena);
    dg_zone_destroy(zone);
    return 0;
}
