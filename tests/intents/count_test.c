#include "tests/support/check.h"
#include "tests/support/scan.h"

static struct dg_str print_count(struct dg_test_scan *scan, const struct dg_mention *m)
{
    return dg_arena_print(scan->arena, "%.12g %s", m->value.count, m->unit ? m->unit : "");
}

static void people_are_counted(void)
{
    static const struct dg_scan_case cases[] = {
        { "四个人", "4 person" },
        { "一共6位", "6 person" },
        { "我们六个去", "6 person" },
        { "六七个人", "7 person" },
        { "咱仨", "3 person" },
        { "三五个人", "5 person" },
        { "十来个人", "10 person" },
        { "二十多位", "20 person" },
        { "十几个人", "10 person" },
        { "连我五个", "5 person" },
        { "加上我六个人", "6 person" },
        { "一家五口", "5 person" },
        { "我们俩", "2 person" },
        { "ten or so people", "10 person" },
        { "周四两个人", "2 person" },
        { "周五六个人", "6 person" },
        { "4 of us", "4 person" },
        { "all five of us", "5 person" },
        { "the two of us", "2 person" },
        { "half a dozen of us", "6 person" },
        { "a dozen people", "12 person" },
        { "party of six", "6 person" },
        { "a table of nine", "9 person" },
        { "table for three please", "3 person" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_COUNT, 0, print_count);
}

static void parts_of_a_party_add_up(void)
{
    static const struct dg_scan_case cases[] = {
        { "两大一小", "3 person" },
        { "两个大人带一个小孩", "3 person" },
        { "俩大人一个娃", "3 person" },
        { "仨大人俩小孩", "5 person" },
        { "two adults and a child", "3 person" },
        { "3 adults, 1 infant", "4 person" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_COUNT, 0, print_count);
}

static void who_comes_is_counted_one_by_one(void)
{
    static const struct dg_scan_case cases[] = {
        { "me, you and Kofi", "3 person" },
        { "me + Kofi", "2 person" },
        { "me, Kofi & the twins", "4 person" },
        { "it's just me and my mum", "2 person" },
        { "seats for me, Kofi and 2 kids", "4 person" },
        { "you, me and deepa", "3 person" },
        { "me and the three kids", "4 person" },
        { "call me and Kofi", "" },
        { "me and work don't mix", "" },
        { "me, Friday works", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_COUNT, 0, print_count);
}

static void a_number_before_the_hour_counts_heads(void)
{
    static const struct dg_scan_case cases[] = {
        { "anything for 2 at 7 tonight?", "2 person" },
        { "Golden Wok for 5 fri 7.30", "5 person" },
        { "booked the Crown for 4 tomorrow at 7", "4 person" },
        { "table for 4 on saturday at 7", "4 person" },
        { "free for 2 on friday at 7?", "2 person" },
        { "let's meet for a coffee at 3", "" },
        { "parked for 2 hours at 3pm", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_COUNT, 0, print_count);
}

static void rooms_nights_and_tickets_are_counted(void)
{
    static const struct dg_scan_case cases[] = {
        { "订两间房", "2 room" },
        { "三间标间，两晚", "3 room; 2 night" },
        { "来三张票", "3 ticket" },
        { "四星级", "4 star" },
        { "one double room", "1 room" },
        { "three single rooms, 2 nights", "3 room; 2 night" },
        { "3 tickets", "3 ticket" },
        { "a couple of tickets", "2 ticket" },
        { "2 seats", "2 seat" },
        { "a four star hotel", "4 star" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_COUNT, 0, print_count);
}

static void what_counts_nobody_is_none(void)
{
    static const struct dg_scan_case cases[] = {
        { "我的两大爱好", "" },
        { "连我五点也到不了", "" },
        { "加上我三个小时", "" },
        { "我们两个小时后到", "" },
        { "我们三个月没见了", "" },
        { "a person called", "" },
        { "the couple left", "" },
        { "room 5", "" },
        { "a dozen eggs", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_COUNT, 0, print_count);
}

int main(void)
{
    dg_run("people are counted", people_are_counted);
    dg_run("parts of a party add up", parts_of_a_party_add_up);
    dg_run("who comes is counted one by one", who_comes_is_counted_one_by_one);
    dg_run("a number before the hour counts heads", a_number_before_the_hour_counts_heads);
    dg_run("rooms, nights and tickets are counted", rooms_nights_and_tickets_are_counted);
    dg_run("what counts nobody is none", what_counts_nobody_is_none);
    return dg_done();
}
