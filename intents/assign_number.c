/* Bare numbers that can only be times where they stand: "make it 8", "7.30?", "the 15th", after a time was talked of. */
#include "intents/assign_put.h"
#include "intents/letters.h"
#include "intents/when_node.h"

#include <math.h>

enum {
    HOURS = 24,
    HALF_DAY = 12,
    MINUTES = 60,
    DAYS = 31,
    MINUTES_SAID = 100,
    HOUR_ASKED_BYTES = 6,
    WORDS_BESIDE_BYTES = 24,
    WHO_COMES_BYTES = 12
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "7.30", "1130", "630": hours and minutes in figures; false for any other number. */
static bool figures(struct dg_str words, int *hour, int *minute)
{
    int digits = 0, value = 0;
    bool dotted = false;
    for (size_t i = 0; i < words.len; i++) {
        bool dot = words.at[i] == '.' && i + 3 == words.len && i > 0;
        if (!dot && !is_digit(words.at[i]))
            return false;
        dotted = dotted || dot;
        digits += !dot;
        value = dot ? value : value * 10 + (words.at[i] - '0');
        if (digits > 4)
            return false;
    }
    *hour = value / MINUTES_SAID;
    *minute = value % MINUTES_SAID;
    return (dotted || digits >= 3) && *hour < HOURS && *minute < MINUTES && value > 0;
}

/* "15th" and the like. */
static bool ordinal(struct dg_str words, double value)
{
    bool letters = words.len > 2 && is_digit(words.at[0]) && !is_digit(words.at[words.len - 1]) &&
            !is_digit(words.at[words.len - 2]);
    return letters && value >= 1 && value <= DAYS && value == (double)(int)value;
}

/* "8 better" after "at 7? 3 of us": both were said in one message, and it is nearer to the hour than to the count. */
static bool is_nearer_to_hour(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_mention *m)
{
    const struct dg_stance *time = dg_topic_newest(all, topic, DG_F_TIME),
                           *heads = dg_topic_newest(all, topic, DG_F_PEOPLE);
    if (!time || !heads || time->message != heads->message || !time->when || time->when->hour < 0 ||
            heads->value.kind != DG_COUNT)
        return false;
    double hour = (time->when->hour + HALF_DAY - 1) % HALF_DAY + 1;
    return fabs(m->value.count - hour) < fabs(m->value.count - heads->value.count);
}

/* What was talked of last: a clock, or how many they are. */
static bool clock_is_talked_of(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_turn_of *turn,
        const struct dg_mention *m)
{
    bool counted = dg_assign_counted_last(topic) != DG_F_COUNT && !is_nearer_to_hour(all, topic, m);
    if (turn->asked == DG_ABOUT_PEOPLE || (turn->clause->signals & DG_SIGNAL(PARTY)))
        return false;
    if (topic->activity->family == DG_FAMILY_STAY) /* a room is taken by the day */
        return false;
    const struct dg_clause *c = turn->clause;
    bool asked = c->question && c->end - c->start <= HOUR_ASKED_BYTES && c->mention_count == 1; /* "7?" */
    const struct dg_stance *time = dg_topic_newest(all, topic, DG_F_TIME);
    bool clock = time && time->when && (dg_when_says(time->when) & DG_SAYS_CLOCK);
    bool open = asked && topic->activity->typical_hour >= 0 && (!counted || !clock);
    if (open || (topic->moved && dg_topic_newest(all, topic, DG_F_OLD_TIME)))
        return true;
    return turn->asked == DG_ABOUT_TIME || (time && !counted);
}

static bool is_dotted(struct dg_str words)
{
    return words.len >= 4 && words.at[words.len - 3] == '.';
}

/* "leaving 6.15": of a ride nothing else is said like that. */
static bool is_when_one_leaves(const struct dg_topic *topic, struct dg_str words)
{
    return topic->activity->family == DG_FAMILY_RIDE && is_dotted(words);
}

/* "7.30 better", hours and minutes where a time stands: whatever else was counted since, nothing else is said like that. */
static bool is_another_time(
        const struct dg_topics *all, const struct dg_topic *topic, const struct dg_clause *c, struct dg_str words)
{
    return is_dotted(words) && c->mention_count == 1 && c->end - c->start <= words.len + WORDS_BESIDE_BYTES &&
            dg_topic_newest(all, topic, DG_F_TIME);
}

/* "thurs 8 at the Lamb": the day right before the hour. */
static bool is_its_day(const struct dg_mention *day, const struct dg_mention *m)
{
    bool before = day->type == DG_M_TIME && day->when && day->end <= m->start && m->start - day->end <= 1;
    return before && dg_when_says(day->when) == DG_SAYS_DAY;
}

/* Whether nothing else in the clause counts: "8 it is", "so like 7", but not "table 8 for Ann" or 第8个. */
static bool alone(struct dg_str folded, const struct dg_clause *c, const struct dg_mention *m)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        enum dg_mention_type type = c->mentions[i].type;
        if (is_its_day(&c->mentions[i], m))
            continue;
        if (&c->mentions[i] != m && (type == DG_M_TIME || type == DG_M_COUNT || type == DG_M_MONEY))
            return false;
    }
    bool glued = (m->start > c->start && (folded.at[m->start - 1] & 0x80)) ||
            (m->end < c->end && (folded.at[m->end] & 0x80));
    return !glued && c->end - c->start - (m->end - m->start) <= WORDS_BESIDE_BYTES;
}

/* The 4 of "at 5 instead of 4". */
static bool is_given_up(const struct dg_clause *c, const struct dg_mention *m)
{
    return c->except_end && m->start >= c->except_end && m->start - c->except_end <= 1;
}

const struct dg_mention *dg_assign_as_time(const struct dg_topics *all, const struct dg_turn_of *turn,
        const struct dg_mention *m, const struct dg_when *node)
{
    struct dg_mention *out = dg_arena_alloc(all->arena, sizeof *out);
    struct dg_when *when = dg_arena_alloc(all->arena, sizeof *when);
    if (!out || !when)
        return m;
    *when = *node;
    *out = *m;
    out->type = DG_M_TIME;
    out->when = when;
    struct dg_when_hints hints = { .reference = turn->reference, .zone = all->zone, .typical_hour = -1 };
    out->value = (struct dg_value){ .kind = DG_TIME, .time = dg_when_resolve(when, &hints, all->arena) };
    return out;
}

/* "make it 5, aunt Carol's coming": more heads than were counted, in a message that tells of somebody else; one that is longer
 * tells of much. */
static bool counts_who_comes(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_mention *m)
{
    enum { MORE_MAX = 6, MESSAGE_BYTES_MAX = 512 };
    const struct dg_stance *heads = dg_topic_current(all, topic, DG_F_PEOPLE);
    struct dg_str folded = all->texts[m->message].folded;
    double said = m->when ? m->when->hour : m->value.kind == DG_COUNT && !m->unit ? m->value.count : 0;
    double more = heads ? said - heads->value.count : 0;
    struct dg_word word;
    if (more < 1 || more > MORE_MAX || folded.len > MESSAGE_BYTES_MAX)
        return false;
    for (size_t at = 0; at < folded.len; at = dg_next_word(folded, at)) {
        if (dg_lexicon_longest(all->lexicon, DG_IN_ANY, DG_W_ACT_COME, folded, at, &word))
            return true;
    }
    return false;
}

/* "make it 3" of a room is no hour: the number that it was, of `unit` where one is given. */
static const struct dg_mention *as_count(const struct dg_topics *all, const struct dg_mention *m, const char *unit)
{
    struct dg_str folded = all->texts[m->message].folded;
    const struct dg_when *w = m->when;
    bool bare = w && w->kind == DG_WHEN_CLOCK && w->minute < 0 && w->half == DG_HALF_OPEN && w->hour > 0;
    bool number = (bare || m->type == DG_M_NUMBER) && is_digit(folded.at[m->end - 1]);
    struct dg_mention *out = number ? dg_arena_alloc(all->arena, sizeof *out) : NULL;
    if (!out)
        return m;
    *out = *m;
    out->type = unit ? DG_M_COUNT : DG_M_NUMBER;
    out->unit = unit;
    out->when = NULL;
    out->value = (struct dg_value){ .kind = DG_COUNT, .count = bare ? w->hour : m->value.count };
    return out;
}

const struct dg_mention *dg_assign_number(const struct dg_topics *all, const struct dg_topic *topic,
        const struct dg_turn_of *turn, const struct dg_mention *m)
{
    if (dg_assign_is_reminder(all, topic, turn, m))
        return dg_assign_reminder(all, m);
    const struct dg_mention *changed = dg_assign_changed(all, topic, turn, m);
    if (changed)
        return changed;
    bool set = m->type == DG_M_TIME || turn->clause->end - turn->clause->start <= WHO_COMES_BYTES ||
            (turn->clause->signals & (DG_SIGNAL(SETTLE) | DG_SIGNAL(PROPOSE)));
    if (set && counts_who_comes(all, topic, m))
        return as_count(all, m, dg_assign_field_unit(DG_F_PEOPLE));
    if (m->type == DG_M_TIME && topic->activity->family == DG_FAMILY_STAY)
        return as_count(all, m, NULL);
    if (m->type != DG_M_NUMBER || m->value.kind != DG_COUNT)
        return m;
    if ((turn->clause->signals & DG_SIGNAL(JOIN)) || dg_assign_is_label(all, m))
        return m;
    struct dg_str folded = all->texts[m->message].folded, words = dg_str_cut(folded, m->start, m->end);
    bool by_itself = alone(folded, turn->clause, m);
    int hour, minute;
    bool is_clock = figures(words, &hour, &minute);
    bool another = is_clock && is_another_time(all, topic, turn->clause, words),
         leaves = is_when_one_leaves(topic, words) && !dg_topic_newest(all, topic, DG_F_TIME);
    if (!leaves && !clock_is_talked_of(all, topic, turn, m) && !another)
        return m;
    struct dg_when node = { .kind = DG_WHEN_CLOCK, .minute = -1, .second = -1 };
    double value = m->value.count;
    if (ordinal(words, value)) {
        node = (struct dg_when){ .kind = DG_WHEN_DATE, .day = (int8_t)value };
        return dg_assign_as_time(all, turn, m, &node);
    }
    if (is_clock && (by_itself || another)) {
        node.hour = (int8_t)hour;
        node.minute = (int8_t)minute;
        return dg_assign_as_time(all, turn, m, &node);
    }
    struct dg_word to;
    by_itself = by_itself || (topic->moved && dg_assign_word_before(&to, all, m, DG_W_TO)) || /* "move the 3pm to 4" */
            is_given_up(turn->clause, m);
    bool hour_alone = value >= 1 && value <= HALF_DAY && value == (double)(int)value && is_digit(words.at[0]);
    bool heads = (turn->clause->signals & DG_SIGNAL(SETTLE)) && dg_assign_heads_are_counted(all, topic);
    if (!hour_alone || !by_itself || heads || dg_assign_is_bought(all, m))
        return m;
    node.hour = (int8_t)value;
    return dg_assign_as_time(all, turn, m, &node);
}
