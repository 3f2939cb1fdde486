#include "learn/talks.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const labels[] = {
    [DG_NL_TITLE] = "TITLE", [DG_NL_VENUE] = "VENUE", [DG_NL_ADDRESS] = "ADDRESS", [DG_NL_AREA] = "AREA"
};

static _Noreturn void refuse(size_t line, const char *why)
{
    fprintf(stderr, "line %zu: %s\n", line, why);
    exit(1);
}

static bool read_mark(struct dg_mark_span *out, const char *text, char **end, size_t length)
{
    unsigned long start = strtoul(text, end, 10);
    if (**end != '-')
        return false;
    unsigned long stop = strtoul(*end + 1, end, 10);
    if (**end != ':' || start >= stop || stop > length)
        return false;
    ++*end;
    for (size_t k = DG_NL_TITLE; k < sizeof labels / sizeof labels[0]; k += 2) {
        size_t len = strlen(labels[k]);
        if (strncmp(*end, labels[k], len) != 0)
            continue;
        *out = (struct dg_mark_span){ (uint32_t)start, (uint32_t)stop, (enum dg_name_label)k };
        *end += len;
        return true;
    }
    return false;
}

static void read_marks(struct dg_example *e, char *text, size_t line)
{
    e->marked = text[0] != '?';
    if (text[0] == '?' || text[0] == '-')
        return;
    for (char *at = text; *at && e->mark_count < DG_MARKS_MAX; at += *at == ' ') {
        if (!read_mark(&e->marks[e->mark_count++], at, &at, e->text.len))
            refuse(line, "names are start-end:LABEL");
    }
}

static char *next_column(char **rest, size_t line)
{
    char *column = *rest, *tab = strchr(column, '\t');
    if (!tab)
        refuse(line, "four columns are needed");
    *tab = 0;
    *rest = tab + 1;
    return column;
}

static struct dg_example read_line(char *text, size_t line)
{
    struct dg_example e = { 0 };
    e.language = strcmp(next_column(&text, line), "zh") == 0 ? DG_LANG_ZH : DG_LANG_EN;
    e.weight = (int)strtol(next_column(&text, line), NULL, 10);
    char *marks = next_column(&text, line);
    e.text = dg_str_of(text);
    read_marks(&e, marks, line);
    return e;
}

struct dg_examples dg_talks_read(void)
{
    struct dg_examples all = { 0 };
    size_t room = 0, line = 0, capacity = 0;
    char *buffer = NULL;
    for (ssize_t len; (len = getline(&buffer, &capacity, stdin)) > 0;) {
        line++;
        buffer[--len] = 0;
        if (len == 0) {
            all.talks++;
            continue;
        }
        if (all.count == room) {
            room = room ? room * 2 : 1024;
            all.at = realloc(all.at, room * sizeof *all.at);
        }
        char *kept = strdup(buffer);
        if (!all.at || !kept)
            refuse(line, strerror(ENOMEM));
        all.at[all.count] = read_line(kept, line);
        all.at[all.count++].talk = (uint32_t)all.talks;
    }
    free(buffer);
    return all;
}
