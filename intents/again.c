#include "intents/again.h"

#include "intents/place.h"

enum { NAME_BYTES_MIN = 6, BEYOND_ASCII = 0x80 };

/* ---- what is taken note of ----------------------------------------------------------------------------------- */

/* The name by itself, as folded: without the marks around a title, without the quarter before a venue. */
static struct dg_str name_of(const struct dg_mention *m, const struct dg_text *text)
{
    struct dg_str whole = dg_str_cut(text->folded, m->start, m->end);
    struct dg_str name = m->type == DG_M_TITLE ? m->value.text : m->value.place.name;
    ptrdiff_t at = dg_str_find(whole, name, 0);
    return at < 0 ? (struct dg_str){ "", 0 } : dg_str_cut(whole, (size_t)at, (size_t)at + name.len);
}

/* Latin letters change their case and stand within words; such names are left to the capitals. */
static bool is_worth_knowing(const struct dg_mention *m, struct dg_str name)
{
    bool venue = m->type == DG_M_PLACE && m->value.place.kind == DG_PLACE_VENUE && m->score >= DG_SURE_CUED;
    if (m->type != DG_M_TITLE && !venue)
        return false;
    return name.len >= NAME_BYTES_MIN && ((unsigned char)name.at[0] >= BEYOND_ASCII) && m->role != DG_ROLE_NOT;
}

static bool is_known(const struct dg_again *known, struct dg_str name)
{
    for (size_t i = 0; i < known->count; i++) {
        if (dg_str_eq(known->name[i], name))
            return true;
    }
    return false;
}

static void take_note(struct dg_again *known, const struct dg_mentions *mentions, const struct dg_text *text)
{
    for (size_t i = 0; i < mentions->count && known->count < DG_AGAIN_MAX; i++) {
        const struct dg_mention *m = &mentions->at[i];
        struct dg_str name = m->type == DG_M_TITLE || m->type == DG_M_PLACE ? name_of(m, text) : (struct dg_str){ 0 };
        if (!is_worth_knowing(m, name) || is_known(known, name))
            continue;
        known->name[known->count] = name;
        known->mention[known->count++] = *m;
    }
}

/* ---- what is found again ------------------------------------------------------------------------------------- */

/* Whether what was found there may give way: parts of the name, or the name itself taken for a place. */
static bool may_give_way(const struct dg_mention *m, const struct dg_mention *again)
{
    bool same = m->start == again->start && m->end == again->end;
    bool inside = m->start >= again->start && m->end <= again->end;
    if (same)
        return m->type == DG_M_PLACE && again->type == DG_M_TITLE;
    return inside && (m->type == DG_M_PLACE || m->type == DG_M_NUMBER || m->type == DG_M_CUISINE);
}

/* Puts the name among the mentions, in order. */
static bool put(struct dg_mentions *mentions, const struct dg_mention *again, struct dg_arena *arena)
{
    for (size_t i = 0; i < mentions->count; i++) {
        const struct dg_mention *m = &mentions->at[i];
        bool apart = m->end <= again->start || m->start >= again->end;
        if (!apart && !may_give_way(m, again))
            return true;
    }
    struct dg_mention *at = dg_arena_array(arena, mentions->count + 1, sizeof *at);
    size_t n = 0, i = 0;
    if (!at)
        return false;
    while (i < mentions->count && mentions->at[i].end <= again->start)
        at[n++] = mentions->at[i++];
    at[n++] = *again;
    while (i < mentions->count && mentions->at[i].start < again->end)
        i++;
    while (i < mentions->count)
        at[n++] = mentions->at[i++];
    mentions->at = at;
    mentions->count = n;
    return true;
}

bool dg_again_find(struct dg_again *known, struct dg_mentions *mentions, const struct dg_text *text, uint32_t message,
        struct dg_arena *arena)
{
    for (size_t i = 0; i < known->count; i++) {
        struct dg_mention again = known->mention[i];
        again.message = message;
        again.role = DG_ROLE_NONE;
        again.led = false;
        ptrdiff_t at = dg_str_find(text->folded, known->name[i], 0);
        if (at < 0)
            continue;
        again.start = (uint32_t)at;
        again.end = again.start + (uint32_t)known->name[i].len;
        if (!put(mentions, &again, arena))
            return false;
    }
    take_note(known, mentions, text);
    return true;
}
