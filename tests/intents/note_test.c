/* What is warned of when it is said in both languages, and what only the plan knows. warning_test.c looks at how links, codes
 * and hidden characters are told apart. */
#include "intents/reach.h"
#include "tests/support/chat.h"
#include "tests/support/check.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static bool warns(const struct dg_chat *c, const char *type, const char *detail)
{
    for (size_t i = 0; c->reading && i < c->reading->intent_count; i++) {
        const struct dg_intent *it = &c->reading->intents[i];
        for (size_t k = 0; k < it->warning_count; k++) {
            if (strcmp(it->warnings[k].type, type) == 0)
                return dg_str_find(it->warnings[k].detail, dg_str_of(detail), 0) >= 0;
        }
    }
    return false;
}

static void each_warning_comes_in_the_language_of_the_talk(void)
{
    static const struct {
        const char *chat, *zone, *now, *type, *detail; /* detail NULL: must not be warned of */
    } cases[] = {
        { "帮我把3月9日下午两点的评审会加到日历", "Asia/Shanghai", "2026-03-10T12:00:00+08:00", "past-date", NULL },
        { "甲> 3月28日凌晨两点半上线会议 | 乙> 好", "Europe/Berlin", "2027-03-20T12:00:00+01:00", "dst-gap", "调表" },
        { "A> release meeting on March 28 2027 at 2:30am | B> ok", "Europe/Berlin", "2027-03-20T12:00:00+01:00",
                "dst-gap", "clocks" },
        { "A> release meeting on March 29 2027 at 2:30am | B> ok", "Europe/Berlin", "2027-03-20T12:00:00+01:00",
                "dst-gap", NULL },
        { "甲> 10月31日凌晨两点半上线会议 | 乙> 好", "Europe/Berlin", "2027-10-20T12:00:00+02:00", "dst-twice",
                "两次" },
        { "A> release meeting on October 31 2027 at 2:30am | B> ok", "Europe/Berlin", "2027-10-20T12:00:00+02:00",
                "dst-twice", "twice" },
        { "甲> 明晚七点吃饭？| 乙> 好 | 甲> 要不八点？", "Asia/Shanghai", "2026-03-10T12:00:00+08:00", "not-agreed",
                "没人答应" },
        { "A> dinner tomorrow at 7pm? | B> sure | A> or maybe 8pm?", "Asia/Shanghai", "2026-03-10T12:00:00+08:00",
                "not-agreed", "nobody" },
        { "A> dinner tomorrow at 7pm? | B> sure", "Asia/Shanghai", "2026-03-10T12:00:00+08:00", "not-agreed", NULL },
        { "快递单号 1Z999AA10123456785，查一下", "Asia/Shanghai", "2026-03-10T12:00:00+08:00", "bad-check-digit",
                "校验位" },
        { "your parcel 1Z999AA10123456785 is on its way", "Asia/Shanghai", "2026-03-10T12:00:00+08:00",
                "bad-check-digit", "check digit" },
        { "your parcel 1Z999AA10123456784 is on its way", "Asia/Shanghai", "2026-03-10T12:00:00+08:00",
                "bad-check-digit", NULL },
        { "甲> 明天下午三点开会 https://goog1e.com/j/123456 | 乙> 好", "Asia/Shanghai", "2026-03-10T12:00:00+08:00",
                "look-alike-link", "仿冒" },
        { "A> meeting tomorrow 3pm https://goog1e.com/j/123456 | B> ok", "Asia/Shanghai", "2026-03-10T12:00:00+08:00",
                "look-alike-link", "imitates" },
        { "A> meeting tomorrow 3pm https://zoom.us/j/123456 | B> ok", "Asia/Shanghai", "2026-03-10T12:00:00+08:00",
                "look-alike-link", NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open_at(&c, cases[i].chat, cases[i].zone, cases[i].now);
        dg_chat_read(&c);
        if (cases[i].detail)
            DG_CHECK(warns(&c, cases[i].type, cases[i].detail), "%s: no %s", cases[i].chat, cases[i].type);
        else
            DG_CHECK(!warns(&c, cases[i].type, ""), "%s: %s", cases[i].chat, cases[i].type);
        dg_chat_close(&c);
    }
}

/* The time stands in the talk as it was said then, and is read when it is over. */
static void a_time_that_has_passed_is_said(void)
{
    static const struct {
        const char *chat, *detail;
    } cases[] = {
        { "甲> 3月9日晚上七点吃饭？| 乙> 好", "已经过去" },
        { "A> dinner on March 9 at 7pm? | B> sure", "already passed" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open(&c, cases[i].chat);
        for (size_t k = 0; k < c.talk.count; k++) {
            c.messages[k].has_at = true;
            c.messages[k].at = c.ctx.now;
            c.messages[k].at.utc_s -= 3 * 24 * 60 * 60;
        }
        dg_chat_read(&c);
        DG_CHECK(warns(&c, "past-date", cases[i].detail), "%s", cases[i].chat);
        dg_chat_close(&c);
    }
}

/* From Shanghai at noon. */
static void a_place_that_cannot_be_reached_in_time_is_said(void)
{
    static const struct {
        const char *chat, *detail;
    } cases[] = {
        { "甲> 今天下午一点在北京开会 | 乙> 好", "赶不上" },
        { "A> meeting today at 1pm in Beijing | B> ok", "too far" },
        { "甲> 明天下午一点在北京开会 | 乙> 好", NULL },
        { "A> meeting tomorrow at 1pm in Beijing | B> ok", NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open(&c, cases[i].chat);
        c.ctx.has_location = true;
        c.ctx.lat = 31.23;
        c.ctx.lon = 121.47;
        dg_chat_read(&c);
        DG_CHECK(warns(&c, "too-far-to-make-it", cases[i].detail ? cases[i].detail : "") == (cases[i].detail != NULL),
                "%s", cases[i].chat);
        dg_chat_close(&c);
    }
}

static void a_plan_that_moved_since_the_last_drag_is_said(void)
{
    static const struct {
        const char *chat, *detail;
    } cases[] = {
        { "甲> 明晚七点吃饭？| 乙> 好 | 改到八点", "计划变了" },
        { "A> dinner tomorrow at 7pm? | B> sure | moved to 8pm", "plan has changed" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open(&c, cases[i].chat);
        dg_chat_read(&c);
        DG_CHECK(!warns(&c, "plan-moved", ""), "%s: in one drag", cases[i].chat);
        c.talk.remembered = 2;
        dg_chat_read(&c);
        DG_CHECK(warns(&c, "plan-moved", cases[i].detail), "%s", cases[i].chat);
        dg_chat_close(&c);
    }
}

static void the_way_takes_longer_the_further_it_is(void)
{
    struct dg_point bund = { 31.24, 121.49 }, hongqiao = { 31.20, 121.33 }, beijing = { 39.90, 116.40 };
    DG_CHECK_INT((long long)dg_reach_km(bund, beijing), 1066, "Shanghai to Beijing");
    DG_CHECK_INT(dg_reach_ride_min(bund, bund), 5, "nowhere");
    DG_CHECK_INT(dg_reach_ride_min(bund, hongqiao), 60, "across the town");
}

int main(void)
{
    dg_run("each warning comes in the language of the talk", each_warning_comes_in_the_language_of_the_talk);
    dg_run("a time that has passed is said", a_time_that_has_passed_is_said);
    dg_run("a place that cannot be reached in time is said", a_place_that_cannot_be_reached_in_time_is_said);
    dg_run("a plan that moved since the last drag is said", a_plan_that_moved_since_the_last_drag_is_said);
    dg_run("the way takes longer the further it is", the_way_takes_longer_the_further_it_is);
    return dg_done();
}
