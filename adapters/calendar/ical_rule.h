/* A rule of repetition (RFC 5545 §3.3.10) as plain figures. libical reads it and appears in ical*.c alone. Any thread. */
#ifndef DG_ICAL_RULE_H
#define DG_ICAL_RULE_H

#include "intents/arena.h"
#include "intents/calendar.h"

enum dg_frequency { DG_DAILY, DG_WEEKLY, DG_MONTHLY, DG_YEARLY };

struct dg_rule {
    enum dg_frequency frequency;
    int interval; /* from 1 */
    int count; /* 0: no such bound */
    bool has_until;
    struct dg_civil until; /* the last day */
    int month, day; /* of the month; 0: not said, below 0: from its end */
    unsigned days; /* bit n: weekday n, 1 is Monday */
    int day_count, nth; /* of those weekdays in their month or year; 0: every one, -1: the last */
    int week_start; /* weekday */
};

/* False where the text is no rule, or says what has no place above: more often than daily, several months or days of a month,
 * weekdays of different places, days of the year, weeks, positions. */
bool dg_rule_read(struct dg_rule *out, struct dg_str text, struct dg_arena *arena);

#endif
