/* Values that are said as a change to what stands: "half an hour later", "one more", 晚半小时, 再加两位. */
#include "intents/assign_put.h"
#include "intents/calendar.h"
#include "intents/letters.h"
#include "intents/when_stretch.h"

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

/* The moment on the wall as words would have named it: a date, and its hour where one is known. */
static bool name_moment(struct dg_when *out, const struct dg_topics *all, int64_t wall_s, bool has_clock)
{
    enum { DAY_S = 24 * 60 * 60, HOUR_S = 60 * 60, MINUTE_S = 60 };
    int64_t day = dg_day_index(wall_s), second = wall_s - day * DAY_S;
    struct dg_civil civil = dg_civil_of(day);
    struct dg_when date = {
        .kind = DG_WHEN_DATE, .year = civil.year, .month = (int8_t)civil.month, .day = (int8_t)civil.day
    };
    struct dg_when *nodes = has_clock ? dg_arena_array(all->arena, 2, sizeof *nodes) : NULL;
    *out = date;
    if (!has_clock)
        return true;
    if (!nodes)
        return false;
    nodes[0] = date;
    nodes[1] = (struct dg_when){ .kind = DG_WHEN_CLOCK,
        .hour = (int8_t)(second / HOUR_S),
        .minute = (int8_t)(second % HOUR_S / MINUTE_S),
        .second = -1,
        .half = DG_HALF_SURE };
    *out = (struct dg_when){ .kind = DG_WHEN_AT, .a = &nodes[0], .b = &nodes[1] };
    return true;
}

static const struct dg_mention *moved_time(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m)
{
    const struct dg_stance *now = dg_topic_current(all, topic, DG_F_TIME);
    struct dg_when moment;
    int way = NO_WAY;
    const struct dg_when *by = now && now->when ? shift_of(all, turn->clause, m, &way) : NULL;
    if (!by || topic->activity->family == DG_FAMILY_STAY)
        return NULL;
    bool has_clock = dg_when_says(now->when) & DG_SAYS_CLOCK;
    if (!has_clock && dg_duration_finest(by) < DG_UNIT_DAY)
        return NULL;
    struct dg_instant start = dg_assign_start(all, now, now->reference);
    int64_t wall_s = dg_duration_add(start.utc_s + start.offset_s, by, way);
    return name_moment(&moment, all, wall_s, has_clock) ? dg_assign_as_time(all, turn, m, &moment) : NULL;
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
