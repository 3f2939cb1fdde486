#include "intents/lexicon.h"

#include "intents/lexicon_format.h"

enum { MATCHES_MAX = 64 };

static const struct dg_lexicon_header *header(const struct dg_lexicon *lex)
{
    return (const struct dg_lexicon_header *)lex->bytes;
}

static const struct dg_lexicon_node *node_at(const struct dg_lexicon *lex, uint32_t n)
{
    return (const struct dg_lexicon_node *)(lex->bytes + header(lex)->nodes_at) + n;
}

static bool holds(uint32_t at, uint32_t count, size_t size, size_t total)
{
    return at % 4 == 0 && at <= total && count <= (total - at) / size;
}

bool dg_lexicon_open(struct dg_lexicon *out, const void *bytes, size_t len)
{
    const struct dg_lexicon_header *h = bytes;
    if ((uintptr_t)bytes % 4 != 0 || len < sizeof *h || h->magic != DG_LEXICON_MAGIC || h->total_bytes != len ||
            h->class_count != DG_W_COUNT)
        return false;
    if (!holds(h->nodes_at, h->node_count, sizeof(struct dg_lexicon_node), len) || h->node_count == 0 ||
            !holds(h->edges_at, h->edge_count, sizeof(struct dg_lexicon_edge), len) ||
            !holds(h->entries_at, h->entry_count, sizeof(struct dg_lexicon_entry), len) ||
            !holds(h->folds_at, h->fold_count, sizeof(struct dg_lexicon_fold), len) ||
            !holds(h->text_at, h->text_len, 1, len))
        return false;
    *out = (struct dg_lexicon){ bytes, len };
    return true;
}

/* The node reached from `n` by `byte`, or NULL. */
static const struct dg_lexicon_node *follow(
        const struct dg_lexicon *lex, const struct dg_lexicon_node *n, unsigned char byte)
{
    const struct dg_lexicon_edge *edges =
            (const struct dg_lexicon_edge *)(lex->bytes + header(lex)->edges_at) + n->first_edge;
    size_t low = 0, high = n->edge_count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (edges[mid].byte == byte)
            return node_at(lex, edges[mid].node);
        if (edges[mid].byte < byte)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

/* Whether a word may begin (end) at `at`: no letter or digit on both sides of the border. */
static bool is_border(struct dg_str text, size_t at)
{
    return at == 0 || at == text.len || !is_word_byte(text.at[at - 1]) || !is_word_byte(text.at[at]);
}

static size_t take_entries(const struct dg_lexicon *lex, const struct dg_lexicon_node *n, unsigned languages,
        size_t len, struct dg_word *out, size_t room)
{
    const struct dg_lexicon_entry *e =
            (const struct dg_lexicon_entry *)(lex->bytes + header(lex)->entries_at) + n->first_entry;
    const char *text = (const char *)lex->bytes + header(lex)->text_at;
    size_t count = 0;
    for (size_t i = 0; i < n->entry_count && count < room; i++) {
        if (e[i].languages & languages)
            out[count++] =
                    (struct dg_word){ len, e[i].class_, e[i].languages, { text + e[i].value_at, e[i].value_len } };
    }
    return count;
}

size_t dg_lexicon_match(const struct dg_lexicon *lex, unsigned languages, struct dg_str folded, size_t at,
        struct dg_word *out, size_t max)
{
    if (at >= folded.len || !is_border(folded, at))
        return 0;
    const struct dg_lexicon_node *n = node_at(lex, 0);
    size_t count = 0;
    for (size_t i = at; i < folded.len && count < max; i++) {
        n = follow(lex, n, (unsigned char)folded.at[i]);
        if (!n)
            break;
        if (n->entry_count && is_border(folded, i + 1))
            count += take_entries(lex, n, languages, i + 1 - at, out + count, max - count);
    }
    return count;
}

bool dg_lexicon_longest(const struct dg_lexicon *lex, unsigned languages, enum dg_word_class class,
        struct dg_str folded, size_t at, struct dg_word *out)
{
    struct dg_word found[MATCHES_MAX];
    size_t n = dg_lexicon_match(lex, languages, folded, at, found, MATCHES_MAX);
    while (n-- > 0) {
        if (found[n].class == class) {
            *out = found[n];
            return true;
        }
    }
    return false;
}

bool dg_lexicon_is(const struct dg_lexicon *lex, unsigned languages, enum dg_word_class class, struct dg_str folded,
        struct dg_word *out)
{
    return dg_lexicon_longest(lex, languages, class, folded, 0, out) && out->len == folded.len;
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

long dg_word_number(const struct dg_word *word, unsigned n, long otherwise)
{
    struct dg_str column = dg_word_column(word, n);
    bool minus = column.len && column.at[0] == '-';
    long value = 0;
    size_t i = minus ? 1 : 0;
    if (i == column.len || column.len > 10)
        return otherwise;
    for (; i < column.len; i++) {
        if (column.at[i] < '0' || column.at[i] > '9')
            return otherwise;
        value = value * 10 + (column.at[i] - '0');
    }
    return minus ? -value : value;
}

uint32_t dg_lexicon_simplified(const struct dg_lexicon *lex, uint32_t cp)
{
    const struct dg_lexicon_fold *folds = (const struct dg_lexicon_fold *)(lex->bytes + header(lex)->folds_at);
    size_t low = 0, high = header(lex)->fold_count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (folds[mid].from == cp)
            return folds[mid].to;
        if (folds[mid].from < cp)
            low = mid + 1;
        else
            high = mid;
    }
    return cp;
}
