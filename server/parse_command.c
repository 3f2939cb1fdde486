#include "intents/read.h"
#include "server/clock.h"
#include "server/command.h"
#include "server/config.h"
#include "server/problem.h"
#include "server/wire.h"
#include "server/wire_reading.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    LINE_BYTES_MAX = 2 * DG_TALK_BYTES_MAX,
    ARENA_BYTES = 256 * 1024 * 1024,
    READ_BYTES = 64 * 1024,
};

/* What both commands read with. */
struct desk {
    struct dg_config *config; /* NULL: none was named */
    struct dg_lexicon lexicon;
    struct dg_zones *zones;
    struct dg_arena *arena;
    const struct dg_explain *explain; /* NULL: the readings are printed, not the steps */
};

/* One step a line. The text is somebody's: what would steer a terminal is blanked. */
static void print_step(void *owner, const char *step, struct dg_str text)
{
    (void)owner;
    printf("%-10s ", step);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        putchar(byte < ' ' || byte == 0x7F ? ' ' : byte);
    }
    putchar('\n');
}

static const struct dg_explain steps = { print_step, NULL };

/* Something is allocated at once, so that going back to the start keeps the first block. */
static struct dg_arena *create_arena(void)
{
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    if (arena)
        dg_arena_alloc(arena, 1);
    return arena;
}

static bool desk_init(struct desk *d, const struct dg_options *options)
{
    *d = (struct desk){
        .zones = dg_zones_create(), .arena = create_arena(), .explain = options->explain ? &steps : NULL
    };
    if (options->config && !(d->config = dg_config_load(options->config, dg_config_say_wrong, NULL)))
        return false;
    d->lexicon = dg_own_words_beside(d->config ? d->config->own_words : NULL);
    return d->zones && d->arena;
}

static void desk_finish(struct desk *d)
{
    dg_arena_destroy(d->arena);
    dg_zones_destroy(d->zones);
    dg_config_destroy(d->config);
}

/* `zone` holds where the request names none. */
static struct dg_ask_means means_of(const struct desk *d, struct dg_str zone)
{
    return (struct dg_ask_means){ d->arena, d->zones, &d->lexicon, zone, dg_clock_s() };
}

/* The reading of the ask as JSON, or its problem. New; NULL: out of memory. */
static json_t *answer(struct desk *d, const struct dg_ask *ask, enum dg_status status, struct dg_problem *why,
        struct dg_str request_id)
{
    const struct dg_reading *reading = NULL;
    if (status == DG_OK) {
        status = dg_read(&reading, &ask->talk, &ask->ctx, &d->lexicon, d->arena, d->explain);
        dg_problem_set(why, status, "", "needs more memory than a request may have");
    }
    if (status != DG_OK)
        return dg_problem_json(why, request_id);
    struct dg_desk desk = dg_desk_of(&ask->talk, ask->unit, d->arena);
    return dg_wire_reading(&desk, reading);
}

/* ---- a raw chat -------------------------------------------------------------------------------------------- */

/* All of the file, at most `max` bytes and one more, so that the caller sees that it was too long. Free with free. */
static char *read_all(FILE *file, size_t max, size_t *len)
{
    char *text = malloc(max + 1);
    *len = text ? fread(text, 1, max + 1, file) : 0;
    return text;
}

static json_t *answer_paste(struct desk *d, struct dg_str paste, const struct dg_options *options, bool *fine)
{
    struct dg_ask_means means = means_of(d, dg_str_of(NULL));
    struct dg_ask ask = { 0 };
    struct dg_problem why = { 0 };
    enum dg_status status = paste.len > DG_TALK_BYTES_MAX
            ? dg_problem_set(&why, DG_TOO_BIG, "/text", "longer than %d bytes", DG_TALK_BYTES_MAX)
            : dg_ask_paste(&ask, paste, dg_str_of(options->zone), dg_str_of(options->now), &means, &why);
    json_t *out = answer(d, &ask, status, &why, dg_str_of("parse"));
    *fine = why.status == DG_OK;
    return out;
}

static int parse_file(FILE *file, const struct dg_options *options)
{
    int result = 1;
    size_t len;
    bool fine = false;
    json_t *out = NULL;
    char *text = NULL;
    struct desk d;
    if (!desk_init(&d, options))
        goto done;
    text = read_all(file, DG_TALK_BYTES_MAX, &len);
    if (text)
        out = answer_paste(&d, (struct dg_str){ text, len }, options, &fine);
    if (out && fine && options->explain)
        result = fflush(stdout) == 0 ? 0 : 1;
    else if (out && json_dumpf(out, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) == 0 && putchar('\n') != EOF &&
            fine)
        result = 0;
done:
    json_decref(out);
    free(text);
    desk_finish(&d);
    return result;
}

int dg_parse_command(const struct dg_options *options)
{
    if (!options->file)
        return parse_file(stdin, options);
    FILE *file = fopen(options->file, "rb");
    if (!file) {
        fprintf(stderr, "dragoman: cannot read %s: %s\n", options->file, strerror(errno));
        return 2;
    }
    int result = parse_file(file, options);
    fclose(file);
    return result;
}

/* ---- a request a line -------------------------------------------------------------------------------------- */

struct lines {
    char *bytes;
    size_t room, start, end;
    bool over; /* no more can be read */
    bool skipping; /* the rest of a line that was too long */
};

/* Makes room behind `end`; false when memory is out. */
static bool make_room(struct lines *in)
{
    if (in->start > 0) {
        memmove(in->bytes, in->bytes + in->start, in->end - in->start);
        in->end -= in->start;
        in->start = 0;
    }
    if (in->end < in->room)
        return true;
    size_t room = in->room ? in->room * 2 : READ_BYTES;
    char *bytes = realloc(in->bytes, room);
    if (!bytes)
        return false;
    in->bytes = bytes;
    in->room = room;
    return true;
}

/* What was answered so far is flushed before the wait for more, so that a peer may talk line by line. */
static void read_more(struct lines *in)
{
    fflush(stdout);
    ssize_t got = -1;
    if (make_room(in)) {
        do
            got = read(STDIN_FILENO, in->bytes + in->end, in->room - in->end);
        while (got < 0 && errno == EINTR);
    }
    if (got <= 0)
        in->over = true;
    else
        in->end += (size_t)got;
}

static void skip_rest(struct lines *in)
{
    while (in->skipping) {
        char *from = in->bytes + in->start, *end = memchr(from, '\n', in->end - in->start);
        in->start = end ? (size_t)(end + 1 - in->bytes) : in->end;
        in->skipping = !end && !in->over;
        if (in->skipping)
            read_more(in);
    }
}

/* The next line without its end, cut off behind LINE_BYTES_MAX; false when there are no more. Lives until the next call. */
static bool next_line(struct lines *in, struct dg_str *line)
{
    skip_rest(in);
    for (size_t looked = 0;;) {
        size_t have = in->end - in->start;
        char *from = in->bytes + in->start, *end = have > looked ? memchr(from + looked, '\n', have - looked) : NULL;
        in->skipping = !end && have > LINE_BYTES_MAX;
        if (end || in->over || in->skipping) {
            *line = (struct dg_str){ from, end ? (size_t)(end - from) : have };
            in->start += end ? line->len + 1 : line->len;
            return end || have > 0;
        }
        looked = have;
        read_more(in);
    }
}

static json_t *answer_line(struct desk *d, struct dg_str line, size_t number, struct dg_str zone)
{
    struct dg_ask_means means = means_of(d, zone);
    struct dg_ask ask = { 0 };
    struct dg_problem why = { 0 };
    enum dg_status status = line.len > LINE_BYTES_MAX
            ? dg_problem_set(&why, DG_TOO_BIG, "", "longer than %d bytes", LINE_BYTES_MAX)
            : dg_ask_read(&ask, line, &means, &why);
    return answer(d, &ask, status, &why, dg_arena_print(d->arena, "line-%zu", number));
}

static bool write_line(const json_t *value)
{
    return value && json_dumpf(value, stdout, dg_wire_flags()) == 0 && putchar('\n') != EOF;
}

/* One arena serves all lines; only one that overflowed is replaced, because its mark stays. */
static bool fresh_arena(struct desk *d, struct dg_mark start)
{
    if (!dg_arena_overflowed(d->arena)) {
        dg_arena_undo(d->arena, start);
        return true;
    }
    dg_arena_destroy(d->arena);
    d->arena = create_arena();
    return d->arena != NULL;
}

static int answer_lines(struct desk *d, struct lines *in, struct dg_str zone)
{
    struct dg_str line;
    size_t number = 0;
    bool fine = true;
    while (fine && next_line(in, &line)) {
        struct dg_mark start = dg_arena_mark(d->arena);
        json_t *out = answer_line(d, line, ++number, zone);
        fine = (d->explain ? putchar('\n') != EOF : write_line(out)) && fresh_arena(d, start);
        json_decref(out);
    }
    return fine && fflush(stdout) == 0 ? 0 : 1;
}

int dg_parse_lines_command(const struct dg_options *options)
{
    struct desk d;
    struct lines in = { 0 };
    int result = desk_init(&d, options) && make_room(&in) ? answer_lines(&d, &in, dg_str_of(options->zone)) : 1;
    free(in.bytes);
    desk_finish(&d);
    return result;
}
