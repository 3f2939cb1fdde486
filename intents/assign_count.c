/* Numbers that count: people, tickets, rooms, nights; by their unit, by the word before them, by what was counted last. */
#include "intents/assign_put.h"

#include <math.h>

static bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || c == '\'';
}

bool dg_assign_word_before(
        struct dg_word *out, const struct dg_topics *all, const struct dg_mention *m, enum dg_word_class class)
{
    struct dg_str folded = all->texts[m->message].folded;
    return dg_lexicon_before(all->lexicon, DG_IN_ANY, class, folded, m->start, out);
}

bool dg_assign_is_bought(const struct dg_topics *all, const struct dg_mention *m)
{
    struct dg_word word;
    return dg_assign_word_before(&word, all, m, DG_W_ACT_BUY);
}

/* "room 3", "flat 2"; but not "no 8". */
static bool numbers_a_thing(const struct dg_topics *all, const struct dg_mention *m)
{
    struct dg_word part, no;
    return dg_assign_word_before(&part, all, m, DG_W_ADDRESS_PART) && dg_str_is(dg_word_column(&part, 0), "unit") &&
            !dg_assign_word_before(&no, all, m, DG_W_ACT_REJECT);
}

bool dg_assign_is_label(const struct dg_topics *all, const struct dg_mention *m)
{
    struct dg_word word;
    return dg_assign_word_before(&word, all, m, DG_W_ACT_REPLY) || numbers_a_thing(all, m);
}

enum dg_field dg_assign_counted_last(const struct dg_topic *topic)
{
    static const enum dg_field fields[] = { DG_F_PEOPLE, DG_F_TICKETS, DG_F_ROOMS, DG_F_NIGHTS };
    enum dg_field found = DG_F_COUNT;
    int32_t newest = DG_NO_STANCE;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (topic->newest[fields[i]] > newest) {
            newest = topic->newest[fields[i]];
            found = fields[i];
        }
    }
    bool by_day = topic->activity->family == DG_FAMILY_STAY; /* no hour can be meant */
    return by_day || newest > topic->newest[DG_F_TIME] ? found : DG_F_COUNT;
}

bool dg_assign_heads_are_counted(const struct dg_topics *all, const struct dg_topic *topic)
{
    const struct dg_stance *time = dg_topic_newest(all, topic, DG_F_TIME);
    return topic->joined && time && time->when && (dg_when_says(time->when) & DG_SAYS_CLOCK);
}

/* Who can be told by a number alone: "three then", 那就五个. */
static bool takes_people(enum dg_family f)
{
    return f == DG_FAMILY_MEAL || f == DG_FAMILY_CAFE || f == DG_FAMILY_RIDE || f == DG_FAMILY_SHOW ||
            dg_activity_is_journey(f);
}

/* From two to a coachful, and hardly another word in the clause: "make it 3", "two so". */
static bool is_said_alone(const struct dg_turn_of *turn, const struct dg_mention *m)
{
    enum { MOST = 60, WORDS_BESIDE_BYTES = 12 };
    enum { SETS = DG_SIGNAL(PROPOSE) | DG_SIGNAL(SETTLE) | DG_SIGNAL(CHANGE) | DG_SIGNAL(ACCEPT) };
    const struct dg_clause *c = turn->clause;
    uint32_t beside = c->end - c->start - (m->end - m->start);
    bool set = m->start == c->start || (c->signals & SETS); /* "we have three" is no answer */
    return set && m->value.count >= 2 && m->value.count <= MOST && beside <= WORDS_BESIDE_BYTES;
}

/* Written in letters, or with 个 behind it: no hour. */
static bool is_no_hour(const struct dg_topics *all, const struct dg_turn_of *turn, const struct dg_mention *m)
{
    struct dg_str folded = all->texts[m->message].folded;
    return is_latin(folded.at[m->start]) || dg_str_starts(dg_str_cut(folded, m->end, turn->clause->end), "个");
}

static const struct {
    const char *unit;
    enum dg_field field;
} units[] = {
    { "person", DG_F_PEOPLE },
    { "ticket", DG_F_TICKETS },
    { "seat", DG_F_TICKETS },
    { "room", DG_F_ROOMS },
    { "night", DG_F_NIGHTS },
    { "star", DG_F_STARS },
};

enum { UNIT_COUNT = sizeof units / sizeof units[0] };

enum dg_field dg_assign_unit_field(const struct dg_mention *m)
{
    for (size_t i = 0; m->unit && i < UNIT_COUNT; i++) {
        if (strcmp(units[i].unit, m->unit) == 0)
            return units[i].field;
    }
    return DG_F_COUNT;
}

const char *dg_assign_field_unit(enum dg_field field)
{
    for (size_t i = 0; i < UNIT_COUNT; i++) {
        if (units[i].field == field)
            return units[i].unit;
    }
    return NULL;
}

enum dg_field dg_assign_money(const struct dg_topic *topic, const struct dg_turn_of *turn, const struct dg_mention *m)
{
    bool a_head = topic->activity->family == DG_FAMILY_MEAL && dg_str_is(m->value.money.per, "person");
    return (turn->clause->signals & DG_SIGNAL(LIMIT)) || a_head ? DG_F_BUDGET : DG_F_COUNT;
}

enum dg_field dg_assign_count(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn,
        const struct dg_mention *m)
{
    enum { BUYS = DG_SIGNAL(REQUEST) | DG_SIGNAL(SETTLE) };
    enum dg_family family = topic->activity->family;
    if ((turn->clause->signals & DG_SIGNAL(JOIN)) && m->value.kind == DG_COUNT && m->value.count == 1)
        return DG_F_COUNT; /* "+1": one more, not one in all */
    if (m->value.kind != DG_COUNT || m->unit)
        return dg_assign_unit_field(m);
    if (floor(m->value.count) != m->value.count) /* heads are whole */
        return DG_F_COUNT;
    const struct dg_stance *people = dg_topic_newest(all, topic, DG_F_PEOPLE);
    bool told = people && people->message == turn->message && people->from[0]->unit; /* 六位，要两把儿童椅 */
    if ((turn->asked == DG_ABOUT_PEOPLE && !told) || (turn->clause->signals & DG_SIGNAL(PARTY)))
        return DG_F_PEOPLE;
    bool sold = family == DG_FAMILY_SHOW || dg_activity_is_journey(family) || dg_topic_current(all, topic, DG_F_TITLE);
    if (sold && ((turn->clause->signals & BUYS) || dg_assign_is_bought(all, m)))
        return DG_F_TICKETS;
    enum dg_field last = dg_assign_counted_last(topic);
    if (!is_said_alone(turn, m) || turn->clause->act == DG_ACT_REJECT)
        return DG_F_COUNT;
    if (last != DG_F_COUNT)
        return last;
    bool heads = is_no_hour(all, turn, m) || dg_assign_heads_are_counted(all, topic);
    return takes_people(family) && heads ? DG_F_PEOPLE : DG_F_COUNT;
}
