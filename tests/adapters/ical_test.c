#include "adapters/calendar/ical.h"
#include "intents/utf8.h"
#include "tests/support/check.h"

#include <stdlib.h>

struct world {
    struct dg_arena *arena;
    struct dg_zone *zone;
};

static struct world world_create(const char *zone)
{
    return (struct world){ dg_arena_create(4 << 20), dg_zone_create(dg_str_of(zone)) };
}

static void world_destroy(struct world *w)
{
    dg_zone_destroy(w->zone);
    dg_arena_destroy(w->arena);
}

static struct dg_instant at(const char *text)
{
    struct dg_instant t = { 0, 0 };
    DG_CHECK(dg_instant_parse(&t, dg_str_of(text), NULL), "a time: %s", text);
    return t;
}

static struct dg_event dinner(void)
{
    return (struct dg_event){ .uid = dg_str_of("k1@dragoman"),
        .title = dg_str_of("晚饭; 火锅, 海底捞"),
        .start = at("2024-02-21T19:00:00+08:00"),
        .end = at("2024-02-21T20:00:00+08:00"),
        .zone = dg_str_of("Asia/Shanghai"),
        .stamp = at("2024-02-20T17:45:00+08:00") };
}

static bool holds(struct dg_str text, const char *line)
{
    return dg_str_find(text, dg_str_of(line), 0) >= 0;
}

static void an_event_is_written_with_escapes_and_utc(void)
{
    struct world w = world_create("Asia/Shanghai");
    struct dg_event e = dinner();
    struct dg_str text = dg_ical_write(w.arena, &e);
    static const char *const lines[] = {
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
        "\r\nUID:k1@dragoman\r\n",
        "\r\nDTSTAMP:20240220T094500Z\r\n",
        "\r\nDTSTART:20240221T110000Z\r\n",
        "\r\nDTEND:20240221T120000Z\r\n",
        "\r\nSUMMARY:晚饭\\; 火锅\\, 海底捞\r\n",
        "END:VEVENT\r\nEND:VCALENDAR\r\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        DG_CHECK(holds(text, lines[i]), "%s in\n%s", lines[i], text.at);
    world_destroy(&w);
}

static void a_title_cannot_add_a_property(void)
{
    struct world w = world_create("UTC");
    struct dg_event e = dinner();
    e.title = dg_str_of("x\r\nATTENDEE:mailto:evil@example.com\nEND:VEVENT");
    struct dg_str text = dg_ical_write(w.arena, &e);
    DG_CHECK(!holds(text, "\nATTENDEE"), "no property");
    DG_CHECK(holds(text, "SUMMARY:x \\nATTENDEE:mailto:evil@example.com\\nEND:VEVENT\r\n"), "%s", text.at);
    world_destroy(&w);
}

static void long_lines_fold_between_characters(void)
{
    struct world w = world_create("UTC");
    struct dg_event e = dinner();
    e.title = dg_str_of("下周三晚上和大学同学在三里屯那家新开的云南菜馆聚餐顺便商量五一去大理玩的行程安排");
    struct dg_str text = dg_ical_write(w.arena, &e);
    size_t start = 0;
    for (ptrdiff_t end; (end = dg_str_find(text, dg_str_of("\r\n"), start)) >= 0; start = (size_t)end + 2) {
        struct dg_str line = dg_str_cut(text, start, (size_t)end);
        DG_CHECK(line.len <= 75, "%zu octets: %.*s", line.len, (int)line.len, line.at);
        DG_CHECK(dg_utf8_check(line) < 0, "whole characters: %.*s", (int)line.len, line.at);
    }
    DG_CHECK_INT((long long)start, (long long)text.len, "ends with a line end");
    world_destroy(&w);
}

static void whole_days_are_dates(void)
{
    struct world w = world_create("Asia/Shanghai");
    struct dg_event e = dinner();
    e.all_day = true;
    e.start = at("2024-02-28T00:00:00+08:00");
    e.end = at("2024-03-01T00:00:00+08:00");
    struct dg_str text = dg_ical_write(w.arena, &e);
    DG_CHECK(holds(text, "\r\nDTSTART;VALUE=DATE:20240228\r\nDTEND;VALUE=DATE:20240301\r\n"), "%s", text.at);
    world_destroy(&w);
}

static void a_repetition_keeps_its_zone(void)
{
    struct world w = world_create("Europe/London");
    struct dg_event e = dinner();
    e.start = at("2024-03-25T19:00:00+00:00");
    e.end = at("2024-03-25T20:30:00+00:00");
    e.zone = dg_str_of("Europe/London");
    e.recurrence = dg_str_of("FREQ=WEEKLY;BYDAY=MO");
    struct dg_str text = dg_ical_write(w.arena, &e);
    DG_CHECK(holds(text, "\r\nDTSTART;TZID=Europe/London:20240325T190000\r\n"), "%s", text.at);
    DG_CHECK(holds(text, "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n"), "its rules");
    DG_CHECK(holds(text, "\r\nRRULE:FREQ=WEEKLY;BYDAY=MO\r\n"), "the rule");
    struct dg_busy busy[4];
    size_t n = dg_ical_busy(
            w.arena, text, w.zone, at("2024-04-01T00:00:00+01:00"), at("2024-04-09T00:00:00+01:00"), busy, 4);
    DG_CHECK_INT((long long)n, 2, "occurrences after the clocks have changed");
    DG_CHECK_INT(busy[0].start.utc_s, at("2024-04-01T19:00:00+01:00").utc_s, "the first keeps its hour");
    world_destroy(&w);
}

static void a_repetition_on_an_offset_stays_on_its_day(void)
{
    static const struct {
        const char *zone, *offset, *start, *from, *to;
    } cases[] = {
        { "Etc/GMT-8", "+08:00", "2024-02-21T02:00:00+08:00", "2024-02-28T00:00:00+08:00",
                "2024-02-29T00:00:00+08:00" },
        { "Etc/GMT+5", "-05:00", "2024-02-21T22:00:00-05:00", "2024-02-28T00:00:00-05:00",
                "2024-02-29T00:00:00-05:00" },
        { "", "+05:30", "2024-02-21T02:00:00+05:30", "2024-02-28T00:00:00+05:30", "2024-02-29T00:00:00+05:30" },
        { "", "-03:30", "2024-02-21T22:00:00-03:30", "2024-02-28T00:00:00-03:30", "2024-02-29T00:00:00-03:30" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct world w = world_create(cases[i].offset);
        struct dg_event e = dinner();
        e.start = e.end = at(cases[i].start);
        e.end.utc_s += 3600;
        e.zone = dg_str_of(cases[i].zone);
        e.recurrence = dg_str_of("FREQ=WEEKLY;BYDAY=WE");
        struct dg_busy busy[2];
        struct dg_str text = dg_ical_write(w.arena, &e);
        size_t n = dg_ical_busy(w.arena, text, w.zone, at(cases[i].from), at(cases[i].to), busy, 2);
        DG_CHECK(n == 1 && busy[0].start.utc_s == e.start.utc_s + 7 * 86400, "a week later at %s: %zu of\n%s",
                cases[i].offset, n, text.at);
        world_destroy(&w);
    }
}

static void no_rule_no_text(void)
{
    struct world w = world_create("UTC");
    struct dg_event e = dinner();
    e.recurrence = dg_str_of("every now and then");
    DG_CHECK_INT((long long)dg_ical_write(w.arena, &e).len, 0, "length");
    world_destroy(&w);
}

static void attendees_are_named_and_not_invited(void)
{
    struct world w = world_create("UTC");
    struct dg_event e = dinner();
    e.attendees[0] = dg_str_of("小王");
    e.attendees[1] = dg_str_of("Ann \"Annie\" Li; boss");
    e.attendee_count = 2;
    e.has_reminder = true;
    e.reminder_s = 1800;
    struct dg_str text = dg_ical_write(w.arena, &e);
    DG_CHECK(holds(text, "ATTENDEE;CN=小王;SCHEDULE-AGENT=NONE:invalid:nomail\r\n"), "%s", text.at);
    DG_CHECK(holds(text, "BEGIN:VALARM\r\nACTION:DISPLAY\r\n"), "an alarm");
    DG_CHECK(holds(text, "\r\nTRIGGER:-PT30M\r\n"), "half an hour before");
    DG_CHECK_STR(dg_ical_uid(w.arena, text), "k1@dragoman", "still readable");
    world_destroy(&w);
}

static void a_uid_can_be_given_later(void)
{
    struct world w = world_create("UTC");
    struct dg_event e = dinner();
    e.uid = dg_str_of("unbooked");
    struct dg_str text = dg_ical_with_uid(w.arena, dg_ical_write(w.arena, &e), dg_str_of("later@dragoman"));
    DG_CHECK_STR(dg_ical_uid(w.arena, text), "later@dragoman", "uid");
    DG_CHECK(!holds(text, "unbooked") && !holds(text, "X-LIC-ERROR"), "%s", text.at);
    DG_CHECK_INT((long long)dg_ical_with_uid(w.arena, dg_str_of("no calendar"), dg_str_of("x")).len, 0, "of nothing");
    world_destroy(&w);
}

static const char calendar_head[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:t\r\n";
static const char calendar_tail[] = "END:VCALENDAR\r\n";

static void what_is_taken_is_found(void)
{
    static const struct {
        const char *name, *events, *start; /* of the first found, or NULL: free */
    } cases[] = {
        { "inside", "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20240221T113000Z\r\nDTEND:20240221T114500Z\r\nEND:VEVENT\r\n",
                "2024-02-21T19:30:00+08:00" },
        { "around", "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20240221T000000Z\r\nDURATION:PT20H\r\nEND:VEVENT\r\n",
                "2024-02-21T08:00:00+08:00" },
        { "ends when it begins",
                "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20240221T100000Z\r\nDTEND:20240221T110000Z\r\nEND:VEVENT\r\n", NULL },
        { "begins when it ends",
                "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20240221T130000Z\r\nDTEND:20240221T140000Z\r\nEND:VEVENT\r\n", NULL },
        { "floating, in the person's zone",
                "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20240221T193000\r\nDTEND:20240221T200000\r\nEND:VEVENT\r\n",
                "2024-02-21T19:30:00+08:00" },
        { "the whole day", "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20240221\r\nEND:VEVENT\r\n",
                "2024-02-21T00:00:00+08:00" },
        { "the day before", "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20240220\r\nEND:VEVENT\r\n", NULL },
        { "cancelled",
                "BEGIN:VEVENT\r\nUID:a\r\nSTATUS:CANCELLED\r\nDTSTART:20240221T113000Z\r\nDTEND:20240221T114500Z\r\n"
                "END:VEVENT\r\n",
                NULL },
        { "free time",
                "BEGIN:VEVENT\r\nUID:a\r\nTRANSP:TRANSPARENT\r\nDTSTART:20240221T113000Z\r\nDTEND:20240221T114500Z\r\n"
                "END:VEVENT\r\n",
                NULL },
        { "every Wednesday",
                "BEGIN:VEVENT\r\nUID:a\r\nRRULE:FREQ=WEEKLY\r\nDTSTART:20240103T113000Z\r\nDTEND:20240103T114500Z\r\n"
                "END:VEVENT\r\n",
                "2024-02-21T19:30:00+08:00" },
        { "every Wednesday but this",
                "BEGIN:VEVENT\r\nUID:a\r\nRRULE:FREQ=WEEKLY\r\nEXDATE:20240221T113000Z\r\nDTSTART:20240103T113000Z\r\n"
                "DTEND:20240103T114500Z\r\nEND:VEVENT\r\n",
                NULL },
        { "every Wednesday, this one moved away",
                "BEGIN:VEVENT\r\nUID:a\r\nRRULE:FREQ=WEEKLY\r\nDTSTART:20240103T113000Z\r\nDTEND:20240103T114500Z\r\n"
                "END:VEVENT\r\n"
                "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20240221T113000Z\r\nDTSTART:20240222T113000Z\r\n"
                "DTEND:20240222T114500Z\r\nEND:VEVENT\r\n",
                NULL },
        { "every second for ever",
                "BEGIN:VEVENT\r\nUID:a\r\nRRULE:FREQ=SECONDLY\r\nDTSTART:19700101T000000Z\r\nEND:VEVENT\r\n", NULL },
        { "in a zone that it only names",
                "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Europe/"
                "London:20240221T113000\r\nDURATION:PT15M\r\nEND:VEVENT\r\n",
                "2024-02-21T19:30:00+08:00" },
        { "in a zone outside of the zones",
                "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=../zoneinfo/Europe/London:20240221T113000\r\nDURATION:PT15M\r\n"
                "END:VEVENT\r\n",
                NULL },
        { "a date that is none", "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20249999T999999Z\r\nEND:VEVENT\r\n", NULL },
        { "no date", "BEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\n", NULL },
    };
    struct world w = world_create("Asia/Shanghai");
    struct dg_instant from = at("2024-02-21T19:00:00+08:00"), to = at("2024-02-21T21:00:00+08:00");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_str text = dg_arena_print(w.arena, "%s%s%s", calendar_head, cases[i].events, calendar_tail);
        struct dg_busy busy[4];
        size_t n = dg_ical_busy(w.arena, text, w.zone, from, to, busy, 4);
        DG_CHECK_INT((long long)n, cases[i].start ? 1 : 0, cases[i].name);
        if (n && cases[i].start)
            DG_CHECK_STR(dg_instant_print(w.arena, busy[0].start), cases[i].start, cases[i].name);
    }
    world_destroy(&w);
}

static void durations_are_read(void)
{
    static const struct {
        const char *text;
        int64_t seconds; /* 0: none */
    } cases[] = {
        { "PT2H", 7200 },
        { "PT1H30M", 5400 },
        { "P1D", 86400 },
        { "P1W", 604800 },
        { "P1DT12H", 129600 },
        { "PT0S", 0 },
        { "P", 0 },
        { "PT", 0 },
        { "2H", 0 },
        { "PT2", 0 },
        { "P2H", 0 },
        { "PT1D", 0 },
        { "-PT1H", 0 },
        { "", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t s = 0;
        bool is = dg_event_duration(dg_str_of(cases[i].text), &s);
        DG_CHECK_INT(is ? s : 0, cases[i].seconds, cases[i].text);
    }
}

int main(void)
{
    dg_run("an event is written with escapes and UTC", an_event_is_written_with_escapes_and_utc);
    dg_run("a title cannot add a property", a_title_cannot_add_a_property);
    dg_run("long lines fold between characters", long_lines_fold_between_characters);
    dg_run("whole days are dates", whole_days_are_dates);
    dg_run("a repetition keeps its zone", a_repetition_keeps_its_zone);
    dg_run("a repetition on an offset stays on its day", a_repetition_on_an_offset_stays_on_its_day);
    dg_run("no rule, no text", no_rule_no_text);
    dg_run("attendees are named and not invited", attendees_are_named_and_not_invited);
    dg_run("a UID can be given later", a_uid_can_be_given_later);
    dg_run("what is taken is found", what_is_taken_is_found);
    dg_run("durations are read", durations_are_read);
    return dg_done();
}
