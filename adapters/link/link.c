#include "adapters/link/link.h"

#include <stdio.h>

static void append(struct dg_link *link, const char *text, size_t len)
{
    if (len > sizeof link->text - link->len) {
        link->cut = true;
        return;
    }
    memcpy(link->text + link->len, text, len);
    link->len += len;
}

void dg_link_start(struct dg_link *link, const char *base)
{
    link->len = 0;
    link->cut = false;
    link->asked = strchr(base, '?') != NULL;
    dg_link_raw(link, base);
}

void dg_link_raw(struct dg_link *link, const char *text)
{
    append(link, text, strlen(text));
}

void dg_link_value(struct dg_link *link, struct dg_str value)
{
    for (size_t i = 0; i < value.len && !link->cut; i++) {
        char one[DG_PERCENT_BYTES];
        size_t len = dg_percent_write(one, dg_str_cut(value, i, i + 1));
        append(link, one, len);
    }
}

void dg_link_words(struct dg_link *link, struct dg_str words, const char *marks)
{
    size_t from = 0;
    for (size_t i = 0; i < words.len; i++) {
        if (!words.at[i] || !strchr(marks, words.at[i]))
            continue;
        dg_link_value(link, dg_str_cut(words, from, i));
        dg_link_value(link, dg_str_of(" "));
        from = i + 1;
    }
    dg_link_value(link, dg_str_cut(words, from, words.len));
}

void dg_link_degrees(struct dg_link *link, double degrees)
{
    char text[32];
    int len = snprintf(text, sizeof text, "%.6f", degrees);
    append(link, text, (size_t)len);
}

void dg_link_point(struct dg_link *link, struct dg_point at)
{
    dg_link_degrees(link, at.lat);
    dg_link_raw(link, ",");
    dg_link_degrees(link, at.lon);
}

void dg_link_name(struct dg_link *link, const char *name)
{
    dg_link_raw(link, link->asked ? "&" : "?");
    link->asked = true;
    dg_link_value(link, dg_str_of(name));
    dg_link_raw(link, "=");
}

void dg_link_text(struct dg_link *link, const char *name, struct dg_str value)
{
    dg_link_name(link, name);
    dg_link_value(link, value);
}

void dg_link_number(struct dg_link *link, const char *name, long number)
{
    char text[32];
    snprintf(text, sizeof text, "%ld", number);
    dg_link_text(link, name, dg_str_of(text));
}

void dg_link_coordinate(struct dg_link *link, const char *name, double degrees)
{
    dg_link_name(link, name);
    dg_link_degrees(link, degrees);
}

struct dg_str dg_link_end(const struct dg_link *link, struct dg_arena *arena)
{
    if (link->cut)
        return (struct dg_str){ "", 0 };
    return dg_arena_copy(arena, (struct dg_str){ link->text, link->len });
}

struct dg_str dg_link_fields(struct dg_arena *arena, const struct dg_intent *intent, const char *const *slots)
{
    struct dg_str text = { "", 0 };
    for (; *slots; slots++) {
        if (dg_intent_slot(intent, *slots))
            text = dg_arena_print(arena, "%.*s%s%s", (int)text.len, text.at, text.len ? "," : "", *slots);
    }
    return text;
}

bool dg_link_has_hour(const struct dg_time *time)
{
    return time->grain >= DG_GRAIN_SECOND && time->grain <= DG_GRAIN_PART_OF_DAY;
}

struct dg_instant dg_link_days_later(struct dg_instant t, int days)
{
    t.utc_s += (int64_t)days * 86400;
    return t;
}

struct wall {
    int year, month, day, hour, minute;
};

static struct wall wall_of(struct dg_instant t)
{
    const int64_t day_s = 86400;
    int64_t wall_s = t.utc_s + t.offset_s;
    int64_t days = wall_s / day_s - (wall_s % day_s < 0);
    int in_day_s = (int)(wall_s - days * day_s);
    struct wall w = { .hour = in_day_s / 3600, .minute = in_day_s / 60 % 60 };
    dg_civil_from_days(days, &w.year, &w.month, &w.day);
    return w;
}

struct dg_str dg_link_date(struct dg_arena *arena, struct dg_instant t)
{
    struct wall w = wall_of(t);
    return dg_arena_print(arena, "%04d-%02d-%02d", w.year, w.month, w.day);
}

struct dg_str dg_link_minute(struct dg_arena *arena, struct dg_instant t)
{
    struct wall w = wall_of(t);
    return dg_arena_print(arena, "%04d-%02d-%02dT%02d:%02d", w.year, w.month, w.day, w.hour, w.minute);
}

struct dg_str dg_link_clock(struct dg_arena *arena, struct dg_instant t)
{
    struct wall w = wall_of(t);
    return dg_arena_print(arena, "%04d-%02d-%02d %02d:%02d", w.year, w.month, w.day, w.hour, w.minute);
}

enum dg_turn dg_link_offer(
        struct dg_task *task, const char *en, const char *zh, struct dg_str about, struct dg_offer offer)
{
    if (!offer.link.len)
        return dg_task_fail(task, DG_TOO_BIG, "what was said does not fit into a link");
    struct dg_offer *made = dg_task_offer(task, DG_OFFER_LINK);
    if (!made)
        return dg_task_fail(task, DG_TOO_BIG, "too many offers");
    made->title = dg_arena_print(task->arena, "%s%s%.*s", dg_task_words(task, en, zh), about.len ? " " : "",
            (int)about.len, about.at ? about.at : "");
    made->subtitle = offer.subtitle;
    made->link = offer.link;
    made->app_link = offer.app_link;
    made->ios_link = offer.ios_link;
    made->web_link = offer.web_link;
    made->fields = offer.fields;
    made->has_starts = offer.has_starts;
    made->starts = offer.starts;
    made->has_ends = offer.has_ends;
    made->ends = offer.ends;
    dg_link_for_phones(task, made);
    return DG_TURN_DONE;
}
