/* Values that are said as a change to what stands: "half an hour later", "one more", 晚半小时, 再加两位. */
#include "intents/assign_put.h"
#include "intents/letters.h"
#include "intents/when_node.h"

enum { NO_WAY, LATER = 1, EARLIER = -1 };

/* ---- times ------------------------------------------------------------------------------------------------------ */

static bool in_another(const struct dg_clause *c, const struct dg_mention *m, size_t at)
{
    for (size_t i = 0; i < c->mention_count && c->mentions[i].start <= at; i++) {
        if (&c->mentions[i] != m && at < c->mentions[i].end)
            return true;
    }
    return false;
}

/* Which way the clause moves what stands; "later" at the end of the mention counts, its other words do not. */
static int way_of(const struct dg_topics *all, const struct dg_clause *c, const struct dg_mention *m, bool inside)
{
    struct dg_str folded = all->texts[m->message].folded;
    struct dg_word word;
    for (size_t at = inside ? m->start : c->start, end = inside ? m->end : c->end; at < end; at++) {
        if (!dg_lexicon_longest(all->lexicon, DG_IN_ANY, DG_W_ACT_SHIFT, folded, at, &word))
            continue;
        bool own = at >= m->start && at < m->end;
        if (own ? at + word.len == m->end : !in_another(c, m, at))
            return (int)dg_word_number(&word, 0, LATER);
    }
    return NO_WAY;
}

/* By how much, and which way, the mention moves a time; NULL: it does not. */
static const struct dg_when *shift_of(
        const struct dg_topics *all, const struct dg_clause *c, const struct dg_mention *m, int *way)
{
    const struct dg_when *w = m->when;
    bool from_now = w && w->kind == DG_WHEN_SHIFT && !w->a;
    if (!from_now && !(w && w->kind == DG_WHEN_DURATION))
        return NULL;
    *way = way_of(all, c, m, from_now);
    return *way == NO_WAY ? NULL : from_now ? w->b : w;
}

/* "please arrive 15 minutes early", 提前15分钟到: when one is there, not when it begins. */
static bool is_arrival(const struct dg_topics *all, const struct dg_mention *m)
{
    struct dg_str folded = all->texts[m->message].folded;
    size_t behind = m->end < folded.len && folded.at[m->end] == ' ' ? m->end + 1 : m->end;
    struct dg_word word;
    return dg_assign_word_before(&word, all, m, DG_W_ACT_ARRIVE) ||
            (!dg_is_letter(folded, behind) &&
                    dg_lexicon_longest(all->lexicon, DG_IN_ANY, DG_W_ACT_ARRIVE, folded, behind, &word));
}

/* "push dinner back by an hour": what stands, moved. Where the mention says the way itself (推迟一小时) it is composed as any time. */
static const struct dg_mention *moved_time(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m)
{
    const struct dg_stance *now = dg_topic_current(all, topic, DG_F_TIME);
    int way = NO_WAY;
    if (!now || !now->when || !m->when || (dg_when_says(m->when) & DG_SAYS_MOVE) ||
            topic->activity->family == DG_FAMILY_STAY)
        return NULL;
    const struct dg_when *by = is_arrival(all, m) ? NULL : shift_of(all, turn->clause, m, &way);
    if (!by)
        return NULL;
    const struct dg_when *moved =
            dg_assign_moved(all, now, &(struct dg_when){ .kind = DG_WHEN_MOVE, .b = by, .n = way });
    return moved ? dg_assign_as_time(all, turn, m, moved) : NULL;
}

/* ---- counts ----------------------------------------------------------------------------------------------------- */

static size_t past_blank(struct dg_str folded, size_t at)
{
    return at < folded.len && folded.at[at] == ' ' ? at + 1 : at;
}

/* Whether a word for a thing follows: "one more thing", 再加一个菜. Words for people, and those that say nothing, do not. */
static bool counts_thing(const struct dg_topics *all, struct dg_str folded, size_t at)
{
    static const enum dg_word_class fine[] = { DG_W_COUNT_UNIT, DG_W_WORD_FUNCTION, DG_W_WORD_PARTICLE };
    struct dg_word word;
    at = past_blank(folded, at);
    if (dg_lexicon_longest(all->lexicon, DG_IN_ANY, DG_W_GE, folded, at, &word))
        at = past_blank(folded, at + word.len);
    bool word_follows = at < folded.len && (dg_is_letter(folded, at) || (folded.at[at] & 0x80));
    for (size_t i = 0; word_follows && i < sizeof fine / sizeof fine[0]; i++)
        word_follows = !dg_lexicon_longest(all->lexicon, DG_IN_ANY, fine[i], folded, at, &word);
    return word_follows;
}

/* Whether the number is said to be added (1) or taken off (-1): "one more", "add two", "another person"; 0: neither. */
static int added(const struct dg_topics *all, const struct dg_mention *m)
{
    struct dg_str folded = all->texts[m->message].folded;
    struct dg_word word;
    size_t behind = past_blank(folded, m->end);
    bool after = dg_lexicon_longest(all->lexicon, DG_IN_ANY, DG_W_COUNT_MORE, folded, behind, &word);
    bool said = after || dg_lexicon_longest(all->lexicon, DG_IN_ANY, DG_W_COUNT_MORE, folded, m->start, &word) ||
            dg_assign_word_before(&word, all, m, DG_W_COUNT_MORE);
    if (!said || (!m->unit && counts_thing(all, folded, after ? behind + word.len : m->end)))
        return 0;
    return (int)dg_word_number(&word, 0, 1);
}

/* What stands of what is counted: people before tickets, unless the mention says which. */
static const struct dg_stance *counted(
        const struct dg_topics *all, const struct dg_topic *topic, const struct dg_mention *m)
{
    static const enum dg_field fields[] = { DG_F_PEOPLE, DG_F_TICKETS, DG_F_ROOMS, DG_F_NIGHTS };
    enum dg_field said = dg_assign_unit_field(m);
    if (m->unit)
        return said == DG_F_COUNT ? NULL : dg_topic_current(all, topic, said);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const struct dg_stance *now = dg_topic_current(all, topic, fields[i]);
        if (now)
            return now;
    }
    return NULL;
}

static const struct dg_mention *changed_count(
        const struct dg_topics *all, const struct dg_topic *topic, const struct dg_mention *m)
{
    const struct dg_stance *now = m->value.kind == DG_COUNT ? counted(all, topic, m) : NULL;
    int sign = now && now->message != m->message ? added(all, m) : 0;
    double sum = now ? now->value.count + sign * m->value.count : 0;
    const char *unit = now ? dg_assign_field_unit(now->field) : NULL;
    struct dg_mention *out = sign && unit && sum >= 1 ? dg_arena_alloc(all->arena, sizeof *out) : NULL;
    if (!out)
        return NULL;
    *out = *m;
    out->type = DG_M_COUNT;
    out->unit = unit;
    out->value.count = sum;
    return out;
}

const struct dg_mention *dg_assign_changed(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m)
{
    if (m->type == DG_M_TIME)
        return moved_time(all, topic, turn, m);
    if (m->type == DG_M_COUNT || m->type == DG_M_NUMBER)
        return (turn->clause->signals & DG_SIGNAL(JOIN)) && !m->unit ? NULL : changed_count(all, topic, m);
    return NULL;
}
