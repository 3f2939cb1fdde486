/* The time grammar of Chinese. */
#include "intents/time_zh.h"
#include "intents/time_build.h"
#include "intents/time_rules.h"

#define DE M(S(OF))
#define GE M(S(GE))
#define WHOLE (S(D) | S(W) | S(C) | S(A) | S(P) | S(S))

static const struct dg_rule rules[] = {
    /* dates */
    { DG_T_YEAR, 60, dg_zh_year, { S(NUM), S(NIAN) } },
    { DG_T_YEAR, 61, dg_zh_era_year, { S(ERA), S(NUM), S(NIAN) } },
    { DG_T_W, 55, dg_zh_rel_year, { S(YEARWORD) } },
    { DG_T_W, 55, dg_zh_month, { S(NUM), S(YUE) } },
    { DG_T_D, 58, dg_zh_month_day, { S(NUM), S(YUE), S(NUM), M(S(HAO)) } },
    { DG_T_D, 52, dg_zh_day_of_month, { S(NUM), S(HAO) } },
    { DG_T_D, 58, dg_zh_dotted_day, { S(NUM), S(DOT), S(NUM), S(HAO) } },
    { DG_T_A, 64, dg_zh_dotted_day_at, { S(NUM), S(DOT), S(NUM), S(P) | S(C) } },
    { DG_T_D, 57, dg_build_nth_day_in, { S(W), DE, S(NUM), M(S(HAO)) } },
    { DG_T_W, 55, dg_zh_lunar_month, { S(LMONTH) } },
    { DG_T_W, 57, dg_zh_said_lunar_month, { S(LEAP) | S(LUNAR), S(NUM), S(YUE) } },
    { DG_T_D, 60, dg_zh_lunar_day, { S(W), S(LDAY) } },
    { DG_T_D, 50, dg_zh_bare_lunar_day, { S(LDAY) } },
    { DG_T_D, 58, dg_zh_day_before_new_year, { S(NIAN), S(LDAY) } },
    { DG_T_D, 61, dg_zh_as_lunar, { S(LUNAR), S(D) } },
    { DG_T_W, 61, dg_zh_as_lunar, { S(LUNAR), S(W) } },
    { DG_T_D, 62, dg_zh_year_then_lunar, { S(YEAR), S(D) } },
    { DG_T_W, 62, dg_zh_year_then_lunar, { S(YEAR), S(W) } },
    { DG_T_D, 60, dg_zh_year_date, { S(YEAR), M(S(OF)), S(D) } },
    { DG_T_W, 60, dg_zh_year_date, { S(YEAR), M(S(OF)), S(W) } },
    { DG_T_D, 60, dg_zh_rel_year_date, { S(W), M(S(OF)), S(D) } },
    { DG_T_W, 60, dg_zh_rel_year_date, { S(W), M(S(OF)), S(W) } },
    { DG_T_D, 57, dg_zh_nth_in, { S(W), DE, S(ORD) | S(REL), GE, S(WEEKDAY) } },
    { DG_T_W, 57, dg_zh_nth_in, { S(W), DE, S(ORD) | S(REL), GE, S(UNIT) } },
    { DG_T_W, 54, dg_zh_numbered_unit, { S(ORD), GE, S(UNIT) } },
    { DG_T_W, 56, dg_zh_quarter, { S(ORD) | S(NUM), GE, S(UNIT) } },
    { DG_T_W, 58, dg_zh_some_of, { S(W), DE, S(REL), S(NUM), GE, S(UNIT) } },
    { DG_T_W, 57, dg_zh_decade, { M(S(NUM)), M(S(UNIT)), S(NUM), S(UNIT) } },
    { DG_T_W, 58, dg_zh_decade_in, { S(W), DE, S(NUM), S(UNIT) } },
    { DG_T_W, 56, dg_zh_century, { S(NUM), S(UNIT) } },
    { DG_T_W, 58, dg_zh_wide_edge, { S(W), DE, S(EDGE) } },
    { DG_T_W, 52, dg_zh_edge_alone, { S(EDGE) } },
    { DG_T_W, 55, dg_zh_half_of, { S(LATE), S(UNIT) } },
    { DG_T_W, 50, dg_zh_all_unit, { S(ALL), S(UNIT) } },
    { DG_T_D, 56, dg_zh_whole_day, { S(D), M(S(OF)), S(ALL), S(UNIT) } },
    { DG_T_P, 50, dg_build_strong_1, { S(ALL), S(P) } },
    { DG_T_D, 55, dg_build_weekday_in, { S(W), DE, S(WEEKDAY) } },
    { DG_T_D, 62, dg_zh_beside, { S(D), DE, S(BESIDE) } },
    { DG_T_D, 62, dg_build_strong_0, { S(D), DE, S(DURING) } },
    { DG_T_W, 62, dg_build_strong_0, { S(W), DE, S(DURING) } },
    { DG_T_W, 58, dg_zh_pair, { S(PAIR) } },
    { DG_T_P, 62, dg_build_strong_0, { S(P), S(DURING) } },
    { DG_T_R, 57, dg_zh_weekday_pair, { S(D), M(S(COMMA)), S(NUM) } },
    { DG_T_D, 62, dg_zh_weekday_of, { S(S), DE, S(WEEKDAY) } },
    { DG_T_D, 63, dg_zh_same_day, { S(S) | S(W), DE, S(DAY) | S(NOW) } },
    { DG_T_S, 63, dg_zh_this_time, { S(D), DE, S(NOW) } },
    { DG_T_A, 60, dg_build_at, { S(S), DE, S(P) } },
    { DG_T_A, 60, dg_zh_weekend_part, { S(W), DE, S(P) | S(C) } },
    { DG_T_D, 51, dg_build_1, { S(IN), S(D) } },
    { DG_T_W, 51, dg_build_1, { S(IN), S(W) } },

    /* numbers of houses and rooms; words that hide the name of a time */
    { DG_T_BLOCK, 200, dg_zh_no_time, { S(BLOCK) } },
    { DG_T_BLOCK, 200, dg_zh_no_time, { S(STREET), S(NUM), S(HAO) } },
    { DG_T_BLOCK, 200, dg_zh_no_time, { S(STREET), S(NUM), S(DASH) | S(TO), S(NUM), S(HAO) } },
    { DG_T_BLOCK, 200, dg_zh_no_time, { S(NUM), S(HAO), S(HOUSE) } },
    { DG_T_BLOCK, 200, dg_zh_no_time, { S(QUANTITY), S(NUM), GE, S(UNIT) } }, /* 几十分钟 */
    { DG_T_BLOCK, 200, dg_zh_no_time, { S(NUM), S(QUANTITY), S(HAO) } },

    /* clocks */
    { DG_T_C, 50, dg_zh_hour, { S(NUM), S(DIAN) } },
    { DG_T_R, 50, dg_zh_about_hours, { S(NUM), S(DIAN) } },
    { DG_T_R, 57, dg_zh_listed_hours, { S(NUM), S(COMMA), S(NUM), S(DIAN) } },
    { DG_T_R, 56, dg_zh_about_days, { S(NUM), S(HAO) } },
    { DG_T_R, 58, dg_zh_listed_dates, { S(NUM), S(YUE), S(NUM), S(COMMA), S(NUM), S(HAO) } },
    { DG_T_R, 57, dg_zh_listed_days, { S(NUM), S(COMMA), S(NUM), S(HAO) } },
    { DG_T_U, 56, dg_zh_amount_half, { S(NUM), S(GE), S(HALF), S(UNIT) } },
    { DG_T_W, 45, dg_zh_weekend, { S(UNIT) } },
    { DG_T_R, 56, dg_zh_dotted_range, { S(NUM), S(DOT), S(NUM), S(DASH) | S(TO), S(NUM), S(DOT), S(NUM) } },
    { DG_T_C, 55, dg_zh_hour_minute, { S(NUM), S(DIAN), M(S(AND)), S(NUM), M(S(FEN)) } },
    { DG_T_C, 58, dg_zh_hour_minute, { S(NUM), S(DIAN), S(PAST), S(NUM), S(FEN) } },
    { DG_T_C, 57, dg_zh_hour_figure, { S(NUM), S(DIAN), S(PAST), S(NUM) | S(HALF) } },
    { DG_T_C, 57, dg_zh_hour_figure, { S(NUM), S(DIAN), M(S(PAST)), S(NUM), S(ZI) } },
    { DG_T_C, 57, dg_zh_part_hour_figure, { S(P), S(NUM), S(DIAN), M(S(PAST)), S(NUM) } },
    { DG_T_C, 56, dg_zh_hour_half, { S(NUM), S(DIAN), S(HALF) } },
    { DG_T_C, 57, dg_zh_hour_quarter, { S(NUM), S(DIAN), M(S(PAST) | S(AND)), S(NUM), S(KE) } },
    { DG_T_C, 58, dg_zh_with_second, { S(C), S(NUM), S(MIAO) } },
    { DG_T_C, 58, dg_zh_minutes_to, { M(S(C)), S(TILL), S(NUM), S(FEN) | S(KE), M(S(C)) } },
    { DG_T_R, 56, dg_zh_open_range, { S(NUM), S(DASH) | S(TO), S(C) } },

    /* ranges */
    { DG_T_R, 57, dg_zh_weekday_to_number, { S(D), S(TO) | S(DASH), S(NUM) } },
    { DG_T_R, 57, dg_zh_day_to_number, { S(D), S(TO) | S(DASH), S(NUM), M(S(HAO)) } },
    { DG_T_R, 57, dg_zh_since_to, { WHOLE, S(SINCE), S(TO), WHOLE } },
    { DG_T_R, 62, dg_zh_time_beside, { S(D), S(BEFORE) | S(AFTER), S(U) } },
    { DG_T_D, 62, dg_zh_count_after, { S(D), S(BEFORE) | S(AFTER), DE, S(ORD), GE, S(WEEKDAY) | S(UNIT) } },
    { DG_T_R, 57, dg_zh_numbers_range, { S(NUM), S(DASH) | S(TO), S(D) | S(W) | S(YEAR) } },
    { DG_T_R, 60, dg_zh_range_in_year, { S(YEAR), S(R) } },
    { DG_T_R, 55, dg_build_range,
            { M(S(FROM)), S(D) | S(W) | S(C) | S(A), S(AND), S(D) | S(W) | S(C) | S(A), S(BETWEEN) } },
    { DG_T_R, 55, dg_build_strong_0, { S(R), S(BETWEEN) | S(ZHENG) } },

    /* durations */
    { DG_T_U, 50, dg_zh_amount, { S(NUM) | S(DEC) | S(QUANTITY), GE, S(UNIT), M(S(HALF)) } },
    { DG_T_U, 49, dg_zh_amount_more, { S(NUM), S(ZHENG), GE, S(UNIT) } },
    { DG_T_U, 49, dg_zh_amount_more, { S(NUM), S(GE), S(ZHENG), S(UNIT) } },
    { DG_T_U, 51, dg_zh_about_amount, { S(NUM), GE, S(UNIT) } },
    { DG_T_U, 51, dg_zh_amount_and_some, { S(NUM), S(QUANTITY), GE, S(UNIT) } },
    { DG_T_U, 52, dg_zh_half_unit, { S(HALF), GE, S(UNIT) } },
    { DG_T_U, 55, dg_build_durations, { S(U), M(S(AND)), S(U) } },
    { DG_T_S, 56, dg_zh_after_now, { S(U), S(HENCE) } },
    { DG_T_S, 56, dg_zh_ago, { S(U), S(AGO) } },
    { DG_T_S, 54, dg_build_hence, { S(PAST), S(U) } },
    { DG_T_A, 57, dg_zh_shifted, { S(D) | S(C) | S(A), M(S(OF)), S(U), S(HENCE) | S(AGO) } },
    { DG_T_W, 57, dg_zh_rel_units, { S(REL), S(NUM) | S(QUANTITY), GE, S(UNIT) } },
    { DG_T_R, 57, dg_zh_these_units, { S(REL), S(NUM) | S(QUANTITY), GE, S(UNIT) } },
    { DG_T_R, 57, dg_zh_inside, { S(W), S(WITHIN) } },
    { DG_T_R, 50, dg_zh_inside_this, { S(UNIT), S(WITHIN) } },
    { DG_T_R, 57, dg_zh_within, { S(U), S(WITHIN) } },
    { DG_T_R, 57, dg_zh_left, { S(LEFT), S(U) } },

    /* open ends */
    { DG_T_O, 50, dg_zh_before, { WHOLE | S(YEAR), S(BEFORE) } },
    { DG_T_O, 50, dg_zh_after, { WHOLE | S(YEAR), S(AFTER) } },
    { DG_T_O, 45, dg_zh_around_new_year, { S(NIAN), S(BEFORE) | S(AFTER) } },
    { DG_T_O, 51, dg_build_since, { M(S(FROM)), WHOLE | S(YEAR), S(SINCE) } },
    { DG_T_O, 52, dg_zh_until_or_since, { WHOLE | S(YEAR), S(ORSO) } },
    { DG_T_O, 52, dg_build_before, { S(BY), WHOLE | S(YEAR) } },

    /* repetitions */
    { DG_T_E, 50, dg_zh_every, { S(EVERY), M(S(NUM)), GE, S(UNIT) } },
    { DG_T_E, 55, dg_build_every_weekday, { S(EVERY), GE, S(WEEKDAY) } },
    { DG_T_E, 56, dg_zh_every_part, { S(EVERY), S(P) } },
    { DG_T_E, 52, dg_zh_every_half, { S(EVERY), S(HALF), GE, S(UNIT) } },
    { DG_T_E, 57, dg_zh_every_date, { S(E), DE, S(D) | S(W) } },
    { DG_T_E, 58, dg_zh_every_nth, { S(E), DE, S(ORD) | S(REL), GE, DE, S(WEEKDAY) } },
    { DG_T_E, 57, dg_zh_every_edge, { S(EVERY), GE, S(EDGE) } },
    { DG_T_E, 57, dg_zh_every_edge, { S(E), DE, S(EDGE) } },
    { DG_T_E, 58, dg_zh_more_weekdays, { S(E), M(S(AND) | S(COMMA)), S(NUM) } },
    { DG_T_E, 50, dg_zh_frequency, { S(FREQUENCY) } },
    { DG_T_E, 60, dg_zh_every_weekdays, { S(EVERY), GE, S(WEEKDAY), S(TO) | S(DASH), S(WEEKDAY) | S(NUM) } },
    { DG_T_E, 63, dg_zh_every_weekdays,
            { M(S(EVERY)), GE, S(WEEKDAY), S(TO) | S(DASH), S(WEEKDAY) | S(NUM), DE, S(C) | S(P) | S(R) } },
    { DG_T_E, 63, dg_zh_weekdays_each, { M(S(FROM)), S(WEEKDAY), S(TO) | S(DASH), S(WEEKDAY), M(S(COMMA)), S(E) } },
    { DG_T_E, 60, dg_zh_on_workdays, { S(UNIT), DE, S(C) | S(P) | S(R) } },
};

struct dg_rules dg_time_rules_zh(void)
{
    return (struct dg_rules){ DG_IN_ZH, rules, sizeof rules / sizeof rules[0] };
}
