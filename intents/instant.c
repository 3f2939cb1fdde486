/* RFC 3339 in and out. */
#include "intents/calendar.h"
#include "intents/zone.h"

struct cursor {
    struct dg_str text;
    size_t at;
};

static bool eat(struct cursor *c, char wanted)
{
    if (c->at == c->text.len || c->text.at[c->at] != wanted)
        return false;
    c->at++;
    return true;
}

/* Exactly `count` digits. */
static bool digits(struct cursor *c, int count, int *out)
{
    int value = 0;
    for (int i = 0; i < count; i++, c->at++) {
        if (c->at == c->text.len || c->text.at[c->at] < '0' || c->text.at[c->at] > '9')
            return false;
        value = value * 10 + (c->text.at[c->at] - '0');
    }
    *out = value;
    return true;
}

static void skip_fraction(struct cursor *c)
{
    if (!eat(c, '.'))
        return;
    while (c->at < c->text.len && c->text.at[c->at] >= '0' && c->text.at[c->at] <= '9')
        c->at++;
}

static bool read_clock(struct cursor *c, int64_t *seconds)
{
    int hour, minute, second = 0;
    if (!digits(c, 2, &hour) || !eat(c, ':') || !digits(c, 2, &minute))
        return false;
    if (eat(c, ':') && !digits(c, 2, &second))
        return false;
    skip_fraction(c);
    if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute || second)))
        return false;
    *seconds = hour * 3600 + minute * 60 + (second == 60 ? 59 : second); /* a leap second is the one before it */
    return true;
}

static bool read_offset(struct cursor *c, int32_t *offset_s)
{
    if (eat(c, 'Z') || eat(c, 'z')) {
        *offset_s = 0;
        return true;
    }
    int hours, minutes, sign = eat(c, '-') ? -1 : 1;
    if (sign > 0 && !eat(c, '+'))
        return false;
    if (!digits(c, 2, &hours))
        return false;
    eat(c, ':');
    if (!digits(c, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *offset_s = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool dg_instant_parse(struct dg_instant *out, struct dg_str text, const struct dg_zone *zone)
{
    struct cursor c = { text, 0 };
    int year, month, day;
    int64_t clock_s = 0;
    if (!digits(&c, 4, &year) || !eat(&c, '-') || !digits(&c, 2, &month) || !eat(&c, '-') || !digits(&c, 2, &day) ||
            year == 0 || !dg_is_date(year, month, day))
        return false;
    if (!eat(&c, 'T') && !eat(&c, 't') && !eat(&c, ' '))
        return false;
    if (!read_clock(&c, &clock_s))
        return false;
    int64_t wall_s = dg_days_from_civil(year, month, day) * 86400 + clock_s;
    if (c.at == text.len && zone) {
        *out = dg_zone_instant(zone, wall_s, NULL);
        return true;
    }
    int32_t offset_s;
    if (!read_offset(&c, &offset_s) || c.at != text.len)
        return false;
    *out = (struct dg_instant){ wall_s - offset_s, offset_s };
    return true;
}

struct dg_str dg_instant_print(struct dg_arena *arena, struct dg_instant t)
{
    int32_t offset_s =
            t.offset_s / 60 * 60; /* local mean times have seconds, RFC 3339 has not: the instant stays exact */
    int64_t wall_s = t.utc_s + offset_s;
    int64_t days = wall_s >= 0 ? wall_s / 86400 : (wall_s - 86399) / 86400;
    int clock_s = (int)(wall_s - days * 86400), minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;
    struct dg_civil c = dg_civil_of(days);
    return dg_arena_print(arena, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.year, c.month, c.day, clock_s / 3600,
            clock_s / 60 % 60, clock_s % 60, offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
}
