#include "intents/refer.h"

bool dg_refer_is_generic(const struct dg_topics *all, const struct dg_mention *m)
{
    struct dg_str words = dg_str_cut(all->texts[m->message].folded, m->start, m->end);
    struct dg_word word;
    size_t head = 0;
    for (size_t i = 0; i < words.len; i++) {
        bool before_noun = words.at[i] == ' ' &&
                dg_lexicon_is(all->lexicon, DG_IN_ANY, DG_W_ACTIVITY, dg_str_cut(words, 0, i), &word);
        head = before_noun ? i + 1 : head;
    }
    return dg_lexicon_is(all->lexicon, DG_IN_ANY, DG_W_PLACE_NOUN, dg_str_cut(words, head, words.len), &word);
}

/* The family whose plans are settled at such a place; DG_FAMILY_NONE when the words name no kind of place to book. */
static enum dg_family family_of(const struct dg_topics *all, const struct dg_mention *m)
{
    struct dg_str words = dg_str_cut(all->texts[m->message].folded, m->start, m->end);
    struct dg_word word;
    if (!dg_lexicon_is(all->lexicon, DG_IN_ANY, DG_W_ACTIVITY, words, &word))
        return DG_FAMILY_NONE;
    return dg_activity_find(dg_word_column(&word, 0))->family;
}

bool dg_refer_is_carrier(const struct dg_topics *all, const struct dg_mention *m)
{
    enum dg_family f = family_of(all, m);
    return f == DG_FAMILY_FLIGHT || f == DG_FAMILY_TRAIN || f == DG_FAMILY_BUS;
}

const struct dg_stance *dg_refer_place(
        const struct dg_topics *all, const struct dg_topic *topic, const struct dg_mention *m)
{
    if (m->type != DG_M_PLACE || !dg_refer_is_generic(all, m))
        return NULL;
    enum dg_family family = family_of(all, m);
    for (size_t i = all->count; family != DG_FAMILY_NONE && i-- > 0;) {
        const struct dg_topic *other = &all->at[i];
        const struct dg_stance *venue = other != topic && other->activity->family == family && !other->called_off
                ? dg_topic_current(all, other, DG_F_VENUE)
                : NULL;
        if (venue)
            return venue;
    }
    return NULL;
}
