/* Compiles the word tables: compile OUT LANG:FILE.tsv ... (LANG is zh, en or any).
 * A line is word TAB class TAB value columns; '#' starts a comment line. Words are folded exactly as messages are, so that a
 * table may be written as people write. A build-time tool: it owns everything until it exits. */
#include "intents/lexicon.h"
#include "intents/lexicon_format.h"
#include "intents/normalise.h"
#include "intents/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/utrans.h>

enum { CJK_FIRST = 0x3400, CJK_LAST = 0x9FFF, LINE_BYTES = 4096 };

struct row {
    char *word, *value;
    uint16_t class_, languages;
    size_t order; /* equal words keep the order of the tables */
};

struct build {
    struct row *rows;
    size_t row_count, row_room;
    struct dg_lexicon_fold *folds;
    uint32_t fold_count;
    struct dg_lexicon_node *nodes;
    struct dg_lexicon_edge *edges;
    uint32_t node_count, edge_count;
    size_t node_room, edge_room;
};

static const char *const class_names[] = {
#define CLASS(name, text) text,
    DG_LEXICON_CLASSES(CLASS)
#undef CLASS
};

static void *grown(void *old, size_t count, size_t size)
{
    void *p = realloc(old, (count ? count : 1) * size);
    if (!p) {
        fprintf(stderr, "compile: out of memory\n");
        exit(2);
    }
    return p;
}

/* Room for `count` things, doubled when it is used up: adding one at a time stays linear. */
static void *with_room(void *old, size_t *room, size_t count, size_t size)
{
    if (count <= *room)
        return old;
    *room = count * 2;
    return grown(old, *room, size);
}

/* Traditional to simplified, character by character, from ICU's rules; a character that maps to more stays. */
static void make_folds(struct build *b)
{
    UErrorCode error = U_ZERO_ERROR;
    static const UChar id[] = u"Traditional-Simplified";
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    if (U_FAILURE(error)) {
        fprintf(stderr, "compile: ICU has no Traditional-Simplified: %s\n", u_errorName(error));
        exit(2);
    }
    b->folds = grown(NULL, CJK_LAST - CJK_FIRST + 1, sizeof *b->folds);
    for (uint32_t cp = CJK_FIRST; cp <= CJK_LAST; cp++) {
        UChar text[8] = { (UChar)cp };
        int32_t len = 1, limit = 1;
        error = U_ZERO_ERROR;
        utrans_transUChars(t, text, &len, 8, 0, &limit, &error);
        if (U_SUCCESS(error) && len == 1 && text[0] != cp)
            b->folds[b->fold_count++] = (struct dg_lexicon_fold){ cp, text[0] };
    }
    utrans_close(t);
}

static int class_of(const char *name)
{
    for (int i = 0; i < DG_W_COUNT; i++) {
        if (strcmp(class_names[i], name) == 0)
            return i;
    }
    return -1;
}

/* A lexicon that holds the folds alone: all that folding needs. The caller frees `bytes`. */
static struct dg_lexicon folds_only(const struct build *b)
{
    size_t folds = b->fold_count * sizeof *b->folds;
    size_t len = sizeof(struct dg_lexicon_header) + sizeof(struct dg_lexicon_node) + folds;
    unsigned char *bytes = grown(NULL, len, 1);
    memset(bytes, 0, len);
    struct dg_lexicon_header h = { .magic = DG_LEXICON_MAGIC, .fold_count = b->fold_count };
    h.folds_at = (uint32_t)(sizeof h + sizeof(struct dg_lexicon_node));
    memcpy(bytes, &h, sizeof h);
    memcpy(bytes + h.folds_at, b->folds, folds);
    return (struct dg_lexicon){ bytes, len };
}

static char *folded_copy(const char *word, const struct dg_lexicon *lex)
{
    struct dg_arena *arena = dg_arena_create(1 << 20);
    struct dg_text text;
    char *copy = NULL;
    if (arena && dg_text_fold(&text, dg_str_of(word), lex, arena)) {
        copy = grown(NULL, text.folded.len + 1, 1);
        memcpy(copy, text.folded.at, text.folded.len);
        copy[text.folded.len] = 0;
    }
    dg_arena_destroy(arena);
    return copy;
}

static void add_row(struct build *b, struct row row)
{
    if (b->row_count == b->row_room) {
        b->row_room = b->row_room ? b->row_room * 2 : 1024;
        b->rows = grown(b->rows, b->row_room, sizeof *b->rows);
    }
    row.order = b->row_count;
    b->rows[b->row_count++] = row;
}

static bool read_line(struct build *b, const struct dg_lexicon *lex, uint16_t languages, char *line)
{
    line[strcspn(line, "\r\n")] = 0;
    if (line[0] == 0 || line[0] == '#')
        return true;
    char *class = strchr(line, '\t');
    if (!class)
        return false;
    *class ++ = 0;
    char *value = strchr(class, '\t');
    if (value)
        *value++ = 0;
    int class_ = class_of(class);
    if (class_ < 0 || line[0] == 0 || dg_utf8_check(dg_str_of(line)) >= 0)
        return false;
    char *word = folded_copy(line, lex);
    if (!word)
        return false;
    add_row(b, (struct row){ word, folded_copy("", lex), (uint16_t)class_, languages, 0 });
    struct row *added = &b->rows[b->row_count - 1];
    size_t len = value ? strlen(value) : 0;
    added->value = grown(added->value, len + 1, 1);
    memcpy(added->value, value ? value : "", len + 1);
    return true;
}

static bool read_table(struct build *b, const struct dg_lexicon *lex, const char *arg)
{
    const char *colon = strchr(arg, ':');
    uint16_t languages = strncmp(arg, "zh:", 3) == 0 ? DG_IN_ZH : strncmp(arg, "en:", 3) == 0 ? DG_IN_EN : DG_IN_ANY;
    FILE *f = colon ? fopen(colon + 1, "r") : NULL;
    char line[LINE_BYTES];
    bool good = f != NULL;
    for (size_t n = 1; f && fgets(line, sizeof line, f); n++) {
        if (!read_line(b, lex, languages, line)) {
            fprintf(stderr, "%s:%zu: no such class, no word or bad UTF-8\n", colon + 1, n);
            good = false;
        }
    }
    if (f)
        fclose(f);
    else
        fprintf(stderr, "compile: cannot read %s\n", arg);
    return good;
}

static int by_word(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int order = strcmp(x->word, y->word);
    if (order != 0)
        return order;
    return (x->order > y->order) - (x->order < y->order);
}

/* Builds the node for rows [from, to), which share their first `depth` bytes; returns its number. */
static uint32_t build_node(struct build *b, size_t from, size_t to, size_t depth)
{
    uint32_t me = b->node_count++;
    b->nodes = with_room(b->nodes, &b->node_room, b->node_count, sizeof *b->nodes);
    size_t i = from;
    while (i < to && b->rows[i].word[depth] == 0)
        i++;
    struct dg_lexicon_node node = { .first_entry = (uint32_t)from, .entry_count = (uint16_t)(i - from) };
    node.first_edge = b->edge_count;
    for (size_t j = i; j < to; j++) {
        if (j == i || b->rows[j].word[depth] != b->rows[j - 1].word[depth])
            node.edge_count++;
    }
    b->edge_count += node.edge_count;
    b->edges = with_room(b->edges, &b->edge_room, b->edge_count, sizeof *b->edges);
    b->nodes[me] = node;
    for (uint32_t e = node.first_edge; i < to; e++) {
        size_t end = i + 1;
        while (end < to && b->rows[end].word[depth] == b->rows[i].word[depth])
            end++;
        uint32_t child = build_node(b, i, end, depth + 1);
        b->edges[e] = (struct dg_lexicon_edge){ (unsigned char)b->rows[i].word[depth], child };
        i = end;
    }
    return me;
}

static bool write_all(const struct build *b, const char *path)
{
    struct dg_lexicon_header h = { .magic = DG_LEXICON_MAGIC, .class_count = DG_W_COUNT };
    h.nodes_at = sizeof h;
    h.node_count = b->node_count;
    h.edges_at = h.nodes_at + h.node_count * (uint32_t)sizeof *b->nodes;
    h.edge_count = b->edge_count;
    h.entries_at = h.edges_at + h.edge_count * (uint32_t)sizeof *b->edges;
    h.entry_count = (uint32_t)b->row_count;
    h.folds_at = h.entries_at + h.entry_count * (uint32_t)sizeof(struct dg_lexicon_entry);
    h.fold_count = b->fold_count;
    h.text_at = h.folds_at + h.fold_count * (uint32_t)sizeof *b->folds;
    for (size_t i = 0; i < b->row_count; i++)
        h.text_len += (uint32_t)strlen(b->rows[i].value);
    h.total_bytes = h.text_at + h.text_len;
    FILE *f = fopen(path, "wb");
    if (!f)
        return false;
    fwrite(&h, sizeof h, 1, f);
    fwrite(b->nodes, sizeof *b->nodes, b->node_count, f);
    fwrite(b->edges, sizeof *b->edges, b->edge_count, f);
    uint32_t at = 0;
    for (size_t i = 0; i < b->row_count; i++) {
        const struct row *r = &b->rows[i];
        struct dg_lexicon_entry e = { r->class_, r->languages, at, (uint32_t)strlen(r->value) };
        fwrite(&e, sizeof e, 1, f);
        at += e.value_len;
    }
    fwrite(b->folds, sizeof *b->folds, b->fold_count, f);
    for (size_t i = 0; i < b->row_count; i++)
        fwrite(b->rows[i].value, 1, strlen(b->rows[i].value), f);
    bool good = !ferror(f);
    return fclose(f) == 0 && good;
}

static void finish(struct build *b)
{
    for (size_t i = 0; i < b->row_count; i++) {
        free(b->rows[i].word);
        free(b->rows[i].value);
    }
    free(b->rows);
    free(b->folds);
    free(b->nodes);
    free(b->edges);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: compile OUT LANG:FILE.tsv ...\n");
        return 2;
    }
    struct build b = { 0 };
    make_folds(&b);
    struct dg_lexicon lex = folds_only(&b);
    bool good = true;
    for (int i = 2; i < argc; i++)
        good = read_table(&b, &lex, argv[i]) && good;
    if (b.row_count)
        qsort(b.rows, b.row_count, sizeof *b.rows, by_word);
    build_node(&b, 0, b.row_count, 0);
    if (good && !write_all(&b, argv[1])) {
        fprintf(stderr, "compile: cannot write %s\n", argv[1]);
        good = false;
    }
    free((void *)(uintptr_t)lex.bytes);
    finish(&b);
    return good ? 0 : 1;
}
