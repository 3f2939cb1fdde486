/* Offsets from UTC in figures, behind a clock (RFC 2822, RFC 3339) or behind the name of UTC: +08:00, -0500, GMT+9. */
#include "intents/time_build.h"

enum { EAST_MIN = 14 * 60 }; /* the farthest that a zone is ahead */

static bool touch(const struct dg_item *a, const struct dg_item *b)
{
    return a->end == b->start;
}

/* The minutes of 08:00, 0800 and, where short ones are allowed, 8; negative: it is no offset. */
static int offset_minutes(
        const struct dg_item *hours, const struct dg_item *colon, const struct dg_item *minutes, bool may_be_short)
{
    int sum = -1;
    if (colon && minutes && minutes->b == 2 && dg_can_be_minute(minutes) && (hours->b == 2 || may_be_short))
        sum = hours->a * 60 + minutes->a;
    else if (!colon && !minutes && hours->b == 4 && hours->a % 100 < 60)
        sum = hours->a / 100 * 60 + hours->a % 100;
    else if (!colon && !minutes && may_be_short && hours->b <= 2)
        sum = hours->a * 60;
    return sum > EAST_MIN ? -1 : sum;
}

/* 10:00:00+02:00, 10:00:00 -0500; but 10:00-11:00 is a range */
bool dg_build_offset(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    const struct dg_when *time = p[0]->when, *clock = time->kind == DG_WHEN_AT ? time->b : time;
    int minutes = offset_minutes(p[2], p[3], p[4], false);
    bool plus = p[1]->symbol == DG_T_PLUS && p[3] && clock->minute >= 0; /* 9:00+08:00 is no range */
    if (clock->kind != DG_WHEN_CLOCK || (clock->second < 0 && !plus) || dg_when_says(time) & DG_SAYS_ZONE ||
            minutes < 0 || !touch(p[1], p[2]) || (p[3] && !touch(p[0], p[1])))
        return false;
    return dg_give(out, dg_make_offset(chart, time, p[1], minutes));
}

/* UTC+8, GMT-3:30, GMT+0900; but "15:00 GMT - 18:00 GMT" is a range */
bool dg_build_zone_offset(struct dg_chart *chart, const struct dg_item *const *p, struct dg_item *out)
{
    (void)chart;
    int minutes = offset_minutes(p[2], p[3], p[4], true);
    bool touching = touch(p[0], p[1]) && touch(p[1], p[2]);
    if (p[0]->a != 0 || p[0]->b != 0 || minutes < 0 || (p[1]->symbol == DG_T_DASH && !touching))
        return false;
    out->a = p[1]->symbol == DG_T_DASH ? -minutes : minutes;
    return true;
}
