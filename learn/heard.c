#include "learn/heard.h"

#include "intents/chatlog.h"
#include "intents/language.h"
#include "intents/zone.h"

#include <stdio.h>
#include <stdlib.h>

enum { MESSAGES_MAX = 400, LABELS_MAX = 1024, ROOM = 64 << 20 };

/* The talk that is being read. */
struct draft {
    struct dg_heard_talk talk;
    char labels[LABELS_MAX];
    struct dg_message messages[MESSAGES_MAX];
    char *lines[MESSAGES_MAX];
    size_t count;
    struct dg_str paste;
    const struct dg_lexicon *lexicon;
    struct dg_context ctx;
};

_Noreturn void dg_heard_refuse(const struct dg_heard_talk *talk, const char *why)
{
    fprintf(stderr, "line %zu: %s\n", talk->line, why);
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
    d->talk = (struct dg_heard_talk){ .weight = strtof(text, &text), .line = line, .labels = d->labels };
    d->talk.fold = (int)strtol(text, &text, 10);
    text += *text == '\t';
    if (!*text || strlen(text) >= sizeof d->labels)
        dg_heard_refuse(&d->talk, "a talk begins with its weight, fold and labels");
    memcpy(d->labels, text, strlen(text) + 1);
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

static void read_message(struct draft *d, char *text)
{
    if (d->count == MESSAGES_MAX)
        return;
    char *rest = d->lines[d->count] = strdup(text);
    if (!rest)
        exit(1);
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

static void hear(struct draft *d, dg_heard_each each, void *owner)
{
    struct dg_arena *arena = dg_arena_create(ROOM);
    struct dg_talk talk = { .messages = d->messages, .count = d->count };
    struct dg_hearing hearing;
    if (!arena || (d->paste.len && dg_chatlog_split(&talk, d->paste, &d->ctx, d->lexicon, arena) != DG_OK))
        exit(1);
    if (dg_hear(&hearing, &talk, &d->ctx, dg_language_detect(&talk), d->lexicon, arena))
        each(owner, &d->talk, &hearing, arena);
    dg_arena_destroy(arena);
}

static void finish(struct draft *d, dg_heard_each each, void *owner)
{
    if (d->count)
        hear(d, each, owner);
    for (size_t i = 0; i < d->count; i++)
        free(d->lines[i]);
    d->labels[0] = 0;
    d->count = 0;
    d->paste.len = 0;
}

void dg_heard_read(dg_heard_each each, void *owner)
{
    static struct draft d;
    enum { NOW_S = 1748858400 /* a Monday morning: any will do */ };
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_zone *utc = dg_zone_create(dg_str_of("UTC"));
    size_t line = 0, capacity = 0;
    char *buffer = NULL;
    d.lexicon = &lexicon;
    d.ctx = (struct dg_context){ .zone = utc, .now = { NOW_S, 0 } };
    for (ssize_t len; (len = getline(&buffer, &capacity, stdin)) > 0;) {
        line++;
        buffer[--len] = 0;
        if (!len)
            finish(&d, each, owner);
        else if (!d.labels[0])
            read_head(&d, buffer, line);
        else
            read_message(&d, buffer);
    }
    finish(&d, each, owner);
    free(buffer);
    dg_zone_destroy(utc);
}
