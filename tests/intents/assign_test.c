/* What goes to which field of a plan, and what to none: one row a chat. */
#include "tests/support/chat.h"
#include "tests/support/check.h"

#include <stdio.h>

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static void what_is_beside_a_plan_is_not_of_it(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> train to Leeds on Saturday at 10:03 from York? | B> ok, want to be there for lunch | A> booking 2",
                "booking.train", "depart", "3-14 10:03" },
        { "A> train to Leeds on Saturday at 10:03 from York? | B> ok, want to be there for lunch | A> booking 2",
                "booking.restaurant", "time", "-" },
        { "甲> 周六去杭州的高铁，上海虹桥走，九点二十 | 乙> 好，能赶上午饭 | 甲> 买两张", "booking.train", "depart",
                "3-14 09:20" },
        { "Bright Eyes> Your appointment is on Friday at 9:30 AM. Text 1 to confirm.", "calendar.create", "time",
                "3-13 09:30" },
        { "明亮眼科> 您预约了周五上午9:30的门诊，请提前15分钟到三楼。", "calendar.create", "time", "3-13 09:30" },
        { "A> dinner tomorrow at 7pm at Pizza Express? | B> ok, please arrive 15 minutes early", "booking.restaurant",
                "time", "19:00" },
        { "甲> 明晚七点海底捞吃饭 | 乙> 好，推迟15分钟吧 | 甲> 行", "booking.restaurant", "time", "19:15" },
        { "A> can you book us a car to the airport? | B> book it for 4:45", "ride.request", "passengers", "-" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void heads_add_up(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> order a car to the zoo for 3pm | B> how many? | A> us two plus the three kids", "ride.request",
                "passengers", "5" },
        { "甲> 三点叫个车去动物园 | 乙> 几个人 | 甲> 咱俩加三个娃", "ride.request", "passengers", "5" },
        { "甲> 周五看《夜航》 | 乙> 行，八点万达那场 | 甲> 三张 我妹也去", "booking.event", "tickets", "3" },
        { "甲> 周五看《夜航》 | 乙> 行，八点万达那场 | 甲> 三张 我妹也去", "booking.event", "time", "3-13 20:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_number_after_an_hour_and_a_count_is_what_it_is_nearer_to(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> table tomorrow at 7 at Brenna? me, you and Jo | B> 7.30 is better | A> done", "booking.restaurant",
                "time", "19:30" },
        { "A> table tomorrow at 7 at Brenna? me, you and Jo | B> 7.30 is better | A> done", "booking.restaurant",
                "party_size", "3" },
        { "A> table tomorrow at 7 at Brenna? 3 of us | B> 8 better | A> done", "booking.restaurant", "time", "20:00" },
        { "A> table tomorrow at 7 at Brenna? 3 of us | B> 8 better | A> done", "booking.restaurant", "party_size",
                "3" },
        { "A> table tomorrow at 7 at Brenna? 3 of us | B> oh, 4 then | A> done", "booking.restaurant", "party_size",
                "4" },
        { "甲> 明晚七点海底捞，三个人 | 乙> 7.30更好 | 甲> 行", "booking.restaurant", "time", "19:30" },
        { "甲> 明晚七点海底捞，三个人 | 乙> 7.30更好 | 甲> 行", "booking.restaurant", "party_size", "3" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void the_last_of_several_counts_is_the_whole(void)
{
    static const struct dg_chat_row rows[] = {
        { "甲> 明晚七点海底捞，他们仨，咱俩，五个人", "booking.restaurant", "party_size", "5" },
        { "甲> 今晚海底捞吃饭 | 乙> 七点 二楼包间", "booking.restaurant", "time", "3-10 19:00" },
        { "甲> 周日中午海底捞吃饭 | 乙> 订周日中午十二点 两位", "booking.restaurant", "party_size", "2" },
        { "甲> 明天海底捞吃饭 十二点 六个人", "booking.restaurant", "party_size", "6" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void what_was_arranged_is_asked_about(void)
{
    static const struct dg_chat_row rows[] = {
        { "甲> 明天上午的会还开吗 | 乙> 取消了 | 甲> 好", "calendar.cancel", "title", "会" },
        { "甲> 周五下午三点的例会还开吗 | 乙> 开，改到四点半了", "calendar.update", "new_time", "3-13 16:30" },
        { "甲> 明晚七点的课还上吗 | 乙> 不上了", "calendar.cancel", "time", "19:00" },
        { "甲> 您明天十点的号还要吗 | 乙> 不要了，帮我退了吧 | 甲> 好的", "calendar.cancel", "time", "10:00" },
        { "甲> 明晚七点的课还上吗 | 乙> 上", "calendar.cancel", "time", "-" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void hills_are_climbed_in_the_morning(void)
{
    static const struct dg_chat_row rows[] = {
        { "甲> 周日爬山，七点集合 | 乙> 好", "calendar.create", "time", "3-15 07:00" },
        { "甲> 周六钓鱼 | 乙> 五点半来接你 | 甲> 太早 六点 | 乙> 行", "calendar.create", "time", "3-14 06:00" },
        { "甲> 明晚海底捞吃饭，七点 | 乙> 有点早 八点吧 | 甲> 行", "booking.restaurant", "time", "20:00" },
        { "甲> 周日打球，七点集合 | 乙> 好", "calendar.create", "time", "3-15 19:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void trains_and_airlines_are_no_places(void)
{
    static const struct dg_chat_row rows[] = {
        { "甲> 20号去武汉的高铁 | 乙> G5还是G83 | 甲> G83吧，二等座两张", "booking.train", "number", "G83" },
        { "甲> 27号去深圳的航班，早上7:40国航和9:15南航 | 乙> 太早了，9:15的 | 甲> 好的，首都机场出发",
                "booking.flight", "destination", "深圳" },
        { "甲> 27号去深圳的航班，早上7:40国航和9:15南航 | 乙> 太早了，9:15的 | 甲> 好的，首都机场出发",
                "booking.flight", "depart", "3-27 09:15" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_place_is_found_by_what_stands_around_it(void)
{
    static const struct dg_chat_row rows[] = {
        { "甲> 帮我订明晚松涛的位子，三个人 | 乙> 几点 | 甲> 七点", "booking.restaurant", "venue", "松涛" },
        { "甲> 今天中午出去吃 | 乙> 楼下新开的山野之味 | 甲> 行 十二点", "booking.restaurant", "venue", "山野之味" },
        { "甲> 明晚吃饭，七点，旺角那家满天星 | 乙> 好", "booking.restaurant", "venue", "满天星" },
        { "甲> 明晚七点吃饭去哪 | 乙> 换潮上潮吧 | 甲> 好", "booking.restaurant", "venue", "潮上潮" },
        { "甲> 明晚七点吃饭去哪 | 乙> 那雁上雁？清淡 | 甲> 好", "booking.restaurant", "venue", "雁上雁" },
        { "甲> 明晚七点吃饭去哪 | 乙> 楼下蜀国演义 | 甲> 好", "booking.restaurant", "venue", "蜀国演义" },
        { "甲> 明晚吃饭？ | 乙> 七点 电影院旁边那家湘聚 | 甲> 好", "booking.restaurant", "venue", "湘聚" },
        { "甲> 明晚吃饭？ | 乙> 七点 电影院旁边那家湘聚 | 甲> 好", "booking.event", "venue", "-" },
        { "甲> 周五听脱口秀？ | 乙> 八点 松果工厂 | 甲> 好", "booking.event", "venue", "松果工厂" },
        { "甲> 周六去大理住云栖谷 | 乙> 云栖谷没房了 住海棠居吧 | 甲> 好，两晚", "booking.hotel", "venue", "海棠居" },
        { "甲> 周日吃brunch吗 三里屯那家Nola Bros | 乙> 好", "booking.restaurant", "venue", "Nola Bros" },
        { "甲> 明晚七点吃饭去哪 | 乙> 那明天再说吧 | 甲> 好", "booking.restaurant", "venue", "-" },
        { "甲> 明晚七点吃饭去哪 | 乙> 换个近点的吧 | 甲> 好", "booking.restaurant", "venue", "-" },
        { "甲> 明晚吃饭，七点，那家太贵了换一家 | 乙> 好", "booking.restaurant", "venue", "-" },
        { "甲> 导航去最近的药店", "navigate.route", "destination", "药店" },
        { "甲> 通知：周四下午三点开年级会，地点五年级一班教室", "calendar.create", "place", "五年级一班教室" },
        { "甲> 这周约个饭？ | 乙> 周六晚上 六点 湖边那边的蜀香园 | 甲> 好", "booking.restaurant", "venue", "蜀香园" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_repetition_stays_one(void)
{
    static const struct dg_chat_row rows[] = {
        { "甲> 每周三上午九点半开例会 | 乙> 十点行吗 | 甲> 行", "calendar.create", "recurrence",
                "FREQ=WEEKLY;BYDAY=WE" },
        { "甲> 每周三上午九点半开例会 | 乙> 十点行吗 | 甲> 行", "calendar.create", "time", "10:00" },
        { "A> team sync every Wednesday at 9:30? | B> Thursday is better | A> ok", "calendar.create", "recurrence",
                "FREQ=WEEKLY;BYDAY=TH" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void the_way_back_is_what_was_asked(void)
{
    static const struct dg_chat_row rows[] = {
        { "甲> 周六去杭州的高铁，九点二十 | 乙> 好 回来呢 | 甲> 周日晚上六点左右 | 乙> 有个18:12的 买两张 | 甲> 好",
                "booking.train", "return", "3-15 18:12" },
        { "A> train to Leeds on Saturday at 10:03? | B> ok | A> coming back Sunday 4ish? | B> there's a 16:15 | A> "
          "that one",
                "booking.train", "return", "3-15 16:15" },
        { "甲> 国庆机票，成都回沈阳 | 乙> 30号的好贵 | 甲> 29号晚上呢 | 乙> 行", "booking.flight", "destination",
                "沈阳" },
        { "甲> 周五去大理的机票 | 乙> 八点那班，周一回 | 甲> 好", "booking.flight", "return", "3-16" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void days_of_a_journey_and_a_stay(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> are you flying to Porto on Thursday or Friday? | B> friday, the 8:20am", "booking.flight", "return",
                "-" },
        { "A> are you flying to Porto on Thursday or Friday? | B> friday, the 8:20am", "booking.flight", "depart",
                "3-13 08:20" },
        { "A> Flight to Boston on the 22nd, back on the 25th? | B> let's stay till the 27th | A> ok", "booking.flight",
                "return", "3-27" },
        { "A> Flight to Boston on the 22nd, back on the 25th? | B> too short | A> ok 22nd to 26th then | B> fine",
                "booking.flight", "return", "3-26" },
        { "A> Please book IndiGo Delhi to Goa on 16th, returning 19th | B> sure", "booking.flight", "return", "3-19" },
        { "A> hotel in Bath, fri + sat night? | B> ok, the Old Mill", "booking.hotel", "check_out", "3-15" },
        { "A> hotel in Bath on friday, leaving sunday night | B> ok", "booking.hotel", "check_out", "3-15" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void places_are_told_apart(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> Dune at the Roxy tomorrow? there's a 9:45 show | B> yes, grab 2", "booking.event", "title", "Dune" },
        { "A> Dune at the Roxy tomorrow? there's a 9:45 show | B> yes, grab 2", "booking.event", "venue", "the Roxy" },
        { "A> Flying to Denver on Friday. JFK or LGA? | B> LGA is closer | A> two seats then, booking it",
                "booking.flight", "origin", "LGA" },
        { "A> Flying to Denver on Friday. JFK or LGA? | B> LGA is closer | A> two seats then, booking it",
                "booking.flight", "destination", "Denver" },
        { "A> can you pick me up | B> where are you | A> 7th Ave and 33rd St | B> I'll send an uber. where to? | A> "
          "Penn "
          "Station",
                "ride.request", "pickup", "7th Ave and 33rd St" },
        { "A> lunch tomorrow 12.30, can you book Jumbo at Riverside? 6 pax | B> sure", "booking.restaurant", "venue",
                "Jumbo" },
        { "A> lunch tomorrow 12.30, can you book Jumbo at Riverside? 6 pax | B> sure", "booking.restaurant", "area",
                "Riverside" },
        { "A> lunch tomorrow? | B> Green Wok too far, Wing Seong at Bishan better | A> ok 12.15", "booking.restaurant",
                "area", "Bishan" },
        { "A> Grab to Changi T3 tomorrow at 9 | B> ok", "ride.request", "dropoff", "Changi T3" },
        { "A> Dinner Saturday? There's that new place, Blue Ibis | B> I'm in. 6:30? | A> ok", "booking.restaurant",
                "venue", "Blue Ibis" },
        { "甲> 五点半打车去虹桥T2 | 乙> 行 在哪上车 | 甲> 五点半 公司楼下", "ride.request", "pickup", "公司楼下" },
        { "甲> 打车回吧 我在太古里南门 | 乙> 好 叫一个到芍药居", "ride.request", "pickup", "太古里南门" },
        { "甲> 地址发您 成都市武侯区天府三街288号大源国际中心B1栋 | 乙> ok 我开车过去 | 甲> B1栋门口等您",
                "navigate.route", "destination", "成都市武侯区天府三街288号大源国际中心B1栋" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_reason_is_no_plan(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> flights to Lisbon from Heathrow, leaving May 14, back the 23rd? | B> can't do the 14th, my last exam is "
          "that "
          "morning 😩 15th? | A> ok 15th to the 23rd, 2 seats",
                "booking.flight", "depart", "5-15" },
        { "A> lunch on Friday at 1pm, Pizza Express, table for four? | B> sure. Lucy can't make it so we'll be three",
                "booking.restaurant", "venue", "Pizza Express" },
        { "A> bus to Leeds on Friday, there's a 06:10 | B> 6am, just you? | A> both of us, 2 seats", "booking.bus",
                "depart", "3-13 06:10" },
        { "猫眼> 购票成功！《夜航》3月22日 19:45 万达影城，取票码382910447，请提前15分钟到影院取票。",
                "calendar.create", "time", "3-22 19:45" },
        { "甲> 明晚吃啥[圣诞树] | 乙> 海底捞 八点 | 甲> 行", "booking.restaurant", "time", "20:00" },
        { "A> dinner tomorrow at 7pm? | B> oh tomorrow's my cousin's concert. thursday? | A> thursday it is",
                "booking.restaurant", "time", "3-12 19:00" },
        { "A> curry tomorrow night? | B> tomorrow i have choir til 9. friday? | A> friday's good, 7",
                "booking.restaurant", "time", "3-13 19:00" },
        { "A> cab to Heathrow tomorrow, flight's at 2pm | B> leave by 10 | A> ok 10 from Camden", "ride.request",
                "time", "10:00" },
        { "A> taxi to Gatwick at 6am tomorrow? | B> 6 is madness, flight's at 11. 8 | A> ok 8", "ride.request", "time",
                "08:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void an_entry_moves_from_where_it_stood(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> Team - moving Thursday's retro to Friday at 11, same room | B> works", "calendar.update", "new_time",
                "3-13 11:00" },
        { "A> Team - moving Thursday's retro to Friday at 11, same room | B> works", "calendar.update", "title",
                "retro" },
        { "A> I need to move my cleaning from March 18 at 10am | B> We have March 23 at 9 | A> the 23rd at 9 please",
                "calendar.update", "time", "3-18 10:00" },
        { "A> Could we do the budget catch-up Thursday instead of today? | B> Sure, 2pm?", "calendar.update",
                "new_time", "3-12 14:00" },
        { "A> is the 3pm review still on? | B> no, pushed to 4 | A> ok", "calendar.update", "time", "3-10 15:00" },
        { "A> is the 3pm review still on? | B> no, pushed to 4 | A> ok", "calendar.update", "new_time", "3-10 16:00" },
        { "A> is the pottery class on tonight | B> no moved to thurs 6.30", "calendar.update", "new_time",
                "3-12 18:30" },
        { "A> is the 3pm review still on? | B> no, it's been cancelled", "calendar.cancel", "time", "3-10 15:00" },
        { "A> Swim class tomorrow at 6 instead of 5, gate 3 | B> ok", "calendar.update", "new_time", "18:00" },
        { "A> The safety briefing moved to 3pm in Room C | B> thanks", "calendar.update", "title", "safety briefing" },
        { "A> Your flight XY2043 to Oslo on 16 March now departs at 3:25 PM.", "calendar.update", "new_time",
                "3-16 15:25" },
        { "甲> 我想把18号上午十点的洗牙改个时间 | 乙> 23号九点有 | 甲> 好 23号九点", "calendar.update", "new_time",
                "3-23 09:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void what_was_said_last_is_what_goes_on(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> flights from Boston to Miami on the 22nd, back on the 28th? | B> make it the 29th, cheaper | A> ok 29th. "
          "2 tickets",
                "booking.flight", "return", "3-29" },
        { "A> flights from Boston to Miami on the 22nd, back on the 28th? | B> make it the 29th, cheaper | A> ok 29th. "
          "2 tickets",
                "booking.flight", "depart", "3-22" },
        { "甲> 下周约个咖啡？ | 乙> 周二或者周四上午 | 甲> 周四九点半 漫咖啡 | 乙> 好", "calendar.create", "time",
                "3-19 09:30" },
        { "A> pub quiz on Wednesday? | B> can't | A> thurs 8 at the Lamb then | B> ok", "calendar.create", "time",
                "3-12 20:00" },
        { "A> uber to Heathrow at 5am tomorrow? | B> 5 is tight. 4:30 | A> ugh fine 4:30", "ride.request", "time",
                "04:30" },
        { "A> cinema tonight? Dune 8.40 at the Rio | B> yes, grab 2", "booking.event", "title", "Dune" },
        { "A> cab to Heathrow at 6:30pm? | B> 630 is rush hour. 6 | A> ok 6", "ride.request", "time", "3-10 18:00" },
        { "A> Tuesday 17 March at 9.40 or Wednesday 18 March at 14.20? | B> Wednesday suits me better | A> Confirmed.",
                "calendar.create", "time", "3-18 14:20" },
        { "A> Roof check: Monday 16 March or Tuesday 17 March, 10am? | B> Monday's good | A> ok", "calendar.create",
                "time", "3-16 10:00" },
        { "A> brunch sunday? | B> yes! Granger & Co 11 | A> 11 good", "booking.restaurant", "venue", "Granger & Co" },
        { "A> dinner at ours on sunday at 5? | B> yes please", "booking.restaurant", "time", "-" },
        { "A> standup moves to 9:45 starting Monday fyi | B> noted", "calendar.update", "new_time", "3-16 09:45" },
        { "A> table for tomorrow night | B> how many | A> 6 adults and 2 kids | B> 7? | A> ok", "booking.restaurant",
                "time", "19:00" },
        { "A> table for tomorrow night | B> how many | A> 6 adults and 2 kids | B> 7? | A> ok", "booking.restaurant",
                "party_size", "8" },
        { "A> pizza tonight? | B> Pizza Express? | A> ok | B> 7? | A> 7, table for two", "booking.restaurant", "time",
                "3-10 19:00" },
        { "A> dinner on Friday? | B> thai? | A> had thai twice this week. Pizza Express? | B> yes, 8pm",
                "booking.restaurant", "time", "3-13 20:00" },
        { "甲> 周五晚上吃啥 | 乙> 日料？ | 甲> 这周吃两次了 海底捞？ | 乙> 行 八点", "booking.restaurant", "time",
                "3-13 20:00" },
        { "A> train to Leeds on Friday, 9.15 from Kings Cross? | B> ok. back the same day? | A> yes 18.30, buying 2",
                "booking.train", "depart", "3-13 09:15" },
        { "甲> 周一十点跟供应商的会得改一下 小珍请假 | 乙> 周二十点？ | 甲> 周二十一点稳妥点 | 乙> 好",
                "calendar.update", "new_time", "3-17 11:00" },
        { "甲> 读书会以后固定每周四晚七点 26号第一次 | 乙> 好", "calendar.create", "time", "3-26 19:00" },
        { "甲> 彭哥 明天三点的评审往后挪一小时行不 | 乙> 好", "calendar.update", "new_time", "16:00" },
        { "甲> 今晚吃川菜 荔香居七点 | 乙> 起不来 八点 | 甲> 懒猪 那八点", "booking.restaurant", "venue", "荔香居" },
        { "甲> 周六爸妈来 一起吃个饭 | 乙> 行 海底捞 六点半 | 甲> 好", "booking.restaurant", "time", "3-14 18:30" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void what_is_near_or_at_home_is_not_booked(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> book me a hotel near the Louvre from Friday, 3 nights | B> ok", "booking.hotel", "area", "Louvre" },
        { "A> book me a hotel near the Louvre from Friday, 3 nights | B> ok", "booking.hotel", "venue", "-" },
        { "A> dinner on Saturday? | B> sure, 7pm at mine | A> great", "booking.restaurant", "time", "-" },
        { "A> dinner on Saturday? | B> sure, 7pm at mine | A> great", "calendar.create", "time", "3-14 19:00" },
        { "甲> 明晚吃湘菜？ | 乙> 太辣了 去珠江粤菜馆吧 | 甲> 行 七点", "booking.restaurant", "cuisine", "-" },
        { "甲> 明晚吃火锅？ | 乙> 好 海底捞 | 甲> 行 七点", "booking.restaurant", "cuisine", "火锅" },
        { "甲> 后天下午的会取消吧 | 乙> 好", "calendar.cancel", "title", "会" },
        { "A> Move the 3pm review on Friday to 4 | B> ok", "calendar.update", "new_time", "3-13 16:00" },
        { "甲> 明天下午三点开会 记一下 加到日历 | 乙> 好", "calendar.create", "title", "开会" },
        { "甲> 明早八点打车去机场 | 乙> 几个人 | 甲> 我和我妈", "ride.request", "passengers", "2" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_dollar_is_that_of_the_region(void)
{
    static const struct {
        const char *region, *currency;
    } rows[] = { { "SG", "SGD" }, { "AU", "AUD" }, { "US", "USD" }, { "GB", "USD" }, { "", "USD" } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dg_chat c;
        dg_chat_open(&c, "A> dinner tomorrow at 7? Pizza Express, about $20 per person | B> ok");
        snprintf(c.ctx.region, sizeof c.ctx.region, "%s", rows[i].region);
        dg_chat_read(&c);
        const struct dg_slot *budget = dg_chat_slot(&c, "booking.restaurant", "budget");
        DG_CHECK_STR(budget ? budget->value.money.currency : dg_str_of("-"), rows[i].currency, rows[i].region);
        dg_chat_close(&c);
    }
}

static void more_come(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> lunch tomorrow 1pm at Pizza Express, 5 people | B> actually 6, Gopal also joining | A> ok done",
                "booking.restaurant", "party_size", "6" },
        { "A> brunch Sunday 11? Pizza Express | B> make it 12 | A> 12's good", "booking.restaurant", "time",
                "3-15 12:00" },
        { "A> lunch tomorrow 12.30, Pizza Express? 6 pax | B> ok | A> actually make it 7 pax", "booking.restaurant",
                "party_size", "7" },
        { "A> brunch on Sunday 11am at Pizza Express, table for three | B> make it 5, aunt Carol's coming | A> ok 5",
                "booking.restaurant", "party_size", "5" },
        { "A> brunch on Sunday 11am at Pizza Express, table for three | B> make it 5, aunt Carol's coming | A> ok 5",
                "booking.restaurant", "time", "3-15 11:00" },
        { "A> Booked Pizza Express for 4 tomorrow at 7 | B> make that 5, Sarah is coming | A> done",
                "booking.restaurant", "party_size", "5" },
        { "A> Booked Pizza Express for 4 tomorrow at 7 | B> make that 5, Sarah is coming | A> done",
                "booking.restaurant", "time", "19:00" },
        { "A> dinner tomorrow at 7? Pizza Express | B> yes. me, Jo and the twins | A> ok, booking",
                "booking.restaurant", "party_size", "4" },
        { "A> dinner tomorrow at 7pm at Pizza Express, table for three | B> make it 8 | A> ok", "booking.restaurant",
                "time", "20:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

int main(void)
{
    dg_run("what is beside a plan is not of it", what_is_beside_a_plan_is_not_of_it);
    dg_run("heads add up", heads_add_up);
    dg_run("a number after an hour and a count is what it is nearer to",
            a_number_after_an_hour_and_a_count_is_what_it_is_nearer_to);
    dg_run("the last of several counts is the whole", the_last_of_several_counts_is_the_whole);
    dg_run("what was arranged is asked about", what_was_arranged_is_asked_about);
    dg_run("hills are climbed in the morning", hills_are_climbed_in_the_morning);
    dg_run("trains and airlines are no places", trains_and_airlines_are_no_places);
    dg_run("a place is found by what stands around it", a_place_is_found_by_what_stands_around_it);
    dg_run("a repetition stays one", a_repetition_stays_one);
    dg_run("the way back is what was asked", the_way_back_is_what_was_asked);
    dg_run("days of a journey and a stay", days_of_a_journey_and_a_stay);
    dg_run("places are told apart", places_are_told_apart);
    dg_run("a reason is no plan", a_reason_is_no_plan);
    dg_run("an entry moves from where it stood", an_entry_moves_from_where_it_stood);
    dg_run("what was said last is what goes on", what_was_said_last_is_what_goes_on);
    dg_run("what is near or at home is not booked", what_is_near_or_at_home_is_not_booked);
    dg_run("a dollar is that of the region", a_dollar_is_that_of_the_region);
    dg_run("more come", more_come);
    return dg_done();
}
