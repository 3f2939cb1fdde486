#include "intents/speaker.h"

#include <strings.h>

enum { NEAR_BY = 24 /* messages */ };

static bool same(struct dg_str a, struct dg_str b)
{
    return a.len > 0 && a.len == b.len && strncasecmp(a.at, b.at, a.len) == 0;
}

static bool is_called(struct dg_str from, struct dg_str name)
{
    size_t first = 0;
    while (first < from.len && from.at[first] != ' ')
        first++;
    return first > 0 && (same(from, name) || same(dg_str_cut(from, 0, first), name));
}

static bool speaks_near(const struct dg_talk *talk, size_t i, struct dg_str name)
{
    size_t from = i > NEAR_BY ? i - NEAR_BY : 0, to = i + NEAR_BY < talk->count ? i + NEAR_BY : talk->count;
    for (size_t k = from; k < to; k++) {
        struct dg_str speaker = talk->messages[k].from; /* a shop that writes names itself */
        if (!dg_str_eq(speaker, talk->messages[i].from) && is_called(speaker, name))
            return true;
    }
    return false;
}

static bool is_speaker(const struct dg_talk *talk, size_t i, const struct dg_mention *m)
{
    if (m->type == DG_M_TITLE)
        return speaks_near(talk, i, m->value.text);
    return m->type == DG_M_PLACE && m->value.place.kind != DG_PLACE_ADDRESS &&
            speaks_near(talk, i, m->value.place.name);
}

bool dg_speaker_name(struct dg_mentions *mentions, const struct dg_talk *talk, size_t i, struct dg_arena *arena)
{
    struct dg_mention *changed = NULL;
    for (size_t k = 0; k < mentions->count; k++) {
        const struct dg_mention *m = &mentions->at[k];
        if (!is_speaker(talk, i, m))
            continue;
        if (!changed && !(changed = dg_arena_array(arena, mentions->count, sizeof *changed)))
            return false;
        if (mentions->at != changed)
            memcpy(changed, mentions->at, mentions->count * sizeof *changed);
        mentions->at = changed;
        struct dg_str name = m->type == DG_M_PLACE ? m->value.place.name : m->value.text;
        changed[k].type = DG_M_PERSON;
        changed[k].value = (struct dg_value){ .kind = DG_PERSON, .text = name };
        changed[k].role = DG_ROLE_NOT; /* spoken to, not brought along */
    }
    return true;
}
