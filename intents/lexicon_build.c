/* From lines to the double-array trie of lexicon_format.h: rows are sorted by word, so that the words below a cell stand
 * together; each cell looks for the first base at which all its children find free cells. */
#include "intents/lexicon_build.h"

#include "intents/lexicon_format.h"
#include "intents/normalise.h"
#include "intents/utf8.h"

#include <stdlib.h>

enum {
    ROWS_FIRST = 256,
    CELLS_FIRST = 4096,
    WORD_BYTES_MAX = 200, /* how deep the trie may grow */
    BYTES = 256,
    HASH_FIRST = 1024,
    TRIES_MAX = 64, /* bases tried before the search begins further on: keeps it linear */
};

struct row {
    struct dg_str word, value;
    uint16_t class_, languages;
    uint32_t order; /* equal words keep the order of the lines */
};

/* Things that are kept once each, found by their bytes: rows of numbers. */
struct pool {
    unsigned char *at;
    uint32_t *slots; /* number plus one; 0: free */
    size_t size, count, room, slot_count;
};

struct dg_lexicon_build {
    struct dg_arena *arena;
    const struct dg_lexicon *like;
    struct row *rows;
    size_t row_count, row_room;
    struct dg_lexicon_cell *cells;
    size_t cell_room, cell_end; /* cells in use lie before cell_end */
    size_t free_from; /* where the search for free cells begins */
    struct pool numbers;
    bool full;
};

static const char *const class_names[] = {
#define CLASS(name, text) text,
    DG_LEXICON_CLASSES(CLASS)
#undef CLASS
};

struct dg_lexicon_build *dg_lexicon_build_create(struct dg_arena *arena, const struct dg_lexicon *like)
{
    struct dg_lexicon_build *b = dg_arena_alloc(arena, sizeof *b);
    if (b)
        *b = (struct dg_lexicon_build){
            .arena = arena, .like = like, .numbers = { .size = DG_LEXICON_NUMBERS * sizeof(int32_t) }
        };
    return b;
}

static int class_of(struct dg_str name)
{
    for (int i = 0; i < DG_W_COUNT; i++) {
        if (dg_str_is(name, class_names[i]))
            return i;
    }
    return -1;
}

static struct dg_str until_tab(struct dg_str *rest)
{
    const char *tab = rest->len ? memchr(rest->at, '\t', rest->len) : NULL;
    struct dg_str column = { rest->at, tab ? (size_t)(tab - rest->at) : rest->len };
    size_t used = column.len + (tab ? 1 : 0);
    *rest = dg_str_cut(*rest, used, rest->len);
    return column;
}

static bool add_row(struct dg_lexicon_build *b, struct row row)
{
    if (b->row_count == b->row_room) {
        struct row *rows = dg_arena_doubled(b->arena, b->rows, b->row_count, &b->row_room, ROWS_FIRST, sizeof *rows);
        if (!rows)
            return false;
        b->rows = rows;
    }
    row.order = (uint32_t)b->row_count;
    b->rows[b->row_count++] = row;
    return true;
}

const char *dg_lexicon_build_line(struct dg_lexicon_build *b, unsigned languages, struct dg_str line)
{
    struct dg_text text;
    while (line.len && (line.at[line.len - 1] == '\n' || line.at[line.len - 1] == '\r'))
        line.len--;
    if (line.len == 0 || line.at[0] == '#')
        return NULL;
    if (dg_utf8_check(line) >= 0)
        return "it is not UTF-8";
    struct dg_str rest = line, word = until_tab(&rest), class = until_tab(&rest);
    int class_ = class_of(class);
    if (word.len == 0 || word.len > WORD_BYTES_MAX)
        return "the word before the first tab is missing or longer than 200 bytes";
    if (class_ < 0)
        return "there is no such class of words (the column after the word)";
    if (!dg_text_fold(&text, word, b->like, b->arena))
        return "there is no more memory for words";
    if (text.folded.len == 0 || text.folded.len > 2 * WORD_BYTES_MAX)
        return "nothing is left of the word when it is folded, or too much";
    struct row row = { text.folded, dg_arena_copy(b->arena, rest), (uint16_t)class_, (uint16_t)languages, 0 };
    return row.value.len == rest.len && add_row(b, row) ? NULL : "there is no more memory for words";
}

size_t dg_lexicon_build_count(const struct dg_lexicon_build *b)
{
    return b->row_count;
}

/* ---- kept once each --------------------------------------------------------------------------------------------------*/

static uint32_t hash_of(const unsigned char *bytes, size_t len)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < len; i++)
        h = (h ^ bytes[i]) * 16777619u;
    return h;
}

static uint32_t *slot_of(const struct pool *p, const void *thing)
{
    size_t i = hash_of(thing, p->size) % p->slot_count;
    while (p->slots[i] && memcmp(p->at + (p->slots[i] - 1) * p->size, thing, p->size) != 0)
        i = (i + 1) % p->slot_count;
    return &p->slots[i];
}

static bool pool_grow(struct dg_arena *arena, struct pool *p)
{
    void *at = dg_arena_doubled(arena, p->at, p->count, &p->room, HASH_FIRST, p->size);
    p->slots = at ? dg_arena_array(arena, p->room * 2, sizeof *p->slots) : NULL;
    if (!p->slots)
        return false;
    p->at = at;
    p->slot_count = p->room * 2;
    for (size_t i = 0; i < p->count; i++)
        *slot_of(p, p->at + i * p->size) = (uint32_t)i + 1;
    return true;
}

/* The number of a thing in its pool; the builder is marked full when there is no room. */
static uint32_t pooled(struct dg_lexicon_build *b, struct pool *p, const void *thing)
{
    if (p->count == p->room && !pool_grow(b->arena, p)) {
        b->full = true;
        return 0;
    }
    uint32_t *slot = slot_of(p, thing);
    if (!*slot) {
        memcpy(p->at + p->count * p->size, thing, p->size);
        *slot = (uint32_t)++p->count;
    }
    return *slot - 1;
}

/* ---- the trie ---------------------------------------------------------------------------------------------------------*/

static int by_word(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    int order = dg_str_compare(a->word, b->word);
    if (order != 0)
        return order;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Makes cells up to `end`, and a page of free ones behind them. */
static bool cells_until(struct dg_lexicon_build *b, size_t end)
{
    while (end + BYTES > b->cell_room) {
        struct dg_lexicon_cell *cells =
                dg_arena_doubled(b->arena, b->cells, b->cell_end, &b->cell_room, CELLS_FIRST, sizeof *cells);
        if (!cells) {
            b->full = true;
            return false;
        }
        b->cells = cells;
    }
    if (end > b->cell_end)
        b->cell_end = end;
    return true;
}

static bool all_free(const struct dg_lexicon_build *b, size_t base, const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (base + bytes[i] < b->cell_end && b->cells[base + bytes[i]].parent)
            return false;
    }
    return true;
}

/* The first base at which cells for all `bytes` (rising) are free. */
static size_t find_base(struct dg_lexicon_build *b, const unsigned char *bytes, size_t count)
{
    while (b->free_from < b->cell_end && b->cells[b->free_from].parent)
        b->free_from++;
    size_t at = b->free_from > bytes[0] ? b->free_from - bytes[0] : 1, tries = 0;
    for (; !all_free(b, at, bytes, count); at++)
        tries++;
    if (tries > TRIES_MAX) /* what lies before is nearly full */
        b->free_from = at + bytes[0];
    return at;
}

struct branch {
    size_t from, to; /* rows */
};

/* The rows [from, to) by their byte at `depth`: bytes and branches; returns how many there are. */
static size_t branches_of(const struct dg_lexicon_build *b, struct branch rows, size_t depth, unsigned char *bytes,
        struct branch *branches)
{
    size_t count = 0;
    for (size_t i = rows.from; i < rows.to; i++) {
        unsigned char byte = (unsigned char)b->rows[i].word.at[depth];
        if (count == 0 || bytes[count - 1] != byte) {
            bytes[count] = byte;
            branches[count++].from = i;
        }
        branches[count - 1].to = i + 1;
    }
    return count;
}

static uint16_t fill_cell(struct dg_lexicon_build *b, uint32_t cell, struct branch rows, size_t depth);

/* The kinds of the words below the cell. */
static uint16_t fill_children(struct dg_lexicon_build *b, uint32_t cell, struct branch rows, size_t depth)
{
    unsigned char bytes[BYTES];
    struct branch branches[BYTES];
    size_t count = branches_of(b, rows, depth, bytes, branches);
    size_t base = count ? find_base(b, bytes, count) : 0;
    uint16_t kinds = 0;
    if (!count || !cells_until(b, base + bytes[count - 1] + 1))
        return 0;
    b->cells[cell].base = (uint32_t)base;
    for (size_t i = 0; i < count; i++)
        b->cells[base + bytes[i]].parent = cell + 1;
    for (size_t i = 0; i < count && !b->full; i++)
        kinds |= fill_cell(b, (uint32_t)base + bytes[i], branches[i], depth + 1);
    return kinds;
}

/* Fills the cell whose words are `rows`, which share their first `depth` bytes; returns the kinds of them all.
 * As deep as a word is long: WORD_BYTES_MAX, folded. */
static uint16_t fill_cell(struct dg_lexicon_build *b, uint32_t cell, struct branch rows, size_t depth)
{
    uint16_t kinds = 0;
    size_t own = rows.from;
    for (; own < rows.to && b->rows[own].word.len == depth; own++)
        kinds |= dg_kind_of(b->rows[own].class_);
    if (own - rows.from > UINT16_MAX)
        b->full = true;
    b->cells[cell].first_entry = (uint32_t)rows.from;
    b->cells[cell].entry_count = (uint16_t)(own - rows.from);
    kinds |= fill_children(b, cell, (struct branch){ own, rows.to }, depth);
    b->cells[cell].kinds = kinds;
    return kinds;
}

/* ---- the bytes --------------------------------------------------------------------------------------------------------*/

static uint32_t part(uint32_t *at, size_t count, size_t size)
{
    uint32_t here = *at;
    *at += (uint32_t)((count * size + 7) / 8 * 8);
    return here;
}

static const struct dg_lexicon_header *header_of(const struct dg_lexicon *lex)
{
    return (const struct dg_lexicon_header *)lex->bytes;
}

static void put(unsigned char *bytes, uint32_t at, const void *from, size_t len)
{
    if (len)
        memcpy(bytes + at, from, len);
}

static uint32_t numbers_of(struct dg_lexicon_build *b, struct dg_str value)
{
    int32_t numbers[DG_LEXICON_NUMBERS];
    struct dg_word word = { .value = value };
    for (unsigned i = 0; i < DG_LEXICON_NUMBERS; i++) {
        long n = dg_word_number(&word, i, DG_NUMBER_NONE);
        numbers[i] = n == DG_NUMBER_NONE              ? DG_NUMBER_NONE
                : n > INT32_MAX || n < -INT32_MAX + 2 ? DG_NUMBER_WIDE
                                                      : (int32_t)n;
    }
    return pooled(b, &b->numbers, numbers);
}

static struct dg_lexicon_entry *entries_of(struct dg_lexicon_build *b, uint32_t *text_len)
{
    struct dg_lexicon_entry *entries = dg_arena_array(b->arena, b->row_count + 1, sizeof *entries);
    *text_len = 0;
    for (size_t i = 0; entries && i < b->row_count; i++) {
        const struct row *r = &b->rows[i];
        entries[i] = (struct dg_lexicon_entry){ r->class_, r->languages, *text_len, (uint32_t)r->value.len,
            numbers_of(b, r->value) };
        *text_len += (uint32_t)r->value.len;
    }
    return entries;
}

static bool write_bytes(struct dg_lexicon_build *b, struct dg_lexicon *out)
{
    uint32_t text_len, at = sizeof(struct dg_lexicon_header);
    const struct dg_lexicon_header *like = header_of(b->like);
    const struct dg_lexicon_entry *entries = entries_of(b, &text_len);
    if (!entries || b->full)
        return false;
    struct dg_lexicon_header h = { .magic = DG_LEXICON_MAGIC, .class_count = DG_W_COUNT };
    h.cell_count = (uint32_t)b->cell_end + BYTES;
    h.entry_count = (uint32_t)b->row_count;
    h.number_count = (uint32_t)b->numbers.count;
    h.fold_count = like->fold_count;
    h.text_len = text_len;
    h.cells_at = part(&at, h.cell_count, sizeof *b->cells);
    h.entries_at = part(&at, h.entry_count, sizeof *entries);
    h.numbers_at = part(&at, h.number_count, b->numbers.size);
    h.folds_at = part(&at, h.fold_count, sizeof(uint16_t));
    h.text_at = part(&at, h.text_len, 1);
    h.total_bytes = at;
    unsigned char *bytes = dg_arena_alloc(b->arena, at);
    if (!bytes)
        return false;
    put(bytes, 0, &h, sizeof h);
    put(bytes, h.cells_at, b->cells, b->cell_end * sizeof *b->cells);
    put(bytes, h.entries_at, entries, b->row_count * sizeof *entries);
    put(bytes, h.numbers_at, b->numbers.at, b->numbers.count * b->numbers.size);
    put(bytes, h.folds_at, b->like->bytes + like->folds_at, h.fold_count * sizeof(uint16_t));
    for (size_t i = 0; i < b->row_count; i++)
        put(bytes, h.text_at + entries[i].value_at, b->rows[i].value.at, b->rows[i].value.len);
    return dg_lexicon_open(out, bytes, at);
}

bool dg_lexicon_build_make(struct dg_lexicon_build *b, struct dg_lexicon *out)
{
    if (b->row_count)
        qsort(b->rows, b->row_count, sizeof *b->rows, by_word);
    if (!cells_until(b, 1))
        return false;
    b->cells[0].parent = UINT32_MAX; /* the root is nobody's child */
    fill_cell(b, 0, (struct branch){ 0, b->row_count }, 0);
    return !b->full && write_bytes(b, out);
}

bool dg_lexicon_of_folds(struct dg_arena *arena, const uint16_t *folds, size_t count, struct dg_lexicon *out)
{
    struct dg_lexicon_header h = { .magic = DG_LEXICON_MAGIC, .fold_count = (uint32_t)count };
    unsigned char *bytes = dg_arena_alloc(arena, sizeof h + count * sizeof *folds);
    if (!bytes)
        return false;
    h.folds_at = sizeof h;
    memcpy(bytes, &h, sizeof h);
    memcpy(bytes + h.folds_at, folds, count * sizeof *folds);
    *out = (struct dg_lexicon){ .bytes = bytes, .len = sizeof h + count * sizeof *folds };
    return true;
}
