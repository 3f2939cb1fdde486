#include "tests/support/paste.h"

#include "intents/chatlog.h"
#include "intents/lexicon.h"
#include "intents/utf8.h"
#include "intents/zone.h"
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

enum { ARENA_BYTES = 1 << 20, TEXT_BYTES = 4096, LINE_BYTES = 1024, NAME_BYTES = 160 };

struct story {
    char name[NAME_BYTES], region[4];
    char paste[TEXT_BYTES], want[TEXT_BYTES];
};

static void add(char *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(char *out, const char *format, ...)
{
    size_t len = strlen(out);
    __builtin_va_list args;
    __builtin_va_start(args, format);
    vsnprintf(out + len, TEXT_BYTES - len, format, args);
    __builtin_va_end(args);
}

static bool is_direction(uint32_t cp)
{
    return cp == 0x200E || (cp >= 0x2066 && cp <= 0x2069);
}

/* The text on one line; marks of direction, which nobody sees, are left out. */
static void print_text(char *out, struct dg_str text)
{
    for (size_t i = 0, len; i < text.len; i += len) {
        uint32_t cp = dg_utf8_at(text, i, &len);
        if (cp == '\n')
            add(out, "/");
        else if (!is_direction(cp))
            add(out, "%.*s", (int)len, text.at + i);
    }
}

static void print_message(char *out, const struct dg_message *m, struct dg_arena *arena)
{
    static const char *const marks[] = { "", "#", "!" };
    if (m->has_at) {
        struct dg_str at = dg_instant_print(arena, m->at);
        add(out, "[%.5s %.5s] ", at.at + 5, at.at + 11);
    }
    add(out, "%.*s%s| ", (int)m->from.len, m->from.at, marks[m->kind]);
    print_text(out, m->text);
    add(out, "\n");
}

static void check_story(const struct story *story)
{
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    struct dg_zone *zone = dg_zone_create(dg_str_of("Asia/Shanghai"));
    struct dg_context ctx = { .zone = zone };
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_talk talk;
    char out[TEXT_BYTES] = "";
    dg_instant_parse(&ctx.now, dg_str_of("2024-05-20T12:00:00+08:00"), zone);
    snprintf(ctx.region, sizeof ctx.region, "%s", story->region);
    DG_CHECK_INT(dg_chatlog_split(&talk, dg_str_of(story->paste), &ctx, &lexicon, arena), DG_OK, story->name);
    for (size_t i = 0; i < talk.count; i++)
        print_message(out, &talk.messages[i], arena);
    DG_CHECK_STR(dg_str_of(out), story->want, story->name);
    dg_zone_destroy(zone);
    dg_arena_destroy(arena);
}

static void begin(struct story *story, const char *line)
{
    *story = (struct story){ .name = "" };
    size_t len = strcspn(line, "|\n");
    if (line[len] == '|')
        snprintf(story->region, sizeof story->region, "%.2s", line + len + 2);
    while (len > 0 && line[len - 1] == ' ')
        len--;
    snprintf(story->name, sizeof story->name, "%.*s", (int)len, line);
}

/* The line with each {200E} as the character that it stands for. */
static void add_paste(char *out, const char *line)
{
    for (const char *at = line; *at;) {
        char *end, bytes[5] = "";
        unsigned long cp = *at == '{' ? strtoul(at + 1, &end, 16) : 0;
        if (!cp || *end != '}') {
            add(out, "%c", *at++);
            continue;
        }
        dg_utf8_put(bytes, (uint32_t)cp);
        add(out, "%s", bytes);
        at = end + 1;
    }
}

void dg_check_pastes(const char *path)
{
    static struct story story;
    FILE *file = fopen(path, "r");
    char line[LINE_BYTES];
    int cases = 0;
    bool wanted = false;
    if (!DG_CHECK(file != NULL, "%s", path))
        return;
    while (fgets(line, sizeof line, file)) {
        bool head = strncmp(line, "## ", 3) == 0;
        if (head && cases++)
            check_story(&story);
        if (head)
            begin(&story, line + 3);
        else if (strcmp(line, "=>\n") == 0)
            wanted = true;
        else if (cases && !wanted)
            add_paste(story.paste, line);
        else if (cases && line[0] != '\n')
            add(story.want, "%s", line);
        wanted = wanted && !head;
    }
    fclose(file);
    if (DG_CHECK(cases > 0, "%s has cases", path))
        check_story(&story);
}
