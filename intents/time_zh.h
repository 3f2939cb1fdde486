/* The builders that only the rules of Chinese use; what each takes is said beside it and in the table (time_zh.c). */
#ifndef DG_TIME_ZH_H
#define DG_TIME_ZH_H

#include "intents/time_build.h"

/* In b of an amount: 几, so many that no number is meant. */
enum { DG_ZH_SOME = -1 };

/* time_zh_date.c */
dg_builder dg_zh_weekend, dg_zh_dotted_range, dg_zh_year, dg_zh_rel_year, dg_zh_month, dg_zh_month_day,
        dg_zh_named_month, dg_zh_first_quarters, dg_zh_day_of_month, dg_zh_lunar_month, dg_zh_said_lunar_month,
        dg_zh_lunar_day, dg_zh_bare_lunar_day, dg_zh_day_before_new_year, dg_zh_as_lunar, dg_zh_year_then_lunar,
        dg_zh_rel_year_date, dg_zh_year_date, dg_zh_nth_in, dg_zh_nth_from_end, dg_zh_quarter, dg_zh_some_of,
        dg_zh_decade, dg_zh_century, dg_zh_all_unit, dg_zh_half_of, dg_zh_wide_edge, dg_zh_edge_alone, dg_zh_dotted_day,
        dg_zh_dotted_day_at, dg_zh_era_year, dg_zh_numbered_unit, dg_zh_whole_day, dg_zh_last_weekday,
        dg_zh_half_within;
/* time_zh_clock.c */
dg_builder dg_zh_amount_half, dg_zh_hour, dg_zh_hour_minute, dg_zh_hour_figure, dg_zh_part_hour_figure, dg_zh_hour_half,
        dg_zh_hour_quarter, dg_zh_with_second, dg_zh_minutes_to, dg_zh_open_range, dg_zh_numbers_range,
        dg_zh_range_in_year, dg_zh_rel_units, dg_zh_amount, dg_zh_half_unit, dg_zh_half_more, dg_zh_shifted,
        dg_zh_until_or_since, dg_zh_range_in_rel_year, dg_zh_rel_amount, dg_zh_parts_half, dg_zh_joined_hour,
        dg_zh_dotted_hour, dg_zh_part_number;
/* time_zh_span.c */
dg_builder dg_zh_amount_more, dg_zh_after_now, dg_zh_ago, dg_zh_within, dg_zh_left, dg_zh_weekend_part, dg_zh_beside,
        dg_zh_pair, dg_zh_decade_in, dg_zh_before, dg_zh_after, dg_zh_by, dg_zh_no_time, dg_zh_around_new_year,
        dg_zh_inside, dg_zh_inside_this, dg_zh_weekday_of, dg_zh_same_day, dg_zh_this_time, dg_zh_time_beside,
        dg_zh_since_for, dg_zh_week_of, dg_zh_count_after, dg_zh_weekday_beside, dg_zh_since_to, dg_zh_during,
        dg_zh_day_off, dg_zh_days_off, dg_zh_to_amount, dg_zh_up_to_now, dg_zh_nights_days, dg_zh_holiday_days,
        dg_zh_weekend_days;
/* time_zh_custom.c */
dg_builder dg_zh_whole_part, dg_zh_first_year, dg_zh_watch_quarter, dg_zh_open_hours, dg_zh_night_of;
/* time_zh_every.c */
dg_builder dg_zh_every, dg_zh_every_date, dg_zh_every_half, dg_zh_more_weekdays, dg_zh_frequency, dg_zh_every_part,
        dg_zh_every_nth, dg_zh_every_edge, dg_zh_every_weekdays, dg_zh_weekdays_each, dg_zh_on_workdays,
        dg_zh_more_month_days, dg_zh_month_days, dg_zh_weekday_list, dg_zh_once_in, dg_zh_weekdays_of_week,
        dg_zh_next_weekdays, dg_zh_every_last_day, dg_zh_times_in, dg_zh_once_each, dg_zh_once_in_months,
        dg_zh_day_of_each_month;
/* time_zh_about.c */
dg_builder dg_zh_about_hours, dg_zh_listed_hours, dg_zh_about_days, dg_zh_listed_days, dg_zh_listed_dates,
        dg_zh_day_to_number, dg_zh_weekday_to_number, dg_zh_weekday_pair, dg_zh_about_amount, dg_zh_amount_and_some,
        dg_zh_these_units;
/* Whether a number belongs to what follows: an hour, a measure word, a unit. */
bool dg_zh_counts_on(const struct dg_chart *chart, const struct dg_item *number);
bool dg_zh_can_be_month(const struct dg_item *number);
/* Both ends of an amount of dg_zh_about_amount, counted from now; NULL: the chart is full. */
const struct dg_when *dg_zh_about_shift(struct dg_chart *chart, const struct dg_item *amount, int sign);

#endif
