#include "intents/place.h"

#include <math.h>

enum { CUE_REACH = 3 };

struct dg_str dg_place_noun_column(const struct dg_walk *w, size_t i, unsigned n)
{
    struct dg_word noun;
    if (!(dg_walk_is(w, i) & DG_T_NOUN) || !dg_token_word(&noun, w->scan, &w->tokens.at[i], DG_W_PLACE_NOUN))
        return (struct dg_str){ "", 0 };
    return dg_word_column(&noun, n);
}

bool dg_place_is_terminal(const struct dg_walk *w, size_t i)
{
    if (i >= w->tokens.count)
        return false;
    struct dg_str t = dg_token_text(w->scan, &w->tokens.at[i]);
    return t.len == 2 && t.at[0] == 't' && t.at[1] >= '1' && t.at[1] <= '9';
}

static enum dg_place_kind kind_named(struct dg_str name)
{
    for (enum dg_place_kind k = DG_PLACE_VENUE; k <= DG_PLACE_HERE; k++) {
        if (dg_str_is(name, dg_place_kind_name(k)))
            return k;
    }
    return DG_PLACE_UNKNOWN;
}

enum dg_place_kind dg_place_kind_noun(const struct dg_walk *w, size_t i)
{
    return kind_named(dg_place_noun_column(w, i, 0));
}

enum dg_place_kind dg_place_kind_listed(uint32_t is)
{
    if (is & DG_T_BRAND)
        return DG_PLACE_VENUE;
    if (is & DG_T_AIRPORT)
        return DG_PLACE_AIRPORT;
    if (is & DG_T_STATION)
        return DG_PLACE_STATION;
    if (is & DG_T_CITY)
        return DG_PLACE_CITY;
    return is & DG_T_AREA ? DG_PLACE_AREA : DG_PLACE_UNKNOWN;
}

/* ---- roles ------------------------------------------------------------------------------------------------- */

static enum dg_role role_named(struct dg_str name)
{
    static const char *const names[] = {
        [DG_ROLE_ORIGIN] = "origin",
        [DG_ROLE_DESTINATION] = "destination",
        [DG_ROLE_AT] = "at",
        [DG_ROLE_VIA] = "via",
        [DG_ROLE_NEAR] = "near",
        [DG_ROLE_NOT] = "not",
    };
    for (enum dg_role r = DG_ROLE_ORIGIN; r <= DG_ROLE_NOT; r++) {
        if (names[r] && dg_str_is(name, names[r]))
            return r;
    }
    return DG_ROLE_NONE;
}

static bool is_text(const struct dg_walk *w, size_t i, const char *text)
{
    return i < w->tokens.count && dg_str_is(dg_token_text(w->scan, &w->tokens.at[i]), text);
}

/* The marks of a journey: "上海-北京", "SFO → JFK". */
static bool is_arrow(const struct dg_walk *w, size_t i)
{
    return is_text(w, i, "-") || is_text(w, i, "→") || is_text(w, i, ">") || is_text(w, i, "~") || is_text(w, i, "--");
}

/* 那家, that, the: between a cue and its name. *points is set when it alone says that a place follows (那家). */
static bool is_pointer(const struct dg_walk *w, size_t i, bool *points)
{
    struct dg_word link;
    if (!(dg_walk_is(w, i) & DG_T_LINK) || !dg_token_word(&link, w->scan, &w->tokens.at[i], DG_W_PLACE_LINK))
        return false;
    struct dg_str what = dg_word_column(&link, 0);
    *points = dg_str_is(what, "that");
    return *points || dg_str_is(what, "the");
}

struct dg_cue dg_place_cue_before(const struct dg_walk *w, size_t first)
{
    struct dg_cue cue = { DG_ROLE_NONE, false, false };
    bool points = false;
    for (size_t back = 1; back <= CUE_REACH && back <= first; back++) {
        size_t i = first - back;
        struct dg_word word;
        if (dg_walk_is(w, i + 1) & DG_T_FIRST)
            break;
        if ((dg_walk_is(w, i) & DG_T_CUE) && dg_token_word(&word, w->scan, &w->tokens.at[i], DG_W_PLACE_CUE)) {
            bool opens = dg_str_is(dg_word_column(&word, 1), "open");
            return (struct dg_cue){ role_named(dg_word_column(&word, 0)), opens || cue.opens, true };
        }
        if (!is_pointer(w, i, &points))
            break;
        if (points)
            cue = (struct dg_cue){ DG_ROLE_AT, true, true };
    }
    if (!cue.found && first >= 2 && is_arrow(w, first - 1) && (dg_walk_is(w, first - 2) & DG_T_GAZETTEER))
        cue = (struct dg_cue){ DG_ROLE_DESTINATION, false, true };
    return cue;
}

/* Whether token i is a cue for a destination that is itself followed by something to go to. */
static bool leads_on(const struct dg_walk *w, size_t i)
{
    struct dg_word word;
    if (!(dg_walk_is(w, i) & DG_T_CUE) || !dg_token_word(&word, w->scan, &w->tokens.at[i], DG_W_PLACE_CUE))
        return false;
    if (!dg_str_is(dg_word_column(&word, 0), "destination") || dg_walk_breaks(w, i + 1))
        return false;
    uint32_t ordinary = DG_T_ORDINARY | DG_T_TAIL | DG_T_AFTER;
    bool name = !(dg_walk_is(w, i + 1) & ordinary) || (dg_walk_is(w, i + 1) & DG_T_LINK);
    bool odd = (dg_walk_is(w, i + 1) & DG_T_HAN) && dg_walk_is_one_han(w, i + 1) && !dg_walk_breaks(w, i + 2) &&
            !(dg_walk_is(w, i + 2) & (ordinary | DG_T_NUMBER)); /* 到和景花园 */
    return name || odd;
}

enum dg_role dg_place_role_after(const struct dg_walk *w, size_t last, enum dg_role before)
{
    struct dg_word word;
    if ((dg_walk_is(w, last) & DG_T_AFTER) && !(dg_walk_is(w, last) & DG_T_FIRST) &&
            dg_token_word(&word, w->scan, &w->tokens.at[last], DG_W_PLACE_AFTER)) {
        enum dg_role after = role_named(dg_word_column(&word, 0));
        if (after != DG_ROLE_NONE && (before == DG_ROLE_NONE || before == DG_ROLE_AT))
            return after;
    }
    if (before != DG_ROLE_NONE)
        return before;
    if (is_arrow(w, last) && (dg_walk_is(w, last + 1) & DG_T_GAZETTEER))
        return DG_ROLE_ORIGIN;
    if (dg_walk_is(w, last) & DG_T_FIRST)
        return before;
    bool adverb = (dg_walk_is(w, last) & DG_T_FUNCTION) && !(dg_walk_is(w, last) & DG_T_CUE);
    return leads_on(w, last + adverb) ? DG_ROLE_ORIGIN : before;
}

/* ---- values ------------------------------------------------------------------------------------------------ */

/* A decimal like "-31.2304"; false when it is none. */
static bool read_degrees(double *out, struct dg_str s)
{
    bool minus = s.len && s.at[0] == '-';
    double value = 0, unit = 0;
    for (size_t i = minus; i < s.len; i++) {
        if (s.at[i] == '.' && unit == 0) {
            unit = 1;
            continue;
        }
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        value = value * 10 + (s.at[i] - '0');
        unit *= 10;
    }
    *out = (minus ? -value : value) / (unit > 0 ? unit : 1);
    return s.len > 0;
}

/* The last token of the find's area that the gazetteer knows as one, or NULL. */
static const struct dg_token *listed_area(const struct dg_walk *w, const struct dg_find *find)
{
    for (size_t i = find->last; i-- > find->first;) {
        const struct dg_token *t = &w->tokens.at[i];
        if ((t->is & DG_T_AREA) && t->start >= find->area_start && t->end <= find->area_end)
            return t;
    }
    return NULL;
}

/* What the gazetteer knows of the place: its code and where it lies. Columns: see data/any/city.tsv. */
static void add_facts(struct dg_place *place, const struct dg_scan *scan, const struct dg_token *listed)
{
    static const struct {
        enum dg_word_class class;
        uint32_t bit;
        bool coded;
    } tables[] = {
        { DG_W_PLACE_AIRPORT, DG_T_AIRPORT, true },
        { DG_W_PLACE_STATION, DG_T_STATION, true },
        { DG_W_PLACE_CITY, DG_T_CITY, false },
        { DG_W_PLACE_AREA, DG_T_AREA, false },
    };
    for (size_t i = 0; listed && i < sizeof tables / sizeof tables[0]; i++) {
        struct dg_word word;
        if (!(listed->is & tables[i].bit) || !dg_token_word(&word, scan, listed, tables[i].class))
            continue;
        if (tables[i].coded)
            place->code = dg_word_column(&word, 0);
        place->has_point = read_degrees(&place->lat, dg_word_column(&word, 1)) &&
                read_degrees(&place->lon, dg_word_column(&word, 2));
        return;
    }
}

bool dg_place_beside(const struct dg_walk *w, size_t a, size_t b)
{
    const double near_degrees = 1.5;
    struct dg_place p = { 0 }, q = { 0 };
    add_facts(&p, w->scan, &w->tokens.at[a]);
    add_facts(&q, w->scan, &w->tokens.at[b]);
    if (!p.has_point || !q.has_point || (dg_walk_is(w, b) & DG_T_CITY))
        return true;
    return fabs(p.lat - q.lat) < near_degrees && fabs(p.lon - q.lon) < near_degrees;
}

/* The end of the mention: a name may reach beyond its last token (Nonna's). */
static uint32_t ends_name(const struct dg_walk *w, const struct dg_find *find)
{
    uint32_t end = w->tokens.at[find->last - 1].end;
    return find->name_end > end ? find->name_end : end;
}

static void report(const struct dg_walk *w, const struct dg_find *find, struct dg_sink *sink)
{
    const struct dg_text *text = w->scan->text;
    struct dg_mention m = { .type = DG_M_PLACE,
        .message = w->scan->message,
        .start = w->tokens.at[find->first].start,
        .end = ends_name(w, find),
        .score = find->score,
        .role = find->role,
        .led = dg_place_cue_before(w, find->first).opens };
    struct dg_place *place = &m.value.place;
    m.value.kind = DG_PLACE;
    place->kind = find->kind;
    place->name = dg_text_words(text, find->name_start, find->name_end);
    if (find->area_end > find->area_start)
        place->area = dg_text_words(text, find->area_start, find->area_end);
    if (find->kind == DG_PLACE_ADDRESS)
        place->address = place->name;
    add_facts(place, w->scan, find->listed);
    if (!place->has_point)
        add_facts(place, w->scan, listed_area(w, find)); /* a venue lies in its quarter */
    if (place->name.len)
        dg_sink_add(sink, &m);
}

/* ---- the walk ---------------------------------------------------------------------------------------------- */

/* "a taxi home", "take me home". */
static bool is_homeward(const struct dg_walk *w, size_t i, const struct dg_word *own)
{
    struct dg_word way;
    return i > 0 && kind_named(dg_word_column(own, 0)) == DG_PLACE_HOME && !(dg_walk_is(w, i) & DG_T_FIRST) &&
            dg_token_word(&way, w->scan, &w->tokens.at[i - 1], DG_W_PLACE_DRIVEN);
}

static bool find_own(struct dg_find *out, const struct dg_walk *w, size_t i)
{
    struct dg_word own;
    if (!(dg_walk_is(w, i) & DG_T_OWN) || !dg_token_word(&own, w->scan, &w->tokens.at[i], DG_W_PLACE_OWN))
        return false;
    struct dg_cue cue = dg_place_cue_before(w, i);
    bool bare = dg_str_is(dg_word_column(&own, 1), "bare");
    enum dg_role led = !cue.found && is_homeward(w, i, &own) ? DG_ROLE_DESTINATION : cue.role;
    enum dg_role role = dg_place_role_after(w, i + 1, led);
    bool opens = (dg_walk_is(w, i) & (DG_T_FIRST | DG_T_SPACED)) && (w->timed || w->asks);
    bool set_apart = opens && dg_walk_breaks(w, i + 1) && (dg_walk_is(w, i) & DG_T_HAN);
    bool cued = bare || role != DG_ROLE_NONE || set_apart;
    bool alone = (dg_walk_is(w, i) & DG_T_FIRST) && dg_walk_breaks(w, i + 1);
    if (!cued && !alone)
        return false;
    *out = (struct dg_find){ .first = i,
        .last = i + 1,
        .name_start = w->tokens.at[i].start,
        .name_end = w->tokens.at[i].end,
        .kind = kind_named(dg_word_column(&own, 0)),
        .score = cued ? DG_SURE_NOUN : DG_SURE_ALONE, /* "The office." may answer a question */
        .role = role };
    return true;
}

static bool find_at(struct dg_find *out, const struct dg_walk *w, size_t i)
{
    bool (*const forms[])(struct dg_find *, const struct dg_walk *, size_t) = {
        dg_place_find_address_zh,
        dg_place_find_address_en,
        dg_place_find_crossing_en,
        find_own,
        dg_place_find_zh,
        dg_place_find_en,
    };
    for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++) {
        if (forms[k](out, w, i) && out->last > i)
            return true;
    }
    return false;
}

static bool says_time(const struct dg_scan *scan)
{
    for (size_t i = 0; i < scan->before_count; i++) {
        if (scan->before[i].type == DG_M_TIME)
            return true;
    }
    return false;
}

static void scan_places(const struct dg_scan *scan, struct dg_sink *sink)
{
    struct dg_walk w = { .scan = scan, .tokens = dg_tokens_of(scan), .timed = says_time(scan) };
    w.asks = scan->text->folded.len && memchr(scan->text->folded.at, '?', scan->text->folded.len) != NULL;
    for (size_t i = 0; i < w.tokens.count;) {
        struct dg_find find;
        if ((dg_walk_is(&w, i) & (DG_T_MARK | DG_T_KNOWN)) || !find_at(&find, &w, i)) {
            i++;
            continue;
        }
        report(&w, &find, sink);
        i = find.last;
    }
}

const struct dg_recogniser dg_recogniser_place = { "place", scan_places };
