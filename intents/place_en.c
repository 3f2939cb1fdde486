/* English places: what the gazetteer knows, rows of capitals (Go Get Em Tiger), unknown words after a cue (at nopalito),
 * nouns for places with what says which (that thai place), and "on Larchmont" behind any of them. */
#include "intents/place.h"

enum { RUN_MAX = 6, SPAN_MAX = 4, MODIFIERS_MAX = 4 };

static const uint32_t stops = DG_T_MARK | DG_T_KNOWN | DG_T_FIRST;

static bool goes_on(const struct dg_walk *w, size_t i)
{
    return !(dg_walk_is(w, i) & stops);
}

static bool is_capital(const struct dg_walk *w, size_t i)
{
    return (dg_walk_is(w, i) & DG_T_CAPITAL) && !w->tokens.shouting;
}

/* "15th", "7pm": no name. */
static bool starts_with_digit(const struct dg_walk *w, size_t i)
{
    struct dg_str t = dg_token_text(w->scan, &w->tokens.at[i]);
    return t.at[0] >= '0' && t.at[0] <= '9';
}

static bool is_unknown(const struct dg_walk *w, size_t i)
{
    uint32_t known = DG_T_ORDINARY | DG_T_CUE | DG_T_LINK | DG_T_TAIL | DG_T_AFTER | DG_T_OWN | DG_T_NOUN |
            DG_T_PERSON | DG_T_TOPIC | DG_T_GAZETTEER | DG_T_MARK | DG_T_KNOWN | DG_T_NUMBER | DG_T_PART | DG_T_WITH |
            DG_T_WATCH;
    return (dg_walk_is(w, i) & DG_T_LATIN) && !(dg_walk_is(w, i) & known) && !starts_with_digit(w, i);
}

static bool is_text(const struct dg_walk *w, size_t i, const char *text)
{
    return i < w->tokens.count && dg_str_is(dg_token_text(w->scan, &w->tokens.at[i]), text);
}

/* "of", "and", "&": may stand between the capitals of one name. */
static bool is_inside(const struct dg_walk *w, size_t i)
{
    struct dg_word link;
    if (is_text(w, i, "&"))
        return true;
    return (dg_walk_is(w, i) & DG_T_LINK) && dg_token_word(&link, w->scan, &w->tokens.at[i], DG_W_PLACE_LINK) &&
            (dg_str_is(dg_word_column(&link, 0), "inside") || dg_str_is(dg_word_column(&link, 0), "the"));
}

/* ---- one name ---------------------------------------------------------------------------------------------- */

struct name {
    size_t first, last;
    enum dg_place_kind kind;
    double score;
    const struct dg_token *listed;
};

/* The nouns behind a name: "station", "Coffee House"; also "terminal 4". */
static void take_nouns(const struct dg_walk *w, struct name *n)
{
    while (goes_on(w, n->last) && (dg_walk_is(w, n->last) & DG_T_NOUN) && !(dg_walk_is(w, n->last) & DG_T_HAN)) {
        enum dg_place_kind kind = dg_place_kind_noun(w, n->last);
        bool numbered = dg_str_is(dg_place_noun_column(w, n->last, 2), "numbered");
        n->kind = kind != DG_PLACE_UNKNOWN ? kind : n->kind;
        n->score = n->score < DG_SURE_NOUN ? DG_SURE_NOUN : n->score;
        n->last++;
        if (numbered && goes_on(w, n->last) && (dg_walk_is(w, n->last) & DG_T_NUMBER))
            n->last++;
    }
}

/* "Via" of Via Carota: a cue that names also begin with, where a capital follows. */
static bool begins_names(const struct dg_walk *w, size_t i)
{
    struct dg_word cue;
    return goes_on(w, i + 1) && is_capital(w, i + 1) &&
            dg_token_word(&cue, w->scan, &w->tokens.at[i], DG_W_PLACE_CUE) &&
            dg_str_is(dg_word_column(&cue, 2), "name");
}

/* Whether a row of capitals may begin here: not with a word that only begins its sentence. */
static bool opens_run(const struct dg_walk *w, size_t i)
{
    uint32_t is = dg_walk_is(w, i);
    if (!is_capital(w, i) || (is & (DG_T_TAIL | DG_T_OWN | DG_T_PART)) || ((is & DG_T_CUE) && !begins_names(w, i)))
        return false;
    bool next = goes_on(w, i + 1) && is_capital(w, i + 1) && !(dg_walk_is(w, i + 1) & (DG_T_CUE | DG_T_TAIL));
    if (is & DG_T_FIRST)
        return next || !(is & (DG_T_ORDINARY | DG_T_LINK | DG_T_PERSON | DG_T_TOPIC | DG_T_WITH | DG_T_WATCH));
    return next || !(is & (DG_T_FUNCTION | DG_T_LINK | DG_T_PERSON | DG_T_WITH));
}

/* The 8 of "8.40" and "8:40". */
static bool begins_figures(const struct dg_walk *w, size_t i)
{
    struct dg_str s = w->scan->text->folded;
    size_t end = w->tokens.at[i].end;
    return end + 1 < s.len && (s.at[end] == '.' || s.at[end] == ':') && s.at[end + 1] >= '0' && s.at[end + 1] <= '9';
}

/* "Granger & Co 11": when, and no part of the name. */
static bool may_be_hour(const struct dg_walk *w, size_t i)
{
    struct dg_str t = dg_token_text(w->scan, &w->tokens.at[i]);
    return t.len == 1 || (t.len == 2 && t.at[0] == '1' && t.at[1] <= '2');
}

static size_t run_end(const struct dg_walk *w, size_t i)
{
    size_t k = i + 1;
    while (k < i + RUN_MAX && k < w->tokens.count) {
        bool amp = is_text(w, k, "&");
        if (!amp && !goes_on(w, k))
            break;
        bool more = is_capital(w, k) && !(dg_walk_is(w, k) & DG_T_TAIL);
        bool number = (dg_walk_is(w, k) & DG_T_NUMBER) && !goes_on(w, k + 1) && !begins_figures(w, k) &&
                (!may_be_hour(w, k) || (dg_walk_is(w, k - 1) & DG_T_NOUN));
        bool joins = is_inside(w, k) && k + 1 < w->tokens.count && is_capital(w, k + 1) && (amp || goes_on(w, k + 1)) &&
                !(dg_walk_is(w, k + 1) & DG_T_PERSON);
        if (!more && !number && !joins)
            break;
        k += joins && !more ? 2 : 1;
    }
    return k;
}

static bool read_capitals(struct name *n, const struct dg_walk *w, size_t i, const struct dg_cue *cue)
{
    if (!opens_run(w, i))
        return false;
    *n = (struct name){ i, run_end(w, i), DG_PLACE_UNKNOWN, DG_SURE_CAPITAL, NULL };
    bool shouted = n->last == i + 1 && dg_token_text(w->scan, &w->tokens.at[i]).len <= 3;
    if (shouted && !cue->opens)
        return false; /* OK, UPS, ETA, Dev */
    if (cue->opens)
        n->score = DG_SURE_NOUN;
    else if (n->last == i + 1 && (dg_walk_is(w, i) & DG_T_FIRST)) {
        if (!w->asks && !w->timed && !(dg_walk_is(w, n->last) & DG_T_TAIL))
            return false; /* begins a sentence that arranges nothing */
        n->score = DG_SURE_ALONE;
    }
    if (dg_walk_is(w, n->last - 1) & DG_T_NOUN) {
        n->kind = dg_place_kind_noun(w, n->last - 1);
        n->score = DG_SURE_NOUN;
    }
    take_nouns(w, n);
    return true;
}

/* Unknown, or an ordinary word that no place of the gazetteer ends in: Saigon Corner. */
static bool may_go_on_name(const struct dg_walk *w, size_t i)
{
    uint32_t other = DG_T_GAZETTEER | DG_T_PERSON | DG_T_CUE | DG_T_TAIL | DG_T_AFTER | DG_T_FUNCTION | DG_T_PARTICLE |
            DG_T_NUMBER | DG_T_WITH | DG_T_WATCH | DG_T_OWN;
    if (dg_walk_is(w, i) & DG_T_NOUN)
        return dg_place_kind_noun(w, i) == DG_PLACE_UNKNOWN;
    return !(dg_walk_is(w, i) & other);
}

static bool read_listed(struct name *n, const struct dg_walk *w, size_t i)
{
    uint32_t is = dg_walk_is(w, i);
    if (!(is & DG_T_GAZETTEER) || !(is & DG_T_LATIN))
        return false;
    *n = (struct name){ i, i + 1, dg_place_kind_listed(is), DG_SURE_LISTED, &w->tokens.at[i] };
    bool capitals = is_capital(w, i) && goes_on(w, i + 1) && is_capital(w, i + 1) && may_go_on_name(w, i + 1);
    if (capitals) {
        n->last = run_end(w, i); /* York Hall, Paris Baguette Cafe: not the city */
        n->kind = DG_PLACE_UNKNOWN;
        n->score = DG_SURE_NOUN;
        n->listed = NULL;
    } else if ((dg_walk_is(w, i + 1) & DG_T_GAZETTEER) && goes_on(w, i + 1) &&
            is_capital(w, i) == is_capital(w, i + 1)) {
        n->last++; /* London Heathrow, Toronto Pearson; but Sheffield's South Station is not Boston's */
        n->listed = dg_place_beside(w, i, i + 1) ? &w->tokens.at[i + 1] : NULL;
        n->kind = dg_place_kind_listed(dg_walk_is(w, i + 1));
    }
    take_nouns(w, n);
    n->last += n->kind == DG_PLACE_AIRPORT && goes_on(w, n->last) && dg_place_is_terminal(w, n->last);
    return true;
}

/* Unknown words in small letters after a cue: "at nopalito", "from the black horse". */
static bool read_span(struct name *n, const struct dg_walk *w, size_t i, const struct dg_cue *cue)
{
    size_t unknown = 0, k = i;
    bool the = i > 0 && is_text(w, i - 1, "the");
    for (; k < i + SPAN_MAX && k < w->tokens.count && (k == i || goes_on(w, k)); k++) {
        uint32_t is = dg_walk_is(w, k);
        bool known = is &
                (DG_T_FUNCTION | DG_T_PARTICLE | DG_T_CUE | DG_T_LINK | DG_T_TAIL | DG_T_AFTER | DG_T_OWN |
                        DG_T_PERSON | DG_T_MARK | DG_T_KNOWN | DG_T_NUMBER);
        if (known || !(is & DG_T_LATIN))
            break;
        unknown += is_unknown(w, k);
    }
    if (k == i || !cue->opens || (unknown == 0 && !the))
        return false;
    if (unknown == 0 && cue->role != DG_ROLE_AT && cue->role != DG_ROLE_ORIGIN)
        return false;
    if (!is_unknown(w, i) && !the)
        return false;
    bool verb = i > 0 && is_text(w, i - 1, "to"); /* "to nopalito", but also "to reschedule" */
    *n = (struct name){ i, k, DG_PLACE_UNKNOWN, unknown && !verb ? DG_SURE_CUED : DG_SURE_ALONE, NULL };
    take_nouns(w, n);
    return true;
}

/* A determiner that makes the noun a certain one; "a", "any" make it none. */
static bool is_definite(const struct dg_walk *w, size_t i)
{
    struct dg_word link;
    return (dg_walk_is(w, i) & DG_T_LINK) && dg_token_word(&link, w->scan, &w->tokens.at[i], DG_W_PLACE_LINK) &&
            dg_str_is(dg_word_column(&link, 0), "the");
}

/* "that thai place", "the pub", "sushi bar" with its modifiers in front. */
static bool read_noun_phrase(struct name *n, const struct dg_walk *w, size_t i, const struct dg_cue *cue)
{
    size_t k = i, unknown = 0;
    for (; k < i + MODIFIERS_MAX && k < w->tokens.count && (k == i || goes_on(w, k)); k++) {
        uint32_t is = dg_walk_is(w, k);
        if ((is & DG_T_NOUN) || (is & (DG_T_FUNCTION | DG_T_CUE | DG_T_LINK | DG_T_TAIL | DG_T_OWN | DG_T_NUMBER)) ||
                !(is & DG_T_LATIN))
            break;
        unknown += is_unknown(w, k) || (is & DG_T_GAZETTEER);
    }
    if (!(dg_walk_is(w, k) & DG_T_NOUN) || (dg_walk_is(w, k) & DG_T_HAN) || (k > i && !goes_on(w, k)))
        return false;
    bool definite = i > 0 && is_definite(w, i - 1) && !(dg_walk_is(w, i) & DG_T_FIRST);
    bool bare = dg_str_is(dg_place_noun_column(w, k, 1), "bare");
    if (!unknown && !definite && !(cue->found && bare))
        return false;
    if (k == i && !bare)
        return false;
    *n = (struct name){ i, k, DG_PLACE_UNKNOWN, unknown ? DG_SURE_NOUN : DG_SURE_GENERIC, NULL };
    double score = n->score;
    take_nouns(w, n);
    n->score = score;
    return true;
}

/* "misi then", "sugarfish, 8pm?": nothing but unknown words in the clause. */
static bool read_alone(struct name *n, const struct dg_walk *w, size_t i)
{
    size_t k = i;
    uint32_t before = i > 0 ? dg_walk_is(w, i - 1) : 0;
    bool freed = (before & (DG_T_TAIL | DG_T_PARTICLE | DG_T_KNOWN)) && !(before & DG_T_LINK); /* not Q2的OKR */
    if (!(dg_walk_is(w, i) & DG_T_FIRST) && !freed)
        return false;
    while (k < i + SPAN_MAX && is_unknown(w, k) && (k == i || goes_on(w, k)))
        k++;
    uint32_t next = dg_walk_is(w, k);
    bool closes = dg_walk_breaks(w, k) || (next & (DG_T_TAIL | DG_T_KNOWN | DG_T_CUE));
    if (k == i || !closes || !(w->timed || w->asks || (next & DG_T_TAIL)))
        return false;
    *n = (struct name){ i, k, DG_PLACE_UNKNOWN, DG_SURE_ALONE, NULL };
    return true;
}

/* ---- a name and its area ----------------------------------------------------------------------------------- */

/* "on", "in", "by", "near" or a comma between a venue and its area; returns the token after it, or `i`. */
static size_t past_area_link(const struct dg_walk *w, size_t i)
{
    struct dg_word link;
    size_t k = i;
    if (is_text(w, i, ",")) {
        bool listed = dg_walk_is(w, i + 1) & (DG_T_AREA | DG_T_CITY);
        return listed ? i + 1 : i;
    }
    if (!goes_on(w, i) || !(dg_walk_is(w, i) & DG_T_LINK) ||
            !dg_token_word(&link, w->scan, &w->tokens.at[i], DG_W_PLACE_LINK) ||
            !dg_str_is(dg_word_column(&link, 0), "area"))
        return i;
    k++;
    return goes_on(w, k) && is_text(w, k, "the") ? k + 1 : k;
}

/* An area behind the link: listed, capitals, or a street by its number ("on 5th"). */
static size_t area_end(const struct dg_walk *w, size_t i)
{
    uint32_t is = dg_walk_is(w, i);
    if (is & (DG_T_MARK | DG_T_KNOWN | DG_T_PERSON) || i >= w->tokens.count)
        return i;
    if (is & DG_T_GAZETTEER)
        return i + 1;
    if (is_capital(w, i) && !(is & (DG_T_FUNCTION | DG_T_CUE)))
        return run_end(w, i);
    struct dg_str t = dg_token_text(w->scan, &w->tokens.at[i]);
    bool ordinal = t.len >= 3 && t.at[0] >= '1' && t.at[0] <= '9' && (is & DG_T_LATIN);
    if (!ordinal && !is_unknown(w, i))
        return i;
    return goes_on(w, i + 1) && (dg_walk_is(w, i + 1) & DG_T_NOUN) ? i + 2 : i + 1;
}

static void add_area(struct dg_find *out, const struct dg_walk *w)
{
    size_t start = past_area_link(w, out->last), end = area_end(w, start);
    bool venue = out->kind == DG_PLACE_VENUE || out->kind == DG_PLACE_UNKNOWN;
    if (!venue || start == out->last || end == start)
        return;
    out->area_start = w->tokens.at[start].start;
    out->area_end = w->tokens.at[end - 1].end;
    out->last = end;
}

static bool read_name(struct name *n, const struct dg_walk *w, size_t i, const struct dg_cue *cue)
{
    return read_listed(n, w, i) || read_capitals(n, w, i, cue) || read_noun_phrase(n, w, i, cue) ||
            read_span(n, w, i, cue) || read_alone(n, w, i);
}

/* "at Nonna's", with nothing behind that is hers: the name of the house keeps its ending. */
static uint32_t own_name_end(const struct dg_walk *w, const struct name *n)
{
    const struct dg_token *last = &w->tokens.at[n->last - 1];
    struct dg_str rest = dg_str_cut(w->scan->text->folded, last->end, w->scan->text->folded.len);
    uint32_t apart = DG_T_MARK | DG_T_FIRST | DG_T_KNOWN | DG_T_TAIL | DG_T_AFTER | DG_T_CUE | DG_T_LINK |
            DG_T_FUNCTION | DG_T_NUMBER | DG_T_WITH;
    bool whole = n->listed == NULL && dg_str_starts(rest, "'s") && (dg_walk_is(w, n->last) & apart);
    return whole ? last->end + (uint32_t)strlen("'s") : last->end;
}

bool dg_place_find_en(struct dg_find *out, const struct dg_walk *w, size_t i)
{
    struct name n;
    if (!(dg_walk_is(w, i) & DG_T_LATIN))
        return false;
    struct dg_cue cue = dg_place_cue_before(w, i);
    if (!read_name(&n, w, i, &cue))
        return false;
    *out = (struct dg_find){ .first = n.first,
        .last = n.last,
        .name_start = w->tokens.at[n.first].start,
        .name_end = own_name_end(w, &n),
        .kind = n.kind,
        .score = n.score,
        .listed = n.listed };
    add_area(out, w);
    out->role = dg_place_role_after(w, out->last, cue.role);
    return true;
}
