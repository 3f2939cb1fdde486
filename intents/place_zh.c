/* Chinese places. A phrase is a row of pieces: what the gazetteer knows (国贸, 西贝), an unknown name with a noun for places
 * (大源国际中心), an unknown name alone; 那家 and 的 join an area and a venue. */
#include "intents/place.h"
#include "intents/utf8.h"

enum { OPEN_TOKENS_MAX = 12, MODIFIERS_MAX = 4, PIECES_MAX = 5, ALONE_MIN_CP = 2, ALONE_MAX_CP = 8 };

struct piece {
    size_t first, last; /* tokens */
    enum dg_place_kind kind; /* unknown: an open name */
    double score; /* 0: an open name, which needs a reason from outside */
    bool branch; /* ends in a noun that a branch is called by: 三里屯店 */
    bool loose; /* an open name of characters that are ordinary words too */
};

static const uint32_t not_open = DG_T_ORDINARY | DG_T_MARK | DG_T_KNOWN | DG_T_CUE | DG_T_LINK | DG_T_TAIL |
        DG_T_AFTER | DG_T_OWN | DG_T_NOUN | DG_T_GAZETTEER | DG_T_NUMBER | DG_T_TOPIC | DG_T_PERSON | DG_T_WITH |
        DG_T_WATCH;

static bool is_open(const struct dg_walk *w, size_t i)
{
    return !(dg_walk_is(w, i) & not_open);
}

/* Whether token i belongs to the same clause as the one before it. */
static bool goes_on(const struct dg_walk *w, size_t i)
{
    return !(dg_walk_is(w, i) & (DG_T_FIRST | DG_T_MARK | DG_T_KNOWN));
}

static bool is_tight(const struct dg_walk *w, size_t i)
{
    return goes_on(w, i) && !(dg_walk_is(w, i) & DG_T_SPACED);
}

static bool is_noun(const struct dg_walk *w, size_t i)
{
    return (dg_walk_is(w, i) & DG_T_NOUN) && (dg_walk_is(w, i) & DG_T_HAN);
}

static bool is_text(const struct dg_walk *w, size_t i, const char *text)
{
    return i < w->tokens.count && dg_str_is(dg_token_text(w->scan, &w->tokens.at[i]), text);
}

/* "(大融城店)": a branch in brackets; returns the token after it, or `i`. */
static size_t past_branch(const struct dg_walk *w, size_t i)
{
    enum { BRANCH_TOKENS_MAX = 12 };
    if (!is_text(w, i, "("))
        return i;
    for (size_t k = i + 2; k < w->tokens.count && k < i + BRANCH_TOKENS_MAX; k++) {
        if (is_text(w, k, ")"))
            return dg_walk_is(w, k - 1) & (DG_T_NOUN | DG_T_GAZETTEER) ? k + 1 : i;
    }
    return i;
}

/* ---- pieces ------------------------------------------------------------------------------------------------ */

/* Takes the nouns, the terminal and the branch that follow a name. */
static void finish_piece(const struct dg_walk *w, struct piece *p)
{
    while (is_tight(w, p->last) && is_noun(w, p->last)) {
        enum dg_place_kind kind = dg_place_kind_noun(w, p->last);
        p->kind = kind != DG_PLACE_UNKNOWN ? kind : p->kind;
        p->branch = dg_str_is(dg_place_noun_column(w, p->last, 2), "branch");
        p->last++;
    }
    if ((p->kind == DG_PLACE_AIRPORT || p->kind == DG_PLACE_AREA || p->kind == DG_PLACE_CITY) && goes_on(w, p->last) &&
            dg_place_is_terminal(w, p->last)) {
        p->last++;
        p->kind = DG_PLACE_AIRPORT;
        while (is_tight(w, p->last) && is_noun(w, p->last))
            p->last++;
    }
    size_t after = past_branch(w, p->last);
    if (after > p->last)
        p->kind = DG_PLACE_VENUE;
    p->last = after;
}

/* An ordinary word of one character within a name, or the number at its end: 飞驰人生2. */
static bool may_stand_inside(const struct dg_walk *w, size_t i)
{
    uint32_t is = dg_walk_is(w, i),
             other = DG_T_CUE | DG_T_LINK | DG_T_TAIL | DG_T_AFTER | DG_T_FUNCTION | DG_T_NOUN | DG_T_PERSON |
            DG_T_WITH | DG_T_GAZETTEER | DG_T_OWN;
    bool one = dg_walk_is_one_han(w, i);
    bool ends = !is_tight(w, i + 1) || (dg_walk_is(w, i + 1) & (DG_T_TAIL | DG_T_AFTER));
    if (is & (other | DG_T_PARTICLE))
        return false;
    if (is & DG_T_NUMBER)
        return ends;
    return (is & DG_T_COMMON) && one && (ends || is_noun(w, i + 1) || is_open(w, i + 1));
}

/* 渔家乐: somebody's house with more of the name behind it. */
static bool is_house_inside(const struct dg_walk *w, size_t i)
{
    return is_text(w, i, "家") && is_tight(w, i + 1) && is_open(w, i + 1);
}

/* A numeral with a name behind it, which counts nothing: 六本木. */
static bool is_leading_numeral(const struct dg_walk *w, size_t i)
{
    struct dg_word digit;
    return (dg_walk_is(w, i) & DG_T_HAN) && dg_token_word(&digit, w->scan, &w->tokens.at[i], DG_W_NUMBER_DIGIT) &&
            is_tight(w, i + 1) && is_open(w, i + 1) && is_tight(w, i + 2) && is_open(w, i + 2);
}

/* 那家添好运: what is pointed at is called so up to where something else begins, also by ordinary characters, as long as one
 * of them is none. Returns the end, or `i`. */
static size_t pointed_end(const struct dg_walk *w, size_t i)
{
    enum { POINTED_MAX = 6 };
    struct dg_word link;
    bool odd = false;
    if (i == 0 || !(dg_walk_is(w, i - 1) & DG_T_LINK) || !is_tight(w, i) ||
            !dg_token_word(&link, w->scan, &w->tokens.at[i - 1], DG_W_PLACE_LINK) ||
            !dg_str_is(dg_word_column(&link, 0), "that"))
        return i;
    size_t k = i;
    for (; k < i + POINTED_MAX && is_tight(w, k) && dg_walk_is_one_han(w, k) &&
            !(dg_walk_is(w, k) & (DG_T_TAIL | DG_T_AFTER | DG_T_LINK));
            k++)
        odd = odd || is_open(w, k);
    bool closes = !is_tight(w, k) || (dg_walk_is(w, k) & (DG_T_TAIL | DG_T_AFTER));
    return odd && closes && k > i + 1 ? k : i;
}

/* 三里屯那家Moka Bros: a name in letters has blanks in it. */
static bool is_next_word(const struct dg_walk *w, size_t i)
{
    enum { WORD = DG_T_LATIN | DG_T_CAPITAL };
    return goes_on(w, i) && (dg_walk_is(w, i) & WORD) == WORD && (dg_walk_is(w, i - 1) & WORD) == WORD;
}

/* How far an unknown name reaches from i. A particle or a noun that begins a clause may begin a name (得月楼, 村下小厨). */
static size_t open_end(const struct dg_walk *w, size_t i)
{
    size_t k = pointed_end(w, i);
    if (k > i)
        return k;
    bool starts = (dg_walk_is(w, i) & (DG_T_FIRST | DG_T_SPACED)) || (i > 0 && (dg_walk_is(w, i - 1) & DG_T_KNOWN));
    bool lies = i > 0 && (dg_walk_is(w, i - 1) & (DG_T_GAZETTEER | DG_T_LINK)); /* 外滩的得月楼 */
    starts = starts || (lies && is_tight(w, i + 2) && is_noun(w, i + 2));
    bool leads = ((dg_walk_is(w, i) & (DG_T_PARTICLE | DG_T_NOUN)) && !(dg_walk_is(w, i) & DG_T_LINK)) ||
            is_leading_numeral(w, i);
    if (starts && leads && dg_walk_is_one_han(w, i) && is_tight(w, i + 1) && (dg_walk_is(w, i + 1) & DG_T_HAN) &&
            (is_open(w, i + 1) || may_stand_inside(w, i + 1)))
        k++;
    while (k < i + OPEN_TOKENS_MAX && k < w->tokens.count && (k == i || is_tight(w, k) || is_next_word(w, k)) &&
            (is_open(w, k) || (k > i && (may_stand_inside(w, k) || is_house_inside(w, k)))))
        k++;
    return k;
}

/* 市 or 省 before the name of what the city or the province runs. */
static bool is_whose(const struct dg_walk *w, size_t i)
{
    bool leads = is_tight(w, i + 1) && (dg_walk_is(w, i + 1) & DG_T_HAN);
    return leads && dg_str_is(dg_place_noun_column(w, i, 2), "whose");
}

/* Words that say more of the noun after them: 人民医院, 火锅店; returns where the noun stands, or `i`. */
static size_t modified_noun(const struct dg_walk *w, size_t i, bool *named)
{
    size_t k = i;
    *named = false;
    for (; k < i + MODIFIERS_MAX + OPEN_TOKENS_MAX; k++) {
        uint32_t is = dg_walk_is(w, k);
        if (k > i && !is_tight(w, k))
            return i;
        bool whose = k == i && is_whose(w, i); /* 市人民医院 */
        if (is_noun(w, k) && !whose)
            return k;
        *named = *named || whose;
        bool modifies = is & (DG_T_COMMON | DG_T_TOPIC | DG_T_PERSON | DG_T_NUMBER | DG_T_PART);
        if (!modifies && !whose && !is_open(w, k))
            return i;
        if (k >= w->tokens.count || (is & (DG_T_FUNCTION | DG_T_CUE | DG_T_LINK | DG_T_OWN | DG_T_MARK | DG_T_KNOWN)))
            return i;
        *named = *named || is_open(w, k) || (is & DG_T_NUMBER);
    }
    return i;
}

/* A place that is only called by its kind: 机场, 餐厅. Worth a mention where a cue asks for a place. */
static bool bare_piece(struct piece *p, const struct dg_walk *w, size_t i, size_t noun)
{
    struct dg_cue cue = dg_place_cue_before(w, i);
    bool bare = dg_str_is(dg_place_noun_column(w, noun, 1), "bare");
    if (!bare || !(cue.found || noun > i))
        return false;
    *p = (struct piece){ i, noun, DG_PLACE_UNKNOWN, DG_SURE_GENERIC, false, false };
    finish_piece(w, p);
    return true;
}

/* Whether the token may be one of a name that has ordinary characters: a character, or a word for a thing or a place. */
static bool may_be_of_name(const struct dg_walk *w, size_t i)
{
    const uint32_t never = DG_T_MARK | DG_T_KNOWN | DG_T_OWN | DG_T_WITH | DG_T_WATCH | DG_T_PARTICLE,
                   word = DG_T_FUNCTION | DG_T_TAIL | DG_T_LINK | DG_T_CUE | DG_T_AFTER | DG_T_PERSON;
    uint32_t is = dg_walk_is(w, i);
    return (is & DG_T_HAN) && !(is & never) && (dg_walk_is_one_han(w, i) || !(is & word));
}

/* 换潮上潮吧: after a word that a place follows all that stands there may be a name, as long as it begins with no little word
 * and a character of it is no word. Returns the end, or `i`. */
static size_t loose_end(const struct dg_walk *w, size_t i)
{
    enum { LOOSE_MAX = 6 };
    const uint32_t little = DG_T_FUNCTION | DG_T_TAIL | DG_T_LINK | DG_T_CUE | DG_T_AFTER;
    bool odd = false;
    size_t k = i;
    if ((dg_walk_is(w, i) & little) || !dg_place_cue_before(w, i).found)
        return i;
    for (; k < i + LOOSE_MAX && (k == i || is_tight(w, k)) && may_be_of_name(w, k); k++) {
        if (k > i + 1 && (dg_walk_is(w, k) & DG_T_TAIL))
            break;
        odd = odd || is_open(w, k);
    }
    bool closes = !is_tight(w, k) || (dg_walk_is(w, k) & DG_T_TAIL);
    bool ends = k > i + 1 && !(dg_walk_is(w, k - 1) & (DG_T_TAIL | DG_T_LINK | DG_T_CUE));
    return odd && closes && ends ? k : i;
}

static bool read_piece(struct piece *p, const struct dg_walk *w, size_t i)
{
    bool named;
    if (i >= w->tokens.count)
        return false;
    if (dg_walk_is(w, i) & DG_T_GAZETTEER) {
        *p = (struct piece){ i, i + 1, dg_place_kind_listed(dg_walk_is(w, i)), DG_SURE_LISTED, false, false };
        finish_piece(w, p);
        return true;
    }
    size_t end = open_end(w, i), noun = modified_noun(w, i, &named);
    if (end > i && is_tight(w, end) && is_noun(w, end)) {
        *p = (struct piece){ i, end, DG_PLACE_UNKNOWN, DG_SURE_NOUN, false, false };
        finish_piece(w, p);
        return true;
    }
    if (noun > i && named) {
        *p = (struct piece){ i, noun, DG_PLACE_UNKNOWN, DG_SURE_NOUN, false, false };
        finish_piece(w, p);
        return true;
    }
    if (noun > i || is_noun(w, i))
        return bare_piece(p, w, i, noun);
    size_t loose = loose_end(w, i);
    *p = (struct piece){ i, loose > end ? loose : end, DG_PLACE_UNKNOWN, 0, false, loose > end };
    return p->last > i;
}

/* ---- phrases ----------------------------------------------------------------------------------------------- */

struct phrase {
    struct piece pieces[PIECES_MAX];
    size_t count, last;
    bool points; /* ends in 那家: the venue is named elsewhere */
};

static bool is_geographic(const struct piece *p)
{
    return p->kind == DG_PLACE_AREA || p->kind == DG_PLACE_CITY || p->kind == DG_PLACE_STATION ||
            p->kind == DG_PLACE_AIRPORT || p->kind == DG_PLACE_ADDRESS;
}

/* Whether `next` carries on after the phrase's last piece without a word between. */
static bool follows(const struct dg_walk *w, const struct piece *before, const struct piece *next)
{
    if (before->score <= 0)
        return false; /* an unknown name does not run into another without 那家 between */
    if (!goes_on(w, next->first) || next->score < DG_SURE_NOUN)
        return next->score == 0 && is_tight(w, next->first) && before->kind == DG_PLACE_AREA;
    bool spaced = dg_walk_is(w, next->first) & DG_T_SPACED;
    return !spaced || (is_geographic(before) && next->kind == DG_PLACE_VENUE);
}

/* A link behind a piece; *points is set when it says by itself that a venue is meant (那家, not 的). */
static bool is_link(const struct dg_walk *w, size_t i, bool *points)
{
    struct dg_word link;
    if (!is_tight(w, i) || !(dg_walk_is(w, i) & DG_T_LINK) || !(dg_walk_is(w, i) & DG_T_HAN) ||
            !dg_token_word(&link, w->scan, &w->tokens.at[i], DG_W_PLACE_LINK))
        return false;
    *points = *points || dg_str_is(dg_word_column(&link, 0), "that");
    return true;
}

static void read_phrase(struct phrase *ph, const struct dg_walk *w, size_t i)
{
    *ph = (struct phrase){ .last = i };
    struct piece next;
    while (ph->count < PIECES_MAX && read_piece(&next, w, ph->last)) {
        if (ph->count && !follows(w, &ph->pieces[ph->count - 1], &next))
            break;
        ph->pieces[ph->count++] = next;
        ph->last = next.last;
        size_t links = ph->last;
        bool points = false;
        while (is_link(w, links, &points) && links < ph->last + 2)
            links++;
        if (links == ph->last)
            continue;
        bool joins = points || ph->pieces[ph->count - 1].score > 0;
        bool more = joins && is_tight(w, links) && ph->count < PIECES_MAX && read_piece(&next, w, links);
        ph->points = points && !more;
        if (!more)
            break;
        ph->pieces[ph->count++] = next;
        ph->last = next.last;
    }
}

static size_t codepoints(const struct dg_walk *w, size_t first, size_t last)
{
    size_t start = w->tokens.at[first].start, end = w->tokens.at[last - 1].end;
    return dg_utf8_codepoints(dg_str_cut(w->scan->text->folded, start, end), end - start);
}

/* Whether the name stands alone between marks, blanks or times, where something is being suggested. */
static bool stands_alone(const struct dg_walk *w, size_t first, size_t last)
{
    bool opens = (dg_walk_is(w, first) & (DG_T_FIRST | DG_T_SPACED)) || (dg_walk_is(w, first - 1) & DG_T_KNOWN);
    uint32_t next = dg_walk_is(w, last);
    bool closes = (next & (DG_T_FIRST | DG_T_MARK | DG_T_SPACED | DG_T_TAIL | DG_T_AFTER | DG_T_KNOWN)) != 0;
    size_t cps = codepoints(w, first, last);
    bool arranging = w->timed || w->asks || (next & (DG_T_TAIL | DG_T_AFTER) & ~(uint32_t)DG_T_SPACED);
    return opens && closes && arranging && cps >= ALONE_MIN_CP && cps <= ALONE_MAX_CP;
}

/* How sure an unknown name is, from what stands around it; 0 when it is none. */
static double weigh_open(const struct dg_walk *w, const struct phrase *ph, const struct dg_cue *cue)
{
    const struct piece *p = &ph->pieces[ph->count - 1];
    if (codepoints(w, p->first, p->last) < ALONE_MIN_CP)
        return 0;
    if (p->loose)
        return stands_alone(w, p->first, p->last) || cue->found ? DG_SURE_ALONE : 0;
    if (ph->count > 1) /* 湖滨那家鹿鸣, 国贸鹿鸣 */
        return DG_SURE_CUED;
    if (ph->points)
        return DG_SURE_CUED;
    if (cue->opens)
        return DG_SURE_CUED;
    if (stands_alone(w, p->first, p->last) || cue->found)
        return DG_SURE_ALONE;
    return 0;
}

/* Puts the pieces together: what comes before the venue is its area; geography in a row is one name. */
static void compose(struct dg_find *out, const struct dg_walk *w, const struct phrase *ph)
{
    size_t name = ph->count - 1;
    bool branch = name > 0 && ph->pieces[name].branch && ph->pieces[name - 1].kind == DG_PLACE_VENUE;
    if (branch)
        name--;
    while (name > 0 && is_geographic(&ph->pieces[name]) && is_geographic(&ph->pieces[name - 1]) && !branch)
        name--;
    const struct piece *first = &ph->pieces[name], *last = &ph->pieces[ph->count - 1];
    out->name_start = w->tokens.at[first->first].start;
    out->name_end = w->tokens.at[last->last - 1].end;
    out->kind = branch ? DG_PLACE_VENUE : last->kind;
    if (name > 0) {
        out->area_start = w->tokens.at[ph->pieces[0].first].start;
        out->area_end = w->tokens.at[ph->pieces[name - 1].last - 1].end;
    }
    if (last->last == last->first + 1 && (dg_walk_is(w, last->first) & DG_T_GAZETTEER))
        out->listed = &w->tokens.at[last->first];
}

bool dg_place_find_zh(struct dg_find *out, const struct dg_walk *w, size_t i)
{
    struct phrase ph;
    bool han = dg_walk_is(w, i) & DG_T_HAN;
    if (!han && !(i + 1 < w->tokens.count && is_tight(w, i + 1) && (dg_walk_is(w, i + 1) & DG_T_HAN)))
        return false;
    read_phrase(&ph, w, i);
    if (ph.count == 0)
        return false;
    struct dg_cue cue = dg_place_cue_before(w, i);
    double score = ph.pieces[ph.count - 1].score;
    if (score <= 0)
        score = weigh_open(w, &ph, &cue);
    if (score <= 0)
        return false;
    *out = (struct dg_find){ .first = i, .last = ph.last, .score = score };
    compose(out, w, &ph);
    out->role = dg_place_role_after(w, ph.last, cue.role);
    if (out->role == DG_ROLE_NONE && ph.points)
        out->role = DG_ROLE_AT;
    return true;
}
