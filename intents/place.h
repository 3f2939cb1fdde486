/* Inside of the place recogniser: what its parts share. A find is a row of tokens that may be a place, with the reasons.
 * Borrowed from the scan; lives for one call. Pure; any thread. */
#ifndef DG_PLACE_H
#define DG_PLACE_H

#include "intents/token.h"

/* How sure a form makes the recogniser. Chosen so that the reader can take all from 0.5 up without further reason and the
 * rest only where a place is being talked about. */
#define DG_SURE_LISTED 0.9 /* the gazetteer or the brands know it */
#define DG_SURE_ADDRESS 0.95
#define DG_SURE_NOUN 0.8 /* an unknown name with a noun for places: 得月楼, Osborn Hall */
#define DG_SURE_CUED 0.6 /* unknown, but after 去, 在, at, from */
#define DG_SURE_CAPITAL 0.55 /* unknown, written with capitals */
#define DG_SURE_GENERIC 0.5 /* the pub, 餐厅: a place, but not which */
#define DG_SURE_ALONE 0.4 /* unknown, alone between marks where somebody suggests something */

struct dg_find {
    size_t first, last; /* tokens, last exclusive: the whole mention */
    uint32_t name_start, name_end; /* bytes of the folded text */
    uint32_t area_start, area_end; /* equal when there is none */
    enum dg_place_kind kind;
    double score;
    enum dg_role role;
    const struct dg_token *listed; /* the token that the gazetteer knows, or NULL */
};

/* What a walk over the tokens works on. */
struct dg_walk {
    const struct dg_scan *scan;
    struct dg_tokens tokens;
    bool timed; /* the message also says a time: something is being arranged */
    bool asks; /* it has a question mark */
};

static inline uint32_t dg_walk_is(const struct dg_walk *w, size_t i)
{
    return i < w->tokens.count ? w->tokens.at[i].is : DG_T_MARK | DG_T_FIRST;
}

/* Whether token i is as long as one Chinese character. */
static inline bool dg_walk_is_one_han(const struct dg_walk *w, size_t i)
{
    enum { HAN_BYTES = 3 };
    return i < w->tokens.count && w->tokens.at[i].end - w->tokens.at[i].start == HAN_BYTES;
}

/* Whether a new clause begins at token i (also past the end). */
static inline bool dg_walk_breaks(const struct dg_walk *w, size_t i)
{
    return (dg_walk_is(w, i) & (DG_T_FIRST | DG_T_MARK)) != 0;
}

/* Find a place that begins at token `i`. False when there is none. */
bool dg_place_find_address_zh(struct dg_find *out, const struct dg_walk *w, size_t i);
bool dg_place_find_address_en(struct dg_find *out, const struct dg_walk *w, size_t i);
bool dg_place_find_crossing_en(struct dg_find *out, const struct dg_walk *w, size_t i); /* 5th Ave and 42nd St */
bool dg_place_find_zh(struct dg_find *out, const struct dg_walk *w, size_t i);
bool dg_place_find_en(struct dg_find *out, const struct dg_walk *w, size_t i);

/* The role that the words before token `first` and after token `last` give, and whether a cue before it may open a name
 * that nobody knows. */
struct dg_cue {
    enum dg_role role;
    bool opens;
    bool found;
};
struct dg_cue dg_place_cue_before(const struct dg_walk *w, size_t first);
enum dg_role dg_place_role_after(const struct dg_walk *w, size_t last, enum dg_role before);

/* Whether token i is a terminal of an airport: "T2". */
bool dg_place_is_terminal(const struct dg_walk *w, size_t i);

/* The kind that a gazetteer token stands for. */
enum dg_place_kind dg_place_kind_listed(uint32_t is);
/* Whether two gazetteer tokens lie within a degree or so of each other, as a city and its airport do; also where it is not
 * known, and for two cities. */
bool dg_place_beside(const struct dg_walk *w, size_t a, size_t b);
/* The kind that a noun for places gives ("station" → DG_PLACE_STATION). */
enum dg_place_kind dg_place_kind_noun(const struct dg_walk *w, size_t i);
/* Column `n` of a noun's value, "" when the token is no noun. */
struct dg_str dg_place_noun_column(const struct dg_walk *w, size_t i, unsigned n);

#endif
