#include "intents/name.h"

#include "intents/place.h"

/* How the second look weighs what was learned against what the rules found. */
#define SURE_ENOUGH 0.5 /* to add a name where the rules saw none */
#define SURE_TO_REPLACE 0.6 /* to cut a name otherwise than the rules did */
#define DOUBT 0.3 /* a find falls when its chance is under this share of what its rule leaves open */

/* Both rows of mentions are sorted and free of overlaps, and names come from left to right: each step looks only at the
 * mentions between the names before it and its own end, so that a text costs its length. */
struct review {
    const struct dg_scan *scan;
    struct dg_name_tags tags;
    struct dg_mention *old; /* what the rules found, less what is doubted */
    size_t old_count, next; /* the first that is not yet in `at` */
    struct dg_mention *at; /* the row that comes out */
    size_t count;
    size_t token; /* the first that ends behind the mention that is doubted */
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

/* "a taxi to the airport": which one is plain to who is driven there. */
static bool is_driven_to(const struct review *r, const struct dg_mention *m)
{
    enum { REACH = 4 };
    struct dg_word word;
    struct dg_str words = dg_str_cut(r->scan->text->folded, m->start, m->end);
    bool hub = m->value.place.kind == DG_PLACE_AIRPORT || m->value.place.kind == DG_PLACE_STATION;
    if (!hub || !dg_lexicon_is(r->scan->lexicon, DG_IN_ANY, DG_W_PLACE_NOUN, words, &word))
        return false;
    for (size_t back = 1; back <= REACH && back <= r->token; back++) {
        if (dg_token_word(&word, r->scan, token(r, r->token - back), DG_W_PLACE_DRIVEN))
            return !dg_str_is(dg_word_column(&word, 0), "home");
    }
    return false;
}

/* Addresses have a form of their own, and a noun for places alone (the pub, 影院) says what is meant without a name. */
static bool may_be_doubted(const struct review *r, const struct dg_mention *m)
{
    enum dg_place_kind kind = m->value.place.kind;
    if (m->type != DG_M_PLACE || kind == DG_PLACE_UNKNOWN)
        return is_open(m->type);
    struct dg_str words = dg_str_cut(r->scan->text->folded, m->start, m->end);
    bool phrase = words.len && memchr(words.at, ' ', words.len) != NULL; /* a cheap place, matching restaurant */
    bool plain = kind != DG_PLACE_VENUE || m->score >= DG_SURE_LISTED || phrase;
    return kind != DG_PLACE_ADDRESS && kind < DG_PLACE_HOME && plain && !is_driven_to(r, m);
}

/* The mentions are asked about from left to right. */
static bool is_doubted(struct review *r, const struct dg_mention *m)
{
    size_t count = r->tags.tokens.tokens.count;
    while (r->token < count && token(r, r->token)->end <= m->start)
        r->token++;
    if (!may_be_doubted(r, m))
        return false;
    float most = 0;
    for (size_t i = r->token; i < count && token(r, i)->start < m->end; i++) {
        if (1 - r->tags.chance[i][DG_NL_OUT] > most)
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

/* The 8 of "8.40" and "8:40". */
static bool begins_figures(const struct review *r, size_t i)
{
    struct dg_str s = r->scan->text->folded;
    size_t end = token(r, i)->end;
    bool digit = end > 0 && s.at[end - 1] >= '0' && s.at[end - 1] <= '9';
    return digit && end + 1 < s.len && (s.at[end] == '.' || s.at[end] == ':') && s.at[end + 1] >= '0' &&
            s.at[end + 1] <= '9';
}

/* Whether a blank between two Chinese characters stands before the token: no Chinese name goes over one. */
static bool is_parted(const struct review *r, size_t i)
{
    return (token(r, i)->is & DG_T_SPACED) && (token(r, i)->is & DG_T_HAN) && (token(r, i - 1)->is & DG_T_HAN);
}

static float least_sure(const struct review *r, size_t first, size_t last)
{
    float least = 1;
    for (size_t i = first; i < last; i++)
        least = 1 - r->tags.chance[i][DG_NL_OUT] < least ? 1 - r->tags.chance[i][DG_NL_OUT] : least;
    return least;
}

/* Of 听荷轩 小安 and 喝茶 竹里馆 the part that is a name the most. */
static struct dg_name_span one_part(const struct review *r, const struct dg_name_span *s)
{
    struct dg_name_span best = *s;
    float most = -1;
    for (size_t first = s->first, last; first < s->last; first = last) {
        for (last = first + 1; last < s->last && !is_parted(r, last);)
            last++;
        float sure = least_sure(r, first, last);
        bool one = last == first + 1 && token(r, first)->end - token(r, first)->start <= 4;
        if (sure > most && !one) {
            most = sure;
            best.first = first;
            best.last = last;
        }
    }
    return best;
}

/* No name ends in "in" or 的. */
static size_t last_of(const struct review *r, const struct dg_name_span *s)
{
    enum { NEVER_LAST = DG_T_FUNCTION | DG_T_LINK | DG_T_CUE | DG_T_PARTICLE | DG_T_TAIL };
    size_t last = s->last;
    while (last > s->first + 1 &&
            ((token(r, last - 1)->is & NEVER_LAST && !(token(r, last - 1)->is & DG_T_CAPITAL)) ||
                    begins_figures(r, last - 1)))
        last--;
    return last;
}

/* "Marla's? 11?": the name of a house keeps its ending where nothing follows that is hers. */
static uint32_t house_end(const struct review *r, const struct dg_name_span *s, uint32_t end)
{
    struct dg_str rest = dg_str_cut(r->scan->text->folded, end, r->scan->text->folded.len);
    bool house = s->label == DG_NL_VENUE && dg_str_starts(rest, "'s");
    return house && (rest.len == 2 || strchr("?!,.;", rest.at[2])) ? end + 2 : end;
}

/* 隔壁, 新开的: where a venue lies, or what it is, before its name. */
static bool says_where(const struct review *r, size_t i)
{
    enum { OF_BYTES = 3 /* 的 alone */ };
    const struct dg_token *t = token(r, i);
    return (t->is & DG_T_HAN) && (t->is & (DG_T_LINK | DG_T_AFTER)) && t->end - t->start > OF_BYTES;
}

/* The name without what says where it lies: 楼下新开的渔米之湘, which is then no film. */
static struct dg_name_span without_where(const struct review *r, const struct dg_name_span *s)
{
    struct dg_name_span name = *s;
    while (name.first + 1 < name.last && says_where(r, name.first))
        name.first++;
    bool tight = name.first > 0 && !(token(r, name.first)->is & (DG_T_SPACED | DG_T_FIRST));
    if (name.label == DG_NL_TITLE && tight && says_where(r, name.first - 1))
        name.label = DG_NL_VENUE;
    return name;
}

/* 笑果工厂: what the place is stands at the end of its name. */
static size_t past_nouns(const struct review *r, const struct dg_name_span *s, size_t last)
{
    enum { NOUN = DG_T_NOUN | DG_T_HAN, NEW = DG_T_SPACED | DG_T_FIRST | DG_T_KNOWN };
    bool chinese = s->label == DG_NL_VENUE && last == s->last && (token(r, last - 1)->is & DG_T_HAN);
    while (chinese && last < r->tags.tokens.tokens.count && (token(r, last)->is & NOUN) == NOUN &&
            !(token(r, last)->is & NEW))
        last++;
    return last;
}

static struct dg_mention mention_of(const struct review *r, const struct dg_name_span *s)
{
    size_t last = past_nouns(r, s, last_of(r, s));
    struct dg_walk walk = { .scan = r->scan, .tokens = r->tags.tokens.tokens };
    struct dg_mention m = { .type = s->label == DG_NL_TITLE ? DG_M_TITLE : DG_M_PLACE,
        .message = r->scan->message,
        .start = token(r, s->first)->start,
        .end = house_end(r, s, token(r, last - 1)->end),
        .score = s->sure };
    struct dg_str words = dg_text_words(r->scan->text, m.start, m.end);
    if (m.type == DG_M_TITLE) {
        m.value = (struct dg_value){ .kind = DG_TEXT, .text = words };
        return m;
    }
    m.value = (struct dg_value){ .kind = DG_PLACE, .place = { .name = words, .kind = kind_of(s->label) } };
    if (s->label == DG_NL_ADDRESS)
        m.value.place.address = words;
    struct dg_cue cue = dg_place_cue_before(&walk, s->first);
    m.role = dg_place_role_after(&walk, last, cue.role);
    m.led = cue.opens;
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

/* 老秦, 喊上小夏: a form of address is no place. Bella may be one, and a band may be called like a man. */
static bool is_addressed(const struct review *r, const struct dg_mention *old, const struct dg_mention *found)
{
    bool same = old->start == found->start && old->end == found->end;
    bool chinese = (unsigned char)r->scan->text->folded.at[old->start] >= 0x80;
    return old->type == DG_M_PERSON && found->type == DG_M_PLACE && same && chinese;
}

/* "Lupo in Soho": the rules know what lies where. "Located in Soho" names nothing. */
static bool is_its_area(const struct dg_mention *old, const struct dg_mention *found)
{
    bool both_places = old->type == DG_M_PLACE && found->type == DG_M_PLACE;
    if (!both_places || found->start <= old->start || found->end != old->end)
        return false;
    const struct dg_place *place = &old->value.place;
    return (old->led || place->name.at[0] < 'a') && place->area.len && found->value.place.kind == DG_PLACE_AREA;
}

/* 小区东门: the gate of where one lives, and not Dongmen. */
static bool is_ones_own(const struct dg_mention *old, const struct dg_mention *found)
{
    bool longer = old->end - old->start > found->end - found->start;
    return old->type == DG_M_PLACE && old->value.place.kind >= DG_PLACE_HOME && longer;
}

static bool gives_way(const struct review *r, const struct dg_mention *old, const struct dg_mention *found)
{
    if (is_ones_own(old, found) || is_counted(r, old, found) || is_addressed(r, old, found) || is_its_area(old, found))
        return false;
    bool inside = old->start >= found->start && old->end <= found->end;
    return is_loose(old->type) && found->score >= SURE_TO_REPLACE && (inside || old->score < DG_SURE_LISTED);
}

/* The end of the mentions that overlap `found`; they begin with the next one. */
static size_t overlapped(const struct review *r, const struct dg_mention *found)
{
    size_t end = r->next;
    while (end < r->old_count && r->old[end].start < found->end)
        end++;
    return end;
}

/* 七里香 is a name, 六双 and 第十四 are numbers: names are not mostly counted. */
static bool is_mostly_number(const struct review *r, const struct dg_mention *found, size_t end)
{
    uint32_t numbers = 0;
    for (size_t i = r->next; i < end; i++) {
        const struct dg_mention *old = &r->old[i];
        if (old->type == DG_M_NUMBER && old->start >= found->start && old->end <= found->end)
            numbers += old->end - old->start;
    }
    return 2 * numbers >= found->end - found->start;
}

/* Whether the found name may stand, given all that overlaps it. */
static bool may_stand(struct review *r, const struct dg_mention *found, size_t end)
{
    if (is_mostly_number(r, found, end))
        return false;
    for (size_t i = r->next; i < end; i++) {
        if (confirms(&r->old[i], found) || !gives_way(r, &r->old[i], found))
            return false;
    }
    return true;
}

/* Takes over the mentions that end before byte `at`. */
static void keep_until(struct review *r, uint32_t at)
{
    while (r->next < r->old_count && r->old[r->next].end <= at)
        r->at[r->count++] = r->old[r->next++];
}

/* Puts the name in the place of what it overlaps. */
static void put(struct review *r, struct dg_mention found, size_t end)
{
    for (; r->next < end; r->next++) {
        const struct dg_mention *old = &r->old[r->next];
        if (found.role == DG_ROLE_NONE && old->type == DG_M_PLACE)
            found.role = old->role;
    }
    r->at[r->count++] = found;
}

static size_t count_names(const struct review *r, const struct dg_name_model *model)
{
    struct dg_name_span s;
    size_t count = 0;
    for (size_t i = 0; dg_name_next(&s, &r->tags, model, i); i = s.last)
        count++;
    return count;
}

static void look_again(struct review *r, const struct dg_name_model *model)
{
    struct dg_name_span s;
    for (size_t i = 0; dg_name_next(&s, &r->tags, model, i); i = s.last) {
        struct dg_name_span part = one_part(r, &s);
        part = without_where(r, &part);
        struct dg_mention found = mention_of(r, &part);
        keep_until(r, found.start);
        size_t end = overlapped(r, &found);
        if (s.sure >= SURE_ENOUGH && !holds_known(r, &part) && may_stand(r, &found, end))
            put(r, found, end);
    }
    keep_until(r, UINT32_MAX);
}

bool dg_name_review(struct dg_mentions *mentions, const struct dg_scan *scan, const struct dg_name_model *model,
        struct dg_name_talk *talk)
{
    struct review r = { .scan = scan };
    if (!dg_name_tag(&r.tags, scan, model, talk))
        return false;
    if (!r.tags.chance)
        return true;
    r.old = dg_arena_array(dg_scan_scratch(scan), mentions->count, sizeof *r.old);
    r.at = dg_arena_array(scan->arena, mentions->count + count_names(&r, model), sizeof *r.at);
    if (!r.old || !r.at)
        return false;
    for (size_t i = 0; i < mentions->count; i++) {
        if (!is_doubted(&r, &mentions->at[i]))
            r.old[r.old_count++] = mentions->at[i];
    }
    look_again(&r, model);
    dg_arena_trim(scan->arena, r.at, r.count * sizeof *r.at);
    mentions->at = r.at;
    mentions->count = r.count;
    return true;
}
