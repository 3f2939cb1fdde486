/* Builders that several languages share: single words, units, durations, repetitions, pieces. */
#include "intents/time_build.h"

const struct dg_item *dg_part_of(const struct dg_item *const *p, dg_symbols set)
{
    for (int i = 0; i < DG_RULE_PARTS; i++) {
        if (p[i] && set >> p[i]->symbol & 1)
            return p[i];
    }
    return NULL;
}

const struct dg_item *dg_when_part(const struct dg_item *const *p, bool last)
{
    for (int n = 0; n < DG_RULE_PARTS; n++) {
        const struct dg_item *part = p[last ? DG_RULE_PARTS - 1 - n : n];
        if (part && part->when)
            return part;
    }
    return NULL;
}

static bool take_over(const struct dg_item *from, struct dg_item *out)
{
    out->when = from->when;
    out->weak = from->weak;
    out->a = from->a;
    out->from = from->start; /* small words before it are no part of the time */
    return true;
}

bool dg_build_0(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    return take_over(p[0], out);
}

bool dg_build_1(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    return take_over(p[1], out);
}

bool dg_build_2(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    return take_over(p[2], out);
}

bool dg_build_strong_0(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    return dg_give(out, p[0]->when);
}

bool dg_build_strong_1(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    out->from = p[1]->start;
    return dg_give(out, p[1]->when);
}

bool dg_build_strong_2(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    out->from = p[2]->start;
    return dg_give(out, p[2]->when);
}

bool dg_build_day(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = p[0]->b == 1;
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_DAY, .n = p[0]->a }));
}

bool dg_build_daypart(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *day = dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_DAY, .n = p[0]->a });
    return dg_give(out, dg_make_at(chart, day, dg_make_part(chart, p[0]->b, p[0]->c, p[0]->d)));
}

bool dg_build_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    out->weak = p[0]->d == 1;
    return dg_give(out, dg_make_part(chart, p[0]->a, p[0]->b, p[0]->c));
}

bool dg_build_weekday(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    dg_symbols joint = S(AND) | S(OR) | S(SLASH);
    bool joined = chart->present[p[0]->to] & joint && p[0]->to + 1 < chart->positions &&
            chart->present[p[0]->to + 1] & S(WEEKDAY); /* sat or sun */
    out->weak = p[0]->b == 1 && !joined;
    return dg_give(out, dg_make_date(chart, 0, 0, 0, p[0]->a));
}

bool dg_build_now(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *now = dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_NOW, .n = p[0]->a });
    enum { BEFORE = 1, WITHIN = 2 };
    if (p[0]->b == WITHIN) { /* year to date */
        out->symbol = DG_T_R;
        return dg_give(out, dg_make_both(chart, DG_WHEN_RANGE, dg_make_unit(chart, p[0]->c, 0), now));
    }
    if (!now || p[0]->b != BEFORE)
        return dg_give(out, now);
    out->symbol = DG_T_O; /* up to now, till date */
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_BEFORE, .a = now, .included = true }));
}

bool dg_build_vague(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)p;
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_VAGUE }));
}

bool dg_build_holiday(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    struct dg_when w = { .kind = DG_WHEN_HOLIDAY };
    w.holiday = dg_holiday_of(p[0]->value);
    if (w.holiday.kind >= DG_HOLIDAY_COUNT)
        return false;
    const struct dg_when *day = dg_chart_node(chart, w);
    if (!w.holiday.to_min)
        return dg_give(out, day);
    return dg_give(
            out, dg_make_at(chart, day, dg_make_part(chart, w.holiday.from_min, w.holiday.to_min, DG_HALF_EVENING)));
}

static bool give_numbered(struct dg_chart *chart, int kind, const struct dg_item *p, struct dg_item *out)
{
    out->weak = p->b == 1;
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = (uint8_t)kind, .n = p->a }));
}

bool dg_build_season(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_numbered(chart, DG_WHEN_SEASON, p[0], out);
}

bool dg_build_quarters(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_numbered(chart, DG_WHEN_QUARTER, p[0], out);
}

bool dg_build_halfyear(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_numbered(chart, DG_WHEN_HALF_YEAR, p[0], out);
}

bool dg_build_clockword(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *w = dg_make_clock(chart, p[0]->a, -1, -1, p[0]->c ? DG_HALF_OPEN : DG_HALF_SURE);
    struct dg_when copy = w ? *w : (struct dg_when){ 0 };
    copy.around = p[0]->c == 1; /* sevenish */
    return w && dg_give(out, dg_chart_node(chart, copy));
}

bool dg_build_rel_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *rel = dg_part_of(p, S(REL)), *unit = dg_part_of(p, S(UNIT));
    bool zh = rel->languages == DG_IN_ZH;
    if (rel->a < -3 || unit->c || (zh && (rel->b || (rel->a && unit->a == DG_UNIT_DAY)))) /* 然后周围, 下天 */
        return false;
    if (rel->b && rel->a > 0 && unit->a == DG_UNIT_WEEKEND) /* the coming weekend is that of this week */
        return dg_give(out,
                dg_chart_node(chart,
                        (struct dg_when){
                                .kind = DG_WHEN_COUNT, .n = rel->a, .a = dg_make_each(chart, DG_UNIT_WEEKEND) }));
    enum { A_FEW = 3 };
    if (rel->b && unit->d == 1) /* the coming weeks */
        return rel->a != 0 &&
                dg_give(out,
                        dg_chart_node(chart,
                                (struct dg_when){
                                        .kind = DG_WHEN_SPAN, .unit = (uint8_t)unit->a, .n = A_FEW * rel->a }));
    if ((rel->b && rel->a < 0) || unit->b > 1 ||
            unit->a < DG_UNIT_DAY) /* the past week, the next fortnight, the next hour: up to now or from now */
        return rel->a != 0 &&
                dg_give(out,
                        dg_chart_node(chart,
                                (struct dg_when){
                                        .kind = DG_WHEN_SPAN, .unit = (uint8_t)unit->a, .n = rel->a * unit->b }));
    return dg_give(out, dg_make_unit(chart, unit->a, rel->a));
}

bool dg_build_rel_weekday(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *rel = dg_part_of(p, S(REL)), *weekday = dg_part_of(p, S(WEEKDAY));
    const struct dg_when *date = dg_make_date(chart, 0, 0, 0, weekday->a);
    if (!date || rel->a < -3)
        return false;
    if (rel->b)
        return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_COUNT, .n = rel->a, .a = date }));
    return dg_give(out, dg_make_nth(chart, 1, date, dg_make_unit(chart, DG_UNIT_WEEK, rel->a)));
}

bool dg_build_weekday_in(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *weekday = dg_part_of(p, S(WEEKDAY)), *week = dg_part_of(p, S(W));
    const struct dg_when *w = week->when;
    bool numbered = w->kind == DG_WHEN_NTH && w->a->kind == DG_WHEN_EACH && w->a->unit == DG_UNIT_WEEK && w->span <= 1;
    if (!numbered && (w->kind != DG_WHEN_UNIT || w->unit != DG_UNIT_WEEK)) /* Monday of week 12 */
        return false;
    return dg_give(out, dg_make_nth(chart, 1, dg_make_date(chart, 0, 0, 0, weekday->a), week->when));
}

bool dg_build_nth_day_in(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *number = dg_part_of(p, S(NUM) | S(ORD)), *month = dg_part_of(p, S(W));
    const struct dg_when *w = month->when;
    const struct dg_item *unit = dg_part_of(p, S(UNIT));
    if (number->a < 1 || number->a > 31 || (unit && (unit->a != DG_UNIT_DAY || unit->c)))
        return false;
    if (w->kind == DG_WHEN_DATE && w->month && !w->day)
        return dg_give(out, dg_make_date(chart, w->year, w->month, number->a, 0));
    if (w->kind == DG_WHEN_LUNAR && w->month && !w->day && number->a <= 30) {
        struct dg_when copy = *w;
        copy.day = (int8_t)number->a;
        return dg_give(out, dg_chart_node(chart, copy));
    }
    if (w->kind == DG_WHEN_UNIT &&
            w->unit == DG_UNIT_MONTH) /* "the month" alone is the next in which there is that day */
        return dg_give(out,
                month->weak ? dg_make_date(chart, 0, 0, number->a, 0)
                            : dg_make_nth(chart, number->a, dg_make_each(chart, DG_UNIT_DAY), w));
    return w->kind == DG_WHEN_NTH && w->a->kind == DG_WHEN_DATE && w->a->month && !w->a->day &&
            dg_give(out, dg_make_nth(chart, number->a, dg_make_each(chart, DG_UNIT_DAY), w));
}

static bool is_year_unit(const struct dg_when *w)
{
    return w->kind == DG_WHEN_UNIT && w->unit == DG_UNIT_YEAR;
}

bool dg_build_in_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *first = dg_when_part(p, false), *last = dg_when_part(p, true), *year = dg_part_of(p, S(YEAR));
    if (year) {
        const struct dg_item *date = first && first != year ? first : last;
        if (!date || date == year || !date->when || !dg_wants_year(date->when))
            return false;
        return dg_give(out, dg_with_year(chart, date->when, year->a));
    }
    if (first == last)
        return false;
    const struct dg_item *unit = is_year_unit(first->when) ? first : last, *date = unit == first ? last : first;
    if (!is_year_unit(unit->when) || !dg_wants_year(date->when))
        return false;
    const struct dg_when *d = date->when;
    if (d->kind == DG_WHEN_EDGE || d->kind == DG_WHEN_NTH || d->kind == DG_WHEN_AT || d->kind == DG_WHEN_RANGE)
        return false;
    return dg_give(out, dg_make_nth(chart, 1, d, unit->when));
}

bool dg_build_number_unit(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *number = dg_part_of(p, S(NUM) | S(DEC) | S(QUANTITY) | S(AN)), *unit = dg_part_of(p, S(UNIT));
    double amount = !number || number->symbol == DG_T_AN ? 1 : number->symbol == DG_T_DEC ? number->number : number->a;
    if (unit->a == DG_UNIT_QUARTER) /* three quarters are a number */
        out->weak = true;
    if (unit->c == 1 && amount > 999) /* 1,674 m */
        return false;
    out->weak |= unit->c == 2 || (unit->c == 1 && unit->a != DG_UNIT_HOUR);
    if (number && number->symbol == DG_T_AN && unit->a == DG_UNIT_SECOND) /* a second wave */
        out->weak = true;
    if (dg_part_of(p, S(HALF)))
        amount += number ? 0.5 : -0.5; /* an hour and a half; half an hour */
    return dg_give(out, dg_make_duration(chart, unit->a, amount * dg_times_of(unit)));
}

bool dg_build_durations(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *a = dg_when_part(p, false)->when, *b = dg_when_part(p, true)->when;
    struct dg_when sum = *a;
    for (int u = 0; u < DG_UNIT_AMOUNTS; u++) {
        if (b->amounts[u] > 0 && a->amounts[u] > 0)
            return false;
        sum.amounts[u] += b->amounts[u];
    }
    if (dg_duration_finest(b) >= dg_duration_finest(a)) /* from coarse to fine */
        return false;
    return dg_give(out, dg_chart_node(chart, sum));
}

static bool give_shift(struct dg_chart *chart, const struct dg_item *const *p, int sign, struct dg_item *out)
{
    const struct dg_item *amount = dg_part_of(p, S(U));
    const struct dg_item *way = dg_part_of(p, S(HENCE) | S(AGO));
    bool led = p[0]->symbol == DG_T_IN || (way && way->a == 1); /* in a second, 5m from now */
    if (amount->weak && !led && amount->when->amounts[DG_UNIT_DAY] == 0)
        return false;
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){
                            .kind = DG_WHEN_SHIFT, .b = amount->when, .n = sign, .calendar = way && way->b == 1 }));
}

bool dg_build_ago(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_shift(chart, p, -1, out);
}

bool dg_build_hence(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return give_shift(chart, p, 1, out);
}

/* 推迟一小时, push it back an hour; 提前一小时 alone, for 提前一小时到 is when somebody comes */
bool dg_build_move(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *way = p[0], *amount = dg_part_of(p, S(U));
    if (amount->weak || (!way->b && !dg_counts_nothing(chart, amount)))
        return false;
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_MOVE, .b = amount->when, .n = way->a }));
}

bool dg_build_within(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    return dg_give(out, dg_chart_node(chart, (struct dg_when){ .kind = DG_WHEN_REST, .a = dg_part_of(p, S(U))->when }));
}

bool dg_build_every(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *unit = dg_part_of(p, S(UNIT) | S(FREQUENCY)),
                         *number = dg_part_of(p, S(NUM) | S(ORD) | S(QUANTITY));
    const struct dg_item *each = dg_part_of(p, S(EVERY));
    const struct dg_item *once = dg_part_of(p, S(ONCE));
    if (once && once->a > 1) /* so many times a day */
        return false;
    if (once && once->a == 1 && !dg_part_of(p, S(AN))) /* one week is no repetition, one a week is */
        return false;
    int n = (number ? number->a : 1) * unit->b * (each && each->a > 1 ? each->a : 1);
    struct dg_when w = { .kind = DG_WHEN_EVERY, .unit = (uint8_t)unit->a, .n = n };
    if (n < 1 || unit->c == 1 || (unit->c == 2 && !number)) /* every night is a part of the day */
        return false;
    if (unit->a == DG_UNIT_WORKDAY)
        w.weekdays = 0x3E;
    if (unit->a == DG_UNIT_WEEKEND)
        w.weekdays = 0xC0;
    return dg_give(out, dg_chart_node(chart, w));
}

bool dg_build_every_weekday(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *day = dg_part_of(p, S(WEEKDAY) | S(WEEKDAYS)), *number = dg_part_of(p, S(NUM) | S(ORD));
    unsigned set = dg_weekdays_named(day);
    const struct dg_when *first = day->a <= 7 ? dg_make_date(chart, 0, 0, 0, day->a) : NULL;
    const struct dg_item *each = dg_part_of(p, S(EVERY));
    if (day->b == 1 && day->symbol == DG_T_WEEKDAYS && !each) /* a weekday, a weekend */
        return false;
    return dg_give(out,
            dg_chart_node(chart,
                    (struct dg_when){ .kind = DG_WHEN_EVERY,
                            .unit = DG_UNIT_WEEK,
                            .n = number                   ? number->a
                                    : each && each->a > 1 ? each->a
                                                          : 1,
                            .weekdays = (uint8_t)set,
                            .a = first }));
}

bool dg_build_at_every(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *every = dg_part_of(p, S(E)),
                         *clock = dg_when_part(p, false) == every ? dg_when_part(p, true) : dg_when_part(p, false);
    struct dg_when copy = *every->when;
    bool hour = clock->symbol == DG_T_C || clock->symbol == DG_T_R,
         weekly = copy.unit == DG_UNIT_WEEK && !copy.weekdays;
    if ((copy.a && copy.a->kind == DG_WHEN_AT) || (weekly && hour && every->end == clock->start)) /* 每周一八点 */
        return false;
    if (clock->symbol == DG_T_D || clock->symbol == DG_T_W)
        copy.a = copy.a ? NULL : clock->when;
    else
        copy.a = !copy.a                       ? clock->when
                : copy.a->kind == DG_WHEN_PART ? dg_in_half(chart, clock->when, copy.a->half)
                                               : dg_make_at(chart, copy.a, clock->when);
    return copy.a && dg_give(out, dg_chart_node(chart, copy));
}

/* The unit of a whole, where a word like EOM wants a certain one. */
static int unit_of(const struct dg_when *w)
{
    int wide = w->kind == DG_WHEN_UNIT ? w->unit : w->month ? DG_UNIT_MONTH : DG_UNIT_YEAR;
    return dg_when_says(w) & DG_SAYS_DAY ? DG_UNIT_DAY : wide;
}

bool dg_build_edge(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *edge = dg_part_of(p, S(EDGE) | S(LATE)), *whole = dg_when_part(p, false);
    struct dg_when w = { .kind = DG_WHEN_EDGE, .from_min = (int16_t)edge->a, .to_min = (int16_t)edge->b };
    const struct dg_item *unit = dg_part_of(p, S(UNIT));
    if (edge->symbol == DG_T_EDGE && edge->d && !dg_part_of(p, S(OF))) /* I start next week */
        return false;
    w.a = whole ? whole->when : unit && !unit->c && unit->a >= DG_UNIT_DAY ? dg_make_unit(chart, unit->a, 0) : NULL;
    if ((unit && !w.a) || (w.a && edge->c && edge->c != unit_of(w.a)))
        return false;
    if (!w.a)
        w.a = edge->c ? dg_make_unit(chart, edge->c, 0) : NULL;
    return w.a && dg_give(out, dg_chart_node(chart, w));
}
