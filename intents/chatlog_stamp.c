#include "intents/chatlog_stamp.h"

#include "intents/calendar.h"
#include "intents/zone.h"

/* A message is not from the future, but clocks differ. */
enum { DAY_S = 86400, AHEAD_S = 30 * 60 };

struct cursor {
    struct dg_str line;
    size_t at;
    const struct dg_lexicon *lexicon;
};

static char peek(const struct cursor *c)
{
    return c->at < c->line.len ? c->line.at[c->at] : 0;
}

static bool take(struct cursor *c, const char *text)
{
    if (!dg_str_starts(dg_str_cut(c->line, c->at, c->line.len), text))
        return false;
    c->at += strlen(text);
    return true;
}

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

/* Up to four digits; their count goes to *digits. -1 when there is none or more follow. */
static int take_number(struct cursor *c, int *digits)
{
    size_t i = c->at;
    int value = 0;
    for (*digits = 0; *digits < 4 && i < c->line.len && is_digit(c->line.at[i]); (*digits)++)
        value = value * 10 + (c->line.at[i++] - '0');
    if (*digits == 0 || (i < c->line.len && is_digit(c->line.at[i])))
        return -1;
    c->at = i;
    return value;
}

static bool take_word(struct cursor *c, enum dg_word_class class, int *value)
{
    struct dg_word w;
    if (!dg_lexicon_longest(c->lexicon, DG_IN_ANY, class, c->line, c->at, &w))
        return false;
    c->at += w.len;
    *value = (int)dg_word_number(&w, 0, 0);
    return true;
}

static void skip_blanks(struct cursor *c)
{
    while (peek(c) == ' ' || peek(c) == ',')
        c->at++;
}

/* The rest of a clock after its hour: ":40", ":40:12", ":40:12.345". */
static bool clock_after(struct cursor *c, struct dg_stamp *s, int hour)
{
    int digits, minute, second = 0;
    size_t back = c->at;
    if (s->has_clock || hour > 24 || !(take(c, ":") || take(c, ".")))
        return false;
    minute = take_number(c, &digits);
    if (minute < 0 || minute > 59 || digits != 2) {
        c->at = back;
        return false;
    }
    back = c->at;
    if (take(c, ":")) {
        second = take_number(c, &digits);
        if (second < 0 || second > 60 || digits != 2) {
            second = 0;
            c->at = back;
        }
    }
    back = c->at;
    if (second && take(c, ".") && take_number(c, &digits) < 0)
        c->at = back;
    s->has_clock = true;
    s->hour = hour;
    s->minute = minute;
    s->second = second;
    return true;
}

static char date_mark(const struct cursor *c)
{
    char mark = peek(c);
    return mark == '/' || mark == '-' || mark == '.' ? mark : 0;
}

static bool set_date(struct dg_stamp *s, enum dg_date_order order, int year, int month, int day)
{
    s->order = order;
    s->year = year > 0 && year < 100 ? year + 2000 : year;
    s->month = month;
    s->day = day;
    return month >= 1 && month <= 31 && day >= 1 && day <= 31;
}

/* "2024/5/18", "2024年5月18日" after the year. */
static bool date_after_year(struct cursor *c, struct dg_stamp *s, int year)
{
    int digits;
    if (!date_mark(c) && !take(c, "年"))
        return false;
    c->at += date_mark(c) != 0;
    int month = take_number(c, &digits);
    if (month < 1 || month > 12 || !(date_mark(c) || take(c, "月")))
        return false;
    c->at += date_mark(c) != 0;
    int day = take_number(c, &digits);
    (void)(take(c, "日") || take(c, "号") || take(c, "t"));
    return day > 0 && set_date(s, DG_ORDER_KNOWN, year, month, day);
}

/* "18/05/2024", "2/9/26", "02-20" after the first number. */
static bool date_after_number(struct cursor *c, struct dg_stamp *s, int first)
{
    int digits;
    char mark = date_mark(c);
    if (!mark)
        return false;
    c->at++;
    int second = take_number(c, &digits);
    if (second < 0)
        return false;
    if (date_mark(c) == mark) {
        c->at++;
        int year = take_number(c, &digits);
        if (mark == '.') /* 18.05.2024 is always the eighteenth */
            return (digits == 2 || digits == 4) && set_date(s, DG_ORDER_KNOWN, year, second, first);
        return (digits == 2 || digits == 4) && set_date(s, DG_ORDER_OPEN, year, first, second);
    }
    if (mark == '.' || peek(c) != ' ')
        return false;
    return set_date(s, mark == '-' ? DG_ORDER_KNOWN : DG_ORDER_OPEN, 0, first, second);
}

/* "May 18, 2024" after the month, or "18 May 2024" after the day. */
static bool date_with_month_word(struct cursor *c, struct dg_stamp *s, int day)
{
    int digits, month;
    skip_blanks(c);
    (void)(take(c, "st") || take(c, "nd") || take(c, "rd") || take(c, "th"));
    skip_blanks(c);
    if (!take_word(c, DG_W_CHAT_MONTH, &month))
        return false;
    (void)take(c, ".");
    skip_blanks(c);
    if (day == 0) {
        day = take_number(c, &digits);
        (void)(take(c, "st") || take(c, "nd") || take(c, "rd") || take(c, "th"));
        skip_blanks(c);
    }
    size_t back = c->at;
    int year = take_number(c, &digits);
    if (digits != 4 || year < 1990) {
        c->at = back;
        year = 0;
    }
    return set_date(s, DG_ORDER_KNOWN, year, month, day);
}

/* "5月18日" after the month's number. */
static bool date_after_month(struct cursor *c, struct dg_stamp *s, int month)
{
    int digits;
    if (!take(c, "月"))
        return false;
    int day = take_number(c, &digits);
    (void)(take(c, "日") || take(c, "号"));
    return day > 0 && month <= 12 && set_date(s, DG_ORDER_KNOWN, 0, month, day);
}

static bool read_number_part(struct cursor *c, struct dg_stamp *s)
{
    int digits;
    size_t start = c->at;
    int number = take_number(c, &digits);
    if (number < 0)
        return false;
    size_t after = c->at;
    bool dated = s->order != DG_ORDER_NONE;
    if (digits == 4 && !dated && date_after_year(c, s, number))
        return true;
    if (digits <= 2 && !dated) {
        bool (*const forms[])(struct cursor *, struct dg_stamp *, int) = { date_after_month, date_after_number,
            date_with_month_word };
        for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
            c->at = after;
            if (number > 0 && forms[i](c, s, number))
                return true;
            s->order = DG_ORDER_NONE;
        }
    }
    c->at = after;
    if (digits <= 2 && clock_after(c, s, number))
        return true;
    c->at = start;
    return false;
}

static bool read_word_part(struct cursor *c, struct dg_stamp *s)
{
    int value;
    size_t back = c->at;
    if (take_word(c, DG_W_CHAT_DAY, &value)) {
        s->has_relative = true;
        s->days = value;
        return true;
    }
    if (take_word(c, DG_W_CHAT_HALF, &value)) {
        s->half = value;
        return true;
    }
    bool bracket = take(c, "(");
    if (take_word(c, DG_W_CHAT_WEEKDAY, &value) && (!bracket || take(c, ")"))) {
        s->weekday = value;
        return true;
    }
    c->at = back;
    if (s->order == DG_ORDER_NONE && date_with_month_word(c, s, 0))
        return true;
    c->at = back;
    return take_word(c, DG_W_CHAT_FILLER, &value);
}

size_t dg_stamp_read(struct dg_stamp *out, struct dg_str line, size_t at, const struct dg_lexicon *lexicon)
{
    enum { PARTS_MAX = 8 };
    struct cursor c = { line, at, lexicon };
    size_t end = at;
    *out = (struct dg_stamp){ 0 };
    for (int i = 0; i < PARTS_MAX; i++) {
        skip_blanks(&c);
        struct dg_stamp before = *out;
        if (!(is_digit(peek(&c)) ? read_number_part(&c, out) : read_word_part(&c, out))) {
            *out = before;
            break;
        }
        end = c.at;
    }
    return end;
}

static int clock_hour(const struct dg_stamp *s)
{
    if (s->half == 2 && s->hour < 12)
        return s->hour + 12;
    return s->half == 1 && s->hour == 12 ? 0 : s->hour;
}

static bool dated_day(int64_t *out, const struct dg_stamp *s, struct dg_stamp_rule rule, int64_t today)
{
    bool swap = s->order == DG_ORDER_OPEN && (rule.day_first ? s->day <= 12 : s->month > 12);
    int month = swap ? s->day : s->month, day = swap ? s->month : s->day;
    struct dg_civil now = dg_civil_of(today);
    int year = s->year;
    if (!year)
        year = month > now.month || (month == now.month && day > now.day + 1) ? now.year - 1 : now.year;
    if (!dg_is_date(year, month, day))
        return false;
    *out = dg_days_from_civil(year, month, day);
    return true;
}

/* The day of the stamp in days since 1970, given the day on which it is read. */
static bool day_of(int64_t *out, const struct dg_stamp *s, struct dg_stamp_rule rule, int64_t today)
{
    if (s->order != DG_ORDER_NONE)
        return dated_day(out, s, rule, today);
    *out = today;
    if (s->has_relative)
        *out = today + s->days;
    else if (s->weekday) /* the last such day: chats print it for the past week */
        *out = today - (dg_weekday(today) - s->weekday + 7) % 7;
    return true;
}

bool dg_stamp_instant(struct dg_instant *out, const struct dg_stamp *stamp, struct dg_stamp_rule rule,
        const struct dg_zone *zone, struct dg_instant reference)
{
    if (!stamp->has_clock)
        return false;
    int64_t wall = reference.utc_s + dg_zone_offset(zone, reference.utc_s);
    int64_t today = wall / DAY_S - (wall % DAY_S < 0);
    int64_t day;
    if (!day_of(&day, stamp, rule, today))
        return false;
    int64_t seconds = clock_hour(stamp) * 3600 + stamp->minute * 60 + stamp->second;
    *out = dg_zone_instant(zone, day * DAY_S + seconds, NULL);
    bool bare = stamp->order == DG_ORDER_NONE && !stamp->has_relative && !stamp->weekday;
    if (bare && out->utc_s > reference.utc_s + AHEAD_S) /* 23:50 read after midnight was yesterday's */
        *out = dg_zone_instant(zone, (day - 1) * DAY_S + seconds, NULL);
    return true;
}
