#include "intents/name.h"

#include "intents/place.h"

/* How the second look weighs what was learned against what the rules found. */
#define SURE_ENOUGH 0.5 /* to add a name where the rules saw none */
#define SURE_TO_REPLACE 0.6 /* to cut a name otherwise than the rules did */
#define DOUBT 0.3 /* a find falls when its chance is under this share of what its rule leaves open */

struct review {
    const struct dg_scan *scan;
    struct dg_name_tags tags;
    struct dg_mention *at;
    size_t count;
};

static const struct dg_token *token(const struct review *r, size_t i)
{
    return &r->tags.tokens.tokens.at[i];
}

static bool is_open(enum dg_mention_type type)
{
    return type == DG_M_PLACE || type == DG_M_TITLE;
}

/* Types that a name may swallow: Japanese Brasserie, 12 Mill Road, Matt Corby. */
static bool is_loose(enum dg_mention_type type)
{
    return is_open(type) || type == DG_M_PERSON || type == DG_M_NUMBER || type == DG_M_CUISINE || type == DG_M_MODE ||
            type == DG_M_RIDE_TYPE || type == DG_M_SEAT;
}

/* ---- what the rules found too much --------------------------------------------------------------------------- */

/* Addresses have a form of their own, and a noun for places alone (the pub, 影院) says what is meant without a name. */
static bool may_be_doubted(const struct review *r, const struct dg_mention *m)
{
    enum dg_place_kind kind = m->value.place.kind;
    if (m->type != DG_M_PLACE || kind == DG_PLACE_UNKNOWN)
        return is_open(m->type);
    struct dg_str words = dg_str_cut(r->scan->text->folded, m->start, m->end);
    bool phrase = words.len && memchr(words.at, ' ', words.len) != NULL; /* a cheap place, matching restaurant */
    bool plain = kind != DG_PLACE_VENUE || m->score >= DG_SURE_LISTED || phrase;
    return kind != DG_PLACE_ADDRESS && kind < DG_PLACE_HOME && plain;
}

static bool is_doubted(const struct review *r, const struct dg_mention *m)
{
    bool plain = may_be_doubted(r, m);
    if (!plain || !r->tags.chance)
        return false;
    float most = 0;
    for (size_t i = 0; i < r->tags.tokens.tokens.count; i++) {
        const struct dg_token *t = token(r, i);
        if (t->start < m->end && t->end > m->start && 1 - r->tags.chance[i][DG_NL_OUT] > most)
            most = 1 - r->tags.chance[i][DG_NL_OUT];
    }
    return (double)most < (1 - m->score) * DOUBT;
}

/* ---- what they missed ---------------------------------------------------------------------------------------- */

static bool holds_known(const struct review *r, const struct dg_name_span *s)
{
    for (size_t i = s->first; i < s->last; i++) {
        if (token(r, i)->is & DG_T_KNOWN)
            return true;
    }
    return false;
}

static enum dg_place_kind kind_of(enum dg_name_label label)
{
    return label == DG_NL_VENUE ? DG_PLACE_VENUE : label == DG_NL_ADDRESS ? DG_PLACE_ADDRESS : DG_PLACE_AREA;
}

/* No name ends in "in" or 的. */
static size_t last_of(const struct review *r, const struct dg_name_span *s)
{
    enum { NEVER_LAST = DG_T_FUNCTION | DG_T_LINK | DG_T_CUE | DG_T_PARTICLE | DG_T_TAIL };
    size_t last = s->last;
    while (last > s->first + 1 && (token(r, last - 1)->is & NEVER_LAST) && !(token(r, last - 1)->is & DG_T_CAPITAL))
        last--;
    return last;
}

static struct dg_mention mention_of(const struct review *r, const struct dg_name_span *s)
{
    size_t last = last_of(r, s);
    struct dg_walk walk = { .scan = r->scan, .tokens = r->tags.tokens.tokens };
    struct dg_mention m = { .type = s->label == DG_NL_TITLE ? DG_M_TITLE : DG_M_PLACE,
        .message = r->scan->message,
        .start = token(r, s->first)->start,
        .end = token(r, last - 1)->end,
        .score = s->sure };
    struct dg_str words = dg_text_words(r->scan->text, m.start, m.end);
    if (m.type == DG_M_TITLE) {
        m.value = (struct dg_value){ .kind = DG_TEXT, .text = words };
        return m;
    }
    m.value = (struct dg_value){ .kind = DG_PLACE, .place = { .name = words, .kind = kind_of(s->label) } };
    if (s->label == DG_NL_ADDRESS)
        m.value.place.address = words;
    m.role = dg_place_role_after(&walk, last, dg_place_cue_before(&walk, s->first).role);
    return m;
}

/* The rules found the same words: theirs says more, the model says that they are right and what kind they are. */
static bool confirms(struct dg_mention *old, const struct dg_mention *found)
{
    if (old->type != found->type || old->start != found->start || old->end < found->end)
        return false;
    bool same = old->end == found->end, with_area = old->type == DG_M_PLACE && old->value.place.area.len;
    if (!same && !with_area)
        return false;
    old->score = found->score > old->score ? found->score : old->score;
    if (old->type == DG_M_PLACE && old->value.place.kind == DG_PLACE_UNKNOWN)
        old->value.place.kind = found->value.place.kind;
    return true;
}

/* 肆佰陆拾, 六双: a number in Chinese that is at least half of the words is counted, not called. 1917 may be a film. */
static bool is_counted(const struct review *r, const struct dg_mention *old, const struct dg_mention *found)
{
    bool chinese = old->type == DG_M_NUMBER && (unsigned char)r->scan->text->folded.at[old->start] >= 0x80;
    return chinese && (old->end - old->start) * 2 >= found->end - found->start;
}

static bool gives_way(const struct review *r, const struct dg_mention *old, const struct dg_mention *found)
{
    if (is_counted(r, old, found))
        return false;
    bool inside = old->start >= found->start && old->end <= found->end;
    return is_loose(old->type) && found->score >= SURE_TO_REPLACE && (inside || old->score < DG_SURE_LISTED);
}

static bool overlap(const struct dg_mention *a, const struct dg_mention *b)
{
    return a->start < b->end && b->start < a->end;
}

/* 七里香 is a name, 六双 and 第十四 are numbers: names are not mostly counted. */
static bool is_mostly_number(const struct review *r, const struct dg_mention *found)
{
    uint32_t numbers = 0;
    for (size_t i = 0; i < r->count; i++) {
        const struct dg_mention *old = &r->at[i];
        if (old->type == DG_M_NUMBER && old->start >= found->start && old->end <= found->end)
            numbers += old->end - old->start;
    }
    return 2 * numbers >= found->end - found->start;
}

/* Whether the found name may stand, given all that overlaps it. */
static bool may_stand(struct review *r, const struct dg_mention *found)
{
    if (is_mostly_number(r, found))
        return false;
    for (size_t i = 0; i < r->count; i++) {
        struct dg_mention *old = &r->at[i];
        if (overlap(old, found) && (confirms(old, found) || !gives_way(r, old, found)))
            return false;
    }
    return true;
}

/* Puts the name at its place in the row, instead of what it overlaps. */
static void put(struct review *r, const struct dg_mention *found)
{
    size_t kept = 0;
    struct dg_mention moved = *found;
    bool placed = false;
    for (size_t i = 0; i < r->count; i++) {
        struct dg_mention old = r->at[i];
        if (overlap(&old, found)) {
            moved.role = moved.role == DG_ROLE_NONE && old.type == DG_M_PLACE ? old.role : moved.role;
            continue;
        }
        r->at[kept++] = old;
    }
    r->count = kept;
    for (size_t i = kept; !placed; i--) {
        placed = i == 0 || r->at[i - 1].start < moved.start;
        r->at[i] = placed ? moved : r->at[i - 1];
    }
    r->count++;
}

static size_t count_names(const struct review *r, const struct dg_name_model *model)
{
    struct dg_name_span s;
    size_t count = 0;
    for (size_t i = 0; dg_name_next(&s, &r->tags, model, i); i = s.last)
        count++;
    return count;
}

bool dg_name_review(struct dg_mentions *mentions, const struct dg_scan *scan, const struct dg_name_model *model,
        struct dg_name_talk *talk)
{
    struct review r = { .scan = scan };
    struct dg_name_span s;
    if (!dg_name_tag(&r.tags, scan, model, talk))
        return false;
    if (!r.tags.chance)
        return true;
    r.at = dg_arena_array(scan->arena, mentions->count + count_names(&r, model), sizeof *r.at);
    if (!r.at)
        return false;
    for (size_t i = 0; i < mentions->count; i++) {
        if (!is_doubted(&r, &mentions->at[i]))
            r.at[r.count++] = mentions->at[i];
    }
    for (size_t i = 0; dg_name_next(&s, &r.tags, model, i); i = s.last) {
        struct dg_mention found = mention_of(&r, &s);
        if (s.sure >= SURE_ENOUGH && !holds_known(&r, &s) && may_stand(&r, &found))
            put(&r, &found);
    }
    mentions->at = r.at;
    mentions->count = r.count;
    return true;
}
