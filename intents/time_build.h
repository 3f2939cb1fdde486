/* Builders that the rule tables of several languages share. Each returns false when its parts do not fit together.
 * The numbers in the names are the parts of the rule, counted from 0, that a builder looks at. */
#ifndef DG_TIME_BUILD_H
#define DG_TIME_BUILD_H

#include "intents/grammar.h"

#define S(name) ((dg_symbols)1 << DG_T_##name)
#define M(set) ((set) | DG_MAY)

/* Gives the item its when; false when the chart had no room for it. */
static inline bool dg_give(struct dg_item *out, const struct dg_when *when)
{
    out->when = when;
    return when != NULL;
}
/* The first part of the rule whose symbol is in `set`, and the first or last part that has a when; NULL: none. */
const struct dg_item *dg_part_of(const struct dg_item *const *parts, dg_symbols set);
const struct dg_item *dg_when_part(const struct dg_item *const *parts, bool last);

/* Small makers: NULL when the chart is full. */
const struct dg_when *dg_make_date(struct dg_chart *chart, int year, int month, int day, int weekday);
const struct dg_when *dg_make_unit(struct dg_chart *chart, int unit, int n);
const struct dg_when *dg_make_each(struct dg_chart *chart, int unit);
const struct dg_when *dg_make_nth(struct dg_chart *chart, int n, const struct dg_when *a, const struct dg_when *b);
/* The last day of every month, of a repetition by months. */
const struct dg_when *dg_make_last_days(struct dg_chart *chart, const struct dg_when *monthly);
/* The time as told so many minutes from UTC, east of it after a plus and west after a dash. */
const struct dg_when *dg_make_offset(
        struct dg_chart *chart, const struct dg_when *time, const struct dg_item *sign, int minutes);
const struct dg_when *dg_make_part(struct dg_chart *chart, int from_min, int to_min, int half);
const struct dg_when *dg_make_at(struct dg_chart *chart, const struct dg_when *day, const struct dg_when *clock);
const struct dg_when *dg_make_clock(struct dg_chart *chart, int hour, int minute, int second, int half);
const struct dg_when *dg_make_duration(struct dg_chart *chart, int unit, double amount);
const struct dg_when *dg_make_both(struct dg_chart *chart, int kind, const struct dg_when *a, const struct dg_when *b);
/* Whether `when` is a date without a year, and the same date with one. */
bool dg_wants_year(const struct dg_when *when);
const struct dg_when *dg_with_year(struct dg_chart *chart, const struct dg_when *when, int year);
/* The full year of one that is written with two digits, seen from 2020s: 33 is 1933, 26 is 2026. */
int dg_full_year(int year, int digits);
/* The clock moved into a half of the day, if it leaves that open. */
const struct dg_when *dg_in_half(struct dg_chart *chart, const struct dg_when *clock, int half);

/* Takes over the when of part n (0, 1, 2); weak or not as it was. */
dg_builder dg_build_0, dg_build_1, dg_build_2;
/* The same, and now it can stand alone. */
dg_builder dg_build_strong_0, dg_build_strong_1, dg_build_strong_2;

dg_builder dg_build_day; /* DAY */
dg_builder dg_build_daypart; /* DAYPART */
dg_builder dg_build_part; /* PART */
dg_builder dg_build_weekday; /* WEEKDAY */
dg_builder dg_build_now; /* NOW */
dg_builder dg_build_vague; /* VAGUE */
dg_builder dg_build_holiday; /* HOLIDAY */
dg_builder dg_build_season; /* SEASON */
dg_builder dg_build_quarters; /* QUARTERS */
dg_builder dg_build_halfyear; /* HALFYEAR */
dg_builder dg_build_clockword; /* CLOCKWORD */
dg_builder dg_build_rel_unit; /* REL UNIT */
dg_builder dg_build_rel_weekday; /* REL WEEKDAY: that of the week before, this or after */
dg_builder dg_build_at; /* day clock, with anything between: the first part with a day and the last with a clock */
dg_builder dg_build_at_swapped; /* clock day */
dg_builder dg_build_range; /* two ends, the first and the last part that have a when */
dg_builder dg_build_before, dg_build_after, dg_build_since, dg_build_by; /* the only part with a when */
dg_builder dg_build_around; /* likewise */
dg_builder dg_build_zoned; /* X ZONE */
dg_builder dg_build_named_zone; /* X COMMA ZONE COMMA: the name of the offset that X has already */
/* time_offset.c */
dg_builder dg_build_offset; /* X PLUS|DASH NUM [COLON NUM] */
dg_builder dg_build_zone_offset; /* ZONE PLUS|DASH NUM [COLON NUM] */
dg_builder dg_build_number_unit; /* NUM|DEC UNIT, somewhere among the parts: a duration */
dg_builder dg_build_durations; /* U U */
dg_builder dg_build_ago, dg_build_hence; /* a duration before, after now */
dg_builder dg_build_move; /* MOVE … U */
dg_builder dg_build_within; /* a duration from now on */
dg_builder dg_build_nth_day_in; /* NUM|ORD … W: that day of the month */
dg_builder
        dg_build_before_era; /* NUM|ORD, ERA and the unit, in any order: years or a century before those that are counted */
dg_builder dg_build_in_year; /* a date without year and a year, in either order */
dg_builder dg_build_weekday_in; /* WEEKDAY … W: that day of the week */
dg_builder dg_build_every; /* EVERY UNIT, EVERY NUM UNIT */
dg_builder dg_build_every_weekday; /* EVERY WEEKDAY */
dg_builder dg_build_at_every; /* E … C|P, in either order */
dg_builder dg_build_edge; /* EDGE|LATE … W|D|P, in either order */
dg_builder dg_build_part_clock; /* C … P, P … C: the clock in that half of the day */

/* The letter of 9a is no half of the day where a blank stands before it. */
static inline bool dg_half_stands_apart(const struct dg_item *before, const struct dg_item *half)
{
    return half->b && before->end != half->start;
}

/* Whether a word of the set stands right after an item. */
bool dg_followed_by(const struct dg_chart *chart, const struct dg_item *item, dg_symbols set);

/* The days that a word of class time.weekday or time.weekdays names, a bit each. */
unsigned dg_weekdays_named(const struct dg_item *word);
/* The days from one of the week to another, a bit each (1 Monday); that they come again each week, on a clock or without. */
unsigned dg_weekdays_between(int first, int last);
bool dg_give_weekdays(struct dg_chart *chart, unsigned set, const struct dg_when *clock, struct dg_item *out);
/* The next two Fridays: a repetition that ends after so many. */
bool dg_give_next_weekdays(struct dg_chart *chart, int weekday, int n, struct dg_item *out);
/* A clock, a part of the day or a range of clocks. */
bool dg_is_on_a_clock(const struct dg_when *w);

/* How many of its unit a word of class time.unit counts: 2 for a fortnight; one without a whole number is a thousandth. */
static inline double dg_times_of(const struct dg_item *unit)
{
    return unit->b ? unit->b : 0.001;
}

/* Whether nothing follows an item that its number could count: the sentence ends there or goes on with a verdict. */
bool dg_counts_nothing(const struct dg_chart *chart, const struct dg_item *item);

/* Whether what a number counts follows it: 5 people, 10 dollars, 100 mph. */
bool dg_counts_things(const struct dg_chart *chart, const struct dg_item *number);

/* Whether a number of so many digits can be … */
bool dg_can_be_hour(const struct dg_item *number);
bool dg_can_be_minute(const struct dg_item *number);
bool dg_can_be_year(const struct dg_item *number);
/* Whether a when names something that comes again: a weekday, a holiday. */
bool dg_cycle_named(const struct dg_when *when);

#endif
