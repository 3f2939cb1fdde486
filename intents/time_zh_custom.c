/* Chinese time by old custom: the years of a reign, the twelve watches of the day; and how shops say when they are open. */
#include "intents/time_zh.h"

/* 雍正元年 */
bool dg_zh_first_year(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a != 1)
        return false;
    out->a = p[0]->a + 1;
    out->b = 1;
    return dg_give(out, dg_make_date(chart, out->a, 0, 0, 0));
}

/* 午时三刻: quarters of an hour from where the watch of two hours begins */
bool dg_zh_watch_quarter(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { QUARTERS = 7, A_QUARTER_MIN = 15, DAY_MIN = 24 * 60, WATCH = 2 };
    if (p[0]->d != WATCH || p[1]->a < 1 || p[1]->a > QUARTERS)
        return false;
    int minute = (p[0]->a + p[1]->a * A_QUARTER_MIN) % DAY_MIN;
    return dg_give(out, dg_make_clock(chart, minute / 60, minute % 60, -1, DG_HALF_SURE));
}

/* 早九晚五, 早8晚10 */
bool dg_zh_open_hours(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_item *open = p[1], *close = p[4];
    if (p[0]->c != DG_HALF_AM || p[3]->c != DG_HALF_EVENING || p[0]->d != 1 || p[3]->d != 1 || !dg_can_be_hour(open) ||
            !dg_can_be_hour(close) || open->a > 12 || close->a > 12 || (p[2] != NULL) != (p[5] != NULL) ||
            dg_zh_counts_on(chart, p[5] ? p[5] : close))
        return false;
    return dg_give(out,
            dg_make_both(chart, DG_WHEN_RANGE, dg_make_clock(chart, open->a, -1, -1, DG_HALF_AM),
                    dg_make_clock(chart, close->a, -1, -1, DG_HALF_PM)));
}

/* 今晚子时, 今晚深夜, 今晚凌晨: the later hours of a night that is named */
bool dg_zh_night_of(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    enum { DAY_MIN = 24 * 60, SMALL_HOURS_END = 6 * 60 };
    const struct dg_when *night = p[0]->when, *piece = p[2]->when;
    if (night->kind != DG_WHEN_AT || night->b->kind != DG_WHEN_PART || night->b->half != DG_HALF_EVENING ||
            piece->kind != DG_WHEN_PART || p[2]->weak)
        return false;
    bool late = piece->half == DG_HALF_NIGHT, small = piece->half == DG_HALF_AM && piece->to_min <= SMALL_HOURS_END;
    int day_on = small ? DAY_MIN : 0;
    return (late || small) &&
            dg_give(out,
                    dg_make_at(chart, night->a,
                            dg_make_part(chart, piece->from_min + day_on, piece->to_min + day_on, piece->half)));
}

/* 周六一下午: the whole of it */
bool dg_zh_whole_part(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    if (p[1]->a != 1 || p[1]->languages != DG_IN_ZH || p[2]->d)
        return false;
    return dg_give(out, dg_make_at(chart, p[0]->when, dg_make_part(chart, p[2]->a, p[2]->b, p[2]->c)));
}
