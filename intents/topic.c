/* What it is about: cuisines, titles of films and shows, kinds of rides, seat and cabin classes, ways of travelling. */
#include "intents/token.h"

enum { TITLE_BYTES_MAX = 120, TITLE_TOKENS_MAX = 8 };

struct walk {
    const struct dg_scan *scan;
    struct dg_sink *sink;
    struct dg_tokens tokens;
};

static void report(
        const struct walk *w, enum dg_mention_type type, size_t start, size_t end, struct dg_str value, double score)
{
    dg_sink_add(w->sink,
            &(struct dg_mention){ .type = type,
                    .message = w->scan->message,
                    .start = (uint32_t)start,
                    .end = (uint32_t)end,
                    .value = { .kind = DG_TEXT, .text = value },
                    .score = score });
}

/* ---- words of the tables ----------------------------------------------------------------------------------- */

/* Cuisines are told as they were said; the rest by the table's own word, where it has one. */
static void find_listed(const struct walk *w, const struct dg_token *t)
{
    static const struct {
        enum dg_word_class class;
        enum dg_mention_type type;
    } tables[] = {
        { DG_W_TOPIC_CUISINE, DG_M_CUISINE },
        { DG_W_TOPIC_RIDE, DG_M_RIDE_TYPE },
        { DG_W_TOPIC_SEAT, DG_M_SEAT },
        { DG_W_TOPIC_MODE, DG_M_MODE },
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct dg_word word;
        if (!dg_token_word(&word, w->scan, t, tables[i].class))
            continue;
        struct dg_str said = dg_text_words(w->scan->text, t->start, t->end), canonical = dg_word_column(&word, 0);
        report(w, tables[i].type, t->start, t->end, canonical.len ? canonical : said, 0.9);
        return;
    }
}

/* ---- titles ------------------------------------------------------------------------------------------------- */

struct quotes {
    const char *open, *close;
};

/* Where a quotation that opens at byte `at` closes, at most TITLE_BYTES_MAX on; 0 when it does not. */
static size_t closing(struct dg_str s, size_t at, const struct quotes *q)
{
    size_t open = strlen(q->open), close = strlen(q->close);
    for (size_t i = at + open; i + close <= s.len && i - at <= TITLE_BYTES_MAX; i++) {
        if (memcmp(s.at + i, q->close, close) == 0)
            return i;
    }
    return 0;
}

/* Whether one of the two words before token i asks to see something: 看, watch, tickets for. */
static bool is_watched(const struct walk *w, size_t i)
{
    struct dg_word word;
    for (size_t back = 1; back <= 2 && back <= i; back++) {
        if (dg_token_word(&word, w->scan, &w->tokens.at[i - back], DG_W_TOPIC_WATCH))
            return true;
        if (!(w->tokens.at[i - back].is & (DG_T_FUNCTION | DG_T_PARTICLE | DG_T_LINK)))
            return false;
    }
    return false;
}

/* 《…》 always, quotation marks only where something is watched. Returns the byte after it, or 0. */
static size_t find_quoted(const struct walk *w, size_t i)
{
    static const struct quotes title = { "《", "》" }, others[] = { { "\"", "\"" }, { "「", "」" }, { "'", "'" } };
    struct dg_str s = dg_str_cut(w->scan->text->folded, 0, w->scan->text->folded.len);
    size_t at = w->tokens.at[i].start, end = 0;
    const struct quotes *q = NULL;
    if (dg_str_starts(dg_str_cut(s, at, s.len), title.open))
        q = &title;
    for (size_t k = 0; !q && k < sizeof others / sizeof others[0]; k++) {
        if (dg_str_starts(dg_str_cut(s, at, s.len), others[k].open) && is_watched(w, i))
            q = &others[k];
    }
    end = q ? closing(s, at, q) : 0;
    size_t start = at + (q ? strlen(q->open) : 0);
    if (end <= start)
        return 0;
    report(w, DG_M_TITLE, at, end + strlen(q->close), dg_text_words(w->scan->text, start, end), 0.95);
    return end + strlen(q->close);
}

static bool belongs(const struct walk *w, size_t i, bool latin)
{
    uint32_t is = w->tokens.at[i].is;
    if (is & (DG_T_MARK | DG_T_KNOWN | DG_T_TAIL | DG_T_PARTICLE))
        return false;
    if (latin)
        return (is & DG_T_CAPITAL) || (is & DG_T_NUMBER) || !(is & (DG_T_ORDINARY | DG_T_CUE | DG_T_LINK));
    return !(is & (DG_T_FUNCTION | DG_T_CUE | DG_T_COMMON | DG_T_SPACED));
}

/* Unknown words right after 看 or watch: "看流浪地球2", "watch Dune tonight". Returns the token after them, or i. */
static size_t find_watched(const struct walk *w, size_t i)
{
    bool latin = w->tokens.at[i].is & DG_T_LATIN;
    if (!is_watched(w, i) || (w->tokens.at[i].is & (DG_T_PERSON | DG_T_OWN | DG_T_FIRST | DG_T_NUMBER)))
        return i;
    size_t k = i;
    while (k < w->tokens.count && k < i + TITLE_TOKENS_MAX && (k == i || !(w->tokens.at[k].is & DG_T_FIRST)) &&
            belongs(w, k, latin))
        k++;
    if (k == i || (!latin && k < i + 2))
        return i;
    size_t start = w->tokens.at[i].start, end = w->tokens.at[k - 1].end;
    report(w, DG_M_TITLE, start, end, dg_text_words(w->scan->text, start, end), 0.6);
    return k;
}

static void scan_topics(const struct dg_scan *scan, struct dg_sink *sink)
{
    struct walk w = { scan, sink, dg_tokens_of(scan) };
    size_t quoted = 0;
    for (size_t i = 0; i < w.tokens.count;) {
        const struct dg_token *t = &w.tokens.at[i];
        if (t->start < quoted || (t->is & DG_T_KNOWN)) {
            i++;
            continue;
        }
        size_t end = find_quoted(&w, i);
        quoted = end ? end : quoted;
        if (!end && (t->is & DG_T_TOPIC))
            find_listed(&w, t);
        size_t watched = end ? i : find_watched(&w, i);
        i = watched > i ? watched : i + 1;
    }
}

const struct dg_recogniser dg_recogniser_topic = { "topic", scan_topics };
