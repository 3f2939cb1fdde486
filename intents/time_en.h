/* The builders that only the rules of English use; what each takes is said beside it and in the table (time_en.c). */
#ifndef DG_TIME_EN_H
#define DG_TIME_EN_H

#include "intents/time_build.h"

/* time_en_date.c */
dg_builder dg_en_edge_of_day, dg_en_edge_behind_day, dg_en_month, dg_en_rel_month, dg_en_month_day, dg_en_month_year,
        dg_en_day_of_month, dg_en_weekday_day, dg_en_nth_of, dg_en_counted, dg_en_after_next, dg_en_closest,
        dg_en_rel_holiday, dg_en_named_in, dg_en_holiday_weekend, dg_en_weekend_of, dg_en_on_the_number,
        dg_en_dotted_date, dg_en_week_of, dg_en_all_unit, dg_en_the_unit, dg_en_the_unit_alone, dg_en_in_the_month,
        dg_en_numbered_week, dg_en_day_of_that_month, dg_en_weekend, dg_en_ordinal_alone, dg_en_month_named,
        dg_en_dotted_month_day, dg_en_pieces_of, dg_en_era_year, dg_en_number_of_month, dg_en_holiday_week;
/* time_en_year.c */
dg_builder dg_en_worded_year, dg_en_in_year, dg_en_nth_quarter, dg_en_month_short_year, dg_en_century,
        dg_en_rel_yearword, dg_en_decade, dg_en_short_year, dg_en_numbered_quarter, dg_en_late_decade,
        dg_en_season_short_year, dg_en_day_short_year, dg_en_possessive_decade, dg_en_worded_decade, dg_en_quarter_year;
/* time_en_iso.c */
dg_builder dg_en_iso_week, dg_en_week_number, dg_en_iso_duration, dg_en_iso_lasting, dg_en_iso_days, dg_en_iso_basic,
        dg_en_apostrophe_year;
/* time_en_list.c */
dg_builder dg_en_ordinal_range, dg_en_slash_days, dg_en_days_of_month, dg_en_two_days_of_month, dg_en_week_then_days,
        dg_en_days_then_week, dg_en_next_weekdays, dg_en_nth_weekday;
/* time_en_beside.c */
dg_builder dg_en_day_beside, dg_en_week_after, dg_en_weeks_on, dg_en_shifted_weekday, dg_en_piece_of_day,
        dg_en_unit_beside, dg_en_day_from, dg_en_before_last, dg_en_weekday_before_last, dg_en_weekday_beside,
        dg_en_weeks_from, dg_en_weekday_from_shift, dg_en_at_that_clock, dg_en_weekday_shifted, dg_en_within_next,
        dg_en_for_comma_from, dg_en_every_from, dg_en_ago_from_day, dg_en_day_in_other_week, dg_en_plus,
        dg_en_piece_behind_day, dg_en_every_week_on, dg_en_in_minutes;
/* time_en_clock.c */
dg_builder dg_en_open_hour, dg_en_hour, dg_en_hour_minute, dg_en_hour_minutes, dg_en_hour_minute_ampm,
        dg_en_joined_clock, dg_en_dotted_clock, dg_en_dotted_ampm, dg_en_dotted_weak, dg_en_joined_weak, dg_en_h_clock,
        dg_en_past_hour, dg_en_half_hour, dg_en_ish, dg_en_late_part, dg_en_this_part, dg_en_in_part,
        dg_en_hour_in_part, dg_en_hour_of_day, dg_en_number_hour, dg_en_day_hours, dg_en_in_the_parts, dg_en_twelve,
        dg_en_hour_zone, dg_en_past_that_hour, dg_en_either_hour, dg_en_joined_hours, dg_en_dated_clock,
        dg_en_until_late, dg_en_hour_or_so, dg_en_past_alone, dg_en_clock_hours, dg_en_sure_hours;
/* time_en_open.c */
dg_builder dg_en_beyond, dg_en_begun_within, dg_en_after_and_before, dg_en_within_unit, dg_en_rest_of, dg_en_any,
        dg_en_all_of_day, dg_en_for_all_unit, dg_en_within_amount, dg_en_within_amount_of, dg_en_workdays,
        dg_en_within_workdays, dg_en_workweek, dg_en_half_of, dg_en_all_of;
/* time_en_span.c */
dg_builder dg_en_rest_of_day, dg_en_every_nth, dg_en_rel_units, dg_en_shifted, dg_en_in_shifted, dg_en_for_from,
        dg_en_frequency, dg_en_every_part, dg_en_parts_of_days, dg_en_every_date, dg_en_or_so, dg_en_or_so_from,
        dg_en_and_fraction_unit, dg_en_unit_and_fraction, dg_en_half_unit, dg_en_fraction_of, dg_en_several_units,
        dg_en_one_or_two, dg_en_every_weekdays, dg_en_hours_of_weekdays, dg_en_weekdays_and, dg_en_shifted_hour,
        dg_en_mixed_units, dg_en_hour_and_minutes, dg_en_every_monthday, dg_en_every_nth_of_month, dg_en_except,
        dg_en_every_nths, dg_en_times, dg_en_every_hours, dg_en_in_hour_and_minutes, dg_en_days_a_week,
        dg_en_every_half, dg_en_two_days_of_each_month;

#endif
