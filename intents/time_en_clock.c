/* English clocks and parts of the day. */
#include "intents/time_en.h"

/* 10.1 is no 10 */
static bool has_decimals(const struct dg_chart *chart, const struct dg_item *number)
{
    if (!dg_followed_by(chart, number, S(DOT)))
        return false;
    const struct dg_item dot = { .to = (uint8_t)(number->to + 1), .end = (uint16_t)(number->end + 1) };
    return dg_followed_by(chart, &dot, S(NUM));
}

/* 8 o'clock, at 8; say 8, where it counts nothing */
bool dg_en_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *n = p[0]->symbol == DG_T_NUM ? p[0] : p[1] && p[1]->symbol == DG_T_NUM ? p[1] : p[2];
    bool proposed = p[0]->symbol == DG_T_AT && p[0]->a == 1;
    if (has_decimals(chart, n) || dg_counts_things(chart, n) || (proposed && !dg_counts_nothing(chart, n)))
        return false;
    if (proposed && p[0]->b == 1) /* the appointment to 4 */
        out->from = n->start;
    return dg_can_be_hour(n) && dg_give(out, dg_make_clock(chart, n->a, -1, -1, DG_HALF_OPEN));
}

bool dg_en_hour_minute(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *h = p[1], *m = p[3];
    bool words = !h->b && !m->b;
    if (!dg_can_be_hour(h) || !dg_can_be_minute(m) || m->a < 10 || h->a > 23 || h->a == 0)
        return false;
    if (p[2] && p[2]->symbol == DG_T_DASH && (!words || h->a > 12))
        return false;
    bool ends = words && h->a <= 12 && dg_counts_nothing(chart, m);
    bool proposed = ends && (m->a % 15 == 0 || (p[0] && m->a % 5 == 0)); /* eight thirty?, for eight forty */
    if (p[0] && p[0]->symbol == DG_T_FOR && !proposed)
        return false;
    out->weak = !proposed && !p[0];
    return dg_give(out, dg_make_clock(chart, h->a, m->a, -1, DG_HALF_OPEN));
}

bool dg_en_hour_minute_ampm(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]) || !dg_can_be_minute(p[2]) || p[0]->a > 12 || p[0]->a == 0 || (p[1] && p[2]->b != 2) ||
            dg_half_stands_apart(p[2], p[3]))
        return false;
    return dg_give(out, dg_make_clock(chart, p[0]->a, p[2]->a, -1, p[3]->a));
}

/* at six forty-three minutes */
bool dg_en_hour_minutes(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[0], p[1], NULL, p[2] };
    return p[3]->a == DG_UNIT_MINUTE && !p[1]->b && !p[2]->b && dg_en_hour_minute(chart, parts, out);
}

static bool give_joined(struct dg_chart *chart, const struct dg_item *n, int half, struct dg_item *out)
{
    if (n->b < 3 || n->b > 4 || n->a % 100 > 59 || n->a / 100 > 23)
        return false;
    return dg_give(out, dg_make_clock(chart, n->a / 100, n->a % 100, -1, half));
}

/* at 1030 */
bool dg_en_joined_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->c = 1; /* no letter behind it is half of the day: at 517a Coldham Lane */
    return !dg_counts_things(chart, p[1]) && give_joined(chart, p[1], DG_HALF_OPEN, out);
}

/* at 6.45 */
bool dg_en_dotted_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[1]) || p[3]->b != 2 || !dg_can_be_minute(p[3]))
        return false;
    return dg_give(out, dg_make_clock(chart, p[1]->a, p[3]->a, -1, DG_HALF_OPEN));
}

bool dg_en_dotted_ampm(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (!dg_can_be_hour(p[0]) || p[2]->b != 2 || !dg_can_be_minute(p[2]) || p[0]->a > 12 ||
            dg_half_stands_apart(p[2], p[3]))
        return false;
    return dg_give(out, dg_make_clock(chart, p[0]->a, p[2]->a, -1, p[3]->a));
}

/* 9.30 between words of time; alone it is a number */
bool dg_en_dotted_weak(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { NULL, p[0], p[1], p[2] };
    out->weak = true;
    return dg_en_dotted_clock(chart, parts, out);
}

/* 0730: with its zero it is a clock of 24 hours between words of time; alone it is a number */
bool dg_en_joined_weak(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = true;
    return p[0]->b == 4 && p[0]->a < 1000 && give_joined(chart, p[0], DG_HALF_SURE, out);
}

/* 15h30, 9h */
bool dg_en_h_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a == DG_UNIT_HOUR && p[0]->b == 4 && !p[2]) /* 1800 hrs */
        return give_joined(chart, p[0], DG_HALF_SURE, out);
    if (p[1]->a != DG_UNIT_HOUR || p[1]->c != 1 || !dg_can_be_hour(p[0]) ||
            (p[2] && (p[2]->b != 2 || !dg_can_be_minute(p[2]))))
        return false;
    out->weak = !p[2];
    return dg_give(out, dg_make_clock(chart, p[0]->a, p[2] ? p[2]->a : -1, -1, DG_HALF_SURE));
}

/* Minutes before or after an hour: the clock moved by them. */
static bool moved(struct dg_chart *chart, const struct dg_when *c, int minutes, struct dg_item *out)
{
    if (c->kind != DG_WHEN_CLOCK || c->minute > 0)
        return false;
    int h = c->hour, half = c->half;
    if (minutes < 0) {
        h = h == 0 ? 23 : h - 1;
        minutes += 60;
        if (h == 0 && c->half != DG_HALF_SURE)
            h = 12;
        if (c->hour == 12 && c->half == DG_HALF_PM)
            half = DG_HALF_AM;
    }
    if (h == 24)
        h = 0;
    return dg_give(out, dg_make_clock(chart, h, minutes, -1, half));
}

static const struct dg_when *as_clock(struct dg_chart *chart, const struct dg_item *item)
{
    if (item->when)
        return item->when;
    return dg_can_be_hour(item) && item->a >= 1 ? dg_make_clock(chart, item->a, -1, -1, DG_HALF_OPEN) : NULL;
}

bool dg_en_past_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *minutes = p[0];
    int n = minutes->symbol == DG_T_HALF ? 30 : minutes->symbol == DG_T_QUARTER ? 15 : minutes->a;
    const struct dg_when *c = as_clock(chart, p[3]);
    if (!c || n < 1 || n > 59 || (p[1] && p[1]->a != DG_UNIT_MINUTE))
        return false;
    if (minutes->symbol == DG_T_NUM && !p[1] && n % 5 && !p[3]->when)
        return false;
    if (minutes->b && n <= 12 && !p[1] && p[2]->symbol == DG_T_TILL) /* 5 to 6 is a range */
        return false;
    bool named = p[3]->when && c->minute < 0 && c->half != DG_HALF_OPEN;
    if (named && (c->half == DG_HALF_SURE || n > 12)) /* 15 till noon, 15 till 12pm: no range */
        out->rank = 59;
    return moved(chart, c, p[2]->symbol == DG_T_TILL ? -n : n, out);
}

/* make it half past, quarter to: of the hour that was said before */
bool dg_en_past_that_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool to = p[3]->symbol == DG_T_TILL;
    int minutes = p[2]->symbol == DG_T_HALF ? 30 : p[2]->symbol == DG_T_QUARTER ? 15 : p[2]->a;
    if (!dg_counts_nothing(chart, p[3]) || (to && p[2]->symbol == DG_T_HALF) || minutes < 1 || minutes > 59 ||
            (p[2]->symbol == DG_T_NUM && minutes % 5))
        return false;
    struct dg_when clock = { .kind = DG_WHEN_CLOCK, .hour = -1, .second = -1, .n = to ? -1 : 0 };
    clock.minute = (int8_t)(to ? 60 - minutes : minutes);
    return dg_give(out, dg_chart_node(chart, clock));
}

/* quarter past is better: the same without a word before it */
bool dg_en_past_alone(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { NULL, NULL, p[0], p[1] };
    return dg_en_past_that_hour(chart, parts, out);
}

bool dg_en_half_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *c = as_clock(chart, p[1]);
    return c && p[1]->a >= 1 && moved(chart, c, 30, out);
}

/* 7ish, 7 ish, 7 sharp */
bool dg_en_ish(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { SHARP = 1, ROUGHLY = 2 };
    bool touching = p[0]->end == p[1]->start;
    if (!dg_can_be_hour(p[0]) || p[0]->a < 1 || (!touching && !p[1]->b) || (touching && p[1]->b != ROUGHLY))
        return false;
    const struct dg_when *c = dg_make_clock(chart, p[0]->a, -1, -1, DG_HALF_OPEN);
    struct dg_when copy = c ? *c : (struct dg_when){ 0 };
    copy.around = p[1]->b != SHARP;
    return c && dg_give(out, dg_chart_node(chart, copy));
}

bool dg_en_late_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    int from = p[0]->a ? 333 : 0, to = p[0]->b == 1000 ? 1000 : 667; /* late: the last two thirds */
    const struct dg_when *w = p[2]->when;
    if (w->kind == DG_WHEN_AT) {
        const struct dg_when *piece = w->b->kind == DG_WHEN_PART ? w->b : NULL;
        if (!piece)
            return false;
        int length = piece->to_min - piece->from_min;
        return dg_give(out,
                dg_make_at(chart, w->a,
                        dg_make_part(chart, piece->from_min + (length * from + 500) / 1000,
                                piece->from_min + (length * to + 500) / 1000, piece->half)));
    }
    int length = w->to_min - w->from_min;
    return w->kind == DG_WHEN_PART &&
            dg_give(out,
                    dg_make_part(chart, w->from_min + (length * from + 500) / 1000,
                            w->from_min + (length * to + 500) / 1000, w->half));
}

bool dg_en_this_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_DAY, .n = p[0]->a });
    out->weak = p[1]->weak;
    if (p[0]->a < -1 || p[0]->a > 1 || p[0]->b)
        return false;
    return dg_give(out, dg_make_at(chart, day, p[1]->when));
}

bool dg_en_in_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    out->b = 1;
    out->from = p[2]->start;
    return dg_give(out, p[2]->when);
}

/* 19:30 hours is a clock, 2:15 hours are two and a quarter */
bool dg_en_clock_hours(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { LONGEST_H = 5 };
    const struct dg_when *clock = p[0]->when;
    if (p[1]->a != DG_UNIT_HOUR || p[1]->c || clock->kind != DG_WHEN_CLOCK || clock->minute < 0)
        return false;
    if (clock->half == DG_HALF_SURE || clock->hour > LONGEST_H)
        return dg_give(out, dg_make_clock(chart, clock->hour, clock->minute, clock->second, DG_HALF_SURE));
    out->symbol = DG_T_U;
    return dg_give(out, dg_make_duration(chart, DG_UNIT_MINUTE, clock->hour * 60 + clock->minute));
}

/* 9 til 5: a word that joins nothing but times */
bool dg_en_sure_hours(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return p[1]->symbol == DG_T_TO && p[1]->a == 1 && !dg_counts_things(chart, p[2]) &&
            p[0]->when->kind == DG_WHEN_CLOCK && p[2]->when->kind == DG_WHEN_CLOCK && dg_build_range(chart, p, out);
}

/* 12 noon */
bool dg_en_twelve(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *word[DG_RULE_PARTS] = { p[1] };
    return p[0]->a == 12 && p[1]->a % 12 == 0 && dg_build_clockword(chart, word, out);
}

/* 10 pst; two letters (5 pt, 3 ct) are none without a day beside */
bool dg_en_hour_zone(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = p[1]->end - p[1]->start < 3;
    return p[0]->when->kind == DG_WHEN_CLOCK && dg_build_zoned(chart, p, out);
}

/* 8 in the evening; but "four afternoon classes" */
bool dg_en_hour_in_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return (p[1]->b == 1 || p[0]->when->kind == DG_WHEN_RANGE) && dg_build_part_clock(chart, p, out);
}

/* The hour behind the day: "at 7", "7pm". */
static bool has_its_hour(const struct dg_chart *chart, const struct dg_item *day)
{
    size_t at = day->to;
    at += at < chart->positions && (chart->present[at] & S(P)); /* saturday night at 7 */
    bool led = at < chart->positions && (chart->present[at] & S(AT));
    at += led;
    if (at >= chart->positions || !(chart->present[at] & S(NUM)))
        return false;
    return led || (at + 1 < chart->positions && (chart->present[at + 1] & (S(AMPM) | S(DOT))));
}

/* 9 tomorrow; but a date in figures has its own numbers, and the 4 of "for 4 tomorrow at 7" counts heads */
bool dg_en_hour_of_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[0]->weak && has_its_hour(chart, p[2]))
        return false;
    const struct dg_when *day = p[2]->when->kind == DG_WHEN_AT ? p[2]->when->a : p[2]->when;
    return !(day->kind == DG_WHEN_DATE && day->day) && dg_build_at_swapped(chart, p, out);
}

/* by 5, at the end of what is said: a clock, since nothing follows that could be counted */
bool dg_en_open_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool weekly = p[1]->to < chart->positions && chart->present[p[1]->to] & S(E); /* after 3 on weekdays */
    if ((!weekly && !dg_counts_nothing(chart, p[1])) || p[1]->when->kind != DG_WHEN_CLOCK)
        return false;
    if (p[0]->symbol == DG_T_BY)
        return dg_build_by(chart, p, out);
    if (p[0]->symbol == DG_T_FROM || p[0]->symbol == DG_T_SINCE)
        return !p[0]->a && dg_build_since(chart, p, out);
    return p[0]->symbol == DG_T_BEFORE ? dg_build_before(chart, p, out) : dg_build_after(chart, p, out);
}

/* A number stands for an hour beside a day, a part of it or between two ends. */
bool dg_en_number_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = true;
    if (!dg_can_be_hour(p[0]) || p[0]->a < 1 || has_decimals(chart, p[0]) || dg_counts_things(chart, p[0]))
        return false;
    return dg_give(out, dg_make_clock(chart, p[0]->a, -1, -1, DG_HALF_OPEN));
}

/* sat 5-7; Tuesday 11, tonight 8, at the end of what is said */
bool dg_en_day_hours(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[2]->when->kind == DG_WHEN_RANGE)
        return dg_build_at(chart, p, out);
    const struct dg_when *day = p[0]->when->kind == DG_WHEN_AT ? p[0]->when->a : p[0]->when;
    bool bare = day->kind == DG_WHEN_DAY || (day->kind == DG_WHEN_DATE && day->weekday && !day->day);
    return bare && dg_counts_nothing(chart, p[2]) && !p[1] && p[2]->when->hour <= 12 && dg_build_at(chart, p, out);
}

bool dg_en_in_the_parts(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->b = 1;
    return dg_give(out, dg_make_part(chart, p[2]->a, p[2]->b, p[2]->c));
}

/* at 4 or 5, 7 or 8pm: from the one to the other */
bool dg_en_either_hour(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *first = p[1]->when, *last = p[3]->when;
    if (first->kind != DG_WHEN_CLOCK || last->kind != DG_WHEN_CLOCK || last->hour % 12 != (first->hour + 1) % 12 ||
            last->minute > 0)
        return false;
    if (p[3]->symbol == DG_T_HOUR ? !p[0] || dg_counts_things(chart, p[3]) : last->half == DG_HALF_OPEN)
        return false;
    out->from = p[1]->start;
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, first, last));
}

/* 0900 to 1700 hours; two times without that word may be any numbers, except beside a day */
bool dg_en_joined_hours(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_item first = *p[1], last = *p[3];
    if (!give_joined(chart, p[1], DG_HALF_SURE, &first) || p[1]->b != 4)
        return false;
    bool said = p[3]->symbol == DG_T_C;
    if (said ? last.when->kind != DG_WHEN_CLOCK || last.when->half != DG_HALF_SURE
             : p[3]->b != 4 || !give_joined(chart, p[3], DG_HALF_SURE, &last))
        return false;
    out->weak = !said;
    return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, first.when, last.when));
}

/* 6 Jan 2017 - 6:37am: a clock behind a date with its year */
bool dg_en_dated_clock(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = p[0]->when, *clock = p[2]->when;
    return day->kind == DG_WHEN_DATE && day->year && day->day && clock->kind == DG_WHEN_CLOCK &&
            (clock->minute >= 0 || clock->half != DG_HALF_OPEN) && dg_build_at(chart, p, out);
}

/* from 6 til late: no end is said */
bool dg_en_until_late(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    bool late = p[3]->b == 1000 && p[3]->a && !p[3]->d;
    return late && p[2]->a == 1 && p[1]->when->kind == DG_WHEN_CLOCK && dg_build_since(chart, p, out);
}

/* 5 at the latest */
bool dg_en_hour_or_so(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *parts[DG_RULE_PARTS] = { p[0], NULL, p[1] };
    return p[1]->b == 1 && p[0]->when->kind == DG_WHEN_CLOCK && dg_en_or_so(chart, parts, out);
}
