#include "intents/calendar.h"
#include "intents/when_stretch.h"
#include "intents/zone.h"

#include "intents/letters.h"

#include <math.h>

static int64_t add_months(int64_t wall_s, int months)
{
    int64_t day = dg_day_index(wall_s);
    return dg_add_months(day, months) * DG_DAY_S + (wall_s - day * DG_DAY_S);
}

int64_t dg_duration_add(int64_t wall_s, const struct dg_when *duration, int sign)
{
    const float *n = duration->amounts;
    double months = (double)n[DG_UNIT_YEAR] * 12 + (double)n[DG_UNIT_MONTH], whole = floor(months);
    double days = (double)n[DG_UNIT_WEEK] * 7 + (double)n[DG_UNIT_DAY] + (months - whole) * 30;
    double seconds = (double)n[DG_UNIT_HOUR] * 3600 + (double)n[DG_UNIT_MINUTE] * 60 + (double)n[DG_UNIT_SECOND];
    if (whole > 0)
        wall_s = add_months(wall_s, sign * (int)fmin(whole, 12.0 * 3000));
    return wall_s + sign * (int64_t)llround(fmin(days, 1e6) * 86400 + fmin(seconds, 1e11));
}

enum dg_unit dg_duration_finest(const struct dg_when *duration)
{
    for (int u = DG_UNIT_SECOND; u < DG_UNIT_AMOUNTS; u++) {
        float n = duration->amounts[u];
        if (n != 0.0f)
            return n == floorf(n) || u == DG_UNIT_SECOND || u >= DG_UNIT_MONTH ? (enum dg_unit)u
                                                                               : (enum dg_unit)(u - 1);
    }
    return DG_UNIT_DAY;
}

static struct dg_str print_parts(struct dg_arena *arena, const float *n, const enum dg_unit *units, const char *letters)
{
    struct dg_str s = { "", 0 };
    for (size_t i = 0; letters[i]; i++) {
        if (n[units[i]] != 0.0f)
            s = dg_arena_print(arena, "%.*s%.6g%c", (int)s.len, s.at, (double)n[units[i]], letters[i]);
    }
    return s;
}

struct dg_str dg_duration_print(const struct dg_when *duration, struct dg_arena *arena)
{
    static const enum dg_unit days[] = { DG_UNIT_YEAR, DG_UNIT_MONTH, DG_UNIT_WEEK, DG_UNIT_DAY };
    static const enum dg_unit clock[] = { DG_UNIT_HOUR, DG_UNIT_MINUTE, DG_UNIT_SECOND };
    struct dg_str date = print_parts(arena, duration->amounts, days, "YMWD");
    struct dg_str time = print_parts(arena, duration->amounts, clock, "HMS");
    if (!date.len && !time.len)
        return dg_arena_print(arena, "PT0S");
    return dg_arena_print(arena, "P%.*s%s%.*s", (int)date.len, date.at, time.len ? "T" : "", (int)time.len, time.at);
}

/* The unit of a letter behind a number, before or after the t; AMOUNTS: none. */
static enum dg_unit unit_of_letter(char letter, bool clock)
{
    static const struct {
        char letter;
        uint8_t unit;
    } days[] = { { 'y', DG_UNIT_YEAR }, { 'm', DG_UNIT_MONTH }, { 'w', DG_UNIT_WEEK }, { 'd', DG_UNIT_DAY } },
      hours[] = { { 'h', DG_UNIT_HOUR }, { 'm', DG_UNIT_MINUTE }, { 's', DG_UNIT_SECOND }, { 0, DG_UNIT_AMOUNTS } };
    for (size_t i = 0; i < 4; i++) {
        if ((clock ? hours : days)[i].letter == letter)
            return (enum dg_unit)(clock ? hours : days)[i].unit;
    }
    return DG_UNIT_AMOUNTS;
}

size_t dg_duration_scan(struct dg_str text, size_t at, struct dg_when *out)
{
    enum { DIGITS_MAX = 5 };
    size_t i = at + 1, end = 0;
    bool clock = false;
    if (at >= text.len || text.at[at] != 'p')
        return 0;
    while (i < text.len) {
        if (text.at[i] == 't' && !clock) {
            clock = true;
            i++;
        }
        size_t digits = i;
        float amount = 0;
        for (; dg_is_digit(text, i) && i - digits < DIGITS_MAX; i++)
            amount = amount * 10 + (float)(text.at[i] - '0');
        enum dg_unit unit = i < text.len && i > digits ? unit_of_letter(text.at[i], clock) : DG_UNIT_AMOUNTS;
        if (unit == DG_UNIT_AMOUNTS)
            break;
        out->amounts[unit] = amount;
        end = ++i;
    }
    return end && !dg_is_letter(text, end) && !dg_is_digit(text, end) ? end - at : 0;
}
