/* Slots: which words of a chat fill which slot, one row a chat. */
#include "tests/support/chat.h"
#include "tests/support/check.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static void numbers_fill_what_they_count(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> two tickets for the concert on Friday at 8pm? | B> yes, getting 3", "booking.event", "tickets", "3" },
        { "A> bus to Leeds tomorrow at 9am? | B> ok, grabbing 2", "booking.bus", "passengers", "2" },
        { "A> bus to Leeds tomorrow at 9am? | B> ok, grabbing 2", "booking.bus", "depart", "09:00" },
        { "A> dinner tomorrow at 7pm at Pizza Express? | B> great | A> three then", "booking.restaurant", "party_size",
                "3" },
        { "A> dinner tomorrow at 7pm at Pizza Express? | B> great, that's 5", "booking.restaurant", "party_size", "5" },
        { "A> hotel in Bath on Friday for 2 nights? | B> make it 3", "booking.hotel", "check_out", "3-16" },
        { "A> hotel in Bath on Friday, 4 stars? | B> yes, book it", "booking.hotel", "stars", "4" },
        { "A> dinner tomorrow at 7pm at Pizza Express? | B> make it 8", "booking.restaurant", "time", "20:00" },
        { "甲> 明晚七点海底捞吃饭，九个人 | 乙> 那就五个 | 甲> 行", "booking.restaurant", "party_size", "5" },
        { "甲> 周五住西安，四星的酒店，两间房 | 乙> 好，订吧", "booking.hotel", "stars", "4" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_ride_goes_where_it_is_told(void)
{
    static const struct dg_chat_row rows[] = {
        { "call me a cab to the airport at 5am tomorrow", "ride.request", "dropoff", "airport" },
        { "taxi to the train station at 5pm", "ride.request", "dropoff", "train station" },
        { "I need a cab home at 11pm", "ride.request", "dropoff", "home" },
        { "take me home", "ride.request", "dropoff", "home" },
        { "A> get us an uber home from the Red Lion | B> ok", "ride.request", "pickup", "Red Lion" },
        { "cab from 20 Oxford Street to Heathrow", "ride.request", "pickup", "20 Oxford Street" },
        { "pick me up at 20 Old Street at 6pm", "ride.request", "pickup", "20 Old Street" },
        { "a train that will take me to Leeds tomorrow at 9am, 2 tickets", "booking.train", "destination", "Leeds" },
        { "cab from Red Square in Moscow to Sheremetyevo at 6pm", "ride.request", "stops", "-" },
        { "cab from Red Square in Moscow to Sheremetyevo at 6pm", "ride.request", "dropoff", "Sheremetyevo" },
        { "打车去机场", "ride.request", "dropoff", "机场" },
        { "打车回家", "ride.request", "dropoff", "家" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_question_says_what_the_answer_fills(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> get me a cab to Heathrow at 5am | B> where from? | A> the Red Lion", "ride.request", "pickup",
                "the Red Lion" },
        { "A> get me a cab to Heathrow at 5am | B> where from? | A> the office", "ride.request", "pickup",
                "the office" },
        { "A> get me a cab to Heathrow at 5am | B> from home? | A> no, the office", "ride.request", "pickup",
                "the office" },
        { "A> get me a cab to Heathrow at 5am | B> from home? | A> no from the office", "ride.request", "pickup",
                "the office" },
        { "A> get me a cab to Heathrow at 5am | B> from home? | A> yes", "ride.request", "pickup", "home" },
        { "A> get me an uber at 6pm | B> where to? | A> home", "ride.request", "dropoff", "home" },
        { "A> train to Leeds on Friday at 9am | B> where from? | A> York | B> ok, 2 tickets", "booking.train", "origin",
                "York" },
        { "A> dinner tomorrow at 7pm? | B> sure, where? | A> home | B> ok", "booking.restaurant", "venue", "-" },
        { "甲> 帮我叫个车去浦东机场，明早六点 | 乙> 从哪走 | 甲> 公司", "ride.request", "pickup", "公司" },
        { "甲> 帮我叫个车去浦东机场，明早六点 | 乙> 在哪接你 | 甲> 静安寺", "ride.request", "pickup", "静安寺" },
        { "甲> 帮我叫个车去浦东机场，明早六点 | 乙> 从家里走吗 | 甲> 不 从公司走", "ride.request", "pickup", "公司" },
        { "甲> 帮我叫个车，晚上六点 | 乙> 去哪 | 甲> 家", "ride.request", "dropoff", "家" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_venue_in_a_quarter_is_the_venue(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> dinner at Lupo in Soho tomorrow at 7pm? | B> yes", "booking.restaurant", "venue", "Lupo" },
        { "A> brunch at Nopi in Shoreditch on Sunday at 11am? | B> yes", "booking.restaurant", "venue", "Nopi" },
        { "甲> 明晚七点上海外滩得月楼吃饭？| 乙> 好", "booking.restaurant", "venue", "得月楼" },
        { "甲> 明晚七点外滩的得月楼吃饭？| 乙> 好", "booking.restaurant", "venue", "得月楼" },
        { "甲> 明晚七点国贸绿茶吃饭？| 乙> 好", "booking.restaurant", "venue", "绿茶" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void of_several_hours_one_is_pointed_at(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> dinner at Pizza Express tomorrow, 6pm or 8pm? | B> the later one", "booking.restaurant", "time",
                "20:00" },
        { "A> dinner at Pizza Express tomorrow, 6pm or 8pm? | B> the earlier one please", "booking.restaurant", "time",
                "18:00" },
        { "甲> 明晚海底捞吃饭，六点还是八点？| 乙> 早的吧", "booking.restaurant", "time", "18:00" },
        { "甲> 明晚海底捞吃饭，六点还是八点？| 乙> 晚的那个", "booking.restaurant", "time", "20:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_stay_is_at_the_end_of_the_journey(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> flying to Oslo on Friday, please book me a morning flight and a hotel for two nights", "booking.hotel",
                "area", "Oslo" },
        { "A> flying to Oslo on Friday, please book me a morning flight and a hotel for two nights", "booking.hotel",
                "check_in", "3-13" },
        { "A> flying to Oslo on Friday, please book me a morning flight and a hotel for two nights", "booking.hotel",
                "check_out", "3-15" },
        { "A> train to Bath 20 to 23 April? | B> yes, and book a hotel near the station | A> ok", "booking.hotel",
                "check_out", "4-23" },
        { "A> train to Bath 20 to 23 April? | B> yes, book the train", "booking.train", "return", "4-23" },
        { "甲> 帮我订周五到周日厦门的酒店，每晚不超过六百", "booking.hotel", "check_in", "3-13" },
        { "甲> 帮我订周五到周日厦门的酒店，每晚不超过六百", "booking.hotel", "check_out", "3-15" },
        { "A> book us a hotel in Bath from Friday to Sunday, no more than 90 every night", "booking.hotel", "check_out",
                "3-15" },
        { "甲> 周五飞厦门，帮我订早上的机票 | 乙> 好 | 甲> 再订个酒店，住两晚", "booking.hotel", "area", "厦门" },
        { "甲> 周五飞厦门，帮我订早上的机票 | 乙> 好 | 甲> 再订个酒店，住两晚", "booking.hotel", "check_out", "3-15" },
        { "甲> 周五去厦门出差，帮我订早上的机票，住两晚 | 乙> 好的", "booking.flight", "destination", "厦门" },
        { "甲> 周五飞厦门，帮我订早上的机票 | 乙> 好 | 甲> 再订个鼓浪屿的酒店，周六住", "booking.hotel", "check_in",
                "3-14" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void an_entry_is_called_by_what_it_is_of(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> remind me to water the plants on the 20th", "calendar.create", "title", "water the plants" },
        { "A> remind me tomorrow at 5pm to call the landlord", "calendar.create", "title", "call the landlord" },
        { "A> don't forget the optician on Friday at 3pm", "calendar.create", "title", "optician" },
        { "A> wake me up at 7am tomorrow", "calendar.create", "time", "07:00" },
        { "甲> 明天下午三点提醒我给阳台浇花", "calendar.create", "title", "给阳台浇花" },
        { "甲> 记得周五下午三点去取护照", "calendar.create", "title", "取护照" },
        { "甲> 明早七点叫我起床", "calendar.create", "time", "07:00" },
        { "甲> 周五下午三点的会改到四点行吗 | 乙> 行", "calendar.update", "new_time", "3-13 16:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void what_is_learned_of_names_fills_slots(void)
{
    static const struct dg_chat_row rows[] = {
        { "甲> 去桥头的鱼家宴吃饭", "booking.restaurant", "venue", "鱼家宴" },
        { "甲> 单位到和煦家园", "ride.request", "pickup", "单位" },
        { "甲> 单位到和煦家园", "ride.request", "dropoff", "和煦家园" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void who_is_in_counts(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> dinner at Pizza Express tomorrow 7pm, who's in? | B> in | C> me | D> out", "booking.restaurant",
                "party_size", "3" },
        { "甲> 明晚七点海底捞吃饭，谁来？| 乙> 我 | 丙> 我也去 | 丁> 去不了", "booking.restaurant", "party_size", "3" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_day_of_a_far_talk_is_near_it(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> book a flight to Rome on 14 May | B> the 15th would be better | A> ok", "booking.flight", "depart",
                "5-15" },
        { "甲> 帮我订5月14号飞成都的机票 | 乙> 15号呢 | 甲> 行，就15号", "booking.flight", "depart", "5-15" },
        { "A> a hotel in Rome, 14 to 17 May? | B> yes, book it", "booking.hotel", "check_out", "5-17" },
        { "甲> 订成都的酒店，5月14号到17号 | 乙> 好", "booking.hotel", "check_out", "5-17" },
        { "A> lunch on Friday at noon at Pizza Express? | B> the 13th is fine", "booking.restaurant", "time",
                "3-13 12:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void places_are_told_from_people(void)
{
    static const struct dg_chat_row rows[] = {
        { "Ann> dinner tomorrow at 7pm at Pizza Express? | Hugo> yes | Ann> great, Hugo!", "booking.restaurant",
                "venue", "Pizza Express" },
        { "A> lunch tomorrow at noon at Saigon Corner? | B> yes", "booking.restaurant", "venue", "Saigon Corner" },
        { "A> lunch tomorrow at noon in Saigon Lane? | B> yes", "booking.restaurant", "venue", "-" },
        { "甲> 明晚七点海底捞吃饭？离公司十分钟 | 乙> 好", "booking.restaurant", "venue", "海底捞" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void what_a_plan_holds_names_it(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> wanna see Paper Moons on Friday? | B> yes, which showing | A> 7:15pm | B> great, get two tickets",
                "booking.event", "tickets", "2" },
        { "甲> 周五看《纸月亮》不 | 乙> 有空，哪场 | 甲> 晚上七点 | 乙> 行，你买两张票", "booking.event", "title",
                "纸月亮" },
        { "A> tomorrow the 10:14am from Paddington Station to Bath | B> ok | A> two tickets then", "booking.train",
                "origin", "Paddington Station" },
        { "甲> 明天十二点二十麦香园，两个人 | 乙> 行", "booking.restaurant", "venue", "麦香园" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void an_hour_is_read_by_what_the_plan_turns_out_to_be(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> tickets for the Otter Play friday? 8:10 at the Rialto | B> yes | A> getting 3", "booking.event", "time",
                "3-13 20:10" },
        { "A> the optician can see me on the 4th of April at ten past two | B> I'll put it in the diary",
                "calendar.create", "time", "4-4 14:10" },
        { "A> table at the diner on seventh for friday at half six, nine of us", "booking.restaurant", "time",
                "3-13 18:30" },
        { "A> National Express to Leeds on Friday, 17:30 or 18:00? | B> 18:00 | A> done, two seats", "booking.bus",
                "depart", "3-13 18:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void numbers_of_houses_are_no_hours(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> getting an uber to the Odeon, want me to swing by yours? | B> yes! im at 14 Larkspur St | A> k leaving "
          "6.15",
                "ride.request", "dropoff", "Odeon" },
        { "A> getting an uber to the Odeon, want me to swing by yours? | B> yes! im at 14 Larkspur St | A> k leaving "
          "6.15",
                "ride.request", "stops", "14 Larkspur St" },
        { "A> whats the address? | B> 2290 Larkspur Rd, gate code is 4417 | A> leaving now", "navigate.route",
                "destination", "2290 Larkspur Rd" },
        { "A> dinner at 7 at a place on Larkspur Road? | B> yes", "booking.restaurant", "time", "3-10 19:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void who_speaks_counts(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> uber from the pool to the zoo at 5:45? | B> how many | A> me and the three kids", "ride.request",
                "passengers", "4" },
        { "A> table at Pizza Express tomorrow at 7pm, me + 2 | B> done", "booking.restaurant", "party_size", "3" },
        { "A> table at Pizza Express tomorrow at 7pm, you and me | B> done", "booking.restaurant", "party_size", "2" },
        { "A> brunch tomorrow at Pizza Express? 11? | B> in | C> in | D> out sorry | A> so 4! reserving",
                "booking.restaurant", "party_size", "4" },
        { "A> dinner tomorrow at Pizza Express, 7? | B> in | C> in, make it 8 | A> ok", "booking.restaurant", "time",
                "20:00" },
        { "A> two tickets for the Otter Play? | B> hm, four in the stalls please", "booking.event", "tickets", "4" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_reminder_is_called_by_what_is_to_be_done(void)
{
    static const struct dg_chat_row rows[] = {
        { "家长会改到后天上午十点了，帮我记一下", "calendar.update", "title", "家长会" },
        { "the board meeting on 12 March has been rescheduled to 19 March at 2pm in Room 4", "calendar.update",
                "new_time", "3-19 14:00" },
        { "A> remind me to water the ferns tomorrow at 9", "calendar.create", "title", "water the ferns" },
        { "A> remind me tomorrow at 9 to water the ferns", "calendar.create", "title", "water the ferns" },
        { "A> remind me to water the ferns tomorrow at 9", "calendar.create", "time", "09:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void how_long_before_one_is_reminded_moves_nothing(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> optician tomorrow at 3pm, remind me an hour before", "calendar.create", "reminder", "PT1H" },
        { "A> optician tomorrow at 3pm, remind me an hour before", "calendar.create", "time", "15:00" },
        { "A> optician tomorrow at 3pm, remind me an hour before", "calendar.create", "title", "optician" },
        { "A> remind me 2 hours before the rehearsal tomorrow at 9pm", "calendar.create", "reminder", "PT2H" },
        { "A> remind me to ring the plumber tomorrow at 9, 15 minutes early", "calendar.create", "reminder", "PT15M" },
        { "A> 明天下午三点配眼镜，提前半小时提醒我", "calendar.create", "reminder", "PT30M" },
        { "A> 明天下午三点配眼镜，提前半小时提醒我", "calendar.create", "time", "15:00" },
        { "A> 提醒我明天下午三点交稿，提前一天", "calendar.create", "reminder", "P1D" },
        { "A> 提醒我明天下午三点交稿，提前一天", "calendar.create", "time", "15:00" },
        { "A> 明天三点开会，会前十分钟提醒我", "calendar.create", "reminder", "PT10M" },
        { "A> 明天三点开会，一小时前提醒我", "calendar.create", "reminder", "PT1H" },
        /* what only moves is no reminder */
        { "A> 明天三点开会 | B> 提前一小时吧", "calendar.create", "reminder", "-" },
        { "A> 明天三点开会 | B> 提前一小时吧", "calendar.create", "time", "14:00" },
        { "A> rehearsal tomorrow at 7pm? | B> an hour earlier", "calendar.create", "reminder", "-" },
        { "A> rehearsal tomorrow at 7pm? | B> an hour earlier", "calendar.create", "time", "18:00" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void what_stands_beside_is_not_what_is_planned(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> dinner after the game tomorrow? | B> sure, Pizza Express at 9", "booking.restaurant", "time", "21:00" },
        { "A> brunch at Morning Tide on Sunday at 11? | B> yes", "booking.restaurant", "venue", "Morning Tide" },
        { "A> the 5:30pm bus to Leeds or the 6pm? | B> 6pm, I don't finish till 5 | A> ok two seats", "booking.bus",
                "depart", "3-10 18:00" },
        { "A> I arrive in Berlin on 4 May and leave on Thursday | B> so three nights, a hotel? | A> yes please, book "
          "it",
                "booking.hotel", "check_in", "5-4" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_text_to_be_written_is_no_plan(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> translate to Polish: the movers come tomorrow at two", "calendar.create", "time", "-" },
        { "A> translate to Polish: the movers come tomorrow at two", "text.translate", "language", "Polish" },
        { "A> No rehearsal tomorrow, the hall is flooded | B> thanks for telling us", "calendar.cancel", "time",
                "3-11" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_text_is_found_where_it_stands(void)
{
    static const struct dg_chat_row rows[] = {
        { "A> translate \"where is the pier\" into Italian", "text.translate", "text", "where is the pier" },
        { "A> translate \"where is the pier\" into Italian", "text.translate", "language", "Italian" },
        { "A> my neighbour wrote: 明天停水 | A> translate pls??", "text.translate", "text", "明天停水" },
        { "A> draft a reply to the caterer, keep it formal", "text.compose", "style", "formal" },
        { "甲> 把这段翻译成法语：我们周一出发", "text.translate", "text", "我们周一出发" },
        { "甲> 把这段翻译成法语：我们周一出发", "text.translate", "language", "法语" },
        { "甲> see you on the pier | 乙> 这句啥意思 翻译一下", "text.translate", "text", "see you on the pier" },
        { "甲> 帮我写封邮件给房东，委婉一点", "text.compose", "style", "委婉一点" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void values_go_to_the_plan_that_they_are_said_of(void)
{
    static const struct dg_chat_row rows[] = {
        { "甲> 明晚七点打车去音乐厅 | 乙> 好 改去滨江剧场 演出换地方了 | 甲> 行", "ride.request", "dropoff",
                "滨江剧场" },
        { "甲> 明早送客户去高铁站，叫辆商务车 | 乙> 好的 几点 | 甲> 七点一刻，从海悦大堂出发 | 乙> 收到",
                "ride.request", "time", "07:15" },
        { "甲> 我想订明晚六点半的位子 | 乙> 请问几位 | 甲> 六位，要两把儿童椅 | 乙> 好的", "booking.restaurant",
                "party_size", "6" },
        { "甲> 周五长沙飞大理 三个人 | 乙> 行 | 丙> 加我四个", "booking.flight", "passengers", "4" },
    };
    dg_chat_check(rows, COUNT(rows));
}

static void a_name_comes_again(void)
{
    static const struct dg_chat_row rows[] = {
        { "甲> 周六看《潮水之间》还是《远山》？| 乙> 潮水之间吧 七点 | 甲> 行", "booking.event", "title", "潮水之间" },
        { "甲> 明晚七点海底捞吃饭 | 乙> 好 喊上小夏", "booking.restaurant", "venue", "海底捞" },
    };
    dg_chat_check(rows, COUNT(rows));
}

int main(void)
{
    dg_run("values go to the plan that they are said of", values_go_to_the_plan_that_they_are_said_of);
    dg_run("a name comes again", a_name_comes_again);
    dg_run("numbers fill what they count", numbers_fill_what_they_count);
    dg_run("a ride goes where it is told", a_ride_goes_where_it_is_told);
    dg_run("a question says what the answer fills", a_question_says_what_the_answer_fills);
    dg_run("a venue in a quarter is the venue", a_venue_in_a_quarter_is_the_venue);
    dg_run("of several hours one is pointed at", of_several_hours_one_is_pointed_at);
    dg_run("a stay is at the end of the journey", a_stay_is_at_the_end_of_the_journey);
    dg_run("an entry is called by what it is of", an_entry_is_called_by_what_it_is_of);
    dg_run("what is learned of names fills slots", what_is_learned_of_names_fills_slots);
    dg_run("who is in counts", who_is_in_counts);
    dg_run("a day of a far talk is near it", a_day_of_a_far_talk_is_near_it);
    dg_run("places are told from people", places_are_told_from_people);
    dg_run("what a plan holds names it", what_a_plan_holds_names_it);
    dg_run("a text is found where it stands", a_text_is_found_where_it_stands);
    dg_run("an hour is read by what the plan turns out to be", an_hour_is_read_by_what_the_plan_turns_out_to_be);
    dg_run("a text to be written is no plan", a_text_to_be_written_is_no_plan);
    dg_run("numbers of houses are no hours", numbers_of_houses_are_no_hours);
    dg_run("who speaks counts", who_speaks_counts);
    dg_run("how long before one is reminded moves nothing", how_long_before_one_is_reminded_moves_nothing);
    dg_run("a reminder is called by what is to be done", a_reminder_is_called_by_what_is_to_be_done);
    dg_run("what stands beside is not what is planned", what_stands_beside_is_not_what_is_planned);
    return dg_done();
}
