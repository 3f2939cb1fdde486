/* The recogniser of time: cuts a message into stretches of words that can belong together, lets the grammar read each, and
 * reports the best readings that do not overlap. */
#include "intents/recogniser.h"
#include "intents/time_beside.h"
#include "intents/time_build.h"
#include "intents/time_words.h"

#include <assert.h>

static bool is_time(uint8_t symbol)
{
    return symbol >= DG_T_D && symbol <= DG_T_V;
}

/* The best readings (`whole`: the stretch is all that the message says, so that "sat" is the day): most bytes covered, then fewer and better ones. Filled from the right. */
struct choice {
    int32_t score;
    int16_t item; /* or -1: nothing begins here */
    uint8_t next;
};

static int32_t worth(const struct dg_item *item)
{
    return (item->end - item->start) * 1000 - 600 + item->rank;
}

/* fri or sat: what is weak alone is a day behind another one. */
static bool follows_a_day(const struct dg_chart *chart, const struct dg_item *item, uint8_t position)
{
    static const dg_symbols joints = S(OR) | S(AND) | S(SLASH);
    if (position < 2 || item->symbol != DG_T_D || !(chart->present[position - 1] & joints))
        return false;
    for (uint16_t i = chart->first[position - 2]; i < chart->last[position - 2]; i++) {
        const struct dg_item *before = &chart->items[i];
        if (before->to == position - 1 && before->symbol == DG_T_D && !before->weak && before->when->weekday)
            return true;
    }
    return false;
}

/* "after the game sat?": what is weak is a day where nothing else can be meant. */
static bool is_closing(const struct dg_scan *scan, const struct dg_words *s, const struct dg_item *item)
{
    return item->symbol == DG_T_D && dg_time_closes_phrase(scan, s->start + item->start, s->start + item->end);
}

static void choose(const struct dg_scan *scan, const struct dg_words *s, const struct dg_chart *chart, bool whole,
        struct choice *best)
{
    best[chart->positions] = (struct choice){ 0, -1, chart->positions };
    for (int p = chart->positions - 1; p >= 0; p--) {
        best[p] = (struct choice){ best[p + 1].score, -1, (uint8_t)(p + 1) };
        for (uint16_t i = chart->first[p]; i < chart->last[p]; i++) {
            const struct dg_item *item = &chart->items[i];
            bool block = item->symbol == DG_T_BLOCK; /* good morning: nothing in it is a time */
            bool alone = whole && p == 0 && item->to == chart->positions &&
                    (item->symbol == DG_T_D || item->symbol == DG_T_W || item->b == 1);
            if (!block &&
                    (!is_time(item->symbol) ||
                            (item->weak && !alone && !follows_a_day(chart, item, (uint8_t)p) &&
                                    !is_closing(scan, s, item)) ||
                            !item->when))
                continue;
            int32_t score = worth(item) + best[item->to].score;
            if (score > best[p].score)
                best[p] = (struct choice){ score, (int16_t)i, item->to };
        }
    }
}

static const struct dg_when *keep(const struct dg_when *w, struct dg_arena *arena)
{
    if (!w)
        return NULL;
    struct dg_when *copy = dg_arena_alloc(arena, sizeof *copy);
    if (!copy)
        return NULL;
    *copy = *w;
    copy->a = keep(w->a, arena);
    copy->b = keep(w->b, arena);
    return (w->a && !copy->a) || (w->b && !copy->b) ? NULL : copy;
}

/* 29 February 2019 is a time that was said, though there is no such day. */
static bool is_impossible_date(const struct dg_when *w)
{
    return w->kind == DG_WHEN_DATE && w->month && w->day > 28;
}

/* False when it cannot be: the 25th hour. */
static bool report(
        const struct dg_scan *scan, struct dg_sink *sink, const struct dg_words *s, const struct dg_item *item)
{
    struct dg_mark mark = dg_arena_mark(scan->arena);
    const struct dg_when *when = keep(item->when, scan->arena);
    size_t start = s->start + item->from, end = s->start + item->end;
    unsigned says = when ? dg_when_says(when) : 0;
    if (!when || dg_time_is_another(scan, start, end, says))
        return true;
    struct dg_when_hints hints = { .reference = scan->reference, .zone = scan->ctx->zone, .typical_hour = -1 };
    struct dg_mention m = { .type = DG_M_TIME,
        .message = scan->message,
        .start = (uint32_t)start,
        .end = (uint32_t)end,
        .when = when,
        .score = 0.9 };
    m.value.kind = DG_TIME;
    m.value.time = dg_when_resolve(when, &hints, scan->arena);
    if (!is_impossible_date(when) && when->kind != DG_WHEN_YEARS && !m.value.time.has_start && !m.value.time.has_end &&
            !(says & (DG_SAYS_DURATION | DG_SAYS_RECURRENCE | DG_SAYS_VAGUE))) {
        dg_arena_undo(scan->arena, mark);
        return false;
    }
    dg_sink_add(sink, &m);
    return true;
}

/* Of a range that cannot be what can: 3月2号 of 3月2号到2月30号. */
static void report_ends(const struct dg_scan *scan, struct dg_sink *sink, const struct dg_words *s,
        const struct dg_chart *chart, const struct dg_item *range)
{
    const struct dg_when *ends[] = { range->when->a, range->when->b };
    for (size_t e = 0; e < 2 && range->when->kind == DG_WHEN_RANGE; e++) {
        uint16_t i = 0;
        while (i < chart->item_count &&
                (chart->items[i].when != ends[e] || chart->items[i].start < range->start ||
                        chart->items[i].end > range->end))
            i++;
        if (i < chart->item_count)
            report(scan, sink, s, &chart->items[i]);
    }
}

/* The one word between two times that joins them, or a comma and the word: 下周三或周四, 明天上午或下午; NULL where there is more or
 * less. */
static const struct dg_item *joint_between(const struct dg_chart *chart, uint8_t from, uint8_t to)
{
    static const dg_symbols joints = S(OR) | S(AND) | S(COMMA);
    const struct dg_item *comma = NULL;
    for (uint16_t i = chart->first[from]; from < to && i < chart->last[from]; i++) {
        const struct dg_item *item = &chart->items[i];
        if (joints >> item->symbol & 1 && item->to == to)
            return item;
        if (item->symbol == DG_T_COMMA && item->to < to)
            comma = item;
    }
    for (uint16_t i = comma ? chart->first[comma->to] : 0; comma && i < chart->last[comma->to]; i++) {
        const struct dg_item *item = &chart->items[i];
        if (joints >> item->symbol & 1 && item->symbol != DG_T_COMMA && item->to == to)
            return item;
    }
    return NULL;
}

static bool is_clock_or_part(const struct dg_when *w)
{
    return w->kind == DG_WHEN_CLOCK || w->kind == DG_WHEN_PART;
}

/* The time, on another day; NULL when there is no more room. */
static const struct dg_when *on_day(struct dg_chart *chart, const struct dg_when *w, struct dg_when day)
{
    struct dg_when outer = *w;
    outer.a = dg_chart_node(chart, day);
    return w->kind != DG_WHEN_AT || !outer.a ? outer.a : dg_chart_node(chart, outer);
}

static const struct dg_when *in_the_week_of(
        struct dg_chart *chart, const struct dg_when *first, const struct dg_when *w)
{
    const struct dg_when *day = first->kind == DG_WHEN_AT ? first->a : first;
    const struct dg_when *date = w->kind == DG_WHEN_AT ? w->a : w;
    bool weekday = date->kind == DG_WHEN_DATE && date->weekday && !date->day;
    if (!weekday || day->kind != DG_WHEN_NTH || day->a->kind != DG_WHEN_DATE || day->b->kind != DG_WHEN_UNIT)
        return w;
    struct dg_when moved = *day;
    moved.a = date;
    return on_day(chart, w, moved);
}

/* Another day of the month that `date` is in. */
static struct dg_when later_day(const struct dg_when *date, int day)
{
    struct dg_when later = *date;
    later.day = (int8_t)day;
    later.weekday = 0;
    return later;
}

/* 5月3号、5号: the later day is of the same month. */
static const struct dg_when *in_the_month_of(
        struct dg_chart *chart, const struct dg_when *first, const struct dg_when *w)
{
    const struct dg_when *day = first->kind == DG_WHEN_AT ? first->a : first;
    const struct dg_when *date = w->kind == DG_WHEN_AT ? w->a : w;
    bool dated = day->kind == DG_WHEN_DATE && day->month && day->day;
    if (!dated || date->kind != DG_WHEN_DATE || date->month || date->year || date->weekday || date->day <= day->day)
        return w;
    return on_day(chart, w, later_day(day, date->day));
}

/* tomorrow and the day after */
static const struct dg_when *counted_from(struct dg_chart *chart, const struct dg_when *day, const struct dg_when *w)
{
    struct dg_when moved = { .kind = DG_WHEN_SHIFT, .a = day, .b = dg_make_duration(chart, DG_UNIT_DAY, 1), .n = w->n };
    return moved.b ? dg_chart_node(chart, moved) : NULL;
}

/* What the second time means beside the first; the second itself where it needs nothing. */
static const struct dg_when *beside(
        struct dg_chart *chart, const struct dg_when *first, const struct dg_item *joint, const struct dg_when *w)
{
    const struct dg_when *whole = w;
    if (is_clock_or_part(w) && first->kind == DG_WHEN_AT && is_clock_or_part(first->b)) {
        struct dg_when at = *first, clock = *w;
        if (w->kind == DG_WHEN_CLOCK && w->half == DG_HALF_OPEN && w->hour <= 12)
            clock.half = first->b->half;
        at.b = dg_chart_node(chart, clock);
        whole = at.b ? dg_chart_node(chart, at) : NULL;
    } else if (w->kind == DG_WHEN_DAY && w->included) {
        whole = counted_from(chart, first->kind == DG_WHEN_AT ? first->a : first, w);
    } else if (joint->languages == DG_IN_ZH || joint->a == 1 || joint->symbol == DG_T_OR) {
        const struct dg_when *day = in_the_month_of(chart, first, w);
        whole = day ? in_the_week_of(chart, first, day) : NULL;
    }
    return whole ? whole : w;
}

/* The date that a time ends with: of a range its last. */
static const struct dg_when *last_date(const struct dg_when *w)
{
    if (w->kind == DG_WHEN_RANGE)
        w = w->b;
    return w->kind == DG_WHEN_DATE && w->day ? w : NULL;
}

/* Whether a number that stands at the end of a list of days goes on as such a list does. */
static bool ends_a_list(const struct dg_chart *chart, const struct dg_item *number)
{
    static const dg_symbols joints = S(OR) | S(AND) | S(COMMA) | S(CLOSES);
    bool ordinal = number->symbol == DG_T_ORD;
    if (number->to == chart->positions)
        return ordinal || chart->closed;
    return (chart->present[number->to] & joints) != 0;
}

/* May 5, 6 and 9; the 5th and 9th: the next day of a list that begins with a date; NULL: there is none at the position. */
static struct dg_item *listed_day(struct dg_chart *chart, const struct dg_item *before, uint8_t position)
{
    const struct dg_when *date = before ? last_date(before->when) : NULL;
    if (!date || date->year || !joint_between(chart, before->to, position))
        return NULL;
    for (uint16_t i = chart->first[position]; i < chart->last[position]; i++) {
        struct dg_item *n = &chart->items[i];
        bool ordinal = n->symbol == DG_T_ORD, number = n->symbol == DG_T_NUM && date->month;
        if ((!ordinal && !number) || n->b < 1 || n->b > 2 || n->a <= date->day || n->a > 31 || !ends_a_list(chart, n))
            continue;
        n->when = dg_chart_node(chart, later_day(date, n->a));
        return n->when ? n : NULL;
    }
    return NULL;
}

/* the 5th, 6th and 7th of May: the month of what follows is that of the day before it */
static const struct dg_when *with_month_behind(
        struct dg_chart *chart, const struct choice *best, const struct dg_item *item)
{
    const struct dg_when *w = item->when;
    bool open = w->kind == DG_WHEN_DATE && w->day && !w->month && !w->weekday;
    uint8_t after = (uint8_t)(item->to + 1);
    if (!open || after >= chart->positions || best[after].item < 0 || !joint_between(chart, item->to, after))
        return w;
    const struct dg_when *next = chart->items[best[after].item].when, *date = next ? last_date(next) : NULL;
    if (!date || !date->month || date->day <= w->day)
        return w;
    struct dg_when whole = *w;
    whole.month = date->month;
    whole.year = date->year;
    const struct dg_when *node = dg_chart_node(chart, whole);
    return node ? node : w;
}

/* Thursday or Friday next week: the week of what follows is that of the weekday before it */
static const struct dg_when *with_week_behind(
        struct dg_chart *chart, const struct choice *best, const struct dg_item *item)
{
    const struct dg_when *w = item->when, *next = NULL;
    uint8_t after = (uint8_t)(item->to + 1);
    bool open = w->kind == DG_WHEN_DATE && w->weekday && !w->day;
    if (open && after < chart->positions && best[after].item >= 0 && joint_between(chart, item->to, after) &&
            chart->present[after] & S(WEEKDAY))
        next = chart->items[best[after].item].when;
    if (!next || next->kind != DG_WHEN_NTH || next->a->kind != DG_WHEN_DATE || next->a->weekday <= w->weekday)
        return w;
    const struct dg_when *whole = in_the_week_of(chart, next, w);
    return whole ? whole : w;
}

/* Reports the best readings of a chart. */
static void report_best(
        const struct dg_scan *scan, struct dg_sink *sink, const struct dg_words *s, struct dg_chart *chart)
{
    struct choice best[DG_CHART_POSITIONS + 1];
    size_t after = s->end;
    while (after < s->text.len && strchr(".!? ", s->text.at[after]))
        after++;
    bool whole = s->start == 0 && after == s->text.len;
    choose(scan, s, chart, whole, best);
    struct dg_item *before = NULL;
    for (uint8_t p = 0; p < chart->positions; p = best[p].next) {
        struct dg_item *item = best[p].item >= 0 ? &chart->items[best[p].item] : listed_day(chart, before, p);
        if (!item || !item->when)
            continue;
        item->when = with_month_behind(chart, best, item);
        item->when = with_week_behind(chart, best, item);
        const struct dg_item *joint = before ? joint_between(chart, before->to, p) : NULL;
        if (joint)
            item->when = beside(chart, before->when, joint, item->when);
        if (!report(scan, sink, s, item))
            report_ends(scan, sink, s, chart, item);
        before = item;
    }
}

/* Where 03/04 is the 3rd of April: not in America, and in the far east only when the year comes last. */
static bool day_first(const struct dg_scan *scan, bool with_year)
{
    static const char *const month_first[] = { "", "US", "PH", "CN", "TW", "HK", "MO", "JP", "KR" };
    size_t count = with_year ? 3 : sizeof month_first / sizeof month_first[0];
    for (size_t i = 0; i < count; i++) {
        if (strcmp(scan->ctx->region, month_first[i]) == 0)
            return false;
    }
    return true;
}

enum {
    NODES_OF_ONE = 4
}; /* a time may take so many when it is reported: a day of a list, its month, two beside another */

/* False when the stretch needs more room than the chart has. */
static bool fill(struct dg_chart *chart, const struct dg_scan *scan, const struct dg_words *s)
{
    chart->positions = s->positions;
    chart->closed = s->end >= s->text.len || strchr(".!?;\n", s->text.at[s->end]) != NULL;
    chart->day_first = day_first(scan, false);
    chart->year_last_day_first = day_first(scan, true);
    dg_chart_parse(chart, s->words, s->word_positions, s->word_count);
    return !chart->full && chart->node_count + NODES_OF_ONE * chart->positions <= chart->node_room;
}

/* Charts are scratch that dies with the call: on the stack they cost nothing, and stay within what dg_read may take. A large
 * one touches many pages, so it is there only for those who need it. */
enum { FEW = 128, CHART_STACK_BYTES = 192 * 1024 };
static_assert(sizeof(struct dg_words) + 2 * sizeof(struct dg_chart) + (FEW + DG_CHART_ITEMS) * sizeof(struct dg_item) +
                        (FEW + DG_CHART_NODES) * sizeof(struct dg_when) <=
                CHART_STACK_BYTES,
        "the charts outgrow the stack");

__attribute__((noinline)) static void read_long(
        const struct dg_scan *scan, struct dg_sink *sink, const struct dg_words *s)
{
    struct dg_item items[DG_CHART_ITEMS];
    struct dg_when nodes[DG_CHART_NODES];
    struct dg_chart chart;
    chart.items = items;
    chart.item_room = DG_CHART_ITEMS;
    chart.nodes = nodes;
    chart.node_room = DG_CHART_NODES;
    fill(&chart, scan, s);
    report_best(scan, sink, s, &chart);
}

static void read_stretch(const struct dg_scan *scan, struct dg_sink *sink, const struct dg_words *s)
{
    struct dg_item items[FEW];
    struct dg_when nodes[FEW];
    struct dg_chart chart;
    chart.items = items;
    chart.nodes = nodes;
    chart.item_room = chart.node_room = FEW;
    if (fill(&chart, scan, s))
        report_best(scan, sink, s, &chart);
    else
        read_long(scan, sink, s);
}

static void scan_time(const struct dg_scan *scan, struct dg_sink *sink)
{
    struct dg_words s;
    dg_words_init(&s, scan->text->folded, scan->lexicon);
    for (size_t at = 0; dg_words_gather(&s, at); at = s.end > at ? s.end : at + 1) {
        if (!s.strong)
            continue;
        dg_words_settle(&s);
        read_stretch(scan, sink, &s);
    }
}

const struct dg_recogniser dg_recogniser_time = { "time", scan_time };
