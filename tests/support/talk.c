#include "tests/support/talk.h"

#include "intents/zone.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILE_BYTES_MAX = 64 * 1024 };

static char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *bytes = calloc(1, FILE_BYTES_MAX);
    if (f && bytes)
        bytes[fread(bytes, 1, FILE_BYTES_MAX - 1, f)] = 0;
    if (f)
        fclose(f);
    return bytes;
}

struct dg_str dg_talk_word(struct dg_str *line)
{
    *line = dg_str_trim(*line);
    size_t n = 0;
    while (n < line->len && line->at[n] != ' ')
        n++;
    struct dg_str word = dg_str_cut(*line, 0, n);
    *line = dg_str_trim(dg_str_cut(*line, n, line->len));
    return word;
}

static bool read_setting(struct dg_talk_case *c, struct dg_str line)
{
    struct dg_str name = dg_talk_word(&line);
    if (dg_str_is(name, "zone")) {
        dg_zone_destroy(c->zone);
        c->zone = dg_zone_create(line);
        c->ctx.zone = c->zone;
        return c->zone != NULL;
    }
    if (dg_str_is(name, "now"))
        return dg_instant_parse(&c->ctx.now, line, c->zone);
    if (dg_str_is(name, "me"))
        c->ctx.me = line;
    return dg_str_is(name, "me");
}

static bool read_line(struct dg_talk_case *c, struct dg_str line)
{
    ptrdiff_t mark = dg_str_find(line, dg_str_of("> "), 0);
    if (!line.len || line.at[0] == '#')
        return true;
    if (dg_str_starts(line, "= ")) {
        if (c->expect_count == DG_TALK_EXPECTS_MAX)
            return false;
        c->expects[c->expect_count++] = dg_str_cut(line, 2, line.len);
        return true;
    }
    if (mark < 0)
        return read_setting(c, line);
    if (c->talk.count == DG_TALK_MESSAGES_MAX)
        return false;
    c->messages[c->talk.count++] = (struct dg_message){ .from = dg_str_cut(line, 0, (size_t)mark),
        .text = dg_str_cut(line, (size_t)mark + 2, line.len) };
    return true;
}

bool dg_talk_case_init(struct dg_talk_case *c, const char *path)
{
    *c = (struct dg_talk_case){ .bytes = read_file(path) };
    c->talk.messages = c->messages;
    for (char *at = c->bytes; at && *at;) {
        size_t len = strcspn(at, "\n");
        if (!read_line(c, (struct dg_str){ at, len })) {
            printf("# %s: cannot read: %.*s\n", path, (int)len, at);
            return false;
        }
        at += len + (at[len] == '\n');
    }
    if (!c->talk.count || !c->zone)
        printf("# %s: no talk in it\n", path);
    return c->talk.count > 0 && c->zone;
}

void dg_talk_case_finish(struct dg_talk_case *c)
{
    free(c->bytes);
    dg_zone_destroy(c->zone);
}
