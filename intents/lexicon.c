#include "intents/lexicon.h"

#include "intents/lexicon_format.h"

static const struct dg_lexicon_header *header(const struct dg_lexicon *lex)
{
    return (const struct dg_lexicon_header *)lex->bytes;
}

static const struct dg_lexicon_cell *cells_of(const struct dg_lexicon *lex)
{
    return (const struct dg_lexicon_cell *)(lex->bytes + header(lex)->cells_at);
}

static bool holds(uint32_t at, uint32_t count, size_t size, size_t total)
{
    return at % 8 == 0 && at <= total && count <= (total - at) / size;
}

bool dg_lexicon_open(struct dg_lexicon *out, const void *bytes, size_t len)
{
    const struct dg_lexicon_header *h = bytes;
    if ((uintptr_t)bytes % 8 != 0 || len < sizeof *h || h->magic != DG_LEXICON_MAGIC || h->total_bytes != len ||
            h->class_count != DG_W_COUNT)
        return false;
    if (!holds(h->cells_at, h->cell_count, sizeof(struct dg_lexicon_cell), len) || h->cell_count <= 256 ||
            !holds(h->entries_at, h->entry_count, sizeof(struct dg_lexicon_entry), len) ||
            !holds(h->numbers_at, h->number_count, DG_LEXICON_NUMBERS * sizeof(int32_t), len) ||
            !holds(h->folds_at, h->fold_count, sizeof(uint16_t), len) || h->fold_count < DG_FOLD_PAGES + DG_FOLD_PAGE ||
            !holds(h->text_at, h->text_len, 1, len))
        return false;
    *out = (struct dg_lexicon){ .bytes = bytes, .len = len };
    return true;
}

static inline bool is_word_byte(char c)
{
    unsigned letter = ((unsigned char)c | 0x20u) - 'a', digit = (unsigned char)c - (unsigned)'0';
    return letter < 26 || digit < 10;
}

/* Whether a word may begin (end) at `at`: no letter or digit on both sides of the border. */
static inline bool is_border(struct dg_str text, size_t at)
{
    return at == 0 || at == text.len || !is_word_byte(text.at[at - 1]) || !is_word_byte(text.at[at]);
}

/* The cell reached from `cell` by `byte`; 0 where there is none, as nothing leads back to the root. */
static inline uint32_t child_of(const struct dg_lexicon_cell *cells, uint32_t cell, char byte)
{
    uint32_t next = cells[cell].base + (unsigned char)byte;
    return cells[next].parent == cell + 1 ? next : 0;
}

static struct dg_word word_of(const struct dg_lexicon *lex, const struct dg_lexicon_entry *e, size_t len)
{
    const char *text = (const char *)lex->bytes + header(lex)->text_at;
    const int32_t *numbers = (const int32_t *)(lex->bytes + header(lex)->numbers_at);
    return (struct dg_word){ len, e->class_, e->languages, { text + e->value_at, e->value_len },
        numbers + (size_t)e->numbers * DG_LEXICON_NUMBERS };
}

static const struct dg_lexicon_entry *entries_at(const struct dg_lexicon *lex, const struct dg_lexicon_cell *cell)
{
    return (const struct dg_lexicon_entry *)(lex->bytes + header(lex)->entries_at) + cell->first_entry;
}

/* What is looked for: the classes are NULL for all. */
struct search {
    unsigned languages;
    const struct dg_classes *wanted;
    struct dg_str text;
    size_t at;
};

static size_t take_entries(const struct dg_lexicon *lex, const struct dg_lexicon_cell *cell, const struct search *s,
        size_t len, struct dg_word *out, size_t room)
{
    const struct dg_lexicon_entry *e = entries_at(lex, cell);
    size_t count = 0;
    for (size_t i = 0; i < cell->entry_count && count < room; i++) {
        if (e[i].languages & s->languages && (!s->wanted || dg_classes_has(s->wanted, e[i].class_)))
            out[count++] = word_of(lex, &e[i], len);
    }
    return count;
}

/* A byte that goes on with a character: no word ends before it. */
static inline bool is_inside(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static size_t walk(const struct dg_lexicon *lex, const struct search *s, struct dg_word *out, size_t max)
{
    const struct dg_lexicon_cell *cells = cells_of(lex);
    const struct dg_str text = s->text;
    const uint16_t kinds = s->wanted ? s->wanted->kinds : UINT16_MAX;
    size_t count = 0;
    uint32_t reached = 0;
    for (size_t i = s->at; i < text.len && (reached = child_of(cells, reached, text.at[i++])) != 0;) {
        if (i < text.len && is_inside(text.at[i]))
            continue;
        const struct dg_lexicon_cell *cell = &cells[reached];
        if (!(cell->kinds & kinds))
            break;
        if (cell->entry_count && is_border(text, i))
            count += take_entries(lex, cell, s, i - s->at, out + count, max - count);
    }
    return count;
}

/* Two runs of words, each shortest first, become one; on a tie the first run's words come first. */
static void merge(struct dg_word *words, size_t first, size_t count)
{
    for (size_t i = first; i < count; i++) {
        struct dg_word w = words[i];
        size_t k = i;
        for (; k > 0 && words[k - 1].len > w.len; k--)
            words[k] = words[k - 1];
        words[k] = w;
    }
}

/* ---- the words of one text ------------------------------------------------------------------------------------ */

enum { IN_MORE = 1 << 7 /* the entry is one of the operator's table */ };

struct hit {
    uint32_t entry;
    uint16_t len;
    uint8_t class_, languages; /* DG_IN_… | IN_MORE */
};
static_assert(DG_W_COUNT <= UINT8_MAX && DG_CLASS_WORDS == 4, "a class is a byte, a set is four words");

/* A byte of the text. Most that is asked about it is answered by what its words can be: their classes, folded into one word,
 * and their kinds. */
struct place {
    uint64_t classes;
    uint32_t first; /* of its hits; those of the next byte follow */
    uint16_t kinds;
    bool border; /* a word may begin or end here */
};

/* At each byte where a word may begin, those that begin there and end where a word may end, shortest first. */
struct dg_lexicon_index {
    struct dg_str text;
    struct hit *hits;
    struct place *places; /* one a byte, and one more */
    size_t count, room;
};

static bool make_room(struct dg_lexicon_index *index, struct dg_arena *arena)
{
    if (index->count < index->room)
        return true;
    struct hit *hits =
            dg_arena_doubled(arena, index->hits, index->count, &index->room, index->text.len + 1, sizeof *hits);
    if (hits)
        index->hits = hits;
    return hits != NULL;
}

/* Puts a hit behind those of its length that begin at the same byte. */
static void put(struct dg_lexicon_index *index, size_t at, struct hit hit)
{
    size_t k = index->count++;
    index->places[at].classes |= UINT64_C(1) << hit.class_ % 64;
    index->places[at].kinds |= dg_kind_of(hit.class_);
    for (; k > index->places[at].first && index->hits[k - 1].len > hit.len; k--)
        index->hits[k] = index->hits[k - 1];
    index->hits[k] = hit;
}

static bool put_cell(struct dg_lexicon_index *index, const struct dg_lexicon *lex, const struct dg_lexicon_cell *cell,
        size_t at, size_t end, uint8_t table, struct dg_arena *arena)
{
    const struct dg_lexicon_entry *e = entries_at(lex, cell);
    for (uint32_t i = 0; i < cell->entry_count; i++) {
        if (!make_room(index, arena))
            return false;
        put(index, at,
                (struct hit){ cell->first_entry + i, (uint16_t)(end - at), (uint8_t)e[i].class_,
                        (uint8_t)(e[i].languages | table) });
    }
    return true;
}

static bool index_at(
        struct dg_lexicon_index *index, const struct dg_lexicon *lex, size_t at, uint8_t table, struct dg_arena *arena)
{
    const struct dg_lexicon_cell *cells = cells_of(lex);
    const struct dg_str text = index->text;
    uint32_t reached = 0;
    for (size_t i = at; i < text.len && i - at < UINT16_MAX && (reached = child_of(cells, reached, text.at[i])) != 0;
            i++) {
        const struct dg_lexicon_cell *cell = &cells[reached];
        if (cell->entry_count && index->places[i + 1].border && !put_cell(index, lex, cell, at, i + 1, table, arena))
            return false;
    }
    return true;
}

bool dg_lexicon_index(
        struct dg_lexicon *out, const struct dg_lexicon *lex, struct dg_str folded, struct dg_arena *arena)
{
    struct dg_lexicon_index *index = dg_arena_alloc(arena, sizeof *index);
    struct place *places = dg_arena_array(arena, folded.len + 1, sizeof *places);
    if (!index || !places)
        return false;
    *index = (struct dg_lexicon_index){ .text = folded, .places = places };
    for (size_t at = 0; at <= folded.len; at++)
        places[at].border = is_border(folded, at);
    for (size_t at = 0; at < folded.len; at++) {
        places[at].first = (uint32_t)index->count;
        if (places[at].border &&
                (!index_at(index, lex, at, 0, arena) || (lex->more && !index_at(index, lex->more, at, IN_MORE, arena))))
            return false;
    }
    places[folded.len].first = (uint32_t)index->count;
    *out = *lex;
    out->index = index;
    return true;
}

/* The place of byte `at` of `text` in the index, or NULL where it has no answer: another text, or a slice that begins or ends
 * inside of a word and has borders of its own. */
static inline const struct place *place_of(const struct dg_lexicon *lex, struct dg_str text, size_t at)
{
    const struct dg_lexicon_index *index = lex->index;
    if (!index)
        return NULL;
    if (text.at == index->text.at && text.len == index->text.len)
        return index->places + at; /* where no word may begin there is none */
    size_t from = (size_t)((uintptr_t)text.at - (uintptr_t)index->text.at);
    if (from > index->text.len || text.len > index->text.len - from)
        return NULL;
    const struct place *place = index->places + from + at;
    return place->border && index->places[from + text.len].border ? place : NULL;
}

static struct dg_word word_of_hit(const struct dg_lexicon *lex, const struct hit *hit)
{
    const struct dg_lexicon *table = hit->languages & IN_MORE ? lex->more : lex;
    return word_of(
            table, (const struct dg_lexicon_entry *)(table->bytes + header(table)->entries_at) + hit->entry, hit->len);
}

static bool is_wanted(const struct hit *hit, const struct search *s)
{
    return hit->languages & s->languages && (!s->wanted || dg_classes_has(s->wanted, hit->class_));
}

static size_t take_hits(const struct dg_lexicon *lex, const struct search *s, const struct place *place,
        struct dg_word *out, size_t max)
{
    size_t count = 0;
    for (uint32_t i = place[0].first; i < place[1].first && count < max; i++) {
        const struct hit *hit = &lex->index->hits[i];
        if (hit->len > s->text.len - s->at)
            break;
        if (is_wanted(hit, s))
            out[count++] = word_of_hit(lex, hit);
    }
    return count;
}

/* The last of the longest words of `class` that begin at the place. */
__attribute__((noinline)) static bool longest_indexed(const struct dg_lexicon *lex, const struct place *place,
        unsigned languages, enum dg_word_class class, size_t room, struct dg_word *out)
{
    const struct hit *best = NULL;
    for (uint32_t i = place[0].first; i < place[1].first; i++) {
        const struct hit *hit = &lex->index->hits[i];
        if (hit->len > room)
            break;
        if (hit->class_ == class && hit->languages & languages)
            best = hit;
    }
    if (best)
        *out = word_of_hit(lex, best);
    return best != NULL;
}

static inline bool may_hold(const struct place *place, const struct dg_classes *wanted)
{
    return !wanted || ((wanted->folded & place->classes) && (wanted->kinds & place->kinds));
}

static inline size_t search(const struct dg_lexicon *lex, const struct search *s, struct dg_word *out, size_t max)
{
    if (s->at >= s->text.len)
        return 0;
    const struct place *place = place_of(lex, s->text, s->at);
    if (place && !may_hold(place, s->wanted))
        return 0;
    if (place)
        return take_hits(lex, s, place, out, max);
    if (!is_border(s->text, s->at))
        return 0;
    size_t count = walk(lex, s, out, max);
    if (!lex->more)
        return count;
    size_t all = count + walk(lex->more, s, out + count, max - count);
    merge(out, count, all);
    return all;
}

size_t dg_lexicon_match(const struct dg_lexicon *lex, unsigned languages, struct dg_str folded, size_t at,
        struct dg_word *out, size_t max)
{
    return search(lex, &(struct search){ languages, NULL, folded, at }, out, max);
}

size_t dg_lexicon_match_in(const struct dg_lexicon *lex, unsigned languages, const struct dg_classes *wanted,
        struct dg_str folded, size_t at, struct dg_word *out, size_t max)
{
    return search(lex, &(struct search){ languages, wanted, folded, at }, out, max);
}

static const struct dg_lexicon_entry *last_entry(
        const struct dg_lexicon *lex, const struct dg_lexicon_cell *cell, unsigned languages, enum dg_word_class class)
{
    const struct dg_lexicon_entry *e = entries_at(lex, cell);
    for (size_t i = cell->entry_count; i-- > 0;) {
        if (e[i].class_ == class && e[i].languages & languages)
            return &e[i];
    }
    return NULL;
}

static bool longest_in(const struct dg_lexicon *lex, unsigned languages, enum dg_word_class class, struct dg_str text,
        size_t at, struct dg_word *out)
{
    const struct dg_lexicon_cell *cells = cells_of(lex);
    const struct dg_lexicon_entry *best = NULL, *e;
    size_t len = 0;
    uint32_t reached = 0;
    for (size_t i = at; i < text.len && (reached = child_of(cells, reached, text.at[i])) != 0; i++) {
        const struct dg_lexicon_cell *cell = &cells[reached];
        if (!(cell->kinds & dg_kind_of(class)))
            break;
        if (cell->entry_count && is_border(text, i + 1) && (e = last_entry(lex, cell, languages, class))) {
            best = e;
            len = i + 1 - at;
        }
    }
    if (best)
        *out = word_of(lex, best, len);
    return best != NULL;
}

__attribute__((noinline)) static bool longest_by_walking(const struct dg_lexicon *lex, unsigned languages,
        enum dg_word_class class, struct dg_str folded, size_t at, struct dg_word *out)
{
    if (!is_border(folded, at))
        return false;
    bool found = longest_in(lex, languages, class, folded, at, out);
    struct dg_word own;
    if (lex->more && longest_in(lex->more, languages, class, folded, at, &own) && (!found || own.len >= out->len)) {
        *out = own;
        found = true;
    }
    return found;
}

/* Most that is asked is answered here with no; the rest is work of its own. */
bool dg_lexicon_longest(const struct dg_lexicon *lex, unsigned languages, enum dg_word_class class,
        struct dg_str folded, size_t at, struct dg_word *out)
{
    if (at >= folded.len)
        return false;
    const struct place *place = place_of(lex, folded, at);
    if (!place)
        return longest_by_walking(lex, languages, class, folded, at, out);
    bool may = place->classes >> class % 64 & 1 && place->kinds & dg_kind_of(class);
    return may && longest_indexed(lex, place, languages, class, folded.len - at, out);
}

bool dg_lexicon_is(const struct dg_lexicon *lex, unsigned languages, enum dg_word_class class, struct dg_str folded,
        struct dg_word *out)
{
    return dg_lexicon_longest(lex, languages, class, folded, 0, out) && out->len == folded.len;
}

static bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || c == '\'';
}

bool dg_lexicon_before(const struct dg_lexicon *lex, unsigned languages, enum dg_word_class class, struct dg_str folded,
        size_t at, struct dg_word *out)
{
    enum { WORD_BYTES_MAX = 12 };
    size_t end = at;
    while (end > 0 && folded.at[end - 1] == ' ')
        end--;
    for (size_t start = end; start > 0 && end - start < WORD_BYTES_MAX;) {
        start--;
        if (is_inside(folded.at[start])) /* no word begins there */
            continue;
        bool whole = !is_latin(folded.at[start]) || start == 0 || !is_latin(folded.at[start - 1]);
        if (whole && dg_lexicon_is(lex, languages, class, dg_str_cut(folded, start, end), out))
            return true;
    }
    return false;
}

struct dg_str dg_word_column(const struct dg_word *word, unsigned n)
{
    struct dg_str rest = word->value;
    for (;; n--) {
        const char *tab = rest.len ? memchr(rest.at, '\t', rest.len) : NULL;
        size_t len = tab ? (size_t)(tab - rest.at) : rest.len;
        if (n == 0)
            return (struct dg_str){ rest.at, len };
        if (!tab)
            return (struct dg_str){ "", 0 };
        rest = dg_str_cut(rest, len + 1, rest.len);
    }
}

/* A column read as text; DG_NUMBER_NONE where it is no number of at most ten characters. */
static int64_t read_number(struct dg_str column)
{
    enum { CHARACTERS_MAX = 10 };
    bool minus = column.len && column.at[0] == '-';
    int64_t value = 0;
    size_t i = minus ? 1 : 0;
    if (i == column.len || column.len > CHARACTERS_MAX)
        return DG_NUMBER_NONE;
    for (; i < column.len; i++) {
        if (column.at[i] < '0' || column.at[i] > '9')
            return DG_NUMBER_NONE;
        value = value * 10 + (column.at[i] - '0');
    }
    return minus ? -value : value;
}

long dg_word_number(const struct dg_word *word, unsigned n, long otherwise)
{
    int64_t value = word->numbers && n < DG_LEXICON_NUMBERS ? word->numbers[n] : DG_NUMBER_WIDE;
    if (value == DG_NUMBER_WIDE)
        value = read_number(dg_word_column(word, n));
    return value == DG_NUMBER_NONE ? otherwise : (long)value;
}

static_assert((int)DG_WORD_NUMBERS == (int)DG_LEXICON_NUMBERS, "all of a row");

void dg_word_numbers(const struct dg_word *word, int32_t out[DG_WORD_NUMBERS])
{
    static const int32_t wide[] = { DG_NUMBER_WIDE, DG_NUMBER_WIDE, DG_NUMBER_WIDE, DG_NUMBER_WIDE };
    const int32_t *numbers = word->numbers ? word->numbers : wide;
    for (unsigned n = 0; n < DG_WORD_NUMBERS; n++) {
        out[n] = numbers[n] == DG_NUMBER_NONE ? 0 : numbers[n];
        if (out[n] == DG_NUMBER_WIDE)
            out[n] = (int32_t)dg_word_number(word, n, 0);
    }
}

uint32_t dg_lexicon_fold(const struct dg_lexicon *lex, uint32_t cp)
{
    const uint16_t *folds = (const uint16_t *)(lex->bytes + header(lex)->folds_at);
    if (cp > 0xFFFF)
        return 0;
    size_t page = folds[cp / DG_FOLD_PAGE];
    uint16_t to = folds[DG_FOLD_PAGES + page * DG_FOLD_PAGE + cp % DG_FOLD_PAGE];
    return to == DG_FOLD_SAME ? cp : to == DG_FOLD_RULE ? 0 : to;
}

uint32_t dg_lexicon_simplified(const struct dg_lexicon *lex, uint32_t cp)
{
    return dg_lexicon_fold(lex, cp);
}
