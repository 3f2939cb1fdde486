#include "adapters/calendar/agenda.h"

#include "adapters/body.h"
#include "adapters/link/link.h"

#include <strings.h>

enum { DAY_S = 86400, HOUR_S = 3600, FORESEEN_DAYS = 60 };

struct dg_str dg_agenda_span(struct dg_arena *arena, const struct dg_busy *b)
{
    struct dg_str start = dg_link_clock(arena, b->start), end = dg_link_clock(arena, b->end);
    if (b->all_day)
        return dg_link_date(arena, b->start);
    if (dg_str_eq(dg_str_cut(start, 0, 10), dg_str_cut(end, 0, 10)))
        return dg_arena_print(arena, "%s–%s", start.at + 11, end.at + 11);
    return dg_arena_print(arena, "%s – %s", start.at, end.at);
}

struct dg_str dg_agenda_title(const struct dg_task *task, const struct dg_busy *b)
{
    struct dg_str title = dg_body_plain(task->arena, b->title);
    return title.len ? title : dg_str_of(dg_task_words(task, "something", "已有安排"));
}

struct dg_str dg_agenda_verdict(
        const struct dg_task *task, const struct dg_busy *first, size_t count, bool there, bool unseen)
{
    if (there)
        return dg_str_of(dg_task_words(task, "It is in your calendar already", "日历中已有该日程"));
    if (count == 0 && unseen)
        return dg_str_of(dg_task_words(task, "Could not see whether you are free", "无法查看那时是否有空"));
    if (count == 0)
        return dg_str_of(dg_task_words(task, "You are free then", "那段时间有空"));
    struct dg_str title = dg_agenda_title(task, first), span = dg_agenda_span(task->arena, first), more = { "", 0 };
    if (count > 1)
        more = dg_arena_print(task->arena, dg_task_words(task, ", and %zu more", ",另有 %zu 项"), count - 1);
    return dg_arena_print(task->arena, "%s%.*s (%.*s)%.*s", dg_task_words(task, "Clashes with ", "时间冲突:"),
            (int)title.len, title.at, (int)span.len, span.at, (int)more.len, more.at);
}

struct dg_str dg_agenda_verdict_with(const struct dg_task *task, struct dg_str verdict, struct dg_str link)
{
    if (!link.len)
        return verdict;
    return dg_arena_print(task->arena, "%.*s, %.*s", (int)verdict.len, verdict.at, (int)link.len, link.at);
}

void dg_agenda_show(struct dg_task *task, const struct dg_busy *b)
{
    struct dg_offer *offer = dg_task_offer(task, DG_OFFER_LINK);
    if (!offer)
        return;
    offer->title = dg_agenda_title(task, b);
    struct dg_str place = dg_body_plain(task->arena, b->place), span = dg_agenda_span(task->arena, b);
    offer->subtitle = dg_arena_print(
            task->arena, "%.*s%s%.*s", (int)span.len, span.at, place.len ? ", " : "", (int)place.len, place.at);
    offer->has_starts = offer->has_ends = true;
    offer->starts = b->start;
    offer->ends = b->end;
}

static bool holds(struct dg_str whole, struct dg_str part)
{
    for (size_t at = 0; at + part.len <= whole.len; at++) {
        if (strncasecmp(whole.at + at, part.at, part.len) == 0)
            return true;
    }
    return false;
}

/* "standup" is meant for "Team standup", and "the team standup" too. */
bool dg_agenda_is_meant(const struct dg_busy *b, struct dg_str title)
{
    return !title.len || (b->title.len && (holds(b->title, title) || holds(title, b->title)));
}

static int64_t seconds_into_day(struct dg_instant t)
{
    int64_t wall_s = t.utc_s + t.offset_s;
    return ((wall_s % DAY_S) + DAY_S) % DAY_S;
}

struct dg_busy dg_agenda_moved(const struct dg_busy *b, const struct dg_time *new_time)
{
    struct dg_busy to = { .start = new_time->start, .all_day = b->all_day };
    bool day_only = new_time->grain >= DG_GRAIN_DAY;
    int64_t length_s = b->end.utc_s - b->start.utc_s;
    if (day_only && !b->all_day)
        to.start.utc_s += seconds_into_day(b->start);
    if (!day_only && b->all_day) {
        to.all_day = false;
        length_s = HOUR_S;
    }
    to.end = to.start;
    to.end.utc_s += length_s;
    if (new_time->has_end && !day_only && new_time->end.utc_s > to.start.utc_s)
        to.end = new_time->end;
    return to;
}

void dg_agenda_window(const struct dg_time *time, struct dg_instant now, struct dg_instant *from, struct dg_instant *to)
{
    *from = *to = time ? time->start : now;
    if (!time)
        to->utc_s += (int64_t)FORESEEN_DAYS * DAY_S;
    else if (time->has_end && time->end.utc_s > time->start.utc_s)
        *to = time->end;
    else
        to->utc_s += time->grain >= DG_GRAIN_DAY ? DAY_S : HOUR_S;
}

const char *const dg_agenda_intents[] = { "calendar.create", "calendar.query", "calendar.update", "calendar.cancel",
    NULL };

const struct dg_utterance dg_agenda_leads[] = {
    { "Remind me to call mum tomorrow at nine", "Europe/London" },
    { "提醒我明天下午三点去看牙医", "Asia/Shanghai" },
    { NULL, NULL },
};

const struct dg_utterance dg_agenda_others[] = {
    { "Get me a ride to JFK Airport", "America/New_York" },
    { "上网搜一下怎么给兰花换盆", "Asia/Shanghai" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
