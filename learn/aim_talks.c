#include "learn/aim_talks.h"

#include "intents/chatlog.h"
#include "intents/language.h"
#include "intents/zone.h"

#include <stdio.h>
#include <stdlib.h>

enum { MESSAGES_MAX = 400, ROOM = 64 << 20 };

/* The talk that is being read. */
struct draft {
    struct dg_aim_talk talk;
    struct dg_message messages[MESSAGES_MAX];
    char *lines[MESSAGES_MAX];
    size_t count;
    struct dg_str paste;
    const struct dg_lexicon *lexicon;
    struct dg_context ctx;
};

_Noreturn static void refuse(size_t line, const char *why)
{
    fprintf(stderr, "line %zu: %s\n", line, why);
    exit(1);
}

static struct dg_str cut(char **rest)
{
    char *column = *rest, *tab = strchr(column, '\t');
    *rest = tab ? tab + 1 : column + strlen(column);
    return tab ? dg_str_cut(dg_str_of(column), 0, (size_t)(tab - column)) : dg_str_of(column);
}

static void read_head(struct draft *d, char *text, size_t line)
{
    d->talk = (struct dg_aim_talk){ .weight = strtof(text, &text) };
    d->talk.fold = (int)strtol(text, &text, 10);
    for (text += *text == '\t'; *text;) {
        char *bar = strchr(text, '|'), *end = bar ? bar : text + strlen(text);
        enum dg_aim aim = dg_aim_find(dg_str_cut(dg_str_of(text), 0, (size_t)(end - text)));
        if (aim == DG_AIM_COUNT)
            refuse(line, "no such aim");
        d->talk.aims |= 1u << aim;
        text = bar ? bar + 1 : end;
    }
    if (!d->talk.aims)
        refuse(line, "a talk begins with its weight, fold and aims");
}

static void unescape(char *text)
{
    char *to = text;
    for (; *text; text++) {
        bool breaks = text[0] == '\\' && text[1] == 'n';
        text += breaks;
        *to++ = breaks ? '\n' : *text;
    }
    *to = 0;
}

static void read_message(struct draft *d, char *text, size_t line)
{
    if (d->count == MESSAGES_MAX)
        return;
    char *rest = d->lines[d->count] = strdup(text);
    if (!rest)
        refuse(line, "out of memory");
    struct dg_str kind = cut(&rest);
    if (dg_str_is(kind, "P")) {
        unescape(rest);
        d->paste = dg_str_of(rest);
        d->count++;
        return;
    }
    struct dg_message *m = &d->messages[d->count++];
    *m = (struct dg_message){ .from = cut(&rest) };
    m->text = dg_str_of(rest);
    m->kind = dg_chatlog_kind(m->text, d->lexicon, &m->own);
}

static void hear(struct draft *d)
{
    uint16_t features[DG_AIM_FEATURES_MAX];
    struct dg_arena *arena = dg_arena_create(ROOM);
    struct dg_talk talk = { .messages = d->messages, .count = d->count };
    struct dg_hearing hearing;
    if (!arena || (d->paste.len && dg_chatlog_split(&talk, d->paste, &d->ctx, d->lexicon, arena) != DG_OK))
        exit(1);
    if (dg_hear(&hearing, &talk, &d->ctx, dg_language_detect(&talk), d->lexicon, arena))
        d->talk.count = dg_aim_features(features, &hearing, arena);
    d->talk.features = calloc(d->talk.count + 1, sizeof features[0]);
    if (!d->talk.features)
        exit(1);
    memcpy(d->talk.features, features, d->talk.count * sizeof features[0]);
    dg_arena_destroy(arena);
}

static void finish(struct draft *d, struct dg_aim_talks *all, size_t *room)
{
    if (!d->count)
        return;
    hear(d);
    if (all->count == *room) {
        *room = *room ? *room * 2 : 1024;
        all->at = realloc(all->at, *room * sizeof *all->at);
        if (!all->at)
            exit(1);
    }
    all->at[all->count++] = d->talk;
    for (size_t i = 0; i < d->count; i++)
        free(d->lines[i]);
    d->talk.aims = 0;
    d->count = 0;
    d->paste.len = 0;
}

struct dg_aim_talks dg_aim_talks_read(void)
{
    static struct draft d;
    enum { NOW_S = 1748858400 /* a Monday morning: any will do */ };
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_zone *utc = dg_zone_create(dg_str_of("UTC"));
    struct dg_aim_talks all = { 0 };
    size_t room = 0, line = 0, capacity = 0;
    char *buffer = NULL;
    d.lexicon = &lexicon;
    d.ctx = (struct dg_context){ .zone = utc, .now = { NOW_S, 0 } };
    for (ssize_t len; (len = getline(&buffer, &capacity, stdin)) > 0;) {
        line++;
        buffer[--len] = 0;
        if (!len)
            finish(&d, &all, &room);
        else if (!d.talk.aims)
            read_head(&d, buffer, line);
        else
            read_message(&d, buffer, line);
    }
    finish(&d, &all, &room);
    free(buffer);
    dg_zone_destroy(utc);
    return all;
}
