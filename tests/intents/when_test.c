#include "intents/normalise.h"
#include "intents/recogniser.h"
#include "intents/when.h"
#include "intents/zone.h"
#include "tests/support/check.h"

enum { ARENA_BYTES = 1 << 22 };
static const char monday_evening[] = "2024-02-19T17:40:00+08:00", tuesday_noon[] = "2024-02-20T12:00:00+08:00";

struct world {
    struct dg_arena *arena;
    struct dg_lexicon lexicon;
    struct dg_zone *zone;
};

static struct world start(void)
{
    return (struct world){ dg_arena_create(ARENA_BYTES), dg_lexicon_builtin(),
        dg_zone_create(dg_str_of("Asia/Shanghai")) };
}

static void finish(struct world *w)
{
    dg_zone_destroy(w->zone);
    dg_arena_destroy(w->arena);
}

static struct dg_instant at(const char *text)
{
    struct dg_instant t = { 0, 0 };
    DG_CHECK(dg_instant_parse(&t, dg_str_of(text), NULL), "%s", text);
    return t;
}

/* The first time that is said in `message`. */
static const struct dg_when *said(struct world *w, const char *message, const char *reference)
{
    struct dg_context ctx = { .zone = w->zone, .now = at(reference) };
    struct dg_text *text = dg_arena_alloc(w->arena, sizeof *text);
    if (!DG_CHECK(dg_text_fold(text, dg_str_of(message), &w->lexicon, w->arena), "room to fold"))
        return NULL;
    struct dg_scan scan = {
        .text = text, .ctx = &ctx, .reference = ctx.now, .lexicon = &w->lexicon, .arena = w->arena
    };
    struct dg_mentions found = dg_recognise(&scan);
    for (size_t i = 0; i < found.count; i++) {
        if (found.at[i].when)
            return found.at[i].when;
    }
    DG_CHECK(false, "%s: no time", message);
    return NULL;
}

static struct dg_str start_of(struct world *w, const struct dg_when *when, struct dg_when_hints hints)
{
    struct dg_time t = dg_when_resolve(when, &hints, w->arena);
    return t.has_start ? dg_instant_print(w->arena, t.start) : dg_str_of("none");
}

static struct dg_when_hints hints_at(const struct world *w, const char *reference)
{
    return (struct dg_when_hints){ .reference = at(reference), .zone = w->zone, .typical_hour = -1 };
}

static void two_messages_make_one_time(void)
{
    static const struct {
        const char *first, *then, *start;
    } cases[] = {
        { "明天吧", "七点", "2024-02-20T07:00:00+08:00" },
        { "明天晚上", "七点", "2024-02-20T19:00:00+08:00" },
        { "tomorrow evening", "at 7", "2024-02-20T19:00:00+08:00" },
        { "晚上吃饭", "七点半", "2024-02-19T19:30:00+08:00" },
        { "晚上七点", "改成周五", "2024-02-23T19:00:00+08:00" },
        { "friday works", "say 8pm", "2024-02-23T20:00:00+08:00" },
        { "明天七点", "后天八点", "2024-02-21T08:00:00+08:00" },
        { "下周三下午三点", "四点", "2024-02-28T16:00:00+08:00" },
        { "下周三晚上", "周四吧", "2024-02-29T18:00:00+08:00" },
        { "next wednesday", "friday at 3pm", "2024-03-01T15:00:00+08:00" },
        { "这周三", "周五吧", "2024-02-23T00:00:00+08:00" },
        { "今晚", "零点", "2024-02-20T00:00:00+08:00" },
        { "下周聚餐", "周四晚上", "2024-02-29T18:00:00+08:00" },
        { "下周聚餐", "28号", "2024-02-28T00:00:00+08:00" },
        { "next week", "thursday", "2024-02-29T00:00:00+08:00" },
        { "4月去日本", "15号出发", "2024-04-15T00:00:00+08:00" },
        { "这个月聚餐", "10号", "2024-03-10T00:00:00+08:00" }, /* the 10th of this month is over */
        { "下个月聚餐", "周四", "2024-02-22T00:00:00+08:00" },
        { "国庆期间", "3号出发", "2024-10-03T00:00:00+08:00" },
        { "国庆去北京", "3号晚上", "2024-10-03T18:00:00+08:00" },
        { "过年聚聚", "初三吧", "2025-01-31T00:00:00+08:00" },
        { "教师节", "3号", "2024-03-03T00:00:00+08:00" },
        { "tomorrow at 3pm", "make it 4", "2024-02-20T16:00:00+08:00" },
        { "are you around on thursday?", "at half past six", "2024-02-22T18:30:00+08:00" },
        { "saturday is good", "let's say 8pm", "2024-02-24T20:00:00+08:00" },
        { "tomorrow night then", "at 9", "2024-02-20T21:00:00+08:00" },
        { "drinks this evening", "7ish", "2024-02-19T19:00:00+08:00" },
        { "the 28th suits me", "noon", "2024-02-28T12:00:00+08:00" },
        { "wednesday afternoon", "quarter to four", "2024-02-21T15:45:00+08:00" },
        { "wednesday at 3pm", "friday instead", "2024-02-23T15:00:00+08:00" },
        { "wednesday at 3pm", "same time tomorrow", "2024-02-20T15:00:00+08:00" },
        { "tomorrow at 7pm", "make it half past", "2024-02-20T19:30:00+08:00" },
        { "tomorrow at 7pm", "make it quarter past", "2024-02-20T19:15:00+08:00" },
        { "tomorrow at 7pm", "make it ten to", "2024-02-20T18:50:00+08:00" },
        { "on friday at 1pm", "make it quarter to", "2024-02-23T12:45:00+08:00" },
        { "friday between 3 and 5pm", "make it half past", "2024-02-23T15:30:00+08:00" },
        { "5pm tomorrow", "9am on saturday", "2024-02-24T09:00:00+08:00" },
        { "the week of March 4", "tuesday evening", "2024-03-05T17:00:00+08:00" },
        { "christmas week", "monday", "2024-12-23T00:00:00+08:00" },
        { "any day next week", "wednesday at noon", "2024-02-28T12:00:00+08:00" },
        { "9am PT on thursday", "10am", "2024-02-23T02:00:00+08:00" },
        { "early next week", "tuesday", "2024-02-27T00:00:00+08:00" },
        { "the weekend after next", "sunday lunchtime", "2024-03-10T12:00:00+08:00" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct world w = start();
        const struct dg_when *a = said(&w, cases[i].first, monday_evening), *b;
        if (dg_str_is(dg_str_of(cases[i].then), "make it 4"))
            b = said(&w, "at 4", monday_evening);
        else
            b = said(&w, cases[i].then, monday_evening);
        if (a && b) {
            const struct dg_when *both = dg_when_combine(a, at(monday_evening), b, at(monday_evening), w.zone, w.arena);
            DG_CHECK_STR(start_of(&w, both, hints_at(&w, monday_evening)), cases[i].start, cases[i].first);
        }
        finish(&w);
    }
}

static void what_stands_is_moved(void)
{
    static const struct {
        const char *first, *then, *start;
    } cases[] = {
        { "明天下午三点", "推迟一小时", "2024-02-20T16:00:00+08:00" },
        { "明天下午三点", "提前半小时吧", "2024-02-20T14:30:00+08:00" },
        { "明晚七点半", "晚个把小时", "2024-02-20T20:30:00+08:00" },
        { "明晚七点", "推后一天", "2024-02-21T19:00:00+08:00" },
        { "明晚", "晚一天吧", "2024-02-21T18:00:00+08:00" },
        { "明晚", "晚一小时吧", "none" },
        { "明天", "往后挪两天", "2024-02-22T00:00:00+08:00" },
        { "3号到5号", "顺延一周", "2024-03-10T00:00:00+08:00" },
        { "每周三下午三点", "推迟一小时", "none" },
        { "今晚十一点半", "晚一小时", "2024-02-20T00:30:00+08:00" },
        { "tomorrow at 3pm", "push it back 30 minutes", "2024-02-20T15:30:00+08:00" },
        { "tomorrow at 3pm", "an hour earlier", "2024-02-20T14:00:00+08:00" },
        { "tomorrow from 2pm to 4pm", "delay it by half an hour", "2024-02-20T14:30:00+08:00" },
        { "friday evening", "postpone it by a week", "2024-03-01T17:00:00+08:00" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct world w = start();
        const struct dg_when *a = said(&w, cases[i].first, monday_evening),
                             *b = said(&w, cases[i].then, monday_evening);
        struct dg_when_hints hints = hints_at(&w, monday_evening);
        DG_CHECK(dg_when_says(b) & DG_SAYS_MOVE, "%s", cases[i].then);
        const struct dg_when *moved = dg_when_move(a, &hints, b, w.arena);
        struct dg_str found = moved ? start_of(&w, moved, hints) : dg_str_of("none");
        DG_CHECK_STR(found, cases[i].start, cases[i].then);
        finish(&w);
    }
}

static void tomorrow_stays_the_day_that_it_was_said_for(void)
{
    struct world w = start();
    const struct dg_when *a = said(&w, "明天晚上", monday_evening), *b = said(&w, "七点", tuesday_noon);
    const struct dg_when *both = dg_when_combine(a, at(monday_evening), b, at(tuesday_noon), w.zone, w.arena);
    DG_CHECK_STR(start_of(&w, both, hints_at(&w, tuesday_noon)), "2024-02-20T19:00:00+08:00", "said on Monday");
    finish(&w);
}

static void a_bare_hour_follows_the_activity(void)
{
    struct world w = start();
    struct dg_when_hints dinner = hints_at(&w, monday_evening), none = dinner;
    dinner.typical_hour = 19;
    DG_CHECK_STR(start_of(&w, said(&w, "明天七点", monday_evening), dinner), "2024-02-20T19:00:00+08:00", "dinner");
    DG_CHECK_STR(start_of(&w, said(&w, "明天七点", monday_evening), none), "2024-02-20T07:00:00+08:00", "no activity");
    DG_CHECK_STR(
            start_of(&w, said(&w, "tomorrow at 3", monday_evening), none), "2024-02-20T15:00:00+08:00", "no activity");
    finish(&w);
}

static void reports_roll_back_and_plans_roll_forward(void)
{
    struct world w = start();
    struct dg_when_hints plan = hints_at(&w, monday_evening), report = plan;
    report.past = true;
    DG_CHECK_STR(start_of(&w, said(&w, "周五", monday_evening), plan), "2024-02-23T00:00:00+08:00", "plan");
    DG_CHECK_STR(start_of(&w, said(&w, "周五", monday_evening), report), "2024-02-16T00:00:00+08:00", "report");
    static const struct {
        const char *text, *planned, *reported;
    } cases[] = {
        { "friday", "2024-02-23T00:00:00+08:00", "2024-02-16T00:00:00+08:00" },
        { "thursday at noon", "2024-02-22T12:00:00+08:00", "2024-02-15T12:00:00+08:00" },
        { "on the 12th", "2024-03-12T00:00:00+08:00", "2024-02-12T00:00:00+08:00" },
        { "in november", "2024-11-01T00:00:00+08:00", "2023-11-01T00:00:00+08:00" },
        { "march 8th at 3pm", "2024-03-08T15:00:00+08:00", "2023-03-08T15:00:00+08:00" },
        { "at 4pm", "2024-02-20T16:00:00+08:00", "2024-02-19T16:00:00+08:00" },
        { "easter", "2024-03-31T00:00:00+08:00", "2023-04-09T00:00:00+08:00" },
        { "last friday", "2024-02-16T00:00:00+08:00", "2024-02-16T00:00:00+08:00" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct dg_when *when = said(&w, cases[i].text, monday_evening);
        DG_CHECK_STR(start_of(&w, when, plan), cases[i].planned, cases[i].text);
        DG_CHECK_STR(start_of(&w, when, report), cases[i].reported, cases[i].text);
    }
    finish(&w);
}

static void what_the_words_say_is_told(void)
{
    static const struct {
        const char *text;
        unsigned says, not ;
    } cases[] = {
        { "明天", DG_SAYS_DAY, DG_SAYS_CLOCK | DG_SAYS_PART },
        { "七点", DG_SAYS_CLOCK, DG_SAYS_DAY | DG_SAYS_MERIDIEM },
        { "7pm", DG_SAYS_CLOCK | DG_SAYS_MERIDIEM, DG_SAYS_DAY },
        { "明天晚上七点", DG_SAYS_DAY | DG_SAYS_CLOCK | DG_SAYS_MERIDIEM, DG_SAYS_WIDE },
        { "tomorrow evening", DG_SAYS_DAY | DG_SAYS_PART, DG_SAYS_CLOCK },
        { "下周", DG_SAYS_WIDE, DG_SAYS_DAY },
        { "every monday", DG_SAYS_RECURRENCE, DG_SAYS_PAST },
        { "昨天", DG_SAYS_DAY | DG_SAYS_PAST, 0 },
        { "三个小时", DG_SAYS_DURATION, DG_SAYS_DAY },
        { "改天吧", DG_SAYS_VAGUE, DG_SAYS_DAY },
        { "before friday", DG_SAYS_BEFORE | DG_SAYS_DAY, DG_SAYS_AFTER },
        { "3pm PT", DG_SAYS_ZONE | DG_SAYS_CLOCK, 0 },
        { "七点左右", DG_SAYS_AROUND | DG_SAYS_CLOCK, 0 },
        { "3点到5点", DG_SAYS_END | DG_SAYS_CLOCK, 0 },
        { "半小时后", DG_SAYS_NOW, DG_SAYS_PAST },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct world w = start();
        const struct dg_when *when = said(&w, cases[i].text, monday_evening);
        unsigned says = when ? dg_when_says(when) : 0;
        DG_CHECK_INT(says & (cases[i].says | cases[i].not ), cases[i].says, cases[i].text);
        finish(&w);
    }
}

int main(void)
{
    dg_run("two messages make one time", two_messages_make_one_time);
    dg_run("what stands is moved by so much", what_stands_is_moved);
    dg_run("tomorrow stays the day that it was said for", tomorrow_stays_the_day_that_it_was_said_for);
    dg_run("a bare hour follows the activity", a_bare_hour_follows_the_activity);
    dg_run("reports roll back and plans roll forward", reports_roll_back_and_plans_roll_forward);
    dg_run("what the words say is told", what_the_words_say_is_told);
    return dg_done();
}
